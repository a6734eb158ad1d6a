//! Local rules that are found out before they are adopted.

use super::case::day;
use crate::basis::LegalBasis;
use crate::duty::{Commencement, Limit, LocalClock, LocalRules, LocalRulesError};

fn clock(clock: LocalClock, limit: Limit) -> LocalRules {
    let mut rules = LocalRules::common_practice();
    rules.clocks.insert(clock, limit);
    rules
}

fn commencing(bases: &[(LegalBasis, &str)]) -> LocalRules {
    let of = |(basis, on): &(LegalBasis, &str)| Commencement { basis: *basis, from: day(on) };
    LocalRules { commencement: bases.iter().map(of).collect(), ..LocalRules::default() }
}

fn told(rules: &LocalRules) -> (Result<(), LocalRulesError>, String) {
    let checked = rules.check();
    let words = checked.as_ref().err().map(ToString::to_string).unwrap_or_default();
    (checked, words)
}

#[test]
fn a_local_clock_has_a_limit_of_something() {
    for limit in
        [Limit::Hours(0), Limit::Days(0), Limit::WorkingDays(0), Limit::Weeks(0), Limit::Months(0)]
    {
        assert_eq!(
            told(&clock(LocalClock::Supervision, limit)),
            (
                Err(LocalRulesError::LimitOfNothing { clock: LocalClock::Supervision, limit }),
                format!("the limit of the clock supervision is nothing ({limit})")
            )
        );
    }
    assert_eq!(clock(LocalClock::Supervision, Limit::Hours(1)).check(), Ok(()));
    assert_eq!(LocalRules::common_practice().check(), Ok(()));
    assert_eq!(LocalRules::default().check(), Ok(()));
}

#[test]
fn only_a_provision_that_awaits_commencement_is_said_to_commence() {
    let basis = LegalBasis::Enquiry;
    assert_eq!(
        told(&commencing(&[
            (LegalBasis::FamilyGroupDecisionMaking, "2027-10-01"),
            (basis, "2027-10-01"),
        ])),
        (
            Err(LocalRulesError::AppliesAlready { basis }),
            "CA1989 s.47 does not await commencement: it applies already".to_owned()
        )
    );
    assert_eq!(
        commencing(&[(LegalBasis::LocalPractice, "2020-01-01")]).check(),
        Err(LocalRulesError::AppliesAlready { basis: LegalBasis::LocalPractice })
    );
}

#[test]
fn a_provision_commences_once() {
    let basis = LegalBasis::FamilyGroupDecisionMaking;
    for second in ["2027-10-01", "2028-04-01"] {
        let twice =
            [(basis, "2027-10-01"), (LegalBasis::MultiAgencyTeam, "2027-10-01"), (basis, second)];
        assert_eq!(
            told(&commencing(&twice)),
            (
                Err(LocalRulesError::CommencesTwice { basis }),
                "the commencement of CA1989 s.31ZA is given twice".to_owned()
            )
        );
        assert_eq!(commencing(&twice[..2]).check(), Ok(()));
    }
}
