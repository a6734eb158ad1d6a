//! `candour backup`: a copy of the ledger in one file, made while it is in use.

use std::path::{Path, PathBuf};

use candour_ledger::{BackupError, EventStore};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::access;
use crate::exit::{Exit, Fault};
use crate::open;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  candour backup ./2026-06-30.sqlite3 --ledger ./ashdown

The copy is a ledger's file: put it into an empty directory as ledger.sqlite3 to open it. Where there is a ledger
of accesses beside the ledger it is copied too, into a second file (./2026-06-30.access.sqlite3): put that one into
the same directory as access/ledger.sqlite3. The read models that the dashboard asks are made again.";

/// The arguments of `candour backup`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Backup {
    /// The file to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Copied {
    file: String,
    ledger: uuid::Uuid,
    at_least_up_to: u64,
    /// The copy of the ledger of accesses, where there is one.
    access_file: Option<String>,
}

impl Backup {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        let store = open::reading(Some(&directory))?;
        let accesses = access::reading(&directory)?;
        let beside = accesses.map(|(_, store)| (store, self.beside()));
        // Nothing is copied where one of the two could not be.
        if let Some((_, file)) = beside.as_ref().filter(|(_, file)| file.exists()) {
            return Err(not_copied(&BackupError::Exists { file: file.clone() }, file).into());
        }
        let head = store.head().await?.map_or(0, candour_ledger::Position::number);
        let copied = store.backup(&self.file).await.ok_or_else(|| {
            Fault::wrong_use("the ledger lives on a cluster, and has no file to copy").next(
                "copy the whole ledger into a directory with `candour migrate --to DIR`, and back up the \
                 cluster's own files as its makers say",
            )
        })?;
        copied.map_err(|error| not_copied(&error, &self.file))?;
        if let Some((accesses, file)) = &beside
            && let Some(Err(error)) = accesses.backup(file).await
        {
            return Err(not_copied(&error, file).into());
        }
        let copied = Copied {
            file: self.file.display().to_string(),
            ledger: store.identity().id,
            at_least_up_to: head,
            access_file: beside.map(|(_, file)| file.display().to_string()),
        };
        if output.json {
            output.json(&copied)?;
            return Ok(Exit::Fine);
        }
        let title = format!("Copied to {}, at least up to entry #{head}", copied.file);
        output.heading(&title, "")?;
        if let Some(file) = &copied.access_file {
            output.line(&format!("The ledger of accesses is copied to {file}"))?;
        }
        Ok(Exit::Fine)
    }

    /// The file into which the ledger of accesses is copied: the name of the other, with `access` in it.
    fn beside(&self) -> PathBuf {
        let mut name = self.file.file_stem().unwrap_or_default().to_owned();
        name.push(".access");
        if let Some(ending) = self.file.extension() {
            name.push(".");
            name.push(ending);
        }
        self.file.with_file_name(name)
    }
}

fn not_copied(error: &BackupError, file: &Path) -> Fault {
    let what = format!("the ledger was not copied to {}", file.display());
    match error {
        BackupError::Exists { .. } => Fault::found(what)
            .because("there is a file of that name already")
            .next("name another file; nothing is ever written over"),
        BackupError::Failed { failure, .. } => Fault::unreadable(what)
            .because(failure.clone())
            .next("check that the directory exists, and that there is room for the copy"),
    }
}
