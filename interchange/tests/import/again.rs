//! What happens when files are imported again: the same, moved, changed.
