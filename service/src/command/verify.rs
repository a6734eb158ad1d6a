//! `candour verify`: every record checked, from the first to the last, against every checkpoint, and the
//! first at fault named.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind};
use candour_ledger::leaf::Leaf;
use candour_ledger::log::Tiles;
use candour_ledger::merkle::{self, Leaves};
use candour_ledger::note::SignedCheckpoint;
use candour_ledger::{
    After, EmbeddedStore, EventStore, Fault as RecordFault, FileCheck, LedgerIdentity,
    PAGE_RECORDS_MAX, Positions, Verdict, verify_marked,
};
use candour_projections::proof::Anchor;
use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran, seal, witnesses};
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

impl AtFault {
    fn at(position: u64, what: String) -> Self {
        Self { position: Some(position), what }
    }
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
            Ok(sound) => told(&sound, (ledger, records), against.is_some(), output)?,
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
    // What cannot be read is named by the reading of all records, which comes next.
    let book = witnesses::book(store).await.unwrap_or_default();
    let beside = sealing::files(directory).checkpoint().map_err(sealing::fault)?;
    let mut marks = book.marks();
    let claims = [beside.as_ref(), against].into_iter().flatten();
    marks.roots.extend(claims.map(|it| it.claim().head.size));
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new("Checking leaves", total, output.draws_progress());
    let told = bar.clone();
    let mut progress = move |checked| told.at(checked);
    let verified = verify_marked(&**store, Positions::Gapless, marks, &mut progress).await?;
    bar.done();
    let (verdict, marked) = verified;
    let (records, root) = match verdict {
        Verdict::Whole { records, head: _, root } => (records, root),
        Verdict::Faulty(fault) => {
            return Ok((fault.position.number() - 1, Err(at_fault(&fault))));
        }
    };
    if let Some(fault) = misunderstood(store, total, output).await? {
        return Ok((records, Err(fault)));
    }
    for (checkpoint, whose) in [
        (beside.as_ref(), "the last checkpoint, beside the ledger"),
        (against, "the checkpoint that you gave"),
    ] {
        let Some(checkpoint) = checkpoint else { continue };
        let size = checkpoint.claim().head.size;
        if let Err(error) = book.compare(checkpoint, (records, marked.roots.get(&size))) {
            let what = format!("{whose}: {error}{}", because(&error));
            let position = first_changed(store, directory, checkpoint).await?;
            return Ok((records, Err(AtFault { position, what })));
        }
    }
    if let Some(untrue) = book.first_untrue(&marked) {
        let what = format!("{}{}", untrue.wrong, because(&untrue.wrong));
        return Ok((records, Err(AtFault::at(untrue.position.0, what))));
    }
    let last = book.anchors().iter().map(|it| it.checkpoint.claim().head.size).max();
    let last = last.max(beside.as_ref().map(|it| it.claim().head.size));
    let witnessed_at = book.anchors().iter().filter_map(Anchor::witnessed_at).max();
    let sealed =
        last.map(|records| SealedUpTo { checkpoints: book.anchors().len(), records, witnessed_at });
    Ok((records, Ok(Sound { root: candour_schemas::proof::hex(&root), sealed })))
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

/// The first record that is not the one that a checkpoint was signed over, where the tiles beside the
/// ledger still lead to its root and so know the leaves of then.
async fn first_changed(
    store: &Arc<EmbeddedStore>,
    directory: &Path,
    checkpoint: &SignedCheckpoint,
) -> anyhow::Result<Option<u64>> {
    let head = checkpoint.claim().head;
    let tiles = Tiles::new(sealing::files(directory).directory(), head.size);
    if merkle::root(&tiles, head.size) != Ok(head.root) {
        return Ok(None);
    }
    let (mut after, ledger) = (After::Start, store.identity().id);
    let mut buffer = Vec::new();
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { return Ok(Some(after.number() + 1)) };
        for record in &page {
            let leaf = tiles.leaf(record.position.number() - 1);
            if leaf != Some(Leaf::of(ledger, record).hash_in(&mut buffer)) {
                return Ok(Some(record.position.number()));
            }
        }
        after = After::Position(last.position);
    }
}

/// The first record that cannot be understood, or that says of the ledger otherwise than its file.
async fn misunderstood(
    store: &Arc<EmbeddedStore>,
    total: u64,
    output: &Output,
) -> anyhow::Result<Option<AtFault>> {
    let bar = Progress::new("Reading entries", total, output.draws_progress());
    let mut after = After::Start;
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { break };
        for record in &page {
            let understood = candour_schemas::entry(record);
            let wrong = match &understood {
                Ok(entry) => disagreement(store.identity(), entry),
                Err(error) => Some(format!("{error}: {}", error.problem)),
            };
            if let Some(what) = wrong {
                return Ok(Some(AtFault::at(record.position.number(), what)));
            }
        }
        after = After::Position(last.position);
        bar.at(after.number());
    }
    bar.done();
    Ok(None)
}

/// What an entry says of the ledger otherwise than the file that it is in.
fn disagreement(identity: &LedgerIdentity, entry: &Entry) -> Option<String> {
    let Event::Ledger(LedgerEvent::LedgerOpened(opened)) = &entry.event else { return None };
    if opened.ledger != LedgerId::new(identity.id) {
        return Some(
            "it says that another ledger was opened than the file says this is".to_owned(),
        );
    }
    match (opened.kind, identity.synthetic) {
        (LedgerKind::Synthetic, true) => None,
        (LedgerKind::Synthetic, false) => Some(
            "it says that the ledger is for invented people alone, and the file says that it is not"
                .to_owned(),
        ),
    }
}

fn at_fault(fault: &RecordFault) -> AtFault {
    AtFault { position: Some(fault.position.number()), what: fault.wrong.to_string() }
}
