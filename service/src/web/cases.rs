//! The cases, and what the pages of one case are asked on.

use std::sync::Arc;

use axum::extract::State;
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
        let list = name::list_for(&desk.models, &*desk.reader(session.practitioner).await?).await?;
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
