//! Tests of finding entries in a casebook and of reading one out of a store.

use std::collections::BTreeMap;

use candour_domain::case::information::{
    InformationDisclosed, InformationEvent, ItemShared, ObservationRecorded,
};
use candour_domain::envelope::{Entered, Handling};
use candour_domain::identifier::{EntryId, PractitionerId};
use candour_domain::party::Recipient;
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::sample::{CARE, CASE, MIA, POLICE, SCHOOL, Sample, day};

fn observation(words: &str) -> InformationEvent {
    InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new(words),
        response: Recorded::NotRecorded,
    })
}

fn told(item: EntryId, agency: candour_domain::identifier::AgencyId) -> InformationEvent {
    InformationEvent::InformationDisclosed(InformationDisclosed {
        items: vec![ItemShared { item, extent: Recorded::NotRecorded }],
        to: Recipient::Agency(agency),
        channel: Recorded::NotRecorded,
        said: Recorded::NotRecorded,
        purpose: Recorded::NotRecorded,
        request: None,
    })
}

/// A police row P1 with a step, and a row X1 of two agencies.
fn rows() -> (Sample, [EntryId; 4]) {
    let mut sample = Sample::family();
    let p1 = sample.by(POLICE, day(1, 5), observation("a conviction"));
    sample.about(&[MIA]).row("P1", Entered::Stated(day(1, 5)));
    sample.by(POLICE, day(1, 6), told(p1, CARE));
    let step = sample.step_of(p1, 1);
    let corrected = sample.correct(day(1, 8), p1, observation("another conviction"));
    sample.row("P1", Entered::Stated(day(1, 8)));
    let one = sample.by(POLICE, day(1, 9), observation("one"));
    sample.row("X1", Entered::NotStated);
    sample.by(SCHOOL, day(1, 9), observation("two"));
    sample.row("X1", Entered::NotStated);
    (sample, [p1, step, corrected, one])
}

#[test]
fn a_row_is_found_by_the_reference_of_its_agency() {
    let (sample, [p1, step, corrected, _]) = rows();
    let book = sample.book();
    assert_eq!(book.entry_by_reference(" p1 "), Found::One(book.entry(p1).unwrap()));
    assert_eq!(book.entry_by_reference("P2"), Found::None);
    assert_eq!(book.label_of(p1), "P1");
    assert_eq!(book.label_of(step), "P1, told Children's social care");
    assert_eq!(book.label_of(corrected), "P1, entry corrected");
    let steps: Vec<EntryId> =
        book.entries.iter().filter(|it| is_step(it)).map(|it| it.id).collect();
    assert_eq!(steps, [step]);
}

#[test]
fn a_reference_that_two_agencies_use_is_ambiguous() {
    let (sample, _) = rows();
    let book = sample.book();
    let both: Vec<&Entry> = book.entries.iter().rev().take(2).rev().collect();
    assert_eq!(book.entry_by_reference("X1"), Found::Ambiguous(both));
}

#[test]
fn an_entry_is_found_by_its_position_or_identifier() {
    let (sample, [p1, ..]) = rows();
    let book = sample.book();
    let entry = book.entry(p1).unwrap();
    assert_eq!(book.entry_by_reference(&format!("#{}", entry.position.0)), Found::One(entry));
    assert_eq!(book.entry_by_reference(&p1.to_string()), Found::One(entry));
    assert_eq!(book.entry_by_reference("#999"), Found::None);
}

#[test]
fn a_casebook_as_a_reader_is_shown_it_holds_nothing_else() {
    let (mut sample, [p1, step, corrected, one]) = rows();
    let first = sample.entries.iter_mut().find(|it| it.id == p1).unwrap();
    first.envelope.about = vec![crate::sample::RUTH];
    let reader = WhoReads { acts_for: BTreeMap::new(), on: crate::sample::date(6, 20) };
    let book = sample.book();
    assert_eq!(book.seen_by(&book.marks(), &reader), None);
    for (entry, handling) in [
        (p1, Handling::PoliceSensitiveUntil(crate::sample::date(6, 20))),
        (one, Handling::Privileged),
    ] {
        let found = sample.entries.iter_mut().find(|it| it.id == entry).unwrap();
        found.envelope.handling = vec![handling];
    }
    let book = sample.book();
    let seen = book.seen_by(&book.marks(), &reader).unwrap();
    let told: Vec<_> = seen.withheld.iter().map(|it| (it.entry, it.treatment)).collect();
    let not_shown = [p1, corrected].map(|it| (it, Treatment::NotShown));
    assert_eq!(told, [not_shown[0], not_shown[1], (one, Treatment::TextWithheld)]);
    let missing: Vec<EntryId> =
        book.entries.iter().map(|it| it.id).filter(|it| seen.entry(*it).is_none()).collect();
    assert_eq!(missing, [p1, corrected]);
    // Who is named in nothing that is shown is no part of it, and whatever names what is not shown says so.
    assert_eq!(seen.directory.people_named("Ruth Ashdown"), []);
    assert_eq!(seen.label_of(p1), NOT_SHOWN);
    assert_eq!(seen.entry_by_reference("P1"), Found::None);
    let position = book.entry(p1).unwrap().position.0;
    let why = [p1.to_string(), format!("#{position}"), step.to_string(), "P1".to_owned()];
    let sensitive = Some(WithheldReason::PoliceSensitive);
    assert_eq!(why.map(|it| seen.not_shown(&it)), [sensitive, sensitive, None, None]);
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn a_case_that_nobody_opened_is_none() {
    let loaded = wait(async {
        let store = Sample::empty().store().await;
        Casebook::load(&store, CASE).await.unwrap()
    });
    assert_eq!(loaded, None);
}

#[test]
fn a_casebook_is_read_as_it_was_written() {
    let (sample, _) = rows();
    let loaded = wait(async { Casebook::load(&sample.store().await, CASE).await.unwrap() });
    let written = sample.book();
    let loaded = loaded.unwrap();
    assert_eq!(loaded.entries, written.entries);
    assert_eq!(loaded.directory, written_directory(&written));
}

/// The names that the case leads to: Ruth and Theo are named nowhere in it but Theo joined it.
fn written_directory(written: &Casebook) -> Directory {
    let named: Vec<Entry> = written
        .registers
        .iter()
        .chain(&written.identities)
        .filter(|entry| entry.stream != StreamId::Person(crate::sample::RUTH))
        .cloned()
        .collect();
    Directory::fold(&named, OnRecord::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn page_size_never_matters(page in 1_usize..40) {
        let (sample, _) = rows();
        let (whole, paged) = wait(async {
            let store = sample.store().await;
            let whole = Casebook::load(&store, CASE).await.unwrap();
            (whole, Casebook::load_by(&store, CASE, page).await.unwrap())
        });
        prop_assert_eq!(whole, paged);
    }
}

#[tokio::test]
async fn whoever_looked_has_a_name() {
    let mut sample = Sample::family();
    let other = PractitionerId::new(Uuid::from_u128(0x77));
    let registered = PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
        name: Text::new("P. Reader"),
        registration: None,
    });
    let stream = StreamId::Practitioner(other);
    sample.put(stream, day(1, 2), Event::Practitioner(registered));
    let store = sample.store().await;
    let book = Casebook::load(&store, sample.case).await.unwrap().unwrap();
    let mut shown = book.entries[0].clone();
    shown.envelope.by.practitioner = Recorded::Recorded(other);
    let of_name = |book: &Casebook| {
        book.directory.practitioners().find(|(id, _)| *id == other).map(|(_, it)| it.to_owned())
    };
    assert_eq!(of_name(&book), None);
    let with = book.clone().with_accesses(&store, vec![shown.clone()]).await.unwrap();
    assert_eq!(
        (of_name(&with).as_deref(), &with.accesses),
        (Some("P. Reader"), &vec![shown.clone()])
    );
    let again = with.clone().with_accesses(&store, vec![shown.clone()]).await.unwrap();
    assert_eq!(again, Casebook { accesses: vec![shown.clone(), shown], ..with });
}
