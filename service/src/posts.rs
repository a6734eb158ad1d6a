//! For which agencies practitioners act when they read: those of the posts that they hold on record.
//!
//! # Rules
//! - `a_reader_acts_for_the_agencies_of_the_posts_that_they_hold_now`: and for none where they hold none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use candour_domain::effective::OnRecord;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, PractitionerId};
use candour_domain::recorded::Recorded;
use candour_ledger::EventStore;
use candour_projections::casebook::read_stream_entries;
use candour_projections::directory::Directory;
use candour_projections::marks::treatment::{Reader, Side};
use chrono::NaiveDate;

use crate::web::posts;

/// How many readers are remembered at most.
const READERS_MAX: usize = 1_000;

/// Those who read, as they were when the ledger was no longer than it is now.
#[derive(Debug, Default)]
pub(crate) struct Readers {
    held: Mutex<BTreeMap<PractitionerId, (u64, Arc<Reader>)>>,
}

impl Readers {
    /// A practitioner as a reader on a day, on a ledger of so many entries.
    pub(crate) async fn of(
        &self,
        store: &dyn EventStore,
        id: PractitionerId,
        (head, on): (u64, NaiveDate),
    ) -> anyhow::Result<Arc<Reader>> {
        if let Some(kept) = self.kept(id, (head, on)) {
            return Ok(kept);
        }
        let reader = Arc::new(Reader { acts_for: acts_for(store, id).await?, on });
        let mut readers = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() >= READERS_MAX {
            readers.clear();
        }
        readers.insert(id, (head, Arc::clone(&reader)));
        Ok(reader)
    }

    fn kept(&self, id: PractitionerId, (head, on): (u64, NaiveDate)) -> Option<Arc<Reader>> {
        let readers = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (then, reader) = readers.get(&id)?;
        (*then == head && reader.on == on).then(|| Arc::clone(reader))
    }
}

/// The agencies of the posts that a practitioner holds now, each with the side that it speaks for.
async fn acts_for(
    store: &dyn EventStore,
    id: PractitionerId,
) -> anyhow::Result<BTreeMap<AgencyId, Side>> {
    let own = read_stream_entries(store, StreamId::Practitioner(id)).await?.unwrap_or_default();
    let mut acts_for = BTreeMap::new();
    for post in posts(&own) {
        let agency = StreamId::Agency(post.agency);
        let entries = read_stream_entries(store, agency).await?.unwrap_or_default();
        let kind = Directory::fold(&entries, OnRecord::ALL).agency(post.agency).map(|it| it.kind);
        acts_for.insert(post.agency, Side::of(kind.unwrap_or(Recorded::NotRecorded)));
    }
    Ok(acts_for)
}
