//! Sealing: signing a checkpoint over all that has been recorded, showing it to witnesses, and bringing it
//! back into the ledger. One node does so, with the ledger's key; it appends to the ledger's own stream at
//! the revision that it knows, so that a second one is refused. It reads no clock and makes no identifier,
//! and it never signs before the root has come out the same in a second way.
//!
//! What is kept in the directory of the log beside tiles and state: `checkpoint`, the last one signed;
//! `witnesses`, what each witness is known to have seen; and `gist`, which of the ledger's own entries matter. A checkpoint that stands there, or that a witness
//! has cosigned, and that this ledger does not reach, means that an older copy was restored: then nothing
//! is written any more.
//!
//! # Rules
//! - `a_checkpoint_covers_all_that_was_recorded`: with the heads of every stream in it, signed and brought
//!   back.
//! - `an_idle_ledger_is_quiet`: what the ledger says of itself is no reason to sign anew.
//! - `a_root_that_comes_out_differently_the_second_time_is_never_signed`.
//! - `a_second_sealer_is_refused`: it finds the ledger's own stream where it does not know it to be.
//! - `a_witness_that_is_down_stops_nothing`: the checkpoint stands, and it is said since when.
//! - `what_a_witness_missed_is_made_up_for_by_the_next_checkpoint`.
//! - `an_older_copy_is_refused_by_the_checkpoint_beside_it`: shorter, or written on meanwhile.
//! - `an_older_copy_is_refused_by_what_a_witness_has_seen`: also where nothing stands beside it.
//! - `an_older_copy_whose_witnesses_are_silent_is_refused`: until enough of them have answered.
//! - `an_older_copy_is_refused_where_its_key_is_not`: whoever records without the key looks as well.
//! - `witnesses_are_asked_before_any_checkpoint_came_back`: with a checkpoint over what is there.
//! - `what_a_witness_said_counts_until_it_is_forgotten`: by whoever goes on in spite of it.
//! - `a_new_key_signs_only_after_a_checkpoint_under_the_old_one`: which covers its introduction.
//! - `a_key_that_was_never_introduced_under_the_one_before_is_refused`.
//! - `a_key_that_nobody_here_asked_for_is_not_signed_over`: that would put it in force.
//! - `a_new_key_is_vouched_for_while_every_witness_is_down`: by the old one, in the ledger.
//! - `what_is_read_to_seal_does_not_grow_with_what_was_sealed`.

mod files;
mod followed;
mod guard;
mod own;
mod rotate;
mod seal;

pub use files::{SealFiles, SeenBy};
pub use followed::{Followed, Followers, Heed};
pub use guard::{Further, Seen};
pub use own::{Keeper, own_envelope};
pub use seal::{Edge, Sealed, Sealer, Sealing, Want};

use candour_domain::identifier::EntryId;
use candour_ledger::log::LogError;
use candour_ledger::note::KeyId;
use candour_ledger::{Failure, ReadError, StreamName};
use candour_schemas::proof::ProofWords;

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The ledger could not be followed, or a root came out differently the second time.
    #[error("the ledger could not be followed up to its end")]
    Log(#[from] LogError),
    /// The ledger's own stream could not be read.
    #[error("what the ledger says of itself could not be read")]
    Read(#[from] ReadError),
    /// A file beside the ledger could not be read or written.
    #[error("the file {file} could not be read or written")]
    File {
        /// Which.
        file: &'static str,
        /// Why.
        #[source]
        source: Failure,
    },
    /// A file beside the ledger is not what it should be.
    #[error("the file {file} is not what this program writes")]
    NotOurs {
        /// Which.
        file: &'static str,
    },
    /// This is an older copy of the ledger, or another history of it.
    #[error(transparent)]
    SeenFurther(Box<Further>),
    /// Somebody else writes to the ledger's own stream.
    #[error("another process has appended to {stream} meanwhile; only one seals a ledger")]
    AnotherSeals {
        /// The stream.
        stream: StreamName,
    },
    /// The key is not one that the ledger has introduced, and others are.
    #[error("the key {given} was never introduced; the ledger signs with {introduced}")]
    OtherKey {
        /// The key that was given.
        given: KeyId,
        /// The one that was introduced last.
        introduced: KeyId,
    },
    /// Somebody introduced a key that is not known here; to sign over that would put it in force.
    #[error("the ledger introduces the key {introduced}, and nobody here has asked for one")]
    StrangeKey {
        /// The key.
        introduced: KeyId,
    },
    /// An entry of the ledger's own stream does not say what its kind says.
    #[error("entry {entry} of the ledger's own stream does not say what it must")]
    Words {
        /// Which.
        entry: EntryId,
        /// What is wrong.
        #[source]
        source: ProofWords,
    },
    /// What is to be recorded cannot be written.
    #[error("what is to be recorded cannot be written")]
    Unwritable(#[source] Failure),
    /// It was not recorded; trying again is safe.
    #[error("it was not recorded")]
    NotWritten(#[source] Failure),
}

#[cfg(test)]
mod tests;
