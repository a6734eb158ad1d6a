//! How the ledger meets other systems: chronologies in, exports out.
