//! The client, watched over: made when it is needed, thrown away when its connection is gone, and made
//! anew after a pause that grows and is never quite the same. The client itself does neither: one that
//! failed to connect once stays dead, and one whose leader has crashed asks it for ever. Nor does it end
//! when it is dropped: what it runs on holds on to itself, with its connections and certificates. So each
//! client has a runtime of its own, which ends with it.

use std::sync::Arc;
use std::time::Duration;

use eventstore::{
    Client, ClientSettings, Credentials as ClientCredentials, Error, ReadStreamOptions,
};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::address::{AddressError, ClusterAddress, Credentials};
use super::trouble::Trouble;
use crate::clock::Entropy;
use crate::failure::Failure;

/// How long a server may take to answer that it is there.
const ANSWER_WAIT_MS: u64 = 5_000;
/// The pause before a client is made after one that failed; it doubles with each.
const PAUSE_FIRST_MS: u64 = 20;
/// The longest pause.
const PAUSE_MAX_MS: u64 = 2_000;

/// What the threads of clients are called.
const CLIENT_THREAD: &str = "ledger-client";

/// Where a cluster is and how it is asked.
pub(super) struct Link {
    settings: String,
    credentials: Option<Credentials>,
    entropy: Arc<dyn Entropy>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    /// Grows with each client, so that whoever gives one up gives up no later one.
    made: u64,
    /// How many were given up since one last answered.
    given_up: u32,
}

/// A client that has answered.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) client: Client,
    made: u64,
    /// Ends with the last that uses the client.
    _ground: Arc<Ground>,
}

/// What one client runs on. All that it leaves running ends with it.
struct Ground(Option<Runtime>);

impl Ground {
    fn new() -> std::io::Result<Self> {
        let mut building = Builder::new_multi_thread();
        building.worker_threads(1).thread_name(CLIENT_THREAD).enable_all();
        building.build().map(|runtime| Self(Some(runtime)))
    }

    /// Makes a client there.
    fn client(&self, settings: ClientSettings) -> eventstore::Result<Client> {
        match &self.0 {
            Some(runtime) => Client::with_runtime_handle(runtime.handle().clone(), settings),
            None => Client::new(settings),
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Without waiting: it may be dropped where nobody may wait.
            runtime.shutdown_background();
        }
    }
}

impl Link {
    pub(super) fn new(
        address: &ClusterAddress,
        credentials: Option<Credentials>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, AddressError> {
        let settings = address.for_client()?;
        Ok(Self { settings, credentials, entropy, state: Mutex::default() })
    }

    /// Another client to the same cluster.
    pub(super) fn again(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            credentials: self.credentials.clone(),
            entropy: Arc::clone(&self.entropy),
            state: Mutex::default(),
        }
    }

    /// Who signs in, for the options of every question: in the client's settings a name or a password
    /// would have to be written as it stands in an address, and would be sent as it stands there.
    pub(super) fn credentials(&self) -> Option<ClientCredentials> {
        let credentials = self.credentials.as_ref()?;
        let (user, password) = (credentials.user().to_owned(), credentials.password().to_owned());
        Some(ClientCredentials::new(user, password))
    }

    /// The client, made where there is none. Asks once; whoever asks again is held back a little longer
    /// each time.
    pub(super) async fn client(&self) -> Result<Live, Failure> {
        let mut state = self.state.lock().await;
        if let Some(live) = &state.live {
            return Ok(live.clone());
        }
        sleep(self.pause(state.given_up)).await;
        state.given_up = state.given_up.saturating_add(1);
        let attempted = "connecting to the cluster";
        let settings: ClientSettings =
            self.settings.parse().map_err(|error| Failure::because(attempted, error))?;
        let ground = Ground::new().map_err(|error| Failure::because(attempted, error))?;
        let client = ground.client(settings);
        let client = client.map_err(|error| Failure::because(attempted, error))?;
        // Also makes the client choose the cryptography for the whole process, before anybody else may.
        match timeout(Duration::from_millis(ANSWER_WAIT_MS), client.server_info()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(Failure::because(attempted, error)),
            Err(late) => return Err(Failure::because(attempted, late)),
        }
        state.made += 1;
        let live = Live { client, made: state.made, _ground: Arc::new(ground) };
        state.live = Some(live.clone());
        Ok(live)
    }

    /// Gives up a client, unless it was given up before.
    pub(super) async fn give_up(&self, live: &Live) {
        let mut state = self.state.lock().await;
        if state.made == live.made && state.live.take().is_some() {
            tracing::debug!("the connection to the cluster is made anew");
        }
    }

    /// Gives up a client that is of no more use: any that met trouble, but for one that was told to go
    /// elsewhere and does.
    pub(super) async fn over(
        &self,
        live: &Live,
        trouble: Trouble,
        attempted: &'static str,
    ) -> Failure {
        if let Trouble::Elsewhere(failure) = trouble {
            return failure;
        }
        self.give_up(live).await;
        trouble.failure(attempted)
    }

    /// Says that a client has done what was asked of it.
    pub(super) async fn worked(&self, live: &Live) {
        let mut state = self.state.lock().await;
        if state.made == live.made {
            state.given_up = 0;
        }
    }

    /// Lets a client that was told of another leader go there: it listens to that in the answer to a
    /// read, and not where it opens a session for appends.
    pub(super) async fn follow_leader(&self, live: &Live) {
        let mut options = ReadStreamOptions::default().max_count(1).requires_leader(true);
        if let Some(credentials) = self.credentials() {
            options = options.authenticated(credentials);
        }
        let asked = live.client.read_stream("candour_identity", &options);
        match timeout(Duration::from_millis(ANSWER_WAIT_MS), asked).await {
            Ok(Ok(_) | Err(Error::NotLeaderException(_))) => {}
            Ok(Err(_)) | Err(_) => self.give_up(live).await,
        }
    }

    /// None at first, then twice as long each time, and between half of that and all of it.
    fn pause(&self, given_up: u32) -> Duration {
        let Some(before) = given_up.checked_sub(1) else { return Duration::ZERO };
        let whole = PAUSE_FIRST_MS.saturating_mul(1 << before.min(16)).min(PAUSE_MAX_MS);
        let mut drawn = [0; 1];
        self.entropy.fill(&mut drawn);
        Duration::from_millis(whole / 2 + whole * u64::from(drawn[0]) / 510)
    }
}
