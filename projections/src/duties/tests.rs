//! The rules of the duties view, each by its name.

use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::basis::{Applies, LegalBasis};
use candour_domain::calendar::Calendar;
use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{Channel, ConcernEvent, ContactReceived, ReferralDecided};
use candour_domain::case::fgdm::{FgdmEvent, FgdmOffered};
use candour_domain::case::proceedings::{
    ApplicationPart, CourtApplicationIssued, ProceedingsEvent,
};
use candour_domain::duty::{
    Commencement, DuePrecision, Form, Late, Limit, LocalClock, LocalRules, Status, Weight,
};
use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, Position, RecordClock, StreamId};
use candour_domain::envelope::{Audience, Entered, Envelope, Import, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{
    AgencyId, CaseId, ChildId, EntryId, LedgerId, PersonId, PractitionerId, RequestId,
};
use candour_domain::ledger_stream::{LedgerEvent, RulesAdopted};
use candour_domain::meeting::Grounds;
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{Certainty, When};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{DueView, DutyRow, duties};
use crate::ask::Ask;
use crate::casebook::{Casebook, Streams};
use crate::shape::{ChildName, Dated, Pointer};

fn label(words: &str) -> Label {
    Label::parse(words).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn child(number: u128) -> ChildId {
    ChildId::new(Uuid::from_u128(0xc0 + number))
}

fn authority() -> AgencyId {
    AgencyId::new(Uuid::from_u128(0xa1))
}

/// An entry that was imported from the row of this reference, or recorded here without one.
fn entry(position: u64, reference: Option<&str>, occurred: When, event: Event) -> Entry {
    let request = RequestId::new(Uuid::from_u128(u128::from(position)));
    let stream = match event {
        Event::Ledger(_) => StreamId::Ledger(LedgerId::new(Uuid::from_u128(0x1e))),
        Event::Agency(_) => StreamId::Agency(authority()),
        Event::Case(_) | Event::Identity(_) | Event::Practitioner(_) | Event::Team(_) => {
            StreamId::Case(CaseId::new(Uuid::from_u128(0xca)))
        }
    };
    let import = reference.map(|reference| Import {
        file: label("childrens-social-care.csv"),
        row: 2,
        reference: label(reference),
        entered: Entered::NotStated,
    });
    Entry {
        id: EntryId::of_request(request, 0),
        stream,
        revision: position,
        position: Position(position),
        recorded_at: occurred.interval().latest(),
        author: PractitionerId::new(Uuid::from_u128(0xb1)),
        agency: authority(),
        request,
        envelope: Envelope {
            occurred,
            known: None,
            by: Actor {
                practitioner: Recorded::NotRecorded,
                post: Recorded::NotRecorded,
                unit: Recorded::NotRecorded,
                agency: authority(),
            },
            on_behalf_of: None,
            source: Source { import, ..Source::default() },
            evidence: Recorded::NotRecorded,
            status: Recorded::NotRecorded,
            children: vec![child(1), child(2)],
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        },
        event,
    }
}

fn contact(position: u64, occurred: &str) -> Entry {
    let received = ContactReceived {
        source: Recorded::NotRecorded,
        channel: Recorded::Recorded(Channel::Telephone),
        account: Text::new("a call"),
        received: Vec::new(),
    };
    let event = CaseEvent::Concern(ConcernEvent::ContactReceived(received));
    let occurred = When::Minute(occurred.parse().unwrap());
    entry(position, Some("C1"), occurred, Event::Case(event))
}

fn decision(position: u64, occurred: &str, children: Vec<ChildId>) -> Entry {
    let decided = ReferralDecided {
        contact: Antecedent::NotInThisLedger,
        outcome: Recorded::NotRecorded,
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: Grounds::default(),
    };
    let event = CaseEvent::Concern(ConcernEvent::ReferralDecided(decided));
    let occurred = When::Day(day(occurred));
    let mut entry = entry(position, Some("C2"), occurred, Event::Case(event));
    entry.envelope.children = children;
    entry
}

fn adopted(position: u64, occurred: &str) -> Entry {
    let clocks = [(LocalClock::TelephoneConfirmation, Limit::Hours(48))].into();
    adoption(position, occurred, LocalRules { clocks, ..LocalRules::default() })
}

fn adoption(position: u64, occurred: &str, rules: LocalRules) -> Entry {
    let calendar = Calendar::england_and_wales().unwrap();
    let event = Event::Ledger(LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar }));
    entry(position, None, When::Day(day(occurred)), event)
}

fn book(entries: Vec<Entry>, ledger: Vec<Entry>) -> Casebook {
    let registered = AgencyRegistered {
        name: label("Children's social care"),
        kind: Recorded::Recorded(AgencyKind::ChildrensSocialCare),
        category: Recorded::NotRecorded,
    };
    let event = Event::Agency(AgencyEvent::AgencyRegistered(registered));
    let registers = vec![entry(1, None, When::Day(day("2025-01-01")), event)];
    let streams = Streams { entries, ledger, registers, ..Streams::default() };
    Casebook::of(CaseId::new(Uuid::from_u128(0xca)), streams)
}

fn asked(at: &str) -> Ask {
    Ask::everything(RecordClock::Ledger).at(utc(at))
}

/// Rule, how many children, status and note of each row.
fn shown(book: &Casebook, ask: &Ask) -> Vec<(String, usize, Status)> {
    let view = duties(book, ask).unwrap();
    view.rows.into_iter().map(|row| (row.rule, row.children.len(), row.status)).collect()
}

fn not_engaged() -> (String, usize, Status) {
    ("FGDM-OFFER".to_owned(), 0, Status::NotEngaged)
}

#[test]
fn children_to_whom_an_opening_bears_alike_stand_in_one_row() {
    let first = contact(2, "2026-01-20T15:05");
    let second = decision(3, "2026-01-26", vec![child(1), child(2)]);
    let (opening, discharging) = (first.id, second.id);
    let alike = book(vec![first, second], Vec::new());
    let ask = asked("2026-06-30T23:00:00Z");
    let dated = |text: &str, on: &str, time: Option<&str>| Dated {
        text: text.to_owned(),
        from: day(on),
        to: day(on),
        time: time.map(ToOwned::to_owned),
        uncertain: false,
        by_then: Certainty::Yes,
    };
    let pointer =
        |entry, label: &str, position| Pointer { entry, label: label.to_owned(), position };
    let named = |child: ChildId| ChildName { child, name: "00000000".to_owned() };
    assert_eq!(
        duties(&alike, &ask).unwrap().rows[0],
        DutyRow {
            rule: "C1".to_owned(),
            title: "Decision on a contact or referral".to_owned(),
            form: Form::Deadline,
            weight: Weight::StatutoryGuidance,
            legal_basis: LegalBasis::WorkingTogether,
            applies: Applies::Already,
            opening: Some(pointer(opening, "C1", 2)),
            opened: Some(dated("20 Jan 2026 15:05", "2026-01-20", Some("15:05"))),
            children: vec![named(child(1)), named(child(2))],
            person: None,
            practitioner: None,
            seat: None,
            counted_from: Some(day("2026-01-20")),
            due: Some(DueView {
                text: "21 Jan 2026".to_owned(),
                from: day("2026-01-21"),
                to: day("2026-01-21"),
                until: utc("2026-01-22T00:00:00Z"),
                precision: DuePrecision::Day,
            }),
            status: Status::MetLate,
            status_text: "met late".to_owned(),
            discharged_by: Some(pointer(discharging, "C2", 3)),
            discharged: Some(dated("26 Jan 2026", "2026-01-26", None)),
            working_day: Some(4),
            late: Some(Late { working_days: Some(3), days: 5 }),
            gaps: Vec::new(),
            note: None,
        }
    );
    let for_one = decision(3, "2026-01-26", vec![child(1)]);
    let apart = book(vec![contact(2, "2026-01-20T15:05"), for_one], Vec::new());
    let row = |status| ("C1".to_owned(), 1, status);
    assert_eq!(
        shown(&apart, &ask),
        [row(Status::MetLate), row(Status::NotMetInTime), not_engaged()]
    );
}

/// An entry of the court's part of a case, or of family group decision making, about these children.
fn guarded(position: u64, occurred: &str, children: Vec<ChildId>, event: CaseEvent) -> Entry {
    let mut entry = entry(position, None, When::Day(day(occurred)), Event::Case(event));
    entry.envelope.children = children;
    entry
}

#[test]
fn an_offer_to_a_parent_stands_in_one_row_for_the_children_to_whom_it_bears_alike() {
    let parent = PersonId::new(Uuid::from_u128(0xd0));
    let rows = |offered_about: Vec<ChildId>| {
        let offer = CaseEvent::Fgdm(FgdmEvent::FgdmOffered(FgdmOffered {
            to: parent,
            capacity: Recorded::NotRecorded,
            statutory: Recorded::NotRecorded,
            stage: Recorded::NotRecorded,
            in_letter: Recorded::NotRecorded,
            how: Recorded::NotRecorded,
            account: Recorded::NotRecorded,
        }));
        let issued = CourtApplicationIssued {
            part: Recorded::Recorded(ApplicationPart::Part4),
            order_sought: Recorded::NotRecorded,
            short_notice: None,
            court_reference: Recorded::NotRecorded,
            fgdm: Recorded::NotRecorded,
            account: Recorded::NotRecorded,
        };
        let application = CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(issued));
        let entries = vec![
            guarded(2, "2026-04-20", offered_about, offer),
            guarded(3, "2026-05-05", vec![child(1), child(2)], application),
        ];
        let basis = LegalBasis::FamilyGroupDecisionMaking;
        let commencement = vec![Commencement { basis, from: day("2026-04-01") }];
        let rules = LocalRules { commencement, ..LocalRules::default() };
        let book = book(entries, vec![adoption(9, "2026-01-02", rules)]);
        let view = duties(&book, &asked("2026-06-30T23:00:00Z")).unwrap();
        let offers = view.rows.into_iter().filter(|row| row.rule == "FGDM-OFFER");
        offers
            .map(|row| {
                let children: Vec<_> = row.children.iter().map(|it| it.child).collect();
                (row.person.map(|it| it.person), children, row.status)
            })
            .collect::<Vec<_>>()
    };
    let parent = Some(parent);
    let all = vec![child(1), child(2)];
    assert_eq!(rows(all.clone()), [(parent, all, Status::Met)]);
    assert_eq!(
        rows(vec![child(1)]),
        [(parent, vec![child(1)], Status::Met), (None, vec![child(2)], Status::Breached)]
    );
}

#[test]
fn duties_are_judged_by_the_rules_adopted_by_then() {
    let ledger = vec![adopted(9, "2026-02-10")];
    let book = book(vec![contact(2, "2026-01-20T15:05")], ledger);
    let ask = asked("2026-06-30T23:00:00Z");
    let of = |rule: &str| (rule.to_owned(), 2, Status::NotMetInTime);
    assert_eq!(shown(&book, &ask), [of("C1"), not_engaged(), of("L1")]);
    let before = ask.on_record(utc("2026-02-09T00:00:00Z"));
    assert_eq!(shown(&book, &before), [of("C1"), not_engaged()]);
}

#[test]
fn without_a_moment_duties_stand_as_at_the_end_of_the_record() {
    let entries =
        vec![contact(2, "2026-01-20T15:05"), decision(3, "2026-01-21", vec![child(1), child(2)])];
    let book = book(entries, Vec::new());
    let everything = Ask::everything(RecordClock::Ledger);
    let view = duties(&book, &everything).unwrap();
    assert_eq!(view.as_at, utc("2026-01-22T00:00:00Z"));
    assert_eq!(view.rows[0].status, Status::Met);
    let until = OnRecord::at(RecordClock::Ledger, utc("2026-01-21T12:00:00Z"));
    let earlier = Ask { on_record: until, ..everything };
    assert_eq!(shown(&book, &earlier), [("C1".to_owned(), 2, Status::DueSoon), not_engaged()]);
}
