//! The files that the read models are kept in: one whole file at a time, named by its generation.
//!
//! A rebuild makes the next generation beside the one that serves, under a name that is not looked
//! for, and gives it its own name when it is whole and has caught up. Whoever reads the earlier one
//! reads on. A generation is never given another's name, so that nothing that SQLite keeps beside a
//! file can ever be taken for another file's. One process at a time writes; the lock says so.
//!
//! # Rules
//! - `the_newest_whole_generation_is_read`: never one that is being made.
//! - `a_file_of_another_ledger_is_not_read`: it is made anew.
//! - `a_write_that_was_cut_off_is_taken_back`: by whoever opens the file next.
//! - `files_and_folder_belong_to_their_owner_alone`: on systems that know owners.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use candour_domain::entry::Position;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _};
use uuid::Uuid;

use super::idle::{Asked, Idle};
use super::model::Model;
use super::remembered::Remembered;
use super::sheet::number;
use super::{KeepError, reading, schema, writing};

/// How long a process waits for another that holds the file.
const BUSY_WAIT_MS: u64 = 5_000;
/// How much of the file a connection keeps in memory.
const CACHE_KIB: i64 = 32 * 1024;
/// What the name of a whole file begins and ends with.
const NAME: (&str, &str) = ("read-models-", ".sqlite3");
/// What is put before the name of a file that is being made.
const MAKING: &str = "making-";
/// The file that whoever writes holds locked.
const LOCK: &str = "read-models.lock";
/// How often a file that was swapped away while it was being opened is looked for again.
const ATTEMPTS_MAX: u32 = 5;

/// Where the read models of a ledger are kept.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    directory: PathBuf,
    ledger: Uuid,
    idle: Arc<Idle>,
    remembered: Arc<Remembered>,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) path: PathBuf,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) position: Position,
    /// The entry at that position: none where the ledger was empty.
    pub(super) entry: Option<Uuid>,
    /// What tells it from any other file, which has other numbers for streams and words.
    pub(super) made: String,
    /// The models in it, by name and version.
    pub(super) models: Vec<(String, u32)>,
}

/// That this process alone writes, for as long as it is held.
#[derive(Debug)]
pub(super) struct Turn {
    _lock: File,
}

impl Shelf {
    pub(super) fn new(directory: impl Into<PathBuf>, ledger: Uuid) -> Self {
        let (idle, remembered) = (Arc::default(), Arc::default());
        Self { directory: directory.into(), ledger, idle, remembered }
    }

    /// Packs as they were read last.
    pub(super) fn remembered(&self) -> &Arc<Remembered> {
        &self.remembered
    }

    /// Takes the turn to write; none while another process has it.
    pub(super) fn turn(&self) -> Result<Option<Turn>, KeepError> {
        let path = self.directory.join(LOCK);
        let failed = |source| KeepError::Folder { path: path.clone(), source };
        make_directory(&self.directory).map_err(failed)?;
        let lock = private().create(true).append(true).open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Turn { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// The newest whole file; none if there is none yet.
    pub(super) fn newest(&self) -> Result<Option<Generation>, KeepError> {
        Ok(self.generations()?.pop())
    }

    /// All whole files, oldest first.
    fn generations(&self) -> Result<Vec<Generation>, KeepError> {
        let failed = |source| KeepError::Folder { path: self.directory.clone(), source };
        let listed = match std::fs::read_dir(&self.directory) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut found = Vec::new();
        for one in listed {
            let path = one.map_err(failed)?.path();
            if let Some(number) = numbered(&path) {
                found.push(Generation { number, path });
            }
        }
        found.sort_unstable_by_key(|generation| generation.number);
        Ok(found)
    }

    /// The path under which the next generation is made, with nothing there.
    pub(super) fn next(&self) -> Result<(Generation, PathBuf), KeepError> {
        let number = self.newest()?.map_or(1, |newest| newest.number + 1);
        let (before, after) = NAME;
        let name = format!("{before}{number}{after}");
        let making = self.directory.join(format!("{MAKING}{name}"));
        remove(&making)?;
        Ok((Generation { number, path: self.directory.join(name) }, making))
    }

    /// Gives a file that was made its own name, and takes away those before it.
    pub(super) fn swap_in(&self, made: &Path, generation: &Generation) -> Result<(), KeepError> {
        let failed = |source| KeepError::Folder { path: generation.path.clone(), source };
        File::open(made).and_then(|file| file.sync_all()).map_err(failed)?;
        std::fs::rename(made, &generation.path).map_err(failed)?;
        File::open(&self.directory).and_then(|folder| folder.sync_all()).map_err(failed)?;
        for earlier in self.generations()? {
            if earlier.number < generation.number {
                remove(&earlier.path)?;
            }
        }
        Ok(())
    }

    /// The newest whole file of this ledger, held still for reading, and what it says of itself. What
    /// cannot be read for what it is counts as not there: it is made anew.
    pub(super) fn open(&self) -> Result<Option<(Generation, Title, Asked)>, KeepError> {
        for attempt in 1.. {
            let Some(newest) = self.newest()? else { return Ok(None) };
            match self.open_still(&newest.path) {
                Ok((file, title)) => return Ok(title.map(|title| (newest, title, file))),
                // It was swapped away between looking and opening.
                Err(_) if attempt < ATTEMPTS_MAX && !newest.path.exists() => {}
                Err(error) if passes(&error) => return Err(reading(error)),
                Err(error) => {
                    tracing::warn!(%error, "the file of the read models cannot be read");
                    return Ok(None);
                }
            }
        }
        Ok(None)
    }

    /// Opens a file, and holds it still: what is read of it is of one and the same position.
    fn open_still(&self, path: &Path) -> rusqlite::Result<(Asked, Option<Title>)> {
        match self.hold_still(path) {
            // What a writer that was cut off left is taken back by whoever may write.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
                drop(open_to_write(path)?);
                self.hold_still(path)
            }
            opened => opened,
        }
    }

    fn hold_still(&self, path: &Path) -> rusqlite::Result<(Asked, Option<Title>)> {
        let file = self.idle.take(path, open_to_read)?;
        file.busy_timeout(Duration::from_millis(BUSY_WAIT_MS))?;
        file.execute_batch("BEGIN")?;
        let title = self.title(&file)?;
        Ok((file, title))
    }

    /// What a file says of itself; none where it is no file of ours, of another form or of another
    /// ledger.
    pub(super) fn title(&self, file: &Connection) -> rusqlite::Result<Option<Title>> {
        let number = |pragma: &str| file.query_row(pragma, (), |row| row.get::<_, i64>(0));
        let ours = number("PRAGMA application_id")? == schema::APPLICATION_ID
            && number("PRAGMA user_version")? == schema::FORM;
        if !ours {
            return Ok(None);
        }
        let sql = "SELECT position, entry, made FROM checkpoint WHERE ledger = ?1";
        let stands = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let found: Option<(i64, Option<String>, String)> =
            file.query_row(sql, [self.ledger.to_string()], stands).optional()?;
        let Some((position, entry, made)) = found else { return Ok(None) };
        let mut models = file.prepare("SELECT name, version FROM read_model ORDER BY name")?;
        let models = models.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(Title {
            position: Position(u64::try_from(position).unwrap_or(0)),
            entry: entry.and_then(|entry| entry.parse().ok()),
            made,
            models: models.collect::<Result<_, _>>()?,
        }))
    }

    /// Makes an empty file of some models at a path.
    pub(super) fn make(
        &self,
        path: &Path,
        models: &[&'static dyn Model],
    ) -> Result<Connection, KeepError> {
        let failed = |source| KeepError::Folder { path: path.to_owned(), source };
        private().write(true).create_new(true).open(path).map_err(failed)?;
        self.make_in(path, models).map_err(writing)
    }

    fn make_in(&self, path: &Path, models: &[&'static dyn Model]) -> rusqlite::Result<Connection> {
        let file = Connection::open(path)?;
        file.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        file.pragma_update(None, "user_version", schema::FORM)?;
        file.execute_batch(schema::KEPT)?;
        file.execute_batch(&schema::all(models))?;
        record(&file, models)?;
        let sql = "INSERT INTO checkpoint (one, ledger, position) VALUES (1, ?1, 0)";
        file.execute(sql, [self.ledger.to_string()])?;
        Ok(file)
    }
}

/// Notes which models, and which versions of them, are in a file.
pub(super) fn record(file: &Connection, models: &[&'static dyn Model]) -> rusqlite::Result<()> {
    for model in models {
        let sql = "INSERT OR REPLACE INTO read_model (name, version) VALUES (?1, ?2)";
        file.execute(sql, (model.name(), model.version()))?;
    }
    Ok(())
}

/// Notes where a file stands: at a position, and which entry that is.
pub(super) fn stand_at(
    file: &Connection,
    position: Position,
    entry: Option<Uuid>,
) -> rusqlite::Result<()> {
    let values = (number(position), entry.map(|entry| entry.to_string()));
    file.execute("UPDATE checkpoint SET position = ?1, entry = ?2", values).map(|_| ())
}

/// Opens a whole file, to be kept up to date.
pub(super) fn open_to_write(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags)?;
    file.busy_timeout(Duration::from_millis(BUSY_WAIT_MS))?;
    file.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(file)
}

/// Opens a whole file, for reading alone.
fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags)?;
    file.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(file)
}

/// A file once more that is held still already, and where it stands. It does not wait for a writer,
/// because that one waits for whoever asks.
pub(super) fn held_beside(held: &Asked) -> rusqlite::Result<(Asked, Position)> {
    let file = held.beside(open_to_read)?;
    file.busy_timeout(Duration::ZERO)?;
    file.execute_batch("BEGIN")?;
    let sql = "SELECT position FROM checkpoint";
    let position: i64 = file.query_row(sql, (), |row| row.get(0))?;
    Ok((file, Position(u64::try_from(position).unwrap_or(0))))
}

/// Makes writing quick and unsafe: for a file that is thrown away unless it becomes whole.
pub(super) fn hasten(file: &Connection) -> rusqlite::Result<()> {
    file.pragma_update(None, "journal_mode", "OFF")?;
    file.pragma_update(None, "synchronous", "OFF")?;
    file.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    file.pragma_update(None, "cache_size", -CACHE_KIB)
}

/// Whether asking again may help: somebody else holds the file, or the system has no room.
fn passes(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    code.is_some_and(|code| {
        [
            ErrorCode::CannotOpen,
            ErrorCode::DatabaseBusy,
            ErrorCode::DatabaseLocked,
            ErrorCode::DiskFull,
            ErrorCode::OutOfMemory,
            ErrorCode::PermissionDenied,
            ErrorCode::ReadOnly,
        ]
        .contains(&code)
    })
}

/// Options under which a file that is made belongs to its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a directory that belongs to its owner alone, unless it is there. Those above it get the usual
/// rights.
fn make_directory(path: &Path) -> io::Result<()> {
    if let Some(above) = path.parent() {
        std::fs::create_dir_all(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

/// The number of a whole file, by its name.
fn numbered(path: &Path) -> Option<u64> {
    let (before, after) = NAME;
    let name = path.file_name()?.to_str()?;
    name.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
}

/// Takes a file away, with what SQLite may have left beside it.
fn remove(path: &Path) -> Result<(), KeepError> {
    for suffix in ["", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(KeepError::Folder { path: name.into(), source }),
        }
    }
    Ok(())
}
