//! What an entry leaves that later ones may answer, review or end by naming it.

use std::fmt;

/// The kind of thing that an entry is, for those that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Landmark {
    /// A practitioner's allocation.
    Allocation,
    /// An agency's involvement.
    Involvement,
    /// A concern.
    Concern,
    /// A contact.
    Contact,
    /// A decision on a referral.
    Referral,
    /// A request for information.
    Request,
    /// An answer to a request.
    Supply,
    /// A disclosure.
    Disclosure,
    /// Early help.
    EarlyHelp,
    /// An assessment.
    Assessment,
    /// A plan of help.
    HelpPlan,
    /// The convening of a strategy discussion.
    StrategyConvened,
    /// A strategy discussion.
    StrategyDiscussion,
    /// A threshold decision.
    Threshold,
    /// A section 47 enquiry.
    Enquiry,
    /// The convening of a conference.
    ConferenceConvened,
    /// A conference.
    Conference,
    /// A child protection plan.
    Plan,
    /// An action.
    Action,
    /// An offer of a family group decision making meeting.
    Offer,
    /// An invitation to the family network.
    NetworkInvitation,
    /// A family group decision making meeting.
    FgdmMeeting,
    /// A family's plan.
    FamilyPlan,
    /// Pre-proceedings.
    PreProceedings,
    /// A letter before proceedings.
    Letter,
    /// An application to the court.
    Application,
    /// Police protection.
    PoliceProtection,
    /// An emergency protection order.
    EmergencyOrder,
    /// An extension of an emergency protection order.
    EmergencyExtension,
    /// A challenge.
    Challenge,
    /// A request to educate at home.
    HomeEducation,
    /// A serious incident.
    Incident,
    /// The notification of an incident.
    Notification,
    /// A rapid review.
    RapidReview,
    /// A review.
    Review,
    /// A restriction.
    Restriction,
    /// A hold.
    Hold,
}

impl fmt::Display for Landmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allocation => "a practitioner's allocation",
            Self::Involvement => "an agency's involvement",
            Self::Concern => "a concern",
            Self::Contact => "a contact",
            Self::Referral => "a decision on a referral",
            Self::Request => "a request for information",
            Self::Supply => "an answer to a request",
            Self::Disclosure => "a disclosure",
            Self::EarlyHelp => "early help",
            Self::Assessment => "an assessment",
            Self::HelpPlan => "a plan of help",
            Self::StrategyConvened => "the convening of a strategy discussion",
            Self::StrategyDiscussion => "a strategy discussion",
            Self::Threshold => "a threshold decision",
            Self::Enquiry => "a section 47 enquiry",
            Self::ConferenceConvened => "the convening of a conference",
            Self::Conference => "a conference",
            Self::Plan => "a child protection plan",
            Self::Action => "an action",
            Self::Offer => "an offer of a family group decision making meeting",
            Self::NetworkInvitation => "an invitation to the family network",
            Self::FgdmMeeting => "a family group decision making meeting",
            Self::FamilyPlan => "a family's plan",
            Self::PreProceedings => "pre-proceedings",
            Self::Letter => "a letter before proceedings",
            Self::Application => "an application to the court",
            Self::PoliceProtection => "police protection",
            Self::EmergencyOrder => "an emergency protection order",
            Self::EmergencyExtension => "an extension of an emergency protection order",
            Self::Challenge => "a challenge",
            Self::HomeEducation => "a request to educate at home",
            Self::Incident => "a serious incident",
            Self::Notification => "the notification of an incident",
            Self::RapidReview => "a rapid review",
            Self::Review => "a review",
            Self::Restriction => "a restriction",
            Self::Hold => "a hold",
        })
    }
}
