//! Reading a value that is written as words, without taking the words into memory of their own first.
//! What the words mean is said by whoever reads them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

struct WordsVisitor<T, F> {
    parse: F,
    value: PhantomData<T>,
}

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for WordsVisitor<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<X: Error>(self, words: &str) -> Result<T, X> {
        (self.parse)(words).map_err(X::custom)
    }
}

/// Reads a value out of words, by the way in which they are parsed.
pub(crate) fn read<'de, D: Deserializer<'de>, T, E: fmt::Display>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(WordsVisitor { parse, value: PhantomData })
}
