//! Before court and in it: the legal gateway, pre-proceedings with their letter and meetings, the
//! step that is decided, the application and the orders. The three codes of a step have no published
//! meaning that was seen; A stands here where an application follows, and B where none does.

use candour_domain::case::plan::PlanEnd;
use candour_domain::case::proceedings::{
    ApplicationPart, CourtApplicationIssued, LegalGatewayHeld, LetterBeforeProceedingsSent,
    OfferInLetter, OrderFinality, OrderMade, PreProceedingsMeeting, PreProceedingsMeetingHeld,
    PreProceedingsStarted, ProceedingsEvent, StepDecided,
};
use candour_domain::code::{
    LegalGatewayOutcome, OrderKind, PreProceedingsOutcome, ShortNoticeReason,
};
use candour_domain::envelope::Handling;
use candour_domain::identifier::EntryId;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::{Label, Recorded};

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::words;
use super::meetings::{self, Invited};
use super::{allocation, closing, enquiry, fgdm, protection};

/// Something that happens before court or in it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// The legal gateway is held.
    Gateway,
    /// The letter before proceedings is sent.
    Letter { started: EntryId },
    /// A meeting is held with the parents and their lawyers.
    Meeting { started: EntryId, kind: PreProceedingsMeeting },
    /// It is decided what comes next.
    Step { started: EntryId },
    /// An application is made to the court.
    Apply { urgent: bool },
    /// The court makes an interim order.
    Interim { application: EntryId },
    /// The court makes its final order.
    Final { application: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Gateway => gateway(stage),
        Scene::Letter { started } => letter(stage, started),
        Scene::Meeting { started, kind } => meeting(stage, started, kind),
        Scene::Step { started } => step(stage, started),
        Scene::Apply { urgent } => apply(stage, urgent),
        Scene::Interim { application } => order(stage, application, OrderFinality::Interim),
        Scene::Final { application } => order(stage, application, OrderFinality::Final),
    }
}

fn gateway(stage: &mut Stage<'_>) {
    if stage.family.course.closed || stage.family.course.before_court() {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 60);
    let outcome = stage.chance().weighted(rates::GATEWAY_OUTCOMES);
    let held = LegalGatewayHeld {
        outcome: Recorded::Recorded(outcome),
        advice: Recorded::Recorded(stage.words(words::LEGAL_ADVICE)),
    };
    sitting.note(stage.at, ProceedingsEvent::LegalGatewayHeld(held));
    sitting.beside(|envelope| envelope.handling = vec![Handling::Privileged]);
    match outcome {
        LegalGatewayOutcome::StartPreProceedings => {
            let rationale = stage.words(words::CONFERENCE_REASONS);
            let started = PreProceedingsStarted {
                grounds: stage.grounds(sitting.recorded(), rationale),
                account: Recorded::NotRecorded,
            };
            let started = sitting.note(stage.at, ProceedingsEvent::PreProceedingsStarted(started));
            stage.hand_in(sitting);
            begun(stage, started);
        }
        LegalGatewayOutcome::IssueProceedings => {
            stage.hand_in(sitting);
            stage.then_after(3, Scene::Apply { urgent: true });
        }
        LegalGatewayOutcome::ContinuePlan | LegalGatewayOutcome::Unknown => stage.hand_in(sitting),
    }
}

fn begun(stage: &mut Stage<'_>, started: EntryId) {
    stage.family.course.pre_proceedings = Some(started);
    stage.family.course.offers.made = false;
    stage.family.course.offers.accepted = false;
    fgdm::may_consider(stage, rates::FGDM_BEFORE_COURT);
    let days = stage.chance().between(5..=12);
    stage.then_after(days, Scene::Letter { started });
    let days = stage.chance().between(15..=25);
    stage.then_after(days, Scene::Meeting { started, kind: PreProceedingsMeeting::Initial });
    let days = stage.chance().between(45..=60);
    stage.then_after(days, Scene::Meeting { started, kind: PreProceedingsMeeting::Review });
    let days = stage.chance().between(65..=100);
    stage.then_after(days, Scene::Step { started });
}

fn letter(stage: &mut Stage<'_>, started: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 25);
    let contained =
        stage.family.course.offers.made && stage.chance().happens(rates::OFFER_IN_LETTER);
    let sent = LetterBeforeProceedingsSent {
        pre_proceedings: follows(Some(started)),
        to: stage.family.parents(),
        fgdm_offer: Recorded::Recorded(if contained {
            OfferInLetter::Contained
        } else {
            OfferInLetter::NotContained
        }),
        account: Recorded::NotRecorded,
    };
    sitting.note(stage.at, ProceedingsEvent::LetterBeforeProceedingsSent(sent));
    stage.hand_in(sitting);
}

fn meeting(stage: &mut Stage<'_>, started: EntryId, kind: PreProceedingsMeeting) {
    if stage.family.course.pre_proceedings != Some(started) {
        return;
    }
    let manager = enquiry::manager(stage);
    let lead = allocation::lead(stage);
    let own = vec![manager.clone(), lead];
    let invited = Invited {
        chair: manager.clone(),
        own,
        kinds: Vec::new(),
        absent: rates::ABSENT_FROM_STRATEGY,
    };
    let mut sitting = stage.sitting(&manager, 100);
    let mut meeting = meetings::meeting(stage, &invited, &[]);
    meetings::with_parents(stage, &mut meeting);
    let held = PreProceedingsMeetingHeld {
        pre_proceedings: follows(Some(started)),
        kind: Recorded::Recorded(kind),
        meeting,
        account: Recorded::Recorded(stage.more_words(words::REVIEWS)),
    };
    sitting.note(stage.at, ProceedingsEvent::PreProceedingsMeetingHeld(held));
    stage.hand_in(sitting);
}

fn step(stage: &mut Stage<'_>, started: EntryId) {
    if stage.family.course.pre_proceedings != Some(started) {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 35);
    let apply = stage.chance().happens(rates::TO_COURT);
    let outcome = if apply { PreProceedingsOutcome::A } else { PreProceedingsOutcome::B };
    let rationale = stage.words(words::CONFERENCE_REASONS);
    let decided = StepDecided {
        pre_proceedings: follows(Some(started)),
        outcome: Recorded::Recorded(outcome),
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    sitting.note(stage.at, ProceedingsEvent::StepDecided(decided));
    stage.hand_in(sitting);
    stage.family.course.pre_proceedings = None;
    if apply {
        stage.then_after(8, Scene::Apply { urgent: false });
    }
}

fn apply(stage: &mut Stage<'_>, urgent: bool) {
    if stage.family.course.closed || stage.family.course.application.is_some() {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let reasons = [
        ShortNoticeReason::ImmediateSafetyOrAbduction,
        ShortNoticeReason::EmergencyProtectionOrder,
    ];
    let reference = format!("LM26C{:05}", stage.family.number % 100_000);
    let issued = CourtApplicationIssued {
        part: Recorded::Recorded(ApplicationPart::Part4),
        order_sought: Recorded::Recorded(OrderKind::CareOrder),
        short_notice: urgent.then(|| *stage.chance().one(&reasons)),
        court_reference: Label::parse(&reference).map_or(Recorded::NotRecorded, Recorded::Recorded),
        fgdm: Recorded::Recorded(stage.words(words::FGDM_BEFORE_COURT)),
        account: Recorded::NotRecorded,
    };
    let application = sitting.note(stage.at, ProceedingsEvent::CourtApplicationIssued(issued));
    stage.hand_in(sitting);
    stage.family.course.application = Some(application);
    let days = stage.chance().between(8..=20);
    stage.then_after(days, Scene::Interim { application });
    let days = stage.chance().between(120..=290);
    stage.then_in_days(days, Scene::Final { application });
}

fn order(stage: &mut Stage<'_>, application: EntryId, finality: OrderFinality) {
    let desk = stage.known_by(AgencyKind::Court);
    let officer = stage.actor(desk);
    let mut sitting = stage.sitting(&officer, 200);
    let kind = match finality {
        OrderFinality::Interim => OrderKind::InterimCareOrder,
        OrderFinality::Final => stage.chance().weighted(rates::FINAL_ORDERS),
    };
    let made = OrderMade {
        application: follows(Some(application)),
        kind: Recorded::Recorded(kind),
        final_order: Recorded::Recorded(finality),
        terms: Recorded::Recorded(stage.words(words::TERMS)),
    };
    sitting.note(stage.at, ProceedingsEvent::OrderMade(made));
    sitting.beside(|envelope| envelope.handling = vec![Handling::CourtRestricted]);
    stage.hand_in(sitting);
    if finality == OrderFinality::Final {
        ended(stage, kind);
    }
}

/// The court has decided: the plans end, and the case goes on or closes with the kind of order.
fn ended(stage: &mut Stage<'_>, kind: OrderKind) {
    stage.family.course.application = None;
    let chair = stage.world.staff.chair();
    let sitting = stage.sitting(&chair, 400);
    match kind {
        OrderKind::CareOrder | OrderKind::PlacementOrder | OrderKind::InterimCareOrder => {
            protection::end(stage, sitting, PlanEnd::LookedAfter);
            stage.then_after(10, closing::Scene::LookedAfter);
        }
        OrderKind::SupervisionOrder
        | OrderKind::SpecialGuardianshipOrder
        | OrderKind::ChildArrangementsOrder
        | OrderKind::EmergencyProtectionOrder => {
            protection::end(stage, sitting, PlanEnd::NoLongerAtRisk);
        }
    }
}
