//! What listens to a cluster: a thread with a runtime of its own that reads to the end of the log and then
//! subscribes to what comes. The client can be caught in a loop that never lets go of its thread, where a
//! server ends a subscription as if all were well; so this thread is ended from within where that is seen
//! (`turning`), and shows that it is alive, so that whoever started it can give it up where it is not seen. It
//! hands on what it hears and keeps nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use eventstore::{
    Position as ClientPosition, StreamPosition, SubscribeToAllOptions, SubscriptionEvent,
};
use tokio::sync::{mpsc, watch};

use super::link::Link;
use super::reader::{Named, Stopped, Whole};
use super::trouble::Trouble;
use super::turning::Turns;
use super::wire::{self, Misread, Read};
use crate::embedded::replica::{Heard, LogPlace};
use crate::failure::Failure;

/// How much may wait to be taken.
const QUEUE_SOUNDS_MAX: usize = 4_096;
/// How often the thread shows that it is alive.
const BEAT_MS: u64 = 200;

/// What is heard.
#[derive(Debug)]
pub(super) enum Sound {
    /// A record.
    Heard(Box<Heard>),
    /// Everything that was there has been heard.
    CaughtUp,
    /// The cluster cannot be heard for now.
    Away(Failure),
    /// Something stands where a record must stand; nothing beyond it is heard.
    Misread(Misread),
}

/// The near end of a thread that listens.
pub(super) struct Ear {
    pub(super) sounds: mpsc::Receiver<Sound>,
    beats: Arc<AtomicU64>,
    /// Tells the thread to end when it is dropped.
    _listening: watch::Sender<()>,
}

impl Ear {
    /// How often the thread has shown that it is alive.
    pub(super) fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    /// Starts to listen from behind a place.
    pub(super) fn open(link: Link, named: Named, place: Option<LogPlace>) -> Result<Self, Failure> {
        let attempted = "starting the thread that listens to the cluster";
        let mut building = tokio::runtime::Builder::new_current_thread();
        let runtime = building.enable_all().build();
        let runtime = runtime.map_err(|error| Failure::because(attempted, error))?;
        let (told, sounds) = mpsc::channel(QUEUE_SOUNDS_MAX);
        let (listening, mut ended) = watch::channel(());
        let beats = Arc::new(AtomicU64::new(0));
        let beaten = Arc::clone(&beats);
        let listen = move || {
            let turns = Turns::default();
            let listening = async {
                let beating = async {
                    loop {
                        tokio::time::sleep(Duration::from_millis(BEAT_MS)).await;
                        beaten.fetch_add(1, Ordering::Relaxed);
                        turns.none();
                    }
                };
                let listener = Listener { link: Arc::new(link), named, place, told };
                tokio::select! {
                    () = listener.listen() => {}
                    () = beating => {}
                    // It never changes: the other end is dropped.
                    _ = ended.changed() => {}
                }
            };
            if !turns.ended(|| runtime.block_on(listening)) {
                tracing::warn!("the client was caught in a loop, or broke off, and was ended");
            }
            runtime.shutdown_background();
        };
        let named = std::thread::Builder::new().name("ledger-listener".to_owned());
        named.spawn(listen).map_err(|error| Failure::because(attempted, error))?;
        Ok(Self { sounds, beats, _listening: listening })
    }
}

struct Listener {
    link: Arc<Link>,
    named: Named,
    place: Option<LogPlace>,
    told: mpsc::Sender<Sound>,
}

/// Why a subscription is over.
enum Over {
    /// The connection; it is opened anew.
    Dropped(Failure),
    /// Nothing further is to be heard.
    Ended,
}

impl Listener {
    async fn listen(mut self) {
        loop {
            let over = match self.read_to_the_end().await {
                Ok(()) => self.subscribe().await,
                Err(over) => over,
            };
            match over {
                Over::Ended => return,
                Over::Dropped(failure) => {
                    if self.told.send(Sound::Away(failure)).await.is_err() {
                        return;
                    }
                }
            }
        }
    }

    async fn read_to_the_end(&mut self) -> Result<(), Over> {
        let (link, named) = (Arc::clone(&self.link), self.named.clone());
        let mut whole = Whole::after(link, named, self.place).impatient();
        loop {
            match whole.next().await {
                Ok(Some(heard)) => self.tell(Sound::Heard(Box::new(heard))).await?,
                Ok(None) => break,
                Err(Stopped::Away(failure)) => return Err(Over::Dropped(failure)),
                Err(Stopped::Misread(misread)) => {
                    self.tell(Sound::Misread(misread)).await?;
                    return Err(Over::Ended);
                }
            }
            self.place = whole.read();
        }
        self.place = whole.read();
        self.tell(Sound::CaughtUp).await
    }

    /// Hears what comes, until the subscription is over.
    async fn subscribe(&mut self) -> Over {
        let attempted = "listening to the cluster";
        let live = match self.link.client().await {
            Ok(live) => live,
            Err(failure) => return Over::Dropped(failure),
        };
        let from = match self.place {
            None => StreamPosition::Start,
            Some(LogPlace { commit, prepare }) => {
                StreamPosition::Position(ClientPosition { commit, prepare })
            }
        };
        let mut options = SubscribeToAllOptions::default().position(from).requires_leader(true);
        if let Some(credentials) = self.link.credentials() {
            options = options.authenticated(credentials);
        }
        let mut subscription = live.client.subscribe_to_all(&options).await;
        loop {
            let event = match subscription.next_subscription_event().await {
                Ok(SubscriptionEvent::EventAppeared(event)) => event.event,
                Ok(
                    SubscriptionEvent::Confirmed(_)
                    | SubscriptionEvent::Checkpoint(_)
                    | SubscriptionEvent::FirstStreamPosition(_)
                    | SubscriptionEvent::LastStreamPosition(_)
                    | SubscriptionEvent::LastAllPosition(_)
                    | SubscriptionEvent::CaughtUp
                    | SubscriptionEvent::FellBehind,
                ) => continue,
                Err(error) => {
                    let trouble = Trouble::of(&error, attempted);
                    return Over::Dropped(self.link.over(&live, trouble, attempted).await);
                }
            };
            let Some(event) = event else { continue };
            let place = LogPlace { commit: event.position.commit, prepare: event.position.prepare };
            if self.place.is_some_and(|before| place <= before) {
                continue;
            }
            let told = match wire::read(&event, self.named.ledger, &self.named.namespace) {
                Read::Passed => Ok(()),
                Read::Record(heard) => self.tell(Sound::Heard(heard)).await,
                Read::Wrong(misread) => {
                    // What follows cannot be counted, so nothing further is heard.
                    drop(self.tell(Sound::Misread(misread)).await);
                    return Over::Ended;
                }
            };
            if let Err(over) = told {
                return over;
            }
            self.place = Some(place);
        }
    }

    async fn tell(&self, sound: Sound) -> Result<(), Over> {
        self.told.send(sound).await.map_err(|_| Over::Ended)
    }
}
