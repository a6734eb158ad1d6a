//! Tests of the forms without a network: fields in, pages and entries out, on a ledger with one case that
//! has something to follow for each form.

mod each;
mod meetings;
mod sending;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use candour_commands::{Circumstances, Request as Asked, lines};
use candour_domain::entry::Entry;
use candour_domain::identifier::{CaseId, EntryId, RequestId};
use candour_domain::recorded::Label;
use candour_web::address::query;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use crate::drafts::{DAYS_KEPT, Drafts};
use crate::edge::Edge;
use crate::open;
use crate::server::desk::Writes;
use crate::server::guards::guarded;
use crate::server::limits::LIMITS;
use crate::server::{Desk, Served};
use crate::web::routes;

/// Two agencies, three practitioners of whom the last holds no post, two children, an adult, a case.
pub(in crate::web) const CARE: u128 = 101;
pub(in crate::web) const POLICE: u128 = 102;
pub(in crate::web) const WORKER: u128 = 201;
pub(in crate::web) const OFFICER: u128 = 202;
pub(in crate::web) const NOBODY: u128 = 203;
pub(in crate::web) const MIA: u128 = 301;
pub(in crate::web) const THEO: u128 = 302;
pub(in crate::web) const PARENT: u128 = 401;
pub(in crate::web) const CASE: u128 = 501;
/// The requests by which entries were recorded that others follow.
pub(in crate::web) const ASKED: u128 = 10;
pub(in crate::web) const CONVENED: u128 = 11;
pub(in crate::web) const DISCUSSED: u128 = 12;
pub(in crate::web) const OFFERED: u128 = 13;
pub(in crate::web) const CALLED: u128 = 14;
pub(in crate::web) const CONFERENCE: u128 = 15;
pub(in crate::web) const PLANNED: u128 = 16;
pub(in crate::web) const SEEN: u128 = 17;

pub(in crate::web) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x4000_8000_0000_0000_0000 + number)
}

/// The entry that a request was recorded as.
pub(in crate::web) fn entry(request: u128) -> EntryId {
    EntryId::of_request(RequestId::new(id(request)), 0)
}

/// What was answered: the status, where it leads, and the page.
pub(in crate::web) struct Got {
    pub(in crate::web) status: StatusCode,
    pub(in crate::web) to: String,
    pub(in crate::web) page: String,
}

/// A ledger that is served.
pub(in crate::web) struct Application {
    routes: Router,
    pub(in crate::web) served: Served,
    pub(in crate::web) clock: std::sync::Arc<candour_ledger::ManualClock>,
    place: TempDir,
}

impl Application {
    pub(in crate::web) async fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("ledger");
        let start: DateTime<Utc> = "2026-02-03T16:10:00Z".parse().unwrap();
        let (edge, clock) = Edge::simulated(start, [7; 32]);
        let owner = Label::parse("Northshire").unwrap();
        let (store, operator) = open::create(&directory, &owner, &edge).await.unwrap();
        let models = directory.join("models");
        let drafts = Drafts::open(&directory, DAYS_KEPT).unwrap();
        let desk = Desk::of(&directory, store, (&models, edge), Writes::Here).keeping(Some(drafts));
        let served = Served::at(desk, LIMITS);
        let routes = guarded(routes(served.clone()), &served);
        let application = Self { routes, served, clock, place };
        for (number, line) in (1..).zip(world(operator)) {
            application.record(&line, number).await;
        }
        application
    }

    /// The same ledger, served by a process that only reads.
    pub(in crate::web) fn reading(&self) -> Router {
        let directory = self.place.path().join("ledger");
        let (edge, _) = Edge::simulated("2026-02-03T16:10:00Z".parse().unwrap(), [8; 32]);
        let store = std::sync::Arc::clone(self.served.desk().store());
        let models = directory.join("models");
        let desk = Desk::of(&directory, store, (&models, edge), Writes::Elsewhere);
        let served = Served::at(desk, LIMITS);
        guarded(routes(served.clone()), &served)
    }

    /// What answers requests.
    pub(in crate::web) fn routes(&self) -> Router {
        self.routes.clone()
    }

    /// Records a request as the command line does.
    pub(in crate::web) async fn record(&self, line: &Value, number: u128) {
        let mut line = line.clone();
        if line.get("request").is_none() {
            line["request"] = json!(id(1_000 + number));
        }
        let request: Asked = lines::read(&line.to_string()).unwrap();
        let desk = self.served.desk();
        let now = Circumstances::at(desk.edge.now());
        let outcome = desk.recorder.as_ref().unwrap().record(request, now).await.unwrap();
        assert_eq!(outcome.entries().len(), 1);
    }

    pub(in crate::web) async fn ask(&self, request: Request<Body>) -> Got {
        asked(&self.routes, request).await
    }

    pub(in crate::web) async fn get(&self, path: &str, cookie: &str) -> Got {
        self.ask(get(path, cookie)).await
    }

    pub(in crate::web) async fn post(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, String)],
    ) -> Got {
        self.ask(post(path, cookie, fields)).await
    }

    /// Signs somebody in; answers the cookie.
    pub(in crate::web) async fn signed_in(&self, practitioner: u128) -> String {
        signed_in(&self.routes, practitioner).await
    }

    /// The entries of the case that a request was recorded as.
    pub(in crate::web) async fn entries(&self, request: Uuid) -> Vec<Entry> {
        let case = CaseId::new(id(CASE));
        let book = self.served.desk().models.casebook(case).await.unwrap().unwrap();
        book.entries.iter().filter(|it| it.request.uuid() == request).cloned().collect()
    }

    /// The drafts that somebody has.
    pub(in crate::web) fn drafts(&self, practitioner: u128) -> usize {
        let writer = candour_domain::identifier::PractitionerId::new(id(practitioner));
        self.served.desk().drafts.as_ref().unwrap().all_of(writer).unwrap().len()
    }
}

pub(in crate::web) async fn asked(routes: &Router, request: Request<Body>) -> Got {
    let answer = routes.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let to = head.headers.get(LOCATION).map_or("", |it| it.to_str().unwrap()).to_owned();
    Got { status: head.status, to, page: String::from_utf8_lossy(&body).into_owned() }
}

pub(in crate::web) async fn signed_in(routes: &Router, practitioner: u128) -> String {
    let fields = [("practitioner", id(practitioner).to_string())];
    let answer = routes.clone().oneshot(post("/sign-in", "", &fields)).await.unwrap();
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub(in crate::web) fn get(path: &str, cookie: &str) -> Request<Body> {
    let request = Request::get(path).header(HOST, "localhost").header("cookie", cookie);
    request.body(Body::empty()).unwrap()
}

pub(in crate::web) fn post(path: &str, cookie: &str, fields: &[(&str, String)]) -> Request<Body> {
    let body = query(fields).trim_start_matches('?').to_owned();
    let request = Request::post(path).header(HOST, "localhost").header("cookie", cookie);
    request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

/// The path of a form.
pub(in crate::web) fn form(name: &str) -> String {
    format!("/cases/{}/record/{name}", id(CASE))
}

fn world(operator: open::Operator) -> Vec<Value> {
    let (author, keeper) = (operator.practitioner.uuid(), operator.agency.uuid());
    let line = |stream: String, command: &str, payload: Value| {
        json!({
            "stream": stream, "author": author, "agency": keeper, "command": command,
            "envelope": { "occurred": { "day": "2026-01-10" }, "by": { "agency": id(CARE) } },
            "payload": payload,
        })
    };
    let of = |kind: &str, number: u128| format!("{kind}-{}", id(number));
    let mut world = Vec::new();
    for (agency, name) in [(CARE, "Social care"), (POLICE, "Police")] {
        let mut it = line(of("agency", agency), "RegisterAgency", json!({ "name": name }));
        it["envelope"]["by"]["agency"] = json!(keeper);
        world.push(it);
    }
    for (number, name) in [(WORKER, "A. Worker"), (OFFICER, "B. Officer"), (NOBODY, "C. Nobody")] {
        let stream = of("practitioner", number);
        world.push(line(stream, "RegisterPractitioner", json!({ "name": name })));
    }
    for (number, agency, post) in
        [(WORKER, CARE, "Social worker"), (OFFICER, POLICE, "Detective constable")]
    {
        let taken = json!({ "agency": id(agency), "post": { "recorded": post } });
        world.push(line(of("practitioner", number), "TakePost", taken));
    }
    for (number, name) in [(MIA, "Mia"), (THEO, "Theo")] {
        let named = json!({ "name": { "recorded": name } });
        world.push(line(of("child", number), "IdentifyChild", named));
    }
    let named = json!({ "name": { "recorded": "A. Parent" } });
    world.push(line(of("person", PARENT), "IdentifyPerson", named));
    let case = || of("case", CASE);
    world.push(line(case(), "OpenCase", json!({ "reference": { "recorded": "ELM-1" } })));
    for child in [MIA, THEO] {
        world.push(line(case(), "AddChildToCase", json!({ "child": id(child) })));
    }
    world.push(line(case(), "AddPersonToCase", json!({ "person": id(PARENT) })));
    let followed = [
        (
            ASKED,
            "RequestInformation",
            json!({ "of": { "agency": id(POLICE) }, "question": "What is known?" }),
        ),
        (CONVENED, "ConveneStrategyDiscussion", json!({})),
        (DISCUSSED, "HoldStrategyDiscussion", json!({})),
        (OFFERED, "OfferFgdm", json!({ "to": id(PARENT) })),
        (CALLED, "ConveneConference", json!({ "kind": "initial", "planned": "2026-02-01" })),
        (CONFERENCE, "HoldConference", json!({ "kind": "initial" })),
        (
            PLANNED,
            "StartPlan",
            json!({ "conference": { "named": entry(CONFERENCE) }, "child": id(MIA) }),
        ),
        (SEEN, "RecordObservation", json!({ "account": "a red coat" })),
    ];
    for (request, command, payload) in followed {
        let mut it = line(case(), command, payload);
        it["request"] = json!(id(request));
        world.push(it);
    }
    world
}
