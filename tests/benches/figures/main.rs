//! The benchmarks: what recording, reading and asking cost, each beside a baseline of the same run, and
//! one table at the end. Nothing here fails where a figure is missed, and nothing is compared with
//! another day's run. `docs/performance.md` says what bounds each figure.
//!
//! `cargo bench -p candour-tests` takes a ledger of 100,000 entries; the variable
//! `CANDOUR_BENCH_ENTRIES` another size. Names after `--` choose: `append`, `import`, `command`,
//! `replay`, `questions`, `opening`.

mod append;
mod command;
mod edge;
mod figure;
mod history;
mod import;
mod ledgers;
mod measure;
mod opening;
mod population;
mod questions;
mod replay;

use std::io::Write;

use figure::Figure;
use measure::Done;

/// The variable that says how many entries the ledger has that is read.
const ENTRIES_VARIABLE: &str = "CANDOUR_BENCH_ENTRIES";
/// How many it has otherwise.
const ENTRIES: u64 = 100_000;
/// What can be chosen.
const PARTS: [&str; 6] = ["append", "command", "import", "replay", "questions", "opening"];

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo gives this word to a benchmark; whoever only lists tests does not.
    if !arguments.iter().any(|it| it == "--bench") {
        return Ok(());
    }
    let chosen = |part: &str| {
        let named: Vec<_> = arguments.iter().filter(|it| !it.starts_with('-')).collect();
        named.is_empty() || named.iter().any(|it| *it == part)
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = std::io::stdout().lock();
    let entries = match std::env::var(ENTRIES_VARIABLE) {
        Ok(given) => given.parse()?,
        Err(_) => ENTRIES,
    };
    writeln!(out, "a ledger of {entries} entries")?;
    let ledger = runtime.block_on(ledgers::of_entries(entries))?;
    let mut all: Vec<Figure> = Vec::new();
    for part in PARTS.into_iter().filter(|part| chosen(part)) {
        writeln!(out, "measuring: {part}")?;
        all.extend(runtime.block_on(async {
            match part {
                "append" => append::figures().await,
                "command" => command::figures().await,
                "import" => import::figures().await,
                "replay" => replay::figures(&ledger).await,
                "questions" => questions::figures(&ledger).await,
                _ => opening::figures(&ledger).await,
            }
        })?);
    }
    figure::table(&all, &mut out)
}
