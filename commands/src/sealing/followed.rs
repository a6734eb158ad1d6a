//! A ledger that is followed to its end before anything is written to it, with its key or without: that it
//! is no older copy of itself, as far as the files beside it and its witnesses say. It appends nothing, and
//! keeps nothing but tiles.

use std::path::Path;
use std::sync::Arc;

use candour_ledger::log::Log;
use candour_ledger::note::{Checkpoint, KeyName, Policy, SignedCheckpoint, Signer};
use candour_ledger::witness::AskWitness;
use candour_ledger::{After, EventStore};

use super::files::SealFiles;
use super::own::{Keeper, SaidOfItself};
use super::seal::Sealer;
use super::{SealError, guard};

/// Whose word counts against a copy of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heed {
    /// That of the files beside it, and of its witnesses.
    All,
    /// That of the files alone, where whoever keeps the ledger goes on in spite of its witnesses.
    Files,
}

/// With what a ledger is followed.
pub struct Followers<'a> {
    /// The ledger's key, where it is here.
    pub signer: Option<&'a Signer>,
    /// Reaches its witnesses.
    pub ask: &'a dyn AskWitness,
    /// Whose word counts.
    pub heed: Heed,
}

/// A ledger that was followed to its end and found to be no older copy of itself.
pub struct Followed {
    store: Arc<dyn EventStore>,
    files: SealFiles,
    said: SaidOfItself,
    log: Log,
    proved: (After, u64),
}

impl Followed {
    /// Follows a ledger to its end. The log of a large ledger that has none yet is made first, and told
    /// after each page.
    ///
    /// # Errors
    /// Refuses an older copy of the ledger, a copy of which nobody says that it is none, and a key that is
    /// not the one introduced last.
    pub async fn open(
        store: Arc<dyn EventStore>,
        directory: &Path,
        with: Followers<'_>,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Self, SealError> {
        let files = SealFiles::of(directory);
        let kept = files.gist(store.identity().id)?;
        let said = SaidOfItself::read(&*store, kept.as_ref()).await?;
        if let Some(signer) = with.signer {
            said.lets_sign(&signer.verifier())?;
        }
        let log = guard::follow(&*store, &files, progress).await?;
        let saved = Log::open(directory, store.identity().id);
        let proved = (saved.after(), saved.head().size);
        let followed = Self { store, files, said, log, proved };
        match with.heed {
            Heed::All => followed.heed_witnesses(with.signer, with.ask).await?,
            Heed::Files => {}
        }
        Ok(followed)
    }

    /// Whether the ledger has introduced a key, so that another cannot sign for it.
    pub fn has_a_key(&self) -> bool {
        self.said.chain.links().next().is_some()
    }

    /// Seals it, in the name of its keeper.
    ///
    /// # Errors
    /// Refuses a key that is not the one introduced last.
    pub fn sealer(self, signer: Signer, keeper: Keeper) -> Result<Sealer, SealError> {
        self.said.lets_sign(&signer.verifier())?;
        let Self { store, files, said, log, proved } = self;
        Ok(Sealer { store, files, signer, keeper, said, log, proved, expected: None })
    }

    /// Refuses where a witness has said before, or says now, that there is more; and where nothing stands
    /// beside a ledger that had checkpoints and too few witnesses say how far it went.
    async fn heed_witnesses(
        &self,
        signer: Option<&Signer>,
        ask: &dyn AskWitness,
    ) -> Result<(), SealError> {
        let here = self.log.head().size;
        guard::refuse_what_is_known(&self.files, here)?;
        let Some(policy) = self.said.policy.as_ref().filter(|it| it.fewest() > 0) else {
            return Ok(());
        };
        if self.files.checkpoint()?.is_some() {
            return Ok(());
        }
        // A witness that knows less than it is shown is given the proof of growth.
        self.log.save_tiles()?;
        let asked = match (&self.said.anchor, signer) {
            (Some(anchor), _) => anchor.clone(),
            (None, Some(signer)) => self.sign_what_is_here(signer).await?,
            (None, None) if self.has_a_key() => return Err(guard::nobody_can_be_asked(here)),
            (None, None) => return Ok(()),
        };
        // Where no key was introduced no checkpoint was signed, as far as this copy knows.
        let needed = self.has_a_key();
        self.ask_how_far((policy, needed), asked, ask).await
    }

    async fn ask_how_far(
        &self,
        (policy, needed): (&Policy, bool),
        shown: SignedCheckpoint,
        ask: &dyn AskWitness,
    ) -> Result<(), SealError> {
        let tiles = self.log.tiles(shown.claim().head.size);
        guard::ask_how_far((policy, needed), (shown, &tiles), self.log.head().size, ask).await
    }

    /// A checkpoint over what is here, to be shown to the witnesses of a ledger into which none came back
    /// yet. It is not kept: what stands beside a ledger says that its witnesses need not be asked.
    async fn sign_what_is_here(&self, signer: &Signer) -> Result<SignedCheckpoint, SealError> {
        self.log.second_root(&*self.store, self.proved).await?;
        let origin = KeyName::of_ledger(self.store.identity().id);
        let head = self.log.head();
        Ok(SignedCheckpoint::sign(Checkpoint { origin, head }, signer))
    }
}
