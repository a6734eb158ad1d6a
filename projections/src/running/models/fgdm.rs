//! Family group decision making, step by step and child by child: considered, offered, answered,
//! held, planned. Declined is an answer and nothing more.
//!
//! Whether the law's duty was met is a duty's matter and is not said here.
//!
//! # Rules
//! - `a_step_is_kept_for_each_child_it_concerns`: those whom it names, otherwise all of the case.
//! - `an_answer_stands_until_the_same_one_answers_again`: to the same offer or invitation.
//! - `an_answer_is_to_an_offer_an_invitation_or_neither`: which is kept apart, as the law does.
//! - `what_follows_an_offer_has_its_stage`: an answer, a meeting, a plan that the meeting made.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::fgdm::{FamilyPlanAnswer, FgdmEvent, FgdmOffered};
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, PersonId};
use chrono::{DateTime, NaiveDate, Utc};

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, latest, place, recorded};
use super::concerned::{concerned, joined, joining};
use crate::case_view::case_event;
use crate::shape::in_order_of_latest;

/// The steps of family group decision making.
pub(in super::super) struct Fgdm;

pub(crate) static FGDM_STEP: Table = Table {
    name: "fgdm_step",
    view: "fgdm_steps",
    about: "A step of family group decision making for one child: a consideration, an offer, an \
            answer, a meeting held or not held, a family plan. An answer lasts until the next of the \
            same person.",
    columns: &[
        column("child", Kind::Identity, "The child."),
        column("person", Kind::Identity, "Who was asked or answered, where it is somebody."),
        column(
            "step",
            Kind::Code,
            "considered, offered, not_offered, invited, accepted, declined, deferred, \
             answer_withdrawn, no_answer, held, not_held, plan_proposed, plan_agreed, \
             plan_agreed_in_part, plan_not_agreed or outcome.",
        ),
        column("reason", Kind::Code, "The reason, by its code."),
        column(
            "exception",
            Kind::Code,
            "best_interests or another_reason, where one was made out.",
        ),
        column("stage", Kind::Code, "The stage of the case at the offer, by its official code."),
        column("statutory", Kind::Code, "statutory or voluntary, as the offer says."),
        column(
            "asked_as",
            Kind::Code,
            "offer or network: what an answer or a meeting follows; none where that is not on record.",
        ),
        column("offer_entry", Kind::Entry, "The offer or invitation that it belongs to."),
        column("offered_on", Kind::Day, "The day of the offer, otherwise of the step itself."),
        column(
            "answered_at",
            Kind::Moment,
            "For an offer or invitation: when the one who was asked first answered, or no answer was \
             first noted.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "entry",
            "child",
            "step",
            "reason",
            "exception",
            "stage",
            "asked_as",
            "offered_on",
            "answered_at",
        ],
        left_out: None,
    }),
    indexes: &[],
};

/// The one group: what a case has of this is little.
const MEETINGS: Group = Group::Kind(0);

impl Model for Fgdm {
    fn name(&self) -> &'static str {
        "fgdm"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&FGDM_STEP];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let Event::Case(event) = entry.event() else { return };
        if let CaseEvent::Fgdm(_) = event {
            groups.push(MEETINGS);
        } else if joining(entry).is_some() {
            groups.push(MEETINGS);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let steps = entries.iter().filter(|entry| fgdm(entry).is_some());
        let mut ordered: Vec<Effective<'_>> = steps.copied().collect();
        if ordered.is_empty() {
            return;
        }
        in_order_of_latest(&mut ordered);
        let joined = joined(entries);
        let chapter = Chapter { entries: &ordered, places: places(&ordered) };
        for (index, entry) in ordered.iter().enumerate() {
            let Some(step) = fgdm(entry).and_then(step) else { continue };
            let (until, cells) = chapter.of(index, &step, scene);
            for child in concerned(entry, &joined) {
                let mut cells = cells.clone();
                let child = Cell::or_nothing(child, |it| Cell::Identity(StreamId::Child(it)));
                cells.insert(0, child);
                rows.push(Row {
                    table: &FGDM_STEP,
                    entry: entry.entry.position,
                    true_from: latest(entry),
                    true_until: until,
                    cells,
                });
            }
        }
    }
}

fn fgdm<'a>(entry: &Effective<'a>) -> Option<&'a FgdmEvent> {
    if let CaseEvent::Fgdm(event) = case_event(entry)? { Some(event) } else { None }
}

/// What an event is a step of.
struct Step {
    code: &'static str,
    person: Option<PersonId>,
    reason: Cell,
    exception: Cell,
    /// Whether it is an answer, which lasts until the next.
    answers: bool,
}

impl Step {
    fn of(code: &'static str) -> Self {
        let (reason, exception) = (Cell::Nothing, Cell::Nothing);
        Self { code, person: None, reason, exception, answers: false }
    }

    fn to(code: &'static str, person: PersonId) -> Self {
        Self { person: Some(person), ..Self::of(code) }
    }

    fn answer(code: &'static str, person: PersonId) -> Self {
        Self { answers: true, ..Self::to(code, person) }
    }
}

/// The step that an event is; none of one that only prepares or reviews.
fn step(event: &FgdmEvent) -> Option<Step> {
    Some(match event {
        FgdmEvent::FgdmConsidered(it) => {
            Step { reason: recorded(&it.view), ..Step::of("considered") }
        }
        FgdmEvent::FgdmOffered(it) => Step::to("offered", it.to),
        FgdmEvent::FgdmInvited(it) => Step::to("invited", it.who),
        FgdmEvent::FgdmNotOffered(it) => Step {
            reason: recorded(&it.reason),
            exception: code(&it.exception),
            ..Step::of("not_offered")
        },
        FgdmEvent::FgdmNotHeld(it) => Step {
            reason: recorded(&it.reason),
            exception: code(&it.exception),
            ..Step::of("not_held")
        },
        FgdmEvent::FgdmAccepted(it) => Step::answer("accepted", it.by),
        FgdmEvent::FgdmDeclined(it) => {
            Step { reason: recorded(&it.reason), ..Step::answer("declined", it.by) }
        }
        FgdmEvent::FgdmDeferred(it) => {
            Step { reason: recorded(&it.reason), ..Step::answer("deferred", it.by) }
        }
        FgdmEvent::FgdmAnswerWithdrawn(it) => Step::answer("answer_withdrawn", it.by),
        FgdmEvent::FgdmNoAnswer(it) => Step::answer("no_answer", it.by),
        FgdmEvent::FgdmHeld(_) => Step::of("held"),
        FgdmEvent::FamilyPlanProposed(_) => Step::of("plan_proposed"),
        FgdmEvent::FamilyPlanAnswered(it) => Step::of(match it.answer {
            FamilyPlanAnswer::Agreed => "plan_agreed",
            FamilyPlanAnswer::AgreedInPart => "plan_agreed_in_part",
            FamilyPlanAnswer::NotAgreed => "plan_not_agreed",
        }),
        FgdmEvent::FgdmOutcomeRecorded(_) => Step::of("outcome"),
        FgdmEvent::FgdmPrepared(_) | FgdmEvent::FamilyPlanReviewed(_) => return None,
    })
}

/// Where each entry stands among some.
fn places(entries: &[Effective<'_>]) -> BTreeMap<EntryId, usize> {
    entries.iter().enumerate().map(|(index, entry)| (entry.id(), index)).collect()
}

/// The chapter of a case, in the order in which it happened.
struct Chapter<'e, 'a> {
    entries: &'e [Effective<'a>],
    places: BTreeMap<EntryId, usize>,
}

/// An offer or invitation.
enum Asked<'a> {
    Offer(&'a FgdmOffered),
    Network(PersonId),
}

impl<'a> Chapter<'_, 'a> {
    /// Until when a step lasts, and its cells after the child's.
    fn of(
        &self,
        index: usize,
        step: &Step,
        scene: &Scene<'_>,
    ) -> (Option<DateTime<Utc>>, Vec<Cell>) {
        let offer = self.offer(index);
        let asked = offer.and_then(|offer| self.asked(offer));
        let (stage, statutory, asked_as) = match &asked {
            Some(Asked::Offer(it)) => (recorded(&it.stage), recorded(&it.statutory), "offer"),
            Some(Asked::Network(_)) => (Cell::Nothing, Cell::Nothing, "network"),
            None => (Cell::Nothing, Cell::Nothing, ""),
        };
        let named_day = |index: usize| -> NaiveDate { self.entries[index].occurred().named_day() };
        let person = step.person.map(StreamId::Person);
        let cells = vec![
            Cell::or_nothing(person, Cell::Identity),
            Cell::Code(step.code),
            step.reason.clone(),
            step.exception.clone(),
            stage,
            statutory,
            Cell::or_nothing(asked, |_| Cell::Code(asked_as)),
            Cell::or_nothing(offer, |offer| place(scene, self.entries[offer].id())),
            Cell::Day(named_day(offer.unwrap_or(index))),
            Cell::or_nothing(self.answered(index), Cell::Moment),
        ];
        let until = step.person.filter(|_| step.answers).zip(offer);
        (until.and_then(|(person, offer)| self.next_answer(index, offer, person)), cells)
    }

    /// The offer or invitation that an entry is, answers, or follows by way of a meeting or plan.
    fn offer(&self, index: usize) -> Option<usize> {
        let mut index = index;
        // An answer names an offer, a meeting an offer, a plan a meeting, its answer the plan.
        for _ in 0..=3 {
            if self.asked(index).is_some() {
                return Some(index);
            }
            let (named, _) = fgdm(&self.entries[index])?.follows()?;
            index = *self.places.get(&named.entry()?)?;
        }
        None
    }

    fn asked(&self, index: usize) -> Option<Asked<'a>> {
        match fgdm(&self.entries[index])? {
            FgdmEvent::FgdmOffered(it) => Some(Asked::Offer(it)),
            FgdmEvent::FgdmInvited(it) => Some(Asked::Network(it.who)),
            FgdmEvent::FgdmConsidered(_)
            | FgdmEvent::FgdmNotOffered(_)
            | FgdmEvent::FgdmNotHeld(_)
            | FgdmEvent::FgdmAccepted(_)
            | FgdmEvent::FgdmDeclined(_)
            | FgdmEvent::FgdmDeferred(_)
            | FgdmEvent::FgdmAnswerWithdrawn(_)
            | FgdmEvent::FgdmNoAnswer(_)
            | FgdmEvent::FgdmPrepared(_)
            | FgdmEvent::FgdmHeld(_)
            | FgdmEvent::FamilyPlanProposed(_)
            | FgdmEvent::FamilyPlanAnswered(_)
            | FgdmEvent::FamilyPlanReviewed(_)
            | FgdmEvent::FgdmOutcomeRecorded(_) => None,
        }
    }

    /// The answers to an offer or invitation by somebody, in order, by their places.
    fn answers(&self, offer: usize, person: PersonId) -> impl Iterator<Item = usize> {
        let id = self.entries[offer].id();
        let answers = self.entries.iter().enumerate().filter(move |(_, entry)| {
            let Some(event) = fgdm(entry) else { return false };
            let names = event.follows().and_then(|(named, _)| named.entry()) == Some(id);
            names && step(event).is_some_and(|it| it.answers && it.person == Some(person))
        });
        answers.map(|(index, _)| index)
    }

    /// When the one who was asked first answered.
    fn answered(&self, index: usize) -> Option<DateTime<Utc>> {
        let person = match self.asked(index)? {
            Asked::Offer(it) => it.to,
            Asked::Network(who) => who,
        };
        let first = self.answers(index, person).next()?;
        Some(latest(&self.entries[first]))
    }

    /// When the same person answered again.
    fn next_answer(&self, index: usize, offer: usize, person: PersonId) -> Option<DateTime<Utc>> {
        let next = self.answers(offer, person).find(|answer| *answer > index)?;
        Some(latest(&self.entries[next]))
    }
}
