//! Reading what a fold needs out of the store: a stream and what its models read beside it, up to a
//! position, and the context that all of them share.

use std::collections::BTreeSet;

use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::LedgerId;
use candour_ledger::EventStore;

use super::KeepError;
use super::context::Context;
use super::fold::{Streams, fold, named};
use super::model::Model;
use super::sheet::Sheet;
use crate::casebook::read_stream_entries_by;
use crate::marks::seen::seen_by;
use crate::marks::treatment::Reader;

/// What is read, and up to where.
#[derive(Clone, Copy)]
pub(super) struct Reading<'s> {
    pub(super) store: &'s dyn EventStore,
    /// How many records are read at once.
    pub(super) page: usize,
    pub(super) until: Position,
    /// For whom, where it is for somebody: what is withheld from them is not read.
    pub(super) reader: Option<&'s Reader>,
}

/// The context as it was on record at a position, given the agencies that there are.
pub(super) async fn context(
    reading: Reading<'_>,
    agencies: impl IntoIterator<Item = StreamId>,
) -> Result<Context, KeepError> {
    let ledger = StreamId::Ledger(LedgerId::new(reading.store.identity().id));
    let own = entries(reading, ledger).await?;
    let mut of_agencies = Vec::new();
    for agency in agencies {
        of_agencies.extend(entries(reading, agency).await?);
    }
    of_agencies.sort_unstable_by_key(|entry| entry.position);
    Ok(Context::of(&own, &of_agencies)?)
}

/// The rows of a stream, as on record at a position; and how many entries it has by then.
pub(super) async fn sheet(
    reading: Reading<'_>,
    stream: StreamId,
    context: &Context,
    models: &[&'static dyn Model],
) -> Result<(Sheet, u64), KeepError> {
    let own = entries(reading, stream).await?;
    let named: BTreeSet<StreamId> = named(&own, models).into_keys().collect();
    let mut beside = Vec::new();
    for other in &named {
        beside.extend(entries(reading, *other).await?);
    }
    beside.sort_unstable_by_key(|entry| entry.position);
    let rows = fold(Streams { own: &own, beside: &beside, context }, models);
    let count = u64::try_from(own.len()).unwrap_or(u64::MAX);
    Ok((Sheet { stream, rows, beside: named }, count))
}

/// The entries of a stream up to a position.
async fn entries(reading: Reading<'_>, stream: StreamId) -> Result<Vec<Entry>, KeepError> {
    let Reading { store, page, until, reader } = reading;
    let mut entries = read_stream_entries_by(store, stream, page).await?.unwrap_or_default();
    entries.truncate(entries.partition_point(|entry| entry.position <= until));
    Ok(match reader {
        Some(reader) => seen_by(reader, entries),
        None => entries,
    })
}
