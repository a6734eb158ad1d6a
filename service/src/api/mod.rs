//! The HTTP API, under `/api/v1`: what the command line can be asked, asked over HTTP, and answered as its
//! `--json` answers. What can be asked is listed in `questions`, what is made or recorded in `doings`. Pages are
//! not here, and nothing here decides or folds: each operation is the command's own.
//!
//! # Rules
//! - `the_committed_document_is_the_one_that_is_served`.

mod adopting;
mod document;
mod doings;
mod handing_out;
mod health;
mod kind;
mod metrics;
mod operation;
mod parameters;
mod problem;
mod proving;
mod questions;
mod reading;
mod recording;
mod stream;
mod taking_in;
mod tasks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tokio::sync::Semaphore;

use candour_interchange::import::Report;

use crate::command::verify::Checked;
use crate::server::Served;

pub(crate) use document::document;
pub(crate) use proving::TEXT_UTF_8;
pub(crate) use stream::{EVENTS, KEEP_ALIVE_MS, Sent};

use metrics::Metrics;
use operation::Table;
use tasks::Tasks;

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
    checks: Arc<Tasks<Checked>>,
    /// The imports.
    imports: Arc<Tasks<Report>>,
    /// Who may listen to the entries.
    listeners: Arc<Semaphore>,
}

impl Api {
    fn of(served: Served) -> Self {
        Self {
            served,
            metrics: Arc::new(Metrics::new()),
            checks: Tasks::at("/api/v1/verifications", "checks the ledger"),
            imports: Tasks::at("/api/v1/imports", "imports"),
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
    questions::listed(&mut table);
    doings::listed(&mut table);
    table
}
