//! The contract suite over the store on a cluster, and over what comes after each mishap.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use candour_ledger::contract::{Bench, Broken, Property, Subject};
use candour_ledger::{Clock, ClusterStore, Positions, Replica};
use candour_standin::Settings;

use crate::made::{Cluster, clock, identity};

/// Ledgers on clusters of their own.
struct OnClusters {
    settings: Settings,
    settings_of_address: &'static str,
    room_bytes: usize,
    /// The last that was made is the one that is opened again.
    made: Mutex<Vec<Arc<Cluster>>>,
}

impl OnClusters {
    fn new(settings: Settings) -> Self {
        Self { settings, settings_of_address: "", room_bytes: 990_000, made: Mutex::default() }
    }

    async fn create(&self, clock: Arc<dyn Clock>) -> ClusterStore {
        let cluster = Arc::new(Cluster::start(self.settings.clone()));
        let mut given = cluster.given("node", clock);
        given.address = self.address(&cluster);
        self.made.lock().unwrap().push(Arc::clone(&cluster));
        ClusterStore::create(given, identity()).await.unwrap()
    }

    fn address(&self, cluster: &Cluster) -> candour_ledger::ClusterAddress {
        let address = cluster.standin.connection_string() + self.settings_of_address;
        address.parse().unwrap()
    }
}

#[async_trait]
impl Bench for OnClusters {
    async fn fresh(&self) -> Result<Subject, Broken> {
        let clock = clock();
        Ok(Subject { store: Arc::new(self.create(clock.clone()).await), clock })
    }

    async fn replica(&self) -> Result<Arc<dyn Replica>, Broken> {
        Ok(Arc::new(self.create(clock()).await))
    }

    async fn reopened(&self, subject: Subject) -> Result<Subject, Broken> {
        let Subject { store, clock } = subject;
        drop(store);
        let cluster = Arc::clone(self.made.lock().unwrap().last().unwrap());
        let mut given = cluster.given("node", clock.clone());
        given.address = self.address(&cluster);
        Ok(Subject { store: Arc::new(ClusterStore::open(given).await.unwrap()), clock })
    }

    fn positions(&self) -> Positions {
        Positions::Gapless
    }

    fn append_text_bytes_max(&self) -> usize {
        self.room_bytes
    }
}

async fn broken(bench: &OnClusters, properties: &[Property]) -> Vec<Broken> {
    let mut broken = Vec::new();
    for property in properties {
        broken.extend(property.check(bench).await.err());
        bench.made.lock().unwrap().clear();
    }
    broken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_on_a_cluster_keeps_the_contract() {
    let bench = OnClusters::new(Settings::default());
    assert_eq!(broken(&bench, &Property::ALL).await, []);
}

#[tokio::test]
async fn the_store_on_three_servers_keeps_the_contract_on_one_thread() {
    let bench = OnClusters::new(Settings { nodes: 3, ..Settings::default() });
    assert_eq!(broken(&bench, &Property::ALL).await, []);
}

#[tokio::test]
async fn servers_that_take_larger_appends_are_sent_larger_ones() {
    let most = 16 * 1024 * 1024;
    let bench = OnClusters {
        settings_of_address: "&maxAppendBytes=16777216",
        room_bytes: usize::MAX,
        ..OnClusters::new(Settings { append_bytes_max: most, ..Settings::default() })
    };
    let large = [Property::LimitsAreKept, Property::LargeTextsArePaged];
    assert_eq!(broken(&bench, &large).await, []);
}
