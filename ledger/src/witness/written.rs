//! What a witness keeps, as its two files have it: what it remembers, and its evidence. Both are text for
//! people to read, name the witness's key, and end in a digest of all before it. Nothing here touches a
//! file, and what does not hold together is refused, never taken for empty.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::memory::{Contradiction, Evidence, Latest, Memory};
use crate::note::{SignedCheckpoint, Verifier, base64_of};

const MEMORY: &str = "candour witness state v1";
const EVIDENCE: &str = "candour witness evidence v1";
/// What each line of a checkpoint begins with.
const QUOTED: &str = "| ";

/// Why a file of a witness is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not what was written, or was cut short.
    #[error("it is not what this witness wrote: its digest does not belong to it")]
    Digest,
    /// It is of another form, perhaps of a later release.
    #[error("its first line is not {wanted:?}")]
    Form {
        /// What its first line should be.
        wanted: &'static str,
    },
    /// A line cannot be meant.
    #[error("line {line} cannot be meant")]
    Line {
        /// The line, from one.
        line: usize,
    },
    /// It belongs to another key.
    #[error("it was written with another key than the one beside it")]
    OtherKey,
}

/// What is remembered, as its file has it.
pub(super) fn memory(witness: &Verifier, memory: &Memory) -> String {
    let mut text = format!("{MEMORY}\nwitness {witness}\n");
    for known in memory.ledgers().values() {
        for key in &known.keys {
            line(&mut text, &format!("trusts {key}"));
        }
        if let Some(Latest { checkpoint, at }) = &known.latest {
            line(&mut text, &format!("cosigned {}", moment(*at)));
            quote(&mut text, checkpoint);
        }
    }
    sealed(text)
}

/// Evidence, as its file has it.
pub(super) fn evidence(witness: &Verifier, evidence: &[Evidence]) -> String {
    let mut text = format!("{EVIDENCE}\nwitness {witness}\n");
    for Evidence { contradiction, cosigned, refused, at } in evidence {
        let why = contradiction.word();
        line(&mut text, &format!("{why} {}", moment(*at)));
        line(&mut text, "cosigned");
        quote(&mut text, cosigned);
        line(&mut text, "refused");
        quote(&mut text, refused);
    }
    sealed(text)
}

/// Reads what is remembered. Each checkpoint in it is checked again.
pub(super) fn read_memory(witness: &Verifier, text: &str) -> Result<Memory, Damage> {
    let mut lines = Lines::of(MEMORY, witness, text)?;
    let mut memory = Memory::default();
    while let Some(line) = lines.next() {
        let fault = Damage::Line { line: lines.number };
        if let Some(key) = line.strip_prefix("trusts ") {
            let trusted = key.parse().ok().and_then(|key| memory.trust(key).ok());
            trusted.filter(|new| *new).ok_or(fault)?;
        } else {
            let at = line.strip_prefix("cosigned ").and_then(read_moment).ok_or(fault)?;
            let checkpoint = lines.quoted()?;
            memory.remember(Latest { checkpoint, at }).ok_or(fault)?;
        }
    }
    Ok(memory)
}

/// Reads evidence.
pub(super) fn read_evidence(witness: &Verifier, text: &str) -> Result<Vec<Evidence>, Damage> {
    let mut lines = Lines::of(EVIDENCE, witness, text)?;
    let mut evidence = Vec::new();
    while let Some(line) = lines.next() {
        let fault = Damage::Line { line: lines.number };
        let (why, at) = line.split_once(' ').ok_or(fault)?;
        let contradiction = Contradiction::from_word(why).ok_or(fault)?;
        let at = read_moment(at).ok_or(fault)?;
        lines.exactly("cosigned")?;
        let cosigned = lines.quoted()?;
        lines.exactly("refused")?;
        let refused = lines.quoted()?;
        evidence.push(Evidence { contradiction, cosigned, refused, at });
    }
    Ok(evidence)
}

impl Contradiction {
    /// The word that stands for it where it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::OtherRoot => "other-root",
            Self::NotGrown => "not-grown",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::OtherRoot, Self::NotGrown].into_iter().find(|it| it.word() == word)
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn quote(text: &mut String, checkpoint: &SignedCheckpoint) {
    for quoted in checkpoint.to_string().lines() {
        line(text, &format!("{QUOTED}{quoted}"));
    }
}

fn sealed(mut text: String) -> String {
    let digest = base64_of(&Sha256::digest(&text));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "digest {digest}");
    text
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (moment(at) == text).then_some(at)
}

/// The lines of a file that holds together, after the two that say what it is.
struct Lines<'a> {
    rest: std::iter::Peekable<std::str::Split<'a, char>>,
    /// The number of the line that was read last, from one.
    number: usize,
}

impl<'a> Lines<'a> {
    fn of(form: &'static str, witness: &Verifier, text: &'a str) -> Result<Self, Damage> {
        let cut = || text.strip_suffix('\n')?.rsplit_once("\ndigest ");
        let (body, digest) = cut().ok_or(Damage::Digest)?;
        let covered = text.get(..=body.len()).ok_or(Damage::Digest)?;
        if digest != base64_of(&Sha256::digest(covered)) {
            return Err(Damage::Digest);
        }
        let mut lines = Self { rest: body.split('\n').peekable(), number: 0 };
        if lines.next() != Some(form) {
            return Err(Damage::Form { wanted: form });
        }
        match lines.next().and_then(|it| it.strip_prefix("witness ")) {
            Some(key) if key == witness.to_string() => Ok(lines),
            Some(_) => Err(Damage::OtherKey),
            None => Err(Damage::Line { line: 2 }),
        }
    }

    fn next(&mut self) -> Option<&'a str> {
        let line = self.rest.next()?;
        self.number += 1;
        Some(line)
    }

    fn exactly(&mut self, wanted: &str) -> Result<(), Damage> {
        let found = self.next() == Some(wanted);
        if found { Ok(()) } else { Err(Damage::Line { line: self.number }) }
    }

    fn quoted(&mut self) -> Result<SignedCheckpoint, Damage> {
        let mut note = String::new();
        while let Some(quoted) = self.rest.peek().and_then(|it| it.strip_prefix(QUOTED)) {
            self.next();
            line(&mut note, quoted);
        }
        let damage = Damage::Line { line: self.number };
        SignedCheckpoint::parse(&note).map_err(|_| damage)
    }
}
