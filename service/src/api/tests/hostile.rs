//! What strangers send: broken, huge, contradictory, from elsewhere. Nothing of it may fail by our fault.

use axum::body::Body;
use axum::http::{Method, Request};

use super::{Application, get, post};

#[tokio::test]
async fn every_answer_that_failed_is_a_problem() {
    let application = Application::new().await;
    let told = |path: &'static str| async { application.get(path).await.problem() };
    let expected = |status: u16, kind: &str| (status, kind.to_owned());
    for (path, wanted) in [
        ("/api/v1/nothing", expected(404, "not-found")),
        ("/api/nothing", expected(404, "not-found")),
        ("/api/v1/cases/nobody", expected(404, "not-found")),
        ("/api/v1/cases/..%2f..%2fetc%2fpasswd", expected(404, "not-found")),
        ("/api/v1/cases/%00", expected(404, "not-found")),
        ("/api/v1/cases/%ff%fe", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?at=", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?at=2026-02-30", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?at=%ff", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?at=2026-01-01&at=2026-01-02", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?case=ELM-2", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?--at=2026-01-01", expected(400, "wrong-use")),
        ("/api/v1/cases/ELM-1?contemporaneous_only=perhaps", expected(400, "wrong-use")),
        ("/api/v1/worklist?limit=0", expected(400, "wrong-use")),
        ("/api/v1/worklist?limit=1001", expected(400, "wrong-use")),
        ("/api/v1/worklist?after=nowhere", expected(400, "wrong-use")),
        ("/api/v1/entries?after=-1", expected(400, "wrong-use")),
        ("/api/v1/entries?after=99999999999999999999", expected(400, "wrong-use")),
        ("/api/v1/entries/%2317/who-knew", expected(404, "not-found")),
        ("/api/v1/entries/%230/receipt", expected(404, "not-found")),
        ("/api/v1/verifications/seven", expected(400, "wrong-use")),
        ("/api/v1/problems/nothing", expected(404, "not-found")),
        ("/api/v1/dashboard?since=9999-12-31", expected(400, "wrong-use")),
        ("/api/v1/dashboard/entries?number=a/b/c", expected(404, "not-found")),
    ] {
        let (status, kind, ..) = told(path).await;
        assert_eq!((status, kind), wanted, "{path}");
    }
}

#[tokio::test]
async fn methods_hosts_and_sites_that_are_not_ours_are_problems_too() {
    let application = Application::new().await;
    let method = Request::builder().method(Method::DELETE).uri("/api/v1/cases");
    let got = application.asked(method.header("host", "localhost").body(Body::empty()).unwrap());
    let got = got.await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (405, "method-not-allowed"));
    assert_eq!(got.header("allow"), "GET,HEAD");
    let other = Request::get("/api/v1/cases").header("host", "example.org");
    let got = application.asked(other.body(Body::empty()).unwrap()).await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (421, "misdirected"));
    let site = [
        ("content-type", "application/json"),
        ("origin", "https://example.org"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = application.raises(9, "from elsewhere").to_string();
    let got = application.asked(post("/api/v1/records", &site, body)).await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (403, "forbidden"));
}

#[tokio::test]
async fn bodies_beyond_their_limits_are_refused() {
    let application = Application::new().await;
    let form = [("content-type", "application/json")];
    let huge = vec![b' '; super::super::recording::RECORD_BYTES_MAX + 1];
    let got = application.asked(post("/api/v1/records", &form, huge)).await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (413, "too-large"));
    let huge = vec![b' '; 300 * 1024];
    let got = application.asked(post("/api/v1/search", &form, huge)).await;
    assert_eq!((got.problem().0, got.problem().1.as_str()), (413, "too-large"));
    let got = application.asked(post("/api/v1/records", &form, vec![b'{', 0xff])).await;
    assert_eq!(got.problem().2, "the body is not UTF-8 from byte 1 on");
    let deep = "[".repeat(100_000);
    let got = application.asked(post("/api/v1/records", &form, deep)).await;
    assert_eq!(got.problem().0, 400);
    let text = [("content-type", "text/plain")];
    let got = application.asked(post("/api/v1/verifications", &text, "no checkpoint")).await;
    assert_eq!(got.problem().0, 400);
}

#[tokio::test]
async fn a_failure_of_our_own_is_not_told_to_whoever_asked() {
    use axum::response::IntoResponse;

    use crate::api::problem::Problem;

    let secret = anyhow::anyhow!("the file /srv/secret/ledger.sqlite3 broke");
    let response = Problem::from(secret).into_response();
    let problem = response.extensions().get::<Problem>().unwrap();
    let wanted = "what was asked for could not be read or written";
    assert_eq!((response.status().as_u16(), problem.detail()), (500, wanted));
}

#[tokio::test]
async fn a_problem_is_told_with_what_to_do() {
    let application = Application::new().await;
    let got = application.get("/api/v1/cases/ELM-2?clock=ledger").await;
    assert_eq!(
        got.json(),
        serde_json::json!({
            "type": "/api/v1/problems/not-found",
            "title": "What was named is not there",
            "status": 404,
            "detail": "there is no case 'ELM-2' in this ledger",
            "instance": "/api/v1/cases/ELM-2",
            "next": "did you mean ELM-1?",
        })
    );
    let kind = application.get("/api/v1/problems/not-found").await.json();
    assert_eq!(kind["title"], got.json()["title"]);
}

#[tokio::test]
async fn a_head_has_no_body() {
    let application = Application::new().await;
    let head = Request::head("/api/v1/cases").header("host", "localhost");
    let got = application.asked(head.body(Body::empty()).unwrap()).await;
    assert_eq!((got.status.as_u16(), got.text.as_str()), (200, ""));
    assert_eq!(
        application.asked(get("/healthz", &[])).await.text,
        "{\"synthetic\":true,\"living\":true}"
    );
}
