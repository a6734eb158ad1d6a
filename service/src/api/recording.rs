//! Recording over HTTP: requests as `candour record` takes them, one as JSON or several as JSON Lines, each
//! answered as it answers them. Until there is a sign-in, a request names its author itself. What may be
//! recorded is decided by the recorder, and nothing of it here.
//!
//! # Rules
//! - `a_repeated_key_is_answered_as_before`: the key is the request's identifier, and its content decides.
//! - `a_key_with_another_content_is_a_conflict`.
//! - `what_came_since_is_a_reason_not_to_record`: where whoever asks says up to where they have read; but
//!   a request that was recorded already is answered as before.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap, IF_MATCH};
use axum::response::{IntoResponse, Response};
use candour_commands::lines::{self, Lines};
use candour_commands::{Circumstances, Outcome, RecordError, Recorder, Request as Asked};
use candour_ledger::{EventStore, Revision, StreamPage};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Api;
use super::operation::JSON;
use super::problem::{Kind, Problem};
use super::reading::expect_form;
use crate::command::record::{Answer, Counts, answer, not_a_request};
use crate::server::Desk;
use crate::visible::escaped;

/// The media type of JSON Lines.
pub(crate) const LINES: &str = "application/x-ndjson";
/// The header that names a request by its identifier.
pub(crate) const KEY: &str = "idempotency-key";
/// The most bytes that requests to record may have in all.
pub(crate) const RECORD_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Records one request, or several.
pub(crate) async fn record(State(api): State<Api>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let form = expect_form(&parts.headers, &[JSON, LINES])?;
    let key = key(&parts.headers)?;
    let seen = seen(&parts.headers)?;
    let body = whole(body, RECORD_BYTES_MAX).await?;
    if form == JSON {
        return one(api, &text(body)?, key, seen).await;
    }
    if key.is_some() || seen.is_some() {
        let detail = "Idempotency-Key and If-Match are for one request as JSON, not for several";
        return Err(Problem::wrong_use(detail)
            .next("each line has its identifier in `request`; leave the headers out"));
    }
    several(api, body).await
}

/// The whole of a body, which may not be longer than a limit.
pub(crate) async fn whole(body: Body, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let read = Limited::new(body, bytes_max).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            return Problem::of(
                Kind::TooLarge,
                format!("the body has more than {bytes_max} bytes"),
            );
        }
        Problem::wrong_use("the body broke off")
    })?;
    Ok(read.to_bytes().into())
}

/// A body as text.
pub(crate) fn text(body: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(body).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::wrong_use(format!("the body is not UTF-8 from byte {at} on"))
    })
}

/// The identifier in the header, where there is one.
fn key(headers: &HeaderMap) -> Result<Option<Uuid>, Problem> {
    let Some(given) = headers.get(KEY) else { return Ok(None) };
    let given = given.to_str().unwrap_or_default().trim().trim_matches('"');
    let key = Uuid::parse_str(given);
    key.map(Some).map_err(|_| Problem::wrong_use("Idempotency-Key has to be a UUID"))
}

/// Up to which entry whoever asks has read, where they say so.
fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(given) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = given.to_str().unwrap_or_default().trim().trim_matches('"');
    let number = tag.split('.').next().and_then(|it| it.parse().ok());
    number
        .map(Some)
        .ok_or_else(|| Problem::wrong_use("If-Match has to be one ETag that was answered here"))
}

async fn one(
    api: Api,
    text: &str,
    key: Option<Uuid>,
    seen: Option<u64>,
) -> Result<Response, Problem> {
    let asked = lines::read(&identified(text, key)?)
        .map_err(|problem| Problem::wrong_use(problem.to_string()))?;
    if key.is_some_and(|key| key != asked.id.uuid()) {
        let detail = "Idempotency-Key and `request` are not the same identifier";
        return Err(Problem::refused("key_differs", detail).next("leave one of them out"));
    }
    let turns = Arc::clone(&api.served.turns);
    let answered = api.served.answered(async move |desk| {
        let recorder = match recorder(&desk) {
            Ok(recorder) => recorder,
            Err(problem) => return Ok(Err(problem)),
        };
        let now = Circumstances::at(desk.edge.now());
        let Some(seen) = seen else {
            let _others = turns.read().await;
            return Ok(answered(recorder, asked, now).await);
        };
        // Nobody else records between the look and the record.
        let _alone = turns.write().await;
        if last_in_stream(&desk, &asked).await? > seen
            && !already_recorded(recorder, &asked, now).await
        {
            let detail = format!("something was recorded in {} since #{seen}", asked.stream);
            return Ok(Err(Problem::of(Kind::Changed, detail)));
        }
        Ok(answered(recorder, asked, now).await)
    });
    let (answer, entries) = answered.await.map_err(Problem::from)??;
    api.metrics.recorded(entries);
    let status = match &answer {
        Answer::Recorded { .. } => StatusCode::CREATED,
        Answer::AlreadySo { .. } => StatusCode::OK,
        Answer::Refused { code, action, message, .. } => {
            let conflict = *code == "request_differs";
            let kind = if conflict { Kind::Conflict } else { Kind::Refused };
            return Err(Problem::refused(code, message.clone()).action(*action).of_kind(kind));
        }
        Answer::NotARequest { message, .. } => return Err(Problem::wrong_use(message.clone())),
    };
    Ok((status, [(CONTENT_TYPE, JSON)], told(&answer)?).into_response())
}

/// What records in this process.
pub(crate) fn recorder(desk: &Desk) -> Result<&Recorder, Problem> {
    desk.recorder.as_ref().ok_or_else(|| {
        Problem::busy("this server records nothing")
            .next("ask the server that records, or begin this one without --read-only")
    })
}

/// A request with its identifier: its own, or that of the header.
fn identified(text: &str, key: Option<Uuid>) -> Result<String, Problem> {
    let Some(key) = key else { return Ok(text.to_owned()) };
    let object: Map<String, Value> = serde_json::from_str(text)
        .map_err(|error| Problem::wrong_use(format!("the body is no JSON object: {error}")))?;
    match text.find('{') {
        Some(brace) if !object.contains_key("request") && !object.is_empty() => {
            let rest = text.get(brace + 1..).unwrap_or_default();
            Ok(format!("{{\"request\":\"{key}\",{rest}"))
        }
        Some(_) | None => Ok(text.to_owned()),
    }
}

/// The position of the last entry in the stream of a request; 0 where there is none yet.
async fn last_in_stream(desk: &Desk, asked: &Asked) -> anyhow::Result<u64> {
    let name = asked.stream.to_string().parse()?;
    let StreamPage::Found { last, .. } =
        desk.store().read_stream(&name, Revision::FIRST, 1).await?
    else {
        return Ok(0);
    };
    match desk.store().read_stream(&name, last, 1).await? {
        StreamPage::Found { records, .. } => {
            Ok(records.last().map_or(0, |record| record.position.number()))
        }
        StreamPage::Missing => Ok(0),
    }
}

/// Whether this very request was recorded before.
async fn already_recorded(recorder: &Recorder, asked: &Asked, now: Circumstances) -> bool {
    match recorder.check(asked, now).await {
        Ok(Outcome::AlreadySo(entries)) => entries.iter().any(|it| it.request == asked.id),
        Ok(Outcome::Recorded(_)) | Err(_) => false,
    }
}

/// Records a request; with how many entries were recorded for it.
async fn answered(
    recorder: &Recorder,
    asked: Asked,
    now: Circumstances,
) -> Result<(Answer, u64), Problem> {
    let mut counts = Counts::default();
    let answer = answer(recorder, (1, asked), now, &mut counts).await.map_err(failed)?;
    Ok((answer, counts.new_entries))
}

/// A failure to record says whether to ask again.
fn failed(error: anyhow::Error) -> Problem {
    let record = error.chain().find_map(|cause| cause.downcast_ref::<RecordError>());
    let again = match record {
        Some(
            error @ (RecordError::Busy { .. }
            | RecordError::NotWritten(_)
            | RecordError::Unknown { .. }),
        ) => Some(error.to_string()),
        Some(
            RecordError::Refused(_)
            | RecordError::ReadOnly
            | RecordError::Damaged { .. }
            | RecordError::Unwritable(_),
        )
        | None => None,
    };
    match again {
        Some(detail) => Problem::busy(detail)
            .next("ask again with the same identifier: what was recorded is not recorded twice"),
        None => error.into(),
    }
}

/// Records several requests in turn. It goes on after a refusal.
async fn several(api: Api, body: Vec<u8>) -> Result<Response, Problem> {
    let turns = Arc::clone(&api.served.turns);
    let answered = api.served.answered(async move |desk| {
        let recorder = match recorder(&desk) {
            Ok(recorder) => recorder,
            Err(problem) => return Ok(Err(problem)),
        };
        let _others = turns.read().await;
        let mut counts = Counts::default();
        let mut answers = String::new();
        for line in Lines::new(body.as_slice()) {
            let now = Circumstances::at(desk.edge.now());
            let answered = match line {
                Ok(asked) => match answer(recorder, asked, now, &mut counts).await {
                    Ok(answered) => answered,
                    Err(error) => return Ok(Err(failed(error))),
                },
                Err(error) => not_a_request(&error, &mut counts),
            };
            answers.push_str(&serde_json::to_string(&answered)?);
            answers.push('\n');
        }
        Ok(Ok((answers, counts.new_entries)))
    });
    let (answers, entries) = answered.await.map_err(Problem::from)??;
    api.metrics.recorded(entries);
    Ok(([(CONTENT_TYPE, LINES)], escaped(&answers).into_owned()).into_response())
}

fn told(answer: &Answer) -> Result<String, Problem> {
    let text = serde_json::to_string(answer).map_err(anyhow::Error::from)?;
    Ok(escaped(&text).into_owned())
}
