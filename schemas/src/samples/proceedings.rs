//! Samples of the chapter `proceedings`.

use candour_domain::case::proceedings::{
    ApplicationPart, CourtApplicationIssued, LegalGatewayHeld, LetterBeforeProceedingsSent,
    OfferInLetter, OrderFinality, OrderMade, PreProceedingsMeeting, PreProceedingsMeetingHeld,
    PreProceedingsStarted, ProceedingsEvent, StepDecided,
};
use candour_domain::code::{
    LegalGatewayOutcome, OrderKind, PreProceedingsOutcome, ShortNoticeReason,
};

use super::MOTHER;
use super::surroundings::{grounds, label, meeting, named, recorded, said};

pub(super) fn all() -> Vec<ProceedingsEvent> {
    vec![
        ProceedingsEvent::LegalGatewayHeld(LegalGatewayHeld {
            outcome: recorded(LegalGatewayOutcome::StartPreProceedings),
            advice: said("The threshold is arguable; work with the family first"),
        }),
        ProceedingsEvent::PreProceedingsStarted(PreProceedingsStarted {
            account: said("Agreed at the legal gateway"),
            grounds: grounds(&["EnquiryConcluded"]),
        }),
        ProceedingsEvent::LetterBeforeProceedingsSent(LetterBeforeProceedingsSent {
            pre_proceedings: named("PreProceedingsStarted"),
            to: vec![MOTHER],
            account: said("Handed over and gone through at home"),
            fgdm_offer: recorded(OfferInLetter::Contained),
        }),
        ProceedingsEvent::PreProceedingsMeetingHeld(PreProceedingsMeetingHeld {
            pre_proceedings: named("PreProceedingsStarted"),
            kind: recorded(PreProceedingsMeeting::Initial),
            meeting: meeting(),
            account: said("What must change, by when, and what help there is"),
        }),
        ProceedingsEvent::StepDecided(StepDecided {
            pre_proceedings: named("PreProceedingsStarted"),
            outcome: recorded(PreProceedingsOutcome::A),
            grounds: grounds(&["PreProceedingsMeetingHeld"]),
        }),
        ProceedingsEvent::CourtApplicationIssued(CourtApplicationIssued {
            part: recorded(ApplicationPart::Part4),
            account: said("Issued on the day after the step decision"),
            order_sought: recorded(OrderKind::SupervisionOrder),
            short_notice: Some(ShortNoticeReason::Other),
            court_reference: recorded(label("ZZ26C00000")),
            fgdm: said("A meeting was offered, accepted and held"),
        }),
        ProceedingsEvent::OrderMade(OrderMade {
            application: named("CourtApplicationIssued"),
            kind: recorded(OrderKind::SupervisionOrder),
            final_order: recorded(OrderFinality::Interim),
            terms: said("For twelve months, to be reviewed at six"),
        }),
    ]
}
