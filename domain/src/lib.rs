//! What can happen in child protection and what must hold: events, times, duties, the entry.

pub mod calendar;
pub mod code;
