//! `candour record`: requests as JSON Lines, each answered: with its entries, that it is already so, or
//! with a refusal. It goes on after a refusal, and it goes on when nobody reads the answers any more.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use candour_commands::lines::{LineError, LineProblem, Lines};
use candour_commands::{Circumstances, Outcome, RecordError, Recorder, Refusal, Request};
use candour_domain::entry::Entry;
use candour_domain::identifier::RequestId;
use candour_ledger::EventStore;
use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault, reader_went_away};
use crate::open;
use crate::output::Output;
use crate::show::words::spaced;

const EXAMPLES: &str = "\
Examples:
  candour record requests.jsonl
  candour record - --json < requests.jsonl

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
}

/// An answer, as `--json` prints it.
#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Answer {
    /// These entries were recorded.
    Recorded { line: u64, request: RequestId, entries: Vec<Box<RawValue>> },
    /// It is already so, by these entries.
    AlreadySo { line: u64, request: RequestId, entries: Vec<Box<RawValue>> },
    /// It cannot be recorded as it stands.
    Refused {
        line: u64,
        request: RequestId,
        code: &'static str,
        action: Option<u32>,
        message: String,
    },
    /// The line is no request.
    NotARequest { line: u64, message: String },
}

/// How many requests came to what.
#[derive(Debug, Default)]
struct Counts {
    recorded: usize,
    already: usize,
    refused: usize,
}

impl Record {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let store = open::writing(global.ledger.as_deref(), edge)?;
        let recorder = Recorder::new(store as Arc<dyn EventStore>);
        output.banner()?;
        let mut counts = Counts::default();
        let mut answers = Answers { output, unread: false };
        for line in Lines::new(self.reader()?) {
            let answered = match line {
                Ok((line, request)) => {
                    let now = Circumstances::at(edge.now());
                    answer(&recorder, (line, request), now, &mut counts).await?
                }
                Err(LineError { line, problem: LineProblem::Unreadable(error) }) => {
                    return Err(self.unread(line, error).into());
                }
                Err(LineError { line, problem }) => {
                    counts.refused += 1;
                    Answer::NotARequest { line, message: problem.to_string() }
                }
            };
            answers.give(&answered)?;
        }
        let Counts { recorded, already, refused } = counts;
        output.note(&format!(
            "{recorded} requests recorded, {already} already so, {refused} refused"
        ))?;
        Ok(if refused == 0 { Exit::Fine } else { Exit::Found })
    }

    fn unread(&self, line: u64, error: io::Error) -> Fault {
        let what = format!("{} could not be read from line {line} on", self.file.display());
        Fault::unreadable(what)
            .because(error)
            .next("what was answered is recorded; give the file again for the rest")
    }

    fn reader(&self) -> Result<Box<dyn BufRead>, Fault> {
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

async fn answer(
    recorder: &Recorder,
    (line, request): (u64, Request),
    now: Circumstances,
    counts: &mut Counts,
) -> anyhow::Result<Answer> {
    let id = request.id;
    match recorder.record(request, now).await {
        Ok(Outcome::Recorded(entries)) => {
            counts.recorded += 1;
            Ok(Answer::Recorded { line, request: id, entries: exported(&entries)? })
        }
        Ok(Outcome::AlreadySo(entries)) => {
            counts.already += 1;
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
