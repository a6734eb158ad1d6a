//! How entries are read: pure folds over one case, who knew what and when.
//!
//! Nothing here prints, reads a clock or writes; only [`casebook`], [`case_list`], [`across`],
//! [`opened`], [`proof`], [`roll`] and [`running`] read a store, and what they read is folded by pure functions.

pub mod accesses;
pub mod across;
pub mod ask;
pub mod case_list;
pub mod case_view;
pub mod casebook;
pub mod child_view;
pub mod chronology;
pub mod dashboard;
pub mod directory;
pub mod duties;
pub mod index;
pub mod knowledge;
pub mod marks;
pub mod opened;
pub mod person_view;
pub mod proof;
pub mod roll;
pub mod running;
pub mod search;
pub mod shape;
pub mod summary;
pub mod trail;
pub mod worklist;

#[cfg(test)]
mod filed;
#[cfg(test)]
mod sample;
