//! Recording by forms: which form answers which path, what is kept of it, and how its answers become a
//! request. The request is that which `candour record` and `POST /records` take, and is refused by the
//! same rules: nothing is decided here. The identifier of a draft becomes that of its request, so that
//! sending it twice records once.
//!
//! # Rules
//! - `what_a_form_records_is_what_the_command_line_records`.
//! - `a_form_that_is_sent_twice_records_once`.
//! - `what_is_required_and_missing_is_said_at_its_field`: and what was typed stays.
//! - `what_the_ledger_refuses_is_said_at_its_field`.
//! - `what_others_recorded_meanwhile_is_shown_first`.
//! - `a_server_that_only_reads_offers_no_form`: and takes none in.
//! - `nothing_that_was_typed_is_lost_when_nobody_is_signed_in`.
//! - `hostile_text_is_recorded_as_text`.

mod filled;
mod forms;
mod known;
mod pages;
mod reading;
mod sending;
mod sent;
#[cfg(test)]
pub(super) mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use candour_commands::Recorder;
use candour_domain::case::access::ShownPage;
use candour_domain::identifier::CaseId;
use candour_web::Markup;
use candour_web::frame::{Frame, Part};
use candour_web::page::case::overview::Recording;
use uuid::Uuid;

use super::Web;
use super::answer::{Page, answered as answer_with, problem, unanswered};
use super::session::Session;
use super::shown::show_of;
use crate::drafts::{Draft, Drafts};
use crate::exit::Fault;
use crate::server::accesses::Thing;
use crate::server::{Desk, Unanswered};

/// The most bytes that a form may have: what is larger than a draft can be has to be told so, which
/// takes reading it.
const FORM_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The paths of the forms.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/cases/{case}/record", get(pages::offered))
        .route("/cases/{case}/record/{form}", get(pages::begun).post(sending::sent))
        .route("/cases/{case}/recorded/{request}", get(pages::recorded))
        .route("/drafts", get(pages::drafts))
        .route("/drafts/{draft}", get(pages::continued))
        .route("/drafts/{draft}/check", get(pages::checked))
        .route("/drafts/{draft}/record", post(sending::recorded))
        .route("/drafts/{draft}/delete", get(pages::deleting).post(sending::deleted))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// What a request about a form comes to.
enum Answered {
    /// A page.
    Page(Written),
    /// Another address.
    To(String),
    /// Nothing to show.
    Nothing,
    /// That it was recorded before, and is kept no longer.
    Recorded,
}

/// A page, before it is framed.
struct Written {
    title: String,
    content: Markup,
    case: Option<(CaseId, String)>,
    status: StatusCode,
    /// What of the case is not shown to whoever writes, in words.
    withheld: Option<String>,
}

impl Written {
    fn of(title: impl Into<String>, content: Markup) -> Self {
        let (case, status, withheld) = (None, StatusCode::OK, None);
        Self { title: title.into(), content, case, status, withheld }
    }

    /// With what of the case is not shown to whoever writes.
    fn without(self, withheld: Option<String>) -> Self {
        Self { withheld, ..self }
    }

    /// A page of a case.
    fn in_case(self, case: CaseId, name: &str) -> Self {
        Self { case: Some((case, name.to_owned())), ..self }
    }

    /// A page that says what is wrong with what was sent.
    fn wrong(self) -> Self {
        let title = format!("Error: {}", self.title);
        Self { title, status: StatusCode::UNPROCESSABLE_ENTITY, ..self }
    }
}

impl From<Written> for Answered {
    fn from(page: Written) -> Self {
        Self::Page(page)
    }
}

/// Answers a request about a form at the desk, where this server records.
async fn answered<A, F>(web: Web, session: Session, answer: A) -> Page
where
    A: FnOnce(Arc<Desk>, Session) -> F + Send + 'static,
    F: Future<Output = Result<Answered, Unanswered>>,
{
    if let Err(fault) = recording(web.served.desk()) {
        let page = (StatusCode::FORBIDDEN, "Nothing can be recorded here");
        let what = (&*fault.to_string(), fault.advice());
        return Err(problem(page, what, Some(&session.reader)));
    }
    answered_anywhere(web, session, answer).await
}

/// Answers a request about what was recorded, wherever it was.
async fn answered_anywhere<A, F>(web: Web, session: Session, answer: A) -> Page
where
    A: FnOnce(Arc<Desk>, Session) -> F + Send + 'static,
    F: Future<Output = Result<Answered, Unanswered>>,
{
    let reader = session.reader.clone();
    let shown = async move |desk: Arc<Desk>| {
        let viewer = session.clone();
        match answer(Arc::clone(&desk), session).await? {
            Answered::To(address) => Ok(Redirect::to(&address).into_response()),
            Answered::Nothing => Ok(StatusCode::NO_CONTENT.into_response()),
            Answered::Recorded => Ok(StatusCode::CONFLICT.into_response()),
            Answered::Page(page) => {
                if let Some((case, _)) = &page.case
                    && let Some(book) = desk.models.casebook(*case).await?
                {
                    show_of(&desk, &viewer, &book, Thing::Page(*case, ShownPage::Form))?;
                }
                Ok(framed(&page, &viewer.reader))
            }
        }
    };
    web.served.answered(shown).await.map_err(|why| unanswered(why, Some(&reader)))
}

fn framed(page: &Written, reader: &candour_web::frame::Reader) -> Response {
    let way = page.case.iter().flat_map(|(case, name)| {
        [
            ("Cases".to_owned(), "/cases".to_owned()),
            (format!("Case {name}"), format!("/cases/{case}")),
            ("Record something".to_owned(), format!("/cases/{case}/record")),
        ]
    });
    let part = if page.case.is_some() { Part::Cases } else { Part::Drafts };
    let frame = Frame {
        part,
        opens_part: part == Part::Drafts,
        reader: Some(reader),
        way: way.collect(),
        withheld: page.withheld.clone(),
        ..Frame::of(&page.title)
    };
    answer_with(page.status, frame.around(&page.content).into_string())
}

/// What records and what keeps drafts, where this server does.
fn recording(desk: &Desk) -> Result<(&Recorder, &Drafts), Fault> {
    let recorder = desk.recorder.as_ref().ok_or_else(|| {
        Fault::found("this server only reads the ledger: it records nothing and keeps no drafts")
            .next("ask those who keep the ledger which server records")
    })?;
    let drafts = desk.drafts.as_ref().ok_or_else(|| {
        Fault::found("this server cannot keep drafts, so it takes no forms")
            .next("tell those who keep the ledger; its log says why")
    })?;
    Ok((recorder, drafts))
}

/// Whether forms are offered here.
pub(super) fn offered_here(desk: &Desk) -> Recording {
    if recording(desk).is_ok() { Recording::Here } else { Recording::Elsewhere }
}

/// A draft of somebody's own, by what an address says.
fn own_draft(drafts: &Drafts, session: &Session, named: &str) -> Result<Option<Draft>, Unanswered> {
    let Ok(id) = named.parse::<Uuid>() else { return Ok(None) };
    Ok(drafts.of(session.practitioner, id)?)
}

/// The draft of an address, which whoever asks has to have.
fn draft_of<'d>(
    desk: &'d Desk,
    session: &Session,
    named: &str,
) -> Result<(&'d Drafts, Draft), Unanswered> {
    let (_, drafts) = recording(desk)?;
    let draft = own_draft(drafts, session, named)?.ok_or_else(no_draft)?;
    Ok((drafts, draft))
}

/// That there is no such draft.
fn no_draft() -> Fault {
    Fault::found("you have no such draft: it was recorded, was deleted, or is kept no longer")
        .next("your drafts are listed on their page")
}
