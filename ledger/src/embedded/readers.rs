//! The connections that read: few, opened when first needed, used again, and kept off the threads that
//! wait for nothing. None of them can write.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use super::rest;
use super::rows::Trouble;
use crate::failure::Failure;
use crate::port::ReadError;

/// How many reads go on at a time.
const READERS_MAX: usize = 4;
/// How long a read waits for a lock that another process holds.
const BUSY_WAIT_MS: u64 = 5_000;
/// How much of the file a reading connection keeps in memory.
const CACHE_KIB: i64 = 16 * 1024;

/// Opens a connection that can only read.
fn open(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    settle(&connection)?;
    // The first question shows whether SQLite may make the files beside that it needs.
    connection.query_row("SELECT count(*) FROM sqlite_schema", (), |_| Ok(()))?;
    Ok(connection)
}

/// Settings of every connection that reads.
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_millis(BUSY_WAIT_MS))?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    keep_plans(connection)
}

/// Keeps a statement as it was prepared, whatever is put into it. Otherwise SQLite prepares some of them
/// again each time, to see whether another plan would suit that value better.
pub(super) fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())
}

/// The reading connections of one open ledger.
pub(super) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Readers {
    pub(super) fn new(file: PathBuf) -> Arc<Self> {
        Arc::new(Self { file, idle: Mutex::default(), turns: Semaphore::new(READERS_MAX) })
    }

    /// Reads with one of the connections.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        attempted: &'static str,
        ask: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, ReadError> {
        self.read_and(attempted, ask, |read| read).await
    }

    /// Reads with one of the connections, and makes something of it on the same thread once the
    /// connection has been given back.
    pub(super) async fn read_and<T: Send + 'static, M: Send + 'static>(
        self: &Arc<Self>,
        attempted: &'static str,
        ask: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
        made: impl FnOnce(T) -> M + Send + 'static,
    ) -> Result<M, ReadError> {
        let failed = |error| ReadError::Failed(Failure::because(attempted, error));
        let turn = self.turns.acquire().await.map_err(failed)?;
        let readers = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || readers.with_connection(ask).map(made));
        let answer = work.await;
        drop(turn);
        let stopped = |error| ReadError::Failed(Failure::because(attempted, error));
        answer.map_err(stopped)?.map_err(|trouble| trouble.while_reading(attempted))
    }

    /// Reads with one of the connections, on this thread.
    pub(super) fn with_connection<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let held = idle().pop();
        let connection = match held {
            Some(connection) => connection,
            None => match open(&self.file) {
                Ok(connection) => connection,
                Err(error) if rest::may_help(&error) => return rest::read(&self.file, ask),
                Err(error) => return Err(error.into()),
            },
        };
        let answer = ask(&connection);
        idle().push(connection);
        answer
    }
}
