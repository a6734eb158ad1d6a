//! Making a ledger on a cluster and opening it: what is refused, and what goes on while the cluster is away.

use std::fs;

use candour_ledger::contract::stream;
use candour_ledger::{
    After, ClusterError, ClusterRefusal, ClusterStore, Credentials, EmbeddedStore, EventStore,
    LEDGER_FILE, LedgerIdentity, OpenError, OpenRefusal, Tls,
};
use candour_standin::{Login, Settings, Transport};
use uuid::Uuid;

use crate::made::{Cluster, append_one, clock, identity, until};

/// Why something was refused.
fn refusal(outcome: Result<ClusterStore, ClusterError>) -> Option<ClusterRefusal> {
    match outcome {
        Err(ClusterError::Refused { refusal, .. }) => Some(refusal),
        Ok(_) | Err(_) => None,
    }
}

#[tokio::test]
async fn a_cluster_holds_one_ledger_and_every_node_reads_which() {
    let cluster = Cluster::one();
    assert_eq!(refusal(cluster.open("first").await), Some(ClusterRefusal::NoLedger));
    let made = cluster.create().await;
    assert_eq!(made.identity(), &identity());
    let again = ClusterStore::create(cluster.given("second", clock()), identity()).await;
    assert_eq!(refusal(again), Some(ClusterRefusal::Exists));
    let second = cluster.open("second").await.unwrap();
    assert_eq!(second.identity(), &identity());
    assert_ne!(second.status().await.unwrap().node, made.status().await.unwrap().node);
    assert_eq!(second.head().await.unwrap(), None);
}

#[tokio::test]
async fn a_ledger_of_real_people_is_refused() {
    let cluster = Cluster::one();
    let real = LedgerIdentity { synthetic: false, ..identity() };
    let made = ClusterStore::create(cluster.given("first", clock()), real).await;
    assert_eq!(refusal(made), Some(ClusterRefusal::RealPeople));
    assert_eq!(refusal(cluster.open("first").await), Some(ClusterRefusal::NoLedger));
}

#[tokio::test]
async fn a_node_refuses_a_cluster_with_another_ledger_than_its_copy() {
    let (one, other) = (Cluster::one(), Cluster::one());
    drop(one.create().await);
    let another = LedgerIdentity { id: Uuid::from_u128(9), ..identity() };
    drop(ClusterStore::create(other.given("first", clock()), another).await.unwrap());
    let mut given = other.given("first", clock());
    given.directory = one.directory("first");
    let opened = ClusterStore::open(given).await;
    assert_eq!(refusal(opened), Some(ClusterRefusal::OtherLedger));
}

#[tokio::test]
async fn a_copy_is_no_ledger_and_a_ledger_no_copy() {
    let cluster = Cluster::one();
    drop(cluster.create().await);
    let opened = EmbeddedStore::open_read_only(&cluster.directory("first"));
    let refused = match opened {
        Err(OpenError::Refused { refusal, .. }) => Some(refusal),
        Ok(_) | Err(OpenError::Failed { .. }) => None,
    };
    assert_eq!(refused, Some(OpenRefusal::Replica));
    let given = cluster.given("embedded", clock());
    let (clock, entropy) = (given.clock.clone(), given.entropy.clone());
    drop(EmbeddedStore::create(&given.directory, identity(), clock, entropy).unwrap());
    let refused = match ClusterStore::open(given).await {
        Err(ClusterError::Copy(OpenError::Refused { refusal, .. })) => Some(refusal),
        Ok(_) | Err(_) => None,
    };
    assert_eq!(refused, Some(OpenRefusal::NotAReplica));
}

#[tokio::test]
async fn a_node_that_lost_its_copy_makes_it_anew() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let mut records = Vec::new();
    for number in 0..5 {
        records.push(append_one(&store, number).await);
    }
    drop(store);
    for file in fs::read_dir(cluster.directory("first")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let store = cluster.open("first").await.unwrap();
    assert_eq!(store.read_all(After::Start, 100).await.unwrap(), records);
    assert!(cluster.directory("first").join(LEDGER_FILE).exists());
}

#[tokio::test]
async fn a_node_with_a_copy_reads_on_while_the_cluster_is_away_and_then_goes_on() {
    let cluster = Cluster::one();
    let store = cluster.create().await;
    let record = append_one(&store, 0).await;
    drop(store);
    cluster.standin.kill(0).unwrap();
    let store = cluster.open("first").await.unwrap();
    assert_eq!(store.read_all(After::Start, 10).await.unwrap(), [record]);
    let status = store.status().await.unwrap();
    assert_eq!((status.caught_up, status.away.is_some()), (false, true));
    let nobody = cluster.open("second").await;
    assert_eq!(
        nobody.map_err(|error| matches!(error, ClusterError::Away { .. })).err(),
        Some(true)
    );
    cluster.standin.revive(0).unwrap();
    cluster.standin.lead(Some(0));
    until("the node has caught up", async || store.status().await.unwrap().caught_up).await;
    append_one(&store, 1).await;
    assert_eq!(cluster.revisions(1), [0, 1]);
}

/// D8 of the client among them: in an address the password would be sent as it is written there.
#[tokio::test]
async fn a_node_signs_in_through_tls_with_the_authority_of_the_operator() {
    let login = Login { user: "ledger".to_owned(), password: "p@ss/w rd".to_owned() };
    let cluster = Cluster::start(Settings {
        transport: Transport::Tls,
        login: Some(login),
        ..Settings::default()
    });
    let file = cluster.root().join("authority.pem");
    fs::write(&file, cluster.standin.authority().unwrap()).unwrap();
    let mut given = cluster.given("first", clock());
    given.address.tls = Tls::Authority(file);
    let nobody = ClusterStore::create(given.clone(), identity()).await;
    assert_eq!(
        nobody.map_err(|error| matches!(error, ClusterError::Away { .. })).err(),
        Some(true)
    );
    given.credentials = Some(Credentials::new("ledger", "p@ss/w rd"));
    let store = ClusterStore::create(given.clone(), identity()).await.unwrap();
    append_one(&store, 0).await;
    drop(store);
    // From the file that the address names, too.
    let secret = cluster.root().join("secret");
    fs::write(&secret, "user ledger\npassword p@ss/w rd\n").unwrap();
    given.credentials = None;
    given.address.credentials_file = Some(secret);
    let store = ClusterStore::open(given).await.unwrap();
    append_one(&store, 1).await;
    assert_eq!(cluster.standin.stream(stream(1).as_str()).len(), 2);
}
