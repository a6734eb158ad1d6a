//! What the tests' writers write, in this process and in those that it kills: the content of each
//! append follows from where it stands, so that whoever finds it knows what it must be.

use std::sync::Arc;

use candour_ledger::contract::{draft, start_of_time, stream};
use candour_ledger::{
    Draft, EmbeddedStore, Entropy, EventStore, LedgerIdentity, LedgerSecret, ManualClock, Revision,
    SeededEntropy, StreamPage,
};
use uuid::Uuid;

/// How many streams are written at once.
pub(crate) const WRITERS: u64 = 8;

/// The identity of every ledger that the tests make.
pub(crate) fn identity() -> LedgerIdentity {
    LedgerIdentity {
        id: Uuid::from_u64_pair(0x001e_d9e4, 1),
        synthetic: true,
        secret: LedgerSecret::from_bytes([3; 32]),
    }
}

/// A clock that shows the start of time.
pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(start_of_time()))
}

/// Salts that are the same in every run.
pub(crate) fn entropy() -> Arc<dyn Entropy> {
    Arc::new(SeededEntropy::new([5; 32]))
}

/// The batch that begins at a revision: its content and size follow from where it stands.
pub(crate) fn batch(writer: u64, first: u64) -> Vec<Draft> {
    let numbers = first..first + first % 4 + 1;
    let placed = |number| {
        let mut draft = draft(writer * 1_000_000 + number);
        draft.request.id = Uuid::from_u64_pair(writer, first);
        draft.request.index = u32::try_from(number - first).unwrap();
        draft
    };
    numbers.map(placed).collect()
}

pub(crate) async fn length(store: &EmbeddedStore, writer: u64) -> u64 {
    match store.read_stream(&stream(writer), Revision::FIRST, 1).await.unwrap() {
        StreamPage::Missing => 0,
        StreamPage::Found { last, .. } => last.number() + 1,
    }
}
