//! Streams in which the later of two entries on one matter says how it is now: an agency's, a
//! practitioner's, a team's and the ledger's own. An action that says no more than the latest on its
//! matter is already so.

use candour_domain::event::Event;

use crate::decide::Verdict;
use crate::past::Deciding;

/// An event of such a stream.
pub(crate) trait OnMatter: Sized {
    /// The event of this stream, if it is one.
    fn within(event: &Event) -> Option<&Self>;

    /// Whether both are on one matter; an event that is on none is recorded each time.
    fn on_the_same(&self, other: &Self) -> bool;

    /// Whether this says no more than an earlier one on the same matter.
    fn says_no_more(&self, then: &Self) -> bool;
}

/// Decides on an action in such a stream that can be true.
pub(crate) fn decide<E: OnMatter>(deciding: &Deciding<'_>, event: &E) -> Verdict {
    let same = |it: &Event| E::within(it).is_some_and(|it| event.on_the_same(it));
    match deciding.latest(same).map(|stands| (stands.id, E::within(stands.event))) {
        Some((id, Some(there))) if event.says_no_more(there) => Verdict::AlreadySo(id),
        Some(_) | None => Verdict::Record,
    }
}
