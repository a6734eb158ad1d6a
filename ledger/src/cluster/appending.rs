//! One append, from the drafts to the records as they stand. It is decided by the node's copy where the copy
//! knows enough, and by the cluster otherwise; answered only from the copy, once the copy has heard it. What
//! was sent is compared with what stands, because the cluster takes the same identifiers for the same entry,
//! whatever is in it.

use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::Shared;
use super::reader;
use super::wire::{self, Event, Origin};
use super::writer::{Sending, Unwritten};
use crate::admit::{self, Admission, Pending, Place, Question};
use crate::failure::Failure;
use crate::limits::Limit;
use crate::port::{AppendError, AppendRefusal, Appended, Expected, ReadError};
use crate::record::{Draft, Position, Record, Revision, StreamName};

/// How often an append is decided anew because the stream has moved meanwhile.
const ROUNDS_MAX: u32 = 4;
/// How long the copy may take to hear what was written.
const HEARD_WAIT_MS: u64 = 30_000;
/// How often the copy is looked at where nobody says that it has grown.
const LOOK_MS: u64 = 5;
/// How long to wait to be told before looking.
const TOLD_WAIT_MS: u64 = 250;
/// After how many looks it is tried to fill the copy, where another process does or did.
const STEP_IN_LOOKS: u64 = 100;

impl Shared {
    pub(super) async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        admit::check(stream, &drafts)?;
        let ledger = self.node.identity.id;
        let commit = |draft| Pending::new(ledger, draft, &*self.node.entropy);
        let pending: Vec<Pending> = drafts.into_iter().map(commit).collect();
        let ids: Vec<Uuid> = pending.iter().map(|one| one.id).collect();
        let mut asked = None;
        for _ in 0..ROUNDS_MAX {
            let standing = self.node.copy().standing(stream, ids.clone()).await;
            let (actual, standing) = standing.map_err(not_read)?;
            let question = Question { stream, expected, actual, pending: &pending, standing };
            let revision = match admit::admit(question) {
                Ok(Admission::Already(records)) => return Ok(Appended { records, already: true }),
                Ok(Admission::Write(revision)) => revision,
                // The copy may lag behind the cluster, and never runs ahead of it.
                Err(AppendRefusal::Conflict { .. })
                    if asked != Some(actual)
                        && revision_count(actual) < revision_count(expected) =>
                {
                    asked = Some(self.heard_to_the_head(stream).await?);
                    continue;
                }
                Err(refusal) => return Err(refusal.into()),
            };
            match self.write(stream, expected, (revision, &pending)).await {
                Ok(appended) => return Ok(appended),
                Err(Unsent::Moved) => {
                    asked = Some(self.heard_to_the_head(stream).await?);
                }
                Err(Unsent::Error(error)) => return Err(error),
            }
        }
        let said = "the cluster says that the stream has moved, and it has not";
        Err(AppendError::NotWritten(Failure::new(said)))
    }

    /// Sends the records and waits until the copy has heard them.
    async fn write(
        &self,
        stream: &StreamName,
        expected: Expected,
        (revision, pending): (Revision, &[Pending]),
    ) -> Result<Appended, Unsent> {
        let records = self.placed(stream, revision, pending);
        let origin = Origin { ledger: self.node.identity.id, node: self.id, taken_over: false };
        let sending = self.sending(stream, (expected, origin), &records)?;
        let last = records.last().map_or(revision, |record| record.revision);
        let told = self.node.await_records(stream, (revision, last));
        let written = self.writer.append(stream, &sending).await;
        if let Err(unwritten) = written {
            drop(told);
            self.node.forget(stream);
            return Err(match unwritten {
                Unwritten::Conflict => Unsent::Moved,
                Unwritten::NotWritten(failure) => AppendError::NotWritten(failure).into(),
                Unwritten::Unknown(failure) => AppendError::Unknown(failure).into(),
            });
        }
        let wanted = records.len();
        let stand = match timeout(Duration::from_millis(TOLD_WAIT_MS), told).await {
            Ok(Ok(stand)) if stand.len() == wanted => stand,
            Ok(_) | Err(_) => {
                self.node.forget(stream);
                self.looked_up(stream, records.iter().map(|it| it.id).collect(), last).await?
            }
        };
        answer(stream, (records, pending), stand)
    }

    /// Stamps the records with the node's time, which never goes back.
    fn placed(&self, stream: &StreamName, revision: Revision, pending: &[Pending]) -> Vec<Record> {
        let mut stamped = self.stamped.lock().unwrap_or_else(PoisonError::into_inner);
        let recorded_at = admit::stamp(self.node.clock.now(), *stamped);
        *stamped = Some(recorded_at);
        drop(stamped);
        let ledger = self.node.identity.id;
        let mut buffer = Vec::with_capacity(1024);
        let mut revision = revision;
        let mut records = Vec::with_capacity(pending.len());
        for one in pending {
            let position = Position::FIRST;
            let place = Place { ledger, stream, revision, position, recorded_at };
            records.push(one.clone().place(&place, &mut buffer));
            revision = revision.next();
        }
        records
    }

    /// The append as it is sent, unless the servers would not take it.
    pub(super) fn sending(
        &self,
        stream: &StreamName,
        (expected, origin): (Expected, Origin),
        records: &[Record],
    ) -> Result<Sending, AppendError> {
        let failed =
            |error| AppendError::NotWritten(Failure::because("writing records as events", error));
        let events: Result<Vec<Event>, _> =
            records.iter().map(|record| wire::write(record, origin)).collect();
        let events = events.map_err(failed)?;
        let bytes: usize = events.iter().map(|event| event.bytes).sum();
        if bytes > self.append_bytes_max {
            let limit = Limit::ClusterAppendBytes { max: self.append_bytes_max };
            let stream = stream.clone();
            return Err(AppendRefusal::TooLarge { stream, limit, actual: bytes }.into());
        }
        let stream = format!("{}{stream}", self.node.named.namespace);
        Ok(Sending { stream, expected, events })
    }

    /// Asks the cluster where a stream stands, and waits until the copy has heard all of that.
    async fn heard_to_the_head(&self, stream: &StreamName) -> Result<Expected, AppendError> {
        let named = format!("{}{stream}", self.node.named.namespace);
        let head = reader::stream_head(&self.node.link, &named).await;
        let head = head.map_err(AppendError::NotWritten)?;
        if let Expected::At(last) = head {
            let looked = self.looked_up(stream, Vec::new(), last).await;
            looked.map_err(|failure| AppendError::NotWritten(failure.0))?;
        }
        Ok(head)
    }

    /// The records of a stream as the copy has them, once it has heard them up to a revision.
    async fn looked_up(
        &self,
        stream: &StreamName,
        ids: Vec<Uuid>,
        last: Revision,
    ) -> Result<Vec<Record>, Unheard> {
        let look = async {
            let mut looks: u64 = 0;
            loop {
                let found = self.node.copy().standing(stream, ids.clone()).await;
                let (actual, standing) = found.map_err(|error| {
                    Unheard(Failure::because("looking for what was written", error))
                })?;
                if revision_count(actual) > last.number() {
                    return Ok(standing.into_iter().flatten().collect());
                }
                let stopped = {
                    let hearing = self.node.hearing();
                    let hearing = hearing.borrow();
                    let fault = hearing.fault.clone();
                    let fault = fault.map(|it| Failure::because("following the cluster", it));
                    fault.or_else(|| hearing.failed.clone())
                };
                if let Some(stopped) = stopped {
                    return Err(Unheard(stopped));
                }
                looks += 1;
                if looks.is_multiple_of(STEP_IN_LOOKS) {
                    self.node.step_in();
                }
                sleep(Duration::from_millis(LOOK_MS)).await;
            }
        };
        match timeout(Duration::from_millis(HEARD_WAIT_MS), look).await {
            Ok(found) => found,
            Err(late) => Err(Unheard(Failure::because(
                "waiting for this node to hear of what the cluster took",
                late,
            ))),
        }
    }
}

/// Compares what was sent with what stands: somebody may have written the same entries just before.
fn answer(
    stream: &StreamName,
    (sent, pending): (Vec<Record>, &[Pending]),
    stand: Vec<Record>,
) -> Result<Appended, Unsent> {
    let same = sent.iter().zip(&stand).all(|(sent, stands)| sent.leaf == stands.leaf);
    if same && sent.len() == stand.len() {
        return Ok(Appended { records: stand, already: false });
    }
    let actual = stand.last().map_or(Expected::NoStream, |last| Expected::At(last.revision));
    let find = |one: &Pending| stand.iter().find(|record| record.id == one.id).cloned();
    let standing = pending.iter().map(find).collect();
    let question = Question { stream, expected: actual, actual, pending, standing };
    match admit::admit(question) {
        Ok(Admission::Already(records)) => Ok(Appended { records, already: true }),
        Ok(Admission::Write(_)) => Err(AppendError::Unknown(Failure::new(
            "the cluster took the append, and other entries stand in its place",
        ))
        .into()),
        Err(refusal) => Err(AppendError::Refused(refusal).into()),
    }
}

/// Why an append came to nothing yet.
pub(super) enum Unsent {
    /// The stream is elsewhere than the copy has it.
    Moved,
    Error(AppendError),
}

impl From<AppendError> for Unsent {
    fn from(error: AppendError) -> Self {
        Self::Error(error)
    }
}

/// The copy has not heard what was written, or cannot.
struct Unheard(Failure);

impl From<Unheard> for Unsent {
    /// Written it is: but where it stands is not known here.
    fn from(unheard: Unheard) -> Self {
        Self::Error(AppendError::Unknown(unheard.0))
    }
}

fn not_read(error: ReadError) -> AppendError {
    AppendError::NotWritten(Failure::because("reading where the stream stands", error))
}

/// How many records a stream has that stands so.
fn revision_count(expected: Expected) -> u64 {
    expected.next().number()
}
