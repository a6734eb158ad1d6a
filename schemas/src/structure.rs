//! Part 0 of a record: the envelope and the payload as one JSON object, the envelope's fields
//! first and `payload` last, every personal text replaced by the number of its part.
//!
//! It is read in one pass: the fields of the envelope are handed on to it as they come, and the
//! payload is read where it stands, as the type and version that the skeleton names.

use candour_domain::envelope::Envelope;
use candour_domain::event::Event;
use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use crate::catalogue::{Payload, Stored};

const PAYLOAD: &str = "payload";

/// Writes the structure of an entry.
pub(crate) fn write(envelope: &Envelope, event: &Event) -> serde_json::Result<String> {
    let mut json = serde_json::to_string(envelope)?;
    // An envelope is never empty, so a comma is always right.
    json.pop();
    json.push_str(",\"");
    json.push_str(PAYLOAD);
    json.push_str("\":");
    let payload = serde_json::to_string(&Payload(event))?;
    json.reserve(payload.len() + 1);
    json.push_str(&payload);
    json.push('}');
    Ok(json)
}

/// Reads the structure of an entry.
pub(crate) fn read(json: &str, stored: Stored) -> serde_json::Result<(Envelope, Event)> {
    let mut json = serde_json::Deserializer::from_str(json);
    let read = json.deserialize_map(StructureVisitor(stored))?;
    json.end()?;
    Ok(read)
}

struct StructureVisitor(Stored);

impl<'de> Visitor<'de> for StructureVisitor {
    type Value = (Envelope, Event);

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the structure of an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut event = None;
        let fields = Fields { map, stored: self.0, event: &mut event };
        let envelope = Envelope::deserialize(MapAccessDeserializer::new(fields))?;
        Ok((envelope, event.ok_or_else(|| A::Error::missing_field(PAYLOAD))?))
    }
}

/// The fields of the envelope; the payload is taken out on the way.
struct Fields<'a, A> {
    map: A,
    stored: Stored,
    event: &'a mut Option<Event>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<&'de str>()? {
            if key != PAYLOAD {
                return seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some);
            }
            if self.event.is_some() {
                return Err(A::Error::duplicate_field(PAYLOAD));
            }
            *self.event = Some(self.map.next_value_seed(self.stored)?);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
