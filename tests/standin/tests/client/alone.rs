//! A test that runs again in a process of its own, because what it shows would harm its neighbours:
//! it never ends, or changes what a whole process shares.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

/// What names the stand-in to the process.
const CONNECTION: &str = "CANDOUR_TEST_STANDIN";
/// What a line begins with that is for the parent.
const MARK: &str = "told: ";

/// The stand-in to connect to, where this is the process of its own.
pub(crate) fn connection() -> Option<String> {
    std::env::var(CONNECTION).ok()
}

/// Tells the parent something.
pub(crate) fn tell(what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{MARK}{what}").unwrap();
    out.flush().unwrap();
}

/// The process of its own. It is killed when it is dropped.
pub(crate) struct Alone {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Alone {
    /// Runs a test again, with more in its environment.
    pub(crate) fn start(test: &str, connection: &str, more: &[(&str, &str)]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture", "--test-threads=1"])
            .env(CONNECTION, connection)
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// What it tells next, until it ends.
    pub(crate) fn told(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some((_, told)) = line.trim_end().split_once(MARK) {
                return Some(told.to_owned());
            }
        }
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The processor's time that it took, in hundredths of a second.
    pub(crate) fn processor_hundredths(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(path).unwrap();
        // After the name, which may have spaces in it: from the state on.
        let fields = stat.rsplit(')').next().unwrap().split_whitespace();
        fields.skip(11).take(2).map(|it| it.parse::<u64>().unwrap()).sum()
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
