//! Quorum: whether the least that guidance asks for was in the room. Attendance says who was there;
//! whether they could decide, or spoke, is not judged.
//!
//! # Rules
//! - `a_strategy_discussion_needs_social_care_police_and_health`: who only observes does not count.
//! - `a_conference_needs_social_care_and_two_other_agencies`: family is not an agency.
//! - `an_agency_of_unknown_kind_makes_quorum_uncertain_and_never_absent`: it may be the one that is
//!   wanting.

use std::collections::BTreeSet;

use crate::case::CaseEvent;
use crate::case::threshold::ThresholdEvent;
use crate::identifier::AgencyId;
use crate::meeting::{Attendance, Attendee, Capacity, Meeting};
use crate::party::Discipline;
use crate::recorded::Recorded;

use super::instance::{Duty, Status, Subject};
use super::judged::Instance;
use super::rule::RuleCode;
use super::scene::{Fact, Scene, conference};

/// How many agencies beside social care a conference needs.
const OTHER_AGENCIES_MIN: usize = 2;

/// Whether each strategy discussion and each conference was quorate.
pub(super) fn quorums<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let mut duties = Vec::new();
    for fact in &scene.facts {
        if let CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(held)) = fact.event {
            let duty = judge(scene, fact, &held.meeting, RuleCode::QuorumStrategy);
            duties.push(Instance::Settled(match (duty.status, &held.proceeded_without_quorum) {
                (Status::NotMet | Status::NotCertain, Some(reason)) => Duty {
                    answered_by: Some(fact.id),
                    answered: Some(fact.at),
                    ..duty.stands(Status::Excused, reason.to_string())
                },
                _ => duty,
            }));
        } else if let Some(held) = conference(fact.event) {
            let duty = judge(scene, fact, &held.meeting, RuleCode::QuorumConference);
            duties.push(Instance::Settled(duty));
        }
    }
    duties
}

/// Who was in the room, as far as quorum turns on it.
struct Room {
    disciplines: BTreeSet<Discipline>,
    /// Agencies other than children's social care.
    others: BTreeSet<AgencyId>,
    /// Agencies whose kind is not known.
    unknown: BTreeSet<AgencyId>,
}

impl Room {
    fn of(scene: &Scene<'_>, meeting: &Meeting) -> Self {
        let mut room = Self {
            disciplines: BTreeSet::new(),
            others: BTreeSet::new(),
            unknown: BTreeSet::new(),
        };
        let chair = meeting.chair.value();
        let attended = meeting.attendance.iter().filter_map(counts).chain(chair.and_then(agency));
        for agency in attended {
            match scene.kind(agency).map(crate::party::AgencyKind::discipline) {
                Some(Discipline::SocialCare) => {
                    room.disciplines.insert(Discipline::SocialCare);
                }
                Some(
                    discipline @ (Discipline::Police
                    | Discipline::Health
                    | Discipline::Education
                    | Discipline::Other),
                ) => {
                    room.disciplines.insert(discipline);
                    room.others.insert(agency);
                }
                None => {
                    room.unknown.insert(agency);
                }
            }
        }
        room
    }

    /// What was wanting, in words; nothing where it was quorate.
    fn wanting(&self, rule: RuleCode) -> Vec<String> {
        let absent = |discipline: Discipline, name: &str| {
            (!self.disciplines.contains(&discipline)).then(|| name.to_owned())
        };
        let social_care = absent(Discipline::SocialCare, "children's social care");
        if rule == RuleCode::QuorumStrategy {
            let police = absent(Discipline::Police, "police");
            let health = absent(Discipline::Health, "health");
            return [social_care, police, health].into_iter().flatten().collect();
        }
        let missing = OTHER_AGENCIES_MIN.saturating_sub(self.others.len());
        let others = (missing > 0).then(|| format!("other agencies: {missing} more"));
        [social_care, others].into_iter().flatten().collect()
    }
}

/// The agency of somebody at a meeting.
fn agency(who: &Attendee) -> Option<AgencyId> {
    match who {
        Attendee::Practitioner { agency, .. } | Attendee::Agency(agency) => Some(*agency),
        Attendee::Person(_) | Attendee::Child(_) | Attendee::Described(_) => None,
    }
}

/// The agency for which somebody attended and counts; who observes or supports the family does not.
fn counts(attendance: &Attendance) -> Option<AgencyId> {
    match attendance.capacity {
        Recorded::NotRecorded | Recorded::Recorded(Capacity::Member | Capacity::StandIn) => {
            agency(&attendance.who)
        }
        Recorded::Recorded(Capacity::Observer | Capacity::Family | Capacity::Advocate) => None,
    }
}

fn judge(scene: &Scene<'_>, fact: &Fact<'_>, meeting: &Meeting, rule: RuleCode) -> Duty {
    let duty =
        Duty { counted_from: Some(fact.at), ..Duty::untimed(rule, Some(fact.id), Subject::Case) };
    if !fact.certain {
        return duty.stands(Status::NotCertain, "not certain whether it had been held by then");
    }
    if meeting.attendance.is_empty() {
        return duty.stands(Status::NotCertain, "who attended is not recorded");
    }
    let room = Room::of(scene, meeting);
    let wanting = room.wanting(rule);
    if wanting.is_empty() {
        let answered = Some(fact.at);
        return Duty { status: Status::Met, answered_by: Some(fact.id), answered, ..duty };
    }
    let note = format!("not recorded as present: {}", wanting.join(", "));
    if room.unknown.is_empty() {
        duty.stands(Status::NotMet, note)
    } else {
        let why = format!("{note}; of an agency that attended it is not known what kind it is");
        duty.stands(Status::NotCertain, why)
    }
}
