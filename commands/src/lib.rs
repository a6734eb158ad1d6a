//! How entries get in: requests, the rules that decide, the handler that reads, decides and appends.
//!
//! The rules are pure and total over the past that they are given; only the recorder waits for a
//! store. Nothing here reads a clock, makes an identifier or makes anything random, and nothing
//! here judges whether what happened should have happened: that is recorded, and projections flag it.

pub mod access;
mod agency;
mod asked;
mod case;
pub mod command;
pub mod decide;
mod digest;
#[cfg(test)]
mod given;
mod identity;
mod kept;
mod ledger_stream;
mod matter;
pub mod lines;
mod past;
mod practitioner;
pub mod recorder;
pub mod refusal;
pub mod request;
pub mod request_schema;
pub mod sealing;
mod soundness;
mod team;
mod times;

pub use command::{Named, UnknownCommand};
pub use decide::{Decided, Decision, Known, decide};
pub use past::Past;
pub use recorder::{InTurn, Recorder};
pub use refusal::Refusal;
pub use request::{Action, Circumstances, Damage, Outcome, RecordError, Request, SKEW_MINUTES};
