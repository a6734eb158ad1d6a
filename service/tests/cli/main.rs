//! The binary as its users meet it: what it prints, where, and how it ends. Whole outputs are compared;
//! nothing here looks inside the program.

#![expect(clippy::unwrap_used, reason = "what cannot be set up must fail the test")]

mod accesses;
mod area;
mod ashdown;
mod bundles;
mod cluster;
mod dashboard;
mod demo;
mod every_type;
mod exports;
mod handed_out;
mod hindsight;
mod http;
mod ledgers;
mod others;
mod pages;
mod program;
mod rebuild;
mod restored;
mod resumed;
mod schemathesis;
mod screens;
mod sealing;
mod search;
mod serving;
mod shown;
mod taken_in;
mod tampered;
mod usage;
mod witness;
mod wording;
mod worklist;
