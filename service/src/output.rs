//! Where answers and notes go: data to stdout, everything else to stderr. It knows whether somebody
//! is looking, and how wide their screen is; it does not know what is being said. All that is said to
//! people goes through [`visible`], and all JSON through [`escaped`], here and nowhere else.

use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use crate::command::Global;
use crate::question::Notes;
use crate::show::{Look, Table};
use crate::visible::{escaped, visible};

/// What every human answer opens with.
pub(crate) const SYNTHETIC: &str = "SYNTHETIC";
/// What is said on stderr where stdout is data.
const BANNER: &str = "SYNTHETIC: this ledger holds invented records only, none of real people.";

/// The outputs of a command.
pub(crate) struct Output {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    /// Whether the answer is wanted as JSON.
    pub(crate) json: bool,
    quiet: bool,
    /// How tables are to look.
    pub(crate) look: Look,
}

/// An answer as JSON: the answer's own fields, after the mark that it is invented.
#[derive(Serialize)]
pub(crate) struct Marked<'a, T> {
    /// Always so, for now.
    pub(crate) synthetic: bool,
    /// The answer.
    #[serde(flatten)]
    pub(crate) answer: &'a T,
}

impl Output {
    /// The outputs of this process.
    pub(crate) fn of_the_process(global: &Global) -> Self {
        let out = io::stdout();
        let look = Look::of(&out);
        Self {
            out: Box::new(BufWriter::new(out)),
            err: Box::new(io::stderr()),
            json: global.json,
            quiet: global.quiet,
            look,
        }
    }

    /// An answer as JSON, with the mark that the ledger is synthetic.
    pub(crate) fn json<T: Serialize>(&mut self, answer: &T) -> io::Result<()> {
        self.data_line(&serde_json::to_string_pretty(&Marked { synthetic: true, answer })?)
    }

    /// Lines of data, in JSON or TOML.
    pub(crate) fn data_line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", escaped(line))
    }

    /// One line for people.
    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", visible(line))
    }

    /// A table for people. What stands in its cells is made visible as they are filled, so that it is
    /// laid out as it is shown.
    pub(crate) fn table(&mut self, table: Table) -> io::Result<()> {
        writeln!(self.out, "{}", table.text())
    }

    /// A table that is a part of its own.
    pub(crate) fn table_part(&mut self, table: Table) -> io::Result<()> {
        writeln!(self.out, "\n{}", table.text())
    }

    /// Opens an answer for people: that it is invented, what it is, and what was asked.
    pub(crate) fn heading(&mut self, title: &str, asked: &str) -> io::Result<()> {
        self.line(&format!("{SYNTHETIC}  {title}"))?;
        if asked.is_empty() { Ok(()) } else { self.line(asked) }
    }

    /// Opens a part of an answer for people.
    pub(crate) fn part(&mut self, title: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", visible(title))
    }

    /// A note to whoever is looking; not a part of the answer.
    pub(crate) fn note(&mut self, note: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        self.out.flush()?;
        writeln!(self.err, "{}", visible(note))
    }

    /// Says on stderr that the ledger is synthetic, for where stdout is data.
    pub(crate) fn banner(&mut self) -> io::Result<()> {
        self.note(BANNER)
    }

    /// Where data go, for a writer that writes by itself.
    pub(crate) fn data(&mut self) -> &mut (dyn Write + Send) {
        &mut *self.out
    }

    /// Whether somebody looks at what goes to stdout.
    pub(crate) fn somebody_looks(&self) -> bool {
        self.look.is_for_a_terminal()
    }

    /// Whether progress may be drawn: somebody looks, and did not ask for quiet.
    pub(crate) fn draws_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Hands all that was written on.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

impl Notes for Output {
    fn note(&mut self, note: &str) -> io::Result<()> {
        Self::note(self, note)
    }
}
