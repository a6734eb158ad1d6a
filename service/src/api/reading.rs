//! Questions over HTTP: read from their parameters, answered at a place of their own, and given as the
//! command line's `--json` gives them, with a tag by which an answer that has not changed is not given again.
//! It records nothing.
//!
//! # Rules
//! - `every_reading_route_answers_as_the_command_line`.
//! - `an_answer_that_has_not_changed_is_not_given_again`.
//! - `a_tag_says_up_to_which_entry_it_was_answered`: whoever records can ask that nothing came since.
//! - `pages_lead_to_the_end`: each names the next by a link.

use std::fmt::Write;
use std::io;

use axum::body::{Body, Bytes};
use axum::extract::{Query, RawPathParams, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH, LINK};
use axum::http::{HeaderName, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use candour_ledger::{EventStore, Position};
use clap::Args;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Api;
use super::operation::JSON;
use super::parameters::{self, Given};
use super::problem::{Kind, Problem};
use crate::output::Marked;
use crate::question::{Answered, Asked, Notes, Question};
use crate::server::{Desk, Unanswered};
use crate::visible::escaped;

/// How many bytes of a digest tell one answer from another.
const TAG_BYTES: usize = 12;
/// What keeps an answer out of every store but the asker's own.
pub(crate) const NOT_STORED: &str = "no-store";

/// An answer, as it is sent.
pub(crate) struct Sent {
    body: String,
    next: Option<String>,
    up_to: u64,
}

/// Notes to whoever asks over HTTP: they go to the program's log, since an answer says by itself up to
/// where it goes.
struct Logged;

impl Notes for Logged {
    fn note(&mut self, note: &str) -> io::Result<()> {
        tracing::info!(note, "told with an answer");
        Ok(())
    }
}

/// The headers of an answer, as they are documented.
pub(crate) fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The number of the last entry in the ledger when it was answered, a dot, and a \
                            digest of the answer.",
            "schema": { "type": "string", "pattern": "^\"[0-9]+\\.[0-9a-f]+\"$" }
        },
        "Link": {
            "description": "Where more goes on, as rel=\"next\".",
            "schema": { "type": "string" }
        }
    })
}

/// Answers a question that is asked by its parameters, in the path and in the query.
pub(crate) async fn by_parameters<Q: Question + Args + Send + 'static>(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let question = parameters::read::<Q>(&given(&path, &parts.uri)?)?;
    let sent = api.served.answered(async move |desk| answered(&desk, &question).await).await?;
    Ok(sent.response(&parts.headers, Some(&parts.uri)))
}

/// Answers a question that is asked by an object.
pub(crate) async fn by_object<Q: Question + Args + Send + 'static>(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let given = parameters::of_object(object(&headers, &body)?)?;
    let question = parameters::read::<Q>(&given)?;
    let sent = api.served.answered(async move |desk| answered(&desk, &question).await).await?;
    Ok(sent.response(&headers, None))
}

/// The parameters of a request.
pub(crate) fn given(path: &RawPathParams, uri: &Uri) -> Result<Vec<Given>, Problem> {
    let mut given: Vec<Given> =
        path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query: Query<Vec<Given>> = Query::try_from_uri(uri)
        .map_err(|error| Problem::wrong_use(format!("the query cannot be read: {error}")))?;
    for (name, value) in query.0 {
        if path.iter().any(|(taken, _)| taken == name) {
            let detail = format!("'{name}' stands in the path and cannot be a parameter as well");
            return Err(Problem::wrong_use(detail));
        }
        given.push((name, value));
    }
    Ok(given)
}

/// The object in a body.
pub(crate) fn object(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<serde_json::Map<String, Value>, Problem> {
    expect_form(headers, &[JSON])?;
    serde_json::from_slice(body)
        .map_err(|error| Problem::wrong_use(format!("the body is no JSON object: {error}")))
}

/// Refuses a body that says of itself that it is in another form, or does not say.
pub(crate) fn expect_form(
    headers: &HeaderMap,
    forms: &[&'static str],
) -> Result<&'static str, Problem> {
    let said = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let kind = said.split(';').next().unwrap_or_default().trim();
    forms.iter().find(|it| it.eq_ignore_ascii_case(kind)).copied().ok_or_else(|| {
        let detail = format!("the body has to be {}", forms.join(" or "));
        Problem::of(Kind::WrongMediaType, detail)
    })
}

/// Answers a question.
pub(crate) async fn answered<Q: Question>(desk: &Desk, question: &Q) -> Result<Sent, Unanswered> {
    // Read before the answer is made, so that it never says more than what was seen.
    let up_to = desk.store().head().await?.map_or(0, Position::number);
    let mut sent = None;
    let asked = Asked { models: &desk.models, now: desk.edge.now(), notes: &mut Logged };
    let take = |answered: Answered<Q::Answer<'_>>, _: &mut Logged| {
        let body = serde_json::to_string(&Marked { synthetic: true, answer: &answered.answer })?;
        sent = Some(Sent { body: escaped(&body).into_owned(), next: answered.next, up_to });
        Ok(())
    };
    question.answer(asked, take).await?;
    sent.ok_or_else(|| anyhow::anyhow!("a question was not answered").into())
}

impl Sent {
    fn tag(&self) -> String {
        let digest = Sha256::digest(self.body.as_bytes());
        let mut short = String::with_capacity(2 * TAG_BYTES);
        for byte in digest.iter().take(TAG_BYTES) {
            // Writing to a string cannot fail.
            let _ = write!(short, "{byte:02x}");
        }
        format!("\"{}.{short}\"", self.up_to)
    }

    fn response(self, asked: &HeaderMap, uri: Option<&Uri>) -> Response {
        let tag = self.tag();
        let mut headers: Vec<(HeaderName, String)> =
            vec![(ETAG, tag.clone()), (CACHE_CONTROL, NOT_STORED.to_owned())];
        if uri.is_some() && is_known(asked, &tag) {
            return (StatusCode::NOT_MODIFIED, headers_of(headers)).into_response();
        }
        headers.push((CONTENT_TYPE, JSON.to_owned()));
        if let (Some(next), Some(uri)) = (&self.next, uri) {
            headers.push((LINK, link(uri, next)));
        }
        (headers_of(headers), Body::from(self.body)).into_response()
    }
}

fn headers_of(all: Vec<(HeaderName, String)>) -> HeaderMap {
    all.into_iter().filter_map(|(name, value)| Some((name, value.parse().ok()?))).collect()
}

/// Whether whoever asks has the answer already.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    known
        .flat_map(|it| it.split(','))
        .map(|it| it.trim().trim_start_matches("W/"))
        .any(|it| it == tag || it == "*")
}

/// A link to where more goes on: the same question after a place.
pub(crate) fn link(uri: &Uri, next: &str) -> String {
    let before = uri.query().unwrap_or_default().split('&');
    let kept = before.filter(|it| !it.is_empty() && !it.starts_with("after="));
    let after = format!("after={}", encoded(next));
    let query: Vec<&str> = kept.chain([after.as_str()]).collect();
    format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"))
}

/// A value as it stands in a query.
fn encoded(value: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    let one = |it: u8| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") };
    value.bytes().map(one).collect()
}
