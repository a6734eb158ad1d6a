//! Every limit of the ledger, by its name. A record within them has a leaf below 64 KiB, and no page,
//! batch or queue grows without end.

use std::fmt;

/// The most drafts that one append takes.
pub const APPEND_ENTRIES_MAX: usize = 10_000;
/// The most text that one append takes, in bytes.
pub const APPEND_TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most parts that an entry has.
pub const PARTS_MAX: usize = 1_024;
/// The longest text that a part has, in bytes.
pub const PART_TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The longest texts that an entry has together, in bytes.
pub const ENTRY_TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The longest type name, in bytes.
pub const TYPE_NAME_BYTES_MAX: usize = 256;
/// The most records that a page has, whatever was asked for.
pub const PAGE_RECORDS_MAX: usize = 10_000;
/// Once a page holds this much text, in bytes, no further record is put into it.
pub const PAGE_TEXT_BYTES_ENOUGH: usize = 16 * 1024 * 1024;

/// A limit that an append may exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Entries in one append.
    AppendEntries,
    /// Bytes of text in one append.
    AppendTextBytes,
    /// Parts of an entry.
    Parts,
    /// Bytes in the text of a part.
    PartTextBytes,
    /// Bytes in all texts of an entry.
    EntryTextBytes,
    /// Bytes in a type name.
    TypeNameBytes,
    /// Bytes of one append as a cluster counts them, of which its servers take so many.
    ClusterAppendBytes {
        /// How many, as the cluster's address says.
        max: usize,
    },
}

impl Limit {
    /// How much is allowed.
    pub fn max(self) -> usize {
        match self {
            Self::AppendEntries => APPEND_ENTRIES_MAX,
            Self::AppendTextBytes => APPEND_TEXT_BYTES_MAX,
            Self::Parts => PARTS_MAX,
            Self::PartTextBytes => PART_TEXT_BYTES_MAX,
            Self::EntryTextBytes => ENTRY_TEXT_BYTES_MAX,
            Self::TypeNameBytes => TYPE_NAME_BYTES_MAX,
            Self::ClusterAppendBytes { max } => max,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AppendEntries => "entries",
            Self::AppendTextBytes => "bytes of text",
            Self::Parts => "parts in an entry",
            Self::PartTextBytes => "bytes in the text of a part",
            Self::EntryTextBytes => "bytes in the texts of an entry",
            Self::TypeNameBytes => "bytes in a type name",
            Self::ClusterAppendBytes { max: _ } => "bytes as events of a cluster",
        })
    }
}

/// The number of records to read for what was asked: at least one, at most a page.
pub(crate) fn page_of(limit: usize) -> usize {
    limit.clamp(1, PAGE_RECORDS_MAX)
}
