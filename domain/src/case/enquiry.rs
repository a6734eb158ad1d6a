//! Enquiry: the section 47 enquiry, what is done in it and how it concludes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::EnquiryOutcome;
use crate::identifier::ChildId;
use crate::landmark::Landmark;
use crate::meeting::{Attendee, Grounds};
use crate::party::Speaker;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;
use crate::time::When;

/// A section 47 enquiry started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnquiryStarted {
    /// The threshold decision, strategy discussion, police protection or emergency order that it
    /// follows.
    pub follows: Antecedent,
    /// Whether it is made jointly with police.
    #[serde(default)]
    pub jointly: Recorded<Jointly>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// Whether an enquiry is joint.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Jointly {
    /// Jointly with police.
    WithPolice,
    /// By the local authority alone.
    Single,
}

/// A child was medically examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MedicalExaminationHeld {
    /// The enquiry.
    pub enquiry: Antecedent,
    /// The child.
    pub child: ChildId,
    /// Who agreed to it, or by which authority it was made.
    #[serde(default)]
    pub agreement: Recorded<Text>,
    /// What was found.
    pub findings: Text,
}

/// Police and social care visited together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointVisitMade {
    /// The enquiry.
    pub enquiry: Antecedent,
    /// Who was there.
    #[serde(default)]
    pub present: Vec<Attendee>,
    /// What was seen and said.
    pub account: Text,
}

/// A child or adult was interviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewHeld {
    /// The enquiry.
    pub enquiry: Antecedent,
    /// Who was interviewed.
    pub of: Speaker,
    /// In which form.
    #[serde(default)]
    pub recorded: Recorded<InterviewForm>,
    /// Who was there.
    #[serde(default)]
    pub present: Vec<Attendee>,
    /// What was said.
    pub account: Text,
}

/// In which form an interview was held.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum InterviewForm {
    /// A video-recorded interview to achieve best evidence.
    AchievingBestEvidence,
    /// A conversation.
    Spoken,
}

/// A section 47 enquiry was concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnquiryConcluded {
    /// The enquiry.
    pub enquiry: Antecedent,
    /// The judgement.
    #[serde(default)]
    pub judgement: Recorded<Judgement>,
    /// The outcomes, by their official codes.
    #[serde(default)]
    pub outcome: Vec<EnquiryOutcome>,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
    /// When the family was told.
    #[serde(default)]
    pub family_told: Recorded<When>,
    /// The entry in the record's own words.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// The judgement of an enquiry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Concerns are not substantiated.
    NotSubstantiated,
    /// Substantiated; the child is not judged to be at continuing risk of significant harm.
    SubstantiatedNoContinuingRisk,
    /// Substantiated; the child is judged to be suffering or likely to suffer significant harm.
    SubstantiatedLikelyToSuffer,
}

/// It was decided that no initial conference is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceNotRequired {
    /// The enquiry.
    pub enquiry: Antecedent,
    /// What the decision rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// An event of the chapter `enquiry`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EnquiryEvent {
    /// [`EnquiryStarted`].
    EnquiryStarted(EnquiryStarted),
    /// [`MedicalExaminationHeld`].
    MedicalExaminationHeld(MedicalExaminationHeld),
    /// [`JointVisitMade`].
    JointVisitMade(JointVisitMade),
    /// [`InterviewHeld`].
    InterviewHeld(InterviewHeld),
    /// [`EnquiryConcluded`].
    EnquiryConcluded(EnquiryConcluded),
    /// [`ConferenceNotRequired`].
    ConferenceNotRequired(ConferenceNotRequired),
}

impl EnquiryEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::EnquiryStarted(_) => Some(Landmark::Enquiry),
            Self::MedicalExaminationHeld(_)
            | Self::JointVisitMade(_)
            | Self::InterviewHeld(_)
            | Self::EnquiryConcluded(_)
            | Self::ConferenceNotRequired(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::EnquiryStarted(it) => Some((
                it.follows,
                &[
                    Landmark::Threshold,
                    Landmark::StrategyDiscussion,
                    Landmark::PoliceProtection,
                    Landmark::EmergencyOrder,
                ],
            )),
            Self::MedicalExaminationHeld(it) => Some((it.enquiry, &[Landmark::Enquiry])),
            Self::JointVisitMade(it) => Some((it.enquiry, &[Landmark::Enquiry])),
            Self::InterviewHeld(it) => Some((it.enquiry, &[Landmark::Enquiry])),
            Self::EnquiryConcluded(it) => Some((it.enquiry, &[Landmark::Enquiry])),
            Self::ConferenceNotRequired(it) => {
                Some((it.enquiry, &[Landmark::Enquiry, Landmark::Threshold]))
            }
        }
    }
}
