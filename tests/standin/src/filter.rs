//! Which records a reader of the whole log wants.
//!
//! Clients send patterns of .NET, which look ahead; the engine here does too, and gives up on a
//! pattern that goes back too often rather than run for ever.

use fancy_regex::{Regex, RegexBuilder};

use crate::log::Record;
use crate::refusal::Trouble;
use crate::wire::event_store::client::streams::read_request::{Expression, Filter, filter};

/// How often a match may go back before it is given up.
const BACKTRACKS_MAX: usize = 10_000;
/// How many records a checkpoint follows on where the client names no window.
const WINDOW_RECORDS: u64 = 32;

/// What of a record is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Stream,
    Kind,
}

#[derive(Debug)]
enum Test {
    Prefixes(Vec<String>),
    Pattern(Box<Regex>),
}

/// A filter, ready to be applied.
#[derive(Debug)]
pub(crate) struct Wanted {
    by: By,
    test: Test,
    /// How many records are passed over before the reader is told how far that is.
    pub(crate) checkpoint_every: u64,
}

impl Wanted {
    /// Reads what a client asked for.
    ///
    /// # Errors
    ///
    /// Where it asks for nothing that can be tested.
    pub(crate) fn of(asked: Filter) -> Result<Self, Trouble> {
        let (by, expression) = match asked.by {
            Some(filter::By::Stream(expression)) => (By::Stream, expression),
            Some(filter::By::Kind(expression)) => (By::Kind, expression),
            None => return Err(Trouble::bad("the filter says not by what")),
        };
        let window = match asked.window {
            Some(filter::Window::Max(max)) => u64::from(max.max(1)),
            Some(filter::Window::Count(())) | None => WINDOW_RECORDS,
        };
        let every = u64::from(asked.checkpoint_every_windows.max(1));
        Ok(Self { by, test: test(expression)?, checkpoint_every: window.saturating_mul(every) })
    }

    /// Says whether the reader wants a record.
    ///
    /// # Errors
    ///
    /// Where the pattern goes back too often.
    pub(crate) fn has(&self, record: &Record) -> Result<bool, Trouble> {
        let text = match self.by {
            By::Stream => &*record.stream,
            By::Kind => &record.proposal.kind,
        };
        match &self.test {
            Test::Prefixes(prefixes) => Ok(prefixes.iter().any(|it| text.starts_with(it))),
            Test::Pattern(pattern) => {
                pattern.is_match(text).map_err(|error| Trouble::Bad(error.to_string()))
            }
        }
    }
}

fn test(Expression { pattern, prefixes }: Expression) -> Result<Test, Trouble> {
    if !prefixes.is_empty() {
        return Ok(Test::Prefixes(prefixes));
    }
    let built = RegexBuilder::new(&pattern).backtrack_limit(BACKTRACKS_MAX).build();
    built.map(|it| Test::Pattern(Box::new(it))).map_err(|error| Trouble::Bad(error.to_string()))
}
