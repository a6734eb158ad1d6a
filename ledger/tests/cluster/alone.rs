//! A test that runs again in a process of its own, because what it shows is of a whole process: what it takes,
//! what it has chosen, what its environment says.

use std::process::Command;

/// What says to a process that it is the one of its own.
const ALONE: &str = "CANDOUR_TEST_ALONE";

/// Whether this is the process of its own. Otherwise the test runs again in one, with more in its environment,
/// and is seen to pass there.
pub(crate) fn is(test: &str, more: &[(&str, &str)]) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let again = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(ALONE, "1")
        .envs(more.iter().copied())
        .output()
        .unwrap();
    let (out, err) = (&again.stdout, &again.stderr);
    let (out, err) = (String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    let passed = out.contains("1 passed");
    assert_eq!((again.status.code(), passed), (Some(0), true), "{out}\n{err}");
    false
}
