//! A checkpoint: which ledger, how many leaves, and the root over them, signed with the ledger's key and
//! cosigned by witnesses. What it says is worth nothing until its signature is checked.

use std::fmt;

use chrono::{DateTime, Utc};

use super::cosignature::{self, Cosignature};
use super::key::{KeyKind, KeyName, Signer, Verifier};
use super::signed::{Note, NoteError, SignatureLine};
use super::{base64_of, hash_of_base64, number};
use crate::merkle::TreeHead;

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger.
    pub origin: KeyName,
    /// How many leaves it has, and the root over them.
    pub head: TreeHead,
}

/// Why a text is not a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not a signed note.
    #[error("it is not a signed note")]
    Note(#[from] NoteError),
    /// Its first line is no name of a ledger.
    #[error("its first line does not name a ledger")]
    Origin,
    /// Its second line is no number of leaves.
    #[error("its second line is not a number of leaves")]
    Size,
    /// Its third line is no root.
    #[error("its third line is not a root")]
    Root,
    /// It has further lines, which nobody here writes, and nobody could check.
    #[error("it says more than a ledger, a size and a root")]
    More,
}

/// Why a checkpoint is not to be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// It is of another ledger.
    #[error("it is a checkpoint of {found}, not of {wanted}")]
    OtherLedger {
        /// Of which ledger it is.
        found: KeyName,
        /// Of which it should be.
        wanted: KeyName,
    },
    /// None of the keys that are trusted signed it.
    #[error("none of the ledger's keys signed it")]
    Unsigned,
    /// A signature in the name of a key is not that key's.
    #[error("the signature in the name of {name} is false")]
    False {
        /// The name of the key.
        name: KeyName,
    },
}

impl Checkpoint {
    fn text(&self) -> String {
        let Self { origin, head: TreeHead { size, root } } = self;
        format!("{origin}\n{size}\n{}\n", base64_of(root))
    }

    fn read(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.lines();
        let mut line = || lines.next().unwrap_or_default();
        let origin = line().parse().map_err(|_| CheckpointError::Origin)?;
        let size = number(line()).ok_or(CheckpointError::Size)?;
        let root = hash_of_base64(line()).ok_or(CheckpointError::Root)?;
        if lines.next().is_some() {
            return Err(CheckpointError::More);
        }
        Ok(Self { origin, head: TreeHead { size, root } })
    }
}

/// A checkpoint with the signatures below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: Note,
    checkpoint: Checkpoint,
}

impl SignedCheckpoint {
    /// Signs what a checkpoint says.
    pub fn sign(checkpoint: Checkpoint, signer: &Signer) -> Self {
        let mut note = Note::of(checkpoint.text());
        note.sign(signer);
        Self { note, checkpoint }
    }

    /// Reads a checkpoint, and believes nothing yet.
    ///
    /// # Errors
    /// Refuses what is not one, by its reason.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let note = Note::parse(text)?;
        let checkpoint = Checkpoint::read(note.text())?;
        Ok(Self { note, checkpoint })
    }

    /// The note that it is written in.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// What it says, believed or not.
    pub fn claim(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The same checkpoint with the signatures that name these keys, and nothing else below it.
    pub fn with_signatures_of(&self, keys: &[Verifier]) -> Self {
        let mut note = Note::of(self.note.text().to_owned());
        for line in self.note.signatures() {
            if keys.iter().any(|key| key.claims(line)) {
                note.add(line.clone());
            }
        }
        Self { note, checkpoint: self.checkpoint.clone() }
    }

    /// Puts a witness's signature below.
    pub fn add(&mut self, line: SignatureLine) {
        self.note.add(line);
    }

    /// What it says, where one of these keys signed it for this ledger.
    ///
    /// # Errors
    /// Refuses one of another ledger, one that none of the keys signed, and one with a false signature
    /// in the name of a key.
    pub fn signed_by<'a>(
        &self,
        origin: &KeyName,
        keys: impl IntoIterator<Item = &'a Verifier>,
    ) -> Result<&Checkpoint, Untrusted> {
        if self.checkpoint.origin != *origin {
            let found = self.checkpoint.origin.clone();
            return Err(Untrusted::OtherLedger { found, wanted: origin.clone() });
        }
        let mut signed = false;
        for key in keys.into_iter().filter(|key| key.kind() == KeyKind::Checkpoints) {
            match self.note.signed_by(key) {
                None => {}
                Some(true) => signed = true,
                Some(false) => return Err(Untrusted::False { name: key.name().clone() }),
            }
        }
        if signed { Ok(&self.checkpoint) } else { Err(Untrusted::Unsigned) }
    }

    /// The times that are claimed in a witness's name, true or not: one of them is what
    /// [`Self::cosigned_by`] says, if that says anything.
    pub fn claimed_by(&self, witness: &Verifier) -> impl Iterator<Item = DateTime<Utc>> {
        let lines = self.note.signatures().iter().filter(|line| witness.claims(line));
        lines.filter_map(cosignature::claimed)
    }

    /// What a witness truly said of it, if anything. Of two such words the earlier counts.
    pub fn cosigned_by(&self, witness: &Verifier) -> Option<Cosignature> {
        let lines = self.note.signatures().iter().filter(|line| witness.claims(line));
        let times = lines.filter_map(|line| cosignature::time_of(witness, self.note.text(), line));
        let kind = witness.kind() == KeyKind::Cosignatures;
        times.min().filter(|_| kind).map(|at| Cosignature { witness: witness.clone(), at })
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
