//! What it costs to read the whole ledger as typed entries, beside `serde_json::from_str` of the same
//! payloads into the same types from text that is in memory already.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use candour_domain::entry::Entry;
use candour_domain::envelope::Envelope;
use candour_ledger::{After, EmbeddedStore, EventStore, ledger_page_as};
use candour_schemas::DecodeError;
use candour_schemas::catalogue::Category;
use candour_schemas::payload;

use crate::figure::{Figure, Reach};
use crate::measure::{Done, Times, on_a_processor};

/// How many entries are read by one and the other in turn.
const CHUNK: u64 = 20_000;
/// From how many places of a ledger the baseline is taken where it stands alone.
const BASELINE_CHUNKS: u64 = 5;
/// How many records a page has.
const PAGE: u64 = 1_000;

/// An entry as text, its personal texts in place.
struct Written {
    category: Category,
    type_name: &'static str,
    version: u32,
    envelope: String,
    payload: String,
}

impl Written {
    fn of(entry: &Entry) -> Done<Self> {
        let kind = candour_schemas::catalogue::event_type(&entry.event);
        Ok(Self {
            category: Category::of(entry.stream),
            type_name: kind.name,
            version: kind.version,
            envelope: serde_json::to_string(&entry.envelope)?,
            payload: payload::to_json(&entry.event)?,
        })
    }

    fn read(&self) -> Done<()> {
        let envelope: Envelope = serde_json::from_str(&self.envelope)?;
        let event =
            payload::parse_in(self.category, self.type_name, Some(self.version), &self.payload)?;
        black_box((envelope, event));
        Ok(())
    }
}

/// Both figures of reading.
pub(crate) async fn figures(directory: &Path) -> Done<Vec<Figure>> {
    let store = Arc::new(EmbeddedStore::open_read_only(directory)?);
    let head = After::from(store.head().await?).number();
    let (mut json, mut one, mut two) = (Times::default(), Times::default(), Times::default());
    let (mut json_cost, mut our_cost) = (Times::default(), Times::default());
    for from in (0..head / CHUNK).map(|chunk| chunk * CHUNK) {
        let texts = texts(&store, from).await?;
        let (start, before) = (Instant::now(), on_a_processor()?);
        texts.iter().try_for_each(Written::read)?;
        json.add(start.elapsed());
        json_cost.add(on_a_processor()?.saturating_sub(before));
        drop(texts);
        let before = on_a_processor()?;
        one.add(on_one_core(&store, from).await?);
        our_cost.add(on_a_processor()?.saturating_sub(before));
        two.add(on_two_cores(&store, from).await?);
    }
    let each = usize::try_from(CHUNK)?;
    let (json, one, two) = (json.a_second(each), one.a_second(each), two.a_second(each));
    let costs = (json_cost.a_second(each), our_cost.a_second(each));
    let named = |name: &str| format!("replay, typed, {name}");
    Ok(vec![
        Figure::faster(&named("one core, entries a second"), json, one, Reach::AtLeast(0.8)),
        Figure::faster(&named("entries a processor second"), costs.0, costs.1, Reach::Reported),
        Figure::faster(&named("two cores, entries a second"), json, two, Reach::AtLeast(1.5)),
    ])
}

/// How many entries a second `serde_json` reads of this ledger on one core: some of every part of it.
pub(crate) async fn baseline(store: &EmbeddedStore) -> Done<f64> {
    let head = After::from(store.head().await?).number();
    let mut json = Times::default();
    for part in 0..BASELINE_CHUNKS {
        let texts =
            texts(store, (head / BASELINE_CHUNKS * part).min(head.saturating_sub(CHUNK))).await?;
        let start = Instant::now();
        texts.iter().try_for_each(Written::read)?;
        json.add(start.elapsed());
    }
    Ok(json.a_second(usize::try_from(CHUNK)?))
}

/// The entries of a chunk as text.
async fn texts(store: &EmbeddedStore, from: u64) -> Done<Vec<Written>> {
    let mut texts = Vec::new();
    for after in (from..from + CHUNK).step_by(usize::try_from(PAGE)?) {
        for record in store.read_all(After::from_number(after), usize::try_from(PAGE)?).await? {
            texts.push(Written::of(&candour_schemas::entry(&record)?)?);
        }
    }
    Ok(texts)
}

/// Reads and decodes some pages, one after another, each where it is read.
async fn pages(store: &EmbeddedStore, from: u64, to: u64) -> Done<()> {
    for after in (from..to).step_by(usize::try_from(PAGE)?) {
        let wanted = (After::from_number(after), usize::try_from(PAGE)?);
        let read = ledger_page_as(store, wanted, |records| -> Result<(), DecodeError> {
            for record in records {
                black_box(candour_schemas::into_entry(record)?);
            }
            Ok(())
        });
        read.await??;
    }
    Ok(())
}

async fn on_one_core(store: &EmbeddedStore, from: u64) -> Done<Duration> {
    let start = Instant::now();
    pages(store, from, from + CHUNK).await?;
    Ok(start.elapsed())
}

async fn on_two_cores(store: &Arc<EmbeddedStore>, from: u64) -> Done<Duration> {
    let middle = from + CHUNK / 2;
    let start = Instant::now();
    let halves = [(from, middle), (middle, from + CHUNK)].map(|(from, to)| {
        let store = Arc::clone(store);
        tokio::spawn(async move { pages(&store, from, to).await })
    });
    for half in halves {
        half.await??;
    }
    Ok(start.elapsed())
}
