//! Making the read models anew: stream by stream, on all cores, into a new file, which is given its
//! name when it is whole and has caught up with what was recorded meanwhile.
//!
//! No more is held in memory than the streams being folded, one for each core, and a few whose rows
//! wait to be written; so the size of the ledger does not matter. A rebuild that is cut short leaves
//! a file that nobody reads, and the next one takes it away.

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use candour_domain::entry::{Position, StreamId};
use candour_ledger::EventStore;
use rusqlite::Connection;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::context::Context;
use super::file::{Generation, Title, Turn, hasten, open_to_write, record, stand_at};
use super::gather::{self, Reading};
use super::keep::{Folded, ReadModels, stream_of};
use super::model::Model;
use super::packing::Packing;
use super::sheet::{Numbers, Sheet, add};
use super::{KeepError, schema, writing};

/// How many streams a worker takes at a time.
const STREAMS_TAKEN: usize = 32;
/// With so many rows waiting, a worker hands over what it has.
const ROWS_HANDED_OVER: usize = 4_000;
/// How many times a worker's rows may wait to be written.
const WAITING_MAX: usize = 4;
/// How many rows are written in one transaction.
const ROWS_WRITTEN: usize = 50_000;
/// How many streams are listed at once.
const STREAMS_PAGE: usize = 10_000;
/// How many times rules may be adopted while the file is made.
const ATTEMPTS_MAX: u32 = 8;
/// More workers than this only wait for the one that writes.
const WORKERS_MAX: usize = 8;

/// How progress is told: entries done, of all.
type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// Makes some models anew, the others as they are where there is a file of them. The caller has the
/// turn.
pub(super) async fn rebuild(
    models: &ReadModels,
    chosen: &[&'static dyn Model],
    turn: &Arc<Turn>,
    progress: Progress<'_>,
) -> Result<(), KeepError> {
    if let Some((earlier, title)) = others_kept(models, chosen).await? {
        let (generation, making) = models.shelf.next()?;
        let made = match copy_without(&earlier.path, &making, models, chosen) {
            Ok(()) => {
                let from = (title.position, title.entry);
                make(models, (chosen, from), &making, turn, progress).await
            }
            Err(error) => Err(error),
        };
        match made {
            Ok(Folded::ToTheEnd) => return models.shelf.swap_in(&making, &generation),
            Ok(Folded::OtherRules) => {}
            Err(error @ KeepError::Damaged { .. }) => {
                tracing::warn!(%error, "all read models are made anew");
            }
            Err(error) => return Err(error),
        }
    }
    for _ in 0..ATTEMPTS_MAX {
        let (generation, making) = models.shelf.next()?;
        drop(models.shelf.make(&making, models.models)?);
        let until = models.head().await?;
        let from = (until, models.entry_at(until).await?);
        match make(models, (models.models, from), &making, turn, progress).await? {
            Folded::ToTheEnd => return models.shelf.swap_in(&making, &generation),
            // Rules were adopted meanwhile: once more, with them.
            Folded::OtherRules => {}
        }
    }
    Err(KeepError::CutShort)
}

/// The newest file, where it has all models that are not chosen, as they are now, and no other.
async fn others_kept(
    models: &ReadModels,
    chosen: &[&'static dyn Model],
) -> Result<Option<(Generation, Title)>, KeepError> {
    if chosen.len() >= models.models.len() {
        return Ok(None);
    }
    let is_chosen = |name: &str| chosen.iter().any(|model| model.name() == name);
    let known = |name: &str| models.models.iter().any(|model| model.name() == name);
    let whole = |title: &Title| {
        let has = |model: &&'static dyn Model| {
            title.models.contains(&(model.name().to_owned(), model.version()))
        };
        title.models.iter().all(|(name, _)| known(name))
            && models.models.iter().all(|model| is_chosen(model.name()) || has(model))
    };
    Ok(models.kept().await?.filter(|(_, title)| whole(title)))
}

/// Fills a file that is being made with the rows of some models up to a position, at which an entry
/// stands, and lets it catch up.
async fn make(
    models: &ReadModels,
    (chosen, (until, last)): (&[&'static dyn Model], (Position, Option<Uuid>)),
    making: &Path,
    turn: &Arc<Turn>,
    progress: Progress<'_>,
) -> Result<Folded, KeepError> {
    let streams = streams(&*models.store).await?;
    let agencies = streams.iter().filter(|stream| matches!(stream, StreamId::Agency(_))).copied();
    let reads = models.reading(until);
    let context = gather::context(reads, agencies).await?;
    let work = Arc::new(Work {
        store: Arc::clone(&models.store),
        page: models.page,
        streams,
        until,
        last,
        context,
        models: chosen.to_vec(),
        taken: Mutex::new(0),
        given_up: AtomicBool::new(false),
        _turn: Arc::clone(turn),
    });
    fill(making, &work, progress).await?;
    let mut file = open_to_write(making).map_err(writing)?;
    models.fold_in(&mut file, progress).await
}

/// All streams of the ledger, in the order in which they began.
async fn streams(store: &dyn EventStore) -> Result<Vec<StreamId>, KeepError> {
    let mut streams = Vec::new();
    let mut after = 0;
    loop {
        let page = store.streams(after, STREAMS_PAGE).await?;
        let Some(last) = page.last() else { return Ok(streams) };
        after = last.number;
        for began in &page {
            streams.push(stream_of(began.stream.as_str())?);
        }
    }
}

/// Copies a file without the rows of the models chosen, whose tables are made again, empty. Whatever
/// an earlier version of them had is gone.
fn copy_without(
    from: &Path,
    to: &Path,
    models: &ReadModels,
    chosen: &[&'static dyn Model],
) -> Result<(), KeepError> {
    let failed = |source| KeepError::Folder { path: to.to_owned(), source };
    std::fs::copy(from, to).map_err(failed)?;
    let is_chosen = |model: &dyn Model| chosen.iter().any(|it| it.name() == model.name());
    let others: Vec<_> = models.models.iter().filter(|it| !is_chosen(**it)).copied().collect();
    let remake = || -> rusqlite::Result<()> {
        let file = open_to_write(to)?;
        file.execute_batch("BEGIN")?;
        schema::drop_all_but(&file, &others)?;
        file.execute_batch(&schema::all(chosen))?;
        record(&file, chosen)?;
        file.execute_batch("COMMIT")
    };
    remake().map_err(writing)
}

/// What is to be folded, and how far that has come.
struct Work {
    store: Arc<dyn EventStore>,
    page: usize,
    streams: Vec<StreamId>,
    until: Position,
    /// The entry at that position.
    last: Option<Uuid>,
    context: Context,
    models: Vec<&'static dyn Model>,
    /// How many streams workers have taken.
    taken: Mutex<usize>,
    /// Whether a worker has failed, or nobody waits any longer, so that the others may stop.
    given_up: AtomicBool,
    /// Held until the last thread has ended, so that nobody else makes a file under its name.
    _turn: Arc<Turn>,
}

/// Lets the threads stop when nobody waits for them any longer.
struct Waiting<'w>(&'w Work);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.given_up.store(true, Ordering::Relaxed);
    }
}

/// The rows of some streams, and how many entries they come from.
struct Batch {
    sheets: Vec<Sheet>,
    entries: u64,
}

impl Work {
    /// The next streams that nobody has taken.
    fn take(&self) -> &[StreamId] {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let from = *taken;
        *taken = (from + STREAMS_TAKEN).min(self.streams.len());
        &self.streams[from..*taken]
    }

    fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }

    /// Folds streams until none is left, and hands over their rows.
    fn work(&self, runtime: &Handle, batches: &SyncSender<Batch>) -> Result<(), KeepError> {
        let mut batch = Batch { sheets: Vec::new(), entries: 0 };
        let mut rows = 0;
        let Self { store, page, until, .. } = self;
        let reads = Reading { store: &**store, page: *page, until: *until, reader: None };
        loop {
            let streams = self.take();
            if streams.is_empty() || self.is_given_up() {
                // Where nobody takes it, the writer has failed, and says so itself.
                drop(batches.send(batch));
                return Ok(());
            }
            for stream in streams {
                let sheet = gather::sheet(reads, *stream, &self.context, &self.models);
                let (sheet, entries) = runtime.block_on(sheet)?;
                rows += sheet.rows.len();
                batch.entries += entries;
                batch.sheets.push(sheet);
                if rows >= ROWS_HANDED_OVER {
                    rows = 0;
                    let full =
                        std::mem::replace(&mut batch, Batch { sheets: Vec::new(), entries: 0 });
                    if batches.send(full).is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Works, and lets the others stop where it fails.
    fn work_or_give_up(
        &self,
        runtime: &Handle,
        batches: &SyncSender<Batch>,
    ) -> Result<(), KeepError> {
        let worked = self.work(runtime, batches);
        if worked.is_err() {
            self.given_up.store(true, Ordering::Relaxed);
        }
        worked
    }
}

/// Fills a file with the rows of all streams.
async fn fill(making: &Path, work: &Arc<Work>, progress: Progress<'_>) -> Result<(), KeepError> {
    let _waiting = Waiting(work);
    let path = making.to_owned();
    let runtime = Handle::current();
    let (told, mut telling) = tokio::sync::mpsc::unbounded_channel();
    let total = work.until.0;
    let work = Arc::clone(work);
    let filling = tokio::task::spawn_blocking(move || {
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let (sender, batches) = sync_channel(WAITING_MAX);
        std::thread::scope(|scope| {
            let work = &work;
            let workers: Vec<_> = (0..workers.min(WORKERS_MAX))
                .map(|_| {
                    let (runtime, sender) = (runtime.clone(), sender.clone());
                    scope.spawn(move || work.work_or_give_up(&runtime, &sender))
                })
                .collect();
            drop(sender);
            let done = |entries| {
                let _unheard = told.send(entries);
            };
            let written = write(&path, &batches, work, &done).map_err(writing);
            drop(batches);
            for worker in workers {
                worker.join().map_err(|_| KeepError::CutShort)??;
            }
            written
        })
    });
    let mut entries = 0;
    while let Some(more) = telling.recv().await {
        entries += more;
        progress(entries, total);
    }
    filling.await.map_err(|_| KeepError::CutShort)?
}

/// Writes what workers hand over, then what the tables are looked up by, and where the file stands.
fn write(
    path: &Path,
    batches: &Receiver<Batch>,
    work: &Work,
    done: &dyn Fn(u64),
) -> rusqlite::Result<()> {
    let file = Connection::open(path)?;
    hasten(&file)?;
    let (mut numbers, mut packing) = (Numbers::default(), Packing::default());
    let mut rows = 0;
    file.execute_batch("BEGIN")?;
    for batch in batches {
        if work.is_given_up() {
            break;
        }
        for sheet in &batch.sheets {
            rows += sheet.rows.len();
            add(&file, (&mut numbers, &mut packing), sheet)?;
        }
        if rows >= ROWS_WRITTEN {
            rows = 0;
            file.execute_batch("COMMIT; BEGIN")?;
        }
        done(batch.entries);
    }
    if work.is_given_up() {
        return Ok(());
    }
    packing.write_out(&file)?;
    stand_at(&file, work.until, work.last)?;
    file.execute_batch("COMMIT")?;
    for model in &work.models {
        file.execute_batch(&schema::looked_up_by(*model))?;
    }
    file.execute_batch("PRAGMA analysis_limit = 1000; ANALYZE")
}
