//! How entries are read: pure folds over one case, who knew what and when.
//!
//! Nothing here prints, reads a clock or writes; only [`casebook`] and [`case_list`] read a store.

pub mod ask;
pub mod casebook;
pub mod directory;
pub mod knowledge;
