//! `candour verify`: every record checked, from the first to the last, against every checkpoint, and the
//! first at fault named.

use std::io;
use std::path::PathBuf;

use candour_ledger::note::{SignedCheckpoint, base64_of};
use candour_ledger::{After, EventStore, FileCheck};
use candour_projections::proof::{self, Before, Came, Held, HeldWhere};
use chrono::{DateTime, Utc};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran, seal};
use crate::edge::Edge;
use crate::exit::Exit;
use crate::models::Models;
use crate::output::Output;
use crate::sealing;
use crate::show::progress::Progress;
use crate::show::words;
use crate::verified::Keeping;

const EXAMPLES: &str = "\
Examples:
  candour verify --ledger ./ashdown
  candour verify --against held-elsewhere.txt --ledger ./ashdown
  candour verify --resume --ledger ./ashdown
  candour verify --ledger ./ashdown --json

It checks that the file is as this program makes it, with every trigger, index and view; that no record
is missing or out of order; that every record can be understood; that every commitment and leaf follows
from what is kept; that the file and the first entry agree on whom the ledger is for; and that every
checkpoint that came back, the last one, and every commitment to the last revisions of streams agree with
what was found. Give it a checkpoint that is held elsewhere with --against: whoever could rewrite the ledger
could rewrite what stands beside it. With --resume it goes on from where the last run with --resume ended or
was interrupted, reads no record before that again, and says so: an alteration that was made there since is
not found. Every checkpoint is compared all the same. Exit code 1 says that the file, a record or a checkpoint is at fault:
keep the file as it is, and compare it with a backup.";

/// The arguments of `candour verify`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Verify {
    /// A checkpoint of this ledger that is held elsewhere
    #[arg(long, value_name = "CHECKPOINT")]
    against: Option<PathBuf>,
    /// Go on from where the last run with --resume came to, and keep how far this one comes
    #[arg(long)]
    resume: bool,
}

/// What came of it, as `--json` prints it.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "LedgerChecked")]
pub(crate) struct Checked {
    ledger: uuid::Uuid,
    sound: bool,
    records: u64,
    /// Of a run that was resumed, what an earlier one had checked and this one did not read again.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_read_again: Option<NotReadAgain>,
    /// The root over all leaves, in base 64 as a checkpoint has it, of a ledger that is sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedUpTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<AtFault>,
}

/// What an earlier run had checked.
#[derive(Clone, Serialize, JsonSchema)]
pub(crate) struct NotReadAgain {
    /// How many records, from the first on.
    records: u64,
    /// When that run kept how far it had come.
    checked_at: DateTime<Utc>,
}

/// What of a ledger is sealed.
#[derive(Clone, Serialize, JsonSchema)]
pub(crate) struct SealedUpTo {
    /// How many checkpoints were compared.
    checkpoints: usize,
    /// How many records the last one covers.
    records: u64,
    /// When enough witnesses had seen it, if they had.
    witnessed_at: Option<DateTime<Utc>>,
}

/// The first fault.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "LedgerFault")]
pub(crate) struct AtFault {
    position: Option<u64>,
    what: String,
}

/// What is drawn of the passes over a ledger.
const LEAVES: &str = "Checking leaves";
const ENTRIES: &str = "Reading entries";

/// What a sound ledger is found to be.
struct Sound {
    root: String,
    sealed: Option<SealedUpTo>,
}

impl Verify {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let against = self.against.as_deref().map(seal::read).transpose()?;
        let checked = if self.resume {
            resumed(&models, against.as_ref(), edge, output).await?
        } else {
            checked(&models, against.as_ref()).await?
        };
        let exit = if checked.sound { Exit::Fine } else { Exit::Found };
        if output.json {
            output.json(&checked)?;
            return Ok(exit);
        }
        told(&checked, against.is_some(), output)?;
        if checked.sound {
            sealing::silent_witnesses(&models.directory, output)?;
        }
        Ok(exit)
    }
}

/// Checks a ledger: every record, and every checkpoint.
pub(crate) async fn checked(
    models: &Models,
    against: Option<&SignedCheckpoint>,
) -> anyhow::Result<Checked> {
    let (records, found) = match check(models, against, None, &mut |_| ()).await? {
        Ok(checked) => (checked.records, checked.found.map(sound).map_err(at_fault)),
        Err(of_file) => (0, Err(of_file)),
    };
    Ok(shown(models, (records, None), found))
}

fn shown(
    models: &Models,
    (records, not_read_again): (u64, Option<NotReadAgain>),
    found: Result<Sound, AtFault>,
) -> Checked {
    let ledger = models.store.identity().id;
    let (sound, root, sealed, fault) = match found {
        Ok(Sound { root, sealed }) => (true, Some(root), sealed, None),
        Err(fault) => (false, None, None, Some(fault)),
    };
    Checked { ledger, sound, records, not_read_again, root, sealed, fault }
}

/// Checks a ledger from where an earlier run came to, and keeps how far this one comes.
async fn resumed(
    models: &Models,
    against: Option<&SignedCheckpoint>,
    edge: &Edge,
    output: &mut Output,
) -> anyhow::Result<Checked> {
    let files = sealing::files(&models.directory);
    let mut keeping = Keeping::new(files.directory(), models.store.identity().id, edge);
    let (there, before) = (keeping.is_there(), keeping.before());
    let at = before.as_ref().map(|(at, _)| *at);
    let before = before.map(|(_, before)| before);
    let (known, entries) =
        before.as_ref().map_or((0, After::Start), |before| (before.leaves.size(), before.entries));
    let ran = check(models, against, before, &mut |came| keeping.came(came, entries)).await?;
    let (records, from, found) = match ran {
        Ok(ran) => {
            match (&ran.verified, &ran.found) {
                (Some(verified), Ok(_)) => keeping.keep(verified, verified.after()),
                (Some(_) | None, Ok(_) | Err(_)) => keeping.forget(),
            }
            (ran.records, ran.before, ran.found.map(sound).map_err(at_fault))
        }
        Err(of_file) => (0, 0, Err(of_file)),
    };
    keeping.done()?;
    if known > from || (there && at.is_none()) {
        output.note(
            "note: what an earlier run kept does not fit this ledger any more; every record was read",
        )?;
    }
    let again = at.filter(|_| from > 0);
    let again = again.map(|checked_at| NotReadAgain { records: from, checked_at });
    Ok(shown(models, (records, again), found))
}

fn told(checked: &Checked, against: bool, output: &mut Output) -> io::Result<()> {
    let Checked { ledger, sound: _, records, not_read_again, root, sealed, fault } = checked;
    if let Some(AtFault { position, what }) = fault {
        output.heading(&format!("Ledger {ledger} is at fault"), "")?;
        let place = position.map_or_else(String::new, |it| format!("Record #{it}: "));
        output.line(&format!("{place}{what}"))?;
        return output.note("next: keep the file as it is, and compare it with a backup");
    }
    output.heading(&format!("Ledger {ledger} is sound"), "")?;
    output.line(&format!(
        "{records} records: none missing or out of order, all understood, every commitment and leaf \
         recomputed."
    ))?;
    if let Some(NotReadAgain { records, checked_at }) = not_read_again {
        output.line(&format!(
            "The first {records} of them were checked by a run at {}, and were not read again: an alteration \
             since then would not be found.",
            words::moment(*checked_at)
        ))?;
    }
    output.line(&format!("root  {}", root.as_deref().unwrap_or_default()))?;
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

/// Runs the checks in turn; the first fault ends them. Answers with what is wrong with the file, where that
/// is not as it must be.
async fn check(
    models: &Models,
    against: Option<&SignedCheckpoint>,
    before: Option<Before>,
    told: &mut (dyn FnMut(Came<'_>) + Send),
) -> anyhow::Result<Result<proof::Checked, AtFault>> {
    let store = &models.store;
    if let FileCheck::Damaged { first } = store.check_file().await? {
        return Ok(Err(AtFault { position: None, what: format!("the file: {first}") }));
    }
    let files = sealing::files(&models.directory);
    let beside = files.checkpoint().map_err(sealing::fault)?;
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new(LEAVES, total, models.drawn);
    let drawn = bar.clone();
    let mut progress = move |came: Came<'_>| {
        let (title, checked) = match came {
            Came::Leaves(so_far) => (LEAVES, so_far.size()),
            Came::Entries(_, after) => (ENTRIES, after.number()),
        };
        drawn.say(title);
        drawn.at(checked);
        told(came);
    };
    let held = Held { log: files.directory(), beside: beside.as_ref(), elsewhere: against };
    let checked = proof::check_from(&*store.itself(), held, before, &mut progress).await?;
    bar.done();
    if let Ok(found) = &checked.found
        && !store.copy_agrees(checked.records, &found.root).await?
    {
        let what = "the ledger on the cluster is sound, and this node's copy of it is another: remove \
                    ledger.sqlite3 from the node's directory, and it is made anew";
        return Ok(Err(AtFault { position: None, what: what.to_owned() }));
    }
    Ok(Ok(checked))
}

fn sound(found: proof::Sound) -> Sound {
    let sealed = found.sealed.map(|it| {
        let proof::SealedUpTo { checkpoints, records, witnessed_at } = it;
        SealedUpTo { checkpoints, records, witnessed_at }
    });
    Sound { root: base64_of(&found.root), sealed }
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
