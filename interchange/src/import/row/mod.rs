//! A row of a chronology, read: every cell in the type of what it says. What it names - people,
//! agencies, other rows - is looked up later, across all files.

mod cells;
mod telling;

use std::collections::BTreeMap;

use candour_domain::meeting::Extent;
use candour_domain::recorded::Label;
use candour_domain::time::When;

use crate::import::column::Column;
use crate::import::fault::{Fault, Place, Problem};
use crate::import::kind::Kind;
use crate::import::mapping::Mapping;
use crate::import::table::Line;

pub(crate) use cells::read;

/// A row of a chronology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) at: Origin,
    pub(crate) agency: String,
    pub(crate) case_ref: Label,
    pub(crate) reference: Label,
    pub(crate) occurred: When,
    pub(crate) children: Vec<String>,
    pub(crate) persons: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) event: String,
    pub(crate) said_by: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) post: Option<Label>,
    pub(crate) entered: Option<When>,
    pub(crate) action: Option<String>,
    pub(crate) document: Option<Label>,
    pub(crate) note: Option<Note>,
    pub(crate) told: Vec<Told>,
    pub(crate) not_shared: Vec<String>,
    pub(crate) not_shared_reason: Option<String>,
    pub(crate) considered: Vec<String>,
    pub(crate) attended: Vec<Group>,
    pub(crate) seen: Vec<(String, String)>,
    pub(crate) decision: Option<String>,
    pub(crate) relied_on: Vec<String>,
    pub(crate) rationale: Option<String>,
}

/// Where a row stands, and under which headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) number: u32,
    pub(crate) headings: BTreeMap<Column, String>,
}

impl Origin {
    pub(crate) fn place(&self) -> Place {
        Place::row(&self.file, self.number)
    }

    pub(crate) fn problem(&self, column: Column, fault: Fault) -> Problem {
        let heading = self.headings.get(&column).map_or(column.heading(), String::as_str);
        Problem { place: Place::cell(&self.file, self.number, heading), fault }
    }
}

/// A later remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) words: String,
    pub(crate) by: Option<String>,
    pub(crate) on: When,
}

/// Somebody who was told, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) agency: String,
    pub(crate) person: Option<String>,
    /// Not given where the row itself is the telling.
    pub(crate) on: Option<When>,
    pub(crate) received: Option<When>,
    pub(crate) read: Option<When>,
    pub(crate) extent: Option<Extent>,
}

/// Who attended: an agency with its people, or somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The agency, or whoever it is where no colon follows.
    pub(crate) name: String,
    pub(crate) people: Vec<String>,
    /// Whether a colon follows the name: then it is an agency.
    pub(crate) is_agency: bool,
}

/// How the columns of one file are read.
pub(crate) struct Layout<'a> {
    pub(crate) file: &'a str,
    pub(crate) mapping: &'a Mapping,
    /// Where each column stands, and its heading there.
    pub(crate) columns: BTreeMap<Column, (usize, String)>,
}

impl Layout<'_> {
    /// What stands in a column of a row, where anything does.
    pub(crate) fn text<'l>(&'l self, line: &'l Line, column: Column) -> Option<&'l str> {
        let own = self.columns.get(&column).and_then(|(at, _)| line.cells.get(*at));
        let text = own.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        text.or(self.mapping.fixed.get(&column).map(String::as_str))
    }
}
