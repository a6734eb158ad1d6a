//! Proof over HTTP: the last checkpoint and how it grew, receipts, sealing on demand, and checking the whole
//! ledger, which takes as long as the ledger is long and so is a task.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use candour_commands::sealing::Want;
use candour_ledger::note::SignedCheckpoint;
use serde::Serialize;
use uuid::Uuid;

use super::Api;
use super::operation::JSON;
use super::parameters;
use super::problem::Problem;
use super::reading::{self, expect_form};
use super::recording::text;
use crate::command::receipt::Wanted;
use crate::command::seal::{self, SealShown};
use crate::command::verify::checked;
use crate::output::Marked;
use crate::server::{Desk, Unanswered};
use crate::visible::escaped;

/// The media type of checkpoints and receipts.
pub(crate) const TEXT: &str = "text/plain";
/// The same, with its encoding.
pub(crate) const TEXT_UTF_8: &str = "text/plain; charset=utf-8";

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

/// Begins a check of the whole ledger, against a checkpoint that is held elsewhere where one is sent.
pub(crate) async fn verify(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let against = if body.is_empty() { None } else { Some(held(&headers, &body)?) };
    let desk = Arc::clone(api.served.desk());
    let work = async move |desk: &Desk| checked(&desk.models, against.as_ref()).await;
    api.checks.set_about(desk, work)
}

/// Says how far a check has come.
pub(crate) async fn verification(
    State(api): State<Api>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    marked(StatusCode::OK, &api.checks.get(id)?)
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
