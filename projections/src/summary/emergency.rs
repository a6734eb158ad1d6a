//! The chapter `emergency` in words.

use candour_domain::case::emergency::EmergencyEvent;

use super::{Names, Said};

pub(super) fn said(event: &EmergencyEvent, names: &Names<'_>) -> Said {
    match event {
        EmergencyEvent::PoliceProtectionTaken(it) => Said::of("Police protection taken")
            .say(names.child(it.child))
            .with("Ground", &it.ground)
            .with_recorded("Place", &it.place)
            .with_recorded("Local authority told", &it.authority_told)
            .with_recorded("Parents told", &it.parents_told),
        EmergencyEvent::PoliceProtectionEnded(it) => Said::of("Police protection ended")
            .say(names.child(it.child))
            .code("How", &it.how)
            .with("Of", names.antecedent(it.protection)),
        EmergencyEvent::EmergencyProtectionOrdered(it) => Said::of("Emergency protection order")
            .say(names.child(it.child))
            .with_recorded("Ground", &it.ground)
            .with_recorded("Days", &it.lasts_days)
            .with_recorded("Contact", &it.contact),
        EmergencyEvent::EmergencyProtectionExtended(it) => {
            Said::of("Emergency protection order extended")
                .with_recorded("By days", &it.by_days)
                .with("Of", names.antecedent(it.order))
        }
        EmergencyEvent::EmergencyProtectionEnded(it) => {
            Said::of("Emergency protection order ended")
                .say(names.child(it.child))
                .say_recorded(&it.how)
                .with("Of", names.antecedent(it.order))
        }
    }
}
