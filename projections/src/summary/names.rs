//! Names for a summary: of whoever and whatever an event refers to.

use std::collections::BTreeMap;

use candour_domain::case::information::{ItemShared, Reader};
use candour_domain::effective::OnRecord;
use candour_domain::entry::Entry;
use candour_domain::identifier::{AgencyId, ChildId, EntryId, PersonId, PractitionerId, TeamId};
use candour_domain::identity::Relative;
use candour_domain::meeting::{Attendee, Extent, Meeting};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{Certainty, When};

use crate::casebook::{Casebook, NOT_SHOWN, label};
use crate::directory::{Directory, short};
use crate::marks::seen::Withheld;
use crate::shape::words;

/// Names of parties and entries, as they stood on the record.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    directory: &'a Directory,
    labels: BTreeMap<EntryId, String>,
}

impl<'a> Names<'a> {
    /// The names that a case needs, from a directory. An entry that was not on the record then has
    /// none, and is called by its short identifier.
    pub fn of(book: &Casebook, directory: &'a Directory, on_record: OnRecord) -> Self {
        let all = [&book.entries, &book.identities, &book.teams, &book.registers, &book.ledger];
        let held =
            all.into_iter().flatten().filter(|entry| on_record.holds(entry) == Certainty::Yes);
        Self::from_entries(held, directory).and_withheld(&book.withheld)
    }

    /// With those that are not shown to whoever reads.
    pub(crate) fn and_withheld(mut self, withheld: &[Withheld]) -> Self {
        for it in withheld {
            self.labels.entry(it.entry).or_insert_with(|| NOT_SHOWN.to_owned());
        }
        self
    }

    /// The names of some entries, from a directory.
    pub fn from_entries<'e>(
        entries: impl Iterator<Item = &'e Entry>,
        directory: &'a Directory,
    ) -> Self {
        let labels = entries.map(|entry| (entry.id, label(entry, directory))).collect();
        Self { directory, labels }
    }

    /// The directory that they come from.
    pub fn directory(&self) -> &'a Directory {
        self.directory
    }

    /// What an entry is called.
    pub fn entry(&self, id: EntryId) -> String {
        self.labels.get(&id).cloned().unwrap_or_else(|| short(id.uuid()))
    }

    pub(super) fn entries(&self, ids: &[EntryId]) -> Vec<String> {
        ids.iter().map(|id| self.entry(*id)).collect()
    }

    pub(super) fn antecedent(&self, antecedent: Antecedent) -> String {
        match antecedent {
            Antecedent::Named(id) => self.entry(id),
            Antecedent::NotInThisLedger => "not in this ledger".to_owned(),
        }
    }

    pub(super) fn child(&self, id: ChildId) -> String {
        self.directory.child_name(id)
    }

    pub(super) fn person(&self, id: PersonId) -> String {
        self.directory.person_name(id)
    }

    pub(super) fn people(&self, ids: &[PersonId]) -> Vec<String> {
        ids.iter().map(|id| self.person(*id)).collect()
    }

    pub(super) fn agency(&self, id: AgencyId) -> String {
        self.directory.agency_name(id)
    }

    pub(super) fn practitioner(&self, id: PractitionerId) -> String {
        self.directory.practitioner_name(id)
    }

    pub(super) fn team(&self, id: TeamId) -> String {
        self.directory.team_name(id)
    }

    pub(super) fn relative(&self, relative: &Relative) -> String {
        match relative {
            Relative::Child(child) => self.child(*child),
            Relative::Person(person) => self.person(*person),
        }
    }

    /// The name of whoever was told, sent or handed something.
    pub fn recipient(&self, recipient: &Recipient) -> String {
        self.directory.recipient_name(recipient)
    }

    pub(super) fn recipients(&self, recipients: &[Recipient]) -> Vec<String> {
        recipients.iter().map(|one| self.recipient(one)).collect()
    }

    /// The name of whoever opened or read something.
    pub fn reader(&self, reader: &Reader) -> String {
        match reader {
            Reader::Named(recipient) => self.recipient(recipient),
            Reader::NotNamed(agency) => {
                format!("somebody at {} (not named)", self.agency(*agency))
            }
        }
    }

    /// The name of whoever raised or said something.
    pub fn speaker(&self, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Practitioner(id) => self.practitioner(*id),
            Speaker::Person(id) => self.person(*id),
            Speaker::Child(id) => self.child(*id),
            Speaker::Described(words) => words.to_string(),
            Speaker::Protected(words) => format!("{words} (identity protected)"),
            Speaker::Anonymous => "somebody who gave no name".to_owned(),
        }
    }

    /// The name of whoever was at a meeting.
    pub fn attendee(&self, attendee: &Attendee) -> String {
        match attendee {
            Attendee::Practitioner { practitioner, agency } => {
                format!("{} ({})", self.practitioner(*practitioner), self.agency(*agency))
            }
            Attendee::Agency(agency) => self.agency(*agency),
            Attendee::Person(person) => self.person(*person),
            Attendee::Child(child) => self.child(*child),
            Attendee::Described(words) => words.to_string(),
        }
    }

    pub(super) fn attendees(&self, attendees: &[Attendee]) -> Vec<String> {
        attendees.iter().map(|one| self.attendee(one)).collect()
    }

    /// Items that were passed on, each with how much of it where that is less than the whole.
    pub(super) fn items(&self, items: &[ItemShared]) -> Vec<String> {
        let extent = |item: &ItemShared| match &item.extent {
            Recorded::NotRecorded => " (extent not recorded)".to_owned(),
            Recorded::Recorded(Extent::Whole) => String::new(),
            Recorded::Recorded(extent) => format!(" ({})", words(extent)),
        };
        items.iter().map(|item| format!("{}{}", self.entry(item.item), extent(item))).collect()
    }

    /// Who was at a meeting, and what was on its table.
    pub(super) fn meeting(&self, said: super::Said, meeting: &Meeting) -> super::Said {
        let there = meeting.attendance.iter().map(|one| self.attendee(&one.who));
        let tabled = meeting.table.iter().map(|one| self.entry(one.item));
        said.list("Present", there).list("Before the meeting", tabled)
    }

    /// A time in words.
    pub(super) fn when(when: &When) -> String {
        when.to_string()
    }
}
