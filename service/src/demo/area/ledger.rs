//! An area in a ledger: its requests are recorded one after the other through the commands, the
//! store's clock set to each request's time. What is there already is left as it is and gone on with.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use candour_commands::{Circumstances, Outcome, Recorder, Request};
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::duty::RuleBook;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::recorded::{Label, Recorded};
use candour_ledger::{EventStore, LEDGER_FILE, ManualClock};
use chrono::{DateTime, Months, Utc};

use super::merge::Merge;
use super::world::Ground;
use super::{AreaMade, AreaProgress, AreaSize, UNTIL, YEARS_MAX};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::open::{self, Operator};
use crate::store::Store;

/// After how many requests progress is told.
const TOLD_EACH: u64 = 64;

/// Records an area in a ledger in a directory: a new one, or one in which the making of the same area
/// was cut short. The entries are the same whether it was cut short or not. How far it has come is
/// told now and then.
///
/// # Errors
/// Where the size cannot be, where the directory has another ledger, and where the ledger cannot be
/// read or written. A request of the generator that is refused is an error too.
pub async fn record_area(
    directory: &Path,
    size: &AreaSize,
    mut progress: impl FnMut(AreaProgress),
) -> anyhow::Result<AreaMade> {
    let (from, until) = span(size)?;
    let (edge, clock) = Edge::simulated(from, seed(size));
    let (store, operator) = opened(directory, size, &edge).await?;
    let ground = Ground {
        cases: size.cases,
        seed: size.seed,
        from,
        until,
        operator: actor(operator),
        calendar: RuleBook::national()?.calendar().clone(),
        ledger: candour_domain::identifier::LedgerId::new(store.identity().id),
    };
    let merge = Merge::begin(*size, &ground).context("making the area's agencies")?;
    let there = store.head().await?.map_or(0, candour_ledger::Position::number);
    let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
    let mut making =
        Making { recorder, clock, there, made: AreaMade::begins(from), cut: OPENING_ENTRIES };
    making.run(merge, size, (from, until), &mut progress).await?;
    Ok(making.made)
}

/// How many entries open a ledger, before anything of the area.
const OPENING_ENTRIES: u64 = 3;

/// An area that is being recorded.
struct Making {
    recorder: Recorder,
    clock: Arc<ManualClock>,
    /// How many entries the ledger had before.
    there: u64,
    made: AreaMade,
    /// How many entries of those that it had have been gone past.
    cut: u64,
}

impl Making {
    async fn run(
        &mut self,
        mut merge: Merge,
        size: &AreaSize,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        progress: &mut impl FnMut(AreaProgress),
    ) -> anyhow::Result<()> {
        let seconds = (until - from).num_seconds().max(1);
        let mut requests = 0_u64;
        while size.entries_max.is_none_or(|most| self.made.entries < most) {
            let Some((at, request)) = merge.next() else { break };
            self.take(at, request).await?;
            requests += 1;
            if requests.is_multiple_of(TOLD_EACH) {
                let passed = (at - from).num_seconds() * 1_000 / seconds;
                let per_mille = u64::try_from(passed).unwrap_or(0);
                let entries = self.made.entries;
                progress(AreaProgress { cases: merge.known(), entries, per_mille });
            }
        }
        Ok(())
    }

    /// Takes a request: records it, or goes past it where the ledger has it already.
    async fn take(&mut self, at: DateTime<Utc>, request: Request) -> anyhow::Result<()> {
        let many = u64::try_from(request.actions.len()).unwrap_or(u64::MAX);
        count(&mut self.made, &request);
        self.made.entries += many;
        self.made.to = at;
        if self.cut + many <= self.there {
            self.cut += many;
            return Ok(());
        }
        self.clock.set(at);
        self.record(request, at).await?;
        self.made.recorded += many;
        Ok(())
    }

    /// Records a request whole. Anything else is a fault of the generator.
    async fn record(&self, request: Request, at: DateTime<Utc>) -> anyhow::Result<()> {
        let (id, stream, many) = (request.id, request.stream, request.actions.len());
        let named = || {
            let kinds = request.actions.iter().map(|it| candour_schemas::type_name(&it.proposed));
            kinds.collect::<Vec<_>>().join(", ")
        };
        let kinds = named();
        let outcome = self.recorder.record(request, Circumstances::at(at)).await;
        let outcome = outcome.with_context(|| format!("recording {kinds} in {stream}"))?;
        match outcome {
            Outcome::Recorded(entries) if entries.len() == many => Ok(()),
            Outcome::Recorded(_) | Outcome::AlreadySo(_) => {
                let what = format!("the generator repeats itself in request {id}: {kinds}");
                Err(Fault::found(what).next("another seed may do; this one is a fault").into())
            }
        }
    }
}

impl AreaMade {
    fn begins(from: DateTime<Utc>) -> Self {
        Self { cases: 0, children: 0, entries: 0, recorded: 0, from, to: from }
    }
}

/// Counts what a request opens and identifies.
fn count(made: &mut AreaMade, request: &Request) {
    for action in &request.actions {
        match &action.proposed {
            Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(_))) => made.cases += 1,
            Event::Identity(IdentityEvent::ChildIdentified(_)) => made.children += 1,
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => {}
        }
    }
}

/// From when until when an area goes.
fn span(size: &AreaSize) -> anyhow::Result<(DateTime<Utc>, DateTime<Utc>)> {
    if !(1..=YEARS_MAX).contains(&size.years) {
        let what = format!("an area goes over 1 to {YEARS_MAX} years, and not {}", size.years);
        return Err(Fault::wrong_use(what).next("give --years a number of these").into());
    }
    if size.cases == 0 {
        let what = "an area has at least one case";
        return Err(Fault::wrong_use(what).next("give --cases a number from 1").into());
    }
    let until: DateTime<Utc> = UNTIL.parse()?;
    let from = until.checked_sub_months(Months::new(size.years * 12)).context("going back")?;
    Ok((from, until))
}

/// The seed of what is random in a ledger.
fn seed(size: &AreaSize) -> [u8; 32] {
    let mut seed = *b"candour: the ledger of an area  ";
    seed[24..].copy_from_slice(&size.seed.to_le_bytes());
    seed
}

/// Whose ledger it is: it names the area, so that no other is taken for it.
fn owner(size: &AreaSize) -> anyhow::Result<Label> {
    let AreaSize { cases, years, seed, entries_max: _ } = size;
    Ok(Label::parse(&format!("Synthetic area: {cases} cases, {years} years, seed {seed}"))?)
}

/// Makes the ledger, or opens the one that is there if it is of this very area.
async fn opened(
    directory: &Path,
    size: &AreaSize,
    edge: &Edge,
) -> anyhow::Result<(Arc<Store>, Operator)> {
    let owner = owner(size)?;
    if !directory.join(LEDGER_FILE).exists() {
        return open::create(directory, &owner, edge).await;
    }
    let store = open::writing(Some(directory), edge)?;
    let ledger = candour_domain::identifier::LedgerId::new(store.identity().id);
    let stream = StreamId::Ledger(ledger);
    let entries = candour_projections::casebook::read_stream_entries(&*store, stream).await?;
    let of_this_area = entries.unwrap_or_default().first().is_some_and(|entry| {
        let Event::Ledger(LedgerEvent::LedgerOpened(it)) = &entry.event else { return false };
        it.owner == owner
    });
    if !of_this_area {
        let what = format!("the ledger in {} is not of this area", directory.display());
        let next = "name a directory that is not there yet with --ledger; nothing was changed";
        return Err(Fault::found(what).next(next).into());
    }
    let operator = open::operator(&store).await?;
    Ok((store, operator))
}

/// Whoever keeps the ledger, as one who records.
fn actor(operator: Operator) -> Actor {
    Actor {
        practitioner: Recorded::Recorded(operator.practitioner),
        post: Recorded::NotRecorded,
        unit: Recorded::NotRecorded,
        agency: operator.agency,
    }
}
