//! What can happen in English child protection and what must hold.
//!
//! Pure: nothing here reads a clock, makes an identifier, does input or output, or waits.

pub mod agency;
pub mod basis;
pub mod calendar;
pub mod case;
pub mod code;
pub mod duty;
pub mod effective;
pub mod entry;
pub mod envelope;
pub mod event;
pub mod identifier;
pub mod identity;
pub mod landmark;
pub mod ledger_stream;
pub mod meeting;
pub mod party;
pub mod practitioner;
pub mod recorded;
pub mod reference;
pub mod state;
pub mod team;
pub mod text;
pub mod time;
mod withheld;
mod words;
