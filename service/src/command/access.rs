//! `candour access`: to whom the pages of a case were shown, what of it and when, page by page. Bundles that were
//! made are listed by `candour exports`.

use std::io;

use candour_domain::identifier::CaseId;
use candour_projections::accesses::{AccessRow, accesses};
use candour_projections::shape::Asked as AskedOn;
use candour_projections::summary::Names;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::moment::Asking;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::{name, show};

const EXAMPLES: &str = "\
Examples:
  candour access --case ASH-1
  candour access --case ASH-1 --after 1200 --limit 500 --json

Lists count as shown, one entry alone as opened; neither as known. The same is on record once a session. It
is here so that a child or a panel can be told who looked, never to judge staff.";

/// The arguments of `candour access`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AccessesOf {
    /// The case
    #[arg(long, value_name = "CASE")]
    case: String,
    /// Only what stands after this position of the ledger of accesses
    #[arg(long, value_name = "P", default_value_t = 0)]
    after: u64,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    #[command(flatten)]
    asking: Asking,
}

/// To whom a case was shown, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccessesOfCase")]
pub(crate) struct AccessesFound {
    /// What was asked on.
    asked: AskedOn,
    /// The case.
    case: CaseId,
    /// What was shown, in the order in which it was entered.
    pub(crate) accesses: Vec<AccessRow>,
    /// After which position more stand; none at the end.
    pub(crate) next: Option<u64>,
}

impl AccessesOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::record::accesses).await
    }
}

impl Question for AccessesOf {
    type Answer<'a> = AccessesFound;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<AccessesFound>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let ask = self.asking.ask();
        let book = name::casebook(models, &self.case, &ask).await?;
        let directory = book.directory_at(ask.on_record);
        let mut rows = accesses(&book, &ask, &Names::of(&book, &directory, ask.on_record));
        rows.retain(|row| row.position > self.after);
        let limit = usize::try_from(self.limit)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().map(|row| row.position).filter(|_| more);
        let answer =
            AccessesFound { asked: AskedOn::from(&ask), case: book.case, accesses: rows, next };
        let title = format!("To whom case {} was shown", name::case_name(&book, &ask));
        let answered = Answered::titled(answer, title, &self.asking);
        Ok(take(answered.next(next.map(|it| it.to_string())), notes)?)
    }
}
