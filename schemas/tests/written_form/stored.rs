//! Every sample goes through a store and comes back as it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_domain::entry::{Entry, Position};
use candour_ledger::{
    After, Appended, EventStore, Expected, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore,
    Revision, SeededEntropy, StreamName,
};
use candour_schemas::{draft, entry as read, samples};
use chrono::DateTime;

use crate::record::{ENTRIES, meta};

fn store() -> MemoryStore {
    let identity = LedgerIdentity {
        id: samples::LEDGER.uuid(),
        synthetic: true,
        secret: LedgerSecret::from_bytes([7; 32]),
    };
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    MemoryStore::new(identity, clock, Arc::new(SeededEntropy::new([5; 32]))).unwrap()
}

#[tokio::test]
async fn every_sample_comes_back_from_a_store_as_it_was() {
    let store = store();
    let mut last: BTreeMap<String, Revision> = BTreeMap::new();
    let mut expected: Vec<Entry> = Vec::new();
    for entry in &*ENTRIES {
        let name = entry.stream.to_string();
        let stream: StreamName = name.parse().unwrap();
        let drafts = vec![draft(&entry.event, &entry.envelope, meta(entry)).unwrap()];
        let before = last.get(&name).map_or(Expected::NoStream, |last| Expected::At(*last));
        let Appended { records, already } = store.append(&stream, before, drafts).await.unwrap();
        assert_eq!((records.len(), already), (1, false));
        last.insert(name, records[0].revision);
        expected.push(Entry {
            revision: before.next().number(),
            position: Position(expected.len() as u64 + 1),
            recorded_at: DateTime::UNIX_EPOCH,
            ..entry.clone()
        });
    }
    let records = store.read_all(After::Start, expected.len()).await.unwrap();
    let entries: Vec<Entry> = records.iter().map(|record| read(record).unwrap()).collect();
    assert_eq!(entries, expected);
}
