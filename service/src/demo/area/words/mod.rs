//! What is written in the invented area: short, plain, and varied by chance. Nobody is meant, and
//! nothing is graphic.

mod help;
mod protection;

pub(super) use help::*;
pub(super) use protection::*;
