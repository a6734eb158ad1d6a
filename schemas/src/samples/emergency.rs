//! Samples of the chapter `emergency`.

use candour_domain::case::emergency::{
    EmergencyEvent, EmergencyProtectionEnded, EmergencyProtectionExtended,
    EmergencyProtectionOrdered, PoliceProtectionEnded, PoliceProtectionTaken, ProtectionEnd,
};
use candour_domain::text::Text;

use super::CHILD;
use super::surroundings::{at, named, recorded, said};

pub(super) fn all() -> Vec<EmergencyEvent> {
    vec![
        EmergencyEvent::PoliceProtectionTaken(PoliceProtectionTaken {
            child: CHILD,
            ground: Text::new("He was at the door, and no adult could keep her safe that night"),
            place: said("With foster carers known to the duty team"),
            authority_told: recorded(at("2026-03-03T23:10")),
            parents_told: recorded(at("2026-03-03T23:40")),
        }),
        EmergencyEvent::PoliceProtectionEnded(PoliceProtectionEnded {
            protection: named("PoliceProtectionTaken"),
            child: CHILD,
            how: recorded(ProtectionEnd::EmergencyOrder),
        }),
        EmergencyEvent::EmergencyProtectionOrdered(EmergencyProtectionOrdered {
            child: CHILD,
            ground: said("Likely significant harm if not removed"),
            lasts_days: recorded(8),
            contact: said("Supervised, twice a week, with the mother"),
        }),
        EmergencyEvent::EmergencyProtectionExtended(EmergencyProtectionExtended {
            order: named("EmergencyProtectionOrdered"),
            by_days: recorded(7),
        }),
        EmergencyEvent::EmergencyProtectionEnded(EmergencyProtectionEnded {
            order: named("EmergencyProtectionOrdered"),
            child: CHILD,
            how: said("The child went home with a safety plan"),
        }),
    ]
}
