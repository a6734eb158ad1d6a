//! The written form: stored names and versions, the codec between entries and ledger records,
//! upcasting, JSON Schema, and samples of every type.
//!
//! This is the only room that knows both what an entry means and how a record is kept. It decides
//! nothing, stores nothing, and reads no clock.
//!
//! # A new type
//!
//! The event goes into its chapter of the domain, its stored name, version 1 and one sentence into
//! the same chapter of [`catalogue`], a filled-in value into [`samples`]. The compiler asks for
//! each of these. `cargo run -p candour-schemas --example regenerate` then writes its schema, its
//! specimen in the corpus and its place in `docs/event-catalogue.md`.
//!
//! # A new version of a payload
//!
//! Records are never rewritten, so a payload that changes shape gets a new version:
//!
//! 1. the shape as it was goes into `old`, frozen, with a `From` that destructures it without `..`
//!    and says `NotRecorded` for what it did not ask;
//! 2. the domain's type changes;
//! 3. the chapter of the catalogue counts one version more and reads the old one through `old`;
//! 4. `regenerate` adds the specimen of the new version. The specimens that are there stay as they
//!    are, and a test of `upcasting` says what the old one now reads as.
//!
//! A field that is added as an `Option` and left out when empty is no new version: the bytes of
//! today's specimen stay the same. The envelope has no version of its own and grows in that way
//! alone.

pub mod catalogue;
pub mod codec;
pub mod corpus;
mod correction;
pub mod document;
pub mod export;
pub mod json_schema;
mod old;
pub mod payload;
pub mod proof;
pub mod samples;
mod structure;

pub use catalogue::{EventType, type_name, types, version};
pub use codec::{DecodeError, DecodeProblem, DraftMeta, EncodeError, draft, entry, into_entry};
pub use correction::Unfit;
