//! Tests of the application without a network: requests in, answers out.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, Request, StatusCode};
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{CaseOpened, OpeningEvent};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::CaseId;
use candour_domain::recorded::{Label, Recorded};
use candour_projections::running::AskedOn;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;

use super::live::LISTENERS_MAX;
use super::routes;
use crate::drafts::{DAYS_KEPT, Drafts};
use crate::edge::Edge;
use crate::open;
use crate::server::accesses::Accesses;
use crate::server::desk::Writes;
use crate::server::guards::guarded;
use crate::server::limits::{LIMITS, Limits};
use crate::server::{Desk, Served, Unanswered};

/// A ledger in which nothing but its opening is recorded, served.
pub(in crate::web) struct Application {
    routes: Router,
    pub(in crate::web) served: Served,
    place: TempDir,
}

impl Application {
    async fn with(limits: Limits) -> Self {
        Self::of(limits, Accesses::new()).await
    }

    /// One that puts on record what it shows in this room.
    pub(in crate::web) async fn of(limits: Limits, accesses: Accesses) -> Self {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("ledger");
        let start: DateTime<Utc> = "2026-02-03T16:10:00Z".parse().unwrap();
        let (edge, _) = Edge::simulated(start, [7; 32]);
        let owner = Label::parse("Northshire").unwrap();
        let (store, _) = open::create(&directory, &owner, &edge).await.unwrap();
        let models = directory.join("models");
        let mut desk = Desk::of(&directory, store, (&models, edge), Writes::Here);
        desk.accesses = accesses;
        desk.drafts = Some(Drafts::open(&directory, DAYS_KEPT).unwrap());
        let served = Served::at(desk, limits);
        let routes = guarded(routes(served.clone()), &served);
        Self { routes, served, place }
    }

    async fn new() -> Self {
        Self::with(LIMITS).await
    }

    pub(in crate::web) async fn asked(
        &self,
        request: Request<Body>,
    ) -> (StatusCode, HeaderMap, String) {
        let answer = self.routes.clone().oneshot(request).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (head.status, head.headers, String::from_utf8_lossy(&body).into_owned())
    }

    /// Signs in as whoever opened the ledger; answers the cookie.
    pub(in crate::web) async fn cookie(&self) -> String {
        let (_, _, page) = self.asked(get("/sign-in")).await;
        let value = page.split("value=\"").nth(2).unwrap().split('"').next().unwrap();
        let form = format!("practitioner={value}&to=/cases");
        let (status, headers, _) = self.asked(post("/sign-in", &form)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let cookie = headers[SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).header(HOST, "127.0.0.1:2026").body(Body::empty()).unwrap()
}

pub(in crate::web) fn with_cookie(path: &str, cookie: &str) -> Request<Body> {
    let request = Request::get(path).header(HOST, "localhost").header("cookie", cookie);
    request.body(Body::empty()).unwrap()
}

pub(in crate::web) fn post(path: &str, form: &str) -> Request<Body> {
    let request = Request::post(path).header(HOST, "localhost:2026");
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::from(form.to_owned())).unwrap()
}

/// Every path that shows something of the ledger.
const OF_THE_LEDGER: [&str; 25] = [
    "/",
    "/cases",
    "/cases/1",
    "/cases/1/chronology",
    "/cases/1/knowledge",
    "/cases/1/decisions",
    "/cases/1/decisions/C2",
    "/cases/1/items/C2",
    "/cases/1/not-told",
    "/cases/1/late",
    "/cases/1/duties",
    "/cases/1/trail",
    "/children/00000000-0000-4000-8000-000000000001",
    "/people/00000000-0000-4000-8000-000000000001",
    "/dashboard",
    "/dashboard/behind?number=a",
    "/dashboard/lines?section=a",
    "/worklist",
    "/search",
    "/search?words=mia",
    "/entries",
    "/entries/1",
    "/entries/1/receipt",
    "/checkpoint",
    "/live?after=0",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_case_is_shown_to_nobody() {
    let application = Application::new().await;
    for path in OF_THE_LEDGER {
        let (status, headers, body) = application.asked(get(path)).await;
        let to = headers[LOCATION].to_str().unwrap().to_owned();
        let expected = format!("/sign-in{}", candour_web::address::query(&[("to", path)]));
        assert_eq!((status, to, body), (StatusCode::SEE_OTHER, expected, String::new()));
    }
    let (status, headers, _) = application.asked(post("/sign-in", "practitioner=nobody")).await;
    let given = headers.get(SET_COOKIE).cloned();
    assert_eq!((status, given), (StatusCode::UNPROCESSABLE_ENTITY, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_a_case_is_kept_by_a_browser() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let (status, headers, page) = application.asked(with_cookie("/cases", &cookie)).await;
    assert_eq!((status, headers[CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
    assert_eq!(page.matches("Northshire").count(), 1, "{page}");
    let asset = candour_web::asset::address("candour.css");
    let (status, headers, _) = application.asked(get(&asset)).await;
    let kept = headers[CACHE_CONTROL].to_str().unwrap();
    assert_eq!((status, kept), (StatusCode::OK, "public, max-age=31536000, immutable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_another_site_makes_is_refused() {
    let application = Application::new().await;
    let mut of_another = post("/sign-out", "");
    of_another.headers_mut().insert(ORIGIN, "http://elsewhere.example".parse().unwrap());
    let mut by_another = post("/sign-out", "");
    by_another.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    let mut own = post("/sign-out", "");
    own.headers_mut().insert(ORIGIN, "http://localhost:2026".parse().unwrap());
    let mut said = Vec::new();
    for request in [of_another, by_another, own] {
        said.push(application.asked(request).await.0);
    }
    assert_eq!(said, [StatusCode::FORBIDDEN, StatusCode::FORBIDDEN, StatusCode::SEE_OTHER]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_another_host_is_refused() {
    let application = Application::new().await;
    let mut elsewhere = get("/sign-in");
    elsewhere.headers_mut().insert(HOST, "candour.example".parse().unwrap());
    assert_eq!(application.asked(elsewhere).await.0, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(application.asked(get("/sign-in")).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_forbids_what_is_not_ours() {
    let application = Application::new().await;
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                  connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    for path in ["/", "/sign-in", "/nowhere", "/accessibility", "/notices"] {
        let (_, headers, page) = application.asked(get(path)).await;
        let said = ["content-security-policy", "x-content-type-options"]
            .map(|name| headers[name].to_str().unwrap());
        assert_eq!(said, [policy, "nosniff"], "{path}");
        let inline = [" style=", "<style", "<script>", " onclick=", "javascript:"];
        assert_eq!(inline.map(|it| page.matches(it).count()), [0; 5], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_answered_at_once_than_there_are_places() {
    let limits = Limits { answered_at_once: 1, wait_ms: 50, ..LIMITS };
    let application = Application::with(limits).await;
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let served = application.served.clone();
    let (start, started) = tokio::sync::oneshot::channel();
    let first = tokio::spawn(async move {
        let waits = async move |_: Arc<Desk>| {
            let _ = start.send(());
            told.await?;
            Ok(1)
        };
        served.answered(waits).await.map_err(|_| "busy")
    });
    started.await.unwrap();
    let second = application.served.answered(async |_| Ok(2)).await;
    let second = match second {
        Ok(number) => Ok(number),
        Err(Unanswered::Busy) => Err("busy"),
        Err(Unanswered::NotYet) => Err("not yet"),
        Err(Unanswered::NotOnRecord) => Err("not on record"),
        Err(Unanswered::Failed(_)) => Err("failed"),
    };
    assert_eq!(second, Err("busy"));
    assert_eq!(application.asked(get("/sign-in")).await.0, StatusCode::SERVICE_UNAVAILABLE);
    tell.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(1));
    assert_eq!(application.asked(get("/sign-in")).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_before_the_read_models_are_made_is_told_so() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let folder = application.place.path().join("ledger").join("models");
    std::fs::create_dir(&folder).unwrap();
    // Whoever makes them holds this lock.
    let making = std::fs::File::create(folder.join("read-models.lock")).unwrap();
    making.lock().unwrap();
    let (status, headers, page) = application.asked(with_cookie("/dashboard", &cookie)).await;
    let again = headers[RETRY_AFTER].to_str().unwrap();
    assert_eq!((status, again), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert!(
        page.contains("<h1 class=\"govuk-heading-l\">This page is not ready yet</h1>"),
        "{page}"
    );
    drop(making);
    application.served.clone().prepare().await;
    let asked = AskedOn { at: DateTime::<Utc>::MAX_UTC, on_record: None };
    let view = application.served.desk().models.as_they_are(asked).unwrap();
    assert_eq!(view.map(|it| it.up_to()), Some(3));
    let (status, ..) = application.asked(with_cookie("/dashboard", &cookie)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_and_what_went_wrong_is_not() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let nobody = "00000000-0000-4000-8000-000000000001";
    let missing = [
        "/cases/1".to_owned(),
        format!("/cases/{nobody}"),
        format!("/children/{nobody}"),
        format!("/people/{nobody}"),
        "/entries/999".to_owned(),
        "/dashboard/behind?number=no/such/number".to_owned(),
        "/dashboard/lines?section=none".to_owned(),
        "/nowhere".to_owned(),
    ];
    for path in missing {
        let (status, headers, _) = application.asked(with_cookie(&path, &cookie)).await;
        let kept = headers[CACHE_CONTROL].to_str().unwrap();
        assert_eq!((status, kept), (StatusCode::NOT_FOUND, "no-store"), "{path}");
    }
    for path in ["/dashboard", "/worklist", "/search?words=north", "/entries", "/entries/1"] {
        let (status, _, _) = application.asked(with_cookie(path, &cookie)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_or_is_too_long_is_told_so() {
    let application = Application::new().await;
    let form = format!("practitioner={}", "a".repeat(LIMITS.form_bytes));
    let (status, _, _) = application.asked(post("/sign-in", &form)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// The next that a stream of notices says, but for that it stands.
async fn notice(body: &mut Body) -> Option<String> {
    loop {
        let frame = body.frame().await?.unwrap();
        let said = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
        if said != ":\n\n" {
            return Some(said);
        }
    }
}

impl Application {
    async fn listens(&self, path: &str, cookie: &str) -> Body {
        let answer = self.routes.clone().oneshot(with_cookie(path, cookie)).await.unwrap();
        let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        assert_eq!((answer.status(), kind.as_str()), (StatusCode::OK, "text/event-stream"));
        answer.into_body()
    }

    /// Opens a case, by the identifier that it has in its stream.
    pub(in crate::web) async fn opens(&self, case: CaseId) {
        let desk = self.served.desk();
        let operator = open::operator(desk.store()).await.unwrap();
        let opened = CaseOpened {
            authority: Recorded::NotRecorded,
            reference: Recorded::NotRecorded,
            reason: Recorded::NotRecorded,
        };
        let opened = CaseEvent::Opening(OpeningEvent::CaseOpened(opened));
        let case = (StreamId::Case(case), Event::Case(opened));
        let recorder = desk.recorder.as_ref().unwrap();
        open::record(recorder, operator, case, &desk.edge).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_count_what_came_since_a_page_was_answered() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    // Of the three entries that open a ledger one is the ledger's own.
    let mut all = application.listens("/live?after=0", &cookie).await;
    assert_eq!(notice(&mut all).await.as_deref(), Some("event: entries\ndata: 2\n\n"));
    let mut new = application.listens("/live?after=3", &cookie).await;
    application.opens(CaseId::new(uuid::Uuid::from_u128(7))).await;
    assert_eq!(notice(&mut new).await.as_deref(), Some("event: entries\ndata: 1\n\n"));
    assert_eq!(notice(&mut all).await.as_deref(), Some("event: entries\ndata: 3\n\n"));
    let (status, _, _) = application.asked(with_cookie("/live?after=soon", &cookie)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_of_a_case_is_of_its_own_streams() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let (one, other) =
        (CaseId::new(uuid::Uuid::from_u128(7)), CaseId::new(uuid::Uuid::from_u128(8)));
    application.opens(one).await;
    let mut told = application.listens(&format!("/live?after=0&case={one}"), &cookie).await;
    assert_eq!(notice(&mut told).await.as_deref(), Some("event: entries\ndata: 1\n\n"));
    application.opens(other).await;
    application.served.stop();
    assert_eq!(notice(&mut told).await, None);
    let nowhere = with_cookie(&format!("/live?after=0&case={}", uuid::Uuid::from_u128(9)), &cookie);
    assert_eq!(application.asked(nowhere).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_for_notices_is_let_go_when_the_server_stops() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let mut told = application.listens("/live?after=3", &cookie).await;
    application.served.stop();
    assert_eq!(notice(&mut told).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_listen_for_notices_than_there_are_places() {
    let application = Application::new().await;
    let cookie = application.cookie().await;
    let mut listening = Vec::new();
    for _ in 0..LISTENERS_MAX {
        listening.push(application.listens("/live?after=3", &cookie).await);
    }
    let (status, _, _) = application.asked(with_cookie("/live?after=3", &cookie)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}
