//! `candour witnesses`: the policy on witnesses that is in force, what each has seen, and adopting another.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use candour_commands::sealing::Heed;
use candour_commands::{Outcome, Recorder};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::LedgerId;
use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::EventStore;
use candour_ledger::note::Policy;
use candour_projections::casebook::read_stream_entries;
use candour_projections::proof::ProofBook;
use candour_schemas::proof;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::receipt::policy;
use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::show::words;
use crate::store::Store;
use crate::{open, sealing};

const SHOW: &str = "\
Examples:
  candour witnesses show
  candour witnesses show --json

Whose cosignatures are needed, what each witness has seen last, and since when it has not cosigned; and the
ledger's own keys, which those who keep its witnesses trust with `candour witness trust`.";

const ADOPT: &str = "\
Examples:
  candour witnesses adopt partners.policy

A policy names the witnesses with their keys and addresses, and how many of them are needed:
  witness council council.example/witness+<id>+<key> https://witness.council.example/
  witness icb     icb.example/witness+<id>+<key>     https://witness.icb.example/
  witness police  police.example/witness+<id>+<key>  https://witness.police.example/
  group partners 2 council icb police
  quorum partners
Whoever keeps a witness prints its key with `candour witness init`.

Where a witness says that it has cosigned more than this copy of the ledger has, nothing is recorded: most
likely the copy is an older one, and the newest has to be found. Where it is certain that this is the newest
and that the witness is wrong, or that too few witnesses will ever answer again, --in-spite-of-witnesses
adopts a policy without them. That the policy changed stands in the ledger, for everybody to see.";

/// `candour witnesses`.
#[derive(Debug, Subcommand)]
pub(crate) enum Witnesses {
    /// The policy in force, and what each witness has seen
    #[command(after_help = SHOW)]
    Show,
    /// Adopt a policy on witnesses
    #[command(after_help = ADOPT)]
    Adopt(Adopt),
}

/// The arguments of `candour witnesses adopt`.
#[derive(Debug, Args)]
pub(crate) struct Adopt {
    /// The policy, as tlog-policy has it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Go on although witnesses have seen more of the ledger, or do not answer
    #[arg(long)]
    in_spite_of_witnesses: bool,
}

/// The witnesses, and what each has seen.
#[derive(Debug, Args)]
pub(crate) struct ShowAll {}

/// What is known of a witness, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WitnessKnown")]
pub(crate) struct Known {
    name: String,
    key: String,
    address: Option<String>,
    /// How many entries it has cosigned.
    size: Option<u64>,
    cosigned_at: Option<DateTime<Utc>>,
    missing_since: Option<DateTime<Utc>>,
    /// Why it has not cosigned since, as far as it said so.
    because: Option<String>,
}

/// The policy on witnesses, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WitnessesShown")]
pub(crate) struct Shown {
    /// The ledger's keys, for whoever keeps a witness to trust.
    ledger_keys: Vec<String>,
    /// How many cosignatures are needed at least.
    needed: usize,
    /// The policy in force.
    policy: Option<String>,
    witnesses: Vec<Known>,
}

/// What a ledger has said of itself.
pub(crate) async fn book(store: &Store) -> anyhow::Result<ProofBook> {
    let ledger = store.identity().id;
    let stream = StreamId::Ledger(LedgerId::new(ledger));
    let entries = read_stream_entries(store, stream).await?.unwrap_or_default();
    Ok(ProofBook::of(ledger, &entries))
}

impl Witnesses {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        match self {
            Self::Show => question::run(&ShowAll {}, global, (edge, output), told).await,
            Self::Adopt(it) => it.run(global, edge, output).await,
        }
    }
}

impl Question for ShowAll {
    type Answer<'a> = Shown;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Shown>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let book = book(&models.store).await?;
        let seen = sealing::files(&models.directory).witnesses().map_err(sealing::fault)?;
        let named = book.policy().map(Policy::witnesses).unwrap_or_default();
        let known = named.iter().map(|witness| {
            let seen = seen.get(witness.key.name().as_str());
            Known {
                name: witness.name.clone(),
                key: witness.key.to_string(),
                address: witness.address.clone(),
                size: seen.map(|it| it.size).filter(|size| *size > 0),
                cosigned_at: seen.and_then(|it| it.at),
                missing_since: seen.and_then(|it| it.missing_since),
                because: seen.and_then(|it| it.because.clone()),
            }
        });
        let shown = Shown {
            ledger_keys: book.keys().map(ToString::to_string).collect(),
            needed: book.policy().map_or(0, Policy::fewest),
            policy: book.policy().map(Policy::plain),
            witnesses: known.collect(),
        };
        Ok(take(Answered::plain(shown), notes)?)
    }
}

fn told(shown: &Shown, output: &mut Output) -> io::Result<()> {
    if shown.witnesses.is_empty() {
        output.heading("No witnesses", "")?;
        output
            .line("Checkpoints carry the ledger's own signature alone, and no time but its own.")?;
        keys(&shown.ledger_keys, output)?;
        return output.note("next: `candour witnesses adopt FILE` adopts a policy");
    }
    let count = shown.witnesses.len();
    let title = format!("Witnesses: {} of {count} needed at least", shown.needed);
    output.heading(&title, "")?;
    let mut table = output.look.table(&["Witness", "Has cosigned", "Last", "Not since"]);
    for it in &shown.witnesses {
        let size = it.size.map_or_else(|| "nothing".to_owned(), |size| format!("{size} entries"));
        let last = it.cosigned_at.map_or_else(|| "never".to_owned(), words::moment);
        let missing = it.missing_since.map_or_else(String::new, |since| {
            let because = it.because.as_deref().unwrap_or("it did not say why");
            format!("{}: {because}", words::moment(since))
        });
        table.add_row([it.name.clone(), size, last, missing]);
    }
    output.table(table)?;
    keys(&shown.ledger_keys, output)
}

/// Tells the ledger's keys, as those who keep its witnesses are given them.
fn keys(keys: &[String], output: &mut Output) -> io::Result<()> {
    if !keys.is_empty() {
        output.part("For a witness to trust:")?;
    }
    keys.iter().try_for_each(|key| output.line(&format!("  {key}")))
}

impl Adopt {
    async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let policy = policy(&self.file)?;
        let entry = proof::adopts(&policy).map_err(|error| {
            Fault::found(format!("{} cannot be recorded", self.file.display())).because(error)
        })?;
        let directory = open::directory(global.ledger.as_deref())?;
        let store = open::writing(Some(&directory), edge)?;
        let operator = open::operator(&store).await?;
        let heed = if self.in_spite_of_witnesses { Heed::Files } else { Heed::All };
        sealing::guard_adoption(&directory, &store, heed, output).await?;
        let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
        let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
        let adopted = Event::Ledger(LedgerEvent::WitnessPolicyAdopted(entry));
        match open::record(&recorder, operator, (ledger, adopted), edge).await? {
            Outcome::Recorded(entries) => {
                let place = entries.first().map_or(0, |entry| entry.position.0);
                let file = self.file.display();
                output.heading(&format!("The policy of {file} is adopted (#{place})"), "")?;
            }
            Outcome::AlreadySo(_) => output.heading("Already so: this policy is in force", "")?,
        }
        if self.in_spite_of_witnesses {
            sealing::files(&directory).forget_witnesses().map_err(sealing::fault)?;
        }
        output.note("next: `candour seal` shows the next checkpoint to the witnesses")?;
        Ok(Exit::Fine)
    }
}
