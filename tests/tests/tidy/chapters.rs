//! The chapters of the child protection process: the same names in the same order in every room.
//!
//! A new chapter is added to the list here, and the checks then say where it is still missing.
//! rustfmt sorts `mod` lines that touch, unless `rustfmt.toml` says `reorder_modules = false`.
//!
//! # Rules
//!
//! - `the_domain_has_every_chapter_in_order`: events and state, one module for each.
//! - `the_commands_have_every_chapter_in_order`: rules that decide, one module for each.
//! - `every_chapter_is_a_variant_of_the_case_event`: in order, so that a new one is seen here.
//! - `every_chapter_has_a_catalogue`: stored names and versions, one file for each.

use crate::code::{closing, code_of, is_name, line_at};
use crate::tree::{File, demand_none, fault, root, rust_files};

const CHAPTERS: [&str; 18] = [
    "opening",
    "allocation",
    "concern",
    "information",
    "child",
    "help",
    "threshold",
    "enquiry",
    "conference",
    "plan",
    "fgdm",
    "proceedings",
    "emergency",
    "oversight",
    "education",
    "incident",
    "record",
    "access",
];

const DOMAIN_CHAPTERS: &str = "domain/src/case/mod.rs";
const COMMAND_CHAPTERS: &str = "commands/src/case/mod.rs";

/// Names the first place where what was found leaves the order of the chapters.
fn out_of_order(file: &File, found: &[(usize, String)], what: &str) -> Vec<String> {
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    if names == CHAPTERS {
        return Vec::new();
    }
    let at = names.iter().zip(CHAPTERS).take_while(|(name, chapter)| **name == *chapter).count();
    let line = found.get(at).map_or(file.text.lines().count().max(1), |(line, _)| *line);
    let is = names.get(at).map_or("nothing".to_owned(), |name| format!("`{name}`"));
    let should_be = CHAPTERS.get(at).map_or("nothing".to_owned(), |it| format!("`{it}`"));
    let demand = format!(
        "{what} number {} is {is} and should be {should_be}: the order is {}",
        at + 1,
        CHAPTERS.join(" ")
    );
    vec![fault(&file.path, line, &demand)]
}

/// The chapters that a file declares as modules. Modules that are no chapter may stand beside them.
fn modules(file: &File) -> Vec<(usize, String)> {
    code_of(&file.text)
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let line = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
            let name = line.strip_prefix("mod ")?.trim_end().strip_suffix(';')?;
            CHAPTERS.contains(&name).then(|| (at + 1, name.to_owned()))
        })
        .collect()
}

/// The variants of the enum `CaseEvent`, as chapters are named. None, if the enum is not here.
fn variants(file: &File) -> Option<Vec<(usize, String)>> {
    const ENUM: &str = "pub enum CaseEvent {";
    let code = code_of(&file.text);
    let body_at = code.find(ENUM)? + ENUM.len();
    let body = &code[body_at..body_at + closing(&code[body_at..])];
    let mut found = Vec::new();
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        let skipped = rest.len() - rest.trim_start_matches([' ', '\n', ',']).len();
        let rest = &rest[skipped..];
        let length = if let Some(attribute) = rest.strip_prefix("#[") {
            2 + closing(attribute) + 1
        } else {
            let name = rest.len() - rest.trim_start_matches(is_name).len();
            if name == 0 {
                break;
            }
            found.push((line_at(&code, body_at + at + skipped), rest[..name].to_lowercase()));
            let opens = rest[name..].starts_with(['(', '{', ' ']);
            if opens { name + 1 + closing(&rest[name + 1..]) + 1 } else { name }
        };
        at += skipped + length;
    }
    Some(found)
}

/// Reads a file; one that does not exist reads as empty, and so has none of the chapters.
fn read_or_empty(path: &str) -> File {
    File::of(path, &std::fs::read_to_string(root().join(path)).unwrap_or_default())
}

fn without_catalogue(exists: impl Fn(&str) -> bool) -> Vec<String> {
    CHAPTERS
        .iter()
        .map(|chapter| format!("schemas/src/catalogue/{chapter}.rs"))
        .filter(|path| !exists(path))
        .map(|path| fault(&path, 1, "write this catalogue: the stored names of the chapter"))
        .collect()
}

#[test]
fn the_domain_has_every_chapter_in_order() {
    let file = read_or_empty(DOMAIN_CHAPTERS);
    demand_none(&out_of_order(&file, &modules(&file), "chapter"));
}

#[test]
fn the_commands_have_every_chapter_in_order() {
    let file = read_or_empty(COMMAND_CHAPTERS);
    demand_none(&out_of_order(&file, &modules(&file), "chapter"));
}

#[test]
fn every_chapter_is_a_variant_of_the_case_event() {
    let found: Vec<(File, Vec<(usize, String)>)> = rust_files()
        .into_iter()
        .filter(|file| file.path.starts_with("domain/src/"))
        .filter_map(|file| variants(&file).map(|found| (file, found)))
        .collect();
    assert_eq!(found.len(), 1, "the enum `CaseEvent` is in one file of domain/src");
    for (file, found) in found {
        demand_none(&out_of_order(&file, &found, "variant"));
    }
}

#[test]
fn every_chapter_has_a_catalogue() {
    demand_none(&without_catalogue(|path| root().join(path).is_file()));
}

#[test]
fn a_chapter_that_is_missing_or_out_of_order_is_named() {
    let declared = |chapters: &[&str]| {
        let lines: Vec<String> =
            chapters.iter().map(|chapter| format!("pub mod {chapter};\n")).collect();
        File::of("a.rs", &format!("//! Cases.\nmod state;\n{}", lines.concat()))
    };
    let order = CHAPTERS.join(" ");

    let all = declared(&CHAPTERS);
    assert_eq!(out_of_order(&all, &modules(&all), "chapter"), [""; 0]);

    let mut swapped = CHAPTERS;
    swapped.swap(0, 1);
    let swapped = declared(&swapped);
    let demand = format!(
        "a.rs:3: chapter number 1 is `allocation` and should be `opening`: the order is {order}"
    );
    assert_eq!(out_of_order(&swapped, &modules(&swapped), "chapter"), [demand]);

    let short = declared(&CHAPTERS[..17]);
    let demand = format!(
        "a.rs:19: chapter number 18 is nothing and should be `access`: the order is {order}"
    );
    assert_eq!(out_of_order(&short, &modules(&short), "chapter"), [demand]);

    let unwritten = File::of("b.rs", "");
    let demand = format!(
        "b.rs:1: chapter number 1 is nothing and should be `opening`: the order is {order}"
    );
    assert_eq!(out_of_order(&unwritten, &modules(&unwritten), "chapter"), [demand]);
}

#[test]
fn the_variants_are_read_past_attributes_and_fields() {
    let text = "//! Events.\npub enum CaseEvent {\n    /// Opens { it.\n    Opening(Opening),\n    \
                #[serde(rename = \"x\")]\n    Fgdm(Box<fgdm::Event>),\n    Bare,\n}\nfn f() {}\n";
    let found = variants(&File::of("a.rs", text));
    let expected =
        [(4, "opening"), (6, "fgdm"), (7, "bare")].map(|(line, name)| (line, name.to_owned()));
    assert_eq!(found, Some(expected.to_vec()));
    assert_eq!(variants(&File::of("b.rs", "pub enum Other {}")), None);
}

#[test]
fn a_variant_that_no_chapter_has_is_named() {
    let chapters = CHAPTERS.map(|chapter| format!("    {chapter}(x),\n")).concat();
    let text = format!("pub enum CaseEvent {{\n{chapters}    Missing(x),\n}}\n");
    let file = File::of("a.rs", &text);
    let found = variants(&file).unwrap_or_default();
    let order = CHAPTERS.join(" ");
    let demand = format!(
        "a.rs:20: variant number 19 is `missing` and should be nothing: the order is {order}"
    );
    assert_eq!(out_of_order(&file, &found, "variant"), [demand]);
}

#[test]
fn a_chapter_without_a_catalogue_is_named() {
    assert_eq!(
        without_catalogue(|path| !path.ends_with("/fgdm.rs")),
        ["schemas/src/catalogue/fgdm.rs:1: write this catalogue: the stored names of the chapter"]
    );
}
