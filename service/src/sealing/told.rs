//! What is said of sealing: which witnesses have not cosigned and since when, where clocks contradict each
//! other, and what to do where nothing was sealed. It opens nothing and signs nothing.

use std::path::Path;

use candour_commands::sealing::{SealError, Sealed, Seen};
use candour_ledger::witness::WitnessOutcome;
use candour_ledger::{After, EventStore};
use candour_projections::proof::lies_before;

use super::files;
use crate::exit::{Fault, KEEP};
use crate::question::Notes;
use crate::show::words::moment;
use crate::store::Store;

/// Says which witnesses have not cosigned, where any have not.
pub(crate) fn missing(sealed: &Sealed) -> Option<String> {
    let silent = sealed.reports.iter().filter(|it| match &it.outcome {
        WitnessOutcome::Cosigned { .. } => false,
        WitnessOutcome::Down { .. }
        | WitnessOutcome::Refused { .. }
        | WitnessOutcome::Unbelieved(_)
        | WitnessOutcome::AheadOfUs { .. }
        | WitnessOutcome::OtherHistory { .. }
        | WitnessOutcome::NotProved { .. } => true,
    });
    let names: Vec<&str> = silent.map(|it| it.name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let enough = if sealed.enough { "enough others have" } else { "too few others have" };
    Some(format!(
        "note: {} has not cosigned the checkpoint, and {enough}; `candour witnesses` says since when",
        names.join(", ")
    ))
}

/// What to do where nothing was sealed.
pub(crate) fn fault(error: SealError) -> Fault {
    let (what, next) = match &error {
        SealError::SeenFurther(it) => ("the ledger is not written to", seen_further(&it.seen)),
        SealError::AnotherSeals { .. } => {
            ("no checkpoint was signed", "wait until the other process has ended, and seal again")
        }
        SealError::StrangeKey { .. } => (
            "no checkpoint was signed",
            "find out who recorded that entry: whoever can, can write to the ledger. `candour key replace` \
             puts a key of your own in its place, which it then never was",
        ),
        SealError::OtherKey { .. } => (
            "no checkpoint was signed",
            "put the ledger's key into sealing.key from where a copy of it is kept",
        ),
        SealError::NotOurs { .. } => (
            "no checkpoint was signed",
            "put the file back from a copy, or move the folder `log` away: it is made again, and the \
             witnesses are asked how far the ledger went",
        ),
        SealError::File { .. } => {
            ("no checkpoint was signed", "check that the ledger's directory can be written to")
        }
        SealError::Log(_)
        | SealError::Read(_)
        | SealError::Words { .. }
        | SealError::Unwritable(_) => ("no checkpoint was signed", KEEP),
        SealError::NotWritten(_) => ("no checkpoint was signed", "try again; nothing was written"),
    };
    Fault::found(what).because(error).next(next)
}

/// What to do where more of a ledger was seen, or nobody says how far it went.
fn seen_further(seen: &Seen) -> &'static str {
    match seen {
        Seen::InTheLog | Seen::ByTheCheckpoint => {
            "find the newest copy and go on from that one. If there is none, what was recorded after this \
             copy is lost: keep this one as it is, tell those who keep the witnesses, and go on in a new \
             ledger. Reading commands work"
        }
        Seen::ByAWitness { .. } => {
            "find the newest copy and go on from that one. If there is none, what was recorded after this \
             copy is lost: keep this one as it is, tell those who keep the witnesses, and go on in a new \
             ledger. If it is certain that this is the newest and the witness is wrong, adopt a policy \
             without it: `candour witnesses adopt FILE --in-spite-of-witnesses`. Reading commands work"
        }
        Seen::NobodySays { .. } => {
            "wait until enough witnesses answer, or put the last checkpoint, from wherever a copy of it is \
             held, into log/checkpoint. If too few will ever answer, adopt a policy without them: \
             `candour witnesses adopt FILE --in-spite-of-witnesses`. Reading commands work"
        }
        Seen::NobodyCanBeAsked => {
            "put the ledger's key into sealing.key, or the last checkpoint into log/checkpoint, from \
             wherever a copy of it is kept. Reading commands work"
        }
    }
}

/// Says of each witness since when it has not cosigned, for whoever looks at something else.
pub(crate) fn silent_witnesses(directory: &Path, notes: &mut impl Notes) -> anyhow::Result<()> {
    for (name, seen) in files(directory).witnesses().map_err(fault)? {
        if let Some(since) = seen.missing_since {
            let because = seen.because.as_deref().unwrap_or("it did not say why");
            let since = moment(since);
            notes
                .note(&format!("note: witness {name} has not cosigned since {since}: {because}"))?;
        }
    }
    Ok(())
}

/// Says where the time of an entry and that of a witness who saw it last contradict each other, for whoever
/// looks at something else: it looks at two entries for each witness, and `candour verify` at all.
pub(crate) async fn clocks_apart(
    directory: &Path,
    store: &Store,
    notes: &mut impl Notes,
) -> anyhow::Result<()> {
    for (name, seen) in files(directory).witnesses().map_err(fault)? {
        let Some(at) = seen.at.filter(|_| seen.missing_since.is_none() && seen.size > 0) else {
            continue;
        };
        for record in store.read_all(After::from_number(seen.size - 1), 2).await? {
            let (position, recorded) = (record.position.number(), record.recorded_at);
            let (first, last, with) = if position <= seen.size {
                (at, recorded, "with it")
            } else {
                (recorded, at, "before it came")
            };
            if lies_before(first, last) {
                notes.note(&format!(
                    "note: two clocks contradict each other: entry #{position} is recorded at {}, and witness \
                     {name} had seen the ledger {with} at {}; check the clock of this computer",
                    moment(recorded),
                    moment(at),
                ))?;
            }
        }
    }
    Ok(())
}
