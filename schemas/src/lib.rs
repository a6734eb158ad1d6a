//! The written form: stored names and versions, the codec between entries and ledger records,
//! upcasting, JSON Schema, and samples of every type.
//!
//! This is the only room that knows both what an entry means and how a record is kept. It decides
//! nothing, stores nothing, and reads no clock.

pub mod catalogue;
pub mod codec;
pub mod corpus;
mod correction;
pub mod document;
pub mod export;
pub mod json_schema;
mod old;
pub mod payload;
pub mod samples;
mod structure;

pub use catalogue::{EventType, type_name, types, version};
pub use codec::{DecodeError, DecodeProblem, DraftMeta, EncodeError, draft, entry};
pub use correction::Unfit;
