//! What can be asked of the ledger and of the server over HTTP: where each question stands, and what is
//! documented of it. Each is the command's own question, and nothing here answers one.

use axum::http::Method;
use axum::routing::get;
use serde_json::json;

use super::operation::{JSON, Operation, Table};
use super::problem::Kind;
use super::{document, health, metrics, reading, recording, stream};
use crate::command::access;
use crate::command::{
    bundle, case, chronology, dashboard, entries, knowledge, rules, search, witnesses, worklist,
};

/// Lists the questions.
pub(crate) fn listed(table: &mut Table) {
    cases(table);
    knowledge_of(table);
    area(table);
    table.question::<witnesses::ShowAll>(
        "/api/v1/witnesses",
        ("showWitnesses", "The policy on witnesses in force, and what each has seen"),
    );
    server(table);
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
    table.question::<access::AccessesOf>(
        "/api/v1/cases/{case}/accesses",
        ("listAccesses", "To whom a case was shown, what of it and when"),
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
    let operation = Operation::new(
        Method::GET,
        "/api/v1/cloudevents",
        ("exportCloudEvents", "The entries as CloudEvents 1.0, as JSON Lines"),
    )
    .asked::<entries::EntriesPage>()
    .parameter(json!({ "$ref": "#/components/parameters/LastEventId" }))
    .answer(200, "The events.", &json!({ recording::LINES: { "schema": { "type": "object" } } }))
    .fails(&[Kind::WrongUse, Kind::Busy]);
    table.add(operation, get(stream::cloud_events));
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
