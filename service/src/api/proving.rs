//! Proof over HTTP: the last checkpoint and how it grew, receipts, sealing on demand, and checking the whole
//! ledger, which takes as long as the ledger is long and so is begun by one request and asked after by others.
//!
//! # Rules
//! - `a_check_is_begun_once_and_asked_after`: a second one waits until the first has ended.
//! - `no_more_checks_are_remembered_than_the_limit`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use axum::response::{IntoResponse, Response};
use candour_commands::sealing::Want;
use candour_ledger::note::SignedCheckpoint;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::Api;
use super::operation::{JSON, PLACE};
use super::parameters;
use super::problem::{Kind, Problem};
use super::reading::{self, expect_form};
use super::recording::text;
use crate::command::receipt::Wanted;
use crate::command::seal::{self, SealShown};
use crate::command::verify::{Checked, checked};
use crate::output::Marked;
use crate::server::Unanswered;
use crate::visible::escaped;

/// The media type of checkpoints and receipts.
pub(crate) const TEXT: &str = "text/plain";
/// The same, with its encoding.
pub(crate) const TEXT_UTF_8: &str = "text/plain; charset=utf-8";
/// How many checks are remembered at most.
const CHECKS_MAX: usize = 16;

/// Gives the last checkpoint.
pub(crate) async fn checkpoint(State(api): State<Api>) -> Result<Response, Problem> {
    let last = api.served.answered(async |desk| Ok(seal::last(&desk.models.directory)?)).await?;
    Ok(plain(last.to_string()))
}

/// Gives the proof that the ledger of an earlier checkpoint grew into this one.
pub(crate) async fn growth(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let held = held(&headers, &body)?;
    let grown = api.served.answered(async move |desk| {
        Ok(seal::growth(&desk.models.directory, &held, "the checkpoint that was sent")?)
    });
    Ok(plain(grown.await?.join("\n") + "\n"))
}

/// Gives a receipt of an entry.
pub(crate) async fn receipt(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let wanted: Wanted = parameters::read(&reading::given(&path, request.uri())?)?;
    let receipt = api.served.answered(async move |desk| Ok(wanted.receipt(&desk.models).await?));
    Ok(plain(receipt.await?))
}

/// Signs a checkpoint over what was recorded.
pub(crate) async fn seal(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let asked: seal::Seal = parameters::read(&reading::given(&path, request.uri())?)?;
    let want = if asked.anyway { Want::Now } else { Want::WhereWorked };
    let sealed = api.served.answered(async move |desk| {
        let mut seals = desk.seals.lock().await;
        let Some(seals) = seals.as_mut() else {
            return Ok(Err(Problem::busy("the ledger is not sealed by this server")
                .next("seal where the ledger is recorded to and its key is")));
        };
        Ok(Ok(seal::sealed(seals, want, &desk.edge).await?.0))
    });
    let shown: SealShown = sealed.await.map_err(Problem::from)??;
    marked(StatusCode::OK, &shown)
}

/// A check of the whole ledger.
#[derive(Serialize, JsonSchema, Clone)]
#[schemars(rename = "CheckOfLedger")]
pub(crate) struct Check {
    id: Uuid,
    state: CheckState,
    began: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    /// What was found, where it is done.
    found: Option<Checked>,
}

/// How far a check has come.
#[derive(Serialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CheckState {
    /// It is under way.
    Running,
    /// It is done.
    Done,
    /// The ledger could not be read.
    Failed,
}

/// The checks that were begun, the last of them last.
#[derive(Default)]
pub(crate) struct Checks(Mutex<VecDeque<Check>>);

impl Checks {
    fn locked(&self) -> std::sync::MutexGuard<'_, VecDeque<Check>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins one, unless one is under way.
    fn begin(&self, id: Uuid, began: DateTime<Utc>) -> Result<Check, Uuid> {
        let mut all = self.locked();
        if let Some(running) = all.iter().find(|it| it.state == CheckState::Running) {
            return Err(running.id);
        }
        while all.len() >= CHECKS_MAX {
            all.pop_front();
        }
        let check = Check { id, state: CheckState::Running, began, ended: None, found: None };
        all.push_back(check.clone());
        Ok(check)
    }

    fn end(&self, id: Uuid, ended: DateTime<Utc>, found: Option<Checked>) {
        if let Some(check) = self.locked().iter_mut().find(|it| it.id == id) {
            check.state = if found.is_some() { CheckState::Done } else { CheckState::Failed };
            check.ended = Some(ended);
            check.found = found;
        }
    }

    fn get(&self, id: Uuid) -> Option<Check> {
        self.locked().iter().find(|it| it.id == id).cloned()
    }
}

/// Begins a check of the whole ledger, against a checkpoint that is held elsewhere where one is sent.
pub(crate) async fn verify(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let against = if body.is_empty() { None } else { Some(held(&headers, &body)?) };
    let desk = Arc::clone(api.served.desk());
    let check = api.checks.begin(desk.edge.id(), desk.edge.now()).map_err(|running| {
        Problem::of(Kind::Conflict, "the ledger is being checked already")
            .next(format!("ask after it at {PLACE}/verifications/{running}"))
    })?;
    let (id, checks, here) = (check.id, Arc::clone(&api.checks), Handle::current());
    tokio::task::spawn_blocking(move || {
        let found = here.block_on(checked(&desk.models, against.as_ref()));
        let found = found.inspect_err(|error| {
            tracing::error!(error = format!("{error:#}"), "the ledger could not be checked");
        });
        checks.end(id, desk.edge.now(), found.ok());
    });
    let place = format!("{PLACE}/verifications/{id}");
    let answer = marked(StatusCode::ACCEPTED, &check)?;
    Ok(([(LOCATION, place)], answer).into_response())
}

/// Says how far a check has come.
pub(crate) async fn verification(
    State(api): State<Api>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let check = api.checks.get(id).ok_or_else(|| {
        Problem::of(Kind::NotFound, "there is no such check")
            .next(format!("POST {PLACE}/verifications begins one; the last are remembered"))
    })?;
    marked(StatusCode::OK, &check)
}

/// A checkpoint that is held elsewhere.
fn held(headers: &HeaderMap, body: &Bytes) -> Result<SignedCheckpoint, Problem> {
    expect_form(headers, &[TEXT])?;
    let held = SignedCheckpoint::parse(&text(body.to_vec())?);
    held.map_err(|error| {
        Problem::wrong_use(format!("the body is no checkpoint: {error}"))
            .next("send one as it was given by `candour checkpoint` or GET /api/v1/checkpoint")
    })
}

fn plain(text: String) -> Response {
    ([(CONTENT_TYPE, TEXT_UTF_8)], text).into_response()
}

/// An answer with the mark that it is of invented records.
pub(crate) fn marked<T: Serialize>(status: StatusCode, answer: &T) -> Result<Response, Problem> {
    let body = serde_json::to_string(&Marked { synthetic: true, answer });
    let body = body.map_err(|error| Problem::from(Unanswered::from(error)))?;
    Ok((status, [(CONTENT_TYPE, JSON)], escaped(&body).into_owned()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_check_is_begun_once_and_asked_after() {
        let checks = Checks::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(checks.begin(one, at(0)).map(|it| it.state), Ok(CheckState::Running));
        assert_eq!(checks.begin(other, at(1)).map(|it| it.id), Err(one));
        checks.end(one, at(2), None);
        let ended = checks.get(one).map(|it| (it.state, it.began, it.ended));
        assert_eq!(ended, Some((CheckState::Failed, at(0), Some(at(2)))));
        assert_eq!(checks.begin(other, at(3)).map(|it| it.id), Ok(other));
    }

    #[test]
    fn no_more_checks_are_remembered_than_the_limit() {
        let checks = Checks::default();
        for number in 0..=CHECKS_MAX as u128 {
            let id = Uuid::from_u128(number);
            assert_eq!(checks.begin(id, at(0)).map(|it| it.id), Ok(id));
            checks.end(id, at(1), None);
        }
        assert_eq!(checks.locked().len(), CHECKS_MAX);
        assert_eq!(checks.get(Uuid::from_u128(0)).map(|it| it.id), None);
    }
}
