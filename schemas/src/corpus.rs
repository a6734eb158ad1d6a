//! The corpus: one stored entry of every version of every type ever written, as the bytes that a
//! reader of records gets. It grows and is never edited: what it holds can be read for ever.
//!
//! A file of `schemas/corpus/` is one JSON object; `structure` is part 0 byte for byte, `texts` are
//! the parts from 1. New types and versions are added from the samples by
//! `cargo run -p candour-schemas --example regenerate`, which leaves every file that is there alone.

use candour_domain::event::Event;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalogue::event_type;
use crate::codec::{EncodeError, parts};
use crate::json_schema::File;
use crate::samples;

/// A stored entry of the corpus.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specimen {
    /// The stream in which it stands.
    pub stream: String,
    /// The stored name of its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The version of its payload.
    pub version: u32,
    /// Part 0, byte for byte.
    pub structure: Box<RawValue>,
    /// The parts from 1.
    pub texts: Vec<String>,
}

impl Specimen {
    /// The name of the file that holds it.
    pub fn file_name(&self) -> String {
        format!("{}.v{}.json", self.type_name, self.version)
    }
}

/// The sample of every type in the version that is written now.
///
/// # Errors
/// If a sample cannot be written.
pub fn files() -> Result<Vec<File>, EncodeError> {
    samples::all().iter().map(file).collect()
}

fn file(event: &Event) -> Result<File, EncodeError> {
    let (structure, texts) = parts(event, &samples::envelope())?;
    let kind = event_type(event);
    let specimen = Specimen {
        stream: samples::stream(event).to_string(),
        type_name: kind.name.to_owned(),
        version: kind.version,
        structure: RawValue::from_string(structure)?,
        texts,
    };
    Ok(File { name: specimen.file_name(), text: serde_json::to_string_pretty(&specimen)? + "\n" })
}
