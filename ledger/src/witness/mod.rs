//! Witnesses: whoever a ledger shows its checkpoints to, so that it cannot show one history here and
//! another there. The protocol is C2SP's tlog-witness. A witness sees a ledger's name, its size and its
//! root, and no entry. Nothing here speaks HTTP, reads a clock or makes a key.
//!
//! # Rules
//! - `a_request_reads_back_as_it_was_written`: with its old size, its proof and its checkpoint.
//! - `what_is_not_a_request_is_refused_by_its_reason`.
//! - `whatever_a_witness_is_sent_is_answered`: no reader panics or grows beyond its input.
//! - `an_answer_is_what_its_status_says`: cosignatures, a size, or a refusal in shortened words.
//! - `witnesses_are_asked_side_by_side`: a slow one delays the others by nothing.
//! - `a_cosignature_counts_only_where_it_holds`: for this checkpoint, by the key that the policy names.
//! - `a_witness_that_names_another_size_is_asked_once_more`: with a proof from there, and not again.
//! - `a_witness_that_has_seen_more_is_told_apart`: then this ledger is an older copy, or it lies.
//! - `a_witness_of_another_history_is_told_apart`: it refused a proof, or holds another root.
//! - `a_witness_that_does_not_answer_in_time_is_down`.

mod asking;
mod request;

pub use asking::{
    ANSWER_BYTES_MAX, ASK_MS_MAX, AskWitness, CONNECT_MS_MAX, Prove, SIZE_TYPE, Submitted,
    Unbelievable, WitnessAnswer, WitnessOutcome, WitnessReport, WitnessUnreachable, submit,
};
pub use request::{AddCheckpoint, PROOF_HASHES_MAX, REQUEST_BYTES_MAX, RequestError};

#[cfg(test)]
mod tests;
