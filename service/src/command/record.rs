//! `candour record`: requests as JSON Lines, each answered: with its entries, that it is already so, or
//! with a refusal. It goes on after a refusal, and it goes on when nobody reads the answers any more.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::lines::{LineError, LineProblem, Lines};
use candour_commands::{Circumstances, Outcome, RecordError, Recorder, Refusal, Request};
use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, RequestId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::EventStore;
use candour_ledger::receipt::Texts;
use candour_schemas::export::ExportedIn;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::mpsc;

use super::receipt::{Receipts, write_new};
use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault, reader_went_away};
use crate::minutes::Minutes;
use crate::open;
use crate::output::Output;
use crate::sealing;
use crate::show::words::spaced;

const EXAMPLES: &str = "\
Examples:
  candour record requests.jsonl
  candour record - --json < requests.jsonl
  candour record requests.jsonl --receipt ./receipts

A line is one request: what is to be recorded, by whom, for which agency, in which stream.
  {\"request\": \"<uuid>\", \"stream\": \"case-<uuid>\", \"author\": \"<uuid>\", \"agency\": \"<uuid>\",
   \"command\": \"RaiseConcern\", \"envelope\": {\"occurred\": {\"day\": \"2026-01-20\"}, ..},
   \"payload\": {\"account\": \"..\"}}
Several commands that stand or fall together go into a list, \"actions\". The same request again is
answered with what was recorded for it and adds nothing. Exit code 1 says that something was refused;
the rest was recorded.";

/// The arguments of `candour record`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Record {
    /// The file of requests; - is what is typed or piped in
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Seal what was recorded, and put a receipt of each entry into this folder, by its identifier
    #[arg(long, value_name = "DIR")]
    receipt: Option<PathBuf>,
}

/// An answer, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[schemars(rename = "RecordAnswer")]
pub(crate) enum Answer {
    /// These entries were recorded.
    Recorded {
        /// The line of the request, from 1.
        line: u64,
        /// The request.
        request: RequestId,
        /// The entries.
        #[schemars(with = "Vec<ExportedIn<'static>>")]
        entries: Vec<Box<RawValue>>,
    },
    /// It is already so, by these entries.
    AlreadySo {
        /// The line of the request, from 1.
        line: u64,
        /// The request.
        request: RequestId,
        /// The entries.
        #[schemars(with = "Vec<ExportedIn<'static>>")]
        entries: Vec<Box<RawValue>>,
    },
    /// It cannot be recorded as it stands.
    Refused {
        /// The line of the request, from 1.
        line: u64,
        /// The request.
        request: RequestId,
        /// The stable code of the refusal.
        code: &'static str,
        /// Which action is refused, from 0; none where it is the request.
        action: Option<u32>,
        /// Why.
        message: String,
    },
    /// The line is no request.
    NotARequest {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        message: String,
    },
}

/// How many requests came to what.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    recorded: usize,
    already: usize,
    refused: usize,
    /// The entries that were answered with, and where they stand.
    entries: Vec<(EntryId, u64)>,
    /// How many of them were recorded now.
    pub(crate) new_entries: u64,
}

impl Record {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let store = open::writing(global.ledger.as_deref(), edge)?;
        let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
        output.banner()?;
        let lines = read_ahead(self.reader()?);
        let minutes = Minutes::of(global, &store, (edge, output))?;
        let answers = Answers { output, unread: false };
        let answering = Box::pin(self.answer_all(lines, &recorder, edge, answers));
        let (counts, notes) = Minutes::during(minutes, answering).await?;
        let Counts { recorded, already, refused, entries, new_entries: _ } = counts;
        output.note(&format!(
            "{recorded} requests recorded, {already} already so, {refused} refused"
        ))?;
        notes.iter().try_for_each(|note| output.note(note))?;
        drop((recorder, store));
        if let Some(folder) = &self.receipt {
            receipts(global, folder, &entries, (edge, output)).await?;
        }
        Ok(if refused == 0 { Exit::Fine } else { Exit::Found })
    }

    /// Answers the lines in turn, as they come.
    async fn answer_all(
        &self,
        mut lines: mpsc::Receiver<Result<(u64, Request), LineError>>,
        recorder: &Recorder,
        edge: &Edge,
        mut answers: Answers<'_>,
    ) -> anyhow::Result<Counts> {
        let mut counts = Counts::default();
        while let Some(line) = lines.recv().await {
            let answered = match line {
                Ok((line, request)) => {
                    let now = Circumstances::at(edge.now());
                    answer(recorder, (line, request), now, &mut counts).await?
                }
                Err(LineError { line, problem: LineProblem::Unreadable(error) }) => {
                    return Err(self.unread(line, error).into());
                }
                Err(error) => not_a_request(&error, &mut counts),
            };
            answers.give(&answered)?;
        }
        Ok(counts)
    }

    fn unread(&self, line: u64, error: io::Error) -> Fault {
        let what = format!("{} could not be read from line {line} on", self.file.display());
        Fault::unreadable(what)
            .because(error)
            .next("what was answered is recorded; give the file again for the rest")
    }

    fn reader(&self) -> Result<Box<dyn BufRead + Send>, Fault> {
        if self.file.as_os_str() == "-" {
            return Ok(Box::new(BufReader::new(io::stdin())));
        }
        let file = File::open(&self.file).map_err(|error| {
            Fault::unreadable(format!("{} could not be read", self.file.display()))
                .because(error)
                .next("check the name of the file; - reads what is piped in")
        })?;
        Ok(Box::new(BufReader::new(file)))
    }
}

/// Reads lines on a thread of its own, one ahead of what is answered: whoever pipes requests in may pause for
/// hours, and what came before is sealed meanwhile.
fn read_ahead(
    reader: Box<dyn BufRead + Send>,
) -> mpsc::Receiver<Result<(u64, Request), LineError>> {
    let (hand_on, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in Lines::new(reader) {
            // Where nobody answers any more, nobody needs the rest.
            if hand_on.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// Answers a line that is no request.
pub(crate) fn not_a_request(error: &LineError, counts: &mut Counts) -> Answer {
    counts.refused += 1;
    Answer::NotARequest { line: error.line, message: error.problem.to_string() }
}

/// Answers a request: records it, or says why not.
pub(crate) async fn answer(
    recorder: &Recorder,
    (line, request): (u64, Request),
    now: Circumstances,
    counts: &mut Counts,
) -> anyhow::Result<Answer> {
    let id = request.id;
    if let Some(kind) = request.actions.iter().find_map(|it| of_its_own(&it.proposed)) {
        counts.refused += 1;
        let (code, action) = ("said_by_the_ledger_itself", None);
        let message = format!("{kind} is what the ledger says of itself: {OF_ITS_OWN}");
        return Ok(Answer::Refused { line, request: id, code, action, message });
    }
    match recorder.record(request, now).await {
        Ok(Outcome::Recorded(entries)) => {
            counts.recorded += 1;
            counts.new_entries += entries.len() as u64;
            counts.entries.extend(entries.iter().map(|it| (it.id, it.position.0)));
            Ok(Answer::Recorded { line, request: id, entries: exported(&entries)? })
        }
        Ok(Outcome::AlreadySo(entries)) => {
            counts.already += 1;
            counts.entries.extend(entries.iter().map(|it| (it.id, it.position.0)));
            Ok(Answer::AlreadySo { line, request: id, entries: exported(&entries)? })
        }
        Err(RecordError::Refused(refusal)) => {
            counts.refused += 1;
            Ok(refused(line, id, &refusal))
        }
        Err(failed) => {
            Err(Fault::unreadable(format!("line {line}: request {id} was not answered"))
                .because(failed)
                .next("give the same file again: what was recorded is not recorded twice")
                .into())
        }
    }
}

/// What records it instead.
const OF_ITS_OWN: &str =
    "`candour seal`, `candour key` and `candour witnesses` record it where it is so";

/// The name of what only the program itself records, since it says what has been signed and seen.
fn of_its_own(event: &Event) -> Option<&'static str> {
    let Event::Ledger(said) = event else { return None };
    match said {
        LedgerEvent::KeyIntroduced(_)
        | LedgerEvent::WitnessPolicyAdopted(_)
        | LedgerEvent::StreamHeads(_)
        | LedgerEvent::AnchorRecorded(_) => Some(candour_schemas::type_name(event)),
        LedgerEvent::LedgerOpened(_) | LedgerEvent::RulesAdopted(_) => None,
    }
}

/// Seals what was recorded, and writes a receipt of each entry.
async fn receipts(
    global: &Global,
    folder: &Path,
    entries: &[(EntryId, u64)],
    (edge, output): (&Edge, &mut Output),
) -> anyhow::Result<()> {
    sealing::after(global.ledger.as_deref(), edge, output).await?;
    let directory = open::directory(global.ledger.as_deref())?;
    let store = open::reading(Some(&directory))?;
    let proofs = Receipts::open(&directory, &store).await?;
    std::fs::create_dir_all(folder).map_err(|error| {
        Fault::unreadable(format!("the folder {} was not made", folder.display()))
            .because(error)
            .next("what was answered is recorded; `candour receipt` writes a receipt later")
    })?;
    for (entry, position) in entries {
        let receipt = proofs.of(*position, Texts::LeftOut).await?.to_string();
        let file = folder.join(format!("{entry}.tlog-proof"));
        // The same entry may have been answered twice, or in an earlier run: its receipt stands.
        if !file.exists() {
            write_new(&file, &receipt)?;
        }
    }
    Ok(output.note(&format!("receipts are in {}", folder.display()))?)
}

fn refused(line: u64, request: RequestId, refusal: &Refusal) -> Answer {
    let (code, action) = (refusal.code(), refusal.action());
    Answer::Refused { line, request, code, action, message: refusal.to_string() }
}

fn exported(entries: &[Entry]) -> anyhow::Result<Vec<Box<RawValue>>> {
    let one = |entry: &Entry| -> anyhow::Result<Box<RawValue>> {
        Ok(RawValue::from_string(candour_schemas::export::to_json(entry)?)?)
    };
    entries.iter().map(one).collect()
}

/// Gives answers for as long as somebody reads them.
struct Answers<'a> {
    output: &'a mut Output,
    unread: bool,
}

impl Answers<'_> {
    fn give(&mut self, answer: &Answer) -> anyhow::Result<()> {
        if self.unread {
            return Ok(());
        }
        let given = if self.output.json {
            self.output.data_line(&serde_json::to_string(answer)?)
        } else {
            self.output.line(&words(answer)?)
        };
        match given.and_then(|()| self.output.flush()) {
            Err(error) if reader_went_away(&error) => self.unread = true,
            given => given?,
        }
        Ok(())
    }
}

fn words(answer: &Answer) -> anyhow::Result<String> {
    Ok(match answer {
        Answer::Recorded { line, entries, .. } => {
            format!("line {line}: recorded {}", listed(entries)?)
        }
        Answer::AlreadySo { line, entries, .. } => {
            format!("line {line}: already so, by {}", listed(entries)?)
        }
        Answer::Refused { line, message, .. } => format!("line {line}: refused: {message}"),
        Answer::NotARequest { line, message } => format!("line {line}: not a request: {message}"),
    })
}

fn listed(entries: &[Box<RawValue>]) -> anyhow::Result<String> {
    let one = |entry: &RawValue| -> anyhow::Result<String> {
        let entry = candour_schemas::export::from_json(entry.get())?;
        let what = spaced(candour_schemas::type_name(&entry.event));
        Ok(format!("#{} {what}", entry.position.0))
    };
    Ok(entries.iter().map(|it| one(it)).collect::<anyhow::Result<Vec<_>>>()?.join(", "))
}
