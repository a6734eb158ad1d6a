//! A copy of a ledger's file while it is in use: as it stood at one moment, whole, and never over
//! another file. Put into a directory under the ledger's file name, it opens as a ledger.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::EmbeddedStore;
use super::rows::Trouble;
use crate::failure::Failure;
use crate::port::ReadError;
use crate::private;

/// Why no copy was made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file of that name already. It was left as it is.
    #[error("{} exists already", file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The copy could not be made, and nothing of it was left.
    #[error("the ledger could not be copied to {}", file.display())]
    Failed {
        /// The file that was to be written.
        file: PathBuf,
        /// What failed.
        #[source]
        failure: Failure,
    },
}

impl EmbeddedStore {
    /// Copies the ledger into a new file, as it stands now, and returns once the copy is durable.
    ///
    /// # Errors
    /// Refuses to write over a file.
    pub async fn backup(&self, file: &Path) -> Result<(), BackupError> {
        let failed = |failure| BackupError::Failed { file: file.to_owned(), failure };
        // Claims the name, so that nobody else's file can come to stand under it meanwhile, and
        // nobody else can read it.
        match private::options().write(true).create_new(true).open(file) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(BackupError::Exists { file: file.to_owned() });
            }
            Err(error) => return Err(failed(Failure::because("making the file", error))),
        }
        let copied = copy(self, file).await;
        copied.map_err(|failure| {
            if let Err(error) = fs::remove_file(file) {
                tracing::warn!(%error, "a half-written copy of the ledger could not be removed");
            }
            failed(failure)
        })
    }
}

async fn copy(store: &EmbeddedStore, file: &Path) -> Result<(), Failure> {
    let target = file.to_owned();
    let copied =
        store.readers.read("copying the ledger", move |connection| vacuum(connection, &target));
    copied.await.map_err(|error| match error {
        ReadError::Failed(failure) => failure,
        ReadError::Damaged(fault) => Failure::because("copying the ledger", fault),
    })?;
    keep(file).map_err(|error| Failure::because("making the copy durable", error))
}

/// Writes a fresh file from what is read: unlike a copy of pages it carries over nothing emptied.
fn vacuum(connection: &Connection, target: &Path) -> Result<(), Trouble> {
    connection.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    Ok(())
}

fn keep(file: &Path) -> io::Result<()> {
    File::open(file)?.sync_all()?;
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}
