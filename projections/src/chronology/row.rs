//! A row of the chronology, column by column.

use candour_domain::calendar::Calendar;
use candour_domain::case::CaseEvent;
use candour_domain::case::child::{ChildEvent, Seen};
use candour_domain::case::concern::ConcernEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::envelope::{Entered, Evidence, FactStatus, Handling, Origin};
use candour_domain::event::Event;
use candour_domain::recorded::Recorded;
use candour_domain::time::Interval;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Making;
use super::marks::{Note, RowStanding};
use super::sharing::{Disclosed, meeting};
use crate::casebook::is_step;
use crate::shape::{ActorName, ChildName, Dated, PersonName, Pointer, recorded_words};
use crate::summary::{sight, summary};

/// A row: one fact, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// Its number in the whole chronology, from 1.
    pub sequence: usize,
    /// The entry, its reference and its position.
    pub entry: Pointer,
    /// When it was.
    pub when: Dated,
    /// Whose record it is, in which document and row.
    pub source: SourceShown,
    /// Who did, saw or decided it.
    pub by: ActorName,
    /// Who else was involved, by name.
    pub involved: Vec<String>,
    /// The children whom it concerns.
    pub children: Vec<ChildName>,
    /// The adults whom it concerns.
    pub people: Vec<PersonName>,
    /// The chapter.
    pub chapter: &'static str,
    /// The type of entry, by its stored name.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub title: String,
    /// The fact, as recorded; as corrected, where it was.
    pub event: String,
    /// What was done then.
    pub response: Option<String>,
    /// How firm it is as a fact, where recorded.
    pub fact_status: Option<FactStatus>,
    /// How the fact reads, where that matters: "was told that".
    pub reads: Option<&'static str>,
    /// Who told the author, where somebody did.
    pub told_by: Option<String>,
    /// Whether it was recorded at the time or stated later, in words.
    pub evidence: String,
    /// Whether it was only stated later.
    pub stated_later: bool,
    /// Later remarks; never part of the fact.
    pub later_notes: Vec<Note>,
    /// A reader's analysis; never part of the fact.
    pub analysis: Vec<Note>,
    /// Statements by those whom it is about.
    pub statements: Vec<Note>,
    /// Who disputes it.
    pub disputes: Vec<Note>,
    /// Where accounts of it were noted to differ.
    pub accounts_differ: Vec<Note>,
    /// Why it is restricted, where it is.
    pub restrictions: Vec<Note>,
    /// How the entry stands.
    pub standing: RowStanding,
    /// Which child was seen, and how.
    pub child_seen: Vec<SeenShown>,
    /// What a child said or showed.
    pub childs_voice: Vec<VoiceShown>,
    /// To whom it was disclosed, and when.
    pub disclosed_to: Vec<Disclosed>,
    /// What limits how it may be handled.
    pub handling: Vec<Handling>,
    /// When it was recorded, on which clock, and how late.
    pub recorded: RecordedShown,
    /// Whether it is a step derived from an imported row.
    pub step: bool,
}

/// Where a row comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceShown {
    /// The agency whose record it is.
    pub agency: String,
    /// The document.
    pub document: Option<String>,
    /// The page of it.
    pub page: Option<u32>,
    /// The file that it was imported from.
    pub file: Option<String>,
    /// The row of that file.
    pub row: Option<u32>,
    /// The agency's own reference.
    pub reference: Option<String>,
}

/// How a child was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeenShown {
    /// The child.
    pub child: ChildName,
    /// Whether they were seen.
    pub seen: Seen,
    /// In words: "Theo seen, not alone, not undressed".
    pub text: String,
}

/// What a child said or showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VoiceShown {
    /// The child.
    pub child: ChildName,
    /// The words.
    pub words: String,
    /// How, in words.
    pub how: String,
}

/// When a row was recorded, and how late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedShown {
    /// The clock that the day and the lags are told by.
    pub clock: RecordClock,
    /// The day on which it was recorded, on that clock.
    pub on: NaiveDate,
    /// What that day rests on.
    pub basis: RecordedBasis,
    /// When the ledger accepted it, on the ledger's own clock.
    pub accepted: DateTime<Utc>,
    /// Calendar days from the last day that it can have happened.
    pub lag_calendar_days: i64,
    /// Working days from that day; none where the calendar does not reach.
    pub lag_working_days: Option<u32>,
}

/// What the day of recording rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordedBasis {
    /// The ledger's own clock.
    Ledger,
    /// The claim of the agency's system.
    Claimed,
    /// The row's claim and the step's own date: the entry date of the step is not stated.
    EntryDateNotStated,
}

impl RecordedShown {
    /// When an entry was recorded, on a clock, and how long after it happened.
    pub(crate) fn of(
        entry: &Entry,
        happened: Interval,
        clock: RecordClock,
        calendar: &Calendar,
    ) -> Self {
        let claim = entry.envelope.source.import.as_ref().map(|import| import.entered);
        let basis = match (clock, claim) {
            (RecordClock::Ledger, _) | (RecordClock::Claims, None | Some(Entered::NotStated)) => {
                RecordedBasis::Ledger
            }
            (RecordClock::Claims, Some(Entered::Stated(_))) => RecordedBasis::Claimed,
            (RecordClock::Claims, Some(Entered::RowStated(_))) => RecordedBasis::EntryDateNotStated,
        };
        let on = entry.recorded(clock).last_day();
        let last = happened.last_day();
        Self {
            clock,
            on,
            basis,
            accepted: entry.recorded_at,
            lag_calendar_days: (on - last).num_days().max(0),
            lag_working_days: calendar.working_days_between(last, on).ok(),
        }
    }
}

impl Making<'_> {
    /// A row of an entry.
    pub(super) fn row(&self, entry: &Effective<'_>, sequence: usize) -> Row {
        let envelope = &entry.entry.envelope;
        let said = summary(entry.event(), self.names);
        let kind = candour_schemas::catalogue::event_type(entry.event());
        let marks = self.marks.on(entry.id());
        Row {
            sequence,
            entry: Pointer::to(entry.entry, self.directory),
            when: Dated::of(entry.occurred(), self.ask),
            source: self.source(entry.entry),
            by: self.directory.actor(&envelope.by),
            involved: self.involved(entry),
            children: entry.children().iter().map(|id| self.directory.child(*id)).collect(),
            people: entry.about().iter().map(|id| self.directory.person(*id)).collect(),
            chapter: kind.chapter.name(),
            kind: kind.name,
            title: said.title,
            event: said.text,
            response: said.response,
            fact_status: entry.status().value().copied(),
            reads: entry.status().value().and_then(|status| reads(*status)),
            told_by: self.told_by(entry),
            evidence: evidence(entry),
            stated_later: matches!(
                entry.evidence(),
                Recorded::Recorded(Evidence::StatedLater { .. })
            ),
            later_notes: marks.later_notes,
            analysis: marks.analysis,
            statements: marks.statements,
            disputes: marks.disputes,
            accounts_differ: marks.differing,
            restrictions: marks.restrictions,
            standing: self.standing(entry),
            child_seen: self.child_seen(entry.event()),
            childs_voice: self.childs_voice(entry.event()),
            disclosed_to: self.disclosures.on(entry.id()),
            handling: envelope.handling.clone(),
            recorded: RecordedShown::of(
                entry.entry,
                entry.occurred().interval(),
                self.ask.on_record.clock,
                self.calendar,
            ),
            step: is_step(entry.entry),
        }
    }

    fn source(&self, entry: &Entry) -> SourceShown {
        let source = &entry.envelope.source;
        let document = source.document.as_ref();
        let import = source.import.as_ref();
        SourceShown {
            agency: self.directory.agency_name(entry.envelope.by.agency),
            document: document.map(|it| it.reference.to_string()),
            page: document.and_then(|it| it.page),
            file: import.map(|it| it.file.to_string()),
            row: import.map(|it| it.row),
            reference: import.map(|it| it.reference.to_string()),
        }
    }

    fn involved(&self, entry: &Effective<'_>) -> Vec<String> {
        let about = entry.about().iter().map(|id| self.directory.person_name(*id));
        let there = meeting(entry.event()).into_iter().flat_map(|it| &it.attendance);
        let there = there.map(|one| self.names.attendee(&one.who));
        let mut involved: Vec<String> = Vec::new();
        for name in about.chain(there).chain(self.told_by(entry)) {
            if !involved.contains(&name) {
                involved.push(name);
            }
        }
        involved
    }

    fn told_by(&self, entry: &Effective<'_>) -> Option<String> {
        if let Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(it))) = entry.event()
            && let Some(who) = it.raised_by.value()
        {
            return Some(self.names.speaker(who));
        }
        match entry.entry.envelope.source.origin.value()? {
            Origin::FirstHand => None,
            Origin::ToldBy(who) => Some(self.names.speaker(who)),
        }
    }

    fn child_seen(&self, event: &Event) -> Vec<SeenShown> {
        let Event::Case(CaseEvent::Child(ChildEvent::ChildSeen(it))) = event else {
            return Vec::new();
        };
        let shown = |one: &candour_domain::case::child::Sight| SeenShown {
            child: self.directory.child(one.child),
            seen: one.seen,
            text: sight(one, self.names),
        };
        it.sights.iter().map(shown).collect()
    }

    fn childs_voice(&self, event: &Event) -> Vec<VoiceShown> {
        let Event::Case(CaseEvent::Child(ChildEvent::ChildVoiceRecorded(it))) = event else {
            return Vec::new();
        };
        vec![VoiceShown {
            child: self.directory.child(it.child),
            words: it.words.to_string(),
            how: recorded_words(&it.how),
        }]
    }
}

/// How a fact reads where it is not the author's own.
fn reads(status: FactStatus) -> Option<&'static str> {
    match status {
        FactStatus::Reported | FactStatus::Alleged => Some("was told that"),
        FactStatus::Retracted => Some("was told, and told no longer, that"),
        FactStatus::Observed | FactStatus::Confirmed | FactStatus::NotSupported => None,
    }
}

/// Whether an entry was recorded at the time, in words.
fn evidence(entry: &Effective<'_>) -> String {
    match entry.evidence().value() {
        None => "not recorded".to_owned(),
        Some(Evidence::AtTheTime) => "at the time".to_owned(),
        Some(Evidence::StatedLater { to, when }) => format!("stated later, to {to}, {when}"),
        Some(Evidence::InferredFromAttendance) => "inferred from attendance".to_owned(),
        Some(Evidence::SystemLog) => "a system's log".to_owned(),
    }
}
