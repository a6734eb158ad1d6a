//! One case with all that reading it needs: its own entries, the streams of its children and people,
//! its teams, the ledger's own stream, and names.
//!
//! A casebook is read once and asked many times; every projection over one case is a pure fold over
//! it. It holds what is recorded, unabridged: what a question may see is decided by [`crate::ask`].
//!
//! # Rules
//! - `a_row_is_found_by_the_reference_of_its_agency`: the row's own entry, never a step derived from it
//!   nor a correction of it.
//! - `a_reference_that_two_agencies_use_is_ambiguous`: and is answered with all of them.
//! - `an_entry_is_found_by_its_position_or_identifier`: as `#17` or as the whole identifier.
//! - `a_casebook_as_a_reader_is_shown_it_holds_nothing_else`: and says what was withheld and why.

mod accesses;
mod load;

use candour_domain::case::CaseEvent;
use candour_domain::case::access::WithheldReason;
use candour_domain::case::information::{InformationEvent, Reader};
use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::party::Recipient;

use crate::directory::Directory;
use crate::marks::seen::{Withheld, seen, withheld};
use crate::marks::treatment::{Reader as WhoReads, Treatment};
use crate::marks::{Marks, marks};
use crate::shape::spaced;

pub use load::{
    LOAD_PAGE_RECORDS, LoadError, read_stream_entries, read_stream_entries_by,
    read_stream_entries_from,
};
pub(crate) use load::{decode, named_in};

/// One case and what reading it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Casebook {
    /// The case.
    pub case: CaseId,
    /// Its own entries, in ledger order.
    pub entries: Vec<Entry>,
    /// The streams of the children and people who are part of it or named in it, in ledger order.
    pub identities: Vec<Entry>,
    /// The streams of the teams that are named in it, in ledger order.
    pub teams: Vec<Entry>,
    /// The stream of the ledger itself.
    pub ledger: Vec<Entry>,
    /// The streams of the agencies and practitioners that are named in any of these, and of those
    /// children and people whom only the identities name: for their names.
    pub registers: Vec<Entry>,
    /// What the ledger of accesses says of the case, in its own order; empty where it was not read. Its
    /// positions are those of that ledger.
    pub accesses: Vec<Entry>,
    /// Every name as it stands now. A view of the record at a moment asks
    /// [`Casebook::directory_at`].
    pub directory: Directory,
    /// What is withheld from the reader whose casebook it is; nothing where it is the whole.
    pub withheld: Vec<Withheld>,
}

/// The streams that a casebook is made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Streams {
    /// The entries of the case.
    pub entries: Vec<Entry>,
    /// The entries of its children and people.
    pub identities: Vec<Entry>,
    /// The entries of its teams.
    pub teams: Vec<Entry>,
    /// The entries of the ledger's own stream.
    pub ledger: Vec<Entry>,
    /// The entries that only give names.
    pub registers: Vec<Entry>,
}

/// What an entry is called that is not shown to whoever reads.
pub(crate) const NOT_SHOWN: &str = "an entry that is not shown to you";

/// What looking for an entry by a reference comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// No entry has it.
    None,
    /// One entry has it.
    One(&'a Entry),
    /// Several entries have it.
    Ambiguous(Vec<&'a Entry>),
}

impl Casebook {
    /// A casebook of a case, from its streams, each brought into ledger order.
    pub fn of(case: CaseId, streams: Streams) -> Self {
        let Streams { mut entries, mut identities, mut teams, mut ledger, mut registers } = streams;
        for part in [&mut entries, &mut identities, &mut teams, &mut ledger, &mut registers] {
            part.sort_by_key(|entry| entry.position);
        }
        let mut book = Self {
            case,
            entries,
            identities,
            teams,
            ledger,
            registers,
            accesses: Vec::new(),
            directory: Directory::default(),
            withheld: Vec::new(),
        };
        book.directory = book.directory_at(OnRecord::ALL);
        book
    }

    /// The marks of all its entries.
    pub fn marks(&self) -> Marks {
        marks(&self.all().collect::<Vec<_>>())
    }

    /// The same as a reader is shown it, given its marks; none where the reader is shown all of it.
    pub fn seen_by(&self, marks: &Marks, reader: &WhoReads) -> Option<Self> {
        self.all().find_map(|entry| withheld(entry, marks, reader))?;
        let Self { case, entries, identities, teams, ledger, registers, accesses, .. } =
            self.clone();
        let mut told = Vec::new();
        let mut shown = |part| seen(part, (marks, reader), &mut told);
        let entries = shown(entries);
        // Who is named only in what is not shown is no part of the case for this reader.
        let streams = Streams { entries, identities, teams, ledger, registers }.reached(&accesses);
        let streams = Streams {
            entries: streams.entries,
            identities: shown(streams.identities),
            teams: shown(streams.teams),
            ledger: shown(streams.ledger),
            registers: shown(streams.registers),
        };
        Some(Self { accesses, withheld: told, ..Self::of(case, streams) })
    }

    fn all(&self) -> impl Iterator<Item = &Entry> {
        let Self { entries, identities, teams, ledger, registers, .. } = self;
        [entries, identities, teams, ledger, registers].into_iter().flatten()
    }

    /// Why an entry that people name by its position ("#17") or its identifier is not shown, where it is not.
    pub fn not_shown(&self, reference: &str) -> Option<WithheldReason> {
        let wanted = reference.trim();
        let position = wanted.strip_prefix('#').and_then(|number| number.parse::<u64>().ok());
        let id = wanted.parse::<EntryId>().ok();
        let meant = |it: &&Withheld| Some(it.position.0) == position || Some(it.entry) == id;
        let not_shown = self.withheld.iter().filter(|it| it.treatment == Treatment::NotShown);
        not_shown.filter(meant).map(|it| it.reason).next()
    }

    /// The entries of the case as they stood on the record.
    pub fn effective(&self, on_record: OnRecord) -> Vec<Effective<'_>> {
        effective(&self.entries, on_record)
    }

    /// The names as they stood on the record.
    pub fn directory_at(&self, on_record: OnRecord) -> Directory {
        Directory::fold(&self.named(), on_record)
    }

    /// The names of those whom the record held, for finding somebody by a name.
    pub fn directory_held(&self, on_record: OnRecord) -> Directory {
        Directory::held(&self.named(), on_record)
    }

    fn named(&self) -> Vec<Entry> {
        let parts = [&self.registers, &self.identities, &self.teams];
        let mut named: Vec<Entry> = parts.into_iter().flatten().cloned().collect();
        named.sort_by_key(|entry| entry.position);
        named
    }

    /// An entry of the case.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entry that people mean: by the reference of an imported row ("C2"), by its position in the
    /// ledger ("#17"), or by its identifier.
    pub fn entry_by_reference(&self, reference: &str) -> Found<'_> {
        let wanted = reference.trim();
        let position = wanted.strip_prefix('#').and_then(|number| number.parse::<u64>().ok());
        let id = wanted.parse::<EntryId>().ok();
        let found: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| {
                Some(entry.position.0) == position
                    || Some(entry.id) == id
                    || own_reference(entry).is_some_and(|own| own.eq_ignore_ascii_case(wanted))
            })
            .collect();
        match found.as_slice() {
            [] => Found::None,
            [one] => Found::One(one),
            _ => Found::Ambiguous(found),
        }
    }

    /// What an entry is called: the reference of its row ("C2"), with what the step was where it is one
    /// derived from the row ("P2, told Children's social care"), otherwise its position ("#17").
    pub fn label(&self, entry: &Entry) -> String {
        label(entry, &self.directory)
    }

    /// What an entry of the case is called, by its identifier; its short identifier, if the case has
    /// no such entry.
    pub fn label_of(&self, id: EntryId) -> String {
        match self.entry(id) {
            Some(entry) => self.label(entry),
            None if self.withheld.iter().any(|it| it.entry == id) => NOT_SHOWN.to_owned(),
            None => crate::directory::short(id.uuid()),
        }
    }
}

/// The reference of the imported row that an entry is the own entry of.
pub fn own_reference(entry: &Entry) -> Option<&str> {
    let import = entry.envelope.source.import.as_ref()?;
    (is_own(entry) && entry.event.record().is_none()).then(|| import.reference.as_str())
}

/// Whether an entry was derived from an imported row and is not the row's own: that somebody was told,
/// received or read it, decided not to share it, or noted something on it later.
pub fn is_step(entry: &Entry) -> bool {
    entry.envelope.source.import.is_some() && !is_own(entry)
}

fn is_own(entry: &Entry) -> bool {
    entry.id == EntryId::of_request(entry.request, 0)
}

/// What an entry is called, with names from a directory.
pub(crate) fn label(entry: &Entry, directory: &Directory) -> String {
    match &entry.envelope.source.import {
        // Rows of a list of people share the reference of their case.
        Some(_) if !matches!(entry.stream, StreamId::Case(_)) => format!("#{}", entry.position.0),
        None => format!("#{}", entry.position.0),
        Some(import) if own_reference(entry).is_some() => import.reference.to_string(),
        Some(import) => format!("{}, {}", import.reference, step(entry, directory)),
    }
}

/// What an entry of the ledger of accesses is called beside those of the ledger: the positions of each are its own.
pub fn access_label(entry: &Entry) -> String {
    format!("access #{}", entry.position.0)
}

/// What another step is: the words of its stored name, "plan started".
fn other(entry: &Entry) -> String {
    spaced(candour_schemas::type_name(&entry.event))
}

/// What step an entry is, in few words.
fn step(entry: &Entry, directory: &Directory) -> String {
    let name = |recipient: &Recipient| directory.recipient_name(recipient);
    let reader = |reader: &Reader| match reader {
        Reader::Named(recipient) => name(recipient),
        Reader::NotNamed(agency) => directory.agency_name(*agency),
    };
    match &entry.event {
        Event::Case(CaseEvent::Information(event)) => match event {
            InformationEvent::InformationDisclosed(it) => format!("told {}", name(&it.to)),
            InformationEvent::InformationSupplied(it) => format!("supplied to {}", name(&it.to)),
            InformationEvent::DisclosureReceived(it) => format!("received by {}", name(&it.by)),
            InformationEvent::DisclosureOpened(it) => format!("opened by {}", reader(&it.reader)),
            InformationEvent::DisclosureRead(it) => format!("read by {}", reader(&it.reader)),
            InformationEvent::NotSharedDecided(it) => format!("not shared with {}", name(&it.with)),
            InformationEvent::ObservationRecorded(_)
            | InformationEvent::AccountWeighed(_)
            | InformationEvent::InformationRequested(_)
            | InformationEvent::NothingKnownReplied(_)
            | InformationEvent::InformationRefused(_)
            | InformationEvent::ReceivedByUnintended(_)
            | InformationEvent::OnwardSharingRestricted(_)
            | InformationEvent::BeliefRecorded(_)
            | InformationEvent::AccountsDiffer(_)
            | InformationEvent::KnowledgeDisputed(_) => other(entry),
        },
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => other(entry),
    }
}

#[cfg(test)]
mod tests;
