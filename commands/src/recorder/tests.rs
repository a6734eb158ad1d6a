//! The handler over a store in memory.
