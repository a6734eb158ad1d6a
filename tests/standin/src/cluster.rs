//! What the nodes of a cluster share: the log, who leads, what is to go wrong, and how often each
//! was called.
//!
//! The nodes are of one mind: there is one log, no node lags behind, and an election is over at
//! once unless a test leaves the cluster without a leader.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::log::{Expected, Log, Place};
use crate::mishap::{Mishap, Mishaps};
use crate::settings::Settings;

/// How the server ends a subscription that the client did not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With `OK`, as if there were no more to come.
    Ok,
    /// With `UNAVAILABLE`.
    NotReady,
}

/// One node, as the others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) address: SocketAddr,
    pub(crate) alive: bool,
}

/// Who is in the cluster, and who leads it.
#[derive(Debug, Default)]
pub(crate) struct Members {
    pub(crate) all: Vec<Member>,
    pub(crate) leader: Option<usize>,
}

impl Members {
    /// The leader's address, if there is a leader.
    pub(crate) fn leader_address(&self) -> Option<SocketAddr> {
        self.leader.and_then(|it| self.all.get(it)).map(|it| it.address)
    }
}

/// How often one node was called.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) appends: AtomicU64,
    pub(crate) reads: AtomicU64,
    pub(crate) gossips: AtomicU64,
}

/// How often something is yet to happen.
#[derive(Debug, Default)]
pub(crate) struct Countdown(AtomicU64);

impl Countdown {
    pub(crate) fn set(&self, times: u64) {
        self.0.store(times, Ordering::Relaxed);
    }

    /// Says whether it happens now.
    pub(crate) fn take(&self) -> bool {
        let less = |left: u64| left.checked_sub(1);
        self.0.try_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

/// What the nodes share.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) calls: Vec<Calls>,
    log: Mutex<Log>,
    members: Mutex<Members>,
    mishaps: Mutex<Mishaps>,
    changes: watch::Sender<u64>,
    ending: watch::Sender<(u64, Ending)>,
    subscriptions: AtomicU64,
    read_delay_us: AtomicU64,
    /// How many repetitions are yet to be told no place.
    pub(crate) places_withheld: Countdown,
    /// How many reads are yet to begin with what no client knows.
    pub(crate) reads_unknown: Countdown,
}

impl Cluster {
    pub(crate) fn new(settings: Settings) -> Self {
        let log = Log::new(settings.commits, settings.held_bytes_max);
        let calls = std::iter::repeat_with(Calls::default).take(settings.nodes).collect();
        Self {
            clock: Clock::default(),
            calls,
            log: Mutex::new(log),
            members: Mutex::default(),
            mishaps: Mutex::default(),
            changes: watch::Sender::new(0),
            ending: watch::Sender::new((0, Ending::Ok)),
            subscriptions: AtomicU64::new(0),
            read_delay_us: AtomicU64::new(0),
            places_withheld: Countdown::default(),
            reads_unknown: Countdown::default(),
            settings,
        }
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mishaps(&self) -> MutexGuard<'_, Mishaps> {
        self.mishaps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn next_mishap(&self) -> Option<Mishap> {
        self.mishaps().next()
    }

    /// Wakes whoever follows: the log has grown, or somebody else leads.
    pub(crate) fn announce(&self) {
        self.changes.send_modify(|it| *it = it.wrapping_add(1));
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Ends every subscription that is open now.
    pub(crate) fn end_subscriptions(&self, how: Ending) {
        self.ending.send_modify(|it| *it = (it.0.wrapping_add(1), how));
    }

    pub(crate) fn endings(&self) -> watch::Receiver<(u64, Ending)> {
        self.ending.subscribe()
    }

    pub(crate) fn subscription_number(&self) -> u64 {
        self.subscriptions.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn slow_reads(&self, each: Duration) {
        let micros = u64::try_from(each.as_micros()).unwrap_or(u64::MAX);
        self.read_delay_us.store(micros, Ordering::Relaxed);
    }

    pub(crate) fn read_delay(&self) -> Duration {
        Duration::from_micros(self.read_delay_us.load(Ordering::Relaxed))
    }

    /// The place that a repetition is told.
    pub(crate) fn place_of_repetition(&self, place: Option<Place>) -> Option<Place> {
        if self.places_withheld.take() { None } else { place }
    }

    /// Makes a node the leader, or nobody, and records it as a cluster does: with an epoch.
    pub(crate) fn lead(&self, leader: Option<usize>) {
        self.members().leader = leader;
        if let Some(leader) = leader {
            let now = self.clock.now_ticks();
            let mut log = self.log();
            let told = format!("{{\"leader\":{leader},\"epochNumber\":{}}}", log.len());
            let epoch = log.of_the_system("$epoch-information", told.into());
            // A full log takes no epoch; the leader leads all the same.
            let _ = log.append("$epoch-information", Expected::Any, vec![epoch], now);
        }
        self.announce();
    }
}
