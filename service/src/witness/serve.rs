//! Serving a witness over HTTP/1: `POST /add-checkpoint`, and `GET /healthz`. Everything that a stranger
//! can make it hold has a limit: bytes, time, connections. It has no TLS of its own; what it answers is
//! signed, and a proxy before it can have a certificate.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use candour_ledger::Clock;
use candour_ledger::witness::{REQUEST_BYTES_MAX, WitnessKeeper};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::net::TcpListener;

use crate::server::connections::{self, ConnectionLimits};

/// What is signed is the checkpoint's text, so nothing else is in an answer.
const PLAIN: &str = "text/plain; charset=utf-8";
/// What a witness lets strangers make it hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// How many connections are open at once, at most; others wait.
    pub(crate) connections: usize,
    /// How long the head of a request may take at most, and how long a connection may be idle.
    pub(crate) head_ms: u64,
    /// How long the body of a request may take at most.
    pub(crate) body_ms: u64,
    /// How long requests that are under way may take at most after it was told to stop.
    pub(crate) stop_ms: u64,
}

/// The usual limits.
pub(crate) const LIMITS: Limits =
    Limits { connections: 64, head_ms: 5_000, body_ms: 5_000, stop_ms: 5_000 };

/// A witness that is served.
#[derive(Clone)]
pub(crate) struct Served {
    /// The witness.
    pub(crate) keeper: Arc<WitnessKeeper>,
    /// Its clock.
    pub(crate) clock: Arc<dyn Clock>,
    /// What it lets strangers make it hold.
    pub(crate) limits: Limits,
}

/// Serves a witness until it is told to stop, and answers what is under way then.
pub(crate) async fn serve(listener: TcpListener, served: Served, stop: impl Future<Output = ()>) {
    let Limits { connections, head_ms, stop_ms, .. } = served.limits;
    let routes = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/healthz", get(async || "ok\n"))
        .with_state(served);
    let limits = ConnectionLimits { connections, head_ms, stop_ms };
    connections::serve(listener, routes, limits, stop).await;
}

async fn add_checkpoint(State(served): State<Served>, request: Request) -> Response {
    let limit = Duration::from_millis(served.limits.body_ms);
    let text = match tokio::time::timeout(limit, text_of(request.into_body())).await {
        Ok(Ok(text)) => text,
        Ok(Err(refused)) => return refused,
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "the request took too long"),
    };
    let Served { keeper, clock, .. } = served;
    // It waits for the disk. Once begun it runs to its end, whoever goes away.
    let answered = tokio::task::spawn_blocking(move || keeper.add_checkpoint(&text, &*clock));
    match answered.await {
        Ok(Ok(Ok(lines))) => (StatusCode::OK, [(CONTENT_TYPE, PLAIN)], lines).into_response(),
        Ok(Ok(Err(refusal))) => {
            let status = StatusCode::from_u16(refusal.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            tracing::info!(%status, %refusal, "a checkpoint was refused");
            (status, [(CONTENT_TYPE, refusal.content_type())], format!("{refusal}\n"))
                .into_response()
        }
        Ok(Err(failure)) => {
            tracing::error!(?failure, "a checkpoint was not cosigned");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "this witness cannot keep what it answers")
        }
        Err(error) => {
            tracing::error!(%error, "a checkpoint was not answered");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "this witness failed")
        }
    }
}

async fn text_of(body: Body) -> Result<String, Response> {
    let body = Limited::new(body, REQUEST_BYTES_MAX).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            plain(StatusCode::PAYLOAD_TOO_LARGE, "the request is too long")
        } else {
            plain(StatusCode::BAD_REQUEST, "the request broke off")
        }
    })?;
    String::from_utf8(body.to_bytes().into())
        .map_err(|_| plain(StatusCode::BAD_REQUEST, "the request is not text"))
}

fn plain(status: StatusCode, words: &str) -> Response {
    (status, [(CONTENT_TYPE, PLAIN)], format!("{words}\n")).into_response()
}
