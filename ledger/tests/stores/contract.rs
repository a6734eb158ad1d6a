//! The contract suite over each store.

use candour_ledger::contract::{Bench, Broken, Property};

use crate::benches::{InDirectories, InMemory};

async fn broken(bench: &dyn Bench) -> Vec<Broken> {
    let mut broken = Vec::new();
    for property in Property::ALL {
        broken.extend(property.check(bench).await.err());
    }
    broken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_in_memory_keeps_the_contract() {
    assert_eq!(broken(&InMemory).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_store_keeps_the_contract() {
    assert_eq!(broken(&InDirectories::new()).await, []);
}

#[tokio::test]
async fn the_embedded_store_keeps_the_contract_on_one_thread() {
    assert_eq!(broken(&InDirectories::new()).await, []);
}
