//! Connections that nobody is asking at the moment, kept for who asks next: opening a file means reading what
//! tables it has and preparing every question anew, and forgetting its pages. They hold nothing still, so
//! they keep no writer waiting.
//!
//! # Rules
//! - `a_connection_is_used_again`: once whoever asked has let go of it.
//! - `a_file_that_took_anothers_place_is_opened_anew`: never is one asked that is no longer there.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

/// How many are kept: each keeps some of the file in memory.
const KEPT_MAX: usize = 4;

/// What tells a file from any other that may come to have its name, as long as it is open.
type Identity = (u64, u64);

/// Connections that nobody is asking at the moment.
#[derive(Debug, Default)]
pub(super) struct Idle {
    kept: Mutex<Vec<Kept>>,
}

#[derive(Debug)]
struct Kept {
    path: PathBuf,
    identity: Identity,
    file: Connection,
}

/// A connection that is being asked. It is given back when it is let go of.
#[derive(Debug)]
pub(super) struct Asked {
    path: PathBuf,
    /// None where files cannot be told apart: then it is not given back.
    identity: Option<Identity>,
    /// None only while it is being let go of.
    file: Option<Connection>,
    home: Arc<Idle>,
}

impl Idle {
    /// A connection to the file at a path: one that was kept, or one that is opened.
    pub(super) fn take(
        self: &Arc<Self>,
        path: &Path,
        open: impl FnOnce(&Path) -> rusqlite::Result<Connection>,
    ) -> rusqlite::Result<Asked> {
        let before = identity(path);
        let kept = before.and_then(|identity| self.kept(path, identity));
        let file = kept.map_or_else(|| open(path), Ok)?;
        let identity = before.filter(|before| identity(path) == Some(*before));
        Ok(Asked { path: path.to_owned(), identity, file: Some(file), home: Arc::clone(self) })
    }

    /// One that was kept. What was kept of other files is let go of.
    fn kept(&self, path: &Path, identity: Identity) -> Option<Connection> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|it| it.path == path && it.identity == identity);
        kept.pop().map(|it| it.file)
    }

    fn keep(&self, one: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT_MAX {
            kept.push(one);
        }
    }
}

impl Asked {
    /// The connection, to be put beside what is for this question alone: it is not given back.
    #[expect(clippy::expect_used, reason = "it is taken out only when it is dropped")]
    pub(super) fn own(&mut self) -> &mut Connection {
        self.identity = None;
        self.file.as_mut().expect("a connection that is being asked")
    }

    /// A further connection to the same file.
    pub(super) fn beside(
        &self,
        open: impl FnOnce(&Path) -> rusqlite::Result<Connection>,
    ) -> rusqlite::Result<Self> {
        self.home.take(&self.path, open)
    }
}

impl Deref for Asked {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "it is taken out only when it is dropped")]
    fn deref(&self) -> &Connection {
        self.file.as_ref().expect("a connection that is being asked")
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let (Some(file), Some(identity)) = (self.file.take(), self.identity) else { return };
        // What cannot be let go of is closed instead.
        if file.is_autocommit() || file.execute_batch("ROLLBACK").is_ok() {
            self.home.keep(Kept { path: std::mem::take(&mut self.path), identity, file });
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;

    std::fs::metadata(path).ok().map(|it| (it.dev(), it.ino()))
}

#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<Identity> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a file whose only table has one number.
    fn made(path: &Path, number: i64) {
        let file = Connection::open(path).unwrap();
        file.execute_batch(&format!("CREATE TABLE t AS SELECT {number} AS number")).unwrap();
    }

    fn number(file: &Connection) -> i64 {
        file.query_row("SELECT number FROM t", (), |row| row.get(0)).unwrap()
    }

    fn never(_: &Path) -> rusqlite::Result<Connection> {
        panic!("it was opened once more")
    }

    #[test]
    fn a_connection_is_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let (path, idle) = (folder.path().join("file"), Arc::new(Idle::default()));
        made(&path, 1);
        let asked = idle.take(&path, |path| Connection::open(path)).unwrap();
        asked.execute_batch("BEGIN").unwrap();
        assert_eq!(number(&asked), 1);
        drop(asked);
        // It holds nothing still: a writer need not wait.
        Connection::open(&path).unwrap().execute_batch("UPDATE t SET number = 2").unwrap();
        assert_eq!(number(&idle.take(&path, never).unwrap()), 2);
    }

    #[test]
    fn a_file_that_took_anothers_place_is_opened_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (path, idle) = (folder.path().join("file"), Arc::new(Idle::default()));
        made(&path, 1);
        drop(idle.take(&path, |path| Connection::open(path)).unwrap());
        std::fs::remove_file(&path).unwrap();
        made(&path, 3);
        assert_eq!(number(&idle.take(&path, |path| Connection::open(path)).unwrap()), 3);
        drop(idle.take(&path, never).unwrap());
        let other = folder.path().join("other");
        made(&other, 4);
        assert_eq!(number(&idle.take(&other, |path| Connection::open(path)).unwrap()), 4);
    }
}
