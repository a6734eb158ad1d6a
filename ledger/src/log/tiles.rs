//! The tree's hashes in files, 256 to a tile, named as C2SP's tlog-tiles has them: `tile/<level>/<number>`,
//! a tile that is not full yet under its width. One proof reads a few tiles, whatever the ledger's size. A
//! tile can be made again from the ledger, so nothing here is flushed; what is read back is believed only as
//! far as it leads to a root that is known otherwise.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::merkle::{Hash, Leaves, node};
use crate::private;

/// How many hashes a full tile has.
pub const TILE_HASHES: usize = 256;
/// How many levels of the tree lie within a tile.
const TILE_LEVELS: u32 = 8;
/// How many tiles are remembered.
const REMEMBERED_MAX: usize = 64;

/// Which tile: its level, and its number from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    level: u32,
    number: u64,
}

impl Place {
    /// The file of the full tile: the number in groups of three digits, all but the last marked.
    fn path(self) -> PathBuf {
        let digits = self.number.to_string();
        let padded = format!("{}{digits}", "0".repeat((3 - digits.len() % 3) % 3));
        let groups: Vec<&str> =
            (0..padded.len() / 3).map(|it| &padded[it * 3..it * 3 + 3]).collect();
        let mut path = PathBuf::from("tile").join(self.level.to_string());
        if let Some((last, before)) = groups.split_last() {
            path.extend(before.iter().map(|group| format!("x{group}")));
            path.push(last);
        }
        path
    }

    /// The directory of the tile while it is not full.
    fn partial(self) -> PathBuf {
        let mut path = self.path().into_os_string();
        path.push(".p");
        path.into()
    }
}

/// How many hashes a level has in a tree of this size.
fn hashes(size: u64, level: u32) -> u64 {
    size.checked_shr(level * TILE_LEVELS).unwrap_or(0)
}

fn width(count: u64) -> usize {
    usize::try_from(count % TILE_HASHES as u64).unwrap_or_default()
}

/// The root over a power of two of hashes.
fn over(hashes: &[Hash]) -> Option<Hash> {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node(left, right),
                alone => alone.first().copied().unwrap_or_default(),
            })
            .collect();
    }
    level.first().copied()
}

/// The tiles of a tree of one size, to make proofs from.
#[derive(Debug)]
pub struct Tiles {
    directory: PathBuf,
    size: u64,
    remembered: Mutex<BTreeMap<Place, Arc<[Hash]>>>,
}

impl Tiles {
    /// The tiles in a directory, of a tree with so many leaves.
    pub fn new(directory: &Path, size: u64) -> Self {
        Self { directory: directory.to_owned(), size, remembered: Mutex::default() }
    }

    /// The hashes of a tile, as many as the tree's size gives it.
    fn tile(&self, place: Place) -> Option<Arc<[Hash]>> {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tile) = remembered.get(&place) {
            return Some(Arc::clone(tile));
        }
        let first = place.number.checked_mul(TILE_HASHES as u64)?;
        let wanted = hashes(self.size, place.level).checked_sub(first)?.min(TILE_HASHES as u64);
        let tile = read(&self.directory, place, usize::try_from(wanted).ok()?)?;
        let tile: Arc<[Hash]> = tile.into();
        if remembered.len() == REMEMBERED_MAX {
            remembered.pop_first();
        }
        remembered.insert(place, Arc::clone(&tile));
        Some(tile)
    }
}

/// Reads at least so many hashes of a tile and gives the first of them: from the full tile, or from the
/// narrowest that is wide enough.
fn read(directory: &Path, place: Place, wanted: usize) -> Option<Vec<Hash>> {
    let bytes = fs::read(directory.join(place.path())).or_else(|missing| {
        let mut widths: Vec<usize> = fs::read_dir(directory.join(place.partial()))?
            .filter_map(|file| file.ok()?.file_name().to_str()?.parse().ok())
            .filter(|width| *width >= wanted)
            .collect();
        widths.sort_unstable();
        let width = widths.first().ok_or(missing)?;
        fs::read(directory.join(place.partial()).join(width.to_string()))
    });
    let hashes = bytes.ok()?;
    let (hashes, _) = hashes.as_chunks::<32>();
    hashes.get(..wanted).map(<[Hash]>::to_vec)
}

impl Leaves for Tiles {
    fn count(&self) -> u64 {
        self.size
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.kept(0, index)
    }

    fn kept(&self, levels: u32, number: u64) -> Option<Hash> {
        if !levels.is_multiple_of(TILE_LEVELS) {
            return None;
        }
        let place = Place { level: levels / TILE_LEVELS, number: number / TILE_HASHES as u64 };
        self.tile(place)?.get(width(number)).copied()
    }
}

/// Writes tiles as leaves come.
#[derive(Debug)]
pub(super) struct TileWriter {
    directory: PathBuf,
    size: u64,
    /// The hashes of the tile that is not full yet, of each level.
    open: Vec<Vec<Hash>>,
}

impl TileWriter {
    /// Begins with a tree without leaves.
    pub(super) fn start(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), size: 0, open: Vec::new() }
    }

    /// Goes on from the tiles of a tree of this size; nothing where they are not there.
    pub(super) fn at(directory: &Path, size: u64) -> Option<Self> {
        let mut open = Vec::new();
        let mut level = 0;
        while hashes(size, level) > 0 {
            let count = hashes(size, level);
            let place = Place { level, number: count / TILE_HASHES as u64 };
            let wanted = width(count);
            let tile = if wanted == 0 { Some(Vec::new()) } else { read(directory, place, wanted) };
            open.push(tile?);
            level += 1;
        }
        Some(Self { directory: directory.to_owned(), size, open })
    }

    /// Appends a leaf. A tile that is full is written, and its root goes one tile up.
    pub(super) fn append(&mut self, leaf: Hash) -> io::Result<()> {
        let mut hash = leaf;
        let mut level = 0_u32;
        self.size += 1;
        loop {
            let at = level as usize;
            if self.open.len() == at {
                self.open.push(Vec::with_capacity(TILE_HASHES));
            }
            let Some(tile) = self.open.get_mut(at) else { return Ok(()) };
            tile.push(hash);
            if tile.len() < TILE_HASHES {
                return Ok(());
            }
            let full = std::mem::take(tile);
            let place = Place { level, number: hashes(self.size, level) / TILE_HASHES as u64 - 1 };
            write(&self.directory.join(place.path()), &full)?;
            drop(fs::remove_dir_all(self.directory.join(place.partial())));
            let Some(root) = over(&full) else { return Ok(()) };
            (hash, level) = (root, level + 1);
        }
    }

    /// Writes the tiles that are not full, each under its width, and takes the narrower ones away.
    pub(super) fn save(&self) -> io::Result<()> {
        for (level, tile) in (0_u32..).zip(&self.open) {
            if tile.is_empty() {
                continue;
            }
            let number = hashes(self.size, level) / TILE_HASHES as u64;
            let partial = self.directory.join(Place { level, number }.partial());
            let name = tile.len().to_string();
            write(&partial.join(&name), tile)?;
            for file in fs::read_dir(&partial)? {
                let file = file?;
                if file.file_name() != name.as_str() {
                    fs::remove_file(file.path())?;
                }
            }
        }
        Ok(())
    }
}

/// Writes a file whole, or not at all.
fn write(path: &Path, hashes: &[Hash]) -> io::Result<()> {
    private::replace(path, hashes.as_flattened(), private::Flushed::Later)
}
