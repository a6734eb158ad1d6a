//! What cannot be true, and is refused: each in a sentence that says what, where, and what to do.
//!
//! What should not have happened but did is no refusal; it is recorded, and projections flag it.
//! Failures of the machinery are not here either ([`crate::RecordError`]).

use std::fmt;

use chrono::{DateTime, Utc};

use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, CaseId, EntryId, LedgerId, PractitionerId, RequestId};
use candour_domain::landmark::Landmark;
use candour_domain::reference::Reference;
use candour_domain::time::{When, london_minute};
use candour_ledger::Limit;

/// Which action of a request is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// Its place in the request, from 0.
    pub index: u32,
    /// The stored name of what it proposes.
    pub event: &'static str,
}

/// Why a request cannot be recorded as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request has no action.
    #[error("The request proposes nothing. Give it at least one action.")]
    NothingProposed,
    /// The request is larger than the ledger takes.
    #[error(
        "The request has {actual} {limit}, and the ledger takes {} at once. Divide it into several requests.",
        limit.max()
    )]
    TooLarge {
        /// What there is too much of.
        limit: Limit,
        /// How much there is.
        actual: usize,
    },
    /// The request was recorded before, with other content.
    #[error(
        "Request {request} has been recorded before with other content. Repeat it unchanged, or ask for \
         something new under an identifier of its own."
    )]
    RequestDiffers {
        /// The request.
        request: RequestId,
    },
    /// Nobody has registered the practitioner who asks.
    #[error(
        "The author of the request, practitioner {author}, is not registered in this ledger. Register the \
         practitioner first, or check the identifier."
    )]
    AuthorUnknown {
        /// The practitioner.
        author: PractitionerId,
    },
    /// Nobody has registered the agency for which it is to be recorded.
    #[error(
        "The agency that the request is recorded for, agency {agency}, is not registered in this ledger. \
         Register the agency first, or check the identifier."
    )]
    AgencyUnknown {
        /// The agency.
        agency: AgencyId,
    },
    /// Nothing opens the stream: there is no such case, child, person, agency, practitioner or team.
    #[error(
        "There is no {} in this ledger. {} first, or check the identifier.",
        thing(*stream),
        opened(*stream)
    )]
    NoSuchStream {
        /// The stream.
        stream: StreamId,
    },
    /// The stream is that of another ledger.
    #[error(
        "The request is about ledger {given}, and this is ledger {this}. Ask that ledger, or check the \
         identifier."
    )]
    OtherLedger {
        /// The ledger that was named.
        given: LedgerId,
        /// The ledger that this is.
        this: LedgerId,
    },
    /// What is proposed cannot stand in the stream of such a thing.
    #[error(
        "{of} cannot be recorded of {}. Check which stream the request names.",
        thing(*stream)
    )]
    WrongStream {
        /// What is proposed.
        of: Proposed,
        /// The stream.
        stream: StreamId,
    },
    /// What is proposed names somebody or something that this ledger does not know.
    #[error(
        "{of} cannot be recorded: it names {}, and there is none such in this ledger. {} first, or check \
         the identifier.",
        named(*what),
        made_known(*what)
    )]
    Unknown {
        /// What is proposed.
        of: Proposed,
        /// Whom or what it names.
        what: Reference,
    },
    /// What is proposed names an entry that does not stand in the stream.
    #[error(
        "{of} cannot be recorded: it names entry {entry}, which does not stand in {}. Check the \
         identifier; of what was never recorded here, say that it is not in this ledger.",
        thing(*stream)
    )]
    UnknownEntry {
        /// What is proposed.
        of: Proposed,
        /// The entry that it names.
        entry: EntryId,
        /// Where it would have to stand.
        stream: StreamId,
    },
    /// What is proposed answers, reviews or ends an entry of another kind than it may.
    #[error(
        "{of} cannot be recorded: it follows entry {entry}, which is {}; it must be {}. Check the \
         identifier; of what was never recorded here, say that it is not in this ledger.",
        quoted(is),
        one_of(may_be)
    )]
    OtherKind {
        /// What is proposed.
        of: Proposed,
        /// The entry that it names.
        entry: EntryId,
        /// The stored name of what that entry is.
        is: &'static str,
        /// What it would have to be, one of these.
        may_be: &'static [Landmark],
    },
    /// A correction replaces an entry by something of another type.
    #[error(
        "Entry {entry} is {} and cannot be corrected into {}. Correct it with the same type, or \
         withdraw it and record what happened.",
        quoted(is),
        quoted(replacement)
    )]
    OtherType {
        /// The entry that is corrected.
        entry: EntryId,
        /// The stored name of what it is.
        is: &'static str,
        /// The stored name of what it would become.
        replacement: &'static str,
    },
    /// A span ends before it begins.
    #[error(
        "{of} cannot be recorded: in {}, it ends ({until}) before it begins ({from}). Check both dates.",
        field_words(field)
    )]
    EndsBeforeItBegins {
        /// What is proposed.
        of: Proposed,
        /// The field that says how it ends.
        field: &'static str,
        /// How it begins.
        from: When,
        /// How it ends.
        until: When,
    },
    /// A date lies beyond what a case can speak of.
    #[error(
        "{of} cannot be recorded: it says that {} {when}, which lies before 1850 or after 2199. Check \
         the year.",
        happened(field)
    )]
    BeyondAllRecords {
        /// What is proposed.
        of: Proposed,
        /// The field.
        field: &'static str,
        /// The date.
        when: When,
    },
    /// Something is said to have happened that lies in the future.
    #[error(
        "{of} cannot be recorded: it says that {} {when}, which is in the future: the ledger's time is \
         {:#}. Check the date; what is only planned is recorded as planned.",
        happened(field),
        london_minute(*now)
    )]
    InTheFuture {
        /// What is proposed.
        of: Proposed,
        /// The field.
        field: &'static str,
        /// When it is said to have happened.
        when: When,
        /// The ledger's time.
        now: DateTime<Utc>,
    },
    /// Somebody is said to be related to themselves, or to have another record that is this one.
    #[error(
        "{of} cannot be recorded: it names {} itself as the other. Check the identifier.",
        thing(*stream)
    )]
    OwnRelative {
        /// What is proposed.
        of: Proposed,
        /// The stream of whom it is said.
        stream: StreamId,
    },
    /// A child is said to leave a case for that same case.
    #[error(
        "{of} cannot be recorded: a child cannot leave case {case} for that same case. Check the \
         identifier."
    )]
    SameCase {
        /// What is proposed.
        of: Proposed,
        /// The case.
        case: CaseId,
    },
}

impl Refusal {
    /// The stable code of the refusal, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingProposed => "nothing_proposed",
            Self::TooLarge { .. } => "too_large",
            Self::RequestDiffers { .. } => "request_differs",
            Self::AuthorUnknown { .. } => "author_unknown",
            Self::AgencyUnknown { .. } => "agency_unknown",
            Self::NoSuchStream { .. } => "no_such_stream",
            Self::OtherLedger { .. } => "other_ledger",
            Self::WrongStream { .. } => "wrong_stream",
            Self::Unknown { .. } => "unknown",
            Self::UnknownEntry { .. } => "unknown_entry",
            Self::OtherKind { .. } => "other_kind",
            Self::OtherType { .. } => "other_type",
            Self::EndsBeforeItBegins { .. } => "ends_before_it_begins",
            Self::BeyondAllRecords { .. } => "beyond_all_records",
            Self::InTheFuture { .. } => "in_the_future",
            Self::OwnRelative { .. } => "own_relative",
            Self::SameCase { .. } => "same_case",
        }
    }

    /// Which action of the request is refused, where one is.
    pub fn action(&self) -> Option<u32> {
        match self {
            Self::NothingProposed
            | Self::TooLarge { .. }
            | Self::RequestDiffers { .. }
            | Self::AuthorUnknown { .. }
            | Self::AgencyUnknown { .. }
            | Self::NoSuchStream { .. }
            | Self::OtherLedger { .. }
            | Self::OtherType { .. } => None,
            Self::WrongStream { of, .. }
            | Self::Unknown { of, .. }
            | Self::UnknownEntry { of, .. }
            | Self::OtherKind { of, .. }
            | Self::EndsBeforeItBegins { of, .. }
            | Self::BeyondAllRecords { of, .. }
            | Self::InTheFuture { of, .. }
            | Self::OwnRelative { of, .. }
            | Self::SameCase { of, .. } => Some(of.index),
        }
    }
}

impl fmt::Display for Proposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The entry {}", quoted(self.event))?;
        if self.index > 0 {
            write!(f, " (action {} of the request)", self.index + 1)?;
        }
        Ok(())
    }
}

/// A stored name as people say it, in quotation marks: `FgdmOffered` is "FGDM offered".
fn quoted(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    format!("\"{}\"", words.replace("fgdm", "FGDM"))
}

fn thing(stream: StreamId) -> String {
    match stream {
        StreamId::Case(id) => format!("case {id}"),
        StreamId::Child(id) => format!("child {id}"),
        StreamId::Person(id) => format!("person {id}"),
        StreamId::Agency(id) => format!("agency {id}"),
        StreamId::Practitioner(id) => format!("practitioner {id}"),
        StreamId::Team(id) => format!("team {id}"),
        StreamId::Ledger(id) => format!("ledger {id}"),
    }
}

fn opened(stream: StreamId) -> &'static str {
    match stream {
        StreamId::Case(_) => "Open the case",
        StreamId::Child(_) => "Identify the child",
        StreamId::Person(_) => "Identify the person",
        StreamId::Agency(_) => "Register the agency",
        StreamId::Practitioner(_) => "Register the practitioner",
        StreamId::Team(_) => "Establish the team",
        StreamId::Ledger(_) => "Open the ledger",
    }
}

fn named(what: Reference) -> String {
    match what {
        Reference::Case(id) => thing(StreamId::Case(id)),
        Reference::Child(id) => thing(StreamId::Child(id)),
        Reference::Person(id) => thing(StreamId::Person(id)),
        Reference::Agency(id) => thing(StreamId::Agency(id)),
        Reference::Practitioner(id) => thing(StreamId::Practitioner(id)),
        Reference::Team(id) => thing(StreamId::Team(id)),
        Reference::Entry(id) => format!("entry {id}"),
    }
}

fn made_known(what: Reference) -> &'static str {
    match what {
        Reference::Case(id) => opened(StreamId::Case(id)),
        Reference::Child(id) => opened(StreamId::Child(id)),
        Reference::Person(id) => opened(StreamId::Person(id)),
        Reference::Agency(id) => opened(StreamId::Agency(id)),
        Reference::Practitioner(id) => opened(StreamId::Practitioner(id)),
        Reference::Team(id) => opened(StreamId::Team(id)),
        Reference::Entry(_) => "Record it",
    }
}

fn one_of(may_be: &[Landmark]) -> String {
    let names: Vec<String> = may_be.iter().map(Landmark::to_string).collect();
    names.join(", or ")
}

fn field_words(field: &str) -> String {
    format!("the field {}", field.replace('_', " "))
}

/// What the fields of the envelope mean, in a sentence; any other field by its name.
fn happened(field: &str) -> String {
    match field {
        "occurred" => "it happened on".to_owned(),
        "known" => "it was first known on".to_owned(),
        "entered" => "it was entered on".to_owned(),
        "when" => "it was stated on".to_owned(),
        _ => format!("{} was on", field_words(field)),
    }
}

#[cfg(test)]
mod tests;
