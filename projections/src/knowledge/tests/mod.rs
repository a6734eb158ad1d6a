//! The rules of knowing, each by its name: over histories written out, and over random ones.

mod history;
mod properties;
mod rules;
