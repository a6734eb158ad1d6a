//! The chapters of a case, in the order of the child protection process and of the domain: the
//! commands of each, and the rules by which what is proposed is already so.
//!
//! A chapter refuses nothing for being out of order: what happened is recorded.

mod opening;

mod allocation;

mod concern;

mod information;

mod child;

mod help;

mod threshold;

mod enquiry;

mod conference;

mod plan;

mod fgdm;

mod proceedings;

mod emergency;

mod oversight;

mod education;

mod incident;

pub(crate) mod record;

mod access;

use candour_domain::case::CaseEvent;

use crate::command::Named;
use crate::decide::Verdict;
use crate::past::Deciding;
use crate::refusal::{Proposed, Refusal};

/// The commands, one table per chapter.
pub(crate) const COMMANDS: [&[Named]; 18] = [
    opening::COMMANDS,
    allocation::COMMANDS,
    concern::COMMANDS,
    information::COMMANDS,
    child::COMMANDS,
    help::COMMANDS,
    threshold::COMMANDS,
    enquiry::COMMANDS,
    conference::COMMANDS,
    plan::COMMANDS,
    fgdm::COMMANDS,
    proceedings::COMMANDS,
    emergency::COMMANDS,
    oversight::COMMANDS,
    education::COMMANDS,
    incident::COMMANDS,
    record::COMMANDS,
    access::COMMANDS,
];

/// Decides on an action of a case that can be true.
pub(crate) fn decide(
    deciding: &Deciding<'_>,
    event: &CaseEvent,
    of: Proposed,
) -> Result<Verdict, Refusal> {
    match event {
        CaseEvent::Opening(event) => opening::decide(deciding, event, of),
        CaseEvent::Allocation(event) => Ok(allocation::decide(deciding, event)),
        CaseEvent::Concern(event) => Ok(concern::decide(event)),
        CaseEvent::Information(event) => Ok(information::decide(event)),
        CaseEvent::Child(event) => Ok(child::decide(event)),
        CaseEvent::Help(event) => Ok(help::decide(event)),
        CaseEvent::Threshold(event) => Ok(threshold::decide(event)),
        CaseEvent::Enquiry(event) => Ok(enquiry::decide(event)),
        CaseEvent::Conference(event) => Ok(conference::decide(event)),
        CaseEvent::Plan(event) => Ok(plan::decide(event)),
        CaseEvent::Fgdm(event) => Ok(fgdm::decide(event)),
        CaseEvent::Proceedings(event) => Ok(proceedings::decide(event)),
        CaseEvent::Emergency(event) => Ok(emergency::decide(event)),
        CaseEvent::Oversight(event) => Ok(oversight::decide(event)),
        CaseEvent::Education(event) => Ok(education::decide(event)),
        CaseEvent::Incident(event) => Ok(incident::decide(event)),
        CaseEvent::Record(event) => record::decide(deciding, event),
        CaseEvent::Access(event) => Ok(access::decide(event)),
    }
}
