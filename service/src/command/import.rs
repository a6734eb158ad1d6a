//! `candour import`: agencies' chronologies from files, with a report for each file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::{Circumstances, InTurn, Recorder, Request};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::time::london_date;
use candour_interchange::import::{
    Fault as FileFault, ImportFailure, Known, Mapping, Mode, OnChange, Progress as Come, Report,
    Settings, Sheet, SourceFile, Stage, Target, import,
};
use candour_ledger::{After, EventStore, PAGE_RECORDS_MAX};
use candour_projections::casebook::{LoadError, read_stream_entries};
use clap::Args;
use tokio::sync::RwLock;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::minutes::Minutes;
use crate::output::Output;
use crate::show::progress::Progress;
use crate::store::Store;
use crate::{open, show};

const EXAMPLES: &str = "\
Examples:
  candour import *.csv
  candour import police.csv school.xlsx --dry-run
  candour import housing.csv --mapping housing.toml
  candour import *.csv --correct

The files of one case are best imported together: rows may name rows of other files. Where anything
is refused, nothing is recorded, unless --partial asks for the rest. The same row again adds nothing;
a row that has changed is reported, and corrected only with --correct. docs/import.md has the
template, the kinds of row, and how a mapping file is written.";

/// The types of entry from which it is learned whom and what the ledger knows already.
const NAMING: [&str; 4] = ["AgencyRegistered", "CaseOpened", "PostTaken", "PractitionerRegistered"];

/// The arguments of `candour import`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Import {
    /// The files: .csv or .xlsx
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How an agency's own headings and words stand for those of the template
    #[arg(long, value_name = "FILE.toml")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// How files are imported.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// Which sheet of a workbook is read [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Report what would be recorded, and record nothing
    #[arg(long, conflicts_with = "partial")]
    dry_run: bool,
    /// Correct rows that have changed since they were imported
    #[arg(long)]
    correct: bool,
    /// Record what is not refused, even where something is
    #[arg(long)]
    partial: bool,
}

impl Import {
    /// Whether it is to record, and not only to look.
    pub(crate) fn records(&self) -> bool {
        self.how.records()
    }

    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let files: Vec<SourceFile> =
            self.files.iter().map(|path| source(path)).collect::<Result<_, Fault>>()?;
        let mapping = self.mapping.as_deref().map(mapping).transpose()?.unwrap_or_default();
        let store = if self.how.records() {
            open::writing(global.ledger.as_deref(), edge)?
        } else {
            open::reading(global.ledger.as_deref())?
        };
        let bar = Progress::new("Comparing", 0, output.draws_progress());
        let drawn = bar.clone();
        let mut progress = move |come: Come| {
            drawn.say(match come.stage {
                Stage::Comparing => "Comparing",
                Stage::Rehearsing => "Rehearsing",
                Stage::Recording => "Recording",
            });
            drawn.of(come.of as u64);
            drawn.at(come.done as u64);
        };
        let ledger = Ledger::of(&store, edge);
        let minutes =
            if self.how.records() { Minutes::of(global, &store, (edge, output))? } else { None };
        let importing = self.how.import((&files, &mapping), &ledger, &mut progress);
        let imported = Minutes::during(minutes, Box::pin(importing)).await;
        bar.done();
        let (report, notes) = imported?;
        if output.json {
            output.json(&report)?;
        } else {
            show::import::report(&report, output)?;
        }
        notes.iter().try_for_each(|note| output.note(note))?;
        Ok(if report.refused() { Exit::Found } else { Exit::Fine })
    }
}

impl How {
    /// Whether it is to record, and not only to look.
    pub(crate) fn records(&self) -> bool {
        !self.dry_run
    }

    /// Imports files, and says what came of it.
    pub(crate) async fn import(
        &self,
        (files, mapping): (&[SourceFile], &Mapping),
        ledger: &Ledger,
        progress: &mut (dyn FnMut(Come) + Send),
    ) -> anyhow::Result<Report> {
        let Ledger { store, edge, .. } = ledger;
        let operator = open::operator(store).await?;
        let secret = store.identity().secret.clone();
        let keys = move |purpose: &str, bytes: &[u8]| secret.digest(purpose, bytes);
        let settings = Settings {
            mapping,
            sheet: self.sheet.clone().map_or(Sheet::First, Sheet::Named),
            operator: operator.practitioner,
            agency: operator.agency,
            imported_on: london_date(edge.now()),
            keys: &keys,
            mode: match (self.dry_run, self.partial) {
                (true, _) => Mode::DryRun,
                (false, true) => Mode::Partial,
                (false, false) => Mode::AllOrNothing,
            },
            on_change: if self.correct { OnChange::Correct } else { OnChange::Report },
        };
        let known = known(&**store).await?;
        let report = import(files, known, &settings, ledger, progress).await;
        report.map_err(|error| match error {
            ImportFailure::NotRead(cause) => {
                Fault::unreadable("the ledger could not be read; nothing was recorded")
                    .because(cause)
                    .into()
            }
            ImportFailure::NotRecorded { place, source } => {
                Fault::unreadable(format!("{place} could not be recorded"))
                    .because(source)
                    .next("import the files again: what was recorded is not recorded twice")
                    .into()
            }
        })
    }
}

/// The ledger, as an import meets it.
pub(crate) struct Ledger {
    store: Arc<Store>,
    edge: Edge,
    rehearsal: Recorder,
    recorder: Recorder,
    turns: Arc<RwLock<()>>,
}

impl Ledger {
    /// One to which nobody else in this process records.
    fn of(store: &Arc<Store>, edge: &Edge) -> Self {
        Self::in_turn(store, edge, Arc::default())
    }

    /// One to which others record in their turns.
    pub(crate) fn in_turn(store: &Arc<Store>, edge: &Edge, turns: Arc<RwLock<()>>) -> Self {
        Self {
            store: Arc::clone(store),
            edge: edge.clone(),
            rehearsal: Recorder::rehearsal(Arc::clone(store) as Arc<dyn EventStore>),
            recorder: Recorder::new(Arc::clone(store) as Arc<dyn EventStore>),
            turns,
        }
    }
}

impl Target for Ledger {
    type Failure = LoadError;

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        Ok(read_stream_entries(&*self.store, stream).await?.unwrap_or_default())
    }

    async fn rehearse(&self, requests: Vec<Request>) -> InTurn {
        self.rehearsal.record_in_turn(&requests, Circumstances::at(self.edge.now())).await
    }

    async fn record(&self, requests: Vec<Request>) -> InTurn {
        let _others = self.turns.read().await;
        self.recorder.record_in_turn(&requests, Circumstances::at(self.edge.now())).await
    }
}

/// What the ledger holds under identifiers that an import does not derive itself.
async fn known(store: &dyn EventStore) -> anyhow::Result<Known> {
    let mut known = Known::nothing();
    let mut after = After::Start;
    loop {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { return Ok(known) };
        after = After::Position(last.position);
        for record in page.iter().filter(|it| NAMING.contains(&it.type_name.as_str())) {
            known.learn(&candour_schemas::entry(record)?);
        }
    }
}

fn source(path: &Path) -> Result<SourceFile, Fault> {
    let unreadable = |error: std::io::Error| {
        Fault::unreadable(format!("{} could not be read", path.display()))
            .because(error)
            .next("check the name of the file")
    };
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let file = File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    SourceFile::read(&name, bytes, file).map_err(|problem| {
        let unreadable = matches!(problem.fault, FileFault::Unreadable(_));
        let said = problem.to_string();
        if unreadable { Fault::unreadable(said) } else { Fault::found(said) }
    })
}

fn mapping(path: &Path) -> Result<Mapping, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Fault::unreadable(format!("{} could not be read", path.display())).because(error)
    })?;
    Mapping::parse(&path.display().to_string(), &text).map_err(|error| {
        Fault::found("the mapping file cannot be used")
            .because(error)
            .next("docs/import.md says how a mapping file is written")
    })
}
