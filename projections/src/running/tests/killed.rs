//! A process killed while it makes or keeps up the read models: the next one goes on with what is
//! there, or makes it anew, and answers the same.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use candour_domain::entry::Entry;
use candour_ledger::EventStore;

use super::super::keep::ReadModels;
use super::super::models;
use super::histories::Deed;
use super::histories::{Step, written};
use super::kept::{Ledger, difference, held, run};
use crate::sample::Growing;

/// Names the folder to the process that is killed.
const FOLDER: &str = "CANDOUR_TEST_MODELS_FOLDER";
const ROUNDS: u64 = 24;

/// A history that is long enough for a process to be killed in the midst of it.
fn long() -> Vec<Step> {
    let deeds = [Deed::Happens, Deed::Joins, Deed::Happens, Deed::Corrects, Deed::Amends];
    (0..300).map(|n: u16| (deeds[usize::from(n) % 5], usize::from(n) * 7, 6, 1)).collect()
}

/// Makes the read models in a folder, keeps them up a few entries at a time, and makes them anew.
fn make_and_keep_up(folder: &Path, entries: &[Entry]) {
    let growing = Growing::new();
    let store = Arc::clone(&growing.store) as Arc<dyn EventStore>;
    let models = ReadModels { page: 5, ..ReadModels::new(store, folder) };
    for some in entries.chunks(20) {
        run(growing.add(some));
        run(models.keep_up(|_, _| ())).unwrap();
    }
    run(models.rebuild(&["names".to_owned()], |_, _| ())).unwrap();
    run(models.rebuild(&[], |_, _| ())).unwrap();
}

/// Where a folder is named to it, it is the process that is killed, and goes on until then.
#[test]
fn what_a_killed_process_was_doing_comes_to_the_same() {
    let entries = written(&long()).entries;
    if let Some(folder) = std::env::var_os(FOLDER) {
        loop {
            make_and_keep_up(Path::new(&folder), &entries);
        }
    }
    let ledger = Ledger::of(&entries);
    make_and_keep_up(&ledger.path(), &entries);
    let wanted = Ledger { models: models::all(), ..Ledger::of(&entries) }.made_at_once();
    assert_eq!(difference(&held(&ledger.file()), &wanted), None);
}

#[test]
fn a_killed_process_costs_time_alone() {
    let mut ledger = Ledger::of(&written(&long()).entries);
    ledger.models = models::all();
    let wanted = ledger.made_at_once();
    let folder = ledger.path();
    let child = "running::tests::killed::what_a_killed_process_was_doing_comes_to_the_same";
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([child, "--exact", "--nocapture"])
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + round * 37 % 400));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), None, "it ended before it was killed: {status}");
        ledger.keep_up();
        assert_eq!(difference(&held(&ledger.file()), &wanted), None, "round {round}");
    }
}
