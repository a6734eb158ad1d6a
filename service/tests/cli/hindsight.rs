//! Questions about the record as it stood: names, hints and notes are those of then.

use serde_json::Value;

use crate::program::{Ledger, Ran};

const CHILD: &str = "6f2c1a9e-0000-4000-8000-000000000002";

/// Records what is asked for, and answers a moment after it and before whatever comes.
fn record(ledger: &Ledger, requests: &[(u32, &str, &str, &str)]) -> String {
    let entries = ledger.answer(&["entries", "--quiet"]);
    let first: Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let (author, agency) = (first["author"].as_str().unwrap(), first["agency"].as_str().unwrap());
    let lines: Vec<String> = requests
        .iter()
        .map(|(id, stream, command, payload)| {
            format!(
                r#"{{"request":"00000000-0000-4000-8000-{id:012}","stream":"{stream}","author":"{author}","agency":"{agency}","command":"{command}","envelope":{{"occurred":{{"day":"2026-01-20"}},"by":{{"agency":"{agency}"}}}},"payload":{payload}}}"#
            )
        })
        .collect();
    let file = ledger.write("requests.jsonl", &lines.join("\n"));
    let ran = ledger.run(&["record", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let entries = ledger.answer(&["entries", "--quiet"]);
    let last: Value = serde_json::from_str(entries.lines().last().unwrap()).unwrap();
    let at = last["recorded_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>();
    std::thread::sleep(std::time::Duration::from_millis(20));
    (at.unwrap() + chrono::TimeDelta::milliseconds(5)).to_rfc3339()
}

fn failed(err: &str) -> Ran {
    Ran { code: Some(1), out: String::new(), err: err.to_owned() }
}

fn title(ran: &Ran) -> (Option<i32>, &str, Option<&str>) {
    (ran.code, &ran.err, ran.out.lines().next())
}

#[test]
fn a_child_is_found_by_the_name_that_was_on_the_record() {
    let ledger = Ledger::new();
    let stream = format!("child-{CHILD}");
    let case = "case-6f2c1a9e-0000-4000-8000-000000000001";
    let before = record(
        &ledger,
        &[
            (1, &stream, "IdentifyChild", r#"{"name":{"recorded":"Ann"}}"#),
            (2, case, "OpenCase", r#"{"reference":{"recorded":"ELM-1"}}"#),
        ],
    );
    let renamed = r#"{"name":"Beatrix","reason":{"recorded":"deed poll"}}"#;
    let other = "case-6f2c1a9e-0000-4000-8000-000000000009";
    record(
        &ledger,
        &[
            (3, &stream, "AmendDetails", renamed),
            (4, other, "OpenCase", r#"{"reference":{"recorded":"ELM-2"}}"#),
        ],
    );
    let then = ledger.run(&["child", "Ann", "--on-record", &before]);
    assert_eq!(title(&then), (Some(0), "", Some("SYNTHETIC  Ann, across cases")));
    let now = ledger.run(&["child", "Beatrix"]);
    assert_eq!(title(&now), (Some(0), "", Some("SYNTHETIC  Beatrix, across cases")));
    assert_eq!(
        ledger.run(&["child", "Beatrix", "--on-record", &before]),
        failed(
            "error: there is no child 'Beatrix' on the record as it stood then\n  next: there are: Ann\n"
        )
    );
    assert_eq!(
        ledger.run(&["matrix", "OAK-7", "--on-record", &before]),
        failed(
            "error: there is no case 'OAK-7' on the record as it stood then\n  next: there are: ELM-1\n"
        )
    );
    assert_eq!(
        ledger.run(&["matrix", "ELM-2", "--on-record", &before]),
        failed(
            "error: there is no case 'ELM-2' on the record as it stood then\n  next: did you mean ELM-1?\n"
        )
    );
    let by_claims = ledger.run(&["child", "Beatrix", "--on-record", &before, "--clock", "claims"]);
    assert_eq!((by_claims.code, by_claims.err.as_str()), (Some(0), ""));
}

#[test]
fn an_import_is_not_told_of_before_it_was_made() {
    let ledger = Ledger::new();
    let people = "agency,case_ref,ref,date,time,date_to,precision,children,persons,kind,event,author,entered_on\n\
                  Police,ELM-1,P1,2026-01-05,,,day,,,observation,Shouting.,PC A. Marsh,2026-01-05\n";
    let file = ledger.write("police.csv", people);
    let before = record(&ledger, &[(1, CASE, "OpenCase", r#"{"reference":{"recorded":"ELM-1"}}"#)]);
    let imported = ledger.run(&["import", file.to_str().unwrap()]);
    assert_eq!((imported.code, imported.err.as_str()), (Some(0), ""), "{}", imported.out);
    assert_eq!(ledger.run(&["matrix", "ELM-1", "--on-record", &before]).err, "");
    let police = ledger.run(&["known-to", "Police", "--case", "ELM-1", "--on-record", &before]);
    let expected = "error: there is no agency, practitioner or team 'Police' on the record as it stood \
                    then\n  next: there are: Ledger operator, Ledger operator\n";
    assert_eq!(police, failed(expected));
    assert_ne!(ledger.run(&["matrix", "ELM-1"]).err, "");
}

const CASE: &str = "case-6f2c1a9e-0000-4000-8000-000000000001";

#[test]
fn a_row_may_be_named_with_its_agency() {
    let ledger = Ledger::new();
    let rows = "agency,case_ref,ref,date,time,date_to,precision,children,persons,kind,event,author,entered_on\n\
                Police,ELM-1,A1,2026-01-05,,,day,,,observation,Shouting.,PC A. Marsh,2026-01-05\n\
                School,ELM-1,A1,2026-01-06,,,day,,,observation,Tired.,R. Osei,2026-01-06\n";
    let file = ledger.write("rows.csv", rows);
    let imported = ledger.run(&["import", file.to_str().unwrap()]);
    assert_eq!((imported.code, imported.err.as_str()), (Some(0), ""), "{}", imported.out);
    let claims = ["--clock", "claims"];
    let by = |name: &str| {
        let answer = ledger.json(&[["who-knew", name].as_slice(), &claims].concat());
        answer["item"]["agency"]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!((by("School: A1"), by("police:a1")), ("School".to_owned(), "Police".to_owned()));
    let both = ledger.run(&["who-knew", "A1"]);
    let positions: Vec<&str> = both.err.split('#').skip(1).collect();
    assert_eq!((both.code, positions.len()), (Some(1), 2), "{}", both.err);
    assert!(both.err.contains("Police: A1 (#"), "{}", both.err);
    let matrix = ledger.answer(&["matrix", "ELM-1", "--clock", "claims"]);
    assert!(matrix.contains("A1 (Police)") && matrix.contains("A1 (School)"), "{matrix}");
}

#[test]
fn a_row_recorded_later_is_not_found_earlier() {
    let ledger = Ledger::new();
    let head = "agency,case_ref,ref,date,time,date_to,precision,children,persons,kind,event,author,entered_on";
    let import = |agency: &str| {
        let row = format!(
            "{agency},ELM-1,P1,2026-01-05,,,day,,,observation,Shouting.,PC A. Marsh,2026-01-05"
        );
        let file = ledger.write(&format!("{agency}.csv"), &format!("{head}\n{row}\n"));
        let ran = ledger.run(&["import", file.to_str().unwrap()]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    };
    let opened = record(&ledger, &[(1, CASE, "OpenCase", r#"{"reference":{"recorded":"ELM-1"}}"#)]);
    import("Police");
    let other = "case-6f2c1a9e-0000-4000-8000-000000000009";
    let one = record(&ledger, &[(2, other, "OpenCase", r#"{"reference":{"recorded":"ELM-2"}}"#)]);
    import("School");
    let asked = |more: &[&str]| {
        ledger.run(&[["who-knew", "P1", "--case", "ELM-1"].as_slice(), more].concat())
    };
    let before = asked(&["--on-record", &opened]);
    let expected = "error: there is no entry 'P1' here\n  next: name it by its reference (C2), its \
                    position (#17) or its identifier; `candour trail CASE` lists the entries of a case\n";
    assert_eq!(before, failed(expected));
    assert_eq!(asked(&["--on-record", &one]).code, Some(0));
    let both = asked(&[]).err;
    assert_eq!(both.lines().next(), Some("error: 'P1' means more than one entry"));
}
