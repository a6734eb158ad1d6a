//! Who works where: allocations, posts, and the seats of teams, each rule of the models by its name.

use std::collections::BTreeSet;

use candour_domain::calendar::Calendar;
use candour_domain::case::allocation::{
    AllocationEvent, PractitionerAllocated, PractitionerStoodDown, Role,
};
use candour_domain::case::opening::{CaseClosed, CaseReopened, OpeningEvent};
use candour_domain::duty::{Facts, LocalRules, RuleBook, RuleCode, Status, Subject, assess};
use candour_domain::effective::{OnRecord, effective};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{LedgerId, PractitionerId, TeamId};
use candour_domain::ledger_stream::{LedgerEvent, RulesAdopted};
use candour_domain::meeting::Grounds;
use candour_domain::practitioner::{PostLeft, PostTaken, PractitionerEvent};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::team::{
    CoverArranged, MemberNominated, MemberStoodDown, PoliceStatus, Seat, TeamEstablished, TeamEvent,
};
use candour_domain::time::When;
use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::allocation::Allocation;
use super::super::posts::Posts;
use super::super::teams::Teams;
use super::{kept, line, on_record, shown, shown_at};
use crate::dashboard::{Lines, Period, section};
use crate::filed::Filed;
use crate::running::AskedOn;
use crate::sample::{CARE, LEDGER, OFFICER, POLICE, Sample, TEACHER, WORKER, at, date, day, label};

const TEAM: TeamId = TeamId::new(Uuid::from_u128(0x7ea));

/// Lines with the practitioners of the sample by name.
fn named(lines: Vec<String>) -> Vec<String> {
    let people = [(WORKER, "L. Farrow"), (OFFICER, "D. Okafor"), (TEACHER, "R. Osei")];
    let name = |line: String| {
        people
            .iter()
            .fold(line, |line, (id, name)| line.replace(&format!("practitioner-{id}"), name))
    };
    lines.into_iter().map(name).collect()
}

/// The rows of a table that are on record of the case.
fn rows(sample: &Sample, table: &str) -> Vec<String> {
    named(shown(sample, &Allocation, table))
}

fn allocated(sample: &mut Sample, on: When, practitioner: PractitionerId, role: Role) {
    sample.case(
        on,
        AllocationEvent::PractitionerAllocated(PractitionerAllocated {
            practitioner,
            agency: CARE,
            post: Recorded::Recorded(label("Senior")),
            role,
            record_access: Recorded::NotRecorded,
            handed_over: Vec::new(),
        }),
    );
}

fn stood_down(sample: &mut Sample, on: When, practitioner: PractitionerId, role: Role) {
    sample.case(
        on,
        AllocationEvent::PractitionerStoodDown(PractitionerStoodDown {
            allocation: Antecedent::NotInThisLedger,
            practitioner,
            role,
            reason: Recorded::NotRecorded,
        }),
    );
}

#[test]
fn an_allocation_lasts_until_the_same_one_stands_down() {
    let mut sample = Sample::family();
    allocated(&mut sample, day(1, 2), WORKER, Role::SocialWorker);
    let until = sample.last().position.0;
    allocated(&mut sample, day(1, 3), WORKER, Role::Advocate);
    stood_down(&mut sample, day(2, 1), WORKER, Role::SocialWorker);
    let ended = sample.last().id;
    assert_eq!(
        named(shown_at(&sample, &Allocation, ("allocation", Some(until)))),
        ["#15 from 01-02: practitioner L. Farrow, agency care, role social_worker, post Senior"]
    );
    assert_eq!(
        rows(&sample, "allocation"),
        [
            "#15 from 01-02 until 02-01: practitioner L. Farrow, agency care, role social_worker, post Senior, ended_entry #17",
            "#16 from 01-03: practitioner L. Farrow, agency care, role advocate, post Senior",
        ]
    );
    sample.withdraw(day(2, 2), ended);
    allocated(&mut sample, day(3, 1), WORKER, Role::SocialWorker);
    assert_eq!(
        rows(&sample, "allocation"),
        [
            "#15 from 01-02 until 03-01: practitioner L. Farrow, agency care, role social_worker, post Senior, ended_entry #19",
            "#16 from 01-03: practitioner L. Farrow, agency care, role advocate, post Senior",
            "#19 from 03-01: practitioner L. Farrow, agency care, role social_worker, post Senior",
        ]
    );
}

#[test]
fn a_case_is_led_by_its_lead_child_protection_practitioner() {
    let mut sample = Sample::family();
    allocated(&mut sample, day(1, 2), WORKER, Role::SocialWorker);
    allocated(&mut sample, day(1, 5), OFFICER, Role::SocialWorker);
    allocated(&mut sample, day(1, 9), TEACHER, Role::LeadChildProtectionPractitioner);
    allocated(&mut sample, day(1, 12), TEACHER, Role::Advocate);
    stood_down(&mut sample, day(2, 1), TEACHER, Role::LeadChildProtectionPractitioner);
    stood_down(&mut sample, day(2, 2), OFFICER, Role::SocialWorker);
    stood_down(&mut sample, day(2, 3), WORKER, Role::SocialWorker);
    assert_eq!(
        rows(&sample, "case_lead"),
        [
            "#15 from 01-02 until 01-05: practitioner L. Farrow, agency care, role social_worker",
            "#15 from 02-02 until 02-03: practitioner L. Farrow, agency care, role social_worker",
            "#16 from 01-05 until 01-09: practitioner D. Okafor, agency care, role social_worker",
            "#16 from 02-01 until 02-02: practitioner D. Okafor, agency care, role social_worker",
            "#17 from 01-09 until 02-01: practitioner R. Osei, agency care, role lead_child_protection_practitioner",
        ]
    );
}

#[test]
fn a_closed_case_is_in_no_caseload() {
    let mut sample = Sample::family();
    allocated(&mut sample, day(1, 2), WORKER, Role::SocialWorker);
    let closed = CaseClosed { reason: Recorded::NotRecorded, grounds: Grounds::default() };
    sample.case(day(2, 1), OpeningEvent::CaseClosed(closed));
    let reopened = CaseReopened { reason: Recorded::NotRecorded };
    sample.case(day(3, 1), OpeningEvent::CaseReopened(reopened));
    stood_down(&mut sample, day(4, 1), WORKER, Role::SocialWorker);
    assert_eq!(
        rows(&sample, "caseload"),
        [
            "#15 from 01-02 until 02-01: practitioner L. Farrow, role social_worker",
            "#15 from 03-01 until 04-01: practitioner L. Farrow, role social_worker",
        ]
    );
}

fn taken(sample: &mut Sample, on: When, unit: Recorded<Label>, post: &str) {
    let post = Recorded::Recorded(label(post));
    let event = PractitionerEvent::PostTaken(PostTaken { agency: CARE, unit, post });
    sample.put(StreamId::Practitioner(WORKER), on, Event::Practitioner(event));
}

fn left(sample: &mut Sample, on: When, unit: Recorded<Label>) {
    let post = Recorded::NotRecorded;
    let event = PractitionerEvent::PostLeft(PostLeft { agency: CARE, unit, post });
    sample.put(StreamId::Practitioner(WORKER), on, Event::Practitioner(event));
}

#[test]
fn a_post_is_held_until_it_is_left() {
    let north = || Recorded::Recorded(label("North"));
    let south = || Recorded::Recorded(label("South"));
    let posts = |sample: &Sample| {
        let rows = kept(sample, StreamId::Practitioner(WORKER), &Posts);
        on_record(&rows, None).into_iter().map(line).collect::<Vec<_>>()
    };
    let mut sample = Sample::family();
    taken(&mut sample, day(1, 2), north(), "Social worker");
    taken(&mut sample, day(1, 3), south(), "Supervisor");
    left(&mut sample, day(2, 1), north());
    assert_eq!(
        posts(&sample),
        [
            "#16 from 01-03: agency care, unit South, post Supervisor",
            "#15 from 01-02 until 02-01: agency care, unit North, post Social worker",
        ]
    );
    taken(&mut sample, day(2, 1), north(), "Manager");
    left(&mut sample, day(3, 1), Recorded::NotRecorded);
    assert_eq!(
        posts(&sample),
        [
            "#15 from 01-02 until 02-01: agency care, unit North, post Social worker",
            "#16 from 01-03 until 03-01: agency care, unit South, post Supervisor",
            "#18 from 02-01 until 03-01: agency care, unit North, post Manager",
        ]
    );
}

fn in_team(sample: &mut Sample, on: When, event: TeamEvent) {
    sample.put(StreamId::Team(TEAM), on, Event::Team(event));
}

fn established() -> TeamEvent {
    TeamEvent::TeamEstablished(TeamEstablished { name: label("North team"), authority: CARE })
}

fn nominated(seat: Seat, police_status: Recorded<PoliceStatus>) -> TeamEvent {
    TeamEvent::MemberNominated(MemberNominated {
        practitioner: OFFICER,
        agency: POLICE,
        seat,
        by: POLICE,
        experience: Recorded::NotRecorded,
        police_status,
    })
}

fn seat_left(seat: Seat) -> TeamEvent {
    let reason = Recorded::NotRecorded;
    TeamEvent::MemberStoodDown(MemberStoodDown { practitioner: OFFICER, seat, reason })
}

fn cover(seat: Seat, from: u32, to: u32) -> TeamEvent {
    let (from, to) = (date(2, from), date(2, to));
    TeamEvent::CoverArranged(CoverArranged { seat, practitioner: WORKER, agency: CARE, from, to })
}

fn team_rows(sample: &Sample) -> Vec<String> {
    let rows = kept(sample, StreamId::Team(TEAM), &Teams);
    named(on_record(&rows, None).into_iter().map(line).collect())
}

#[test]
fn a_seat_is_held_from_the_nomination_until_standing_down() {
    let mut sample = Sample::family();
    in_team(&mut sample, day(1, 5), nominated(Seat::Police, Recorded::NotRecorded));
    in_team(&mut sample, day(2, 5), seat_left(Seat::Police));
    let constable = Recorded::Recorded(PoliceStatus::Constable);
    in_team(&mut sample, day(3, 5), nominated(Seat::Police, constable));
    assert_eq!(
        team_rows(&sample),
        [
            "#15 from 01-05 until 02-05: seat police, practitioner D. Okafor, agency police, held_as member, from_day 2026-01-05, to_day 2026-02-04",
            "#17 from 03-05: seat police, practitioner D. Okafor, agency police, held_as member, from_day 2026-03-05, police_status constable",
        ]
    );
}

#[test]
fn cover_holds_a_seat_on_its_days() {
    let mut sample = Sample::family();
    in_team(&mut sample, day(2, 10), cover(Seat::Health, 5, 12));
    in_team(&mut sample, day(2, 10), cover(Seat::Health, 15, 16));
    assert_eq!(
        team_rows(&sample),
        [
            "#15 from 02-10 until 02-13: seat health, practitioner L. Farrow, agency care, held_as cover, from_day 2026-02-05, to_day 2026-02-12",
            "#16 from 02-15 until 02-17: seat health, practitioner L. Farrow, agency care, held_as cover, from_day 2026-02-15, to_day 2026-02-16",
        ]
    );
}

fn adopted(sample: &mut Sample, on: When) {
    let rules = LocalRules { team_composition_from: Some(date(3, 1)), ..LocalRules::default() };
    let calendar = Calendar::england_and_wales().unwrap();
    let event = LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar });
    sample.put(StreamId::Ledger(LedgerId::new(LEDGER)), on, Event::Ledger(event));
}

#[test]
fn a_team_says_from_when_its_members_are_asked_for() {
    let mut sample = Sample::family();
    in_team(&mut sample, day(1, 5), established());
    adopted(&mut sample, day(2, 1));
    assert_eq!(
        team_rows(&sample),
        [
            "#15 from 01-05 until 02-01: authority care, established 2026-01-05",
            "#15 from 02-01: authority care, established 2026-01-05, adopted_from 2026-03-01",
        ]
    );
}

#[test]
fn practitioners_and_teams_are_called_by_their_names() {
    let mut sample = Sample::family();
    allocated(&mut sample, day(1, 2), WORKER, Role::SocialWorker);
    allocated(&mut sample, day(1, 5), OFFICER, Role::Advocate);
    in_team(&mut sample, day(1, 5), established());
    let filed = Filed::of(&sample);
    let view = filed.view(AskedOn { at: at(2, 1), on_record: None });
    let period = Period { since: at(1, 1) };
    let titles = |name| {
        let section = section(&view, period, (name, Lines::All)).unwrap().unwrap();
        section.lines.into_iter().map(|line| line.title).collect::<Vec<_>>()
    };
    assert_eq!(titles("caseload"), ["D. Okafor", "L. Farrow"]);
    assert_eq!(titles("teams"), ["North team (not yet in force)"]);
}

/// The empty seats of the team, and since how many days, as the dashboard has them.
fn empty(filed: &Filed, on: AskedOn) -> BTreeSet<(String, i64)> {
    let period = Period { since: at(1, 1) };
    let view = filed.view(on);
    let teams = section(&view, period, ("teams", Lines::All)).unwrap().unwrap();
    let numbers = teams.lines.iter().flat_map(|line| &line.numbers).flatten();
    let seats = numbers.filter_map(|number| {
        let name = number.name.to_string();
        let column = name.rsplit('/').next().unwrap();
        let days = ["education", "social_worker", "health", "police"].contains(&column);
        days.then(|| (column.to_owned(), number.value))
    });
    seats.collect()
}

/// The same as the duty has it: the gaps that last.
fn gaps(sample: &Sample, on: AskedOn) -> BTreeSet<(String, i64)> {
    let kinds = std::collections::BTreeMap::new();
    let own: Vec<_> =
        sample.entries.iter().filter(|it| it.stream == StreamId::Team(TEAM)).cloned().collect();
    let facts = Facts {
        case: Vec::new(),
        teams: effective(&own, OnRecord::ALL),
        kinds: &kinds,
        responsible: Vec::new(),
    };
    let national = RuleBook::national().unwrap();
    let rules = LocalRules { team_composition_from: Some(date(1, 1)), ..LocalRules::default() };
    let book = RuleBook::new(rules, national.calendar().clone());
    let today = candour_domain::time::london_date(on.at - TimeDelta::nanoseconds(1));
    let duties = assess(&facts, &book, on.at).into_iter();
    let members = duties
        .filter(|duty| duty.rule == RuleCode::TeamMembers && duty.status != Status::NotEngaged);
    members
        .filter_map(|duty| {
            let Subject::Seat(seat) = duty.subject else { return None };
            let lasting = duty.gaps.iter().find(|gap| gap.to.is_none())?;
            let seat = candour_domain::code::code_of(&seat)?;
            Some((seat.to_owned(), (today - lasting.from).num_days() + 1))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn empty_seats_are_the_gaps_that_the_duty_finds(
        steps in proptest::collection::vec((0_u8..5, 0_usize..4, 6_u32..28), 1..14),
    ) {
        let mut sample = Sample::family();
        in_team(&mut sample, day(1, 5), established());
        for (what, seat, on) in steps {
            let seat = [Seat::Education, Seat::SocialWorker, Seat::Health, Seat::Police][seat];
            let event = match what {
                0 | 1 => nominated(seat, Recorded::NotRecorded),
                2 => seat_left(seat),
                _ => cover(seat, on.min(20), on.min(20) + 4),
            };
            in_team(&mut sample, day(1 + u32::from(what == 2), on), event);
        }
        let filed = Filed::of(&sample);
        for on in [at(1, 20), at(2, 10), at(2, 22), at(3, 9)] {
            let asked = AskedOn { at: on, on_record: None };
            prop_assert_eq!(empty(&filed, asked), gaps(&sample, asked), "at {}", on);
        }
    }
}
