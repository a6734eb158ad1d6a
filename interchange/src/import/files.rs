//! The files of one import, read: rows of chronologies and lists of people, with what is wrong in
//! them. What rows say of each other is not looked at here.

use std::collections::{BTreeMap, BTreeSet};

use super::caution::{Caution, Warning};
use super::cell;
use super::column::{Column, plain};
use super::fault::{Fault, Place, Problem};
use super::mapping::Mapping;
use super::people::{self, Listed};
use super::row::{self, Layout, Row};
use super::table::{self, Sheet, SourceFile, Table, heading};

/// The files of one import, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Files {
    pub(crate) rows: Vec<Row>,
    pub(crate) people: Vec<Listed>,
    /// How many rows each file has.
    pub(crate) read: BTreeMap<String, usize>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Warning>,
    /// Rows that could not be read, by case reference and reference.
    pub(crate) broken: BTreeMap<(String, String), Place>,
}

impl Files {
    /// Reads all files. What is wrong with one does not stop the others from being read.
    pub(crate) fn read(sources: &[SourceFile], mapping: &Mapping, sheet: &Sheet) -> Self {
        let mut files = Self::default();
        for source in sources {
            let name = source.name();
            if files.read.insert(name.to_owned(), 0).is_some() {
                files.problems.push(Problem { place: Place::file(name), fault: Fault::SameName });
                continue;
            }
            match table::read(source, sheet) {
                Ok(table) => files.take(table, mapping),
                Err(problem) => files.problems.push(problem),
            }
        }
        files
    }

    fn take(&mut self, mut table: Table, mapping: &Mapping) {
        let refused: BTreeSet<u32> =
            table.problems.iter().filter_map(|problem| problem.place.row).collect();
        self.read.insert(table.file.clone(), table.lines.len() + refused.len());
        self.problems.append(&mut table.problems);
        self.warnings.append(&mut table.warnings);
        for line in table.lines.iter().filter(|line| line.cells.iter().any(|it| cell::unseen(it))) {
            let place = Place::row(&table.file, line.number);
            self.warnings.push(Warning { place, caution: Caution::Unseen });
        }
        if people::is_list(&table) {
            self.people.extend(people::read(&table, &mapping.dates, &mut self.problems));
            return;
        }
        let columns = match columns(&table, mapping) {
            Ok(columns) => columns,
            Err(mut problems) => return self.problems.append(&mut problems),
        };
        let layout = Layout { file: &table.file, mapping, columns };
        for line in &table.lines {
            match row::read(&layout, line) {
                Ok(row) => self.rows.push(row),
                Err(mut problems) => {
                    let cell = |column| layout.text(line, column).unwrap_or_default().to_owned();
                    let names = (cell(Column::CaseRef), cell(Column::Ref));
                    self.broken.insert(names, Place::row(&table.file, line.number));
                    self.problems.append(&mut problems);
                }
            }
        }
    }

    /// The cases that the files are about.
    pub(crate) fn case_refs(&self) -> BTreeSet<String> {
        let rows = self.rows.iter().map(|row| &row.case_ref);
        let people = self.people.iter().map(|listed| &listed.case_ref);
        rows.chain(people).map(|label| label.as_str().to_owned()).collect()
    }
}

/// Where each column stands.
fn columns(
    table: &Table,
    mapping: &Mapping,
) -> Result<BTreeMap<Column, (usize, String)>, Vec<Problem>> {
    let mut columns: BTreeMap<Column, (usize, String)> = BTreeMap::new();
    let mut problems = Vec::new();
    for (at, written) in table.headings.iter().enumerate() {
        let name = plain(written);
        if mapping.ignored.contains(&name) {
            continue;
        }
        let column = mapping.columns.get(&name).copied().or_else(|| Column::of_heading(written));
        let shown = heading(&table.headings, at);
        let fault = match column {
            Some(column) if !columns.contains_key(&column) => {
                columns.insert(column, (at, shown));
                continue;
            }
            Some(_) => Fault::DuplicateColumn,
            None => Fault::UnknownColumn(Column::headings()),
        };
        problems
            .push(Problem { place: Place::cell(&table.file, table.headings_at, &shown), fault });
    }
    let missing: Vec<&'static str> = Column::NEEDED
        .iter()
        .filter(|column| !columns.contains_key(column) && !mapping.fixed.contains_key(column))
        .map(|column| column.heading())
        .collect();
    if !missing.is_empty() {
        let place = Place::row(&table.file, table.headings_at);
        problems.push(Problem { place, fault: Fault::MissingColumns(missing) });
    }
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}
