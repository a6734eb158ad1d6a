//! What an import did, or would do, file by file.

use std::collections::BTreeSet;

use candour_domain::identifier::EntryId;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::caution::Warning;
use super::fault::{Place, Problem};
use super::limits::PROBLEMS_MAX;

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ImportReport")]
pub struct Report {
    /// What came of it.
    pub result: ImportResult,
    /// File by file, in the order of their names.
    pub files: Vec<FileReport>,
    /// Entries that say that an agency, practitioner, case or person exists.
    pub named: Counts,
}

/// What came of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    /// It was a dry run: nothing was recorded.
    DryRun,
    /// Something was refused, so nothing was recorded.
    NothingRecorded,
    /// What was not refused was recorded.
    Recorded,
}

/// How many entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Counts {
    /// Recorded now; in a dry run those that would be, which is none where anything is refused.
    pub recorded: usize,
    /// There already.
    pub already: usize,
}

/// What was done with one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileReport {
    /// The file.
    pub file: String,
    /// How many rows it has, without the headings.
    pub rows: usize,
    /// Entries of its rows.
    pub entries: Counts,
    /// Rows whose content is no longer that which was imported.
    pub changed: Vec<Changed>,
    /// What was refused, and why.
    #[schemars(with = "Vec<Placed<'_>>")]
    pub problems: Vec<Problem>,
    /// Problems beyond those listed.
    pub problems_not_listed: usize,
    /// What could not be carried over as it is.
    #[schemars(with = "Vec<Placed<'_>>")]
    pub warnings: Vec<Warning>,
}

/// A row whose content is no longer that which was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Changed {
    /// Where it stands.
    pub place: Place,
    /// Its reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The entry that it became.
    pub entry: EntryId,
    /// What differs, by the columns of the template.
    pub columns: Vec<String>,
    /// What was done about it.
    pub done: ChangeDone,
}

/// What was done about a changed row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeDone {
    /// Nothing: it was not asked for.
    Reported,
    /// It would be corrected: it was a dry run, or something was refused.
    WouldBeCorrected,
    /// The same, but for these columns.
    WouldBePartlyCorrected(Vec<String>),
    /// It was corrected.
    Corrected,
    /// What can be corrected was; the rest has to be withdrawn or recorded by hand: these columns.
    PartlyCorrected(Vec<String>),
    /// None of it can be corrected by an import.
    ByHand,
}

/// What is left to do where an import cannot correct.
const BY_HAND: &str = "withdraw or record that by hand";

impl ChangeDone {
    /// The same, once it was recorded.
    fn recorded(&mut self) {
        *self = match std::mem::replace(self, Self::Reported) {
            Self::WouldBeCorrected => Self::Corrected,
            Self::WouldBePartlyCorrected(rest) => Self::PartlyCorrected(rest),
            done @ (Self::Reported | Self::Corrected | Self::PartlyCorrected(_) | Self::ByHand) => {
                done
            }
        };
    }
}

impl std::fmt::Display for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.place)?;
        if let Some(reference) = &self.reference {
            write!(f, " ({reference})")?;
        }
        write!(f, ": changed since it was imported: {}", self.columns.join(", "))?;
        match &self.done {
            ChangeDone::Reported => f.write_str("; not corrected, since that was not asked for"),
            ChangeDone::WouldBeCorrected => f.write_str("; would be corrected"),
            ChangeDone::WouldBePartlyCorrected(rest) => {
                write!(f, "; would be corrected but for {}: {BY_HAND}", rest.join(", "))
            }
            ChangeDone::Corrected => f.write_str("; corrected"),
            ChangeDone::PartlyCorrected(rest) => {
                write!(f, "; corrected but for {}: {BY_HAND}", rest.join(", "))
            }
            ChangeDone::ByHand => write!(f, "; {BY_HAND}"),
        }
    }
}

impl Report {
    /// A report on files of which nothing has been done yet.
    pub(crate) fn on(plan: &super::plan::Plan, result: ImportResult) -> Self {
        let file = |(file, rows): (&String, &usize)| FileReport {
            file: file.clone(),
            rows: *rows,
            entries: Counts::default(),
            changed: Vec::new(),
            problems: Vec::new(),
            problems_not_listed: 0,
            warnings: plan.warnings.iter().filter(|it| it.place.file == *file).cloned().collect(),
        };
        let files = plan.read.iter().map(file).collect();
        let mut report = Self { result, files, named: Counts::default() };
        for problem in &plan.problems {
            report.refuse(problem.clone());
        }
        report
    }

    pub(crate) fn file(&mut self, name: &str) -> Option<&mut FileReport> {
        self.files.iter_mut().find(|file| file.file == name)
    }

    pub(crate) fn refuse(&mut self, problem: Problem) {
        let name = problem.place.file.clone();
        let Some(file) = self.file(&name) else { return };
        if file.problems.len() < PROBLEMS_MAX {
            file.problems.push(problem);
        } else {
            file.problems_not_listed += 1;
        }
    }

    /// Takes back a warning of what is not recorded after all.
    pub(crate) fn unsay(&mut self, warning: &Warning) {
        if let Some(file) = self.file(&warning.place.file) {
            file.warnings.retain(|said| said != warning);
        }
    }

    /// Says of the corrections that they were recorded, but for those of rows that were refused.
    pub(crate) fn corrected(&mut self) {
        for file in &mut self.files {
            let refused: BTreeSet<Option<u32>> =
                file.problems.iter().map(|problem| problem.place.row).collect();
            for changed in &mut file.changed {
                if !refused.contains(&changed.place.row) {
                    changed.done.recorded();
                }
            }
        }
    }

    /// Whether anything was refused.
    pub fn refused(&self) -> bool {
        self.files.iter().any(|file| !file.problems.is_empty())
    }
}

/// Something with its place and its words.
#[derive(Serialize, JsonSchema)]
struct Placed<'a> {
    #[serde(flatten)]
    place: &'a Place,
    /// What it is, in words.
    message: String,
}

/// Writes something with its place and its words.
pub(crate) fn placed<S: Serializer>(
    place: &Place,
    words: &impl std::fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Placed { place, message: words.to_string() }.serialize(serializer)
}
