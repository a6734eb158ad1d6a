//! The running read models, one module each. What a model is, and how its rows come to be kept, is
//! [`super::model`] and [`super::fold`].

mod allocation;
mod cases;
mod cells;
mod children;
mod concerned;
mod duties;
mod entries;
mod fgdm;
mod names;
mod people;
mod posts;
mod reached;
mod referrals;
mod requests;
mod sharing;
mod teams;
mod thresholds;

use super::model::Model;

static ALL: [&dyn Model; 13] = [
    &allocation::Allocation,
    &cases::Cases,
    &children::Children,
    &duties::Duties,
    &entries::Entries,
    &fgdm::Fgdm,
    &names::Names,
    &people::People,
    &posts::Posts,
    &referrals::Referrals,
    &sharing::Sharing,
    &teams::Teams,
    &thresholds::Thresholds,
];

/// All of them.
pub(super) fn all() -> &'static [&'static dyn Model] {
    &ALL
}

#[cfg(test)]
mod tests;
