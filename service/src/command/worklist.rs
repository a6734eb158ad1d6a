//! `candour worklist`: the duties that wait for somebody over all cases, by when they are due. It ranks
//! nobody: the order is that of time.
//!
//! # Rules
//! - `a_worklist_is_in_the_order_of_time`: page by page, and as JSON of the same rows.

use std::io;

use candour_domain::code::from_code;
use candour_domain::duty::{Status, table};
use candour_domain::entry::RecordClock;
use candour_projections::ask::Ask;
use candour_projections::roll::Registered;
use candour_projections::running::AskedOn;
use candour_projections::worklist::{Cursor, Worklist, WorklistFilter, worklist};
use clap::Args;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::models::Models;
use crate::moment::Moment;
use crate::name::Names;
use crate::nearest::nearest;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::show;

const EXAMPLES: &str = "\
Examples:
  candour worklist
  candour worklist --team \"Assessment and support 1\" --status overdue
  candour worklist --worker \"N. Adeyemi\" --duty C1 --at 2026-06-30
  candour worklist --child Mia --json

It stands as at now unless --at names a moment. Without --status it has what is open, due soon or
overdue, and what passed a statute's limit no longer ago than is called overdue. A worker's team is the
unit of the post that they hold.";

/// The arguments of `candour worklist`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct WorklistOf {
    #[command(flatten)]
    which: Which,
    /// The world as at this moment [default: now]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    at: Option<Moment>,
    /// The record as it stood at this moment [default: all that is recorded]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    on_record: Option<Moment>,
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// Go on from where a page ended
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
}

/// Which duties are wanted: those that meet all conditions.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rows")]
struct Which {
    /// Those of cases that this team leads
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Those of cases that this practitioner leads
    #[arg(long, value_name = "NAME")]
    worker: Option<String>,
    /// Those of cases that somebody leads for this agency
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// Those of this child
    #[arg(long, value_name = "CHILD")]
    child: Option<String>,
    /// Those under this rule (C3)
    #[arg(long, value_name = "RULE")]
    duty: Option<String>,
    /// Those that stand so: `open`, `due_soon`, `overdue`, `not_met_in_time`, `breached`...
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<Status>,
}

/// A status by its code, or by its words.
fn status(given: &str) -> Result<Status, String> {
    let code = given.trim().to_lowercase().replace([' ', '-'], "_");
    from_code(&code).ok_or_else(|| {
        "name it open, due_soon, overdue, met, met_late, not_met_in_time, not_met, excused, ended, \
         breached, not_engaged, not_certain or calendar_does_not_reach"
            .to_owned()
    })
}

impl WorklistOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::worklist::worklist).await
    }
}

impl Question for WorklistOf {
    type Answer<'a> = Worklist;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<Worklist>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let at = match self.at.or(self.on_record) {
            Some(named) => named.end(),
            None => models.now(now, notes).await?,
        };
        let asked = AskedOn { at, on_record: self.on_record.map(Moment::end) };
        let filter = self.filter(models).await?;
        let view = models.asked(asked, notes).await?;
        let answer = worklist(&view, &filter)?;
        let next = answer.next.clone();
        Ok(take(Answered::plain(answer).next(next), notes)?)
    }
}

impl WorklistOf {
    /// The conditions, with whom and what they name looked up.
    async fn filter(&self, models: &Models) -> anyhow::Result<WorklistFilter> {
        let ask = Ask::everything(RecordClock::Ledger);
        let ask = self.on_record.map_or(ask, |until| ask.on_record(until.end()));
        let names = async |whose| Names::of_all(models, whose, &ask).await;
        let mut filter = WorklistFilter {
            team: self.which.team.clone(),
            rule: self.which.duty.as_deref().map(rule).transpose()?,
            status: self.which.status,
            limit: self.limit,
            after: self.after.as_deref().map(place).transpose()?,
            ..WorklistFilter::default()
        };
        if let Some(given) = &self.which.worker {
            filter.practitioner =
                Some(names(Registered::Practitioners).await?.practitioner(given)?);
        }
        if let Some(given) = &self.which.agency {
            filter.agency = Some(names(Registered::Agencies).await?.agency(given)?);
        }
        if let Some(given) = &self.which.child {
            filter.child = Some(names(Registered::Children).await?.child(given)?);
        }
        Ok(filter)
    }
}

fn place(given: &str) -> Result<Cursor, Fault> {
    Cursor::parse(given).ok_or_else(|| {
        Fault::wrong_use(format!("'{given}' is not where a page of the worklist ended"))
            .next("give --after what the page before ended with")
    })
}

/// The code of a rule, whatever its letters' case.
fn rule(given: &str) -> Result<String, Fault> {
    let mut codes = table().map(|rule| rule.code.as_str());
    if let Some(code) = codes.find(|code| code.eq_ignore_ascii_case(given)) {
        return Ok(code.to_owned());
    }
    let next = match nearest(given, table().map(|rule| rule.code.as_str())).as_slice() {
        [] => "`candour duties CASE` names the rules of a case, docs/duties.md all".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Err(Fault::wrong_use(format!("there is no rule '{given}'")).next(next))
}
