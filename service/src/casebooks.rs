//! The cases that were read last, as they stood when the ledger was no longer than it is now: whoever
//! goes from one page of a case to the next does not have it read again. It holds a bounded number of
//! entries, and nothing that is not in the ledger.
//!
//! # Rules
//! - `a_case_is_read_again_once_anything_was_recorded`.
//! - `no_more_entries_are_held_than_the_limit`: what was asked for longest ago goes first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use candour_domain::identifier::CaseId;
use candour_ledger::{EventStore, Position};
use candour_projections::casebook::Casebook;

/// How many entries are held at most, all cases together.
const ENTRIES_MAX: usize = 50_000;

/// The cases that were read last.
#[derive(Default)]
pub(crate) struct Casebooks {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    books: BTreeMap<CaseId, Book>,
    asked: u64,
}

struct Book {
    whole: Arc<Casebook>,
    /// The length of the ledger when it was read.
    head: u64,
    /// When it was last asked for, counted in questions.
    asked: u64,
}

impl Casebooks {
    /// A case, read now or as it was read before; none where there is no such case.
    pub(crate) async fn of(
        &self,
        store: &dyn EventStore,
        case: CaseId,
    ) -> anyhow::Result<Option<Arc<Casebook>>> {
        let head = store.head().await?.map_or(0, Position::number);
        if let Some(book) = self.kept(case, head) {
            return Ok(Some(book));
        }
        let Some(book) = Casebook::load(store, case).await? else { return Ok(None) };
        let book = Arc::new(book);
        self.keep(case, Arc::clone(&book), head);
        Ok(Some(book))
    }

    fn kept(&self, case: CaseId, head: u64) -> Option<Arc<Casebook>> {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        all.asked += 1;
        let asked = all.asked;
        let found = all.books.get_mut(&case).filter(|it| it.head == head)?;
        found.asked = asked;
        Some(Arc::clone(&found.whole))
    }

    fn keep(&self, case: CaseId, whole: Arc<Casebook>, head: u64) {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = all.asked;
        all.books.insert(case, Book { whole, head, asked });
        all.bound(ENTRIES_MAX);
    }
}

impl Held {
    /// Lets go of what was asked for longest ago, until no more entries are held than these.
    fn bound(&mut self, entries_max: usize) {
        let mut entries: usize = self.books.values().map(|it| it.whole.entries.len()).sum();
        while entries > entries_max && self.books.len() > 1 {
            let Some((&oldest, book)) = self.books.iter().min_by_key(|(_, it)| it.asked) else {
                return;
            };
            entries -= book.whole.entries.len();
            self.books.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use candour_domain::entry::StreamId;
    use candour_domain::identifier::LedgerId;
    use candour_domain::recorded::Label;

    use super::*;
    use crate::edge::Edge;
    use crate::open;
    use crate::store::Store;

    /// A ledger with a case that was opened.
    async fn ledger() -> (tempfile::TempDir, Arc<Store>, CaseId, Edge) {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("ledger");
        let start = "2026-02-03T16:10:00Z".parse().unwrap();
        let (edge, _) = Edge::simulated(start, [7; 32]);
        let owner = Label::parse("Northshire").unwrap();
        let (store, operator) = open::create(&directory, &owner, &edge).await.unwrap();
        let case = CaseId::new(edge.id());
        recorded(&store, operator, case, &edge).await;
        (place, store, case, edge)
    }

    async fn recorded(store: &Arc<Store>, operator: open::Operator, case: CaseId, edge: &Edge) {
        use candour_domain::case::CaseEvent;
        use candour_domain::case::opening::{CaseOpened, OpeningEvent};
        use candour_domain::recorded::Recorded;
        let opened = CaseOpened {
            authority: Recorded::NotRecorded,
            reference: Recorded::NotRecorded,
            reason: Recorded::NotRecorded,
        };
        let recorder = candour_commands::Recorder::new(Arc::clone(store) as Arc<dyn EventStore>);
        let fact = CaseEvent::Opening(OpeningEvent::CaseOpened(opened)).into();
        open::record(&recorder, operator, (StreamId::Case(case), fact), edge).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_case_is_read_again_once_anything_was_recorded() {
        let (_place, store, case, edge) = ledger().await;
        let books = Casebooks::default();
        let first = books.of(&*store, case).await.unwrap().unwrap();
        let again = books.of(&*store, case).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        let operator = open::operator(&store).await.unwrap();
        recorded(&store, operator, CaseId::new(edge.id()), &edge).await;
        let later = books.of(&*store, case).await.unwrap().unwrap();
        assert!(!Arc::ptr_eq(&first, &later));
        let nowhere = CaseId::new(LedgerId::new(store.identity().id).uuid());
        assert_eq!(books.of(&*store, nowhere).await.unwrap().map(|it| it.case), None);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_entries_are_held_than_the_limit() {
        let (_place, store, case, edge) = ledger().await;
        let books = Casebooks::default();
        let book = books.of(&*store, case).await.unwrap().unwrap();
        let others = [edge.id(), edge.id()].map(CaseId::new);
        for other in others {
            books.keep(other, Arc::clone(&book), 9);
        }
        assert!(books.kept(others[0], 9).is_some());
        assert!(books.kept(others[1], 9).is_some());
        let mut held = books.held.lock().unwrap();
        held.bound(2 * book.entries.len());
        let left: BTreeSet<CaseId> = held.books.keys().copied().collect();
        assert_eq!(left, BTreeSet::from(others));
        held.bound(1);
        assert_eq!(held.books.keys().collect::<Vec<_>>(), [&others[1]]);
    }
}
