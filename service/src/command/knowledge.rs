//! Who knew what, and when: `who-knew`, `known-to`, `matrix`, `decision`, `gaps` and `late`.

use std::io;

use candour_domain::effective::Standing;
use candour_domain::identifier::EntryId;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::knowledge::{
    self, Context, Gaps, Knowledge, LateRecords, Lateness, Scope, Watershed,
};
use clap::Args;

use super::{Global, Ran, calendar};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::moment::{Asking, Moment};
use crate::name::Names;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::{name, show};

const WHO_KNEW: &str = "\
Examples:
  candour who-knew H1 --clock claims
  candour who-knew H1 --case ASH-1 --clock claims --at 2026-02-24T09:30
  candour who-knew '#17' --json";

/// The arguments of `candour who-knew`.
#[derive(Debug, Args)]
#[command(after_help = WHO_KNEW)]
pub(crate) struct WhoKnew {
    /// The item: the reference of a row (C2), a position (#17) or an identifier
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// The case that it stands in [default: the one case that has such an entry]
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl WhoKnew {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::knowledge::who_knew).await
    }
}

impl Question for WhoKnew {
    type Answer<'a> = knowledge::WhoKnew<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<knowledge::WhoKnew<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let (book, entry) = name::entry(models, &self.entry, self.case.as_deref(), &ask).await?;
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.who_knew(entry).ok_or_else(|| {
            withdrawn(&book, &ask, (&self.entry, entry)).unwrap_or_else(|| not_an_item(&self.entry))
        })?;
        Ok(take(titled(answer, "Who knew, in", &book, &self.asking), notes)?)
    }
}

const KNOWN_TO: &str = "\
Examples:
  candour known-to Police --case ASH-1 --clock claims
  candour known-to \"N. Adeyemi\" --case ASH-1 --clock claims --at 2026-01-26";

/// The arguments of `candour known-to`.
#[derive(Debug, Args)]
#[command(after_help = KNOWN_TO)]
pub(crate) struct KnownTo {
    /// An agency, a practitioner or a team, by name or identifier
    #[arg(value_name = "AGENCY|PRACTITIONER|TEAM")]
    whose: String,
    /// The case
    #[arg(long, value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asking: Asking,
}

impl KnownTo {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::knowledge::known_to).await
    }
}

impl Question for KnownTo {
    type Answer<'a> = knowledge::KnownTo<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<knowledge::KnownTo<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let whose = Names::of(&book, &ask).whose(&self.whose)?;
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.known_to(whose);
        let what = format!("Known to {}, in", answer.whose);
        Ok(take(titled(answer, &what, &book, &self.asking), notes)?)
    }
}

const MATRIX: &str = "\
Examples:
  candour matrix ASH-1 --clock claims
  candour matrix ASH-1 --clock claims --at 2026-01-26T16:30
  candour matrix ASH-1 --all --json";

/// The arguments of `candour matrix`.
#[derive(Debug, Args)]
#[command(after_help = MATRIX)]
pub(crate) struct Matrix {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    /// Decisions, meetings, offers, answers and plans as well, not facts alone
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    asking: Asking,
}

impl Matrix {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::knowledge::matrix).await
    }
}

impl Question for Matrix {
    type Answer<'a> = knowledge::Matrix<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<knowledge::Matrix<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let scope = if self.all { Scope::AllItems } else { Scope::Facts };
        let lateness = Lateness::usual(calendar(&book, &ask)?);
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.matrix(scope, &lateness);
        Ok(take(titled(answer, "Items and agencies, in", &book, &self.asking), notes)?)
    }
}

const DECISION: &str = "\
Examples:
  candour decision C2 --clock claims
  candour decision C7 --case ASH-1 --clock claims --json";

/// The arguments of `candour decision`.
#[derive(Debug, Args)]
#[command(after_help = DECISION)]
pub(crate) struct Decision {
    /// The decision: the reference of a row (C2), a position (#17) or an identifier
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// The case that it stands in [default: the one case that has such an entry]
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Decision {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::knowledge::decision).await
    }
}

impl Question for Decision {
    type Answer<'a> = Context<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Context<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let (book, entry) = name::entry(models, &self.entry, self.case.as_deref(), &ask).await?;
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.context_of(entry).ok_or_else(|| {
            let withdrawn = withdrawn(&book, &ask, (&self.entry, entry));
            withdrawn.unwrap_or_else(|| {
                Fault::found(format!(
                    "'{}' is no decision on the record that was asked about",
                    self.entry
                ))
                .next("name a decision or a meeting; `candour matrix CASE --all` lists them")
            })
        })?;
        Ok(take(titled(answer, "A decision in its context, in", &book, &self.asking), notes)?)
    }
}

const GAPS: &str = "\
Examples:
  candour gaps ASH-1 --at 2026-01-26T16:30 --clock claims
  candour gaps ASH-1

Without --at it is asked as at now. Involvement is often inferred from an agency's own rows, which
makes this list a question and never a finding.";

/// The arguments of `candour gaps`.
#[derive(Debug, Args)]
#[command(after_help = GAPS)]
pub(crate) struct GapsOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asking: Asking,
}

impl GapsOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::knowledge::gaps).await
    }
}

impl Question for GapsOf {
    type Answer<'a> = Gaps<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<Gaps<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let asking = self.asking.at_or(now);
        let book = name::casebook(models, &self.case, &asking.ask()).await?;
        let at = asking.at.map_or(now, Moment::end);
        let knowledge = Knowledge::as_it_stood(&book, asking.ask(), at);
        let answer = knowledge.gaps(at);
        Ok(take(titled(answer, "Involved and not told, in", &book, &asking), notes)?)
    }
}

const LATE: &str = "\
Examples:
  candour late ASH-1 --clock claims
  candour late ASH-1 --clock claims --watershed 2026-02-24T09:30
  candour late ASH-1 --clock claims --days 10";

/// The arguments of `candour late`.
#[derive(Debug, Args)]
#[command(after_help = LATE)]
pub(crate) struct LateOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    /// Also list what is about the time before this moment and was recorded after its day
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    watershed: Option<Moment>,
    /// After more than how many working days a record is late
    #[arg(long, value_name = "N", default_value_t = Lateness::AFTER_WORKING_DAYS)]
    days: u32,
    #[command(flatten)]
    asking: Asking,
}

impl LateOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::late::late).await
    }
}

impl Question for LateOf {
    type Answer<'a> = LateRecords<'a>;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<LateRecords<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let calendar = calendar(&book, &ask)?;
        let lateness = Lateness { calendar, after_working_days: self.days };
        let watershed = self.watershed.map(|it| Watershed(it.beginning()));
        let knowledge = Knowledge::of(&book, ask);
        let answer = knowledge.late_records(&lateness, watershed);
        Ok(take(titled(answer, "Late records, in", &book, &self.asking), notes)?)
    }
}

fn titled<T>(answer: T, what: &str, book: &Casebook, asking: &Asking) -> Answered<T> {
    let title = format!("{what} case {}", name::case_name(book, &asking.ask()));
    Answered::titled(answer, title, asking).told_of([book], asking)
}

/// Says of an entry that it was withdrawn, if it was: when and why.
fn withdrawn(book: &Casebook, ask: &Ask, (given, id): (&str, EntryId)) -> Option<Fault> {
    let standing = book.effective(ask.on_record).into_iter().find(|it| it.id() == id)?.standing;
    let Standing::Withdrawn { by, withdrawal } = standing else { return None };
    let (on, at) = (by.envelope.occurred, by.position.0);
    let what = format!("'{given}' was withdrawn, {on} (#{at}): {}", withdrawal.reason);
    let next =
        "ask about the record before that with --on-record; `candour trail CASE` shows the entry";
    Some(Fault::found(what).next(next))
}

fn not_an_item(given: &str) -> Fault {
    Fault::found(format!("'{given}' is no item on the record that was asked about")).next(
        "an entry that only passes on, receives or reads something is an acquisition, not an item; \
         `candour matrix CASE --all` lists the items",
    )
}
