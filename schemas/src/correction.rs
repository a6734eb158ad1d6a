//! The written form of a correction: a replacement carries the stored name and the version of its
//! own payload, so that it is upcast like any other.
//!
//! A correction of a correction names the original, so a replacement is never itself a correction:
//! that is refused on the way in and on the way out, and bounds how deep reading can go. Whether
//! the replacement is of the type of the entry that it corrects is not known here.

use std::borrow::Cow;

use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::envelope::{Evidence, FactStatus};
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId, PersonId};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_domain::time::When;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::catalogue::{Category, Form, Payload, Stored, event_type};

/// Why a correction cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The replacement is itself a correction.
    #[error("the replacement is itself a correction: name the original entry and give its payload")]
    ReplacedByCorrection,
    /// The replacement stands in another kind of stream than the correction.
    #[error("the replacement belongs in {replacement}, and the correction stands in {correction}")]
    Elsewhere {
        /// Where the replacement belongs.
        replacement: Category,
        /// Where the correction stands.
        correction: Category,
    },
}

/// Refuses a correction that could not be read back; any other event passes.
pub(crate) fn check(event: &Event) -> Result<(), Unfit> {
    let Some(RecordEvent::EntryCorrected(corrected)) = event.record() else { return Ok(()) };
    let replaced = &*corrected.replacement.event;
    if let Some(RecordEvent::EntryCorrected(_)) = replaced.record() {
        return Err(Unfit::ReplacedByCorrection);
    }
    let (replacement, correction) = (Category::of_event(replaced), Category::of_event(event));
    if replacement == correction {
        Ok(())
    } else {
        Err(Unfit::Elsewhere { replacement, correction })
    }
}

/// A correction as it is written.
pub(crate) struct Written<'a>(pub(crate) &'a EntryCorrected);

#[derive(Serialize)]
struct CorrectionOut<'a> {
    entry: EntryId,
    replacement: ReplacementOut<'a>,
    reason: &'a Text,
}

#[derive(Serialize)]
struct ReplacementOut<'a> {
    #[serde(rename = "type")]
    type_name: &'static str,
    version: u32,
    payload: Payload<'a>,
    occurred: When,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<When>,
    children: &'a [ChildId],
    about: &'a [PersonId],
    status: Recorded<FactStatus>,
    evidence: &'a Recorded<Evidence>,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let EntryCorrected { entry, replacement, reason } = self.0;
        let Replacement { event, occurred, known, children, about, status, evidence } = replacement;
        let kind = event_type(event);
        let replacement = ReplacementOut {
            type_name: kind.name,
            version: kind.version,
            payload: Payload(event),
            occurred: *occurred,
            known: *known,
            children,
            about,
            status: *status,
            evidence,
        };
        CorrectionOut { entry: *entry, replacement, reason }.serialize(serializer)
    }
}

impl JsonSchema for Written<'_> {
    fn schema_name() -> Cow<'static, str> {
        CorrectionIn::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        CorrectionIn::json_schema(generator)
    }
}

/// An entry was corrected. A correction of a correction names the original.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EntryCorrected")]
pub(crate) struct CorrectionIn<'a> {
    /// The entry that was wrong.
    entry: EntryId,
    /// What it reads from now on.
    #[serde(borrow)]
    replacement: ReplacementIn<'a>,
    /// What was wrong with it.
    reason: Text,
}

/// What an entry reads from now on: the whole payload of the same type, with its times, children
/// and persons.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Replacement")]
struct ReplacementIn<'a> {
    /// The stored name of the payload's type: that of the entry.
    #[serde(rename = "type")]
    #[serde(borrow)]
    #[schemars(with = "String")]
    type_name: Cow<'a, str>,
    /// The version of the payload. What is kept always says it; in a request, leaving it out
    /// means the current one.
    #[serde(default)]
    version: Option<u32>,
    /// The whole payload, as the schema of its type and version has it.
    #[serde(borrow)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    payload: &'a RawValue,
    /// When it was so in the world.
    occurred: When,
    /// When the recording agency first knew it, where that differs.
    #[serde(default)]
    known: Option<When>,
    /// The children that it concerns.
    #[serde(default)]
    children: Vec<ChildId>,
    /// The adults that it concerns.
    #[serde(default)]
    about: Vec<PersonId>,
    /// How firm it is as a fact.
    #[serde(default)]
    status: Recorded<FactStatus>,
    /// Whether it was recorded at the time.
    #[serde(default)]
    evidence: Recorded<Evidence>,
}

/// Reads a correction as it was written; its texts are in the scope of the whole entry.
pub(crate) fn read<'de, D: Deserializer<'de>>(
    stored: &Stored,
    json: D,
) -> Result<EntryCorrected, D::Error> {
    let CorrectionIn { entry, replacement, reason } = CorrectionIn::deserialize(json)?;
    let ReplacementIn {
        type_name,
        version,
        payload,
        occurred,
        known,
        children,
        about,
        status,
        evidence,
    } = replacement;
    if stored.form == Form::Kept && version.is_none() {
        return Err(D::Error::missing_field("version"));
    }
    let replaced = Stored::find(stored.category, stored.form, &type_name, version)
        .map_err(D::Error::custom)?;
    if replaced.kind == stored.kind {
        return Err(D::Error::custom(Unfit::ReplacedByCorrection));
    }
    let event = replaced.read(payload.get()).map_err(D::Error::custom)?;
    let event = Box::new(event);
    let replacement = Replacement { event, occurred, known, children, about, status, evidence };
    Ok(EntryCorrected { entry, replacement, reason })
}
