//! What the ledger says of itself: in whose name, and where it is read. It decides nothing.

use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Envelope, Evidence, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, LedgerId, PractitionerId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::When;
use candour_ledger::note::{Policy, SignedCheckpoint, Verifier};
use candour_ledger::{EventStore, Failure, Revision, StreamName, StreamPage};
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

/// What a ledger has said of itself that sealing depends on.
#[derive(Debug, Default)]
pub(super) struct SaidOfItself {
    /// Its keys, in the order in which they were introduced.
    pub(super) keys: Vec<Verifier>,
    /// The policy on witnesses that was adopted last.
    pub(super) policy: Option<Policy>,
    /// The checkpoint that was brought back last.
    pub(super) anchor: Option<SignedCheckpoint>,
}

impl SaidOfItself {
    /// Reads a ledger's own stream.
    pub(super) async fn read(store: &dyn EventStore) -> Result<Self, SealError> {
        let (stream, ledger) = (own_stream(store)?, store.identity().id);
        let (mut said, mut from) = (Self::default(), Revision::FIRST);
        loop {
            let page = store.read_stream(&stream, from, PAGE_RECORDS).await?;
            let StreamPage::Found { records, .. } = page else { return Ok(said) };
            let Some(last) = records.last() else { return Ok(said) };
            from = last.revision.next();
            for record in &records {
                let kinds = ["KeyIntroduced", "WitnessPolicyAdopted", "AnchorRecorded"];
                if !kinds.contains(&record.type_name.as_str()) {
                    continue;
                }
                let entry = candour_schemas::entry(record);
                let entry = entry.map_err(|error| {
                    SealError::Unwritable(Failure::because("reading the ledger's stream", error))
                })?;
                let wrong = |source| SealError::Words { entry: entry.id, source };
                said.take(&entry.event, ledger).map_err(wrong)?;
            }
        }
    }

    /// Refuses a key that is not the one in force: the one that was introduced last, or the one before
    /// it while no checkpoint has been signed with the last.
    pub(super) fn lets_sign(&self, given: &Verifier) -> Result<(), SealError> {
        let Some((last, before)) = self.keys.split_last() else { return Ok(()) };
        let used = self.anchor.as_ref().is_some_and(|it| it.note().signed_by(last) == Some(true));
        if given == last || (!used && before.last() == Some(given)) {
            return Ok(());
        }
        Err(SealError::OtherKey { given: given.id(), introduced: last.id() })
    }

    fn take(&mut self, event: &Event, ledger: uuid::Uuid) -> Result<(), ProofWords> {
        let Event::Ledger(event) = event else { return Ok(()) };
        match event {
            LedgerEvent::KeyIntroduced(it) => self.keys.push(proof::introduced(it, ledger)?),
            LedgerEvent::WitnessPolicyAdopted(it) => self.policy = said(proof::adopted(it))?,
            LedgerEvent::AnchorRecorded(it) => self.anchor = said(proof::brought_back(it, ledger))?,
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
