//! Every function that reads strangers' bytes, given arbitrary ones, and well formed ones with arbitrary ones
//! in their midst: each answers, none panics. The list, and what must hold of the answers, is the one that the
//! fuzz target has (`tests/fuzz/entries.rs`).
//!
//! # Rules
//! - `whatever_bytes_an_entry_is_given_it_answers`: T15.
//! - `what_each_entry_begins_from_is_well_formed`: so that what is changed in it is more than noise.

use candour_interchange::bundle::{self, Pins};
use candour_ledger::Verified;
use candour_ledger::log::{self, Gist};
use candour_ledger::note::{LeafProof, Note, Policy, SignatureLine, SignedCheckpoint, Verifier};
use candour_ledger::witness::AddCheckpoint;
use proptest::prelude::*;
use uuid::Uuid;

#[path = "../fuzz/entries.rs"]
mod entries;

use entries::ENTRIES;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_bytes_an_entry_is_given_it_answers(
        which in 0..ENTRIES.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        place in any::<prop::sample::Index>(),
        removed in 0_usize..40,
    ) {
        let entry = &ENTRIES[which];
        (entry.given)(&bytes);
        let mut taken = (entry.taken)().into_bytes();
        let from = place.index(taken.len() + 1);
        let to = (from + removed).min(taken.len());
        taken.splice(from..to, bytes.iter().copied().take(20));
        (entry.given)(&taken);
    }

    #[test]
    fn one_bit_changed_is_answered_by_every_entry(
        place in any::<prop::sample::Index>(),
        bit in 0_u8..8,
    ) {
        for entry in &ENTRIES {
            let mut taken = (entry.taken)().into_bytes();
            let place = place.index(taken.len());
            taken[place] ^= 1 << bit;
            (entry.given)(&taken);
        }
    }
}

#[test]
fn what_each_entry_begins_from_is_well_formed() {
    let taken = |name: &str| {
        let entry = ENTRIES.iter().find(|it| it.name == name).unwrap();
        let text = (entry.taken)();
        (entry.given)(text.as_bytes());
        text
    };
    assert_eq!(Note::parse(&taken("note")).map(|_| ()), Ok(()));
    assert_eq!(SignedCheckpoint::parse(&taken("checkpoint")).map(|_| ()), Ok(()));
    assert_eq!(SignatureLine::parse_all(&taken("cosignature")).map(|it| it.len()), Ok(1));
    assert_eq!(taken("public key").parse::<Verifier>().map(|_| ()), Ok(()));
    assert_eq!(Policy::parse(&taken("policy")).map(|_| ()), Ok(()));
    assert_eq!(LeafProof::parse(&taken("tlog-proof")).map(|_| ()), Ok(()));
    assert_eq!(AddCheckpoint::parse(&taken("witness request")).map(|_| ()), Ok(()));
    let ledger = Uuid::from_bytes([7; 16]);
    let checked = bundle::check(taken("bundle").as_bytes(), &Pins::default());
    assert_eq!(checked.map(|it| (it.ledger, it.shown, it.streams.len())), Ok((ledger, 2, 1)));
    assert_eq!(log::size_of_state(&taken("log state"), ledger), Some(5));
    assert_eq!(
        Verified::parse(&taken("verified")).map(|(it, kept)| (it.size(), kept.len())),
        Some((5, 4))
    );
    assert_eq!(Gist::parse(&taken("gist"), ledger).map(|it| it.matter.len()), Some(1));
    let names: std::collections::BTreeSet<&str> = ENTRIES.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), ENTRIES.len());
}
