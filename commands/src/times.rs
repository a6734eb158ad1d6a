//! The times in what is proposed: every time, date and span, found through its own serialization, so
//! that none can be forgotten when an event gains one. Nothing here judges them.

use chrono::NaiveDate;
use serde::ser::{self, Serialize};
use serde_json::{Map, Value};

use candour_domain::time::When;

/// The name that serde gives to a time of the domain.
const WHEN: &str = "When";

/// The fields of one structure that are the two ends of a span.
const ENDS: [(&str, &str); 3] = [("from", "until"), ("from", "to"), ("valid_from", "valid_to")];

/// A time, and the innermost field that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) field: &'static str,
    pub(crate) when: When,
}

/// A span that two fields of one structure give, and the field that says how it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) field: &'static str,
    pub(crate) from: When,
    pub(crate) until: When,
}

/// All times in something, in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Times {
    /// The times at which something was, or is to be.
    pub(crate) moments: Vec<Time>,
    /// The bare dates: by when something is due, until when it holds.
    pub(crate) dates: Vec<Time>,
    pub(crate) spans: Vec<Span>,
}

/// All times in an event or envelope.
pub(crate) fn times(within: &impl Serialize) -> Times {
    let mut walk = Walk::default();
    match within.serialize(&mut walk) {
        Ok(()) | Err(Never(_)) => walk.found,
    }
}

/// Walks a value and keeps its times; everything else passes by.
#[derive(Default)]
struct Walk {
    found: Times,
    /// The innermost field.
    field: &'static str,
    /// The time that was found last and has not been put with its field.
    taken: Option<When>,
    /// For each structure that is being walked, its fields that are times.
    frames: Vec<Vec<(&'static str, When)>>,
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

impl Walk {
    /// Keeps a time, given as its variant is written.
    fn keep(&mut self, variant: &str, value: Value) {
        let written = Value::Object(Map::from_iter([(variant.to_owned(), value)]));
        if let Ok(when) = serde_json::from_value::<When>(written) {
            self.found.moments.push(Time { field: self.field, when });
            self.taken = Some(when);
        }
    }

    fn walk_field(
        &mut self,
        key: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), Never> {
        let around = std::mem::replace(&mut self.field, key);
        self.taken = None;
        value.serialize(&mut *self)?;
        if let (Some(when), Some(frame)) = (self.taken.take(), self.frames.last_mut()) {
            frame.push((key, when));
        }
        self.field = around;
        Ok(())
    }

    fn leave(&mut self) {
        let Some(fields) = self.frames.pop() else { return };
        let named = |name| fields.iter().find(|(field, _)| *field == name).map(|(_, when)| *when);
        for (from, until) in ENDS {
            if let (Some(begins), Some(ends)) = (named(from), named(until)) {
                self.found.spans.push(Span { field: until, from: begins, until: ends });
            }
        }
        self.taken = None;
    }
}

/// A variant with fields: a time, whose fields are gathered, or another.
enum Variant<'a> {
    When(&'a mut Walk, &'static str, Map<String, Value>),
    Other(&'a mut Walk),
}

impl<'a> ser::Serializer for &'a mut Walk {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Variant<'a>;

    /// Dates are written this way, and no text is: text is written as a string.
    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<(), Never> {
        if let Ok(date) = value.to_string().parse::<NaiveDate>() {
            let when = When::Day(date);
            self.found.dates.push(Time { field: self.field, when });
            self.taken = Some(when);
        }
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        if name != WHEN {
            return value.serialize(self);
        }
        if let Ok(value) = serde_json::to_value(value) {
            self.keep(variant, value);
        }
        Ok(())
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<'a>, Never> {
        if name == WHEN {
            return Ok(Variant::When(self, variant, Map::new()));
        }
        self.frames.push(Vec::new());
        Ok(Variant::Other(self))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.frames.push(Vec::new());
        Ok(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
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

    fn serialize_str(self, _: &str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        Ok(())
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
}

impl ser::SerializeSeq for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTuple for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTupleStruct for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeTupleVariant for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeMap for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

impl ser::SerializeStruct for &mut Walk {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.walk_field(key, value)
    }

    fn end(self) -> Result<(), Never> {
        self.leave();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Variant<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        match self {
            Self::When(_, _, fields) => {
                if let Ok(value) = serde_json::to_value(value) {
                    fields.insert(key.to_owned(), value);
                }
                Ok(())
            }
            Self::Other(walk) => walk.walk_field(key, value),
        }
    }

    fn end(self) -> Result<(), Never> {
        match self {
            Self::When(walk, variant, fields) => walk.keep(variant, Value::Object(fields)),
            Self::Other(walk) => walk.leave(),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
