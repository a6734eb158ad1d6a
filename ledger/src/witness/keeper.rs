//! A witness in a directory: its key, what it remembers, and its evidence. One process keeps it, and what
//! it remembers is on the disk before an answer leaves. It speaks no HTTP, and it never makes afresh what
//! is missing or damaged: a witness that forgot would cosign a second history.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::memory::{Answered, Evidence, Memory, NotCosigned, NotTrusted};
use super::written::{self, Damage};
use crate::clock::Clock;
use crate::embedded::Holder;
use crate::embedded::lock::{Lock, NotTaken};
use crate::failure::Failure;
use crate::note::{KeyError, KeyKind, KeyName, Signer, Verifier};
use crate::private;

const KEY: &str = "witness.key";
const MEMORY: &str = "witness.state";
const EVIDENCE: &str = "witness.evidence";
const LOCK: &str = "witness.lock";
/// How much evidence of one kind is kept of one ledger, so that nobody can fill the disk with it.
pub const EVIDENCE_MAX: usize = 32;

/// Why a witness was not made, opened or looked at.
#[derive(Clone, Debug, thiserror::Error)]
pub enum KeepError {
    /// There is something of a witness already.
    #[error("there is {} already", file.display())]
    There {
        /// What there is.
        file: PathBuf,
    },
    /// There is no witness.
    #[error("there is no witness in the directory")]
    NoWitness,
    /// A file of the witness is missing.
    #[error("{} is missing, and is not made afresh", file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// Another process keeps the witness.
    #[error("the witness is kept by {0}")]
    Held(Holder),
    /// The key cannot be used.
    #[error("the key in {} cannot be used", file.display())]
    Key {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        error: KeyError,
    },
    /// A file does not hold together.
    #[error("{} is damaged", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// How.
        #[source]
        damage: Damage,
    },
    /// Something could not be read or written.
    #[error("{0}")]
    Failed(
        #[from]
        #[source]
        Failure,
    ),
}

/// Why a key did not come to be trusted.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TrustError {
    /// The key is refused.
    #[error("the key is not taken")]
    Refused(#[from] NotTrusted),
    /// It could not be kept.
    #[error("{0}")]
    Failed(
        #[from]
        #[source]
        Failure,
    ),
}

/// All that a witness keeps, but its private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its public key.
    pub witness: Verifier,
    /// What it remembers.
    pub memory: Memory,
    /// Its evidence, in the order in which it came.
    pub evidence: Vec<Evidence>,
}

/// A witness, kept by this process.
#[derive(Debug)]
pub struct WitnessKeeper {
    directory: PathBuf,
    signer: Signer,
    inner: Mutex<Inner>,
    _lock: Lock,
}

#[derive(Debug)]
struct Inner {
    memory: Memory,
    evidence: Vec<Evidence>,
    /// Whether the files may lack what is remembered here, since writing one of them failed.
    behind: bool,
}

impl WitnessKeeper {
    /// Makes a witness of this name, with a key from 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// Refuses where there is anything of a witness already; nothing is ever written over.
    pub fn init(directory: &Path, name: KeyName, secret: &[u8; 32]) -> Result<Verifier, KeepError> {
        let failed = |error| Failure::because("making the files of a witness", error);
        private::directory(directory).map_err(failed)?;
        for file in [KEY, MEMORY, EVIDENCE] {
            let file = directory.join(file);
            if file.exists() {
                return Err(KeepError::There { file });
            }
        }
        let signer = Signer::from_bytes(name, KeyKind::Cosignatures, secret);
        let witness = signer.verifier();
        let key = format!("{}\n", signer.to_secret_text());
        let texts = [
            (KEY, key),
            (EVIDENCE, written::evidence(&witness, &[])),
            (MEMORY, written::memory(&witness, &Memory::default())),
        ];
        for (file, text) in texts {
            put(&directory.join(file), &text).map_err(failed)?;
        }
        Ok(witness)
    }

    /// Opens a witness, to keep it for as long as this lives.
    ///
    /// # Errors
    /// Refuses where another process keeps it, and where anything is missing or damaged.
    pub fn open(directory: &Path, since: DateTime<Utc>) -> Result<Self, KeepError> {
        // No lock is left where there never was a witness.
        signer(directory)?;
        let lock = Lock::take_file(&directory.join(LOCK), since).map_err(|error| match error {
            NotTaken::Held(holder) => KeepError::Held(holder),
            NotTaken::Failed(error) => Failure::because("taking the witness's lock", error).into(),
        })?;
        let signer = signer(directory)?;
        let Kept { memory, evidence, witness: _ } = kept(directory, &signer.verifier())?;
        let inner = Mutex::new(Inner { memory, evidence, behind: false });
        Ok(Self { directory: directory.to_owned(), signer, inner, _lock: lock })
    }

    /// Its public key.
    pub fn verifier(&self) -> Verifier {
        self.signer.verifier()
    }

    /// Trusts a ledger's key from now on; answers whether it did not before.
    ///
    /// # Errors
    /// Refuses a witness's key and too many keys; fails where it could not be kept.
    pub fn trust(&self, key: Verifier) -> Result<bool, TrustError> {
        let mut inner = self.inner();
        let mut memory = inner.memory.clone();
        let new = memory.trust(key)?;
        self.remember(&mut inner, memory)?;
        Ok(new)
    }

    /// Answers a request. What it remembers, and any evidence, is on the disk before this returns.
    ///
    /// # Errors
    /// Fails where that could not be written; then nothing was cosigned.
    pub fn add_checkpoint(
        &self,
        request: &str,
        clock: &dyn Clock,
    ) -> Result<Result<String, NotCosigned>, Failure> {
        // The check and the writing belong together, and times are taken in the order of both.
        let mut inner = self.inner();
        let mut memory = inner.memory.clone();
        let Answered { answer, evidence } =
            memory.add_checkpoint(&self.signer, request, clock.now());
        if let Some(evidence) = evidence {
            self.keep(&mut inner, evidence)?;
        }
        self.remember(&mut inner, memory)?;
        Ok(answer)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what is remembered from now on. Where it could not be written, it is remembered here all
    /// the same: a witness may be ahead of its file, and never behind what it answered.
    fn remember(&self, inner: &mut Inner, memory: Memory) -> Result<(), Failure> {
        if memory == inner.memory && !inner.behind {
            return Ok(());
        }
        inner.memory = memory;
        inner.behind = true;
        let text = written::memory(&self.verifier(), &inner.memory);
        put(&self.directory.join(MEMORY), &text)
            .map_err(|error| Failure::because("writing what the witness remembers", error))?;
        inner.behind = false;
        Ok(())
    }

    fn keep(&self, inner: &mut Inner, new: Evidence) -> Result<(), Failure> {
        let about = |it: &Evidence| (it.contradiction, it.refused.claim().clone());
        let same_kind = |it: &&Evidence| {
            let same_ledger = it.refused.claim().origin == new.refused.claim().origin;
            same_ledger && it.contradiction == new.contradiction
        };
        let known = inner.evidence.iter().any(|it| about(it) == about(&new));
        if known || inner.evidence.iter().filter(same_kind).count() >= EVIDENCE_MAX {
            return Ok(());
        }
        let mut evidence = inner.evidence.clone();
        evidence.push(new);
        put(&self.directory.join(EVIDENCE), &written::evidence(&self.verifier(), &evidence))
            .map_err(|error| Failure::because("writing evidence", error))?;
        inner.evidence = evidence;
        Ok(())
    }
}

/// Looks at what a witness keeps, while another process may keep it.
///
/// # Errors
/// Refuses where anything is missing or damaged.
pub fn look(directory: &Path) -> Result<Kept, KeepError> {
    kept(directory, &signer(directory)?.verifier())
}

fn signer(directory: &Path) -> Result<Signer, KeepError> {
    let file = directory.join(KEY);
    if !file.exists() && !directory.join(MEMORY).exists() {
        return Err(KeepError::NoWitness);
    }
    let text = text_of(&file)?.unwrap_or_default();
    let signer = Signer::from_secret_text(&text)
        .map_err(|error| KeepError::Key { file: file.clone(), error })?;
    match signer.kind() {
        KeyKind::Cosignatures => Ok(signer),
        KeyKind::Checkpoints => Err(KeepError::Key { file, error: KeyError::Kind { kind: 1 } }),
    }
}

fn kept(directory: &Path, witness: &Verifier) -> Result<Kept, KeepError> {
    let memory = read(&directory.join(MEMORY), |text| written::read_memory(witness, text))?;
    let evidence = read(&directory.join(EVIDENCE), |text| written::read_evidence(witness, text))?;
    Ok(Kept { witness: witness.clone(), memory, evidence })
}

fn read<T>(file: &Path, read: impl Fn(&str) -> Result<T, Damage>) -> Result<T, KeepError> {
    let damaged = |damage| KeepError::Damaged { file: file.to_owned(), damage };
    let text = text_of(file)?.ok_or_else(|| damaged(Damage::Digest))?;
    read(&text).map_err(damaged)
}

/// The text of a file that must be there, and nothing where its bytes are no text.
fn text_of(file: &Path) -> Result<Option<String>, KeepError> {
    match fs::read(file) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(KeepError::Missing { file: file.to_owned() })
        }
        Err(error) => {
            let attempted = format!("reading {}", file.display());
            Err(Failure::because(attempted, error).into())
        }
    }
}

fn put(file: &Path, text: &str) -> io::Result<()> {
    private::replace(file, text.as_bytes(), private::Flushed::Now)
}
