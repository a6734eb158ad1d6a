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

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod flips;
#[cfg(test)]
mod made;
