//! A child or an adult across cases.

use std::sync::Arc;

use axum::extract::{Path, State};
use candour_domain::case::access::ShownPage;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::{ChildId, PersonId};
use candour_domain::reference::Reference;
use candour_projections::across::Across;
use candour_projections::ask::Ask;
use candour_projections::child_view::child_view;
use candour_projections::person_view::person_view;
use candour_web::frame::Part;
use candour_web::page::somebody;

use super::Web;
use super::answer::Page;
use super::framed::{Unframed, framed};
use super::session::Session;
use super::shown::rows;
use crate::exit::Fault;
use crate::server::Desk;

const NOBODY: &str = "there is nobody of this identifier in this ledger";

pub(super) async fn child(
    State(web): State<Web>,
    session: Session,
    Path(child): Path<uuid::Uuid>,
) -> Page {
    let practitioner = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let ask = Ask::everything(RecordClock::Ledger);
        let child = ChildId::new(child);
        let across = Across::of_child(&**desk.store(), child).await?;
        let reader = desk.reader(practitioner).await?;
        let across = across.ok_or_else(|| Fault::found(NOBODY))?;
        let (across, withheld) = across.seen_by(Reference::Child(child), &reader);
        let across = across.ok_or_else(|| Fault::found(NOBODY))?;
        let view = child_view(&across, child, &ask);
        let content = somebody::child(&view);
        let page = ShownPage::Child { child };
        let shows = rows(page, across.cases.iter().map(|it| it.case));
        let page = Unframed::of(&view.child.name, (Part::Cases, false), content);
        Ok(page.showing(shows).without(&withheld))
    };
    framed(web, session, answer).await
}

pub(super) async fn person(
    State(web): State<Web>,
    session: Session,
    Path(person): Path<uuid::Uuid>,
) -> Page {
    let practitioner = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let ask = Ask::everything(RecordClock::Ledger);
        let person = PersonId::new(person);
        let across = Across::of_person(&**desk.store(), person).await?;
        let reader = desk.reader(practitioner).await?;
        let across = across.ok_or_else(|| Fault::found(NOBODY))?;
        let (across, withheld) = across.seen_by(Reference::Person(person), &reader);
        let across = across.ok_or_else(|| Fault::found(NOBODY))?;
        let view = person_view(&across, person, &ask);
        let content = somebody::person(&view);
        let page = ShownPage::Person { person };
        let shows = rows(page, across.cases.iter().map(|it| it.case));
        let page = Unframed::of(&view.person.person.name, (Part::Cases, false), content);
        Ok(page.showing(shows).without(&withheld))
    };
    framed(web, session, answer).await
}
