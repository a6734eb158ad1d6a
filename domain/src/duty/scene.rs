//! What is judged: the entries of a case and of its teams as they stand, and the few things that
//! other streams say. Whether an entry stands, and what was on record by when, is the caller's
//! (`effective`); that nothing after the moment asked about counts, is settled here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::basis::{Applies, LegalBasis};
use crate::case::CaseEvent;
use crate::case::conference::{ConferenceDecision, ConferenceEvent, ConferenceHeld};
use crate::case::opening::OpeningEvent;
use crate::case::plan::PlanEvent;
use crate::effective::Effective;
use crate::entry::Position;
use crate::identifier::{AgencyId, ChildId, EntryId};
use crate::party::AgencyKind;
use crate::time::{Certainty, Interval, london_date, start_of_day};

use super::book::RuleBook;
use super::deadline::{Closing, Effect, Link, in_order};
use super::family::Family;
use super::instance::Subject;
use super::responsible::Responsible;

/// What duties are judged by.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The entries of the case as they stood on the record; withdrawn ones count in nothing.
    pub case: Vec<Effective<'a>>,
    /// The entries of the teams that serve it, as they stood on the record.
    pub teams: Vec<Effective<'a>>,
    /// What kind of agency each one is, where that is known.
    pub kinds: &'a BTreeMap<AgencyId, AgencyKind>,
    /// Who is recorded as a parent of a child or as holding parental responsibility.
    pub responsible: Vec<Responsible>,
}

/// An entry of the case that has happened by then, or may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fact<'a> {
    pub(super) id: EntryId,
    pub(super) event: &'a CaseEvent,
    pub(super) at: Interval,
    /// Whether it had certainly happened by then.
    pub(super) certain: bool,
    pub(super) children: &'a [ChildId],
    pub(super) entry: Effective<'a>,
    position: Position,
}

impl Fact<'_> {
    /// The children it is about, each for itself; the case where it names none.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        if self.children.is_empty() {
            return vec![Subject::Case];
        }
        let children: BTreeSet<_> = self.children.iter().copied().map(Subject::Child).collect();
        children.into_iter().collect()
    }

    /// Whether it is about this child; an entry that names none is about all.
    pub(super) fn concerns(&self, child: ChildId) -> bool {
        self.children.is_empty() || self.children.contains(&child)
    }

    /// Whether it shares a child with another, or one of them names none.
    pub(super) fn overlaps(&self, other: &Fact<'_>) -> bool {
        other.children.is_empty() || other.children.iter().any(|child| self.concerns(*child))
    }
}

/// Whether a provision applied at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InForce {
    /// It did.
    Yes,
    /// It did not.
    No,
    /// The time straddles the day from which it applies.
    NotCertain,
}

/// Everything that has happened by the moment asked about, in order.
pub(super) struct Scene<'a> {
    pub(super) facts: Vec<Fact<'a>>,
    pub(super) sources: &'a Facts<'a>,
    pub(super) book: &'a RuleBook,
    pub(super) at: DateTime<Utc>,
}

impl<'a> Scene<'a> {
    /// What bears on a family of rules, as it had happened by a moment, or may have.
    pub(super) fn new(
        sources: &'a Facts<'a>,
        book: &'a RuleBook,
        family: Family,
        at: DateTime<Utc>,
    ) -> Self {
        Self::of(sources, book, (family, at), at)
    }

    /// What bears on a family of rules and begins before a moment, all of it taken to have happened.
    pub(super) fn before(
        sources: &'a Facts<'a>,
        book: &'a RuleBook,
        family: Family,
        moment: DateTime<Utc>,
    ) -> Self {
        Self::of(sources, book, (family, moment), DateTime::<Utc>::MAX_UTC)
    }

    fn of(
        sources: &'a Facts<'a>,
        book: &'a RuleBook,
        (family, before): (Family, DateTime<Utc>),
        at: DateTime<Utc>,
    ) -> Self {
        let bearing = sources.case.iter().filter(|entry| entry.stands()).filter_map(|entry| {
            let event = entry.event().case()?;
            if !Family::of(event).contains(&family) {
                return None;
            }
            let interval = entry.occurred().interval();
            happened(interval, before).then_some(Fact {
                id: entry.id(),
                event,
                at: interval,
                certain: interval.by(at) == Certainty::Yes,
                children: entry.children(),
                entry: *entry,
                position: entry.entry.position,
            })
        });
        let mut facts: Vec<_> = bearing.collect();
        facts.sort_by_key(|fact| (fact.at.latest(), fact.at.earliest(), fact.position));
        Self { facts, sources, book, at }
    }

    /// The day that is asked about; a moment at midnight is the end of the day before it.
    pub(super) fn today(&self) -> NaiveDate {
        day_before(self.at)
    }

    /// The fact of an entry.
    pub(super) fn fact(&self, id: EntryId) -> Option<&Fact<'a>> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The children of the case at a time, or who may have been: whoever had joined it or was named
    /// in it by then, and had not certainly left.
    pub(super) fn children_by(&self, at: Interval) -> BTreeSet<ChildId> {
        let mut children = BTreeSet::new();
        let mut left = BTreeSet::new();
        for fact in self.facts.iter().filter(|fact| at.before(fact.at) != Certainty::Yes) {
            children.extend(fact.children);
            if let CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it)) = fact.event {
                children.insert(it.child);
                left.remove(&it.child);
            } else if let CaseEvent::Opening(OpeningEvent::ChildLeftCase(it)) = fact.event
                && fact.at.before(at) == Certainty::Yes
            {
                left.insert(it.child);
            }
        }
        children.difference(&left).copied().collect()
    }

    /// The kind of an agency, where it is known.
    pub(super) fn kind(&self, agency: AgencyId) -> Option<AgencyKind> {
        self.sources.kinds.get(&agency).copied()
    }

    /// Whether a provision applied at a time.
    pub(super) fn in_force(&self, basis: LegalBasis, at: Interval) -> InForce {
        match self.book.applies(basis) {
            Applies::Already => InForce::Yes,
            Applies::AwaitsCommencement => InForce::No,
            Applies::From(day) => since(day, at),
        }
    }

    /// The case closing, and a child leaving it: what ends the waiting for what is not due yet.
    pub(super) fn endings(&self) -> Vec<Closing<'a>> {
        let mut endings = Vec::new();
        for fact in &self.facts {
            let CaseEvent::Opening(event) = fact.event else { continue };
            match event {
                OpeningEvent::CaseClosed(_) => {
                    let effect = Effect::Ends("the case was closed");
                    endings.push(Closing::of(fact, Link::Unnamed, effect).about(Vec::new()));
                }
                OpeningEvent::ChildLeftCase(left) => {
                    let effect = Effect::Ends("the child left the case");
                    endings.push(Closing::of(fact, Link::Unnamed, effect).about(vec![left.child]));
                }
                OpeningEvent::CaseOpened(_)
                | OpeningEvent::ChildJoinedCase(_)
                | OpeningEvent::PersonJoinedCase(_)
                | OpeningEvent::CaseTransferred(_)
                | OpeningEvent::CaseReopened(_) => {}
            }
        }
        endings
    }

    /// The same, and a plan ending.
    pub(super) fn plan_endings(&self) -> Vec<Closing<'a>> {
        let mut endings = self.endings();
        let ended = || Effect::Ends("the plan ended");
        for fact in &self.facts {
            if let CaseEvent::Plan(PlanEvent::PlanEnded(end)) = fact.event {
                endings.push(Closing::of(fact, Link::Unnamed, ended()).about(vec![end.child]));
            }
            if let Some(held) = conference(fact.event) {
                let children: Vec<_> = held
                    .outcomes
                    .iter()
                    .filter(|outcome| outcome.decision == ConferenceDecision::PlanEnds)
                    .map(|outcome| outcome.child)
                    .collect();
                if !children.is_empty() {
                    endings.push(Closing::of(fact, Link::Unnamed, ended()).about(children));
                }
            }
        }
        in_order(&mut endings);
        endings
    }
}

/// The day that ends with a moment, or in which it is.
pub(super) fn day_before(at: DateTime<Utc>) -> NaiveDate {
    london_date(at - TimeDelta::nanoseconds(1))
}

/// Whether something may have happened by a moment. What begins with that very moment had not: the
/// end of a day is not yet the next.
pub(super) fn happened(interval: Interval, at: DateTime<Utc>) -> bool {
    interval.earliest() < at
}

/// Whether a time is on or after a day.
pub(super) fn since(day: NaiveDate, at: Interval) -> InForce {
    let from = start_of_day(day);
    if at.earliest() >= from {
        InForce::Yes
    } else if at.latest() <= from {
        InForce::No
    } else {
        InForce::NotCertain
    }
}

/// The conference that an event is.
pub(super) fn conference(event: &CaseEvent) -> Option<&ConferenceHeld> {
    match event {
        CaseEvent::Conference(ConferenceEvent::ConferenceHeld(held)) => Some(held),
        CaseEvent::Conference(
            ConferenceEvent::ConferenceConvened(_)
            | ConferenceEvent::ReportProvided(_)
            | ConferenceEvent::OutcomeSent(_),
        )
        | CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => None,
    }
}
