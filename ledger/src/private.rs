//! Making files and directories that their owner alone may read, on systems that know owners. What was
//! there before keeps the rights that somebody gave it.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Options under which a file that is made belongs to its owner alone.
pub(crate) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a directory, and those above it, unless it is there. Those above get the usual rights.
pub(crate) fn directory(path: &Path) -> io::Result<()> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

/// Makes an empty file, unless it is there.
pub(crate) fn file(path: &Path) -> io::Result<()> {
    match options().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

/// Whether a file is on the disk before its writing is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// It is: nothing else has what it says.
    Now,
    /// It is not: it can be made again.
    Later,
}

/// Puts a file in the place of another of its name, whole or not at all, for its owner alone.
pub(crate) fn replace(path: &Path, bytes: &[u8], flushed: Flushed) -> io::Result<()> {
    let above = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(above)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = options().write(true).create(true).truncate(true).open(&beside)?;
    file.write_all(bytes)?;
    if flushed == Flushed::Now {
        file.sync_all()?;
    }
    fs::rename(&beside, path)?;
    match flushed {
        Flushed::Now => fs::File::open(above)?.sync_all(),
        Flushed::Later => Ok(()),
    }
}

/// Puts a text into a file, in the place of one of its name, whole or not at all, on the disk before it is
/// answered, for its owner alone.
///
/// # Errors
/// Fails where the file cannot be written; the one before then stands.
pub fn keep_private(path: &Path, text: &str) -> io::Result<()> {
    replace(path, text.as_bytes(), Flushed::Now)
}
