//! The worklist, each rule by its name, out of a real file.

use candour_domain::case::allocation::{AllocationEvent, PractitionerAllocated, Role};
use candour_domain::case::concern::{Channel, ConcernEvent, ContactReceived};
use candour_domain::case::conference::{ConferenceEvent, ConferenceHeld, ConferenceKind};
use candour_domain::duty::{Late, Status};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, ChildId};
use candour_domain::meeting::Meeting;
use candour_domain::practitioner::{PostTaken, PractitionerEvent};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_domain::time::When;
use uuid::Uuid;

use super::{Cursor, Worklist, WorklistFilter, WorklistRow, worklist};
use crate::filed::Filed;
use crate::running::AskedOn;
use crate::sample::{CARE, MIA, POLICE, STRANGER, Sample, THEO, WORKER, at, day, label, minute};

fn contact(sample: &mut Sample, on: When, children: &[ChildId]) {
    sample.case(
        on,
        ConcernEvent::ContactReceived(ContactReceived {
            source: Recorded::NotRecorded,
            channel: Recorded::Recorded(Channel::Email),
            account: Text::new("x"),
            received: Vec::new(),
        }),
    );
    sample.about(children);
}

fn allocated(sample: &mut Sample, on: When) {
    sample.case(
        on,
        AllocationEvent::PractitionerAllocated(PractitionerAllocated {
            practitioner: WORKER,
            agency: CARE,
            post: Recorded::NotRecorded,
            role: Role::SocialWorker,
            record_access: Recorded::NotRecorded,
            handed_over: Vec::new(),
        }),
    );
}

fn in_a_unit(sample: &mut Sample, unit: &str) {
    let taken = PostTaken {
        agency: CARE,
        unit: Recorded::Recorded(label(unit)),
        post: Recorded::NotRecorded,
    };
    let event = Event::Practitioner(PractitionerEvent::PostTaken(taken));
    sample.put(StreamId::Practitioner(WORKER), day(1, 1), event);
}

/// Two cases: one that a worker of the north team leads, and one that nobody leads.
fn two_cases() -> Sample {
    let mut sample = Sample::family();
    in_a_unit(&mut sample, "St Mary's, north");
    allocated(&mut sample, day(1, 2));
    contact(&mut sample, minute("03-02T10:00"), &[MIA, THEO]);
    contact(&mut sample, minute("03-05T10:00"), &[MIA]);
    sample.case = CaseId::new(Uuid::from_u128(0xca5f));
    sample.opened("ASH-2");
    contact(&mut sample, minute("03-03T10:00"), &[STRANGER]);
    contact(&mut sample, minute("01-05T10:00"), &[STRANGER]);
    sample
}

fn asked(sample: &Sample, filter: &WorklistFilter) -> Worklist {
    let view = Filed::of(sample).view(AskedOn { at: at(3, 6), on_record: None });
    worklist(&view, filter).unwrap()
}

fn all() -> WorklistFilter {
    WorklistFilter { limit: 100, ..WorklistFilter::default() }
}

/// A row in one line.
fn line(row: &WorklistRow) -> String {
    let children: Vec<_> = row.children.iter().map(|child| child.name.as_str()).collect();
    let late = row.late.map(|Late { working_days, days }| format!("{working_days:?} {days}"));
    let lead = row.lead.as_ref().map(|it| format!("{} {:?}", it.name, it.unit));
    format!(
        "{} {} {children:?} #{} {} due {}, {}, late {late:?}, lead {lead:?}",
        row.reference.as_deref().unwrap_or("-"),
        row.rule,
        row.opened_position,
        row.title,
        row.due.text,
        row.status_text,
    )
}

fn shown(worklist: &Worklist) -> Vec<String> {
    worklist.rows.iter().map(line).collect()
}

const FIRST: &str = "ASH-1 C1 [\"Mia\", \"Theo\"] #17 Decision on a contact or referral due 3 Mar 2026, \
                     overdue, late Some(\"Some(3) 3\"), lead Some(\"L. Farrow Some(\\\"St Mary's, \
                     north\\\")\")";
const SECOND: &str = "ASH-2 C1 [\"00000000-0000-0000-0000-0000000000c3\"] #20 Decision on a contact or \
                      referral due 4 Mar 2026, overdue, late Some(\"Some(2) 2\"), lead None";
const THIRD: &str = "ASH-1 C1 [\"Mia\"] #18 Decision on a contact or referral due 6 Mar 2026, due soon, \
                     late None, lead Some(\"L. Farrow Some(\\\"St Mary's, north\\\")\")";
const LONG_AGO: &str = "ASH-2 C1 [\"00000000-0000-0000-0000-0000000000c3\"] #21 Decision on a contact \
                        or referral due 6 Jan 2026, not met in time, late Some(\"Some(43) 59\"), lead \
                        None";

#[test]
fn the_worklist_shows_what_waits_in_the_order_in_which_it_is_due() {
    let mut sample = two_cases();
    assert_eq!(shown(&asked(&sample, &all())), [FIRST, SECOND, THIRD]);
    let not_met = WorklistFilter { status: Some(Status::NotMetInTime), ..all() };
    assert_eq!(shown(&asked(&sample, &not_met)), [LONG_AGO]);
    // What is answered waits no more, and what the record settles waits for nobody.
    let held = ConferenceHeld {
        kind: ConferenceKind::Review,
        convened: None,
        meeting: Meeting::default(),
        account: Recorded::NotRecorded,
        outcomes: Vec::new(),
        as_written: Recorded::NotRecorded,
        rationale: Recorded::NotRecorded,
        dissent: Vec::new(),
    };
    sample.case(day(3, 5), ConferenceEvent::ConferenceHeld(held));
    assert_eq!(shown(&asked(&sample, &all())), [FIRST, SECOND, THIRD]);
}

#[test]
fn the_pages_of_a_worklist_are_the_whole_of_it_once() {
    let sample = two_cases();
    let view = Filed::of(&sample).view(AskedOn { at: at(3, 6), on_record: None });
    for limit in 1..=4 {
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let page = worklist(&view, &WorklistFilter { limit, after, ..all() }).unwrap();
            assert!(page.rows.len() <= limit as usize, "{limit}");
            rows.extend(shown(&page));
            let Some(next) = page.next else { break };
            after = Cursor::parse(&next);
            assert_eq!(after.as_ref().map(ToString::to_string), Some(next));
        }
        assert_eq!(rows, [FIRST, SECOND, THIRD], "{limit}");
    }
    for damaged in ["", "1.2.C1", "1.2.C1.overdue.3", "x.2.C1.overdue", "1.2.C99.overdue"] {
        assert_eq!(Cursor::parse(damaged), None, "{damaged}");
    }
}

#[test]
fn a_worklist_is_of_the_team_person_agency_child_or_rule_that_is_asked_for() {
    let sample = two_cases();
    let of = |filter: WorklistFilter| shown(&asked(&sample, &filter));
    let led = [FIRST, THIRD];
    let nothing = [""; 0];
    let team = |unit: &str| Some(unit.to_owned());
    assert_eq!(of(WorklistFilter { team: team("St Mary's, north"), ..all() }), led);
    assert_eq!(of(WorklistFilter { team: team("South"), ..all() }), nothing);
    assert_eq!(of(WorklistFilter { practitioner: Some(WORKER), ..all() }), led);
    assert_eq!(of(WorklistFilter { agency: Some(CARE), ..all() }), led);
    assert_eq!(of(WorklistFilter { agency: Some(POLICE), ..all() }), nothing);
    assert_eq!(of(WorklistFilter { child: Some(STRANGER), ..all() }), [SECOND]);
    assert_eq!(of(WorklistFilter { rule: team("C1"), ..all() }), [FIRST, SECOND, THIRD]);
    assert_eq!(of(WorklistFilter { rule: team("C2"), ..all() }), nothing);
    assert_eq!(of(WorklistFilter { rule: team("no rule"), ..all() }), nothing);
}
