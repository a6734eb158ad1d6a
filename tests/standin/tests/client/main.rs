//! The stand-in, called by the client crate that Candour itself uses.
//!
//! That client is not ours, and so it says whether the stand-in speaks the protocol: `calls` has
//! each call once.

#[cfg(test)]
mod calls;
#[cfg(test)]
mod connected;
