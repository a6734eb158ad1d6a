//! Search over people and references: children, adults, agencies, practitioners, teams and cases, by
//! their names, former names, references and identifiers, as they are on the record that is asked about.
//!
//! What is typed is words, each the beginning of a word that is looked for; nothing in it is taken for
//! anything else. Whoever has them all in one name or reference is found, in alphabetical order. No
//! address is searched, and no name that would give away a protected source, a refuge or an adoption:
//! [`crate::running`] does not keep these.
//!
//! # Rules
//! - `somebody_is_found_by_the_beginnings_of_their_names`: of one or several, in any order, without
//!   regard to accents and capitals.
//! - `a_number_is_found_however_it_is_spaced`: an identifier or the reference of a case.
//! - `what_is_typed_is_words_and_nothing_else`: quotation marks and operators mean nothing.
//! - `a_search_for_nothing_is_refused`.
//! - `nobody_is_found_before_they_were_on_record`: nor under a name that came later.
//! - `a_protected_name_finds_nobody`: nor does an address.
//! - `results_stand_in_alphabetical_order_page_by_page`.
//! - `a_result_says_which_cases_and_how_many_entries`.

use std::collections::BTreeMap;

use candour_domain::entry::StreamId;
use candour_domain::identifier::CaseId;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::running::{KeepError, View};

/// How many results are given at once at most.
pub const RESULTS_MAX: usize = 1_000;
/// How many names are looked at for one search. Who types a single letter is asked for more.
const NAMES_MAX: usize = 20_000;
/// How many words are looked for at once.
const WORDS_MAX: usize = 16;

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFor {
    /// What was typed.
    pub words: String,
    /// Which kinds of results; none is all.
    pub kinds: Vec<Sought>,
    /// How many results at most.
    pub limit: usize,
    /// The last result of the page before, as that page gives it.
    pub after: Option<String>,
}

/// A kind of result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sought {
    /// A case.
    Case,
    /// A child.
    Child,
    /// An adult.
    Person,
    /// An agency.
    Agency,
    /// A practitioner.
    Practitioner,
    /// A team.
    Team,
}

/// Why nothing was searched for.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no word in what was typed.
    #[error("there is no word to search for")]
    NoWord,
    /// There are too many words in what was typed.
    #[error("there are {given} words to search for, and at most {max} are looked for at once")]
    TooManyWords {
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// The place to go on from is none that a page gave.
    #[error("'{after}' is not where a page of results ended")]
    NoSuchPlace {
        /// What was given.
        after: String,
    },
    /// The read models could not be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SearchResults {
    /// The words that were looked for.
    pub words: Vec<String>,
    /// The moment of the record; none is everything recorded.
    pub on_record: Option<DateTime<Utc>>,
    /// The position of the ledger that the answer is up to.
    pub up_to_position: u64,
    /// Who and what was found, in alphabetical order.
    pub found: Vec<Found>,
    /// Where the next page goes on; none where this is the last.
    pub next: Option<String>,
    /// Whether so many names have these words that not all were looked at.
    pub too_many: bool,
}

/// Somebody or something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Found {
    /// What it is.
    pub kind: Sought,
    /// Its identifier.
    pub id: Uuid,
    /// Its name on record; for a case its reference; none where none is given.
    pub name: Option<String>,
    /// What matched.
    pub matched: Vec<Matched>,
    /// The cases of a child or adult.
    pub cases: Vec<CaseFound>,
    /// How many entries on record concern it, or were made for or by it, withdrawn ones included.
    pub entries: u64,
}

/// A name or reference that matched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Matched {
    /// What it is: `name`, `former_name`, `case_reference`, or the kind of identifier.
    pub kind: String,
    /// The name or reference.
    pub text: String,
}

/// A case that somebody is or was part of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct CaseFound {
    /// The reference that it is known by.
    pub reference: Option<String>,
    /// The case.
    pub case: CaseId,
    /// Whether they are part of it at the moment of the view.
    pub now: bool,
}

/// Searches names and references.
///
/// # Errors
/// If there is no word to search for, the place to go on from is not one, or the read models cannot be
/// read.
pub fn search(view: &View, asked: &SearchFor) -> Result<SearchResults, SearchError> {
    let words = words(&asked.words)?;
    let (mut hits, too_many) = hits(view, &matching(&words, &asked.words), &asked.kinds)?;
    hits.sort_by_cached_key(Hit::key);
    let rest = match &asked.after {
        None => hits.as_slice(),
        Some(after) => {
            let place = place(view, after)?;
            &hits[hits.partition_point(|hit| hit.key() <= place)..]
        }
    };
    let page = &rest[..rest.len().min(asked.limit.min(RESULTS_MAX))];
    let more = page.len() < rest.len();
    let found = page.iter().map(|hit| hit.found(view)).collect::<Result<_, _>>()?;
    Ok(SearchResults {
        words,
        on_record: view.asked().on_record,
        up_to_position: view.up_to(),
        found,
        next: page.last().filter(|_| more).map(|hit| hit.stream.to_string()),
        too_many,
    })
}

/// The words in what was typed: what letters, figures and accents make.
fn words(typed: &str) -> Result<Vec<String>, SearchError> {
    let accent = |letter: char| ('\u{300}'..='\u{36f}').contains(&letter);
    let parts = typed.split(|letter: char| !letter.is_alphanumeric() && !accent(letter));
    let words: Vec<String> = parts.filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    match words.len() {
        0 => Err(SearchError::NoWord),
        given if given > WORDS_MAX => Err(SearchError::TooManyWords { given, max: WORDS_MAX }),
        _ => Ok(words),
    }
}

/// The question for the index: all words, each the beginning of one; or, where a number may have been
/// typed with something between its figures, all of it as one.
fn matching(words: &[String], typed: &str) -> String {
    let begins: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let all = begins.join(" AND ");
    if words.len() > 1 && typed.chars().any(char::is_numeric) {
        return format!("({all}) OR \"{}\"*", words.concat());
    }
    all
}

/// Somebody or something of whom a name or reference matched.
struct Hit {
    number: i64,
    stream: StreamId,
    sought: Sought,
    name: Option<String>,
    matched: Vec<Matched>,
}

/// What results are ordered by.
type Key = (String, Sought, StreamId);

impl Hit {
    fn key(&self) -> Key {
        key(self.name.as_deref(), self.sought, self.stream)
    }

    fn found(&self, view: &View) -> Result<Found, KeepError> {
        let (cases, id) = match self.stream {
            StreamId::Child(child) => {
                (cases(view, ("child_in_case", "child"), self.number)?, child.uuid())
            }
            StreamId::Person(person) => {
                (cases(view, ("person_in_case", "person"), self.number)?, person.uuid())
            }
            StreamId::Case(case) => (Vec::new(), case.uuid()),
            StreamId::Agency(agency) => (Vec::new(), agency.uuid()),
            StreamId::Practitioner(practitioner) => (Vec::new(), practitioner.uuid()),
            StreamId::Team(team) => (Vec::new(), team.uuid()),
            StreamId::Ledger(ledger) => (Vec::new(), ledger.uuid()),
        };
        Ok(Found {
            kind: self.sought,
            id,
            name: self.name.clone(),
            matched: self.matched.clone(),
            cases,
            entries: entries(view, self.sought, self.number)?,
        })
    }
}

fn key(name: Option<&str>, sought: Sought, stream: StreamId) -> Key {
    (name.unwrap_or_default().to_lowercase(), sought, stream)
}

/// What a stream is of; none for the ledger's own, which has no name.
fn sought(stream: StreamId) -> Option<Sought> {
    match stream {
        StreamId::Case(_) => Some(Sought::Case),
        StreamId::Child(_) => Some(Sought::Child),
        StreamId::Person(_) => Some(Sought::Person),
        StreamId::Agency(_) => Some(Sought::Agency),
        StreamId::Practitioner(_) => Some(Sought::Practitioner),
        StreamId::Team(_) => Some(Sought::Team),
        StreamId::Ledger(_) => None,
    }
}

/// The name on record of a stream by its number, as an expression.
fn name_of(view: &View, number: &str) -> String {
    format!(
        "(SELECT text FROM name AS called WHERE called.scope = {number} \
         AND called.kind IN ('name', 'case_reference') AND {} \
         ORDER BY called.recorded_from, called.number LIMIT 1)",
        view.on_record("called")
    )
}

/// Who has a name or reference that matches; and whether there are more than were looked at.
fn hits(view: &View, matching: &str, kinds: &[Sought]) -> Result<(Vec<Hit>, bool), KeepError> {
    let mut rows = Vec::new();
    for (file, counts) in view.files("name.scope") {
        let sql = format!(
            "SELECT name.scope, identity.stream, {called}, name.kind, name.text
            FROM {file}.name_search
            JOIN {file}.name_search_row AS found ON found.place = name_search.rowid
            JOIN {file}.name AS name ON name.scope = found.scope
                AND name.recorded_from = found.recorded_from AND name.number = found.number
            JOIN identity ON identity.number = name.scope
            WHERE name_search MATCH ?1 AND {on_record}{counts}
            LIMIT {NAMES_MAX} + 1",
            called = name_of(view, "name.scope"),
            on_record = view.on_record("name"),
        );
        rows.extend(view.ask(&sql, [matching], |row| {
            let stream: String = row.get(1)?;
            let matched = Matched { kind: row.get(3)?, text: row.get(4)? };
            Ok((row.get::<_, i64>(0)?, stream, row.get::<_, Option<String>>(2)?, matched))
        })?);
    }
    let too_many = rows.len() > NAMES_MAX;
    let mut hits: BTreeMap<i64, Hit> = BTreeMap::new();
    for (number, stream, name, matched) in rows {
        let Ok(stream) = stream.parse::<StreamId>() else { continue };
        let Some(sought) = sought(stream) else { continue };
        if kinds.is_empty() || kinds.contains(&sought) {
            let hit = Hit { number, stream, sought, name, matched: Vec::new() };
            hits.entry(number).or_insert(hit).matched.push(matched);
        }
    }
    for hit in hits.values_mut() {
        hit.matched.sort();
        hit.matched.dedup();
    }
    Ok((hits.into_values().collect(), too_many))
}

/// The place of a result in the order of all.
fn place(view: &View, after: &str) -> Result<Key, SearchError> {
    let no_place = || SearchError::NoSuchPlace { after: after.to_owned() };
    let stream: StreamId = after.parse().map_err(|_| no_place())?;
    let sought = sought(stream).ok_or_else(no_place)?;
    let number = view.numbered(after)?.ok_or_else(no_place)?;
    let sql = format!("SELECT {}", name_of(view, &number.to_string()));
    let names = view.ask(&sql, (), |row| row.get::<_, Option<String>>(0))?;
    Ok(key(names.into_iter().flatten().next().as_deref(), sought, stream))
}

/// The cases of somebody, by the table that says so.
fn cases(
    view: &View,
    (table, whom): (&str, &str),
    number: i64,
) -> Result<Vec<CaseFound>, KeepError> {
    let sql = format!(
        "SELECT identity.stream, {reference}, max({now})
        FROM {table} JOIN identity ON identity.number = {table}.scope
        WHERE {table}.{whom} = {number} AND {on_record} GROUP BY {table}.scope",
        reference = name_of(view, &format!("{table}.scope")),
        now = view.stands(table),
        on_record = view.on_record(table),
    );
    let found = view.ask(&sql, (), |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, bool>(2)?))
    })?;
    let mut cases: Vec<CaseFound> = found
        .into_iter()
        .filter_map(|(stream, reference, now)| {
            let Ok(StreamId::Case(case)) = stream.parse() else { return None };
            Some(CaseFound { reference, case, now })
        })
        .collect();
    cases.sort();
    Ok(cases)
}

/// How many entries on record concern somebody, or were made for or by them.
fn entries(view: &View, sought: Sought, number: i64) -> Result<u64, KeepError> {
    let (table, column, counted) = match sought {
        Sought::Case | Sought::Team => ("entry", "scope", "*"),
        Sought::Child => ("entry_child", "child", "DISTINCT entry"),
        Sought::Person => ("entry_person", "person", "DISTINCT entry"),
        Sought::Agency => ("entry", "agency", "*"),
        Sought::Practitioner => ("entry", "author", "*"),
    };
    let on_record = view.on_record(table);
    let sql =
        format!("SELECT count({counted}) FROM {table} WHERE {column} = {number} AND {on_record}");
    let counted = view.ask(&sql, (), |row| row.get::<_, i64>(0))?;
    Ok(counted.first().and_then(|counted| u64::try_from(*counted).ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests;
