//! The files: which is read, which is made anew, and that nothing that happens to one costs more than
//! time.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use candour_domain::identifier::{EntryId, RequestId};
use candour_ledger::EventStore;
use uuid::Uuid;

use super::super::file::{Shelf, open_to_write};
use super::super::keep::{KeptUp, Means};
use super::super::view::AskedOn;
use super::super::{KeepError, ReadModels};
use super::keeping::family;
use super::kept::{Ledger, difference, run};
use crate::sample::{MIA, STRANGER};

const ASKED: AskedOn = AskedOn { at: at_the_end(), on_record: None };

const fn at_the_end() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::<chrono::Utc>::MAX_UTC
}

fn entries(models: &ReadModels) -> i64 {
    let view = models.view(ASKED).unwrap().unwrap();
    view.ask("SELECT count(*) FROM entry WHERE recorded_until IS NULL", (), |row| row.get(0))
        .unwrap()[0]
}

/// The cause of a failure, where there is one, after what it says itself.
fn told(failed: &KeepError) -> Vec<String> {
    let mut told = vec![failed.to_string()];
    let mut source = std::error::Error::source(failed);
    while let Some(cause) = source {
        told.push(cause.to_string());
        source = cause.source();
    }
    told
}

#[test]
fn the_newest_whole_generation_is_read() {
    let ledger = Ledger::of(&family().entries);
    ledger.keep_up();
    let models = ledger.read_models();
    let path = ledger.path();
    assert_eq!(ledger.file(), path.join("read-models-1.sqlite3"));
    // One that is being made, and what is none of ours, is not looked at.
    for other in
        ["making-read-models-7.sqlite3", "read-models-x.sqlite3", "read-models-8.sqlite3-journal"]
    {
        std::fs::write(path.join(other), "no file of ours").unwrap();
    }
    assert_eq!(ledger.keep_up(), Means::Nothing);
    run(models.rebuild(&[], |_, _| ())).unwrap();
    assert_eq!(ledger.file(), path.join("read-models-2.sqlite3"));
    let earlier = path.join("read-models-1.sqlite3");
    assert!(!earlier.exists());
    // Where the swap was cut off before the earlier one was taken away, the newer one counts.
    std::fs::copy(ledger.file(), &earlier).unwrap();
    run(models.rebuild(&[], |_, _| ())).unwrap();
    let mut whole: Vec<_> = std::fs::read_dir(&path)
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains('x') && !name.contains('7') && !name.contains("journal"))
        .collect();
    whole.sort();
    assert_eq!(whole, ["read-models-3.sqlite3", "read-models.lock"]);
}

#[test]
fn a_file_of_another_ledger_is_not_read() {
    let ledger = Ledger::of(&family().entries);
    ledger.keep_up();
    let other = Shelf::new(ledger.path(), Uuid::from_u128(0x0dd));
    assert_eq!(other.open().unwrap().map(|(generation, title, _)| (generation, title)), None);
    let change = |sql: &str| {
        ledger.open().execute_batch(sql).unwrap();
        let shelf = ledger.read_models().shelf;
        assert_eq!(shelf.open().unwrap().map(|(generation, title, _)| (generation, title)), None);
        assert_eq!(ledger.keep_up(), Means::MakingAnew);
    };
    change("UPDATE checkpoint SET ledger = 'another'");
    change("DELETE FROM checkpoint");
    // Nor is one of an earlier form, or one that is no file of ours at all.
    change("PRAGMA user_version = 0");
    change("PRAGMA application_id = 0");
    change("DROP TABLE checkpoint");
}

#[test]
fn a_write_that_was_cut_off_is_taken_back() {
    let ledger = Ledger::of(&family().entries);
    ledger.keep_up();
    let before = ledger.held();
    let file = ledger.file();
    let writing = open_to_write(&file).unwrap();
    // So little is kept in memory that half of it is in the file before it is said to be whole.
    writing.execute_batch("PRAGMA cache_size = 2; BEGIN IMMEDIATE").unwrap();
    let grow = "UPDATE entry SET type = printf('%.3000c', 'x'); DELETE FROM name;
        UPDATE checkpoint SET position = 99;";
    writing.execute_batch(grow).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    for suffix in ["", "-journal"] {
        let name = format!("read-models-1.sqlite3{suffix}");
        std::fs::copy(file.with_file_name(&name), elsewhere.path().join(&name)).unwrap();
    }
    drop(writing);
    let cut_off = elsewhere.path().join("read-models-1.sqlite3");
    let same = std::fs::read(&cut_off).unwrap() == std::fs::read(&file).unwrap();
    assert!(!same, "nothing of what was being written had reached the file");
    let models = ledger.in_folder(elsewhere.path());
    let wanted = KeptUp { up_to: Some(ledger.head()), behind: 0, by: Means::Nothing };
    assert_eq!(run(models.keep_up(|_, _| ())).unwrap(), wanted);
    assert_eq!(difference(&super::kept::held(&cut_off), &before), None);
}

#[test]
fn files_and_folder_belong_to_their_owner_alone() {
    let ledger = Ledger::of(&family().entries);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let path = ledger.path();
    let modes = || {
        let mut modes: Vec<_> =
            std::fs::read_dir(&path).unwrap().map(|one| mode(&one.unwrap().path())).collect();
        modes.push(mode(&path));
        modes
    };
    ledger.keep_up();
    assert_eq!(modes(), [0o600, 0o600, 0o700]);
    run(ledger.read_models().rebuild(&["names".to_owned()], |_, _| ())).unwrap();
    assert_eq!(modes(), [0o600, 0o600, 0o700]);
}

#[test]
fn a_damaged_file_is_made_anew() {
    let ledger = Ledger::of(&family().entries);
    ledger.keep_up();
    let wanted = ledger.held();
    let damage = |how: &str, damage: fn(Vec<u8>) -> Vec<u8>| {
        let file = ledger.file();
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, damage(bytes)).unwrap();
        assert_eq!(ledger.keep_up(), Means::MakingAnew, "{how}");
        assert_eq!(difference(&ledger.held(), &wanted), None, "{how}");
    };
    damage("emptied", |_| Vec::new());
    damage("cut to a few bytes", |bytes| bytes[..50].to_vec());
    damage("cut to its first page", |bytes| bytes[..4_096].to_vec());
    damage("overwritten at the start", |mut bytes| {
        bytes[..2_000].fill(0x5a);
        bytes
    });
    damage("overwritten after the first page", |mut bytes| {
        bytes[4_096..].fill(0x5a);
        bytes
    });
    damage("another kind of file", |_| b"{\"not\": \"ours\"}\n".repeat(900));
    std::fs::remove_file(ledger.file()).unwrap();
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    std::fs::remove_dir_all(ledger.path()).unwrap();
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    assert_eq!(difference(&ledger.held(), &wanted), None);
}

#[test]
fn a_file_of_records_that_are_no_longer_there_is_made_anew() {
    let mut sample = family();
    let mut otherwise = sample.clone();
    sample.joined(STRANGER);
    let mut ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    otherwise.joined(MIA);
    let request = RequestId::new(Uuid::from_u128(0x07e2));
    otherwise.last().request = request;
    otherwise.last().id = EntryId::of_request(request, 0);
    let restored = Ledger::of(&otherwise.entries);
    ledger.growing = restored.growing;
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    assert_eq!(difference(&ledger.held(), &ledger.made_at_once()), None);
    // And where the ledger has not yet come as far again.
    ledger.growing = Ledger::of(&otherwise.entries[..10]).growing;
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    assert_eq!(difference(&ledger.held(), &ledger.made_at_once()), None);
}

#[test]
fn a_rebuild_cut_short_leaves_the_file_that_serves() {
    let ledger = Ledger::of(&family().entries);
    ledger.keep_up();
    let (file, wanted) = (ledger.file(), ledger.held());
    let models = ledger.read_models();
    run(async {
        for _ in 0..20 {
            let mut rebuilding = Box::pin(models.rebuild(&[], |_, _| ()));
            // Until it first waits for its threads, and no further.
            let polled = rebuilding.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            match polled {
                Poll::Pending | Poll::Ready(Err(KeepError::BeingMade)) => {}
                Poll::Ready(done) => panic!("{done:?}"),
            }
            drop(rebuilding);
            assert_eq!(entries(&models), i64::try_from(ledger_length(&models).await).unwrap());
        }
    });
    assert_eq!(ledger.file(), file);
    assert_eq!(difference(&ledger.held(), &wanted), None);
    // The threads that were at it end, and then the next one works.
    let made = loop {
        match run(models.rebuild(&[], |_, _| ())) {
            Err(KeepError::BeingMade) => std::thread::yield_now(),
            made => break made.unwrap(),
        }
    };
    assert_eq!((made.behind, made.by), (0, Means::MakingAnew));
    assert_ne!(ledger.file(), file);
    assert_eq!(difference(&ledger.held(), &wanted), None);
}

async fn ledger_length(models: &ReadModels) -> u64 {
    models.head().await.unwrap().0
}

#[test]
fn one_process_at_a_time_makes_them() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    let models = ledger.read_models();
    let keep_up = || run(models.keep_up(|_, _| ()));
    let busy = models.shelf.turn().unwrap().unwrap();
    let nothing = KeptUp { up_to: None, behind: ledger.head(), by: Means::AnotherProcess };
    assert_eq!(keep_up().unwrap(), nothing);
    drop(busy);
    ledger.keep_up();
    let before = ledger.head();
    sample.joined(STRANGER);
    ledger.add(&sample.entries[usize::try_from(before).unwrap()..]);
    let busy = models.shelf.turn().unwrap().unwrap();
    let behind = KeptUp { up_to: Some(before), behind: 1, by: Means::AnotherProcess };
    assert_eq!(keep_up().unwrap(), behind);
    assert_eq!(entries(&models), i64::try_from(before).unwrap());
    let refused = run(models.rebuild(&[], |_, _| ())).unwrap_err();
    assert_eq!(told(&refused), ["another process is making the read models of this ledger"]);
    drop(busy);
    assert_eq!(ledger.keep_up(), Means::FoldingIn);
}

#[test]
fn a_folder_that_cannot_be_written_is_read() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let before = ledger.head();
    sample.joined(STRANGER);
    ledger.add(&sample.entries[usize::try_from(before).unwrap()..]);
    // A directory in the place of the lock stops whoever may write anything otherwise, too.
    let lock = ledger.path().join("read-models.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let models = ledger.read_models();
    let failed = run(models.keep_up(|_, _| ())).unwrap_err();
    let wanted = format!("using {}, where the read models are kept", lock.display());
    assert_eq!(told(&failed)[0], wanted);
    assert_eq!(entries(&models), i64::try_from(before).unwrap());
    // Where a file is in the place of the folder, nothing can be there.
    let store = Arc::clone(&ledger.growing.store) as Arc<dyn EventStore>;
    let none = ReadModels::new(store, ledger.file());
    let failed = run(none.keep_up(|_, _| ())).unwrap_err();
    let wanted = format!("using {}, where the read models are kept", ledger.file().display());
    assert_eq!(told(&failed)[0], wanted);
}
