//! Single bits of the closed file of a ledger, flipped at random places that follow from a seed.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::thread;

use candour_ledger::{LEDGER_FILE, Record};
use candour_projections::proof::Held;

use crate::made::{Looked, Made, copied, look, read_back, wait};

/// How many bits are flipped, one after another.
const FLIPS: u64 = 20_000;
/// How many threads share them.
const THREADS: u64 = 2;

/// Numbers that follow from a seed.
fn numbers(mut state: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

/// How many flips came to what.
#[derive(Debug, Default)]
struct Count {
    not_opened: u64,
    not_read: u64,
    file: u64,
    at_fault: u64,
    /// Not found, and every record was read back as it was.
    harmless: u64,
    /// Not found, and something was read back otherwise: where.
    missed: Vec<(usize, u8)>,
}

impl Count {
    fn and(mut self, other: Self) -> Self {
        self.not_opened += other.not_opened;
        self.not_read += other.not_read;
        self.file += other.file;
        self.at_fault += other.at_fault;
        self.harmless += other.harmless;
        self.missed.extend(other.missed);
        self
    }
}

/// Flips so many bits of a copy of the file, one at a time.
fn flipped(made: &Made, original: &[Record], seed: u64) -> Count {
    let home = tempfile::tempdir().unwrap();
    let name = copied(made, home.path());
    let bytes = fs::read(&name).unwrap();
    let file = File::options().write(true).open(&name).unwrap();
    let (log, checkpoint) = (made.log(), made.checkpoint());
    let held = Held { log: &log, beside: Some(&checkpoint), elsewhere: None };
    let mut count = Count::default();
    let mut drawn = numbers(seed);
    let mut next = || drawn.next().unwrap();
    for _ in 0..FLIPS / THREADS {
        let place = usize::try_from(next()).unwrap() % bytes.len();
        let bit = u8::try_from(next() % 8).unwrap();
        file.write_all_at(&[bytes[place] ^ (1 << bit)], place as u64).unwrap();
        let (looked, store) = wait(look(home.path(), held));
        match (looked, store) {
            (Looked::NotOpened, _) => count.not_opened += 1,
            (Looked::NotRead, _) => count.not_read += 1,
            (Looked::File, _) => count.file += 1,
            (Looked::AtFault(_), _) => count.at_fault += 1,
            (Looked::Sound, store) => match wait(read_back(&store.unwrap())) {
                Ok(records) if records == original => count.harmless += 1,
                Ok(_) | Err(_) => count.missed.push((place, bit)),
            },
        }
        file.write_all_at(&[bytes[place]], place as u64).unwrap();
        for left in ["-wal", "-shm"] {
            drop(fs::remove_file(home.path().join(format!("{LEDGER_FILE}{left}"))));
        }
    }
    assert_eq!(fs::read(&name).unwrap(), bytes);
    count
}

#[test]
fn no_flipped_bit_gives_another_record() {
    let made = Made::sealed(9, "what was said");
    let original = made.records();
    let length = fs::metadata(made.file()).unwrap().len();
    assert!(length < 1024 * 1024, "{length} bytes");
    let count = thread::scope(|scope| {
        let (made, original) = (&made, &original);
        let threads: Vec<_> = (0..THREADS)
            .map(|it| scope.spawn(move || flipped(made, original, 20_261_122 + it)))
            .collect();
        threads.into_iter().map(|it| it.join().unwrap()).reduce(Count::and).unwrap()
    });
    let Count { not_opened, not_read, file, at_fault, harmless, ref missed } = count;
    assert_eq!(*missed, [], "{count:?}");
    assert_eq!(not_opened + not_read + file + at_fault + harmless, FLIPS);
    // Each way to find one was taken, and most bits are of records, which no two ways overlook.
    let taken = [not_opened > 0, file > 0, at_fault > 1_000, harmless > 0];
    assert_eq!(taken, [true; 4], "{length} bytes: {count:?}");
}
