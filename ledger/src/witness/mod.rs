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
//! - `a_witness_cosigns_growth_alone`: and the same checkpoint again, as often as it is asked.
//! - `a_witness_refuses_with_the_status_of_the_protocol`: the first check that fails decides.
//! - `a_ledger_without_leaves_has_one_root`: and everything grows out of it.
//! - `a_fork_is_refused_and_both_checkpoints_kept`: another root, or no growth that was proved.
//! - `no_cosignature_is_earlier_than_the_last`: of any ledger; a clock that is far behind stops them.
//! - `a_new_key_of_a_ledger_is_trusted_beside_the_old`: each signs for that ledger alone.
//! - `whatever_is_offered_one_history_is_cosigned`: in any order, with any sizes, proofs and times.
//! - `what_a_witness_answered_it_remembers`: however its process ends.
//! - `a_witness_keeps_nothing_but_names_sizes_and_roots`: whatever is written below a checkpoint.
//! - `a_second_keeper_of_a_witness_is_told_who_keeps_it`.
//! - `a_damaged_witness_is_refused_and_never_made_afresh`: any byte of its files, and any of them gone.
//! - `a_witness_that_cannot_write_does_not_cosign`: and goes on once it can.
//! - `many_requests_at_once_are_answered_in_one_order`.
//! - `evidence_is_kept_once_and_within_bounds`.

mod asking;
mod keeper;
mod memory;
mod request;
mod written;

pub use asking::{
    ANSWER_BYTES_MAX, ASK_MS_MAX, AskWitness, CONNECT_MS_MAX, Prove, SIZE_TYPE, Submitted,
    Unbelievable, WitnessAnswer, WitnessOutcome, WitnessReport, WitnessUnreachable, submit,
};
pub use keeper::{EVIDENCE_MAX, KeepError, Kept, TrustError, WitnessKeeper, look};
pub use memory::{
    Answered, Contradiction, Evidence, KnownLedger, LEDGER_KEYS_MAX, LEDGERS_MAX, Latest, Memory,
    NotCosigned, NotTrusted, SET_BACK_SECONDS_MAX,
};
pub use request::{AddCheckpoint, PROOF_HASHES_MAX, REQUEST_BYTES_MAX, RequestError};
pub use written::Damage;

#[cfg(test)]
mod tests;
