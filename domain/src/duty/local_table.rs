//! The clocks that a partnership may adopt, as data, in one place. Each limit is what common
//! practice suggests: it applies only once a `RulesAdopted` entry gives the clock a limit.

use crate::basis::LegalBasis;

use super::local::{Limit, LocalClock};
use super::rule::{Configurable, Counting, Form, Rule, RuleCode, Unmet, Weight};

const fn local(clock: LocalClock, title: &'static str, limit: Limit) -> Rule {
    Rule {
        code: RuleCode::Local(clock),
        title,
        basis: LegalBasis::LocalPractice,
        weight: Weight::Local,
        form: Form::Deadline,
        opened_by: "",
        limit: Some(limit),
        counted_from: "the opening entry",
        counting: Counting::Forward,
        discharged_by: "",
        excused_by: "ended as C1",
        unmet: Unmet::NotMetInTime,
        configurable: Configurable::Limit,
    }
}

/// The clocks that a partnership may adopt, in the order of the process.
pub(super) const LOCAL: &[Rule] = &[
    Rule {
        opened_by: "ContactReceived by telephone",
        discharged_by: "ContactReceived, InformationSupplied or InformationDisclosed in writing, the first after it",
        ..local(
            LocalClock::TelephoneConfirmation,
            "Telephone referral confirmed in writing",
            Limit::Hours(48),
        )
    },
    Rule {
        opened_by: "StrategyDiscussionHeld",
        discharged_by: "InformationDisclosed that passes it on, or the threshold decision of it",
        ..local(
            LocalClock::StrategyRecord,
            "Record of a strategy discussion sent",
            Limit::WorkingDays(1),
        )
    },
    Rule {
        opened_by: "ConferenceConvened, initial",
        counted_from: "the planned day",
        counting: Counting::Backward,
        discharged_by: "ReportProvided for it, the first",
        ..local(
            LocalClock::InitialConferenceReport,
            "Report before an initial conference",
            Limit::Hours(48),
        )
    },
    Rule {
        opened_by: "ConferenceConvened, review",
        counted_from: "the planned day",
        counting: Counting::Backward,
        discharged_by: "ReportProvided for it, the first",
        ..local(
            LocalClock::ReviewConferenceReport,
            "Report before a review conference",
            Limit::WorkingDays(3),
        )
    },
    Rule {
        opened_by: "ConferenceHeld",
        discharged_by: "OutcomeSent, decision letter",
        ..local(
            LocalClock::OutcomeLetter,
            "Letter with a conference's decision sent",
            Limit::WorkingDays(1),
        )
    },
    Rule {
        opened_by: "ConferenceHeld",
        discharged_by: "OutcomeSent, record",
        ..local(LocalClock::ConferenceRecord, "Record of a conference sent", Limit::WorkingDays(15))
    },
    Rule {
        opened_by: "CoreGroupHeld",
        discharged_by: "CoreGroupHeld, the next",
        excused_by: "ended by the plan ending, and as C1",
        ..local(LocalClock::CoreGroup, "Next core group", Limit::Weeks(6))
    },
    Rule {
        opened_by: "ConferenceHeld, initial, with a plan for the child; ChildSeen, seen, during it",
        discharged_by: "ChildSeen, seen, the next",
        excused_by: "ended by the plan ending, and as C1",
        ..local(LocalClock::StatutoryVisit, "Child with a plan seen again", Limit::WorkingDays(10))
    },
    Rule {
        opened_by: "PractitionerAllocated as lead practitioner or social worker; SupervisionHeld of them",
        discharged_by: "SupervisionHeld of them, the next",
        excused_by: "ended by PractitionerStoodDown, and as C1",
        ..local(LocalClock::Supervision, "Supervision on the case", Limit::Months(1))
    },
    Rule {
        opened_by: "InformationRequested",
        counted_from: "the day that the request gives, otherwise the opening entry",
        discharged_by: "InformationSupplied, NothingKnownReplied or InformationRefused, of it or the first after it",
        ..local(
            LocalClock::InformationReply,
            "Request for information answered",
            Limit::WorkingDays(5),
        )
    },
    Rule {
        opened_by: "ChallengeRaised",
        counted_from: "the day that the challenge gives, otherwise the opening entry",
        discharged_by: "ChallengeAnswered or ChallengeResolved, of it or the first after it",
        ..local(LocalClock::ChallengeAnswer, "Challenge answered", Limit::WorkingDays(5))
    },
];
