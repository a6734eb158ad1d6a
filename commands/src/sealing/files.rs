//! The files that sealing keeps beside tiles and state: the last checkpoint, and what each witness is known to
//! have seen, which are evidence against a restored copy; and which of the ledger's own entries matter. Losing
//! them loses nothing of the ledger.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use candour_ledger::log::Gist;
use candour_ledger::note::{KeyName, SignedCheckpoint};
use candour_ledger::witness::{WitnessOutcome, WitnessReport};
use candour_ledger::{Failure, keep_private};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SealError;

const CHECKPOINT: &str = "checkpoint";
const WITNESSES: &str = "witnesses";
const GIST: &str = "gist";

/// What a witness is known to have seen, and since when it has not answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenBy {
    /// How many leaves the last checkpoint had that it cosigned, as far as it said so.
    pub size: u64,
    /// When it did, by its own clock.
    pub at: Option<DateTime<Utc>>,
    /// Since when it has not cosigned, where the last checkpoint was shown to it in vain.
    pub missing_since: Option<DateTime<Utc>>,
    /// Why not, in words.
    pub because: Option<String>,
    /// From which size on it knows another history of the ledger, where it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_history_from: Option<u64>,
}

/// The directory of a log, with the files of sealing in it.
#[derive(Debug, Clone)]
pub struct SealFiles {
    directory: PathBuf,
}

impl SealFiles {
    /// Those in this directory, which need not be there.
    pub fn of(directory: &Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    fn read(&self, file: &'static str) -> Result<Option<String>, SealError> {
        match fs::read_to_string(self.directory.join(file)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(SealError::NotOurs { file })
            }
            Err(error) => Err(failed(file, error)),
        }
    }

    fn write(&self, file: &'static str, text: &str) -> Result<(), SealError> {
        keep_private(&self.directory.join(file), text).map_err(|error| failed(file, error))
    }

    /// The last checkpoint that was signed here, if any. It is not believed yet.
    ///
    /// # Errors
    /// If the file cannot be read, or is none.
    pub fn checkpoint(&self) -> Result<Option<SignedCheckpoint>, SealError> {
        let Some(text) = self.read(CHECKPOINT)? else { return Ok(None) };
        let read = SignedCheckpoint::parse(&text);
        read.map(Some).map_err(|_| SealError::NotOurs { file: CHECKPOINT })
    }

    /// What was kept of the ledger's own stream; nothing where it does not hold together.
    pub(super) fn gist(&self, ledger: Uuid) -> Result<Option<Gist>, SealError> {
        match self.read(GIST) {
            Ok(text) => Ok(text.and_then(|text| Gist::parse(&text, ledger))),
            Err(SealError::NotOurs { .. }) => Ok(None),
            Err(failed) => Err(failed),
        }
    }

    /// Keeps what matters of the ledger's own stream.
    pub(super) fn keep_gist(&self, gist: &Gist, ledger: Uuid) -> Result<(), SealError> {
        self.write(GIST, &gist.to_text(ledger))
    }

    /// Keeps a checkpoint, before anybody is shown it.
    pub(super) fn keep(&self, checkpoint: &SignedCheckpoint) -> Result<(), SealError> {
        self.write(CHECKPOINT, &checkpoint.to_string())
    }

    /// What each witness is known to have seen, by the name of its key.
    ///
    /// # Errors
    /// If the file cannot be read, or is none.
    pub fn witnesses(&self) -> Result<BTreeMap<String, SeenBy>, SealError> {
        let Some(text) = self.read(WITNESSES)? else { return Ok(BTreeMap::new()) };
        serde_json::from_str(&text).map_err(|_| SealError::NotOurs { file: WITNESSES })
    }

    /// Forgets what the witnesses said, where whoever keeps the ledger goes on in spite of it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn forget_witnesses(&self) -> Result<(), SealError> {
        match fs::remove_file(self.directory.join(WITNESSES)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(WITNESSES, error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The sizes that witnesses are known to have cosigned last.
    pub(super) fn known(&self) -> Result<BTreeMap<KeyName, u64>, SealError> {
        let seen = self.witnesses()?;
        Ok(seen.into_iter().filter_map(|(key, it)| Some((key.parse().ok()?, it.size))).collect())
    }

    /// Keeps what came of showing a checkpoint to the witnesses.
    pub(super) fn told(
        &self,
        reports: &[WitnessReport],
        now: DateTime<Utc>,
    ) -> Result<(), SealError> {
        let before = self.witnesses()?;
        let mut seen = BTreeMap::new();
        for report in reports {
            let mut it = before.get(report.key.as_str()).cloned().unwrap_or_default();
            match missed(&report.outcome) {
                None => {
                    if let WitnessOutcome::Cosigned { at, size } = &report.outcome {
                        it = SeenBy { size: *size, at: Some(*at), ..SeenBy::default() };
                    }
                }
                Some(because) => {
                    if let WitnessOutcome::AheadOfUs { size } = &report.outcome {
                        it.size = *size;
                    }
                    if let WitnessOutcome::OtherHistory { size, .. } = &report.outcome {
                        it.other_history_from = Some(*size);
                    }
                    it.missing_since = it.missing_since.or(Some(now));
                    it.because = Some(because);
                }
            }
            seen.insert(report.key.as_str().to_owned(), it);
        }
        let text = serde_json::to_string_pretty(&seen)
            .map_err(|error| SealError::Unwritable(Failure::because("the witnesses", error)))?;
        self.write(WITNESSES, &(text + "\n"))
    }
}

/// Why a witness did not cosign, in words; nothing where it did.
fn missed(outcome: &WitnessOutcome) -> Option<String> {
    Some(match outcome {
        WitnessOutcome::Cosigned { .. } => return None,
        WitnessOutcome::Down { because } => format!("it could not be reached: {because}"),
        WitnessOutcome::Refused { status, words } => format!("it refused ({status}): {words}"),
        WitnessOutcome::Unbelieved(why) => why.to_string(),
        WitnessOutcome::AheadOfUs { size } => {
            format!("it has cosigned a ledger of {size} leaves already")
        }
        WitnessOutcome::OtherHistory { .. } => "it knows another history".to_owned(),
        WitnessOutcome::NotProved { because, .. } => because.to_string(),
    })
}

fn failed(file: &'static str, error: io::Error) -> SealError {
    SealError::File { file, source: Failure::because("reading or writing it", error) }
}
