//! What stands before every answer: limits of size, time and number, and the refusal of requests that
//! another site makes in somebody's name; and what every answer carries, so that a page is shown by
//! nobody else and kept by nobody else.
//!
//! # Rules
//! - `a_request_that_another_site_makes_is_refused`.
//! - `a_request_for_another_host_is_refused`: a name that somebody else points at this machine opens
//!   nothing.
//! - `every_answer_forbids_what_is_not_ours`: scripts and styles of others, frames, guessing of types.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{HOST, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::csrf::CsrfLayer;

use super::connections::Peer;
use super::desk::Served;

/// What a page may load and do: what this program serves, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers that every answer carries.
const CARRIED: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
];

/// The names under which this machine asks itself.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Puts the guards before routes.
pub(crate) fn guarded(routes: Router, served: &Served) -> Router {
    routes
        .layer(DefaultBodyLimit::max(served.limits.form_bytes))
        .layer(CsrfLayer::new())
        .layer(from_fn(own_host))
        .layer(from_fn_with_state(served.clone(), limited))
        .layer(from_fn(carried))
}

/// Refuses whoever asks too often, and gives up on what takes too long.
async fn limited(State(served): State<Served>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    if let Some(Peer(address)) = peer {
        let taken = served.rates.take(address.ip(), served.desk().edge.now());
        if let Err(seconds) = taken {
            return later(StatusCode::TOO_MANY_REQUESTS, "there are too many requests", seconds);
        }
    }
    let limit = Duration::from_millis(served.limits.request_ms);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => later(StatusCode::SERVICE_UNAVAILABLE, "the answer took too long", 1),
    }
}

fn later(status: StatusCode, words: &str, seconds: i64) -> Response {
    (status, [(RETRY_AFTER, seconds.to_string())], format!("{words}\n")).into_response()
}

/// Refuses a request that names another host than this machine.
async fn own_host(request: Request, next: Next) -> Response {
    if is_own(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "this is served to this machine alone\n").into_response()
}

fn is_own(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|it| it.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        Some(_) | None => host,
    };
    OWN_NAMES.iter().any(|own| own.eq_ignore_ascii_case(name))
}

async fn carried(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in CARRIED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_three_names() {
        let own = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            is_own(&headers)
        };
        let hosts = ["localhost", "LOCALHOST:2026", "127.0.0.1:80", "[::1]", "[::1]:2026"];
        assert_eq!(hosts.map(own), [true; 5]);
        let others = ["localhost.example", "example:2026", "127.0.0.1.example", "", "::1"];
        assert_eq!(others.map(own), [false; 5]);
        assert!(!is_own(&HeaderMap::new()));
    }
}
