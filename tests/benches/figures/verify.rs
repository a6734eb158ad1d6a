//! What it costs to check a ledger, beside bare SHA-256 over the same bytes: the leaves, and what the
//! commitments cover.

use std::path::Path;
use std::time::{Duration, Instant};

use candour_ledger::leaf::{self, CommitContext, Leaf};
use candour_ledger::merkle::Frontier;
use candour_ledger::{
    After, EmbeddedStore, EventStore, Positions, Record, Verdict, check_record, verify,
};
use uuid::Uuid;

use crate::figure::{Figure, Reach};
use crate::measure::{Done, Times};

/// How many records are checked at a time where they are in memory.
const CHUNK: usize = 20_000;
/// How often each is done.
const ROUNDS: usize = 5;
/// How many records a page has.
const PAGE: usize = 1_000;

/// All figures of checking.
pub(crate) async fn figures(directory: &Path) -> Done<Vec<Figure>> {
    let store = EmbeddedStore::open_read_only(directory)?;
    let ledger = store.identity().id;
    let records = first(&store).await?;
    let bytes = hashed(ledger, &records);
    let (mut bare, mut one, mut two) = (Times::default(), Times::default(), Times::default());
    let mut whole = Times::default();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for bytes in &bytes {
            std::hint::black_box(leaf::hash(bytes));
        }
        bare.add(start.elapsed());
        one.add(checked(ledger, &records)?);
        two.add(checked_by_two(ledger, &records)?);
        let start = Instant::now();
        let verdict = verify(&store, Positions::Gapless, &mut |_| ()).await?;
        let Verdict::Whole { records: count, .. } = verdict else {
            return Err("the ledger that is to be checked is at fault".into());
        };
        // As if it had as many records as are checked in memory.
        let share = u32::try_from(count)? / u32::try_from(records.len())?.max(1);
        whole.add(start.elapsed() / share.max(1));
    }
    let each = records.len();
    let named = |name: &str| format!("verify, {name}, records a second");
    let faster = |name: &str, ours: &Times, reach| {
        Figure::faster(&named(name), bare.a_second(each), ours.a_second(each), reach)
    };
    Ok(vec![
        faster("records in memory, one core", &one, Reach::AtLeast(0.6)),
        faster("records in memory, two cores", &two, Reach::AtLeast(0.6)),
        faster("the whole ledger, reading beside checking", &whole, Reach::Reported),
    ])
}

async fn first(store: &EmbeddedStore) -> Done<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    while records.len() < CHUNK {
        let after = After::from(records.last().map(|record| record.position));
        let page = store.read_all(after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        records.extend(page);
    }
    Ok(records)
}

/// What is hashed of each record, piece by piece.
fn hashed(ledger: Uuid, records: &[Record]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    for record in records {
        let mut bytes = Vec::new();
        Leaf::of(ledger, record).write(&mut bytes);
        pieces.push(bytes);
        for part in &record.parts {
            let Some(content) = &part.content else { continue };
            let place =
                CommitContext { ledger, entry: record.id, number: part.number, kind: part.kind };
            let mut bytes = place.bytes();
            bytes.extend_from_slice(content.text.as_bytes());
            pieces.push(bytes);
        }
    }
    pieces
}

fn check(ledger: Uuid, records: &[Record]) -> Done<Frontier> {
    let (mut buffer, mut tree) = (Vec::with_capacity(1024), Frontier::new());
    for record in records {
        check_record(ledger, record, &mut buffer)?;
        tree.append(record.leaf);
    }
    Ok(tree)
}

fn checked(ledger: Uuid, records: &[Record]) -> Done<Duration> {
    let start = Instant::now();
    std::hint::black_box(check(ledger, records)?);
    Ok(start.elapsed())
}

fn checked_by_two(ledger: Uuid, records: &[Record]) -> Done<Duration> {
    let start = Instant::now();
    let (left, right) = records.split_at(records.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| check(ledger, right).map(|it| it.root()));
        std::hint::black_box(check(ledger, left)?);
        std::hint::black_box(other.join().map_err(|_| "checking ended in a panic")??);
        Done::Ok(())
    })?;
    Ok(start.elapsed())
}
