//! The defects of the client that are of a whole process: what it takes of the processor, what it has chosen, and what
//! its environment says. The others, and the table of all, are in `defects.rs`.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::{ClusterError, ClusterStore};
use candour_standin::Ending;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::alone;
use crate::made::{Cluster, append_one, clock, identity, pause};

/// The processor's time that this process has taken, in hundredths of a second.
fn processor_hundredths() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // After the name, which may have spaces in it: from the state on.
    let fields = stat.rsplit(')').next().unwrap().split_whitespace();
    fields.skip(11).take(2).map(|it| it.parse::<u64>().unwrap()).sum()
}

/// D3: a subscription that the server ends as if all were well turns into a loop that never lets go of its
/// thread.
#[test]
fn a_listener_that_is_caught_in_a_loop_is_ended_and_takes_no_processor_with_it() {
    let this = "whole_process::a_listener_that_is_caught_in_a_loop_is_ended_and_takes_no_processor_with_it";
    if !alone::is(this, &[]) {
        return;
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let cluster = Cluster::one();
        let store = cluster.create().await;
        append_one(&store, 0).await;
        let began = Instant::now();
        for number in 1..4 {
            cluster.standin.end_subscriptions(Ending::Ok);
            append_one(&store, number).await;
        }
        // Whoever only watches the thread needs eight seconds to see it.
        assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
        assert_eq!(store.status().await.unwrap().listeners_given_up, 0);
        let before = processor_hundredths();
        pause(3_000).await;
        let taken = processor_hundredths() - before;
        assert!(taken < 60, "it took {taken} hundredths of a second in three seconds of nothing");
    });
}

/// Hears what the client says, and lets none who says it go on.
struct Silence;

impl Subscriber for Silence {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("eventstore::commands") && *metadata.level() == Level::WARN
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        std::thread::sleep(Duration::from_mins(5));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// D3, where the loop is not seen from within: a listener that gives no sign of life is given up.
#[test]
fn a_listener_that_gives_no_sign_of_life_is_given_up_and_replaced() {
    let this = "whole_process::a_listener_that_gives_no_sign_of_life_is_given_up_and_replaced";
    if !alone::is(this, &[]) {
        return;
    }
    tracing::subscriber::set_global_default(Silence).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let cluster = Cluster::one();
        let store = cluster.create().await;
        append_one(&store, 0).await;
        cluster.standin.end_subscriptions(Ending::Ok);
        append_one(&store, 1).await;
        assert_eq!(store.status().await.unwrap().listeners_given_up, 1);
        append_one(&store, 2).await;
    });
}

/// D5: the client ends in a panic where something else in the process has chosen its cryptography. Nothing of
/// ours does: what speaks TLS itself names its own each time. Whoever does all the same is told, and not kept.
#[test]
fn a_process_that_has_chosen_its_cryptography_is_told_that_the_cluster_cannot_be_asked() {
    let this = "whole_process::a_process_that_has_chosen_its_cryptography_is_told_that_the_cluster_cannot_be_asked";
    if !alone::is(this, &[]) {
        return;
    }
    ring::default_provider().install_default().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let cluster = Cluster::one();
        let made = ClusterStore::create(cluster.given("first", clock()), identity()).await;
        let told = match made {
            Err(ClusterError::Away { failure, .. }) => format!("{failure:?}"),
            Ok(_) | Err(_) => "otherwise".to_owned(),
        };
        assert_eq!(told, "connecting to the cluster: Connection is closed.");
    });
}

/// D5: a client that is made later finds the choice that the first has made.
#[test]
fn a_store_that_was_opened_first_goes_on_when_others_speak_tls_as_ours_do() {
    let this =
        "whole_process::a_store_that_was_opened_first_goes_on_when_others_speak_tls_as_ours_do";
    if !alone::is(this, &[]) {
        return;
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        drop(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
        let cluster = Cluster::one();
        let store = cluster.create().await;
        append_one(&store, 0).await;
        drop(store);
        append_one(&cluster.open("first").await.unwrap(), 1).await;
    });
}

/// D6: the client ends in a panic where the certificates that the system trusts cannot be read, even where
/// it has no use for them.
#[test]
fn a_cluster_without_tls_needs_no_certificates_of_the_system() {
    let nowhere =
        [("SSL_CERT_FILE", "/there/is/no/such/file"), ("SSL_CERT_DIR", "/there/is/no/such/folder")];
    if !alone::is(
        "whole_process::a_cluster_without_tls_needs_no_certificates_of_the_system",
        &nowhere,
    ) {
        return;
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let cluster = Cluster::one();
        append_one(&cluster.create().await, 0).await;
    });
}
