//! What a witness's time says of entries whose own time is not to be relied on.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use candour_domain::entry::{Position, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::note::{KeyKind, Policy, Signer, Witness};
use candour_ledger::witness::{AskWitness, Memory, WitnessAnswer, WitnessUnreachable};
use candour_ledger::{EmbeddedStore, EventStore};
use candour_projections::casebook::read_stream_entries;
use candour_projections::proof::{Between, ProofBook, Seals};
use candour_schemas::proof::adopts;
use candour_schemas::samples::LEDGER;
use chrono::{DateTime, TimeDelta, Utc};

use crate::made::{Looked, Made, append, append_event, key, now, wait};

/// A witness that remembers, with a clock of its own.
struct Police {
    signer: Signer,
    memory: Mutex<Memory>,
    now: Mutex<DateTime<Utc>>,
}

impl Police {
    fn new() -> Self {
        let name = "police.example/witness".parse().unwrap();
        let signer = Signer::from_bytes(name, KeyKind::Cosignatures, &[8; 32]);
        let mut memory = Memory::default();
        memory.trust(key().verifier()).unwrap();
        Self { signer, memory: Mutex::new(memory), now: Mutex::new(now()) }
    }

    fn at(&self, minutes: i64) -> DateTime<Utc> {
        *self.now.lock().unwrap() = now() + TimeDelta::minutes(minutes);
        now() + TimeDelta::minutes(minutes)
    }

    fn policy(&self) -> Policy {
        let key = self.signer.verifier();
        Policy::parse(&format!("witness police {key}\nquorum police\n")).unwrap()
    }
}

#[async_trait]
impl AskWitness for Police {
    async fn add_checkpoint(
        &self,
        _witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        let now = *self.now.lock().unwrap();
        let answered = self.memory.lock().unwrap().add_checkpoint(&self.signer, &body, now);
        Ok(match answered.answer {
            Ok(line) => WitnessAnswer::Cosigned(line),
            Err(refused) => {
                let words = format!("{refused}\n");
                WitnessAnswer::read(refused.status(), Some(refused.content_type()), &words)
            }
        })
    }
}

/// A ledger whose policy asks for that witness.
async fn watched(police: &Police) -> (Made, Arc<EmbeddedStore>) {
    let (made, store) = Made::empty(9);
    append(&store, "LedgerOpened", "").await;
    let adopted = LedgerEvent::WitnessPolicyAdopted(adopts(&police.policy()).unwrap());
    append_event(&store, Event::Ledger(adopted)).await;
    (made, store)
}

async fn book(store: &EmbeddedStore) -> ProofBook {
    let stream = StreamId::Ledger(LedgerId::new(LEDGER.uuid()));
    let own = read_stream_entries(store, stream).await.unwrap().unwrap();
    ProofBook::of(LEDGER.uuid(), &own)
}

/// Appends a concern, and answers with its place and the time that the ledger gave it.
async fn concern(store: &EmbeddedStore) -> (Position, DateTime<Utc>) {
    append(store, "ConcernRaised", "what was said").await;
    let head = store.head().await.unwrap().unwrap();
    let before = candour_ledger::After::from_number(head.number() - 1);
    let record = store.read_all(before, 1).await.unwrap().remove(0);
    (Position(head.number()), record.recorded_at)
}

#[test]
fn an_entry_that_claims_an_earlier_day_stands_behind_its_witnesses_time() {
    wait(async {
        let police = Police::new();
        let (made, store) = watched(&police).await;
        let (first, _) = concern(&store).await;
        let seen = police.at(60);
        made.seal_before(&store, 0x5ea1_0000, &police).await;
        // The machine's clock is put back by a month. The ledger gives the last time that it gave, which is an
        // hour before the witness's.
        made.clock.set(now() - TimeDelta::days(30));
        let (backdated, recorded_at) = concern(&store).await;
        let seen_next = police.at(120);
        made.seal_before(&store, 0x5ea2_0000, &police).await;
        let book = book(&store).await;
        assert!(recorded_at < seen, "{recorded_at}");
        let wanted = Between { not_before: Some(seen), not_after: Some(seen_next) };
        assert_eq!(Seals::of(&book).between(backdated), wanted);
        let wanted = Between { not_before: None, not_after: Some(seen) };
        assert_eq!(Seals::of(&book).between(first), wanted);
    });
}

#[test]
fn no_clock_of_the_ledger_moves_the_time_of_its_witnesses() {
    let made = wait(async {
        let police = Police::new();
        let (made, store) = watched(&police).await;
        let hour = TimeDelta::hours(1);
        let (mut entries, mut seen) = (Vec::new(), Vec::new());
        // Right, an hour ahead, an hour behind, over a second that was put in, and right again.
        let clocks = [TimeDelta::zero(), hour, -hour, TimeDelta::seconds(1), TimeDelta::zero()];
        for (round, ahead) in (1..).zip(clocks) {
            made.clock.set(now() + TimeDelta::minutes(round) + ahead);
            entries.push(concern(&store).await);
            seen.push(police.at(round));
            let requests = 0x5ea1_0000 + u128::try_from(round).unwrap() * 0x100;
            made.seal_before(&store, requests, &police).await;
        }
        let times: Vec<_> = entries.iter().map(|(_, at)| *at).collect();
        assert!(times.is_sorted(), "{times:?}");
        let book = book(&store).await;
        for (number, (position, _)) in entries.iter().enumerate() {
            let not_before = number.checked_sub(1).map(|before| seen[before]);
            let wanted = Between { not_before, not_after: Some(seen[number]) };
            assert_eq!(Seals::of(&book).between(*position), wanted, "{number}");
        }
        // A witness whose own clock is behind what it signed says nothing, and no earlier time.
        police.at(-60);
        concern(&store).await;
        made.seal_before(&store, 0x5ea9_0000, &police).await;
        assert_eq!(made.checkpoint().cosigned_by(&police.signer.verifier()), None);
        made
    });
    let looked = made.looked_at(Some(&made.checkpoint()), None);
    let Looked::Sound = looked else { panic!("{looked:?}") };
}
