//! How a duty stands at a moment, as an expression over the table `duty`: the same as
//! `candour_domain::duty::Terms` says, and a test holds the two against each other.
//!
//! It is of rows that stand at the moment: those have certainly opened.

/// The status of a row of `duty`, under a name, at a moment.
pub(crate) fn status(duty: &str, at: i64) -> String {
    format!(
        "CASE
            WHEN {duty}.settled IS NOT NULL THEN {duty}.settled
            WHEN {duty}.answered_from < {at} AND {at} < {duty}.answered_until THEN 'not_certain'
            WHEN {duty}.answered_until <= {at} AND {duty}.answered_from < {at}
                AND {duty}.outcome IS NOT NULL THEN {duty}.outcome
            WHEN {duty}.due_from IS NULL THEN 'calendar_does_not_reach'
            WHEN {at} < {duty}.due_from AND {at} > {duty}.due_soon_after THEN 'due_soon'
            WHEN {at} < {duty}.due_from THEN 'open'
            WHEN {at} < {duty}.due_until THEN 'not_certain'
            WHEN {duty}.unmet = 'breached' THEN 'breached'
            WHEN {at} <= {duty}.overdue_until THEN 'overdue'
            ELSE 'not_met_in_time'
        END"
    )
}

/// The condition that a row of `duty`, under a name, waits for somebody at a moment: nothing on record
/// had certainly answered it, and it was due no longer ago than is called overdue.
pub(crate) fn waits(duty: &str, at: i64) -> String {
    format!("{duty}.overdue_until >= {at} AND {}", is_unanswered(duty, at))
}

/// The condition that nothing on record had certainly answered a deadline.
pub(crate) fn is_unanswered(duty: &str, at: i64) -> String {
    format!(
        "{duty}.settled IS NULL AND {duty}.due_until IS NOT NULL AND ({duty}.answered_until IS NULL \
         OR {duty}.outcome IS NULL OR {duty}.answered_until > {at})"
    )
}
