//! Signing in to a demonstration as one of its people, and signing out.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{PractitionerId, SessionId};
use candour_domain::practitioner::PractitionerEvent;
use candour_projections::casebook::read_stream_entries;
use candour_projections::roll::Registered;
use candour_web::frame::{Frame, Reader};
use candour_web::page::sign_in::{Somebody, page as sign_in_page};
use serde::Deserialize;

use super::Web;
use super::answer::{Page, answered, shown, unanswered};
use super::post::held;
use super::session::Session;
use crate::exit::Fault;
use crate::name::Names;
use crate::server::{Desk, Unanswered};

/// How many people are offered at most.
const PEOPLE_MAX: usize = 60;

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    to: String,
    #[serde(default)]
    practitioner: String,
}

/// The first page: the cases, for whoever is signed in.
pub(super) async fn first(_: Session) -> Redirect {
    Redirect::to("/cases")
}

pub(super) async fn page(State(web): State<Web>, Query(wanted): Query<Wanted>) -> Page {
    let people = people(&web).await?;
    let frame = Frame::of("Sign in");
    Ok(shown(frame.around(&sign_in_page(&people, within(&wanted.to), None)).into_string()))
}

pub(super) async fn sign_in(State(web): State<Web>, Form(chosen): Form<Chosen>) -> Page {
    let people = people(&web).await?;
    let somebody = people.into_iter().find(|it| it.value == chosen.practitioner);
    let id = chosen.practitioner.parse::<uuid::Uuid>().ok();
    let (Some(somebody), Some(id)) = (somebody, id) else {
        let again = self::people(&web).await?;
        let wrong = "Choose one of the people of this ledger";
        let content = sign_in_page(&again, within(&chosen.to), Some(wrong));
        let page = Frame::of("Error: Sign in").around(&content).into_string();
        return Ok(answered(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let practitioner = PractitionerId::new(id);
    let acting = async move |desk: Arc<Desk>| {
        let stream = StreamId::Practitioner(practitioner);
        let entries = read_stream_entries(&**desk.store(), stream).await?.unwrap_or_default();
        let first = entries.first().ok_or_else(|| Fault::found("they are not registered"))?;
        Ok((held(practitioner, &entries), first.agency))
    };
    let acting = web.served.answered(acting).await.map_err(|why| unanswered(why, None))?;
    let edge = &web.served.desk().edge;
    let token = format!("{}{}", edge.id().simple(), edge.id().simple());
    let session = Session {
        id: SessionId::new(edge.id()),
        practitioner,
        post: acting.0,
        registered_for: acting.1,
        reader: Reader { name: somebody.name, post: somebody.post },
        began: edge.now(),
    };
    let cookie = web.sessions.begin(token, session);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(within(&chosen.to))).into_response())
}

pub(super) async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> Response {
    let (ended, cookie) = web.sessions.end(&headers);
    if let Some(ended) = ended {
        web.served.desk().accesses.forget(ended);
    }
    ([(SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response()
}

/// Where to go after signing in: a path of ours, whatever was asked for.
fn within(to: &str) -> &str {
    let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if ours { to } else { "/" }
}

async fn people(web: &Web) -> Result<Vec<Somebody>, Response> {
    let found = web.served.answered(async |desk: Arc<Desk>| registered(&desk).await).await;
    found.map_err(|why| unanswered(why, None))
}

/// The people of the ledger, with the post that each took last.
async fn registered(desk: &Desk) -> Result<Vec<Somebody>, Unanswered> {
    // Nobody is signed in yet.
    let nobody = desk.nobody().await?;
    let names = Names::for_reader(&desk.models, Registered::Practitioners, &nobody).await?;
    let agencies = Names::for_reader(&desk.models, Registered::Agencies, &nobody).await?;
    let mut people = Vec::new();
    for (id, name) in names.directory().practitioners().take(PEOPLE_MAX) {
        let entries = read_stream_entries(&**desk.store(), StreamId::Practitioner(id)).await?;
        let mut posts = entries.into_iter().flatten().filter_map(|entry| match entry.event {
            Event::Practitioner(PractitionerEvent::PostTaken(taken)) => Some(taken),
            Event::Practitioner(
                PractitionerEvent::PractitionerRegistered(_)
                | PractitionerEvent::PostLeft(_)
                | PractitionerEvent::Record(_),
            )
            | Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        });
        let post = posts.next_back().map_or_else(String::new, |taken| {
            let agency = agencies.directory().agency_name(taken.agency);
            let post = taken.post.value().map(ToString::to_string);
            post.map_or_else(|| agency.clone(), |post| format!("{post}, {agency}"))
        });
        people.push(Somebody { value: id.to_string(), name: name.to_owned(), post });
    }
    // Whoever holds a post comes first: they have most to do with the cases.
    people.sort_by(|one, other| {
        (one.post.is_empty(), &one.name, &one.value).cmp(&(
            other.post.is_empty(),
            &other.name,
            &other.value,
        ))
    });
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        let given = ["/cases?at=1", "", "//elsewhere.example", "https://elsewhere.example", "/\\x"];
        assert_eq!(given.map(within), ["/cases?at=1", "/", "/", "/", "/"]);
    }
}
