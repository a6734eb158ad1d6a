//! What is answered to anybody: the pages about the service, what pages are dressed with, and that a path
//! leads nowhere.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use candour_web::asset;
use candour_web::frame::Frame;
use candour_web::page::about;

use super::answer::{problem, shown};

/// What has its version in its address never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(super) async fn accessibility() -> Response {
    let frame = Frame::of("Accessibility statement");
    shown(frame.around(&about::accessibility()).into_string())
}

pub(super) async fn notices() -> Response {
    let frame = Frame::of("Notices of others' work");
    shown(frame.around(&about::third_parties()).into_string())
}

pub(super) async fn asset(Path((version, name)): Path<(String, String)>) -> Response {
    match asset::asset(&version, &name) {
        Some(asset) => {
            let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, FOR_EVER)];
            (headers, asset.bytes).into_response()
        }
        None => nothing().await,
    }
}

pub(super) async fn nothing() -> Response {
    let what = "nothing is at this address";
    problem((StatusCode::NOT_FOUND, "There is no such page"), (what, Some("check it")), None)
}
