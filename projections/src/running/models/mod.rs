//! The running read models, one module each. What a model is, and how its rows come to be kept, is
//! [`super::model`] and [`super::fold`].

mod entries;
mod names;

use super::model::Model;

static ALL: [&dyn Model; 2] = [&entries::Entries, &names::Names];

/// All of them.
pub(super) fn all() -> &'static [&'static dyn Model] {
    &ALL
}
