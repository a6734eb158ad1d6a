//! The chain of a ledger's keys: which of those that it introduced may sign its checkpoints, and up to which
//! size. It is followed in the ledger's order, from the keys that were introduced and the checkpoints that were
//! brought back; whoever trusts the first key, or one that they had from elsewhere, can trust those behind it.
//! Witnesses have no part in it: what they saw is asked of their cosignatures.
//!
//! # Rules
//! - `a_key_counts_once_the_one_before_it_signed_over_its_introduction`.
//! - `of_keys_that_were_introduced_together_the_last_counts`: the others were never used.
//! - `a_key_that_nobody_vouched_for_never_counts`: nor what it signs.
//! - `an_old_key_counts_no_longer_where_the_new_one_has_signed`.
//! - `a_chain_begins_at_the_key_that_is_trusted`.

use super::checkpoint::{Checkpoint, SignedCheckpoint, Untrusted};
use super::key::{KeyName, Verifier};

/// A key that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLink {
    /// The key.
    pub key: Verifier,
    /// The number of the leaf that introduced it, from 0.
    pub introduced: u64,
    /// The size of the checkpoint under the key before it that vouches for it; nothing of the first.
    pub vouched: Option<u64>,
    /// The size of the first checkpoint under the key behind it: from there on this one counts no longer.
    until: Option<u64>,
}

/// The keys of a ledger that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChain {
    origin: KeyName,
    /// The key with which it begins, where it is not the first.
    begins: Option<Verifier>,
    introduced: Vec<(u64, Verifier)>,
    /// The last is the one that signs.
    links: Vec<KeyLink>,
    /// The one that was vouched for, and has signed nothing yet.
    next: Option<KeyLink>,
}

impl KeyChain {
    /// That of a ledger which has introduced nothing yet.
    pub fn of(origin: KeyName) -> Self {
        let (introduced, links) = (Vec::new(), Vec::new());
        Self { origin, begins: None, introduced, links, next: None }
    }

    /// One that begins at a key that is trusted, whichever the ledger's first is.
    pub fn from_key(origin: KeyName, trusted: Verifier) -> Self {
        Self { begins: Some(trusted), ..Self::of(origin) }
    }

    /// Takes a key that the leaf with this number introduces.
    pub fn introduce(&mut self, leaf: u64, key: Verifier) {
        self.introduced.push((leaf, key.clone()));
        if self.links.is_empty() && self.begins.as_ref().is_none_or(|begins| *begins == key) {
            self.links.push(KeyLink { key, introduced: leaf, vouched: None, until: None });
        }
    }

    /// Takes the next checkpoint that was brought back. Answers whether it changes which keys count.
    pub fn see(&mut self, checkpoint: &SignedCheckpoint) -> bool {
        let size = checkpoint.claim().head.size;
        let signed = |it: &KeyLink| checkpoint.signed_by(&self.origin, [&it.key]).is_ok();
        let mut changed = false;
        if let Some(next) = self.next.take_if(|next| signed(next)) {
            if let Some(before) = self.links.last_mut() {
                before.until = Some(size);
            }
            self.links.push(next);
            changed = true;
        }
        let Some(covered) = self.waiting_below(size).cloned() else { return changed };
        if self.links.last().is_none_or(|last| !signed(last)) {
            return changed;
        }
        let (introduced, key) = covered;
        self.next = Some(KeyLink { key, introduced, vouched: Some(size), until: None });
        true
    }

    /// The key that was introduced last below this size and that nobody has vouched for yet.
    fn waiting_below(&self, size: u64) -> Option<&(u64, Verifier)> {
        let last = self.next.as_ref().or(self.links.last())?;
        let mut introduced = self.introduced.iter().rev();
        let newest = introduced.find(|(leaf, _)| *leaf < size)?;
        (newest.0 > last.introduced && newest.1 != last.key).then_some(newest)
    }

    /// The key that was introduced last, where nobody has vouched for it yet.
    pub fn waiting(&self) -> Option<&Verifier> {
        self.waiting_below(u64::MAX).map(|(_, key)| key)
    }

    /// All keys that were introduced, with the numbers of their leaves, whether they count or not.
    pub fn introduced(&self) -> &[(u64, Verifier)] {
        &self.introduced
    }

    /// The keys that count, in their order.
    pub fn links(&self) -> impl Iterator<Item = &KeyLink> {
        self.links.iter().chain(&self.next)
    }

    /// The keys that may sign what comes next: the one that signs, and the one that was vouched for since.
    pub fn may_sign(&self) -> impl Iterator<Item = &Verifier> {
        self.links.last().into_iter().chain(&self.next).map(|it| &it.key)
    }

    /// What a checkpoint says, where a key that counts at its size signed it.
    ///
    /// # Errors
    /// As [`SignedCheckpoint::signed_by`].
    pub fn signed<'a>(
        &self,
        checkpoint: &'a SignedCheckpoint,
    ) -> Result<&'a Checkpoint, Untrusted> {
        let size = checkpoint.claim().head.size;
        let counts = |it: &&KeyLink| {
            it.vouched.is_none_or(|from| from <= size) && it.until.is_none_or(|until| size < until)
        };
        checkpoint.signed_by(&self.origin, self.links().filter(counts).map(|it| &it.key))
    }
}

#[cfg(test)]
mod tests;
