//! Appending: each append goes through a session of the client for many appends, which is opened anew
//! whenever it ends, and is asked again while its outcome is not known, with the same entries at the same
//! revision, so that the cluster writes it once. What the answer says of positions is not believed.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use eventstore::{BatchAppendClient, BatchAppendOptions, ExpectedRevision};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::link::{Link, Live};
use super::trouble::Trouble;
use super::wire::Event;
use crate::failure::Failure;
use crate::port::Expected;
use crate::record::StreamName;

/// How many sessions are open at a time: one that is refused ends its session, and with it the others'.
const SESSIONS: usize = 8;
/// How long an answer may take before it is asked again.
const ANSWER_WAIT_MS: u64 = 5_000;
/// How many appends are under way at a time where their order is to hold.
const WINDOW_APPENDS: usize = 500;
/// How often an append is asked, all in all.
const ATTEMPTS_MAX: u32 = 12;
/// How long to wait before it is asked again where the connection itself does not hold it back.
const AGAIN_WAIT_MS: u64 = 10;

/// Why an append was not written, or may not have been.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// The stream is not where the writer believed it to be.
    Conflict,
    /// Nothing was written.
    NotWritten(Failure),
    /// It is not known.
    Unknown(Failure),
}

/// One append, as it is sent.
pub(super) struct Sending {
    pub(super) stream: String,
    pub(super) expected: Expected,
    pub(super) events: Vec<Event>,
}

/// The sessions.
pub(super) struct Writer {
    link: Arc<Link>,
    sessions: [Mutex<Option<Session>>; SESSIONS],
}

#[derive(Clone)]
struct Session {
    client: Arc<BatchAppendClient>,
    live: Live,
}

impl Writer {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self { link, sessions: Default::default() }
    }

    /// Sends an append of a stream through the session that the stream always has, and asks again until
    /// it is known what became of it.
    pub(super) async fn append(
        &self,
        stream: &StreamName,
        sending: &Sending,
    ) -> Result<(), Unwritten> {
        let lane = usize::from(stream.id().as_bytes()[15]) % SESSIONS;
        self.append_in(lane, sending).await
    }

    /// Sends appends one behind the other, without waiting for each, so that they come to stand in their
    /// order where nothing goes wrong. Those that were not known to be written are asked again after that:
    /// whether the order has held is for whoever reads it back.
    pub(super) async fn append_all_in_order(&self, sendings: &[Sending]) -> Result<(), Unwritten> {
        for window in sendings.chunks(WINDOW_APPENDS) {
            let session = self.session(0).await.map_err(Unwritten::NotWritten)?;
            let mut answers: Vec<_> =
                window.iter().map(|sending| Box::pin(self.ask(&session, sending))).collect();
            let mut early: Vec<Option<Result<(), Trouble>>> = Vec::new();
            // An append is sent when its answer is first asked for.
            poll_fn(|context| {
                early.clear();
                for answer in &mut answers {
                    early.push(match answer.as_mut().poll(context) {
                        Poll::Ready(answer) => Some(answer),
                        Poll::Pending => None,
                    });
                }
                Poll::Ready(())
            })
            .await;
            let mut failed = Vec::new();
            for ((sending, answer), early) in window.iter().zip(answers).zip(early) {
                let answer = match early {
                    Some(answer) => answer,
                    None => answer.await,
                };
                if answer.is_err() {
                    failed.push(sending);
                }
            }
            if !failed.is_empty() {
                self.end(0, &session).await;
            }
            for sending in failed {
                self.append_in(0, sending).await?;
            }
        }
        Ok(())
    }

    async fn append_in(&self, lane: usize, sending: &Sending) -> Result<(), Unwritten> {
        let mut doubt = None;
        let mut last = None;
        for attempt in 0..ATTEMPTS_MAX {
            if attempt > 0 {
                sleep(Duration::from_millis(AGAIN_WAIT_MS)).await;
            }
            let session = match self.session(lane).await {
                Ok(session) => session,
                Err(failure) => {
                    last = Some(failure);
                    continue;
                }
            };
            let trouble = match self.ask(&session, sending).await {
                Ok(()) => {
                    if attempt > 0 {
                        self.link.worked(&session.live).await;
                    }
                    return Ok(());
                }
                Err(trouble) => trouble,
            };
            self.end(lane, &session).await;
            tracing::debug!(?trouble, attempt, "an append is not known to be written");
            match trouble {
                Trouble::Conflict => return Err(Unwritten::Conflict),
                Trouble::NotTaken(failure)
                | Trouble::Denied(failure)
                | Trouble::Deleted(failure) => {
                    return Err(doubt.map_or(Unwritten::NotWritten(failure), Unwritten::Unknown));
                }
                Trouble::SessionEnded(failure) | Trouble::Uncertain(failure) => {
                    doubt = Some(failure);
                }
                Trouble::Elsewhere(failure) => {
                    self.link.follow_leader(&session.live).await;
                    doubt = Some(failure);
                }
                missing @ Trouble::Missing => {
                    self.link.give_up(&session.live).await;
                    doubt = Some(missing.failure("appending to the cluster"));
                }
                Trouble::Connection(failure) => {
                    self.link.give_up(&session.live).await;
                    doubt = Some(failure);
                }
            }
        }
        let never = || last.unwrap_or_else(|| Failure::new("appending to the cluster"));
        Err(doubt.map_or_else(|| Unwritten::NotWritten(never()), Unwritten::Unknown))
    }

    async fn ask(&self, session: &Session, sending: &Sending) -> Result<(), Trouble> {
        let attempted = "appending to the cluster";
        let expected = match sending.expected {
            Expected::NoStream => ExpectedRevision::NoStream,
            Expected::At(revision) => ExpectedRevision::Exact(revision.number()),
        };
        let events = sending.events.iter().map(|it| it.event.clone()).collect();
        let asked = session.client.append_to_stream(&sending.stream, expected, events);
        // The client waits for ever where the server ends the session as if all were well.
        match timeout(Duration::from_millis(ANSWER_WAIT_MS), asked).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Trouble::of(&error, attempted)),
            Err(late) => Err(Trouble::Connection(Failure::because(attempted, late))),
        }
    }

    /// The session of a lane, opened where there is none.
    async fn session(&self, lane: usize) -> Result<Session, Failure> {
        let mut session = self.sessions[lane].lock().await;
        if let Some(session) = &*session {
            return Ok(session.clone());
        }
        let live = self.link.client().await?;
        let mut options = BatchAppendOptions::default().requires_leader(true);
        if let Some(credentials) = self.link.credentials() {
            options = options.authenticated(credentials);
        }
        let opened = live.client.batch_append(&options).await;
        let client = match opened {
            Ok(client) => Arc::new(client),
            Err(error) => {
                self.link.give_up(&live).await;
                return Err(Failure::because("opening a session for appends", error));
            }
        };
        let opened = Session { client, live };
        *session = Some(opened.clone());
        Ok(opened)
    }

    /// Forgets a session that has ended, unless another has taken its place.
    async fn end(&self, lane: usize, ended: &Session) {
        let mut session = self.sessions[lane].lock().await;
        if session.as_ref().is_some_and(|it| Arc::ptr_eq(&it.client, &ended.client)) {
            *session = None;
        }
    }
}
