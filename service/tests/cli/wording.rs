//! How answers are worded: what is alleged, what was stated later, what came in part, what was withdrawn.

use serde_json::Value;

use crate::program::Ledger;

const CASE: &str = "case-6f2c1a9e-0000-4000-8000-000000000001";
const SCHOOL: &str = "6f2c1a9e-0000-4000-8000-00000000000a";
const TEACHER: &str = "6f2c1a9e-0000-4000-8000-00000000000b";
const TEAM: &str = "6f2c1a9e-0000-4000-8000-00000000000c";
const CHILD: &str = "6f2c1a9e-0000-4000-8000-000000000002";

/// A ledger with a case, and whoever records in it.
struct Desk {
    ledger: Ledger,
    author: String,
    agency: String,
    requests: u32,
    day: &'static str,
}

impl Desk {
    fn new() -> Self {
        let ledger = Ledger::new();
        let entries = ledger.answer(&["entries", "--quiet"]);
        let first: Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
        let text = |field: &str| first[field].as_str().unwrap().to_owned();
        let (author, agency) = (text("author"), text("agency"));
        let mut desk = Self { ledger, author, agency, requests: 0, day: "2026-01-20" };
        desk.record(&format!("agency-{SCHOOL}"), "RegisterAgency", "", r#"{"name":"School"}"#);
        let teacher = format!("practitioner-{TEACHER}");
        desk.record(&teacher, "RegisterPractitioner", "", r#"{"name":"R. Osei"}"#);
        desk.record(CASE, "OpenCase", "", r#"{"reference":{"recorded":"ELM-1"}}"#);
        desk
    }

    /// Records something; answers its identifier.
    fn record(&mut self, stream: &str, command: &str, more: &str, payload: &str) -> String {
        self.requests += 1;
        let (id, author, agency, day) = (self.requests, &self.author, &self.agency, self.day);
        let line = format!(
            r#"{{"request":"00000000-0000-4000-8000-{id:012}","stream":"{stream}","author":"{author}","agency":"{agency}","command":"{command}","envelope":{{"occurred":{{"day":"{day}"}},"by":{{"agency":"{agency}"}}{more}}},"payload":{payload}}}"#
        );
        let file = self.ledger.write("request.jsonl", &line);
        let ran = self.ledger.run(&["record", "--json", file.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        answer["entries"][0]["id"].as_str().unwrap().to_owned()
    }

    /// An observation, alleged or as it is said, told to the school.
    fn told(&mut self, more: &str, extent: &str) -> String {
        let item = self.record(CASE, "RecordObservation", more, r#"{"account":"hit by an adult"}"#);
        let told = format!(
            r#"{{"items":[{{"item":"{item}","extent":{{"recorded":"{extent}"}}}}],"to":{{"practitioner":{{"practitioner":"{TEACHER}","agency":"{SCHOOL}"}}}},"channel":{{"recorded":"in_person"}}}}"#
        );
        self.record(CASE, "DiscloseInformation", "", &told);
        item
    }

    /// What an answer says, without the days on which it was recorded, and with one space for many.
    fn rows(&self, arguments: &[&str]) -> Vec<String> {
        let said = self.ledger.answer(arguments);
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        said.lines().map(words).filter(|line| !line.is_empty()).collect()
    }
}

fn has(rows: &[String], wanted: &str) {
    assert!(rows.iter().any(|row| row.contains(wanted)), "{wanted}: {rows:#?}");
}

#[test]
fn who_is_told_of_an_allegation_was_told() {
    let mut desk = Desk::new();
    let item = desk.told(r#","status":{"recorded":"alleged"}"#, "whole");
    let rows = desk.rows(&["who-knew", &item]);
    has(&rows, "observation recorded (alleged), 20 Jan 2026");
    has(&rows, "was told told in person 20 Jan 2026");
    has(&rows, "known saw, heard or decided it 20 Jan 2026");
    let known = desk.rows(&["known-to", "School", "--case", "ELM-1"]);
    has(&known, "observation recorded (alleged) 20 Jan 2026 was told 20 Jan 2026 told in person");
    has(&desk.rows(&["matrix", "ELM-1"]), "observation recorded (alleged)");
    let confirmed = desk.told(r#","status":{"recorded":"confirmed"}"#, "whole");
    has(&desk.rows(&["who-knew", &confirmed]), "known told in person 20 Jan 2026");
}

#[test]
fn every_stage_says_where_it_is_of_less_than_the_whole() {
    let mut desk = Desk::new();
    for (extent, sent, known) in [
        ("gist", "sent (gist)", "told in part (gist)"),
        ("part", "sent (part)", "told in part"),
        ("whole", "sent", "known"),
    ] {
        let item = desk.told("", extent);
        let rows = desk.rows(&["who-knew", &item]);
        has(&rows, &format!("R. Osei School {sent} sent to them"));
        has(&rows, &format!("{known} told in person"));
    }
}

#[test]
fn what_a_team_knows_names_who_learned_it() {
    let mut desk = Desk::new();
    let (team, agency) = (format!("team-{TEAM}"), desk.agency.clone());
    let named = format!(r#"{{"name":"MACPT North","authority":"{agency}"}}"#);
    desk.day = "2026-01-02";
    desk.record(&team, "EstablishTeam", "", &named);
    let member = format!(
        r#"{{"practitioner":"{TEACHER}","agency":"{SCHOOL}","seat":"education","by":"{SCHOOL}"}}"#
    );
    desk.record(&team, "NominateMember", "", &member);
    let first = desk.record(CASE, "RecordObservation", "", r#"{"account":"seen tired"}"#);
    let told = format!(r#"{{"items":[{{"item":"{first}"}}],"to":{{"team":"{TEAM}"}}}}"#);
    desk.record(CASE, "DiscloseInformation", "", &told);
    desk.day = "2026-01-20";
    let item = desk.told("", "whole");
    has(&desk.rows(&["who-knew", &item]), "MACPT North (by R. Osei)");
}

#[test]
fn what_was_stated_later_says_to_whom_and_when() {
    let mut desk = Desk::new();
    let later = r#","evidence":{"recorded":{"stated_later":{"to":"the review","when":{"day":"2026-03-02"}}}}"#;
    let item = desk.told(later, "whole");
    let mark = "stated later to the review, 2 Mar 2026";
    has(&desk.rows(&["who-knew", &item]), mark);
    has(&desk.rows(&["known-to", &desk.agency, "--case", "ELM-1"]), mark);
    has(&desk.rows(&["late", "ELM-1"]), mark);
    has(&desk.rows(&["chronology", "ELM-1"]), "[stated later, to the review, 2 Mar 2026]");
}

#[test]
fn a_withdrawn_item_says_when_and_why() {
    let mut desk = Desk::new();
    let item = desk.told("", "whole");
    let withdrawn =
        format!(r#"{{"entry":"{item}","ground":"wrong_child","reason":"another family's child"}}"#);
    desk.record(CASE, "WithdrawEntry", "", &withdrawn);
    let ran = desk.ledger.run(&["who-knew", &item]);
    let expected = format!(
        "error: '{item}' was withdrawn, 20 Jan 2026 (#9): another family's child\n  next: ask about the \
         record before that with --on-record; `candour trail CASE` shows the entry\n"
    );
    assert_eq!((ran.code, ran.err), (Some(1), expected));
}

#[test]
fn a_child_is_counted_in_what_is_listed() {
    let mut desk = Desk::new();
    desk.record(&format!("child-{CHILD}"), "IdentifyChild", "", r#"{"name":{"recorded":"Kit"}}"#);
    let named = format!(r#","children":["{CHILD}"]"#);
    let item = desk.record(CASE, "RecordObservation", &named, r#"{"account":"a bruise"}"#);
    for account in ["two bruises", "three bruises"] {
        let replaced = format!(
            r#"{{"entry":"{item}","reason":"miscounted","replacement":{{"type":"ObservationRecorded","version":1,"payload":{{"account":"{account}"}},"occurred":{{"day":"2026-01-20"}},"children":["{CHILD}"]}}}}"#
        );
        desk.record(CASE, "CorrectEntry", &named, &replaced);
    }
    let view = desk.ledger.json(&["child", "Kit"]);
    let listed = view["entries"].as_array().unwrap().len();
    assert_eq!((&view["cases"][0]["entries"], listed), (&Value::from(1), 1));
}
