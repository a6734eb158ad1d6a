//! Text of ours about one ledger, with a digest at its end. It is no evidence: the digest tells a file that was
//! cut short or damaged from one that holds together, and from no other.

use std::str::Split;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::note::base64_of;

/// Such a text of a form and a ledger, with its lines, each of which ends in a line end.
pub(super) fn written((form, ledger): (&str, Uuid), lines: &str) -> String {
    let text = format!("{form}\n{ledger}\n{lines}");
    let digest = base64_of(&Sha256::digest(&text));
    text + &digest + "\n"
}

/// The lines of such a text; none where it does not hold together, or is of another form or ledger.
pub(super) fn lines<'t>((form, ledger): (&str, Uuid), whole: &'t str) -> Option<Split<'t, char>> {
    let (text, digest) = whole.strip_suffix('\n')?.rsplit_once('\n')?;
    let covered = whole.get(..=text.len())?;
    if digest != base64_of(&Sha256::digest(covered)) {
        return None;
    }
    let mut lines = text.split('\n');
    let own = lines.next() == Some(form) && lines.next()?.parse() == Ok(ledger);
    own.then_some(lines)
}
