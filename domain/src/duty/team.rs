//! The members of a multi-agency child protection team: one in each of four seats, over time, so
//! that it can be said on which days the team had none. Not yet in force; a partnership may have its
//! team checked earlier.
//!
//! # Rules
//! - `team_members_are_not_asked_for_before_commencement_or_early_adoption`: it is not engaged
//!   until then.
//! - `cover_fills_a_seat_for_its_days`: both ends included.
//! - `the_police_member_is_a_constable_or_relevant_police_employee`: where that is not recorded,
//!   the answer is *not certain*.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::basis::{Applies, LegalBasis};
use crate::entry::StreamId;
use crate::event::Event;
use crate::identifier::{EntryId, PractitionerId, TeamId};
use crate::recorded::Recorded;
use crate::team::{Seat, TeamEvent};
use crate::time::Interval;

use super::book::RuleBook;
use super::instance::{Duty, Gap, Status, Subject};
use super::rule::RuleCode;
use super::scene::{Facts, day_before, happened};

/// The seats that a team must fill.
const SEATS: [Seat; 4] = [Seat::Education, Seat::SocialWorker, Seat::Health, Seat::Police];

/// How a team's seats were filled.
pub(super) fn members(facts: &Facts<'_>, book: &RuleBook, at: DateTime<Utc>) -> Vec<Duty> {
    let mut by_team: BTreeMap<TeamId, Vec<(Interval, &TeamEvent, EntryId)>> = BTreeMap::new();
    for entry in facts.teams.iter().filter(|entry| entry.stands()) {
        if let (StreamId::Team(team), Event::Team(event)) = (entry.entry.stream, entry.event())
            && happened(entry.occurred().interval(), at)
        {
            let at = entry.occurred().interval();
            by_team.entry(team).or_default().push((at, event, entry.id()));
        }
    }
    let today = day_before(at);
    by_team.into_values().flat_map(|events| of_team((book, today), events)).collect()
}

fn of_team(
    (book, today): (&RuleBook, NaiveDate),
    mut events: Vec<(Interval, &TeamEvent, EntryId)>,
) -> Vec<Duty> {
    events.sort_by_key(|(at, _, _)| at.latest());
    let established = events.iter().find_map(|(at, event, id)| match event {
        TeamEvent::TeamEstablished(_) => Some((*at, *id)),
        TeamEvent::MemberNominated(_)
        | TeamEvent::MemberStoodDown(_)
        | TeamEvent::CoverArranged(_)
        | TeamEvent::FrameworkAdopted(_)
        | TeamEvent::Record(_) => None,
    });
    let Some((from, opening)) = established else { return Vec::new() };
    SEATS
        .into_iter()
        .map(|seat| {
            let duty = Duty {
                counted_from: Some(from),
                ..Duty::untimed(RuleCode::TeamMembers, Some(opening), Subject::Seat(seat))
            };
            let Some(asked) = asked_from(book, today) else {
                return duty.stands(Status::NotEngaged, "not yet in force");
            };
            if asked.day > today {
                return duty.stands(Status::NotEngaged, "not yet in force");
            }
            let held = Filled::of(&events, seat);
            let first = asked.day.max(from.last_day());
            held.judge(duty, first, today, asked.by_statute)
        })
        .collect()
}

/// From which day members are asked for, and whether by statute or by local adoption alone.
#[derive(Clone, Copy)]
struct Asked {
    day: NaiveDate,
    by_statute: bool,
}

fn asked_from(book: &RuleBook, today: NaiveDate) -> Option<Asked> {
    let early = book.rules().team_composition_from.map(|day| Asked { day, by_statute: false });
    let statute = match book.applies(LegalBasis::MultiAgencyTeam) {
        Applies::Already => Some(Asked { day: NaiveDate::MIN, by_statute: true }),
        Applies::From(day) => Some(Asked { day, by_statute: true }),
        Applies::AwaitsCommencement => None,
    };
    match (early, statute) {
        (Some(early), Some(statute)) => {
            Some(Asked { day: early.day.min(statute.day), by_statute: statute.day <= today })
        }
        (one, other) => one.or(other),
    }
}

/// Days on which somebody held or covered a seat; the last is none while it lasts.
struct Filled {
    spans: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Members of the police seat of whom it is not recorded that they may hold it, by their days.
    doubtful: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl Filled {
    fn of(events: &[(Interval, &TeamEvent, EntryId)], seat: Seat) -> Self {
        let mut sitting: BTreeMap<PractitionerId, (NaiveDate, bool)> = BTreeMap::new();
        let mut filled = Self { spans: Vec::new(), doubtful: Vec::new() };
        for (at, event, _) in events {
            match event {
                TeamEvent::MemberNominated(it) if it.seat == seat => {
                    let doubtful =
                        seat == Seat::Police && it.police_status == Recorded::NotRecorded;
                    sitting.entry(it.practitioner).or_insert((at.last_day(), doubtful));
                }
                TeamEvent::MemberStoodDown(it) if it.seat == seat => {
                    if let Some((from, doubtful)) = sitting.remove(&it.practitioner) {
                        filled.add(from, at.first_day().pred_opt(), doubtful);
                    }
                }
                TeamEvent::CoverArranged(it) if it.seat == seat => {
                    filled.add(it.from, Some(it.to), false);
                }
                TeamEvent::TeamEstablished(_)
                | TeamEvent::MemberNominated(_)
                | TeamEvent::MemberStoodDown(_)
                | TeamEvent::CoverArranged(_)
                | TeamEvent::FrameworkAdopted(_)
                | TeamEvent::Record(_) => {}
            }
        }
        for (from, doubtful) in sitting.into_values() {
            filled.add(from, None, doubtful);
        }
        filled
    }

    fn add(&mut self, from: NaiveDate, to: Option<NaiveDate>, doubtful: bool) {
        let spans = if doubtful { &mut self.doubtful } else { &mut self.spans };
        spans.push((from, to));
    }

    fn judge(mut self, duty: Duty, from: NaiveDate, today: NaiveDate, by_statute: bool) -> Duty {
        let on = |spans: &[(NaiveDate, Option<NaiveDate>)]| {
            spans.iter().any(|(first, last)| *first <= today && last.is_none_or(|it| today <= it))
        };
        let certain = on(&self.spans);
        let perhaps = on(&self.doubtful);
        self.spans.append(&mut self.doubtful);
        let gaps = gaps(self.spans, from, today);
        let duty = Duty { gaps, ..duty };
        match (certain, perhaps, by_statute) {
            (true, _, _) => Duty { status: Status::Met, ..duty },
            (false, true, _) => duty.stands(
                Status::NotCertain,
                "whether the member is a constable or relevant police employee is not recorded",
            ),
            (false, false, true) => duty.stands(Status::Breached, "no member and no cover"),
            (false, false, false) => {
                duty.stands(Status::NotMet, "no member and no cover; asked for by local adoption")
            }
        }
    }
}

/// The days from one to another, both included, on which nothing filled the seat.
fn gaps(
    mut spans: Vec<(NaiveDate, Option<NaiveDate>)>,
    from: NaiveDate,
    today: NaiveDate,
) -> Vec<Gap> {
    spans.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = from;
    for (first, last) in spans {
        if next > today {
            break;
        }
        if first > today {
            break;
        }
        if first > next {
            gaps.push(Gap { from: next, to: first.pred_opt() });
        }
        match last {
            None => return gaps,
            Some(last) if last >= next => next = last + Days::new(1),
            Some(_) => {}
        }
    }
    if next <= today {
        gaps.push(Gap { from: next, to: None });
    }
    gaps
}
