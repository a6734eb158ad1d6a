//! One fuzz target for all entries: the first byte says which of them is given the others, the second whether by
//! themselves or in the midst of something whole. Where the variable `CANDOUR_FUZZED` names one of them, it is
//! given all. What must hold is said where the entries are; here they are only called.

#![no_main]

#[path = "../entries.rs"]
mod entries;

use std::sync::LazyLock;

use entries::{ENTRIES, Entry};

/// The one that is given all, where it is named.
static NAMED: LazyLock<Option<&Entry>> = LazyLock::new(|| {
    let name = std::env::var("CANDOUR_FUZZED").ok()?;
    ENTRIES.iter().find(|it| it.name == name)
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [which, how, given @ ..] = bytes else { return };
    let chosen = &ENTRIES[usize::from(*which) % ENTRIES.len()];
    let entry = NAMED.unwrap_or(chosen);
    let (true, [high, low, given @ ..]) = (how % 2 == 1, given) else {
        return (entry.given)(given);
    };
    // In the midst of something whole, in the place of as many bytes as the second byte says.
    let mut taken = (entry.taken)().into_bytes();
    let from = usize::from(u16::from_be_bytes([*high, *low])) % (taken.len() + 1);
    let to = (from + usize::from(how / 2)).min(taken.len());
    taken.splice(from..to, given.iter().copied());
    (entry.given)(&taken);
});
