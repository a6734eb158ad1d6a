//! Reading what a fold needs out of the store: a stream and what its models read beside it, up to a
//! position, and the context that all of them share.

use std::collections::BTreeSet;

use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::identifier::LedgerId;
use candour_ledger::EventStore;

use super::context::Context;
use super::fold::{Streams, fold};
use super::model::Model;
use super::sheet::Sheet;
use super::{KeepError, RECORDS_PAGE};
use crate::casebook::read_stream_entries_by;

/// The context as it was on record at a position, given the agencies that there are.
pub(super) async fn context(
    store: &dyn EventStore,
    agencies: impl IntoIterator<Item = StreamId>,
    until: Position,
) -> Result<Context, KeepError> {
    let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
    let own = entries(store, ledger, until).await?;
    let mut of_agencies = Vec::new();
    for agency in agencies {
        of_agencies.extend(entries(store, agency, until).await?);
    }
    of_agencies.sort_unstable_by_key(|entry| entry.position);
    Ok(Context::of(&own, &of_agencies)?)
}

/// The rows of a stream, as on record at a position; and how many entries it has by then.
pub(super) async fn sheet(
    store: &dyn EventStore,
    stream: StreamId,
    until: Position,
    context: &Context,
    models: &[&'static dyn Model],
) -> Result<(Sheet, u64), KeepError> {
    let own = entries(store, stream, until).await?;
    let named: BTreeSet<StreamId> = models.iter().flat_map(|model| model.beside(&own)).collect();
    let mut beside = Vec::new();
    for other in &named {
        beside.extend(entries(store, *other, until).await?);
    }
    beside.sort_unstable_by_key(|entry| entry.position);
    let rows = fold(Streams { own: &own, beside: &beside, context }, models);
    let count = u64::try_from(own.len()).unwrap_or(u64::MAX);
    Ok((Sheet { stream, rows, beside: named }, count))
}

/// The entries of a stream up to a position.
async fn entries(
    store: &dyn EventStore,
    stream: StreamId,
    until: Position,
) -> Result<Vec<Entry>, KeepError> {
    let mut entries =
        read_stream_entries_by(store, stream, RECORDS_PAGE).await?.unwrap_or_default();
    entries.truncate(entries.partition_point(|entry| entry.position <= until));
    Ok(entries)
}
