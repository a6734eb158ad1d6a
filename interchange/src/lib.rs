//! How the ledger meets other systems: chronologies of agencies in, exports and
//! bundles of a case out.
//!
//! Nothing here opens a store, reads a clock or makes an identifier at random: where entries are
//! read and requests recorded is passed in, and identifiers are derived with keys that are passed in.

pub mod ashdown;
pub mod bundle;
pub mod export;
pub mod import;
