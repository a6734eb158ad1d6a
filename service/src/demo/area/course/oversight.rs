//! Oversight: challenges between agencies and what becomes of them, consultation of the multi-agency
//! team, audits, and what is recorded when a serious incident becomes known.

use candour_domain::case::oversight::{
    CaseAudited, CaseConsultationGiven, ChallengeAnswered, ChallengeEscalated, ChallengeGround,
    ChallengeRaised, ChallengeResolved, Identifiable, OversightEvent,
};
use candour_domain::identifier::EntryId;
use candour_domain::party::Recipient;
use candour_domain::recorded::Recorded;

use super::super::family::{Stage, follows, recipient};
use super::super::places::Desk;
use super::super::rates;
use super::super::words;
use super::{allocation, enquiry};

/// Something that happens in oversight.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// An agency challenges a decision.
    Challenge { decision: EntryId, desk: Desk },
    /// The challenge is answered.
    Answer { challenge: EntryId, desk: Desk },
    /// It goes up.
    Escalate { challenge: EntryId, desk: Desk },
    /// It is resolved.
    Resolve { challenge: EntryId },
    /// The team is consulted.
    Consult,
    /// The case is audited.
    Audit,
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Challenge { decision, desk } => challenge(stage, decision, desk),
        Scene::Answer { challenge, desk } => answer(stage, challenge, desk),
        Scene::Escalate { challenge, desk } => escalate(stage, challenge, desk),
        Scene::Resolve { challenge } => resolve(stage, challenge),
        Scene::Consult => consult(stage),
        Scene::Audit => audit(stage),
    }
}

/// An agency may challenge what was decided.
pub(super) fn may_challenge(stage: &mut Stage<'_>, decision: EntryId) {
    if stage.family.around.is_empty() || !stage.chance().happens(rates::CHALLENGED) {
        return;
    }
    let around = stage.family.around.clone();
    let desk = *stage.chance().one(&around);
    let days = stage.chance().between(1..=6);
    stage.then_after(days, Scene::Challenge { decision, desk });
}

fn challenge(stage: &mut Stage<'_>, decision: EntryId, desk: Desk) {
    let who = stage.actor(desk);
    let mut sitting = stage.sitting(&who, 30);
    let grounds = [
        ChallengeGround::Threshold,
        ChallengeGround::InformationSharing,
        ChallengeGround::NeedToConvene,
    ];
    let raised = ChallengeRaised {
        of: Some(decision),
        ground: Recorded::Recorded(*stage.chance().one(&grounds)),
        account: stage.words(words::CHALLENGES),
        to: Recorded::Recorded(Recipient::Agency(stage.world.staff.agency)),
        due: Some(stage.day_after(5)),
        child_safe: Recorded::Recorded(stage.words(words::SAFE_MEANWHILE)),
    };
    let challenge = sitting.note(stage.at, OversightEvent::ChallengeRaised(raised));
    stage.hand_in(sitting);
    if stage.chance().happens(rates::CHALLENGE_ANSWERED) {
        let days = stage.chance().weighted(rates::CHALLENGE_DAYS);
        stage.then_after(days, Scene::Answer { challenge, desk });
    }
}

fn answer(stage: &mut Stage<'_>, challenge: EntryId, desk: Desk) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 50);
    let account = stage.words(words::CHALLENGE_ANSWERS);
    let answered = ChallengeAnswered { challenge: follows(Some(challenge)), account };
    sitting.note(stage.at, OversightEvent::ChallengeAnswered(answered));
    stage.hand_in(sitting);
    if stage.chance().happens(rates::CHALLENGE_ESCALATED) {
        stage.then_after(4, Scene::Escalate { challenge, desk });
    } else {
        stage.then_after(3, Scene::Resolve { challenge });
    }
}

fn escalate(stage: &mut Stage<'_>, challenge: EntryId, desk: Desk) {
    let who = stage.actor(desk);
    let mut sitting = stage.sitting(&who, 30);
    let escalated = ChallengeEscalated {
        challenge: follows(Some(challenge)),
        stage: 2,
        to: Recorded::Recorded(Recipient::Agency(stage.world.staff.agency)),
    };
    sitting.note(stage.at, OversightEvent::ChallengeEscalated(escalated));
    stage.hand_in(sitting);
    let days = stage.chance().between(4..=15);
    stage.then_after(days, Scene::Resolve { challenge });
}

fn resolve(stage: &mut Stage<'_>, challenge: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 50);
    let account = stage.words(words::CHALLENGE_ENDS);
    let resolved = ChallengeResolved { challenge: follows(Some(challenge)), account };
    sitting.note(stage.at, OversightEvent::ChallengeResolved(resolved));
    stage.hand_in(sitting);
}

fn consult(stage: &mut Stage<'_>) {
    if stage.family.course.closed {
        return;
    }
    let worker = allocation::worker(stage);
    let Some(member) = stage.world.teams.member(stage.family.number) else { return };
    let mut sitting = stage.sitting(&member, 60);
    let given = CaseConsultationGiven {
        to: recipient(&worker),
        question: stage.words(words::CONSULTATIONS),
        advice: stage.words(words::ADVICE),
        identifiable: Recorded::Recorded(Identifiable::Identifiable),
    };
    sitting.note(stage.at, OversightEvent::CaseConsultationGiven(given));
    stage.hand_in_apart(sitting);
}

fn audit(stage: &mut Stage<'_>) {
    let chair = stage.world.staff.chair();
    let mut sitting = stage.sitting(&chair, 120);
    let audited = CaseAudited {
        account: stage.more_words(words::AUDITS),
        actions: Recorded::Recorded(stage.words(words::ACTIONS)),
    };
    sitting.note(stage.at, OversightEvent::CaseAudited(audited));
    stage.hand_in_apart(sitting);
}
