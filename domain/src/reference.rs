//! What an entry refers to: every identifier in it, found through its own serialization, so that no
//! field can be forgotten when an event gains one.

use serde::ser::{self, Serialize};
use uuid::Uuid;

use crate::identifier::{AgencyId, CaseId, ChildId, EntryId, PersonId, PractitionerId, TeamId};

/// Something that an entry refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A case.
    Case(CaseId),
    /// A child.
    Child(ChildId),
    /// A person.
    Person(PersonId),
    /// An agency.
    Agency(AgencyId),
    /// A practitioner.
    Practitioner(PractitionerId),
    /// A team.
    Team(TeamId),
    /// An entry.
    Entry(EntryId),
}

/// Every reference in an event or envelope, once each, in a fixed order.
pub fn references(within: &impl Serialize) -> Vec<Reference> {
    let mut finder = Finder { found: Vec::new(), inside: None };
    match within.serialize(&mut finder) {
        Ok(()) | Err(Never(_)) => {}
    }
    finder.found.sort_unstable();
    finder.found.dedup();
    finder.found
}

/// Walks a value and keeps the identifiers; everything else passes by.
struct Finder {
    found: Vec<Reference>,
    inside: Option<&'static str>,
}

/// The walk itself never fails; a value may refuse to be serialized.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Never(String);

impl ser::Error for Never {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Finder {
    fn keep(&mut self, id: Uuid) {
        let found = match self.inside.take() {
            Some("CaseId") => Reference::Case(CaseId::new(id)),
            Some("ChildId") => Reference::Child(ChildId::new(id)),
            Some("PersonId") => Reference::Person(PersonId::new(id)),
            Some("AgencyId") => Reference::Agency(AgencyId::new(id)),
            Some("PractitionerId") => Reference::Practitioner(PractitionerId::new(id)),
            Some("TeamId") => Reference::Team(TeamId::new(id)),
            Some("EntryId") => Reference::Entry(EntryId::new(id)),
            Some(_) | None => return,
        };
        self.found.push(found);
    }
}

impl ser::Serializer for &mut Finder {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.inside = Some(name);
        value.serialize(&mut *self)?;
        self.inside = None;
        Ok(())
    }

    /// So that an identifier passes by as its bytes, and is not written out only to be parsed again.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        if self.inside.is_some()
            && let Ok(id) = Uuid::from_slice(bytes)
        {
            self.keep(id);
        }
        Ok(())
    }

    fn serialize_str(self, _: &str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_bool(self, _: bool) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_i8(self, _: i8) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_i16(self, _: i16) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_i32(self, _: i32) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_i64(self, _: i64) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_u8(self, _: u8) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_u16(self, _: u16) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_u32(self, _: u32) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_u64(self, _: u64) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_f64(self, _: f64) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_char(self, _: char) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Never> {
        Ok(self)
    }
}

impl ser::SerializeSeq for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTuple for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTupleStruct for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTupleVariant for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeMap for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeStructVariant for &mut Finder {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::information::{InformationDisclosed, ItemShared};
    use crate::meeting::Extent;
    use crate::party::Recipient;
    use crate::recorded::{Antecedent, Recorded};
    use crate::text::Text;

    #[test]
    fn every_identifier_in_an_event_is_found_once() {
        let id = Uuid::from_u128;
        let item = |n, extent| ItemShared { item: EntryId::new(id(n)), extent };
        let disclosed = InformationDisclosed {
            items: vec![item(2, Recorded::Recorded(Extent::Whole)), item(1, Recorded::NotRecorded)],
            to: Recipient::Practitioner {
                practitioner: PractitionerId::new(id(3)),
                agency: AgencyId::new(id(4)),
            },
            channel: Recorded::NotRecorded,
            said: Recorded::Recorded(Text::new("00000000-0000-0000-0000-000000000009")),
            purpose: Recorded::NotRecorded,
            request: Some(Antecedent::Named(EntryId::new(id(1)))),
        };
        assert_eq!(
            references(&disclosed),
            [
                Reference::Agency(AgencyId::new(id(4))),
                Reference::Practitioner(PractitionerId::new(id(3))),
                Reference::Entry(EntryId::new(id(1))),
                Reference::Entry(EntryId::new(id(2))),
            ]
        );
    }
}
