//! What requests are answered from: the ledger that is open, its read models, the clock; and answering
//! off the threads that take requests, since reading waits for a disk and folding a long case takes time.
//!
//! # Rules
//! - `whoever_comes_before_the_read_models_are_made_is_told_so`.
//! - `no_more_is_answered_at_once_than_there_are_places`: others wait a while, and are then told so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use candour_commands::Recorder;
use candour_domain::identifier::PractitionerId;
use candour_domain::time::london_date;
use candour_ledger::{EventStore, Position};
use candour_projections::dashboard::{Lines, Period, dashboard};
use candour_projections::marks::treatment::Reader;
use candour_projections::proof::{FollowedBook, ProofBook};
use candour_projections::running::{AskedOn, KeepError};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, RwLock, Semaphore, watch};

use super::accesses::Accesses;
use super::limits::Limits;
use super::rates::Rates;
use crate::command::{LINES_SHOWN, months_before};
use crate::drafts::Drafts;
use crate::edge::Edge;
use crate::models::Models;
use crate::posts::Readers;
use crate::sealing::Seals;
use crate::store::Store;

/// What requests are answered from.
pub(crate) struct Desk {
    /// The ledger and its read models.
    pub(crate) models: Models,
    /// The clock, and what makes identifiers.
    pub(crate) edge: Edge,
    /// What records, where this process may.
    pub(crate) recorder: Option<Recorder>,
    /// What seals, where this process does.
    pub(crate) seals: Mutex<Option<Seals>>,
    /// What people have begun to write, where it can be kept here.
    pub(crate) drafts: Option<Drafts>,
    /// What was shown and is not entered yet.
    pub(crate) accesses: Accesses,
    said: Mutex<FollowedBook>,
    readers: Readers,
    /// When the last entry was recorded, on a ledger of so many.
    last: Mutex<Option<(u64, Option<DateTime<Utc>>)>>,
}

impl Desk {
    /// That of a ledger that is open for writing, or for reading alone.
    pub(crate) fn of(
        directory: &Path,
        store: Arc<Store>,
        (models, edge): (&Path, Edge),
        writes: Writes,
    ) -> Self {
        let recorder = match writes {
            Writes::Here => Some(Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>)),
            Writes::Elsewhere => None,
        };
        let said = Mutex::new(FollowedBook::of(store.identity().id));
        let models = Models::of_open(store, directory, models);
        let (accesses, readers) = (Accesses::new(), Readers::default());
        let (seals, last) = (Mutex::new(None), Mutex::new(None));
        Self { models, edge, recorder, seals, drafts: None, accesses, said, readers, last }
    }

    /// With what seals the ledger.
    pub(crate) fn sealed_by(self, seals: Option<Seals>) -> Self {
        Self { seals: Mutex::new(seals), ..self }
    }

    /// With what keeps drafts.
    pub(crate) fn keeping(self, drafts: Option<Drafts>) -> Self {
        Self { drafts, ..self }
    }

    /// The ledger.
    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.models.store
    }

    /// How many entries the ledger has.
    pub(crate) async fn head(&self) -> anyhow::Result<u64> {
        Ok(self.store().head().await?.map_or(0, Position::number))
    }

    /// What the ledger has said of itself: its keys, its policies, the checkpoints that came back.
    pub(crate) async fn said_of_itself(&self) -> anyhow::Result<Arc<ProofBook>> {
        Ok(self.said.lock().await.read_on(&**self.store()).await?)
    }

    /// A practitioner as they read now: for which agencies they act.
    pub(crate) async fn reader(&self, id: PractitionerId) -> anyhow::Result<Arc<Reader>> {
        let on = london_date(self.now().await?);
        let head = self.head().await?;
        self.readers.of(&**self.store(), id, (head, on)).await
    }

    /// Somebody who acts for no agency, now.
    pub(crate) async fn nobody(&self) -> anyhow::Result<Reader> {
        Ok(Reader { acts_for: BTreeMap::new(), on: london_date(self.now().await?) })
    }

    /// The moment as at which is answered what names none: now, or where the ledger's invented time is
    /// ahead of that, when its last entry was recorded.
    pub(crate) async fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        let now = self.edge.now();
        let head = self.head().await?;
        let mut kept = self.last.lock().await;
        let last = match *kept {
            Some((at, last)) if at == head => last,
            Some(_) | None => self.models.last_recorded().await?,
        };
        *kept = Some((head, last));
        // An entry is on record at its own moment.
        Ok(last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1))))
    }

    /// Brings the read models up to date, and reads what the dashboard of now is counted from.
    async fn read_ahead(&self) -> anyhow::Result<()> {
        self.models.keep_up().await?;
        let at = self.now().await?;
        if let Some(view) = self.models.as_they_are(AskedOn { at, on_record: None })? {
            let period = Period { since: months_before(at) };
            dashboard(&view, period, Lines::First(LINES_SHOWN))?;
        }
        Ok(())
    }
}

/// Which process records to a ledger that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writes {
    /// This one.
    Here,
    /// Another, if any.
    Elsewhere,
}

/// Why a request has no answer.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// There was no place for too long.
    Busy,
    /// The read models are being made, and there are none before.
    NotYet,
    /// It cannot be put on record that it was shown.
    NotOnRecord,
    /// What was asked could not be answered.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Unanswered {
    fn from(error: E) -> Self {
        let error = error.into();
        let is_made = |cause: &(dyn std::error::Error + 'static)| {
            matches!(cause.downcast_ref(), Some(KeepError::BeingMade))
        };
        if error.chain().any(is_made) { Self::NotYet } else { Self::Failed(error) }
    }
}

/// The application that is served: its desk, with places at it.
#[derive(Clone)]
pub(crate) struct Served {
    desk: Arc<Desk>,
    places: Arc<Semaphore>,
    stopping: Arc<watch::Sender<bool>>,
    /// Who looks before recording does so alone.
    pub(crate) turns: Arc<RwLock<()>>,
    /// Who has asked how often.
    pub(crate) rates: Arc<Rates>,
    /// What requests may take.
    pub(crate) limits: Limits,
}

impl Served {
    /// A desk with as many places as the limits have.
    pub(crate) fn at(desk: Desk, limits: Limits) -> Self {
        let places = Arc::new(Semaphore::new(limits.answered_at_once));
        let rates = Arc::new(Rates::of(limits.requests_per_second));
        let stopping = Arc::new(watch::Sender::new(false));
        Self { desk: Arc::new(desk), places, stopping, turns: Arc::default(), rates, limits }
    }

    /// The desk.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Brings the read models up to date and reads what the dashboard of now is counted from, so that whoever comes
    /// first need not wait for it; until the server stops. Where it cannot be done, whoever asks is told why.
    pub(crate) async fn prepare(self) {
        let (desk, here, mut stopping) =
            (Arc::clone(&self.desk), Handle::current(), self.stopping());
        let preparing = tokio::task::spawn_blocking(move || {
            here.block_on(async {
                tokio::select! {
                    read = desk.read_ahead() => read,
                    _ = stopping.changed() => Ok(()),
                }
            })
        });
        match preparing.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the read models were not brought up to date"),
            Err(error) => tracing::error!(%error, "bringing the read models up to date ended"),
        }
    }

    /// Tells whatever would go on by itself that the server stops.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Whether the server stops.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Answers at a place of its own, off the threads that take requests.
    pub(crate) async fn answered<T, A, F>(&self, answer: A) -> Result<T, Unanswered>
    where
        T: Send + 'static,
        A: FnOnce(Arc<Desk>) -> F + Send + 'static,
        F: Future<Output = Result<T, Unanswered>>,
    {
        let wait = Duration::from_millis(self.limits.wait_ms);
        let place = tokio::time::timeout(wait, Arc::clone(&self.places).acquire_owned()).await;
        let place = place.map_err(|_| Unanswered::Busy)?.map_err(|_| Unanswered::Busy)?;
        let desk = Arc::clone(&self.desk);
        let here = Handle::current();
        let answering = tokio::task::spawn_blocking(move || {
            let answer = here.block_on(answer(desk));
            drop(place);
            answer
        });
        answering.await?
    }
}
