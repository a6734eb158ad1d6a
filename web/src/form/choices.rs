//! What can be chosen of the ledger: people, agencies and entries by their names, so that nobody has to
//! type an identifier.

use candour_domain::landmark::Landmark;

use super::ask::{Listed, NOT_HERE};

/// Somebody or something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What is sent.
    pub value: String,
    /// Whether it is named in the case.
    pub near: bool,
}

/// An entry that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChoice {
    /// What is sent: its identifier.
    pub value: String,
    /// Its position in the ledger.
    pub position: u64,
    /// What it is called and says, in a line.
    pub says: String,
    /// What later entries may follow in it.
    pub leaves: Option<Landmark>,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// The children of the case.
    pub children: Vec<Named>,
    /// The adults around them.
    pub people: Vec<Named>,
    /// Agencies.
    pub agencies: Vec<Named>,
    /// Practitioners.
    pub practitioners: Vec<Named>,
    /// Teams.
    pub teams: Vec<Named>,
    /// The entries of the case, the latest first.
    pub entries: Vec<EntryChoice>,
}

/// How many entries are listed at most; others are named by their numbers.
pub(super) const ENTRIES_MAX: usize = 200;

/// One choice of a list: what is sent, and what it says.
pub(super) struct Choosable<'a> {
    pub(super) value: &'a str,
    pub(super) says: &'a str,
}

impl Choices {
    /// The people of a list; nothing for lists of entries.
    pub fn named(&self, list: Listed) -> &[Named] {
        match list {
            Listed::Children => &self.children,
            Listed::People => &self.people,
            Listed::Agencies => &self.agencies,
            Listed::Practitioners => &self.practitioners,
            Listed::Teams => &self.teams,
            Listed::Entries | Listed::Followed(_) => &[],
        }
    }

    /// The agencies that are named in the case.
    pub fn agencies_near(&self) -> impl Iterator<Item = &Named> {
        self.agencies.iter().filter(|it| it.near)
    }

    /// What of a list can be chosen.
    pub(super) fn of(&self, list: Listed) -> Vec<Choosable<'_>> {
        let entry = |it: &'_ EntryChoice| match list {
            Listed::Followed(kinds) => it.leaves.is_some_and(|left| kinds.contains(&left)),
            Listed::Entries
            | Listed::Children
            | Listed::People
            | Listed::Agencies
            | Listed::Practitioners
            | Listed::Teams => true,
        };
        let entries = || {
            let entries = self.entries.iter().filter(|it| entry(it)).take(ENTRIES_MAX);
            entries.map(|it| Choosable { value: &it.value, says: &it.says })
        };
        match list {
            Listed::Entries => entries().collect(),
            Listed::Followed(_) => {
                let says = "It was never recorded in this ledger";
                entries().chain([Choosable { value: NOT_HERE, says }]).collect()
            }
            Listed::Children
            | Listed::People
            | Listed::Agencies
            | Listed::Practitioners
            | Listed::Teams => {
                let named = self.named(list).iter();
                named.map(|it| Choosable { value: &it.value, says: &it.name }).collect()
            }
        }
    }

    /// What was chosen, in words; what was sent, where it is not in the list.
    pub(super) fn says<'a>(&'a self, list: Listed, value: &'a str) -> &'a str {
        if value == NOT_HERE {
            return "It was never recorded in this ledger";
        }
        match list {
            Listed::Entries | Listed::Followed(_) => {
                let found = self.entries.iter().find(|it| it.value == value);
                found.map_or(value, |it| &it.says)
            }
            Listed::Children
            | Listed::People
            | Listed::Agencies
            | Listed::Practitioners
            | Listed::Teams => {
                let found = self.named(list).iter().find(|it| it.value == value);
                found.map_or(value, |it| &it.name)
            }
        }
    }
}
