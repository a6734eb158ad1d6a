//! Tests of the search, each through a file.

use std::sync::Arc;

use candour_domain::case::opening::{ChildLeftCase, OpeningEvent};
use candour_domain::envelope::Handling;
use candour_domain::event::Event;
use candour_domain::identity::{
    AddressProtection, AddressRecorded, DetailsAmended, IdentifierAssigned, IdentifierKind,
    IdentityEvent,
};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_ledger::EventStore;
use proptest::prelude::*;

use super::*;
use crate::running::{AskedOn, ReadModels};
use crate::sample::{
    CARE, CASE, DANA, Growing, MIA, RUTH, STRANGER, Sample, THEO, WORKER, at, day, said,
};

/// The read models of a sample.
struct Area {
    models: ReadModels,
    _folder: tempfile::TempDir,
}

impl Area {
    fn of(sample: &Sample) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let growing = Growing::new();
        let store = Arc::clone(&growing.store) as Arc<dyn EventStore>;
        let models = ReadModels::new(store, folder.path());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build();
        runtime.unwrap().block_on(async {
            growing.add(&sample.entries).await;
            models.keep_up(|_, _| ()).await.unwrap();
        });
        Self { models, _folder: folder }
    }

    fn view(&self, on_record: Option<DateTime<Utc>>) -> View {
        self.models.view(AskedOn { at: at(12, 31), on_record }).unwrap().unwrap()
    }

    fn search(&self, words: &str) -> SearchResults {
        search(&self.view(None), &of(words)).unwrap()
    }

    /// Who was found, by name, with what matched.
    fn found(&self, words: &str) -> Vec<String> {
        shown(&self.search(words))
    }
}

fn of(words: &str) -> SearchFor {
    SearchFor { words: words.to_owned(), kinds: Vec::new(), limit: 100, after: None }
}

fn shown(results: &SearchResults) -> Vec<String> {
    let one = |found: &Found| {
        let name = found.name.as_deref().unwrap_or("-");
        let matched = found.matched.iter().map(|it| format!("{}: {}", it.kind, it.text));
        format!("{name} ({})", matched.collect::<Vec<_>>().join(", "))
    };
    results.found.iter().map(one).collect()
}

fn amended(sample: &mut Sample, of: StreamId, name: &str) {
    let event = IdentityEvent::DetailsAmended(DetailsAmended {
        name: Some(Text::new(name)),
        born: None,
        died: None,
        sex: None,
        ethnicity: None,
        disabilities: None,
        reason: Recorded::NotRecorded,
    });
    sample.put(of, day(2, 1), Event::Identity(event));
}

fn numbered(sample: &mut Sample, kind: IdentifierKind, value: &str) {
    let event = IdentityEvent::IdentifierAssigned(IdentifierAssigned {
        kind,
        value: said(value),
        unknown_reason: None,
        valid_from: None,
        valid_to: None,
        verified: Recorded::NotRecorded,
    });
    sample.put(StreamId::Child(MIA), day(2, 1), Event::Identity(event));
}

fn family() -> Sample {
    let mut sample = Sample::family();
    amended(&mut sample, StreamId::Child(THEO), "Théo Ashdown-O'Neill");
    sample
}

#[test]
fn somebody_is_found_by_the_beginnings_of_their_names() {
    let area = Area::of(&family());
    let theo = "Théo Ashdown-O'Neill (name: Théo Ashdown-O'Neill)";
    let dana = "Dana Ashdown (name: Dana Ashdown)";
    let ruth = "Ruth Ashdown (name: Ruth Ashdown)";
    assert_eq!(area.found("ashd"), [dana, ruth, theo]);
    assert_eq!(area.found("ASHDOWN ru"), [ruth]);
    assert_eq!(area.found("theo a"), [theo]);
    assert_eq!(area.found("O'Neill"), [theo]);
    assert_eq!(area.found("oneill"), [theo]);
    assert_eq!(area.found("The\u{301}o Ashdown"), [theo]);
    // A former name is found, and marked.
    let both = "Théo Ashdown-O'Neill (former_name: Theo, name: Théo Ashdown-O'Neill)";
    assert_eq!(area.found("theo"), [both]);
    assert_eq!(area.found("oakfield"), ["Oakfield Primary School (name: Oakfield Primary School)"]);
    assert_eq!(area.found("farr"), ["L. Farrow (name: L. Farrow)"]);
    assert_eq!(area.found("down"), [""; 0]);
    // Of some kinds alone.
    let people = SearchFor { kinds: vec![Sought::Person], ..of("ash") };
    assert_eq!(shown(&search(&area.view(None), &people).unwrap()), [dana, ruth]);
}

#[test]
fn a_number_is_found_however_it_is_spaced() {
    let mut sample = family();
    numbered(&mut sample, IdentifierKind::NhsNumber, "999 123 4567");
    let spaced = Area::of(&sample);
    let found = "Mia (nhs_number: 999 123 4567)";
    for typed in ["999 123 4567", "9991234567", "999-123-4567", "99912 34567", "9991234"] {
        assert_eq!(spaced.found(typed), [found], "{typed}");
    }
    let mut sample = family();
    numbered(&mut sample, IdentifierKind::NhsNumber, "9991234567");
    let joined = Area::of(&sample);
    let found = "Mia (nhs_number: 9991234567)";
    for typed in ["999 123 4567", "9991234567", "999 123"] {
        assert_eq!(joined.found(typed), [found], "{typed}");
    }
    assert_eq!(joined.found("999 124"), [""; 0]);
    let case = "ASH-1 (case_reference: ASH-1)";
    for typed in ["ASH-1", "ash1", "ash 1"] {
        assert_eq!(joined.found(typed), [case], "{typed}");
    }
}

#[test]
fn what_is_typed_is_words_and_nothing_else() {
    let area = Area::of(&family());
    let dana = "Dana Ashdown (name: Dana Ashdown)";
    for typed in
        ["\"dana\"", "dana*", "(dana", "dana; DROP TABLE name", "words:dana", "-dana ^ashd"]
    {
        let expected: &[&str] =
            if typed.contains("DROP") || typed.contains(':') { &[] } else { &[dana] };
        assert_eq!(area.found(typed), expected, "{typed}");
    }
    for typed in ["dana OR ruth", "dana NOT ruth", "NEAR(dana ruth)", "dana AND ruth"] {
        assert_eq!(area.found(typed), [""; 0], "{typed}");
    }
    assert_eq!(area.search("dana \"\u{0}' ruth").words, ["dana", "ruth"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_typed_is_answered(typed in "\\PC{0,40}|[\"'*()^:+{} A-Z-]{1,20}") {
        static AREA: std::sync::LazyLock<Area> = std::sync::LazyLock::new(|| Area::of(&family()));
        let answer = search(&AREA.view(None), &of(&typed));
        let said = match answer {
            Ok(found) => found.words.len(),
            Err(SearchError::NoWord) => 0,
            Err(SearchError::TooManyWords { given, .. }) => given,
            Err(error) => panic!("{error:?}"),
        };
        prop_assert_eq!(said > 0, typed.chars().any(|one| one.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&one)));
    }
}

#[test]
fn a_search_for_nothing_is_refused() {
    let area = Area::of(&family());
    let refused = |asked: &SearchFor| search(&area.view(None), asked).unwrap_err().to_string();
    for typed in ["", "  ", "\"\"", "*", "-- '"] {
        assert_eq!(refused(&of(typed)), "there is no word to search for");
    }
    let many = "a ".repeat(17);
    let wanted = "there are 17 words to search for, and at most 16 are looked for at once";
    assert_eq!(refused(&of(&many)), wanted);
    for after in ["nowhere", "child-00000000-0000-0000-0000-00000000dead", "ledger-1"] {
        let asked = SearchFor { after: Some(after.to_owned()), ..of("ashd") };
        assert_eq!(refused(&asked), format!("'{after}' is not where a page of results ended"));
    }
}

#[test]
fn nobody_is_found_before_they_were_on_record() {
    let sample = family();
    let area = Area::of(&sample);
    let by = |person: StreamId| {
        let entry = sample.entries.iter().find(|it| it.stream == person).unwrap();
        entry.recorded_at
    };
    let found =
        |words: &str, on_record| shown(&search(&area.view(Some(on_record)), &of(words)).unwrap());
    let moment = chrono::TimeDelta::microseconds(1);
    let dana = "Dana Ashdown (name: Dana Ashdown)";
    let ruth = by(StreamId::Person(RUTH));
    assert_eq!(found("ashd", ruth - moment), [dana]);
    assert_eq!(found("ashd", ruth), [dana, "Ruth Ashdown (name: Ruth Ashdown)"]);
    // A later name neither finds nor is shown.
    let amended = sample.entries.last().unwrap().recorded_at;
    assert_eq!(found("oneill", amended - moment), [""; 0]);
    assert_eq!(found("theo", amended - moment), ["Theo (name: Theo)"]);
}

#[test]
fn a_protected_name_finds_nobody() {
    let mut sample = family();
    for (handling, name) in [
        (Handling::Adoption, "Hidden Adopted"),
        (Handling::SourceIdentity, "Hidden Source"),
        (Handling::RefugeOrAddress, "Hidden Refuge"),
    ] {
        amended(&mut sample, StreamId::Child(MIA), name);
        sample.last().envelope.handling = vec![handling];
    }
    numbered(&mut sample, IdentifierKind::Other, "HIDDEN-77");
    sample.last().envelope.handling = vec![Handling::ThirdParty, Handling::Adoption];
    let address = IdentityEvent::AddressRecorded(AddressRecorded {
        address: said("1 Hidden Lane"),
        protection: AddressProtection::NotProtected,
        from: None,
        until: None,
    });
    sample.put(StreamId::Child(THEO), day(2, 2), Event::Identity(address));
    let area = Area::of(&sample);
    for typed in ["hidden", "adopted", "source", "refuge", "hidden77", "77", "lane"] {
        assert_eq!(area.found(typed), [""; 0], "{typed}");
    }
    // What she was called before still finds her, and says no more.
    assert_eq!(area.found("mia"), ["- (former_name: Mia)"]);
    let kept = "SELECT text FROM name WHERE text LIKE '%hidden%'";
    let texts = area.view(None).ask(kept, (), |row| row.get::<_, String>(0));
    assert_eq!(texts.unwrap(), [""; 0]);
    // What is handled with care for another reason is found.
    amended(&mut sample, StreamId::Person(DANA), "Dana Marsh");
    sample.last().envelope.handling = vec![Handling::CourtRestricted];
    assert_eq!(Area::of(&sample).found("marsh"), ["Dana Marsh (name: Dana Marsh)"]);
}

#[test]
fn results_stand_in_alphabetical_order_page_by_page() {
    let mut sample = family();
    for number in 0_u128..9 {
        let person = candour_domain::identifier::PersonId::new(Uuid::from_u128(0xd100 + number));
        let name =
            ["ashdown, Bea", "Ashdown, Ann", "Ashdown, Zed"][usize::try_from(number % 3).unwrap()];
        sample.person(person, name);
    }
    let area = Area::of(&sample);
    let view = area.view(None);
    let all = search(&view, &SearchFor { limit: 1_000_000, ..of("ash") }).unwrap();
    assert_eq!((all.found.len(), &all.next, all.too_many), (13, &None, false));
    let names: Vec<_> = all.found.iter().map(|it| it.name.as_deref().unwrap()).collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!(names, sorted);
    for limit in 1..=14 {
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let page = search(&view, &SearchFor { limit, after, ..of("ash") }).unwrap();
            assert!(page.found.len() == limit || page.next.is_none());
            paged.extend(page.found);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, all.found, "{limit}");
    }
}

#[test]
fn a_result_says_which_cases_and_how_many_entries() {
    let mut sample = family();
    sample.joined(MIA);
    sample.about(&[MIA, STRANGER]);
    sample.case(
        day(3, 1),
        OpeningEvent::ChildLeftCase(ChildLeftCase {
            child: THEO,
            to: None,
            reason: Recorded::NotRecorded,
        }),
    );
    sample.about(&[THEO, MIA]);
    let area = Area::of(&sample);
    let in_case = |now| vec![CaseFound { reference: Some("ASH-1".to_owned()), case: CASE, now }];
    let found = |words: &str| {
        let mut found = area.search(words).found;
        assert_eq!(found.len(), 1, "{words}");
        found.remove(0)
    };
    let matched =
        |kind: &str, text: &str| vec![Matched { kind: kind.to_owned(), text: text.to_owned() }];
    let mia = Found {
        kind: Sought::Child,
        id: MIA.uuid(),
        name: Some("Mia".to_owned()),
        matched: matched("name", "Mia"),
        cases: in_case(true),
        entries: 2,
    };
    assert_eq!(found("mia"), mia);
    let theo = found("oneill");
    assert_eq!((theo.cases, theo.entries), (in_case(false), 1));
    let dana = found("dana");
    assert_eq!((dana.kind, dana.cases, dana.entries), (Sought::Person, in_case(true), 0));
    let ruth = found("ruth");
    assert_eq!((ruth.id, ruth.cases), (RUTH.uuid(), Vec::new()));
    let case = found("ash1");
    let opened = (case.kind, case.id, case.entries);
    assert_eq!(opened, (Sought::Case, CASE.uuid(), 6));
    let agency = found("social care");
    let all = u64::try_from(sample.entries.len()).unwrap();
    assert_eq!((agency.kind, agency.id, agency.entries), (Sought::Agency, CARE.uuid(), all));
    let worker = found("farrow");
    assert_eq!((worker.kind, worker.id), (Sought::Practitioner, WORKER.uuid()));
}
