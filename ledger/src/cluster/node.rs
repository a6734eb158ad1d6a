//! A node: the copy of the ledger in its directory, and who fills it. One process on a directory listens to
//! the cluster and takes what it hears into the copy; the others read the copy, and one of them steps in
//! when nobody listens any more. Reading goes on while the cluster is away.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::interval;

use super::ear::{Ear, Sound};
use super::link::Link;
use super::reader::Named;
use super::wire::Misread;
use crate::clock::{Clock, Entropy};
use crate::embedded::replica::{Heard, NotTaken};
use crate::embedded::{EmbeddedStore, OpenError, OpenRefusal};
use crate::failure::Failure;
use crate::port::EventStore;
use crate::record::{After, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::verify::{Fault, Wrong};

/// The most records that are taken in one transaction.
const TAKEN_RECORDS_MAX: usize = 1_000;
/// How often it is looked whether the thread that listens is alive.
const WATCH_MS: u64 = 1_000;
/// How long to wait before another thread listens.
const AGAIN_MS: u64 = 200;
/// After how many looks without a sign of life it is given up.
const WATCHES_MAX: u32 = 8;

/// How the node hears its cluster.
#[derive(Clone, Debug, Default)]
pub(super) struct Hearing {
    /// Whether everything that was there when it was last asked has been heard.
    pub(super) caught_up: bool,
    /// Why the cluster cannot be heard, where it cannot.
    pub(super) away: Option<Failure>,
    /// What stopped it for good: something in the log that cannot be a record of this ledger.
    pub(super) fault: Option<Fault>,
    /// What stopped it for good: the copy could not be written.
    pub(super) failed: Option<Failure>,
}

/// Somebody who waits for records of a stream up to a revision.
struct Waiter {
    first: Revision,
    last: Revision,
    heard: Vec<Record>,
    told: oneshot::Sender<Vec<Record>>,
}

/// The node's directory and what is needed to fill the copy in it.
pub(super) struct Node {
    pub(super) directory: PathBuf,
    pub(super) identity: LedgerIdentity,
    pub(super) link: Arc<Link>,
    pub(super) named: Named,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    copy: Mutex<Copied>,
    waiting: Mutex<BTreeMap<StreamName, Vec<Waiter>>>,
    hearing: watch::Sender<Hearing>,
    /// How often a thread that listened had to be given up.
    pub(super) given_up: AtomicU64,
    ending: watch::Sender<bool>,
}

struct Copied {
    store: Arc<EmbeddedStore>,
    /// Gives a sign once what fills the copy has let go of it; only where this process fills it.
    ended: Option<std::sync::mpsc::Receiver<()>>,
}

/// What a node is made of.
pub(super) struct Parts {
    pub(super) directory: PathBuf,
    pub(super) identity: LedgerIdentity,
    pub(super) link: Arc<Link>,
    pub(super) named: Named,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Node {
    /// Opens the node's copy: to fill it, unless another process does.
    pub(super) fn open(parts: Parts) -> Result<Arc<Self>, OpenError> {
        let Parts { directory, identity, link, named, clock, entropy } = parts;
        let (clocks, salts) = (Arc::clone(&clock), Arc::clone(&entropy));
        let followed = EmbeddedStore::follow(&directory, &identity, clocks, salts);
        let (store, filling) = match followed {
            Ok(store) => (Arc::new(store), true),
            Err(OpenError::Refused { refusal: OpenRefusal::Held { by }, directory }) => {
                let read = EmbeddedStore::read_replica(&directory)?;
                let refusal = OpenRefusal::Held { by };
                let read = read.ok_or(OpenError::Refused { directory, refusal })?;
                (Arc::new(read), false)
            }
            Err(error) => return Err(error),
        };
        let copy = Mutex::new(Copied { store: Arc::clone(&store), ended: None });
        let (hearing, _) = watch::channel(Hearing::default());
        let (ending, _) = watch::channel(false);
        let (waiting, given_up) = (Mutex::default(), AtomicU64::new(0));
        let node = Arc::new(Self {
            directory,
            identity,
            link,
            named,
            clock,
            entropy,
            copy,
            waiting,
            hearing,
            given_up,
            ending,
        });
        if filling {
            node.start(store);
        }
        Ok(node)
    }

    /// The copy as it is read now.
    pub(super) fn copy(&self) -> Arc<EmbeddedStore> {
        Arc::clone(&held(&self.copy).store)
    }

    /// Whether this process fills the copy.
    pub(super) fn fills(&self) -> bool {
        held(&self.copy).ended.is_some()
    }

    /// How the cluster is heard, and when that changes.
    pub(super) fn hearing(&self) -> watch::Receiver<Hearing> {
        self.hearing.subscribe()
    }

    /// Steps in where nobody fills the copy any more.
    pub(super) fn step_in(self: &Arc<Self>) {
        if self.fills() {
            return;
        }
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        match EmbeddedStore::follow(&self.directory, &self.identity, clock, entropy) {
            Ok(store) => {
                tracing::info!("nobody listened to the cluster any more; this process does now");
                let store = Arc::new(store);
                held(&self.copy).store = Arc::clone(&store);
                self.start(store);
            }
            Err(OpenError::Refused { .. }) => {}
            Err(error) => tracing::warn!(%error, "the node's copy could not be taken up"),
        }
    }

    fn start(self: &Arc<Self>, store: Arc<EmbeddedStore>) {
        let (sign, ended) = std::sync::mpsc::channel();
        held(&self.copy).ended = Some(ended);
        let node = Arc::clone(self);
        tokio::spawn(async move {
            let mut ending = node.ending.subscribe();
            tokio::select! {
                () = node.fill(&store) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
            drop(store);
            // Whoever does not wait for it has no need of it.
            let _ = sign.send(());
        });
    }

    /// Lets go of the copy, and waits until what fills it has, too.
    pub(super) fn end(&self) {
        self.ending.send_replace(true);
        let ended = held(&self.copy).ended.take();
        if let Some(Err(late)) = ended.map(|ended| ended.recv_timeout(Duration::from_secs(10))) {
            tracing::warn!(%late, "what fills the node's copy did not end in time");
        }
    }

    /// Listens and takes what is heard, as long as the copy can be written.
    async fn fill(&self, store: &Arc<EmbeddedStore>) {
        loop {
            let place = match store.replica_state().await {
                Ok(state) => state.place,
                Err(error) => {
                    let failure = Failure::because("reading how far the node's copy goes", error);
                    return self.tell(|hearing| hearing.failed = Some(failure));
                }
            };
            let opened = Ear::open(self.link.again(), self.named.clone(), place);
            let mut ear = match opened {
                Ok(ear) => ear,
                Err(failure) => return self.tell(|hearing| hearing.failed = Some(failure)),
            };
            let (mut beats, mut silent) = (ear.beats(), 0);
            let mut watch = interval(Duration::from_millis(WATCH_MS));
            loop {
                tokio::select! {
                    biased;
                    sound = ear.sounds.recv() => {
                        // It ends of its own accord only where the client was caught or broke off.
                        let Some(sound) = sound else { break };
                        if !self.hear(store, sound, &mut ear.sounds).await {
                            return;
                        }
                        silent = 0;
                    }
                    _ = watch.tick() => {
                        let now = ear.beats();
                        silent = if now == beats { silent + 1 } else { 0 };
                        beats = now;
                    }
                }
                if silent >= WATCHES_MAX {
                    self.given_up.fetch_add(1, Ordering::Relaxed);
                    tracing::error!(
                        "the thread that listens to the cluster shows no sign of life; it is replaced"
                    );
                    break;
                }
            }
            drop(ear);
            self.tell(|hearing| {
                hearing.caught_up = false;
                hearing.away =
                    Some(Failure::new("the client ended while it listened to the cluster"));
            });
            tokio::time::sleep(Duration::from_millis(AGAIN_MS)).await;
        }
    }

    /// Takes a sound and those that wait behind it; says whether to go on.
    async fn hear(
        &self,
        store: &EmbeddedStore,
        first: Sound,
        more: &mut mpsc::Receiver<Sound>,
    ) -> bool {
        let mut heard: Vec<Heard> = Vec::new();
        let mut next = Some(first);
        let mut after = None;
        while let Some(sound) = next.take() {
            match sound {
                Sound::Heard(one) => heard.push(*one),
                other @ (Sound::CaughtUp | Sound::Away(_) | Sound::Misread(_)) => {
                    after = Some(other);
                    break;
                }
            }
            if heard.len() < TAKEN_RECORDS_MAX {
                next = more.try_recv().ok();
            }
        }
        if !heard.is_empty() {
            let (records, stopped) = store.take(heard).await;
            self.resolve(&records);
            match stopped {
                None => {}
                Some(NotTaken::Fault(fault)) => {
                    self.stop_at(fault);
                    return false;
                }
                Some(NotTaken::Failed(failure)) => {
                    tracing::error!(?failure, "the node's copy could not be written");
                    self.tell(|hearing| hearing.failed = Some(failure));
                    return false;
                }
            }
        }
        match after {
            None | Some(Sound::Heard(_)) => {}
            Some(Sound::CaughtUp) => self.tell(|hearing| {
                hearing.caught_up = true;
                hearing.away = None;
            }),
            Some(Sound::Away(failure)) => {
                tracing::debug!(?failure, "the cluster cannot be heard for now");
                self.tell(|hearing| {
                    hearing.caught_up = false;
                    hearing.away = Some(failure);
                });
            }
            Some(Sound::Misread(Misread { stream, revision, what })) => {
                let last = store.head().await.ok().flatten();
                let position = After::from(last).next();
                let wrong = Wrong::Misread { stream, revision, what };
                self.stop_at(Fault { position, wrong });
                return false;
            }
        }
        true
    }

    fn stop_at(&self, fault: Fault) {
        tracing::error!(%fault, why = %fault.wrong, "the node goes no further");
        self.tell(|hearing| hearing.fault = Some(fault));
    }

    fn tell(&self, change: impl FnOnce(&mut Hearing)) {
        self.hearing.send_modify(change);
    }

    /// Answers with the records of a stream from one revision to another, once they have been heard. Only
    /// what is heard from now on counts.
    pub(super) fn await_records(
        &self,
        stream: &StreamName,
        (first, last): (Revision, Revision),
    ) -> oneshot::Receiver<Vec<Record>> {
        let (told, answer) = oneshot::channel();
        let waiter = Waiter { first, last, heard: Vec::new(), told };
        held(&self.waiting).entry(stream.clone()).or_default().push(waiter);
        answer
    }

    /// Forgets those who no longer wait.
    pub(super) fn forget(&self, stream: &StreamName) {
        let mut waiting = held(&self.waiting);
        if let Some(waiters) = waiting.get_mut(stream) {
            waiters.retain(|waiter| !waiter.told.is_closed());
            if waiters.is_empty() {
                waiting.remove(stream);
            }
        }
    }

    /// Hands records to those who wait for them.
    fn resolve(&self, records: &[Record]) {
        let mut waiting = held(&self.waiting);
        for record in records {
            let Some(waiters) = waiting.get_mut(&record.stream) else { continue };
            for waiter in &mut *waiters {
                if (waiter.first..=waiter.last).contains(&record.revision) {
                    waiter.heard.push(record.clone());
                }
            }
            let done = |waiter: &mut Waiter| waiter.last <= record.revision;
            for waiter in waiters.extract_if(.., done) {
                // Whoever stopped waiting can ask again.
                drop(waiter.told.send(waiter.heard));
            }
            if waiters.is_empty() {
                waiting.remove(&record.stream);
            }
        }
    }
}
