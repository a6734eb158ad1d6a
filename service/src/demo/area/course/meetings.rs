//! Meetings: who was invited and how they answered, who came, and what was put on the table.

use candour_domain::identifier::EntryId;
use candour_domain::meeting::{
    Attendance, Attendee, Capacity, Dissent, Extent, Invitation, InvitationAnswer, Meeting,
    PartsAttended, Tabled,
};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::recorded::Recorded;

use super::super::family::{Stage, attendee};
use super::super::rates::{self, Rate};
use super::super::words;

/// How many facts are put on the table at most.
const TABLED_MAX: usize = 6;

/// Who is to come to a meeting.
pub(super) struct Invited {
    /// Who chairs it.
    pub(super) chair: Actor,
    /// Who comes of children's social care.
    pub(super) own: Vec<Actor>,
    /// Which agencies are asked to send somebody, by their kinds.
    pub(super) kinds: Vec<AgencyKind>,
    /// How often somebody of an agency does not come.
    pub(super) absent: Rate,
}

impl Invited {
    /// All who are asked to come.
    pub(super) fn who(&self, stage: &mut Stage<'_>) -> Vec<Attendee> {
        let of_agencies: Vec<Attendee> =
            self.kinds.iter().map(|kind| attendee(&of_kind(stage, *kind))).collect();
        self.own.iter().map(attendee).chain(of_agencies).collect()
    }
}

fn of_kind(stage: &mut Stage<'_>, kind: AgencyKind) -> Actor {
    let desk = stage.known_by(kind);
    stage.actor(desk)
}

/// A meeting as it was, with these facts on the table.
pub(super) fn meeting(stage: &mut Stage<'_>, invited: &Invited, facts: &[EntryId]) -> Meeting {
    let mut meeting = Meeting {
        format: Recorded::Recorded(stage.chance().weighted(rates::FORMATS)),
        chair: Recorded::Recorded(attendee(&invited.chair)),
        invited: Vec::new(),
        attendance: vec![came(&invited.chair, Capacity::Member)],
        parts: Vec::new(),
        table: Vec::new(),
    };
    for own in invited.own.iter().filter(|own| **own != invited.chair) {
        meeting.attendance.push(came(own, Capacity::Member));
    }
    for kind in &invited.kinds {
        let who = of_kind(stage, *kind);
        let answer = if stage.chance().happens(invited.absent) {
            stage.chance().weighted(rates::ABSENCES)
        } else {
            InvitationAnswer::Accepted
        };
        let asked = Invitation { who: attendee(&who), answer: Recorded::Recorded(answer) };
        meeting.invited.push(asked);
        if answer == InvitationAnswer::Accepted {
            let stands_in = stage.chance().happens(rates::STANDS_IN);
            let capacity = if stands_in { Capacity::StandIn } else { Capacity::Member };
            meeting.attendance.push(came(&who, capacity));
        }
    }
    let latest = facts.iter().rev().take(TABLED_MAX).rev();
    meeting.table = latest.map(|item| tabled(stage, *item)).collect();
    meeting
}

fn tabled(stage: &mut Stage<'_>, item: EntryId) -> Tabled {
    let extent = *stage.chance().one(&[Extent::Whole, Extent::Gist]);
    Tabled {
        item,
        by: Recorded::NotRecorded,
        extent: Recorded::Recorded(extent),
        part: Recorded::NotRecorded,
    }
}

fn came(who: &Actor, capacity: Capacity) -> Attendance {
    Attendance { post: who.post.clone(), ..attended(attendee(who), capacity) }
}

fn attended(who: Attendee, capacity: Capacity) -> Attendance {
    Attendance {
        who,
        post: Recorded::NotRecorded,
        capacity: Recorded::Recorded(capacity),
        from: None,
        until: None,
        parts: PartsAttended::All,
    }
}

/// The parents come, or do not.
pub(super) fn with_parents(stage: &mut Stage<'_>, meeting: &mut Meeting) {
    for parent in stage.family.parents() {
        if stage.chance().happens(rates::PARENT_COMES) {
            meeting.attendance.push(attended(Attendee::Person(parent), Capacity::Family));
        }
    }
}

/// The whole family comes.
pub(super) fn with_family(stage: &Stage<'_>, meeting: &mut Meeting) {
    for adult in stage.family.adult_ids() {
        meeting.attendance.push(attended(Attendee::Person(adult), Capacity::Family));
    }
}

/// Somebody who came sees it otherwise, now and then.
pub(super) fn dissent(stage: &mut Stage<'_>, meeting: &Meeting) -> Vec<Dissent> {
    if !stage.chance().happens(rates::DISSENT) || meeting.attendance.len() < 2 {
        return Vec::new();
    }
    let who = stage.chance().one(&meeting.attendance[1..]).who.clone();
    vec![Dissent { who, reason: Recorded::Recorded(stage.words(words::DISSENTS)) }]
}

/// Who came.
pub(super) fn who_came(meeting: &Meeting) -> Vec<Attendee> {
    meeting.attendance.iter().map(|it| it.who.clone()).collect()
}
