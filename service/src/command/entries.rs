//! `candour entries`: the entries of the ledger or of a stream as JSON Lines, to their end or as they
//! come. The lines are those of the export; nothing is left out and nothing is added.

use std::sync::Arc;

use candour_domain::entry::StreamId;
use candour_ledger::{After, EventStore, Follower, PAGE_RECORDS_MAX, Record};
use clap::Args;

use super::{Global, Ran};
use crate::exit::{Exit, Fault};
use crate::open;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  candour entries
  candour entries --after 1200 --follow
  candour entries --stream case-6f2c1a9e-0000-4000-8000-000000000001 | jq .type

One JSON object a line, in ledger order, with or without --json. To go on after a break, give the
position of the last line that was read to --after.";

/// The arguments of `candour entries`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Entries {
    /// Only the entries of this stream: case-, child-, person-, agency-, practitioner-, team- or
    /// ledger-, and an identifier
    #[arg(long, value_name = "S")]
    stream: Option<StreamId>,
    /// Only what stands after this position
    #[arg(long, value_name = "P", default_value_t = 0)]
    after: u64,
    /// Wait for what comes, until interrupted
    #[arg(long)]
    follow: bool,
}

impl Entries {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let store: Arc<dyn EventStore> = open::reading(global.ledger.as_deref())?;
        output.banner()?;
        if let (Some(stream), false) = (self.stream, self.follow) {
            return of_stream(&*store, stream, self.after, output).await;
        }
        let mut after = After::from_number(self.after);
        loop {
            let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
            let Some(last) = page.last() else { break };
            after = After::Position(last.position);
            self.write(&page, output)?;
        }
        if !self.follow {
            return Ok(Exit::Fine);
        }
        output.flush()?;
        let mut follower = Follower::new(store, after, PAGE_RECORDS_MAX);
        loop {
            let page = follower.next().await?;
            self.write(&page, output)?;
            output.flush()?;
        }
    }

    fn write(&self, page: &[Record], output: &mut Output) -> anyhow::Result<()> {
        let wanted = self.stream.map(|stream| stream.to_string());
        let all = page
            .iter()
            .filter(|it| wanted.as_ref().is_none_or(|stream| it.stream.as_str() == stream));
        for record in all {
            line(record, output)?;
        }
        Ok(())
    }
}

/// The entries of one stream, read from the stream itself.
async fn of_stream(
    store: &dyn EventStore,
    stream: StreamId,
    after: u64,
    output: &mut Output,
) -> Ran {
    use candour_ledger::{Revision, StreamPage};
    let name = stream.to_string().parse()?;
    let mut from = Revision::FIRST;
    loop {
        let page = store.read_stream(&name, from, PAGE_RECORDS_MAX).await?;
        let StreamPage::Found { records, last } = page else {
            let what = format!("there is no stream {stream} in this ledger");
            let next = "`candour case list` lists the cases, `candour entries` every stream";
            return Err(Fault::found(what).next(next).into());
        };
        for record in records.iter().filter(|it| it.position.number() > after) {
            line(record, output)?;
        }
        match records.last() {
            Some(end) if end.revision < last => from = end.revision.next(),
            Some(_) | None => return Ok(Exit::Fine),
        }
    }
}

fn line(record: &Record, output: &mut Output) -> anyhow::Result<()> {
    let entry = candour_schemas::entry(record)?;
    output.data_line(&candour_schemas::export::to_json(&entry)?)?;
    Ok(())
}
