//! The cases, and what the pages of one case are asked on.

use std::sync::Arc;

use axum::extract::State;
use candour_domain::entry::RecordClock;
use candour_projections::ask::Ask;
use candour_web::frame::{Frame, Part};
use candour_web::page::cases;

use super::Web;
use super::answer::{Page, shown, unanswered};
use super::session::Session;
use crate::name;
use crate::server::Desk;

pub(super) async fn list(State(web): State<Web>, session: Session) -> Page {
    let reader = session.reader.clone();
    let answer = async move |desk: Arc<Desk>| {
        let ask = Ask::everything(RecordClock::Ledger);
        let list = name::list(&desk.models, &ask).await?;
        let frame = Frame {
            part: Part::Cases,
            opens_part: true,
            reader: Some(&session.reader),
            ..Frame::of("Cases")
        };
        Ok(shown(frame.around(&cases::page(&list)).into_string()))
    };
    web.served.answered(answer).await.map_err(|why| unanswered(why, Some(&reader)))
}
