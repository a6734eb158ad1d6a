//! What was answered, as it was typed, and what is wrong with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was answered, by the names of fields. A field that was left empty is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Vec<String>>);

/// A field that was not answered, or in which something cannot be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amiss {
    /// The field.
    pub field: String,
    /// What to do.
    pub why: String,
}

impl Answers {
    /// Adds what a field holds. A field with nothing but spaces in it is left out.
    pub fn add(&mut self, field: String, value: String) {
        if !value.trim().is_empty() {
            self.0.entry(field).or_default().push(value);
        }
    }

    /// What a field holds, without the spaces around it.
    pub fn one(&self, field: &str) -> &str {
        self.0.get(field).and_then(|all| all.first()).map_or("", |it| it.trim())
    }

    /// What a field holds, as it was typed.
    pub fn as_typed(&self, field: &str) -> &str {
        self.0.get(field).and_then(|all| all.first()).map_or("", String::as_str)
    }

    /// All that was chosen in a field.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a field holds this.
    pub fn holds(&self, field: &str, value: &str) -> bool {
        self.all(field).iter().any(|it| it == value)
    }

    /// Whether anything was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every field that holds something, with what it holds.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(field, all)| (field.as_str(), all.as_slice()))
    }
}

impl<F: Into<String>, V: Into<String>> FromIterator<(F, V)> for Answers {
    fn from_iter<T: IntoIterator<Item = (F, V)>>(pairs: T) -> Self {
        let mut answers = Self::default();
        for (field, value) in pairs {
            answers.add(field.into(), value.into());
        }
        answers
    }
}
