//! How a ledger's directory is made and opened, and why it may not be. Whatever is wrong is said
//! before anything is changed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{mpsc, watch};

use super::lock::{Holder, Lock, NotTaken};
use super::readers::Readers;
use super::rows::Trouble;
use super::schema::{self, Found};
use super::writer::{QUEUE_APPENDS_MAX, Standing, Writer};
use super::{Access, EmbeddedStore, LEDGER_FILE, Pen, identity, pages, readers};
use crate::clock::{Clock, Entropy};
use crate::failure::Failure;
use crate::private;
use crate::record::After;
use crate::secret::LedgerIdentity;

/// How long the writer waits for a lock that another program holds on the file.
const BUSY_WAIT_MS: u64 = 5_000;
/// How much of the file the writing connection keeps in memory.
const CACHE_KIB: i64 = 64 * 1024;
/// After how many pages the write-ahead log is written back.
const WRITE_BACK_PAGES: i64 = 4_000;
/// The write-ahead log is cut back to this size once it has been written back.
const LOG_BYTES_MAX: i64 = 64 * 1024 * 1024;

/// Why a ledger may not be opened or made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenRefusal {
    /// There is no ledger in the directory.
    #[error("there is no ledger in the directory")]
    NoLedger,
    /// There is a ledger in the directory already.
    #[error("there is a ledger in the directory already")]
    Exists,
    /// The file is not a ledger.
    #[error("{LEDGER_FILE} is not a ledger")]
    NotALedger,
    /// A later release wrote the file.
    #[error(
        "the ledger has version {found} of the file's form, and this release knows versions up to \
         {known}: use the release that wrote it, or a later one"
    )]
    Newer {
        /// The version of the file.
        found: i64,
        /// The latest version that this release knows.
        known: i64,
    },
    /// An earlier release wrote the file, and whoever only reads cannot bring it up to date.
    #[error(
        "the ledger has version {found} of the file's form, and this release reads version {known}: \
         open it once for writing to bring it up to date"
    )]
    Older {
        /// The version of the file.
        found: i64,
        /// The version that this release reads.
        known: i64,
    },
    /// Another process writes to the ledger.
    #[error("the ledger is being written to by {by}")]
    Held {
        /// Who does.
        by: Holder,
    },
    /// The row that says which ledger it is was changed.
    #[error(
        "the ledger's identity in {LEDGER_FILE} does not hold together: its identifier, its secret, or \
         whether it is for invented people alone was changed after it was made"
    )]
    IdentityChanged,
    /// The directory is a node's, and the ledger lives on a cluster.
    #[error(
        "{LEDGER_FILE} is a node's copy of a ledger that lives on a cluster: name the cluster as the \
         ledger, and this directory as the node"
    )]
    Replica,
    /// The directory holds a ledger itself, and no node's copy.
    #[error(
        "{LEDGER_FILE} is a ledger itself, and not a node's copy of one that lives on a cluster"
    )]
    NotAReplica,
    /// The copy is of another form than this release's.
    #[error(
        "the node's copy has version {found} of its form, which this release does not read: remove \
         {LEDGER_FILE}, and it is made anew from the cluster"
    )]
    OtherReplica {
        /// The version of the copy.
        found: i64,
    },
    /// The copy is of another ledger.
    #[error("{LEDGER_FILE} is a node's copy of another ledger than the cluster's")]
    OtherLedger,
    /// The clock or the randomness is invented, and the ledger is not.
    #[error(
        "only a synthetic ledger may be opened with a simulated clock or repeatable randomness"
    )]
    Simulated,
}

/// Why a ledger was not opened or made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// It may not be.
    #[error("the ledger in {} was refused", directory.display())]
    Refused {
        /// The directory.
        directory: PathBuf,
        /// Why.
        #[source]
        refusal: OpenRefusal,
    },
    /// It could not be.
    #[error("the ledger in {} could not be opened", directory.display())]
    Failed {
        /// The directory.
        directory: PathBuf,
        /// What failed.
        #[source]
        failure: Failure,
    },
}

/// Either kind, before the directory is put to it.
pub(super) enum Stop {
    Refused(OpenRefusal),
    Failed(Failure),
}

impl From<OpenRefusal> for Stop {
    fn from(refusal: OpenRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Stop {
    pub(super) fn at(self, directory: &Path) -> OpenError {
        let directory = directory.to_owned();
        match self {
            Self::Refused(refusal) => OpenError::Refused { directory, refusal },
            Self::Failed(failure) => OpenError::Failed { directory, failure },
        }
    }

    pub(super) fn failed<E: Into<Trouble>>(attempted: &'static str) -> impl Fn(E) -> Self {
        move |error| Self::Failed(error.into().failure(attempted))
    }
}

impl EmbeddedStore {
    /// Makes a ledger in a directory, which may exist, and opens it for writing.
    ///
    /// # Errors
    /// Refuses where there is a ledger already, or where the clock is simulated and the ledger is not
    /// synthetic.
    pub fn create(
        directory: &Path,
        identity: LedgerIdentity,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let made = move || {
            let attempted = "making the ledger's directory";
            private::directory(directory)
                .map_err(|error| Stop::Failed(Failure::because(attempted, error)))?;
            let lock = lock(directory, &*clock)?;
            simulated(&identity, &*clock, &*entropy)?;
            let file = directory.join(LEDGER_FILE);
            private::file(&file)
                .map_err(|error| Stop::Failed(Failure::because("making the file", error)))?;
            let mut connection = connect(&file)?;
            match schema::found(&connection).map_err(Stop::failed("looking at the file"))? {
                Found::Empty => {}
                Found::Ledger(_) => return Err(OpenRefusal::Exists.into()),
                Found::Replica(_) => return Err(OpenRefusal::Replica.into()),
                Found::Other => return Err(OpenRefusal::NotALedger.into()),
            }
            prepare(&connection).map_err(Stop::failed("preparing the file"))?;
            schema::bring_up(&mut connection, 0, |transaction| {
                identity::write(transaction, &identity)
            })
            .map_err(Stop::failed("writing the file's form"))?;
            let synced = File::open(directory).and_then(|directory| directory.sync_all());
            synced
                .map_err(|error| Stop::Failed(Failure::because("keeping the directory", error)))?;
            Self::start(directory, identity, (connection, lock), (clock, entropy))
        };
        made().map_err(|stop| stop.at(directory))
    }

    /// Opens the ledger of a directory for writing, and brings its file up to date.
    ///
    /// # Errors
    /// Refuses where there is none, another process writes to it, a later release wrote it, its identity
    /// was changed, or the clock is simulated and the ledger is not synthetic.
    pub fn open(
        directory: &Path,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let opened = move || {
            let file = present(directory)?;
            let lock = lock(directory, &*clock)?;
            let mut connection = connect(&file)?;
            let found = schema::found(&connection).map_err(Stop::failed("looking at the file"))?;
            match (found, schema::readable(found)) {
                (Found::Ledger(version), Err(OpenRefusal::Older { .. })) => {
                    schema::bring_up(&mut connection, version, |_| Ok(()))
                        .map_err(Stop::failed("bringing the file up to date"))?;
                }
                (_, readable) => readable?,
            }
            let identity =
                identity::read(&connection).map_err(Stop::failed("reading the identity"))??;
            simulated(&identity, &*clock, &*entropy)?;
            prepare(&connection).map_err(Stop::failed("preparing the file"))?;
            Self::start(directory, identity, (connection, lock), (clock, entropy))
        };
        opened().map_err(|stop: Stop| stop.at(directory))
    }

    /// Opens the ledger of a directory for reading alone, whether or not another process writes to it.
    ///
    /// # Errors
    /// Refuses where there is none, where its file is of another version, or its identity was changed.
    pub fn open_read_only(directory: &Path) -> Result<Self, OpenError> {
        let opened = || {
            let file = present(directory)?;
            let readers = Readers::new(file.clone());
            let found = readers.with_connection(schema::found);
            schema::readable(found.map_err(Stop::failed("looking at the file"))?)?;
            let identity = readers.with_connection(identity::read);
            let identity = identity.map_err(Stop::failed("reading the identity"))??;
            Ok(Self { identity, file, readers, access: Access::ReadingOnly })
        };
        opened().map_err(|stop: Stop| stop.at(directory))
    }

    /// Starts the thread that writes.
    pub(super) fn start(
        directory: &Path,
        identity: LedgerIdentity,
        (connection, lock): (Connection, Lock),
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Result<Self, Stop> {
        let last = pages::last(&connection).map_err(Stop::failed("reading the last record"))?;
        let standing = Standing {
            head: After::from(last.as_ref().map(|record| record.position)),
            recorded_at: last.map(|record| record.recorded_at),
        };
        let (told, head) = watch::channel(standing.head);
        let (jobs, waiting) = mpsc::channel(QUEUE_APPENDS_MAX);
        let writer = Writer {
            connection,
            ledger: identity.id,
            clock,
            standing,
            told: Some(told),
            stopped: None,
            filling: None,
            buffer: Vec::with_capacity(1024),
            lock,
        };
        let named = std::thread::Builder::new().name("ledger-writer".to_owned());
        let thread = named.spawn(move || writer.run(waiting)).map_err(|error| {
            Stop::Failed(Failure::because("starting the thread that writes", error))
        })?;
        let pen = Pen { jobs: Some(jobs), thread: Some(thread), head, entropy };
        let file = directory.join(LEDGER_FILE);
        let readers = Readers::new(file.clone());
        Ok(Self { identity, file, readers, access: Access::Writing(pen) })
    }
}

/// The ledger's file, if there is one.
fn present(directory: &Path) -> Result<PathBuf, Stop> {
    let file = directory.join(LEDGER_FILE);
    match file.try_exists() {
        Ok(true) => Ok(file),
        Ok(false) => Err(OpenRefusal::NoLedger.into()),
        Err(error) => Err(Stop::Failed(Failure::because("looking for the file", error))),
    }
}

pub(super) fn lock(directory: &Path, clock: &dyn Clock) -> Result<Lock, Stop> {
    Lock::take(directory, clock.now()).map_err(|not_taken| match not_taken {
        NotTaken::Held(by) => OpenRefusal::Held { by }.into(),
        NotTaken::Failed(error) => {
            Stop::Failed(Failure::because("taking the lock of the ledger", error))
        }
    })
}

pub(super) fn simulated(
    identity: &LedgerIdentity,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<(), OpenRefusal> {
    let simulated = clock.simulated() || entropy.simulated();
    if simulated && !identity.synthetic { Err(OpenRefusal::Simulated) } else { Ok(()) }
}

/// Opens the connection that writes.
pub(super) fn connect(file: &Path) -> Result<Connection, Stop> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags).and_then(|connection| {
        connection.busy_timeout(Duration::from_millis(BUSY_WAIT_MS))?;
        Ok(connection)
    });
    opened.map_err(Stop::failed("opening the file"))
}

/// Settings that make a commit durable, and what is emptied unreadable.
pub(super) fn prepare(connection: &Connection) -> Result<(), Trouble> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", WRITE_BACK_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES_MAX)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(readers::keep_plans(connection)?)
}
