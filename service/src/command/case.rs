//! `candour case`, `candour child` and `candour person`: the cases of the ledger, one of them as it
//! stands or stood, and somebody across cases.

use candour_projections::across::Across;
use candour_projections::case_view::case_view;
use candour_projections::child_view::child_view;
use candour_projections::person_view::person_view;
use candour_projections::roll::Registered;
use clap::{Args, Subcommand};

use super::{Global, Ran, hint};
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::moment::Asking;
use crate::name::Names;
use crate::output::Output;
use crate::{name, show};

/// The subcommands of `candour case`.
#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    /// The cases of the ledger, in the order in which they were opened
    List(List),
    /// One case as it stands or stood: the children, the people, who works with them
    Show(Show),
}

impl Case {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        match self {
            Self::List(it) => it.run(global, output).await,
            Self::Show(it) => it.run(global, output).await,
        }
    }
}

const LIST: &str = "\
Examples:
  candour case list
  candour case list --on-record 2026-01-31 --json";

/// The arguments of `candour case list`.
#[derive(Debug, Args)]
#[command(after_help = LIST)]
pub(crate) struct List {
    #[command(flatten)]
    asking: Asking,
}

impl List {
    async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let list = name::list(&models, &self.asking.ask()).await?;
        if output.json {
            output.json(&list)?;
            return Ok(Exit::Fine);
        }
        output.heading("The cases of this ledger", &self.asking.words())?;
        show::case::list(&list, output)?;
        Ok(Exit::Fine)
    }
}

const SHOW: &str = "\
Examples:
  candour case show ASH-1
  candour case show ASH-1 --at 2026-02-24 --clock claims --json";

/// The arguments of `candour case show`.
#[derive(Debug, Args)]
#[command(after_help = SHOW)]
pub(crate) struct Show {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asking: Asking,
}

impl Show {
    async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let book = name::casebook(&models, &self.case, &self.asking.ask()).await?;
        let view = case_view(&book, &self.asking.ask());
        if output.json {
            output.json(&view)?;
            return Ok(Exit::Fine);
        }
        output.heading(
            &format!("Case {}", name::case_name(&book, &self.asking.ask())),
            &self.asking.words(),
        )?;
        show::case::view(&view, output)?;
        hint(&book, &self.asking, output)?;
        Ok(Exit::Fine)
    }
}

const CHILD: &str = "\
Examples:
  candour child Mia
  candour child Mia --at 2026-02-24 --clock claims --json";

/// The arguments of `candour child`.
#[derive(Debug, Args)]
#[command(after_help = CHILD)]
pub(crate) struct Child {
    /// The child, by name or identifier
    #[arg(value_name = "CHILD")]
    child: String,
    #[command(flatten)]
    asking: Asking,
}

impl Child {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let ask = self.asking.ask();
        let child = Names::of_all(&models, Registered::Children, &ask).await?.child(&self.child)?;
        let across = Across::of_child(&*models.store, child).await?.ok_or_else(|| {
            Fault::found(format!("there is no child '{}' in this ledger", self.child))
        })?;
        let view = child_view(&across, child, &ask);
        if output.json {
            output.json(&view)?;
            return Ok(Exit::Fine);
        }
        output.heading(&format!("{}, across cases", view.child.name), &self.asking.words())?;
        show::somebody::child(&view, output)?;
        for book in &across.cases {
            hint(book, &self.asking, output)?;
        }
        Ok(Exit::Fine)
    }
}

const PERSON: &str = "\
Examples:
  candour person \"Ruth Ashdown\"
  candour person \"Callan Reeve\" --json";

/// The arguments of `candour person`.
#[derive(Debug, Args)]
#[command(after_help = PERSON)]
pub(crate) struct Person {
    /// The person, by name or identifier
    #[arg(value_name = "PERSON")]
    person: String,
    #[command(flatten)]
    asking: Asking,
}

impl Person {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let ask = self.asking.ask();
        let person =
            Names::of_all(&models, Registered::People, &ask).await?.person(&self.person)?;
        let across = Across::of_person(&*models.store, person).await?.ok_or_else(|| {
            Fault::found(format!("there is no person '{}' in this ledger", self.person))
        })?;
        let view = person_view(&across, person, &ask);
        if output.json {
            output.json(&view)?;
            return Ok(Exit::Fine);
        }
        output
            .heading(&format!("{}, across cases", view.person.person.name), &self.asking.words())?;
        show::somebody::person(&view, output)?;
        for book in &across.cases {
            hint(book, &self.asking, output)?;
        }
        Ok(Exit::Fine)
    }
}
