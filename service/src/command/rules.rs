//! `candour rules`: the local rules and the calendar of working days that are in force, and adopting
//! others. National rules are not here: they cannot be switched off.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_commands::{Outcome, Recorder};
use candour_domain::calendar::Calendar;
use candour_domain::duty::{LocalRules, RuleBook};
use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::{LedgerEvent, RulesAdopted};
use candour_ledger::EventStore;
use candour_projections::casebook::read_stream_entries;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::store::Store;
use crate::{open, show};

/// The subcommands of `candour rules`.
#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// The local rules in force, as a file that can be changed and adopted
    Show(Show),
    /// Adopt local rules from a file, from now on
    Adopt(Adopt),
}

impl Rules {
    /// Whether it is to record, and not only to look.
    pub(crate) fn records(&self) -> bool {
        match self {
            Self::Show(_) => false,
            Self::Adopt(_) => true,
        }
    }

    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        match self {
            Self::Show(it) => it.run(global, edge, output).await,
            Self::Adopt(it) => it.run(global, edge, output).await,
        }
    }
}

const SHOW: &str = "\
Examples:
  candour rules show
  candour rules show --common-practice > rules.toml

National rules need no adopting and are not shown. No local clock runs unless it is adopted.";

/// The arguments of `candour rules show`.
#[derive(Debug, Args)]
#[command(after_help = SHOW)]
pub(crate) struct Show {
    /// Show what is common practice instead, to start a file of rules from
    #[arg(long)]
    common_practice: bool,
}

/// The rules that are in force.
#[derive(Debug, Args)]
pub(crate) struct InForce {}

/// What is in force, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RulesInForce")]
pub(crate) struct Shown {
    /// Whether any were adopted.
    adopted: bool,
    /// The local rules.
    rules: LocalRules,
    /// From which day on working days are known.
    calendar_from: NaiveDate,
    /// Up to which day working days are known.
    calendar_to: NaiveDate,
}

impl Question for InForce {
    type Answer<'a> = Shown;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Shown>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let (book, adopted) = in_force(&models.store).await?;
        let calendar = book.calendar();
        let shown = Shown {
            adopted,
            rules: book.rules().clone(),
            calendar_from: calendar.covered_from(),
            calendar_to: calendar.covered_to(),
        };
        Ok(take(Answered::plain(shown), notes)?)
    }
}

impl Show {
    async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        if self.common_practice {
            output.data_line(toml(&LocalRules::common_practice())?.trim_end())?;
            return Ok(Exit::Fine);
        }
        question::run(&InForce {}, global, (edge, output), told).await
    }
}

fn told(shown: &Shown, output: &mut Output) -> io::Result<()> {
    output.banner()?;
    let whose = if shown.adopted { "adopted" } else { "nothing adopted: no local clock runs" };
    output.line(&format!("# Local rules: {whose}."))?;
    output.line(&format!(
        "# Bank holidays of England and Wales from {} to {}.",
        show::words::day(shown.calendar_from),
        show::words::day(shown.calendar_to)
    ))?;
    output.data_line(toml(&shown.rules).map_err(io::Error::other)?.trim_end())
}

const ADOPT: &str = "\
Examples:
  candour rules adopt rules.toml
  candour rules adopt rules.toml --calendar bank-holidays.csv

The rules take effect when they are recorded; a question about an earlier time is answered by those
that were in force then. The calendar is a file of bank holidays: the line date,name, then one line
for each (2026-12-25,Christmas Day).";

/// The arguments of `candour rules adopt`.
#[derive(Debug, Args)]
#[command(after_help = ADOPT)]
pub(crate) struct Adopt {
    /// The file of rules, in TOML
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// A file of bank holidays [default: those in force]
    #[arg(long, value_name = "FILE.csv")]
    calendar: Option<PathBuf>,
}

impl Adopt {
    async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let rules: LocalRules = ::toml::from_str(&read(&self.file)?).map_err(|error| {
            Fault::found(format!("{} holds no local rules", self.file.display()))
                .because(error)
                .next("`candour rules show --common-practice` prints a file to start from")
        })?;
        meant(&rules, self.file.display())?;
        let store = open::writing(global.ledger.as_deref(), edge)?;
        let calendar = match &self.calendar {
            None => None,
            Some(file) => Some(Calendar::parse(&read(file)?).map_err(|error| {
                Fault::found(format!("{} holds no bank holidays", file.display())).because(error)
            })?),
        };
        let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
        match adopt((rules, calendar), (&store, &recorder), edge).await? {
            Outcome::Recorded(entries) => {
                let place = entries.first().map_or(0, |entry| entry.position.0);
                output.heading(
                    &format!("The rules of {} are adopted (#{place})", self.file.display()),
                    "",
                )?;
            }
            Outcome::AlreadySo(_) => output.heading("Already so: these rules are in force", "")?,
        }
        Ok(Exit::Fine)
    }
}

/// Refuses rules that cannot be meant, wherever they stand.
pub(crate) fn meant(rules: &LocalRules, place: impl Display) -> Result<(), Fault> {
    rules.check().map_err(|error| {
        Fault::found(format!("{place} holds rules that cannot be meant"))
            .because(error)
            .next("correct them and adopt them again; nothing was recorded")
    })
}

/// Adopts rules, and a calendar in place of the one in force, from now on.
pub(crate) async fn adopt(
    (rules, calendar): (LocalRules, Option<Calendar>),
    (store, recorder): (&Store, &Recorder),
    edge: &Edge,
) -> anyhow::Result<Outcome> {
    let calendar = match calendar {
        Some(calendar) => calendar,
        None => in_force(store).await?.0.calendar().clone(),
    };
    let operator = open::operator(store).await?;
    let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
    let adopted = Event::Ledger(LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar }));
    open::record(recorder, operator, (ledger, adopted), edge).await
}

/// The rules in force now, and whether any were adopted.
async fn in_force(store: &Store) -> anyhow::Result<(RuleBook, bool)> {
    let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
    let entries = read_stream_entries(store, ledger).await?.unwrap_or_default();
    let adopts = |it: &Entry| matches!(it.event, Event::Ledger(LedgerEvent::RulesAdopted(_)));
    let adopted = entries.iter().any(adopts);
    let book = RuleBook::national()?;
    Ok((book.adopted_by(&entries, OnRecord::ALL, DateTime::<Utc>::MAX_UTC), adopted))
}

fn read(file: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(file).map_err(|error| {
        Fault::unreadable(format!("{} could not be read", file.display()))
            .because(error)
            .next("check the name of the file")
    })
}

fn toml(rules: &LocalRules) -> Result<String, ::toml::ser::Error> {
    ::toml::to_string(rules)
}
