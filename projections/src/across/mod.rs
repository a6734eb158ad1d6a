//! Somebody across cases: every case that names a child or a person, read by one scan of the ledger.
//!
//! Which cases name somebody is told from the structure of the records, without decoding those of other
//! families. It keeps nothing between two questions.
//!
//! # Rules
//! - `every_case_that_names_somebody_is_found`: whatever the page, and no other case.

use std::collections::BTreeSet;

use candour_domain::case::record::RecordEvent;
use candour_domain::effective::{Effective, OnRecord};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{CaseId, ChildId, PersonId};
use candour_domain::reference::{Reference, references};
use candour_domain::text::Text;
use candour_ledger::{After, EventStore, PartKind, Record};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::ask::Ask;
use crate::case_list::{case_of, read_page};
use crate::case_view::Past;
use crate::casebook::{Casebook, LOAD_PAGE_RECORDS, LoadError, read_stream_entries_by};
use crate::directory::Directory;
use crate::marks::marks;
use crate::marks::seen::{Withheld, seen};
use crate::marks::treatment::Reader;
use crate::shape::{Dated, Pointer, words};
use crate::summary::{Names, summary};

/// Somebody's own stream, and every case that names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Across {
    /// Their own stream.
    pub own: Vec<Entry>,
    /// The cases, in the order in which the ledger first names them in each.
    pub cases: Vec<Casebook>,
}

/// An entry that names somebody, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryLine {
    /// The entry.
    pub entry: Pointer,
    /// The case in which it stands.
    pub case: CaseId,
    /// When it was.
    pub when: Dated,
    /// Whose record it is.
    pub agency: String,
    /// What happened, in a few words.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// An identifier that was assigned to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IdentifierShown {
    /// Which, in words.
    pub kind: String,
    /// Its value, where recorded.
    pub value: Option<String>,
    /// Whether it was verified with its issuer, in words, where recorded.
    pub verified: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// An address, as last recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddressShown {
    /// None is recorded.
    NotRecorded,
    /// It is protected, and not shown here.
    Protected,
    /// The address.
    Address(String),
}

impl Across {
    /// Reads a child's own stream and every case that names the child; `None` if the ledger knows no
    /// such child.
    ///
    /// # Errors
    /// If the ledger cannot be read or a record that is needed cannot be understood.
    pub async fn of_child(
        store: &dyn EventStore,
        child: ChildId,
    ) -> Result<Option<Self>, LoadError> {
        Self::load_by(store, StreamId::Child(child), child.uuid(), LOAD_PAGE_RECORDS).await
    }

    /// Reads a person's own stream and every case that names them; `None` if the ledger knows no such
    /// person.
    ///
    /// # Errors
    /// If the ledger cannot be read or a record that is needed cannot be understood.
    pub async fn of_person(
        store: &dyn EventStore,
        person: PersonId,
    ) -> Result<Option<Self>, LoadError> {
        Self::load_by(store, StreamId::Person(person), person.uuid(), LOAD_PAGE_RECORDS).await
    }

    /// The same, of the subject of a stream, in pages of at most so many records.
    ///
    /// # Errors
    /// If the ledger cannot be read or a record that is needed cannot be understood.
    pub async fn load_by(
        store: &dyn EventStore,
        stream: StreamId,
        subject: Uuid,
        page: usize,
    ) -> Result<Option<Self>, LoadError> {
        let own = read_stream_entries_by(store, stream, page).await?;
        let mut cases = Vec::new();
        for case in cases_naming(store, subject, page).await? {
            cases.extend(Casebook::load_by(store, case, page).await?);
        }
        if own.is_none() && cases.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self { own: own.unwrap_or_default(), cases }))
    }

    /// The same as a reader is shown it: without the cases that name them only in what is not shown; none where
    /// nothing is left. What is withheld is told beside it.
    pub fn seen_by(self, subject: Reference, reader: &Reader) -> (Option<Self>, Vec<Withheld>) {
        let own_marks = marks(&self.own.iter().collect::<Vec<_>>());
        let mut told = Vec::new();
        let own = seen(self.own, (&own_marks, reader), &mut told);
        let mut cases = Vec::new();
        for book in self.cases {
            let Some(seen) = book.seen_by(&book.marks(), reader) else {
                cases.push(book);
                continue;
            };
            if seen.entries.iter().any(|entry| named_in(entry, subject)) {
                let own_stream = own_of(subject);
                let others = seen.withheld.iter().filter(|it| {
                    book.identities
                        .iter()
                        .all(|entry| entry.id != it.entry || Some(entry.stream) != own_stream)
                });
                told.extend(others.copied());
                cases.push(seen);
            }
        }
        let nothing = own.is_empty() && cases.is_empty();
        ((!nothing).then_some(Self { own, cases }), told)
    }

    /// The streams of children and people of all the cases, and the subject's own, each entry once.
    pub(crate) fn identities(&self) -> Vec<Entry> {
        let of_cases = self.cases.iter().flat_map(|book| &book.identities);
        once(self.own.iter().chain(of_cases))
    }

    /// The names of all the cases, as they stood on the record.
    pub(crate) fn directory_at(&self, on_record: OnRecord) -> Directory {
        let registers = self
            .cases
            .iter()
            .flat_map(|book| book.registers.iter().chain(&book.identities).chain(&book.teams));
        Directory::fold(&once(registers.chain(&self.own)), on_record)
    }

    /// The entries that name the subject, in the order in which they happened.
    pub(crate) fn naming(&self, reference: Reference, ask: &Ask) -> Vec<EntryLine> {
        let mut lines = Vec::new();
        for book in &self.cases {
            let past = Past::of(book, ask);
            let names = Names::of(book, &past.directory, ask.on_record);
            lines.extend(naming(&past, reference).map(|entry| {
                let said = summary(entry.event(), &names);
                let agency = entry.entry.envelope.by.agency;
                let line = EntryLine {
                    entry: past.pointer(entry.entry),
                    case: book.case,
                    when: past.dated(entry),
                    agency: past.directory.agency_name(agency),
                    title: said.title,
                    text: said.text,
                };
                (entry.occurred().interval().latest(), entry.entry.position, line)
            }));
        }
        lines.sort_by_key(|(latest, position, _)| (*latest, *position));
        lines.into_iter().map(|(.., line)| line).collect()
    }
}

/// The entries of a case that name somebody. What a correction says stands at the place of what it
/// corrects, or not at all.
pub(crate) fn naming<'a, 'b>(
    past: &'b Past<'a>,
    reference: Reference,
) -> impl Iterator<Item = &'b Effective<'a>> {
    let own = past.standing.iter().filter(|entry| !is_correction(entry));
    own.filter(move |entry| names_subject(entry, reference))
}

/// Whether an entry names somebody, as it was recorded.
fn named_in(entry: &Entry, subject: Reference) -> bool {
    references(&entry.envelope).contains(&subject) || references(&entry.event).contains(&subject)
}

/// The stream of somebody.
fn own_of(subject: Reference) -> Option<StreamId> {
    match subject {
        Reference::Child(child) => Some(StreamId::Child(child)),
        Reference::Person(person) => Some(StreamId::Person(person)),
        Reference::Case(_)
        | Reference::Agency(_)
        | Reference::Practitioner(_)
        | Reference::Team(_)
        | Reference::Entry(_) => None,
    }
}

fn is_correction(entry: &Effective<'_>) -> bool {
    matches!(entry.event().record(), Some(RecordEvent::EntryCorrected(_)))
}

/// Whether an entry names somebody, as it stands.
pub(crate) fn names_subject(entry: &Effective<'_>, reference: Reference) -> bool {
    let listed = match reference {
        Reference::Child(child) => entry.children().contains(&child),
        Reference::Person(person) => entry.about().contains(&person),
        Reference::Case(_)
        | Reference::Agency(_)
        | Reference::Practitioner(_)
        | Reference::Team(_)
        | Reference::Entry(_) => false,
    };
    listed || references(entry.event()).contains(&reference)
}

/// An identifier as it is shown.
pub(crate) fn identifier(
    it: &candour_domain::identity::IdentifierAssigned,
    entry: Pointer,
) -> IdentifierShown {
    IdentifierShown {
        kind: words(&it.kind),
        value: it.value.value().map(Text::to_string),
        verified: it.verified.value().map(words),
        entry,
    }
}

fn once<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Entry> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<Entry> =
        entries.filter(|entry| seen.insert(entry.position)).cloned().collect();
    kept.sort_by_key(|entry| entry.position);
    kept
}

/// The cases in whose streams somebody is named, in ledger order.
async fn cases_naming(
    store: &dyn EventStore,
    subject: Uuid,
    page: usize,
) -> Result<Vec<CaseId>, LoadError> {
    let wanted = subject.hyphenated().to_string();
    let mut cases = Vec::new();
    let mut after = After::Start;
    loop {
        let records = read_page(store, after, page).await?;
        let Some(last) = records.last() else { return Ok(cases) };
        after = After::Position(last.position);
        for record in &records {
            let case = case_of(record).filter(|case| !cases.contains(case));
            cases.extend(case.filter(|_| names(record, &wanted)));
        }
    }
}

/// Whether the structure of a record holds an identifier.
fn names(record: &Record, wanted: &str) -> bool {
    let structures = record.parts.iter().filter(|part| part.kind == PartKind::STRUCTURE);
    structures.filter_map(|part| part.content.as_ref()).any(|content| content.text.contains(wanted))
}

#[cfg(test)]
mod tests;
