//! Finding out that a ledger is an older copy of itself before anything is written to it: by the log and
//! the checkpoint beside it, and by what its witnesses have seen. It changes nothing.

use std::fmt;

use candour_ledger::leaf::Leaf;
use candour_ledger::log::{Log, Tiles};
use candour_ledger::merkle::{self, Leaves};
use candour_ledger::note::{KeyName, Policy, SignedCheckpoint};
use candour_ledger::witness::{AskWitness, WitnessOutcome, WitnessReport, submit};
use candour_ledger::{After, EventStore};

use super::SealError;
use super::files::SealFiles;

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
    /// Nothing stands beside a ledger that had checkpoints, none came back into it, and its key is not here
    /// to ask its witnesses with.
    NobodyCanBeAsked,
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
            Seen::NobodyCanBeAsked => {
                return write!(
                    f,
                    "this copy of the ledger has {here} records, nothing beside it that says how far the \
                     ledger went, and neither a checkpoint nor a key to ask its witnesses with"
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
    // An older copy has not the record at which the log was saved, or has another in its place.
    if let After::Position(at) = log.after() {
        let before = After::from_number(at.number() - 1);
        let read = store.read_all(before, 1).await?;
        let there = read.first().filter(|record| record.position == at);
        let leaf = there.map(|record| Leaf::of(ledger, record).hash());
        let size = log.head().size;
        if leaf.is_none() || leaf != log.tiles(size).leaf(size.saturating_sub(1)) {
            return Err(further(Seen::InTheLog, Some(size), here(store).await?));
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

/// Asks the witnesses of a ledger that has nothing beside it how far it went, by showing them a checkpoint
/// of it. Where they are `needed`, so many must have answered as the policy asks for.
pub(super) async fn ask_how_far(
    (policy, needed): (&Policy, bool),
    (shown, tiles): (SignedCheckpoint, &Tiles),
    here: u64,
    ask: &dyn AskWitness,
) -> Result<(), SealError> {
    let head = shown.claim().head;
    let known = policy.witnesses().iter().map(|it| (it.key.name().clone(), head.size)).collect();
    let prove = |old, _| merkle::prove_growth(tiles, old, &head);
    let shown = submit(ask, policy, shown, &known, &prove).await;
    let answered = shown.reports.iter().filter(|it| it.known_size().is_some()).count();
    refuse_what_was_seen(&shown.reports, here)?;
    // What a witness said of it long ago does not count: only of those who answered now.
    let mut said = policy.cosignatures(&shown.checkpoint);
    said.retain(|it| {
        let mut reports = shown.reports.iter().filter(|report| report.key == *it.witness.name());
        reports.any(|report| report.known_size().is_some())
    });
    if !needed || policy.is_met_by(&said) {
        return Ok(());
    }
    Err(further(Seen::NobodySays { answered }, None, here))
}

/// That nobody can be asked how far a ledger went.
pub(super) fn nobody_can_be_asked(here: u64) -> SealError {
    further(Seen::NobodyCanBeAsked, None, here)
}

/// Refuses where a witness was found before to have seen more.
pub(super) fn refuse_what_is_known(files: &SealFiles, here: u64) -> Result<(), SealError> {
    for (name, seen) in files.witnesses()? {
        let size = (seen.size > here).then_some(seen.size);
        if size.is_some() || seen.other_history_from.is_some() {
            return Err(further(Seen::ByAWitness { name }, size, here));
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
