//! All families side by side, in one order of time: whoever has the next thing to happen comes
//! first. A family is made when it becomes known and dropped when nothing more is to happen to it, so
//! that an area of any size needs no more memory than the families that are known at once.

use std::collections::BTreeMap;

use candour_commands::Request;
use chrono::{DateTime, TimeDelta, Utc};

use super::AreaSize;
use super::agenda::Turn;
use super::chance::Chance;
use super::council::Council;
use super::course;
use super::family::{Family, Stage};
use super::world::{COUNCIL, Ground, World};

/// How long before its end an area has no new family, in seconds: each gets as far as a decision.
const QUIET_SECONDS: i64 = 5 * 24 * 3_600;

/// An area whose requests are taken one after the other.
#[derive(Debug)]
pub(super) struct Merge {
    world: World,
    council: Council,
    size: AreaSize,
    from: DateTime<Utc>,
    /// The time that it has come to.
    at: DateTime<Utc>,
    /// The families that something is still to happen to, by when and by their number.
    families: BTreeMap<(DateTime<Utc>, u64), Family>,
    /// How many families have become known.
    known: u64,
}

impl Merge {
    pub(super) fn begin(size: AreaSize, ground: &Ground) -> Option<Self> {
        let world = World::begin(ground)?;
        let at = ground.from;
        let council = Council::begin(ground, Chance::of(size.seed, COUNCIL));
        Some(Self { world, council, size, from: at, at, families: BTreeMap::new(), known: 0 })
    }

    /// How many families have become known.
    pub(super) fn known(&self) -> u64 {
        self.known
    }

    /// How many families are in memory.
    #[cfg(test)]
    pub(super) fn in_memory(&self) -> usize {
        self.families.len()
    }

    /// When the family of a number becomes known: one in each equal part of the time, at any hour.
    fn arrival(&self, number: u64) -> DateTime<Utc> {
        let seconds = (self.world.until - self.from).num_seconds() - QUIET_SECONDS;
        let cases = i64::try_from(self.size.cases).unwrap_or(i64::MAX).max(1);
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let each = seconds / cases;
        let mut chance = Chance::of(self.size.seed ^ ARRIVALS, number.unsigned_abs());
        let within = chance.between(0..=each.max(1) - 1);
        self.from + TimeDelta::seconds(each * number + within)
    }

    /// The next request, and when it is recorded.
    pub(super) fn next(&mut self) -> Option<(DateTime<Utc>, Request)> {
        loop {
            if let Some(request) = self.world.staff.due.pop_front() {
                return Some((self.at, request));
            }
            self.becomes_known();
            self.take_up_moved();
            let next = self.families.first_key_value().map(|((at, _), _)| *at);
            if self.council.agenda.next_at().is_some_and(|at| next.is_none_or(|next| at <= next)) {
                self.affair()?;
                continue;
            }
            let ((at, number), mut family) = self.families.pop_first()?;
            if at > self.world.until {
                return None;
            }
            self.at = at;
            let turn = family.agenda.take();
            let request = match turn {
                Some((_, Turn::Record(request))) => Some(*request),
                Some((_, Turn::Play(scene))) => {
                    let mut stage = Stage { world: &mut self.world, family: &mut family, at };
                    course::play(&mut stage, scene);
                    None
                }
                None => None,
            };
            if let Some(next) = family.agenda.next_at() {
                self.families.insert((next, number), family);
            }
            if let Some(request) = request {
                return Some((at, request));
            }
        }
    }

    /// What happens to the area itself; nothing, where that would be after its end.
    fn affair(&mut self) -> Option<()> {
        let (at, turn) = self.council.agenda.take()?;
        if at > self.world.until {
            return None;
        }
        self.at = at;
        match turn {
            Turn::Play(affair) => self.council.play(&mut self.world, affair, at),
            Turn::Record(request) => self.world.staff.put(Some(*request)),
        }
        Some(())
    }

    /// The second cases of children who moved go on by themselves.
    fn take_up_moved(&mut self) {
        while let Some(family) = self.world.moved.pop_front() {
            if let Some(at) = family.agenda.next_at() {
                self.families.insert((at, family.number), family);
            }
        }
    }

    /// The families whose first contact comes before anything else happens become known.
    fn becomes_known(&mut self) {
        while self.known < self.size.cases {
            let at = self.arrival(self.known);
            let next = self.families.first_key_value().map(|((next, _), _)| *next);
            if next.is_some_and(|next| next < at) {
                return;
            }
            self.known += 1;
            if let Some(family) = course::becomes_known(&self.world, self.known, at) {
                self.families.insert((at, self.known), family);
            }
        }
    }
}

/// What sets the draws of arrivals apart from those of families.
const ARRIVALS: u64 = 0x6172_7269_7665_7321;
