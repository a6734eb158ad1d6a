//! How long a file may be, and how it opens.
//!
//! # Rules
//!
//! - `a_source_file_has_at_most_400_lines`: at the limit, a noun is missing.
//! - `a_source_file_opens_with_what_it_is_for`: the first line is a `//!` doc comment.
//! - `no_file_is_larger_than_one_mebibyte`: what is larger is made when it is needed.

use crate::tree::{File, demand_none, fault, files, rust_files};

const LINES_MAX: usize = 400;
const BYTES_MAX: usize = 1024 * 1024;

/// Written by the first lines of a file that a program made.
const GENERATED: &str = "// @generated";
const GENERATED_WITHIN_LINES: usize = 5;

fn is_generated(file: &File) -> bool {
    file.text.lines().take(GENERATED_WITHIN_LINES).any(|line| line.starts_with(GENERATED))
}

fn too_long(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !is_generated(file))
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| {
            let demand = format!("{lines} lines, {LINES_MAX} at most: find the missing noun");
            fault(&file.path, LINES_MAX + 1, &demand)
        })
        .collect()
}

fn without_opening(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| {
            let first = file.text.lines().find(|line| !line.starts_with(GENERATED));
            !first.is_some_and(|line| line.starts_with("//!"))
        })
        .map(|file| fault(&file.path, 1, "open with `//!`: what the file is for, and is not for"))
        .collect()
}

fn too_large(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.bytes > BYTES_MAX)
        .map(|file| {
            let demand = format!("{} bytes, {BYTES_MAX} at most: make it in a test", file.bytes);
            fault(&file.path, 1, &demand)
        })
        .collect()
}

#[test]
fn a_source_file_has_at_most_400_lines() {
    demand_none(&too_long(&rust_files()));
}

#[test]
fn a_source_file_opens_with_what_it_is_for() {
    demand_none(&without_opening(&rust_files()));
}

#[test]
fn no_file_is_larger_than_one_mebibyte() {
    demand_none(&too_large(&files()));
}

#[test]
fn a_file_too_long_is_named_unless_it_is_generated() {
    let at_the_limit = "//! a\n".repeat(400);
    let over = "//! a\n".repeat(401);
    let made = format!("{GENERATED} by a program\n{over}");
    assert_eq!(too_long(&[File::of("a.rs", &at_the_limit), File::of("b.rs", &made)]), [""; 0]);
    assert_eq!(
        too_long(&[File::of("domain/src/c.rs", &over)]),
        ["domain/src/c.rs:401: 401 lines, 400 at most: find the missing noun"]
    );
}

#[test]
fn a_file_that_does_not_say_what_it_is_for_is_named() {
    let made = format!("{GENERATED}\n//! For tests.\n");
    let good = [File::of("a.rs", "//! For tests.\n"), File::of("b.rs", &made)];
    assert_eq!(without_opening(&good), [""; 0]);
    let bad = [File::of("c.rs", "use std::fs;\n//! Late.\n"), File::of("d.rs", "")];
    assert_eq!(
        without_opening(&bad),
        [
            "c.rs:1: open with `//!`: what the file is for, and is not for",
            "d.rs:1: open with `//!`: what the file is for, and is not for",
        ]
    );
}

#[test]
fn a_file_too_large_is_named() {
    let mut file = File::of("corpus/a.json", "{}");
    file.bytes = BYTES_MAX;
    assert_eq!(too_large(&[file.clone()]), [""; 0]);
    file.bytes += 1;
    assert_eq!(
        too_large(&[file]),
        ["corpus/a.json:1: 1048577 bytes, 1048576 at most: make it in a test"]
    );
}
