//! The rules of the duties view, each by its name.
