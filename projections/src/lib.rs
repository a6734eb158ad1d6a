//! How entries are read: pure folds over one case, who knew what and when.
//!
//! Nothing here prints, reads a clock or writes; only [`casebook`], [`case_list`], [`child_view`] and
//! [`person_view`] read a store, and what they read is folded by pure functions.

pub mod ask;
pub mod case_list;
pub mod case_view;
pub mod casebook;
pub mod directory;
pub mod knowledge;
pub mod shape;
