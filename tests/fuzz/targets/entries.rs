//! One fuzz target for all entries: the first byte says which of them is given the others. What must hold is
//! said where the entries are; here they are only called.

#![no_main]

#[path = "../entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((which, given)) = bytes.split_first() {
        let which = usize::from(*which) % entries::ENTRIES.len();
        (entries::ENTRIES[which].given)(given);
    }
});
