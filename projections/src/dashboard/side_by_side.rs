//! The sections of the dashboard, asked on two threads: a section waits for no other, and together they
//! read most of what there is. Each thread has a view of its own, of the same position.
//!
//! Where no second view is to be had, one thread asks them all.
//!
//! # Rules
//! - `sections_asked_side_by_side_are_those_asked_in_turn`: in the order of the process, all of one position.
//! - `whoever_waits_to_write_keeps_no_dashboard_waiting`: then no second view is asked for.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::asking::{Asking, Shared};
use super::{Lines, Period, SECTIONS, Section};
use crate::running::{KeepError, View};

/// The sections in the order in which they are begun: the longest first, so that no thread is left with one of them
/// at the end; and those that need the same apart, so that none waits while another works it out.
const IN_TURN: [&str; SECTIONS.len()] = [
    "routes",
    "duties",
    "fgdm_by_child",
    "thresholds",
    "sharing",
    "recording",
    "children",
    "duties_by_team",
    "caseload",
    "referrals",
    "plans",
    "contacts",
    "fgdm",
    "teams",
];

/// What a thread found: the sections that it asked, by their places.
type Found = Result<Vec<(usize, Section)>, KeepError>;

/// The sections as they stand in a view, in the order of the process.
pub(super) fn sections(
    view: &View,
    period: Period,
    lines: Lines,
) -> Result<Vec<Section>, KeepError> {
    let shared = &Shared::default();
    let next = AtomicUsize::new(0);
    let found = match view.beside() {
        Some(beside) => {
            let (one, other) = std::thread::scope(|scope| {
                let next = &next;
                let other = scope.spawn(move || {
                    let view = &beside;
                    asked(&Asking { view, period, lines, shared }, next)
                });
                let one = asked(&Asking { view, period, lines, shared }, next);
                (one, other.join())
            });
            let other = other.unwrap_or_else(|panicked| std::panic::resume_unwind(panicked));
            [one?, other?].concat()
        }
        None => asked(&Asking { view, period, lines, shared }, &next)?,
    };
    Ok(in_order(found))
}

/// Asks one section after another, until none is left that no other thread has begun.
fn asked(asking: &Asking<'_>, next: &AtomicUsize) -> Found {
    let mut found = Vec::new();
    loop {
        let Some(&name) = IN_TURN.get(next.fetch_add(1, Ordering::Relaxed)) else {
            return Ok(found);
        };
        let section = SECTIONS.iter().enumerate().find(|(_, it)| it.name() == name);
        if let Some((place, section)) = section {
            found.push((place, section.section(asking)?));
        }
    }
}

fn in_order(mut found: Vec<(usize, Section)>) -> Vec<Section> {
    found.sort_unstable_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, section)| section).collect()
}
