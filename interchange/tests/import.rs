//! Imports over a store in memory: the Ashdown files, again and changed, and files that cannot be
//! imported. How single cells are read is tested beside them.

#[path = "import/again.rs"]
mod again;
#[path = "import/ashdown.rs"]
mod ashdown;
#[path = "import/bench.rs"]
mod bench;
