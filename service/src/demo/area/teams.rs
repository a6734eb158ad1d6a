//! The multi-agency child protection teams: their seats, who sits on them, and when a seat is empty.

use candour_domain::identifier::TeamId;

use super::chance::Chance;

/// One team for so many cases.
const CASES_A_TEAM: u64 = 600;

/// The teams of the area.
#[derive(Debug)]
pub(super) struct Teams {
    pub(super) teams: Vec<TeamId>,
    chance: Chance,
}

impl Teams {
    pub(super) fn begin(mut chance: Chance, cases: u64) -> Self {
        let many = cases.div_ceil(CASES_A_TEAM).clamp(1, 2);
        let teams = (0..many).map(|_| TeamId::new(chance.id())).collect();
        Self { teams, chance }
    }
}
