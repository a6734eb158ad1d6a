//! A case written by hand, and duties as one line each, to be compared whole.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::case::CaseEvent;
use crate::duty::{DuePrecision, Duty, Facts, LocalRules, RuleBook, Subject, assess, responsible};
use crate::effective::{OnRecord, effective};
use crate::entry::{Entry, Position, StreamId};
use crate::envelope::{Audience, Envelope, Source};
use crate::event::Event;
use crate::identifier::{
    AgencyId, CaseId, ChildId, EntryId, LedgerId, PersonId, PractitionerId, RequestId, TeamId,
};
use crate::identity::IdentityEvent;
use crate::ledger_stream::{LedgerEvent, RulesAdopted};
use crate::party::{Actor, AgencyKind};
use crate::recorded::Recorded;
use crate::team::TeamEvent;
use crate::time::{When, london_date, london_minute};

pub(super) const MIA: u128 = 0x101;
pub(super) const THEO: u128 = 0x102;
pub(super) const DANA: u128 = 0x201;
pub(super) const RUTH: u128 = 0x202;
pub(super) const FATHER: u128 = 0x203;
pub(super) const SOCIAL_CARE: u128 = 0x301;
pub(super) const POLICE: u128 = 0x302;
pub(super) const HEALTH: u128 = 0x303;
pub(super) const SCHOOL: u128 = 0x304;
pub(super) const UNKNOWN: u128 = 0x305;
pub(super) const WORKER: u128 = 0x401;
pub(super) const OTHER_WORKER: u128 = 0x402;

/// An identifier as it is written.
pub(super) fn id(number: u128) -> Value {
    json!(Uuid::from_u128(number))
}

/// An entry that is named.
pub(super) fn named(number: u128) -> Value {
    json!({"named": Uuid::from_u128(number)})
}

/// Nothing that is in this ledger.
pub(super) fn nowhere() -> Value {
    json!("not_in_this_ledger")
}

/// A value that is recorded.
pub(super) fn recorded(value: impl Into<Value>) -> Value {
    json!({"recorded": value.into()})
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time as people write it: a minute, a day, a month, or the month's interval as "2026-01".
pub(super) fn when(text: &str) -> When {
    match text.len() {
        16 => When::Minute(text.parse().unwrap()),
        10 => When::Day(day(text)),
        _ => When::Month(text.parse().unwrap()),
    }
}

/// The end of a day, or a moment.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    when(text).interval().latest()
}

/// The streams that duties are judged by. Entries are numbered from 1 in the order they are written.
pub(super) struct Case {
    pub(super) entries: Vec<Entry>,
    pub(super) teams: Vec<Entry>,
    pub(super) identities: Vec<Entry>,
    pub(super) ledger: Vec<Entry>,
    pub(super) children: Vec<u128>,
    pub(super) agency: u128,
    pub(super) about: Vec<u128>,
}

impl Case {
    pub(super) fn new() -> Self {
        Self {
            entries: Vec::new(),
            teams: Vec::new(),
            identities: Vec::new(),
            ledger: Vec::new(),
            children: vec![MIA],
            agency: SOCIAL_CARE,
            about: Vec::new(),
        }
    }

    fn entry(&self, number: u128, stream: StreamId, occurred: When, event: Event) -> Entry {
        Entry {
            id: EntryId::new(Uuid::from_u128(number)),
            stream,
            revision: u64::try_from(number).unwrap(),
            position: Position(u64::try_from(number).unwrap()),
            recorded_at: occurred.interval().latest() + TimeDelta::minutes(1),
            author: PractitionerId::new(Uuid::from_u128(WORKER)),
            agency: AgencyId::new(Uuid::from_u128(self.agency)),
            request: RequestId::new(Uuid::from_u128(number)),
            envelope: Envelope {
                occurred,
                known: None,
                by: Actor {
                    practitioner: Recorded::NotRecorded,
                    post: Recorded::NotRecorded,
                    unit: Recorded::NotRecorded,
                    agency: AgencyId::new(Uuid::from_u128(self.agency)),
                },
                on_behalf_of: None,
                source: Source::default(),
                evidence: Recorded::NotRecorded,
                status: Recorded::NotRecorded,
                children: self
                    .children
                    .iter()
                    .map(|it| ChildId::new(Uuid::from_u128(*it)))
                    .collect(),
                about: self.about.iter().map(|it| PersonId::new(Uuid::from_u128(*it))).collect(),
                handling: Vec::new(),
                audience: Audience::Involved,
                basis: None,
                causation: None,
                correlation: None,
            },
            event,
        }
    }

    /// Records an event of a chapter, and gives its number.
    pub(super) fn add(&mut self, occurred: &str, chapter: &str, name: &str, body: Value) -> u128 {
        let mut body = body;
        if body.is_null() {
            body = json!({});
        }
        let mut inner = serde_json::Map::new();
        inner.insert(name.to_owned(), body);
        let mut outer = serde_json::Map::new();
        outer.insert(chapter.to_owned(), Value::Object(inner));
        let event: CaseEvent = serde_json::from_value(Value::Object(outer)).unwrap();
        let number = self.entries.len() as u128 + 1;
        let stream = StreamId::Case(CaseId::new(Uuid::from_u128(0x1)));
        let entry = self.entry(number, stream, when(occurred), Event::Case(event));
        self.entries.push(entry);
        number
    }

    /// Records an event of the team.
    pub(super) fn add_team(&mut self, occurred: &str, event: Value) {
        let event: TeamEvent = serde_json::from_value(event).unwrap();
        let number = 0x1000 + self.teams.len() as u128;
        let stream = StreamId::Team(TeamId::new(Uuid::from_u128(0x2)));
        let entry = self.entry(number, stream, when(occurred), Event::Team(event));
        self.teams.push(entry);
    }

    /// Records something of a person.
    pub(super) fn add_person(&mut self, person: u128, event: Value) {
        let event: IdentityEvent = serde_json::from_value(event).unwrap();
        let number = 0x2000 + self.identities.len() as u128;
        let stream = StreamId::Person(PersonId::new(Uuid::from_u128(person)));
        let entry = self.entry(number, stream, when("2020-01-01"), Event::Identity(event));
        self.identities.push(entry);
    }

    /// Adopts rules.
    pub(super) fn adopt(&mut self, occurred: &str, rules: LocalRules) {
        let calendar = Calendar::england_and_wales().unwrap();
        let event = LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar });
        let number = 0x3000 + self.ledger.len() as u128;
        let stream = StreamId::Ledger(LedgerId::new(Uuid::from_u128(0x3)));
        let entry = self.entry(number, stream, when(occurred), Event::Ledger(event));
        self.ledger.push(entry);
    }

    /// Every duty at a time, by the record at that time.
    pub(super) fn assessed(&self, now: &str) -> Vec<Duty> {
        self.assessed_on(now, OnRecord::ALL)
    }

    pub(super) fn assessed_on(&self, now: &str, on_record: OnRecord) -> Vec<Duty> {
        let book = RuleBook::national().unwrap().adopted_by(&self.ledger, on_record, at(now));
        let identities = effective(&self.identities, on_record);
        let kinds = [
            (SOCIAL_CARE, AgencyKind::ChildrensSocialCare),
            (POLICE, AgencyKind::Police),
            (HEALTH, AgencyKind::HealthVisiting),
            (SCHOOL, AgencyKind::School),
        ];
        let kinds: BTreeMap<_, _> = kinds
            .into_iter()
            .map(|(agency, kind)| (AgencyId::new(Uuid::from_u128(agency)), kind))
            .collect();
        let facts = Facts {
            case: effective(&self.entries, on_record),
            teams: effective(&self.teams, on_record),
            kinds: &kinds,
            responsible: responsible(&identities),
        };
        assess(&facts, &book, at(now))
    }

    /// The duties of one rule at a time, a line each.
    pub(super) fn shown(&self, rule: &str, now: &str) -> Vec<String> {
        let duties = self.assessed(now);
        duties.iter().filter(|duty| duty.rule.as_str() == rule).map(line).collect()
    }
}

fn number(id: Uuid) -> String {
    match id.as_u128() {
        MIA => "Mia".to_owned(),
        THEO => "Theo".to_owned(),
        DANA => "Dana".to_owned(),
        RUTH => "Ruth".to_owned(),
        FATHER => "father".to_owned(),
        WORKER => "worker".to_owned(),
        OTHER_WORKER => "other worker".to_owned(),
        other => format!("#{other}"),
    }
}

/// A duty as one line.
pub(super) fn line(duty: &Duty) -> String {
    let mut line = duty.rule.to_string();
    if let Some(opening) = duty.opening {
        write!(line, " {}", number(opening.uuid())).unwrap();
    }
    match duty.subject {
        Subject::Case => line.push_str(" case"),
        Subject::Child(it) => write!(line, " {}", number(it.uuid())).unwrap(),
        Subject::Person { person, child } => {
            write!(line, " {}", number(person.uuid())).unwrap();
            if let Some(child) = child {
                write!(line, " for {}", number(child.uuid())).unwrap();
            }
        }
        Subject::Practitioner(it) => write!(line, " {}", number(it.uuid())).unwrap(),
        Subject::Seat(it) => write!(line, " {it:?}").unwrap(),
    }
    if let Some(due) = duty.due {
        match due.precision {
            DuePrecision::Day if due.first_day() == due.last_day() => {
                write!(line, ", due {}", due.last_day()).unwrap();
            }
            DuePrecision::Day => {
                write!(line, ", due {} to {}", due.first_day(), due.last_day()).unwrap();
            }
            DuePrecision::Moment => write!(line, ", due {}", london_minute(due.earliest)).unwrap(),
        }
    }
    write!(line, ": {:?}", duty.status).unwrap();
    if let Some(by) = duty.answered_by {
        write!(line, " by {}", number(by.uuid())).unwrap();
    }
    if let Some(answered) = duty.answered {
        write!(line, " on {}", london_date(answered.earliest())).unwrap();
    }
    if let Some(day) = duty.working_day {
        write!(line, ", working day {day}").unwrap();
    }
    if let Some(late) = duty.late {
        let working = late.working_days.map_or_else(|| "?".to_owned(), |days| days.to_string());
        write!(line, ", late {working} working days, {} days", late.days).unwrap();
    }
    for gap in &duty.gaps {
        let to = gap.to.map_or_else(|| "now".to_owned(), |to| to.to_string());
        write!(line, ", gap {} to {to}", gap.from).unwrap();
    }
    if let Some(note) = &duty.note {
        write!(line, " ({note})").unwrap();
    }
    line
}
