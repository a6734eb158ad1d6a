//! Workbooks: read with their dates, and refused where they hold what is not to be read.

use candour_domain::identifier::EntryId;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::bench::{Bench, How, file};
use super::refused::{HEADINGS, problems, refused, refused_with};
use crate::import::{Sheet, SourceFile, limits};

fn workbook(fill: impl FnOnce(&mut Workbook)) -> SourceFile {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    file("a.xlsx", &workbook.save_to_buffer().unwrap())
}

fn sheet(workbook: &mut Workbook, name: &str) {
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    for (column, heading) in (0..).zip(HEADINGS.split(',')) {
        sheet.write(0, column, heading).unwrap();
    }
    for (column, cell) in
        (0..).zip(["Police", "A", "", "", "", "", "exact", "Mia", "observation", "x"])
    {
        sheet.write(1, column, cell).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2026, 1, 20).unwrap();
    let time = ExcelDateTime::from_hms(15, 5, 0).unwrap();
    sheet.write(1, 2, 17).unwrap();
    sheet.write_with_format(1, 3, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_with_format(1, 4, &time, &Format::new().set_num_format("hh:mm")).unwrap();
}

#[test]
fn a_workbook_is_read_with_its_dates_and_times() {
    let bench = Bench::new();
    let book = workbook(|book| {
        sheet(book, "Chronology");
        sheet(book, "Notes");
    });
    let report = bench.import(&[book], &How::default());
    let said: Vec<String> = report.files[0].warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "a.xlsx: the sheet 'Chronology' was read; not read: Notes",
            "a.xlsx, row 2: 'Mia' is named by rows alone: no list of people names them",
        ]
    );
    assert_eq!(problems(&report), Vec::<String>::new());
    let entries = bench.entries();
    let row = entries.iter().find(|entry| entry.envelope.source.import.is_some()).unwrap();
    assert_eq!(row.id, EntryId::of_request(row.request, 0));
    assert_eq!(
        (
            row.envelope.occurred.to_string(),
            row.envelope.source.import.as_ref().unwrap().reference.as_str()
        ),
        ("20 Jan 2026 15:05".to_owned(), "17")
    );
}

#[test]
fn a_workbook_with_formulas_macros_or_another_sheet_is_refused() {
    let formula = workbook(|book| {
        sheet(book, "Chronology");
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.write_formula(1, 9, Formula::new("=1+1").set_result("2")).unwrap();
    });
    assert_eq!(
        refused(&[formula]),
        ["a.xlsx, row 2, column event: the cell holds a formula: paste its value in its place"]
    );
    let how = How { sheet: Sheet::Named("Police".to_owned()), ..How::default() };
    assert_eq!(
        refused_with(&[workbook(|book| sheet(book, "Chronology"))], &how),
        ["a.xlsx: there is no sheet 'Police'; the sheets are: Chronology"]
    );
    assert_eq!(
        refused(&[file("a.xlsx", b"\xD0\xCF\x11\xE0........")]),
        [
            "a.xlsx: the file is not a workbook that can be read: it is protected by a password, or saved in the format of before 2007"
        ]
    );
    assert_eq!(
        refused(&[zipped("xl/vbaProject.bin", 10)]),
        ["a.xlsx: a file of this kind may hold macros: save it as .xlsx"]
    );
}

/// A sound workbook with words of its sheet replaced.
fn edited(from: &str, to: &str) -> SourceFile {
    let sound = workbook(|book| sheet(book, "Chronology"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sound.bytes())).unwrap();
    let mut written = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        if name.ends_with("sheet1.xml") {
            assert_eq!(text.matches(from).count(), 1);
            text = text.replace(from, to);
        }
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut written, text.as_bytes()).unwrap();
    }
    file("a.xlsx", &written.finish().unwrap().into_inner())
}

#[test]
fn a_workbook_with_a_cell_that_no_sheet_has_is_refused() {
    let beyond = |cell: &str| {
        [format!("a.xlsx: the file is not a workbook that can be read: no sheet has a cell {cell}")]
    };
    for cell in ["ZZZZZZZZ99999999999", "A99999999999", "XFE2"] {
        assert_eq!(refused(&[edited("r=\"A2\"", &format!("r=\"{cell}\""))]), beyond(cell));
    }
    let row = edited("<row r=\"2\"", "<row r=\"4294967296\"");
    assert_eq!(refused(&[row]), beyond("4294967296"));
    let backwards = edited("<dimension ref=\"A1:", "<dimension ref=\"C3:A1\" was=\"");
    assert_eq!(refused(&[backwards]), beyond("C3:A1"));
}

fn zipped(part: &str, bytes: u64) -> SourceFile {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), bytes), &mut archive).unwrap();
    file("a.xlsx", &archive.finish().unwrap().into_inner())
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_read() {
    let bomb = zipped("xl/worksheets/sheet1.xml", limits::WORKBOOK_BYTES_MAX + 1);
    assert_eq!(refused(&[bomb]), ["a.xlsx: the workbook unpacks to more than 104857600 bytes"]);
}
