//! Emergency: police protection and emergency protection orders.
//!
//! Every action of it is recorded as it is proposed: an extension beyond what statute allows is
//! recorded, and flagged.

use candour_domain::case::emergency::EmergencyEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("TakePoliceProtection", "PoliceProtectionTaken"),
    named("EndPoliceProtection", "PoliceProtectionEnded"),
    named("OrderEmergencyProtection", "EmergencyProtectionOrdered"),
    named("ExtendEmergencyProtection", "EmergencyProtectionExtended"),
    named("EndEmergencyProtection", "EmergencyProtectionEnded"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &EmergencyEvent) -> Verdict {
    match event {
        EmergencyEvent::PoliceProtectionTaken(_)
        | EmergencyEvent::PoliceProtectionEnded(_)
        | EmergencyEvent::EmergencyProtectionOrdered(_)
        | EmergencyEvent::EmergencyProtectionExtended(_)
        | EmergencyEvent::EmergencyProtectionEnded(_) => Verdict::Record,
    }
}
