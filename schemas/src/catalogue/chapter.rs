//! The chapters and the kinds of stream that types of event belong to.

use std::fmt;

use candour_domain::entry::StreamId;
use candour_domain::event::Event;

use super::{
    EventType, access, agency, allocation, child, concern, conference, education, emergency,
    enquiry, fgdm, help, identity, incident, information, ledger, opening, oversight, plan,
    practitioner, proceedings, record, team, threshold,
};

/// A chapter of a case, or the events of another kind of stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// A case, its children and people.
    Opening,
    /// Who works the case and which agencies are involved.
    Allocation,
    /// Concerns, contacts and referrals.
    Concern,
    /// What was observed, asked, told, received and read.
    Information,
    /// The child seen and heard.
    Child,
    /// Early help, assessment and plans of help.
    Help,
    /// The strategy discussion and the threshold.
    Threshold,
    /// The section 47 enquiry.
    Enquiry,
    /// The child protection conference.
    Conference,
    /// The child protection plan.
    Plan,
    /// Family group decision making.
    Fgdm,
    /// Pre-proceedings and the court.
    Proceedings,
    /// Police protection and emergency orders.
    Emergency,
    /// Supervision, oversight, challenge and audit.
    Oversight,
    /// Home education and attendance.
    Education,
    /// Serious incidents and reviews.
    Incident,
    /// Corrections, withdrawals, disputes, restrictions and holds.
    Record,
    /// To whom the record of a case was shown or given, and what was withheld.
    Access,
    /// The streams of children and persons.
    Identity,
    /// The streams of agencies.
    Agency,
    /// The streams of practitioners.
    Practitioner,
    /// The streams of teams.
    Team,
    /// The stream of the ledger.
    Ledger,
}

impl Chapter {
    /// Every chapter, in the order of the child protection process, then the other streams.
    pub const ALL: [Self; 23] = [
        Self::Opening,
        Self::Allocation,
        Self::Concern,
        Self::Information,
        Self::Child,
        Self::Help,
        Self::Threshold,
        Self::Enquiry,
        Self::Conference,
        Self::Plan,
        Self::Fgdm,
        Self::Proceedings,
        Self::Emergency,
        Self::Oversight,
        Self::Education,
        Self::Incident,
        Self::Record,
        Self::Access,
        Self::Identity,
        Self::Agency,
        Self::Practitioner,
        Self::Team,
        Self::Ledger,
    ];

    /// Its name, as the module that holds it is named.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Allocation => "allocation",
            Self::Concern => "concern",
            Self::Information => "information",
            Self::Child => "child",
            Self::Help => "help",
            Self::Threshold => "threshold",
            Self::Enquiry => "enquiry",
            Self::Conference => "conference",
            Self::Plan => "plan",
            Self::Fgdm => "fgdm",
            Self::Proceedings => "proceedings",
            Self::Emergency => "emergency",
            Self::Oversight => "oversight",
            Self::Education => "education",
            Self::Incident => "incident",
            Self::Record => "record",
            Self::Access => "access",
            Self::Identity => "identity",
            Self::Agency => "agency",
            Self::Practitioner => "practitioner",
            Self::Team => "team",
            Self::Ledger => "ledger",
        }
    }

    /// What it is about, in one sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Opening => "A case, its children and people.",
            Self::Allocation => "Who works the case and which agencies are involved.",
            Self::Concern => "Concerns, contacts and referrals.",
            Self::Information => "What was observed, asked, told, received and read.",
            Self::Child => "The child seen and heard.",
            Self::Help => "Early help, assessment and plans of help.",
            Self::Threshold => "The strategy discussion and the threshold.",
            Self::Enquiry => "The section 47 enquiry.",
            Self::Conference => "The child protection conference.",
            Self::Plan => "The child protection plan.",
            Self::Fgdm => "Family group decision making.",
            Self::Proceedings => "Pre-proceedings and the court.",
            Self::Emergency => "Police protection and emergency orders.",
            Self::Oversight => "Supervision, oversight, challenge and audit.",
            Self::Education => "Home education and attendance.",
            Self::Incident => "Serious incidents and reviews.",
            Self::Record => "Corrections, withdrawals, disputes, restrictions and holds.",
            Self::Access => {
                "To whom the record of a case was shown or given, and what was withheld."
            }
            Self::Identity => "The streams of children and persons.",
            Self::Agency => "The streams of agencies.",
            Self::Practitioner => "The streams of practitioners.",
            Self::Team => "The streams of teams.",
            Self::Ledger => "The stream of the ledger.",
        }
    }

    /// Its types, in the order of the domain.
    pub fn types(self) -> &'static [EventType] {
        match self {
            Self::Opening => opening::TYPES,
            Self::Allocation => allocation::TYPES,
            Self::Concern => concern::TYPES,
            Self::Information => information::TYPES,
            Self::Child => child::TYPES,
            Self::Help => help::TYPES,
            Self::Threshold => threshold::TYPES,
            Self::Enquiry => enquiry::TYPES,
            Self::Conference => conference::TYPES,
            Self::Plan => plan::TYPES,
            Self::Fgdm => fgdm::TYPES,
            Self::Proceedings => proceedings::TYPES,
            Self::Emergency => emergency::TYPES,
            Self::Oversight => oversight::TYPES,
            Self::Education => education::TYPES,
            Self::Incident => incident::TYPES,
            Self::Record => record::TYPES,
            Self::Access => access::TYPES,
            Self::Identity => identity::TYPES,
            Self::Agency => agency::TYPES,
            Self::Practitioner => practitioner::TYPES,
            Self::Team => team::TYPES,
            Self::Ledger => ledger::TYPES,
        }
    }

    /// The kind of stream that its events stand in. Those of the chapter `record` also stand in
    /// every other kind but the ledger's own.
    pub fn category(self) -> Category {
        match self {
            Self::Opening
            | Self::Allocation
            | Self::Concern
            | Self::Information
            | Self::Child
            | Self::Help
            | Self::Threshold
            | Self::Enquiry
            | Self::Conference
            | Self::Plan
            | Self::Fgdm
            | Self::Proceedings
            | Self::Emergency
            | Self::Oversight
            | Self::Education
            | Self::Incident
            | Self::Record
            | Self::Access => Category::Case,
            Self::Identity => Category::Identity,
            Self::Agency => Category::Agency,
            Self::Practitioner => Category::Practitioner,
            Self::Team => Category::Team,
            Self::Ledger => Category::Ledger,
        }
    }
}

/// A kind of stream: it decides which types of event can stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// The stream of a case.
    Case,
    /// The stream of a child or a person.
    Identity,
    /// The stream of an agency.
    Agency,
    /// The stream of a practitioner.
    Practitioner,
    /// The stream of a team.
    Team,
    /// The stream of the ledger.
    Ledger,
}

impl Category {
    /// The kind of a stream.
    pub fn of(stream: StreamId) -> Self {
        match stream {
            StreamId::Case(_) => Self::Case,
            StreamId::Child(_) | StreamId::Person(_) => Self::Identity,
            StreamId::Agency(_) => Self::Agency,
            StreamId::Practitioner(_) => Self::Practitioner,
            StreamId::Team(_) => Self::Team,
            StreamId::Ledger(_) => Self::Ledger,
        }
    }

    /// The kind of stream that an event stands in.
    pub fn of_event(event: &Event) -> Self {
        match event {
            Event::Case(_) => Self::Case,
            Event::Identity(_) => Self::Identity,
            Event::Agency(_) => Self::Agency,
            Event::Practitioner(_) => Self::Practitioner,
            Event::Team(_) => Self::Team,
            Event::Ledger(_) => Self::Ledger,
        }
    }

    pub(super) fn holds(self, chapter: Chapter) -> bool {
        chapter.category() == self || (chapter == Chapter::Record && self != Self::Ledger)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Case => "the stream of a case",
            Self::Identity => "the stream of a child or person",
            Self::Agency => "the stream of an agency",
            Self::Practitioner => "the stream of a practitioner",
            Self::Team => "the stream of a team",
            Self::Ledger => "the stream of the ledger",
        })
    }
}
