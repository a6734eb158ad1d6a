//! Sealing around commands: before one writes, that the ledger is no older copy of itself; after it, a
//! checkpoint over what it recorded. The key is a file in the ledger's directory, made with the ledger, for
//! its owner alone. A ledger whose key is kept elsewhere is recorded to and not sealed here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::sealing::{
    Edge as SealEdge, Followed, Followers, Heed, Keeper, SealError, SealFiles, Sealed, Sealer,
    Sealing, Seen, Want,
};
use candour_ledger::note::{KeyKind, KeyName, Signer};
use candour_ledger::witness::{AskWitness, WitnessOutcome};
use candour_ledger::{EventStore, keep_private};

use crate::edge::Edge;
use crate::exit::{Fault, KEEP};
use crate::open;
use crate::output::Output;
use crate::question::Notes;
use crate::show::progress::Progress;
use crate::store::Store;

/// The file of the ledger's key, in the ledger's directory.
pub(crate) const KEY_FILE: &str = "sealing.key";
/// The file of the key that is to come in its place, while it does.
const NEXT_KEY_FILE: &str = "sealing.key.next";
/// The folder of the log, in the ledger's directory.
pub(crate) const LOG: &str = "log";

/// Where the log of a ledger is, with its checkpoint and what its witnesses have seen.
pub(crate) fn files(directory: &Path) -> SealFiles {
    SealFiles::of(&directory.join(LOG))
}

/// A new key for a ledger.
pub(crate) fn new_key(store: &Store, edge: &Edge) -> Signer {
    let mut secret = [0; 32];
    edge.entropy().fill(&mut secret);
    Signer::from_bytes(KeyName::of_ledger(store.identity().id), KeyKind::Checkpoints, &secret)
}

/// Keeps a key as the ledger's, in place of the one before.
pub(crate) fn keep_key(directory: &Path, key: &Signer) -> Result<(), Fault> {
    let text = key.to_secret_text() + "\n";
    keep_private(&directory.join(KEY_FILE), &text).map_err(|error| {
        Fault::unreadable(format!("the ledger's key was not written to {}", directory.display()))
            .because(error)
            .next("check that the directory can be written to")
    })
}

/// The ledger's key, where it is kept here.
pub(crate) fn key(directory: &Path) -> Result<Option<Signer>, Fault> {
    key_in(&directory.join(KEY_FILE))
}

fn key_in(file: &Path) -> Result<Option<Signer>, Fault> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Fault::unreadable(format!("{} could not be read", file.display()))
                .because(error)
                .next("check who may read it; nothing was written"));
        }
    };
    Signer::from_secret_text(&text).map(Some).map_err(|error| {
        Fault::unreadable(format!("{} holds no key of a ledger", file.display()))
            .because(error)
            .next("put the key back from where a copy of it is kept; nothing was written")
    })
}

/// The key that is to come in the place of the one that signs now, where that was begun and not ended.
fn next_key(directory: &Path) -> Result<Option<Signer>, Fault> {
    key_in(&directory.join(NEXT_KEY_FILE))
}

/// A ledger that was opened to be sealed.
pub(crate) struct Seals {
    directory: PathBuf,
    sealer: Sealer,
    ask: Box<dyn AskWitness>,
}

impl Seals {
    /// Opens a ledger to be sealed, as no older copy of itself; nothing where its key is kept elsewhere.
    pub(crate) async fn open(
        directory: &Path,
        store: &Arc<Store>,
        edge: &Edge,
        draws: bool,
    ) -> anyhow::Result<Option<Self>> {
        let operator = open::operator(store).await?;
        let ask: Box<dyn AskWitness> = Box::new(crate::witness::ask::HttpWitnesses::new());
        let here = key(directory)?;
        let with = Followers { signer: here.as_ref(), ask: &*ask, heed: Heed::All };
        let followed = follow(directory, store, with, draws).await?;
        let signer = match here {
            Some(signer) => signer,
            None if followed.has_a_key() => return Ok(None),
            None => {
                let signer = new_key(store, edge);
                keep_key(directory, &signer)?;
                signer
            }
        };
        let keeper = Keeper { practitioner: operator.practitioner, agency: operator.agency };
        let mut sealer = followed.sealer(signer, keeper).map_err(fault)?;
        if let Some(next) = next_key(directory)? {
            sealer.expect_key(next.verifier());
        }
        Ok(Some(Self { directory: directory.to_owned(), sealer, ask }))
    }

    /// The sealer.
    pub(crate) fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Signs a checkpoint where one is wanted.
    pub(crate) async fn seal(&mut self, want: Want, edge: &Edge) -> anyhow::Result<Sealing> {
        let mut request = || edge.request();
        let at = SealEdge { now: edge.now(), request: &mut request };
        Ok(self.sealer.seal(want, at, &*self.ask).await.map_err(fault)?)
    }

    /// Puts a new key in place of the one that signs now.
    pub(crate) async fn replace_key(
        &mut self,
        store: &Store,
        edge: &Edge,
    ) -> anyhow::Result<(Signer, Sealed)> {
        let beside = self.directory.join(NEXT_KEY_FILE);
        let new = next_key(&self.directory)?.unwrap_or_else(|| new_key(store, edge));
        // The new key is on the disk before the ledger says that it is its key.
        keep_private(&beside, &(new.to_secret_text() + "\n"))?;
        let mut request = || edge.request();
        let at = SealEdge { now: edge.now(), request: &mut request };
        let replaced = self.sealer.replace_key(new.clone(), at, &*self.ask).await;
        let covered = replaced.map_err(fault)?;
        keep_key(&self.directory, &new)?;
        fs::remove_file(&beside)?;
        Ok((new, covered))
    }
}

/// Follows a ledger to its end, and refuses an older copy of it.
async fn follow(
    directory: &Path,
    store: &Arc<Store>,
    with: Followers<'_>,
    shown: bool,
) -> anyhow::Result<Followed> {
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new("Following", total, shown);
    let drawn = bar.clone();
    let opened = Followed::open(
        Arc::clone(store) as Arc<dyn EventStore>,
        files(directory).directory(),
        with,
        &mut move |size| drawn.at(size),
    )
    .await;
    bar.done();
    Ok(opened.map_err(fault)?)
}

/// Refuses to adopt a policy in an older copy of a ledger. Where it is adopted in spite of the witnesses,
/// the word of the files beside the ledger counts alone.
pub(crate) async fn guard_adoption(
    directory: &Path,
    store: &Arc<Store>,
    heed: Heed,
    output: &Output,
) -> anyhow::Result<()> {
    let ask = crate::witness::ask::HttpWitnesses::new();
    let here = key(directory)?;
    let with = Followers { signer: here.as_ref(), ask: &ask, heed };
    follow(directory, store, with, output.draws_progress()).await.map(|_| ())
}

/// Refuses to write to an older copy of a ledger. A ledger that cannot be opened is for the command to
/// tell of.
pub(crate) async fn guard(
    named: Option<&Path>,
    edge: &Edge,
    output: &Output,
) -> anyhow::Result<()> {
    let Some(directory) = named else { return Ok(()) };
    let Ok(store) = open::writing(named, edge) else { return Ok(()) };
    if store.head().await?.is_some() {
        Seals::open(directory, &store, edge, output.draws_progress()).await?;
    }
    Ok(())
}

/// Seals what a command has recorded.
pub(crate) async fn after(
    named: Option<&Path>,
    edge: &Edge,
    output: &mut Output,
) -> anyhow::Result<()> {
    let Some(directory) = named else { return Ok(()) };
    let store = open::writing(named, edge)?;
    let opened = Seals::open(directory, &store, edge, output.draws_progress()).await?;
    let Some(mut seals) = opened else {
        return Ok(output.note("note: not sealed here; the ledger's key is kept elsewhere")?);
    };
    if let Sealing::Sealed(sealed) = seals.seal(Want::WhereWorked, edge).await? {
        missing(&sealed).map_or(Ok(()), |note| output.note(&note))?;
    }
    Ok(())
}

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
            let since = crate::show::words::moment(since);
            notes
                .note(&format!("note: witness {name} has not cosigned since {since}: {because}"))?;
        }
    }
    Ok(())
}
