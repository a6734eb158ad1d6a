//! The worklist: whole answers on the Ashdown ledger, its pages, and what is said where something is
//! not there.

use serde_json::Value;

use crate::program::{Ledger, Ran};

#[test]
fn a_worklist_is_in_the_order_of_time() {
    let ledger = Ledger::ashdown();
    let expected = "\
SYNTHETIC  Worklist
As at the end of 30 Apr 2026.

 Due           Stands                           Duty                         Case                Led by   Opened by
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 9 Apr 2026    overdue (15 working days late)   C2 Assessment authorised     ASH-1 (Mia, Theo)   -        #80
 16 Jun 2026   open                             C5 First review conference   ASH-1 (Mia, Theo)   -        #100

2 rows.
";
    let asked = ["worklist", "--at", "2026-04-30"];
    assert_eq!(ledger.answer(&asked), expected);
    let whole = ledger.json(&asked);
    let rows = whole["rows"].as_array().unwrap();
    let rules: Vec<&Value> = rows.iter().map(|row| &row["rule"]).collect();
    assert_eq!(rules, ["C2", "C5"]);

    let first = ledger.json(&[asked.as_slice(), &["--limit", "1"]].concat());
    let next = first["next"].as_str().unwrap();
    let second = ledger.json(&[asked.as_slice(), &["--limit", "1", "--after", next]].concat());
    assert_eq!([&first["rows"][0], &second["rows"][0]], [&rows[0], &rows[1]]);
    assert_eq!(second["next"], Value::Null);

    let overdue = [asked.as_slice(), &["--status", "overdue"]].concat();
    assert_eq!(ledger.json(&overdue)["rows"], Value::from(vec![rows[0].clone()]));
    let of_mia = [asked.as_slice(), &["--child", "mia", "--duty", "c5"]].concat();
    assert_eq!(ledger.json(&of_mia)["rows"][0]["rule"], rows[1]["rule"]);
    let nothing = "SYNTHETIC  Worklist\nAs at the end of 30 Apr 2026.\n\nNothing waits.\n";
    assert_eq!(ledger.answer(&[asked.as_slice(), &["--team", "Nobody's"]].concat()), nothing);
}

#[test]
fn what_waits_is_what_the_duties_of_the_case_say() {
    let ledger = Ledger::ashdown();
    for at in ["2026-01-22", "2026-02-25", "2026-04-30", "2026-06-30"] {
        let waits = |row: &&Value| {
            ["open", "due_soon", "overdue"].contains(&row["status"].as_str().unwrap())
        };
        let duties = ledger.json(&["duties", "ASH-1", "--at", at, "--quiet"]);
        let mut of_case: Vec<(String, String, String)> = duties["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(waits)
            .map(|row| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&row["rule"]), text(&row["due"]["until"]), text(&row["status"]))
            })
            .collect();
        of_case.sort();
        of_case.dedup();
        let worklist = ledger.json(&["worklist", "--at", at]);
        let mut waiting: Vec<(String, String, String)> = worklist["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&row["rule"]), text(&row["due"]["until"]), text(&row["status"]))
            })
            .collect();
        waiting.sort();
        assert_eq!(waiting, of_case, "{at}");
    }
}

#[test]
fn a_worklist_of_what_is_not_there_is_refused() {
    let ledger = Ledger::ashdown();
    let cases = [
        (
            ["--worker", "N. Adeyemy"],
            1,
            "error: there is no practitioner 'N. Adeyemy' in this ledger\n  next: did you mean N. \
             Adeyemi?\n",
        ),
        (["--duty", "C33"], 2, "error: there is no rule 'C33'\n  next: did you mean C3?\n"),
        (
            ["--after", "there"],
            2,
            "error: 'there' is not where a page of the worklist ended\n  next: give --after what the \
             page before ended with\n",
        ),
        (
            ["--status", "late"],
            2,
            "error: invalid value 'late' for '--status <STATUS>': name it open, due_soon, overdue, met, \
             met_late, not_met_in_time, not_met, excused, ended, breached, not_engaged, not_certain or \
             calendar_does_not_reach\n\nFor more information, try '--help'.\n",
        ),
    ];
    for (arguments, code, err) in cases {
        let ran = ledger.run(&[&["worklist"], arguments.as_slice()].concat());
        assert_eq!(ran, Ran { code: Some(code), out: String::new(), err: err.to_owned() });
    }
}
