//! The file in which drafts are kept: made so that its owner alone can read it, and so that what is erased
//! is overwritten. A file that is damaged or of a later version is left as it is.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::DraftError;

/// The name of the file, in the ledger's folder.
pub(super) const FILE: &str = "drafts.sqlite";
/// The version of its tables.
const VERSION: i64 = 1;
/// How long to wait for another process that has the file.
const WAIT_MS: u64 = 5_000;

const TABLES: &str = "
    CREATE TABLE draft (
        id TEXT PRIMARY KEY NOT NULL,
        writer TEXT NOT NULL,
        case_id TEXT NOT NULL,
        form TEXT NOT NULL,
        answers TEXT NOT NULL,
        left_out INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        saved INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX draft_of ON draft (writer, saved);
";

/// Opens the file of a folder; makes it where there is none.
pub(super) fn open(directory: &Path) -> Result<Connection, DraftError> {
    let path = directory.join(FILE);
    made_for_the_owner(&path)?;
    let mut file = Connection::open(&path)?;
    file.busy_timeout(Duration::from_millis(WAIT_MS))?;
    // What is erased is overwritten, and no second file is left from which it could be read.
    file.pragma_update(None, "secure_delete", "ON")?;
    file.pragma_update(None, "journal_mode", "DELETE")?;
    file.pragma_update(None, "synchronous", "FULL")?;
    file.pragma_update(None, "temp_store", "MEMORY")?;
    let change = file.transaction()?;
    let version: i64 = change.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        0 => {
            change.execute_batch(TABLES)?;
            change.pragma_update(None, "user_version", VERSION)?;
        }
        VERSION => {}
        other => return Err(DraftError::Version(other)),
    }
    change.commit()?;
    Ok(file)
}

/// Makes an empty file that its owner alone can read, or takes reading from others.
fn made_for_the_owner(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    drop(file);
    Ok(())
}
