//! What it costs to make every read model anew from the ledger of an area, and to ask them.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::{After, EmbeddedStore, EventStore};
use candour_projections::dashboard::{Lines, Period, dashboard};
use candour_projections::running::{AskedOn, ReadModels};
use candour_projections::worklist::{WorklistFilter, worklist};
use chrono::{DateTime, TimeDelta, Utc};

use crate::edge;
use crate::figure::{Figure, Reach};
use crate::measure::{Done, Times, count};
use crate::replay;

/// The word that makes this program rebuild alone, so that its memory can be told.
pub(crate) const IN_ITS_OWN_PROCESS: &str = "rebuild-in-a-process-of-its-own";
/// How many rows of the worklist are asked for.
const ROWS: u32 = 100;
/// How many lines of a section its page and its table show.
const LINES_SHOWN: usize = 50;
/// How often the dashboard is asked.
const ASKED: i32 = 60;

/// Rebuilds in this process, and says how long it took and how much memory was held at most.
pub(crate) async fn rebuild_here(ledger: &Path, folder: &Path, out: &mut impl Write) -> Done<()> {
    let store = Arc::new(EmbeddedStore::open_read_only(ledger)?);
    let models = ReadModels::new(store, folder);
    let start = Instant::now();
    models.rebuild(&[], |_, _| {}).await?;
    let microseconds = start.elapsed().as_micros();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.and_then(|it| it.split_whitespace().next()).unwrap_or("0");
    Ok(writeln!(out, "{microseconds} {kibibytes}")?)
}

/// Both figures of making every read model anew.
pub(crate) async fn rebuilding(ledger: &Path) -> Done<Vec<Figure>> {
    let store = EmbeddedStore::open_read_only(ledger)?;
    let entries = usize::try_from(After::from(store.head().await?).number())?;
    let before = replay::baseline(&store).await?;
    let folder = edge::passing_folder()?;
    let mut command = Command::new(std::env::current_exe()?);
    let ran = command.arg(IN_ITS_OWN_PROCESS).arg(ledger).arg(folder.path()).output()?;
    let said = String::from_utf8(ran.stdout)?;
    let Some((microseconds, kibibytes)) = said.trim().split_once(' ') else {
        return Err(format!("the rebuild failed: {}", String::from_utf8_lossy(&ran.stderr)).into());
    };
    let seconds = Duration::from_micros(microseconds.parse()?).as_secs_f64();
    let baseline = f64::midpoint(before, replay::baseline(&store).await?);
    let (rate, memory) = (count(entries) / seconds, count(kibibytes.parse()?) / 1_024.0);
    let name = "rebuild of all read models, two cores, entries a second";
    Ok(vec![
        Figure::faster(name, baseline, rate, Reach::AtLeast(0.6)),
        Figure::memory(
            "rebuild of all read models, most memory",
            memory,
            Reach::UnderMebibytes(256.0),
        ),
    ])
}

/// The figures of asking the read models, which are brought up to date before.
pub(crate) async fn asking(ledger: &Path) -> Done<Vec<Figure>> {
    let store: Arc<dyn EventStore> = Arc::new(EmbeddedStore::open_read_only(ledger)?);
    let last = last_recorded(&*store).await?;
    let models = ReadModels::new(store, ledger.with_extension("models"));
    models.keep_up(|_, _| {}).await?;
    let page = WorklistFilter { limit: ROWS, ..WorklistFilter::default() };
    let [mut areas, mut whole, mut lists] = [(); 3].map(|()| Times::default());
    for round in 0..ASKED {
        // As at now, and as on every seventh day before.
        let at = last - TimeDelta::days(i64::from(round) * 7);
        let asked = AskedOn { at, on_record: (round % 2 == 1).then_some(at) };
        let start = Instant::now();
        let view = models.view(asked)?.ok_or("there are no read models")?;
        let period = Period { since: at - TimeDelta::days(365) };
        black_box(dashboard(&view, period, Lines::First(LINES_SHOWN))?);
        areas.add(start.elapsed());
        let start = Instant::now();
        let view = models.view(asked)?.ok_or("there are no read models")?;
        black_box(dashboard(&view, period, Lines::All)?);
        whole.add(start.elapsed());
        let start = Instant::now();
        let view = models.view(asked)?.ok_or("there are no read models")?;
        black_box(worklist(&view, &page)?);
        lists.add(start.elapsed());
    }
    let reach = Reach::Under(Duration::from_millis(20));
    Ok(vec![
        Figure::p99("the dashboard as it is shown, as at many moments", &areas, reach),
        Figure::p99("every line of the dashboard, as at many moments", &whole, Reach::Reported),
        Figure::p99("the worklist, as at many moments", &lists, reach),
    ])
}

/// When the last entry of a ledger was recorded.
pub(crate) async fn last_recorded(store: &dyn EventStore) -> Done<DateTime<Utc>> {
    let head = After::from(store.head().await?).number();
    let last = store.read_all(After::from_number(head.saturating_sub(1)), 1).await?;
    last.last().map(|record| record.recorded_at).ok_or_else(|| "the ledger is empty".into())
}
