//! Tests of what read models withhold from a reader, beside what a casebook does, and beside what a ledger in which
//! it was never recorded says.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::effective::OnRecord;
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::envelope::Handling;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_ledger::MemoryStore;
use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;

use super::super::{AskedOn, View};
use super::histories::{Deed, Step, history, written};
use super::kept::run;
use crate::ask::Ask;
use crate::case_list::Cases;
use crate::dashboard::{Lines, Period, behind, dashboard};
use crate::filed::Filed;
use crate::index::{EntryFilter, Page, entries_of};
use crate::marks::seen::tally;
use crate::marks::treatment::{Reader, Side};
use crate::roll;
use crate::sample::{CARE, MIA, POLICE, SCHOOL, Sample, date, day};
use crate::search::{SearchFor, search};
use crate::worklist::{WorklistFilter, worklist};

fn mark(sample: &mut Sample, entry: EntryId, handling: Handling) {
    let found = sample.entries.iter_mut().find(|it| it.id == entry).unwrap();
    found.envelope.handling = vec![handling];
}

/// The entries that give Mia her name and let her join the case.
fn of_mia(sample: &Sample) -> (EntryId, EntryId) {
    let named = sample.entries.iter().find(|it| it.stream == StreamId::Child(MIA)).unwrap();
    let joined = sample.entries.iter().find(|it| {
        candour_schemas::type_name(&it.event) == "ChildJoinedCase"
            && format!("{:?}", it.event).contains(&MIA.to_string())
    });
    (named.id, joined.map_or(named.id, |it| it.id))
}

fn observed() -> InformationEvent {
    InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new("seen"),
        response: Recorded::NotRecorded,
    })
}

fn reader(posts: &[(AgencyId, Side)]) -> Reader {
    Reader { acts_for: posts.iter().copied().collect::<BTreeMap<_, _>>(), on: date(6, 20) }
}

fn view(filed: &Filed, reader: &Reader) -> View {
    filed.seen_by(reader, AskedOn { at: DateTime::<chrono::Utc>::MAX_UTC, on_record: None })
}

#[test]
fn what_is_hidden_from_a_reader_is_what_their_casebook_withholds() {
    let mut sample = Sample::family();
    let sensitive = sample.by(POLICE, day(2, 1), observed());
    sample.correct(day(2, 2), sensitive, observed());
    let privileged = sample.by(SCHOOL, day(2, 3), observed());
    mark(&mut sample, sensitive, Handling::PoliceSensitiveUntil(date(6, 20)));
    mark(&mut sample, privileged, Handling::Privileged);
    let filed = Filed::of(&sample);
    let book = sample.book();
    for posts in [
        &[][..],
        &[(POLICE, Side::Police)],
        &[(SCHOOL, Side::Other)],
        &[(CARE, Side::LocalAuthority), (SCHOOL, Side::Other)],
    ] {
        let reader = reader(posts);
        let view = view(&filed, &reader);
        let hidden = view.hidden().unwrap();
        let told = book.seen_by(&book.marks(), &reader).map_or_else(Vec::new, |it| it.withheld);
        for entry in &sample.entries {
            let of = told.iter().find(|it| it.entry == entry.id).map(|it| it.treatment);
            assert_eq!(hidden.treatment(entry.position.0), of, "{posts:?}");
        }
        assert_eq!(view.withheld(), tally(&told, OnRecord::ALL));
    }
}

#[test]
fn a_name_in_what_is_withheld_is_no_name_for_that_reader() {
    let mut sample = Sample::family();
    let (named, _) = of_mia(&sample);
    mark(&mut sample, named, Handling::CourtRestricted);
    let filed = Filed::of(&sample);
    let found = |posts: &[_]| {
        let reader = reader(posts);
        let asked = SearchFor { words: "mia".to_owned(), kinds: Vec::new(), limit: 9, after: None };
        search(&view(&filed, &reader), &asked).unwrap().found.len()
    };
    assert_eq!((found(&[]), found(&[(CARE, Side::LocalAuthority)])), (0, 1));
    let store = run(sample.store());
    let shown = |posts: &[_]| {
        let reader = reader(posts);
        let ask = Ask::everything(RecordClock::Ledger);
        let list = run(roll::case_list(&view(&filed, &reader), &store, &ask)).unwrap();
        list.cases[0].children.iter().map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    let withheld = "[not shown to you: a court restricts it]";
    assert_eq!(shown(&[]), [withheld, "Theo"]);
    assert_eq!(shown(&[(CARE, Side::LocalAuthority)]), ["Mia", "Theo"]);
}

#[test]
fn a_case_whose_opening_is_not_shown_is_not_listed() {
    let mut sample = Sample::family();
    let (_, joined) = of_mia(&sample);
    mark(&mut sample, joined, Handling::PoliceSensitiveUntil(date(6, 20)));
    let teacher = reader(&[(POLICE, Side::Other)]);
    let ask = Ask::everything(RecordClock::Ledger);
    let lists = |sample: &Sample| {
        let filed = Filed::of(sample);
        let store = run(sample.store());
        let called = roll::references(&view(&filed, &teacher)).unwrap();
        let mut kept = run(roll::case_list(&view(&filed, &teacher), &store, &ask)).unwrap();
        let through = run(Cases::load(&store)).unwrap().seen_by(&teacher).list(&ask);
        let all = sample.book().effective(OnRecord::ALL).len();
        let shown = kept.cases.first().map(|it| it.entries);
        // Of a ledger that is read through it is not known how many entries of a case are shown.
        kept.cases.iter_mut().for_each(|it| it.entries = None);
        assert_eq!(kept, through);
        let children = through.cases.iter().map(|it| it.children.len()).collect::<Vec<_>>();
        (called[0].1.clone(), children, shown.map(|it| all - it.unwrap()))
    };
    assert_eq!(lists(&sample), (Some("ASH-1".to_owned()), vec![1], Some(1)));
    let opened = sample
        .entries
        .iter()
        .find(|it| candour_schemas::type_name(&it.event) == "CaseOpened")
        .map(|it| it.id);
    mark(&mut sample, opened.unwrap(), Handling::PoliceSensitiveUntil(date(6, 20)));
    assert_eq!(lists(&sample), (None, Vec::new(), None));
}

#[test]
fn what_is_hidden_holds_of_the_file_for_which_it_was_worked_out() {
    let mut sample = Sample::family();
    let sensitive = sample.by(POLICE, day(2, 1), observed());
    mark(&mut sample, sensitive, Handling::PoliceSensitiveUntil(date(6, 20)));
    let [one, other] = [&sample, &sample].map(Filed::of);
    let asked = AskedOn { at: crate::sample::at(6, 1), on_record: None };
    let hidden = one.hidden_from(&reader(&[]), asked);
    assert_eq!(
        other.view(asked).without(Arc::clone(&hidden)).map(drop).unwrap_err().to_string(),
        "the read models were made anew meanwhile; ask again"
    );
    one.view(asked).without(hidden).unwrap();
}

/// What a reader is told over all cases.
fn told(filed: &Filed, store: &MemoryStore, reader: &Reader, asked: AskedOn) -> Vec<String> {
    let view = filed.seen_by(reader, asked);
    let period = Period { since: asked.at - TimeDelta::days(200) };
    let sections = dashboard(&view, period, Lines::All).unwrap().sections;
    let numbers = sections.iter().flat_map(|it| &it.lines).flat_map(|it| &it.numbers).flatten();
    let behind: Vec<_> = numbers
        .filter(|number| number.value != 0)
        .map(|number| behind(&view, period, &number.name.to_string()).unwrap().unwrap())
        .collect();
    let filter = WorklistFilter { limit: 100, ..WorklistFilter::default() };
    let waiting = worklist(&view, &filter).unwrap().rows;
    let ask = Ask::everything(RecordClock::Ledger);
    let ask = Ask { on_record: OnRecord { until: asked.on_record, ..ask.on_record }, ..ask };
    let cases = run(roll::case_list(&view, store, &ask)).unwrap();
    let filters = [
        EntryFilter::default(),
        EntryFilter { agency: Some(CARE), ..EntryFilter::default() },
        EntryFilter { child: Some(MIA), agency: Some(CARE), ..EntryFilter::default() },
    ];
    let found = filters.map(|it| entries_of(&view, &it, Page { after: None, limit: 90 }).unwrap());
    let said = [
        format!("{found:#?}"),
        format!("{sections:#?}"),
        format!("{behind:#?}"),
        format!("{waiting:#?}"),
        format!("{cases:#?}"),
    ];
    said.iter().flat_map(|it| it.lines()).map(str::to_owned).collect()
}

/// A step that says something new, and nothing of what was recorded before.
fn new((deed, which, month, of_month): Step) -> Step {
    let deed = match deed {
        Deed::Corrects | Deed::Withdraws | Deed::Adopts | Deed::Registers => Deed::Happens,
        Deed::Happens | Deed::Joins | Deed::Amends | Deed::Assigns => deed,
    };
    (deed, which, month, of_month)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn whoever_is_shown_all_but_an_entry_counts_as_if_it_had_not_been_recorded(
        before in history(25),
        after in history(12),
        month in 1_u32..=12,
        record in prop::option::of(0_u32..40),
    ) {
        let without = written(&before);
        let steps: Vec<Step> = before.into_iter().chain(after.into_iter().map(new)).collect();
        let mut whole = written(&steps);
        for entry in &mut whole.entries[without.entries.len()..] {
            entry.envelope.handling = vec![Handling::PoliceSensitiveUntil(date(12, 31))];
        }
        let on_record = record.map(|it| crate::sample::at(1, 1) + TimeDelta::seconds(it.into()));
        let asked = AskedOn { at: crate::sample::at(month, 15), on_record };
        let nobody = reader(&[]);
        let [shown, there] = [&whole, &without].map(|sample| {
            told(&Filed::of(sample), &run(sample.store()), &nobody, asked)
        });
        let differs = (0..shown.len().max(there.len())).find(|at| shown.get(*at) != there.get(*at));
        let around = |said: &[String]| {
            let at = differs.unwrap_or(said.len()).min(said.len());
            said[at.saturating_sub(9)..said.len().min(at + 3)].join("\n")
        };
        prop_assert_eq!(differs, None, "{}\n\nbut\n\n{}", around(&shown), around(&there));
    }

    #[test]
    fn an_entry_that_is_shown_without_its_texts_counts_all_the_same(
        steps in history(25),
        marked in 1_usize..5,
        month in 1_u32..=12,
    ) {
        let plain = written(&steps);
        let mut whole = written(&steps);
        for entry in whole.entries.iter_mut().skip(marked).step_by(marked) {
            entry.envelope.handling = vec![Handling::CourtRestricted];
        }
        let asked = AskedOn { at: crate::sample::at(month, 15), on_record: None };
        let period = Period { since: asked.at - TimeDelta::days(200) };
        let nobody = reader(&[]);
        let [marked, plain] = [&whole, &plain].map(|sample| {
            let view = Filed::of(sample).seen_by(&nobody, asked);
            let sections = dashboard(&view, period, Lines::All).unwrap().sections;
            let lines = sections.into_iter().flat_map(|it| it.lines);
            let numbers = lines.flat_map(|it| it.numbers).flatten();
            numbers.map(|it| (it.name.to_string(), it.value)).collect::<BTreeMap<_, _>>()
        });
        prop_assert_eq!(marked, plain);
    }
}
