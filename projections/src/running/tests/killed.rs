//! A process killed while it makes or keeps up the read models: the next one goes on with what is
//! there, or makes it anew, and answers the same.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use candour_ledger::EventStore;

use super::super::keep::ReadModels;
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

#[test]
#[ignore = "it is the process that `a_killed_process_costs_time_alone` kills"]
fn makes_and_keeps_up_until_killed() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let entries = written(&long()).entries;
    loop {
        let growing = Growing::new();
        let store = Arc::clone(&growing.store) as Arc<dyn EventStore>;
        let models = ReadModels { page: 5, ..ReadModels::new(store, &folder) };
        for some in entries.chunks(20) {
            run(growing.add(some));
            run(models.keep_up(|_, _| ())).unwrap();
        }
        run(models.rebuild(&["names".to_owned()], |_, _| ())).unwrap();
        run(models.rebuild(&[], |_, _| ())).unwrap();
    }
}

#[test]
fn a_killed_process_costs_time_alone() {
    let mut ledger = Ledger::of(&written(&long()).entries);
    ledger.models = super::super::models::all();
    let wanted = ledger.made_at_once();
    let folder = ledger.path();
    let child = "running::tests::killed::makes_and_keeps_up_until_killed";
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([child, "--exact", "--ignored", "--nocapture"])
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
