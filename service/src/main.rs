//! The binary `candour`.

fn main() {}
