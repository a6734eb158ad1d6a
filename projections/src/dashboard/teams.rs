//! The multi-agency teams on a day: which seats have nobody who holds or covers them, and since when.
//! It says what is so on the day, whether or not the law asks for it yet; the line says which.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_domain::time::london_date;
use chrono::{DateTime, NaiveDate, TimeDelta};

use super::asking::Asking;
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number};
use crate::running::{KeepError, View};

/// The multi-agency teams and their seats.
pub(super) struct Teams;

const NAME: &str = "teams";
const SEATS: [&str; 4] = ["education", "social_worker", "health", "police"];
const COLUMNS: [Heading; 6] = [
    heading("members", "Members and cover", Unit::Count),
    heading("education", "Education seat empty", Unit::Days),
    heading("social_worker", "Social worker seat empty", Unit::Days),
    heading("health", "Health seat empty", Unit::Days),
    heading("police", "Police seat empty", Unit::Days),
    heading("police_status_not_recorded", "Police status not recorded", Unit::Count),
];

/// A team.
struct Team {
    number: i64,
    key: Arc<str>,
    name: String,
    entry: u64,
    established: NaiveDate,
    in_force_from: Option<NaiveDate>,
    adopted_from: Option<NaiveDate>,
}

/// Somebody who holds or held a seat.
struct Held {
    seat: String,
    entry: u64,
    stands: bool,
    to: Option<NaiveDate>,
    police_status_wanting: bool,
}

/// A number of a team, and the entries behind it.
type Measured = (Option<i64>, Vec<u64>);

impl Counted for Teams {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let view = asking.view;
        let mut lines = Vec::new();
        for team in teams(view)? {
            let measured = measured(view, &team)?;
            let numbers = COLUMNS.iter().map(|it| {
                let (value, _) = measured.get(it.name)?;
                value.map(|value| number(NAME, &team.key, it.name, value))
            });
            let numbers = numbers.collect();
            lines.push(Line { title: team.title(today(view)), key: team.key, numbers });
        }
        lines.sort_by(|one, other| (&one.title, &one.key).cmp(&(&other.title, &other.key)));
        Ok(Section {
            name: NAME,
            title: "Multi-agency child protection teams",
            about: "Who holds or covers the seats of each team on the day, and for how many days, this \
                    one included, a seat has had nobody: since somebody last did, or since the team was \
                    established. Nothing stands where the seat is filled. The section of the Act that \
                    asks for these members awaits commencement.",
            lines_are: "Team",
            columns: COLUMNS.to_vec(),
            lines,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        _period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let Some(team) = teams(view)?.into_iter().find(|it| *it.key == *number.line) else {
            return Ok(None);
        };
        let mut measured = measured(view, &team)?;
        Ok(measured.remove(number.column).map(|(_, mut entries)| {
            entries.sort_unstable();
            entries
        }))
    }
}

/// The day that is asked about: a moment at midnight is the end of the day before it.
fn today(view: &View) -> NaiveDate {
    london_date(view.asked().at - TimeDelta::nanoseconds(1))
}

impl Team {
    fn title(&self, today: NaiveDate) -> String {
        let said = |day: NaiveDate| day.format("%-d %b %Y").to_string();
        let asked = match (self.in_force_from, self.adopted_from) {
            (Some(from), _) if from <= today => format!("in force from {}", said(from)),
            (_, Some(from)) if from <= today => {
                format!("not yet in force; local adoption from {}", said(from))
            }
            (_, _) => "not yet in force".to_owned(),
        };
        format!("{} ({asked})", self.name)
    }
}

fn teams(view: &View) -> Result<Vec<Team>, KeepError> {
    let sql = format!(
        "SELECT scope, {id}, {name}, entry, established, in_force_from, adopted_from FROM team
        WHERE {stands}",
        id = View::id_of("team.scope"),
        name = view.name_of("team.scope"),
        stands = view.stands("team"),
    );
    view.ask(&sql, (), |row| {
        let day = |at: usize| {
            row.get::<_, Option<String>>(at).map(|day| day.and_then(|it| it.parse().ok()))
        };
        Ok(Team {
            number: row.get(0)?,
            key: row.get(1)?,
            name: row.get(2)?,
            entry: u64::try_from(row.get::<_, i64>(3)?).unwrap_or_default(),
            established: day(4)?.unwrap_or(DateTime::UNIX_EPOCH.date_naive()),
            in_force_from: day(5)?,
            adopted_from: day(6)?,
        })
    })
}

/// Every number of a team, by its column.
fn measured(view: &View, team: &Team) -> Result<BTreeMap<&'static str, Measured>, KeepError> {
    let sql = format!(
        "SELECT seat, entry, {stands}, to_day,
            held_as = 'member' AND seat = 'police' AND police_status IS NULL
        FROM team_seat WHERE scope = {scope} AND {on_record} AND true_from <= {at}",
        stands = view.stands("team_seat"),
        scope = team.number,
        on_record = view.on_record("team_seat"),
        at = view.at(),
    );
    let held = view.ask(&sql, (), |row| {
        Ok(Held {
            seat: row.get(0)?,
            entry: u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
            stands: row.get(2)?,
            to: row.get::<_, Option<String>>(3)?.and_then(|day| day.parse().ok()),
            police_status_wanting: row.get(4)?,
        })
    })?;
    let count = |is: &dyn Fn(&Held) -> bool| -> Measured {
        let found: Vec<u64> = held.iter().filter(|it| is(it)).map(|it| it.entry).collect();
        (i64::try_from(found.len()).ok(), found)
    };
    let mut measured = BTreeMap::from([
        ("members", count(&|it| it.stands)),
        ("police_status_not_recorded", count(&|it| it.stands && it.police_status_wanting)),
    ]);
    for seat in SEATS {
        measured.insert(seat, empty(team, &held, seat, today(view)));
    }
    Ok(measured)
}

/// For how many days a seat has been empty, and what says so: who held it last, or the team's own
/// beginning.
fn empty(team: &Team, held: &[Held], seat: &str, today: NaiveDate) -> Measured {
    let own = || held.iter().filter(|it| it.seat == seat);
    if own().any(|it| it.stands) {
        return (None, own().filter(|it| it.stands).map(|it| it.entry).collect());
    }
    let last = own().filter(|it| it.to.is_some_and(|to| to >= team.established));
    match last.max_by_key(|it| it.to) {
        Some(Held { to: Some(to), entry, .. }) => (Some((today - *to).num_days()), vec![*entry]),
        Some(_) | None => (Some((today - team.established).num_days() + 1), vec![team.entry]),
    }
}
