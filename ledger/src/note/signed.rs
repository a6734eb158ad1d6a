//! A signed note: a text, an empty line, and signatures of which each names its key. It says what was
//! signed and by whom it claims to be signed; whether that is so is asked of a [`Verifier`].

use std::fmt;

use super::key::{KeyId, KeyName, Signer, Verifier};
use super::{base64_of, bytes_of_base64};

/// The longest note that is read.
pub const NOTE_BYTES_MAX: usize = 64 * 1024;
/// The most signatures that a note has.
pub const SIGNATURES_MAX: usize = 64;
/// What each signature line begins with.
const DASH: &str = "\u{2014} ";

/// One signature below a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: KeyName,
    /// The short identifier of the key: it tells keys apart, and proves nothing.
    pub id: KeyId,
    /// The signature itself, in the form of its kind of key.
    pub bytes: Vec<u8>,
}

impl SignatureLine {
    /// Reads one line, without its end.
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(DASH)?.split_once(' ')?;
        let bytes = bytes_of_base64(encoded)?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        if bytes.is_empty() {
            return None;
        }
        Some(Self { name: name.parse().ok()?, id: KeyId::from_bytes(*id), bytes: bytes.to_vec() })
    }

    /// Reads the lines of signatures that a witness answers with.
    ///
    /// # Errors
    /// Refuses what is not one or more such lines.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, NoteError> {
        if text.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong { bytes: text.len() });
        }
        let Some(text) = text.strip_suffix('\n') else { return Err(NoteError::NoEnd) };
        let mut lines = Vec::new();
        for line in text.split('\n') {
            if lines.len() == SIGNATURES_MAX {
                return Err(NoteError::TooManySignatures);
            }
            let number = lines.len() + 1;
            lines.push(Self::parse(line).ok_or(NoteError::Signature { number })?);
        }
        Ok(lines)
    }
}

impl fmt::Display for SignatureLine {
    /// The line with its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.bytes().as_slice(), &self.bytes].concat();
        writeln!(f, "{DASH}{} {}", self.name, base64_of(&bytes))
    }
}

/// A text with signatures below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

/// Why a text is not a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is longer than a note may be.
    #[error("it has {bytes} bytes, and a signed note has {NOTE_BYTES_MAX} at most")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It has a character that no note has.
    #[error("it has a control character, which a signed note has not")]
    ControlCharacter,
    /// Its last line has no end.
    #[error("it does not end in a line break")]
    NoEnd,
    /// No empty line parts text from signatures.
    #[error("no empty line parts its text from its signatures")]
    NoSignatures,
    /// It has more signatures than are read.
    #[error("it has more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A line below the text is not a signature.
    #[error("line {number} of its signatures is not a signature")]
    Signature {
        /// Which of them, from one.
        number: usize,
    },
}

impl Note {
    /// A text that nobody has signed yet. It ends in a line break.
    pub(super) fn of(text: String) -> Self {
        Self { text, signatures: Vec::new() }
    }

    /// Reads a note.
    ///
    /// # Errors
    /// Refuses what is not one, by its reason.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong { bytes: note.len() });
        }
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::ControlCharacter);
        }
        if !note.ends_with('\n') {
            return Err(NoteError::NoEnd);
        }
        let parting = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, rest) = note.split_at(parting + 1);
        // The second of the two line breaks is the empty line.
        let signatures =
            rest.get(1..).filter(|it| !it.is_empty()).ok_or(NoteError::NoSignatures)?;
        let signatures = SignatureLine::parse_all(signatures)?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// What is signed, with its last line break.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in their order.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Signs the text.
    pub fn sign(&mut self, signer: &Signer) {
        self.signatures.push(signer.line(&self.text));
    }

    /// Puts a signature below that somebody else made. One that stands there already is not repeated.
    pub fn add(&mut self, line: SignatureLine) {
        if self.signatures.len() < SIGNATURES_MAX && !self.signatures.contains(&line) {
            self.signatures.push(line);
        }
    }

    /// What a key's signatures say: `None` where there is none of that name and identifier, otherwise
    /// whether all of them are true.
    pub fn signed_by(&self, key: &Verifier) -> Option<bool> {
        let mut lines = self.signatures.iter().filter(|line| key.claims(line)).peekable();
        lines.peek()?;
        Some(lines.all(|line| key.holds(&self.text, line)))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| line.fmt(f))
    }
}
