//! Who may read a ledger's files, and how a ledger at rest is read by whoever may do no more.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use candour_ledger::contract::{drafts, stream};
use candour_ledger::{EmbeddedStore, EventStore, Expected, LEDGER_FILE, Revision};

use crate::benches::InDirectories;
use crate::written::{clock, entropy, identity};

/// The user that owns nothing, by convention.
const NOBODY: u32 = 65_534;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The files of a directory, by name, with what may be done with them.
fn modes(directory: &Path) -> Vec<(String, u32)> {
    let files = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let named = files.map(|file| (file.file_name().into_string().unwrap(), mode(&file.path())));
    let mut modes: Vec<_> = named.collect();
    modes.sort();
    modes
}

fn private(names: &[&str]) -> Vec<(String, u32)> {
    names.iter().map(|name| ((*name).to_owned(), 0o600)).collect()
}

#[tokio::test]
async fn a_new_ledger_is_readable_by_its_owner_alone() {
    let root = tempfile::tempdir().unwrap();
    let directory = root.path().join("partners").join("ledger");
    let store = EmbeddedStore::create(&directory, identity(), clock(), entropy()).unwrap();
    store.append(&stream(1), Expected::NoStream, drafts(0..2)).await.unwrap();
    let beside = [LEDGER_FILE, "ledger.sqlite3-shm", "ledger.sqlite3-wal"];
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(modes(&directory), private(&["ledger.lock", beside[0], beside[1], beside[2]]));
    let copies = root.path().join("copies");
    fs::create_dir(&copies).unwrap();
    store.backup(&copies.join("copy")).await.unwrap();
    assert_eq!(modes(&copies), private(&["copy"]));
}

#[test]
fn a_directory_that_was_there_keeps_its_rights() {
    let root = tempfile::tempdir().unwrap();
    set_mode(root.path(), 0o750);
    drop(EmbeddedStore::create(root.path(), identity(), clock(), entropy()).unwrap());
    assert_eq!(mode(root.path()), 0o750);
    assert_eq!(modes(root.path()), private(&["ledger.lock", LEDGER_FILE]));
}

/// A ledger of two hundred records, and a reader of it, in a place that everybody may enter and nobody
/// but the owner may write to.
struct Place {
    bench: InDirectories,
    _home: tempfile::TempDir,
    reader: PathBuf,
    superuser: bool,
}

impl Place {
    async fn new(records: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        set_mode(home.path(), 0o755);
        let reader = home.path().join("reader");
        fs::copy(env!("CARGO_BIN_EXE_candour-ledger-child"), &reader).unwrap();
        set_mode(&reader, 0o755);
        let bench = InDirectories::new();
        let store = bench.create(clock());
        store.append(&stream(1), Expected::NoStream, drafts(0..records)).await.unwrap();
        drop(store);
        let superuser = fs::metadata(home.path()).unwrap().uid() == 0;
        let place = Self { bench, _home: home, reader, superuser };
        set_mode(place.directory().parent().unwrap(), 0o755);
        place
    }

    fn directory(&self) -> PathBuf {
        self.bench.last()
    }

    /// Lets everybody read, and the owner too do no more. The superuser is held back by nothing, so
    /// the reader becomes somebody else then.
    fn read_alone(&self) {
        for (name, _) in modes(&self.directory()) {
            set_mode(&self.directory().join(name), 0o444);
        }
        set_mode(&self.directory(), 0o555);
    }

    /// What a reader that may only read says of the ledger: nothing where it read all of it.
    fn read(&self) -> String {
        let mut command = Command::new(&self.reader);
        command.arg("read").arg(self.directory());
        if self.superuser {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.success(), said.is_empty(), "{said}");
        said
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        set_mode(&self.directory(), 0o755);
    }
}

#[tokio::test]
async fn a_ledger_at_rest_is_read_with_read_access_alone() {
    let place = Place::new(200).await;
    place.read_alone();
    let before = modes(&place.directory());
    assert_eq!(place.read(), "");
    assert_eq!(modes(&place.directory()), before);
}

#[tokio::test]
async fn a_ledger_in_use_is_read_with_read_access_alone() {
    let place = Place::new(199).await;
    let store = place.bench.open(clock());
    let last = Expected::At(Revision::from_number(198));
    store.append(&stream(1), last, drafts(199..200)).await.unwrap();
    place.read_alone();
    assert_eq!(place.read(), "");
}
