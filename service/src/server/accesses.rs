//! What was shown to whom, from when a page says so until it is entered in the ledger of accesses: each thing
//! once a session, in order, in batches about each second. It knows no page and asks nobody whether they may
//! look; entering is [`entering`]'s.
//!
//! # Rules
//! - `a_thing_is_entered_once_a_session`: and again in another session.
//! - `what_finds_no_room_is_not_to_be_shown`: where nothing can be entered, the room fills.
//! - `a_session_that_ended_is_forgotten`: signed out, or too old to be good.
//! - `no_more_is_remembered_than_the_limit`: the sessions that began first are forgotten first.

mod entering;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use candour_commands::access::{Access, Accesses as Batch};
use candour_domain::case::access::{AccessEvent, EntryOpened, RecordShown, ShownPage};
use candour_domain::identifier::{CaseId, EntryId, SessionId};
use candour_domain::party::Actor;
use chrono::{DateTime, TimeDelta, Utc};

pub(crate) use entering::{each_second, enter_waiting, prepare};

/// For how many hours a session is good after it began.
pub(crate) const SESSION_HOURS_MAX: i64 = 12;
/// How many accesses wait at most to be entered.
const WAITING_MAX: usize = 65_536;
/// How many are entered at most before others may write to the ledger of accesses.
const TAKEN_MAX: usize = 256;
/// How many things are remembered at most as shown, all sessions together.
const REMEMBERED_MAX: usize = 262_144;

/// Something of a case that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// A page on which entries of it are listed.
    Page(CaseId, ShownPage),
    /// One entry alone.
    Entry(CaseId, EntryId),
}

/// A session of somebody who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sitting {
    /// Which.
    pub(crate) session: SessionId,
    /// Since when.
    pub(crate) began: DateTime<Utc>,
}

/// That there is no room for more that waits to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

/// How much waits to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// How many accesses.
    pub(crate) accesses: usize,
    /// Since when the first of them waits.
    pub(crate) since: Option<DateTime<Utc>>,
}

/// What was shown to whom and is not entered yet, and what was shown in each session.
pub(crate) struct Accesses {
    /// How many may wait.
    waiting_max: usize,
    held: Mutex<Held>,
    /// The batches that were made of it; whoever enters them does so alone.
    batches: tokio::sync::Mutex<Batches>,
}

#[derive(Default)]
struct Held {
    shown: BTreeMap<SessionId, Shown>,
    remembered: usize,
    room: VecDeque<(CaseId, Access)>,
    /// How many were taken out of the room and are not entered yet.
    taken: usize,
    /// When the first of those was shown.
    taken_since: Option<DateTime<Utc>>,
}

/// What was shown in one session.
struct Shown {
    began: DateTime<Utc>,
    things: BTreeSet<Thing>,
}

#[derive(Default)]
struct Batches {
    made: VecDeque<Batch>,
    /// Whether the ledger of accesses was found to be no older copy of itself.
    checked: bool,
    failing: bool,
}

impl Accesses {
    /// Nothing shown yet.
    pub(crate) fn new() -> Self {
        Self::with_room(WAITING_MAX)
    }

    /// Nothing shown yet, with room for so many to wait.
    pub(crate) fn with_room(waiting_max: usize) -> Self {
        let (held, batches) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { waiting_max, held, batches }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether all of these were shown in a session before.
    pub(crate) fn knows(&self, session: SessionId, things: &[Thing]) -> bool {
        let held = self.held();
        let shown = held.shown.get(&session);
        things.iter().all(|it| shown.is_some_and(|shown| shown.things.contains(it)))
    }

    /// Takes in what is about to be shown to somebody, all of it or nothing.
    pub(crate) fn take(
        &self,
        sitting: Sitting,
        (by, at): (&Actor, DateTime<Utc>),
        things: &[Thing],
    ) -> Result<(), NoRoom> {
        self.held().take(sitting, (by, at), things, self.waiting_max)
    }

    /// Forgets what was shown in a session that ended.
    pub(crate) fn forget(&self, session: SessionId) {
        self.held().forget(session);
    }

    /// How much waits to be entered.
    pub(crate) fn waiting(&self) -> Waiting {
        let held = self.held();
        let first = held.room.front().map(|(_, it)| it.at);
        Waiting { accesses: held.room.len() + held.taken, since: held.taken_since.or(first) }
    }
}

impl Held {
    fn take(
        &mut self,
        Sitting { session, began }: Sitting,
        (by, at): (&Actor, DateTime<Utc>),
        things: &[Thing],
        waiting_max: usize,
    ) -> Result<(), NoRoom> {
        let shown = self.shown.get(&session);
        let new = |it: &&Thing| shown.is_none_or(|shown| !shown.things.contains(it));
        let new: BTreeSet<Thing> = things.iter().filter(new).copied().collect();
        if self.room.len() + self.taken + new.len() > waiting_max {
            return Err(NoRoom);
        }
        self.remembered += new.len();
        self.room.extend(new.iter().map(|thing| {
            let (case, event) = event(*thing, session);
            (case, Access { by: by.clone(), at, event })
        }));
        let shown = self.shown.entry(session);
        shown.or_insert_with(|| Shown { began, things: BTreeSet::new() }).things.extend(new);
        self.bound(REMEMBERED_MAX);
        Ok(())
    }

    fn forget(&mut self, session: SessionId) {
        if let Some(shown) = self.shown.remove(&session) {
            self.remembered -= shown.things.len();
        }
    }

    /// Forgets the sessions that began first, until no more is remembered than this.
    fn bound(&mut self, remembered_max: usize) {
        while self.remembered > remembered_max {
            let first = self.shown.iter().min_by_key(|(_, it)| it.began).map(|(id, _)| *id);
            let Some(first) = first else { return };
            self.forget(first);
        }
    }

    /// Forgets the sessions that are no longer good.
    fn forget_old(&mut self, now: DateTime<Utc>) {
        let good = |shown: &Shown| now - shown.began < TimeDelta::hours(SESSION_HOURS_MAX);
        self.shown.retain(|_, shown| good(shown));
        self.remembered = self.shown.values().map(|it| it.things.len()).sum();
    }

    /// Takes out of the room what was shown first, by case, in the order in which it was shown.
    fn taken(&mut self, taken_max: usize) -> BTreeMap<CaseId, Vec<Access>> {
        let taken = self.room.len().min(taken_max);
        self.taken_since = self.room.front().map(|(_, it)| it.at);
        let mut of_cases: BTreeMap<CaseId, Vec<Access>> = BTreeMap::new();
        for (case, access) in self.room.drain(..taken) {
            of_cases.entry(case).or_default().push(access);
        }
        self.taken = taken;
        of_cases
    }

    /// Notes that some of what was taken was entered.
    fn entered(&mut self, accesses: usize) {
        self.taken = self.taken.saturating_sub(accesses);
        if self.taken == 0 {
            self.taken_since = None;
        }
    }
}

/// What is entered of something that was shown.
fn event(thing: Thing, session: SessionId) -> (CaseId, AccessEvent) {
    match thing {
        Thing::Page(case, page) => (case, AccessEvent::RecordShown(RecordShown { page, session })),
        Thing::Entry(case, entry) => {
            (case, AccessEvent::EntryOpened(EntryOpened { entry, session }))
        }
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::identifier::{AgencyId, PractitionerId};
    use candour_domain::recorded::Recorded;
    use uuid::Uuid;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    fn case(number: u128) -> CaseId {
        CaseId::new(Uuid::from_u128(number))
    }

    fn sitting(number: u128, began: i64) -> Sitting {
        Sitting { session: SessionId::new(Uuid::from_u128(number)), began: at(began) }
    }

    fn by() -> Actor {
        Actor {
            practitioner: Recorded::Recorded(PractitionerId::new(Uuid::from_u128(7))),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: AgencyId::new(Uuid::from_u128(8)),
        }
    }

    fn entry(number: u128) -> Thing {
        Thing::Entry(case(1), EntryId::new(Uuid::from_u128(number)))
    }

    fn overview(number: u128) -> Thing {
        Thing::Page(case(number), ShownPage::Overview)
    }

    /// Takes things in and answers how many wait then.
    fn shown(held: &mut Held, sitting: Sitting, things: &[Thing]) -> usize {
        held.take(sitting, (&by(), at(5)), things, 10).unwrap();
        held.room.len() + held.taken
    }

    #[test]
    fn a_thing_is_entered_once_a_session() {
        let mut held = Held::default();
        let things = [overview(1), entry(1), entry(1)];
        assert_eq!(shown(&mut held, sitting(1, 0), &things), 2);
        assert_eq!(shown(&mut held, sitting(1, 0), &things), 2);
        assert_eq!(shown(&mut held, sitting(1, 0), &[overview(2)]), 3);
        assert_eq!(shown(&mut held, sitting(2, 0), &things), 5);
        let taken = held.taken(4);
        let of_first: Vec<&AccessEvent> = taken[&case(1)].iter().map(|it| &it.event).collect();
        let [one, other] = [sitting(1, 0).session, sitting(2, 0).session];
        let expected =
            [event(overview(1), one).1, event(entry(1), one).1, event(overview(1), other).1];
        assert_eq!(of_first, expected.iter().collect::<Vec<_>>());
        // What was taken out and what was entered is not taken in again either.
        assert_eq!(shown(&mut held, sitting(2, 0), &things), 5);
        held.entered(4);
        assert_eq!(shown(&mut held, sitting(1, 0), &things), 1);
    }

    #[test]
    fn what_finds_no_room_is_not_to_be_shown() {
        let mut held = Held::default();
        let many: Vec<Thing> = (0..9).map(entry).collect();
        assert_eq!(shown(&mut held, sitting(1, 0), &many), 9);
        let two = [overview(1), overview(2)];
        let refused = held.take(sitting(1, 0), (&by(), at(5)), &two, 10);
        assert_eq!((refused, held.room.len()), (Err(NoRoom), 9));
        // What was shown before needs no room, and what was taken out still takes some.
        assert_eq!(shown(&mut held, sitting(1, 0), &many), 9);
        held.taken(5);
        assert_eq!(held.take(sitting(1, 0), (&by(), at(5)), &two, 10), Err(NoRoom));
        held.entered(5);
        assert_eq!(shown(&mut held, sitting(1, 0), &two), 6);
    }

    #[test]
    fn a_session_that_ended_is_forgotten() {
        let accesses = Accesses::new();
        let [old, young] = [sitting(1, 0), sitting(2, 60)];
        for sitting in [old, young] {
            accesses.take(sitting, (&by(), at(60)), &[entry(1)]).unwrap();
        }
        let known = |it: Sitting| accesses.knows(it.session, &[entry(1)]);
        assert_eq!([known(old), known(young)], [true, true]);
        accesses.held().forget_old(at(SESSION_HOURS_MAX * 3_600));
        assert_eq!([known(old), known(young)], [false, true]);
        accesses.forget(young.session);
        assert_eq!((known(young), accesses.held().remembered), (false, 0));
        // What it showed waits all the same.
        assert_eq!(accesses.waiting(), Waiting { accesses: 2, since: Some(at(60)) });
    }

    #[test]
    fn no_more_is_remembered_than_the_limit() {
        let mut held = Held::default();
        for (number, began) in [(1, 20), (2, 10), (3, 30)] {
            shown(&mut held, sitting(number, began), &[entry(1), entry(2)]);
        }
        held.bound(6);
        assert_eq!(held.shown.len(), 3);
        held.bound(5);
        let left: Vec<SessionId> = held.shown.keys().copied().collect();
        assert_eq!(left, [sitting(1, 0).session, sitting(3, 0).session]);
        assert_eq!(held.remembered, 4);
    }
}
