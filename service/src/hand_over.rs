//! Handing a ledger over: what stands beside it goes to the directory where it is kept from now on, and the one
//! before is closed. A ledger has one key, one log and one record of accesses; whoever copied them could seal two
//! histories with one name. The records themselves are copied by `candour migrate`; nothing here reads them.
//!
//! The directory before says first that it is closed, then what is in it is moved, the key last: whatever is cut
//! short, no two directories can seal, and running it again goes on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use candour_ledger::{EmbeddedStore, LEDGER_FILE, OpenError, OpenRefusal, keep_private};

use crate::edge::Edge;
use crate::exit::Fault;
use crate::{access, open, sealing};

/// The file that closes a directory, and names the one that is open in its place.
const FILE: &str = "handed-over";

/// What goes with a ledger, the key last.
const BESIDE: [&str; 4] = [sealing::LOG, access::FOLDER, sealing::NEXT_KEY_FILE, sealing::KEY_FILE];

/// Where the ledger of a directory was handed over to, if it was.
fn handed_to(directory: &Path) -> Result<Option<PathBuf>, Fault> {
    let file = directory.join(FILE);
    match fs::read_to_string(&file) {
        Ok(named) => Ok(Some(PathBuf::from(named.trim_end()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
        Err(error) => Err(Fault::unreadable(format!("{} could not be read", file.display()))
            .because(error)
            .next("check who may read it; nothing was written")),
    }
}

/// Refuses to write where a ledger was handed over elsewhere.
pub(crate) fn refuse_closed(directory: &Path) -> Result<(), Fault> {
    let Some(to) = handed_to(directory)? else { return Ok(()) };
    let what = format!("the ledger in {} was handed over", directory.display());
    let next = format!(
        "record in {}, which has its key; this one is read as ever, and never written to again",
        to.display()
    );
    Err(Fault::found(what).next(next))
}

/// Refuses before anything is copied what could not be handed over.
pub(crate) fn refuse_conflicts(from: &Path, to: &Path) -> Result<(), Fault> {
    let what = format!("the ledger in {} cannot be handed over", from.display());
    if let Some(before) = handed_to(from)?
        && !same(&before, to)
    {
        let next = format!("it was handed over to {} before: go on from there", before.display());
        return Err(Fault::found(what).next(next));
    }
    let twice = BESIDE.into_iter().find(|it| from.join(it).exists() && to.join(it).exists());
    match twice {
        None => Ok(()),
        Some(twice) => Err(Fault::found(what)
            .because(format!("there is `{twice}` in both directories"))
            .next("move the other one away, if it is not this ledger's; nothing was changed")),
    }
}

fn same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole(one) == whole(other)
}

/// Closes a directory and moves what is in it beside the ledger. Says what was moved.
pub(crate) fn hand_over(from: &Path, to: &Path, edge: &Edge) -> Result<Vec<&'static str>, Fault> {
    let unwritten = |what: String, error: io::Error| {
        Fault::unreadable(what)
            .because(error)
            .next("check that both directories can be written to, and run it again: it goes on")
    };
    let named = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    keep_private(&from.join(FILE), &format!("{}\n", named.display()))
        .map_err(|error| unwritten(format!("{} was not closed", from.display()), error))?;
    nobody_writes(&from.join(access::FOLDER), edge)?;
    let mut moved = Vec::new();
    for name in BESIDE {
        let (here, there) = (from.join(name), to.join(name));
        if here.exists() {
            put(&here, &there).map_err(|error| {
                unwritten(format!("{} was not moved to {}", here.display(), to.display()), error)
            })?;
            moved.push(name);
        }
    }
    Ok(moved)
}

/// Refuses while another process writes the record of accesses, which is closed already for those who come.
fn nobody_writes(access: &Path, edge: &Edge) -> Result<(), Fault> {
    if !access.join(LEDGER_FILE).exists() {
        return Ok(());
    }
    match EmbeddedStore::open(access, edge.clock(), edge.entropy()) {
        Ok(_) | Err(OpenError::Refused { refusal: OpenRefusal::NoLedger, .. }) => Ok(()),
        Err(error) => Err(open::fault(error)),
    }
}

/// Moves a file or a folder; where that is to another disk, whole or not at all.
fn put(here: &Path, there: &Path) -> io::Result<()> {
    match fs::rename(here, there) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        moved => return moved,
    }
    let mut coming = there.as_os_str().to_owned();
    coming.push(".coming");
    let coming = PathBuf::from(coming);
    remove(&coming)?;
    copy(here, &coming)?;
    fs::rename(&coming, there)?;
    remove(here)
}

fn copy(here: &Path, there: &Path) -> io::Result<()> {
    if !here.is_dir() {
        // With the rights that it has.
        fs::copy(here, there)?;
        return fs::File::open(there)?.sync_all();
    }
    fs::create_dir(there)?;
    fs::set_permissions(there, fs::metadata(here)?.permissions())?;
    for file in fs::read_dir(here)? {
        let file = file?;
        copy(&file.path(), &there.join(file.file_name()))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_to_another_disk_is_whole() {
        let root = tempfile::tempdir().unwrap();
        let (here, there) = (root.path().join("here"), root.path().join("there"));
        fs::create_dir_all(here.join("deep")).unwrap();
        fs::write(here.join("deep/file"), "text").unwrap();
        fs::write(here.join("key"), "secret").unwrap();
        copy(&here, &there).unwrap();
        let read = |path: &str| fs::read_to_string(there.join(path)).unwrap();
        assert_eq!((read("deep/file"), read("key")), ("text".to_owned(), "secret".to_owned()));
        remove(&there).unwrap();
        remove(&there).unwrap();
        assert!(!there.exists());
    }
}
