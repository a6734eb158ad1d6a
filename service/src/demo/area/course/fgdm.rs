//! Family group decision making: considered, offered to those with parental responsibility or not
//! offered, answered or not, held or not held, and what became of the family's plan. Offers are made
//! as local practice: no provision that awaits commencement is taken to be in force.

use candour_domain::case::fgdm::{
    ChildAttended, DeferReason, FamilyPlanAnswered, FamilyPlanProposed, FamilyPlanReviewed,
    FgdmAccepted, FgdmAnswerWithdrawn, FgdmConsidered, FgdmDeclined, FgdmDeferred, FgdmEvent,
    FgdmException, FgdmHeld, FgdmInvited, FgdmNoAnswer, FgdmNotHeld, FgdmNotOffered, FgdmOffered,
    FgdmOutcomeRecorded, FgdmPrepared, FgdmView, InLetter, OfferCapacity, PrivateTime, Statutory,
};
use candour_domain::code::CaseStage;
use candour_domain::identifier::{EntryId, PersonId};
use candour_domain::meeting::{Format, Meeting};
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;

use super::super::days::months_after;
use super::super::family::{Stage, attendee, follows};
use super::super::rates::{self, Answer, Rate};
use super::super::sitting::Sitting;
use super::super::words;
use super::{enquiry, meetings};

/// Something that happens around family group decision making.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// It is considered, and offered or not.
    Consider,
    /// Somebody answers an offer, or does not.
    Answered { offer: EntryId, by: PersonId, again: bool },
    /// The meeting is prepared.
    Prepare { offer: EntryId },
    /// It is held, or not.
    Hold { offer: EntryId },
    /// The local authority answers the family's plan.
    PlanAnswered { plan: EntryId },
    /// The family's plan is reviewed.
    PlanReviewed { plan: EntryId },
    /// What became of the family is recorded, so many months after.
    Outcome { meeting: EntryId, months: u16 },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Consider => consider(stage),
        Scene::Answered { offer, by, again } => answered(stage, (offer, by), again),
        Scene::Prepare { offer } => prepare(stage, offer),
        Scene::Hold { offer } => hold(stage, offer),
        Scene::PlanAnswered { plan } => plan_answered(stage, plan),
        Scene::PlanReviewed { plan } => plan_reviewed(stage, plan),
        Scene::Outcome { meeting, months } => outcome(stage, meeting, months),
    }
}

/// It is considered at this point of the course, now and then.
pub(super) fn may_consider(stage: &mut Stage<'_>, rate: Rate) {
    if !stage.family.course.offers.made && stage.chance().happens(rate) {
        let days = stage.chance().between(3..=20);
        stage.then_after(days, Scene::Consider);
    }
}

/// At which stage the case is.
fn case_stage(stage: &Stage<'_>) -> CaseStage {
    let course = &stage.family.course;
    if course.pre_proceedings.is_some() {
        CaseStage::PreProceedings
    } else if course.protected() {
        CaseStage::ChildProtection
    } else {
        CaseStage::ChildInNeed
    }
}

fn consider(stage: &mut Stage<'_>) {
    if stage.family.course.closed {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let not = stage.chance().happens(rates::FGDM_NOT_OFFERED);
    let rationale = stage.words(words::FGDM_REASONS);
    let grounds = stage.grounds(sitting.recorded(), rationale);
    let view = if not { FgdmView::NotOffer } else { FgdmView::Offer };
    let considered = FgdmConsidered { view: Recorded::Recorded(view), grounds: grounds.clone() };
    sitting.note(stage.at, FgdmEvent::FgdmConsidered(considered));
    if not {
        let best = stage.chance().happens(rates::BEST_INTERESTS);
        let not_offered = FgdmNotOffered {
            exception: if best {
                FgdmException::BestInterests
            } else {
                FgdmException::AnotherReason
            },
            reason: Recorded::Recorded(stage.chance().weighted(rates::FGDM_NOT_OFFERED_REASONS)),
            grounds,
        };
        sitting.note(stage.at, FgdmEvent::FgdmNotOffered(not_offered));
        stage.hand_in(sitting);
        return;
    }
    offered(stage, &mut sitting);
    stage.hand_in(sitting);
    stage.family.course.offers.made = true;
}

/// It is offered to each parent with parental responsibility.
fn offered(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let at_stage = case_stage(stage);
    let before_court = at_stage == CaseStage::PreProceedings;
    for parent in stage.family.parents() {
        let offered = FgdmOffered {
            to: parent,
            capacity: Recorded::Recorded(OfferCapacity::Parent),
            statutory: Recorded::Recorded(Statutory::Voluntary),
            stage: Recorded::Recorded(at_stage),
            in_letter: Recorded::Recorded(if before_court {
                InLetter::InLetter
            } else {
                InLetter::NotInLetter
            }),
            how: Recorded::Recorded(stage.words(words::OFFERS)),
            account: Recorded::NotRecorded,
        };
        let offer = sitting.note(stage.at, FgdmEvent::FgdmOffered(offered));
        sitting.beside(|envelope| envelope.about = vec![parent]);
        let days = stage.chance().between(2..=15);
        stage.then_after(days, Scene::Answered { offer, by: parent, again: false });
    }
}

fn answered(stage: &mut Stage<'_>, (offer, by): (EntryId, PersonId), again: bool) {
    let desk = stage.known_by(AgencyKind::Voluntary);
    let coordinator = stage.actor(desk);
    let mut sitting = stage.sitting(&coordinator, 50);
    let account = Recorded::Recorded(stage.words(words::FGDM_ANSWERS));
    let offer_followed = follows(Some(offer));
    let answer = match (stage.chance().weighted(rates::FGDM_ANSWERS), again) {
        (Answer::Deferred, true) => Answer::Accepted,
        (answer, _) => answer,
    };
    let fact = match answer {
        Answer::Accepted => {
            if !stage.family.course.offers.accepted {
                stage.family.course.offers.accepted = true;
                stage.then_after(5, Scene::Prepare { offer });
            }
            FgdmEvent::FgdmAccepted(FgdmAccepted { offer: offer_followed, by, account })
        }
        Answer::Declined => {
            let reason = Recorded::Recorded(stage.chance().weighted(rates::FGDM_DECLINE_REASONS));
            FgdmEvent::FgdmDeclined(FgdmDeclined { offer: offer_followed, by, reason, account })
        }
        Answer::Deferred => {
            let until = stage.day_after(15);
            stage.then_after(16, Scene::Answered { offer, by, again: true });
            let reasons =
                [DeferReason::LegalAdvice, DeferReason::MoreTime, DeferReason::OtherProceedings];
            let reason = Recorded::Recorded(*stage.chance().one(&reasons));
            let until = Some(until);
            FgdmEvent::FgdmDeferred(FgdmDeferred {
                offer: offer_followed,
                by,
                until,
                reason,
                account,
            })
        }
        Answer::None => FgdmEvent::FgdmNoAnswer(FgdmNoAnswer { offer: offer_followed, by }),
    };
    sitting.note(stage.at, fact);
    sitting.beside(|envelope| envelope.about = vec![by]);
    if answer == Answer::Accepted && stage.chance().happens(rates::FGDM_WITHDRAWN) {
        let account = Recorded::Recorded(stage.words(words::FGDM_ANSWERS));
        let withdrawn = FgdmAnswerWithdrawn { offer: follows(Some(offer)), by, account };
        sitting.note(stage.at, FgdmEvent::FgdmAnswerWithdrawn(withdrawn));
        sitting.beside(|envelope| envelope.about = vec![by]);
    }
    stage.hand_in(sitting);
}

/// The family's network is invited and the meeting prepared.
fn prepare(stage: &mut Stage<'_>, offer: EntryId) {
    let desk = stage.known_by(AgencyKind::Voluntary);
    let coordinator = stage.actor(desk);
    let mut sitting = stage.sitting(&coordinator, 90);
    let network: Vec<PersonId> =
        stage.family.adults.iter().filter(|it| !it.responsible).map(|it| it.id).collect();
    for who in &network {
        let account = Recorded::Recorded(stage.words(words::FGDM_ANSWERS));
        let invited = FgdmInvited { who: *who, account };
        sitting.note(stage.at, FgdmEvent::FgdmInvited(invited));
    }
    let prepared = FgdmPrepared {
        contacted: stage.family.adult_ids(),
        advocate: Recorded::Recorded(stage.words(words::ADVOCATES)),
        account: Recorded::NotRecorded,
    };
    sitting.note(stage.at, FgdmEvent::FgdmPrepared(prepared));
    stage.hand_in(sitting);
    let days = stage.chance().between(10..=35);
    stage.then_after(days, Scene::Hold { offer });
}

fn hold(stage: &mut Stage<'_>, offer: EntryId) {
    let desk = stage.known_by(AgencyKind::Voluntary);
    let coordinator = stage.actor(desk);
    let mut sitting = stage.sitting(&coordinator, 180);
    if stage.chance().happens(rates::FGDM_NOT_HELD) {
        let best = stage.chance().happens(rates::BEST_INTERESTS);
        let rationale = stage.words(words::FGDM_REASONS);
        let not_held = FgdmNotHeld {
            offer: follows(Some(offer)),
            exception: if best {
                FgdmException::BestInterests
            } else {
                FgdmException::AnotherReason
            },
            reason: Recorded::Recorded(stage.chance().weighted(rates::FGDM_NOT_HELD_REASONS)),
            grounds: stage.grounds(sitting.recorded(), rationale),
        };
        sitting.note(stage.at, FgdmEvent::FgdmNotHeld(not_held));
        stage.hand_in(sitting);
        return;
    }
    let mut meeting = Meeting {
        format: Recorded::Recorded(Format::InPerson),
        chair: Recorded::Recorded(attendee(&coordinator)),
        ..Meeting::default()
    };
    meetings::with_family(stage, &mut meeting);
    let attended =
        [ChildAttended::Attended, ChildAttended::ThroughAdvocate, ChildAttended::NotAttended];
    let private = stage.chance().happens(rates::PRIVATE_TIME);
    let held = FgdmHeld {
        offer: follows(Some(offer)),
        meeting,
        child_attended: Recorded::Recorded(*stage.chance().one(&attended)),
        private_time: Recorded::Recorded(if private {
            PrivateTime::Had
        } else {
            PrivateTime::NotHad
        }),
        account: Recorded::Recorded(stage.words(words::FGDM_MEETINGS)),
    };
    let entry = sitting.note(stage.at, FgdmEvent::FgdmHeld(held));
    if stage.chance().happens(rates::FAMILY_PLAN) {
        let plan = stage.more_words(words::FAMILY_PLANS);
        let proposed = FamilyPlanProposed { meeting: follows(Some(entry)), plan };
        let plan = sitting.note(stage.at, FgdmEvent::FamilyPlanProposed(proposed));
        stage.then_after(6, Scene::PlanAnswered { plan });
    }
    stage.hand_in(sitting);
    for months in [6_u16, 12] {
        let day = months_after(stage.today(), u32::from(months));
        let begins = candour_domain::time::start_of_day(day);
        let at = stage.world.days.office(&mut stage.family.chance, begins, 1);
        if stage.chance().happens(rates::FGDM_OUTCOME_RECORDED) {
            stage.then(at, Scene::Outcome { meeting: entry, months });
        }
    }
}

fn plan_answered(stage: &mut Stage<'_>, plan: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 40);
    let answer = stage.chance().weighted(rates::FAMILY_PLAN_ANSWERS);
    let reason = Recorded::Recorded(stage.words(words::FAMILY_PLAN_ANSWERS));
    let answered = FamilyPlanAnswered { plan: follows(Some(plan)), answer, reason };
    sitting.note(stage.at, FgdmEvent::FamilyPlanAnswered(answered));
    stage.hand_in(sitting);
    let days = stage.chance().between(60..=100);
    stage.then_in_days(days, Scene::PlanReviewed { plan });
}

fn plan_reviewed(stage: &mut Stage<'_>, plan: EntryId) {
    let desk = stage.known_by(AgencyKind::Voluntary);
    let coordinator = stage.actor(desk);
    let mut sitting = stage.sitting(&coordinator, 40);
    let working = Recorded::Recorded(stage.words(words::REVIEWS));
    let reviewed = FamilyPlanReviewed { plan: follows(Some(plan)), working };
    sitting.note(stage.at, FgdmEvent::FamilyPlanReviewed(reviewed));
    stage.hand_in_apart(sitting);
}

fn outcome(stage: &mut Stage<'_>, meeting: EntryId, months: u16) {
    let desk = stage.known_by(AgencyKind::Voluntary);
    let coordinator = stage.actor(desk);
    let mut sitting = stage.sitting(&coordinator, 25);
    let recorded = FgdmOutcomeRecorded {
        meeting: follows(Some(meeting)),
        after_months: months,
        living: Recorded::Recorded(stage.words(words::LIVING)),
        legal: Recorded::Recorded(stage.words(words::LEGAL)),
    };
    sitting.note(stage.at, FgdmEvent::FgdmOutcomeRecorded(recorded));
    stage.hand_in_apart(sitting);
}
