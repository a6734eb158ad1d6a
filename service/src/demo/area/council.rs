//! What happens to the area itself while families come and go: workers leave or change teams, people
//! of other agencies change posts, seats of the teams fall empty and are filled, and local rules are
//! adopted again. Month by month.

use candour_domain::case::allocation::Role;
use candour_domain::party::Actor;
use chrono::{DateTime, TimeDelta, Utc};

use super::agenda::{Agenda, Turn};
use super::chance::Chance;
use super::rates;
use super::rules;
use super::world::{Ground, World};

/// Something that happens to the area.
#[derive(Debug, Clone, Copy)]
pub(super) enum Affair {
    /// The teams are established.
    Teams,
    /// A month passes.
    Month,
    /// Local rules are adopted again.
    Rules,
}

/// What is still to happen to the area.
#[derive(Debug)]
pub(super) struct Council {
    pub(super) agenda: Agenda<Affair>,
    chance: Chance,
    ground: Ground,
}

/// How many days after its beginning the area has its teams.
const TEAMS_AFTER_DAYS: i64 = 10;
/// How many days a month of the area has.
const MONTH_DAYS: i64 = 30;

impl Council {
    pub(super) fn begin(ground: &Ground, chance: Chance) -> Self {
        let mut agenda = Agenda::new();
        agenda.put(ground.from + TimeDelta::days(TEAMS_AFTER_DAYS), Turn::Play(Affair::Teams));
        let half = ground.from + (ground.until - ground.from) / rules::AGAIN_AFTER;
        agenda.put(half, Turn::Play(Affair::Rules));
        Self { agenda, chance, ground: ground.clone() }
    }

    /// Plays what comes next; what is to be recorded of it is due at once.
    pub(super) fn play(&mut self, world: &mut World, affair: Affair, at: DateTime<Utc>) {
        match affair {
            Affair::Teams => {
                let authority = authority(world, at);
                let World { teams, places, staff, .. } = world;
                staff.due.extend(teams.established(&authority, places, at));
                self.agenda.put(at + TimeDelta::days(MONTH_DAYS), Turn::Play(Affair::Month));
            }
            Affair::Month => {
                self.month(world, at);
                self.agenda.put(at + TimeDelta::days(MONTH_DAYS), Turn::Play(Affair::Month));
            }
            Affair::Rules => {
                let later = rules::later(self.ground.from);
                world.staff.put(rules::adopted(&self.ground, later, at, &mut self.chance));
            }
        }
    }

    fn month(&mut self, world: &mut World, at: DateTime<Utc>) {
        for worker in 0..world.staff.workers.len() {
            if !world.staff.workers[worker].in_post {
                continue;
            }
            if self.chance.happens(rates::WORKER_LEAVES) {
                world.staff.leaves(worker, at);
            } else if self.chance.happens(rates::WORKER_CHANGES_TEAM) {
                world.staff.changes_team(worker, at);
            }
        }
        for agency in 0..world.places.agencies.len() {
            if self.chance.happens(rates::POSTS_CHANGE) {
                self.change_places(world, agency, at);
            }
        }
        let authority = authority(world, at);
        let World { teams, places, staff, .. } = world;
        staff.due.extend(teams.month(&authority, places, at));
    }

    /// Two people of two agencies of a kind change places.
    fn change_places(&mut self, world: &mut World, one: usize, at: DateTime<Utc>) {
        let kind = world.places.agencies[one].kind;
        let other = world.places.desk(kind, &mut self.chance);
        if other.agency == one {
            return;
        }
        let desk = self.chance.below(world.places.agencies[one].desks.len());
        let here = world.places.agencies[one].desks[desk].clone();
        let there = world.places.agencies[other.agency].desks[other.desk].clone();
        let moved = Actor { practitioner: there.practitioner, ..here.clone() };
        let arriving = Actor { practitioner: here.practitioner, ..there.clone() };
        world.staff.moves(&there, Some(&moved), at);
        world.staff.moves(&here, Some(&arriving), at);
        world.places.agencies[one].desks[desk] = moved;
        world.places.agencies[other.agency].desks[other.desk] = arriving;
    }
}

/// The social worker whom the local authority nominates.
fn authority(world: &mut World, at: DateTime<Utc>) -> Actor {
    let worker = world.staff.worker_for(Role::LeadChildProtectionPractitioner, at);
    world.staff.workers[worker].actor.clone()
}
