//! The chronology of a case: one row a fact, in the order in which things happened, with its source,
//! what was done, to whom it was disclosed, when it was recorded and how late.
//!
//! Fact, later note and analysis are kept apart. Uncertain dates are shown in words and sorted by the
//! earliest that they can have been. It prints nothing and judges nothing.
//!
//! # Rules
//! - `rows_stand_in_the_order_in_which_things_happened`: earliest first, then latest, then ledger order.
//! - `a_later_note_and_an_analysis_are_never_part_of_the_fact`: they stand in columns of their own.
//! - `a_corrected_row_shows_its_replacement_at_the_first_ones_place`: with the first wording beside it.
//! - `a_withdrawn_row_is_shown_as_withdrawn`: with the ground and the reason.
//! - `an_allegation_reads_was_told_that`: and never that somebody knew.
//! - `a_row_says_how_late_it_was_recorded`: in calendar days and in working days, on a clock it names.
//! - `a_row_says_to_whom_it_was_disclosed_and_when`: told, received, read, put before a meeting, not shared.
//! - `a_filter_leaves_the_numbers_of_the_rows_as_they_are`: they count the whole chronology.
//! - `steps_of_an_imported_row_are_rows_that_can_be_hidden`: unless asked for, they stand at their item.

mod fact;
mod filter;
mod marks;
mod row;
mod sharing;

use candour_domain::calendar::Calendar;
use candour_domain::case::CaseEvent;
use candour_domain::case::record::RecordEvent;
use candour_domain::effective::Effective;
use candour_domain::event::Event;
use candour_domain::identifier::CaseId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::directory::Directory;
use crate::shape::Asked;
use crate::summary::Names;

pub use filter::{Facts, Filter, Steps};
pub use marks::{FirstWording, Note, RowStanding};
pub(crate) use marks::{Marks, standing};
pub use row::{RecordedBasis, RecordedShown, Row, SeenShown, SourceShown, VoiceShown};
pub(crate) use sharing::Disclosures;
pub use sharing::{Disclosed, DisclosedStep, by_meeting};

/// The chronology of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Chronology {
    /// What was asked on.
    pub asked: Asked,
    /// The case.
    pub case: CaseId,
    /// The rows that the filter lets through, in order.
    pub rows: Vec<Row>,
    /// How many rows there are before the filter.
    pub rows_in_all: usize,
}

/// What every row is made with.
pub(crate) struct Making<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) names: &'a Names<'a>,
    pub(crate) directory: &'a Directory,
    pub(crate) calendar: &'a Calendar,
    pub(crate) disclosures: &'a Disclosures,
    pub(crate) marks: &'a Marks,
}

/// Makes the chronology of a case, as a question sees it, with a calendar of working days.
pub fn chronology(book: &Casebook, ask: &Ask, filter: &Filter, calendar: &Calendar) -> Chronology {
    let directory = book.directory_at(ask.on_record);
    let names = Names::of(book, &directory, ask.on_record);
    let mut entries = ask.sees(&book.entries);
    entries.sort_by_cached_key(|entry| {
        let interval = entry.occurred().interval();
        (interval.earliest(), interval.latest(), entry.entry.position)
    });
    let marks = Marks::of(&entries, ask, &names);
    let disclosures = Disclosures::of(&entries, ask, &names);
    let making = Making {
        ask,
        names: &names,
        directory: &directory,
        calendar,
        disclosures: &disclosures,
        marks: &marks,
    };
    let facts: Vec<&Effective<'_>> =
        entries.iter().filter(|entry| !is_mark(&entry.entry.event)).collect();
    let rows = facts.iter().zip(1..).filter(|(entry, _)| filter.keeps_entry(entry));
    let rows = rows.map(|(entry, sequence)| making.row(entry, sequence));
    Chronology {
        asked: Asked::from(ask),
        case: book.case,
        rows: rows.filter(|row| filter.keeps_row(row)).collect(),
        rows_in_all: facts.len(),
    }
}

/// Whether an event is shown beside the entry that it names and is no row of its own.
fn is_mark(event: &Event) -> bool {
    match event {
        Event::Case(CaseEvent::Record(event)) => match event {
            RecordEvent::EntryCorrected(_)
            | RecordEvent::EntryWithdrawn(_)
            | RecordEvent::EntryDisputed(_)
            | RecordEvent::StatementAttached(_) => true,
            RecordEvent::EntryRestricted(_)
            | RecordEvent::RestrictionLifted(_)
            | RecordEvent::HoldPlaced(_)
            | RecordEvent::HoldLifted(_) => false,
        },
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => false,
    }
}

#[cfg(test)]
mod tests;
