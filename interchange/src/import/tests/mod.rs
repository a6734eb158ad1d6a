//! Imports over a store in memory: the Ashdown files, again and changed, and files that cannot be
//! imported. How single cells are read is tested beside them.

mod again;
mod ashdown;
pub(crate) mod bench;
mod corrected;
mod cut_short;
mod kinds;
mod named;
mod properties;
mod refused;
mod warned;
mod workbooks;
