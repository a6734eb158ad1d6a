//! What it costs to record: one durable append, many writers together, and large prepared batches, each
//! beside a bare append to a file and its flush.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_ledger::leaf::Leaf;
use candour_ledger::{Draft, EventStore, Expected, PartDraft, Record, Revision, StreamName};
use chrono::{DateTime, Utc};

use crate::edge;
use crate::figure::{Figure, Reach};
use crate::history::{History, OPENING_ENTRIES};
use crate::ledgers::name;
use crate::measure::{Done, Times, count, interleaved};

/// How many single appends are measured.
const APPENDS: usize = 2_000;
/// How many write at once.
pub(crate) const WRITERS: u64 = 32;
/// How many entries each of them writes in a round.
pub(crate) const EACH: u64 = 200;
/// How often one writer and many are measured in turn.
const ROUNDS: usize = 7;
/// How many entries a prepared batch has.
const BATCH: u64 = 1_000;
/// How many batches are measured.
const BATCHES: usize = 40;

/// A file that is appended to and flushed: what a disk allows at best.
pub(crate) struct BareFile {
    file: File,
}

impl BareFile {
    pub(crate) fn new(folder: &Path) -> Done<Self> {
        let path = folder.join("bare");
        Ok(Self { file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Writes bytes and waits until they are on the disk.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Done<Duration> {
        let start = Instant::now();
        self.file.write_all(bytes)?;
        self.file.sync_data()?;
        Ok(start.elapsed())
    }
}

/// What has to be kept of a draft: its skeleton and its texts, without any index.
pub(crate) fn bytes_of(record: &Record, bytes: &mut Vec<u8>) {
    Leaf::of(edge::identity().id, record).write(bytes);
    for part in &record.parts {
        if let Some(content) = &part.content {
            bytes.extend_from_slice(&content.salt);
            bytes.extend_from_slice(content.text.as_bytes());
        }
    }
}

/// Every figure of recording.
pub(crate) async fn figures() -> Done<Vec<Figure>> {
    let mut figures = vec![one_by_one().await?];
    figures.extend(together().await?);
    figures.extend(batches().await?);
    Ok(figures)
}

/// The drafts of a case from one place to another.
pub(crate) fn drafts(case: u64, from: u64, to: u64) -> Done<Vec<Draft>> {
    let history = History::of(case, to);
    (from..to).map(|place| history.at_place(place)?.draft()).collect()
}

pub(crate) fn case_stream(case: u64) -> Done<StreamName> {
    name(candour_domain::entry::StreamId::Case(crate::population::case(case)))
}

/// One entry after another to one stream, each durable before the next.
async fn one_by_one() -> Done<Figure> {
    let folder = edge::passing_folder()?;
    let store = edge::create(&folder.path().join("ledger"))?;
    let mut bare = BareFile::new(folder.path())?;
    let many = OPENING_ENTRIES + u64::try_from(APPENDS)?;
    let mut waiting = drafts(0, 0, many)?.into_iter();
    let stream = case_stream(0)?;
    let opening = waiting.by_ref().take(usize::try_from(OPENING_ENTRIES)?).collect();
    store.append(&stream, Expected::NoStream, opening).await?;
    let skeleton = std::cell::RefCell::new(Vec::new());
    let lines: Vec<Draft> = waiting.collect();
    let baseline = async |round: usize| {
        let mut bytes = skeleton.borrow_mut();
        bytes.clear();
        bytes.resize(SKELETON_BYTES, 0x5e);
        bytes.extend(lines[round].parts.iter().flat_map(part_bytes));
        bare.write(&bytes)
    };
    let ours = async |round: usize| {
        let last = Revision::from_number(OPENING_ENTRIES - 1 + u64::try_from(round)?);
        let draft = vec![lines[round].clone()];
        let start = Instant::now();
        store.append(&stream, Expected::At(last), draft).await?;
        Ok(start.elapsed())
    };
    let (baseline, ours) = interleaved(lines.len(), baseline, ours).await?;
    let name = "one durable append, beside a bare write and its flush";
    Ok(Figure::slower(name, &baseline, &ours, Reach::Within(1.6)))
}

/// How many bytes a skeleton with its leaf has, about.
const SKELETON_BYTES: usize = 300;

/// The bytes of a part with its salt and commitment.
fn part_bytes(part: &PartDraft) -> impl Iterator<Item = u8> + '_ {
    std::iter::repeat_n(0x5e, 64).chain(part.text.bytes())
}

/// Many writers at once beside one, and how many entries share a flush.
async fn together() -> Done<Vec<Figure>> {
    let folder = edge::passing_folder()?;
    let store: Arc<dyn EventStore> = Arc::new(edge::create(&folder.path().join("ledger"))?);
    let mut bare = BareFile::new(folder.path())?;
    let (mut of_one, mut of_many, mut flush) =
        (Times::default(), Times::default(), Times::default());
    let mut flushes = BTreeSet::new();
    for round in 0..ROUNDS {
        let first = u64::try_from(round)? * (WRITERS + 1);
        flush.add(bare.write(&[0x5e; 1_024])?);
        let written = writing(&store, first..first + 1).await?;
        of_one.add(written.0);
        let written = writing(&store, first + 1..first + 1 + WRITERS).await?;
        of_many.add(written.0);
        flushes.extend(written.1);
    }
    let (each, all) = (usize::try_from(EACH)?, usize::try_from(EACH * WRITERS)?);
    let shared = count(all * ROUNDS) / count(flushes.len());
    let rate = of_many.a_second(all);
    let bare = 1.0 / flush.median().as_secs_f64();
    Ok(vec![
        Figure::faster(
            "32 writers, entries a second, beside one",
            of_one.a_second(each),
            rate,
            Reach::EachSecond(12_000.0),
        ),
        Figure::faster(
            "32 writers, entries a second, beside bare flushes",
            bare,
            rate,
            Reach::Reported,
        ),
        Figure::many("32 writers, entries a flush", shared, Reach::Many(8.0, "a flush")),
    ])
}

/// Each of these cases is written by a task of its own, entry by entry. Says how long that took, and at
/// which moments the store stamped them: once a transaction.
pub(crate) async fn writing(
    store: &Arc<dyn EventStore>,
    cases: std::ops::Range<u64>,
) -> Done<(Duration, BTreeSet<DateTime<Utc>>)> {
    let mut prepared = Vec::new();
    for case in cases {
        prepared.push((case_stream(case)?, drafts(case, 0, EACH)?));
    }
    let start = Instant::now();
    let mut writers = Vec::new();
    for (stream, drafts) in prepared {
        let store = Arc::clone(store);
        writers.push(tokio::spawn(async move { one_writes(&*store, &stream, drafts).await }));
    }
    let mut stamps = BTreeSet::new();
    for writer in writers {
        stamps.extend(writer.await??);
    }
    Ok((start.elapsed(), stamps))
}

async fn one_writes(
    store: &dyn EventStore,
    stream: &StreamName,
    drafts: Vec<Draft>,
) -> Done<Vec<DateTime<Utc>>> {
    let mut expected = Expected::NoStream;
    let mut stamps = Vec::new();
    for draft in drafts {
        let appended = store.append(stream, expected, vec![draft]).await?;
        expected = Expected::At(expected.next());
        stamps.extend(appended.records.first().map(|record| record.recorded_at));
    }
    Ok(stamps)
}

/// Batches that are prepared before, each to a stream of its own.
async fn batches() -> Done<Vec<Figure>> {
    let folder = edge::passing_folder()?;
    let store = edge::create(&folder.path().join("ledger"))?;
    let mut bare = BareFile::new(folder.path())?;
    let (mut of_bare, mut of_ours) = (Times::default(), Times::default());
    let mut bytes = Vec::new();
    for round in 0..BATCHES {
        let case = u64::try_from(round)?;
        let (stream, drafts) = (case_stream(case)?, drafts(case, 0, BATCH)?);
        let start = Instant::now();
        let appended = store.append(&stream, Expected::NoStream, drafts).await?;
        of_ours.add(start.elapsed());
        bytes.clear();
        for record in &appended.records {
            bytes_of(record, &mut bytes);
        }
        of_bare.add(bare.write(&bytes)?);
    }
    let each = usize::try_from(BATCH)?;
    let (bare, ours) = (of_bare.a_second(each), of_ours.a_second(each));
    let name = "store append of batches of 1,000, entries a second";
    Ok(vec![Figure::faster(name, bare, ours, Reach::EachSecond(60_000.0))])
}
