//! How Candour looks in a browser: components, page frames, pages and charts, as pure functions of what
//! the projections answer, and the assets that they are dressed with.
//!
//! It serves nothing, asks nothing and knows no clock: what is shown is handed in, and comes out as
//! markup.

pub mod address;
pub mod asking;
pub mod asset;
pub mod component;
pub mod form;
pub mod frame;
pub mod page;
pub mod words;
mod written;

pub use maud::Markup;
