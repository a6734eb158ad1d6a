//! How a page becomes an answer: its status, what a browser may keep, and the pages that say why there is
//! none. What went wrong inside is logged and never shown.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use candour_domain::case::access::WithheldReason;
use candour_web::frame::{Frame, Reader};
use candour_web::page::problem;

use crate::exit::{Exit, Fault};
use crate::server::Unanswered;

const HTML: &str = "text/html; charset=utf-8";

/// A page, or why there is none.
pub(crate) type Page = Result<Response, Response>;

/// That an entry is not shown to whoever asks, and why.
#[derive(Debug, thiserror::Error)]
#[error("an entry stands there that is not shown to you: {}", .0.words())]
pub(crate) struct NotShown(pub(crate) WithheldReason);

/// A page that is shown once and kept nowhere.
pub(crate) fn shown(page: String) -> Response {
    answered(StatusCode::OK, page)
}

/// A page with a status.
pub(crate) fn answered(status: StatusCode, page: String) -> Response {
    (status, [(CONTENT_TYPE, HTML), (CACHE_CONTROL, "no-store")], page).into_response()
}

/// The page that says why there is no answer.
pub(crate) fn unanswered(why: Unanswered, reader: Option<&Reader>) -> Response {
    let error = match why {
        Unanswered::Busy => {
            let what = "too many people are asking at once";
            return later("Sorry, the service is busy", (what, "try again in a moment"), reader);
        }
        Unanswered::NotYet => {
            let what = "what stands over all cases is being worked out for the first time, or anew";
            let next = "try again in a minute; the pages of a case can be read meanwhile";
            return later("This page is not ready yet", (what, next), reader);
        }
        Unanswered::NotOnRecord => {
            let page = "Sorry, this cannot be shown now";
            let what =
                "what is shown of a case is put on record, and that cannot be done at present";
            let next = "tell those who keep this ledger; nothing of it was changed";
            return problem((StatusCode::SERVICE_UNAVAILABLE, page), (what, Some(next)), reader);
        }
        Unanswered::Failed(error) => error,
    };
    if let Some(withheld) = error.chain().find_map(|cause| cause.downcast_ref::<NotShown>()) {
        let what = withheld.to_string();
        let next = "what is shown to whom follows from the marks that it was recorded with, and from the posts \
                    on record";
        return problem(
            (StatusCode::FORBIDDEN, "This is not shown to you"),
            (&what, Some(next)),
            reader,
        );
    }
    let fault = error.chain().find_map(|cause| cause.downcast_ref::<Fault>());
    match fault.map(|it| (it, it.exit())) {
        Some((fault, Exit::Found)) => problem(
            (StatusCode::NOT_FOUND, "There is no such page"),
            (&fault.to_string(), fault.advice()),
            reader,
        ),
        Some((fault, Exit::WrongUse)) => problem(
            (StatusCode::BAD_REQUEST, "There is a problem with what was asked"),
            (&fault.to_string(), fault.advice()),
            reader,
        ),
        Some((_, Exit::Unreadable | Exit::Fine)) | None => {
            tracing::error!(%error, "a page was not answered");
            problem(
                (StatusCode::INTERNAL_SERVER_ERROR, "Sorry, there is a problem with the service"),
                (
                    "the ledger could not be read",
                    Some("tell those who keep this ledger; nothing was changed"),
                ),
                reader,
            )
        }
    }
}

/// The page that says that there will be an answer later.
fn later(title: &str, (what, next): (&str, &str), reader: Option<&Reader>) -> Response {
    let title = (StatusCode::SERVICE_UNAVAILABLE, title);
    let mut answer = problem(title, (what, Some(next)), reader);
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    answer
}

/// The page that says what is not so.
pub(crate) fn problem(
    (status, title): (StatusCode, &str),
    (what, next): (&str, Option<&str>),
    reader: Option<&Reader>,
) -> Response {
    let content = problem::page(title, what, next);
    let frame = Frame { reader, ..Frame::of(title) };
    answered(status, frame.around(&content).into_string())
}
