//! Deadlines: which entry discharges which opening.
//!
//! Everything here is of one rule at a time. What opens a rule and what closes it is said by the
//! module of its part of the process; how an opening then stands is [`super::judged`]. Here is only
//! how the two meet.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::calendar::BeyondCalendar;
use crate::identifier::{ChildId, EntryId};
use crate::recorded::Antecedent;
use crate::time::{Certainty, Interval};

use super::instance::{Due, Subject};
use super::judged::{Deadline, Instance};
use super::local::Limit;
use super::rule::RuleCode;
use super::scene::{Fact, Scene};

/// An entry that opened a rule, for one child or person.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) entry: EntryId,
    pub(super) subject: Subject,
    /// When the entry happened.
    pub(super) happened: Interval,
    /// From when an entry may close it.
    pub(super) at: Interval,
    pub(super) counted_from: Interval,
    pub(super) due: Result<Due, BeyondCalendar>,
    /// The other entries by naming which another answers this one.
    pub(super) names: Vec<EntryId>,
    pub(super) note: Option<String>,
    /// Why it is not certain that it opened at all.
    pub(super) doubt: Option<&'static str>,
}

impl Opened {
    /// What an entry opens for one subject, counted from a time and due after a limit.
    pub(super) fn of(
        scene: &Scene<'_>,
        fact: &Fact<'_>,
        subject: Subject,
        from: Interval,
        limit: Limit,
    ) -> Self {
        Self {
            entry: fact.id,
            subject,
            happened: fact.at,
            at: fact.at,
            counted_from: from,
            due: scene.book.due(from, limit),
            names: Vec::new(),
            note: None,
            doubt: None,
        }
    }

    /// The same, answered also by naming these.
    pub(super) fn named_by(mut self, names: impl IntoIterator<Item = EntryId>) -> Self {
        self.names.extend(names);
        self
    }

    /// Whether an entry that names this one answers it.
    pub(super) fn is_named(&self, name: EntryId) -> bool {
        self.entry == name || self.names.contains(&name)
    }
}

/// What an entry names as that which it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// One entry.
    Name(EntryId),
    /// These.
    Names(BTreeSet<EntryId>),
    /// Nothing in this ledger.
    Unnamed,
}

impl From<Antecedent> for Link {
    fn from(antecedent: Antecedent) -> Self {
        antecedent.entry().map_or(Self::Unnamed, Self::Name)
    }
}

/// What a closing entry does to the duty that it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// It discharges it.
    Discharges,
    /// It discharges it, and gives the reason for being late where it is.
    DischargesExplained(String),
    /// It excuses it.
    Excuses(String),
    /// It ends what it was for.
    Ends(&'static str),
    /// Whether it discharges it is not certain.
    Unclear(&'static str),
}

/// An entry that may close an opening.
#[derive(Debug, Clone)]
pub(super) struct Closing<'a> {
    pub(super) entry: EntryId,
    pub(super) at: Interval,
    pub(super) link: Link,
    pub(super) children: Cow<'a, [ChildId]>,
    pub(super) subject: Option<Subject>,
    pub(super) effect: Effect,
}

impl<'a> Closing<'a> {
    pub(super) fn of(fact: &Fact<'a>, link: impl Into<Link>, effect: Effect) -> Self {
        Self {
            entry: fact.id,
            at: fact.at,
            link: link.into(),
            children: Cow::Borrowed(fact.children),
            subject: None,
            effect,
        }
    }

    /// The same, about these children alone; none means all.
    pub(super) fn about(self, children: Vec<ChildId>) -> Self {
        Self { children: Cow::Owned(children), ..self }
    }

    /// The same, for this subject alone.
    pub(super) fn only(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    fn may_close(&self, opened: &Opened) -> bool {
        if self.entry == opened.entry {
            return false;
        }
        let subject = match (self.subject, opened.subject) {
            (Some(own), subject) => own == subject,
            (None, Subject::Child(child)) => {
                self.children.is_empty() || self.children.contains(&child)
            }
            (
                None,
                Subject::Case
                | Subject::Person { .. }
                | Subject::Practitioner(_)
                | Subject::Seat(_),
            ) => true,
        };
        subject
            && match &self.link {
                Link::Name(name) => opened.is_named(*name),
                Link::Names(names) => names.iter().any(|name| opened.is_named(*name)),
                Link::Unnamed => self.at.before(opened.at) != Certainty::Yes,
            }
    }
}

/// Closings in the order in which they had certainly happened.
pub(super) fn in_order(closings: &mut [Closing<'_>]) {
    closings.sort_by_key(|closing| (closing.at.latest(), closing.at.earliest()));
}

/// How many openings one unnamed entry closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matching {
    /// The earliest that is open.
    Earliest,
    /// All that are open.
    All,
}

/// What a rule meets in a case.
pub(super) struct Course<'a> {
    pub(super) rule: RuleCode,
    pub(super) matching: Matching,
    pub(super) opened: Vec<Opened>,
    pub(super) closings: Vec<Closing<'a>>,
    /// What ends the waiting for what is not due yet.
    pub(super) endings: Vec<Closing<'a>>,
}

impl<'a> Course<'a> {
    /// What closes and what ends each opening.
    pub(super) fn settle(self, scene: &Scene<'_>) -> Vec<Instance<'a>> {
        let mut closed: Vec<Option<usize>> = vec![None; self.opened.len()];
        let subjects: BTreeSet<_> = self.opened.iter().map(|opened| opened.subject).collect();
        for subject in subjects {
            for closing in 0..self.closings.len() {
                self.close(subject, closing, &mut closed);
            }
        }
        let rule = self.rule.rule();
        let Self { opened, closings, endings, .. } = self;
        opened
            .into_iter()
            .zip(closed)
            .map(|(opened, closing)| {
                let ending = endings.iter().find(|ending| ending.may_close(&opened)).cloned();
                let closing = closing.and_then(|closing| closings.get(closing)).cloned();
                let in_force = scene.in_force(rule.basis, opened.at);
                Instance::Deadline(Deadline { rule, opened, closing, ending, in_force })
            })
            .collect()
    }

    fn close(&self, subject: Subject, number: usize, closed: &mut [Option<usize>]) {
        let closing = &self.closings[number];
        for (opened, closed) in self.opened.iter().zip(closed) {
            if opened.subject != subject || closed.is_some() || !closing.may_close(opened) {
                continue;
            }
            *closed = Some(number);
            if closing.link == Link::Unnamed && self.matching == Matching::Earliest {
                return;
            }
        }
    }
}
