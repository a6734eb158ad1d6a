//! Emergencies: police protection and emergency protection orders, most ended within their limit and
//! a few beyond it.

use candour_domain::case::emergency::{
    EmergencyEvent, EmergencyProtectionEnded, EmergencyProtectionExtended,
    EmergencyProtectionOrdered, PoliceProtectionEnded, PoliceProtectionTaken, ProtectionEnd,
};
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;
use chrono::TimeDelta;

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::sitting::minute;
use super::super::words;
use super::{enquiry, proceedings};

/// Something that happens in an emergency.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// Police protection ends.
    ProtectionEnds { protection: EntryId, child: ChildId },
    /// An emergency protection order is extended.
    Extend { order: EntryId },
    /// It ends.
    OrderEnds { order: EntryId, child: ChildId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::ProtectionEnds { protection, child } => protection_ends(stage, protection, child),
        Scene::Extend { order } => extend(stage, order),
        Scene::OrderEnds { order, child } => order_ends(stage, order, child),
    }
}

/// The police take a child into their protection.
pub(super) fn protect(stage: &mut Stage<'_>) {
    let Some(child) = stage.a_born_child() else { return };
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.actor(desk);
    let minutes = stage.chance().between(20..=90);
    let mut sitting = stage.sitting(&police, minutes);
    let told = stage.at;
    let taken = PoliceProtectionTaken {
        child,
        ground: stage.words(words::EMERGENCIES),
        place: Recorded::Recorded(stage.words(words::SAFE_PLACES)),
        authority_told: Recorded::Recorded(minute(told)),
        parents_told: Recorded::Recorded(minute(told)),
    };
    let protection = sitting.note(stage.at, EmergencyEvent::PoliceProtectionTaken(taken));
    sitting.of(&[child]);
    stage.hand_in(sitting);
    let hours = if stage.chance().happens(rates::PROTECTION_BEYOND_ITS_LIMIT) {
        stage.chance().between(74..=90)
    } else {
        stage.chance().between(14..=70)
    };
    let ends = stage.at + TimeDelta::hours(hours);
    stage.then(ends, Scene::ProtectionEnds { protection, child });
}

fn protection_ends(stage: &mut Stage<'_>, protection: EntryId, child: ChildId) {
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.actor(desk);
    let mut sitting = stage.sitting(&police, 30);
    let how = stage.chance().weighted(rates::PROTECTION_ENDS);
    let ended = PoliceProtectionEnded {
        protection: follows(Some(protection)),
        child,
        how: Recorded::Recorded(how),
    };
    sitting.note(stage.at, EmergencyEvent::PoliceProtectionEnded(ended));
    sitting.of(&[child]);
    stage.hand_in(sitting);
    if how == ProtectionEnd::EmergencyOrder {
        ordered(stage, child);
    }
}

fn ordered(stage: &mut Stage<'_>, child: ChildId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 60);
    let ordered = EmergencyProtectionOrdered {
        child,
        ground: Recorded::Recorded(stage.words(words::EMERGENCIES)),
        lasts_days: Recorded::Recorded(8),
        contact: Recorded::Recorded(stage.words(words::CONTACT_TERMS)),
    };
    let order = sitting.note(stage.at, EmergencyEvent::EmergencyProtectionOrdered(ordered));
    sitting.of(&[child]);
    stage.hand_in(sitting);
    let extended = stage.chance().happens(rates::ORDER_EXTENDED);
    let beyond = stage.chance().happens(rates::PROTECTION_BEYOND_ITS_LIMIT);
    let days = match (extended, beyond) {
        (false, false) => stage.chance().between(4..=7),
        (true, false) => stage.chance().between(10..=14),
        (_, true) => 17,
    };
    if extended {
        stage.then_in_days(5, Scene::Extend { order });
    }
    let ends = stage.at + TimeDelta::days(days);
    stage.then(ends, Scene::OrderEnds { order, child });
    stage.then_in_days(3, proceedings::Scene::Apply { urgent: true });
}

fn extend(stage: &mut Stage<'_>, order: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 45);
    let extended =
        EmergencyProtectionExtended { order: follows(Some(order)), by_days: Recorded::Recorded(7) };
    sitting.note(stage.at, EmergencyEvent::EmergencyProtectionExtended(extended));
    stage.hand_in(sitting);
}

fn order_ends(stage: &mut Stage<'_>, order: EntryId, child: ChildId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 45);
    let ended = EmergencyProtectionEnded {
        order: follows(Some(order)),
        child,
        how: Recorded::Recorded(stage.words(words::ORDER_ENDS)),
    };
    sitting.note(stage.at, EmergencyEvent::EmergencyProtectionEnded(ended));
    sitting.of(&[child]);
    stage.hand_in(sitting);
}
