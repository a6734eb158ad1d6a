//! `candour verify`: every record checked, from the first to the last, against every checkpoint, and the
//! first at fault named.

mod accesses;
mod told;

pub(crate) use accesses::AccessesChecked;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_ledger::note::{SignedCheckpoint, Verifier, base64_of};
use candour_ledger::{After, EventStore, FileCheck};
use candour_projections::proof::{self, Before, Came, Held, HeldWhere, HowApart};
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
use crate::store::Store;
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
what was found; and so of the ledger of accesses beside it. Give it a checkpoint that is held elsewhere with --against: whoever could rewrite the ledger
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
    /// Where the clock of the ledger and those of its witnesses contradict each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    clocks: Option<ClocksShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<AtFault>,
    /// The ledger of accesses, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    accesses: Option<AccessesChecked>,
}

/// Where clocks contradict each other. The order and the content of the ledger stand all the same.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "ClocksApart")]
pub(crate) struct ClocksShown {
    /// How often.
    times: usize,
    /// The first entry of which the ledger's clock says what a witness's says cannot be.
    entry: u64,
    /// When the ledger says that it accepted it.
    recorded_at: DateTime<Utc>,
    /// The witness.
    witness: String,
    /// When the witness saw a checkpoint that covers the entry, or one that stands below it.
    seen_at: DateTime<Utc>,
    /// Whether the entry is recorded after it was seen, or before what stands below it was.
    how: &'static str,
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
    clocks: Option<ClocksShown>,
    keys: Vec<Verifier>,
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
        told::told(&checked, against.is_some(), output)?;
        if checked.sound {
            sealing::silent_witnesses(&models.directory, output)?;
            accesses::note_silent(&models.directory, output)?;
        }
        Ok(exit)
    }
}

/// Checks a ledger: every record, and every checkpoint.
pub(crate) async fn checked(
    models: &Models,
    against: Option<&SignedCheckpoint>,
) -> anyhow::Result<Checked> {
    let checking = Checking::of(models, against);
    let (records, found) = match check(&checking, None, &mut |_| ()).await? {
        Ok(checked) => (checked.records, checked.found.map(sound).map_err(at_fault)),
        Err(of_file) => (0, Err(of_file)),
    };
    shown(models, (records, None), found).await
}

async fn shown(
    models: &Models,
    (records, not_read_again): (u64, Option<NotReadAgain>),
    found: Result<Sound, AtFault>,
) -> anyhow::Result<Checked> {
    let ledger = models.store.identity().id;
    let (found, fault) = match found {
        Ok(found) => (Some(found), None),
        Err(fault) => (None, Some(fault)),
    };
    let keys = found.as_ref().map(|it| it.keys.as_slice());
    let accesses = accesses::accesses(&models.directory, keys, models.drawn).await?;
    let sound = fault.is_none() && accesses.as_ref().is_none_or(|it| it.sound);
    let (root, sealed, clocks) = match found {
        Some(Sound { root, sealed, clocks, keys: _ }) => (Some(root), sealed, clocks),
        None => (None, None, None),
    };
    Ok(Checked { ledger, sound, records, not_read_again, root, sealed, clocks, fault, accesses })
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
    let checking = Checking::of(models, against);
    let ran = check(&checking, before, &mut |came| keeping.came(came, entries)).await?;
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
    shown(models, (records, again), found).await
}

/// A ledger that is checked.
struct Checking<'a> {
    directory: &'a Path,
    store: &'a Arc<Store>,
    draws: bool,
    against: Option<&'a SignedCheckpoint>,
}

impl<'a> Checking<'a> {
    fn of(models: &'a Models, against: Option<&'a SignedCheckpoint>) -> Self {
        Self { directory: &models.directory, store: &models.store, draws: models.drawn, against }
    }
}

/// Runs the checks in turn; the first fault ends them. Answers with what is wrong with the file, where that
/// is not as it must be.
async fn check(
    Checking { directory, store, draws, against }: &Checking<'_>,
    before: Option<Before>,
    told: &mut (dyn FnMut(Came<'_>) + Send),
) -> anyhow::Result<Result<proof::Checked, AtFault>> {
    if let FileCheck::Damaged { first } = store.check_file().await? {
        return Ok(Err(AtFault { position: None, what: format!("the file: {first}") }));
    }
    let files = sealing::files(directory);
    let beside = files.checkpoint().map_err(sealing::fault)?;
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new(LEAVES, total, *draws);
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
    let held = Held { log: files.directory(), beside: beside.as_ref(), elsewhere: *against };
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
    let times = found.clocks.len();
    let clocks = found.clocks.into_iter().next().map(|first| ClocksShown {
        times,
        entry: first.entry.0,
        recorded_at: first.recorded_at,
        witness: first.witness.to_string(),
        seen_at: first.seen_at,
        how: match first.how {
            HowApart::SeenBeforeRecorded => "after it was seen",
            HowApart::RecordedBeforeBelow => "before what stands below it was seen",
        },
    });
    Sound { root: base64_of(&found.root), sealed, clocks, keys: found.keys }
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
