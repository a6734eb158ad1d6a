//! What a ledger has said of itself, followed while it grows: each entry of its own stream is read once. It is
//! kept in memory and nowhere else.
//!
//! # Rules
//! - `what_is_followed_is_what_is_read_at_once`: in however many steps, with no entry read twice.

use std::sync::Arc;

use candour_domain::entry::StreamId;
use candour_domain::identifier::LedgerId;
use candour_ledger::{EventStore, Revision};
use uuid::Uuid;

use super::ProofBook;
use crate::casebook::{LoadError, read_stream_entries_from};

/// What a ledger has said of itself, up to where it was read.
#[derive(Debug)]
pub struct FollowedBook {
    book: Arc<ProofBook>,
    next: Revision,
}

impl FollowedBook {
    /// That of a ledger of which nothing has been read.
    pub fn of(ledger: Uuid) -> Self {
        Self { book: Arc::new(ProofBook::of(ledger, &[])), next: Revision::FIRST }
    }

    /// Reads what came since, and answers with all that was said.
    ///
    /// # Errors
    /// If the ledger cannot be read or an entry of its own stream cannot be understood; what was read
    /// before is kept.
    pub async fn read_on(&mut self, store: &dyn EventStore) -> Result<Arc<ProofBook>, LoadError> {
        let own = StreamId::Ledger(LedgerId::new(self.book.ledger));
        let new = read_stream_entries_from(store, own, self.next).await?;
        if let Some(last) = new.last() {
            Arc::make_mut(&mut self.book).go_on(&new);
            self.next = Revision::from_number(last.revision).next();
        }
        Ok(Arc::clone(&self.book))
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::entry::Entry;
    use candour_domain::identifier::{EntryId, RequestId};
    use candour_schemas::samples::LEDGER;

    use super::super::tests::said;
    use super::*;
    use crate::sample::Growing;

    /// What a ledger says, as entries that it can take.
    fn own() -> Vec<Entry> {
        let mut entries = said();
        for (number, entry) in (1..).zip(&mut entries) {
            entry.stream = StreamId::Ledger(LEDGER);
            entry.request = RequestId::new(Uuid::from_u128(number));
            entry.id = EntryId::of_request(entry.request, 0);
        }
        entries
    }

    #[tokio::test]
    async fn what_is_followed_is_what_is_read_at_once() {
        let (growing, entries) = (Growing::new(), own());
        let mut followed = FollowedBook::of(LEDGER.uuid());
        let nothing = followed.read_on(&*growing.store).await.unwrap();
        assert_eq!(*nothing, ProofBook::of(LEDGER.uuid(), &[]));
        for step in entries.chunks(4) {
            growing.add(step).await;
            followed.read_on(&*growing.store).await.unwrap();
        }
        let stream = StreamId::Ledger(LEDGER);
        let read = read_stream_entries_from(&*growing.store, stream, Revision::FIRST).await;
        let at_once = ProofBook::of(LEDGER.uuid(), &read.unwrap());
        assert_eq!(at_once.anchors().len(), 3);
        assert_eq!(*followed.read_on(&*growing.store).await.unwrap(), at_once);
    }
}
