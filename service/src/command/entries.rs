//! `candour entries`: the entries of the ledger or of a stream as JSON Lines, to their end or as they
//! come. The lines are those of the export; nothing is left out and nothing is added.

use std::io;
use std::sync::Arc;

use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::time::start_of_day;
use candour_ledger::{After, EventStore, Follower, PAGE_RECORDS_MAX, Record, Revision, StreamPage};
use candour_projections::ask::Ask;
use candour_projections::index::{EntryFilter, Page, entries_of};
use candour_projections::roll::Registered;
use candour_projections::running::AskedOn;
use candour_schemas::export::ExportedIn;
use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::moment::Moment;
use crate::name::Names;
use crate::nearest::nearest;
use crate::open;
use crate::output::Output;
use crate::question::{Answered, Asked, Notes, Question};

/// How many positions are looked up at once.
const POSITIONS_PAGE: usize = 1_000;

const EXAMPLES: &str = "\
Examples:
  candour entries
  candour entries --after 1200 --follow
  candour entries --stream case-6f2c1a9e-0000-4000-8000-000000000001 | jq .type
  candour entries --child Mia --type ConcernRaised --from 2026-01-01 --to 2026-01-31

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
    #[arg(long, conflicts_with_all = ["child", "person", "agency", "practitioner", "kind", "from", "to"])]
    follow: bool,
    #[command(flatten)]
    which: Which,
}

/// Which entries are wanted: those that meet all conditions, looked up in the read models.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which entries")]
pub(crate) struct Which {
    /// Those that concern this child
    #[arg(long, value_name = "CHILD", conflicts_with = "stream")]
    child: Option<String>,
    /// Those that concern this adult
    #[arg(long, value_name = "PERSON", conflicts_with = "stream")]
    person: Option<String>,
    /// Those that are the record of this agency
    #[arg(long, value_name = "AGENCY", conflicts_with = "stream")]
    agency: Option<String>,
    /// Those that this practitioner recorded
    #[arg(long, value_name = "PRACTITIONER", conflicts_with = "stream")]
    practitioner: Option<String>,
    /// Those of this type, by its stored name (`ConcernRaised`)
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "stream")]
    kind: Option<String>,
    /// Those that certainly happened on this day or later
    #[arg(long, value_name = "DAY", conflicts_with = "stream")]
    from: Option<NaiveDate>,
    /// Those that certainly happened on this day or earlier
    #[arg(long, value_name = "DAY", conflicts_with = "stream")]
    to: Option<NaiveDate>,
}

/// A page of the entries, for programs that read them in turn.
#[derive(Debug, Args)]
pub(crate) struct EntriesPage {
    /// Only the entries of this stream: case-, child-, person-, agency-, practitioner-, team- or
    /// ledger-, and an identifier
    #[arg(long, value_name = "S")]
    stream: Option<StreamId>,
    /// Only what stands after this position
    #[arg(long, value_name = "P", default_value_t = 0)]
    after: u64,
    /// At most so many entries
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    #[command(flatten)]
    which: Which,
}

/// Entries in ledger order, as `candour entries` prints each.
#[derive(Serialize, JsonSchema)]
pub(crate) struct EntriesFound {
    /// The entries.
    #[schemars(with = "Vec<ExportedIn<'static>>")]
    pub(crate) entries: Vec<Box<RawValue>>,
    /// After which position more stand; none at the end.
    pub(crate) next: Option<u64>,
}

impl Question for EntriesPage {
    type Answer<'a> = EntriesFound;

    async fn answer<N: Notes>(
        &self,
        asked: Asked<'_, N>,
        take: impl FnOnce(Answered<EntriesFound>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let Asked { models, now, notes } = asked;
        let (records, more) = if self.which.is_asked() {
            let at = AskedOn { at: now, on_record: None };
            let positions = {
                let view = models.asked(at, notes).await?;
                let page = Page { after: Some(self.after), limit: self.one_more() };
                entries_of(&view, &self.which.filter(models).await?, page)?
            };
            (self.at_positions(models, &positions).await?, positions.len() > self.most())
        } else if let Some(stream) = self.stream {
            self.in_stream(models, stream).await?
        } else {
            let page =
                models.store.read_all(After::from_number(self.after), self.one_more()).await?;
            let more = page.len() > self.most();
            (page, more)
        };
        let records = records.iter().take(self.most());
        let last = records.clone().next_back().map(|it| it.position.number());
        let entries = records.map(exported).collect::<anyhow::Result<Vec<_>>>()?;
        let next = last.filter(|_| more);
        let answered = Answered::plain(EntriesFound { entries, next });
        Ok(take(answered.next(next.map(|it| it.to_string())), notes)?)
    }
}

/// What of the entries can be followed.
pub(crate) struct Streamed {
    /// The stream; all where there is none.
    pub(crate) stream: Option<StreamId>,
    /// The position after which they are wanted.
    pub(crate) after: u64,
}

impl EntriesPage {
    /// What of it can be followed: none where there are other conditions.
    pub(crate) fn streamed(&self) -> Option<Streamed> {
        let Self { stream, after, limit: _, which } = self;
        (!which.is_asked()).then_some(Streamed { stream: *stream, after: *after })
    }

    fn most(&self) -> usize {
        self.limit as usize
    }

    /// One more than a page has, to see whether more stand after it.
    fn one_more(&self) -> usize {
        self.most() + 1
    }

    async fn at_positions(
        &self,
        models: &Models,
        positions: &[u64],
    ) -> anyhow::Result<Vec<Record>> {
        let mut records = Vec::with_capacity(positions.len());
        for position in positions.iter().take(self.most()) {
            let before = After::from_number(position.saturating_sub(1));
            records.extend(models.store.read_all(before, 1).await?);
        }
        Ok(records)
    }

    async fn in_stream(
        &self,
        models: &Models,
        stream: StreamId,
    ) -> anyhow::Result<(Vec<Record>, bool)> {
        let mut records = Vec::new();
        let mut from = Revision::FIRST;
        while records.len() < self.one_more() {
            let (page, last) = stream_page(&*models.store, stream, from).await?;
            let end = page.last().map(|it| it.revision);
            records.extend(page.into_iter().filter(|it| it.position.number() > self.after));
            match end {
                Some(end) if end < last => from = end.next(),
                Some(_) | None => break,
            }
        }
        let more = records.len() > self.most();
        Ok((records, more))
    }
}

/// An entry as it is exported.
pub(crate) fn exported(record: &Record) -> anyhow::Result<Box<RawValue>> {
    let entry = candour_schemas::entry(record)?;
    Ok(RawValue::from_string(candour_schemas::export::to_json(&entry)?)?)
}

/// A page of a stream, and its last revision.
async fn stream_page(
    store: &dyn EventStore,
    stream: StreamId,
    from: Revision,
) -> anyhow::Result<(Vec<Record>, Revision)> {
    let name = stream.to_string().parse()?;
    let StreamPage::Found { records, last } =
        store.read_stream(&name, from, PAGE_RECORDS_MAX).await?
    else {
        let what = format!("there is no stream {stream} in this ledger");
        let next = "`candour case list` lists the cases, `candour entries` every stream";
        return Err(Fault::found(what).next(next).into());
    };
    Ok((records, last))
}

impl Which {
    fn is_asked(&self) -> bool {
        let Self { child, person, agency, practitioner, kind, from, to } = self;
        let named = [child, person, agency, practitioner, kind];
        named.into_iter().any(Option::is_some) || from.is_some() || to.is_some()
    }

    /// The conditions, with whom and what they name looked up.
    async fn filter(&self, models: &Models) -> anyhow::Result<EntryFilter> {
        let ask = Ask::everything(RecordClock::Ledger);
        let names = async |whose| Names::of_all(models, whose, &ask).await;
        let mut filter = EntryFilter {
            kind: self.kind.as_deref().map(known_type).transpose()?,
            from: self.from.map(start_of_day),
            to: self.to.map(|day| Moment::Day(day).end()),
            ..EntryFilter::default()
        };
        if let Some(given) = &self.child {
            filter.child = Some(names(Registered::Children).await?.child(given)?);
        }
        if let Some(given) = &self.person {
            filter.person = Some(names(Registered::People).await?.person(given)?);
        }
        if let Some(given) = &self.agency {
            filter.agency = Some(names(Registered::Agencies).await?.agency(given)?);
        }
        if let Some(given) = &self.practitioner {
            filter.practitioner =
                Some(names(Registered::Practitioners).await?.practitioner(given)?);
        }
        Ok(filter)
    }
}

/// The stored name of a type, whatever its letters' case.
fn known_type(given: &str) -> Result<String, Fault> {
    let mut names = candour_schemas::types().map(|it| it.name);
    if let Some(name) = names.find(|name| name.eq_ignore_ascii_case(given)) {
        return Ok(name.to_owned());
    }
    let near = nearest(given, candour_schemas::types().map(|it| it.name));
    let next = match near.as_slice() {
        [] => "name a type as it is stored: ConcernRaised".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Err(Fault::wrong_use(format!("'{given}' is no type of entry")).next(next))
}

impl Entries {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        if self.which.is_asked() {
            return self.indexed(global, edge, output).await;
        }
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

    /// The entries that meet the conditions, found in the index and read one by one.
    async fn indexed(&self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let view = models.asked(AskedOn { at: edge.now(), on_record: None }, output).await?;
        let filter = self.which.filter(&models).await?;
        output.banner()?;
        let mut after = self.after;
        loop {
            let page = Page { after: Some(after), limit: POSITIONS_PAGE };
            let positions = entries_of(&view, &filter, page)?;
            let Some(last) = positions.last() else { return Ok(Exit::Fine) };
            after = *last;
            for position in positions {
                let before = After::from_number(position.saturating_sub(1));
                for record in models.store.read_all(before, 1).await? {
                    line(&record, output)?;
                }
            }
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
    let mut from = Revision::FIRST;
    loop {
        let (records, last) = stream_page(store, stream, from).await?;
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
