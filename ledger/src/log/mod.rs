//! The log: a ledger followed from its first record on, as the tree over all leaves and the last record of
//! every stream. Every leaf is recomputed from what is read, never taken over. What it keeps in files is
//! there to be fast, and is made again wherever it does not lead to the root that it must. It signs
//! nothing, appends nothing, and knows no entry's meaning.
//!
//! # Rules
//! - `a_log_is_the_same_over_every_store`: memory, file, and one that is followed in small pages.
//! - `a_log_goes_on_where_it_was_saved`: and has the same root, heads and proofs as one that did not stop.
//! - `a_saved_log_that_does_not_hold_is_made_again`: a file that is cut, changed, or of another ledger.
//! - `tiles_have_the_published_names_and_widths`.
//! - `every_proof_from_tiles_is_that_from_leaves`: for any size, and smaller ones than were saved.
//! - `a_part_that_is_emptied_leaves_root_and_proofs_whole`.
//! - `a_root_is_found_a_second_way_from_what_is_read_back`: a hash that is another in memory, in a tile or
//!   in the ledger is found before anything is signed.
//! - `a_head_is_proved_by_its_way_to_the_root_of_heads`.

mod digested;
mod gist;
mod heads;
mod state;
mod tiles;

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

pub use self::gist::Gist;
pub use self::heads::{HEAD_TAG, Head, HeadProof, Heads};
use self::tiles::TileWriter;
pub use self::tiles::{TILE_HASHES, Tiles};
use crate::failure::Failure;
use crate::leaf::Leaf;
use crate::merkle::{self, Frontier, Leaves, NotProved, TreeHead};
use crate::port::{EventStore, ReadError};
use crate::record::{After, Record, StreamName};
use crate::verify::{Fault, check_record};

/// How many records are followed at a time.
const PAGE_RECORDS: usize = 2_000;
/// The category of the stream in which a ledger says what it says of itself.
const OWN_CATEGORY: &str = "ledger";

/// Why the log could not go on.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LogError {
    /// The ledger could not be read.
    #[error("the ledger could not be followed")]
    Read(#[from] ReadError),
    /// A record is not what was committed to.
    #[error("a record of the ledger is at fault")]
    Faulty(#[from] Fault),
    /// The files of the log could not be written.
    #[error("the files of the log could not be written")]
    Files(#[source] Failure),
    /// The root came out differently the second time, so that nothing is signed.
    #[error(
        "the root over {size} leaves came out differently when it was worked out a second time"
    )]
    TwoRoots {
        /// How many leaves.
        size: u64,
    },
}

fn files(error: io::Error) -> LogError {
    LogError::Files(Failure::because("writing the files of the log", error))
}

/// Where the log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stand {
    after: After,
    tree: Frontier,
    worked: u64,
    heads: Heads,
}

impl Stand {
    fn start(ledger: Uuid) -> Self {
        let (after, tree, heads) = (After::Start, Frontier::new(), Heads::new(ledger));
        Self { after, tree, worked: 0, heads }
    }
}

/// How many leaves a log had followed by the text of its file `state`; nothing where that does not hold
/// together, or is of another ledger.
pub fn size_of_state(text: &str, ledger: Uuid) -> Option<u64> {
    state::parse(text, ledger).map(|saved| saved.size)
}

/// A ledger, followed.
#[derive(Debug)]
pub struct Log {
    ledger: Uuid,
    directory: PathBuf,
    stand: Stand,
    tiles: TileWriter,
}

impl Log {
    /// Takes the log up where it was saved in this directory, or at the ledger's beginning where nothing
    /// that holds was saved.
    ///
    /// # Errors
    /// None but that the files cannot be written to, later.
    pub fn open(directory: &Path, ledger: Uuid) -> Self {
        let saved = state::read(directory, ledger).and_then(|saved| {
            let size = saved.size;
            let tree = merkle::frontier(&Tiles::new(directory, size), size).ok()?;
            let tiles = TileWriter::at(directory, size)?;
            let (after, worked, heads) = (saved.after, saved.worked, saved.heads);
            let stand = Stand { after, tree, worked, heads };
            (stand.tree.root() == saved.root).then_some((stand, tiles))
        });
        let (stand, tiles) =
            saved.unwrap_or_else(|| (Stand::start(ledger), TileWriter::start(directory)));
        Self { ledger, directory: directory.to_owned(), stand, tiles }
    }

    /// Number of leaves, and the root over them.
    pub fn head(&self) -> TreeHead {
        self.stand.tree.head()
    }

    /// Up to where the ledger has been followed.
    pub fn after(&self) -> After {
        self.stand.after
    }

    /// The last record of every stream.
    pub fn heads(&self) -> &Heads {
        &self.stand.heads
    }

    /// How many streams there are, and the root over the last record of each.
    pub fn heads_root(&mut self) -> TreeHead {
        self.stand.heads.root()
    }

    /// Proves which record is the last of a stream; nothing where there is no such stream.
    ///
    /// # Errors
    /// None that can happen to a stream that is there.
    pub fn prove_head(&mut self, stream: &StreamName) -> Result<Option<HeadProof>, NotProved> {
        self.stand.heads.prove(stream)
    }

    /// How many leaves there are up to the last one that is not of the ledger's own stream: what the
    /// ledger says of itself is no reason to sign anew.
    pub fn worked(&self) -> u64 {
        self.stand.worked
    }

    /// Follows the ledger until there are so many leaves, or to its end.
    ///
    /// # Errors
    /// As [`Self::follow`].
    pub async fn follow_to(&mut self, store: &dyn EventStore, size: u64) -> Result<(), LogError> {
        while self.stand.tree.size() < size {
            let wanted = usize::try_from(size - self.stand.tree.size()).unwrap_or(PAGE_RECORDS);
            let records = store.read_all(self.stand.after, wanted.min(PAGE_RECORDS)).await?;
            if records.is_empty() {
                return Ok(());
            }
            self.take(&records)?;
        }
        Ok(())
    }

    /// Follows the ledger to its end, and tells after each page how many leaves there are.
    ///
    /// # Errors
    /// Fails where the ledger cannot be read or a record is at fault: the log then stands before it.
    pub async fn follow(
        &mut self,
        store: &dyn EventStore,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<(), LogError> {
        loop {
            let records = store.read_all(self.stand.after, PAGE_RECORDS).await?;
            if records.is_empty() {
                return Ok(());
            }
            self.take(&records)?;
            progress(self.stand.tree.size());
        }
    }

    /// Takes the next records of the ledger.
    fn take(&mut self, records: &[Record]) -> Result<(), LogError> {
        let mut buffer = Vec::with_capacity(1024);
        for record in records {
            check_record(self.ledger, record, &mut buffer)?;
            self.tiles.append(record.leaf).map_err(files)?;
            self.stand.tree.append(record.leaf);
            self.stand.heads.take(record);
            self.stand.after = After::Position(record.position);
            if record.stream.category() != OWN_CATEGORY {
                self.stand.worked = self.stand.tree.size();
            }
        }
        Ok(())
    }

    /// Writes where the log stands, so that it goes on from here.
    ///
    /// # Errors
    /// Fails where the files cannot be written; the log can then be made again.
    pub fn save(&self) -> Result<(), LogError> {
        let Stand { after, tree, worked, heads } = &self.stand;
        let saved = state::Saved {
            size: tree.size(),
            root: tree.root(),
            after: *after,
            worked: *worked,
            heads: heads.clone(),
        };
        self.save_tiles()?;
        state::write(&self.directory, self.ledger, &saved).map_err(files)
    }

    /// Writes the tiles up to where the log stands, so that proofs can be made for this size.
    ///
    /// # Errors
    /// Fails where the files cannot be written.
    pub fn save_tiles(&self) -> Result<(), LogError> {
        self.tiles.save().map_err(files)
    }

    /// The tiles as they are in the files, for a tree of this size or a smaller one.
    pub fn tiles(&self, size: u64) -> Tiles {
        Tiles::new(&self.directory, size)
    }

    /// Works the root out a second way, from the tiles as they are in the files and from the records
    /// behind a point as they are read again, and compares.
    ///
    /// # Errors
    /// Fails where anything is otherwise than the first time: then nothing may be signed.
    pub async fn second_root(
        &self,
        store: &dyn EventStore,
        (mut after, mut index): (After, u64),
    ) -> Result<(), LogError> {
        let TreeHead { size, root } = self.head();
        let tiles = self.tiles(size);
        let other = LogError::TwoRoots { size };
        if merkle::root(&tiles, size) != Ok(root) {
            return Err(other);
        }
        let mut buffer = Vec::with_capacity(1024);
        while index < size {
            let records = store.read_all(after, PAGE_RECORDS).await?;
            let Some(last) = records.last() else { return Err(other) };
            after = After::Position(last.position);
            for record in
                records.iter().take_while(|it| After::Position(it.position) <= self.stand.after)
            {
                let leaf = Leaf::of(self.ledger, record).hash_in(&mut buffer);
                if tiles.leaf(index) != Some(leaf) {
                    return Err(other);
                }
                index += 1;
            }
        }
        Ok(())
    }
}
