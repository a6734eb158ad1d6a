//! Witnesses over HTTP: serving one, and asking those of others. What a witness answers, and what is
//! believed of it, is the ledger's; nothing here judges a checkpoint.
//!
//! # Rules
//! - `three_witnesses_cosign_one_checkpoint`: over loopback, and the policy is met.
//! - `work_goes_on_with_a_witness_down`: it is reported, and the others' cosignatures count.
//! - `a_hostile_witness_spoils_nothing`: false, huge, slow or endless answers, redirects, other sizes.
//! - `a_fork_is_refused_by_the_witness_and_kept`: and reported as another history.
//! - `a_rollback_is_met_by_a_witness_that_has_seen_more`.
//! - `an_answer_that_was_lost_is_recovered`: the witness names the size that it had kept.
//! - `many_submissions_at_once_keep_one_history`.
//! - `a_witness_answers_over_http_as_the_protocol_says`: statuses, types and texts.
//! - `a_witness_takes_no_more_than_its_limits`: of bytes, of time and of connections.
//! - `an_address_that_cannot_be_asked_is_told`.

pub(crate) mod ask;
pub(crate) mod serve;

#[cfg(test)]
mod tests;
