//! Words and shapes of code that are not to be written, and why.
//!
//! What clippy can forbid is forbidden there; this has the rest, and those that must hold in code
//! that clippy does not see.
//!
//! # Rules
//!
//! - `no_banned_word_is_written`: unfinished work, ignored tests and silenced lints do not land.
//! - `no_assertion_asserts_nothing`: an assertion compares a whole value.
//! - `no_file_is_named_after_nothing`: a file is named after what is in it.
//! - `no_file_holds_a_path_of_a_machine`: every path in the tree starts from the tree.

use std::path::Path;

use crate::code::{calls, code_of, first_argument, is_name, line_at};
use crate::tree::{File, demand_none, fault, files, rust_files};

/// Looked for in code alone, so that prose may speak of them.
const BANNED_IN_CODE: [(&str, &str); 6] = [
    ("#[allow(", "write `#[expect(.., reason = \"..\")]`, which goes when it is no longer true"),
    ("#![allow(", "write `#![expect(.., reason = \"..\")]`, which goes when it is no longer true"),
    ("todo!(", "finish it, or leave it out"),
    ("unimplemented!(", "finish it, or leave it out"),
    ("#[ignore", "a test that does not run is not a test: mend it or remove it"),
    (
        "#[should_panic",
        "return an error and compare it, or catch the panic and compare its message",
    ),
];

/// Looked for everywhere, comments included. Taken apart so that this file has none.
const BANNED_WORDS: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];

const NAMES_OF_NOTHING: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];

/// Folders of one machine. Taken apart so that this file has none.
const MACHINE_PATHS: [&str; 3] =
    [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/")];

fn banned(file: &File) -> Vec<String> {
    let code = code_of(&file.text);
    let in_code = BANNED_IN_CODE.iter().flat_map(|(word, demand)| {
        code.match_indices(word)
            .map(|(at, _)| fault(&file.path, line_at(&code, at), &format!("`{word}`: {demand}")))
            .collect::<Vec<_>>()
    });
    let anywhere = BANNED_WORDS.iter().flat_map(|word| {
        let demand = format!("`{word}`: do it now, or say it in the issue tracker");
        whole_words(&file.text, word)
            .map(|at| fault(&file.path, line_at(&file.text, at), &demand))
            .collect::<Vec<_>>()
    });
    in_code.chain(anywhere).collect()
}

fn whole_words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        !text[..at].ends_with(is_name) && !text[at + word.len()..].starts_with(is_name)
    })
}

fn empty_assertions(file: &File) -> Vec<String> {
    let code = code_of(&file.text);
    let mut found = Vec::new();
    for call in calls(&code, "matches") {
        let begins = code[..call.start].trim_end().ends_with(['{', '}', ';']);
        if begins && code[call.end..].trim_start().starts_with(';') {
            found.push((call.start, "a bare `matches!` asserts nothing: compare the whole value"));
        }
    }
    for name in ["assert", "debug_assert", "prop_assert"] {
        for call in calls(&code, name) {
            let claim = first_argument(call.arguments);
            if claim == "true" {
                found.push((call.start, "this cannot fail: compare the whole value"));
            } else if claim.ends_with(".is_err()")
                || (claim.starts_with('!') && claim.ends_with(".is_ok()"))
            {
                found.push((call.start, "any error would do: compare the error that is expected"));
            }
        }
    }
    found.into_iter().map(|(at, demand)| fault(&file.path, line_at(&code, at), demand)).collect()
}

fn named_after_nothing(file: &File) -> Option<String> {
    let named = Path::new(&file.path).iter().find(|part| {
        Path::new(part)
            .file_stem()
            .is_some_and(|stem| NAMES_OF_NOTHING.iter().any(|name| stem.eq_ignore_ascii_case(name)))
    })?;
    let demand = format!("`{}` names nothing: say what is in it", named.to_string_lossy());
    Some(fault(&file.path, 1, &demand))
}

fn machine_paths(file: &File) -> Vec<String> {
    MACHINE_PATHS
        .iter()
        .flat_map(|path| {
            // After a name it is a folder of something else: of a web address, say.
            file.text
                .match_indices(path)
                .filter(|(at, _)| {
                    !file.text[..*at].ends_with(|c: char| is_name(c) || matches!(c, '.' | '-'))
                })
                .map(|(at, _)| {
                    let demand = format!("`{path}` is a folder of one machine: start from here");
                    fault(&file.path, line_at(&file.text, at), &demand)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn no_banned_word_is_written() {
    demand_none(&rust_files().iter().flat_map(banned).collect::<Vec<_>>());
}

#[test]
fn no_assertion_asserts_nothing() {
    demand_none(&rust_files().iter().flat_map(empty_assertions).collect::<Vec<_>>());
}

#[test]
fn no_file_is_named_after_nothing() {
    demand_none(&rust_files().iter().filter_map(named_after_nothing).collect::<Vec<_>>());
}

#[test]
fn no_file_holds_a_path_of_a_machine() {
    demand_none(&files().iter().flat_map(machine_paths).collect::<Vec<_>>());
}

#[test]
fn a_banned_word_is_named_in_code_and_not_in_prose() {
    for (word, demand) in BANNED_IN_CODE {
        let text = format!("//! Speaks of {word}.\n\n{word}\nconst A: &str = \"{word}\";\n");
        let named = format!("a.rs:3: `{word}`: {demand}");
        assert_eq!(banned(&File::of("a.rs", &text)), [named]);
    }
    for word in BANNED_WORDS {
        let text = format!("// {word}{word}\n// {word}: later\n");
        let named = format!("a.rs:2: `{word}`: do it now, or say it in the issue tracker");
        assert_eq!(banned(&File::of("a.rs", &text)), [named]);
    }
}

#[test]
fn an_assertion_of_nothing_is_named() {
    let good = "fn f() {\n    let a = matches!(b, C);\n    assert!(matches!(b, C));\n    \
                assert!(x.is_err_and(|e| e == D));\n    assert!(trueish);\n    matches!(b, C)\n}";
    assert_eq!(empty_assertions(&File::of("a.rs", good)), [""; 0]);
    let bad = "fn f() {\n    matches!(b, C(_));\n    assert!(true, \"yes\");\n    \
               assert!(\n        x.y(1, 2).is_err(),\n        \"no\"\n    );\n    \
               prop_assert!(!x.is_ok());\n}";
    assert_eq!(
        empty_assertions(&File::of("a.rs", bad)),
        [
            "a.rs:2: a bare `matches!` asserts nothing: compare the whole value",
            "a.rs:3: this cannot fail: compare the whole value",
            "a.rs:4: any error would do: compare the error that is expected",
            "a.rs:8: any error would do: compare the error that is expected",
        ]
    );
}

#[test]
fn a_name_of_nothing_is_named_as_a_file_and_as_a_folder() {
    let named = |path: &str| named_after_nothing(&File::of(path, ""));
    assert_eq!(named("domain/src/commonly.rs"), None);
    assert_eq!(
        named("domain/src/utils.rs"),
        Some("domain/src/utils.rs:1: `utils.rs` names nothing: say what is in it".to_owned())
    );
    assert_eq!(
        named("tests/tests/common/mod.rs"),
        Some("tests/tests/common/mod.rs:1: `common` names nothing: say what is in it".to_owned())
    );
}

#[test]
fn a_path_of_a_machine_is_named() {
    for path in MACHINE_PATHS {
        let text = format!("see site.example{path}a\nopen `{path}a`\n");
        let named = format!("docs/a.md:2: `{path}` is a folder of one machine: start from here");
        assert_eq!(machine_paths(&File::of("docs/a.md", &text)), [named]);
    }
}
