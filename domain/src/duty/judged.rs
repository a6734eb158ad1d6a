//! How an opening stands: its [`Terms`], and at a moment the duty with its reasons in words.

use chrono::TimeDelta;

use crate::identifier::EntryId;
use crate::time::{Certainty, Interval, start_of_day};

use super::book::RuleBook;
use super::deadline::{Closing, Effect, Opened};
use super::instance::{Due, DuePrecision, Duty, Late, Status, Subject};
use super::rule::{Rule, Unmet};
use super::scene::{InForce, Scene};
use super::terms::{Answer, DueTimes, Terms};

/// What a rule comes to in a case.
#[expect(clippy::large_enum_variant, reason = "most are deadlines, the larger of the two")]
pub(super) enum Instance<'a> {
    /// How it stands is settled by the record, whatever the moment.
    Settled(Duty),
    /// A deadline.
    Deadline(Deadline<'a>),
}

impl Instance<'_> {
    /// The entry that opened it, where another answers it for somebody.
    pub(super) fn opening_answered_by(&self, entry: EntryId, subject: Subject) -> Option<EntryId> {
        match self {
            Self::Settled(_) => None,
            Self::Deadline(deadline) => {
                let answered = deadline.answer().is_some_and(|closing| closing.entry == entry);
                let opened = &deadline.opened;
                (answered && opened.subject == subject).then_some(opened.entry)
            }
        }
    }

    /// The duty at the moment of a scene.
    pub(super) fn duty(self, scene: &Scene<'_>) -> Duty {
        match self {
            Self::Settled(duty) => duty,
            Self::Deadline(deadline) => deadline.duty(scene),
        }
    }
}

/// A deadline: what opened, closed and ended it.
pub(super) struct Deadline<'a> {
    pub(super) rule: &'static Rule,
    pub(super) opened: Opened,
    pub(super) closing: Option<Closing<'a>>,
    pub(super) ending: Option<Closing<'a>>,
    pub(super) in_force: InForce,
}

/// What a settled duty depends on: nothing but that it opened.
pub(super) fn settled(duty: &Duty) -> Terms {
    Terms {
        rule: duty.rule,
        opening: duty.opening,
        subject: duty.subject,
        opened: duty.counted_from,
        counted_from: duty.counted_from,
        due: None,
        settled: Some(duty.status),
        answer: duty.answered_by.map(|entry| Answer { entry, at: duty.answered, outcome: None }),
    }
}

impl<'a> Deadline<'a> {
    /// The entry that answers it: what closes it, or what ended it before it was due and closed.
    pub(super) fn answer(&self) -> Option<&Closing<'a>> {
        match (&self.closing, &self.ending) {
            (Some(closing), Some(ending)) if self.ends_first(closing, ending) => Some(ending),
            (Some(closing), _) => Some(closing),
            (None, ending) => ending.as_ref(),
        }
    }

    /// Whether what a duty was for ended before it was due, and before it was discharged.
    fn ends_first(&self, closing: &Closing<'_>, ending: &Closing<'_>) -> bool {
        let before_due = self.opened.due.is_ok_and(|due| ending.at.latest() <= due.earliest);
        before_due && ending.at.before(closing.at) == Certainty::Yes
    }

    /// What its status depends on, given what answers it.
    pub(super) fn terms(&self, book: &RuleBook, answer: Option<&Closing<'_>>) -> Terms {
        let settled = match (self.opened.doubt, self.in_force) {
            (Some(_), _) | (None, InForce::NotCertain) => Some(Status::NotCertain),
            (None, InForce::No) => Some(Status::NotEngaged),
            (None, InForce::Yes) => None,
        };
        let answer = answer.filter(|_| settled.is_none());
        Terms {
            rule: self.rule.code,
            opening: Some(self.opened.entry),
            subject: self.opened.subject,
            opened: Some(self.opened.happened),
            counted_from: Some(self.opened.counted_from),
            due: self.opened.due.ok().map(|due| times(book, due)),
            settled,
            answer: answer.map(|closing| Answer {
                entry: closing.entry,
                at: Some(closing.at),
                outcome: self.outcome(closing),
            }),
        }
    }

    /// What an answer makes of it; none where it ended too late to make anything of it.
    fn outcome(&self, closing: &Closing<'_>) -> Option<Status> {
        let due = match (&closing.effect, self.opened.due) {
            (Effect::Excuses(_), _) => return Some(Status::Excused),
            (Effect::Unclear(_), _) => return Some(Status::NotCertain),
            (_, Err(_)) => return Some(Status::CalendarDoesNotReach),
            (Effect::Discharges | Effect::DischargesExplained(_) | Effect::Ends(_), Ok(due)) => due,
        };
        match (&closing.effect, in_time(closing.at, due)) {
            (Effect::Ends(_), Certainty::Yes) => Some(Status::Ended),
            (Effect::Ends(_), Certainty::No) => None,
            (_, Certainty::NotCertain) => Some(Status::NotCertain),
            (Effect::DischargesExplained(_), Certainty::No) => Some(Status::Excused),
            (_, Certainty::Yes) => Some(Status::Met),
            (Effect::Discharges | Effect::Excuses(_) | Effect::Unclear(_), Certainty::No) => {
                Some(match self.rule.unmet {
                    Unmet::Breached => Status::Breached,
                    Unmet::NotMetInTime => Status::MetLate,
                })
            }
        }
    }

    /// The duty at the moment of a scene, with the reasons why it stands so.
    fn duty(&self, scene: &Scene<'_>) -> Duty {
        let answer = self.answer();
        let terms = self.terms(scene.book, answer);
        let duty = Duty {
            counted_from: terms.counted_from,
            due: self.opened.due.ok(),
            note: self.opened.note.clone(),
            status: terms.status_at(scene.at),
            ..Duty::untimed(terms.rule, terms.opening, terms.subject)
        };
        if let Some(why) = self.not_opened(scene) {
            return Duty { note: Some(why.to_owned()), ..duty };
        }
        match (answer, terms.answered_by(scene.at)) {
            (Some(closing), Some((_, Certainty::NotCertain))) => {
                let why = "not certain whether the entry that answers it had happened by then";
                answered(duty, closing).stands(Status::NotCertain, why)
            }
            (Some(closing), Some((Answer { outcome: Some(_), .. }, _))) => {
                self.answered(scene, answered(duty, closing), closing)
            }
            (_, Some(_) | None) => self.unanswered(scene, duty),
        }
    }

    /// Why it cannot be said whether it opened, if it cannot.
    fn not_opened(&self, scene: &Scene<'_>) -> Option<&'static str> {
        if let Some(doubt) = self.opened.doubt {
            return Some(doubt);
        }
        if self.opened.happened.by(scene.at) != Certainty::Yes {
            return Some("not certain whether it had opened by then");
        }
        match self.in_force {
            InForce::Yes => None,
            InForce::No => Some("not yet in force"),
            InForce::NotCertain => Some("not certain whether it was in force"),
        }
    }

    /// With the reason that its answer gives, the working day and how late it was.
    fn answered(&self, scene: &Scene<'_>, duty: Duty, closing: &Closing<'_>) -> Duty {
        let status = duty.status;
        let due = match (&closing.effect, self.opened.due) {
            (Effect::Excuses(reason), _) => return duty.stands(status, reason),
            (Effect::Unclear(why), _) => return duty.stands(status, *why),
            (_, Err(beyond)) => return duty.stands(status, beyond.to_string()),
            (Effect::Discharges | Effect::DischargesExplained(_) | Effect::Ends(_), Ok(due)) => due,
        };
        match (&closing.effect, in_time(closing.at, due)) {
            (Effect::Ends(why), Certainty::Yes) => duty.stands(status, *why),
            (_, Certainty::NotCertain) => {
                let why = "the time of the entry that answers it straddles the due time";
                self.counted(scene, duty).stands(status, why)
            }
            (Effect::DischargesExplained(reason), Certainty::No) => {
                self.counted(scene, late(scene, duty, due)).stands(status, reason)
            }
            (_, Certainty::Yes) => self.counted(scene, duty),
            (_, Certainty::No) => self.counted(scene, late(scene, duty, due)),
        }
    }

    fn unanswered(&self, scene: &Scene<'_>, duty: Duty) -> Duty {
        let due = match self.opened.due {
            Ok(due) => due,
            Err(beyond) => return Duty { note: Some(beyond.to_string()), ..duty },
        };
        if scene.at < due.earliest {
            return self.counted(scene, duty);
        }
        if scene.at < due.latest {
            let why = "the opening is not known to the day, and the due time may have passed";
            return Duty { note: Some(why.to_owned()), ..duty };
        }
        let note = duty.note.clone().unwrap_or_else(|| "none recorded".to_owned());
        Duty { note: Some(note), ..duty }
    }

    /// With the working day on which it was answered, or which it is while it is open.
    fn counted(&self, scene: &Scene<'_>, duty: Duty) -> Duty {
        let from = self.opened.counted_from;
        let to = match duty.answered {
            Some(answered) if answered.first_day() == answered.last_day() => answered.last_day(),
            Some(_) => return duty,
            None => scene.today(),
        };
        if from.first_day() != from.last_day() {
            return duty;
        }
        let calendar = scene.book.calendar();
        Duty { working_day: calendar.working_days_between(from.last_day(), to).ok(), ..duty }
    }
}

fn answered(duty: Duty, closing: &Closing<'_>) -> Duty {
    Duty { answered_by: Some(closing.entry), answered: Some(closing.at), ..duty }
}

fn late(scene: &Scene<'_>, duty: Duty, due: Due) -> Duty {
    let answered = duty.answered.map(Interval::last_day);
    let late = answered.map(|day| Late {
        working_days: scene.book.calendar().working_days_between(due.last_day(), day).ok(),
        days: (day - due.last_day()).num_days(),
    });
    Duty { late, ..duty }
}

/// From when a deadline is called due soon, and until when overdue, by the rules.
fn times(book: &RuleBook, due: Due) -> DueTimes {
    let rules = book.rules();
    let day = |day, more: i64| start_of_day(day + TimeDelta::days(more));
    DueTimes {
        due,
        soon_after: match due.precision {
            // To the minute: the minutes that are left are counted whole.
            DuePrecision::Moment => {
                due.earliest - TimeDelta::minutes(i64::from(rules.due_soon_hours) * 60 + 1)
            }
            DuePrecision::Day => day(due.first_day(), -i64::from(rules.due_soon_days)),
        },
        overdue_until: day(due.last_day(), i64::from(rules.overdue_days) + 1),
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
