//! The limits of an import, by name: what it reads never grows without end.

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// The most that a workbook may unpack to, in bytes.
pub const WORKBOOK_BYTES_MAX: u64 = 100 * 1024 * 1024;
/// The most parts that a workbook may have.
pub const WORKBOOK_PARTS_MAX: usize = 2_000;
/// The most rows that a file may have, the headings included.
pub const ROWS_MAX: u32 = 100_000;
/// The most columns that a file may have.
pub const COLUMNS_MAX: usize = 200;
/// The largest cell, in bytes.
pub const CELL_BYTES_MAX: usize = 128 * 1024;
/// The largest row, in bytes.
pub const ROW_BYTES_MAX: usize = 512 * 1024;
/// The most values in a list within one cell.
pub const LIST_VALUES_MAX: usize = 500;
/// The most problems that a report lists for one file; the rest are counted.
pub const PROBLEMS_MAX: usize = 200;
