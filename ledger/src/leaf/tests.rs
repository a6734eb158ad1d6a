//! The leaf against bytes that another implementation computed from `docs/leaf.md` alone.

use super::*;
use crate::record::PartContent;

const SECOND_COMMIT: &str = "8078864b682c4ffa440e127fe6350a92460fc1a9bba4d187228f39245ca48c05";
const FIRST_COMMIT: &str = "af8bdfd576966f32f35d2788bebec3f37e1b40952ad79a8aa82093014057fd04";
const LEAF: &str = concat!(
    "0000000f63616e646f7572206c65616620763100000010111111111111411181111111111111110000001022",
    "22222222224222822222222222222200000029636173652d33333333333333332d333333332d343333332d38",
    "3333332d3333333333333333333333330000000800000000000000040000000d436f6e6365726e5261697365",
    "6400000004000000020000000800065f49e2a732400000001044444444444444448444444444444444000000",
    "1055555555555545558555555555555555000000106666666666664666866666666666666600000004000000",
    "0700000020000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00000004000000",
    "0200000002000000000002000000000020af8bdfd576966f32f35d2788bebec3f37e1b40952ad79a8aa82093",
    "014057fd04000000020001000000020001000000208078864b682c4ffa440e127fe6350a92460fc1a9bba4d1",
    "87228f39245ca48c05",
);
const LEAF_HASH: &str = "d516a7b1696e4dbd19b4485989fe66441cd12b041f70f5235f8ad539ca75e947";
const EMPTY_LEAF_HASH: &str = "0476fe1bbb9ddc0c9fe2d435754f16be930dd86ff1550ba1dc94f2f6ca802d87";

const LEDGER: Uuid = uuid::uuid!("11111111-1111-4111-8111-111111111111");
const ENTRY: Uuid = uuid::uuid!("22222222-2222-4222-8222-222222222222");

const DIGITS: &[u8; 16] = b"0123456789abcdef";

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(DIGITS[digit as usize]));
    bytes.iter().flat_map(digits).collect()
}

fn part(number: u16, kind: PartKind, salt: u8, text: &str) -> Part {
    let salt = [salt; 32];
    let context = CommitContext { ledger: LEDGER, entry: ENTRY, number, kind };
    let held = Some(PartContent { salt, text: text.to_owned() });
    Part { number, kind, commit: commit(&context, &salt, text), content: held }
}

fn parts() -> Vec<Part> {
    vec![
        part(0, PartKind::STRUCTURE, 0xa0, r#"{"seen":1}"#),
        part(1, PartKind::PERSONAL_TEXT, 0xa1, "Élan said “no”"),
    ]
}

fn record(parts: Vec<Part>) -> Record {
    let mut digest = [0; 32];
    for (value, byte) in (0..).zip(&mut digest) {
        *byte = value;
    }
    let request =
        RequestRef { id: uuid::uuid!("66666666-6666-4666-8666-666666666666"), index: 7, digest };
    let mut record = Record {
        id: ENTRY,
        stream: "case-33333333-3333-4333-8333-333333333333".parse().unwrap(),
        revision: Revision::from_number(4),
        position: crate::Position::FIRST,
        type_name: "ConcernRaised".to_owned(),
        version: 2,
        recorded_at: DateTime::from_timestamp_micros(1_793_620_800_123_456).unwrap(),
        author: uuid::uuid!("44444444-4444-4444-8444-444444444444"),
        agency: uuid::uuid!("55555555-5555-4555-8555-555555555555"),
        request,
        parts,
        leaf: [0; 32],
    };
    record.leaf = Leaf::of(LEDGER, &record).hash();
    record
}

#[test]
fn a_commitment_is_the_published_bytes() {
    let commits: Vec<_> = parts().iter().map(|part| hex(&part.commit)).collect();
    assert_eq!(commits, [FIRST_COMMIT, SECOND_COMMIT]);
}

#[test]
fn a_leaf_is_the_published_bytes() {
    let record = record(parts());
    let mut bytes = Vec::new();
    Leaf::of(LEDGER, &record).write(&mut bytes);
    assert_eq!(hex(&bytes), LEAF);
    assert_eq!(hex(&record.leaf), LEAF_HASH);
}

#[test]
fn a_leaf_without_parts_and_before_the_epoch_is_the_published_bytes() {
    let mut record = record(Vec::new());
    record.revision = Revision::FIRST;
    record.type_name = "X".to_owned();
    record.version = 1;
    record.recorded_at = DateTime::from_timestamp_micros(-1).unwrap();
    assert_eq!(hex(&Leaf::of(LEDGER, &record).hash()), EMPTY_LEAF_HASH);
}

#[test]
fn neither_position_nor_an_emptied_part_changes_the_leaf() {
    let whole = record(parts());
    let mut emptied = whole.clone();
    emptied.position = crate::Position::from_number(900).unwrap();
    emptied.parts[1].content = None;
    assert_eq!(Leaf::of(LEDGER, &emptied).hash(), whole.leaf);
}

#[test]
fn the_largest_record_that_is_allowed_has_a_leaf_below_its_limit() {
    let commitments = (0..crate::PARTS_MAX).map(|number| Part {
        number: u16::try_from(number).unwrap(),
        kind: PartKind::PERSONAL_TEXT,
        commit: [0; 32],
        content: None,
    });
    let mut record = record(commitments.collect());
    let longest = "a".repeat(crate::CATEGORY_BYTES_MAX);
    record.stream = StreamName::new(&longest, record.stream.id()).unwrap();
    record.type_name = "T".repeat(crate::TYPE_NAME_BYTES_MAX);
    let mut bytes = Vec::new();
    Leaf::of(LEDGER, &record).write(&mut bytes);
    assert_eq!(bytes.len(), 49_688);
    assert_eq!(bytes.len().max(LEAF_BYTES_MAX), LEAF_BYTES_MAX);
}

#[test]
fn the_guide_shows_the_same_values() {
    let guide = include_str!("../../../docs/leaf.md");
    let shown = [FIRST_COMMIT, SECOND_COMMIT, &LEAF[..50], LEAF_HASH, EMPTY_LEAF_HASH];
    assert_eq!(shown.map(|value| guide.contains(value)), [true; 5]);
    assert_eq!((guide.contains("The leaf has 361 bytes"), LEAF.len()), (true, 2 * 361));
}
