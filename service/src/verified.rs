//! How far `candour verify --resume` has come, kept in the folder of the ledger's log. It is no evidence, and
//! what does not hold together, or no longer fits the ledger, counts as nothing.

use std::fs;
use std::path::{Path, PathBuf};

use candour_ledger::{After, Verified, keep_private};
use candour_projections::proof::{Before, Came};
use chrono::{DateTime, TimeDelta, Utc};

use crate::edge::Edge;
use crate::exit::Fault;

const FILE: &str = "verified";
/// How often a long run keeps how far it has come.
const EACH_SECONDS: i64 = 10;

/// Keeps how far a run has come, now and then.
pub(crate) struct Keeping<'a> {
    file: PathBuf,
    ledger: uuid::Uuid,
    edge: &'a Edge,
    last: DateTime<Utc>,
    /// Why it could not be kept, if it could not.
    failed: Option<std::io::Error>,
}

impl<'a> Keeping<'a> {
    /// In the folder of a ledger's log.
    pub(crate) fn new(log: &Path, ledger: uuid::Uuid, edge: &'a Edge) -> Self {
        Self { file: log.join(FILE), ledger, edge, last: edge.now(), failed: None }
    }

    /// Whether an earlier run kept anything.
    pub(crate) fn is_there(&self) -> bool {
        self.file.exists()
    }

    /// How far an earlier run came, and when.
    pub(crate) fn before(&self) -> Option<(DateTime<Utc>, Before)> {
        let text = fs::read_to_string(&self.file).ok()?;
        let (leaves, kept) = Verified::parse(&text)?;
        let (at, entries) = kept.split_once(' ')?;
        let at = DateTime::parse_from_rfc3339(at).ok()?.with_timezone(&Utc);
        let entries = After::from_number(entries.parse().ok()?).min(leaves.after());
        Some((at, Before { leaves, entries }))
    }

    /// Keeps how far a run has come, where that was not done just before. `entries` is up to where it had
    /// understood every entry when it began.
    pub(crate) fn came(&mut self, came: Came<'_>, entries: After) {
        if self.edge.now() - self.last < TimeDelta::seconds(EACH_SECONDS) {
            return;
        }
        match came {
            Came::Leaves(so_far) => {
                if let Some(verified) = so_far.verified(self.ledger) {
                    self.keep(&verified, entries);
                }
            }
            Came::Entries(verified, after) => self.keep(verified, after),
        }
        self.last = self.edge.now();
    }

    /// Keeps how far a run has come.
    pub(crate) fn keep(&mut self, verified: &Verified, entries: After) {
        let kept = format!("{} {}", self.edge.now().to_rfc3339(), entries.number());
        let kept = keep_private(&self.file, &verified.to_text(&kept));
        self.failed = self.failed.take().or(kept.err());
    }

    /// Ends a run that found something at fault: nothing of it counts any more.
    pub(crate) fn forget(&mut self) {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                self.failed = Some(error);
            }
            Ok(()) | Err(_) => {}
        }
    }

    /// Says where it could not be kept.
    pub(crate) fn done(self) -> Result<(), Fault> {
        self.failed.map_or(Ok(()), |error| {
            Err(Fault::unreadable(format!("{} was not written", self.file.display()))
                .because(error)
                .next("check that the ledger's directory can be written to, or leave out --resume"))
        })
    }
}
