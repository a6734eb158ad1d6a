//! Bundles of other bytes: changed ones, arbitrary ones, and those that say the same in another way.

use std::sync::LazyLock;

use candour_domain::case::access::ExportAudience;
use candour_interchange::bundle::{Bundle, BundleFault, Made, Unreadable, Verdict, Wrong, check};
use proptest::prelude::*;

use super::none;
use crate::sealed::SealedCase;

/// Numbers drawn one after another from a fixed seed, so that the same places are tried each time.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64, as published by Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

#[tokio::test]
async fn no_changed_byte_is_passed_over() {
    let sealed = SealedCase::made(1).await;
    let whole = sealed.bundle(ExportAudience::Subject).await;
    let small = sealed.bundle_of(sealed.other, ExportAudience::Panel, None).await;
    let mut draws = Draws(20_261_122);
    let mut named = 0;
    // The small one has every kind of line, and is checked in less time.
    for number in 0..2_300 {
        let made = if number < 2_000 { &small } else { &whole };
        let mut bytes = made.text.clone().into_bytes();
        let (which, bit) = (draws.below(bytes.len()), draws.below(8));
        bytes[which] ^= 1 << bit;
        match check(&bytes, &none()) {
            Err(fault) => named += usize::from(fault.place.is_some()),
            Ok(_) => panic!("bit {bit} of byte {which} was changed, and nothing was said"),
        }
    }
    assert!(named > 500, "an entry was named {named} times");
}

#[tokio::test]
async fn with_its_digest_put_right_a_changed_byte_changes_the_makers_word_alone() {
    let sealed = SealedCase::made(1).await;
    let subject = sealed.children.first().copied();
    let made = sealed.bundle_of(sealed.other, ExportAudience::Subject, subject).await;
    let before = check(made.text.as_bytes(), &none()).unwrap();
    let (body, _) = made.text.rsplit_once("\"digest\"").unwrap();
    let mut draws = Draws(7);
    let mut passed = 0;
    for _ in 0..2_000 {
        let mut bytes = body.as_bytes().to_vec();
        let (which, bit) = (draws.below(bytes.len()), draws.below(8));
        bytes[which] ^= 1 << bit;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let whole = format!("{text}\"digest\":\"{}=\"\n}}\n", "A".repeat(43));
        let Ok((bundle, _)) = Bundle::read(whole.as_bytes()) else { continue };
        if let Ok(after) = check(bundle.write().unwrap().as_bytes(), &none()) {
            passed += 1;
            // Whatever is proved is as it was.
            let proved = |it: &Verdict| {
                let entries: Vec<_> =
                    it.entries.iter().map(|it| (it.position, it.between)).collect();
                (it.ledger, it.case, it.seal.root.clone(), it.shown, entries)
            };
            assert_eq!(proved(&after), proved(&before), "bit {bit} of byte {which}");
        }
    }
    assert!(passed < 100, "{passed} of 2,000");
}

#[test]
fn a_bundle_is_written_in_one_way() {
    let made = wait(async { SealedCase::made(1).await.bundle(ExportAudience::Auditor).await });
    let other = |from: &str, to: &str| {
        assert!(made.text.contains(from), "{from}");
        check(made.text.replacen(from, to, 1).as_bytes(), &none()).map(|_| ())
    };
    let refused =
        |line| Err(BundleFault::from(Wrong::Unreadable(Unreadable::OtherwiseWritten { line })));
    assert_eq!(other("\"synthetic\":true", "\"synthetic\": true"), refused(2));
    assert_eq!(other("\"for\":\"auditor\"", "\"for\":\"\\u0061uditor\""), refused(7));
    assert_eq!(other("\n}\n", "\n}"), refused(made.text.lines().count() + 1));
}

fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.unwrap().block_on(answer)
}

#[test]
fn a_bundle_reads_back_as_it_was_written() {
    let made = wait(async { SealedCase::made(1).await.bundle(ExportAudience::Subject).await });
    let (bundle, digest) = Bundle::read(made.text.as_bytes()).unwrap();
    assert_eq!((bundle.write().unwrap(), bundle.digest), (made.text, digest));
}

proptest! {
    #[test]
    fn a_bundle_of_arbitrary_bytes_is_answered(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        place in 0..200_000_usize,
        long in 0..400_usize,
    ) {
        static MADE: LazyLock<Made> = LazyLock::new(|| {
            wait(async { SealedCase::made(1).await.bundle(ExportAudience::Subject).await })
        });
        prop_assert!(check(&bytes, &none()).is_err_and(|it| it.place.is_none()));
        let mut whole = MADE.text.clone().into_bytes();
        let from = place % whole.len();
        let to = (from + long).min(whole.len());
        whole.splice(from..to, bytes);
        if let Err(fault) = check(&whole, &none()) {
            prop_assert!(!fault.to_string().is_empty());
        }
    }

    #[test]
    fn arbitrary_json_is_no_bundle(
        fields in proptest::collection::btree_map("[a-z_]{1,12}", "[ -~]{0,20}", 0..12),
    ) {
        let text = serde_json::to_vec(&fields).unwrap();
        let fault = check(&text, &none()).map(|_| ()).unwrap_err();
        let shape = matches!(fault.wrong, Wrong::Unreadable(Unreadable::Shape { .. }));
        prop_assert!(shape, "{}", fault);
    }
}
