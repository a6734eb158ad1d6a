//! The entries as they come: as pages of JSON, as JSON Lines up to the end, or as server-sent events that go
//! on until whoever listens goes away or the server stops. Nothing is left out and nothing is added.
//!
//! # Rules
//! - `a_listener_goes_on_where_it_broke_off`: `Last-Event-ID` is a position in the ledger.
//! - `a_stream_ends_when_the_server_stops`.
//! - `no_more_listen_at_once_than_there_are_places`.

use std::fmt::Write;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use candour_ledger::{After, EventStore, Follower, PAGE_RECORDS_MAX, ReadError, Record};
use hyper::body::Frame;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::Api;
use super::operation::JSON;
use super::parameters;
use super::problem::{Kind, Problem};
use super::reading;
use super::recording::LINES;
use crate::command::entries::{EntriesPage, exported};
use crate::command::export::as_cloud_event;
use crate::visible::escaped;

/// The media type of server-sent events.
pub(crate) const EVENTS: &str = "text/event-stream";
/// The header by which a listener says what it has.
const LAST: &str = "last-event-id";
/// After how long without an entry a listener is told that the connection stands.
pub(crate) const KEEP_ALIVE_MS: u64 = 15_000;
/// How long a listener may take to read what was sent.
const READ_MS: u64 = 30_000;
/// How many pages may wait to be read by a listener.
const PAGES_WAITING_MAX: usize = 4;
/// How many entries are sent at once.
const SENT_AT_ONCE: usize = if PAGE_RECORDS_MAX < 256 { PAGE_RECORDS_MAX } else { 256 };

/// In which form entries are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One page.
    Page,
    /// A line for each, to the end.
    Lines,
    /// A line for each as a `CloudEvents` event, to the end.
    CloudEvents,
    /// An event for each, and on.
    Events,
}

/// Gives entries, in the form that is asked for.
pub(crate) async fn entries(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let last = last_seen(request.headers())?;
    match form(request.headers())? {
        Form::Page => reading::by_parameters::<EntriesPage>(State(api), path, request).await,
        form @ (Form::Lines | Form::CloudEvents | Form::Events) => {
            listening(&api, &path, &request, (form, last))
        }
    }
}

/// Gives entries as `CloudEvents`, one a line.
pub(crate) async fn cloud_events(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let last = last_seen(request.headers())?;
    listening(&api, &path, &request, (Form::CloudEvents, last))
}

/// The form that is asked for; a page where none is.
fn form(headers: &HeaderMap) -> Result<Form, Problem> {
    let accepted: Vec<&str> =
        headers.get_all(ACCEPT).iter().filter_map(|it| it.to_str().ok()).collect();
    if accepted.is_empty() {
        return Ok(Form::Page);
    }
    let kinds = accepted.iter().flat_map(|it| it.split(','));
    let mut kinds = kinds.map(|it| it.split(';').next().unwrap_or_default().trim());
    let form = |kind: &str| match kind.to_ascii_lowercase().as_str() {
        EVENTS => Some(Form::Events),
        LINES => Some(Form::Lines),
        JSON | "application/*" | "*/*" => Some(Form::Page),
        _ => None,
    };
    kinds.find_map(form).ok_or_else(|| {
        let detail = format!("entries are given as {JSON}, {LINES} or {EVENTS}");
        Problem::of(Kind::NotAcceptable, detail)
    })
}

/// The position of the last entry that a listener has, where it says so.
fn last_seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(last) = headers.get(LAST) else { return Ok(None) };
    let figures = last.to_str().unwrap_or_default().trim();
    let plain = figures.bytes().all(|it| it.is_ascii_digit());
    let position = figures.parse().ok().filter(|_| plain);
    position
        .map(Some)
        .ok_or_else(|| Problem::wrong_use("Last-Event-ID has to be the position of an entry"))
}

fn listening(
    api: &Api,
    path: &RawPathParams,
    request: &Request,
    (form, last): (Form, Option<u64>),
) -> Result<Response, Problem> {
    let page = parameters::read::<EntriesPage>(&reading::given(path, request.uri())?)?;
    let wanted = page.streamed().ok_or_else(|| {
        Problem::wrong_use("entries by whom and what they concern are given as pages of JSON alone")
            .next("ask for application/json, and follow the links")
    })?;
    let after = last.unwrap_or(wanted.after);
    let place = Arc::clone(&api.listeners)
        .try_acquire_owned()
        .map_err(|_| Problem::busy("as many listen as may at once"))?;
    let store: Arc<dyn EventStore> = Arc::clone(api.served.desk().store()) as Arc<dyn EventStore>;
    let (to, sent) = mpsc::channel(PAGES_WAITING_MAX);
    let feed = Feed {
        follower: Follower::new(Arc::clone(&store), After::from_number(after), SENT_AT_ONCE),
        store,
        stream: wanted.stream.map(|it| it.to_string()),
        form,
        to,
        stopping: api.served.stopping(),
        _place: place,
    };
    tokio::spawn(feed.run());
    let kind = if form == Form::Events { EVENTS } else { LINES };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")];
    Ok((headers, Body::new(Sent(sent))).into_response())
}

/// What is sent to one listener.
struct Feed {
    store: Arc<dyn EventStore>,
    follower: Follower,
    stream: Option<String>,
    form: Form,
    to: Sender<Result<Bytes, io::Error>>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

impl Feed {
    async fn run(mut self) {
        while let Some(sent) = self.next().await {
            let broken = sent.is_err();
            let waited = Duration::from_millis(READ_MS);
            let given = tokio::time::timeout(waited, self.to.send(sent)).await;
            if broken || !matches!(given, Ok(Ok(()))) {
                return;
            }
        }
    }

    /// What is sent next; nothing at the end.
    async fn next(&mut self) -> Option<Result<Bytes, io::Error>> {
        if *self.stopping.borrow() {
            return None;
        }
        let read = if matches!(self.form, Form::Lines | Form::CloudEvents) {
            let after = self.follower.after();
            match self.store.read_all(after, 1).await {
                Ok(page) if page.is_empty() => return None,
                Ok(_) => self.follower.next().await,
                Err(error) => Err(error),
            }
        } else {
            let wait = Duration::from_millis(KEEP_ALIVE_MS);
            tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                () = self.to.closed() => return None,
                read = tokio::time::timeout(wait, self.follower.next()) => match read {
                    Ok(read) => read,
                    Err(_) => return Some(Ok(Bytes::from_static(b":\n\n"))),
                },
            }
        };
        Some(self.written(read))
    }

    fn written(&self, read: Result<Vec<Record>, ReadError>) -> Result<Bytes, io::Error> {
        let mut text = String::new();
        for record in read.map_err(io::Error::other)? {
            if self.stream.as_ref().is_some_and(|it| it != record.stream.as_str()) {
                continue;
            }
            let entry = match self.form {
                Form::CloudEvents => {
                    as_cloud_event(&record, &*self.store).map_err(io::Error::other)?
                }
                Form::Page | Form::Lines | Form::Events => {
                    exported(&record).map_err(io::Error::other)?.get().to_owned()
                }
            };
            let line = escaped(&entry);
            let position = record.position.number();
            // Writing to a string cannot fail.
            let _ = match self.form {
                Form::Events => write!(text, "id: {position}\nevent: entry\ndata: {line}\n\n"),
                Form::Lines | Form::CloudEvents | Form::Page => writeln!(text, "{line}"),
            };
        }
        // Where nothing of a page was wanted, the connection stands all the same.
        if text.is_empty() && self.form == Form::Events {
            text.push_str(":\n\n");
        }
        Ok(text.into())
    }
}

/// A body of what is sent.
pub(crate) struct Sent(Receiver<Result<Bytes, io::Error>>);

impl Sent {
    /// What comes out of a channel.
    pub(crate) fn of(from: Receiver<Result<Bytes, io::Error>>) -> Self {
        Self(from)
    }
}

impl hyper::body::Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|next| next.map(|bytes| bytes.map(Frame::data)))
    }
}
