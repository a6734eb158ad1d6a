//! `candour case`: the cases of the ledger, and one of them as it stands or stood.

use candour_projections::case_list::Cases;
use clap::{Args, Subcommand};

use super::{Global, Ran};
use crate::exit::Exit;
use crate::moment::Asking;
use crate::output::Output;
use crate::{open, show};

const LIST: &str = "\
Examples:
  candour case list
  candour case list --on-record 2026-01-31 --json";

/// The subcommands of `candour case`.
#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    /// The cases of the ledger, in the order in which they were opened
    List(List),
}

/// The arguments of `candour case list`.
#[derive(Debug, Args)]
#[command(after_help = LIST)]
pub(crate) struct List {
    #[command(flatten)]
    asking: Asking,
}

impl Case {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        match self {
            Self::List(it) => it.run(global, output).await,
        }
    }
}

impl List {
    async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let store = open::reading(global.ledger.as_deref())?;
        let list = Cases::load(&*store).await?.list(&self.asking.ask());
        if output.json {
            output.json(&list)?;
            return Ok(Exit::Fine);
        }
        output.heading("The cases of this ledger", &self.asking.words())?;
        show::case::list(&list, output)?;
        Ok(Exit::Fine)
    }
}
