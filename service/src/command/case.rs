//! `candour case`, `candour child` and `candour person`: the cases of the ledger, one of them as it
//! stands or stood, and somebody across cases.

use std::io;

use candour_projections::across::Across;
use candour_projections::case_list::CaseList;
use candour_projections::case_view::{CaseView, case_view};
use candour_projections::child_view::{ChildView, child_view};
use candour_projections::person_view::{PersonView, person_view};
use candour_projections::roll::Registered;
use clap::{Args, Subcommand};

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::moment::Asking;
use crate::name::Names;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
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
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        match self {
            Self::List(it) => question::run(&it, global, (edge, output), show::case::list).await,
            Self::Show(it) => question::run(&it, global, (edge, output), show::case::view).await,
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

impl Question for List {
    type Answer<'a> = CaseList;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<CaseList>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let list = name::list(models, &self.asking.ask()).await?;
        Ok(take(Answered::titled(list, "The cases of this ledger", &self.asking), notes)?)
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

impl Question for Show {
    type Answer<'a> = CaseView;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<CaseView>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let title = format!("Case {}", name::case_name(&book, &ask));
        let answered = Answered::titled(case_view(&book, &ask), title, &self.asking);
        Ok(take(answered.told_of([&*book], &self.asking), notes)?)
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
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::somebody::child).await
    }
}

impl Question for Child {
    type Answer<'a> = ChildView;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<ChildView>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let child = Names::of_all(models, Registered::Children, &ask).await?.child(&self.child)?;
        let across = Across::of_child(&*models.store, child).await?.ok_or_else(|| {
            Fault::found(format!("there is no child '{}' in this ledger", self.child))
        })?;
        let view = child_view(&across, child, &ask);
        let title = format!("{}, across cases", view.child.name);
        let answered = Answered::titled(view, title, &self.asking);
        Ok(take(answered.told_of(&across.cases, &self.asking), notes)?)
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
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::somebody::person).await
    }
}

impl Question for Person {
    type Answer<'a> = PersonView;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<PersonView>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let person = Names::of_all(models, Registered::People, &ask).await?.person(&self.person)?;
        let across = Across::of_person(&*models.store, person).await?.ok_or_else(|| {
            Fault::found(format!("there is no person '{}' in this ledger", self.person))
        })?;
        let view = person_view(&across, person, &ask);
        let title = format!("{}, across cases", view.person.person.name);
        let answered = Answered::titled(view, title, &self.asking);
        Ok(take(answered.told_of(&across.cases, &self.asking), notes)?)
    }
}
