//! Putting on record what a page shows of cases, before it is shown: what cannot be put on record is not shown.
//! A page that shows the same as before in a session needs nothing but a look into a set.
//!
//! # Rules
//! - `two_sessions_are_two_accesses`: even of one person, and neither is named by what the browser holds.
//! - `what_is_not_shown_is_not_on_record`.
//! - `an_entry_whose_texts_are_withheld_is_not_opened`.
//! - `nothing_is_shown_that_cannot_be_put_on_record`.

use candour_domain::case::access::ShownPage;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::CaseId;
use candour_domain::party::Actor;
use candour_projections::across::Across;
use candour_projections::casebook::Casebook;

use super::session::Session;
use crate::server::accesses::{Sitting, Thing};
use crate::server::{Desk, Unanswered};

/// Takes in what is about to be shown to somebody of several cases, or of one that is not read.
pub(super) fn show(desk: &Desk, to: &Session, things: &[Thing]) -> Result<(), Unanswered> {
    take(desk, to, things, || to.actor(None))
}

/// Takes in what is about to be shown to somebody of a case.
pub(super) fn show_of(
    desk: &Desk,
    to: &Session,
    book: &Casebook,
    thing: Thing,
) -> Result<(), Unanswered> {
    take(desk, to, &[thing], || to.actor(Some(book)))
}

/// Whether an entry is shown with its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// It is.
    Shown,
    /// Its marks withhold them from whoever looks.
    Withheld,
}

/// Takes in that an entry alone is about to be shown to somebody: in its case, or in the cases of the child or the
/// person in whose stream it stands. What stands in the stream of an agency, a practitioner, a team or the ledger
/// is of no case. Whoever is shown it without its texts has been shown that it stands there, and has not opened it.
pub(super) async fn open(
    desk: &Desk,
    to: &Session,
    (entry, words): (&Entry, Words),
) -> Result<(), Unanswered> {
    let thing = |case: CaseId| match words {
        Words::Shown => Thing::Entry(case, entry.id),
        Words::Withheld => Thing::Page(case, ShownPage::Entries),
    };
    let (own, across) = match entry.stream {
        StreamId::Case(case) if desk.accesses.knows(to.id, &[thing(case)]) => {
            return Ok(());
        }
        StreamId::Case(case) => (desk.models.casebook(case).await?, None),
        StreamId::Child(child) => (None, Across::of_child(&**desk.store(), child).await?),
        StreamId::Person(person) => (None, Across::of_person(&**desk.store(), person).await?),
        StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => (None, None),
    };
    let books = across.iter().flat_map(|it| &it.cases).chain(own.as_deref());
    for book in books {
        show_of(desk, to, book, thing(book.case))?;
    }
    Ok(())
}

/// A page that shows rows of these cases.
pub(super) fn rows(page: ShownPage, cases: impl IntoIterator<Item = CaseId>) -> Vec<Thing> {
    cases.into_iter().map(|case| Thing::Page(case, page)).collect()
}

fn take(
    desk: &Desk,
    to: &Session,
    things: &[Thing],
    by: impl FnOnce() -> Actor,
) -> Result<(), Unanswered> {
    if desk.accesses.knows(to.id, things) {
        return Ok(());
    }
    let sitting = Sitting { session: to.id, began: to.began };
    let taken = desk.accesses.take(sitting, (&by(), desk.edge.now()), things);
    taken.map_err(|_| Unanswered::NotOnRecord)
}

#[cfg(test)]
mod tests;
