//! The audit trail of a case: every entry in ledger order, who recorded it and in which post, when it
//! was so, when the ledger accepted it and what its source claims, how late, how it stands, and what
//! was said against it.
//!
//! To whom the case was shown stands beside the entries, and apart from them.
//!
//! It shows every entry once, corrections and withdrawals among them, and leaves nothing out but what a
//! question cannot see. It checks no hash: whether the ledger is whole is the ledger's own to verify.
//!
//! # Rules
//! - `the_trail_shows_every_entry_once_in_ledger_order`: those of the children and people among them.
//! - `claims_and_the_ledgers_time_are_both_shown`: a claim never stands for the ledger's own time.
//! - `a_withdrawn_entry_stays_in_the_trail`: marked, with what it says.

use candour_domain::calendar::Calendar;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Entered, Handling};
use candour_domain::identifier::{CaseId, PractitionerId, RequestId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::accesses::{AccessRow, accesses};
use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::chronology::{Marks, Note, RecordedShown, RowStanding, standing};
use crate::shape::{ActorName, AgencyName, Asked, Dated, Pointer};
use crate::summary::{Names, summary};

/// The audit trail of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trail {
    /// What was asked on.
    pub asked: Asked,
    /// The case.
    pub case: CaseId,
    /// Every entry of the case and of its children and people, in ledger order.
    pub rows: Vec<TrailRow>,
    /// To whom the case was shown, apart from what was recorded, as the ledger of accesses says.
    pub accesses: Vec<AccessRow>,
}

/// An entry in the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrailRow {
    /// The entry, what it is called, and its place in the ledger.
    pub entry: Pointer,
    /// The stream in which it stands, by its name.
    pub stream: String,
    /// Its place in the stream, from 0.
    pub revision: u64,
    /// The chapter.
    pub chapter: &'static str,
    /// The type of entry, by its stored name.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub title: String,
    /// What it says, as it stands.
    pub text: String,
    /// Who did, saw or decided it, in which post.
    pub by: ActorName,
    /// For whom, where that one only typed it.
    pub on_behalf_of: Option<ActorName>,
    /// Who recorded it.
    pub recorded_by: PractitionerId,
    /// The name of that one.
    pub recorded_by_name: String,
    /// For which agency they recorded it.
    pub recorded_for: AgencyName,
    /// When it was so.
    pub occurred: Dated,
    /// When the recording agency first knew it, where that is said.
    pub known: Option<Dated>,
    /// When the ledger accepted it.
    pub recorded_at: DateTime<Utc>,
    /// When the source's own system claims that it was entered.
    pub claimed: Option<Claimed>,
    /// When it was recorded on the clock that was asked for, and how late.
    pub recorded: RecordedShown,
    /// The request that it was recorded by.
    pub request: RequestId,
    /// The file that it was imported from.
    pub file: Option<String>,
    /// The row of that file.
    pub row: Option<u32>,
    /// How it stands.
    pub standing: RowStanding,
    /// Who disputes it.
    pub disputes: Vec<Note>,
    /// Later notes, statements and analysis.
    pub notes: Vec<Note>,
    /// Why it is restricted, where it is.
    pub restrictions: Vec<Note>,
    /// What limits how it may be handled.
    pub handling: Vec<Handling>,
    /// The agencies that may read it, where not all may.
    pub audience: Option<Vec<AgencyName>>,
}

/// When a source claims that something was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Claimed {
    /// When.
    pub on: Dated,
    /// Whether it is the claim of the row that this was derived from: its own entry date is not stated.
    pub of_the_row: bool,
}

/// Makes the audit trail of a case, as a question sees it, with a calendar of working days.
pub fn trail(book: &Casebook, ask: &Ask, calendar: &Calendar) -> Trail {
    let directory = book.directory_at(ask.on_record);
    let names = Names::of(book, &directory, ask.on_record);
    let mut entries = ask.sees(&book.entries);
    entries.extend(ask.sees(&book.identities));
    entries.sort_by_key(|entry| entry.entry.position);
    let marks = Marks::of(&entries, ask, &names);
    let making = Making { ask, names: &names, calendar, marks: &marks };
    Trail {
        asked: Asked::from(ask),
        case: book.case,
        rows: entries.iter().map(|entry| making.row(entry)).collect(),
        accesses: accesses(book, ask, &names),
    }
}

impl Trail {
    /// The rows of one stream, in the order of its revisions.
    pub fn of_stream(&self, stream: StreamId) -> impl Iterator<Item = &TrailRow> {
        let name = stream.to_string();
        self.rows.iter().filter(move |row| row.stream == name)
    }
}

struct Making<'a> {
    ask: &'a Ask,
    names: &'a Names<'a>,
    calendar: &'a Calendar,
    marks: &'a Marks,
}

impl Making<'_> {
    fn row(&self, entry: &Effective<'_>) -> TrailRow {
        let directory = self.names.directory();
        let (first, envelope) = (entry.entry, &entry.entry.envelope);
        let kind = candour_schemas::catalogue::event_type(entry.event());
        let said = summary(entry.event(), self.names);
        let marks = self.marks.on(entry.id());
        let import = envelope.source.import.as_ref();
        let (clock, happened) = (self.ask.on_record.clock, entry.occurred().interval());
        TrailRow {
            entry: Pointer::to(first, directory),
            stream: first.stream.to_string(),
            revision: first.revision,
            chapter: kind.chapter.name(),
            kind: kind.name,
            title: said.title,
            text: said.text,
            by: directory.actor(&envelope.by),
            on_behalf_of: envelope.on_behalf_of.as_ref().map(|actor| directory.actor(actor)),
            recorded_by: first.author,
            recorded_by_name: directory.practitioner_name(first.author),
            recorded_for: directory.named_agency(first.agency),
            occurred: Dated::of(entry.occurred(), self.ask),
            known: entry.known().map(|when| Dated::of(when, self.ask)),
            recorded_at: first.recorded_at,
            claimed: import.and_then(|import| self.claimed(import.entered)),
            recorded: RecordedShown::of(first, happened, clock, self.calendar),
            request: first.request,
            file: import.map(|import| import.file.to_string()),
            row: import.map(|import| import.row),
            standing: standing(entry, self.ask, self.names),
            disputes: marks.disputes,
            notes: [marks.later_notes, marks.statements, marks.analysis].concat(),
            restrictions: marks.restrictions,
            handling: envelope.handling.clone(),
            audience: match &envelope.audience {
                Audience::Involved => None,
                Audience::Only(agencies) => {
                    Some(agencies.iter().map(|id| directory.named_agency(*id)).collect())
                }
            },
        }
    }

    fn claimed(&self, entered: Entered) -> Option<Claimed> {
        let (when, of_the_row) = match entered {
            Entered::Stated(when) => (when, false),
            Entered::RowStated(when) => (when, true),
            Entered::NotStated => return None,
        };
        Some(Claimed { on: Dated::of(when, self.ask), of_the_row })
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::information::{InformationEvent, ObservationRecorded};
    use candour_domain::case::record::{EntryRestricted, RecordEvent};
    use candour_domain::entry::RecordClock;
    use candour_domain::identifier::EntryId;
    use candour_domain::recorded::Recorded;
    use candour_domain::text::Text;

    use super::*;
    use crate::sample::{MIA, POLICE, Sample, at, date, day, label};

    fn observed(words: &str) -> InformationEvent {
        InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new(words),
            response: Recorded::NotRecorded,
        })
    }

    fn of(sample: &Sample, clock: RecordClock) -> Trail {
        let calendar = Calendar::england_and_wales().unwrap();
        trail(&sample.book(), &Ask::everything(clock), &calendar)
    }

    fn row(trail: &Trail, entry: EntryId) -> &TrailRow {
        trail.rows.iter().find(|row| row.entry.entry == entry).unwrap()
    }

    #[test]
    fn the_trail_shows_every_entry_once_in_ledger_order() {
        let mut sample = Sample::family();
        let entry = sample.case(day(1, 5), observed("later in the ledger"));
        sample.correct(day(1, 6), entry, observed("corrected"));
        let trail = of(&sample, RecordClock::Ledger);
        let positions: Vec<u64> = trail.rows.iter().map(|row| row.entry.position).collect();
        // Agencies and practitioners, 1 to 6, are not of the case.
        assert_eq!(positions, (7..=16).collect::<Vec<u64>>());
        let kinds: Vec<(&str, u64)> =
            trail.of_stream(StreamId::Child(MIA)).map(|row| (row.kind, row.revision)).collect();
        assert_eq!(kinds, [("ChildIdentified", 0)]);
    }

    #[test]
    fn claims_and_the_ledgers_time_are_both_shown() {
        let mut sample = Sample::family();
        let entry = sample.by(POLICE, day(1, 5), observed("a records check"));
        sample.row("P1", Entered::RowStated(day(1, 7)));
        sample.last().recorded_at = at(11, 20);
        sample.last().envelope.by.post = Recorded::Recorded(label("Response officer"));
        let trail = of(&sample, RecordClock::Claims);
        let row = row(&trail, entry);
        let claimed = row.claimed.as_ref().map(|it| (it.on.text.as_str(), it.of_the_row));
        assert_eq!(claimed, Some(("7 Jan 2026", true)));
        assert_eq!(
            (row.recorded_at, row.recorded.on, row.recorded.lag_working_days),
            (at(11, 20), date(1, 7), Some(2))
        );
        assert_eq!(
            (row.by.name.as_deref(), row.by.post.as_deref(), row.by.agency.name.as_str()),
            (Some("D. Okafor"), Some("Response officer"), "Police")
        );
        assert_eq!((row.recorded_by_name.as_str(), row.row), ("L. Farrow", Some(2)));
    }

    #[test]
    fn a_withdrawn_entry_stays_in_the_trail() {
        let mut sample = Sample::family();
        let entry = sample.case(day(1, 5), observed("of another child"));
        let restricted = sample.case(
            day(1, 6),
            RecordEvent::EntryRestricted(EntryRestricted {
                entries: vec![entry],
                audience: Audience::Only(vec![POLICE]),
                reason: Text::new("being looked into"),
            }),
        );
        let by = sample.withdraw(day(1, 7), entry);
        let trail = of(&sample, RecordClock::Ledger);
        let shown = row(&trail, entry);
        let RowStanding::Withdrawn { by: withdrawn_by, .. } = &shown.standing else {
            panic!("it is withdrawn")
        };
        assert_eq!(
            (shown.text.as_str(), withdrawn_by.entry, shown.restrictions[0].entry.entry),
            ("of another child", by, restricted)
        );
        assert_eq!(row(&trail, by).title, "Entry withdrawn");
    }
}
