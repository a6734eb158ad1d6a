//! The benchmarks: what recording, reading and asking cost, each beside a baseline of the same run, and
//! one table at the end. Nothing here fails where a figure is missed, and nothing is compared with
//! another day's run. `docs/performance.md` says what bounds each figure.
//!
//! `cargo bench -p candour-tests` takes a ledger of 100,000 entries; the variable
//! `CANDOUR_BENCH_ENTRIES` another size. Names after `--` choose: `append`, `import`, `command`,
//! `replay`, `verify`, `rebuild`, `dashboard`, `questions`, `opening`, `pages`,
//! `cluster`.

mod append;
mod cluster;
mod command;
mod edge;
mod figure;
mod history;
mod import;
mod ledgers;
mod measure;
mod models;
mod opening;
mod pages;
mod population;
mod questions;
mod replay;
mod verify;

use std::io::Write;
use std::path::PathBuf;

use figure::Figure;
use measure::Done;

/// The variable that says how many entries the ledger has that is read.
const ENTRIES_VARIABLE: &str = "CANDOUR_BENCH_ENTRIES";
/// How many it has otherwise.
const ENTRIES: u64 = 100_000;
/// The ledger in which the long case is strewn has so many.
const LONG_CASE_LEDGER_ENTRIES: u64 = 100_000;
/// What can be chosen.
const PARTS: [&str; 11] = [
    "append",
    "command",
    "import",
    "replay",
    "verify",
    "rebuild",
    "dashboard",
    "questions",
    "opening",
    "pages",
    "cluster",
];

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|it| it == pages::SERVE) {
        // It is asked until it is ended; what it said is on its output.
        let _ended = candour_service::main();
        return Ok(());
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = std::io::stdout().lock();
    // A process of its own for what is measured of a whole process.
    if let [word, ledger, folder] = arguments.as_slice()
        && word == models::IN_ITS_OWN_PROCESS
    {
        return runtime.block_on(models::rebuild_here(ledger.as_ref(), folder.as_ref(), &mut out));
    }
    // Cargo gives this word to a benchmark; whoever only lists tests does not.
    if !arguments.iter().any(|it| it == "--bench") {
        return Ok(());
    }
    let chosen = |part: &str| {
        let mut named = arguments.iter().filter(|it| !it.starts_with('-')).peekable();
        named.peek().is_none() || named.any(|it| it == part)
    };
    let entries = match std::env::var(ENTRIES_VARIABLE) {
        Ok(given) => given.parse()?,
        Err(_) => ENTRIES,
    };
    let mut all: Vec<Figure> = Vec::new();
    for part in PARTS.into_iter().filter(|part| chosen(part)) {
        writeln!(out, "measuring: {part}")?;
        // What is only read is made when it is first wanted, and kept.
        let (mut strewn, mut area) = (PathBuf::new(), PathBuf::new());
        if ["questions", "cluster"].contains(&part) {
            strewn = runtime.block_on(ledgers::of_entries(LONG_CASE_LEDGER_ENTRIES))?;
        } else if !["append", "command", "import"].contains(&part) {
            area = runtime.block_on(ledgers::of_area(entries, &mut out))?;
        }
        all.extend(runtime.block_on(async {
            match part {
                "append" => append::figures().await,
                "command" => command::figures().await,
                "import" => import::figures().await,
                "replay" => replay::figures(&area).await,
                "verify" => verify::figures(&area).await,
                "rebuild" => models::rebuilding(&area).await,
                "dashboard" => models::asking(&area).await,
                "questions" => questions::figures(&strewn).await,
                "opening" => opening::figures(&area).await,
                "pages" => pages::figures(&ledgers::of_entries(entries).await?, &area).await,
                _ => cluster::figures(&strewn).await,
            }
        })?);
    }
    figure::table(&all, &mut out)
}
