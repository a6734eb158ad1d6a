//! Sealing around commands: before one writes, that the ledger is no older copy of itself; after it, a
//! checkpoint over what it recorded. The key is a file in the ledger's directory, made with the ledger, for
//! its owner alone. A ledger whose key is kept elsewhere is recorded to and not sealed here.

mod told;

pub(crate) use told::{clocks_apart, fault, missing, silent_witnesses};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::sealing::{
    Edge as SealEdge, Followed, Followers, Heed, Keeper, SealError, SealFiles, Sealed, Sealer,
    Sealing, Want,
};
use candour_ledger::note::{KeyKind, KeyName, Signer, Verifier};
use candour_ledger::witness::AskWitness;
use candour_ledger::{EventStore, keep_private};

use crate::edge::Edge;
use crate::exit::Fault;
use crate::open;
use crate::output::Output;
use crate::show::progress::Progress;
use crate::store::Store;

/// The file of the ledger's key, in the ledger's directory.
pub(crate) const KEY_FILE: &str = "sealing.key";
/// The file of the key that is to come in its place, while it does.
pub(crate) const NEXT_KEY_FILE: &str = "sealing.key.next";
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
    signer: Signer,
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
        let ask = witnesses();
        let here = key(directory)?;
        let with = Followers { signer: here.as_ref(), ask: &*ask, heed: Heed::All };
        let followed = follow(directory, store, with, draws).await?.map_err(fault)?;
        let signer = match here {
            Some(signer) => signer,
            None if followed.has_a_key() => return Ok(None),
            None => {
                let signer = new_key(store, edge);
                keep_key(directory, &signer)?;
                signer
            }
        };
        let next = next_key(directory)?;
        Ok(Some(Self::sealing(directory, (store, followed), (signer, next), ask).await?))
    }

    /// Opens the ledger in this directory to be sealed with the key of another, under a name of its own:
    /// with the key that signs there, or with the one that is coming in its place where that has come here
    /// already. Nothing where that key is kept elsewhere.
    pub(crate) async fn open_beside(
        directory: &Path,
        store: &Arc<Store>,
        other: &Path,
        draws: bool,
    ) -> anyhow::Result<Option<Self>> {
        let name = KeyName::of_ledger(store.identity().id);
        let under = |key: Option<Signer>| key.map(|key| key.under(name.clone()));
        let (now, next) = (under(key(other)?), under(next_key(other)?));
        let mut refused = None;
        for signer in [now, next.clone()].into_iter().flatten() {
            let ask = witnesses();
            let with = Followers { signer: Some(&signer), ask: &*ask, heed: Heed::All };
            match follow(directory, store, with, draws).await? {
                Ok(followed) => {
                    let keys = (signer, next);
                    return Ok(Some(Self::sealing(directory, (store, followed), keys, ask).await?));
                }
                Err(other @ SealError::OtherKey { .. }) => refused = refused.or(Some(other)),
                Err(error) => return Err(fault(error).into()),
            }
        }
        refused.map_or(Ok(None), |error| Err(fault(error).into()))
    }

    async fn sealing(
        directory: &Path,
        (store, followed): (&Store, Followed),
        (signer, next): (Signer, Option<Signer>),
        ask: Box<dyn AskWitness>,
    ) -> anyhow::Result<Self> {
        let operator = open::operator(store).await?;
        let keeper = Keeper { practitioner: operator.practitioner, agency: operator.agency };
        let mut sealer = followed.sealer(signer.clone(), keeper).map_err(fault)?;
        if let Some(next) = next {
            sealer.expect_key(next.verifier());
        }
        Ok(Self { directory: directory.to_owned(), sealer, signer, ask })
    }

    /// The key that signs.
    pub(crate) fn verifier(&self) -> Verifier {
        self.signer.verifier()
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

    /// Signs with a new key in place of the one that signs now. Whoever asks for it has kept it.
    pub(crate) async fn replace_key(
        &mut self,
        new: &Signer,
        edge: &Edge,
    ) -> anyhow::Result<Sealed> {
        let mut request = || edge.request();
        let at = SealEdge { now: edge.now(), request: &mut request };
        let replaced = self.sealer.replace_key(new.clone(), at, &*self.ask).await;
        let covered = replaced.map_err(fault)?;
        self.signer = new.clone();
        Ok(covered)
    }

    /// Puts the key that was made to come next in the place of the one that is kept.
    pub(crate) fn keep_next(&self) -> anyhow::Result<()> {
        keep_key(&self.directory, &self.signer)?;
        Ok(fs::remove_file(self.directory.join(NEXT_KEY_FILE))?)
    }
}

/// The key that is to come in the place of the one that signs now. It is on the disk before any ledger says
/// that it is its key; one that was made before, and never came, is the one.
pub(crate) fn make_next_key(
    directory: &Path,
    store: &Store,
    edge: &Edge,
) -> anyhow::Result<Signer> {
    let new = next_key(directory)?.unwrap_or_else(|| new_key(store, edge));
    keep_private(&directory.join(NEXT_KEY_FILE), &(new.to_secret_text() + "\n"))?;
    Ok(new)
}

fn witnesses() -> Box<dyn AskWitness> {
    Box::new(crate::witness::ask::HttpWitnesses::new())
}

/// Follows a ledger to its end, and refuses an older copy of it.
async fn follow(
    directory: &Path,
    store: &Arc<Store>,
    with: Followers<'_>,
    shown: bool,
) -> anyhow::Result<Result<Followed, SealError>> {
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
    Ok(opened)
}

/// Refuses to adopt a policy in an older copy of a ledger. Where it is adopted in spite of the witnesses,
/// the word of the files beside the ledger counts alone.
pub(crate) async fn guard_adoption(
    directory: &Path,
    store: &Arc<Store>,
    heed: Heed,
    output: &Output,
) -> anyhow::Result<()> {
    let ask = witnesses();
    let here = key(directory)?;
    let with = Followers { signer: here.as_ref(), ask: &*ask, heed };
    follow(directory, store, with, output.draws_progress()).await?.map_err(fault)?;
    Ok(())
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
