//! The multi-agency teams: from when each is to have its members, and who held or covered each seat on
//! which days. Whether a seat is empty on a day is worked out by the question.
//!
//! The law is not in force yet. A team's row says from which day it is known to be, and from which
//! day members are asked for by local adoption.
//!
//! # Rules
//! - `a_seat_is_held_from_the_nomination_until_standing_down`: by days, as the duty counts them.
//! - `cover_holds_a_seat_on_its_days`: both included, from the day on which it was arranged.
//! - `a_team_says_from_when_its_members_are_asked_for`: by the rules adopted by then.

use candour_domain::basis::{Applies, LegalBasis};
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, PractitionerId};
use candour_domain::recorded::Recorded;
use candour_domain::team::{PoliceStatus, Seat, TeamEvent};
use candour_domain::time::start_of_day;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::super::context::Rules;
use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, day};
use crate::shape::in_order_of_latest;

/// The multi-agency teams.
pub(in super::super) struct Teams;

static TEAM: Table = Table {
    name: "team",
    view: "teams",
    about: "A multi-agency child protection team.",
    columns: &[
        column("authority", Kind::Identity, "The local authority whose area it serves."),
        column("established", Kind::Day, "The day on which it was established."),
        column("in_force_from", Kind::Day, "From when the law asks for its members, once known."),
        column("adopted_from", Kind::Day, "From when they are asked for by local adoption."),
    ],
    packed: None,
    indexes: &[],
};

static TEAM_SEAT: Table = Table {
    name: "team_seat",
    view: "team_seats",
    about: "That somebody holds or covers a seat of a team, whose stream it is.",
    columns: &[
        column("seat", Kind::Code, "The seat."),
        column("practitioner", Kind::Identity, "Who."),
        column("agency", Kind::Identity, "For which agency they work."),
        column("held_as", Kind::Code, "member or cover."),
        column("from_day", Kind::Day, "The first day."),
        column("to_day", Kind::Day, "The last day; none while it lasts."),
        column(
            "police_status",
            Kind::Code,
            "Of a member in the police seat: constable or relevant_employee; none where that is not \
             recorded.",
        ),
    ],
    packed: None,
    indexes: &[],
};

const TEAM_ITSELF: Group = Group::Kind(0);
const SEATS: Group = Group::Kind(1);

impl Model for Teams {
    fn name(&self) -> &'static str {
        "teams"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&TEAM, &TEAM_SEAT];
        &TABLES
    }

    fn looks_around(&self) -> bool {
        true
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let Event::Team(event) = entry.event() else { return };
        match event {
            TeamEvent::TeamEstablished(_) => groups.push(TEAM_ITSELF),
            TeamEvent::MemberNominated(_)
            | TeamEvent::MemberStoodDown(_)
            | TeamEvent::CoverArranged(_) => groups.push(SEATS),
            TeamEvent::FrameworkAdopted(_) | TeamEvent::Record(_) => {}
        }
    }

    fn rows(
        &self,
        group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        if group == TEAM_ITSELF {
            let rules = scene.rules();
            rows.extend(rules.iter().filter_map(|rules| team(entries, *rules)));
        } else {
            let mut entries = entries.to_vec();
            in_order_of_latest(&mut entries);
            rows.extend(seats(&entries));
        }
    }
}

/// The row of a team for the time for which rules hold.
fn team(entries: &[Effective<'_>], rules: Rules<'_>) -> Option<Row> {
    let entry = entries.first()?;
    let Event::Team(TeamEvent::TeamEstablished(it)) = entry.event() else { return None };
    let happened = entry.occurred().interval();
    let in_force_from = match rules.book.applies(LegalBasis::MultiAgencyTeam) {
        Applies::Already => Some(happened.last_day()),
        Applies::From(day) => Some(day),
        Applies::AwaitsCommencement => None,
    };
    let true_from = rules.from.map_or(happened.latest(), |from| from.max(happened.latest()));
    if rules.until.is_some_and(|until| until <= true_from) {
        return None;
    }
    Some(Row {
        table: &TEAM,
        entry: entry.entry.position,
        true_from,
        true_until: rules.until,
        cells: vec![
            Cell::Identity(StreamId::Agency(it.authority)),
            Cell::Day(happened.last_day()),
            day(in_force_from),
            day(rules.book.rules().team_composition_from),
        ],
    })
}

/// A seat that somebody holds.
struct Held {
    seat: Seat,
    practitioner: PractitionerId,
    row: Row,
}

fn seats(entries: &[Effective<'_>]) -> Vec<Row> {
    let mut held: Vec<Held> = Vec::new();
    for entry in entries {
        let Event::Team(event) = entry.event() else { continue };
        let happened = entry.occurred().interval();
        match event {
            TeamEvent::MemberNominated(it) => {
                let sits = held.iter().any(|one| {
                    (one.seat, one.practitioner) == (it.seat, it.practitioner)
                        && one.row.true_until.is_none()
                });
                if !sits {
                    let who = (it.practitioner, it.agency, "member");
                    let from = happened.last_day();
                    let row = row(entry, it.seat, who, (from, None, it.police_status));
                    held.push(Held { seat: it.seat, practitioner: it.practitioner, row });
                }
            }
            TeamEvent::MemberStoodDown(it) => {
                let sitting = held.iter_mut().filter(|one| {
                    (one.seat, one.practitioner) == (it.seat, it.practitioner)
                        && one.row.true_until.is_none()
                });
                for one in sitting {
                    one.row.true_until = Some(from(happened.first_day()));
                    one.row.cells[TO_DAY] = day(happened.first_day().pred_opt());
                }
            }
            TeamEvent::CoverArranged(it) => {
                let who = (it.practitioner, it.agency, "cover");
                let days = (it.from, Some(it.to), Recorded::NotRecorded);
                let mut row = row(entry, it.seat, who, days);
                row.true_from = row.true_from.max(after(happened.earliest()));
                held.push(Held { seat: it.seat, practitioner: it.practitioner, row });
            }
            TeamEvent::TeamEstablished(_)
            | TeamEvent::FrameworkAdopted(_)
            | TeamEvent::Record(_) => {}
        }
    }
    held.into_iter().map(|one| one.row).collect()
}

/// Where the last day stands among the cells.
const TO_DAY: usize = 5;

fn row(
    entry: &Effective<'_>,
    seat: Seat,
    (practitioner, agency, held_as): (PractitionerId, AgencyId, &'static str),
    (first, last, police): (NaiveDate, Option<NaiveDate>, Recorded<PoliceStatus>),
) -> Row {
    let police = match (seat, police) {
        (Seat::Police, Recorded::Recorded(status)) => code(&status),
        (Seat::Police, Recorded::NotRecorded)
        | (Seat::Education | Seat::SocialWorker | Seat::Health | Seat::Other, _) => Cell::Nothing,
    };
    Row {
        table: &TEAM_SEAT,
        entry: entry.entry.position,
        true_from: from(first),
        true_until: last.and_then(|last| last.checked_add_days(Days::new(1))).map(from),
        cells: vec![
            code(&seat),
            Cell::Identity(StreamId::Practitioner(practitioner)),
            Cell::Identity(StreamId::Agency(agency)),
            Cell::Code(held_as),
            Cell::Day(first),
            day(last),
            police,
        ],
    }
}

/// The first moment of a day: at midnight itself the day before is over, and this one has brought
/// nothing.
fn from(day: NaiveDate) -> DateTime<Utc> {
    after(start_of_day(day))
}

fn after(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment + TimeDelta::microseconds(1)
}
