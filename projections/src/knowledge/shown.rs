//! What an answer says of something, put into words when it is first shown. A long case answers with
//! thousands of rows of which few are read: a row says which entry or step it is of, and what was
//! decided of it; its names, dates and labels are looked up when somebody reads them, and then kept.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::Knowledge;

/// Something that an answer names and can put into words.
pub trait Showing {
    /// What is shown of it.
    type Words;

    /// Puts it into words.
    fn shown(&self, knowledge: &Knowledge<'_>) -> Self::Words;
}

/// Something of an answer. What it is in words is found in it as if it were that.
pub struct Shown<'k, T: Showing> {
    knowledge: &'k Knowledge<'k>,
    what: T,
    words: OnceLock<Box<T::Words>>,
}

impl<'k, T: Showing> Shown<'k, T> {
    pub(super) fn of(knowledge: &'k Knowledge<'k>, what: T) -> Self {
        Self { knowledge, what, words: OnceLock::new() }
    }

    pub(super) fn what(&self) -> &T {
        &self.what
    }

    pub(super) fn knowledge(&self) -> &'k Knowledge<'k> {
        self.knowledge
    }
}

impl<T: Showing> Deref for Shown<'_, T> {
    type Target = T::Words;

    fn deref(&self) -> &T::Words {
        self.words.get_or_init(|| Box::new(self.what.shown(self.knowledge)))
    }
}

impl<T: Showing + Clone> Clone for Shown<'_, T> {
    fn clone(&self) -> Self {
        Self { knowledge: self.knowledge, what: self.what.clone(), words: OnceLock::new() }
    }
}

impl<T: Showing<Words: PartialEq>> PartialEq for Shown<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Showing<Words: Eq>> Eq for Shown<'_, T> {}

impl<T: Showing<Words: fmt::Debug>> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Showing<Words: Serialize>> Serialize for Shown<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<T: Showing<Words: JsonSchema>> JsonSchema for Shown<'_, T> {
    fn inline_schema() -> bool {
        T::Words::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::Words::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::Words::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::Words::json_schema(generator)
    }
}
