//! What a ledger's checkpoints say of single entries: which one covers an entry first, who signed it, which
//! witnesses had seen it, and between which of their times the entry came. It reads no record: that the
//! records are those that were signed over is for a receipt or for verifying to show.
//!
//! # Rules
//! - `an_entry_is_sealed_by_the_first_checkpoint_that_covers_it`.
//! - `an_entry_that_no_checkpoint_covers_is_not_sealed`.
//! - `a_seal_names_the_witnesses_that_truly_said_so`: and says where they are too few.
//! - `a_seal_says_where_no_key_of_the_ledger_signed_it`.
//! - `an_entry_is_placed_between_the_times_of_its_witnesses`: not before the last anchor below it that enough
//!   of them had seen, and not after the first checkpoint that covers it and that enough had seen.

use std::collections::BTreeMap;

use candour_domain::entry::Position;
use candour_ledger::note::Cosignature;
use chrono::{DateTime, Utc};

use super::{Anchor, ProofBook};

/// Between which times an entry came into the ledger, as witnesses saw it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Between {
    /// It was put there after this.
    pub not_before: Option<DateTime<Utc>>,
    /// It was there by this.
    pub not_after: Option<DateTime<Utc>>,
}

/// That a witness had seen a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The name of the witness's key.
    pub witness: String,
    /// When, by its own clock.
    pub at: DateTime<Utc>,
}

/// The first checkpoint that covers an entry and came back into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// How many entries it covers.
    pub size: u64,
    /// The entry that brought it back.
    pub brought_back: Position,
    /// Whether a key of the ledger that was in force signed it.
    pub signed: bool,
    /// The witnesses of the policy that truly cosigned it, in the policy's order.
    pub witnesses: Vec<Seen>,
    /// Whether they are enough by the policy that was in force; none where it asked for none.
    pub enough: Option<bool>,
    /// Between which times the entry came.
    pub between: Between,
}

/// The seals of a ledger's entries. What is said of a checkpoint is worked out once, since signatures take a
/// while to check.
pub struct Seals<'a> {
    book: &'a ProofBook,
    told: BTreeMap<usize, Told>,
}

/// What is said of a checkpoint.
struct Told {
    signed: bool,
    witnessed: Witnessed,
}

/// What the witnesses of the policy truly said of a checkpoint, and whether they are enough.
pub(super) struct Witnessed {
    said: Vec<Cosignature>,
    enough: Option<bool>,
}

impl Witnessed {
    /// What they said of one that came back.
    pub(super) fn of(anchor: &Anchor) -> Self {
        let said = anchor.cosignatures();
        let policy = anchor.policy.as_ref().filter(|it| !it.witnesses().is_empty());
        let enough = policy.map(|it| !said.is_empty() && it.is_met_by(&said));
        Self { said, enough }
    }

    /// When they had seen it, where they are enough: the latest of their times.
    pub(super) fn at(&self) -> Option<DateTime<Utc>> {
        self.said.iter().map(|it| it.at).max().filter(|_| self.enough == Some(true))
    }
}

impl<'a> Seals<'a> {
    /// Those of what a ledger has said of itself.
    pub fn of(book: &'a ProofBook) -> Self {
        Self { book, told: BTreeMap::new() }
    }

    /// The seal of the entry at a position; none where no checkpoint covers it yet.
    pub fn at(&mut self, position: Position) -> Option<Seal> {
        let number = self.first_covering(position);
        let anchor = self.book.anchors.get(number)?;
        let between = self.between(position);
        let Told { signed, witnessed } = self.told(number)?;
        let (signed, enough) = (*signed, witnessed.enough);
        let witnesses = witnessed.said.iter().map(seen).collect();
        let (size, brought_back) = (size(anchor), anchor.position);
        Some(Seal { size, brought_back, signed, witnesses, enough, between })
    }

    /// Between which times the entry at a position came into the ledger.
    pub fn between(&mut self, position: Position) -> Between {
        let below = self.book.anchors.partition_point(|it| it.position < position);
        let above = self.first_covering(position)..self.book.anchors.len();
        Between {
            not_before: (0..below).rev().find_map(|number| self.told(number)?.witnessed.at()),
            not_after: { above }.find_map(|number| self.told(number)?.witnessed.at()),
        }
    }

    /// The number of the first checkpoint that covers the entry at a position.
    fn first_covering(&self, position: Position) -> usize {
        self.book.anchors.partition_point(|it| size(it) < position.0)
    }

    fn told(&mut self, number: usize) -> Option<&Told> {
        let anchor = self.book.anchors.get(number)?;
        let signed = || self.book.chain.signed(&anchor.checkpoint).is_ok();
        let told = || Told { signed: signed(), witnessed: Witnessed::of(anchor) };
        Some(self.told.entry(number).or_insert_with(told))
    }
}

fn seen(said: &Cosignature) -> Seen {
    Seen { witness: said.witness.name().to_string(), at: said.at }
}

fn size(anchor: &Anchor) -> u64 {
    anchor.checkpoint.claim().head.size
}

#[cfg(test)]
mod tests {
    use super::super::tests::{anchor, book, checkpoint, minute, said};
    use super::*;

    fn seal(book: &ProofBook, position: u64) -> Option<Seal> {
        Seals::of(book).at(Position(position))
    }

    fn cosigned(name: &str, at: i64) -> Seen {
        Seen { witness: format!("{name}.example"), at: minute(at) }
    }

    #[test]
    fn an_entry_is_sealed_by_the_first_checkpoint_that_covers_it() {
        let book = book(&said());
        let both = |at| vec![cosigned("council", at), cosigned("police", at + 1)];
        let first = Seal {
            size: 4,
            brought_back: Position(5),
            signed: true,
            witnesses: both(10),
            enough: Some(true),
            between: Between { not_before: None, not_after: Some(minute(11)) },
        };
        assert_eq!(seal(&book, 1), Some(first.clone()));
        assert_eq!(seal(&book, 4), Some(first));
        let second = Seal {
            size: 7,
            brought_back: Position(8),
            signed: true,
            witnesses: both(20),
            enough: Some(true),
            between: Between { not_before: Some(minute(11)), not_after: Some(minute(21)) },
        };
        assert_eq!(seal(&book, 7), Some(second.clone()));
        // The entry that brings a checkpoint back is before its own witnesses' word, not after.
        let between = Between { not_before: None, not_after: Some(minute(21)) };
        assert_eq!(seal(&book, 5), Some(Seal { between, ..second }));
    }

    #[test]
    fn an_entry_that_no_checkpoint_covers_is_not_sealed() {
        let whole = book(&said());
        assert_eq!(seal(&whole, 11).map(|it| it.size), Some(11));
        assert_eq!(seal(&whole, 12), None);
        assert_eq!(seal(&book(&said()[..3]), 1), None);
    }

    #[test]
    fn a_seal_names_the_witnesses_that_truly_said_so() {
        let with = |checkpoint| {
            let mut entries = said();
            entries[3] = anchor(5, &checkpoint);
            let sealed = seal(&book(&entries), 2).map(|it| (it.witnesses, it.enough, it.between));
            sealed.unwrap()
        };
        let later = Between { not_before: None, not_after: Some(minute(21)) };
        let one = checkpoint(4, 1, &[("council", 10)]);
        assert_eq!(with(one), (vec![cosigned("council", 10)], Some(false), later));
        let stranger = checkpoint(4, 1, &[("stranger", 10)]);
        assert_eq!(with(stranger), (Vec::new(), Some(false), later));
        // Before a policy was adopted, none was asked for.
        let mut entries = said();
        entries.remove(1);
        let unasked = seal(&book(&entries), 2).map(|it| (it.witnesses, it.enough, it.between));
        assert_eq!(unasked, Some((Vec::new(), None, Between::default())));
    }

    #[test]
    fn a_seal_says_where_no_key_of_the_ledger_signed_it() {
        let mut entries = said();
        entries[3] = anchor(5, &checkpoint(4, 3, &[("council", 10), ("police", 11)]));
        assert_eq!(seal(&book(&entries), 2).map(|it| it.signed), Some(false));
    }

    #[test]
    fn an_entry_is_placed_between_the_times_of_its_witnesses() {
        let whole = book(&said());
        let between = |position| {
            let Between { not_before, not_after } = Seals::of(&whole).between(Position(position));
            (not_before, not_after)
        };
        let (first, second, third) = (Some(minute(11)), Some(minute(21)), Some(minute(31)));
        assert_eq!(between(1), (None, first));
        assert_eq!(between(4), (None, first));
        assert_eq!(between(5), (None, second));
        assert_eq!(between(6), (first, second));
        assert_eq!(between(9), (second, third));
        assert_eq!(between(13), (third, None));
        // One witness is not enough by the policy, and says nothing.
        let mut entries = said();
        entries[3] = anchor(5, &checkpoint(4, 1, &[("council", 10)]));
        let times = Seals::of(&book(&entries)).between(Position(6));
        assert_eq!(times, Between { not_before: None, not_after: second });
    }
}
