//! `candour backup`: a copy of the ledger in one file, made while it is in use.

use std::path::PathBuf;

use candour_ledger::{BackupError, EventStore};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::exit::{Exit, Fault};
use crate::open;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  candour backup ./2026-06-30.sqlite3 --ledger ./ashdown

The copy is a ledger's file: put it into an empty directory as ledger.sqlite3 to open it. It holds the
ledger alone: the read models that the dashboard asks are made again from it.";

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
}

impl Backup {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let store = open::reading(global.ledger.as_deref())?;
        let head = store.head().await?.map_or(0, candour_ledger::Position::number);
        let copied = store.backup(&self.file).await.ok_or_else(|| {
            Fault::wrong_use("the ledger lives on a cluster, and has no file to copy").next(
                "copy the whole ledger into a directory with `candour migrate --to DIR`, and back up the \
                 cluster's own files as its makers say",
            )
        })?;
        copied.map_err(|error| {
            let what = format!("the ledger was not copied to {}", self.file.display());
            match error {
                BackupError::Exists { .. } => Fault::found(what)
                    .because("there is a file of that name already")
                    .next("name another file; nothing is ever written over"),
                BackupError::Failed { failure, .. } => Fault::unreadable(what)
                    .because(failure)
                    .next("check that the directory exists, and that there is room for the copy"),
            }
        })?;
        let copied = Copied {
            file: self.file.display().to_string(),
            ledger: store.identity().id,
            at_least_up_to: head,
        };
        if output.json {
            output.json(&copied)?;
        } else {
            let title = format!("Copied to {}, at least up to entry #{head}", copied.file);
            output.heading(&title, "")?;
        }
        Ok(Exit::Fine)
    }
}
