//! Tests of the API without a network: requests in, answers out, on a ledger with one small case.

mod hostile;
mod reading;
mod recording;
mod streaming;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Request, StatusCode};
use candour_domain::recorded::Label;
use candour_ledger::ManualClock;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::{Api, routes_of, told};
use crate::edge::Edge;
use crate::open;
use crate::server::desk::Writes;
use crate::server::guards::guarded;
use crate::server::limits::LIMITS;
use crate::server::{Desk, Served};

/// The stream of the case.
pub(super) const CASE: &str = "case-6f2c1a9e-0000-4000-8000-000000000001";

/// What was answered.
pub(super) struct Got {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Got {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The status and the kind of a problem, and what it says.
    pub(super) fn problem(&self) -> (u16, String, String, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let told = self.json();
        let said = |name: &str| told[name].as_str().unwrap().to_owned();
        assert_eq!(told["status"], json!(self.status.as_u16()));
        let kind = said("type").replace("/api/v1/problems/", "");
        (self.status.as_u16(), kind, said("detail"), said("next"))
    }
}

/// A ledger that is served, with the clock that it is served by.
pub(super) struct Application {
    pub(super) api: Api,
    routes: Router,
    clock: Arc<ManualClock>,
    operator: open::Operator,
    _place: TempDir,
}

impl Application {
    /// One in which nothing but its opening is recorded.
    pub(super) async fn empty() -> Self {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("ledger");
        let start: DateTime<Utc> = "2026-02-03T16:10:00Z".parse().unwrap();
        let (edge, clock) = Edge::simulated(start, [7; 32]);
        let owner = Label::parse("Northshire").unwrap();
        let (store, operator) = open::create(&directory, &owner, &edge).await.unwrap();
        let models = directory.join("models");
        let desk = Desk::of(&directory, store, (&models, edge), Writes::Here);
        let served = Served::at(desk, LIMITS);
        let api = Api::of(served.clone());
        let routes = told(guarded(routes_of(api.clone()), &served));
        Self { api, routes, clock, operator, _place: place }
    }

    /// One with a case that was opened, and a concern in it.
    pub(super) async fn new() -> Self {
        let application = Self::empty().await;
        for request in [application.opens(1), application.raises(2, "a bruise")] {
            let got = application.record(&request, &[]).await;
            assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
        }
        application
    }

    /// Some seconds go by.
    pub(super) fn wait(&self, seconds: i64) {
        self.clock.set(self.api.served.desk().edge.now() + TimeDelta::seconds(seconds));
    }

    /// Puts a request to the routes.
    pub(super) async fn ask(&self, request: Request<Body>) -> axum::response::Response {
        self.routes.clone().oneshot(request).await.unwrap()
    }

    /// Puts a request to the routes, and reads the whole answer.
    pub(super) async fn asked(&self, request: Request<Body>) -> Got {
        let (head, body) = self.ask(request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        Got { status: head.status, headers: head.headers, text }
    }

    pub(super) async fn get(&self, path: &str) -> Got {
        self.asked(get(path, &[])).await
    }

    pub(super) async fn record(&self, body: &Value, headers: &[(&str, &str)]) -> Got {
        let mut all = vec![(CONTENT_TYPE.as_str(), "application/json")];
        all.extend(headers);
        self.asked(post("/api/v1/records", &all, body.to_string())).await
    }

    /// A request to open the case.
    pub(super) fn opens(&self, id: u32) -> Value {
        self.request(id, "OpenCase", json!({ "reference": { "recorded": "ELM-1" } }))
    }

    /// A request to raise a concern in the case.
    pub(super) fn raises(&self, id: u32, account: &str) -> Value {
        self.request(id, "RaiseConcern", json!({ "account": account }))
    }

    #[expect(clippy::needless_pass_by_value, reason = "it is written where it is used")]
    fn request(&self, id: u32, command: &str, payload: Value) -> Value {
        let agency = self.operator.agency.uuid();
        json!({
            "request": format!("00000000-0000-4000-8000-{id:012}"),
            "stream": CASE,
            "author": self.operator.practitioner.uuid(),
            "agency": agency,
            "command": command,
            "envelope": { "occurred": { "day": "2026-01-20" }, "by": { "agency": agency } },
            "payload": payload,
        })
    }
}

pub(super) fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::get(path).header(HOST, "127.0.0.1:2026");
    let all = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    all.body(Body::empty()).unwrap()
}

pub(super) fn post(path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(path).header(HOST, "127.0.0.1:2026");
    let all = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    all.body(body.into()).unwrap()
}
