//! Reads what a bundle is made from: the stream of a case, those of whom it names, each to its end.

use std::collections::BTreeSet;

use candour_domain::entry::StreamId;
use candour_domain::identifier::CaseId;
use candour_ledger::{EventStore, ReadError, Record, Revision, StreamName, StreamPage};

use super::make::MakeError;
use super::streams::named_by;

/// How many records are read at once.
const PAGE_RECORDS: usize = 1_000;

/// The stream of a case and those of the children and people whom its entries name; nothing where there
/// is no such case.
pub(super) async fn streams_of(
    store: &dyn EventStore,
    case: CaseId,
) -> Result<Option<BTreeSet<StreamId>>, MakeError> {
    let name: StreamName = StreamId::Case(case).to_string().parse()?;
    let records = stream_records(store, &name).await?;
    if records.is_empty() {
        return Ok(None);
    }
    let mut streams = BTreeSet::from([StreamId::Case(case)]);
    // What cannot be read any more names nobody.
    for entry in records.iter().filter_map(|record| candour_schemas::entry(record).ok()) {
        streams.extend(named_by(&entry));
    }
    Ok(Some(streams))
}

pub(super) async fn stream_records(
    store: &dyn EventStore,
    name: &StreamName,
) -> Result<Vec<Record>, ReadError> {
    let mut all = Vec::new();
    let mut from = Revision::FIRST;
    loop {
        let page = store.read_stream(name, from, PAGE_RECORDS).await?;
        let StreamPage::Found { records, last } = page else { return Ok(all) };
        let Some(end) = records.last() else { return Ok(all) };
        from = end.revision.next();
        all.extend(records);
        if from > last {
            return Ok(all);
        }
    }
}
