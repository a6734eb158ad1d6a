//! Where records are kept: the store's port, the embedded and the in-memory store, the leaf.
