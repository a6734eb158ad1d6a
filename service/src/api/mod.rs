//! The HTTP API, under `/api/v1`: what the command line can be asked, asked over HTTP, and answered as its
//! `--json` answers. This file is the list of what can be asked. Pages are not here, and nothing here decides
//! or folds: each operation is the command's own question.
//!
//! # Rules
//! - `the_committed_document_is_the_one_that_is_served`.

mod document;
mod health;
mod kind;
mod metrics;
mod operation;
mod parameters;
mod problem;
mod proving;
mod reading;
mod recording;
mod stream;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::command::receipt::Wanted;
use crate::command::seal::Seal;
use crate::command::{
    bundle, case, chronology, dashboard, entries, knowledge, record, rules, search, witnesses,
    worklist,
};
use crate::server::Served;

pub(crate) use document::document;

use metrics::Metrics;
use operation::{JSON, Operation, Table};
use problem::Kind;
use proving::{Check, Checks, TEXT};

/// How many listen to the entries at once, at most.
const LISTENERS_MAX: usize = 64;

/// What the API is answered from.
#[derive(Clone)]
pub(crate) struct Api {
    /// The application that is served.
    served: Served,
    /// What the server counts of itself.
    metrics: Arc<Metrics>,
    /// The checks of the ledger.
    checks: Arc<Checks>,
    /// Who may listen to the entries.
    listeners: Arc<Semaphore>,
}

impl Api {
    fn of(served: Served) -> Self {
        Self {
            served,
            metrics: Arc::new(Metrics::new()),
            checks: Arc::default(),
            listeners: Arc::new(Semaphore::new(LISTENERS_MAX)),
        }
    }
}

/// The routes of the API, to be put behind the guards.
pub(crate) fn routes(served: Served) -> Router {
    routes_of(Api::of(served))
}

fn routes_of(api: Api) -> Router {
    let (routes, ..) = table().done();
    let undocumented = Router::new()
        .route("/api/v1/openapi.json", get(document::served))
        .route("/api/{*nothing}", axum::routing::any(document::nothing));
    let counted = from_fn_with_state(api.clone(), metrics::counted);
    routes.merge(undocumented).layer(counted).with_state(api)
}

/// Tells what failed under `/api` as problems, before all else that answers.
pub(crate) fn told(routes: Router) -> Router {
    routes.layer(from_fn(problem::told))
}

/// Everything that can be asked.
fn table() -> Table {
    let mut table = Table::empty();
    cases(&mut table);
    knowledge_of(&mut table);
    area(&mut table);
    proof(&mut table);
    writing(&mut table);
    server(&mut table);
    table
}

fn cases(table: &mut Table) {
    table.question::<case::List>(
        "/api/v1/cases",
        ("listCases", "The cases of the ledger, in the order in which they were opened"),
    );
    table.question::<case::Show>(
        "/api/v1/cases/{case}",
        ("showCase", "One case as it stands or stood"),
    );
    table.question::<case::Child>(
        "/api/v1/children/{child}",
        ("showChild", "One child, across cases"),
    );
    table.question::<case::Person>(
        "/api/v1/people/{person}",
        ("showPerson", "One person, across cases"),
    );
    table.question::<chronology::ChronologyOf>(
        "/api/v1/cases/{case}/chronology",
        ("showChronology", "What happened, in the order in which it happened"),
    );
    table.question::<chronology::TrailOf>(
        "/api/v1/cases/{case}/trail",
        ("showTrail", "Every entry of a case in the order in which it was recorded"),
    );
    table.question::<chronology::DutiesOf>(
        "/api/v1/cases/{case}/duties",
        ("showDuties", "What is due, overdue, met or not in a case"),
    );
    table.question::<bundle::ExportsOf>(
        "/api/v1/cases/{case}/exports",
        ("listExports", "The bundles that were made of a case"),
    );
}

fn knowledge_of(table: &mut Table) {
    table.question::<knowledge::Matrix>(
        "/api/v1/cases/{case}/matrix",
        ("showMatrix", "Items against agencies: to which stage each came, and when"),
    );
    table.question::<knowledge::KnownTo>(
        "/api/v1/cases/{case}/known-to/{whose}",
        ("showKnownTo", "What an agency, a practitioner or a team knew, and what they only held"),
    );
    table.question::<knowledge::GapsOf>(
        "/api/v1/cases/{case}/gaps",
        ("listGaps", "Who was involved and neither held nor knew a fact"),
    );
    table.question::<knowledge::LateOf>(
        "/api/v1/cases/{case}/late",
        ("listLate", "What was recorded long after it happened"),
    );
    table.question::<knowledge::WhoKnew>(
        "/api/v1/entries/{entry}/who-knew",
        ("showWhoKnew", "Who knew an item, how and when, and who could have"),
    );
    table.question::<knowledge::Decision>(
        "/api/v1/entries/{entry}/decision",
        ("showDecision", "A decision in its context: what was known, listed, held elsewhere"),
    );
}

fn area(table: &mut Table) {
    table.question::<dashboard::Numbers>(
        "/api/v1/dashboard",
        ("showDashboard", "An area in numbers, as it stood on any date"),
    );
    table.question::<dashboard::Behind>(
        "/api/v1/dashboard/entries",
        ("explainNumber", "The entries behind a number of the dashboard"),
    );
    table.question::<worklist::WorklistOf>(
        "/api/v1/worklist",
        ("listDuties", "The duties that wait for somebody, over all cases, by when they are due"),
    );
    table.asked_for::<search::Search>(
        "/api/v1/search",
        ("search", "Find children, people, agencies, practitioners, teams and cases"),
    );
    table.question::<rules::InForce>("/api/v1/rules", ("showRules", "The local rules in force"));
    stream(table);
}

fn stream(table: &mut Table) {
    let page = table.marked::<entries::EntriesFound>();
    let entry = table.schema::<candour_schemas::export::ExportedIn<'static>>();
    let forms = json!({
        JSON: { "schema": page },
        recording::LINES: { "schema": entry },
        stream::EVENTS: { "schema": { "type": "string" } },
    });
    let operation = Operation::new(
        Method::GET,
        "/api/v1/entries",
        ("listEntries", "The entries, in ledger order: a page, all as JSON Lines, or as they come"),
    )
    .asked::<entries::EntriesPage>()
    .parameter(json!({ "$ref": "#/components/parameters/IfNoneMatch" }))
    .parameter(json!({ "$ref": "#/components/parameters/LastEventId" }))
    .answer(200, "The entries.", &forms)
    .headers(200, reading::headers())
    .nothing(304, "It is as it was: the answer would be the one that was given before.")
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::NotAcceptable, Kind::Busy]);
    table.add(operation, get(stream::entries));
}

fn proof(table: &mut Table) {
    table.question::<witnesses::ShowAll>(
        "/api/v1/witnesses",
        ("showWitnesses", "The policy on witnesses in force, and what each has seen"),
    );
    let plain = || json!({ TEXT: { "schema": { "type": "string" } } });
    let operation = Operation::new(
        Method::GET,
        "/api/v1/checkpoint",
        ("showCheckpoint", "The last checkpoint, to be held elsewhere"),
    )
    .answer(200, "The checkpoint, as it was signed and cosigned.", &plain())
    .fails(&[Kind::NotFound]);
    table.add(operation, get(proving::checkpoint));
    let operation = Operation::new(
        Method::POST,
        "/api/v1/checkpoint/growth",
        ("proveGrowth", "The proof that the ledger of an earlier checkpoint grew into this one"),
    )
    .body(&plain())
    .answer(200, "The hashes that prove it, an empty line, and the last checkpoint.", &plain())
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::WrongMediaType, Kind::TooLarge]);
    table.add(operation, post(proving::growth));
    let operation = Operation::new(
        Method::GET,
        "/api/v1/entries/{entry}/receipt",
        ("showReceipt", "A receipt of an entry: that it stood in the ledger, unaltered"),
    )
    .asked::<Wanted>()
    .answer(200, "The receipt.", &plain())
    .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(proving::receipt));
    checks(table);
}

fn checks(table: &mut Table) {
    let check = table.marked::<Check>();
    let forms = json!({ JSON: { "schema": check } });
    let mut begun = Operation::new(
        Method::POST,
        "/api/v1/verifications",
        ("beginVerification", "Begin a check of every record, and of every checkpoint"),
    )
    .body(&json!({ TEXT: { "schema": {
        "type": "string",
        "description": "A checkpoint of this ledger that is held elsewhere, where there is one."
    } } }))
    .answer(202, "It has begun.", &forms)
    .headers(
        202,
        json!({ "Location": {
        "description": "Where to ask after it.",
        "schema": { "type": "string" }
    } }),
    )
    .fails(&[Kind::WrongUse, Kind::Conflict, Kind::WrongMediaType, Kind::TooLarge]);
    begun = begun.body_may_be_left_out();
    table.add(begun, post(proving::verify));
    let operation = Operation::new(
        Method::GET,
        "/api/v1/verifications/{id}",
        ("showVerification", "How far a check of the ledger has come, and what it found"),
    )
    .parameter(json!({
        "name": "id", "in": "path", "required": true,
        "description": "The check.",
        "schema": { "type": "string", "format": "uuid" }
    }))
    .answer(200, "The check.", &forms)
    .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(proving::verification));
}

fn writing(table: &mut Table) {
    let answer = table.schema::<record::Answer>();
    let request = json!({ "$ref": "#/components/schemas/Request" });
    let one = json!({ JSON: { "schema": answer } });
    let operation = Operation::new(
        Method::POST,
        "/api/v1/records",
        ("record", "Record a request, or several, as `candour record` takes them"),
    )
    .parameter(json!({ "$ref": "#/components/parameters/IdempotencyKey" }))
    .parameter(json!({ "$ref": "#/components/parameters/IfMatch" }))
    .body(&json!({
        JSON: { "schema": request },
        recording::LINES: { "schema": request },
    }))
    .answer(201, "It was recorded.", &one)
    .answer(
        200,
        "It is already so; or, of several requests, what became of each.",
        &json!({ JSON: { "schema": answer }, recording::LINES: { "schema": answer } }),
    )
    .fails(&[
        Kind::WrongUse,
        Kind::Conflict,
        Kind::Changed,
        Kind::TooLarge,
        Kind::WrongMediaType,
        Kind::Refused,
        Kind::Busy,
    ]);
    table.add(operation, post(recording::record));
    let shown = table.marked::<crate::command::seal::SealShown>();
    let operation = Operation::new(
        Method::POST,
        "/api/v1/seals",
        ("seal", "Sign a checkpoint over all entries now"),
    )
    .asked::<Seal>()
    .answer(
        200,
        "The checkpoint: signed now, or before where nothing came since.",
        &json!({
            JSON: { "schema": shown }
        }),
    )
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::Busy]);
    table.add(operation, post(proving::seal));
}

fn server(table: &mut Table) {
    let living = table.marked::<health::Living>();
    let operation = Operation::new(
        Method::GET,
        "/healthz",
        ("showLiving", "Whether the server lives"),
    )
    .answer(200, "It lives.", &json!({ JSON: { "schema": living } }));
    table.add(operation, get(health::living));
    let ready = table.marked::<health::Ready>();
    let operation = Operation::new(
        Method::GET,
        "/readyz",
        ("showReady", "Whether it answers, and how far read models and seals are behind"),
    )
    .answer(200, "It answers.", &json!({ JSON: { "schema": ready } }))
    .fails(&[Kind::Busy]);
    table.add(operation, get(health::ready));
    let operation = Operation::new(
        Method::GET,
        "/metrics",
        ("showMetrics", "What the server counts of itself, as OpenMetrics"),
    )
    .answer(
        200,
        "The numbers.",
        &json!({
            "application/openmetrics-text": { "schema": { "type": "string" } }
        }),
    );
    table.add(operation, get(metrics::metrics));
    let kinds: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
    let described = table.schema::<document::KindDescribed>();
    let operation = Operation::new(
        Method::GET,
        "/api/v1/problems/{kind}",
        ("describeProblem", "What a kind of problem is, and what to do"),
    )
    .parameter(json!({
        "name": "kind", "in": "path", "required": true,
        "description": "The kind.",
        "schema": { "type": "string", "enum": kinds }
    }))
    .answer(200, "The kind.", &json!({ JSON: { "schema": described } }))
    .fails(&[Kind::NotFound]);
    table.add(operation, get(document::kind));
}
