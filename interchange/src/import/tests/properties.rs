//! No file makes an import panic, whatever is in it.

use proptest::prelude::*;

use super::bench::{Bench, How, ashdown, file};
use crate::import::{ImportResult, Mode, SourceFile};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_bytes_and_no_cells_make_an_import_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in prop::sample::select(vec!["a.csv", "a.xlsx"]),
        cells in prop::collection::vec("[^\\x00]{0,24}|[a-z:;=, 0-9-]{0,24}", 1..60),
    ) {
        let how = How { mode: Mode::DryRun, ..How::default() };
        let columns: Vec<&str> = crate::import::Column::ALL.iter().map(|(_, name)| *name).collect();
        let mut text = csv::Writer::from_writer(Vec::new());
        text.write_record(&columns).unwrap();
        for row in cells.chunks(columns.len()) {
            let mut row: Vec<&str> = row.iter().map(String::as_str).collect();
            row.resize(columns.len(), "");
            text.write_record(&row).unwrap();
        }
        let random = file(name, &bytes);
        let table = file("b.csv", &text.into_inner().unwrap());
        let report = Bench::new().import(&[random, table], &how);
        prop_assert_eq!(report.result, ImportResult::DryRun);
    }

    #[test]
    fn no_cell_of_a_sound_row_makes_an_import_panic(
        at in 0..14_usize,
        column in 0..34_usize,
        cell in "[ -~]{0,20}|[A-Za-z]+: [A-Z]\\. [A-Z][a-z]+(; [a-z]+)?|[A-Z][0-9]",
    ) {
        let files: Vec<SourceFile> = ashdown().iter().map(|source| {
            let mut reader = csv::Reader::from_reader(source.bytes());
            let headings = reader.headers().unwrap().clone();
            if headings.len() != 34 { return source.clone(); }
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&headings).unwrap();
            for (row, record) in reader.records().enumerate() {
                let cells: Vec<String> = record.unwrap().iter().enumerate().map(|(index, old)| {
                    if (row, index) == (at, column) { cell.clone() } else { old.to_owned() }
                }).collect();
                writer.write_record(&cells).unwrap();
            }
            file(source.name(), &writer.into_inner().unwrap())
        }).collect();
        let how = How { mode: Mode::DryRun, ..How::default() };
        let report = Bench::new().import(&files, &how);
        prop_assert_eq!(report.result, ImportResult::DryRun);
    }
}
