//! The stand-in, called by the client crate that Candour itself uses.
//!
//! That client is not ours, and so it says whether the stand-in speaks the protocol: `calls` has each
//! call once, `switches` what each switch does to it. `defects` are what that client itself does
//! wrong when a server fails it: shown here, so that the stand-in is known to bring them about. That
//! the store of `ledger` survives them is tested there.

#[cfg(test)]
mod alone;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod connected;
#[cfg(test)]
mod defects;
#[cfg(test)]
mod switches;
