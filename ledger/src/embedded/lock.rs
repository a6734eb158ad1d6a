//! The lock by which one process alone writes to a ledger, or keeps a witness. The operating system releases it when the
//! process ends, however it ends; the file only says who holds it, for whoever comes second.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::private;

const FILE: &str = "ledger.lock";
/// How often the lock is asked for while somebody who did not say who they are has it: they read a
/// ledger at rest, and soon let go.
const ATTEMPTS_MAX: u32 = 20;
/// How long to wait between two attempts.
const WAIT_MS: u64 = 50;

/// Who writes to a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A process that has said who it is.
    Process {
        /// Its number.
        pid: u32,
        /// The machine that it runs on.
        host: String,
        /// When it opened the ledger, by the clock that it opened it with.
        since: String,
    },
    /// A process that has not said yet.
    Unknown,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process { pid, host, since } => {
                write!(f, "process {pid} on {host} since {since}")
            }
            Self::Unknown => f.write_str("another process"),
        }
    }
}

/// Why the lock was not taken.
#[derive(Debug)]
pub(crate) enum NotTaken {
    Held(Holder),
    Failed(io::Error),
}

/// The lock, for as long as this lives.
#[derive(Debug)]
pub(crate) struct Lock(File);

impl Lock {
    pub(super) fn take(directory: &Path, since: DateTime<Utc>) -> Result<Self, NotTaken> {
        Self::take_file(&directory.join(FILE), since)
    }

    /// Takes the lock that stands in this file, which is made where it is not there.
    pub(crate) fn take_file(path: &Path, since: DateTime<Utc>) -> Result<Self, NotTaken> {
        let opened = private::options().read(true).write(true).create(true).open(path);
        let mut file = opened.map_err(NotTaken::Failed)?;
        let mut attempts = 1;
        while let Err(error) = file.try_lock() {
            match (error, holder(path)) {
                (TryLockError::WouldBlock, Holder::Unknown) if attempts < ATTEMPTS_MAX => {
                    attempts += 1;
                    thread::sleep(Duration::from_millis(WAIT_MS));
                }
                (TryLockError::WouldBlock, by) => return Err(NotTaken::Held(by)),
                (TryLockError::Error(error), _) => return Err(NotTaken::Failed(error)),
            }
        }
        let since = since.to_rfc3339_opts(SecondsFormat::Secs, true);
        let said = format!("pid {}\nhost {}\nsince {since}\n", std::process::id(), host());
        let say = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(said.as_bytes())
        };
        say(&mut file).map_err(NotTaken::Failed)?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    /// Leaves no name behind, and lets go by name: a process that is being started at this moment still
    /// shares the file, and would hold the lock a little longer if the file were only closed.
    fn drop(&mut self) {
        if let Err(error) = self.0.set_len(0).and_then(|()| self.0.unlock()) {
            tracing::warn!(%error, "a lock could not be let go of cleanly");
        }
    }
}

/// Why the lock was not shared.
#[derive(Debug)]
pub(super) enum NotShared {
    Held,
    Failed(io::Error),
}

/// A share of the lock, which keeps writers away for as long as this lives, and takes no right to write.
#[derive(Debug)]
pub(super) struct Share(File);

impl Share {
    /// Takes a share, unless somebody writes; nothing where nobody ever wrote here.
    pub(super) fn take(directory: &Path) -> Result<Option<Self>, NotShared> {
        let file = match File::open(directory.join(FILE)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(NotShared::Failed(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Err(NotShared::Held),
            Err(TryLockError::Error(error)) => Err(NotShared::Failed(error)),
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "a share of the ledger's lock could not be let go of cleanly");
        }
    }
}

/// The machine's name, as far as it can be read without asking the network.
fn host() -> String {
    let named = fs::read_to_string("/proc/sys/kernel/hostname");
    let named = named.or_else(|_| fs::read_to_string("/etc/hostname")).unwrap_or_default();
    let name = named.trim();
    if name.is_empty() { "this machine".to_owned() } else { name.to_owned() }
}

fn holder(path: &Path) -> Holder {
    let said = fs::read_to_string(path).unwrap_or_default();
    let after = |name: &str| said.lines().find_map(|line| line.strip_prefix(name));
    match (after("pid ").and_then(|pid| pid.parse().ok()), after("host "), after("since ")) {
        (Some(pid), Some(host), Some(since)) => {
            Holder::Process { pid, host: host.to_owned(), since: since.to_owned() }
        }
        (_, _, _) => Holder::Unknown,
    }
}
