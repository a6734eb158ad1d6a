//! The catalogue: the stored name and the current version of every type of event, by chapter.
//!
//! A stored name is data. It is written here by hand, stands in every record of that type for
//! ever, and follows no renaming of a Rust identifier. What an event means is said in the domain;
//! what its payload looks like, in the generated schemas.
//!
//! # Rules
//! - `a_stored_name_means_one_type`: no two types have the same name.
//! - `every_event_has_a_stored_name`: the samples, one of each type, are the catalogue in order.
//! - `an_unknown_type_is_an_error`: it is never skipped.
//! - `an_unknown_version_is_an_error`: also one that a later program wrote.
//! - `a_type_stands_in_streams_of_its_kind`: a case's event in the stream of a child is an error.

mod access;
mod agency;
mod allocation;
mod chapter;
mod child;
mod concern;
mod conference;
mod education;
mod emergency;
mod enquiry;
mod fgdm;
mod help;
mod identity;
mod incident;
mod information;
mod ledger;
mod opening;
mod oversight;
mod plan;
mod practitioner;
mod proceedings;
mod record;
mod team;
mod threshold;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::record::RecordEvent;
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::team::TeamEvent;
use schemars::JsonSchema;
use serde::de::{DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

pub use chapter::{Category, Chapter};

/// A type of event as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventType {
    /// The chapter that it belongs to.
    pub chapter: Chapter,
    /// The stored name.
    pub name: &'static str,
    /// The version that is written now. All before it, from 1, can be read.
    pub version: u32,
    /// What it records, in one sentence.
    pub about: &'static str,
}

/// Every type, by chapter and in the order of the domain.
pub fn types() -> impl Iterator<Item = &'static EventType> {
    Chapter::ALL.into_iter().flat_map(Chapter::types)
}

/// The type of an event.
pub fn event_type(event: &Event) -> &'static EventType {
    visit(event, Kind)
}

/// The stored name of an event.
pub fn type_name(event: &Event) -> &'static str {
    event_type(event).name
}

/// The version in which an event is written now.
pub fn version(event: &Event) -> u32 {
    event_type(event).version
}

/// The type of a stored name.
///
/// # Errors
/// If this program knows no such type.
pub fn named(name: &str) -> Result<&'static EventType, UnknownType> {
    BY_NAME.get(name).copied().ok_or_else(|| UnknownType::Name { given: name.to_owned() })
}

/// The error of looking up what a record says its type is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownType {
    /// No type has this name.
    #[error("'{given}' is not a type of entry that this program knows")]
    Name {
        /// What was given.
        given: String,
    },
    /// The type has no such version, or none yet.
    #[error("version {given} of {name} is not one that this program knows: it knows 1 to {known}")]
    Version {
        /// The type.
        name: &'static str,
        /// What was given.
        given: u32,
        /// The latest version that this program knows.
        known: u32,
    },
    /// The type does not stand in such a stream.
    #[error("{name} does not stand in {category}")]
    Elsewhere {
        /// The type.
        name: &'static str,
        /// The kind of stream.
        category: Category,
    },
}

static BY_NAME: LazyLock<BTreeMap<&'static str, &'static EventType>> =
    LazyLock::new(|| types().map(|kind| (kind.name, kind)).collect());

/// Whoever wants to know the type and the payload of an event.
pub(crate) trait Visit {
    /// What they make of it.
    type Out;

    /// Takes the type and the payload.
    fn visit<T: Serialize + JsonSchema>(self, kind: &'static EventType, payload: &T) -> Self::Out;
}

struct Kind;

impl Visit for Kind {
    type Out = &'static EventType;

    fn visit<T: Serialize + JsonSchema>(self, kind: &'static EventType, _: &T) -> Self::Out {
        kind
    }
}

struct Write<S>(S);

impl<S: Serializer> Visit for Write<S> {
    type Out = Result<S::Ok, S::Error>;

    fn visit<T: Serialize + JsonSchema>(self, _: &'static EventType, payload: &T) -> Self::Out {
        payload.serialize(self.0)
    }
}

/// The payload of an event, without its name: this is what is stored.
pub(crate) struct Payload<'a>(pub(crate) &'a Event);

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        visit(self.0, Write(serializer))
    }
}

/// Hands over the type and the payload of an event.
pub(crate) fn visit<V: Visit>(event: &Event, visitor: V) -> V::Out {
    match event {
        Event::Case(event) => match event {
            CaseEvent::Opening(event) => opening::visit(event, visitor),
            CaseEvent::Allocation(event) => allocation::visit(event, visitor),
            CaseEvent::Concern(event) => concern::visit(event, visitor),
            CaseEvent::Information(event) => information::visit(event, visitor),
            CaseEvent::Child(event) => child::visit(event, visitor),
            CaseEvent::Help(event) => help::visit(event, visitor),
            CaseEvent::Threshold(event) => threshold::visit(event, visitor),
            CaseEvent::Enquiry(event) => enquiry::visit(event, visitor),
            CaseEvent::Conference(event) => conference::visit(event, visitor),
            CaseEvent::Plan(event) => plan::visit(event, visitor),
            CaseEvent::Fgdm(event) => fgdm::visit(event, visitor),
            CaseEvent::Proceedings(event) => proceedings::visit(event, visitor),
            CaseEvent::Emergency(event) => emergency::visit(event, visitor),
            CaseEvent::Oversight(event) => oversight::visit(event, visitor),
            CaseEvent::Education(event) => education::visit(event, visitor),
            CaseEvent::Incident(event) => incident::visit(event, visitor),
            CaseEvent::Record(event) => record::visit(event, visitor),
            CaseEvent::Access(event) => access::visit(event, visitor),
        },
        Event::Identity(event) => identity::visit(event, visitor),
        Event::Agency(event) => agency::visit(event, visitor),
        Event::Practitioner(event) => practitioner::visit(event, visitor),
        Event::Team(event) => team::visit(event, visitor),
        Event::Ledger(event) => ledger::visit(event, visitor),
    }
}

/// Who wrote a payload, which decides what it may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The ledger or an export: every version is written out.
    Kept,
    /// A request: a version that is left out is the current one.
    Requested,
}

/// A payload of a known type and version, about to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    pub(crate) kind: &'static EventType,
    pub(crate) version: u32,
    pub(crate) category: Category,
    pub(crate) form: Form,
}

impl Stored {
    /// Looks up the type and version of a payload in a kind of stream. A version that a request
    /// leaves out is the current one.
    pub(crate) fn find(
        category: Category,
        form: Form,
        name: &str,
        version: Option<u32>,
    ) -> Result<Self, UnknownType> {
        let kind = named(name)?;
        if !category.holds(kind.chapter) {
            return Err(UnknownType::Elsewhere { name: kind.name, category });
        }
        let version = version.unwrap_or(kind.version);
        if !(1..=kind.version).contains(&version) {
            let known = kind.version;
            return Err(UnknownType::Version { name: kind.name, given: version, known });
        }
        Ok(Self { kind, version, category, form })
    }

    /// Reads a payload that stands alone.
    pub(crate) fn read(self, json: &str) -> serde_json::Result<Event> {
        let mut json = serde_json::Deserializer::from_str(json);
        let event = self.deserialize(&mut json)?;
        json.end()?;
        Ok(event)
    }

    /// A chapter lists a version that it cannot read. The corpus, which has every version, keeps
    /// this from happening.
    fn unreadable<E: serde::de::Error>(&self) -> E {
        E::custom(format_args!("version {} of {} cannot be read", self.version, self.kind.name))
    }

    fn in_stream<E: serde::de::Error>(&self, event: RecordEvent) -> Result<Event, E> {
        Ok(match self.category {
            Category::Case => Event::Case(CaseEvent::Record(event)),
            Category::Identity => Event::Identity(IdentityEvent::Record(event)),
            Category::Agency => Event::Agency(AgencyEvent::Record(event)),
            Category::Practitioner => Event::Practitioner(PractitionerEvent::Record(event)),
            Category::Team => Event::Team(TeamEvent::Record(event)),
            Category::Ledger => return Err(self.unreadable()),
        })
    }
}

impl<'de> DeserializeSeed<'de> for Stored {
    type Value = Event;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Event, D::Error> {
        let of = &self;
        Ok(Event::Case(match self.kind.chapter {
            Chapter::Opening => CaseEvent::Opening(opening::read(of, json)?),
            Chapter::Allocation => CaseEvent::Allocation(allocation::read(of, json)?),
            Chapter::Concern => CaseEvent::Concern(concern::read(of, json)?),
            Chapter::Information => CaseEvent::Information(information::read(of, json)?),
            Chapter::Child => CaseEvent::Child(child::read(of, json)?),
            Chapter::Help => CaseEvent::Help(help::read(of, json)?),
            Chapter::Threshold => CaseEvent::Threshold(threshold::read(of, json)?),
            Chapter::Enquiry => CaseEvent::Enquiry(enquiry::read(of, json)?),
            Chapter::Conference => CaseEvent::Conference(conference::read(of, json)?),
            Chapter::Plan => CaseEvent::Plan(plan::read(of, json)?),
            Chapter::Fgdm => CaseEvent::Fgdm(fgdm::read(of, json)?),
            Chapter::Proceedings => CaseEvent::Proceedings(proceedings::read(of, json)?),
            Chapter::Emergency => CaseEvent::Emergency(emergency::read(of, json)?),
            Chapter::Oversight => CaseEvent::Oversight(oversight::read(of, json)?),
            Chapter::Education => CaseEvent::Education(education::read(of, json)?),
            Chapter::Incident => CaseEvent::Incident(incident::read(of, json)?),
            Chapter::Record => return self.in_stream(record::read(of, json)?),
            Chapter::Access => CaseEvent::Access(access::read(of, json)?),
            Chapter::Identity => return identity::read(of, json).map(Event::Identity),
            Chapter::Agency => return agency::read(of, json).map(Event::Agency),
            Chapter::Practitioner => return practitioner::read(of, json).map(Event::Practitioner),
            Chapter::Team => return team::read(of, json).map(Event::Team),
            Chapter::Ledger => return ledger::read(of, json).map(Event::Ledger),
        }))
    }
}
