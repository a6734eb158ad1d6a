//! The sealer: follows the ledger, commits to the heads of all streams, works the root out twice, signs,
//! shows the checkpoint to the witnesses and brings it back.

use std::path::Path;
use std::sync::Arc;

use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{LedgerId, RequestId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::log::Log;
use candour_ledger::merkle;
use candour_ledger::note::{
    Checkpoint, Cosignature, KeyName, Policy, SignedCheckpoint, Signer, Verifier,
};
use candour_ledger::witness::{AskWitness, WitnessReport, submit};
use candour_ledger::{
    After, AppendError, AppendRefusal, EventStore, Expected, Failure, RequestRef,
};
use candour_schemas::codec::{DraftMeta, draft};
use candour_schemas::proof::{self, ProofWords};
use chrono::{DateTime, Utc};

use super::files::SealFiles;
use super::followed::{Followed, Followers, Heed};
use super::own::{Keeper, SaidOfItself, own_envelope, own_stream};
use super::{SealError, guard};
use crate::digest::digest;
use crate::recorder::ASKED_AGAIN_MAX;
use crate::request::{Action, Request};

/// When a checkpoint is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Where anything but the ledger's own entries has come since the last.
    WhereWorked,
    /// In any case.
    Now,
}

/// A checkpoint that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The checkpoint, with every cosignature that holds.
    pub checkpoint: SignedCheckpoint,
    /// What its witnesses said.
    pub cosignatures: Vec<Cosignature>,
    /// Whether that is enough by the policy.
    pub enough: bool,
    /// What came of asking each.
    pub reports: Vec<WitnessReport>,
}

/// What came of sealing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// Nothing has come that is not sealed; the last checkpoint stands.
    Quiet(Option<SignedCheckpoint>),
    /// There is a new checkpoint.
    Sealed(Box<Sealed>),
}

/// Seals one ledger.
pub struct Sealer {
    pub(super) store: Arc<dyn EventStore>,
    pub(super) files: SealFiles,
    pub(super) signer: Signer,
    pub(super) keeper: Keeper,
    pub(super) said: SaidOfItself,
    pub(super) log: Log,
    /// Up to where a root was found a second way before.
    pub(super) proved: (After, u64),
    /// The key that is to come in this one's place.
    pub(super) expected: Option<Verifier>,
}

/// The time now, and the identifiers of requests to come.
pub struct Edge<'a> {
    /// The time now.
    pub now: DateTime<Utc>,
    /// Makes the identifier of a new request.
    pub request: &'a mut (dyn FnMut() -> RequestId + Send),
}

impl Sealer {
    /// Takes sealing up where it stood, or begins, as [`Followed::open`] does.
    ///
    /// # Errors
    /// Refuses an older copy of the ledger, and a key that is not the one introduced last.
    pub async fn open(
        store: Arc<dyn EventStore>,
        directory: &Path,
        (signer, keeper): (Signer, Keeper),
        ask: &dyn AskWitness,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Self, SealError> {
        let with = Followers { signer: Some(&signer), ask, heed: Heed::All };
        let followed = Followed::open(store, directory, with, progress).await?;
        followed.sealer(signer, keeper)
    }

    /// The policy on witnesses that is in force.
    pub fn policy(&self) -> Option<&Policy> {
        self.said.policy.as_ref()
    }

    /// Lets this key come in the place of the one that signs now: an entry that introduces it is signed over.
    /// One that introduces any other never is.
    pub fn expect_key(&mut self, next: Verifier) {
        self.expected = Some(next);
    }

    /// Signs a checkpoint over all that has been recorded, where one is wanted.
    ///
    /// # Errors
    /// Fails where the ledger or the files cannot be read or written, where a root comes out differently
    /// the second time, where another seals, and where a witness has seen more than there is.
    pub async fn seal(
        &mut self,
        want: Want,
        mut edge: Edge<'_>,
        ask: &dyn AskWitness,
    ) -> Result<Sealing, SealError> {
        self.follow().await?;
        self.said.read_on(&*self.store).await?;
        self.said.lets_sign(&self.signer.verifier())?;
        let last = self.files.checkpoint()?;
        let covered = last.as_ref().map_or(0, |it| it.claim().head.size);
        if want == Want::WhereWorked && self.log.worked() <= covered {
            return Ok(Sealing::Quiet(last));
        }
        let key = self.signer.verifier();
        if self.said.chain.introduced().is_empty() {
            let introduced = words(proof::introduces(&key, None))?;
            self.append(LedgerEvent::KeyIntroduced(introduced), &mut edge).await?;
        }
        // Signing over an introduction is what puts the new key in force.
        if let Some(waiting) =
            self.said.chain.waiting().filter(|it| Some(*it) != self.expected.as_ref())
        {
            return Err(SealError::StrangeKey { introduced: waiting.id() });
        }
        let checkpoint = self.sign(&mut edge).await?;
        let sealed = self.show(checkpoint, &edge, ask).await?;
        guard::refuse_what_was_seen(&sealed.reports, self.log.head().size)?;
        self.bring_back(&sealed, &mut edge).await?;
        if let Some(gist) = self.said.gist() {
            self.files.keep_gist(&gist, self.store.identity().id)?;
        }
        Ok(Sealing::Sealed(Box::new(sealed)))
    }

    /// Commits to the heads, works the root out twice, and signs.
    async fn sign(&mut self, edge: &mut Edge<'_>) -> Result<SignedCheckpoint, SealError> {
        let size = self.log.head().size;
        let heads = words(proof::commits_to(self.log.heads_root(), size))?;
        self.log.save()?;
        let proved = (self.log.after(), size);
        self.append(LedgerEvent::StreamHeads(heads), edge).await?;
        self.log.save_tiles()?;
        self.log.second_root(&*self.store, self.proved).await?;
        self.proved = proved;
        let origin = KeyName::of_ledger(self.store.identity().id);
        let head = self.log.head();
        let signed = SignedCheckpoint::sign(Checkpoint { origin, head }, &self.signer);
        self.files.keep(&signed)?;
        Ok(signed)
    }

    /// Shows a checkpoint to the witnesses, and keeps what they say.
    async fn show(
        &self,
        checkpoint: SignedCheckpoint,
        edge: &Edge<'_>,
        ask: &dyn AskWitness,
    ) -> Result<Sealed, SealError> {
        let Some(policy) = &self.said.policy else {
            let (cosignatures, reports) = (Vec::new(), Vec::new());
            return Ok(Sealed { checkpoint, cosignatures, enough: true, reports });
        };
        let head = checkpoint.claim().head;
        let tiles = self.log.tiles(head.size);
        let prove = |old, _| merkle::prove_growth(&tiles, old, &head);
        let known = self.files.known()?;
        let shown = submit(ask, policy, checkpoint, &known, &prove).await;
        self.files.keep(&shown.checkpoint)?;
        self.files.told(&shown.reports, edge.now)?;
        let cosignatures = policy.cosignatures(&shown.checkpoint);
        let enough = policy.is_met_by(&cosignatures);
        let (checkpoint, reports) = (shown.checkpoint, shown.reports);
        Ok(Sealed { checkpoint, cosignatures, enough, reports })
    }

    /// Brings a checkpoint back into the ledger: one that somebody cosigned, or that nobody has to. One that
    /// vouches for a new key comes back in any case, since nothing else shows that the old key did.
    async fn bring_back(&mut self, sealed: &Sealed, edge: &mut Edge<'_>) -> Result<(), SealError> {
        let vouches = self.said.chain.waiting().is_some();
        if sealed.cosignatures.is_empty() && !sealed.reports.is_empty() && !vouches {
            return Ok(());
        }
        let by: Vec<_> = sealed.cosignatures.iter().map(|it| it.witness.name()).collect();
        let anchor = words(proof::brings_back(&sealed.checkpoint, &by))?;
        self.append(LedgerEvent::AnchorRecorded(anchor), edge).await
    }

    async fn follow(&mut self) -> Result<(), SealError> {
        Ok(self.log.follow(&*self.store, &mut |_| ()).await?)
    }

    /// Appends to the ledger's own stream, where it is as it is known to be, and follows.
    pub(super) async fn append(
        &mut self,
        event: LedgerEvent,
        edge: &mut Edge<'_>,
    ) -> Result<(), SealError> {
        let stream = own_stream(&*self.store)?;
        let head = self.log.heads().of(&stream);
        let expected = head.map_or(Expected::NoStream, |head| Expected::At(head.last));
        let Keeper { practitioner: author, agency } = self.keeper;
        let envelope = own_envelope(self.keeper, edge.now);
        let action = Action { envelope, proposed: Event::Ledger(event) };
        let ledger = LedgerId::new(self.store.identity().id);
        let (id, stream_id) = ((edge.request)(), StreamId::Ledger(ledger));
        let request = Request { id, author, agency, stream: stream_id, actions: vec![action] };
        let unwritable = |error| SealError::Unwritable(Failure::because("writing an entry", error));
        let digest = digest(&self.store.identity().secret, &request).map_err(unwritable)?;
        let reference = RequestRef { id: id.uuid(), index: 0, digest };
        let meta = DraftMeta { id: request.entry(0), author, agency, request: reference };
        let drafts = request.actions.iter().map(|it| draft(&it.proposed, &it.envelope, meta));
        let drafts = drafts.collect::<Result<Vec<_>, _>>().map_err(unwritable)?;
        let mut asked = 0;
        loop {
            match self.store.append(&stream, expected, drafts.clone()).await {
                Ok(_) => {
                    self.follow().await?;
                    return self.said.read_on(&*self.store).await;
                }
                Err(AppendError::Unknown(_)) if asked < ASKED_AGAIN_MAX => asked += 1,
                Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => {
                    return Err(SealError::AnotherSeals { stream });
                }
                Err(AppendError::Refused(refusal)) => {
                    let failure = Failure::because("appending to the ledger's stream", refusal);
                    return Err(SealError::Unwritable(failure));
                }
                Err(AppendError::NotWritten(failure) | AppendError::Unknown(failure)) => {
                    return Err(SealError::NotWritten(failure));
                }
            }
        }
    }
}

fn words<T>(made: Result<T, ProofWords>) -> Result<T, SealError> {
    made.map_err(|error| SealError::Unwritable(Failure::because("writing of proof", error)))
}
