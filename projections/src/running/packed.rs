//! Numbers of many rows in one value: some columns of a table, column by column, so that what is
//! counted over a whole area is read as a few long values and not row by row. It is an index in all but
//! name: nothing is in it that the table does not say.
//!
//! A pack holds the rows of [`STREAMS_EACH`] streams, of every time at which they were on record. So a
//! count can be asked on both clocks, and a status that depends on today is worked out for each row by
//! whoever asks. Each column is kept as steps from its least value, in as few bytes as the furthest of
//! them takes; and it is said apart what the least and the greatest are, so that packs of other times are
//! passed over unread. What is kept in the file, and when, is `packing`.
//!
//! # Rules
//! - `what_was_packed_is_read_as_it_was`: whatever the values, and where there are none.
//! - `a_row_is_left_where_its_value_lies_in_the_span`: whatever the values and the span, and is read alone as with all.
//! - `a_pack_of_no_step_is_damaged`: nothing is divided by it.
//! - `a_pack_that_is_cut_short_is_damaged`: it is never read as fewer rows or other values.

use rusqlite::ffi;

/// That a row has no value in a column.
pub(crate) const NONE: i64 = i64::MIN;
/// How many streams, by their numbers, are packed together.
pub(super) const STREAMS_EACH: i64 = 256;
/// How many bytes describe a column.
const ABOUT_BYTES: usize = 26;

/// Which columns of a table are packed, and which rows.
#[derive(Debug, PartialEq, Eq)]
pub struct Packed {
    /// The columns, beside the number of the stream.
    pub(super) columns: &'static [&'static str],
    /// The rows that are left out: those with a code in a column.
    pub(super) left_out: Option<(&'static str, &'static str)>,
}

/// Leaves of rows those whose steps, kept in so many bytes, are more than some and no more than others; and those
/// without any, where these may stay. It is told in the steps themselves, in their own width, which is quick.
macro_rules! among {
    ($kept:ty, $taken:expr, $bytes:expr, $before:expr, $last:expr, $or_none:expr) => {{
        let before = <$kept>::try_from($before).unwrap_or(<$kept>::MAX);
        let last = <$kept>::try_from($last).unwrap_or(<$kept>::MAX);
        let count = last.saturating_sub(before);
        let steps = $bytes.as_chunks().0.iter().map(|bytes| <$kept>::from_le_bytes(*bytes));
        for (taken, steps) in $taken.iter_mut().zip(steps) {
            // None is so many less than the first that it is never among them.
            let among = steps.wrapping_sub(before).wrapping_sub(1) < count;
            *taken &= among || ($or_none && steps == 0);
        }
    }};
}

/// What is said of a packed column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct About {
    least: i64,
    most: i64,
    step: u64,
    width: usize,
    lacks: bool,
}

impl About {
    fn of(values: &[i64]) -> Self {
        let present = || values.iter().copied().filter(|value| *value != NONE);
        let lacks = values.contains(&NONE);
        let (Some(least), Some(most)) = (present().min(), present().max()) else {
            return Self { least: NONE, most: NONE, step: 1, width: 0, lacks };
        };
        let apart = |step: u64, value: i64| match value.abs_diff(least) {
            apart if step == 1 || (step != 0 && apart.is_multiple_of(step)) => step,
            apart => greatest_common(step, apart),
        };
        let step = present().fold(0, apart).max(1);
        let width = match most.abs_diff(least) / step {
            0..0xff => 1,
            0xff..0xffff => 2,
            0xffff..0xffff_ffff => 4,
            0xffff_ffff.. => 8,
        };
        Self { least, most, step, width, lacks }
    }

    /// The least value in the column; none where there is no value.
    pub(crate) fn least(&self) -> Option<i64> {
        Some(self.least).filter(|least| *least != NONE)
    }

    /// The greatest value in the column; none where there is no value.
    pub(crate) fn most(&self) -> Option<i64> {
        Some(self.most).filter(|most| *most != NONE)
    }

    /// Whether a row has no value in the column.
    pub(crate) fn lacks(&self) -> bool {
        self.lacks
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.least.to_le_bytes());
        bytes.extend(self.most.to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        bytes.extend([u8::try_from(self.width).unwrap_or(0), u8::from(self.lacks)]);
    }

    fn read(bytes: &[u8; ABOUT_BYTES]) -> Option<Self> {
        let eight = |at: usize| bytes.get(at..at + 8)?.try_into().ok();
        let width = usize::from(bytes[ABOUT_BYTES - 2]);
        let step = u64::from_le_bytes(eight(16)?);
        ([0, 1, 2, 4, 8].contains(&width) && step > 0).then_some(())?;
        Some(Self {
            least: i64::from_le_bytes(eight(0)?),
            most: i64::from_le_bytes(eight(8)?),
            step,
            width,
            lacks: bytes[ABOUT_BYTES - 1] != 0,
        })
    }

    /// Adds the values of the column, as they are kept: nought is none.
    fn pack(&self, values: &[i64], bytes: &mut Vec<u8>) {
        for value in values.iter().filter(|_| self.width > 0) {
            let steps = if *value == NONE { 0 } else { value.abs_diff(self.least) / self.step + 1 };
            bytes.extend(&steps.to_le_bytes()[..self.width]);
        }
    }

    /// What is kept as so many steps: nought is none.
    fn value(&self, steps: u64) -> i64 {
        match steps {
            0 => NONE,
            _ => self.least.wrapping_add_unsigned((steps - 1).wrapping_mul(self.step)),
        }
    }

    /// How many steps there are up to a value.
    fn up_to(&self, value: i64) -> u64 {
        let steps = || (value.abs_diff(self.least) / self.step).saturating_add(1);
        if value < self.least { 0 } else { steps() }
    }

    /// Leaves of the rows those whose value is after one and up to another; and those without a value, where these may
    /// stay.
    fn hold(&self, bytes: &[u8], (after, until, or_none): (i64, i64, bool), taken: &mut [bool]) {
        let (before, last) = (self.up_to(after), self.up_to(until));
        match self.width {
            1 => among!(u8, taken, bytes, before, last, or_none),
            2 => among!(u16, taken, bytes, before, last, or_none),
            4 => among!(u32, taken, bytes, before, last, or_none),
            8 => among!(u64, taken, bytes, before, last, or_none),
            _ => taken.iter_mut().for_each(|taken| *taken &= or_none),
        }
    }

    /// Reads the values of some rows.
    fn values_at(&self, bytes: &[u8], rows: &[usize], values: &mut [i64]) {
        let value = |steps: u64| self.value(steps);
        match self.width {
            1 => pick(rows, values, bytes, |[byte]: [u8; 1]| value(u64::from(byte))),
            2 => pick(rows, values, bytes, |it| value(u64::from(u16::from_le_bytes(it)))),
            4 => pick(rows, values, bytes, |it| value(u64::from(u32::from_le_bytes(it)))),
            8 => pick(rows, values, bytes, |it| value(u64::from_le_bytes(it))),
            _ => values.fill(NONE),
        }
    }

    /// Reads as many values as there is room for.
    fn unpack(&self, bytes: &[u8], values: &mut [i64]) {
        let value = |steps: u64| self.value(steps);
        match self.width {
            1 => fill(values, bytes, |[byte]: [u8; 1]| value(u64::from(byte))),
            2 => fill(values, bytes, |it| value(u64::from(u16::from_le_bytes(it)))),
            4 => fill(values, bytes, |it| value(u64::from(u32::from_le_bytes(it)))),
            8 => fill(values, bytes, |it| value(u64::from_le_bytes(it))),
            _ => values.fill(NONE),
        }
    }
}

fn fill<const N: usize>(values: &mut [i64], bytes: &[u8], value: impl Fn([u8; N]) -> i64) {
    for (place, bytes) in values.iter_mut().zip(bytes.as_chunks::<N>().0) {
        *place = value(*bytes);
    }
}

fn pick<const N: usize>(
    rows: &[usize],
    values: &mut [i64],
    bytes: &[u8],
    value: impl Fn([u8; N]) -> i64,
) {
    let all = bytes.as_chunks::<N>().0;
    for (place, row) in values.iter_mut().zip(rows) {
        *place = all.get(*row).map_or(NONE, |bytes| value(*bytes));
    }
}

fn greatest_common(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Columns as they are kept: what is said of them, and their values. All are of the same length.
pub(super) fn pack(columns: &[Vec<i64>]) -> (Vec<u8>, Vec<u8>) {
    let rows = columns.first().map_or(0, Vec::len);
    let mut about = u32::try_from(rows).unwrap_or(u32::MAX).to_le_bytes().to_vec();
    let mut values = Vec::new();
    for column in columns {
        let of = About::of(column);
        of.write(&mut about);
        of.pack(column, &mut values);
    }
    (about, values)
}

/// What is said of the columns of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Abouts {
    pub(super) rows: usize,
    pub(super) columns: Vec<About>,
}

impl Abouts {
    /// What is said of the columns of a pack; none where it is not of so many columns.
    pub(super) fn read(bytes: &[u8], columns: usize) -> rusqlite::Result<Self> {
        let read = || {
            let (rows, rest) = bytes.split_first_chunk::<4>()?;
            let (each, left) = rest.as_chunks::<ABOUT_BYTES>();
            (left.is_empty() && each.len() == columns).then_some(())?;
            let rows = usize::try_from(u32::from_le_bytes(*rows)).ok()?;
            let columns = each.iter().map(About::read).collect::<Option<_>>()?;
            Some(Self { rows, columns })
        };
        read().ok_or_else(damaged)
    }

    /// The bytes of each column.
    pub(super) fn divide<'b>(&self, mut bytes: &'b [u8]) -> rusqlite::Result<Vec<&'b [u8]>> {
        let mut divided = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let length = column.width.checked_mul(self.rows).ok_or_else(damaged)?;
            let (own, rest) = bytes.split_at_checked(length).ok_or_else(damaged)?;
            divided.push(own);
            bytes = rest;
        }
        if bytes.is_empty() { Ok(divided) } else { Err(damaged()) }
    }

    /// The values of a column, one for each row.
    pub(super) fn unpack(&self, column: usize, bytes: &[u8]) -> Vec<i64> {
        let mut values = vec![NONE; self.rows];
        if let Some(column) = self.columns.get(column) {
            column.unpack(bytes, &mut values);
        }
        values
    }

    /// Leaves of all rows those whose value in a column is after one and up to another; and those without a value,
    /// where these may stay.
    pub(super) fn hold(
        &self,
        (column, bytes): (usize, &[u8]),
        span: (i64, i64, bool),
        taken: &mut [bool],
    ) {
        if let Some(column) = self.columns.get(column) {
            column.hold(bytes, span, taken);
        }
    }

    /// Reads the values of a column in some rows.
    pub(super) fn values_at(
        &self,
        (column, bytes): (usize, &[u8]),
        rows: &[usize],
        values: &mut [i64],
    ) {
        if let Some(column) = self.columns.get(column) {
            column.values_at(bytes, rows, values);
        }
    }
}

/// That a pack is not what was written.
pub(super) fn damaged() -> rusqlite::Error {
    let said = "what is packed is not whole".to_owned();
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(said))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(about: &[u8], values: &[u8], columns: usize) -> rusqlite::Result<Vec<Vec<i64>>> {
        let about = Abouts::read(about, columns)?;
        let divided = about.divide(values)?;
        Ok(divided.iter().enumerate().map(|(at, bytes)| about.unpack(at, bytes)).collect())
    }

    fn value() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(NONE),
            0_i64..40,
            (0_i64..90_000).prop_map(|minute| 1_700_000_000_000_000 + minute * 60_000_000),
            any::<i64>(),
            prop::sample::select(vec![i64::MAX, i64::MIN + 1]),
        ]
    }

    proptest! {
        #[test]
        fn what_was_packed_is_read_as_it_was(
            columns in prop::collection::vec(prop::collection::vec(value(), 7), 0..5),
            alike in prop::collection::vec(0_i64..300, 7),
        ) {
            let columns = [columns, vec![alike]].concat();
            let (about, values) = pack(&columns);
            prop_assert_eq!(read(&about, &values, columns.len()), Ok(columns));
        }

        #[test]
        fn a_row_is_left_where_its_value_lies_in_the_span(
            column in prop_oneof![
                prop::collection::vec(value(), 0..300),
                prop::collection::vec(0_i64..300, 0..300),
                prop::collection::vec(prop_oneof![Just(NONE), 0_i64..70_000], 0..300),
                prop::collection::vec(Just(NONE), 0..5),
            ],
            bounds in (value(), value()),
            or_none in any::<bool>(),
            left in any::<u64>(),
        ) {
            let (about, bytes) = pack(std::slice::from_ref(&column));
            let about = Abouts::read(&about, 1).unwrap();
            let (after, until) = bounds;
            let before: Vec<bool> = (0..column.len()).map(|row| (left >> (row % 64)) & 1 == 1).collect();
            let mut taken = before.clone();
            about.hold((0, &bytes), (after, until, or_none), &mut taken);
            let lies = |value: i64| match value {
                NONE => or_none,
                value => value > after && value <= until,
            };
            let expected = before.iter().zip(&column).map(|(before, value)| *before && lies(*value));
            prop_assert_eq!(&taken, &expected.collect::<Vec<_>>());
            let rows: Vec<usize> = (0..column.len()).filter(|row| taken[*row]).collect();
            let mut values = vec![0; rows.len()];
            about.values_at((0, &bytes), &rows, &mut values);
            prop_assert_eq!(values, rows.iter().map(|row| column[*row]).collect::<Vec<_>>());
        }

        #[test]
        fn a_pack_of_no_step_is_damaged(column in prop::collection::vec(value(), 1..9)) {
            let (mut about, _) = pack(&[column]);
            about[4 + 16..4 + 24].fill(0);
            prop_assert_eq!(Abouts::read(&about, 1), Err(damaged()));
        }

        #[test]
        fn a_pack_that_is_cut_short_is_damaged(
            columns in prop::collection::vec(prop::collection::vec(0_i64..900, 1..40), 3),
            short in 1_usize..200,
        ) {
            let rows = columns.iter().map(Vec::len).min().unwrap();
            let columns: Vec<_> = columns.into_iter().map(|it| it[..rows].to_vec()).collect();
            let (about, values) = pack(&columns);
            let shorter = |bytes: &[u8]| bytes[..bytes.len().saturating_sub(short)].to_vec();
            prop_assert_eq!(read(&shorter(&about), &values, 3), Err(damaged()));
            prop_assert_eq!(read(&about, &shorter(&values), 3), Err(damaged()));
            prop_assert_eq!(read(&about, &[&values[..], &[0]].concat(), 3), Err(damaged()));
            prop_assert_eq!(read(&about, &values, 2), Err(damaged()));
        }
    }
}
