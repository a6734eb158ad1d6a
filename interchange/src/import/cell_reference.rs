//! The places of cells as the parts of a workbook write them, checked before a reader counts with
//! them: a place beyond the last cell of a sheet makes it count past what its numbers hold.
//!
//! What is not written as a place at all is left to the reader, which says so itself.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cell::shown;
use super::fault::Fault;
use super::limits::WORKBOOK_BYTES_MAX;

/// The last column of a sheet, XFD, and its last row.
const COLUMN_MAX: u64 = 16_384;
const ROW_MAX: u64 = 1_048_576;

/// The fewest bytes that a shared text takes: `<si/>`.
const TEXT_BYTES_MIN: u64 = 5;

/// Reads a part of a workbook, and refuses a place that no sheet has.
pub(crate) fn check(part: impl BufRead) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => element_is_sound(&element)?,
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn element_is_sound(element: &BytesStart<'_>) -> Result<(), Fault> {
    let name = element.local_name();
    let attribute = match name.as_ref() {
        "c" | "row" => "r",
        "dimension" | "f" | "mergeCell" | "hyperlink" => "ref",
        "sst" => "uniqueCount",
        _ => return Ok(()),
    };
    for found in element.attributes().with_checks(false).flatten() {
        let value = found.value.as_ref();
        if found.key.as_ref() != attribute {
            continue;
        }
        if attribute == "uniqueCount" {
            if number(value) > WORKBOOK_BYTES_MAX / TEXT_BYTES_MIN {
                return Err(Fault::NotAWorkbook(format!("it has no {} texts", shown(value))));
            }
        } else if !is_place(value) {
            return Err(Fault::NotAWorkbook(format!("no sheet has a cell {}", shown(value))));
        }
    }
    Ok(())
}

/// Whether a cell, a row or a range lies within a sheet and ends after it begins.
fn is_place(text: &str) -> bool {
    let corners: Vec<(u64, u64)> = text.split(':').map(corner).collect();
    let within = |(column, row): &(u64, u64)| *column <= COLUMN_MAX && *row <= ROW_MAX;
    let onward = corners.windows(2).all(|two| two[0].0 <= two[1].0 && two[0].1 <= two[1].1);
    corners.iter().all(within) && onward
}

/// The column and the row of a cell, 0 for what is not there; what is too large stays too large.
fn corner(text: &str) -> (u64, u64) {
    let letters = text.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(text.len());
    let (column, row) = text.split_at(letters);
    let column = column.bytes().fold(0_u64, |column, letter| {
        let letter = u64::from(letter.to_ascii_uppercase() - b'A') + 1;
        column.saturating_mul(26).saturating_add(letter)
    });
    (column, number(row))
}

fn number(text: &str) -> u64 {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits
        .fold(0, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_within_a_sheet_and_ends_after_it_begins() {
        let places = ["A1", "xfd1048576", "7", "A1:XFD1048576", "B2:B2", "$A$1", ""];
        assert_eq!(places.map(is_place), [true; 7]);
        let none =
            ["XFE1", "A1048577", "1048577", "A1:XFE2", "B2:A3", "B2:C1", "ZZZZZZZZ99999999999"];
        assert_eq!(none.map(is_place), [false; 7]);
    }

    #[test]
    fn a_part_is_read_to_its_end_or_to_where_it_cannot_be_read() {
        let said = |part: &str| check(part.as_bytes());
        let beyond = || Err(Fault::NotAWorkbook("no sheet has a cell A99999999999".to_owned()));
        assert_eq!(said("<row r='1'><c r='A1'/></row><dimension ref='A1:B2'/>"), Ok(()));
        assert_eq!(said("<!-- don't --><x:c t='>' r=\"A99999999999\"/>"), beyond());
        assert_eq!(said("<a><![CDATA[<c r='A99999999999'>]]></a>"), Ok(()));
        assert_eq!(
            said("<sst uniqueCount='99999999999'>"),
            Err(Fault::NotAWorkbook("it has no 99999999999 texts".to_owned()))
        );
    }
}
