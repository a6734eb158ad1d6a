//! Reading: tags, pages, parameters, and what the document says.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Application, get, post};

#[tokio::test]
async fn an_answer_that_has_not_changed_is_not_given_again() {
    let application = Application::new().await;
    let first = application.get("/api/v1/cases/ELM-1").await;
    let tag = first.header("etag").to_owned();
    assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-store"));
    let known = [("if-none-match", tag.as_str())];
    let again = application.asked(get("/api/v1/cases/ELM-1", &known)).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let other = application.asked(get("/api/v1/cases/ELM-1?at=2026-01-19", &known)).await;
    assert_eq!(other.status, StatusCode::OK);
    application.record(&application.raises(3, "a scar"), &[]).await;
    let changed = application.asked(get("/api/v1/cases/ELM-1", &known)).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn a_tag_says_up_to_which_entry_it_was_answered() {
    let application = Application::new().await;
    for entries in 5..8_u32 {
        let tag = application.get("/api/v1/cases").await.header("etag").to_owned();
        assert_eq!(tag.split('.').next(), Some(format!("\"{entries}").as_str()), "{tag}");
        application.record(&application.raises(entries, "a scar"), &[]).await;
    }
}

/// The entries of all pages from a path on, and how many pages they took.
async fn followed(application: &Application, path: &str) -> (Vec<Value>, usize) {
    let (mut entries, mut pages) = (Vec::new(), 0);
    let mut path = Some(path.to_owned());
    while let Some(asked) = path.take() {
        let got = application.get(&asked).await;
        assert_eq!(got.status, StatusCode::OK, "{asked}: {}", got.text);
        pages += 1;
        entries.extend(got.json()["entries"].as_array().unwrap().iter().cloned());
        let link = got.header("link");
        assert_eq!(got.json()["next"].is_null(), link.is_empty(), "{asked}");
        if !link.is_empty() {
            let (address, rest) = link.trim_start_matches('<').split_once('>').unwrap();
            assert_eq!(rest, "; rel=\"next\"");
            path = Some(address.to_owned());
        }
    }
    (entries, pages)
}

#[tokio::test]
async fn pages_lead_to_the_end() {
    let application = Application::new().await;
    for id in 3..12 {
        application.record(&application.raises(id, "a scar"), &[]).await;
    }
    let (all, pages) = followed(&application, "/api/v1/entries?limit=1000").await;
    assert_eq!((all.len(), pages), (14, 1));
    let (threes, pages) = followed(&application, "/api/v1/entries?limit=3").await;
    assert_eq!((threes == all, pages), (true, 5));
    let (exactly, pages) = followed(&application, "/api/v1/entries?limit=7").await;
    assert_eq!((exactly == all, pages), (true, 2));
    let stream = format!("/api/v1/entries?limit=4&stream={}", super::CASE);
    let (case, pages) = followed(&application, &stream).await;
    assert_eq!((case == all[3..], pages), (true, 3));
    let (raised, pages) =
        followed(&application, "/api/v1/entries?type=ConcernRaised&limit=4").await;
    assert_eq!((raised == all[4..], pages), (true, 3));
    let lines = [("accept", "application/x-ndjson")];
    let got = application.asked(get("/api/v1/entries", &lines)).await;
    let streamed: Vec<Value> =
        got.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(streamed, all);
}

#[tokio::test]
async fn a_search_is_asked_by_its_body() {
    let application = Application::new().await;
    let form = [("content-type", "application/json")];
    let body = json!({ "words": ["elm"], "kind": ["case"], "limit": 5 }).to_string();
    let got = application.asked(post("/api/v1/search", &form, body)).await;
    assert_eq!((got.status, &got.json()["found"][0]["name"]), (StatusCode::OK, &json!("ELM-1")));
    let got = application.asked(post("/api/v1/search", &form, "{}")).await;
    assert_eq!(
        (got.problem().0, got.problem().2.as_str()),
        (400, "the parameter 'words' is needed")
    );
    let got = application.asked(post("/api/v1/search", &form, "[1]")).await;
    assert_eq!(got.problem().0, 400);
}

#[tokio::test]
async fn a_ledger_that_is_checked_is_asked_after() {
    let application = Application::new().await;
    let begun = application.asked(post("/api/v1/verifications", &[], "")).await;
    assert_eq!((begun.status, &begun.json()["state"]), (StatusCode::ACCEPTED, &json!("running")));
    let place = begun.header("location").to_owned();
    let found = loop {
        let got = application.get(&place).await.json();
        if got["state"] != json!("running") {
            break got;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    assert_eq!(
        (&found["state"], &found["found"]["sound"], &found["found"]["records"]),
        (&json!("done"), &json!(true), &json!(5))
    );
    let nobodys = "/api/v1/verifications/00000000-0000-4000-8000-000000000000";
    assert_eq!(application.get(nobodys).await.problem().0, 404);
}

#[tokio::test]
async fn a_request_is_counted_by_its_declared_path_alone() {
    let application = Application::new().await;
    application.get("/api/v1/cases/ELM-1").await;
    application.get("/api/v1/cases/nobody").await;
    application.get("/api/v1/mia-ashdown").await;
    application.asked(get("/api/v1/cases", &[]).map(|it| it)).await;
    let got = application.get("/metrics").await;
    let counted: Vec<&str> =
        got.text.lines().filter(|it| it.starts_with("candour_requests_total")).collect();
    let mut counted: Vec<&str> =
        counted.into_iter().map(|it| it.trim_start_matches("candour_requests_total")).collect();
    counted.sort_unstable();
    assert_eq!(
        counted,
        [
            "{method=\"GET\",path=\"/api/v1/cases\",status=\"200\"} 1",
            "{method=\"GET\",path=\"/api/v1/cases/{case}\",status=\"200\"} 1",
            "{method=\"GET\",path=\"/api/v1/cases/{case}\",status=\"404\"} 1",
            "{method=\"GET\",path=\"/api/{*nothing}\",status=\"404\"} 1",
            "{method=\"POST\",path=\"/api/v1/records\",status=\"201\"} 2",
        ]
    );
    assert_eq!(got.text.lines().last(), Some("# EOF"));
    assert!(got.text.contains("candour_entries_recorded_total 2\n"), "{}", got.text);
}

#[tokio::test]
async fn readiness_says_how_far_seals_and_read_models_are_behind() {
    let application = Application::new().await;
    application.wait(90);
    let wanted = json!({
        "synthetic": true,
        "ready": true,
        "records": true,
        "entries": 5,
        "models_behind": null,
        "unsealed": 4,
        "unsealed_for_seconds": 90,
        "accesses_waiting": 0,
        "accesses_waiting_for_seconds": 0,
        "witnesses_silent": 0,
    });
    assert_eq!(application.get("/readyz").await.json(), wanted);
    assert_eq!(application.get("/api/v1/worklist").await.status, StatusCode::OK);
    assert_eq!(application.get("/readyz").await.json()["models_behind"], json!(0));
    application.record(&application.raises(3, "a scar"), &[]).await;
    assert_eq!(application.get("/readyz").await.json()["models_behind"], json!(1));
}
