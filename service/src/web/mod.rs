//! The web application: which page answers which path, who is signed in, and what to say where there is
//! no answer. How pages look is `candour_web`'s; what is so is asked of the projections.
//!
//! # Rules
//! - `nothing_of_a_case_is_shown_to_nobody`: every page but those about the service asks for a sign-in.
//! - `no_page_of_a_case_is_kept_by_a_browser`.

mod about;
mod answer;
mod area;
mod case;
mod cases;
mod entries;
mod framed;
mod live;
mod post;
pub(crate) mod recording;
mod session;
mod shown;
mod sign_in;
mod somebody;
mod typed;
#[cfg(test)]
mod marked_tests;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::server::Served;

pub(crate) use post::posts;
pub(crate) use session::Sessions;

/// What the pages are answered from.
#[derive(Clone)]
pub(crate) struct Web {
    /// The application that is served.
    pub(crate) served: Served,
    /// Who is signed in.
    pub(crate) sessions: std::sync::Arc<Sessions>,
    /// Who may listen for notices.
    listeners: std::sync::Arc<Semaphore>,
}

/// The paths of the pages, to be put behind the guards.
pub(crate) fn routes(served: Served) -> Router {
    let listeners = std::sync::Arc::new(Semaphore::new(live::LISTENERS_MAX));
    let web = Web { served, sessions: std::sync::Arc::default(), listeners };
    Router::new()
        .route("/", get(sign_in::first))
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/cases", get(cases::list))
        .route("/children/{child}", get(somebody::child))
        .route("/people/{person}", get(somebody::person))
        .route("/dashboard", get(area::dashboard))
        .route("/dashboard/behind", get(area::behind))
        .route("/dashboard/lines", get(area::lines))
        .route("/worklist", get(area::worklist))
        .route("/search", get(area::search))
        .route("/entries", get(entries::list))
        .route("/entries/{position}", get(entries::one))
        .route("/entries/{position}/receipt", get(entries::receipt))
        .route("/checkpoint", get(entries::checkpoint))
        .route("/live", get(live::notices))
        .merge(case::routes())
        .merge(recording::routes())
        .route("/accessibility", get(about::accessibility))
        .route("/notices", get(about::notices))
        .route("/assets/{version}/{*name}", get(about::asset))
        .fallback(about::nothing)
        .with_state(web)
}
