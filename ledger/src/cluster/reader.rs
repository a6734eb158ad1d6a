//! Reading a cluster itself: one stream's events, where a stream stands, and all records of a ledger in
//! the order in which the cluster has them. A read of everything is one long answer and not many short
//! ones, because the client makes each question wait. Nothing here keeps what it reads.

use std::sync::Arc;
use std::time::Duration;

use eventstore::{
    Position as ClientPosition, ReadAllOptions, ReadStream, ReadStreamOptions, RecordedEvent,
    StreamPosition,
};
use tokio::time::timeout;
use uuid::Uuid;

use super::identity;
use super::link::{Link, Live};
use super::trouble::{Trouble, survived};
use super::wire::{self, Misread, Read};
use crate::embedded::replica::{Heard, LogPlace};
use crate::failure::Failure;
use crate::port::Expected;
use crate::record::Revision;
use crate::secret::LedgerIdentity;

/// How long the next event of an answer may take.
const EVENT_WAIT_MS: u64 = 20_000;
/// How often a question is asked, all in all.
const ATTEMPTS_MAX: u32 = 12;

/// How often where whoever asks goes on asking anyway.
const ATTEMPTS_FEW: u32 = 3;

/// Which ledger is read, and under what names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) ledger: Uuid,
    pub(super) namespace: Arc<str>,
}

/// What came of looking at the stream that says which ledger a cluster holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Ledger(LedgerIdentity),
    /// Something is there that does not hold together.
    Other,
}

/// Why nothing more was read.
#[derive(Debug)]
pub(super) enum Stopped {
    /// An event that should be a record cannot be read as one.
    Misread(Misread),
    /// The cluster could not be asked; what was read holds.
    Away(Failure),
}

/// Where a stream stands in the cluster itself.
pub(super) async fn stream_head(link: &Link, stream: &str) -> Result<Expected, Failure> {
    let last = ask_stream(link, stream, || {
        ReadStreamOptions::default().backwards().position(StreamPosition::End).max_count(1)
    });
    let revision = last.await?.map(|event| Revision::from_number(event.revision));
    Ok(revision.map_or(Expected::NoStream, Expected::At))
}

/// Which ledger the cluster holds.
pub(super) async fn found(link: &Link, namespace: &str) -> Result<Found, Failure> {
    let stream = identity::stream(namespace);
    let first = ask_stream(link, &stream, || {
        ReadStreamOptions::default().forwards().position(StreamPosition::Start).max_count(1)
    });
    let Some(event) = first.await? else { return Ok(Found::Nothing) };
    Ok(identity::read(&event.data).map_or(Found::Other, Found::Ledger))
}

/// The one event of a stream that is asked for, with the question asked again where the cluster is away.
async fn ask_stream(
    link: &Link,
    stream: &str,
    options: impl Fn() -> ReadStreamOptions,
) -> Result<Option<RecordedEvent>, Failure> {
    let attempted = "reading a stream of the cluster";
    let mut last = Failure::new(attempted);
    for _ in 0..ATTEMPTS_MAX {
        let live = match link.client().await {
            Ok(live) => live,
            Err(failure) => {
                last = failure;
                continue;
            }
        };
        let mut options = options().requires_leader(true);
        if let Some(credentials) = link.credentials() {
            options = options.authenticated(credentials);
        }
        let asked = async {
            let called = live.client.read_stream(stream, &options).await;
            // Not found from the call is a server that cannot help; from the answer, a missing stream.
            let mut answer = called.map_err(|error| Trouble::of_call(&error, attempted))?;
            let event =
                survived(answer.next()).await.map_err(|error| Trouble::of(&error, attempted))?;
            Ok(event.and_then(|event| event.event))
        };
        match timeout(Duration::from_millis(EVENT_WAIT_MS), asked).await {
            Ok(Ok(event)) => {
                link.worked(&live).await;
                return Ok(event);
            }
            Ok(Err(Trouble::Missing)) => {
                link.worked(&live).await;
                return Ok(None);
            }
            Ok(Err(Trouble::Elsewhere(failure))) => last = failure,
            Ok(Err(denied @ Trouble::Denied(_))) => return Err(denied.failure(attempted)),
            Ok(Err(trouble)) => {
                link.give_up(&live).await;
                last = trouble.failure(attempted);
            }
            Err(late) => {
                link.give_up(&live).await;
                last = Failure::because(attempted, late);
            }
        }
    }
    Err(last)
}

/// All records of a ledger from a place on, to where the log ended when that was read.
pub(super) struct Whole {
    link: Arc<Link>,
    named: Named,
    /// How often it is asked where the cluster is away.
    attempts_max: u32,
    /// The place of the last event that was read, whatever it was.
    read: Option<LogPlace>,
    answer: Option<(Live, ReadStream)>,
}

impl Whole {
    /// Starts behind a place, or at the beginning.
    pub(super) fn after(link: Arc<Link>, named: Named, place: Option<LogPlace>) -> Self {
        Self { link, named, attempts_max: ATTEMPTS_MAX, read: place, answer: None }
    }

    /// The same, but says soon that the cluster is away.
    pub(super) fn impatient(self) -> Self {
        Self { attempts_max: ATTEMPTS_FEW, ..self }
    }

    /// The place of the last event that was read, whatever it was.
    pub(super) fn read(&self) -> Option<LogPlace> {
        self.read
    }

    /// The next record, or nothing at the end of the log. After that it may be asked again, and reads what
    /// has come since.
    pub(super) async fn next(&mut self) -> Result<Option<Heard>, Stopped> {
        let attempted = "reading the log of the cluster";
        let mut last = Failure::new(attempted);
        let mut attempts = 0;
        while attempts < self.attempts_max {
            let (live, mut answer) = match self.answer.take() {
                Some(answer) => answer,
                None => match ask(&self.link, self.read).await {
                    Ok(answer) => answer,
                    Err(failure) => {
                        attempts += 1;
                        last = failure;
                        continue;
                    }
                },
            };
            match timeout(Duration::from_millis(EVENT_WAIT_MS), survived(answer.next())).await {
                Ok(Ok(Some(event))) => {
                    attempts = 0;
                    let event = event.event;
                    self.answer = Some((live, answer));
                    let Some(event) = event else { continue };
                    let place =
                        LogPlace { commit: event.position.commit, prepare: event.position.prepare };
                    // A read begins with the event at its place, which has been read.
                    if self.read.is_some_and(|read| place <= read) {
                        continue;
                    }
                    let read = wire::read(&event, self.named.ledger, &self.named.namespace);
                    match read {
                        Read::Passed => self.read = Some(place),
                        Read::Record(heard) => {
                            self.read = Some(place);
                            return Ok(Some(*heard));
                        }
                        Read::Wrong(misread) => return Err(Stopped::Misread(misread)),
                    }
                }
                Ok(Ok(None)) => {
                    self.link.worked(&live).await;
                    return Ok(None);
                }
                Ok(Err(error)) => {
                    attempts += 1;
                    last = self.link.over(&live, Trouble::of(&error, attempted), attempted).await;
                }
                Err(late) => {
                    attempts += 1;
                    let late = Trouble::Connection(Failure::because(attempted, late));
                    last = self.link.over(&live, late, attempted).await;
                }
            }
        }
        Err(Stopped::Away(last))
    }
}

/// Asks for the log from a place on.
async fn ask(link: &Link, from: Option<LogPlace>) -> Result<(Live, ReadStream), Failure> {
    let live = link.client().await?;
    let from = match from {
        None => StreamPosition::Start,
        Some(LogPlace { commit, prepare }) => {
            StreamPosition::Position(ClientPosition { commit, prepare })
        }
    };
    let mut options = ReadAllOptions::default().forwards().position(from).requires_leader(true);
    if let Some(credentials) = link.credentials() {
        options = options.authenticated(credentials);
    }
    let asked = live.client.read_all(&options);
    let attempted = "reading the log of the cluster";
    match timeout(Duration::from_millis(EVENT_WAIT_MS), asked).await {
        Ok(Ok(answer)) => Ok((live, answer)),
        Ok(Err(error)) => Err(link.over(&live, Trouble::of(&error, attempted), attempted).await),
        Err(late) => {
            let late = Trouble::Connection(Failure::because(attempted, late));
            Err(link.over(&live, late, attempted).await)
        }
    }
}
