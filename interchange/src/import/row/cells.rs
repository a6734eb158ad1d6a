//! The cells of one row, read one by one, with all that is wrong with them.

use chrono::NaiveDateTime;

use candour_domain::recorded::Label;
use candour_domain::time::When;

use super::telling::named_agency;
use super::{Layout, Origin, Row};
use crate::import::cell::{self, Dated};
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::kind::Kind;
use crate::import::name::tidy;
use crate::import::table::Line;

/// The cells of one row, and what has been found wrong with them.
pub(super) struct Cells<'a> {
    pub(super) layout: &'a Layout<'a>,
    line: &'a Line,
    origin: Origin,
    problems: Vec<Problem>,
}

/// Reads a row, or says all that is wrong with it.
pub(crate) fn read(layout: &Layout<'_>, line: &Line) -> Result<Row, Vec<Problem>> {
    let headings = layout.columns.iter().map(|(column, (_, name))| (*column, name.clone()));
    let origin =
        Origin { file: layout.file.to_owned(), number: line.number, headings: headings.collect() };
    let mut cells = Cells { layout, line, origin, problems: Vec::new() };
    let row = cells.row();
    match row {
        Some(row) if cells.problems.is_empty() => Ok(row),
        Some(_) | None => Err(cells.problems),
    }
}

impl<'a> Cells<'a> {
    pub(super) fn text(&self, column: Column) -> Option<&'a str> {
        self.layout.text(self.line, column)
    }

    pub(super) fn owned(&self, column: Column) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    fn needed(&mut self, column: Column) -> Option<&'a str> {
        let text = self.text(column);
        if text.is_none() {
            self.refuse(column, Fault::EmptyCell);
        }
        text
    }

    pub(super) fn refuse(&mut self, column: Column, fault: Fault) {
        let problem = self.origin.problem(column, fault);
        self.problems.push(problem);
    }

    /// Keeps what was read, or what was wrong with it.
    pub(super) fn keep<T>(&mut self, column: Column, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.refuse(column, fault)).ok()
    }

    fn label(&mut self, column: Column) -> Option<Label> {
        let text = self.text(column)?;
        self.keep(column, Label::parse(text).map_err(|error| Fault::Label(error.to_string())))
    }

    fn needed_label(&mut self, column: Column) -> Option<Label> {
        self.needed(column)?;
        self.label(column)
    }

    pub(super) fn list(&mut self, column: Column) -> Vec<String> {
        let Some(text) = self.text(column) else { return Vec::new() };
        self.keep(column, cell::list(text)).unwrap_or_default()
    }

    pub(super) fn names(&mut self, column: Column) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.list(column).iter().map(|name| tidy(name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn row(&mut self) -> Option<Row> {
        let agency = self.needed(Column::Agency).map(tidy);
        let case_ref = self.needed_label(Column::CaseRef);
        let reference = self.needed_label(Column::Ref);
        let event = self.needed(Column::Event).map(str::to_owned);
        let kind = self.kind();
        let occurred = self.occurred();
        let note = self.note();
        let told = self.told(kind);
        let not_shared = self.names(Column::NotSharedWith);
        let not_shared_reason = self.owned(Column::NotSharedReason);
        if not_shared.is_empty() && not_shared_reason.is_some() {
            self.refuse(Column::NotSharedReason, Fault::NothingSaid("not_shared_with"));
        }
        let entered = self.day(Column::EnteredOn);
        let agency = match agency {
            Some(name) => self.keep(Column::Agency, named_agency(&name)),
            None => None,
        };
        let (attended, seen) = (self.attended(), self.seen());
        Some(Row {
            children: self.names(Column::Children),
            persons: self.names(Column::Persons),
            said_by: self.text(Column::SaidBy).map(tidy),
            author: self.text(Column::Author).map(tidy),
            post: self.label(Column::AuthorRole),
            action: self.owned(Column::Action),
            document: self.label(Column::Document),
            considered: self.names(Column::Considered),
            decision: self.owned(Column::Decision),
            relied_on: self.list(Column::ReliedOn),
            rationale: self.owned(Column::Rationale),
            at: self.origin.clone(),
            agency: agency?,
            case_ref: case_ref?,
            reference: reference?,
            occurred: occurred?,
            kind: kind?,
            event: event?,
            entered,
            note,
            told,
            not_shared,
            not_shared_reason,
            attended,
            seen,
        })
    }

    fn kind(&mut self) -> Option<Kind> {
        let text = self.needed(Column::Kind)?;
        let found = self.layout.mapping.kind(text);
        let kind = self.keep(
            Column::Kind,
            found.ok_or_else(|| Fault::NotAKind { given: cell::shown(text) }),
        )?;
        for (column, _) in Column::ALL {
            if !kind.has_place_for(*column) && self.text(*column).is_some() {
                self.refuse(*column, Fault::NoPlace { kind });
            }
        }
        Some(kind)
    }

    fn dated(&mut self, column: Column) -> Option<Dated> {
        let text = self.text(column)?;
        self.keep(column, cell::dated(text, &self.layout.mapping.dates))
    }

    pub(super) fn day(&mut self, column: Column) -> Option<When> {
        let dated = self.dated(column)?;
        self.keep(column, dated.when())
    }

    fn occurred(&mut self) -> Option<When> {
        self.needed(Column::Date)?;
        let date = self.dated(Column::Date)?;
        let until = match self.text(Column::DateTo) {
            Some(_) => Some(self.dated(Column::DateTo)?),
            None => None,
        };
        let time = match self.text(Column::Time) {
            Some(text) => Some(self.keep(Column::Time, cell::time_of_day(text))?),
            None => None,
        };
        let date = match (date, time) {
            (Dated::Day(day), Some(time)) => Dated::Minute(day.and_time(time)),
            (Dated::Minute(at), Some(time)) => Dated::Minute(at.date().and_time(time)),
            (Dated::Month(_), Some(_)) => {
                let demand = "a month has no time of day";
                self.refuse(Column::Time, Fault::PrecisionDiffers { precision: "month", demand });
                return None;
            }
            (date, None) => date,
        };
        match until {
            Some(until) => self.span(date, until),
            None => self.precise(date),
        }
    }

    fn span(&mut self, from: Dated, until: Dated) -> Option<When> {
        let precision = self.text(Column::Precision).unwrap_or("day");
        let (Dated::Day(from), Dated::Day(to), "day") = (from, until, precision) else {
            let demand = "a span is from a day to a day, with the precision day";
            let fault = Fault::PrecisionDiffers { precision: known_precision(precision), demand };
            self.refuse(Column::DateTo, fault);
            return None;
        };
        if to < from {
            let fault = Fault::EndsBeforeItBegins { to: to.to_string(), from: from.to_string() };
            self.refuse(Column::DateTo, fault);
            return None;
        }
        Some(if from == to { When::Day(from) } else { When::Days { from, to } })
    }

    fn precise(&mut self, date: Dated) -> Option<When> {
        use candour_domain::time::{ABOUT_DAYS, ABOUT_MONTHS, CivilMonth};
        let differs = |precision, demand| Err(Fault::PrecisionDiffers { precision, demand });
        let given = self.text(Column::Precision);
        let read = match (given.map(str::to_lowercase).as_deref(), date) {
            (None, date) => date.when(),
            (Some("exact"), Dated::Minute(at)) => cell::minute(at),
            (Some("exact"), Dated::Day(_) | Dated::Month(_)) => {
                differs("exact", "give the time of day")
            }
            (Some("day"), Dated::Day(day)) => Ok(When::Day(day)),
            (Some("day"), Dated::Minute(_)) => differs("day", "leave the time of day empty"),
            (Some("day"), Dated::Month(_)) => differs("day", "give the day"),
            (Some("month"), Dated::Month(month)) => Ok(When::Month(month)),
            (Some("month"), Dated::Day(day)) => Ok(When::Month(CivilMonth::of(day))),
            (Some("month"), Dated::Minute(_)) => differs("month", "leave the time of day empty"),
            (Some("about"), Dated::Day(day)) => Ok(When::AboutDay { day, within_days: ABOUT_DAYS }),
            (Some("about"), Dated::Month(month)) => {
                Ok(When::AboutMonth { month, within_months: ABOUT_MONTHS })
            }
            (Some("about"), Dated::Minute(_)) => differs("about", "leave the time of day empty"),
            (Some(other), _) => {
                let fault = Fault::NotAPrecision(cell::shown(other));
                self.refuse(Column::Precision, fault);
                return None;
            }
        };
        self.keep(time_column(date), read)
    }
}

fn time_column(date: Dated) -> Column {
    match date {
        Dated::Minute(at) if at != NaiveDateTime::from(at.date()) => Column::Time,
        Dated::Minute(_) | Dated::Day(_) | Dated::Month(_) => Column::Date,
    }
}

fn known_precision(word: &str) -> &'static str {
    ["exact", "day", "month", "about"]
        .into_iter()
        .find(|known| *known == word)
        .unwrap_or("not known")
}
