//! The pages as a browser is given them, beside what the command line answers on the same ledger: the same
//! rows, the same numbers, and nothing that was recorded later.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::program::Ledger;

/// A ledger that is served, with somebody signed in.
struct Pages {
    server: Child,
    address: String,
    cookie: String,
}

impl Pages {
    fn of(ledger: &Ledger) -> Self {
        let mut command = ledger.command();
        command.args(["serve", "--port", "0", "--requests-per-second", "10000"]);
        let mut server = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find_map(|it| it.strip_prefix("http://"));
        let address = address.unwrap_or_else(|| panic!("it says {line}")).to_owned();
        let mut pages = Self { server, address, cookie: String::new() };
        let page = pages.get("/sign-in");
        let value = page.split("value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
        let answer = pages.asked("POST /sign-in", &format!("practitioner={value}"));
        let set = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        set.split(';').next().unwrap().clone_into(&mut pages.cookie);
        pages
    }

    /// The whole answer to a request.
    fn asked(&self, what: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "{what} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\ncontent-type: \
             application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.address,
            self.cookie,
            form.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// A page that is there.
    fn get(&self, path: &str) -> String {
        let answer = self.asked(&format!("GET {path}"), "");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{path}: {head}");
        body.to_owned()
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// What stands between two marks, each time that they occur.
fn between(page: &str, before: &str, after: &str) -> Vec<String> {
    let parts = page.split(before).skip(1);
    parts.map(|part| plain(part.split(after).next().unwrap())).collect()
}

/// A text without its tags, and with the letters that were escaped.
fn plain(markup: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for letter in markup.chars() {
        match letter {
            '<' => within = true,
            '>' => within = false,
            letter if !within => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn labels(rows: &Value, path: &[&str]) -> Vec<String> {
    let label =
        |row: &Value| path.iter().fold(row, |at, name| &at[name]).as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(label).collect()
}

#[test]
fn a_page_asked_at_a_moment_shows_nothing_recorded_later() {
    let ledger = Ledger::ashdown();
    let pages = Pages::of(&ledger);
    let titles = |page: &str| {
        let titles = between(page, "<h2 class=\"moj-timeline__title\">", ":");
        titles.into_iter().map(|it| it.trim().to_owned()).collect::<Vec<_>>()
    };
    let mut counts = Vec::new();
    for day in ["2026-01-20", "2026-01-26", "2026-02-24"] {
        let asked = ["chronology", "ASH-1", "--clock", "claims", "--on-record", day];
        let answer = ledger.json(&asked);
        let expected = labels(&answer["rows"], &["entry", "label"]);
        let page = pages.get(&format!("/cases/ASH-1/chronology?on-record={day}"));
        assert_eq!(titles(&page), expected, "{day}");
        assert_eq!(page.matches("You are looking at an earlier moment.").count(), 1);
        counts.push(expected.len());
    }
    let all = titles(&pages.get("/cases/ASH-1/chronology"));
    assert!(counts.is_sorted() && counts[2] < all.len(), "{counts:?}");
}

#[test]
fn what_cannot_be_read_is_shown_beside_its_field() {
    let ledger = Ledger::ashdown();
    let pages = Pages::of(&ledger);
    for (path, field) in [
        ("/cases/ASH-1?at=soon", "at"),
        ("/cases/ASH-1/late?watershed=soon", "watershed"),
        ("/cases/ASH-1/chronology?from=soon", "from"),
        ("/dashboard?at=soon", "at"),
        ("/entries?from=soon", "from"),
        ("/search?words=", "words"),
    ] {
        let page = pages.get(path);
        let summary = format!("<li><a href=\"#{field}\">Enter ");
        let beside = format!("id=\"{field}-error\"");
        let marked =
            [summary.as_str(), &beside, "<title>Error: "].map(|it| page.matches(it).count());
        assert_eq!(marked, [1, 1, 1], "{path}");
    }
}

#[test]
fn the_pages_of_a_case_say_what_the_command_line_says() {
    let ledger = Ledger::ashdown();
    let pages = Pages::of(&ledger);
    let claims = |arguments: &[&str]| ledger.json(&[arguments, &["--clock", "claims"]].concat());

    let matrix = claims(&["matrix", "ASH-1", "--at", "2026-01-26"]);
    let page = pages.get("/cases/ASH-1/knowledge?at=26/1/2026");
    let table = &page[page.find("candour-matrix").unwrap()..];
    let mut cells = Vec::new();
    for row in matrix["rows"].as_array().unwrap() {
        for cell in row["cells"].as_array().unwrap() {
            let words = cell["words"].as_str().unwrap().to_lowercase();
            cells.push(if words.is_empty() { "nothing on record".to_owned() } else { words });
        }
    }
    let columns = matrix["agencies"].as_array().unwrap().len() + 1;
    let shown = between(table, "<td class=\"govuk-table__cell\">", "</td>");
    let shown = shown
        .chunks(columns)
        .flat_map(|row| &row[1..])
        .map(|it| it.trim_start_matches(['●', '◐', '○', ' ']).to_lowercase());
    assert_eq!(shown.collect::<Vec<_>>(), cells);

    let decision = claims(&["decision", "C2"]);
    let page = pages.get("/cases/ASH-1/decisions/C2");
    let counts = between(&page, "<ul class=\"govuk-list candour-contents\">", "</ul>");
    for (list, words) in [
        ("considered", "known and considered"),
        ("known_not_listed", "known, not listed"),
        ("held_not_known", "held, and nobody on record as knowing it"),
        ("held_elsewhere", "held elsewhere, not received"),
        ("recorded_afterwards", "happened before, on record only afterwards"),
        ("relied_on_without_entry", "relied on, with no entry behind it"),
    ] {
        let number = decision[list].as_array().unwrap().len();
        assert!(counts[0].contains(&format!("{number} {words}")), "{list}: {}", counts[0]);
    }

    let trail = claims(&["trail", "ASH-1"]);
    let page = pages.get("/cases/ASH-1/trail");
    let positions: Vec<String> = trail["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["entry"]["position"].to_string())
        .collect();
    assert_eq!(
        between(&page, "<th scope=\"row\" class=\"govuk-table__header\">", "</th>"),
        positions
    );
}

#[test]
fn the_numbers_of_the_dashboard_are_those_of_the_command_line() {
    let ledger = Ledger::ashdown();
    let pages = Pages::of(&ledger);
    let answer = ledger.json(&["dashboard", "--at", "2026-06-30"]);
    let page = pages.get("/dashboard?at=30/6/2026&all=yes");
    let mut compared = 0;
    for section in answer["sections"].as_array().unwrap() {
        let numbers =
            section["lines"].as_array().unwrap().iter().flat_map(|line| {
                line["numbers"].as_array().unwrap().iter().filter(|it| !it.is_null())
            });
        for number in numbers.filter(|it| it["value"] != 0) {
            let name = number["name"].as_str().unwrap();
            let link = candour_web::address::query(&[("number", name)]);
            let opening = format!("behind{link}&amp;");
            let shown = between(&page, &opening, "<span").first().cloned().unwrap_or_default();
            let said = shown.rsplit('>').next().unwrap().trim_end_matches('*').replace(',', "");
            let said = said.rsplit('"').next().unwrap().to_owned();
            assert_eq!(said, number["value"].to_string(), "{name}: {shown}");
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} numbers are compared");
}
