//! `candour chronology`, `candour trail` and `candour duties`: a case in the order in which things
//! happened, in the order in which they were recorded, and against its clocks.

use std::io;

use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::chronology::{Chronology, Facts, Filter, Steps, chronology};
use candour_projections::duties::{DutiesView, duties};
use candour_projections::trail::{Trail, trail};
use chrono::NaiveDate;
use clap::Args;

use super::{Global, Ran, calendar};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::moment::Asking;
use crate::name::Names;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::{name, show};

const CHRONOLOGY: &str = "\
Examples:
  candour chronology ASH-1 --clock claims
  candour chronology ASH-1 --agency Police --from 2026-01-01 --to 2026-01-31
  candour chronology ASH-1 --child Theo --text bruise --facts
  candour chronology ASH-1 --kind ThresholdDecided --json";

/// The arguments of `candour chronology`.
#[derive(Debug, Args)]
#[command(after_help = CHRONOLOGY)]
pub(crate) struct ChronologyOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    asking: Asking,
}

/// Which rows are wanted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rows")]
pub(crate) struct Wanted {
    /// Those of this agency
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// Those that concern this child
    #[arg(long, value_name = "CHILD")]
    child: Option<String>,
    /// Those that concern or name this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Those of this type of entry (`ConcernRaised`) or chapter (concern)
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Those in whose words this occurs
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Those that can have been on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Those that can have been on this day or earlier
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// Facts alone: observations, concerns, a child's words, visits, what was supplied
    #[arg(long)]
    facts: bool,
    /// The steps derived from imported rows as well
    #[arg(long)]
    steps: bool,
}

impl Wanted {
    pub(crate) fn filter(&self, book: &Casebook, ask: &Ask) -> Result<Filter, Fault> {
        let names = Names::of(book, ask);
        if let Some(kind) = &self.kind {
            known_kind(kind)?;
        }
        Ok(Filter {
            agency: self.agency.as_ref().map(|it| names.agency(it)).transpose()?,
            child: self.child.as_ref().map(|it| names.child(it)).transpose()?,
            person: self.person.as_ref().map(|it| names.person(it)).transpose()?,
            kind: self.kind.clone(),
            keyword: self.text.clone(),
            from: self.from,
            to: self.to,
            facts: if self.facts { Facts::Alone } else { Facts::AndAllElse },
            steps: if self.steps { Steps::Shown } else { Steps::Hidden },
        })
    }
}

/// Refuses what is no type of entry and no chapter, so that a slip is not answered with nothing.
fn known_kind(given: &str) -> Result<(), Fault> {
    let mut names: Vec<&str> =
        candour_schemas::types().flat_map(|it| [it.name, it.chapter.name()]).collect();
    names.sort_unstable();
    names.dedup();
    if names.iter().any(|it| it.eq_ignore_ascii_case(given)) {
        return Ok(());
    }
    let near = crate::nearest::nearest(given, names);
    let next = if near.is_empty() {
        "name a type as it is stored (ConcernRaised), or a chapter (concern)".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Err(Fault::wrong_use(format!("'{given}' is no type of entry and no chapter")).next(next))
}

impl ChronologyOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::record::chronology).await
    }
}

impl Question for ChronologyOf {
    type Answer<'a> = Chronology;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Chronology>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let filter = self.wanted.filter(&book, &ask)?;
        let answer = chronology(&book, &ask, &filter, &calendar(&book, &ask)?);
        let title = format!("Chronology of case {}", name::case_name(&book, &ask));
        let answered = Answered::titled(answer, title, &self.asking);
        Ok(take(answered.told_of([&*book], &self.asking), notes)?)
    }
}

const TRAIL: &str = "\
Examples:
  candour trail ASH-1
  candour trail ASH-1 --on-record 2026-02-24T09:30 --json";

/// The arguments of `candour trail`.
#[derive(Debug, Args)]
#[command(after_help = TRAIL)]
pub(crate) struct TrailOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asking: Asking,
}

impl TrailOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::record::trail).await
    }
}

impl Question for TrailOf {
    type Answer<'a> = Trail;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Trail>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let answer = trail(&book, &ask, &calendar(&book, &ask)?);
        let title = format!("Audit trail of case {}", name::case_name(&book, &ask));
        let answered = Answered::titled(answer, title, &self.asking);
        Ok(take(answered.told_of([&*book], &self.asking), notes)?)
    }
}

const DUTIES: &str = "\
Examples:
  candour duties ASH-1 --at 2026-06-30 --clock claims
  candour duties ASH-1 --json

Without --at they stand as at the moment of --on-record, otherwise as at now.";

/// The arguments of `candour duties`.
#[derive(Debug, Args)]
#[command(after_help = DUTIES)]
pub(crate) struct DutiesOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asking: Asking,
}

impl DutiesOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::record::duties).await
    }
}

impl Question for DutiesOf {
    type Answer<'a> = DutiesView;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<DutiesView>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let asking = self.asking.at_or(now);
        let ask = asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let title = format!("Duties in case {}", name::case_name(&book, &ask));
        let answered = Answered::titled(duties(&book, &ask)?, title, &asking);
        Ok(take(answered.told_of([&*book], &asking), notes)?)
    }
}
