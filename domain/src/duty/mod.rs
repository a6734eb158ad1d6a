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
mod front_door;
mod guard;
mod incident;
mod instance;
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
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

pub use book::RuleBook;
pub use instance::{Due, DuePrecision, Duty, Gap, Late, Status, Subject};
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

/// How every rule bears on a case at a moment, in the order of the table, then of the openings.
pub fn assess(facts: &Facts<'_>, rules: &RuleBook, at: DateTime<Utc>) -> Vec<Duty> {
    let scene = scene::Scene::new(facts, rules, at);
    let mut duties = front_door::decisions(&scene);
    duties.extend(front_door::assessments(&scene, &duties));
    duties.extend(protection::initial_conferences(&scene));
    duties.extend(protection::after_initial(&scene, RuleCode::C4));
    duties.extend(protection::after_initial(&scene, RuleCode::C5));
    duties.extend(protection::next_reviews(&scene));
    duties.extend(incident::notifications(&scene));
    duties.extend(incident::rapid_reviews(&scene));
    duties.extend(incident::reviews(&scene));
    duties.extend(emergency::police_protection(&scene));
    duties.extend(emergency::emergency_orders(&scene));
    duties.extend(emergency::proceedings(&scene));
    duties.extend(guard::guards(&scene));
    duties.extend(quorum::quorums(&scene));
    duties.extend(team::members(&scene));
    duties.extend(local_clock::clocks(&scene));
    duties
}
