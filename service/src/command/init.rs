//! `candour init`: a new ledger, synthetic, for that is the only kind there is for now.

use candour_domain::recorded::Label;
use candour_ledger::EventStore;
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::open::{self, OWNER};
use crate::output::Output;
use crate::sealing;

const EXAMPLES: &str = "\
Examples:
  candour init --ledger ./ashdown
  candour init --ledger ./ashdown --owner \"Thornbridge safeguarding partnership\"

The ledger holds invented records alone, and every screen and export says so: Candour is not for
real people until sealing and access control have landed.";

/// The arguments of `candour init`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    /// Who keeps the ledger: the name of an agency
    #[arg(long, value_name = "NAME", default_value = OWNER)]
    owner: String,
}

#[derive(Serialize)]
struct Made {
    ledger: uuid::Uuid,
    directory: String,
    owner: String,
    practitioner: uuid::Uuid,
    agency: uuid::Uuid,
}

impl Init {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        let owner = Label::parse(&self.owner).map_err(|error| {
            Fault::wrong_use("the name of the owner cannot be used").because(error)
        })?;
        let (store, operator) = open::create(&directory, &owner, edge).await?;
        sealing::keep_key(&directory, &sealing::new_key(&store, edge))?;
        let made = Made {
            ledger: store.identity().id,
            directory: directory.display().to_string(),
            owner: owner.to_string(),
            practitioner: operator.practitioner.uuid(),
            agency: operator.agency.uuid(),
        };
        if output.json {
            output.json(&made)?;
            return Ok(Exit::Fine);
        }
        output.heading(&format!("A new ledger in {}", made.directory), "")?;
        output.line("It holds invented records alone. Never put real people in it.")?;
        output.line(&format!("  ledger        {}", made.ledger))?;
        output.line(&format!("  kept by       {} (agency {})", made.owner, made.agency))?;
        output.line(&format!("  practitioner  {}", made.practitioner))?;
        output.note("next: record with `candour record`, or import with `candour import`")?;
        Ok(Exit::Fine)
    }
}
