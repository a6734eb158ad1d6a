//! The chapter `proceedings` in words.

use candour_domain::case::proceedings::ProceedingsEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &ProceedingsEvent, names: &Names<'_>) -> Said {
    match event {
        ProceedingsEvent::LegalGatewayHeld(it) => Said::of("Legal gateway held")
            .code("Outcome", &it.outcome)
            .with_recorded("Advice (privileged)", &it.advice),
        ProceedingsEvent::PreProceedingsStarted(it) => Said::of("Pre-proceedings started")
            .say_recorded(&it.account)
            .grounds(&it.grounds, names),
        ProceedingsEvent::LetterBeforeProceedingsSent(it) => {
            Said::of("Letter before proceedings sent")
                .say_recorded(&it.account)
                .list("To", names.people(&it.to))
                .code("Offer of a family meeting", &it.fgdm_offer)
                .with("Of", names.antecedent(it.pre_proceedings))
        }
        ProceedingsEvent::PreProceedingsMeetingHeld(it) => {
            let said = Said::of("Pre-proceedings meeting held")
                .say_recorded(&it.account)
                .code_if("Kind", &it.kind);
            names.meeting(said, &it.meeting).with("Of", names.antecedent(it.pre_proceedings))
        }
        ProceedingsEvent::StepDecided(it) => Said::of("End of pre-proceedings decided")
            .code("Outcome, by its code", &it.outcome)
            .with("Of", names.antecedent(it.pre_proceedings))
            .grounds(&it.grounds, names),
        ProceedingsEvent::CourtApplicationIssued(it) => Said::of("Court application issued")
            .say_recorded(&it.account)
            .code("Under", &it.part)
            .code("Order sought", &it.order_sought)
            .with_some("Short notice", it.short_notice.as_ref().map(words))
            .with_recorded("Court's reference", &it.court_reference)
            .with_recorded("Of family group decision making", &it.fgdm),
        ProceedingsEvent::OrderMade(it) => Said::of("Order made")
            .code("Order", &it.kind)
            .code_if("Finality", &it.final_order)
            .say_recorded(&it.terms)
            .with("On", names.antecedent(it.application)),
    }
}
