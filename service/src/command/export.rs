//! `candour export`: entries and CloudEvents as JSON Lines, a chronology or a matrix as a table. Each
//! says that its records are invented. Nothing is written over unless that is asked for, and a file
//! that could not be finished is not left behind.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use candour_domain::entry::StreamId;
use candour_domain::identifier::LedgerId;
use candour_interchange::export::{
    ExportTable, Ledger, People, chronology_table, cloud_event, json_line, matrix_table,
};
use candour_ledger::{After, EventStore, PAGE_RECORDS_MAX, Record};
use candour_projections::chronology::chronology;
use candour_projections::knowledge::{Knowledge, Lateness, Scope};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::chronology::Wanted;
use super::{Global, Ran, calendar};
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::moment::Asking;
use crate::output::Output;
use crate::store::Store;
use crate::visible::escaped;
use crate::{name, open};

/// The subcommands of `candour export`.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Entries as JSON Lines, as `candour entries` prints them
    Entries(Events),
    /// Entries as `CloudEvents` 1.0 in JSON, one a line
    #[command(after_help = CLOUD_EVENTS, name = "cloudevents")]
    CloudEvents(Events),
    /// The chronology of a case as a table
    Chronology(ChronologyFile),
    /// Items against agencies as a table
    Matrix(MatrixFile),
}

impl Export {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        match self {
            Self::Entries(it) => it.run(global, output, Form::Line).await,
            Self::CloudEvents(it) => it.run(global, output, Form::CloudEvent).await,
            Self::Chronology(it) => write_table(&it.table, &it.target, global, output).await,
            Self::Matrix(it) => write_table(&it.table, &it.target, global, output).await,
        }
    }
}

/// What is exported as a table.
pub(crate) trait Tabled {
    /// The table.
    async fn table(&self, models: &Models) -> anyhow::Result<ExportTable>;
}

/// Where an export goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "File")]
pub(crate) struct Target {
    /// The file to write; - is standard output
    #[arg(long, short, value_name = "FILE|-")]
    output: PathBuf,
    /// The format [default: by the file's ending]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write over a file that exists
    #[arg(long)]
    force: bool,
}

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with commas, for every spreadsheet
    Csv,
    /// A workbook
    Xlsx,
    /// JSON Lines
    Jsonl,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }
}

/// What an export wrote, as `--json` prints it.
#[derive(Serialize)]
struct Written {
    file: String,
    format: &'static str,
    rows: usize,
}

impl Target {
    fn is_standard_output(&self) -> bool {
        self.output.as_os_str() == "-"
    }

    /// The format that was asked for, of those that there are; the first where nothing says which.
    fn format(&self, there_are: &[Format]) -> Result<Format, Fault> {
        let ending = self.output.extension().and_then(|it| it.to_str()).map(str::to_lowercase);
        let by_ending =
            || there_are.iter().copied().find(|it| ending.as_deref() == Some(it.ending()));
        let only = || match there_are {
            [only] => Some(*only),
            _ => there_are.first().copied().filter(|_| self.is_standard_output()),
        };
        let endings: Vec<&str> = there_are.iter().map(|it| it.ending()).collect();
        let chosen = self.format.or_else(by_ending).or_else(only);
        match chosen.filter(|it| there_are.contains(it)) {
            Some(Format::Xlsx) if self.is_standard_output() && io::stdout().is_terminal() => {
                Err(Fault::wrong_use("a workbook cannot be shown on a terminal")
                    .next("name a file with --output, or pipe it on"))
            }
            Some(format) => Ok(format),
            None => Err(Fault::wrong_use(format!(
                "what kind of file {} is to be is not clear",
                self.output.display()
            ))
            .next(format!("end its name with one of, or give --format: {}", endings.join(", ")))),
        }
    }

    /// Refuses a file that exists, unless it may be written over.
    fn admit(&self) -> Result<(), Fault> {
        if self.is_standard_output() || self.force || !self.output.exists() {
            return Ok(());
        }
        Err(Fault::found(format!("there is a file {} already", self.output.display()))
            .next("name another file, or write over it with --force"))
    }

    /// Writes: to standard output, or to a file that takes its name when it is finished.
    async fn write(
        &self,
        output: &mut Output,
        write: impl AsyncFnOnce(&mut dyn Write) -> anyhow::Result<usize>,
    ) -> anyhow::Result<usize> {
        if self.is_standard_output() {
            output.banner()?;
            return write(output.data()).await;
        }
        let partial = partial(&self.output);
        let file = File::create(&partial).map_err(|error| self.unwritten(error))?;
        let finished = finish(file, write).await.and_then(|rows| {
            fs::rename(&partial, &self.output).map_err(|error| self.unwritten(error))?;
            Ok(rows)
        });
        if finished.is_err()
            && let Err(error) = fs::remove_file(&partial)
        {
            tracing::warn!(%error, "an unfinished export could not be removed");
        }
        finished
    }

    fn unwritten(&self, error: io::Error) -> Fault {
        Fault::unreadable(format!("{} could not be written", self.output.display()))
            .because(error)
            .next("check that the directory exists and that there is room in it")
    }

    fn told(&self, format: Format, rows: usize, output: &mut Output) -> Ran {
        if self.is_standard_output() {
            return Ok(Exit::Fine);
        }
        let file = self.output.display().to_string();
        if output.json {
            output.json(&Written { file, format: format.ending(), rows })?;
        } else {
            output.heading(&format!("{rows} rows written to {file}"), "")?;
        }
        Ok(Exit::Fine)
    }
}

/// The name under which a file is written until it is finished.
fn partial(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

async fn finish(
    file: File,
    write: impl AsyncFnOnce(&mut dyn Write) -> anyhow::Result<usize>,
) -> anyhow::Result<usize> {
    let mut to = BufWriter::new(file);
    let rows = write(&mut to).await?;
    to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(rows)
}

/// How an entry is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Line,
    CloudEvent,
}

const ENTRIES: &str = "\
Examples:
  candour export entries --output entries.jsonl
  candour export entries --stream case-6f2c1a9e-0000-4000-8000-000000000001 --output -";

const CLOUD_EVENTS: &str = "\
Examples:
  candour export cloudevents --output events.jsonl
  candour export cloudevents --after 1200 --output -";

/// The arguments of `candour export entries` and `candour export cloudevents`.
#[derive(Debug, Args)]
#[command(after_help = ENTRIES)]
pub(crate) struct Events {
    /// Only the entries of this stream
    #[arg(long, value_name = "S")]
    stream: Option<StreamId>,
    /// Only what stands after this position
    #[arg(long, value_name = "P", default_value_t = 0)]
    after: u64,
    #[command(flatten)]
    target: Target,
}

impl Events {
    async fn run(self, global: &Global, output: &mut Output, form: Form) -> Ran {
        let format = self.target.format(&[Format::Jsonl])?;
        self.target.admit()?;
        let store = open::reading(global.ledger.as_deref())?;
        let rows = self
            .target
            .write(output, async |to: &mut dyn Write| self.write(&store, form, to).await)
            .await?;
        self.target.told(format, rows, output)
    }

    async fn write(&self, store: &Store, form: Form, to: &mut dyn Write) -> anyhow::Result<usize> {
        let wanted = self.stream.map(|stream| stream.to_string());
        let mut after = After::from_number(self.after);
        let screen = self.target.is_standard_output();
        let mut rows = 0;
        loop {
            let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
            let Some(last) = page.last() else { return Ok(rows) };
            after = After::Position(last.position);
            let all = page
                .iter()
                .filter(|it| wanted.as_ref().is_none_or(|stream| it.stream.as_str() == stream));
            for record in all {
                let line = match form {
                    Form::Line => json_line(&candour_schemas::entry(record)?)?,
                    Form::CloudEvent => as_cloud_event(record, store)?,
                };
                // A file has what is kept; a screen may be looking at what is written to it.
                let line = if screen { escaped(&line) } else { line.into() };
                writeln!(to, "{line}")?;
                rows += 1;
            }
        }
    }
}

/// A record as a `CloudEvents` event.
pub(crate) fn as_cloud_event(record: &Record, store: &dyn EventStore) -> anyhow::Result<String> {
    let ledger = Ledger { id: LedgerId::new(store.identity().id), people: people(store) };
    Ok(cloud_event(&candour_schemas::entry(record)?, ledger)?)
}

const CHRONOLOGY: &str = "\
Examples:
  candour export chronology ASH-1 --clock claims --output ashdown.xlsx
  candour export chronology ASH-1 --agency Police --output police.csv
  candour export chronology ASH-1 --format csv --output -";

/// The arguments of `candour export chronology`.
#[derive(Debug, Args)]
#[command(after_help = CHRONOLOGY)]
pub(crate) struct ChronologyFile {
    #[command(flatten)]
    table: ChronologyTable,
    #[command(flatten)]
    target: Target,
}

/// A chronology, as a table.
#[derive(Debug, Args)]
pub(crate) struct ChronologyTable {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    asking: Asking,
}

impl Tabled for ChronologyTable {
    async fn table(&self, models: &Models) -> anyhow::Result<ExportTable> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let filter = self.wanted.filter(&book, &ask)?;
        let answer = chronology(&book, &ask, &filter, &calendar(&book, &ask)?);
        Ok(chronology_table(&answer, people(&*models.store)))
    }
}

const MATRIX: &str = "\
Examples:
  candour export matrix ASH-1 --clock claims --output matrix.csv
  candour export matrix ASH-1 --all --output matrix.xlsx";

/// The arguments of `candour export matrix`.
#[derive(Debug, Args)]
#[command(after_help = MATRIX)]
pub(crate) struct MatrixFile {
    #[command(flatten)]
    table: MatrixTable,
    #[command(flatten)]
    target: Target,
}

/// Items against agencies, as a table.
#[derive(Debug, Args)]
pub(crate) struct MatrixTable {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    /// Decisions, meetings, offers, answers and plans as well, not facts alone
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    asking: Asking,
}

impl Tabled for MatrixTable {
    async fn table(&self, models: &Models) -> anyhow::Result<ExportTable> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let scope = if self.all { Scope::AllItems } else { Scope::Facts };
        let lateness = Lateness::usual(calendar(&book, &ask)?);
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.matrix(scope, &lateness);
        Ok(matrix_table(&answer, people(&*models.store)))
    }
}

fn people(store: &dyn EventStore) -> People {
    if store.identity().synthetic { People::Invented } else { People::Real }
}

async fn write_table(
    wanted: &impl Tabled,
    target: &Target,
    global: &Global,
    output: &mut Output,
) -> Ran {
    let format = target.format(&[Format::Csv, Format::Xlsx])?;
    target.admit()?;
    let table = wanted.table(&Models::of(global, output)?).await?;
    let rows = target
        .write(output, async |to: &mut dyn Write| {
            match format {
                Format::Csv | Format::Jsonl => table.write_csv(to)?,
                Format::Xlsx => to.write_all(&table.to_workbook()?)?,
            }
            Ok(table.rows.len())
        })
        .await?;
    target.told(format, rows, output)
}
