//! Finding out that a ledger is an older copy of itself before anything is written to it: by the log and
//! the checkpoint beside it, and by what its witnesses have seen. It changes nothing.

use std::fmt;

use candour_ledger::leaf::Leaf;
use candour_ledger::log::Log;
use candour_ledger::merkle;
use candour_ledger::note::KeyName;
use candour_ledger::witness::{AskWitness, WitnessOutcome, WitnessReport, submit};
use candour_ledger::{EventStore, StreamPage};

use super::SealError;
use super::files::SealFiles;
use super::own::{SaidOfItself, own_stream};

/// Where more of a ledger was seen than it has, or another history of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The log beside the ledger has followed records that are not in it.
    InTheLog,
    /// The checkpoint beside the ledger covers more, or other records.
    ByTheCheckpoint,
    /// A witness has cosigned more, or another history.
    ByAWitness {
        /// What the policy calls it.
        name: String,
    },
    /// Nothing stands beside a ledger that had checkpoints, and too few witnesses say how far it went.
    NobodySays {
        /// How many answered.
        answered: usize,
    },
}

/// What was seen of a ledger, and what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// Where it was seen.
    pub seen: Seen,
    /// How many leaves were seen, where that is known.
    pub size: Option<u64>,
    /// How many leaves this copy has.
    pub here: u64,
}

impl fmt::Display for Further {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seen, size, here } = self;
        let who = match seen {
            Seen::InTheLog => "the log beside it has".to_owned(),
            Seen::ByTheCheckpoint => "the checkpoint beside it has".to_owned(),
            Seen::ByAWitness { name } => format!("the witness {name} has"),
            Seen::NobodySays { answered } => {
                return write!(
                    f,
                    "this copy of the ledger has {here} records and nothing beside it that says how far \
                     the ledger went, and only {answered} of its witnesses answered"
                );
            }
        };
        match size {
            Some(size) if size > here => {
                write!(
                    f,
                    "this is an older copy of the ledger: it has {here} records, and {who} seen {size}"
                )
            }
            Some(_) | None => {
                write!(
                    f,
                    "this copy of the ledger has another history than the one that {who} seen"
                )
            }
        }
    }
}

impl std::error::Error for Further {}

fn further(seen: Seen, size: Option<u64>, here: u64) -> SealError {
    SealError::SeenFurther(Box::new(Further { seen, size, here }))
}

async fn here(store: &dyn EventStore) -> Result<u64, SealError> {
    Ok(store.head().await?.map_or(0, candour_ledger::Position::number))
}

/// Takes the log up where it was saved, and follows the ledger to its end, where the two and the
/// checkpoint beside them agree.
pub(super) async fn follow(
    store: &dyn EventStore,
    files: &SealFiles,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Log, SealError> {
    let ledger = store.identity().id;
    let mut log = Log::open(files.directory(), ledger);
    // The ledger's own stream gains records with each checkpoint, so a copy from before the log was saved
    // has not the last of them, or another in its place.
    if let Some(head) = log.heads().of(&own_stream(store)?) {
        let page = store.read_stream(&head.stream, head.last, 1).await?;
        let records = match page {
            StreamPage::Missing => Vec::new(),
            StreamPage::Found { records, .. } => records,
        };
        let leaf = records.first().map(|record| Leaf::of(ledger, record).hash());
        if leaf != Some(head.leaf) {
            return Err(further(Seen::InTheLog, Some(log.head().size), here(store).await?));
        }
    }
    if let Some(checkpoint) = files.checkpoint()? {
        let seen = checkpoint.claim().head;
        let origin = KeyName::of_ledger(ledger);
        if checkpoint.claim().origin != origin {
            return Err(SealError::NotOurs { file: "checkpoint" });
        }
        log.follow_to(store, seen.size).await?;
        let root = if log.head().size == seen.size {
            log.head().root
        } else {
            // The log was saved behind this checkpoint, whose tiles are then in its files.
            merkle::root(&log.tiles(log.head().size), seen.size).unwrap_or_default()
        };
        if log.head().size < seen.size || root != seen.root {
            return Err(further(Seen::ByTheCheckpoint, Some(seen.size), here(store).await?));
        }
    }
    log.follow(store, progress).await?;
    Ok(log)
}

/// Asks the witnesses of a ledger that had checkpoints and has nothing beside it how far it went.
pub(super) async fn ask_how_far(
    store: &dyn EventStore,
    files: &SealFiles,
    said: &SaidOfItself,
    ask: &dyn AskWitness,
) -> Result<(), SealError> {
    let (Some(anchor), Some(policy)) = (&said.anchor, &said.policy) else { return Ok(()) };
    if files.checkpoint()?.is_some() || policy.fewest() == 0 {
        return Ok(());
    }
    let size = anchor.claim().head.size;
    let known = policy.witnesses().iter().map(|it| (it.key.name().clone(), size)).collect();
    let none = |_, _| Ok(Vec::new());
    let shown = submit(ask, policy, anchor.clone(), &known, &none).await;
    let answered = shown.reports.iter().filter(|it| it.known_size().is_some()).count();
    refuse_what_was_seen(&shown.reports, here(store).await?)?;
    // What a witness said of it long ago does not count: only of those who answered now.
    let mut said = policy.cosignatures(&shown.checkpoint);
    said.retain(|it| {
        let mut reports = shown.reports.iter().filter(|report| report.key == *it.witness.name());
        reports.any(|report| report.known_size().is_some())
    });
    if policy.is_met_by(&said) {
        return Ok(());
    }
    Err(further(Seen::NobodySays { answered }, None, here(store).await?))
}

/// Refuses where a witness was found before to have seen more.
pub(super) fn refuse_what_is_known(files: &SealFiles, here: u64) -> Result<(), SealError> {
    for (name, seen) in files.witnesses()? {
        if seen.size > here {
            return Err(further(Seen::ByAWitness { name }, Some(seen.size), here));
        }
    }
    Ok(())
}

/// Refuses where a witness has seen more of the ledger, or another history.
pub(super) fn refuse_what_was_seen(reports: &[WitnessReport], here: u64) -> Result<(), SealError> {
    for report in reports {
        let size = match &report.outcome {
            WitnessOutcome::AheadOfUs { size } => Some(*size),
            WitnessOutcome::OtherHistory { .. } => None,
            WitnessOutcome::Cosigned { .. }
            | WitnessOutcome::Down { .. }
            | WitnessOutcome::Refused { .. }
            | WitnessOutcome::Unbelieved(_)
            | WitnessOutcome::NotProved { .. } => continue,
        };
        let seen = Seen::ByAWitness { name: report.name.clone() };
        return Err(further(seen, size, here));
    }
    Ok(())
}
