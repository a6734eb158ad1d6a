//! Tests of the drafts on a disk.

use std::fs;

use tempfile::TempDir;

use super::file::FILE;
use super::*;

fn at(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + day * 86_400, 0).unwrap()
}

fn writer(number: u128) -> PractitionerId {
    PractitionerId::new(Uuid::from_u128(number))
}

fn draft(id: u128, account: &str) -> Draft {
    Draft {
        id: Uuid::from_u128(id),
        writer: writer(1),
        case: CaseId::new(Uuid::from_u128(9)),
        form: "raise-concern".to_owned(),
        answers: Answers::from_iter([("account", account), ("children", "a"), ("children", "b")]),
        left_out: 2,
        seen: 41,
        saved: at(0),
    }
}

fn opened() -> (TempDir, Drafts) {
    let place = tempfile::tempdir().unwrap();
    let drafts = Drafts::open(place.path(), DAYS_KEPT).unwrap();
    (place, drafts)
}

#[test]
fn a_draft_is_there_after_a_restart() {
    let (place, drafts) = opened();
    let first = draft(1, "a red coat");
    assert_eq!(drafts.keep(&first).unwrap(), Kept::Whole);
    let second = Draft { saved: at(1), ..draft(2, "\u{202e}<b>\n'\"") };
    assert_eq!(drafts.keep(&second).unwrap(), Kept::Whole);
    let changed = Draft { seen: 42, saved: at(2), ..draft(1, "a brown coat") };
    assert_eq!(drafts.keep(&changed).unwrap(), Kept::Whole);
    drop(drafts);
    let again = Drafts::open(place.path(), DAYS_KEPT).unwrap();
    assert_eq!(again.of(writer(1), first.id).unwrap(), Some(changed.clone()));
    assert_eq!(again.all_of(writer(1)).unwrap(), [changed, second]);
}

#[test]
fn a_draft_is_its_writers_alone() {
    let (_place, drafts) = opened();
    let own = draft(1, "a red coat");
    drafts.keep(&own).unwrap();
    let other = Draft { writer: writer(2), ..draft(1, "something else") };
    assert_eq!(drafts.keep(&other).unwrap(), Kept::AnotherPersons);
    assert_eq!(drafts.of(writer(2), own.id).unwrap(), None);
    assert_eq!(drafts.all_of(writer(2)).unwrap(), []);
    assert!(!drafts.erase(writer(2), own.id).unwrap());
    assert_eq!(drafts.of(writer(1), own.id).unwrap(), Some(own));
}

#[test]
fn an_erased_draft_leaves_no_word_in_the_file() {
    let (place, drafts) = opened();
    let words = "the words that nobody must find ".repeat(500);
    drafts.keep(&draft(1, &words)).unwrap();
    drafts.keep(&draft(2, "another")).unwrap();
    assert!(drafts.erase(writer(1), Uuid::from_u128(1)).unwrap());
    let names: Vec<String> = fs::read_dir(place.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, [FILE]);
    let bytes = fs::read(place.path().join(FILE)).unwrap();
    let held = |word: &str| bytes.windows(word.len()).any(|it| it == word.as_bytes());
    assert_eq!([held("another"), held("nobody must find")], [true, false]);
}

#[test]
fn a_draft_that_is_too_old_is_erased() {
    let (_place, drafts) = opened();
    drafts.keep(&draft(1, "old")).unwrap();
    let newer = Draft { saved: at(1), ..draft(2, "newer") };
    drafts.keep(&newer).unwrap();
    assert_eq!(drafts.erase_old(at(30)).unwrap(), 0);
    assert_eq!(drafts.erase_old(at(31)).unwrap(), 1);
    assert_eq!(drafts.all_of(writer(1)).unwrap(), [newer]);
}

#[test]
fn drafts_have_a_limit_of_size_and_number() {
    let (_place, drafts) = opened();
    let large = draft(1, &"a".repeat(DRAFT_BYTES_MAX));
    assert_eq!(drafts.keep(&large).unwrap(), Kept::TooLarge);
    for number in 0..DRAFTS_MAX {
        assert_eq!(drafts.keep(&draft(u128::from(number), "a")).unwrap(), Kept::Whole);
    }
    assert_eq!(drafts.keep(&draft(1_000, "b")).unwrap(), Kept::TooMany);
    assert_eq!(drafts.keep(&draft(1, "changed")).unwrap(), Kept::Whole);
    let others = Draft { writer: writer(2), ..draft(1_000, "b") };
    assert_eq!(drafts.keep(&others).unwrap(), Kept::Whole);
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(FILE);
    fs::write(&path, b"").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let drafts = Drafts::open(place.path(), DAYS_KEPT).unwrap();
    drafts.keep(&draft(1, "a")).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_file_is_told_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(FILE);
    let damaged = b"this is no database".repeat(100);
    fs::write(&path, &damaged).unwrap();
    let said = Drafts::open(place.path(), DAYS_KEPT).map(|_| ()).map_err(|it| it.to_string());
    assert_eq!(said, Err("the file of drafts cannot be read or written".to_owned()));
    assert_eq!(fs::read(&path).unwrap(), damaged);
    fs::remove_file(&path).unwrap();
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 7).unwrap();
    drop(later);
    let said = Drafts::open(place.path(), DAYS_KEPT).map(|_| ()).map_err(|it| it.to_string());
    let expected = "the file of drafts has version 7, which this program does not know";
    assert_eq!(said, Err(expected.to_owned()));
}
