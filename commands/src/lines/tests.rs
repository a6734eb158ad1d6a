//! Requests as lines: what is written reads back, and what is wrong is said where it is.

use std::io::Cursor;

use candour_domain::identifier::RequestId;
use candour_schemas::samples::{self, SOCIAL_CARE, SOCIAL_WORKER};
use uuid::Uuid;

use super::*;
use crate::given::{THIS, action as proposing, envelope, raised};

const HEAD: &str = r#""request":"00000000-0000-0000-0000-000000000001","stream":"case-ca5e0000-0000-4000-8000-000000000001","author":"90a00000-0000-4000-8000-000000000001","agency":"a9e00000-0000-4000-8000-000000000001""#;

fn request(actions: Vec<Action>) -> Request {
    let id = RequestId::new(Uuid::from_u128(1));
    Request { id, author: SOCIAL_WORKER, agency: SOCIAL_CARE, stream: THIS, actions }
}

fn problem(line: &str) -> String {
    read(line).unwrap_err().to_string()
}

#[test]
fn a_request_is_read_as_it_was_written() {
    for event in samples::all() {
        let stream = samples::stream(&event);
        let one = Action { envelope: samples::envelope(), proposed: event };
        for actions in [vec![one.clone()], vec![one.clone(), one]] {
            let asked = Request { stream, ..request(actions) };
            assert_eq!(read(&write(&asked).unwrap()).unwrap(), asked);
        }
    }
}

#[test]
fn a_line_is_written_as_documented() {
    let line = write(&request(vec![proposing(raised("a bruise"))])).unwrap();
    let envelope = serde_json::to_string(&envelope()).unwrap();
    let payload = r#"{"raised_by":"not_recorded","account":"a bruise","wording":"not_recorded","danger":"not_recorded","family_told":"not_recorded"}"#;
    let expected =
        format!(r#"{{{HEAD},"command":"RaiseConcern","envelope":{envelope},"payload":{payload}}}"#);
    assert_eq!(line, expected);
}

#[test]
fn a_fault_names_its_line_and_column() {
    let by = r#""by":{"agency":"a9e00000-0000-4000-8000-000000000001"}"#;
    let with = |envelope: &str, payload: &str| {
        format!(
            r#"{{{HEAD},"actions":[{{"command":"RaiseConcern","envelope":{envelope},"payload":{payload}}}]}}"#
        )
    };
    let envelope = format!(r#"{{"occurred":{{"day":"2026-01-20"}},{by}}}"#);
    assert_eq!(read(&with(&envelope, r#"{"account":"a bruise"}"#)).unwrap().actions.len(), 1);
    let coloured = with(&envelope, r#"{"account":"a bruise","colour":"blue"}"#);
    let column = coloured.find(r#"":"blue""#).unwrap() + 1;
    assert_eq!(
        problem(&coloured),
        format!(
            "column {column}, field actions[0].payload of RaiseConcern: unknown field `colour`, \
             expected one of `raised_by`, `account`, `wording`, `danger`, `family_told`"
        )
    );
    let impossible = with(&format!(r#"{{"occurred":{{"day":"2026-02-30"}},{by}}}"#), "{}");
    let column = impossible.find(r#""},"by""#).unwrap() + 1;
    assert_eq!(
        problem(&impossible),
        format!(
            "column {column}, field actions[0].envelope of RaiseConcern: input is out of range"
        )
    );
    assert_eq!(problem("{"), "column 1: EOF while parsing an object");
    assert_eq!(problem("[]"), "column 1: a request is one JSON object, in braces");
    assert_eq!(
        problem(r#"{"request":"C1","stream":"case-1","author":"","agency":""}"#),
        "field stream: '1' is not the identifier of a case: write it as a UUID, for example \
         6f2c1a9e-0000-4000-8000-000000000001"
    );
    assert_eq!(
        problem(&format!(r#"{{{HEAD},"command":"RaiseConcerns","envelope":{{}},"payload":{{}}}}"#)),
        "field command: there is no command 'RaiseConcerns'; did you mean RaiseConcern?"
    );
    assert_eq!(
        problem(&format!(
            r#"{{{HEAD},"command":"RaiseConcern","version":9,"envelope":{envelope},"payload":{{}}}}"#
        )),
        "field payload: version 9 of ConcernRaised is not one that this program knows: it knows 1 to 2"
    );
}

#[test]
fn a_request_has_a_list_of_actions_or_is_one() {
    let said = "give either a list of actions, or one command with its envelope and payload";
    assert_eq!(problem(&format!("{{{HEAD}}}")), said);
    assert_eq!(problem(&format!(r#"{{{HEAD},"actions":[],"command":"OpenCase"}}"#)), said);
    assert_eq!(problem(&format!(r#"{{{HEAD},"command":"OpenCase","envelope":{{}}}}"#)), said);
    assert_eq!(read(&format!(r#"{{{HEAD},"actions":[]}}"#)).unwrap(), request(vec![]));
}

fn all_of(bytes: &[u8], bytes_max: usize) -> Vec<String> {
    let lines = Lines { bytes_max, ..Lines::new(Cursor::new(bytes)) };
    let outcome = |read: Result<(u64, Request), LineError>| match read {
        Ok((line, request)) => format!("line {line}: {} actions", request.actions.len()),
        Err(error) => error.to_string(),
    };
    lines.map(outcome).collect()
}

#[test]
fn a_fault_in_one_line_does_not_hide_the_others() {
    let good = format!(r#"{{{HEAD},"actions":[]}}"#);
    let mut bytes = format!("\u{feff}{good}\nno\n").into_bytes();
    bytes.extend(b"ab\xff\n");
    bytes.extend(format!("{good}\r\n{good}").into_bytes());
    assert_eq!(
        all_of(&bytes, 1_000),
        [
            "line 1: 0 actions",
            "line 2: column 1: a request is one JSON object, in braces",
            "line 3: column 3: it is not UTF-8; save the file as UTF-8",
            "line 4: 0 actions",
            "line 5: 0 actions",
        ]
    );
}

#[test]
fn a_line_is_not_read_beyond_its_limit() {
    let good = format!(r#"{{{HEAD},"actions":[]}}"#);
    let long = "x".repeat(good.len() + 1);
    let text = format!("{good}\n{long}\n{good}\n{long}");
    let too_long = |line| format!("line {line}: {}", LineProblem::TooLong);
    assert_eq!(
        all_of(text.as_bytes(), good.len()),
        ["line 1: 0 actions".to_owned(), too_long(2), "line 3: 0 actions".to_owned(), too_long(4)]
    );
}

#[test]
fn an_empty_line_is_no_request() {
    let good = format!(r#"{{{HEAD},"actions":[]}}"#);
    assert_eq!(all_of(b"", 1_000), [""; 0]);
    assert_eq!(all_of(format!("\n \n{good}\n\n").as_bytes(), 1_000), ["line 3: 0 actions"]);
}
