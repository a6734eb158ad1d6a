//! Who acts, tells, receives and attends: practitioners in a post, units, agencies, teams, family.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifier::{AgencyId, ChildId, PersonId, PractitionerId, TeamId};
use crate::recorded::{Label, Recorded};
use crate::text::Text;

/// What kind of agency one is. Quorum and the local authority's duties turn on it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// Children's social care of the local authority.
    ChildrensSocialCare,
    /// A police force.
    Police,
    /// An integrated care board.
    IntegratedCareBoard,
    /// Health visiting.
    HealthVisiting,
    /// School nursing.
    SchoolNursing,
    /// General practice.
    GeneralPractice,
    /// A hospital or a department of one.
    Hospital,
    /// Maternity and midwifery.
    Maternity,
    /// Mental health services, for children or adults.
    MentalHealth,
    /// Another health service.
    OtherHealth,
    /// A school.
    School,
    /// A nursery, childminder or other early years provider.
    EarlyYears,
    /// A college or other education provider.
    OtherEducation,
    /// Education services of the local authority.
    LocalAuthorityEducation,
    /// Early help services of the local authority.
    EarlyHelp,
    /// Housing.
    Housing,
    /// Adult social care.
    AdultSocialCare,
    /// Probation.
    Probation,
    /// Youth justice.
    YouthJustice,
    /// Drug and alcohol services.
    SubstanceMisuse,
    /// A domestic abuse service.
    DomesticAbuseService,
    /// The courts and Cafcass.
    Court,
    /// A voluntary, community or faith body.
    Voluntary,
    /// A safeguarding partnership or its reviewers.
    SafeguardingPartnership,
    /// Another agency.
    Other,
}

/// The side of the safeguarding partnership that an agency speaks for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Discipline {
    /// Children's social care.
    SocialCare,
    /// Police.
    Police,
    /// Health.
    Health,
    /// Education.
    Education,
    /// Any other.
    Other,
}

impl AgencyKind {
    /// The side that an agency of this kind speaks for.
    pub fn discipline(self) -> Discipline {
        match self {
            Self::ChildrensSocialCare => Discipline::SocialCare,
            Self::Police => Discipline::Police,
            Self::IntegratedCareBoard
            | Self::HealthVisiting
            | Self::SchoolNursing
            | Self::GeneralPractice
            | Self::Hospital
            | Self::Maternity
            | Self::MentalHealth
            | Self::OtherHealth => Discipline::Health,
            Self::School
            | Self::EarlyYears
            | Self::OtherEducation
            | Self::LocalAuthorityEducation => Discipline::Education,
            Self::EarlyHelp
            | Self::Housing
            | Self::AdultSocialCare
            | Self::Probation
            | Self::YouthJustice
            | Self::SubstanceMisuse
            | Self::DomesticAbuseService
            | Self::Court
            | Self::Voluntary
            | Self::SafeguardingPartnership
            | Self::Other => Discipline::Other,
        }
    }
}

/// Somebody acting for an agency: the practitioner, and the post and unit they were in then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The practitioner, where the source names one.
    #[serde(default)]
    pub practitioner: Recorded<PractitionerId>,
    /// The post they were in then.
    #[serde(default)]
    pub post: Recorded<Label>,
    /// The unit of the agency that they acted in then.
    #[serde(default)]
    pub unit: Recorded<Label>,
    /// The agency that they acted for.
    pub agency: AgencyId,
}

/// To whom something was told, sent or handed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// A named practitioner, acting for an agency.
    Practitioner {
        /// Who.
        practitioner: PractitionerId,
        /// For which agency.
        agency: AgencyId,
    },
    /// A unit of an agency, nobody named.
    Unit {
        /// Which agency.
        agency: AgencyId,
        /// The unit as the source names it.
        unit: Text,
    },
    /// An agency, nobody named.
    Agency(AgencyId),
    /// A multi-agency team.
    Team(TeamId),
    /// A member of the family or another person.
    Person(PersonId),
    /// A child.
    Child(ChildId),
}

impl Recipient {
    /// The agency, where it is one or somebody acting for one.
    pub fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Practitioner { agency, .. }
            | Self::Unit { agency, .. }
            | Self::Agency(agency) => Some(*agency),
            Self::Team(_) | Self::Person(_) | Self::Child(_) => None,
        }
    }
}

/// Somebody who raises, says or gives an account of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Speaker {
    /// A practitioner.
    Practitioner(PractitionerId),
    /// A person around the child.
    Person(PersonId),
    /// A child.
    Child(ChildId),
    /// Somebody whom the source describes and does not identify.
    Described(Text),
    /// Somebody whose identity is protected, as the source describes them.
    Protected(Text),
    /// Somebody who gave no name.
    Anonymous,
}
