//! How far a ledger was checked, kept as text so that a later run can go on from there. It is no evidence:
//! whoever can rewrite a ledger can rewrite this, and what was checked before is not read again. A text that
//! does not hold together counts as none.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::leaf::Leaf;
use crate::log::{Head, Heads};
use crate::merkle::{Frontier, Hash, TreeHead};
use crate::note::{base64_of, hash_of_base64};
use crate::port::{EventStore, ReadError};
use crate::record::{After, Revision};
use crate::verify::{Marked, Marks};

const FORM: &str = "candour verified v1";

/// How far a ledger was checked, and what going on from there needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub(crate) ledger: Uuid,
    pub(crate) after: After,
    pub(crate) recorded_at: Option<DateTime<Utc>>,
    /// The leaf of the last record.
    pub(crate) leaf: Option<Hash>,
    pub(crate) tree: Frontier,
    pub(crate) heads: Heads,
    pub(crate) marked: Marked,
}

impl Verified {
    /// Nothing of a ledger.
    pub(crate) fn nothing(ledger: Uuid) -> Self {
        Self {
            ledger,
            after: After::Start,
            recorded_at: None,
            leaf: None,
            tree: Frontier::new(),
            heads: Heads::new(ledger),
            marked: Marked::default(),
        }
    }

    /// How many records were checked.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// How many, and the root over them.
    pub fn head(&self) -> TreeHead {
        self.tree.head()
    }

    /// Where the last of them stands.
    pub fn after(&self) -> After {
        self.after
    }

    /// Whether the ledger still has the record at which it ended, and everything that is marked up to there
    /// was found then.
    ///
    /// # Errors
    /// Fails where the store cannot be read.
    pub async fn fits(&self, store: &dyn EventStore, marks: &Marks) -> Result<bool, ReadError> {
        let size = self.size();
        let roots = marks.roots.iter().filter(|it| **it < size);
        let heads = marks.heads.iter().filter(|it| **it < size);
        let answered = roots.copied().all(|it| self.marked.roots.contains_key(&it))
            && heads.copied().all(|it| self.marked.heads.contains_key(&it));
        let After::Position(at) = self.after else { return Ok(true) };
        let before = After::from_number(at.number() - 1);
        let read = match store.read_all(before, 1).await {
            Ok(read) => read,
            Err(ReadError::Damaged(_)) => return Ok(false),
            Err(failed @ ReadError::Failed(_)) => return Err(failed),
        };
        let ledger = store.identity().id;
        let there = read.first().filter(|record| record.position == at);
        let leaf = there.map(|record| Leaf::of(ledger, record).hash());
        Ok(answered && ledger == self.ledger && leaf.is_some() && leaf == self.leaf)
    }

    /// As text, with a line of whoever keeps it, and a digest at its end.
    pub fn to_text(&self, kept: &str) -> String {
        let Self { ledger, after, recorded_at, leaf, tree, heads, marked } = self;
        let (size, after) = (tree.size(), after.number());
        let mut text = format!("{FORM}\n{kept}\n{ledger}\n{size} {after}\n");
        let mut line = |words: String| text.extend([words.as_str(), "\n"]);
        if let (Some(at), Some(leaf)) = (recorded_at, leaf) {
            line(format!("last {} {}", at.to_rfc3339(), base64_of(leaf)));
        }
        tree.edge().iter().for_each(|it| line(format!("edge {}", base64_of(it))));
        for (size, root) in &marked.roots {
            line(format!("root {size} {}", base64_of(root)));
        }
        for (size, head) in &marked.heads {
            line(format!("heads {size} {} {}", head.size, base64_of(&head.root)));
        }
        for Head { stream, last, leaf } in heads.all() {
            line(format!("stream {} {last} {}", stream.as_str(), base64_of(leaf)));
        }
        let digest = base64_of(&Sha256::digest(&text));
        text + &digest + "\n"
    }

    /// Reads such a text, with the line of whoever kept it; nothing where it does not hold together.
    pub fn parse(text: &str) -> Option<(Self, &str)> {
        let (body, digest) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let covered = text.get(..=body.len())?;
        if digest != base64_of(&Sha256::digest(covered)) {
            return None;
        }
        let mut lines = body.split('\n');
        if lines.next() != Some(FORM) {
            return None;
        }
        let kept = lines.next()?;
        let mut read = Self::nothing(lines.next()?.parse().ok()?);
        let (size, after) = lines.next()?.split_once(' ')?;
        read.after = After::from_number(after.parse().ok()?);
        let mut edge = Vec::new();
        for line in lines {
            read.take(line, &mut edge)?;
        }
        read.tree = Frontier::from_edge(size.parse().ok()?, edge)?;
        Some((read, kept))
    }

    fn take(&mut self, line: &str, edge: &mut Vec<Hash>) -> Option<()> {
        let words: Vec<&str> = line.split(' ').collect();
        match *words.as_slice() {
            ["last", at, leaf] => {
                let at = DateTime::parse_from_rfc3339(at).ok()?;
                self.recorded_at = Some(at.with_timezone(&Utc));
                self.leaf = Some(hash_of_base64(leaf)?);
            }
            ["edge", hash] => edge.push(hash_of_base64(hash)?),
            ["root", size, root] => {
                self.marked.roots.insert(size.parse().ok()?, hash_of_base64(root)?);
            }
            ["heads", size, streams, root] => {
                let head = TreeHead { size: streams.parse().ok()?, root: hash_of_base64(root)? };
                self.marked.heads.insert(size.parse().ok()?, head);
            }
            ["stream", stream, last, leaf] => {
                let last = Revision::from_number(last.parse().ok()?);
                let (stream, leaf) = (stream.parse().ok()?, hash_of_base64(leaf)?);
                self.heads.set(Head { stream, last, leaf });
            }
            _ => return None,
        }
        Some(())
    }
}
