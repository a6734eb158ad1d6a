//! `candour demo --area` as its users see it: a progress bar while the area is made, what was made,
//! and the commands to try next. It makes nothing itself.

use std::path::Path;

use candour_domain::time::london_date;
use chrono::{DateTime, Utc};

use super::{AreaMade, AreaSize, UNTIL, record_area};
use crate::edge::Edge;
use crate::exit::Exit;
use crate::output::Output;
use crate::show::progress::Progress;
use crate::show::words;

/// The commands to try on an area.
const NEXT: &[&str] = &["dashboard", "worklist", "search Larkstone", "case list", "verify"];
/// Those of them that are asked about a day.
const ASKED_AT: &[&str] = &["dashboard", "worklist"];

/// How many characters of a written moment say its day.
const DAY_CHARACTERS: usize = 10;

/// Makes an area and shows what was made.
pub(in crate::demo) async fn show(
    directory: &Path,
    size: &AreaSize,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let clock = Edge::system();
    let began = clock.now();
    let progress = Progress::new("cases", size.cases, output.draws_progress());
    let made = record_area(directory, size, |far| progress.at(far.cases)).await;
    progress.done();
    let made = made?;
    summary(&made, (began, clock.now()), output)?;
    output.line("\nTo go on:")?;
    for command in NEXT {
        let at = if ASKED_AT.contains(command) {
            format!(" --at {}", &UNTIL[..DAY_CHARACTERS])
        } else {
            String::new()
        };
        output.line(&format!("  candour {command} --ledger {}{at}", directory.display()))?;
    }
    Ok(Exit::Fine)
}

fn summary(
    made: &AreaMade,
    (began, ended): (DateTime<Utc>, DateTime<Utc>),
    output: &mut Output,
) -> anyhow::Result<()> {
    let AreaMade { cases, children, entries, recorded, from, to } = *made;
    let first = match recorded {
        0 => "The area is there already, and nobody in it is real.",
        _ => "An area was made up, and nobody in it is real.",
    };
    output.line(first)?;
    output.line(&format!(
        "  {cases} cases, {children} children, {entries} entries, recorded from {} to {}",
        words::day(london_date(from)),
        words::day(london_date(to))
    ))?;
    if recorded > 0 {
        let milliseconds = u64::try_from((ended - began).num_milliseconds()).unwrap_or(0).max(1);
        output.line(&format!(
            "  {recorded} entries recorded in {}.{} s, {} a second",
            milliseconds / 1_000,
            milliseconds % 1_000 / 100,
            recorded * 1_000 / milliseconds
        ))?;
    }
    Ok(())
}
