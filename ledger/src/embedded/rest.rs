//! Reading a ledger at rest with read access alone. To read a ledger, SQLite makes files beside it,
//! which whoever may not write to the directory cannot; where nobody writes, it needs none. A file that
//! somebody may be writing to is never read in this way.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::lock::{NotShared, Share};
use super::rows::Trouble;

/// Why a ledger is not at rest, for whoever can read it in no other way.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotAtRest {
    #[error(
        "whoever may not write to its directory can read it at rest alone, and its write-ahead log is \
         there: somebody who may write has to open it once"
    )]
    Log,
    #[error("another process writes to it, and the files that it shares may not be read")]
    Held,
    #[error("its lock, which says whether anybody writes, may not be read")]
    Lock(#[source] io::Error),
    #[error("its write-ahead log could not be looked for")]
    Sight(#[source] io::Error),
    #[error("somebody began to write to it meanwhile; ask again")]
    Begun,
}

/// Whether a file could not be read because SQLite may not write beside it.
pub(super) fn may_help(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// Reads a file that nobody writes to, and keeps those away who would begin.
pub(super) fn read<T>(
    file: &Path,
    ask: impl FnOnce(&Connection) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let directory = file.parent().unwrap_or(Path::new(""));
    let share = Share::take(directory).map_err(|not_shared| match not_shared {
        NotShared::Held => NotAtRest::Held,
        NotShared::Failed(error) => NotAtRest::Lock(error),
    })?;
    if logged(file)? {
        return Err(NotAtRest::Log.into());
    }
    let answer = ask(&connection(file)?);
    // Another program need not ask for the lock, and where there was none to share, nor need we.
    if logged(file)? || (share.is_none() && Share::take(directory).is_ok_and(|it| it.is_some())) {
        return Err(NotAtRest::Begun.into());
    }
    drop(share);
    answer
}

/// Whether there is a write-ahead log, which may hold what the file does not.
fn logged(file: &Path) -> Result<bool, NotAtRest> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log).try_exists().map_err(NotAtRest::Sight)
}

/// Opens a connection to a file that does not change while it lives.
fn connection(file: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let whole = std::path::absolute(file).map_err(NotAtRest::Sight)?;
    let connection = Connection::open_with_flags(address(&whole), flags)?;
    super::readers::settle(&connection)?;
    Ok(connection)
}

/// The address of a file that is said not to change.
fn address(file: &Path) -> String {
    let mut address = "file://".to_owned();
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(*byte));
            }
            other => drop(write!(address, "%{other:02X}")),
        }
    }
    address.push_str("?immutable=1");
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_file_is_taken_for_something_else() {
        let wanted = "file:///srv/a%20b%3Fmode%3Drw%23%25/%C3%A9.sqlite3?immutable=1";
        assert_eq!(address(Path::new("/srv/a b?mode=rw#%/é.sqlite3")), wanted);
    }

    /// What came of a read, in words.
    fn outcome(read: Result<i64, Trouble>) -> Result<i64, String> {
        read.map_err(|trouble| format!("{:?}", trouble.failure("reading")))
    }

    fn count(connection: &Connection) -> Result<i64, Trouble> {
        Ok(connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?)
    }

    fn refused(not_at_rest: &NotAtRest) -> Result<i64, String> {
        Err(format!("reading: {not_at_rest}"))
    }

    #[test]
    fn what_somebody_may_be_writing_to_is_not_taken_to_be_at_rest() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("ledger ?.sqlite3");
        let made = Connection::open(&file).unwrap();
        made.execute_batch("CREATE TABLE one (two)").unwrap();
        drop(made);
        let log = root.path().join("ledger ?.sqlite3-wal");
        assert_eq!(outcome(read(&file, count)), Ok(1));

        std::fs::write(&log, "").unwrap();
        assert_eq!(outcome(read(&file, count)), refused(&NotAtRest::Log));
        std::fs::remove_file(&log).unwrap();

        let begun = |connection: &Connection| {
            std::fs::write(&log, "").unwrap();
            count(connection)
        };
        assert_eq!(outcome(read(&file, begun)), refused(&NotAtRest::Begun));
        std::fs::remove_file(&log).unwrap();

        let begun = |connection: &Connection| {
            std::fs::write(root.path().join("ledger.lock"), "").unwrap();
            count(connection)
        };
        assert_eq!(outcome(read(&file, begun)), refused(&NotAtRest::Begun));

        let since = chrono::DateTime::UNIX_EPOCH;
        let lock = super::super::lock::Lock::take(root.path(), since).unwrap();
        assert_eq!(outcome(read(&file, count)), refused(&NotAtRest::Held));
        drop(lock);
        assert_eq!(outcome(read(&file, count)), Ok(1));
    }

    #[test]
    fn whoever_begins_to_write_waits_for_a_read_at_rest() {
        let root = tempfile::tempdir().unwrap();
        let since = chrono::DateTime::UNIX_EPOCH;
        drop(super::super::lock::Lock::take(root.path(), since).unwrap());
        let share = Share::take(root.path()).unwrap();
        assert!(share.is_some());
        let directory = root.path().to_owned();
        let writer = std::thread::spawn(move || {
            super::super::lock::Lock::take(&directory, since).map(drop).map_err(|_| "not taken")
        });
        std::thread::sleep(std::time::Duration::from_millis(120));
        drop(share);
        assert_eq!(writer.join().unwrap(), Ok(()));
    }
}
