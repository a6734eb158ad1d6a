//! The case view: who the children and people are, who is allocated, which agencies are involved,
//! where each child stands, when each was last seen and heard, how family group decision making
//! stands, and what a reader's eye should be drawn to.
//!
//! A pure fold over the entries as they stand. It finds no fault and scores nothing.
//!
//! # Rules
//! - `nothing_recorded_later_changes_an_earlier_view`: on the ledger's clock, adding entries changes no
//!   view at an earlier moment of the record.
//! - `a_child_of_whom_something_is_told_is_shown_before_they_joined`: and said to have joined later.
//! - `a_withdrawn_entry_counts_in_nothing`: a view is as if it had never been, and says how many there are.

mod age;
mod bearing;
mod children;
mod endings;
mod fgdm;
mod flags;
mod openings;
mod people;
mod stage;
mod work;

use std::collections::BTreeSet;

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{Acceptance, OpeningEvent};
use candour_domain::effective::{Effective, OnRecord, Standing, effective};
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::envelope::Entered;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, ChildId, EntryId};
use candour_domain::identity::IdentityEvent;
use candour_domain::recorded::Recorded;
use candour_domain::time::Certainty;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::directory::Directory;
use crate::shape::{AgencyName, Asked, ChildName, Dated, Pointer, in_order_of_latest, said};

pub use age::Age;
pub(crate) use age::{Identity, identity_events};
pub(crate) use bearing::bears_on_stages;
pub(crate) use children::children;
pub use children::{ChildInCase, Membership, OwnWords, Sighting, Stand};
pub use fgdm::{FgdmAnswer, FgdmAnswerKind, FgdmHeldShown, FgdmInvitee, FgdmOffer, FgdmStanding};
pub use flags::{Flag, FlagKind};
pub use people::{
    HouseholdMember, PersonInCase, RelationshipShown, ResponsibilityShown, SafeContact,
};
pub(crate) use people::{of_person, relative_name, safe_contact};
pub use stage::Stage;
pub(crate) use stage::{Opened, Stages, case_event};
pub use work::{AgencyInCase, Allocated, Involvement};

/// A case as it stands, or stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseView {
    /// What was asked on.
    pub asked: Asked,
    /// The case.
    pub case: CaseId,
    /// The reference that it is known by.
    pub reference: Option<String>,
    /// The local authority that holds it.
    pub authority: Option<AgencyName>,
    /// Whether it is open.
    pub status: CaseStatus,
    /// When it was opened.
    pub opened: Option<Dated>,
    /// When it was closed, where it is closed.
    pub closed: Option<Dated>,
    /// The children.
    pub children: Vec<ChildInCase>,
    /// The people around them.
    pub people: Vec<PersonInCase>,
    /// Who lives in the household, as it is recorded.
    pub household: Vec<HouseholdMember>,
    /// The practitioners who are allocated.
    pub allocated: Vec<Allocated>,
    /// The agencies that are involved.
    pub agencies: Vec<AgencyInCase>,
    /// How family group decision making stands.
    pub fgdm: FgdmStanding,
    /// What a reader's eye should be drawn to. Never a finding.
    pub flags: Vec<Flag>,
    /// How many entries are on the record.
    pub entries: usize,
    /// How many of them are withdrawn.
    pub withdrawn: usize,
}

/// Whether a case is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// No opening is on the record.
    NotOpened,
    /// It is open.
    Open,
    /// It is closed.
    Closed,
}

/// What the parts of the view are folded from: the entries that count, in the order in which they
/// happened, with names and the question.
pub(crate) struct Past<'a> {
    /// The question.
    pub(crate) ask: Ask,
    /// The names.
    pub(crate) directory: Directory,
    /// The entries of the case that count.
    pub(crate) standing: Vec<Effective<'a>>,
    /// The entries of children and people that count.
    pub(crate) identities: Vec<Effective<'a>>,
    /// The children of the case, those who left included.
    pub(crate) children: Vec<ChildId>,
    /// When the last of all that counts was recorded.
    pub(crate) last: Option<DateTime<Utc>>,
}

impl<'a> Past<'a> {
    /// What a question sees of a case.
    pub(crate) fn of(book: &'a Casebook, ask: &Ask) -> Self {
        Self::of_parts(&book.entries, &book.identities, book.directory_at(ask.on_record), ask)
    }

    /// What a question sees of the entries of a case, and of those of children and people, which are
    /// kept in ledger order: what was said last of somebody stands.
    pub(crate) fn of_parts(
        entries: &'a [Entry],
        identities: &'a [Entry],
        directory: Directory,
        ask: &Ask,
    ) -> Self {
        let mut standing = counting(entries, ask);
        in_order_of_latest(&mut standing);
        let mut identities = counting(identities, ask);
        identities.sort_by_key(|entry| entry.entry.position);
        let children = children_of(&standing, &joining(entries, ask));
        let last = standing.iter().chain(&identities).map(|it| it.entry.recorded_at).max();
        Self { ask: *ask, directory, standing, identities, children, last }
    }

    /// A pointer to an entry.
    pub(crate) fn pointer(&self, entry: &Entry) -> Pointer {
        Pointer::to(entry, &self.directory)
    }

    /// When an entry happened.
    pub(crate) fn dated(&self, entry: &Effective<'_>) -> Dated {
        Dated::of(entry.occurred(), &self.ask)
    }

    /// An entry of the case that counts.
    pub(crate) fn entry(&self, id: EntryId) -> Option<&Effective<'a>> {
        self.standing.iter().find(|entry| entry.id() == id)
    }
}

/// The entries that count under a question.
fn counting<'a>(entries: &'a [Entry], ask: &Ask) -> Vec<Effective<'a>> {
    let counts = |entry: &Effective<'_>| {
        let by_then = undated(entry.entry) || ask.happened(entry) != Certainty::No;
        entry.stands() && ask.keeps(entry) && by_then
    };
    register(entries, ask).into_iter().filter(counts).collect()
}

/// The entries on the record; on the claims clock also those that say who is who and come from a file
/// which does not say when they were entered: a list of the family names no such day.
fn register<'a>(entries: &'a [Entry], ask: &Ask) -> Vec<Effective<'a>> {
    let mut held = effective(entries, ask.on_record);
    if ask.on_record.clock == RecordClock::Claims {
        let ids: BTreeSet<EntryId> = held.iter().map(Effective::id).collect();
        let further = entries.iter().filter(|entry| undated(entry) && !ids.contains(&entry.id));
        held.extend(further.map(|entry| Effective { entry, standing: Standing::AsRecorded }));
    }
    held
}

/// Whether an entry says who is who, and comes from a file that does not say when it was entered.
fn undated(entry: &Entry) -> bool {
    let import = entry.envelope.source.import.as_ref();
    import.is_some_and(|import| import.entered == Entered::NotStated) && joins(&entry.event)
}

/// Whether an event says who is who, rather than what happened to them.
fn joins(event: &Event) -> bool {
    match event {
        Event::Case(CaseEvent::Opening(event)) => matches!(
            event,
            OpeningEvent::CaseOpened(_)
                | OpeningEvent::ChildJoinedCase(_)
                | OpeningEvent::PersonJoinedCase(_)
        ),
        Event::Identity(event) => event_says_who(event),
        Event::Case(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => false,
    }
}

fn event_says_who(event: &IdentityEvent) -> bool {
    match event {
        IdentityEvent::ChildIdentified(_)
        | IdentityEvent::PersonIdentified(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_) => true,
        IdentityEvent::DetailsAmended(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => false,
    }
}

/// The children who joined the case, whenever that was: as the record stood; on the claims clock as it
/// stands, because who is in a case is entered when a case is set up.
fn joining(entries: &[Entry], ask: &Ask) -> BTreeSet<ChildId> {
    let on_record = match ask.on_record.clock {
        RecordClock::Ledger => ask.on_record,
        RecordClock::Claims => OnRecord { clock: RecordClock::Claims, until: None },
    };
    let standing = effective(entries, on_record).into_iter().filter(Effective::stands);
    standing.filter_map(|entry| joined(&entry)).collect()
}

/// The child who joined the case by an entry.
fn joined(entry: &Effective<'_>) -> Option<ChildId> {
    let Some(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it))) = case_event(entry) else {
        return None;
    };
    Some(it.child)
}

/// The children of a case: those who have joined by then, and those of whom something is told by then
/// and who joined later, as when a case is set up long after what it tells of.
fn children_of(standing: &[Effective<'_>], joining: &BTreeSet<ChildId>) -> Vec<ChildId> {
    let mut children: Vec<ChildId> = Vec::new();
    let named = standing.iter().flat_map(Effective::children).filter(|it| joining.contains(it));
    for child in standing.iter().filter_map(joined).chain(named.copied()) {
        if !children.contains(&child) {
            children.push(child);
        }
    }
    children
}

/// Says how a case stands, or stood.
pub fn case_view(book: &Casebook, ask: &Ask) -> CaseView {
    let past = Past::of(book, ask);
    let opening = Opening::of(&past);
    let on_record = effective(&book.entries, ask.on_record);
    CaseView {
        asked: Asked::from(ask),
        case: book.case,
        reference: opening.reference.or_else(|| reference(book, ask)),
        authority: opening.authority,
        status: opening.status,
        opened: opening.opened,
        closed: opening.closed.as_ref().map(|(dated, _)| dated.clone()),
        children: children(&past, opening.closed.as_ref()),
        people: people::people(&past),
        household: people::household(&past, book.case),
        allocated: work::allocated(&past),
        agencies: work::agencies(&past),
        fgdm: fgdm::standing(&past),
        flags: flags::flags(&past),
        entries: on_record.len(),
        withdrawn: on_record.iter().filter(|entry| !entry.stands()).count(),
    }
}

/// The names of the agencies and children of a case alone: of those whom [`case_view`] has.
pub fn agencies_and_children(book: &Casebook, ask: &Ask) -> (Vec<AgencyName>, Vec<ChildName>) {
    let past = Past::of(book, ask);
    let agencies = work::agencies(&past).into_iter().map(|it| it.agency).collect();
    (agencies, past.children.iter().map(|it| past.directory.child(*it)).collect())
}

/// The reference that a case was first opened under, whenever in the world that was; on the claims
/// clock also whenever it was recorded, because a case is set up long after what it tells of.
fn reference(book: &Casebook, ask: &Ask) -> Option<String> {
    let known = |entry: &&Entry| match ask.on_record.clock {
        RecordClock::Ledger => ask.on_record.holds(entry) == Certainty::Yes,
        RecordClock::Claims => true,
    };
    book.entries.iter().filter(known).find_map(|entry| {
        let Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(it))) = &entry.event else {
            return None;
        };
        said(&it.reference)
    })
}

/// What the chapter `opening` says of the case itself.
pub(crate) struct Opening {
    pub(crate) reference: Option<String>,
    authority: Option<AgencyName>,
    pub(crate) status: CaseStatus,
    opened: Option<Dated>,
    pub(crate) closed: Option<(Dated, Pointer)>,
}

impl Opening {
    /// What the chapter says, as a question sees it.
    pub(crate) fn of(past: &Past<'_>) -> Self {
        let mut opening = Self {
            reference: None,
            authority: None,
            status: CaseStatus::NotOpened,
            opened: None,
            closed: None,
        };
        for entry in &past.standing {
            let Some(CaseEvent::Opening(event)) = case_event(entry) else { continue };
            match event {
                OpeningEvent::CaseOpened(it) => {
                    opening.reference = said(&it.reference);
                    let authority = it.authority.value();
                    opening.authority = authority.map(|id| past.directory.named_agency(*id));
                    opening.opened = Some(past.dated(entry));
                    opening.status = CaseStatus::Open;
                }
                OpeningEvent::CaseTransferred(it) => {
                    if it.accepted == Recorded::Recorded(Acceptance::Accepted) {
                        opening.authority = Some(past.directory.named_agency(it.to));
                    }
                }
                OpeningEvent::CaseClosed(_) => {
                    opening.status = CaseStatus::Closed;
                    opening.closed = Some((past.dated(entry), past.pointer(entry.entry)));
                }
                OpeningEvent::CaseReopened(_) => {
                    opening.status = CaseStatus::Open;
                    opening.closed = None;
                }
                OpeningEvent::ChildJoinedCase(_)
                | OpeningEvent::ChildLeftCase(_)
                | OpeningEvent::PersonJoinedCase(_) => {}
            }
        }
        opening
    }
}

#[cfg(test)]
mod tests;
