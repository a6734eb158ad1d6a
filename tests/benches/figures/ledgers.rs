//! Ledgers that are costly to make and only read afterwards. They are kept between runs, under a name
//! that says their size and the version of what makes them.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use candour_domain::entry::StreamId;
use candour_ledger::{
    Draft, EmbeddedStore, EventStore, Expected, ManualClock, Revision, SeededEntropy, StreamName,
};
use candour_service::{AreaSize, record_area};

use crate::edge;
use crate::history::History;
use crate::measure::Done;
use crate::population::{Unrecorded, beginning, family, registers};

/// Raised whenever the ledgers come out otherwise.
const VERSION: u32 = 1;
/// How many entries a usual case has.
pub(crate) const CASE_ENTRIES: u64 = 100;
/// The number of the case that is long.
pub(crate) const LONG_CASE: u64 = 1_000_000_000;
/// How many entries it has.
pub(crate) const LONG_CASE_ENTRIES: u64 = 3_000;
/// How many entries a case of an area has at the fewest, on average.
const AREA_ENTRIES_EACH: u64 = 40;
/// How many entries of a case are recorded at once.
const AT_ONCE: u64 = 10;
/// How many entries of the long case are recorded at once, at the fewest.
const LONG_AT_ONCE: u64 = 3;

/// A ledger of about so many entries: cases of [`CASE_ENTRIES`], recorded side by side as they go on, and
/// one of [`LONG_CASE_ENTRIES`] strewn over all of it.
pub(crate) async fn of_entries(entries: u64) -> Done<PathBuf> {
    let kept = edge::folder()?.join(format!("ledger-{VERSION}-{entries}"));
    if kept.exists() {
        return Ok(kept);
    }
    let making = edge::passing_folder()?;
    let scribe = Scribe::new(making.path())?;
    scribe.write_all(entries).await?;
    drop(scribe);
    std::fs::rename(making.keep(), &kept)?;
    Ok(kept)
}

/// The ledger of a synthetic area, cut off at so many entries: what the read models are made from.
pub(crate) async fn of_area(entries: u64, out: &mut impl Write) -> Done<PathBuf> {
    let kept = edge::folder()?.join(format!("area-{VERSION}-{entries}"));
    if kept.exists() {
        return Ok(kept);
    }
    writeln!(out, "making the ledger of an area of {entries} entries, which is kept")?;
    let making = edge::passing_folder()?;
    let cases = entries / AREA_ENTRIES_EACH + 1;
    let size = AreaSize { cases, years: 10, seed: 1, entries_max: Some(entries) };
    record_area(&making.path().join("ledger"), &size, |_| {})
        .await
        .map_err(|error| format!("{error:#}"))?;
    std::fs::rename(making.path().join("ledger"), &kept)?;
    Ok(kept)
}

/// Whoever writes a ledger, with a clock that follows what is written.
struct Scribe {
    store: EmbeddedStore,
    clock: Arc<ManualClock>,
}

impl Scribe {
    fn new(directory: &std::path::Path) -> Done<Self> {
        let clock = Arc::new(ManualClock::at(beginning()));
        let entropy = Arc::new(SeededEntropy::new([9; 32]));
        let store = EmbeddedStore::create(directory, edge::identity(), clock.clone(), entropy)?;
        Ok(Self { store, clock })
    }

    async fn write_all(&self, entries: u64) -> Done<()> {
        for one in registers()? {
            self.write(&[one], Expected::NoStream).await?;
        }
        let cases = entries.saturating_sub(LONG_CASE_ENTRIES) / (CASE_ENTRIES + 4);
        for case in (0..cases).chain([LONG_CASE]) {
            for one in family(case)? {
                self.write(&[one], Expected::NoStream).await?;
            }
        }
        let long = History::of(LONG_CASE, LONG_CASE_ENTRIES);
        let mut written = 0;
        for from in (0..CASE_ENTRIES).step_by(usize::try_from(AT_ONCE)?) {
            for case in 0..cases {
                self.go_on(&History::of(case, CASE_ENTRIES), from, from + AT_ONCE).await?;
                let due = LONG_CASE_ENTRIES * (from * cases + (case + 1) * AT_ONCE);
                let due = due / (CASE_ENTRIES * cases);
                if due >= written + LONG_AT_ONCE {
                    self.go_on(&long, written, due).await?;
                    written = due;
                }
            }
        }
        self.go_on(&long, written, LONG_CASE_ENTRIES).await
    }

    /// Records the entries of a case from one place to another.
    async fn go_on(&self, history: &History, from: u64, to: u64) -> Done<()> {
        let entries = (from..to).map(|place| history.at_place(place)).collect::<Done<Vec<_>>>()?;
        let expected = match from.checked_sub(1) {
            None => Expected::NoStream,
            Some(last) => Expected::At(Revision::from_number(last)),
        };
        self.write(&entries, expected).await
    }

    async fn write(&self, entries: &[Unrecorded], expected: Expected) -> Done<()> {
        let Some(last) = entries.last() else { return Ok(()) };
        self.clock.set(last.recorded_at);
        let drafts = entries.iter().map(Unrecorded::draft).collect::<Done<Vec<Draft>>>()?;
        self.store.append(&name(last.stream)?, expected, drafts).await?;
        Ok(())
    }
}

/// The name of a stream in the store.
pub(crate) fn name(stream: StreamId) -> Done<StreamName> {
    Ok(stream.to_string().parse()?)
}
