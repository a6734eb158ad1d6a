//! The rules of duties, each by its name.
