//! The Ashdown case in a ledger that is sealed and witnessed, with entries of every handling, corrections,
//! a restriction, and another family beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use candour_commands::sealing::{Edge, Keeper, SealFiles, Sealer, Want};
use candour_commands::{Action, Circumstances, Outcome, Request};
use candour_domain::case::CaseEvent;
use candour_domain::case::access::ExportAudience;
use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::case::opening::{CaseOpened, ChildJoinedCase, OpeningEvent};
use candour_domain::case::record::{
    EntryCorrected, EntryRestricted, EntryWithdrawn, RecordEvent, Replacement, RestrictionLifted,
    WithdrawalGround,
};
use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Handling};
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, ChildId, EntryId, LedgerId, RequestId};
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind, LedgerOpened};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{When, london_date};
use candour_interchange::bundle::{
    LastSealed, Made, MadeBy, OwnEntries, Reader, SealedLedger, Wanted, make,
};
use candour_ledger::log::Log;
use candour_ledger::note::{KeyKind, KeyName, Policy, SignedCheckpoint, Signer, Verifier, Witness};
use candour_ledger::witness::{AskWitness, Memory, WitnessAnswer, WitnessUnreachable};
use candour_ledger::{Clock, EventStore};
use candour_schemas::proof;
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use crate::case::{self, InMemory, OFFICE, OPERATOR};

/// What only the entries of the other family say.
pub(crate) const ELSEWHERE: &str = "canary elsewhere";

/// Three witnesses that remember, whose clock is set.
pub(crate) struct Witnesses {
    of: Mutex<BTreeMap<String, (Signer, Memory)>>,
    now: Mutex<DateTime<Utc>>,
    down: Mutex<bool>,
}

impl Witnesses {
    /// From now on they answer nobody, or everybody.
    pub(crate) fn are_down(&self, down: bool) {
        *self.down.lock().unwrap() = down;
    }

    /// Their keepers have been told of a new key.
    pub(crate) fn trust(&self, key: &Verifier) {
        for (_, memory) in self.of.lock().unwrap().values_mut() {
            memory.trust(key.clone()).unwrap();
        }
    }
}

#[async_trait]
impl AskWitness for Witnesses {
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        if *self.down.lock().unwrap() {
            return Err(WitnessUnreachable { because: "nobody is there".to_owned() });
        }
        let mut of = self.of.lock().unwrap();
        let (signer, memory) = of.get_mut(&witness.name).unwrap();
        let now = *self.now.lock().unwrap();
        let answer = memory.add_checkpoint(signer, &body, now).answer;
        Ok(match answer {
            Ok(cosigned) => WitnessAnswer::Cosigned(cosigned),
            Err(refused) => {
                let words = format!("{refused}\n");
                WitnessAnswer::read(refused.status(), Some(refused.content_type()), &words)
            }
        })
    }
}

/// The sealed ledger.
pub(crate) struct SealedCase {
    pub(crate) ledger: InMemory,
    pub(crate) case: CaseId,
    pub(crate) children: Vec<ChildId>,
    pub(crate) other: CaseId,
    pub(crate) key: Verifier,
    pub(crate) policy: Policy,
    pub(crate) place: TempDir,
    pub(crate) signer: Signer,
    pub(crate) witnesses: Witnesses,
    requests: u128,
}

/// What a canary of a kind of handling says.
pub(crate) fn canary(of: &str) -> String {
    format!("canary {of} of the tests")
}

fn observed(of: &str) -> Event {
    let account = Text::new(canary(of));
    let response = Recorded::NotRecorded;
    let event = InformationEvent::ObservationRecorded(ObservationRecorded { account, response });
    Event::Case(CaseEvent::Information(event))
}

fn record(event: RecordEvent) -> Event {
    Event::Case(CaseEvent::Record(event))
}

impl SealedCase {
    /// The case, imported between two seals, with further entries, sealed a third time.
    pub(crate) async fn made(secret: u8) -> Self {
        let mut sealed = Self::begun(secret).await;
        sealed.seal(10).await;
        case::bring(&sealed.ledger).await;
        let book = case::book(&sealed.ledger).await;
        sealed.case = book.case;
        sealed.children = children(&book.entries);
        sealed.seal(20).await;
        sealed.add_entries().await;
        sealed.seal(30).await;
        sealed
    }

    async fn begun(secret: u8) -> Self {
        let ledger = case::opened().await;
        let id = ledger.store.identity().id;
        let name = KeyName::of_ledger(id);
        let signer = Signer::from_bytes(name, KeyKind::Checkpoints, &[secret; 32]);
        let mut of = BTreeMap::new();
        let mut text = String::new();
        for (number, name) in (101_u8..).zip(["council", "icb", "police"]) {
            let key_name = format!("{name}.example/witness").parse().unwrap();
            let key = Signer::from_bytes(key_name, KeyKind::Cosignatures, &[number; 32]);
            let mut memory = Memory::default();
            memory.trust(signer.verifier()).unwrap();
            text.extend(["witness ", name, " ", &key.verifier().to_string(), "\n"]);
            of.insert(name.to_owned(), (key, memory));
        }
        text.push_str("group partners 2 council icb police\nquorum partners\n");
        let policy = Policy::parse(&text).unwrap();
        let (of, now) = (Mutex::new(of), Mutex::new(case::imported_at()));
        let witnesses = Witnesses { of, now, down: Mutex::new(false) };
        let mut sealed = Self {
            ledger,
            case: CaseId::new(Uuid::from_u128(0xca)),
            children: Vec::new(),
            other: CaseId::new(Uuid::from_u128(0xcb)),
            key: signer.verifier(),
            policy,
            place: tempfile::tempdir().unwrap(),
            signer,
            witnesses,
            requests: 0xb0d1_e000,
        };
        let kind = LedgerKind::Synthetic;
        let owner = Label::parse("Review office").unwrap();
        let opened = LedgerOpened { ledger: LedgerId::new(id), kind, owner };
        let adopted = proof::adopts(&sealed.policy).unwrap();
        for event in [LedgerEvent::LedgerOpened(opened), LedgerEvent::WitnessPolicyAdopted(adopted)]
        {
            let stream = StreamId::Ledger(LedgerId::new(id));
            sealed.put(stream, Event::Ledger(event), &[]).await;
        }
        sealed
    }

    /// Records an event, and answers with its entry.
    pub(crate) async fn put(
        &mut self,
        stream: StreamId,
        proposed: Event,
        handling: &[Handling],
    ) -> EntryId {
        let mut envelope = case::envelope();
        envelope.handling = handling.to_vec();
        self.put_action(stream, Action { envelope, proposed }).await
    }

    async fn put_action(&mut self, stream: StreamId, action: Action) -> EntryId {
        let id = next_request(&mut self.requests)();
        let (author, agency) = (OPERATOR, OFFICE);
        let request = Request { id, author, agency, stream, actions: vec![action] };
        let circumstances = Circumstances::at(self.ledger.clock.now());
        match self.ledger.recorder.record(request, circumstances).await.unwrap() {
            Outcome::Recorded(entries) => entries[0].id,
            already @ Outcome::AlreadySo(_) => panic!("{already:?}"),
        }
    }

    /// What seals it, by clocks that are so many minutes past the import.
    async fn sealer(&self, minutes: i64) -> (Sealer, DateTime<Utc>) {
        let now = case::imported_at() + TimeDelta::minutes(minutes);
        self.ledger.clock.set(now);
        *self.witnesses.now.lock().unwrap() = now + TimeDelta::seconds(5);
        let store = Arc::clone(&self.ledger.store) as Arc<dyn EventStore>;
        let keeper = Keeper { practitioner: OPERATOR, agency: OFFICE };
        let key = (self.signer.clone(), keeper);
        let told = &mut |_| ();
        let sealer = Sealer::open(store, self.place.path(), key, &self.witnesses, told);
        (sealer.await.unwrap(), now)
    }

    /// Seals, by clocks that are so many minutes past the import.
    pub(crate) async fn seal(&mut self, minutes: i64) {
        let (mut sealer, now) = self.sealer(minutes).await;
        let mut request = next_request(&mut self.requests);
        let edge = Edge { now, request: &mut request };
        sealer.seal(Want::Now, edge, &self.witnesses).await.unwrap();
        self.ledger.clock.set(now + TimeDelta::minutes(1));
    }

    /// Puts another key in the place of the one that signs, of which the witnesses are told.
    pub(crate) async fn replace_key(&mut self, minutes: i64, secret: u8) {
        let (mut sealer, now) = self.sealer(minutes).await;
        let name = KeyName::of_ledger(self.ledger.store.identity().id);
        let new = Signer::from_bytes(name, KeyKind::Checkpoints, &[secret; 32]);
        self.witnesses.trust(&new.verifier());
        let mut request = next_request(&mut self.requests);
        let edge = Edge { now, request: &mut request };
        sealer.replace_key(new.clone(), edge, &self.witnesses).await.unwrap();
        self.signer = new;
        self.ledger.clock.set(now + TimeDelta::minutes(1));
    }

    /// The checkpoint beside it.
    pub(crate) fn checkpoint(&self) -> SignedCheckpoint {
        SealFiles::of(self.place.path()).checkpoint().unwrap().unwrap()
    }

    /// Entries of every handling, corrected, withdrawn, restricted, and of another family.
    async fn add_entries(&mut self) {
        let case = StreamId::Case(self.case);
        let day = london_date(case::imported_at());
        let handlings = [
            ("third party", Handling::ThirdParty),
            ("source", Handling::SourceIdentity),
            ("police", Handling::PoliceSensitiveUntil(day)),
            ("police before", Handling::PoliceSensitiveUntil(day.pred_opt().unwrap())),
            ("refuge", Handling::RefugeOrAddress),
            ("adoption", Handling::Adoption),
            ("privileged", Handling::Privileged),
            ("court", Handling::CourtRestricted),
            ("adult health", Handling::AdultHealth),
        ];
        for (of, handling) in handlings {
            self.put(case, observed(of), &[handling]).await;
        }
        let corrected = self.put(case, observed("corrected"), &[]).await;
        self.put(case, correction(corrected, "correction"), &[Handling::Privileged]).await;
        let withdrawn = self.put(case, observed("withdrawn"), &[]).await;
        let withdrawal = EntryWithdrawn {
            entry: withdrawn,
            ground: WithdrawalGround::WrongFamily,
            reason: Text::new(canary("withdrawal")),
        };
        self.put(case, record(RecordEvent::EntryWithdrawn(withdrawal)), &[]).await;
        let restricted = self.put(case, observed("restricted"), &[]).await;
        self.put(case, restriction(restricted), &[]).await;
        let lifted = self.put(case, observed("lifted"), &[]).await;
        let by = self.put(case, restriction(lifted), &[]).await;
        let lift =
            RestrictionLifted { restriction: Antecedent::Named(by), reason: Recorded::NotRecorded };
        self.put(case, record(RecordEvent::RestrictionLifted(lift)), &[]).await;
        self.add_for_some().await;
        self.add_other_family().await;
    }

    /// Of one child each, and for an agency alone.
    async fn add_for_some(&mut self) {
        let case = StreamId::Case(self.case);
        for (of, child) in [("first child", self.children[0]), ("second child", self.children[1])] {
            let mut envelope = case::envelope();
            envelope.children = vec![child];
            self.put_action(case, Action { envelope, proposed: observed(of) }).await;
        }
        let mut envelope = case::envelope();
        envelope.audience = Audience::Only(vec![OFFICE]);
        self.put_action(case, Action { envelope, proposed: observed("limited") }).await;
    }

    async fn add_other_family(&mut self) {
        let other = StreamId::Case(self.other);
        let opened = CaseOpened {
            reference: Recorded::NotRecorded,
            authority: Recorded::NotRecorded,
            reason: Recorded::Recorded(Text::new(ELSEWHERE)),
        };
        let joins = ChildJoinedCase { child: self.children[0], from: None, carried: Vec::new() };
        for event in [OpeningEvent::CaseOpened(opened), OpeningEvent::ChildJoinedCase(joins)] {
            self.put(other, Event::Case(CaseEvent::Opening(event)), &[]).await;
        }
    }

    /// A bundle of a case, for a reader.
    pub(crate) async fn bundle_of(
        &self,
        case: CaseId,
        audience: ExportAudience,
        subject: Option<ChildId>,
    ) -> Made {
        self.bundle_by(self.checkpoint(), case, (audience, subject)).await
    }

    /// A bundle whose proofs lead to this checkpoint.
    pub(crate) async fn bundle_by(
        &self,
        checkpoint: SignedCheckpoint,
        case: CaseId,
        (audience, subject): (ExportAudience, Option<ChildId>),
    ) -> Made {
        let store = self.ledger.store.as_ref();
        let own = OwnEntries::read(store).await.unwrap().unwrap();
        let sealed: LastSealed = own.covered_by(checkpoint).unwrap();
        let place = tempfile::tempdir().unwrap();
        let mut log = Log::open(place.path(), store.identity().id);
        log.follow_to(store, sealed.heads_size).await.unwrap();
        let mut heads = log.heads().clone();
        log.follow(store, &mut |_| ()).await.unwrap();
        log.save_tiles().unwrap();
        let tiles = log.tiles(log.head().size);
        let made_at = case::imported_at() + TimeDelta::minutes(40);
        let wanted = Wanted {
            case,
            reader: Reader { audience, subject, on: london_date(made_at) },
            made_for: Some(Label::parse("The review").unwrap()),
            purpose: None,
            made_by: MadeBy { practitioner: OPERATOR, agency: OFFICE },
            made_at,
        };
        let ledger = SealedLedger { store, own: &own, sealed: &sealed, leaves: &tiles };
        make(ledger, &mut heads, wanted).await.unwrap()
    }

    /// A bundle of the Ashdown case.
    pub(crate) async fn bundle(&self, audience: ExportAudience) -> Made {
        let subject = (audience == ExportAudience::Subject).then(|| self.children[0]);
        self.bundle_of(self.case, audience, subject).await
    }
}

/// Makes the identifiers of requests, one after another.
fn next_request(number: &mut u128) -> impl FnMut() -> RequestId {
    || {
        *number += 1;
        RequestId::new(Uuid::from_u128(*number))
    }
}

fn correction(entry: EntryId, of: &str) -> Event {
    let replacement = Replacement {
        event: Box::new(observed(of)),
        occurred: When::Instant(case::imported_at()),
        known: None,
        children: Vec::new(),
        about: Vec::new(),
        status: Recorded::NotRecorded,
        evidence: Recorded::NotRecorded,
    };
    record(RecordEvent::EntryCorrected(EntryCorrected {
        entry,
        replacement,
        reason: Text::new(canary("reason")),
    }))
}

fn restriction(entry: EntryId) -> Event {
    record(RecordEvent::EntryRestricted(EntryRestricted {
        entries: vec![entry],
        audience: Audience::Only(vec![OFFICE]),
        reason: Text::new("its accuracy is looked into"),
    }))
}

/// The children who joined the case.
fn children(entries: &[candour_domain::entry::Entry]) -> Vec<ChildId> {
    let joined = entries.iter().filter_map(|entry| match &entry.event {
        Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it))) => Some(it.child),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    });
    joined.collect()
}
