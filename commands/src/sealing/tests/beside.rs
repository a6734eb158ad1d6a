//! What stands beside a sealer in its tests: witnesses that remember, and a store that misreads.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use candour_ledger::note::{KeyKind, Policy, Signer, Witness};
use candour_ledger::witness::{AskWitness, Memory, WitnessAnswer, WitnessUnreachable};
use candour_ledger::{
    After, AppendError, Appended, Began, Draft, EventStore, Expected, LedgerIdentity, MemoryStore,
    Position, ReadError, Record, Revision, StreamName, StreamPage,
};
use chrono::TimeDelta;

use super::key;
use crate::given::now;

/// Witnesses that remember; some of them do not answer.
#[derive(Default)]
pub(super) struct Witnesses {
    of: Mutex<BTreeMap<String, (Signer, Memory)>>,
    down: Mutex<Vec<String>>,
}

impl Witnesses {
    pub(super) fn named(names: &[&str]) -> Self {
        let witnesses = Self::default();
        for (number, name) in (1..).zip(names) {
            let key_name = format!("{name}.example/witness").parse().unwrap();
            let signer = Signer::from_bytes(key_name, KeyKind::Cosignatures, &[100 + number; 32]);
            let mut memory = Memory::default();
            memory.trust(key(1).verifier()).unwrap();
            memory.trust(key(2).verifier()).unwrap();
            witnesses.of.lock().unwrap().insert((*name).to_owned(), (signer, memory));
        }
        witnesses
    }

    /// So many of them are needed.
    pub(super) fn policy(&self, needed: usize) -> Policy {
        let of = self.of.lock().unwrap();
        let line = |(name, (signer, _)): (&String, &(Signer, Memory))| {
            format!("witness {name} {}", signer.verifier())
        };
        let mut lines: Vec<String> = of.iter().map(line).collect();
        let names: Vec<&str> = of.keys().map(String::as_str).collect();
        lines.push(format!("group partners {needed} {}", names.join(" ")));
        lines.push("quorum partners".to_owned());
        Policy::parse(&lines.join("\n")).unwrap()
    }

    pub(super) fn are_down(&self, names: &[&str]) {
        *self.down.lock().unwrap() = names.iter().map(|it| (*it).to_owned()).collect();
    }
}

#[async_trait]
impl AskWitness for Witnesses {
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        if self.down.lock().unwrap().contains(&witness.name) {
            return Err(WitnessUnreachable { because: "nobody is there".to_owned() });
        }
        let mut of = self.of.lock().unwrap();
        let (signer, memory) = of.get_mut(&witness.name).unwrap();
        let answered = memory.add_checkpoint(signer, &body, now() + TimeDelta::seconds(5));
        Ok(match answered.answer {
            Ok(line) => WitnessAnswer::Cosigned(line),
            Err(refusal) => {
                let status = refusal.status();
                let words = format!("{refusal}\n");
                WitnessAnswer::read(status, Some(refusal.content_type()), &words)
            }
        })
    }
}

/// A store that gives one record otherwise than the first time, when it is read again, and counts the pages and
/// the records that it gives.
pub(super) struct Flipping {
    store: Arc<MemoryStore>,
    position: u64,
    read: Mutex<u32>,
    given: Mutex<(usize, usize)>,
}

impl Flipping {
    /// One that misreads what stands there, if anything does.
    pub(super) fn at(store: &Arc<MemoryStore>, position: u64) -> Self {
        let store = Arc::clone(store);
        Self { store, position, read: Mutex::new(0), given: Mutex::new((0, 0)) }
    }

    fn count(&self, records: usize) {
        let mut given = self.given.lock().unwrap();
        *given = (given.0 + 1, given.1 + records);
    }

    /// How many pages it has given, and how many records.
    pub(super) fn given(&self) -> (usize, usize) {
        *self.given.lock().unwrap()
    }
}

#[async_trait]
impl EventStore for Flipping {
    fn identity(&self) -> &LedgerIdentity {
        self.store.identity()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        self.store.append(stream, expected, drafts).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        let page = self.store.read_stream(stream, from, limit).await?;
        match &page {
            StreamPage::Missing => self.count(0),
            StreamPage::Found { records, .. } => self.count(records.len()),
        }
        Ok(page)
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        let mut records = self.store.read_all(after, limit).await?;
        self.count(records.len());
        let wanted = records.iter_mut().find(|it| it.position.number() == self.position);
        if let Some(record) = wanted {
            let mut read = self.read.lock().unwrap();
            *read += 1;
            if *read == 2 {
                record.version += 1;
            }
        }
        Ok(records)
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        self.store.streams(after, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        self.store.head().await
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        self.store.wait_beyond(after).await
    }
}
