//! Duties as they are kept: each rule of the model by its name, and what is kept against assessing the
//! case, over random histories.

use std::collections::BTreeSet;

use candour_domain::basis::LegalBasis;
use candour_domain::calendar::Calendar;
use candour_domain::case::allocation::{AllocationEvent, PractitionerAllocated, Role};
use candour_domain::case::fgdm::{FgdmEvent, FgdmOffered};
use candour_domain::case::information::{
    InformationEvent, InformationRequested, NothingKnownReplied,
};
use candour_domain::case::opening::{OpeningEvent, PersonJoinedCase};
use candour_domain::case::proceedings::{
    ApplicationPart, CourtApplicationIssued, ProceedingsEvent,
};
use candour_domain::code::{ContactOutcome, ReferralSource, code_of};
use candour_domain::duty::{Commencement, LocalRules};
use candour_domain::effective::OnRecord;
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, LedgerId};
use candour_domain::identity::{IdentityEvent, ParentalResponsibilityRecorded, Responsibility};
use candour_domain::ledger_stream::{LedgerEvent, RulesAdopted};
use candour_domain::party::Recipient;
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{Certainty, When};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::super::duties::Duties;
use super::events::{contact, contact_decided};
use super::{linked, shown, shown_at};
use crate::ask::Ask;
use crate::dashboard::{Lines, Period, behind, dashboard, duty_status};
use crate::duties::duties;
use crate::filed::Filed;
use crate::running::{AskedOn, View};
use crate::sample::{CARE, DANA, LEDGER, MIA, POLICE, RUTH, Sample, THEO, WORKER, day, minute};

/// Adopts every local clock, and the commencement of family group decision making.
fn adopt(sample: &mut Sample, on: When) -> EntryId {
    let basis = LegalBasis::FamilyGroupDecisionMaking;
    let from = "2026-01-01".parse().unwrap();
    let commencement = vec![Commencement { basis, from }];
    let rules = LocalRules { commencement, ..LocalRules::common_practice() };
    let calendar = Calendar::england_and_wales().unwrap();
    let event = LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar });
    sample.put(StreamId::Ledger(LedgerId::new(LEDGER)), on, Event::Ledger(event))
}

fn application() -> ProceedingsEvent {
    ProceedingsEvent::CourtApplicationIssued(CourtApplicationIssued {
        part: Recorded::Recorded(ApplicationPart::Part4),
        order_sought: Recorded::NotRecorded,
        short_notice: None,
        court_reference: Recorded::NotRecorded,
        fgdm: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

fn offered() -> FgdmEvent {
    FgdmEvent::FgdmOffered(FgdmOffered {
        to: DANA,
        capacity: Recorded::NotRecorded,
        statutory: Recorded::NotRecorded,
        stage: Recorded::NotRecorded,
        in_letter: Recorded::NotRecorded,
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

fn holds_responsibility(sample: &mut Sample, on: When) {
    let joined = PersonJoinedCase { person: RUTH, part: Recorded::NotRecorded };
    sample.case(on, OpeningEvent::PersonJoinedCase(joined));
    let event = IdentityEvent::ParentalResponsibilityRecorded(ParentalResponsibilityRecorded {
        child: MIA,
        holds: Responsibility::Holds,
        how: Recorded::NotRecorded,
        from: None,
        until: None,
    });
    sample.put(StreamId::Person(RUTH), on, Event::Identity(event));
}

fn requested() -> InformationEvent {
    InformationEvent::InformationRequested(InformationRequested {
        of: Recipient::Agency(POLICE),
        question: Text::new("x"),
        due: None,
        channel: Recorded::NotRecorded,
    })
}

fn nothing_known(request: Antecedent) -> InformationEvent {
    InformationEvent::NothingKnownReplied(NothingKnownReplied {
        request,
        searched: Recorded::NotRecorded,
    })
}

fn allocated() -> AllocationEvent {
    AllocationEvent::PractitionerAllocated(PractitionerAllocated {
        practitioner: WORKER,
        agency: CARE,
        post: Recorded::NotRecorded,
        role: Role::SocialWorker,
        record_access: Recorded::NotRecorded,
        handed_over: Vec::new(),
    })
}

/// A duty: rule, opening position, child, person, and how it stands.
type Stands = (String, u64, Option<String>, Option<String>, String);

/// The duties that the file holds, as they stood.
fn filed(filed: &Filed, asked: AskedOn) -> BTreeSet<Stands> {
    let view = filed.view(asked);
    let sql = format!(
        "SELECT rule, entry, {child}, {person}, {status} FROM duty WHERE {stands}",
        child = View::id_of("child"),
        person = View::id_of("person"),
        status = duty_status::status("duty", asked.at.timestamp_micros()),
        stands = view.stands("duty"),
    );
    let found = view.ask(&sql, (), |row| {
        let entry = u64::try_from(row.get::<_, i64>(1)?).unwrap();
        Ok((row.get(0)?, entry, row.get(2)?, row.get(3)?, row.get(4)?))
    });
    found.unwrap().into_iter().collect()
}

/// The duties that assessing the case finds, of those that had certainly opened.
fn assessed(sample: &Sample, asked: AskedOn) -> BTreeSet<Stands> {
    let until = OnRecord { clock: RecordClock::Ledger, until: asked.on_record };
    let ask = Ask { on_record: until, ..Ask::everything(RecordClock::Ledger).at(asked.at) };
    let rows = duties(&sample.book(), &ask).unwrap().rows.into_iter();
    let had_opened = rows
        .filter(|row| row.opened.as_ref().is_some_and(|opened| opened.by_then == Certainty::Yes));
    let each = had_opened.flat_map(|row| {
        let position = row.opening.as_ref().unwrap().position;
        let status = code_of(&row.status).unwrap().to_owned();
        let person = row.person.as_ref().map(|it| it.person.uuid().to_string());
        let children: Vec<_> = if row.children.is_empty() {
            vec![None]
        } else {
            row.children.iter().map(|it| Some(it.child.uuid().to_string())).collect()
        };
        let of = move |child| (row.rule.clone(), position, child, person.clone(), status.clone());
        children.into_iter().map(of).collect::<Vec<_>>()
    });
    each.collect()
}

/// What is kept and what is assessed, at each of some moments of the world and of the record.
fn agree(sample: &Sample) {
    let file = Filed::of(sample);
    let own = sample.entries.iter().filter(|it| it.stream == StreamId::Case(sample.case));
    let mut moments: Vec<DateTime<Utc>> = own
        .flat_map(|entry| {
            let happened = entry.envelope.occurred.interval();
            [happened.latest(), happened.latest() + TimeDelta::days(3)]
        })
        .collect();
    let later = ["2026-09-30T23:00:00Z", "2027-12-31T00:00:00Z"];
    moments.extend(later.map(|it| it.parse::<DateTime<Utc>>().unwrap()));
    moments.sort_unstable();
    moments.dedup();
    let records = sample.entries.iter().rev().step_by(5).take(2).map(|it| Some(it.recorded_at));
    for on_record in std::iter::once(None).chain(records) {
        for at in &moments {
            let asked = AskedOn { at: *at, on_record };
            assert_eq!(filed(&file, asked), assessed(sample, asked), "{asked:?}");
        }
    }
}

/// What the dashboard counts of duties, by the names of the numbers that are not nought.
fn numbers(view: &View, period: Period) -> Vec<(String, i64)> {
    let section = dashboard(view, period, Lines::All).unwrap().sections.into_iter();
    let duties = section.filter(|it| it.name == "duties").flat_map(|it| it.lines);
    let numbers = duties.flat_map(|line| line.numbers).flatten();
    numbers.map(|it| (it.name.to_string(), it.value)).filter(|(_, value)| *value != 0).collect()
}

/// What is counted as on record now, as on record at the last entry, and by opening each number.
fn counts_agree(sample: &Sample) {
    let file = Filed::of(sample);
    let last = sample.entries.last().unwrap().recorded_at;
    for (since, at) in [
        ("2025-12-31T12:00:00Z", "2026-03-05T17:00:00Z"),
        ("2026-01-10T00:00:00Z", "2026-02-14T00:00:00Z"),
        ("2026-01-10T09:00:00Z", "2026-12-31T23:59:59Z"),
        ("2026-02-01T00:00:00Z", "2026-02-01T08:00:00Z"),
    ] {
        let period = Period { since: since.parse().unwrap() };
        let at = at.parse().unwrap();
        let whole = file.view(AskedOn { at, on_record: None });
        let at_the_last = file.view(AskedOn { at, on_record: Some(last) });
        let found = numbers(&whole, period);
        assert_eq!(found, numbers(&at_the_last, period), "{since} to {at}");
        for (name, value) in found {
            let opened = behind(&whole, period, &name).unwrap().unwrap();
            assert_eq!(i64::try_from(opened.len()), Ok(value), "{name}, {since} to {at}");
        }
    }
}

/// A history with what the rules of every family look at.
fn written(steps: &[linked::Step], adopted: usize) -> Sample {
    let mut sample = linked::written(&steps[..adopted.min(steps.len())]);
    sample.case(day(1, 20), allocated());
    let request = sample.by(CARE, minute("01-21T10:00"), requested());
    sample.about(&[MIA]);
    holds_responsibility(&mut sample, day(1, 25));
    adopt(&mut sample, day(1, 26));
    let later = linked::written(steps);
    let from = later.entries.len() - steps.len().saturating_sub(adopted);
    for entry in &later.entries[from.min(later.entries.len())..] {
        let Some(event) = entry.event.case() else { continue };
        if entry.event.record().is_none() {
            sample.case(entry.envelope.occurred, event.clone());
            sample.about(&entry.envelope.children);
        }
    }
    sample.case(day(2, 10), offered());
    sample.about(&[MIA]);
    sample.case(day(3, 2), nothing_known(Antecedent::Named(request)));
    let issued = sample.case(day(3, 5), application());
    sample.about(&[MIA, THEO]);
    if adopted.is_multiple_of(3) {
        sample.withdraw(day(3, 6), issued);
    }
    holds_responsibility(&mut sample, day(3, 8));
    sample
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn duties_kept_stand_as_assessing_the_case_finds_them(
        steps in linked::history(18),
        adopted in 0_usize..18,
    ) {
        agree(&linked::written(&steps));
        agree(&written(&steps, adopted));
    }

    #[test]
    fn an_entry_is_counted_once_for_a_rule(
        steps in linked::history(24),
        adopted in 0_usize..24,
    ) {
        counts_agree(&linked::written(&steps));
        counts_agree(&written(&steps, adopted));
    }
}

#[test]
fn a_duty_and_its_answer_are_one_row() {
    let mut sample = Sample::family();
    let received = sample.case(minute("01-20T15:05"), contact(ReferralSource::Police, &[]));
    sample.about(&[MIA]);
    let first = sample.last().position.0;
    let decided = contact_decided(Antecedent::Named(received), ContactOutcome::NoFurtherAction);
    sample.case(day(1, 26), decided);
    let duty = "#15 from 01-20: rule C1, weight statutory_guidance, form deadline, child Mia, opened \
                01-20, counted_from 01-20, due_from 01-21, due_until 01-21, due_precision day, \
                due_soon_after 01-15, overdue_until 02-18, unmet not_met_in_time";
    assert_eq!(
        shown_at(&sample, &Duties, ("duty", Some(first))),
        [format!("{duty}, falls 01-21, counted_as once")]
    );
    assert_eq!(
        shown(&sample, &Duties, "duty"),
        [format!(
            "{duty}, answered_by #16, answered_from 01-25, answered_until 01-26, outcome met_late, \
             falls 01-21, counted_as once"
        )]
    );
}

#[test]
fn rules_adopted_divide_a_duty() {
    let mut sample = Sample::family();
    sample.case(day(1, 20), requested());
    sample.about(&[MIA]);
    sample.case(day(1, 20), contact(ReferralSource::Police, &[]));
    sample.about(&[MIA]);
    adopt(&mut sample, day(2, 1));
    let first = "rule C1, weight statutory_guidance, form deadline, child Mia, opened 01-20, \
                 counted_from 01-20, due_from 01-21, due_until 01-21, due_precision day, \
                 due_soon_after 01-15, overdue_until 02-18, unmet not_met_in_time, falls 01-21, \
                 counted_as apart";
    let reply = "rule L10, weight local, form deadline, child Mia, opened 01-20, counted_from 01-20, \
                 due_from 01-27, due_until 01-27, due_precision day, due_soon_after 01-21, \
                 overdue_until 02-24, unmet not_met_in_time, falls 01-27, \
                 counted_as apart";
    assert_eq!(
        shown(&sample, &Duties, "duty"),
        [
            format!("#15 from 02-01: {reply}"),
            format!("#16 from 01-20 until 02-01: {first}"),
            format!("#16 from 02-01: {first}"),
        ]
    );
}

#[test]
fn people_are_read_beside_a_case_with_a_court_application_alone() {
    let mut sample = Sample::family();
    adopt(&mut sample, day(1, 2));
    let case = StreamId::Case(sample.case);
    let beside = |sample: &Sample| {
        let own: Vec<_> = sample.entries.iter().filter(|it| it.stream == case).cloned().collect();
        super::super::super::fold::named(&own, &[&Duties]).into_keys().collect::<Vec<_>>()
    };
    assert_eq!(beside(&sample), []);
    sample.case(day(3, 5), application());
    assert_eq!(beside(&sample), [StreamId::Person(DANA)]);
    holds_responsibility(&mut sample, day(3, 8));
    agree(&sample);
}
