//! What pages show, and what is on record of it.

use std::fs;

use axum::http::StatusCode;
use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, EntryOpened, RecordShown, ShownPage};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, SessionId};
use candour_domain::recorded::Recorded;
use candour_projections::casebook::read_stream_entries;
use uuid::Uuid;

use crate::access;
use crate::open;
use crate::server::accesses::{Accesses, Waiting, enter_waiting};
use crate::server::limits::LIMITS;
use crate::web::tests::{Application, post, with_cookie};

const CASE: CaseId = CaseId::new(Uuid::from_u128(7));
const OTHER: CaseId = CaseId::new(Uuid::from_u128(8));

impl Application {
    /// One with two cases, of which the entries are the fourth and the fifth of the ledger.
    async fn of_cases(accesses: Accesses) -> Self {
        let application = Self::of(LIMITS, accesses).await;
        for case in [CASE, OTHER] {
            application.opens(case).await;
        }
        application
    }

    async fn status(&self, path: &str, cookie: &str) -> StatusCode {
        self.asked(with_cookie(path, cookie)).await.0
    }

    /// What is on record of a case in the ledger of accesses.
    async fn on_record(&self, case: CaseId) -> Vec<Entry> {
        let (_, store) = access::reading(&self.served.desk().models.directory).unwrap().unwrap();
        read_stream_entries(&*store, StreamId::Case(case)).await.unwrap().unwrap_or_default()
    }

    async fn opening(&self, case: CaseId) -> Entry {
        let entries = read_stream_entries(&**self.served.desk().store(), StreamId::Case(case));
        entries.await.unwrap().unwrap().remove(0)
    }

    fn waiting(&self) -> usize {
        self.served.desk().accesses.waiting().accesses
    }
}

fn path(case: CaseId, page: &str) -> String {
    format!("/cases/{case}{page}")
}

fn events(entries: &[Entry]) -> Vec<AccessEvent> {
    let access = |entry: &Entry| {
        let Event::Case(CaseEvent::Access(event)) = &entry.event else { panic!("{entry:?}") };
        event.clone()
    };
    entries.iter().map(access).collect()
}

fn session(event: &AccessEvent) -> SessionId {
    match event {
        AccessEvent::RecordShown(it) => it.session,
        AccessEvent::EntryOpened(it) => it.session,
        AccessEvent::ExportMade(it) => panic!("no session: {it:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_entered_in_the_streams_of_the_cases() {
    let application = Application::of_cases(Accesses::new()).await;
    let cookie = application.cookie().await;
    for page in ["", "/chronology", "", "/chronology?at=2026-02-01"] {
        assert_eq!(application.status(&path(CASE, page), &cookie).await, StatusCode::OK);
    }
    for page in ["/entries/4", "/entries/4", "/entries/5", "/entries/1", "/entries", "/cases"] {
        assert_eq!(application.status(page, &cookie).await, StatusCode::OK, "{page}");
    }
    enter_waiting(application.served.desk()).await.unwrap();
    let entered = application.on_record(CASE).await;
    let events = events(&entered);
    let session = session(&events[0]);
    let page = |page| AccessEvent::RecordShown(RecordShown { page, session });
    let entry = application.opening(CASE).await;
    let opened = AccessEvent::EntryOpened(EntryOpened { entry: entry.id, session });
    let shown = [ShownPage::Overview, ShownPage::Chronology].map(page);
    let [overview, chronology] = shown;
    assert_eq!(events, [overview, chronology, opened, page(ShownPage::Entries)]);
    // Whoever opened the ledger acted in the case for their own agency.
    assert_eq!(entered[0].envelope.by, entry.envelope.by);
    assert_eq!(entered[0].envelope.by.practitioner, Recorded::Recorded(entry.author));
    let requests: Vec<_> = entered.iter().map(|it| it.request).collect();
    assert_eq!(requests, [entered[0].request; 4]);
    assert_eq!(application.on_record(OTHER).await.len(), 2);
    let nothing = Waiting { accesses: 0, since: None };
    assert_eq!(application.served.desk().accesses.waiting(), nothing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_to_record_in_a_case_is_on_record() {
    let application = Application::of_cases(Accesses::new()).await;
    let cookie = application.cookie().await;
    for _ in 0..2 {
        let status = application.status(&path(CASE, "/record"), &cookie).await;
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!(application.status("/drafts", &cookie).await, StatusCode::OK);
    enter_waiting(application.served.desk()).await.unwrap();
    let events = events(&application.on_record(CASE).await);
    let session = session(&events[0]);
    let form = RecordShown { page: ShownPage::Form, session };
    assert_eq!(events, [AccessEvent::RecordShown(form)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sessions_are_two_accesses() {
    let application = Application::of_cases(Accesses::new()).await;
    let first = application.cookie().await;
    let second = application.cookie().await;
    for cookie in [&first, &second, &first] {
        assert_eq!(application.status("/entries/4", cookie).await, StatusCode::OK);
    }
    application.asked(post("/sign-out", "")).await;
    enter_waiting(application.served.desk()).await.unwrap();
    let events = events(&application.on_record(CASE).await);
    assert_eq!(events.len(), 2);
    assert_ne!(session(&events[0]), session(&events[1]));
    // Neither is what the browser holds.
    let tokens = [&first, &second].map(|it| it.split('=').next_back().unwrap());
    let held = |event: &AccessEvent| {
        let id = session(event).uuid().simple().to_string();
        tokens.iter().any(|token| token.contains(&id))
    };
    assert_eq!(events.iter().map(held).collect::<Vec<_>>(), [false, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_shown_is_not_on_record() {
    let application = Application::of_cases(Accesses::new()).await;
    let cookie = application.cookie().await;
    for page in ["/decisions/99", "/items/99", "/decisions/4", "/nothing"] {
        let status = application.status(&path(CASE, page), &cookie).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{page}");
    }
    for page in ["/entries/999", "/dashboard/behind?number=no/such/number", "/cases/1"] {
        assert_eq!(application.status(page, &cookie).await, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(application.status("/worklist?after=x", &cookie).await, StatusCode::BAD_REQUEST);
    assert_eq!(application.status("/search?words=nobody", &cookie).await, StatusCode::OK);
    assert_eq!(application.waiting(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_that_cannot_be_put_on_record() {
    let application = Application::of_cases(Accesses::with_room(1)).await;
    let cookie = application.cookie().await;
    assert_eq!(application.status(&path(CASE, ""), &cookie).await, StatusCode::OK);
    for page in [path(CASE, "/chronology"), path(OTHER, ""), "/entries/4".to_owned()] {
        let (status, headers, text) = application.asked(with_cookie(&page, &cookie)).await;
        let said = text.matches("Sorry, this cannot be shown now").count() > 0;
        assert_eq!((status, said), (StatusCode::SERVICE_UNAVAILABLE, true), "{page}");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(text.matches("Chronology of").count(), 0);
    }
    // What is on record already is shown, and so is what is of no case.
    assert_eq!(application.status(&path(CASE, ""), &cookie).await, StatusCode::OK);
    assert_eq!(application.status("/cases", &cookie).await, StatusCode::OK);
    enter_waiting(application.served.desk()).await.unwrap();
    assert_eq!(application.status(&path(CASE, "/chronology"), &cookie).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_entered_waits() {
    let application = Application::of_cases(Accesses::new()).await;
    let cookie = application.cookie().await;
    let desk = application.served.desk();
    let closed = desk.models.directory.join("handed-over");
    fs::write(&closed, "/elsewhere").unwrap();
    for page in ["/entries/4", "/entries/5"] {
        assert_eq!(application.status(page, &cookie).await, StatusCode::OK);
        let refused = enter_waiting(desk).await.unwrap_err();
        let said = refused.to_string();
        let expected = format!(
            "what was shown could not be entered in the ledger of accesses, and waits: {} accesses",
            application.waiting()
        );
        assert_eq!(said, expected);
    }
    assert_eq!(application.waiting(), 2);
    fs::remove_file(&closed).unwrap();
    enter_waiting(desk).await.unwrap();
    enter_waiting(desk).await.unwrap();
    let entered =
        [application.on_record(CASE).await.len(), application.on_record(OTHER).await.len()];
    assert_eq!((entered, application.waiting()), ([1, 1], 0));
    let operator = open::operator(desk.store()).await.unwrap();
    assert_eq!(application.on_record(CASE).await[0].author, operator.practitioner);
}
