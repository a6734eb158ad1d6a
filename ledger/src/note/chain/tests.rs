//! Chains of made-up keys and checkpoints.

use uuid::Uuid;

use super::*;
use crate::merkle::TreeHead;
use crate::note::{KeyKind, Signer};

fn origin() -> KeyName {
    KeyName::of_ledger(Uuid::from_bytes([7; 16]))
}

fn key(secret: u8) -> Signer {
    Signer::from_bytes(origin(), KeyKind::Checkpoints, &[secret; 32])
}

fn checkpoint(size: u64, by: u8) -> SignedCheckpoint {
    let head = TreeHead { size, root: [9; 32] };
    SignedCheckpoint::sign(Checkpoint { origin: origin(), head }, &key(by))
}

/// What stands in a ledger, in its order.
#[derive(Clone, Copy)]
enum Stands {
    /// A key, introduced by this leaf.
    Key(u64, u8),
    /// A checkpoint of this size, signed with this key.
    Checkpoint(u64, u8),
}

use Stands::{Checkpoint as Signed, Key};

fn followed(mut chain: KeyChain, stands: &[Stands]) -> KeyChain {
    for it in stands {
        match *it {
            Key(leaf, secret) => chain.introduce(leaf, key(secret).verifier()),
            Signed(size, by) => {
                chain.see(&checkpoint(size, by));
            }
        }
    }
    chain
}

/// The keys that count, by their secrets, with the sizes between which they do.
fn counts(chain: &KeyChain) -> Vec<(u8, Option<u64>, Option<u64>)> {
    let secret = |link: &KeyLink| (1..9).find(|it| key(*it).verifier() == link.key).unwrap();
    chain.links().map(|link| (secret(link), link.vouched, link.until)).collect()
}

fn chain(stands: &[Stands]) -> KeyChain {
    followed(KeyChain::of(origin()), stands)
}

#[test]
fn a_key_counts_once_the_one_before_it_signed_over_its_introduction() {
    let mut stands = vec![Key(1, 1), Signed(3, 1), Key(5, 2)];
    let before = chain(&stands);
    assert_eq!(counts(&before), [(1, None, None)]);
    assert_eq!(before.waiting(), Some(&key(2).verifier()));
    // One that does not cover the introduction says nothing of it.
    stands.push(Signed(5, 1));
    assert_eq!(counts(&chain(&stands)), [(1, None, None)]);
    stands.push(Signed(6, 1));
    let vouched = chain(&stands);
    assert_eq!(counts(&vouched), [(1, None, None), (2, Some(6), None)]);
    assert_eq!(vouched.waiting(), None);
    let may_sign: Vec<_> = vouched.may_sign().cloned().collect();
    assert_eq!(may_sign, [key(1).verifier(), key(2).verifier()]);
    stands.extend([Signed(9, 2), Key(10, 3), Signed(12, 2), Signed(15, 3)]);
    let thrice = [(1, None, Some(9)), (2, Some(6), Some(15)), (3, Some(12), None)];
    assert_eq!(counts(&chain(&stands)), thrice);
}

#[test]
fn of_keys_that_were_introduced_together_the_last_counts() {
    let stands = [Key(1, 1), Key(4, 2), Key(5, 3), Signed(7, 1), Signed(9, 3)];
    assert_eq!(counts(&chain(&stands)), [(1, None, Some(9)), (3, Some(7), None)]);
    // One that was vouched for and lost is replaced under the one that still signs.
    let stands = [Key(1, 1), Key(4, 2), Signed(6, 1), Key(7, 3), Signed(9, 1), Signed(12, 3)];
    assert_eq!(counts(&chain(&stands)), [(1, None, Some(12)), (3, Some(9), None)]);
}

#[test]
fn a_key_that_nobody_vouched_for_never_counts() {
    let stands = [Key(1, 1), Signed(3, 1), Key(5, 8), Signed(7, 8)];
    let forged = chain(&stands);
    assert_eq!(counts(&forged), [(1, None, None)]);
    assert_eq!(forged.signed(&checkpoint(9, 8)), Err(Untrusted::Unsigned));
    // What it vouches for counts as little.
    let stands = [&stands[..], &[Key(8, 4), Signed(10, 8), Signed(12, 4)]].concat();
    assert_eq!(counts(&chain(&stands)), [(1, None, None)]);
}

#[test]
fn an_old_key_counts_no_longer_where_the_new_one_has_signed() {
    let stands = [Key(1, 1), Key(4, 2), Signed(6, 1), Signed(9, 2)];
    let chain = chain(&stands);
    let signed = |size, by| chain.signed(&checkpoint(size, by)).map(|it| it.head.size);
    assert_eq!((signed(6, 1), signed(8, 1)), (Ok(6), Ok(8)));
    assert_eq!(signed(9, 1), Err(Untrusted::Unsigned));
    assert_eq!((signed(9, 2), signed(6, 2)), (Ok(9), Ok(6)));
    assert_eq!(signed(5, 2), Err(Untrusted::Unsigned));
    // Nor does it introduce another.
    let stands = [&stands[..], &[Key(10, 3), Signed(12, 1)]].concat();
    assert_eq!(counts(&followed(KeyChain::of(origin()), &stands)).len(), 2);
}

#[test]
fn a_chain_begins_at_the_key_that_is_trusted() {
    let stands = [Key(1, 1), Key(4, 2), Signed(6, 1), Signed(9, 2), Key(10, 3), Signed(12, 2)];
    let trusted = key(2).verifier();
    let chain = followed(KeyChain::from_key(origin(), trusted), &stands);
    assert_eq!(counts(&chain), [(2, None, None), (3, Some(12), None)]);
    let unknown = followed(KeyChain::from_key(origin(), key(7).verifier()), &stands);
    assert_eq!(counts(&unknown), []);
}
