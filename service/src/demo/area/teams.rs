//! The multi-agency child protection teams: their seats, who sits on them, when a seat is empty, and
//! when somebody covers it.

use candour_commands::Request;
use candour_domain::agency::{AgencyEvent, MemorandumAgreed, MemorandumEnded};
use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, TeamId};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::team::{
    CoverArranged, FrameworkAdopted, MemberNominated, MemberStoodDown, PoliceStatus, Seat,
    TeamEstablished, TeamEvent,
};
use candour_domain::text::Text;
use candour_domain::time::london_date;
use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::days::days_after;
use super::places::{Places, request};
use super::rates;
use super::sitting::Sitting;

/// One team for so many cases.
const CASES_A_TEAM: u64 = 400;
/// The most teams that an area has.
const TEAMS_MAX: u64 = 2;

/// The seats of a team, and the kind of agency that each comes from.
const SEATS: &[(Seat, AgencyKind)] = &[
    (Seat::SocialWorker, AgencyKind::ChildrensSocialCare),
    (Seat::Police, AgencyKind::Police),
    (Seat::Health, AgencyKind::IntegratedCareBoard),
    (Seat::Education, AgencyKind::LocalAuthorityEducation),
];

/// The teams of the area.
#[derive(Debug)]
pub(super) struct Teams {
    all: Vec<Team>,
    chance: Chance,
    by: Actor,
    established: bool,
    /// The agencies that agreed to work with a team.
    memoranda: Vec<(AgencyId, TeamId)>,
}

#[derive(Debug)]
struct Team {
    id: TeamId,
    name: Label,
    /// Who sits on each seat, in the order of the seats.
    seats: Vec<Option<Actor>>,
}

impl Teams {
    /// The teams that an area of so many cases has, still without members.
    pub(super) fn begin(mut chance: Chance, cases: u64, by: &Actor) -> Self {
        let many = cases.div_ceil(CASES_A_TEAM).clamp(1, TEAMS_MAX);
        let mut teams = Vec::new();
        for name in ["Larkmere North team", "Larkmere South team"] {
            let Ok(name) = Label::parse(name) else { continue };
            if teams.len() < usize::try_from(many).unwrap_or(1) {
                let id = TeamId::new(chance.id());
                teams.push(Team { id, name, seats: vec![None; SEATS.len()] });
            }
        }
        Self { all: teams, chance, by: by.clone(), established: false, memoranda: Vec::new() }
    }

    /// The team that a family's case comes to, once there is one.
    pub(super) fn of(&self, family: u64) -> Option<TeamId> {
        self.established.then(|| self.all[self.place(family)].id)
    }

    /// Somebody who sits on that team now.
    pub(super) fn member(&self, family: u64) -> Option<Actor> {
        self.all[self.place(family)].seats.iter().flatten().next().cloned()
    }

    fn place(&self, family: u64) -> usize {
        let many = u64::try_from(self.all.len()).unwrap_or(1).max(1);
        usize::try_from(family % many).unwrap_or(0)
    }

    /// The teams are established, with a framework and a member in each seat but one, and agencies
    /// agree to work with them.
    pub(super) fn established(
        &mut self,
        authority: &Actor,
        places: &Places,
        at: DateTime<Utc>,
    ) -> Vec<Request> {
        self.established = true;
        let mut requests = Vec::new();
        for place in 0..self.all.len() {
            let mut sitting = self.sitting(place, at);
            let Team { id, name, .. } = &self.all[place];
            let id = *id;
            let established = TeamEstablished { name: name.clone(), authority: authority.agency };
            sitting.note(at, TeamEvent::TeamEstablished(established));
            if let Ok(name) = Label::parse("Practice framework of the partnership") {
                let oversight =
                    Recorded::Recorded(Text::new("Reviewed by senior managers each quarter."));
                sitting.note(at, TeamEvent::FrameworkAdopted(FrameworkAdopted { name, oversight }));
            }
            for seat in 0..SEATS.len() - usize::from(place > 0) {
                self.nominate((place, seat), (authority, places), &mut sitting, at);
            }
            requests.extend(sitting.request());
            requests.extend(self.memoranda(id, places, at));
        }
        requests
    }

    fn memoranda(&mut self, team: TeamId, places: &Places, at: DateTime<Utc>) -> Vec<Request> {
        let agreeing = [AgencyKind::Probation, AgencyKind::YouthJustice, AgencyKind::Hospital];
        let of_kind = |kind: &AgencyKind| places.agencies.iter().find(|it| it.kind == *kind);
        let agencies: Vec<_> = agreeing.iter().filter_map(of_kind).map(|it| it.id).collect();
        let mut requests = Vec::new();
        for agency in agencies {
            let id = request(&mut self.chance);
            let stream = StreamId::Agency(agency);
            let mut sitting = Sitting::new(id, stream, self.by.clone(), at, Vec::new());
            let agreed = MemorandumAgreed {
                with: team,
                terms: Recorded::Recorded(Text::new(
                    "To answer the team's requests within five working days.",
                )),
                expects: Vec::new(),
            };
            sitting.note(at, AgencyEvent::MemorandumAgreed(agreed));
            requests.extend(sitting.request());
            self.memoranda.push((agency, team));
        }
        requests
    }

    /// What happens on the teams in a month: somebody stands down, a seat is covered or filled.
    pub(super) fn month(
        &mut self,
        authority: &Actor,
        places: &Places,
        at: DateTime<Utc>,
    ) -> Vec<Request> {
        let mut requests: Vec<Request> = self.memorandum_ends(at).into_iter().collect();
        for place in 0..self.all.len() {
            let mut sitting = self.sitting(place, at);
            for seat in 0..SEATS.len() {
                if self.all[place].seats[seat].is_none() {
                    if self.chance.happens(rates::SEAT_FILLED) {
                        self.nominate((place, seat), (authority, places), &mut sitting, at);
                    }
                } else if self.chance.happens(rates::MEMBER_STANDS_DOWN) {
                    self.stand_down((place, seat), places, &mut sitting, at);
                }
            }
            if !sitting.is_empty() {
                requests.extend(sitting.request());
            }
        }
        requests
    }

    fn memorandum_ends(&mut self, at: DateTime<Utc>) -> Option<Request> {
        if !self.chance.happens(rates::MEMORANDUM_ENDS) {
            return None;
        }
        let (agency, with) = self.memoranda.pop()?;
        let id = request(&mut self.chance);
        let stream = StreamId::Agency(agency);
        let mut sitting = Sitting::new(id, stream, self.by.clone(), at, Vec::new());
        let reason =
            Recorded::Recorded(Text::new("The service was taken over by another provider."));
        sitting.note(at, AgencyEvent::MemorandumEnded(MemorandumEnded { with, reason }));
        sitting.request()
    }

    fn sitting(&mut self, place: usize, at: DateTime<Utc>) -> Sitting {
        let id = request(&mut self.chance);
        let stream = StreamId::Team(self.all[place].id);
        Sitting::new(id, stream, self.by.clone(), at, Vec::new())
    }

    fn nominate(
        &mut self,
        (place, at_seat): (usize, usize),
        (authority, places): (&Actor, &Places),
        sitting: &mut Sitting,
        at: DateTime<Utc>,
    ) {
        let (seat, kind) = SEATS[at_seat];
        let who = if kind == AgencyKind::ChildrensSocialCare {
            authority.clone()
        } else {
            let desk = places.desk(kind, &mut self.chance);
            places.actor(desk).clone()
        };
        let Some(practitioner) = who.practitioner.value().copied() else { return };
        let police = seat == Seat::Police;
        let nominated = MemberNominated {
            practitioner,
            agency: who.agency,
            seat,
            by: who.agency,
            experience: Recorded::Recorded(Text::new(
                "Seven years of work with children and families.",
            )),
            police_status: police.then_some(PoliceStatus::Constable).into(),
        };
        sitting.note(at, TeamEvent::MemberNominated(nominated));
        self.all[place].seats[at_seat] = Some(who);
    }

    fn stand_down(
        &mut self,
        (place, at_seat): (usize, usize),
        places: &Places,
        sitting: &mut Sitting,
        at: DateTime<Utc>,
    ) {
        let (seat, kind) = SEATS[at_seat];
        let Some(who) = self.all[place].seats[at_seat].take() else { return };
        let Some(practitioner) = who.practitioner.value().copied() else { return };
        let reason = Recorded::Recorded(Text::new("Took another post."));
        let stood_down = MemberStoodDown { practitioner, seat, reason };
        sitting.note(at, TeamEvent::MemberStoodDown(stood_down));
        if kind != AgencyKind::ChildrensSocialCare && self.chance.happens(rates::SEAT_COVERED) {
            let desk = places.desk(kind, &mut self.chance);
            let cover = places.actor(desk).clone();
            let from = london_date(at + TimeDelta::days(3));
            let Some(practitioner) = cover.practitioner.value().copied() else { return };
            let to = days_after(from, 35);
            let agency = cover.agency;
            let arranged = CoverArranged { seat, practitioner, agency, from, to };
            sitting.note(at, TeamEvent::CoverArranged(arranged));
        }
    }
}
