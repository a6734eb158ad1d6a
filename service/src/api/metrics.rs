//! What the server counts of itself, in the OpenMetrics text format: requests and how long they took by
//! operation, entries recorded, and how far read models and seals are behind. No name, identifier or text of
//! anybody is in it: an operation is named by its path as it is declared.
//!
//! # Rules
//! - `a_request_is_counted_by_its_declared_path_alone`: what strangers make up is counted as one.

use std::sync::atomic::AtomicU64;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::Api;
use super::health;
use super::problem::Problem;

/// The media type of OpenMetrics.
pub(crate) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// What stands for a path or a method that is not declared.
const UNDECLARED: &str = "undeclared";
/// The bounds in which requests are counted by how long they took, in seconds.
const SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    path: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    method: String,
    path: String,
}

/// What the server counts of itself.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    took: Family<Operation, Histogram, fn() -> Histogram>,
    recorded: Counter,
    entries: Unsigned,
    models_behind: Unsigned,
    unsealed: Unsigned,
    unsealed_for: Unsigned,
    accesses_waiting: Unsigned,
    accesses_waiting_for: Unsigned,
    witnesses_silent: Unsigned,
}

type Unsigned = Gauge<u64, AtomicU64>;

fn histogram() -> Histogram {
    Histogram::new(SECONDS)
}

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("candour");
        let requests = Family::default();
        let took = Family::new_with_constructor(histogram as fn() -> Histogram);
        let recorded = Counter::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        registry.register("request_seconds", "How long they took", took.clone());
        registry.register(
            "entries_recorded",
            "Entries recorded through this interface",
            recorded.clone(),
        );
        let mut gauge = |name: &str, help: &str| {
            let gauge = Unsigned::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let entries = gauge("entries", "Entries in the ledger");
        let models_behind =
            gauge("read_models_behind_entries", "Entries that the read models do not have yet");
        let unsealed = gauge("unsealed_entries", "Entries that no checkpoint covers");
        let unsealed_for = gauge("unsealed_seconds", "For how long the first of those has waited");
        let accesses_waiting =
            gauge("accesses_waiting", "Times that something was shown that are not on record yet");
        let accesses_waiting_for =
            gauge("accesses_waiting_seconds", "For how long the first of those has waited");
        let witnesses_silent = gauge(
            "witnesses_silent",
            "Witnesses that have not cosigned the last checkpoint that they were shown",
        );
        Self {
            registry,
            requests,
            took,
            recorded,
            entries,
            models_behind,
            unsealed,
            unsealed_for,
            accesses_waiting,
            accesses_waiting_for,
            witnesses_silent,
        }
    }

    /// Counts entries that were recorded.
    pub(crate) fn recorded(&self, entries: u64) {
        self.recorded.inc_by(entries);
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Gives what was counted.
pub(crate) async fn metrics(State(api): State<Api>) -> Result<Response, Problem> {
    let ready = api.served.answered(async |desk| health::read(&desk).await).await?;
    let metrics = &api.metrics;
    metrics.entries.set(ready.entries);
    metrics.models_behind.set(ready.models_behind.unwrap_or(ready.entries));
    metrics.unsealed.set(ready.unsealed);
    metrics.unsealed_for.set(ready.unsealed_for_seconds);
    metrics.accesses_waiting.set(ready.accesses_waiting);
    metrics.accesses_waiting_for.set(ready.accesses_waiting_for_seconds);
    metrics.witnesses_silent.set(ready.witnesses_silent);
    let text = metrics.text().map_err(anyhow::Error::from)?;
    Ok(([(CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}

/// The name of a method, where it is one that is declared.
fn declared(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => UNDECLARED,
    }
}

/// Counts a request, and how long its answer took.
pub(crate) async fn counted(State(api): State<Api>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or(UNDECLARED, MatchedPath::as_str).to_owned();
    let method = declared(request.method()).to_owned();
    let clock = &api.served.desk().edge;
    let began = clock.now();
    let response = next.run(request).await;
    let took = (clock.now() - began).as_seconds_f64().max(0.0);
    let status = response.status().as_u16();
    let operation = Operation { method: method.clone(), path: path.clone() };
    api.metrics.took.get_or_create(&operation).observe(took);
    api.metrics.requests.get_or_create(&Answered { method, path, status }).inc();
    response
}
