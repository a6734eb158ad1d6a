//! `candour verify`: every record checked, from the first to the last, and the first at fault named.

use std::sync::Arc;

use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::{LedgerEvent, LedgerKind};
use candour_ledger::{
    After, EmbeddedStore, EventStore, Fault as RecordFault, FileCheck, LedgerIdentity,
    PAGE_RECORDS_MAX, Positions, Verdict, merkle,
};
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::exit::Exit;
use crate::open;
use crate::output::Output;
use crate::show::progress::Progress;

const EXAMPLES: &str = "\
Examples:
  candour verify --ledger ./ashdown
  candour verify --ledger ./ashdown --json

It checks that the file is as this program makes it, with every trigger, index and view; that no record
is missing or out of order; that every record can be understood; that every commitment and leaf follows
from what is kept; and that the file and the first entry agree on whom the ledger is for. Two ledgers
with as many records and the same root hold the same records. Exit code 1 says that the file or a record
is at fault: keep the file as it is, and compare it with a backup.";

/// The arguments of `candour verify`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Verify {}

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
    fault: Option<AtFault>,
}

#[derive(Serialize)]
struct AtFault {
    position: Option<u64>,
    what: String,
}

impl Verify {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let Self {} = self;
        let store = open::reading(global.ledger.as_deref())?;
        let (records, found) = check(&store, output).await?;
        let ledger = store.identity().id;
        let exit = if found.is_ok() { Exit::Fine } else { Exit::Found };
        if output.json {
            let sound = found.is_ok();
            let (root, fault) = found.map_or_else(|it| (None, Some(it)), |it| (Some(it), None));
            output.json(&Checked { ledger, sound, records, root, fault })?;
            return Ok(exit);
        }
        match found {
            Ok(root) => {
                output.heading(&format!("Ledger {ledger} is sound"), "")?;
                output.line(&format!(
                    "{records} records: none missing or out of order, all understood, every \
                     commitment and leaf recomputed."
                ))?;
                output.line(&format!("root  {root}"))?;
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

/// Runs the checks in turn; the first fault ends them. Answers how many records were checked, and the
/// root over all of them.
async fn check(
    store: &Arc<EmbeddedStore>,
    output: &Output,
) -> anyhow::Result<(u64, Result<String, AtFault>)> {
    if let FileCheck::Damaged { first } = store.check_file().await? {
        return Ok((0, Err(AtFault { position: None, what: format!("the file: {first}") })));
    }
    let total = store.head().await?.map_or(0, candour_ledger::Position::number);
    let bar = Progress::new("Checking leaves", total, output.draws_progress());
    let told = bar.clone();
    let mut progress = move |checked| told.at(checked);
    let verdict = candour_ledger::verify(&**store, Positions::Gapless, &mut progress).await?;
    bar.done();
    let (records, root) = match verdict {
        Verdict::Whole { records, head: _, root } => (records, root),
        Verdict::Faulty(fault) => {
            return Ok((fault.position.number() - 1, Err(at_fault(&fault))));
        }
    };
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
                let position = Some(record.position.number());
                return Ok((records, Err(AtFault { position, what })));
            }
        }
        after = After::Position(last.position);
        bar.at(after.number());
    }
    bar.done();
    Ok((records, Ok(hex(&root))))
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

fn hex(hash: &merkle::Hash) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16);
    hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

fn at_fault(fault: &RecordFault) -> AtFault {
    AtFault { position: Some(fault.position.number()), what: fault.wrong.to_string() }
}
