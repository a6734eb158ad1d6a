//! The kinds of row that a chronology may have, and which columns each has a place for.
//! What each becomes is in `event`.

use std::fmt;

use super::column::Column;
use super::name::fold;

/// What kind of row one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody raised a concern.
    Concern,
    /// The front door received a contact.
    Contact,
    /// The front door decided what a contact leads to.
    ContactDecision,
    /// The local authority decided on a referral.
    ReferralDecision,
    /// Something was seen, heard or found.
    Observation,
    /// An agency asked another for what it holds.
    InformationRequested,
    /// An agency answered that it knows nothing.
    NothingKnown,
    /// An agency declined to answer.
    InformationRefused,
    /// Something was passed on.
    Disclosure,
    /// Something that was passed on was read.
    InformationReceived,
    /// Something that was passed on was filed.
    InformationFiled,
    /// A visit, with how each child was seen.
    Visit,
    /// A parent or carer was seen.
    ParentSeen,
    /// What a child said or showed.
    ChildsWords,
    /// Early help started.
    EarlyHelpStarted,
    /// An assessment started.
    AssessmentStarted,
    /// A manager authorised an assessment.
    AssessmentAuthorised,
    /// A strategy discussion was held.
    StrategyDiscussion,
    /// The local authority decided whether the threshold is met.
    ThresholdDecision,
    /// A partner agency's own decision.
    PartnerDecision,
    /// A section 47 enquiry started.
    EnquiryStarted,
    /// A child was medically examined.
    MedicalExamination,
    /// A section 47 enquiry concluded.
    EnquiryConcluded,
    /// An initial child protection conference.
    InitialConference,
    /// A review child protection conference.
    ReviewConference,
    /// A core group met.
    CoreGroup,
    /// A plan was reviewed.
    PlanReview,
    /// A meeting was offered to a parent.
    FgdmOffered,
    /// Somebody was invited as family network.
    FgdmInvited,
    /// Somebody answered an offer or invitation.
    FgdmAnswer,
    /// A family group decision making meeting was held.
    FgdmHeld,
    /// Pre-proceedings started.
    PreProceedings,
    /// The letter before proceedings was sent.
    LetterBeforeProceedings,
    /// An application was issued to the court.
    CourtApplication,
    /// A constable took a child into police protection.
    PoliceProtection,
    /// A practitioner was supervised.
    Supervision,
    /// A manager recorded oversight.
    Oversight,
    /// A decision was challenged.
    Challenge,
    /// A challenge was answered.
    ChallengeAnswered,
}

const GROUNDS: &[Column] =
    &[Column::Considered, Column::Decision, Column::ReliedOn, Column::Rationale];
const MEETING: &[Column] = &[Column::Considered, Column::Attended];
const ITEMS: &[Column] = &[Column::Considered];

impl Kind {
    /// Every kind, with its name in the column `kind` and the columns that it has a place for
    /// beside those that every kind has.
    pub const ALL: &'static [(Self, &'static str, &'static [Column])] = &[
        (Self::Concern, "concern", &[]),
        (Self::Contact, "contact", ITEMS),
        (Self::ContactDecision, "contact decision", GROUNDS),
        (Self::ReferralDecision, "referral decision", GROUNDS),
        (Self::Observation, "observation", &[]),
        (Self::InformationRequested, "information requested", &[]),
        (Self::NothingKnown, "nothing known", ITEMS),
        (Self::InformationRefused, "information refused", &[Column::Considered, Column::Rationale]),
        (Self::Disclosure, "disclosure", ITEMS),
        (Self::InformationReceived, "information received", ITEMS),
        (Self::InformationFiled, "information filed", ITEMS),
        (Self::Visit, "visit", &[Column::Seen, Column::Attended]),
        (Self::ParentSeen, "parent seen", &[]),
        (Self::ChildsWords, "child's words", &[]),
        (Self::EarlyHelpStarted, "early help started", &[]),
        (Self::AssessmentStarted, "assessment started", ITEMS),
        (Self::AssessmentAuthorised, "assessment authorised", GROUNDS),
        (Self::StrategyDiscussion, "strategy discussion", MEETING),
        (
            Self::ThresholdDecision,
            "threshold decision",
            &[
                Column::Considered,
                Column::Attended,
                Column::Decision,
                Column::ReliedOn,
                Column::Rationale,
            ],
        ),
        (Self::PartnerDecision, "partner decision", GROUNDS),
        (Self::EnquiryStarted, "section 47 started", ITEMS),
        (Self::MedicalExamination, "medical examination", ITEMS),
        (Self::EnquiryConcluded, "section 47 concluded", GROUNDS),
        (
            Self::InitialConference,
            "initial conference",
            &[Column::Considered, Column::Attended, Column::Decision, Column::Rationale],
        ),
        (
            Self::ReviewConference,
            "review conference",
            &[Column::Considered, Column::Attended, Column::Decision, Column::Rationale],
        ),
        (Self::CoreGroup, "core group", MEETING),
        (Self::PlanReview, "plan review", ITEMS),
        (Self::FgdmOffered, "fgdm offered", &[]),
        (Self::FgdmInvited, "fgdm invited", &[]),
        (Self::FgdmAnswer, "fgdm answer", &[Column::Considered, Column::Decision]),
        (Self::FgdmHeld, "fgdm held", MEETING),
        (
            Self::PreProceedings,
            "pre-proceedings",
            &[Column::Considered, Column::ReliedOn, Column::Rationale],
        ),
        (Self::LetterBeforeProceedings, "letter before proceedings", ITEMS),
        (Self::CourtApplication, "court application", &[Column::Decision]),
        (Self::PoliceProtection, "police protection", &[]),
        (
            Self::Supervision,
            "supervision",
            &[Column::Considered, Column::Attended, Column::ReliedOn, Column::Rationale],
        ),
        (
            Self::Oversight,
            "management oversight",
            &[Column::Considered, Column::ReliedOn, Column::Rationale],
        ),
        (Self::Challenge, "challenge", ITEMS),
        (Self::ChallengeAnswered, "challenge answered", ITEMS),
    ];

    /// Its name in the column `kind`.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        let wanted = fold(name);
        Self::ALL.iter().find(|(_, name, _)| *name == wanted).map(|(kind, ..)| *kind)
    }

    /// Whether a row of this kind has a place for what stands in a column.
    pub fn has_place_for(self, column: Column) -> bool {
        let particular = [
            Column::Considered,
            Column::Attended,
            Column::Seen,
            Column::Decision,
            Column::ReliedOn,
            Column::Rationale,
        ];
        !particular.contains(&column)
            || Self::ALL.iter().any(|(kind, _, columns)| *kind == self && columns.contains(&column))
    }

    /// Whether a row of this kind only passes on, receives, reads or files what others say: it is
    /// no item itself, and what it tells others are the entries that it names.
    pub fn only_passes_on(self) -> bool {
        matches!(
            self,
            Self::Contact | Self::Disclosure | Self::InformationReceived | Self::InformationFiled
        )
    }

    /// All names, for a message.
    pub fn names() -> String {
        Self::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_name() {
        for (kind, name, _) in Kind::ALL {
            assert_eq!((Kind::of_name(name), kind.name()), (Some(*kind), *name));
        }
        assert_eq!(Kind::of_name("Child\u{2019}s  Words"), Some(Kind::ChildsWords));
    }
}
