//! What went wrong, as RFC 9457 has it: one kind for each way in which a request can fail, the status that
//! goes with it, and what to do next. A problem tells no more than the command line would, and of a failure
//! of our own nothing but that there was one: what it was is for the program's log.
//!
//! # Rules
//! - `a_problem_is_told_with_what_to_do`: its cause and the next step are in it.
//! - `a_failure_of_our_own_is_not_told_to_whoever_asked`.
//! - `every_answer_that_failed_is_a_problem`: also one that nobody here wrote.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use super::kind::Kind;
use crate::exit::{Exit, Fault};
use crate::server::Unanswered;

/// The media type of a problem.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// Where the kinds of problems are described, before their names.
pub(crate) const PLACE: &str = "/api/v1/problems/";

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    next: Option<String>,
    code: Option<&'static str>,
    action: Option<u32>,
    again_in_seconds: Option<u64>,
}

/// A problem, as it is told.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Told<'a> {
    /// The kind of problem; the address says what it is.
    #[serde(rename = "type")]
    kind: String,
    /// What it is, in one line.
    title: &'a str,
    /// The status of the answer.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// What is wrong with this request.
    detail: &'a str,
    /// What was asked: its path.
    instance: &'a str,
    /// What to do next.
    next: &'a str,
    /// The stable code of a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    /// Which action of a request is refused, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<u32>,
}

impl Problem {
    /// A problem of a kind.
    pub(crate) fn of(kind: Kind, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { kind, detail, next: None, code: None, action: None, again_in_seconds: None }
    }

    /// A request that is not asked as this interface is asked.
    pub(crate) fn wrong_use(detail: impl Into<String>) -> Self {
        Self::of(Kind::WrongUse, detail)
    }

    /// A request that is understood and refused.
    pub(crate) fn refused(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code: Some(code), ..Self::of(Kind::Refused, detail) }
    }

    /// With what to do next.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }

    /// Of another kind.
    pub(crate) fn of_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// What is wrong with the request.
    #[cfg(test)]
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Of one action of a request.
    pub(crate) fn action(self, action: Option<u32>) -> Self {
        Self { action, ..self }
    }

    /// That something is done elsewhere now, and may be asked again soon.
    pub(crate) fn busy(detail: impl Into<String>) -> Self {
        Self { again_in_seconds: Some(1), ..Self::of(Kind::Busy, detail) }
    }

    fn told(&self, instance: &str) -> String {
        let told = Told {
            kind: format!("{PLACE}{}", self.kind.name()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: &self.detail,
            instance,
            next: self.next.as_deref().unwrap_or(self.kind.usual_step()),
            code: self.code,
            action: self.action,
        };
        serde_json::to_string(&told).unwrap_or_default()
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        let fault = error.chain().find_map(|cause| cause.downcast_ref::<Fault>());
        let kind = match fault.map(Fault::exit) {
            Some(Exit::Found) => Kind::NotFound,
            Some(Exit::WrongUse) => Kind::WrongUse,
            Some(Exit::Fine | Exit::Unreadable) | None => {
                tracing::error!(error = format!("{error:#}"), "a request was not answered");
                return Self::of(Kind::Failed, "what was asked for could not be read or written");
            }
        };
        let next = fault.and_then(Fault::advice).map(ToOwned::to_owned);
        Self { next, ..Self::of(kind, format!("{error:#}")) }
    }
}

impl From<Unanswered> for Problem {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Busy => Self::busy("too much is being answered already"),
            Unanswered::NotYet => Self::busy("what stands over all cases is being worked out"),
            Unanswered::NotOnRecord => Self::busy("what is shown cannot be put on record"),
            Unanswered::Failed(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        if let Some(seconds) = self.again_in_seconds {
            response.headers_mut().insert("retry-after", HeaderValue::from(seconds));
        }
        // It is told where the path is known.
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether a path is one of this interface.
fn is_ours(path: &str) -> bool {
    path.starts_with("/api/") || OUTSIDE.contains(&path)
}

/// The paths of this interface that do not stand under `/api`.
const OUTSIDE: [&str; 4] = ["/api", "/healthz", "/readyz", "/metrics"];

/// Tells every answer of this interface that failed as a problem, whoever gave it.
pub(crate) async fn told(request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || !is_ours(&instance) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts.extensions.remove::<Problem>().unwrap_or_else(|| {
        let kind = Kind::of(status);
        Problem::of(kind, kind.title())
    });
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    // A status that is no kind's is told as the kind's own.
    parts.status = problem.kind.status();
    Response::from_parts(parts, Body::from(problem.told(&instance)))
}
