//! How family group decision making stands: to whom a meeting was offered, who was invited, what each
//! answered, what was decided, and what was held.
//!
//! The offer goes to parents, with or without parental responsibility, and to anyone else who has it;
//! others are invited as family network. A decline is an answer and never non-co-operation. Whether
//! the law's duty was met is a duty's matter and is not said here.
//!
//! # Rules
//! - `the_latest_answer_of_the_one_who_was_asked_stands`: earlier answers stay beside it.
//! - `an_invitation_to_the_family_network_is_not_an_offer`: the two are told apart.
//! - `an_answer_without_a_recorded_offer_is_kept_apart`: and never attached to one by guessing.

use candour_domain::case::CaseEvent;
use candour_domain::case::fgdm::{
    FgdmEvent, FgdmException, FgdmView, InLetter, OfferCapacity, Statutory,
};
use candour_domain::code::CaseStage;
use candour_domain::effective::Effective;
use candour_domain::identifier::{EntryId, PersonId};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Past;
use super::stage::case_event;
use crate::shape::{Dated, PersonName, Pointer, said, words};

/// How family group decision making stands in a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct FgdmStanding {
    /// When it was considered, and what was concluded.
    pub considered: Vec<FgdmDecision>,
    /// The offers and the invitations, each with its answers.
    pub offers: Vec<FgdmOffer>,
    /// Decisions not to offer a meeting.
    pub not_offered: Vec<FgdmDecision>,
    /// Decisions not to hold a meeting that had been offered.
    pub not_held: Vec<FgdmDecision>,
    /// The meetings that were held.
    pub held: Vec<FgdmHeldShown>,
    /// Answers of which no offer or invitation is on the record.
    pub answers_without_offer: Vec<FgdmAnswer>,
}

/// Something that was decided of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FgdmDecision {
    /// When.
    pub on: Dated,
    /// What, in words.
    pub decision: String,
    /// Why, in words.
    pub reason: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// An offer to a parent or holder of parental responsibility, or an invitation as family network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FgdmOffer {
    /// To whom.
    pub to: PersonName,
    /// Whether they were offered the meeting or invited as family network.
    pub as_a: FgdmInvitee,
    /// In which capacity the offer was made.
    pub capacity: Option<OfferCapacity>,
    /// Whether it was made under s.31ZA of the Children Act 1989.
    pub statutory: Option<Statutory>,
    /// At which stage of the case.
    pub stage: Option<CaseStage>,
    /// Whether it stood in the letter before proceedings.
    pub in_letter: Option<InLetter>,
    /// When.
    pub on: Dated,
    /// The latest answer of the one who was asked; none where none is on the record.
    pub stands: Option<FgdmAnswerKind>,
    /// Every answer, in order.
    pub answers: Vec<FgdmAnswer>,
    /// The entry.
    pub entry: Pointer,
}

/// As what somebody was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FgdmInvitee {
    /// A parent, or another with parental responsibility, to whom the meeting is offered.
    Offered,
    /// Family network.
    Network,
}

/// An answer to an offer or invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FgdmAnswer {
    /// Which answer.
    pub answer: FgdmAnswerKind,
    /// Whose.
    pub by: PersonName,
    /// When.
    pub on: Dated,
    /// Until when it was deferred.
    pub until: Option<NaiveDate>,
    /// Why, by its code in words.
    pub reason: Option<String>,
    /// In their words.
    pub account: Option<String>,
    /// The entry.
    pub entry: Pointer,
}

/// Which answer somebody gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FgdmAnswerKind {
    /// They accepted.
    Accepted,
    /// They declined.
    Declined,
    /// They want to decide later.
    Deferred,
    /// They took their answer back.
    Withdrawn,
    /// No answer came.
    NoAnswer,
}

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FgdmHeldShown {
    /// When.
    pub on: Dated,
    /// The offer that it followed, where it is on the record.
    pub offer: Option<Pointer>,
    /// How many people are recorded as having been there.
    pub attended: usize,
    /// The entry.
    pub entry: Pointer,
}

/// What somebody answered, before names.
pub(super) struct Answer<'a> {
    /// Which answer.
    pub(super) kind: FgdmAnswerKind,
    /// To which offer or invitation.
    pub(super) offer: Antecedent,
    /// Whose.
    pub(super) by: PersonId,
    until: Option<NaiveDate>,
    reason: Option<String>,
    account: Option<&'a Text>,
}

/// The answer that an event gives, if it gives one.
pub(super) fn answer(event: &FgdmEvent) -> Option<Answer<'_>> {
    let plain =
        |kind, offer, by| Answer { kind, offer, by, until: None, reason: None, account: None };
    Some(match event {
        FgdmEvent::FgdmAccepted(it) => Answer {
            account: it.account.value(),
            ..plain(FgdmAnswerKind::Accepted, it.offer, it.by)
        },
        FgdmEvent::FgdmDeclined(it) => Answer {
            reason: it.reason.value().map(words),
            account: it.account.value(),
            ..plain(FgdmAnswerKind::Declined, it.offer, it.by)
        },
        FgdmEvent::FgdmDeferred(it) => Answer {
            until: it.until,
            reason: it.reason.value().map(words),
            account: it.account.value(),
            ..plain(FgdmAnswerKind::Deferred, it.offer, it.by)
        },
        FgdmEvent::FgdmAnswerWithdrawn(it) => Answer {
            account: it.account.value(),
            ..plain(FgdmAnswerKind::Withdrawn, it.offer, it.by)
        },
        FgdmEvent::FgdmNoAnswer(it) => plain(FgdmAnswerKind::NoAnswer, it.offer, it.by),
        FgdmEvent::FgdmConsidered(_)
        | FgdmEvent::FgdmOffered(_)
        | FgdmEvent::FgdmInvited(_)
        | FgdmEvent::FgdmNotOffered(_)
        | FgdmEvent::FgdmNotHeld(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FgdmHeld(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => return None,
    })
}

/// How it stands, from the entries that count.
pub(super) fn standing(past: &Past<'_>) -> FgdmStanding {
    let mut standing = FgdmStanding::default();
    for entry in &past.standing {
        if let Some(CaseEvent::Fgdm(event)) = case_event(entry) {
            decisions(past, &mut standing, entry, event);
            standing.offers.extend(offer(past, entry, event));
        }
    }
    for entry in &past.standing {
        let Some(CaseEvent::Fgdm(event)) = case_event(entry) else { continue };
        let Some(answer) = answer(event) else { continue };
        let shown = shown(past, entry, &answer);
        let named = answer.offer.entry();
        let offer = standing
            .offers
            .iter_mut()
            .find(|offer| named.is_some_and(|id| id == offer.entry.entry));
        match offer {
            None => standing.answers_without_offer.push(shown),
            Some(offer) => {
                if offer.to.person == answer.by {
                    offer.stands = Some(answer.kind);
                }
                offer.answers.push(shown);
            }
        }
    }
    standing
}

fn shown(past: &Past<'_>, entry: &Effective<'_>, answer: &Answer<'_>) -> FgdmAnswer {
    FgdmAnswer {
        answer: answer.kind,
        by: past.directory.person(answer.by),
        on: past.dated(entry),
        until: answer.until,
        reason: answer.reason.clone(),
        account: answer.account.map(ToString::to_string),
        entry: past.pointer(entry.entry),
    }
}

fn offer(past: &Past<'_>, entry: &Effective<'_>, event: &FgdmEvent) -> Option<FgdmOffer> {
    let plain = |to, as_a| FgdmOffer {
        to: past.directory.person(to),
        as_a,
        capacity: None,
        statutory: None,
        stage: None,
        in_letter: None,
        on: past.dated(entry),
        stands: None,
        answers: Vec::new(),
        entry: past.pointer(entry.entry),
    };
    match event {
        FgdmEvent::FgdmOffered(it) => Some(FgdmOffer {
            capacity: it.capacity.value().copied(),
            statutory: it.statutory.value().copied(),
            stage: it.stage.value().copied(),
            in_letter: it.in_letter.value().copied(),
            ..plain(it.to, FgdmInvitee::Offered)
        }),
        FgdmEvent::FgdmInvited(it) => Some(plain(it.who, FgdmInvitee::Network)),
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

fn decisions(
    past: &Past<'_>,
    standing: &mut FgdmStanding,
    entry: &Effective<'_>,
    event: &FgdmEvent,
) {
    let decision = |decision: String, reason| FgdmDecision {
        on: past.dated(entry),
        decision,
        reason,
        entry: past.pointer(entry.entry),
    };
    match event {
        FgdmEvent::FgdmConsidered(it) => {
            let view = match it.view {
                Recorded::NotRecorded => "what was concluded is not recorded",
                Recorded::Recorded(FgdmView::Offer) => "to offer a meeting",
                Recorded::Recorded(FgdmView::NotOffer) => "not to offer a meeting",
                Recorded::Recorded(FgdmView::Later) => "to look at it again later",
            };
            let why = said(&it.grounds.rationale);
            standing.considered.push(decision(view.to_owned(), why));
        }
        FgdmEvent::FgdmNotOffered(it) => {
            let why = it.reason.value().map(words);
            standing.not_offered.push(decision(exception(it.exception).to_owned(), why));
        }
        FgdmEvent::FgdmNotHeld(it) => {
            let why = it.reason.value().map(words);
            standing.not_held.push(decision(exception(it.exception).to_owned(), why));
        }
        FgdmEvent::FgdmHeld(it) => standing.held.push(FgdmHeldShown {
            on: past.dated(entry),
            offer: it.offer.entry().and_then(|id| offer_of(past, id)),
            attended: it.meeting.attendance.len(),
            entry: past.pointer(entry.entry),
        }),
        FgdmEvent::FgdmOffered(_)
        | FgdmEvent::FgdmInvited(_)
        | FgdmEvent::FgdmAccepted(_)
        | FgdmEvent::FgdmDeclined(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => {}
    }
}

fn offer_of(past: &Past<'_>, id: EntryId) -> Option<Pointer> {
    past.entry(id).map(|entry| past.pointer(entry.entry))
}

fn exception(exception: FgdmException) -> &'static str {
    match exception {
        FgdmException::BestInterests => "not in the child's best interests",
        FgdmException::AnotherReason => "for another reason",
    }
}
