//! What requests are answered from: the ledger that is open, its read models, the clock; and answering
//! off the threads that take requests, since reading waits for a disk and folding a long case takes time.
//!
//! # Rules
//! - `no_more_is_answered_at_once_than_there_are_places`: others wait a while, and are then told so.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use candour_commands::Recorder;
use candour_ledger::{EmbeddedStore, EventStore};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::limits::Limits;
use super::rates::Rates;
use crate::edge::Edge;
use crate::models::Models;

/// What requests are answered from.
pub(crate) struct Desk {
    /// The ledger and its read models.
    pub(crate) models: Models,
    /// The clock, and what makes identifiers.
    pub(crate) edge: Edge,
    /// What records, where this process may.
    #[expect(dead_code, reason = "what records through the server comes next")]
    pub(crate) recorder: Option<Recorder>,
}

impl Desk {
    /// That of a ledger that is open for writing, or for reading alone.
    pub(crate) fn of(
        directory: &Path,
        store: Arc<EmbeddedStore>,
        (models, edge): (&Path, Edge),
        writes: Writes,
    ) -> Self {
        let recorder = match writes {
            Writes::Here => Some(Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>)),
            Writes::Elsewhere => None,
        };
        Self { models: Models::of_open(store, directory, models), edge, recorder }
    }

    /// The ledger.
    pub(crate) fn store(&self) -> &Arc<EmbeddedStore> {
        &self.models.store
    }

    /// The moment as at which is answered what names none: now, or where the ledger's invented time is
    /// ahead of that, when its last entry was recorded.
    pub(crate) async fn now(&self) -> anyhow::Result<DateTime<Utc>> {
        let now = self.edge.now();
        let last = self.models.last_recorded().await?;
        // An entry is on record at its own moment.
        Ok(last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1))))
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
    /// What was asked could not be answered.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Unanswered {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// The application that is served: its desk, with places at it.
#[derive(Clone)]
pub(crate) struct Served {
    desk: Arc<Desk>,
    places: Arc<Semaphore>,
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
        Self { desk: Arc::new(desk), places, rates, limits }
    }

    /// The desk.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.desk
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
