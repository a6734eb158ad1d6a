//! What a store says when something went wrong that nobody decided: what was attempted, and why it
//! failed. Drivers' own error types stop here.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// A failure of the machinery below a store.
#[derive(Clone)]
pub struct Failure {
    attempted: Arc<str>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure of what was attempted, with nothing further known.
    pub fn new(attempted: impl Into<Arc<str>>) -> Self {
        Self { attempted: attempted.into(), source: None }
    }

    /// A failure of what was attempted, because of another.
    pub fn because(
        attempted: impl Into<Arc<str>>,
        source: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self { attempted: attempted.into(), source: Some(Arc::new(source)) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.attempted)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.attempted),
            None => f.write_str(&self.attempted),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn Error + 'static))
    }
}
