//! Shapes that payloads once had, frozen, each with the way to what it is now.
//!
//! Upcasting never invents: what an old shape did not ask is `NotRecorded`. Conversions destructure
//! without `..`, so that a field that is added or dropped does not compile until it is handled.
//! Nothing here is ever written again.

pub(crate) mod concern;
