//! When witnesses had seen a checkpoint, and between which of those times an entry was put where it
//! stands. Times are the witnesses' own; nothing here takes the ledger's word for one.
//!
//! # Rules
//! - `a_checkpoint_was_seen_when_enough_had_seen_it`: the earliest time by which the policy was met.
//! - `an_entry_lies_between_the_anchor_below_it_and_the_first_above`.

use candour_ledger::note::{Policy, SignedCheckpoint};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// By when so many witnesses had cosigned a checkpoint that the policy was met; nothing where it is not.
pub(super) fn seen_by(policy: &Policy, checkpoint: &SignedCheckpoint) -> Option<DateTime<Utc>> {
    let mut said = policy.cosignatures(checkpoint);
    said.sort_by_key(|it| it.at);
    (1..=said.len()).find_map(|enough| {
        let (first, _) = said.split_at(enough);
        let last = first.last()?;
        policy.is_met_by(first).then_some(last.at)
    })
}

/// A time that witnesses vouch for: an anchor, or the bundle's own checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where the anchor itself stands; nothing of the bundle's own checkpoint, which is none yet.
    pub(super) anchor: Option<u64>,
    /// How many leaves the checkpoint commits to.
    pub(super) size: u64,
    /// By when enough had seen it.
    pub(super) at: DateTime<Utc>,
}

/// Between which witnessed times an entry was put where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Between {
    /// Not before: the anchor below it has this time.
    pub not_before: Option<DateTime<Utc>>,
    /// Not after: the first checkpoint that covers it has this time.
    pub not_after: Option<DateTime<Utc>>,
}

/// The witnessed times of a bundle, so that those of an entry are found at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Times {
    /// By the place of an anchor, the latest time up to it.
    below: Vec<(u64, DateTime<Utc>)>,
    /// By the size of a checkpoint, the earliest time from it on.
    above: Vec<(u64, DateTime<Utc>)>,
}

impl Times {
    pub(super) fn of(seen: &[Seen]) -> Self {
        let mut below: Vec<(u64, DateTime<Utc>)> =
            seen.iter().filter_map(|it| Some((it.anchor?, it.at))).collect();
        let mut above: Vec<(u64, DateTime<Utc>)> = seen.iter().map(|it| (it.size, it.at)).collect();
        below.sort_unstable();
        above.sort_unstable();
        let mut latest: Option<DateTime<Utc>> = None;
        for (_, at) in &mut below {
            *at = latest.map_or(*at, |latest| latest.max(*at));
            latest = Some(*at);
        }
        let mut earliest: Option<DateTime<Utc>> = None;
        for (_, at) in above.iter_mut().rev() {
            *at = earliest.map_or(*at, |earliest| earliest.min(*at));
            earliest = Some(*at);
        }
        Self { below, above }
    }

    /// Between which times the leaf with this number was put there.
    pub(super) fn around(&self, index: u64) -> Between {
        let before = self.below.partition_point(|(anchor, _)| *anchor < index);
        let covers = self.above.partition_point(|(size, _)| *size <= index);
        let not_before = before.checked_sub(1).and_then(|it| self.below.get(it));
        Between {
            not_before: not_before.map(|(_, at)| *at),
            not_after: self.above.get(covers).map(|(_, at)| *at),
        }
    }
}

#[cfg(test)]
mod tests {
    use candour_ledger::merkle::TreeHead;
    use candour_ledger::note::{Checkpoint, KeyKind, KeyName, Signer, cosign};
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn witness(number: u8) -> Signer {
        let name = format!("witness.example/{number}").parse().unwrap();
        Signer::from_bytes(name, KeyKind::Cosignatures, &[number; 32])
    }

    #[test]
    fn a_checkpoint_was_seen_when_enough_had_seen_it() {
        let origin = KeyName::of_ledger(Uuid::from_bytes([7; 16]));
        let key = Signer::from_bytes(origin.clone(), KeyKind::Checkpoints, &[1; 32]);
        let head = TreeHead { size: 12, root: [5; 32] };
        let mut signed = SignedCheckpoint::sign(Checkpoint { origin, head }, &key);
        let keys = [1, 2, 3].map(|number| witness(number).verifier());
        let [one, two, three] = &keys;
        let text = format!(
            "witness a {one}\nwitness b {two}\nwitness c {three}\ngroup g 2 a b c\nquorum g\n"
        );
        let policy = Policy::parse(&text).unwrap();
        let mut found = Vec::new();
        for (number, seconds) in [(1, 300), (2, 100), (3, 200)] {
            signed.add(cosign(&witness(number), &signed, at(seconds)).unwrap());
            found.push(seen_by(&policy, &signed));
        }
        assert_eq!(found, [None, Some(at(300)), Some(at(200))]);
    }

    #[test]
    fn an_entry_lies_between_the_anchor_below_it_and_the_first_above() {
        let anchor = |anchor, size, seconds| Seen { anchor, size, at: at(seconds) };
        let times = Times::of(&[
            anchor(Some(20), 18, 200),
            anchor(Some(10), 8, 100),
            anchor(None, 40, 300),
        ]);
        let between = |index| {
            let Between { not_before, not_after } = times.around(index);
            (not_before.map(|it| it.timestamp()), not_after.map(|it| it.timestamp()))
        };
        assert_eq!(between(7), (None, Some(100)));
        assert_eq!(between(8), (None, Some(200)));
        assert_eq!(between(10), (None, Some(200)));
        assert_eq!(between(11), (Some(100), Some(200)));
        assert_eq!(between(20), (Some(100), Some(300)));
        assert_eq!(between(39), (Some(200), Some(300)));
        assert_eq!(between(40), (Some(200), None));
    }
}
