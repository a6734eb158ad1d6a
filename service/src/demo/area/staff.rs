//! Children's social care: the front door, the teams with their managers, the social workers and lead
//! practitioners with what they hold, and the chairs. Staff grow with the cases, so that nobody holds
//! many more than the usual number. Nothing here compares one worker with another.

use std::collections::VecDeque;

use candour_commands::Request;
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::allocation::Role;
use candour_domain::code::AgencyCategory;
use candour_domain::entry::StreamId;
use candour_domain::identifier::AgencyId;
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PostLeft, PractitionerEvent};
use candour_domain::recorded::{Label, Recorded};
use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::places::{actor, practitioner_registered, request, taken};
use super::rates::{CASES_A_WORKER_MAX, LEADS_CASES_MAX};
use super::sitting::Sitting;

/// How many social workers a manager has.
const WORKERS_A_TEAM: usize = 6;
/// How many work at the front door.
const SCREENERS: usize = 3;
/// How many chair conferences.
const CHAIRS: usize = 2;

/// Somebody who holds cases.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) actor: Actor,
    pub(super) role: Role,
    /// Which team.
    pub(super) team: usize,
    /// How many cases they hold.
    pub(super) cases: u32,
    /// Whether they are still in the post.
    pub(super) in_post: bool,
}

/// A team of social workers.
#[derive(Debug)]
pub(super) struct Team {
    pub(super) name: Label,
    pub(super) manager: Actor,
}

/// The staff of children's social care.
#[derive(Debug)]
pub(super) struct Staff {
    pub(super) agency: AgencyId,
    pub(super) screeners: Vec<Actor>,
    pub(super) front_door_manager: Actor,
    pub(super) chairs: Vec<Actor>,
    pub(super) teams: Vec<Team>,
    pub(super) workers: Vec<Worker>,
    operator: Actor,
    chance: Chance,
    /// What has to be recorded of staff before anything else.
    pub(super) due: VecDeque<Request>,
}

impl Staff {
    /// Makes the staff that an area begins with, and what registers them.
    pub(super) fn begin(operator: &Actor, mut chance: Chance, at: DateTime<Utc>) -> Option<Self> {
        let agency = AgencyId::new(chance.id());
        let door = Label::parse("Front door").ok();
        let screener =
            |chance: &mut Chance| actor(chance, agency, "Screening practitioner", door.as_ref());
        let screeners = (0..SCREENERS).map(|_| screener(&mut chance)).collect();
        let reviewing = Label::parse("Reviewing service").ok();
        let chair =
            |chance: &mut Chance| actor(chance, agency, "Conference chair", reviewing.as_ref());
        let chairs = (0..CHAIRS).map(|_| chair(&mut chance)).collect();
        let front_door_manager = actor(&mut chance, agency, "Front door manager", door.as_ref());
        let mut staff = Self {
            agency,
            screeners,
            front_door_manager,
            chairs,
            teams: Vec::new(),
            workers: Vec::new(),
            operator: operator.clone(),
            chance,
            due: VecDeque::new(),
        };
        staff.register_agency(at)?;
        let first = [&staff.screeners[..], &staff.chairs[..]].concat();
        for who in first.iter().chain([&staff.front_door_manager.clone()]) {
            staff.register(who, at);
        }
        Some(staff)
    }

    /// The worker in a role who holds fewest cases; another is taken on where all hold many.
    pub(super) fn worker_for(&mut self, role: Role, at: DateTime<Utc>) -> usize {
        let limit = match role {
            Role::LeadChildProtectionPractitioner => LEADS_CASES_MAX,
            Role::FamilyHelpLeadPractitioner
            | Role::SocialWorker
            | Role::PracticeSupervisor
            | Role::IndependentReviewingOfficer
            | Role::FamilyGroupCoordinator
            | Role::Advocate
            | Role::NamedProfessional
            | Role::Other => CASES_A_WORKER_MAX,
        };
        let free = (0..self.workers.len())
            .filter(|at| self.workers[*at].in_post && self.workers[*at].role == role)
            .min_by_key(|at| (self.workers[*at].cases, *at))
            .filter(|at| self.workers[*at].cases < limit);
        free.unwrap_or_else(|| self.take_on(role, at))
    }

    /// The manager of a worker.
    pub(super) fn manager_of(&self, worker: usize) -> &Actor {
        &self.teams[self.workers[worker].team].manager
    }

    /// Somebody who chairs conferences.
    pub(super) fn chair(&mut self) -> Actor {
        self.chance.one(&self.chairs).clone()
    }

    /// A worker leaves; their cases go to others when those are next worked on.
    pub(super) fn leaves(&mut self, worker: usize, at: DateTime<Utc>) {
        self.workers[worker].in_post = false;
        let who = self.workers[worker].actor.clone();
        self.moves(&who, None, at);
    }

    /// A worker moves to another team and keeps their cases.
    pub(super) fn changes_team(&mut self, worker: usize, at: DateTime<Utc>) {
        let team = self.chance.below(self.teams.len());
        if team == self.workers[worker].team {
            return;
        }
        let was = self.workers[worker].actor.clone();
        let now = Actor { unit: Recorded::Recorded(self.teams[team].name.clone()), ..was.clone() };
        self.workers[worker].actor = now.clone();
        self.workers[worker].team = team;
        self.moves(&was, Some(&now), at);
    }

    /// Something of the area itself is to be recorded before anything else.
    pub(super) fn put(&mut self, request: Option<Request>) {
        self.due.extend(request);
    }

    /// Somebody leaves a post, and perhaps takes another.
    pub(super) fn moves(&mut self, was: &Actor, now: Option<&Actor>, at: DateTime<Utc>) {
        let Some(practitioner) = was.practitioner.value() else { return };
        let stream = StreamId::Practitioner(*practitioner);
        let id = request(&mut self.chance);
        let mut sitting = Sitting::new(id, stream, self.operator.clone(), at, Vec::new());
        let left = PostLeft { agency: was.agency, unit: was.unit.clone(), post: was.post.clone() };
        sitting.note(at, PractitionerEvent::PostLeft(left));
        if let Some(now) = now {
            sitting.note(at, PractitionerEvent::PostTaken(taken(now)));
        }
        self.due.extend(sitting.request());
    }

    fn take_on(&mut self, role: Role, at: DateTime<Utc>) -> usize {
        let of_role = self.workers.iter().filter(|it| it.role == role && it.in_post).count();
        let full = of_role.is_multiple_of(WORKERS_A_TEAM);
        if self.teams.is_empty() || full {
            self.found_team(role, at);
        }
        let team = self.teams.len() - 1;
        let name = self.teams[team].name.clone();
        let post = match role {
            Role::LeadChildProtectionPractitioner => "Lead child protection practitioner",
            Role::FamilyHelpLeadPractitioner
            | Role::SocialWorker
            | Role::PracticeSupervisor
            | Role::IndependentReviewingOfficer
            | Role::FamilyGroupCoordinator
            | Role::Advocate
            | Role::NamedProfessional
            | Role::Other => "Social worker",
        };
        let actor = actor(&mut self.chance, self.agency, post, Some(&name));
        self.register(&actor, at);
        self.workers.push(Worker { actor, role, team, cases: 0, in_post: true });
        self.workers.len() - 1
    }

    fn found_team(&mut self, role: Role, at: DateTime<Utc>) {
        let number = self.teams.len() + 1;
        let called = match role {
            Role::LeadChildProtectionPractitioner => "Child protection",
            Role::FamilyHelpLeadPractitioner
            | Role::SocialWorker
            | Role::PracticeSupervisor
            | Role::IndependentReviewingOfficer
            | Role::FamilyGroupCoordinator
            | Role::Advocate
            | Role::NamedProfessional
            | Role::Other => "Assessment and support",
        };
        let Ok(name) = Label::parse(&format!("{called} {number}")) else { return };
        let manager = actor(&mut self.chance, self.agency, "Team manager", Some(&name));
        self.register(&manager, at);
        self.teams.push(Team { name, manager });
    }

    fn register(&mut self, who: &Actor, at: DateTime<Utc>) {
        let request = practitioner_registered(who, &self.operator, at, &mut self.chance);
        self.due.extend(request);
    }

    fn register_agency(&mut self, at: DateTime<Utc>) -> Option<()> {
        let id = request(&mut self.chance);
        let stream = StreamId::Agency(self.agency);
        let mut sitting = Sitting::new(id, stream, self.operator.clone(), at, Vec::new());
        let registered = AgencyRegistered {
            name: Label::parse("Larkmere Children's Social Care").ok()?,
            kind: Recorded::Recorded(AgencyKind::ChildrensSocialCare),
            category: Recorded::Recorded(AgencyCategory::SectionEleven),
        };
        sitting.note(at, AgencyEvent::AgencyRegistered(registered));
        self.due.extend(sitting.request());
        Some(())
    }
}
