//! The store in memory: for tests and trials. It keeps the port's promises except that nothing of it
//! outlives the process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;
use uuid::Uuid;

use crate::admit::{self, Admission, Pending, Place, Question};
use crate::clock::{Clock, Entropy};
use crate::failure::Failure;
use crate::limits::{self, PAGE_TEXT_BYTES_ENOUGH};
use crate::order::{Order, Positions, Times};
use crate::port::{
    AppendError, AppendRefusal, Appended, Began, EventStore, Expected, ReadError, Replica,
    ReplicateError, StreamPage,
};
use crate::record::{After, Draft, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::verify;

/// Why a store was not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemoryRefusal {
    /// The clock or the randomness is invented, and the ledger is not.
    #[error(
        "only a synthetic ledger may be opened with a simulated clock or repeatable randomness"
    )]
    Simulated,
}

/// A ledger in memory.
pub struct MemoryStore {
    identity: LedgerIdentity,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    state: Mutex<State>,
    head: watch::Sender<After>,
}

/// Where in the ledger the records of a stream stand.
#[derive(Default)]
struct Stream {
    places: Vec<usize>,
    by_id: BTreeMap<Uuid, usize>,
}

#[derive(Default)]
struct State {
    records: Vec<Record>,
    streams: BTreeMap<StreamName, Stream>,
    /// What has been checked while the ledger is being filled from another.
    filling: Option<Order>,
}

impl MemoryStore {
    /// Makes an empty ledger.
    ///
    /// # Errors
    /// Refuses a simulated clock or repeatable randomness for a ledger that is not synthetic.
    pub fn new(
        identity: LedgerIdentity,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, MemoryRefusal> {
        if !identity.synthetic && (clock.simulated() || entropy.simulated()) {
            return Err(MemoryRefusal::Simulated);
        }
        let (head, _) = watch::channel(After::Start);
        Ok(Self { identity, clock, entropy, state: Mutex::default(), head })
    }

    /// No state is left half-changed by a panic: each change is decided before it is made.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(
        &self,
        stream: &StreamName,
        expected: Expected,
        pending: Vec<Pending>,
    ) -> Result<Appended, AppendRefusal> {
        let mut state = self.state();
        let standing = pending.iter().map(|one| state.find(stream, one.id).cloned()).collect();
        let actual = state.actual(stream);
        let question = Question { stream, expected, actual, pending: &pending, standing };
        let mut revision = match admit::admit(question)? {
            Admission::Already(records) => return Ok(Appended { records, already: true }),
            Admission::Write(revision) => revision,
        };
        let last = state.records.last().map(|record| record.recorded_at);
        let recorded_at = admit::stamp(self.clock.now(), last);
        let mut position = state.head().next();
        let mut buffer = Vec::new();
        let mut records = Vec::with_capacity(pending.len());
        for one in pending {
            let place = Place { ledger: self.identity.id, stream, revision, position, recorded_at };
            records.push(one.place(&place, &mut buffer));
            revision = revision.next();
            position = position.next();
        }
        state.filling = None;
        state.keep(&records);
        self.head.send_replace(state.head());
        Ok(Appended { records, already: false })
    }
}

impl State {
    fn find(&self, stream: &StreamName, id: Uuid) -> Option<&Record> {
        let place = self.streams.get(stream)?.by_id.get(&id)?;
        self.records.get(*place)
    }

    fn actual(&self, stream: &StreamName) -> Expected {
        let last = self.streams.get(stream).and_then(|stream| stream.places.last());
        let record = last.and_then(|place| self.records.get(*place));
        record.map_or(Expected::NoStream, |record| Expected::At(record.revision))
    }

    fn head(&self) -> After {
        After::from(self.records.last().map(|record| record.position))
    }

    fn keep(&mut self, records: &[Record]) {
        for record in records {
            let place = self.records.len();
            let stream = self.streams.entry(record.stream.clone()).or_default();
            stream.places.push(place);
            stream.by_id.insert(record.id, place);
            self.records.push(record.clone());
        }
    }

    /// The first of these records, until the page is full.
    fn page<'a>(records: impl Iterator<Item = &'a Record>, limit: usize) -> Vec<Record> {
        let mut page = Vec::new();
        let mut text_bytes = 0;
        for record in records.take(limits::page_of(limit)) {
            text_bytes += record.text_bytes();
            page.push(record.clone());
            if text_bytes >= PAGE_TEXT_BYTES_ENOUGH {
                break;
            }
        }
        page
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    fn identity(&self) -> &LedgerIdentity {
        &self.identity
    }

    fn times(&self) -> Times {
        let state = self.state();
        let times = state.records.iter().map(|record| record.recorded_at);
        if times.is_sorted() { Times::NeverBack } else { Times::EachNodesOwn }
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        admit::check(stream, &drafts)?;
        let commit = |draft| Pending::new(self.identity.id, draft, &*self.entropy);
        let pending = drafts.into_iter().map(commit).collect();
        Ok(self.write(stream, expected, pending)?)
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        let state = self.state();
        let (Expected::At(last), Some(found)) = (state.actual(stream), state.streams.get(stream))
        else {
            return Ok(StreamPage::Missing);
        };
        let from = usize::try_from(from.number()).unwrap_or(usize::MAX);
        let places = found.places.iter().skip(from);
        let records = State::page(places.filter_map(|place| state.records.get(*place)), limit);
        Ok(StreamPage::Found { records, last })
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        let from = usize::try_from(after.number()).unwrap_or(usize::MAX);
        Ok(State::page(self.state().records.iter().skip(from), limit))
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        let state = self.state();
        let firsts = state.records.iter().filter(|record| record.revision == Revision::FIRST);
        let began = (1..).zip(firsts).map(|(number, record)| {
            let stream = record.stream.clone();
            Began { number, stream }
        });
        Ok(began.filter(|began| began.number > after).take(limits::page_of(limit)).collect())
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        Ok(self.state().records.last().map(|record| record.position))
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        let mut head = self.head.subscribe();
        let beyond = head.wait_for(|head| *head > after).await;
        let failed = |closed| ReadError::Failed(Failure::because("waiting for a record", closed));
        beyond.map(|_| ()).map_err(failed)
    }
}

#[async_trait]
impl Replica for MemoryStore {
    async fn take_over(&self, after: After, records: Vec<Record>) -> Result<After, ReplicateError> {
        let mut state = self.state();
        let head = state.head();
        let mut order = match (after, state.filling.take()) {
            (After::Start, _) if head == After::Start => {
                Order::new(Positions::Gapless, Times::EachNodesOwn)
            }
            (After::Position(_), Some(order)) if order.after() == after => order,
            (After::Start | After::Position(_), _) => {
                return Err(ReplicateError::NotEmpty { head });
            }
        };
        let records = verify::as_next(self.identity.id, &mut order, records)
            .map_err(ReplicateError::Faulty)?;
        state.keep(&records);
        state.filling = Some(order);
        self.head.send_replace(state.head());
        Ok(state.head())
    }

    async fn go_on_filling(&self, order: Order) -> Result<(), ReplicateError> {
        let mut state = self.state();
        let head = state.head();
        if order.after() != head {
            return Err(ReplicateError::NotEmpty { head });
        }
        state.filling = Some(order);
        Ok(())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryStore({}, {:?})", self.identity.id, self.state().head())
    }
}
