//! The cases that were read last, as they stood when the ledger was no longer than it is now, with what the
//! ledger of accesses says of them: whoever goes from one page of a case to the next does not have it read
//! again. It holds a bounded number of entries, and nothing that is not in the two ledgers.
//!
//! # Rules
//! - `a_case_is_read_again_once_anything_was_recorded`.
//! - `what_was_shown_of_a_case_is_read_once_it_is_on_record`: and the case is not read again for it.
//! - `no_more_entries_are_held_than_the_limit`: what was asked for longest ago goes first.
//! - `a_case_of_which_all_is_shown_is_held_once`: whoever reads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::CaseId;
use candour_ledger::{EventStore, Position, Revision};
use candour_projections::casebook::{Casebook, read_stream_entries_from};
use candour_projections::marks::Marks;
use candour_projections::marks::treatment::Reader;

use crate::access;
use crate::store::Store;

/// How many entries are held at most, all cases together.
const ENTRIES_MAX: usize = 50_000;
/// For how many readers who are not shown all of it a case is held at most.
const READERS_MAX: usize = 16;

/// The cases that were read last.
pub(crate) struct Casebooks {
    /// The directory beside whose ledger the ledger of accesses stands.
    directory: PathBuf,
    /// The ledger of accesses, once there is one.
    accesses: Mutex<Option<Arc<Store>>>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    books: BTreeMap<CaseId, Book>,
    asked: u64,
}

struct Book {
    whole: Arc<Casebook>,
    marks: Arc<Marks>,
    /// As readers are shown it, the last first: nothing but the whole where they are shown all of it.
    seen: Vec<(Reader, Arc<Casebook>)>,
    /// The lengths of the two ledgers when it was read.
    heads: Heads,
    /// When it was last asked for, counted in questions.
    asked: u64,
}

/// How long the two ledgers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heads {
    ledger: u64,
    accesses: u64,
}

impl Casebooks {
    /// None yet, of the ledger in a directory.
    pub(crate) fn of_ledger(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), accesses: Mutex::default(), held: Mutex::default() }
    }

    /// A case, read now or as it was read before; none where there is no such case.
    pub(crate) async fn of(
        &self,
        store: &dyn EventStore,
        case: CaseId,
    ) -> anyhow::Result<Option<Arc<Casebook>>> {
        let accesses = self.accesses()?;
        let heads = Heads {
            ledger: head(store).await?,
            accesses: match &accesses {
                Some(accesses) => head(&**accesses).await?,
                None => 0,
            },
        };
        let kept = self.kept(case);
        if let Some((book, _)) = kept.as_ref().filter(|(_, it)| *it == heads) {
            return Ok(Some(Arc::clone(book)));
        }
        // What was shown before is known, whatever was recorded since.
        let known = kept.as_ref().map_or(&[][..], |(book, _)| &book.accesses);
        let new = match &accesses {
            Some(accesses) => new_accesses(accesses, case, known).await?,
            None => Vec::new(),
        };
        let book = match &kept {
            Some((book, it)) if it.ledger == heads.ledger && new.is_empty() => Arc::clone(book),
            Some((book, it)) if it.ledger == heads.ledger => {
                Arc::new(Casebook::clone(book).with_accesses(store, new).await?)
            }
            Some(_) | None => {
                let Some(book) = Casebook::load(store, case).await? else { return Ok(None) };
                Arc::new(book.with_accesses(store, [known, &new].concat()).await?)
            }
        };
        self.keep(case, Arc::clone(&book), heads);
        Ok(Some(book))
    }

    /// A case as a reader is shown it.
    pub(crate) async fn seen(
        &self,
        store: &dyn EventStore,
        case: CaseId,
        reader: &Reader,
    ) -> anyhow::Result<Option<Arc<Casebook>>> {
        let Some(whole) = self.of(store, case).await? else { return Ok(None) };
        let marks = match self.kept_for(case, &whole, reader) {
            Ok(seen) => return Ok(Some(seen)),
            Err(marks) => marks,
        };
        let seen = whole.seen_by(&marks, reader).map_or_else(|| Arc::clone(&whole), Arc::new);
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(book) = all.books.get_mut(&case).filter(|it| Arc::ptr_eq(&it.whole, &whole)) {
            book.seen.truncate(READERS_MAX - 1);
            book.seen.insert(0, (reader.clone(), Arc::clone(&seen)));
            all.bound(ENTRIES_MAX);
        }
        Ok(Some(seen))
    }

    /// A case as it was shown to a reader before; where it was not, its marks.
    fn kept_for(
        &self,
        case: CaseId,
        whole: &Arc<Casebook>,
        reader: &Reader,
    ) -> Result<Arc<Casebook>, Arc<Marks>> {
        let all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(book) = all.books.get(&case).filter(|it| Arc::ptr_eq(&it.whole, whole)) else {
            return Err(Arc::new(whole.marks()));
        };
        if book.marks.is_empty() {
            return Ok(Arc::clone(whole));
        }
        let seen = book.seen.iter().find(|(kept, _)| kept == reader);
        seen.map(|(_, book)| Arc::clone(book)).ok_or_else(|| Arc::clone(&book.marks))
    }

    /// The ledger of accesses, where there is one.
    fn accesses(&self) -> anyhow::Result<Option<Arc<Store>>> {
        let mut opened = self.accesses.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.is_none() {
            *opened = access::reading(&self.directory)?.map(|(_, store)| store);
        }
        Ok(opened.clone())
    }

    fn kept(&self, case: CaseId) -> Option<(Arc<Casebook>, Heads)> {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        all.asked += 1;
        let asked = all.asked;
        let found = all.books.get_mut(&case)?;
        found.asked = asked;
        Some((Arc::clone(&found.whole), found.heads))
    }

    fn keep(&self, case: CaseId, whole: Arc<Casebook>, heads: Heads) {
        let marks = Arc::new(whole.marks());
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = all.asked;
        all.books.insert(case, Book { whole, marks, seen: Vec::new(), heads, asked });
        all.bound(ENTRIES_MAX);
    }
}

async fn head(store: &dyn EventStore) -> anyhow::Result<u64> {
    Ok(store.head().await?.map_or(0, Position::number))
}

/// What the ledger of accesses says of a case beyond what is known of it.
async fn new_accesses(
    accesses: &Store,
    case: CaseId,
    known: &[Entry],
) -> anyhow::Result<Vec<Entry>> {
    let from = Revision::from_number(known.last().map_or(0, |it| it.revision + 1));
    Ok(read_stream_entries_from(accesses, StreamId::Case(case), from).await?)
}

/// How many entries a casebook has of its case.
fn held(book: &Casebook) -> usize {
    book.entries.len() + book.accesses.len()
}

impl Book {
    /// How many entries are held of it.
    fn entries(&self) -> usize {
        let apart = self.seen.iter().filter(|(_, seen)| !Arc::ptr_eq(seen, &self.whole));
        held(&self.whole) + apart.map(|(_, seen)| held(seen)).sum::<usize>()
    }
}

impl Held {
    /// Lets go of what was asked for longest ago, until no more entries are held than these.
    fn bound(&mut self, entries_max: usize) {
        let mut entries: usize = self.books.values().map(Book::entries).sum();
        while entries > entries_max && self.books.len() > 1 {
            let Some((&oldest, book)) = self.books.iter().min_by_key(|(_, it)| it.asked) else {
                return;
            };
            entries -= book.entries();
            self.books.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use candour_commands::access::{Access, Accesses, enter};
    use candour_domain::case::access::{AccessEvent, EntryOpened};
    use candour_domain::identifier::{LedgerId, PractitionerId, SessionId};
    use candour_domain::party::Actor;
    use candour_domain::recorded::{Label, Recorded};

    use super::*;
    use crate::edge::Edge;
    use crate::open;

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
        let (place, store, case, edge) = ledger().await;
        let books = Casebooks::of_ledger(&place.path().join("ledger"));
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

    /// That somebody opened the first entry of a case, entered in the ledger of accesses.
    async fn opened(
        (directory, store): (&Path, &Store),
        case: CaseId,
        by: &Actor,
        edge: &Edge,
    ) -> Entry {
        let operator = open::operator(store).await.unwrap();
        let accesses = access::writing(directory, store, operator, edge).await.unwrap();
        let from = Revision::FIRST;
        let entries = read_stream_entries_from(store, StreamId::Case(case), from).await.unwrap();
        let event = EntryOpened { entry: entries[0].id, session: SessionId::new(edge.id()) };
        let event = AccessEvent::EntryOpened(event);
        let opened = Accesses {
            id: edge.request(),
            author: operator.practitioner,
            agency: operator.agency,
            case,
            happened: vec![Access { by: by.clone(), at: edge.now(), event }],
        };
        enter(&*accesses, &opened).await.unwrap().remove(0)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_shown_of_a_case_is_read_once_it_is_on_record() {
        let (place, store, case, edge) = ledger().await;
        let directory = place.path().join("ledger");
        let other = CaseId::new(edge.id());
        let operator = open::operator(&store).await.unwrap();
        recorded(&store, operator, other, &edge).await;
        let books = Casebooks::of_ledger(&directory);
        let first = books.of(&*store, case).await.unwrap().unwrap();
        let by = Actor {
            practitioner: Recorded::Recorded(PractitionerId::new(edge.id())),
            ..first.entries[0].envelope.by.clone()
        };
        let mut entered = Vec::new();
        for _ in 0..2 {
            entered.push(opened((&directory, &store), case, &by, &edge).await);
            let book = books.of(&*store, case).await.unwrap().unwrap();
            assert_eq!(book.accesses, entered);
            assert_eq!(book.entries, first.entries);
        }
        // What was shown of another case changes nothing, and what is recorded loses nothing.
        let before = books.of(&*store, case).await.unwrap().unwrap();
        opened((&directory, &store), other, &by, &edge).await;
        let after = books.of(&*store, case).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&before, &after));
        recorded(&store, operator, CaseId::new(edge.id()), &edge).await;
        let whole = books.of(&*store, case).await.unwrap().unwrap();
        assert_eq!((whole.accesses.clone(), Arc::ptr_eq(&before, &whole)), (entered, false));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_entries_are_held_than_the_limit() {
        let (place, store, case, edge) = ledger().await;
        let books = Casebooks::of_ledger(&place.path().join("ledger"));
        let book = books.of(&*store, case).await.unwrap().unwrap();
        let nine = Heads { ledger: 9, accesses: 0 };
        let others = [edge.id(), edge.id()].map(CaseId::new);
        for other in others {
            books.keep(other, Arc::clone(&book), nine);
        }
        assert!(books.kept(others[0]).is_some());
        assert!(books.kept(others[1]).is_some());
        let mut held = books.held.lock().unwrap();
        held.bound(2 * book.entries.len());
        let left: BTreeSet<CaseId> = held.books.keys().copied().collect();
        assert_eq!(left, BTreeSet::from(others));
        held.bound(1);
        assert_eq!(held.books.keys().collect::<Vec<_>>(), [&others[1]]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_case_of_which_all_is_shown_is_held_once() {
        let (place, store, case, _edge) = ledger().await;
        let books = Casebooks::of_ledger(&place.path().join("ledger"));
        let whole = books.of(&*store, case).await.unwrap().unwrap();
        let on = chrono::NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
        let reader = Reader { acts_for: BTreeMap::new(), on };
        let seen = books.seen(&*store, case, &reader).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&whole, &seen));
        // Where something is withheld, what is shown is held beside the whole, once for each reader.
        let mut marked = Casebook::clone(&whole);
        for entry in &mut marked.entries {
            entry.envelope.handling = vec![candour_domain::envelope::Handling::Privileged];
        }
        let heads = books.held.lock().unwrap().books[&case].heads;
        books.keep(case, Arc::new(marked), heads);
        let first = books.seen(&*store, case, &reader).await.unwrap().unwrap();
        let again = books.seen(&*store, case, &reader).await.unwrap().unwrap();
        let told: Vec<_> = first.withheld.iter().map(|it| it.reason).collect();
        let privileged = candour_domain::case::access::WithheldReason::Privileged;
        assert_eq!((told, Arc::ptr_eq(&first, &again)), (vec![privileged], true));
        assert_eq!(books.held.lock().unwrap().books[&case].entries(), 2);
    }
}
