//! The local rules that the area adopts, at first and once more later. No provision is ever said to
//! be in force that awaits commencement: teams are checked for their members early, as local practice.

use candour_commands::Request;
use candour_domain::duty::{Limit, LocalClock, LocalRules};
use candour_domain::entry::StreamId;
use candour_domain::ledger_stream::{LedgerEvent, RulesAdopted};
use candour_domain::time::london_date;
use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::places::request;
use super::sitting::Sitting;
use super::world::Ground;

/// After how much of the area's time the rules are adopted again, as a divisor of the whole.
pub(super) const AGAIN_AFTER: i32 = 2;

/// The rules of the first day: every local clock with the limit of common practice.
pub(super) fn at_first(from: DateTime<Utc>) -> LocalRules {
    LocalRules { team_composition_from: Some(london_date(from)), ..LocalRules::common_practice() }
}

/// The rules later on: a child with a plan may be seen every fifteen working days.
pub(super) fn later(from: DateTime<Utc>) -> LocalRules {
    let mut rules = at_first(from);
    rules.clocks.insert(LocalClock::StatutoryVisit, Limit::WorkingDays(15));
    rules
}

/// Whoever keeps the ledger adopts rules.
pub(super) fn adopted(
    ground: &Ground,
    rules: LocalRules,
    at: DateTime<Utc>,
    chance: &mut Chance,
) -> Option<Request> {
    let stream = StreamId::Ledger(ground.ledger);
    let by = ground.operator.clone();
    let mut sitting = Sitting::new(request(chance), stream, by, at, Vec::new());
    let calendar = ground.calendar.clone();
    sitting.note(at, LedgerEvent::RulesAdopted(RulesAdopted { rules, calendar }));
    sitting.request()
}
