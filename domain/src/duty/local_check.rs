//! Whether local rules can be meant, asked before they are adopted. What was adopted is not asked
//! again: it is on record, and answers use it as it stands.
//!
//! # Rules
//! - `a_local_clock_has_a_limit_of_something`: a clock is switched off by leaving it out.
//! - `only_a_provision_that_awaits_commencement_is_said_to_commence`: what applies already cannot
//!   be put off.
//! - `a_provision_commences_once`: of two days one would be passed over in silence.

use std::collections::BTreeSet;

use crate::basis::{Applies, LegalBasis};
use crate::code::code_of;

use super::local::{Limit, LocalClock, LocalRules};

/// Why local rules cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocalRulesError {
    /// A clock has a limit of no time.
    #[error("the limit of the clock {} is nothing ({limit})", code_of(clock).unwrap_or_default())]
    LimitOfNothing {
        /// The clock.
        clock: LocalClock,
        /// Its limit, with its unit.
        limit: Limit,
    },
    /// A provision is said to commence that applies without.
    #[error(
        "{} does not await commencement: it applies already",
        code_of(basis).unwrap_or_default()
    )]
    AppliesAlready {
        /// The provision.
        basis: LegalBasis,
    },
    /// A provision is said to commence more than once.
    #[error("the commencement of {} is given twice", code_of(basis).unwrap_or_default())]
    CommencesTwice {
        /// The provision.
        basis: LegalBasis,
    },
}

impl LocalRules {
    /// Whether these rules can be meant, to be asked before they are adopted.
    ///
    /// # Errors
    /// What cannot be meant; of several, the first.
    pub fn check(&self) -> Result<(), LocalRulesError> {
        for (clock, limit) in &self.clocks {
            if amount(*limit) == 0 {
                return Err(LocalRulesError::LimitOfNothing { clock: *clock, limit: *limit });
            }
        }
        let mut commenced = BTreeSet::new();
        for basis in self.commencement.iter().map(|commencement| commencement.basis) {
            match basis.applies() {
                Applies::AwaitsCommencement => {}
                Applies::Already | Applies::From(_) => {
                    return Err(LocalRulesError::AppliesAlready { basis });
                }
            }
            if !commenced.insert(basis) {
                return Err(LocalRulesError::CommencesTwice { basis });
            }
        }
        Ok(())
    }
}

fn amount(limit: Limit) -> u16 {
    match limit {
        Limit::Hours(amount)
        | Limit::Days(amount)
        | Limit::WorkingDays(amount)
        | Limit::Weeks(amount)
        | Limit::Months(amount) => amount,
    }
}
