//! Whether the server lives, and whether it answers: how far its read models and its seals are behind the
//! ledger. Neither says anything of what is recorded.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use candour_ledger::{After, EventStore, Position};
use candour_projections::running::AskedOn;
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Api;
use super::problem::Problem;
use super::proving::marked;
use crate::sealing;
use crate::server::{Desk, Unanswered};

/// That the server lives.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Living {
    /// Always so, where it is answered.
    living: bool,
}

/// How far what is answered from is behind the ledger.
#[derive(Debug, Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the field is what is asked")]
pub(crate) struct Ready {
    /// Whether the ledger can be read.
    ready: bool,
    /// Whether this server records.
    records: bool,
    /// How many entries the ledger has.
    pub(crate) entries: u64,
    /// How many of them the read models do not have yet; none where the read models were never made.
    pub(crate) models_behind: Option<u64>,
    /// How many of them no checkpoint covers.
    pub(crate) unsealed: u64,
    /// How long the first of those has waited.
    pub(crate) unsealed_for_seconds: u64,
    /// How many times something was shown that is not on record yet in the ledger of accesses.
    pub(crate) accesses_waiting: u64,
    /// For how long the first of those has waited: more than a few seconds says that it cannot be written.
    pub(crate) accesses_waiting_for_seconds: u64,
    /// How many witnesses have not cosigned the last checkpoint that they were shown.
    pub(crate) witnesses_silent: u64,
}

/// Answers that the server lives.
pub(crate) async fn living() -> Result<Response, Problem> {
    marked(StatusCode::OK, &Living { living: true })
}

/// Answers how far what is answered from is behind the ledger.
pub(crate) async fn ready(State(api): State<Api>) -> Result<Response, Problem> {
    let ready = api.served.answered(async |desk| Ok(read(&desk).await?)).await?;
    marked(StatusCode::OK, &ready)
}

/// Reads how far what is answered from is behind.
pub(crate) async fn read(desk: &Desk) -> Result<Ready, Unanswered> {
    let entries = desk.store().head().await?.map_or(0, Position::number);
    let asked = AskedOn { at: DateTime::<Utc>::MAX_UTC, on_record: None };
    let view = desk.models.as_they_are(asked)?;
    let files = sealing::files(&desk.models.directory);
    let sealed = files.checkpoint()?.map_or(0, |it| it.claim().head.size);
    // What brings a checkpoint back into the ledger waits for no seal of its own.
    let unsealed = entries.saturating_sub(sealed + 1);
    let waiting = if unsealed > 0 {
        let page = desk.store().read_all(After::from_number(sealed), 1).await?;
        page.first().map(|it| desk.edge.now() - it.recorded_at)
    } else {
        None
    };
    let silent = files.witnesses()?.into_values().filter(|it| it.missing_since.is_some());
    let accesses = desk.accesses.waiting();
    let accesses_for = accesses.since.map(|since| desk.edge.now() - since);
    let seconds =
        |waited: Option<TimeDelta>| waited.map_or(0, |it| it.num_seconds().max(0).unsigned_abs());
    Ok(Ready {
        ready: true,
        records: desk.recorder.is_some(),
        entries,
        models_behind: view.map(|view| entries.saturating_sub(view.up_to())),
        unsealed,
        unsealed_for_seconds: seconds(waiting),
        accesses_waiting: accesses.accesses as u64,
        accesses_waiting_for_seconds: seconds(accesses_for),
        witnesses_silent: silent.count() as u64,
    })
}
