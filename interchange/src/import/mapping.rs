//! A mapping file: how an agency's own headings and words stand for those of the template. It says
//! what words mean; it never fills in what a row does not say, but for the agency and the case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono::format::{Item, StrftimeItems};
use serde::Deserialize;
use toml::Spanned;

use candour_domain::party::AgencyKind;

use super::column::{Column, plain};
use super::kind::Kind;
use super::name::fold;

/// Why a mapping file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}{}: {what}", .key.as_deref().map(|key| format!(", {key}")).unwrap_or_default())]
pub struct MappingError {
    /// The mapping file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The key, where the file could be read that far.
    pub key: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// How headings and words of a file stand for those of the template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    pub(crate) columns: BTreeMap<String, Column>,
    pub(crate) ignored: Vec<String>,
    pub(crate) fixed: BTreeMap<Column, String>,
    pub(crate) kinds: BTreeMap<String, Kind>,
    pub(crate) decisions: BTreeMap<String, String>,
    pub(crate) agencies: BTreeMap<String, AgencyKind>,
    pub(crate) dates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    fixed: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    kinds: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    decisions: BTreeMap<String, String>,
    #[serde(default)]
    agencies: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    dates: Vec<Spanned<String>>,
}

/// Reads places in the text as lines.
struct Lines<'a> {
    file: &'a str,
    text: &'a str,
}

impl Lines<'_> {
    fn error(&self, at: usize, key: Option<String>, what: String) -> MappingError {
        let before = self.text.as_bytes().iter().take(at);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        MappingError { file: self.file.to_owned(), line, key, what }
    }

    fn value(&self, table: &str, key: &str, value: &Spanned<String>, what: &str) -> MappingError {
        let given = value.get_ref();
        let what = format!("'{given}' is not {what}");
        self.error(value.span().start, Some(format!("{table}.\"{key}\"")), what)
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// If it is not TOML, has a table that there is not, or names a column, kind, kind of agency or
    /// form of date that there is not.
    pub fn parse(file: &str, text: &str) -> Result<Self, MappingError> {
        let lines = Lines { file, text };
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            lines.error(at, None, error.message().to_owned())
        })?;
        let Written { columns, ignore, fixed, kinds, decisions, agencies, dates } = written;
        let mut mapping =
            Self { ignored: ignore.iter().map(|it| plain(it)).collect(), ..Self::default() };
        for (heading, column) in &columns {
            let found = Column::of_heading(column.get_ref()).ok_or_else(|| {
                lines.value("columns", heading, column, "a column of the template")
            })?;
            mapping.columns.insert(plain(heading), found);
        }
        for (heading, value) in &fixed {
            let column =
                Column::of_heading(heading).ok_or_else(|| unknown_key(&lines, heading, value))?;
            mapping.fixed.insert(column, value.get_ref().clone());
        }
        for (words, kind) in &kinds {
            let found = Kind::of_name(kind.get_ref())
                .ok_or_else(|| lines.value("kinds", words, kind, "a kind of row"))?;
            mapping.kinds.insert(fold(words), found);
        }
        for (agency, kind) in &agencies {
            let found = agency_kind(kind.get_ref())
                .ok_or_else(|| lines.value("agencies", agency, kind, "a kind of agency"))?;
            mapping.agencies.insert(fold(agency), found);
        }
        for form in &dates {
            if !is_a_form_of_day(form.get_ref()) {
                let what = format!("'{}' is not a form of a date such as %d/%m/%Y", form.get_ref());
                return Err(lines.error(form.span().start, Some("dates".to_owned()), what));
            }
            mapping.dates.push(form.get_ref().clone());
        }
        mapping.decisions =
            decisions.into_iter().map(|(words, for_)| (fold(&words), for_)).collect();
        Ok(mapping)
    }

    /// The decision that a row's words stand for.
    pub(crate) fn decision<'a>(&'a self, words: &'a str) -> &'a str {
        self.decisions.get(&fold(words)).map_or(words, String::as_str)
    }

    /// The kind that a row's words stand for.
    pub(crate) fn kind(&self, words: &str) -> Option<Kind> {
        self.kinds.get(&fold(words)).copied().or_else(|| Kind::of_name(words))
    }
}

fn unknown_key(lines: &Lines<'_>, heading: &str, value: &Spanned<String>) -> MappingError {
    let what = format!("'{heading}' is not a column of the template");
    lines.error(value.span().start, Some(format!("fixed.\"{heading}\"")), what)
}

/// The kind of agency of a stored name, as `health_visiting`.
fn agency_kind(name: &str) -> Option<AgencyKind> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        serde::de::IntoDeserializer::into_deserializer(name);
    AgencyKind::deserialize(deserializer).ok()
}

/// Whether a form writes a day and reads back the same one.
fn is_a_form_of_day(form: &str) -> bool {
    let sound = StrftimeItems::new(form).all(|item| !matches!(item, Item::Error));
    let day = NaiveDate::from_ymd_opt(2026, 1, 20).unwrap_or(NaiveDate::MIN);
    let mut written = String::new();
    sound
        && std::fmt::Write::write_fmt(&mut written, format_args!("{}", day.format(form))).is_ok()
        && NaiveDate::parse_from_str(&written, form) == Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Mapping::parse("housing.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_mapping_that_cannot_be_meant_is_refused_with_its_line_and_key() {
        assert_eq!(
            refused("[columns]\n\"Date of event\" = \"when\"\n"),
            "housing.toml, line 2, columns.\"Date of event\": 'when' is not a column of the template"
        );
        assert_eq!(
            refused("dates = [\n  \"%Q\",\n]\n"),
            "housing.toml, line 2, dates: '%Q' is not a form of a date such as %d/%m/%Y"
        );
        assert_eq!(
            refused("[kinds]\nA = \"visit\"\nB = \"home visit\"\n"),
            "housing.toml, line 3, kinds.\"B\": 'home visit' is not a kind of row"
        );
        assert_eq!(
            refused("[agencies]\nHub = \"hub\"\n"),
            "housing.toml, line 2, agencies.\"Hub\": 'hub' is not a kind of agency"
        );
        assert_eq!(
            refused("[fixed]\ncolour = \"red\"\n"),
            "housing.toml, line 2, fixed.\"colour\": 'colour' is not a column of the template"
        );
        assert_eq!(
            refused("[colums]\n"),
            "housing.toml, line 1: unknown field `colums`, expected one of `columns`, `ignore`, `fixed`, `kinds`, `decisions`, `agencies`, `dates`"
        );
    }
}
