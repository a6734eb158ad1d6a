//! Tests of a child and a person across cases.

use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::case::opening::{ChildJoinedCase, ChildLeftCase, OpeningEvent};
use candour_domain::case::plan::{PlanEvent, PlanStarted};
use candour_domain::entry::RecordClock;
use candour_domain::event::Event;
use candour_domain::identity::{
    AddressProtection, AddressRecorded, IdentityEvent, RelationshipRecorded, Relative,
};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use proptest::prelude::*;

use super::*;
use crate::case_view::FlagKind;
use crate::child_view::{ChildView, child_view};
use crate::person_view::person_view;
use crate::sample::{CASE, DANA, MIA, RUTH, STRANGER, Sample, THEO, day, said};

const SECOND: CaseId = CaseId::new(Uuid::from_u128(0xca5f));
const THIRD: CaseId = CaseId::new(Uuid::from_u128(0xca60));

fn all() -> Ask {
    Ask::everything(RecordClock::Ledger)
}

fn plan(child: ChildId) -> PlanEvent {
    PlanEvent::PlanStarted(PlanStarted {
        conference: Antecedent::NotInThisLedger,
        child,
        category: Recorded::NotRecorded,
        previous_plans: None,
        next_review: None,
    })
}

fn observed() -> InformationEvent {
    InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new("seen"),
        response: Recorded::NotRecorded,
    })
}

/// ASH-1 with Mia and Theo; BRK-1 of another child, which names Theo and Ruth once; BRK-2 of that
/// child alone.
fn families() -> Sample {
    let mut sample = Sample::family();
    sample.child(STRANGER, "Ada", None);
    for (case, reference) in [(SECOND, "BRK-1"), (THIRD, "BRK-2")] {
        sample.case = case;
        sample.opened(reference);
        sample.joined(STRANGER);
    }
    sample.case = SECOND;
    sample.case(day(2, 1), observed());
    sample.about(&[THEO]);
    sample.last().envelope.about = vec![RUTH];
    sample
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn load(sample: &Sample, stream: StreamId, subject: Uuid, page: usize) -> Option<Across> {
    wait(async { Across::load_by(&sample.store().await, stream, subject, page).await.unwrap() })
}

fn child(sample: &Sample, child: ChildId) -> ChildView {
    let across = load(sample, StreamId::Child(child), child.uuid(), 1_000).unwrap();
    child_view(&across, child, &all())
}

#[test]
fn a_child_is_shown_in_every_case_that_names_them() {
    let view = child(&families(), THEO);
    let cases: Vec<(CaseId, Option<String>, bool, usize)> = view
        .cases
        .iter()
        .map(|it| (it.case, it.reference.clone(), it.child.is_some(), it.entries))
        .collect();
    assert_eq!(
        cases,
        [(CASE, Some("ASH-1".to_owned()), true, 1), (SECOND, Some("BRK-1".to_owned()), false, 1)]
    );
    let lines: Vec<(CaseId, String)> =
        view.entries.iter().map(|it| (it.case, it.title.clone())).collect();
    assert_eq!(
        lines,
        [(CASE, "Child joined the case".to_owned()), (SECOND, "Observation".to_owned())]
    );
}

#[test]
fn a_person_is_shown_in_every_case_that_names_them() {
    let mut sample = families();
    sample.put(
        StreamId::Person(DANA),
        day(1, 2),
        Event::Identity(IdentityEvent::RelationshipRecorded(RelationshipRecorded {
            with: Relative::Child(MIA),
            relationship: Text::new("mother"),
        })),
    );
    let view = |person: PersonId| {
        let across = load(&sample, StreamId::Person(person), person.uuid(), 1_000).unwrap();
        person_view(&across, person, &all())
    };
    let cases = |person| -> Vec<(CaseId, Option<String>, usize)> {
        view(person).cases.into_iter().map(|it| (it.case, it.part, it.entries)).collect()
    };
    assert_eq!(cases(DANA), [(CASE, Some("mother".to_owned()), 1)]);
    assert_eq!(cases(RUTH), [(SECOND, None, 1)]);
    let relationships = view(DANA).person.relationships;
    let told: Vec<(String, String)> =
        relationships.into_iter().map(|it| (it.relationship, it.of_name)).collect();
    assert_eq!(told, [("mother".to_owned(), "Mia".to_owned())]);
}

#[test]
fn a_second_open_plan_in_another_case_is_flagged() {
    let mut sample = families();
    sample.case = CASE;
    let first = sample.case(day(3, 1), plan(MIA));
    let mut moved = sample.clone();
    sample.case = SECOND;
    sample.joined(MIA);
    assert_eq!(child(&sample, MIA).flags, []);
    let second = sample.case(day(4, 1), plan(MIA));
    let flags: Vec<(FlagKind, String, Vec<candour_domain::identifier::EntryId>)> =
        child(&sample, MIA)
            .flags
            .into_iter()
            .map(|it| (it.kind, it.text, it.entries.iter().map(|it| it.entry).collect()))
            .collect();
    assert_eq!(
        flags,
        [(
            FlagKind::SecondOpenPlan,
            "child protection plans are open for Mia in several cases".to_owned(),
            vec![first, second]
        )]
    );
    // A plan that the new case carries is not a second one, and leaving ends it in the old.
    moved.case = SECOND;
    moved.case(
        day(4, 1),
        OpeningEvent::ChildJoinedCase(ChildJoinedCase {
            child: MIA,
            from: Some(CASE),
            carried: vec![first],
        }),
    );
    moved.case(day(4, 2), plan(MIA));
    assert_eq!(child(&moved, MIA).flags, []);
    moved.case = CASE;
    moved.case(
        day(4, 3),
        OpeningEvent::ChildLeftCase(ChildLeftCase {
            child: MIA,
            to: Some(SECOND),
            reason: Recorded::NotRecorded,
        }),
    );
    assert_eq!(child(&moved, MIA).flags, []);
}

#[test]
fn a_protected_address_is_never_shown() {
    let mut sample = families();
    let lives = |protection| {
        Event::Identity(IdentityEvent::AddressRecorded(AddressRecorded {
            address: said("1 Hidden Lane"),
            protection,
            from: None,
            until: None,
        }))
    };
    let mia = StreamId::Child(MIA);
    assert_eq!(child(&sample, MIA).address, AddressShown::NotRecorded);
    sample.put(mia, day(1, 2), lives(AddressProtection::NotProtected));
    assert_eq!(child(&sample, MIA).address, AddressShown::Address("1 Hidden Lane".to_owned()));
    sample.put(mia, day(1, 3), lives(AddressProtection::Protected));
    let view = child(&sample, MIA);
    assert_eq!(view.address, AddressShown::Protected);
    assert_eq!(format!("{view:?}").find("Hidden Lane"), None);
}

#[test]
fn somebody_whom_the_ledger_does_not_know_is_none() {
    let nobody = Uuid::from_u128(0xdead);
    let stream = StreamId::Child(ChildId::new(nobody));
    assert_eq!(load(&families(), stream, nobody, 10), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_case_that_names_somebody_is_found(page in 1_usize..40) {
        let sample = families();
        let found = |child: ChildId| -> Vec<CaseId> {
            let across = load(&sample, StreamId::Child(child), child.uuid(), page).unwrap();
            across.cases.iter().map(|book| book.case).collect()
        };
        prop_assert_eq!(found(MIA), [CASE]);
        prop_assert_eq!(found(THEO), [CASE, SECOND]);
        prop_assert_eq!(found(STRANGER), [SECOND, THIRD]);
    }
}
