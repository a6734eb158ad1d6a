//! Accounts: whose is credited, where two differ, what somebody believed that others knew, what the
//! police decided for themselves, and an entry that only some may see.

use candour_domain::case::information::{
    AccountWeighed, AccountsDiffer, BeliefRecorded, InformationEvent,
};
use candour_domain::case::record::{EntryRestricted, RecordEvent, RestrictionLifted};
use candour_domain::case::threshold::{PartnerDecisionRecorded, ThresholdEvent};
use candour_domain::envelope::Audience;
use candour_domain::identifier::EntryId;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;
use chrono::TimeDelta;

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;
use super::enquiry;

/// After how many days a restriction is lifted.
const RESTRICTED_DAYS: i64 = 40;

/// What a conclusion rests on is weighed, and where it differs is said.
pub(super) fn weighed(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let facts = stage.facts(sitting.recorded());
    let [.., before, last] = facts[..] else { return };
    let weighed = AccountWeighed {
        account: last,
        whose: Recorded::NotRecorded,
        weight: stage.chance().weighted(rates::WEIGHTS),
        reason: Recorded::Recorded(stage.words(words::WEIGHED)),
    };
    sitting.note(stage.at, InformationEvent::AccountWeighed(weighed));
    if stage.chance().happens(rates::ACCOUNTS_DIFFER) {
        let difference = stage.words(words::DIFFERENCES);
        let differ = AccountsDiffer { entries: vec![before, last], difference };
        sitting.note(stage.at, InformationEvent::AccountsDiffer(differ));
    }
    if stage.chance().happens(rates::BELIEVED) {
        let desk = stage.family.around.first().copied();
        let of = desk.map(|desk| stage.world.places.agency(desk).id);
        let belief = BeliefRecorded {
            belief: stage.words(words::BELIEFS),
            of: of.into(),
            items: vec![last],
        };
        sitting.note(stage.at, InformationEvent::BeliefRecorded(belief));
    }
}

/// The police decide for themselves, some days later.
pub(super) fn police_decide(stage: &mut Stage<'_>) {
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.actor(desk);
    let at = stage.office(4);
    let mut sitting = stage.sitting_at(&police, at + TimeDelta::minutes(40));
    let rationale = stage.words(words::POLICE_REASONS);
    let decided = PartnerDecisionRecorded {
        decision: stage.words(words::POLICE_DECISIONS),
        account: Recorded::NotRecorded,
        grounds: stage.grounds(stage.at, rationale),
    };
    sitting.note(at, ThresholdEvent::PartnerDecisionRecorded(decided));
    stage.hand_in_apart(sitting);
}

/// An entry may be seen by few for a while.
pub(super) fn may_be_restricted(stage: &mut Stage<'_>, entry: EntryId) {
    if !stage.chance().happens(rates::RESTRICTED) {
        return;
    }
    let manager = enquiry::manager(stage);
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.world.places.agency(desk).id;
    let mut sitting = stage.sitting(&manager, 90);
    let restricted = EntryRestricted {
        entries: vec![entry],
        audience: Audience::Only(vec![stage.world.staff.agency, police]),
        reason: stage.words(words::RESTRICTIONS),
    };
    let restriction = sitting.note(stage.at, RecordEvent::EntryRestricted(restricted));
    stage.hand_in(sitting);
    let at = stage.office_in_days(RESTRICTED_DAYS);
    let mut sitting = stage.sitting_at(&manager, at);
    let reason = Recorded::Recorded(stage.words(words::RESTRICTION_ENDS));
    let lifted = RestrictionLifted { restriction: follows(Some(restriction)), reason };
    sitting.note(at, RecordEvent::RestrictionLifted(lifted));
    stage.hand_in_apart(sitting);
}
