//! Rows of help, enquiry, proceedings, emergency and oversight.

use candour_domain::case::CaseEvent;
use candour_domain::case::emergency::{EmergencyEvent, PoliceProtectionTaken};
use candour_domain::case::enquiry::{
    EnquiryConcluded, EnquiryEvent, EnquiryStarted, MedicalExaminationHeld,
};
use candour_domain::case::help::{
    AssessmentAuthorised, AssessmentStarted, EarlyHelpStarted, HelpEvent,
};
use candour_domain::case::oversight::{
    ChallengeAnswered, ChallengeRaised, OversightEvent, OversightRecorded, SupervisionHeld,
};
use candour_domain::case::proceedings::{
    CourtApplicationIssued, LetterBeforeProceedingsSent, PreProceedingsStarted, ProceedingsEvent,
};
use candour_domain::code::{AssessmentOutcome, EnquiryOutcome, OrderKind};
use candour_domain::meeting::Attendee;
use candour_domain::recorded::Recorded;

use super::Builder;
use crate::import::column::Column;
use crate::import::fault::Problem;

/// The usual words for what came of an assessment.
pub(crate) const ASSESSMENT_OUTCOMES: &[(&str, AssessmentOutcome)] = &[
    ("no further action", AssessmentOutcome::NoFurtherAction),
    ("strategy discussion", AssessmentOutcome::StrategyDiscussion),
    ("legal action", AssessmentOutcome::LegalAction),
    ("provision of services", AssessmentOutcome::ProvisionOfServices),
];

/// The usual words for what came of an enquiry.
pub(crate) const ENQUIRY_OUTCOMES: &[(&str, EnquiryOutcome)] = &[
    ("no further action", EnquiryOutcome::NoFurtherAction),
    ("legal action", EnquiryOutcome::LegalAction),
    ("provision of services", EnquiryOutcome::ProvisionOfServices),
    ("initial conference", EnquiryOutcome::ChildProtectionConference),
    ("child protection conference", EnquiryOutcome::ChildProtectionConference),
];

/// The usual words for an order that is sought.
pub(crate) const ORDERS: &[(&str, OrderKind)] = &[
    ("interim care order", OrderKind::InterimCareOrder),
    ("care order", OrderKind::CareOrder),
    ("supervision order", OrderKind::SupervisionOrder),
    ("placement order", OrderKind::PlacementOrder),
    ("special guardianship order", OrderKind::SpecialGuardianshipOrder),
    ("child arrangements order", OrderKind::ChildArrangementsOrder),
    ("emergency protection order", OrderKind::EmergencyProtectionOrder),
];

impl Builder<'_> {
    pub(super) fn early_help(&mut self) -> CaseEvent {
        CaseEvent::Help(HelpEvent::EarlyHelpStarted(EarlyHelpStarted {
            organisation: Recorded::Recorded(self.linked.agency),
            reason: self.account(),
        }))
    }

    pub(super) fn assessment_started(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Help(HelpEvent::AssessmentStarted(AssessmentStarted {
            referral: self.only_antecedent()?,
            kind: Recorded::NotRecorded,
            review: None,
            account: self.account(),
        })))
    }

    pub(super) fn assessment_authorised(&mut self) -> CaseEvent {
        CaseEvent::Help(HelpEvent::AssessmentAuthorised(AssessmentAuthorised {
            assessment: self.antecedent(),
            factors: Vec::new(),
            outcome: self.coded("outcome of an assessment", ASSESSMENT_OUTCOMES),
            in_need: Recorded::NotRecorded,
            late: None,
            grounds: self.grounds(),
            account: self.account(),
        }))
    }

    pub(super) fn enquiry_started(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(EnquiryStarted {
            follows: self.only_antecedent()?,
            jointly: Recorded::NotRecorded,
            account: self.account(),
        })))
    }

    pub(super) fn medical_examination(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Enquiry(EnquiryEvent::MedicalExaminationHeld(MedicalExaminationHeld {
            enquiry: self.only_antecedent()?,
            child: self.one_child()?,
            agreement: Recorded::NotRecorded,
            findings: self.words(),
        })))
    }

    pub(super) fn enquiry_concluded(&mut self) -> CaseEvent {
        let outcome = self.coded("outcome of an enquiry", ENQUIRY_OUTCOMES);
        CaseEvent::Enquiry(EnquiryEvent::EnquiryConcluded(EnquiryConcluded {
            enquiry: self.antecedent(),
            judgement: Recorded::NotRecorded,
            outcome: outcome.value().copied().into_iter().collect(),
            grounds: self.grounds(),
            family_told: Recorded::NotRecorded,
            account: self.account_with_decision(),
        }))
    }

    pub(super) fn pre_proceedings(&mut self) -> CaseEvent {
        CaseEvent::Proceedings(ProceedingsEvent::PreProceedingsStarted(PreProceedingsStarted {
            grounds: self.grounds(),
            account: self.account(),
        }))
    }

    pub(super) fn letter(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Proceedings(ProceedingsEvent::LetterBeforeProceedingsSent(
            LetterBeforeProceedingsSent {
                pre_proceedings: self.only_antecedent()?,
                to: self.persons(),
                fgdm_offer: Recorded::NotRecorded,
                account: self.account(),
            },
        )))
    }

    pub(super) fn court_application(&mut self) -> CaseEvent {
        CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(CourtApplicationIssued {
            part: Recorded::NotRecorded,
            order_sought: self.coded("order", ORDERS),
            short_notice: None,
            court_reference: Recorded::NotRecorded,
            fgdm: Recorded::NotRecorded,
            account: self.account_with_decision(),
        }))
    }

    pub(super) fn police_protection(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Emergency(EmergencyEvent::PoliceProtectionTaken(PoliceProtectionTaken {
            child: self.one_child()?,
            ground: self.words(),
            place: Recorded::NotRecorded,
            authority_told: Recorded::NotRecorded,
            parents_told: Recorded::NotRecorded,
        })))
    }

    /// Who is supervised stands in `attended`; the author supervises.
    pub(super) fn supervision(&mut self) -> Result<CaseEvent, Problem> {
        let attendees = self.attendees();
        let [Attendee::Practitioner { practitioner, .. }] = attendees.as_slice() else {
            return Err(self.wanted(Column::Attended, "the one practitioner who was supervised"));
        };
        Ok(CaseEvent::Oversight(OversightEvent::SupervisionHeld(SupervisionHeld {
            of: *practitioner,
            account: self.account(),
            grounds: self.grounds(),
            next: None,
        })))
    }

    pub(super) fn oversight(&mut self) -> CaseEvent {
        CaseEvent::Oversight(OversightEvent::OversightRecorded(OversightRecorded {
            decision: self.account(),
            grounds: self.grounds(),
        }))
    }

    pub(super) fn challenge(&mut self) -> Result<CaseEvent, Problem> {
        let of = match self.items().as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => return Err(self.wanted(Column::Considered, "at most one row that it challenges")),
        };
        Ok(CaseEvent::Oversight(OversightEvent::ChallengeRaised(ChallengeRaised {
            of,
            ground: Recorded::NotRecorded,
            account: self.words(),
            to: Recorded::NotRecorded,
            due: None,
            child_safe: Recorded::NotRecorded,
        })))
    }

    pub(super) fn challenge_answered(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Oversight(OversightEvent::ChallengeAnswered(ChallengeAnswered {
            challenge: self.only_antecedent()?,
            account: self.words(),
        })))
    }
}
