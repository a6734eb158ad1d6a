//! How the program ends: four exit codes, and an error told once, with what to do next.
//!
//! # Rules
//! - `an_error_is_told_once_with_its_causes_and_what_to_do`: the causes are not repeated in it.
//! - `a_reader_who_went_away_is_no_error`: `candour entries | head` ends quietly.

use std::error::Error;
use std::fmt;
use std::io;
use std::io::Write;
use std::process::ExitCode;

use candour_projections::casebook::LoadError;

use crate::visible::visible;

/// How a command ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked was done, or answered.
    Fine,
    /// A fault was found, something was refused, or what was named is not there.
    Found,
    /// The command was used in a way that it does not know.
    WrongUse,
    /// The ledger, or a file, could not be opened, read or written.
    Unreadable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Found => 1,
            Exit::WrongUse => 2,
            Exit::Unreadable => 3,
        })
    }
}

/// What the help of the program says of its exit codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done, or answered
  1  a fault was found, something was refused, or what was named is not there
  2  the command was used in a way that it does not know
  3  the ledger, or a file, could not be opened, read or written";

/// An error with its exit code and what to do next.
#[derive(Debug)]
pub(crate) struct Fault {
    exit: Exit,
    what: String,
    next: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// What was named is not there, or was refused.
    pub(crate) fn found(what: impl Into<String>) -> Self {
        Self { exit: Exit::Found, what: what.into(), next: None, source: None }
    }

    /// The command was used in a way that it does not know.
    pub(crate) fn wrong_use(what: impl Into<String>) -> Self {
        Self { exit: Exit::WrongUse, ..Self::found(what) }
    }

    /// Something could not be opened, read or written.
    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self { exit: Exit::Unreadable, ..Self::found(what) }
    }

    /// With what to do next.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }

    /// The exit code that it asks for.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// What to do next, where something is known to help.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// With its cause.
    pub(crate) fn because(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

/// Whether an error is that whoever read our output has gone away.
pub(crate) fn reader_went_away(error: &(dyn Error + 'static)) -> bool {
    let broken = |it: &io::Error| it.kind() == io::ErrorKind::BrokenPipe;
    error.downcast_ref::<io::Error>().is_some_and(broken)
}

/// What to do with a ledger's file that is damaged.
pub(crate) const KEEP: &str = "keep the file as it is, and compare it with a backup";

/// Whether an error is that the ledger's file is damaged, in the database's own two ways of saying so:
/// its errors stop at the store, and their words do not.
pub(crate) fn says_damaged(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let words = error.to_string();
        if words.contains("database disk image is malformed")
            || words.contains("file is not a database")
        {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Tells an error, and answers with the exit code that it asks for.
pub(crate) fn report(error: &anyhow::Error, to: &mut dyn Write) -> Exit {
    if error.chain().any(reader_went_away) {
        return Exit::Fine;
    }
    let told = tell(error, to);
    let exit = error.chain().find_map(|cause| {
        let loading = cause.downcast_ref::<LoadError>().map(|_| Exit::Unreadable);
        cause.downcast_ref::<Fault>().map(|fault| fault.exit).or(loading)
    });
    // An error that cannot be told still has its exit code.
    drop(told);
    exit.unwrap_or(Exit::Unreadable)
}

fn tell(error: &anyhow::Error, to: &mut dyn Write) -> io::Result<()> {
    let mut said = String::new();
    for (depth, cause) in error.chain().enumerate() {
        let words = cause.to_string();
        // An error that stands for its source alone has said it.
        if said != words {
            let opening = if depth == 0 { "error:" } else { "  because:" };
            writeln!(to, "{opening} {}", visible(&words))?;
        }
        said = words;
    }
    let nexts = error.chain().filter_map(|cause| cause.downcast_ref::<Fault>());
    let mut nexts: Vec<&str> = nexts.filter_map(|fault| fault.next.as_deref()).collect();
    if nexts.is_empty() && says_damaged(error.as_ref()) {
        nexts.push(KEEP);
    }
    for next in nexts {
        writeln!(to, "  next: {}", visible(next))?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: &anyhow::Error) -> (Exit, String) {
        let mut to = Vec::new();
        let exit = report(error, &mut to);
        (exit, String::from_utf8(to).unwrap())
    }

    #[test]
    fn an_error_is_told_once_with_its_causes_and_what_to_do() {
        let cause = io::Error::new(io::ErrorKind::NotFound, "no such file");
        let fault = Fault::unreadable("the file a.csv could not be read")
            .because(cause)
            .next("check the name of the file");
        let expected = "error: the file a.csv could not be read\n  because: no such file\n  next: \
                        check the name of the file\n";
        assert_eq!(told(&fault.into()), (Exit::Unreadable, expected.to_owned()));
    }

    #[test]
    fn a_reader_who_went_away_is_no_error() {
        let gone =
            anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("entries");
        assert_eq!(told(&gone), (Exit::Fine, String::new()));
    }

    #[test]
    fn a_damaged_file_is_to_be_kept() {
        let damaged = io::Error::other("database disk image is malformed");
        let read = anyhow::Error::new(damaged).context("reading the case");
        let expected = "error: reading the case\n  because: database disk image is malformed\n  next: \
                        keep the file as it is, and compare it with a backup\n";
        assert_eq!(told(&read), (Exit::Unreadable, expected.to_owned()));
    }

    #[test]
    fn an_error_of_no_kind_is_a_failure_to_read_or_write() {
        let failed = anyhow::Error::new(io::Error::other("the disk is full"));
        assert_eq!(told(&failed), (Exit::Unreadable, "error: the disk is full\n".to_owned()));
    }
}
