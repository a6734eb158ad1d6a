//! Notices of what came since a page was answered, as server-sent events: how many entries, of the whole ledger or
//! of a case, its children and its people. A notice holds a number and nothing else, and what is
//! not shown to whoever listens is not counted. What the ledger says of itself is not counted either.
//!
//! # Rules
//! - `notices_count_what_came_since_a_page_was_answered`.
//! - `a_notice_of_a_case_is_of_its_own_streams`.
//! - `a_notice_counts_only_what_its_listener_is_shown`.
//! - `a_listener_for_notices_is_let_go_when_the_server_stops`.
//! - `no_more_listen_for_notices_than_there_are_places`.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{CaseId, LedgerId, PractitionerId};
use candour_ledger::{After, EventStore, Follower, ReadError, Record};
use candour_projections::casebook::read_stream_entries;
use candour_projections::marks::marks;
use candour_projections::marks::seen::withheld;
use candour_projections::marks::treatment::{Reader, Treatment};
use tokio::sync::mpsc::{self, Sender};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::Web;
use super::answer::{Page, unanswered};
use super::session::Session;
use super::typed::{Pairs, given};
use crate::api::{EVENTS, KEEP_ALIVE_MS, Sent};
use crate::exit::Fault;
use crate::server::{Desk, Unanswered};

/// How many listen for notices at once, at most.
pub(super) const LISTENERS_MAX: usize = 128;
/// For how long one listens; a browser then asks again, and is known by its session again.
const LISTENED_SECONDS: u64 = 600;
/// How many entries are looked at together.
const ENTRIES_AT_ONCE: usize = 256;

/// Tells how many entries came since.
pub(super) async fn notices(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let refused = |why| unanswered(why, Some(&session.reader));
    let place = Arc::clone(&web.listeners).try_acquire_owned();
    let place = place.map_err(|_| refused(Unanswered::Busy))?;
    let (after, case) = (given(&pairs, "after").to_owned(), given(&pairs, "case").to_owned());
    let listener = session.practitioner;
    let asked = async move |desk: Arc<Desk>| wanted(&desk, listener, (&after, &case)).await;
    let (after, counted) = web.served.answered(asked).await.map_err(refused)?;
    let store: Arc<dyn EventStore> = Arc::clone(web.served.desk().store()) as Arc<dyn EventStore>;
    let (to, sent) = mpsc::channel(1);
    let feed = Feed {
        follower: Follower::new(store, after, ENTRIES_AT_ONCE),
        counted,
        count: 0,
        desk: Arc::clone(web.served.desk()),
        listener: session.practitioner,
        to,
        stopping: web.served.stopping(),
        _place: place,
    };
    tokio::spawn(tokio::time::timeout(Duration::from_secs(LISTENED_SECONDS), feed.run()));
    let headers = [(CONTENT_TYPE, EVENTS), (CACHE_CONTROL, "no-store")];
    Ok((headers, Body::new(Sent::of(sent))).into_response())
}

/// Which entries count.
enum Counted {
    /// Those of these streams.
    Of(BTreeSet<String>),
    /// All but those of this stream.
    AllBut(String),
}

impl Counted {
    fn counts(&self, record: &Record) -> bool {
        match self {
            Self::Of(streams) => streams.contains(record.stream.as_str()),
            Self::AllBut(own) => record.stream.as_str() != own,
        }
    }
}

/// After which entry is counted, and what is.
async fn wanted(
    desk: &Desk,
    listener: PractitionerId,
    (after, case): (&str, &str),
) -> Result<(After, Counted), Unanswered> {
    let wrong = |what: &str| Fault::wrong_use(what).next("pages ask for notices by themselves");
    let after: u64 = after.parse().map_err(|_| wrong("after which entry is no number"))?;
    let after = After::from_number(after);
    if case.is_empty() {
        let own = StreamId::Ledger(LedgerId::new(desk.store().identity().id));
        return Ok((after, Counted::AllBut(own.to_string())));
    }
    let case = case.parse().map_err(|_| wrong("the case is no identifier"))?;
    let reader = desk.reader(listener).await?;
    let book = super::case::book_of(desk, CaseId::new(case), &reader).await?;
    let around = book.identities.iter().map(|entry| entry.stream.to_string());
    let own = StreamId::Case(book.case).to_string();
    Ok((after, Counted::Of(around.chain([own]).collect())))
}

/// What is sent to one listener.
struct Feed {
    follower: Follower,
    counted: Counted,
    count: usize,
    desk: Arc<Desk>,
    listener: PractitionerId,
    to: Sender<Result<Bytes, io::Error>>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

impl Feed {
    async fn run(mut self) {
        while let Some(notice) = self.next().await {
            if self.to.send(Ok(notice)).await.is_err() {
                return;
            }
        }
    }

    /// What is sent next; nothing at the end.
    async fn next(&mut self) -> Option<Bytes> {
        let wait = Duration::from_millis(KEEP_ALIVE_MS);
        let read = tokio::select! {
            _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            () = self.to.closed() => return None,
            read = tokio::time::timeout(wait, self.follower.next()) => read,
        };
        let Ok(read) = read else { return Some(nothing()) };
        self.notice(read).await.ok()
    }

    async fn notice(&mut self, read: Result<Vec<Record>, ReadError>) -> anyhow::Result<Bytes> {
        let mut new = 0;
        let reader = self.desk.reader(self.listener).await?;
        for record in read?.iter().filter(|record| self.counted.counts(record)) {
            new += usize::from(shown(&self.desk, record, &reader).await?);
        }
        if new == 0 {
            return Ok(nothing());
        }
        self.count += new;
        Ok(Bytes::from(format!("event: entries\ndata: {}\n\n", self.count)))
    }
}

/// Whether anything of a new entry is shown to a reader. How one may be handled that cannot be understood is not
/// known, and it is not counted.
async fn shown(desk: &Desk, record: &Record, reader: &Reader) -> anyhow::Result<bool> {
    let Ok(entry) = candour_schemas::entry(record) else { return Ok(false) };
    // What is said of another entry has the marks of that one.
    let marks = if entry.event.record().is_some() {
        let stream = read_stream_entries(&**desk.store(), entry.stream).await?;
        marks(&stream.iter().flatten().collect::<Vec<_>>())
    } else {
        marks(&[&entry])
    };
    let treatment = withheld(&entry, &marks, reader).map(|it| it.treatment);
    Ok(treatment != Some(Treatment::NotShown))
}

/// That the connection stands.
fn nothing() -> Bytes {
    Bytes::from_static(b":\n\n")
}
