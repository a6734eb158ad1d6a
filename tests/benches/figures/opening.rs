//! How long it takes to open a ledger, for writing and for reading, until it says where it stands.

use std::path::Path;
use std::time::{Duration, Instant};

use candour_ledger::{EmbeddedStore, EventStore};

use crate::edge;
use crate::figure::{Figure, Reach};
use crate::measure::{Done, Times};

/// How often it is opened.
const ROUNDS: usize = 50;
/// A large ledger is open before this.
const REACH: Reach = Reach::Under(Duration::from_millis(50));

/// Both figures of opening.
pub(crate) async fn figures(directory: &Path) -> Done<Vec<Figure>> {
    let (mut writing, mut reading) = (Times::default(), Times::default());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let store = edge::open(directory)?;
        store.head().await?;
        writing.add(start.elapsed());
        drop(store);
        let start = Instant::now();
        let store = EmbeddedStore::open_read_only(directory)?;
        store.head().await?;
        reading.add(start.elapsed());
    }
    Ok(vec![
        Figure::p99("open the ledger for writing", &writing, REACH),
        Figure::p99("open the ledger for reading", &reading, REACH),
    ])
}
