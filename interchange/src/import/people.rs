//! The list of the people of cases: who they are, to whom they are related, who holds parental
//! responsibility, who lives in the household. It is recognised by its headings.

use candour_domain::identity::Responsibility;
use candour_domain::recorded::Label;
use candour_domain::time::{ABOUT_DAYS, ABOUT_MONTHS, When};

use super::cell::{self, Dated};
use super::column::{PEOPLE, plain};
use super::fault::{Fault, Place, Problem};
use super::name::tidy;
use super::table::{Line, Table, heading};

/// A person of a case as the list gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) place: Place,
    pub(crate) row: u32,
    pub(crate) case_ref: Label,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) born: Option<When>,
    pub(crate) relationship: Option<String>,
    pub(crate) responsibility: Option<Responsibility>,
    pub(crate) household_from: Option<When>,
    pub(crate) note: Option<String>,
}

/// What somebody is in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Child,
    UnbornChild,
    Adult,
}

/// Whether a file is a list of people.
pub(crate) fn is_list(table: &Table) -> bool {
    let headings: Vec<String> = table.headings.iter().map(|heading| plain(heading)).collect();
    PEOPLE.iter().take(3).all(|needed| headings.iter().any(|heading| heading == needed))
}

/// Reads a list of people; what is wrong is added to the problems.
pub(crate) fn read(table: &Table, forms: &[String], problems: &mut Vec<Problem>) -> Vec<Listed> {
    let before = problems.len();
    let mut at: [Option<usize>; 8] = [None; 8];
    for (index, name) in table.headings.iter().enumerate() {
        let fault = match PEOPLE.iter().position(|known| *known == plain(name)) {
            Some(column) if at[column].is_none() => {
                at[column] = Some(index);
                continue;
            }
            Some(_) => Fault::DuplicateColumn,
            None => Fault::UnknownColumn(PEOPLE.join(", ")),
        };
        let place = Place::cell(&table.file, table.headings_at, &heading(&table.headings, index));
        problems.push(Problem { place, fault });
    }
    if problems.len() > before {
        return Vec::new();
    }
    let mut all = Vec::new();
    for line in &table.lines {
        let mut cells = Cells { table, line, at: &at, forms, problems };
        all.extend(cells.listed());
    }
    all
}

struct Cells<'a> {
    table: &'a Table,
    line: &'a Line,
    at: &'a [Option<usize>; 8],
    forms: &'a [String],
    problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    fn text(&self, column: usize) -> Option<&'a str> {
        let cell = self.at[column].and_then(|at| self.line.cells.get(at))?;
        Some(cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn keep<T>(&mut self, column: usize, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| {
            let name = self.at[column]
                .map_or(PEOPLE[column].to_owned(), |at| heading(&self.table.headings, at));
            let place = Place::cell(&self.table.file, self.line.number, &name);
            self.problems.push(Problem { place, fault });
        })
        .ok()
    }

    fn needed(&mut self, column: usize) -> Option<&'a str> {
        let text = self.text(column);
        self.keep(column, text.ok_or(Fault::EmptyCell))
    }

    fn listed(&mut self) -> Option<Listed> {
        let before = self.problems.len();
        let case_ref = self.needed(0).and_then(|text| {
            let label = Label::parse(text).map_err(|error| Fault::Label(error.to_string()));
            self.keep(0, label)
        });
        let name = self.needed(1).map(tidy);
        let role = self.needed(2).and_then(|text| self.keep(2, role(text)));
        let born = self.when(3);
        let relationship = self.text(4).map(tidy);
        let responsibility = self.text(5).and_then(|text| self.keep(5, responsibility(text)));
        let household_from = self.when(6);
        let listed = Listed {
            place: Place::row(&self.table.file, self.line.number),
            row: self.line.number,
            case_ref: case_ref?,
            name: name?,
            role: role?,
            born,
            relationship,
            responsibility,
            household_from,
            note: self.text(7).map(str::to_owned),
        };
        (self.problems.len() == before).then_some(listed)
    }

    fn when(&mut self, column: usize) -> Option<When> {
        let text = self.text(column)?;
        let (about, date) = match text.split_once(' ') {
            Some((word, date)) if word.eq_ignore_ascii_case("about") => (true, date.trim()),
            Some(_) | None => (false, text),
        };
        let read = cell::dated(date, self.forms).and_then(|dated| match (about, dated) {
            (true, Dated::Day(day)) => Ok(When::AboutDay { day, within_days: ABOUT_DAYS }),
            (true, Dated::Month(month)) => {
                Ok(When::AboutMonth { month, within_months: ABOUT_MONTHS })
            }
            (true | false, dated) => dated.when(),
        });
        self.keep(column, read)
    }
}

fn role(text: &str) -> Result<Role, Fault> {
    match text.to_lowercase().as_str() {
        "child" => Ok(Role::Child),
        "unborn child" => Ok(Role::UnbornChild),
        "adult" => Ok(Role::Adult),
        _ => Err(Fault::NotOneOf { given: cell::shown(text), known: "child, unborn child, adult" }),
    }
}

fn responsibility(text: &str) -> Result<Responsibility, Fault> {
    match text.to_lowercase().as_str() {
        "yes" => Ok(Responsibility::Holds),
        "no" => Ok(Responsibility::DoesNotHold),
        "not known" => Ok(Responsibility::NotKnown),
        _ => Err(Fault::NotOneOf { given: cell::shown(text), known: "yes, no, not known" }),
    }
}
