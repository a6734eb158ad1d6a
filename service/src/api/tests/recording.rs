//! Recording: once, again, with other content, and where something came since.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Application, post};

fn without_identifier(request: &Value) -> Value {
    let mut request = request.clone();
    request.as_object_mut().unwrap().remove("request");
    request
}

#[tokio::test]
async fn a_request_is_answered_as_the_command_line_answers_it() {
    let application = Application::empty().await;
    let opens = application.opens(1);
    let first = application.record(&opens, &[]).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let told = first.json();
    assert_eq!(
        (&told["outcome"], &told["request"], &told["entries"][0]["type"]),
        (&json!("recorded"), &opens["request"], &json!("CaseOpened"))
    );
    let again = application.record(&opens, &[]).await;
    assert_eq!((again.status, &again.json()["outcome"]), (StatusCode::OK, &json!("already_so")));
    assert_eq!(again.json()["entries"], told["entries"]);
}

#[tokio::test]
async fn a_repeated_key_is_answered_as_before() {
    let application = Application::empty().await;
    let request = without_identifier(&application.opens(1));
    let key = [("idempotency-key", "00000000-0000-4000-8000-000000000077")];
    let first = application.record(&request, &key).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    assert_eq!(first.json()["request"], json!(key[0].1));
    let again = application.record(&request, &key).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.json()["entries"], first.json()["entries"]);
    assert_eq!(application.get("/readyz").await.json()["entries"], json!(4));
}

#[tokio::test]
async fn a_key_with_another_content_is_a_conflict() {
    let application = Application::new().await;
    let key = [("idempotency-key", "00000000-0000-4000-8000-000000000002")];
    let other = without_identifier(&application.raises(2, "two bruises"));
    let got = application.record(&other, &key).await;
    let (status, kind, ..) = got.problem();
    assert_eq!((status, kind.as_str()), (409, "conflict"));
    assert_eq!(got.json()["code"], json!("request_differs"));
    // Whoever names two identifiers has to say which is meant.
    let got = application.record(&application.raises(3, "a scar"), &key).await;
    assert_eq!((got.status.as_u16(), &got.json()["code"]), (422, &json!("key_differs")));
    let got = application.record(&other, &[("idempotency-key", "seven")]).await;
    assert_eq!(got.problem().2, "Idempotency-Key has to be a UUID");
    assert_eq!(application.get("/readyz").await.json()["entries"], json!(5));
}

#[tokio::test]
async fn what_came_since_is_a_reason_not_to_record() {
    let application = Application::new().await;
    let tag = application.get("/api/v1/cases/ELM-1").await.header("etag").to_owned();
    assert_eq!(tag.split('.').next(), Some("\"5"));
    let raises = application.raises(3, "a scar");
    let got = application.record(&raises, &[("if-match", &tag)]).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    // The same request is answered as before, whatever came since: its own entry did.
    let again = application.record(&raises, &[("if-match", &tag)]).await;
    assert_eq!(
        (again.status, again.json()["entries"].clone()),
        (StatusCode::OK, got.json()["entries"].clone())
    );
    let other = application.record(&application.raises(4, "a burn"), &[("if-match", &tag)]).await;
    let (status, kind, detail, _) = other.problem();
    assert_eq!((status, kind.as_str()), (412, "changed"));
    assert_eq!(
        detail,
        "something was recorded in case-6f2c1a9e-0000-4000-8000-000000000001 since #5"
    );
    let got = application.record(&raises, &[("if-match", "yesterday")]).await;
    assert_eq!(got.problem().2, "If-Match has to be one ETag that was answered here");
}

#[tokio::test]
async fn several_requests_are_each_answered() {
    let application = Application::new().await;
    let lines = [
        application.raises(3, "a scar").to_string(),
        "nonsense".to_owned(),
        application.raises(2, "two bruises").to_string(),
        application.raises(2, "a bruise").to_string(),
    ];
    let form = [("content-type", "application/x-ndjson")];
    let got = application.asked(post("/api/v1/records", &form, lines.join("\n"))).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    let answers: Vec<Value> =
        got.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<(u64, &str)> = answers
        .iter()
        .map(|it| (it["line"].as_u64().unwrap(), it["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(
        outcomes,
        [(1, "recorded"), (2, "not_a_request"), (3, "refused"), (4, "already_so")]
    );
    let form = [("content-type", "application/x-ndjson"), ("if-match", "\"5.\"")];
    let got = application.asked(post("/api/v1/records", &form, lines.join("\n"))).await;
    assert_eq!(got.problem().0, 400);
}

#[tokio::test]
async fn what_is_refused_says_why_and_where() {
    let application = Application::new().await;
    let mut request = application.raises(3, "a scar");
    request["author"] = json!("00000000-0000-4000-8000-0000000000ff");
    let got = application.record(&request, &[]).await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (422, "refused"));
    assert_eq!(got.json()["code"], json!("author_unknown"));
    let got = application.record(&json!({ "request": "x" }), &[]).await;
    assert_eq!(got.problem().0, 400);
    let form = [("content-type", "text/plain")];
    let got = application.asked(post("/api/v1/records", &form, "{}")).await;
    assert_eq!(
        (got.problem().0, got.problem().2.as_str()),
        (415, "the body has to be application/json or application/x-ndjson")
    );
}
