//! Who is signed in. A session is a random number that the browser keeps in a cookie which no script can
//! read and no other site can send; what it stands for is kept here, and gone when the server ends.
//!
//! # Rules
//! - `a_session_ends_after_its_hours_and_when_somebody_signs_out`.
//! - `no_more_sessions_are_held_than_the_limit`: the oldest goes first.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use candour_domain::identifier::{AgencyId, PractitionerId, SessionId};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_projections::casebook::Casebook;
use candour_web::frame::Reader;
use chrono::{DateTime, TimeDelta, Utc};

use super::Web;
use crate::server::accesses::SESSION_HOURS_MAX as HOURS_MAX;

/// The cookie's name.
const COOKIE_NAME: &str = "candour-session";
/// How many sessions are held at most.
const SESSIONS_MAX: usize = 10_000;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// What it is called on record. It is not what the cookie holds.
    pub(crate) id: SessionId,
    /// Who.
    pub(crate) practitioner: PractitionerId,
    /// In which post they act; none where they hold none on record.
    pub(crate) post: Option<Actor>,
    /// The agency for which they were registered.
    pub(crate) registered_for: AgencyId,
    /// What the pages say of them.
    pub(crate) reader: Reader,
    /// Since when.
    pub(crate) began: DateTime<Utc>,
}

impl Session {
    /// For which agency, and in which post, they look at a case: in the post that they hold; otherwise as they
    /// acted last in the case; otherwise for the agency that registered them.
    pub(crate) fn actor(&self, book: Option<&Casebook>) -> Actor {
        let who = Recorded::Recorded(self.practitioner);
        let acted = || {
            let entries = book?.entries.iter().rev();
            entries.map(|it| &it.envelope.by).find(|by| by.practitioner == who).cloned()
        };
        self.post.clone().or_else(acted).unwrap_or(Actor {
            practitioner: who,
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: self.registered_for,
        })
    }
}

/// Who is signed in, by what their cookies hold.
#[derive(Default)]
pub(crate) struct Sessions {
    held: Mutex<BTreeMap<String, Session>>,
}

impl Sessions {
    /// Begins a session under a random token; answers the cookie.
    pub(crate) fn begin(&self, token: String, session: Session) -> String {
        let cookie = format!(
            "{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}",
            TimeDelta::hours(HOURS_MAX).num_seconds()
        );
        let now = session.began;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= SESSIONS_MAX {
            held.retain(|_, it| good(it, now));
        }
        while held.len() >= SESSIONS_MAX {
            let oldest = held.iter().min_by_key(|(_, it)| it.began).map(|(token, _)| token.clone());
            let Some(oldest) = oldest else { break };
            held.remove(&oldest);
        }
        held.insert(token, session);
        cookie
    }

    /// Ends the session of a request; answers which it was, and the cookie that takes the place of the old one.
    pub(crate) fn end(&self, headers: &HeaderMap) -> (Option<SessionId>, String) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = token(headers).and_then(|token| held.remove(token)).map(|it| it.id);
        (ended, format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"))
    }

    /// The session of a request, where it is still good.
    pub(crate) fn of(&self, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Session> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(token(headers)?).filter(|it| good(it, now)).cloned()
    }
}

fn good(session: &Session, now: DateTime<Utc>) -> bool {
    now - session.began < TimeDelta::hours(HOURS_MAX)
}

/// The token in a request's cookies.
fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, token)| token)
}

impl FromRequestParts<Web> for Session {
    type Rejection = Response;

    /// Takes the session of a request; whoever has none is sent to sign in, and then back.
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let now = web.served.desk().edge.now();
        if let Some(session) = web.sessions.of(&parts.headers, now) {
            return Ok(session);
        }
        let wanted = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        let to = candour_web::address::query(&[("to", wanted)]);
        Err(Redirect::to(&format!("/sign-in{to}")).into_response())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + hour * 3_600, 0).unwrap()
    }

    fn session(hour: i64) -> Session {
        let reader = Reader { name: "A. Reader".to_owned(), post: String::new() };
        let practitioner = PractitionerId::new(Uuid::from_u128(7));
        let (id, registered_for) = (SessionId::new(Uuid::nil()), AgencyId::new(Uuid::nil()));
        Session { id, practitioner, post: None, registered_for, reader, began: at(hour) }
    }

    fn with_cookie(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, format!("other=1; {cookie}").parse().unwrap());
        headers
    }

    #[test]
    fn a_session_ends_after_its_hours_and_when_somebody_signs_out() {
        let sessions = Sessions::default();
        let cookie = sessions.begin("one".to_owned(), session(0));
        assert_eq!(cookie, "candour-session=one; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
        let headers = with_cookie("candour-session=one");
        assert_eq!(sessions.of(&headers, at(11)), Some(session(0)));
        assert_eq!(sessions.of(&headers, at(12)), None);
        assert_eq!(sessions.of(&with_cookie("candour-session=two"), at(1)), None);
        assert_eq!(sessions.of(&HeaderMap::new(), at(1)), None);
        assert_eq!(sessions.end(&headers).0, Some(session(0).id));
        assert_eq!(sessions.end(&headers).0, None);
        assert_eq!(sessions.of(&headers, at(1)), None);
    }

    #[test]
    fn no_more_sessions_are_held_than_the_limit() {
        let sessions = Sessions::default();
        for number in 0..=SESSIONS_MAX {
            let mut session = session(0);
            session.began += TimeDelta::milliseconds(i64::try_from(number).unwrap());
            sessions.begin(number.to_string(), session);
        }
        let held = |number: usize| {
            let headers = with_cookie(&format!("candour-session={number}"));
            sessions.of(&headers, at(1)).is_some()
        };
        assert_eq!([held(0), held(1), held(SESSIONS_MAX)], [false, true, true]);
    }
}
