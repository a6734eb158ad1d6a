//! What all families of the area share: its days, its agencies, the staff of children's social care
//! and the multi-agency teams. Families come and go; this stays.

use std::collections::VecDeque;

use candour_domain::calendar::Calendar;
use candour_domain::identifier::LedgerId;
use candour_domain::party::Actor;
use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::days::Days;
use super::family::Family;
use super::places::Places;
use super::rules;
use super::staff::Staff;
use super::teams::Teams;

/// What all families share.
#[derive(Debug)]
pub(super) struct World {
    pub(super) days: Days,
    pub(super) places: Places,
    pub(super) staff: Staff,
    pub(super) teams: Teams,
    pub(super) seed: u64,
    /// When the area ends.
    pub(super) until: DateTime<Utc>,
    /// The second cases of children who moved, that are still to be taken up.
    pub(super) moved: VecDeque<Family>,
}

/// From where the area begins, and how large it is.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) cases: u64,
    pub(super) seed: u64,
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
    pub(super) operator: Actor,
    pub(super) calendar: Calendar,
    pub(super) ledger: LedgerId,
}

/// The numbers of the sources of draws that are no family's.
const PLACES: u64 = u64::MAX;
const STAFF: u64 = u64::MAX - 1;
const TEAMS: u64 = u64::MAX - 2;
/// The number of the source of draws of what happens to the area itself.
pub(super) const COUNCIL: u64 = u64::MAX - 3;

impl World {
    /// Makes the area as it is on its first day; what registers it is due at once.
    pub(super) fn begin(ground: &Ground) -> Option<Self> {
        let Ground { cases, seed, from, until, operator, calendar, .. } = ground;
        let mut chance = Chance::of(*seed, PLACES);
        let places = Places::of(*cases, &mut chance);
        let mut staff = Staff::begin(operator, Chance::of(*seed, STAFF), *from)?;
        staff.due.extend(places.registered(operator, *from, &mut chance));
        let first = rules::adopted(ground, rules::at_first(*from), *from, &mut chance);
        staff.put(first);
        let teams = Teams::begin(Chance::of(*seed, TEAMS), *cases, operator);
        Some(Self {
            days: Days::new(calendar.clone()),
            places,
            staff,
            teams,
            seed: *seed,
            until: *until,
            moved: VecDeque::new(),
        })
    }
}
