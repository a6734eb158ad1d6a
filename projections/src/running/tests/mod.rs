//! Tests of the running read models: that the rows of a fold are right at every position, that a file
//! kept up holds what one made at once would, and that no damage to the file costs more than time.

mod around;
mod files;
mod fold;
mod hidden;
pub(crate) mod histories;
mod keeping;
mod kept;
mod killed;
mod models;
mod page;
mod probe;
mod views;
