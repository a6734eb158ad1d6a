//! Duties and clocks: what is due by when, what had to come before what, and what is to be so.
//!
//! The rules are a table ([`table()`]); [`assess`] says how each bears on a case at a time. It is
//! pure: it reads no clock and changes nothing. It states facts, order and gaps: it finds no fault,
//! scores no risk and ranks nobody. An instance is a rule, the entry that opened it and the child or
//! person it is about; nothing that opened is left out, and what cannot be said is said to be *not
//! certain* or beyond the calendar.
//!
//! # Rules
//! - `the_opening_day_is_day_0_and_a_day_is_due_by_its_end`: whatever the hour of the opening.
//! - `a_time_that_straddles_the_due_time_is_not_certain`: whichever of the two is not known to the
//!   day.
//! - `breached_is_said_of_statute_alone`: guidance and local rules are not met in time.
//! - `beyond_the_calendar_nothing_is_guessed`: the answer says that the calendar does not reach.
//! - `nothing_after_the_moment_asked_about_counts`: what may have happened by then is not certain.
//! - `rules_adopted_later_do_not_bear_on_an_earlier_answer`: on record by then, and adopted by
//!   then.

mod book;
mod deadline;
mod emergency;
mod family;
mod front_door;
mod guard;
mod incident;
mod instance;
mod judged;
mod life;
mod local;
mod local_check;
mod local_clock;
mod local_table;
mod page;
mod protection;
mod quorum;
mod responsible;
mod rule;
mod scene;
mod table;
mod team;
mod terms;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

pub use book::RuleBook;
pub use family::Family;
pub use instance::{Due, DuePrecision, Duty, Gap, Late, Status, Subject};
pub use life::{Life, lives};
pub use local::{
    Commencement, DUE_SOON_DAYS, DUE_SOON_HOURS, Limit, LocalClock, LocalRules, OVERDUE_DAYS,
    RapidReviewFrom,
};
pub use local_check::LocalRulesError;
pub use page::rules_as_markdown;
pub use responsible::{Responsible, responsible};
pub use rule::{Configurable, Counting, Form, Rule, RuleCode, Unmet, Weight};
pub use scene::Facts;
pub use table::table;
pub use terms::{Answer, DueTimes, Terms};

/// How every rule bears on a case at a moment, in the order of the table, then of the openings.
pub fn assess(facts: &Facts<'_>, rules: &RuleBook, at: DateTime<Utc>) -> Vec<Duty> {
    let families = Family::ALL.into_iter().filter(|family| family.is_in(rules));
    let of_family = |family: Family| {
        let scene = scene::Scene::new(facts, rules, family, at);
        let judged = family.judge(&scene).into_iter();
        judged.map(|instance| instance.duty(&scene)).collect::<Vec<_>>()
    };
    let mut duties: Vec<Duty> = families.flat_map(of_family).collect();
    duties.extend(team::members(facts, rules, at));
    duties.sort_by_key(|duty| together(duty.rule));
    duties
}

/// A rule by whose place in the table duties stand: the guards of an application, and the quorums of
/// meetings, stand together.
fn together(rule: RuleCode) -> RuleCode {
    match rule {
        RuleCode::FgdmOffer | RuleCode::FgdmMeeting | RuleCode::FgdmLetter => RuleCode::FgdmOffer,
        RuleCode::QuorumStrategy | RuleCode::QuorumConference => RuleCode::QuorumStrategy,
        RuleCode::C1
        | RuleCode::C2
        | RuleCode::C3
        | RuleCode::C4
        | RuleCode::C5
        | RuleCode::C6
        | RuleCode::C7
        | RuleCode::C8
        | RuleCode::C9
        | RuleCode::C10
        | RuleCode::C11
        | RuleCode::C12
        | RuleCode::TeamMembers
        | RuleCode::Local(_) => rule,
    }
}
