//! Education: requests to educate at home where consent is needed, and school attendance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{ChildId, PersonId};
use crate::landmark::Landmark;
use crate::meeting::Grounds;
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

/// A parent asked to take a child out of school to educate at home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeEducationRequested {
    /// The child.
    pub child: ChildId,
    /// Who asked.
    #[serde(default)]
    pub by: Recorded<PersonId>,
    /// Which condition for consent is met (s.434A of the Education Act 1996, which awaits
    /// commencement).
    #[serde(default)]
    pub condition: Recorded<ConsentCondition>,
}

/// The condition under which consent is needed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConsentCondition {
    /// Condition A: a special school placement.
    SpecialSchool,
    /// Condition B: a section 47 enquiry, or action or a plan after one.
    ChildProtection,
    /// Neither condition is met.
    Neither,
}

/// The local authority decided on consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeEducationDecided {
    /// The request.
    pub request: Antecedent,
    /// The decision.
    pub decision: HomeEducationDecision,
    /// What it rests on.
    #[serde(default)]
    pub grounds: Grounds,
}

/// A decision on home education.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HomeEducationDecision {
    /// Consent was given.
    Granted,
    /// Refused: not in the child's best interests.
    RefusedBestInterests,
    /// Refused: suitable education would not be given.
    RefusedUnsuitable,
    /// Consent is not needed.
    NotNeeded,
}

/// Regular attendance at school was required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceRequired {
    /// The child.
    pub child: ChildId,
    /// How: an order, a notice, an agreement.
    #[serde(default)]
    pub how: Recorded<Text>,
}

/// An event of the chapter `education`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EducationEvent {
    /// [`HomeEducationRequested`].
    HomeEducationRequested(HomeEducationRequested),
    /// [`HomeEducationDecided`].
    HomeEducationDecided(HomeEducationDecided),
    /// [`AttendanceRequired`].
    AttendanceRequired(AttendanceRequired),
}

impl EducationEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::HomeEducationRequested(_) => Some(Landmark::HomeEducation),
            Self::HomeEducationDecided(_) | Self::AttendanceRequired(_) => None,
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::HomeEducationDecided(it) => Some((it.request, &[Landmark::HomeEducation])),
            Self::HomeEducationRequested(_) | Self::AttendanceRequired(_) => None,
        }
    }
}
