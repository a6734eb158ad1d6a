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
mod marks;
mod names;
mod people;
mod posts;
mod reached;
mod referrals;
mod requests;
mod sharing;
mod stages;
mod teams;
mod thresholds;

use super::model::Model;

pub(super) use marks::agencies;

static ALL: [&dyn Model; 14] = [
    &allocation::Allocation,
    &cases::Cases,
    &children::Children,
    &duties::Duties,
    &entries::Entries,
    &fgdm::Fgdm,
    &marks::Marked,
    &names::Names,
    &people::People,
    &posts::Posts,
    &referrals::Referrals,
    &sharing::Sharing,
    &teams::Teams,
    &thresholds::Thresholds,
];

/// The tables over which the dashboard counts.
pub(crate) mod tables {
    pub(crate) use super::allocation::{CASE_LEAD, CASELOAD};
    pub(crate) use super::children::CHILD;
    pub(crate) use super::duties::DUTY;
    pub(crate) use super::entries::ENTRY;
    pub(crate) use super::fgdm::FGDM_STEP;
    pub(crate) use super::posts::POST;
    pub(crate) use super::referrals::{CONTACT, REFERRAL};
    pub(crate) use super::requests::INFORMATION_REQUEST;
    pub(crate) use super::sharing::{ITEM, ITEM_TOLD};
    pub(crate) use super::stages::STAGE;
}

/// All of them.
pub(super) fn all() -> &'static [&'static dyn Model] {
    &ALL
}

#[cfg(test)]
mod tests;
