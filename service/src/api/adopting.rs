//! Adopting local rules over HTTP: what `rules` answers with, changed, is sent back. They count from when they are
//! recorded; whether they can be meant is decided where the command line's are.
//!
//! # Rules
//! - `rules_that_were_read_are_adopted_as_they_were_changed`.
//! - `rules_that_cannot_be_meant_are_not_adopted_over_http`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::Response;
use candour_commands::Outcome;
use candour_domain::calendar::Calendar;
use candour_domain::duty::LocalRules;
use candour_domain::entry::Entry;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Api;
use super::operation::JSON;
use super::problem::Problem;
use super::proving::marked;
use super::reading::expect_form;
use super::recording::recorder;
use crate::command::rules::{adopt, meant};

/// Rules to adopt.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesToAdopt {
    /// The local rules.
    rules: LocalRules,
    /// Bank holidays in place of those in force: the line `date,name`, then a line for each.
    calendar: Option<String>,
}

/// What became of rules that were to be adopted.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RulesAdopted {
    /// Whether they were in force already, so that nothing was recorded.
    already_so: bool,
    /// The position of the entry by which they were adopted, where they were not.
    position: Option<u64>,
}

/// Adopts rules.
pub(crate) async fn rules(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    expect_form(&headers, &[JSON])?;
    let asked: RulesToAdopt = serde_json::from_slice(&body)
        .map_err(|error| Problem::wrong_use(format!("the body holds no rules: {error}")))?;
    let refused = |why: String| Problem::refused("rules_cannot_be_meant", why);
    meant(&asked.rules, "the body")
        .map_err(|fault| refused(format!("{:#}", anyhow::Error::from(fault))))?;
    let calendar = asked.calendar.as_deref().map(Calendar::parse).transpose();
    let calendar = calendar
        .map_err(|error| refused(format!("the calendar holds no bank holidays: {error}")))?;
    let turns = Arc::clone(&api.served.turns);
    let adopted = api.served.answered(async move |desk| {
        let recorder = match recorder(&desk) {
            Ok(recorder) => recorder,
            Err(problem) => return Ok(Err(problem)),
        };
        let _others = turns.read().await;
        Ok(Ok(adopt((asked.rules, calendar), (desk.store(), recorder), &desk.edge).await?))
    });
    let (status, entries) = match adopted.await?? {
        Outcome::Recorded(entries) => (StatusCode::CREATED, entries),
        Outcome::AlreadySo(_) => (StatusCode::OK, Vec::new()),
    };
    api.metrics.recorded(entries.len() as u64);
    let position = entries.first().map(|it: &Entry| it.position.0);
    marked(status, &RulesAdopted { already_so: position.is_none(), position })
}
