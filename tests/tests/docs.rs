//! Keeps the pages for people in step with the code: links lead somewhere, commands are ones that
//! the program takes, tests that are named exist. It does not judge what the pages say.
//!
//! The pages are `README.md` and every Markdown file under `docs`. What is generated is compared with
//! the code where it is generated, and examples of SQL where the store is tested.
//!
//! # Rules
//!
//! - `every_link_leads_to_a_file_and_a_heading`: relative links alone; others are not followed.
//! - `every_page_is_in_the_index`: decisions have an index of their own.
//! - `every_command_in_a_transcript_is_one_that_candour_takes`: with its options and arguments.
//! - `every_test_that_a_page_names_exists`: what is said to keep an invariant, or to find an attack, does.
//! - `the_readme_is_short`: a newcomer reads it to its end.

#![expect(clippy::expect_used, reason = "a page that cannot be read must fail the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The most lines that a newcomer is asked to read first.
const README_LINES_MAX: usize = 150;

/// A page, by its path from the root of the work tree.
struct Page {
    path: String,
    text: String,
}

impl Page {
    fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The lines, with their numbers, and for each whether it stands in a fenced block: then how
    /// the block is marked.
    fn lines(&self) -> Vec<(usize, &str, Option<&str>)> {
        let mut within: Option<&str> = None;
        let mut found = Vec::new();
        for (at, line) in self.text.lines().enumerate() {
            if let Some(mark) = line.trim_start().strip_prefix("```") {
                within = if within.is_some() { None } else { Some(mark.trim()) };
            } else {
                found.push((at + 1, line, within));
            }
        }
        found
    }

    /// The prose, with what stands in backticks taken out.
    fn prose(&self) -> Vec<(usize, String)> {
        let outside = self.lines().into_iter().filter(|(_, _, within)| within.is_none());
        outside.map(|(at, line, _)| (at, without_code(line))).collect()
    }

    /// The anchors of its headings.
    fn anchors(&self) -> BTreeSet<String> {
        let mut anchors = BTreeSet::new();
        for (_, line, within) in self.lines() {
            let heading = line.trim_start_matches('#');
            if within.is_some() || heading == line || !heading.starts_with(' ') {
                continue;
            }
            let anchor = anchor(heading.trim());
            let numbered = (1..).map(|number| format!("{anchor}-{number}"));
            let free = std::iter::once(anchor.clone()).chain(numbered);
            anchors.extend(free.into_iter().find(|one| !anchors.contains(one)));
        }
        anchors
    }

    /// Where its links lead, with the line of each.
    fn links(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (at, line) in self.prose() {
            for (opens, _) in line.match_indices("](") {
                let target = &line[opens + 2..];
                let target = target.split(')').next().unwrap_or_default();
                found.push((at, target.to_owned()));
            }
        }
        found
    }

    /// The commands of its transcripts and scripts, a continued line put together, with the line of
    /// each.
    fn commands(&self) -> Vec<(usize, String)> {
        let mut found: Vec<(usize, String)> = Vec::new();
        let mut continued = false;
        for (at, line, within) in self.lines() {
            let (words, more) = match line.strip_suffix('\\') {
                Some(words) => (words, true),
                None => (line, false),
            };
            let begins = match within {
                Some("console") => words.strip_prefix("$ "),
                Some("sh") => Some(words).filter(|_| !continued),
                Some(_) | None => None,
            };
            if let Some(command) = begins {
                found.push((at, command.trim().to_owned()));
            } else if continued && let Some((_, command)) = found.last_mut() {
                command.push(' ');
                command.push_str(words.trim());
            }
            continued = more && within.is_some();
        }
        found
    }
}

/// A line without what stands in backticks; the backticks of a link's own words go with them.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

/// The anchor of a heading, as the common hosts of Markdown make it.
fn anchor(heading: &str) -> String {
    let kept =
        heading.chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|one| if one == ' ' { '-' } else { one }).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files under a folder with this ending, by their paths from the root.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the tree can be listed") {
            let path = entry.expect("an entry of a folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                let inside = path.strip_prefix(root()).expect("it is inside the root");
                found.push(inside.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

fn pages() -> Vec<Page> {
    let paths = std::iter::once("README.md".to_owned()).chain(files("docs", "md"));
    paths.map(|path| Page::of(&path, &read(&root().join(&path)))).collect()
}

fn page(path: &str) -> Page {
    Page::of(path, &read(&root().join(path)))
}

#[track_caller]
fn demand_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} found:\n{}\n", faults.len(), faults.join("\n"));
}

/// The links of a page that lead nowhere.
fn broken(page: &Page) -> Vec<String> {
    let folder = root().join(&page.path).parent().map(Path::to_path_buf).unwrap_or_default();
    let mut faults = Vec::new();
    for (line, target) in page.links() {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (file, wanted) = target.split_once('#').unwrap_or((&target, ""));
        let there = match file {
            "" => page.anchors(),
            // A picture has no headings, and is no text.
            _ if wanted.is_empty() && folder.join(file).is_file() => continue,
            _ if folder.join(file).is_file() => Page::of(file, &read(&folder.join(file))).anchors(),
            _ => {
                faults.push(format!("{}:{line}: there is no file {file}", page.path));
                continue;
            }
        };
        if !wanted.is_empty() && !there.contains(wanted) {
            faults.push(format!("{}:{line}: {target} leads to no heading", page.path));
        }
    }
    faults
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    demand_none(&pages().iter().flat_map(broken).collect::<Vec<_>>());
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let text = "# A heading, here\n[one](nowhere.md) [two](#a-heading-here) [three](#else)\n\
                ```text\n[four](gone.md)\n```\n`[five](gone.md)` [`six`](knowledge.md#steps)\n";
    assert_eq!(
        broken(&Page::of("docs/a.md", text)),
        ["docs/a.md:2: there is no file nowhere.md", "docs/a.md:2: #else leads to no heading"]
    );
}

#[test]
fn every_page_is_in_the_index() {
    let index = page("docs/README.md");
    let listed: BTreeSet<String> =
        index.links().into_iter().map(|(_, target)| format!("docs/{target}")).collect();
    let missing = files("docs", "md").into_iter().filter(|path| {
        path != "docs/README.md" && !path.starts_with("docs/decisions/0") && !listed.contains(path)
    });
    let faults: Vec<String> =
        missing.map(|path| format!("{path}: list it in docs/README.md")).collect();
    demand_none(&faults);
}

/// The words of a command as a shell would part them, up to where it is piped or redirected.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    for one in command.chars() {
        match (quote, one) {
            (None, '\'' | '"') => (quote, begun) = (Some(one), true),
            (Some(open), _) if open == one => quote = None,
            (None, ' ') => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, '|' | '>' | '<' | ';' | '&' | '#') if word.is_empty() => break,
            (_, _) => word.push(one),
        }
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}

/// The arguments of a command that runs candour, the program's name first.
fn of_candour(command: &str) -> Option<Vec<String>> {
    let words = words(command);
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    match plain.as_slice() {
        ["candour", ..] => Some(words),
        ["cargo", "run", rest @ ..] => {
            let after = rest.iter().position(|word| *word == "--").map_or(rest.len(), |at| at + 1);
            let arguments = rest.get(after..).unwrap_or_default().iter();
            Some(std::iter::once("candour").chain(arguments.copied()).map(str::to_owned).collect())
        }
        _ => None,
    }
}

/// The commands of a page that candour does not take.
fn not_taken(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, command) in page.commands() {
        let Some(arguments) = of_candour(&command) else { continue };
        if let Err(error) = candour_service::command_line().try_get_matches_from(arguments)
            && error.use_stderr()
        {
            faults.push(format!("{}:{line}: {command}\n{error}", page.path));
        }
    }
    faults
}

#[test]
fn every_command_in_a_transcript_is_one_that_candour_takes() {
    let pages = pages();
    let commands = pages.iter().flat_map(Page::commands);
    assert!(commands.filter_map(|(_, it)| of_candour(&it)).count() > 20, "transcripts are missed");
    demand_none(&pages.iter().flat_map(not_taken).collect::<Vec<_>>());
}

#[test]
fn a_command_that_candour_does_not_take_is_seen() {
    let text = "```console\n$ candour who-knows H1\n$ candour who-knew H1 \\\n    --case ASH-1 | head\n\
                $ sqlite3 file\n$ cargo run --bin candour -- who-knew --colour red\n```\n";
    let page = Page::of("docs/a.md", text);
    let lines = not_taken(&page);
    let seen: Vec<&str> = lines.iter().filter_map(|fault| fault.split('\n').next()).collect();
    assert_eq!(
        seen,
        [
            "docs/a.md:2: candour who-knows H1",
            "docs/a.md:6: cargo run --bin candour -- who-knew --colour red"
        ]
    );
}

/// The names of tests in backticks: of several words, joined as Rust does.
fn tests_named(page: &Page) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line, within) in page.lines() {
        let code = line.split('`').skip(1).step_by(2);
        let names = code.filter(|name| {
            let joined = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
            name.matches('_').count() > 1 && name.chars().all(joined)
        });
        if within.is_none() && line.starts_with('|') {
            found.extend(names.map(|name| (at, name.to_owned())));
        }
    }
    found
}

#[test]
fn every_test_that_a_page_names_exists() {
    const ROOMS: [&str; 9] = [
        "domain",
        "schemas",
        "ledger",
        "commands",
        "projections",
        "interchange",
        "web",
        "service",
        "tests",
    ];
    let sources: Vec<String> = ROOMS
        .iter()
        .flat_map(|room| files(room, "rs"))
        .map(|path| read(&root().join(path)))
        .collect();
    let exists = |name: &str| {
        let opening = format!("fn {name}(");
        sources.iter().any(|source| source.contains(&opening))
    };
    let mut faults = Vec::new();
    for (path, fewest) in [("docs/architecture.md", 31), ("docs/proof.md", 15)] {
        let named = tests_named(&page(path));
        assert!(named.len() >= fewest, "{path}: only {} tests are seen", named.len());
        let absent = named.iter().filter(|(_, name)| !exists(name));
        faults.extend(absent.map(|(line, name)| format!("{path}:{line}: no test {name}")));
    }
    demand_none(&faults);
}

#[test]
fn the_readme_is_short() {
    let lines = page("README.md").text.lines().count();
    assert!(lines <= README_LINES_MAX, "README.md has {lines} lines, of {README_LINES_MAX}");
}
