//! What the ledger says of itself: in whose name, and where it is read. It decides nothing. A ledger says much of
//! itself in the course of years, of which little matters here: which records do is kept, so that the others are
//! read once.

use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Envelope, Evidence, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, LedgerId, PractitionerId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::When;
use candour_ledger::log::Gist;
use candour_ledger::merkle::Hash;
use candour_ledger::note::{KeyChain, KeyName, Policy, SignedCheckpoint, Verifier};
use candour_ledger::{EventStore, Failure, Record, Revision, StreamName, StreamPage};
use candour_schemas::proof::{self, ProofWords};
use chrono::{DateTime, Utc};

use super::SealError;
use crate::recorder::PAGE_RECORDS;

/// Whoever keeps a ledger: in their name it says what it says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeper {
    /// The practitioner.
    pub practitioner: PractitionerId,
    /// Their agency.
    pub agency: AgencyId,
}

/// The envelope of what a keeper records of the ledger, as of now.
pub fn own_envelope(keeper: Keeper, now: DateTime<Utc>) -> Envelope {
    let by = Actor {
        practitioner: Recorded::Recorded(keeper.practitioner),
        post: Recorded::NotRecorded,
        unit: Recorded::NotRecorded,
        agency: keeper.agency,
    };
    Envelope {
        occurred: When::Instant(now),
        known: None,
        by,
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::Recorded(Evidence::AtTheTime),
        status: Recorded::NotRecorded,
        children: Vec::new(),
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}

/// The name of a ledger's own stream.
pub(super) fn own_stream(store: &dyn EventStore) -> Result<StreamName, SealError> {
    let stream = StreamId::Ledger(LedgerId::new(store.identity().id)).to_string();
    let named = stream.parse();
    named.map_err(|error| SealError::Unwritable(Failure::because("naming the stream", error)))
}

/// The types of entry that sealing depends on.
const MATTERING: [&str; 3] = ["KeyIntroduced", "WitnessPolicyAdopted", "AnchorRecorded"];

/// What a ledger has said of itself that sealing depends on.
#[derive(Debug)]
pub(super) struct SaidOfItself {
    /// Its keys.
    pub(super) chain: KeyChain,
    /// The policy on witnesses that was adopted last.
    pub(super) policy: Option<Policy>,
    /// The checkpoint that was brought back last.
    pub(super) anchor: Option<SignedCheckpoint>,
    /// The record that was read last, and its leaf.
    read: Option<(Revision, Hash)>,
    /// Where keys were introduced, and where checkpoints stand that changed which of them counts.
    turns: Vec<Revision>,
    policy_at: Option<Revision>,
    anchor_at: Option<Revision>,
}

impl SaidOfItself {
    fn nothing(ledger: uuid::Uuid) -> Self {
        Self {
            chain: KeyChain::of(KeyName::of_ledger(ledger)),
            policy: None,
            anchor: None,
            read: None,
            turns: Vec::new(),
            policy_at: None,
            anchor_at: None,
        }
    }

    /// Reads a ledger's own stream: from where it was read before, as far as what was kept of that still fits.
    pub(super) async fn read(
        store: &dyn EventStore,
        kept: Option<&Gist>,
    ) -> Result<Self, SealError> {
        let mut said = match kept {
            Some(kept) => Self::again(store, kept).await?,
            None => Self::nothing(store.identity().id),
        };
        said.read_on(store).await?;
        Ok(said)
    }

    /// What was kept, read again; nothing where it does not fit.
    async fn again(store: &dyn EventStore, kept: &Gist) -> Result<Self, SealError> {
        let ledger = store.identity().id;
        let mut said = Self::nothing(ledger);
        let Some(records) = kept.records(store, &own_stream(store)?).await? else {
            return Ok(said);
        };
        for record in &records {
            said.take(record, ledger)?;
        }
        said.read = Some((kept.last, kept.leaf));
        Ok(said)
    }

    /// Reads what has come since.
    pub(super) async fn read_on(&mut self, store: &dyn EventStore) -> Result<(), SealError> {
        let (stream, ledger) = (own_stream(store)?, store.identity().id);
        loop {
            let from = self.read.map_or(Revision::FIRST, |(last, _)| last.next());
            let page = store.read_stream(&stream, from, PAGE_RECORDS).await?;
            let StreamPage::Found { records, last } = page else { return Ok(()) };
            for record in &records {
                self.take(record, ledger)?;
            }
            let Some(read) = records.last() else { return Ok(()) };
            self.read = Some((read.revision, read.leaf));
            if read.revision >= last {
                return Ok(());
            }
        }
    }

    /// What is to be kept of it.
    pub(super) fn gist(&self) -> Option<Gist> {
        let (last, leaf) = self.read?;
        let mut matter = self.turns.clone();
        matter.extend(self.policy_at.into_iter().chain(self.anchor_at));
        matter.sort_unstable();
        matter.dedup();
        Some(Gist { last, leaf, matter })
    }

    /// Refuses a key that is not one of those that may sign now.
    pub(super) fn lets_sign(&self, given: &Verifier) -> Result<(), SealError> {
        let Some(introduced) = self.chain.may_sign().last() else { return Ok(()) };
        if self.chain.may_sign().any(|key| key == given) {
            return Ok(());
        }
        Err(SealError::OtherKey { given: given.id(), introduced: introduced.id() })
    }

    fn take(&mut self, record: &Record, ledger: uuid::Uuid) -> Result<(), SealError> {
        if !MATTERING.contains(&record.type_name.as_str()) {
            return Ok(());
        }
        let entry = candour_schemas::entry(record).map_err(|error| {
            SealError::Unwritable(Failure::because("reading the ledger's stream", error))
        })?;
        let wrong = |source| SealError::Words { entry: entry.id, source };
        self.take_event(record, &entry.event, ledger).map_err(wrong)
    }

    fn take_event(
        &mut self,
        record: &Record,
        event: &Event,
        ledger: uuid::Uuid,
    ) -> Result<(), ProofWords> {
        let (at, leaf) = (record.revision, record.position.number() - 1);
        let Event::Ledger(event) = event else { return Ok(()) };
        match event {
            LedgerEvent::KeyIntroduced(it) => {
                self.chain.introduce(leaf, proof::introduced(it, ledger)?);
                self.turns.push(at);
            }
            LedgerEvent::WitnessPolicyAdopted(it) => {
                self.policy = said(proof::adopted(it))?;
                self.policy_at = Some(at);
            }
            LedgerEvent::AnchorRecorded(it) => {
                self.anchor = said(proof::brought_back(it, ledger))?;
                self.anchor_at = Some(at);
                if self.anchor.as_ref().is_some_and(|anchor| self.chain.see(anchor)) {
                    self.turns.push(at);
                }
            }
            LedgerEvent::LedgerOpened(_)
            | LedgerEvent::RulesAdopted(_)
            | LedgerEvent::StreamHeads(_) => {}
        }
        Ok(())
    }
}

/// What an entry of an older version did not say counts as nothing.
fn said<T>(read: Result<T, ProofWords>) -> Result<Option<T>, ProofWords> {
    match read {
        Ok(it) => Ok(Some(it)),
        Err(ProofWords::NotSaid) => Ok(None),
        Err(wrong) => Err(wrong),
    }
}
