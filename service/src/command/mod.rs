//! The commands: one file for each family, with its arguments and what it runs. This one has what
//! all share, and hands each command on; it does nothing itself.

pub(crate) mod access;
mod backup;
pub(crate) mod bundle;
pub(crate) mod case;
pub(crate) mod chronology;
mod completions;
pub(crate) mod dashboard;
pub(crate) mod entries;
pub(crate) mod export;
pub(crate) mod import;
mod init;
pub(crate) mod knowledge;
mod migrate;
mod rebuild;
pub(crate) mod receipt;
pub(crate) mod record;
pub(crate) mod rules;
pub(crate) mod seal;
pub(crate) mod search;
pub(crate) mod serve;
mod store;
pub(crate) mod verify;
mod verify_bundle;
mod witness;
pub(crate) mod witnesses;
pub(crate) mod worklist;

use std::path::PathBuf;

use candour_domain::calendar::{Calendar, CalendarError};
use candour_domain::duty::RuleBook;
use candour_domain::time::Certainty;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::edge::Edge;
use crate::exit::{EXIT_CODES, Exit};
use crate::moment::{Asking, ClockName};
use crate::output::Output;
use crate::place;
use crate::sealing;

pub(crate) use dashboard::{Explained, LINES_SHOWN, located, months_before, no_section};

/// How a command ended.
type Ran = anyhow::Result<Exit>;

const EXAMPLES: &str = "\
Examples:
  candour init --ledger ./ashdown
  candour import --ledger ./ashdown *.csv
  candour matrix ASH-1 --ledger ./ashdown --clock claims
  candour decision C2 --ledger ./ashdown --clock claims

T is a day (2026-01-26: the end of that day), a minute of London's time (2026-01-26T16:30: the
end of it), or an exact time (2026-01-26T16:30:00Z). CASE is a reference (ASH-1) or an identifier;
ENTRY is the reference of a row (C2), a position (#17) or an identifier. Of an identifier the first
eight characters are enough.";

/// Candour: a ledger of safeguarding work in English child protection.
///
/// It keeps what was raised, shared, decided and done as entries that nobody can change, and
/// answers from them who knew what, and when. For now it holds invented records alone.
#[derive(Debug, Parser)]
#[command(name = "candour", version, after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// The directory of the ledger, or the address of the cluster that it lives on: esdb://..
    #[arg(long, global = true, value_name = "DIR", env = "CANDOUR_LEDGER", hide_env_values = true)]
    pub(crate) ledger: Option<PathBuf>,
    /// The directory of this node of a cluster: its copy of the ledger, and what stands beside a ledger
    #[arg(long, global = true, value_name = "DIR", env = "CANDOUR_NODE", hide_env_values = true)]
    pub(crate) node: Option<PathBuf>,
    /// The folder of the read models [default: models, in the ledger's directory]
    #[arg(long, global = true, value_name = "DIR", env = "CANDOUR_MODELS", hide_env_values = true)]
    pub(crate) models: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Leave notes and progress out; errors are still told
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// When what a command records is sealed: as it ends, or by `candour seal` later
    #[arg(long, global = true, value_name = "WHEN", default_value = "at-once")]
    #[arg(env = "CANDOUR_SEALING", hide_env_values = true)]
    pub(crate) sealing: When,
    /// Never ask anything. Candour asks nothing; this is for scripts that say so everywhere
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// When what a command records is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// As it ends
    AtOnce,
    /// By `candour seal`
    Later,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new ledger, for invented records alone
    Init(init::Init),
    /// Make a ledger with an invented case, and be shown around
    Demo(crate::demo::Demo),
    /// Record requests from JSON Lines, each answered
    Record(record::Record),
    /// Import agencies' chronologies, CSV or XLSX
    Import(import::Import),
    /// List cases, or show one
    #[command(subcommand)]
    Case(case::Case),
    /// One child, across cases
    Child(case::Child),
    /// One person, across cases
    Person(case::Person),
    /// What happened, in the order in which it happened
    Chronology(chronology::ChronologyOf),
    /// Who knew an item, how and when, and who could have
    WhoKnew(knowledge::WhoKnew),
    /// What an agency, a practitioner or a team knew of a case, and what they only held
    KnownTo(knowledge::KnownTo),
    /// Items against agencies: to which stage each came, and when
    Matrix(knowledge::Matrix),
    /// A decision in its context: what was known, listed, held elsewhere
    Decision(knowledge::Decision),
    /// Who was involved and neither held nor knew a fact
    Gaps(knowledge::GapsOf),
    /// What was recorded long after it happened
    Late(knowledge::LateOf),
    /// What is due, overdue, met or not, and what had to come before what
    Duties(chronology::DutiesOf),
    /// Every entry of a case in the order in which it was recorded, by whom and how late
    Trail(chronology::TrailOf),
    /// To whom a case was shown, what of it and when
    Access(access::AccessesOf),
    /// An area in numbers, as it stood on any date, and the entries behind each number
    Dashboard(dashboard::DashboardOf),
    /// The duties that wait for somebody, over all cases, by when they are due
    Worklist(worklist::WorklistOf),
    /// Find children, people, agencies, practitioners, teams and cases by name or reference
    Search(search::Search),
    /// Make the read models anew from the ledger
    Rebuild(rebuild::Rebuild),
    /// The entries of the ledger, one JSON object a line
    Entries(entries::Entries),
    /// Write entries, a chronology or a matrix to a file
    #[command(subcommand)]
    Export(export::Export),
    /// Sign a checkpoint over all entries now
    Seal(seal::Seal),
    /// The last checkpoint, to be held elsewhere
    Checkpoint(seal::CheckpointOf),
    /// The key that signs checkpoints, and putting a new one in its place
    #[command(subcommand)]
    Key(seal::Key),
    /// The witnesses of this ledger: what they have seen, and adopting a policy
    #[command(subcommand)]
    Witnesses(witnesses::Witnesses),
    /// A receipt of an entry: that it stood in the ledger, unaltered
    Receipt(receipt::ReceiptOf),
    /// Check a receipt, with no ledger at hand
    VerifyReceipt(receipt::VerifyReceipt),
    /// The record of a case in one file, for a panel, a court, its subject or an auditor
    Bundle(bundle::BundleOf),
    /// The bundles that were made of a case
    Exports(bundle::ExportsOf),
    /// Check a bundle, with no ledger at hand
    VerifyBundle(verify_bundle::VerifyBundle),
    /// Check every record: order, revisions, what it says, commitments and leaves
    Verify(verify::Verify),
    /// The local rules and the calendar of working days, and adopting others
    #[command(subcommand)]
    Rules(rules::Rules),
    /// Copy the ledger to a file, while it is in use
    Backup(backup::Backup),
    /// Serve the pages of the ledger to this computer
    Serve(serve::Serve),
    /// Copy a whole ledger to a cluster, or back
    Migrate(migrate::Migrate),
    /// Whether a cluster is fit to hold a ledger, and how this node stands to it
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Be a witness of somebody else's ledger
    #[command(subcommand)]
    Witness(witness::Witness),
    /// Print completions for a shell
    Completions(completions::Completions),
}

/// Runs a command.
pub(crate) async fn run(cli: Cli, edge: &Edge, output: &mut Output) -> Ran {
    let Cli { mut global, command } = cli;
    place::settle(&mut global)?;
    let writes = command.records();
    if writes {
        sealing::guard(global.ledger.as_deref(), edge, output).await?;
    }
    let ran = Box::pin(run_alone(&global, command, edge, output)).await?;
    if writes && global.sealing == When::AtOnce {
        sealing::after(global.ledger.as_deref(), edge, output).await?;
    }
    Ok(ran)
}

impl Command {
    /// Whether it records entries of cases, people or agencies, which are then sealed.
    fn records(&self) -> bool {
        match self {
            Self::Record(_) => true,
            Self::Import(it) => it.records(),
            Self::Rules(it) => it.records(),
            Self::Init(_)
            | Self::Demo(_)
            | Self::Case(_)
            | Self::Child(_)
            | Self::Person(_)
            | Self::Chronology(_)
            | Self::WhoKnew(_)
            | Self::KnownTo(_)
            | Self::Matrix(_)
            | Self::Decision(_)
            | Self::Gaps(_)
            | Self::Late(_)
            | Self::Duties(_)
            | Self::Trail(_)
            | Self::Access(_)
            | Self::Dashboard(_)
            | Self::Worklist(_)
            | Self::Search(_)
            | Self::Rebuild(_)
            | Self::Entries(_)
            | Self::Export(_)
            | Self::Seal(_)
            | Self::Checkpoint(_)
            | Self::Key(_)
            | Self::Witnesses(_)
            | Self::Witness(_)
            | Self::Receipt(_)
            | Self::VerifyReceipt(_)
            | Self::Bundle(_)
            | Self::Exports(_)
            | Self::VerifyBundle(_)
            | Self::Verify(_)
            | Self::Backup(_)
            | Self::Migrate(_)
            | Self::Store(_)
            | Self::Serve(_)
            | Self::Completions(_) => false,
        }
    }
}

/// Runs a command, and seals nothing.
async fn run_alone(global: &Global, command: Command, edge: &Edge, output: &mut Output) -> Ran {
    match command {
        Command::Init(it) => it.run(global, edge, output).await,
        Command::Demo(it) => it.run(global, output).await,
        Command::Record(it) => it.run(global, edge, output).await,
        Command::Import(it) => it.run(global, edge, output).await,
        Command::Case(it) => it.run(global, edge, output).await,
        Command::Child(it) => it.run(global, edge, output).await,
        Command::Person(it) => it.run(global, edge, output).await,
        Command::Chronology(it) => it.run(global, edge, output).await,
        Command::WhoKnew(it) => it.run(global, edge, output).await,
        Command::KnownTo(it) => it.run(global, edge, output).await,
        Command::Matrix(it) => it.run(global, edge, output).await,
        Command::Decision(it) => it.run(global, edge, output).await,
        Command::Gaps(it) => it.run(global, edge, output).await,
        Command::Late(it) => it.run(global, edge, output).await,
        Command::Duties(it) => it.run(global, edge, output).await,
        Command::Trail(it) => it.run(global, edge, output).await,
        Command::Access(it) => it.run(global, edge, output).await,
        Command::Dashboard(it) => it.run(global, edge, output).await,
        Command::Worklist(it) => it.run(global, edge, output).await,
        Command::Search(it) => it.run(global, edge, output).await,
        Command::Rebuild(it) => it.run(global, edge, output).await,
        Command::Entries(it) => it.run(global, edge, output).await,
        Command::Export(it) => it.run(global, output).await,
        Command::Seal(it) => it.run(global, edge, output).await,
        Command::Checkpoint(it) => it.run(global, output),
        Command::Key(it) => it.run(global, edge, output).await,
        Command::Witnesses(it) => it.run(global, edge, output).await,
        Command::Receipt(it) => it.run(global, output).await,
        Command::VerifyReceipt(it) => it.run(output),
        Command::Bundle(it) => it.run(global, edge, output).await,
        Command::Exports(it) => it.run(global, edge, output).await,
        Command::VerifyBundle(it) => it.run(output),
        Command::Verify(it) => it.run(global, edge, output).await,
        Command::Rules(it) => it.run(global, edge, output).await,
        Command::Backup(it) => it.run(global, output).await,
        Command::Serve(it) => it.run(global, edge, output).await,
        Command::Migrate(it) => it.run(global, edge, output).await,
        Command::Store(it) => it.run(global, edge, output).await,
        Command::Witness(it) => it.run(edge, output).await,
        Command::Completions(it) => it.run(output),
    }
}

/// What is said of a case with imported entries where the agencies' own dates were not asked for.
pub(crate) fn hint(book: &Casebook, asking: &Asking) -> Option<&'static str> {
    let record = asking.ask().on_record;
    let mut held = book.entries.iter().filter(|it| record.holds(it) != Certainty::No);
    let mut imported = || held.any(|it| it.envelope.source.import.is_some());
    (asking.clock == ClockName::Ledger && imported()).then_some(
        "note: this case has imported entries, which this ledger recorded when they were imported; \
         --clock claims asks by when the agencies say that they entered them",
    )
}

/// The calendar of working days that was in force, as far as a question sees the record.
pub(crate) fn calendar(book: &Casebook, ask: &Ask) -> Result<Calendar, CalendarError> {
    let at = ask.at.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let rules = RuleBook::national()?.adopted_by(&book.ledger, ask.on_record, at);
    Ok(rules.calendar().clone())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The commands that can be run, each with all the words that name it.
    fn runnable(of: &clap::Command, words: &str) -> Vec<(String, clap::Command)> {
        let name = format!("{words} {}", of.get_name()).trim().to_owned();
        if !of.has_subcommands() {
            return vec![(name, of.clone())];
        }
        of.get_subcommands().flat_map(|it| runnable(it, &name)).collect()
    }

    #[test]
    fn the_commands_are_put_together_without_contradiction() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_that_can_be_run() {
        for (name, command) in runnable(&Cli::command(), "") {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> =
                help.lines().filter_map(|line| line.strip_prefix("  candour ")).collect();
            assert!(!examples.is_empty(), "{name}");
            for example in examples {
                let words = shell_words(example);
                let read = Cli::try_parse_from(std::iter::once("candour".to_owned()).chain(words));
                assert_eq!(read.map(|_| ()).map_err(|it| it.to_string()), Ok(()), "{example}");
                let whole = format!("candour {example}");
                assert!(whole.starts_with(&name), "{name}: {example}");
            }
        }
    }

    /// The words of an example up to where the shell takes over.
    fn shell_words(example: &str) -> Vec<String> {
        let mut words = Vec::new();
        let mut quoted = None::<char>;
        let mut word = String::new();
        for letter in example.chars() {
            match (quoted, letter) {
                (None, '|' | '>' | '<') => break,
                (None, '"' | '\'') => quoted = Some(letter),
                (Some(quote), _) if quote == letter => quoted = None,
                (None, ' ') if word.is_empty() => {}
                (None, ' ') => words.push(std::mem::take(&mut word)),
                (Some(_) | None, _) => word.push(letter),
            }
        }
        words.extend(Some(word).filter(|word| !word.is_empty()));
        words
    }
}
