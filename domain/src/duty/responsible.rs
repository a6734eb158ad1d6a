//! Who is recorded as a parent of a child, or as holding parental responsibility, in the streams of
//! children and persons. A relationship is read as that of a parent only where it says mother,
//! father or parent and nothing else; a grandmother or stepfather is not one.

use crate::effective::Effective;
use crate::entry::StreamId;
use crate::event::Event;
use crate::identifier::{ChildId, PersonId};
use crate::identity::{IdentityEvent, Relative, Responsibility};
use crate::time::{Certainty, Interval, When};

/// Somebody recorded as a parent or as holding parental responsibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Responsible {
    /// The child.
    pub child: ChildId,
    /// The person.
    pub person: PersonId,
    /// From when, where that is recorded.
    pub from: Option<When>,
    /// Until when, where that is recorded.
    pub until: Option<When>,
}

impl Responsible {
    /// Whether they may have been so at a time.
    pub(super) fn at(&self, at: Interval) -> bool {
        let began = self.from.is_none_or(|from| at.before(from.interval()) != Certainty::Yes);
        let lasts = self.until.is_none_or(|until| until.interval().before(at) != Certainty::Yes);
        began && lasts
    }
}

/// The words for a parent.
const PARENT: &[&str] =
    &["mother", "father", "parent", "adoptive mother", "adoptive father", "adoptive parent"];

/// Everybody whom the streams of children and persons record as a parent, or as holding parental
/// responsibility. Who is recorded as not holding it may still be a parent.
pub fn responsible(identities: &[Effective<'_>]) -> Vec<Responsible> {
    let mut found: Vec<Responsible> = Vec::new();
    for entry in identities.iter().filter(|entry| entry.stands()) {
        let StreamId::Person(person) = entry.entry.stream else { continue };
        let Event::Identity(event) = entry.event() else { continue };
        match event {
            IdentityEvent::ParentalResponsibilityRecorded(it)
                if it.holds == Responsibility::Holds =>
            {
                found.push(Responsible { child: it.child, person, from: it.from, until: it.until });
            }
            IdentityEvent::RelationshipRecorded(it) => {
                let words = it.relationship.words().unwrap_or_default().trim().to_lowercase();
                if let Relative::Child(child) = it.with
                    && PARENT.contains(&words.as_str())
                {
                    found.push(Responsible { child, person, from: None, until: None });
                }
            }
            IdentityEvent::ChildIdentified(_)
            | IdentityEvent::PersonIdentified(_)
            | IdentityEvent::IdentifierAssigned(_)
            | IdentityEvent::DetailsAmended(_)
            | IdentityEvent::ParentalResponsibilityRecorded(_)
            | IdentityEvent::HouseholdRecorded(_)
            | IdentityEvent::AddressRecorded(_)
            | IdentityEvent::SafeContactAgreed(_)
            | IdentityEvent::RecordsLinked(_)
            | IdentityEvent::RecordsUnlinked(_)
            | IdentityEvent::Record(_) => {}
        }
    }
    found
}
