//! A synthetic area: some hundred or some ten thousand invented families, who go through the process
//! side by side over years, with the agencies around them, recorded through the commands under a
//! clock that the generator drives. It bypasses no rule: a request that is refused is a fault of the
//! generator and stops it. It judges nobody, and nobody in it is real.
//!
//! # Rules
//! - `the_same_seed_gives_the_same_entries`: the stream of the ledger aside; another seed, others.
//! - `an_area_that_was_cut_short_is_gone_on_with`: and comes out as if it had never been.
//! - `families_that_are_done_with_are_forgotten`: memory grows with how many are known at once.
//! - `every_part_of_the_process_is_in_an_area_of_the_usual_size`.
//! - `rates_are_roughly_as_in_the_table`.
//! - `no_more_entries_are_recorded_than_asked_for`: but for the request that reaches the number.

mod agenda;
mod chance;
mod corrections;
mod council;
mod course;
mod days;
mod fact;
mod family;
mod ledger;
mod merge;
mod names;
mod people;
mod places;
mod rates;
mod rules;
mod shown;
mod sitting;
mod staff;
mod teams;
#[cfg(test)]
mod tests;
mod words;
mod world;

use chrono::{DateTime, Utc};

pub use ledger::record_area;
pub(super) use shown::show;

/// When the invented time of every area ends.
const UNTIL: &str = "2026-11-20T17:30:00Z";
/// The most years that an area can go back: the calendar of working days goes no further.
pub const YEARS_MAX: u32 = 12;

/// How large an area is, and from which seed it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaSize {
    /// How many families become known, each with a case of its own.
    pub cases: u64,
    /// Over how many years, 1 to [`YEARS_MAX`].
    pub years: u32,
    /// The seed: the same size and seed give the same area.
    pub seed: u64,
    /// After how many entries to stop, where it is to stop before its time is over.
    pub entries_max: Option<u64>,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaMade {
    /// How many cases there are.
    pub cases: u64,
    /// How many children are identified.
    pub children: u64,
    /// How many entries there are.
    pub entries: u64,
    /// How many of them were recorded now: none, where the area was there already.
    pub recorded: u64,
    /// When the first was recorded, in invented time.
    pub from: DateTime<Utc>,
    /// When the last was.
    pub to: DateTime<Utc>,
}

/// How far the making of an area has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaProgress {
    /// How many families have become known.
    pub cases: u64,
    /// How many entries have been recorded.
    pub entries: u64,
    /// How much of the invented time has passed, in thousandths.
    pub per_mille: u64,
}
