//! The file that says where a saved log stands, with the head of every stream. It is text, with a digest
//! at its end, and a file that does not hold together counts as none: the ledger says it all again.

use std::fs;
use std::io;
use std::path::Path;

use uuid::Uuid;

use super::digested;
use super::heads::{Head, Heads};
use crate::merkle::Hash;
use crate::note::{base64_of, hash_of_base64};
use crate::private;
use crate::record::{After, Revision};

const FILE: &str = "state";
const FORM: &str = "candour log state v1";

/// Where a log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Saved {
    pub(super) size: u64,
    pub(super) root: Hash,
    pub(super) after: After,
    /// How many leaves there were up to the last one that is not of the ledger's own stream.
    pub(super) worked: u64,
    pub(super) heads: Heads,
}

/// Puts the file in place of the one before.
pub(super) fn write(directory: &Path, ledger: Uuid, saved: &Saved) -> io::Result<()> {
    let Saved { size, root, after, worked, heads } = saved;
    let (root, after) = (base64_of(root), after.number());
    let mut lines = format!("{size} {after} {worked} {root}\n");
    for Head { stream, last, leaf } in heads.all() {
        lines.extend([stream.as_str(), " ", &last.to_string(), " ", &base64_of(leaf), "\n"]);
    }
    let text = digested::written((FORM, ledger), &lines);
    private::replace(&directory.join(FILE), text.as_bytes(), private::Flushed::Now)
}

/// What was saved of this ledger, where the file holds together.
pub(super) fn read(directory: &Path, ledger: Uuid) -> Option<Saved> {
    parse(&fs::read_to_string(directory.join(FILE)).ok()?, ledger)
}

/// Reads the text of such a file.
pub(super) fn parse(whole: &str, ledger: Uuid) -> Option<Saved> {
    let mut lines = digested::lines((FORM, ledger), whole)?;
    let mut stand = lines.next()?.split(' ');
    let size = stand.next()?.parse().ok()?;
    let after = After::from_number(stand.next()?.parse().ok()?);
    let worked = stand.next()?.parse().ok()?;
    let root = hash_of_base64(stand.next()?)?;
    let mut heads = Heads::new(ledger);
    for line in lines {
        let mut words = line.split(' ');
        let stream = words.next()?.parse().ok()?;
        let last = Revision::from_number(words.next()?.parse().ok()?);
        heads.set(Head { stream, last, leaf: hash_of_base64(words.next()?)? });
    }
    Some(Saved { size, root, after, worked, heads })
}
