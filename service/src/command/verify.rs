//! `candour verify`: every record checked, from the first to the last, against every checkpoint, and the
//! first at fault named.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_ledger::note::SignedCheckpoint;
use candour_ledger::{EmbeddedStore, EventStore, FileCheck};
use candour_projections::proof::{self, Held, HeldWhere, Pass};
use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran, seal};
use crate::exit::Exit;
use crate::output::Output;
use crate::show::progress::Progress;
use crate::show::words;
use crate::{open, sealing};

const EXAMPLES: &str = "\
Examples:
  candour verify --ledger ./ashdown
  candour verify --against held-elsewhere.txt --ledger ./ashdown
  candour verify --ledger ./ashdown --json

It checks that the file is as this program makes it, with every trigger, index and view; that no record
is missing or out of order; that every record can be understood; that every commitment and leaf follows
from what is kept; that the file and the first entry agree on whom the ledger is for; and that every
checkpoint that came back, the last one, and every commitment to the last revisions of streams agree with
what was found. Give it a checkpoint that is held elsewhere with --against: whoever could rewrite the ledger
could rewrite what stands beside it. Exit code 1 says that the file, a record or a checkpoint is at fault:
keep the file as it is, and compare it with a backup.";

/// The arguments of `candour verify`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Verify {
    /// A checkpoint of this ledger that is held elsewhere
    #[arg(long, value_name = "CHECKPOINT")]
    against: Option<PathBuf>,
}

/// What came of it, as `--json` prints it.
#[derive(Serialize)]
struct Checked {
    ledger: uuid::Uuid,
    sound: bool,
    records: u64,
    /// The root over all leaves, in hex, of a ledger that is sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedUpTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<AtFault>,
}

/// What of a ledger is sealed.
#[derive(Serialize)]
struct SealedUpTo {
    /// How many checkpoints were compared.
    checkpoints: usize,
    /// How many records the last one covers.
    records: u64,
    /// When enough witnesses had seen it, if they had.
    witnessed_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct AtFault {
    position: Option<u64>,
    what: String,
}

/// What a sound ledger is found to be.
struct Sound {
    root: String,
    sealed: Option<SealedUpTo>,
}

impl Verify {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        let store = open::reading(Some(&directory))?;
        let against = self.against.as_deref().map(seal::read).transpose()?;
        let (records, found) = check(&store, &directory, against.as_ref(), output).await?;
        let ledger = store.identity().id;
        let exit = if found.is_ok() { Exit::Fine } else { Exit::Found };
        if output.json {
            let mut checked = Checked {
                ledger,
                sound: found.is_ok(),
                records,
                root: None,
                sealed: None,
                fault: None,
            };
            match found {
                Ok(Sound { root, sealed }) => (checked.root, checked.sealed) = (Some(root), sealed),
                Err(fault) => checked.fault = Some(fault),
            }
            output.json(&checked)?;
            return Ok(exit);
        }
        match found {
            Ok(sound) => {
                told(&sound, (ledger, records), against.is_some(), output)?;
                sealing::silent_witnesses(&directory, output)?;
            }
            Err(AtFault { position, what }) => {
                output.heading(&format!("Ledger {ledger} is at fault"), "")?;
                let place = position.map_or_else(String::new, |it| format!("Record #{it}: "));
                output.line(&format!("{place}{what}"))?;
                output.note("next: keep the file as it is, and compare it with a backup")?;
            }
        }
        Ok(exit)
    }
}

fn told(
    Sound { root, sealed }: &Sound,
    (ledger, records): (uuid::Uuid, u64),
    against: bool,
    output: &mut Output,
) -> std::io::Result<()> {
    output.heading(&format!("Ledger {ledger} is sound"), "")?;
    output.line(&format!(
        "{records} records: none missing or out of order, all understood, every commitment and leaf \
         recomputed."
    ))?;
    output.line(&format!("root  {root}"))?;
    match sealed {
        None => output.line("No checkpoint has been signed yet.")?,
        Some(SealedUpTo { checkpoints, records, witnessed_at }) => {
            let seen = witnessed_at.map_or_else(
                || "no witness's time stands on it".to_owned(),
                |at| format!("enough witnesses had seen it by {}", words::moment(at)),
            );
            let one = if *checkpoints == 1 { "checkpoint agrees" } else { "checkpoints agree" };
            output.line(&format!(
                "{checkpoints} {one}; the last covers {records} records, {seen}."
            ))?;
        }
    }
    if against {
        output.line(
            "The checkpoint that you gave is one of this ledger, and nothing up to it has changed.",
        )?;
    }
    Ok(())
}

/// Runs the checks in turn; the first fault ends them. Answers how many records were checked, and what a
/// sound ledger was found to be.
async fn check(
    store: &Arc<EmbeddedStore>,
    directory: &Path,
    against: Option<&SignedCheckpoint>,
    output: &Output,
) -> anyhow::Result<(u64, Result<Sound, AtFault>)> {
    if let FileCheck::Damaged { first } = store.check_file().await? {
        return Ok((0, Err(AtFault { position: None, what: format!("the file: {first}") })));
    }
    let files = sealing::files(directory);
    let beside = files.checkpoint().map_err(sealing::fault)?;
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let title = |pass| match pass {
        Pass::Leaves => "Checking leaves",
        Pass::Entries => "Reading entries",
    };
    let bar = Progress::new(title(Pass::Leaves), total, output.draws_progress());
    let drawn = bar.clone();
    let mut progress = move |pass, checked| {
        drawn.say(title(pass));
        drawn.at(checked);
    };
    let held = Held { log: files.directory(), beside: beside.as_ref(), elsewhere: against };
    let checked = proof::check(&**store, held, &mut progress).await?;
    bar.done();
    Ok((checked.records, checked.found.map(sound).map_err(at_fault)))
}

fn sound(found: proof::Sound) -> Sound {
    let sealed = found.sealed.map(|it| {
        let proof::SealedUpTo { checkpoints, records, witnessed_at } = it;
        SealedUpTo { checkpoints, records, witnessed_at }
    });
    Sound { root: candour_schemas::proof::hex(&found.root), sealed }
}

/// The causes of an error, behind its own words.
fn because(error: &dyn std::error::Error) -> String {
    let mut words = String::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

/// What is at fault, in words.
fn at_fault(fault: proof::AtFault) -> AtFault {
    let (position, what) = match fault {
        proof::AtFault::Record(it) => (Some(it.position.number()), it.wrong.to_string()),
        proof::AtFault::NotUnderstood(error, position) => {
            (Some(position), format!("{error}: {}", error.problem))
        }
        proof::AtFault::Disagrees { position, what } => (Some(position), what.to_owned()),
        proof::AtFault::OwnStream => {
            let what = "the ledger's own stream is another, read by itself, than in the order of \
                        the whole ledger";
            (None, what.to_owned())
        }
        proof::AtFault::Checkpoint { held, why, first } => {
            let whose = match held {
                HeldWhere::Beside => "the last checkpoint, beside the ledger",
                HeldWhere::Elsewhere => "the checkpoint that you gave",
            };
            (first, format!("{whose}: {why}{}", because(&why)))
        }
        proof::AtFault::Said(it) => {
            (Some(it.position.0), format!("{}{}", it.wrong, because(&it.wrong)))
        }
    };
    AtFault { position, what }
}
