//! Deadlines: which entry discharges which opening, and how each then stands.
//!
//! Everything here is of one rule at a time. What opens a rule and what closes it is said by the
//! module of its part of the process; here is only how the two meet.

use std::collections::BTreeSet;

use crate::calendar::BeyondCalendar;
use crate::identifier::{ChildId, EntryId};
use crate::recorded::Antecedent;
use crate::time::{Certainty, Interval};

use super::instance::{Due, DuePrecision, Duty, Late, Status, Subject};
use super::local::Limit;
use super::rule::{RuleCode, Unmet};
use super::scene::{Fact, InForce, Scene};

/// An entry that opened a rule, for one child or person.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) entry: EntryId,
    pub(super) subject: Subject,
    pub(super) at: Interval,
    pub(super) certain: bool,
    pub(super) counted_from: Interval,
    pub(super) due: Result<Due, BeyondCalendar>,
    /// The entries by naming which another answers this one.
    pub(super) names: BTreeSet<EntryId>,
    pub(super) note: Option<String>,
    /// Why it is not certain that it opened at all.
    pub(super) doubt: Option<String>,
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
            at: fact.at,
            certain: fact.certain,
            counted_from: from,
            due: scene.book.due(from, limit),
            names: BTreeSet::from([fact.id]),
            note: None,
            doubt: None,
        }
    }

    /// The same, answered also by naming these.
    pub(super) fn named_by(mut self, names: impl IntoIterator<Item = EntryId>) -> Self {
        self.names.extend(names);
        self
    }
}

/// What an entry names as that which it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// These.
    Names(BTreeSet<EntryId>),
    /// Nothing in this ledger.
    Unnamed,
}

impl From<Antecedent> for Link {
    fn from(antecedent: Antecedent) -> Self {
        antecedent.entry().map_or(Self::Unnamed, |entry| Self::Names(BTreeSet::from([entry])))
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
    Ends(String),
    /// Whether it discharges it is not certain.
    Unclear(String),
}

/// An entry that may close an opening.
#[derive(Debug, Clone)]
pub(super) struct Closing {
    pub(super) entry: EntryId,
    pub(super) at: Interval,
    pub(super) certain: bool,
    pub(super) link: Link,
    pub(super) children: Vec<ChildId>,
    pub(super) subject: Option<Subject>,
    pub(super) effect: Effect,
}

impl Closing {
    pub(super) fn of(fact: &Fact<'_>, link: impl Into<Link>, effect: Effect) -> Self {
        Self {
            entry: fact.id,
            at: fact.at,
            certain: fact.certain,
            link: link.into(),
            children: fact.children.to_vec(),
            subject: None,
            effect,
        }
    }

    /// The same, about these children alone; none means all.
    pub(super) fn about(self, children: &[ChildId]) -> Self {
        Self { children: children.to_vec(), ..self }
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
                Link::Names(names) => !names.is_disjoint(&opened.names),
                Link::Unnamed => self.at.before(opened.at) != Certainty::Yes,
            }
    }
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
pub(super) struct Course {
    pub(super) rule: RuleCode,
    pub(super) matching: Matching,
    pub(super) opened: Vec<Opened>,
    pub(super) closings: Vec<Closing>,
    /// What ends the waiting for what is not due yet.
    pub(super) endings: Vec<Closing>,
}

impl Course {
    /// How every opening stands.
    pub(super) fn settle(self, scene: &Scene<'_>) -> Vec<Duty> {
        let mut closed: Vec<Option<&Closing>> = vec![None; self.opened.len()];
        let subjects: BTreeSet<_> = self.opened.iter().map(|opened| opened.subject).collect();
        for subject in subjects {
            for closing in &self.closings {
                self.close(subject, closing, &mut closed);
            }
        }
        self.opened
            .iter()
            .zip(closed)
            .map(|(opened, closing)| {
                let ending = self.endings.iter().find(|ending| ending.may_close(opened));
                let closing = match (closing, ending) {
                    (Some(closing), Some(ending)) if ends_first(opened, closing, ending) => ending,
                    (Some(closing), _) => closing,
                    (None, Some(ending)) => ending,
                    (None, None) => return Judge { scene, rule: self.rule, opened }.unanswered(),
                };
                Judge { scene, rule: self.rule, opened }.answered(closing)
            })
            .collect()
    }

    fn close<'c>(
        &'c self,
        subject: Subject,
        closing: &'c Closing,
        closed: &mut [Option<&'c Closing>],
    ) {
        for (opened, closed) in self.opened.iter().zip(closed) {
            if opened.subject != subject || closed.is_some() || !closing.may_close(opened) {
                continue;
            }
            *closed = Some(closing);
            if closing.link == Link::Unnamed && self.matching == Matching::Earliest {
                return;
            }
        }
    }
}

/// Whether what a duty was for ended before it was due, and before it was discharged.
fn ends_first(opened: &Opened, closing: &Closing, ending: &Closing) -> bool {
    let before_due = opened.due.is_ok_and(|due| ending.at.latest() <= due.earliest);
    before_due && ending.at.before(closing.at) == Certainty::Yes
}

/// How one opening stands.
struct Judge<'j, 's> {
    scene: &'j Scene<'s>,
    rule: RuleCode,
    opened: &'j Opened,
}

impl Judge<'_, '_> {
    fn blank(&self) -> Duty {
        Duty {
            counted_from: Some(self.opened.counted_from),
            due: self.opened.due.ok(),
            note: self.opened.note.clone(),
            ..Duty::untimed(self.rule, Some(self.opened.entry), self.opened.subject)
        }
    }

    /// Why it cannot be said whether it opened, if it cannot.
    fn not_opened(&self) -> Option<Duty> {
        let not_certain = |why: &str| Some(self.blank().stands(Status::NotCertain, why));
        if let Some(doubt) = &self.opened.doubt {
            return not_certain(doubt);
        }
        if !self.opened.certain {
            return not_certain("not certain whether it had opened by then");
        }
        match self.scene.in_force(self.rule.rule().basis, self.opened.at) {
            InForce::Yes => None,
            InForce::No => Some(self.blank().stands(Status::NotEngaged, "not yet in force")),
            InForce::NotCertain => not_certain("not certain whether it was in force"),
        }
    }

    fn answered(&self, closing: &Closing) -> Duty {
        if let Some(duty) = self.not_opened() {
            return duty;
        }
        let duty =
            Duty { answered_by: Some(closing.entry), answered: Some(closing.at), ..self.blank() };
        if !closing.certain {
            let why = "not certain whether the entry that answers it had happened by then";
            return duty.stands(Status::NotCertain, why);
        }
        let due = match (&closing.effect, self.opened.due) {
            (Effect::Excuses(reason), _) => return duty.stands(Status::Excused, reason),
            (Effect::Unclear(why), _) => return duty.stands(Status::NotCertain, why),
            (_, Err(beyond)) => {
                return duty.stands(Status::CalendarDoesNotReach, beyond.to_string());
            }
            (Effect::Discharges | Effect::DischargesExplained(_) | Effect::Ends(_), Ok(due)) => due,
        };
        let in_time = in_time(closing.at, due);
        match (&closing.effect, in_time) {
            (Effect::Ends(why), Certainty::Yes) => duty.stands(Status::Ended, why),
            (Effect::Ends(_), Certainty::No) => self.unanswered(),
            (_, Certainty::NotCertain) => {
                let why = "the time of the entry that answers it straddles the due time";
                self.counted(duty).stands(Status::NotCertain, why)
            }
            (Effect::DischargesExplained(reason), Certainty::No) => {
                self.counted(self.late(duty, due)).stands(Status::Excused, reason)
            }
            (
                Effect::Discharges
                | Effect::DischargesExplained(_)
                | Effect::Excuses(_)
                | Effect::Unclear(_),
                Certainty::Yes,
            ) => self.counted(Duty { status: Status::Met, ..duty }),
            (Effect::Discharges | Effect::Excuses(_) | Effect::Unclear(_), Certainty::No) => {
                let status = match self.rule.rule().unmet {
                    Unmet::Breached => Status::Breached,
                    Unmet::NotMetInTime => Status::MetLate,
                };
                self.counted(self.late(Duty { status, ..duty }, due))
            }
        }
    }

    fn unanswered(&self) -> Duty {
        if let Some(duty) = self.not_opened() {
            return duty;
        }
        let duty = self.blank();
        let due = match self.opened.due {
            Ok(due) => due,
            Err(beyond) => return duty.stands(Status::CalendarDoesNotReach, beyond.to_string()),
        };
        let at = self.scene.at;
        if at < due.earliest {
            let status = if self.soon(due) { Status::DueSoon } else { Status::Open };
            return self.counted(Duty { status, ..duty });
        }
        if at < due.latest {
            let why = "the opening is not known to the day, and the due time may have passed";
            return duty.stands(Status::NotCertain, why);
        }
        let overdue = i64::from(self.scene.book.rules().overdue_days);
        let days = (self.scene.today() - due.last_day()).num_days();
        let status = match self.rule.rule().unmet {
            Unmet::Breached => Status::Breached,
            Unmet::NotMetInTime if days <= overdue => Status::Overdue,
            Unmet::NotMetInTime => Status::NotMetInTime,
        };
        let note = duty.note.clone().unwrap_or_else(|| "none recorded".to_owned());
        duty.stands(status, note)
    }

    fn soon(&self, due: Due) -> bool {
        let rules = self.scene.book.rules();
        match due.precision {
            DuePrecision::Moment => {
                (due.earliest - self.scene.at).num_minutes() <= i64::from(rules.due_soon_hours) * 60
            }
            DuePrecision::Day => {
                (due.first_day() - self.scene.today()).num_days() <= i64::from(rules.due_soon_days)
            }
        }
    }

    /// With the working day on which it was answered, or which it is while it is open.
    fn counted(&self, duty: Duty) -> Duty {
        let from = self.opened.counted_from;
        let to = match duty.answered {
            Some(answered) if answered.first_day() == answered.last_day() => answered.last_day(),
            Some(_) => return duty,
            None => self.scene.today(),
        };
        if from.first_day() != from.last_day() {
            return duty;
        }
        let calendar = self.scene.book.calendar();
        Duty { working_day: calendar.working_days_between(from.last_day(), to).ok(), ..duty }
    }

    fn late(&self, duty: Duty, due: Due) -> Duty {
        let answered = duty.answered.map(Interval::last_day);
        let late = answered.map(|day| Late {
            working_days: self.scene.book.calendar().working_days_between(due.last_day(), day).ok(),
            days: (day - due.last_day()).num_days(),
        });
        Duty { late, ..duty }
    }
}

/// Whether something happened before it was too late.
fn in_time(at: Interval, due: Due) -> Certainty {
    if at.latest() <= due.earliest {
        Certainty::Yes
    } else if at.earliest() >= due.latest {
        Certainty::No
    } else {
        Certainty::NotCertain
    }
}
