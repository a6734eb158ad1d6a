//! The demonstration: an invented case is recorded under a simulated clock, partly through commands
//! and partly by import, and the command line is walked through on it.
//!
//! Everything shown is what the commands answer: each is run as somebody would type it. Nothing
//! here answers anything by itself.

pub(crate) mod area;
mod story;
mod tour;

use std::path::{Path, PathBuf};

use candour_ledger::LEDGER_FILE;
use chrono::{DateTime, Utc};
use clap::{Args, Parser};

use crate::command::serve::{self, Serve};
use crate::command::{self, Cli, Global};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  candour demo
  candour demo --ledger ./somewhere-else
  candour demo --area
  candour demo --area --cases 1000 --years 5 --seed 7 --ledger ./large

Where somebody looks at a terminal it ends by serving the pages of the ledger to this computer, until
Ctrl+C; --no-serve ends it after the tour, and so does a file or a pipe. The ledger stays: go on asking it,
or serve it again with `candour serve`. Run on a directory that has it already, the tour alone is shown
again. An area that was cut short is gone on with.";

/// Where the demonstration is made unless a directory is named.
const DIRECTORY: &str = "candour-demo";
/// Where an area is made unless a directory is named.
const AREA_DIRECTORY: &str = "candour-area";
/// The seed of everything that would be random elsewhere, so that the demonstration comes out the same.
const SEED: [u8; 32] = *b"candour: the Ashdown case, shown";

/// The arguments of `candour demo`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Demo {
    /// Make a whole synthetic area instead, with some hundred families over years
    #[arg(long)]
    area: bool,
    /// How many families become known in the area
    #[arg(long, value_name = "N", requires = "area", default_value_t = 240)]
    cases: u64,
    /// Over how many years the area goes
    #[arg(long, value_name = "N", requires = "area", default_value_t = 3)]
    years: u32,
    /// The seed of the area: the same one gives the same area
    #[arg(long, value_name = "N", requires = "area", default_value_t = 1)]
    seed: u64,
    /// End after the tour, and serve no pages
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> anyhow::Result<Exit> {
        let serves = !self.no_serve && output.somebody_looks();
        let directory = self.directory(global);
        let shown = self.shown(global, output).await?;
        if !serves {
            return Ok(shown);
        }
        output.line("")?;
        let models = serve::models(global, &directory);
        Serve::usual().serve(&directory, &models, &Edge::system(), output).await
    }

    fn directory(&self, global: &Global) -> PathBuf {
        let usual = if self.area { AREA_DIRECTORY } else { DIRECTORY };
        global.ledger.clone().unwrap_or_else(|| PathBuf::from(usual))
    }

    /// Makes the ledger, and shows it.
    async fn shown(self, global: &Global, output: &mut Output) -> anyhow::Result<Exit> {
        if global.json {
            return Err(Fault::wrong_use(
                "the demonstration is for people, and has no answer in JSON",
            )
            .next("give --json to the commands that it shows")
            .into());
        }
        let directory = self.directory(global);
        if self.area {
            let Self { area: _, cases, years, seed, no_serve: _ } = self;
            let size = area::AreaSize { cases, years, seed, entries_max: None };
            return area::show(&directory, &size, output).await;
        }
        let (edge, clock) = Edge::simulated(moment("2026-02-03T16:10:00Z")?, SEED);
        let mut stage = Stage { directory: &directory, edge: &edge, output };
        if directory.join(LEDGER_FILE).exists() {
            story::is_told(&directory).await?;
            stage.say("The demonstration is there already: this is the tour of it.")?;
        } else {
            story::record(&mut stage, &clock).await?;
        }
        tour::show(&mut stage).await
    }
}

/// Where the demonstration plays.
struct Stage<'a> {
    directory: &'a Path,
    edge: &'a Edge,
    output: &'a mut Output,
}

impl Stage<'_> {
    /// Tells the reader something.
    fn say(&mut self, words: &str) -> anyhow::Result<()> {
        Ok(self.output.line(words)?)
    }

    /// Runs a command on the demonstration's ledger as somebody would type it.
    async fn run(&mut self, arguments: &[&str]) -> anyhow::Result<()> {
        // The story is sealed once, at its end.
        let named = [
            Path::new("candour"),
            Path::new("--sealing=later"),
            Path::new("--ledger"),
            self.directory,
        ];
        let typed = named.iter().map(|it| it.as_os_str().to_owned());
        let typed = typed.chain(arguments.iter().map(Into::into));
        let cli = Cli::try_parse_from(typed)
            .map_err(|error| Fault::wrong_use("the demonstration is out of date").because(error))?;
        match Box::pin(command::run(cli, self.edge, self.output)).await? {
            Exit::Fine => Ok(()),
            Exit::Found | Exit::WrongUse | Exit::Unreadable => {
                Err(Fault::found(format!("`candour {}` did not succeed", arguments.join(" ")))
                    .into())
            }
        }
    }

    /// Shows a command and what it answers.
    async fn show(&mut self, arguments: &[&str]) -> anyhow::Result<()> {
        let typed: Vec<String> = arguments.iter().map(|it| quoted(it)).collect();
        self.say(&format!(
            "\n$ candour {} --ledger {}",
            typed.join(" "),
            self.directory.display()
        ))?;
        self.run(arguments).await
    }
}

fn quoted(argument: &str) -> String {
    if argument.contains(' ') { format!("'{argument}'") } else { argument.to_owned() }
}

/// A moment of the story.
fn moment(text: &str) -> anyhow::Result<DateTime<Utc>> {
    Ok(text.parse()?)
}
