//! Values that others published for eight leaves, held against ours. Python computed each of them once
//! more, from the definition in RFC 6962, together with those that nobody publishes.

use candour_ledger::leaf;
use candour_ledger::merkle::{Frontier, Hash, prove_consistency, prove_inclusion, root};

const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// The roots of the trees of 0, 1, 2 ... 8 leaves.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// The root over 10,000 leaves, of which each is its number in eight bytes, the highest first.
const ROOT_OF_MANY: &str = "b973125fe0b49a17fd39964d37bd741c22c69526afc255ad1c8ef18e1f9bba69";
/// The root over the first 8,193 of them.
const ROOT_OF_FEWER: &str = "21d5b69c3d8107cbb64dc6897659d832634165d3e742a807555e9fdb6a40d11a";

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn hash(hex: &str) -> Hash {
    bytes(hex).try_into().unwrap()
}

fn hashes(hex: &[&str]) -> Vec<Hash> {
    hex.iter().copied().map(hash).collect()
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|hex| leaf::hash(&bytes(hex))).collect()
}

fn many() -> Vec<Hash> {
    (0..10_000_u64).map(|number| leaf::hash(&number.to_be_bytes())).collect()
}

#[test]
fn roots_are_the_published_ones() {
    let leaves = leaves();
    let sizes = 0..=leaves.len() as u64;
    let found: Vec<_> = sizes.map(|size| root(&leaves[..], size).unwrap()).collect();
    assert_eq!(found, hashes(&ROOTS));
    let many = many();
    let found = [8_193, 10_000].map(|size| root(&many[..], size).unwrap());
    assert_eq!(found, [ROOT_OF_FEWER, ROOT_OF_MANY].map(hash));
}

#[test]
fn both_ways_to_a_root_agree() {
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), hash(ROOTS[0]));
    let mut found = vec![frontier.root()];
    for leaf in leaves() {
        frontier.append(leaf);
        found.push(frontier.root());
    }
    assert_eq!(found, hashes(&ROOTS));

    let many = many();
    let mut frontier = Frontier::new();
    for (before, leaf) in (0_u64..300).zip(&many) {
        assert_eq!(frontier.head().size, before);
        assert_eq!(frontier.root(), root(&many[..], before).unwrap(), "{before} leaves");
        frontier.append(*leaf);
    }
    frontier.extend(many[300..].iter().copied());
    assert_eq!((frontier.size(), frontier.root()), (10_000, hash(ROOT_OF_MANY)));
}

#[test]
fn proofs_are_the_published_ones() {
    let leaves = leaves();
    let one = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    let two_and_three = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    let four = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    let four_and_five = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    let six_and_seven = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    let last_four = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    let [_, zero, first_two, _, first_four, ..] = ROOTS;

    let inclusion: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &[one, two_and_three, last_four]),
        (5, 8, &[four, six_and_seven, first_four]),
        (2, 3, &[first_two]),
        (1, 5, &[zero, two_and_three, four]),
    ];
    for (index, size, wanted) in inclusion {
        let found = prove_inclusion(&leaves[..], index, size).unwrap();
        assert_eq!(found, hashes(wanted), "leaf {index} of {size}");
    }
    let consistency: [(u64, u64, &[&str]); 5] = [
        (1, 1, &[]),
        (8, 8, &[]),
        (1, 8, &[one, two_and_three, last_four]),
        (6, 8, &[four_and_five, six_and_seven, first_four]),
        (2, 5, &[two_and_three, four]),
    ];
    for (old, new, wanted) in consistency {
        let found = prove_consistency(&leaves[..], old, new).unwrap();
        assert_eq!(found, hashes(wanted), "{old} in {new}");
    }
}

#[test]
fn the_guide_shows_the_same_roots() {
    let guide = include_str!("../../../docs/leaf.md");
    assert_eq!(ROOTS.map(|root| guide.contains(root)), [true; 9]);
}
