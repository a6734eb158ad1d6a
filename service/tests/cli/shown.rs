//! What the pages showed, on record when the server has ended: as the command line tells it afterwards.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Ledger, sealing_program};
use crate::serving::Serving;

const FORM: &str = "content-type: application/x-www-form-urlencoded";
const OKAFOR: &str = "PC D. Okafor";

/// Signs in; answers the line that says so in a request.
fn signed_in(server: &Serving, practitioner: &str) -> String {
    let head = format!("POST /sign-in HTTP/1.0\r\n{FORM}");
    let answer = server.asked(&head, &format!("practitioner={practitioner}"));
    assert_eq!(answer.status, 303, "{answer:?}");
    let set = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    format!("cookie: {}", set.split(';').next().unwrap())
}

fn page(server: &Serving, path: &str, cookie: &str) -> u16 {
    server.asked(&format!("GET {path} HTTP/1.0\r\n{cookie}"), "").status
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A police officer, the case, and the position of U1 in it, which the police were never told.
fn known(ledger: &Ledger) -> (String, String, u64) {
    let found = ledger.json(&["search", "Okafor", "--kind", "practitioner"]);
    let trail = ledger.json(&["trail", "ASH-1"]);
    let mut rows = trail["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["entry"]["label"] == json!("U1")).unwrap();
    let position = row["entry"]["position"].as_u64().unwrap();
    (text(&found["found"][0]["id"]), text(&trail["case"]), position)
}

/// What is on record of the case having been shown: its kind, what, to whom for whom, and in which session.
fn shown(ledger: &Ledger) -> Vec<[String; 5]> {
    let answer = ledger.json(&["access", "--case", "ASH-1"]);
    let row = |row: &Value| {
        let to = &row["to"];
        [&row["kind"], &row["what"], &to["name"], &to["agency"]["name"], &row["session"]].map(text)
    };
    answer["accesses"].as_array().unwrap().iter().map(row).collect()
}

/// To which stages the officer came towards U1, and by which entry each.
fn stages(ledger: &Ledger, asked: &[&str]) -> Vec<(String, String)> {
    let answer = ledger.json(&[&["who-knew", "U1"], asked].concat());
    let knowers = answer["knowers"].as_array().unwrap().iter();
    let theirs = knowers.filter(|it| it["who"]["name"] == json!(OKAFOR));
    let steps = theirs.flat_map(|it| it["steps"].as_array().unwrap());
    steps.map(|step| (text(&step["stage"]), text(&step["via"]["label"]))).collect()
}

#[test]
fn what_the_pages_showed_is_on_record_when_the_server_has_ended() {
    let ledger = Ledger::ashdown();
    let (who, case, position) = known(&ledger);
    assert_eq!(ledger.json(&["access", "--case", "ASH-1"])["accesses"], json!([]));
    let server = Serving::of(&ledger, &[]);
    let [first, second] = [signed_in(&server, &who), signed_in(&server, &who)];
    let [overview, chronology] = ["", "/chronology"].map(|page| format!("/cases/{case}{page}"));
    let entry = format!("/entries/{position}");
    for path in [&overview, &entry, &overview, &entry] {
        assert_eq!(page(&server, path, &first), 200);
    }
    assert_eq!(page(&server, &chronology, &second), 200);
    for path in ["/decisions/nothing", "/items/nothing"] {
        assert_eq!(page(&server, &format!("{overview}{path}"), &second), 404);
    }
    let ran = server.stop();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "stopped\n"));
    let shown = shown(&ledger);
    let said = |it: &[String; 5]| [0, 1, 2, 3].map(|at| it[at].clone());
    let to = |kind: &str, what: &str| [kind, what, OKAFOR, "Police"].map(ToOwned::to_owned);
    let expected = [
        to("RecordShown", "the case's first page"),
        to("EntryOpened", "entry U1 alone"),
        to("RecordShown", "the chronology"),
    ];
    assert_eq!(shown.iter().map(said).collect::<Vec<_>>(), expected);
    let same = [shown[0][4] == shown[1][4], shown[1][4] == shown[2][4]];
    assert_eq!(same, [true, false]);
    // The trail has the same, and a page of them goes on after a place.
    let trail = ledger.json(&["trail", "ASH-1"]);
    let all = ledger.json(&["access", "--case", "ASH-1"]);
    assert_eq!((&trail["accesses"], &all["next"]), (&all["accesses"], &Value::Null));
    let place = all["accesses"][0]["position"].to_string();
    let rest = ["access", "--case", "ASH-1", "--after", &place, "--limit", "1"];
    let rest = ledger.json(&rest);
    assert_eq!(rest["accesses"], json!([all["accesses"][1]]));
    assert_eq!(rest["next"], all["accesses"][1]["position"]);
    assert_eq!(ledger.json(&["verify"])["accesses"]["sound"], json!(true));
}

#[test]
fn an_entry_that_the_pages_showed_alone_is_opened() {
    let ledger = Ledger::ashdown();
    let (who, case, position) = known(&ledger);
    assert_eq!(stages(&ledger, &["--clock", "claims"]), []);
    let server = Serving::of(&ledger, &["--read-only"]);
    let cookie = signed_in(&server, &who);
    let knew = format!("/cases/{case}/items/U1");
    assert_eq!(page(&server, &knew, &cookie), 200);
    assert_eq!(page(&server, &format!("/entries/{position}"), &cookie), 200);
    // What is asked of this very server afterwards has it.
    let api = || server.get(&format!("/api/v1/cases/{case}/accesses")).json();
    let mut tried = 0;
    while api()["accesses"].as_array().unwrap().len() < 2 {
        tried += 1;
        assert!(tried < 100, "it is entered within seconds");
        sleep(Duration::from_millis(100));
    }
    let again = server.asked(&format!("GET {knew} HTTP/1.0\r\n{cookie}"), "");
    assert_eq!(again.text.matches("Opened it").count(), 1, "{}", again.text);
    assert_eq!(server.get("/readyz").json()["accesses_waiting"], json!(0));
    // A bundle is made beside it.
    let file = ledger.file("bundle.json");
    let file = file.to_str().unwrap();
    let mut command = sealing_program();
    command.env("CANDOUR_LEDGER", ledger.directory());
    command.args(["bundle", "ASH-1", "--for", "panel", "--output", file, "--quiet"]);
    let made = command.output().unwrap();
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert_eq!(server.stop().code, Some(0));
    for clock in ["ledger", "claims"] {
        let after = stages(&ledger, &["--clock", clock]);
        let kinds: Vec<(&str, bool)> =
            after.iter().map(|(stage, via)| (&**stage, via.starts_with("access #"))).collect();
        assert_eq!(kinds, [("opened", true)]);
    }
    // By its own clock this ledger accepted nothing so early.
    for (clock, moment) in [("claims", "--on-record"), ("claims", "--at"), ("ledger", "--at")] {
        let before = ["--clock", clock, moment, "2026-10-31"];
        assert_eq!(stages(&ledger, &before), [], "{before:?}");
    }
    let checked = ledger.json(&["verify"]);
    assert_eq!(checked["accesses"]["sound"], json!(true), "{checked}");
}
