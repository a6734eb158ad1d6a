//! A sealed ledger, attacked: single bits of its file, whole records, the whole file, its clock. What is
//! called is what `candour verify` calls; that its words reach whoever runs it is tested with the program.
//!
//! # Rules
//! - `no_flipped_bit_gives_another_record`: it is found, or every record is read back as it was.
//! - `a_changed_record_is_named_by_every_checkpoint`: rewritten, removed, swapped or put in between, with
//!   everything else made to fit.
//! - `a_tail_that_was_cut_off_is_missed_by_every_checkpoint`.
//! - `two_ledgers_under_one_key_are_told_apart_by_what_is_held_elsewhere`.
//! - `a_clock_that_goes_back_an_hour_moves_no_time_back`.
//! - `an_entry_that_claims_an_earlier_day_stands_behind_its_witnesses_time`: T7.
//! - `no_clock_of_the_ledger_moves_the_time_of_its_witnesses`: T8, an hour ahead, behind and back again.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod flips;
#[cfg(test)]
mod made;
