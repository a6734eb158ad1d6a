//! Duties over all time: what each one's status depends on, and over which moments.
//!
//! Asked at a moment, a family looks at what had happened by then. As time goes on, more has: an
//! entry answers a duty, and that is in its [`Terms`], with its times. Now and then an entry does
//! something else: an extension puts off what is due, a contact brings a concern that stood by
//! itself. There a duty's life ends and another's begins. So terms with the time for which they hold
//! say at every moment what asking at that moment would.
//!
//! # Rules
//! - `a_life_holds_what_assessing_finds_at_every_moment`: whatever happened in whatever order.
//! - `an_answer_does_not_begin_another_life`: it stands in the terms with its time.

use chrono::{DateTime, Utc};

use crate::case::CaseEvent;
use crate::case::concern::ConcernEvent;
use crate::case::emergency::EmergencyEvent;
use crate::case::enquiry::EnquiryEvent;
use crate::case::information::InformationEvent;
use crate::case::plan::PlanEvent;
use crate::case::proceedings::ProceedingsEvent;
use crate::case::threshold::ThresholdEvent;
use crate::identifier::EntryId;
use crate::recorded::Antecedent;

use super::book::RuleBook;
use super::family::Family;
use super::judged::{Deadline, Instance, settled};
use super::protection::decides_a_plan;
use super::scene::{Fact, Facts, Scene, conference};
use super::terms::Terms;

/// What the status of a duty depends on, and for which moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// It holds after this moment; none where it holds from the first.
    pub after: Option<DateTime<Utc>>,
    /// It holds up to this moment, included; none where it holds on.
    pub until: Option<DateTime<Utc>>,
    /// What the status depends on.
    pub terms: Terms,
}

/// The lives of a family's duties by some rules, in the order of their openings. With an end, nothing
/// that begins at it or later counts.
pub fn lives(
    facts: &Facts<'_>,
    rules: &RuleBook,
    family: Family,
    end: Option<DateTime<Utc>>,
) -> Vec<Life> {
    if !family.is_in(rules) {
        return Vec::new();
    }
    let end = end.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let whole = Scene::before(facts, rules, family, end);
    let mut all = Vec::new();
    let mut after = None;
    for cut in cuts(&whole, family) {
        let scene = Scene::before(facts, rules, family, cut);
        join(&mut all, within(&scene, family, after, Some(cut)), after);
        after = Some(cut);
    }
    join(&mut all, within(&whole, family, after, None), after);
    all
}

/// The lives of a time in which the entries that begin do nothing but open and answer.
fn within(
    scene: &Scene<'_>,
    family: Family,
    after: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
) -> Vec<Life> {
    let mut lives = Vec::new();
    for instance in family.judge(scene) {
        match instance {
            Instance::Settled(duty) => lives.push(Life { after, until, terms: settled(&duty) }),
            Instance::Deadline(deadline) => {
                let from = lives.len();
                lives.extend(of_deadline(&deadline, scene.book, after));
                for life in &mut lives[from..] {
                    life.until = life.until.or(until);
                }
            }
        }
    }
    lives
}

/// The life of a deadline; or two, where it was ended, to no effect or not certainly, before it was
/// closed.
fn of_deadline(
    deadline: &Deadline<'_>,
    book: &RuleBook,
    after: Option<DateTime<Utc>>,
) -> impl Iterator<Item = Life> {
    let answer = deadline.answer();
    let closed = deadline.closing.as_ref().map(|closing| closing.at.earliest());
    let ended = deadline.ending.as_ref().map(|ending| ending.at.earliest());
    let by_the_closing = answer.map(|it| it.entry) == deadline.closing.as_ref().map(|it| it.entry);
    let ended_first = match (closed, ended) {
        (Some(closed), Some(ended)) if by_the_closing && ended < closed => {
            after.is_none_or(|after| after < closed).then_some(closed)
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    let first = ended_first.map(|closed| Life {
        after,
        until: Some(closed),
        terms: deadline.terms(book, deadline.ending.as_ref()),
    });
    let terms = deadline.terms(book, answer);
    first.into_iter().chain([Life { after: ended_first.or(after), until: None, terms }])
}

/// Takes up lives that go on after a moment where they only gained an answer.
fn join(all: &mut Vec<Life>, next: Vec<Life>, at: Option<DateTime<Utc>>) {
    let Some(cut) = at else {
        all.extend(next);
        return;
    };
    for life in next {
        let before = life.terms.as_before(cut);
        let goes_on = life.after == at;
        let earlier =
            all.iter_mut().find(|one| goes_on && one.until == Some(cut) && one.terms == before);
        match earlier {
            Some(earlier) => {
                let after = earlier.after;
                *earlier = Life { after, ..life };
            }
            None => all.push(life),
        }
    }
}

/// The moments at which something begins that may change how earlier entries bear on the rules,
/// other than by answering them.
fn cuts(scene: &Scene<'_>, family: Family) -> Vec<DateTime<Utc>> {
    let facts = &scene.facts;
    let began = |fact: &Fact<'_>| fact.at.earliest();
    // What is known less exactly may begin before what stands before it; then any order is possible.
    let in_order = facts.is_sorted_by_key(began);
    let reshaping = facts.iter().enumerate().filter(|(index, fact)| {
        !in_order || reshapes(family, fact, scene) || is_named_ahead(family, &facts[..*index], fact)
    });
    let mut cuts: Vec<_> = reshaping.map(|(_, fact)| began(fact)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Whether an entry may change how earlier ones bear on the rules of a family.
fn reshapes(family: Family, fact: &Fact<'_>, scene: &Scene<'_>) -> bool {
    let before = |other: &Fact<'_>| other.at.earliest() < fact.at.earliest();
    let within = |other: &Fact<'_>| before(other) && fact.at.earliest() < other.at.latest();
    let any = |is: &dyn Fn(&Fact<'_>) -> bool| scene.facts.iter().any(is);
    match family {
        Family::FrontDoor => {
            if let CaseEvent::Concern(ConcernEvent::ContactReceived(it)) = fact.event {
                it.received.iter().any(|id| any(&|other| other.id == *id && before(other)))
            } else {
                false
            }
        }
        Family::Enquiry => {
            let CaseEvent::Threshold(event) = fact.event else { return false };
            match event {
                ThresholdEvent::StrategyDiscussionHeld(_) => any(&within),
                ThresholdEvent::ThresholdDecided(_) => any(&|other| {
                    matches!(other.event, CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(_)))
                        && before(other)
                }),
                ThresholdEvent::StrategyDiscussionConvened(_)
                | ThresholdEvent::PartnerDecisionRecorded(_) => false,
            }
        }
        Family::Plan | Family::Visits => {
            let CaseEvent::Plan(PlanEvent::PlanStarted(it)) = fact.event else { return false };
            any(&|other| {
                Antecedent::Named(other.id) == it.conference
                    && conference(other.event).is_some_and(|held| !decides_a_plan(held, it.child))
            })
        }
        // Which extension is of which order turns on all of them.
        Family::Emergency => any(&|other| {
            matches!(
                other.event,
                CaseEvent::Emergency(EmergencyEvent::EmergencyProtectionExtended(_))
            )
        }),
        // A final order is taken before one of which that is not recorded.
        Family::Proceedings => {
            matches!(fact.event, CaseEvent::Proceedings(ProceedingsEvent::OrderMade(_)))
        }
        Family::Guards => any(&|other| {
            matches!(
                other.event,
                CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(_))
            ) && within(other)
        }),
        Family::Confirmation
        | Family::StrategyRecord
        | Family::Papers
        | Family::Supervision
        | Family::Replies
        | Family::Challenges
        | Family::Incidents
        | Family::Quorum => false,
    }
}

/// Whether an entry that begins earlier names one: what it then answers by it turns on the other.
fn is_named_ahead(family: Family, earlier: &[Fact<'_>], fact: &Fact<'_>) -> bool {
    match family {
        Family::FrontDoor
        | Family::Enquiry
        | Family::Plan
        | Family::StrategyRecord
        | Family::Papers
        | Family::Incidents => earlier
            .iter()
            .any(|other| other.at.earliest() < fact.at.earliest() && names(other.event, fact.id)),
        Family::Confirmation
        | Family::Visits
        | Family::Supervision
        | Family::Replies
        | Family::Challenges
        | Family::Emergency
        | Family::Proceedings
        | Family::Guards
        | Family::Quorum => false,
    }
}

fn names(event: &CaseEvent, entry: EntryId) -> bool {
    if let CaseEvent::Information(InformationEvent::InformationDisclosed(it)) = event {
        return it.items.iter().any(|shared| shared.item == entry);
    }
    event.follows().is_some_and(|(named, _)| named == Antecedent::Named(entry))
}
