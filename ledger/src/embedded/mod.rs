//! The embedded store: a directory with an SQLite file, one process that writes to it, and any number
//! that read. It is durable before it answers. It reads no clock of its own and makes nothing random.
//!
//! In the directory: `ledger.sqlite3` with SQLite's own `-wal` and `-shm` beside it, and `ledger.lock`,
//! which says who writes. `docs/auditor-sql.md` explains the views for people.

mod backup;
mod identity;
mod inspect;
pub(crate) mod lock;
mod open;
mod pages;
mod readers;
#[cfg(feature = "cluster")]
pub(crate) mod replica;
mod rest;
mod rows;
mod schema;
mod streams;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

pub use self::backup::BackupError;
pub use self::inspect::{FileCheck, FileFault, Piece};
pub use self::lock::Holder;
pub use self::open::{OpenError, OpenRefusal};
use self::readers::Readers;
use self::writer::{Append, Job, PartName, Wish};
use crate::admit::{self, Pending};
use crate::clock::Entropy;
use crate::failure::Failure;
use crate::order::{Order, Times};
use crate::port::{
    AppendError, AppendRefusal, Appended, Began, EventStore, Expected, ReadError, Replica,
    ReplicateError, StreamPage,
};
use crate::record::{After, Draft, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::taken::Take;

/// The name of the file in the ledger's directory.
pub const LEDGER_FILE: &str = "ledger.sqlite3";
/// How often a process that only reads looks for new records.
const POLL_MS: u64 = 50;
/// Drafts with less text than this are committed to at once, others on a thread for such work.
const COMMIT_AT_ONCE_BYTES_MAX: usize = 64 * 1024;

/// A ledger in a directory.
pub struct EmbeddedStore {
    identity: LedgerIdentity,
    file: PathBuf,
    readers: Arc<Readers>,
    access: Access,
}

/// What this process may do.
enum Access {
    Writing(Pen),
    /// It fills the file with what it hears from a cluster.
    #[cfg(feature = "cluster")]
    Following(Pen),
    ReadingOnly,
}

/// The near end of the writing thread.
struct Pen {
    /// Given up first when the store is dropped, which ends the thread.
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    head: watch::Receiver<After>,
    entropy: Arc<dyn Entropy>,
}

impl Drop for Pen {
    /// Lets the thread write what is waiting, and waits until it has let go of the file.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the thread that writes the ledger ended in a panic");
        }
    }
}

/// Whether a part was emptied now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emptied {
    /// It was emptied now.
    Now,
    /// It had been emptied before.
    Before,
}

/// Why a part was not emptied.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EmptyError {
    /// There is no such part.
    #[error("entry {entry} has no part {number} in the stream")]
    NoSuchPart {
        /// The entry.
        entry: Uuid,
        /// The number of the part.
        number: u16,
    },
    /// The store was opened for reading alone.
    #[error("the ledger was opened for reading alone")]
    ReadOnly,
    /// It is not known whether it was emptied; asking again is safe.
    #[error("the part could not be emptied")]
    Failed(#[source] Failure),
}

impl EmbeddedStore {
    /// The file that the records are in.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Empties a part of an entry, text and salt together. The leaf and every proof stay as they are.
    ///
    /// # Errors
    /// Refuses where there is no such part.
    pub async fn empty_part(
        &self,
        stream: &StreamName,
        entry: Uuid,
        number: u16,
    ) -> Result<Emptied, EmptyError> {
        let Access::Writing(pen) = &self.access else { return Err(EmptyError::ReadOnly) };
        let part = PartName { stream: stream.clone(), entry, number };
        let (answer, answered) = oneshot::channel();
        pen.ask(Job::Empty { part, answer }).await.map_err(EmptyError::Failed)?;
        answered.await.map_err(|_| EmptyError::Failed(gone()))?
    }
}

impl Pen {
    async fn ask(&self, job: Job) -> Result<(), Failure> {
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        jobs.send(job).await.map_err(|_| gone())
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        let mut head = self.head.clone();
        let beyond = head.wait_for(|head| *head > after).await;
        let stopped = |error| Failure::because("waiting for a record", error);
        beyond.map(|_| ()).map_err(|error| ReadError::Failed(stopped(error)))
    }

    /// Draws the salts and commits to the texts, away from the writing thread.
    async fn commit(&self, ledger: Uuid, drafts: Vec<Draft>) -> Result<Vec<Pending>, AppendError> {
        let entropy = Arc::clone(&self.entropy);
        let texts = drafts.iter().flat_map(|draft| &draft.parts);
        let text_bytes: usize = texts.map(|part| part.text.len()).sum();
        let commit = move || {
            let one = |draft| Pending::new(ledger, draft, &*entropy);
            drafts.into_iter().map(one).collect()
        };
        if text_bytes < COMMIT_AT_ONCE_BYTES_MAX {
            return Ok(commit());
        }
        let failed = |error| Failure::because("committing to the texts of an append", error);
        let committed = tokio::task::spawn_blocking(commit).await;
        committed.map_err(|error| AppendError::NotWritten(failed(error)))
    }
}

/// The writing thread has ended although nobody told it to.
fn gone() -> Failure {
    Failure::new("the thread that writes the ledger has ended; open the ledger again")
}

#[async_trait]
impl EventStore for EmbeddedStore {
    fn identity(&self) -> &LedgerIdentity {
        &self.identity
    }

    fn times(&self) -> Times {
        // Whoever cannot read this cannot read the records either, and is told so there.
        self.readers.with_connection(schema::times).unwrap_or(Times::NeverBack)
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        let Access::Writing(pen) = &self.access else { return Err(AppendRefusal::ReadOnly.into()) };
        admit::check(stream, &drafts)?;
        let pending = pen.commit(self.identity.id, drafts).await?;
        let (answer, answered) = oneshot::channel();
        let wish = Wish { stream: stream.clone(), expected, pending };
        pen.ask(Job::Append(Append { wish, answer })).await.map_err(AppendError::NotWritten)?;
        answered.await.map_err(|_| AppendError::Unknown(gone()))?
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        let stream = stream.clone();
        let ask = move |connection: &_| pages::stream_page(connection, &stream, from, limit);
        self.readers.read("reading a stream", ask).await
    }

    async fn give_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
        take: Take<StreamPage>,
    ) -> Result<(), ReadError> {
        let stream = stream.clone();
        let ask = move |connection: &_| pages::stream_page(connection, &stream, from, limit);
        self.readers.read_and("reading a stream", ask, take).await
    }

    async fn read_beginnings(
        &self,
        streams: &[StreamName],
        limit: usize,
    ) -> Result<Vec<StreamPage>, ReadError> {
        let streams = streams.to_vec();
        let ask = move |connection: &_| pages::beginnings(connection, &streams, limit);
        self.readers.read("reading streams", ask).await
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        let ask = move |connection: &_| pages::ledger_page(connection, after, limit);
        self.readers.read("reading the ledger", ask).await
    }

    async fn give_all(
        &self,
        after: After,
        limit: usize,
        take: Take<Vec<Record>>,
    ) -> Result<(), ReadError> {
        let ask = move |connection: &_| pages::ledger_page(connection, after, limit);
        self.readers.read_and("reading the ledger", ask, take).await
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        let ask = move |connection: &_| streams::page(connection, after, limit);
        self.readers.read("listing the streams", ask).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        match &self.access {
            Access::Writing(pen) => Ok(Position::from_number(pen.head.borrow().number())),
            #[cfg(feature = "cluster")]
            Access::Following(pen) => Ok(Position::from_number(pen.head.borrow().number())),
            Access::ReadingOnly => {
                self.readers.read("reading where the ledger stands", pages::head).await
            }
        }
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        match &self.access {
            Access::Writing(pen) => pen.wait_beyond(after).await,
            #[cfg(feature = "cluster")]
            Access::Following(pen) => pen.wait_beyond(after).await,
            Access::ReadingOnly => {
                while After::from(self.head().await?) <= after {
                    tokio::time::sleep(Duration::from_millis(POLL_MS)).await;
                }
                Ok(())
            }
        }
    }
}

#[async_trait]
impl Replica for EmbeddedStore {
    async fn take_over(&self, after: After, records: Vec<Record>) -> Result<After, ReplicateError> {
        let Access::Writing(pen) = &self.access else { return Err(ReplicateError::ReadOnly) };
        let (answer, answered) = oneshot::channel();
        let job = Job::TakeOver { after, records, answer };
        pen.ask(job).await.map_err(ReplicateError::Write)?;
        answered.await.map_err(|_| ReplicateError::Write(gone()))?
    }

    async fn go_on_filling(&self, order: Order) -> Result<(), ReplicateError> {
        let Access::Writing(pen) = &self.access else { return Err(ReplicateError::ReadOnly) };
        let (answer, answered) = oneshot::channel();
        let job = Job::GoOnFilling { order, answer };
        pen.ask(job).await.map_err(ReplicateError::Write)?;
        answered.await.map_err(|_| ReplicateError::Write(gone()))?
    }
}

impl fmt::Debug for EmbeddedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmbeddedStore({}, {})", self.identity.id, self.file.display())
    }
}
