//! The one thread that writes. Everything that is waiting goes into one transaction, so that many
//! writers share a flush; each append is decided before it is written, so that one that is refused
//! does not touch its neighbours. After a failed write nothing further is accepted: what the file then
//! holds is found out by opening it again, not guessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::lock::Lock;
use super::rows::{self, Trouble};
use super::{Emptied, EmptyError, pages, schema};
use crate::admit::{self, Admission, Pending, Place, Question};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::order::{Order, Positions, Times};
use crate::port::{AppendError, AppendRefusal, Appended, Expected, ReplicateError};
use crate::record::{After, Record, StreamName};
use crate::verify;

/// How many appends wait before further callers are held back.
pub(super) const QUEUE_APPENDS_MAX: usize = 1_024;
/// The most appends that share a transaction.
const GROUP_APPENDS_MAX: usize = 512;
/// Once a transaction holds this many records, no further append joins it.
const GROUP_RECORDS_ENOUGH: usize = 4_096;

/// Something to write.
pub(super) enum Job {
    Append(Append),
    Empty {
        part: PartName,
        answer: oneshot::Sender<Result<Emptied, EmptyError>>,
    },
    TakeOver {
        after: After,
        records: Vec<Record>,
        answer: oneshot::Sender<Result<After, ReplicateError>>,
    },
    GoOnFilling {
        order: Order,
        answer: oneshot::Sender<Result<(), ReplicateError>>,
    },
    #[cfg(feature = "cluster")]
    Follow {
        heard: Vec<super::replica::Heard>,
        answer: oneshot::Sender<super::replica::Took>,
    },
}

/// What a caller wishes to have appended.
pub(super) struct Wish {
    pub(super) stream: StreamName,
    pub(super) expected: Expected,
    pub(super) pending: Vec<Pending>,
}

/// An append that is waiting.
pub(super) struct Append {
    pub(super) wish: Wish,
    pub(super) answer: oneshot::Sender<Result<Appended, AppendError>>,
}

/// Which part is meant.
pub(super) struct PartName {
    pub(super) stream: StreamName,
    pub(super) entry: Uuid,
    pub(super) number: u16,
}

/// What an append came to, to be answered once the transaction has ended.
type Outcome = Result<Appended, AppendRefusal>;

/// Why a group was not written, by how far it had got.
enum Unwritten {
    Before(Failure),
    Midway(Failure),
    Committing(Failure),
}

impl Unwritten {
    fn error(&self) -> AppendError {
        match self {
            Self::Before(failure) | Self::Midway(failure) => {
                AppendError::NotWritten(failure.clone())
            }
            Self::Committing(failure) => AppendError::Unknown(failure.clone()),
        }
    }
}

/// Where the ledger stands: in the file, or in a transaction that has not ended.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) head: After,
    pub(super) recorded_at: Option<DateTime<Utc>>,
}

/// What the writing thread holds.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) ledger: Uuid,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) standing: Standing,
    /// Tells followers how far the ledger goes; gone once nothing further can come.
    pub(super) told: Option<watch::Sender<After>>,
    pub(super) stopped: Option<Failure>,
    /// What has been checked while the ledger is being filled from another.
    pub(super) filling: Option<Order>,
    pub(super) buffer: Vec<u8>,
    /// Released last, when everything else has been let go.
    pub(super) lock: Lock,
}

impl Writer {
    /// Writes what is asked until nobody is left to ask.
    pub(super) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut held = None;
        while let Some(job) = held.take().or_else(|| jobs.blocking_recv()) {
            match job {
                Job::Append(first) => held = self.group(first, &mut jobs),
                Job::Empty { part, answer } => {
                    let outcome = self.empty(&part);
                    drop(answer.send(outcome));
                }
                Job::TakeOver { after, records, answer } => {
                    let outcome = self.take_over(after, records);
                    drop(answer.send(outcome));
                }
                Job::GoOnFilling { order, answer } => {
                    let outcome = self.go_on_filling(order);
                    drop(answer.send(outcome));
                }
                #[cfg(feature = "cluster")]
                Job::Follow { heard, answer } => {
                    let outcome = self.follow(heard);
                    drop(answer.send(outcome));
                }
            }
        }
        let Self { connection, lock, .. } = self;
        drop(connection);
        drop(lock);
    }

    /// Takes everything that is waiting into one transaction, and answers when it is durable. Hands
    /// back the job that could not join.
    fn group(&mut self, first: Append, jobs: &mut mpsc::Receiver<Job>) -> Option<Job> {
        let mut records = first.wish.pending.len();
        let mut group = vec![first];
        let mut held = None;
        while group.len() < GROUP_APPENDS_MAX && records < GROUP_RECORDS_ENOUGH && held.is_none() {
            match jobs.try_recv() {
                Ok(Job::Append(next)) => {
                    records += next.wish.pending.len();
                    group.push(next);
                }
                Ok(
                    other @ (Job::Empty { .. } | Job::TakeOver { .. } | Job::GoOnFilling { .. }),
                ) => {
                    held = Some(other);
                }
                #[cfg(feature = "cluster")]
                Ok(other @ Job::Follow { .. }) => held = Some(other),
                Err(mpsc::error::TryRecvError::Empty | mpsc::error::TryRecvError::Disconnected) => {
                    break;
                }
            }
        }
        self.write(group);
        held
    }

    /// Writes a group and answers each of its appends.
    fn write(&mut self, group: Vec<Append>) {
        let mut wishes = Vec::with_capacity(group.len());
        let mut answers = Vec::with_capacity(group.len());
        for Append { wish, answer } in group {
            wishes.push(wish);
            answers.push(answer);
        }
        let written = match &self.stopped {
            Some(stopped) => Err(Unwritten::Before(stopped.clone())),
            None => self.attempt(wishes),
        };
        match written {
            Ok((standing, outcomes)) => {
                if standing.head != self.standing.head {
                    self.filling = None;
                }
                self.advance(standing);
                // Whoever stopped waiting can ask again.
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    drop(answer.send(outcome.map_err(AppendError::Refused)));
                }
            }
            Err(unwritten) => {
                for answer in answers {
                    drop(answer.send(Err(unwritten.error())));
                }
                match unwritten {
                    Unwritten::Before(_) => {}
                    Unwritten::Midway(failure) | Unwritten::Committing(failure) => {
                        self.stop(&failure);
                    }
                }
            }
        }
    }

    /// Decides and writes the appends of a group, and makes them durable.
    fn attempt(&mut self, wishes: Vec<Wish>) -> Result<(Standing, Vec<Outcome>), Unwritten> {
        // Another program may hold the file. Nothing is in doubt then, and nothing has to stop.
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| {
            Unwritten::Before(Failure::because("beginning to write to the ledger", error))
        })?;
        let mut desk = Desk {
            connection: &transaction,
            ledger: self.ledger,
            now: self.clock.now(),
            standing: self.standing,
            buffer: &mut self.buffer,
        };
        let midway =
            |trouble: Trouble| Unwritten::Midway(trouble.failure("writing records to the ledger"));
        let outcomes = wishes.into_iter().map(|wish| desk.append(wish).map_err(midway));
        let outcomes = outcomes.collect::<Result<Vec<_>, _>>()?;
        let standing = desk.standing;
        transaction.commit().map_err(|error| {
            Unwritten::Committing(Failure::because("making records durable", error))
        })?;
        Ok((standing, outcomes))
    }

    pub(super) fn advance(&mut self, standing: Standing) {
        self.standing = standing;
        if let Some(told) = &self.told {
            told.send_replace(standing.head);
        }
    }

    fn stop(&mut self, failure: &Failure) {
        tracing::error!(?failure, "the ledger accepts nothing further until it is opened again");
        self.told = None;
        let said = "the ledger stopped accepting records after a failed write; open it again";
        self.stopped = Some(Failure::because(said, failure.clone()));
    }

    fn empty(&mut self, part: &PartName) -> Result<Emptied, EmptyError> {
        if let Some(stopped) = &self.stopped {
            return Err(EmptyError::Failed(stopped.clone()));
        }
        let attempted = "emptying a part";
        let failed = |trouble: Trouble| EmptyError::Failed(trouble.failure(attempted));
        let connection = &self.connection;
        let missing = || EmptyError::NoSuchPart { entry: part.entry, number: part.number };
        let stream = pages::stream_number(connection, &part.stream).map_err(failed)?;
        let stream = (&part.stream, stream.ok_or_else(missing)?);
        let record = pages::find(connection, stream, part.entry).map_err(failed)?;
        let record = record.ok_or_else(missing)?;
        let emptied = rows::empty(connection, &record, part.number).map_err(failed)?;
        let emptied = emptied.ok_or_else(missing)?;
        // The write-ahead log still holds the text until it is written back and cut off.
        let cut = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()));
        cut.map_err(|error| failed(error.into()))?;
        Ok(emptied)
    }

    fn go_on_filling(&mut self, order: Order) -> Result<(), ReplicateError> {
        let head = self.standing.head;
        if order.after() != head {
            return Err(ReplicateError::NotEmpty { head });
        }
        self.filling = Some(order);
        Ok(())
    }

    fn take_over(&mut self, after: After, records: Vec<Record>) -> Result<After, ReplicateError> {
        if let Some(stopped) = &self.stopped {
            return Err(ReplicateError::Write(stopped.clone()));
        }
        let head = self.standing.head;
        let mut order = match (after, self.filling.take()) {
            (After::Start, _) if head == After::Start => {
                Order::new(Positions::Gapless, Times::EachNodesOwn)
            }
            (After::Position(_), Some(order)) if order.after() == after => order,
            (After::Start | After::Position(_), _) => {
                return Err(ReplicateError::NotEmpty { head });
            }
        };
        let records =
            verify::as_next(self.ledger, &mut order, records).map_err(ReplicateError::Faulty)?;
        let Some(last) = records.last() else { return Ok(head) };
        let standing =
            Standing { head: After::Position(last.position), recorded_at: Some(last.recorded_at) };
        let times = self.standing.recorded_at.into_iter();
        let times = times.chain(records.iter().map(|record| record.recorded_at));
        let times = if times.is_sorted() { Times::NeverBack } else { Times::EachNodesOwn };
        if let Err(trouble) = fill(&self.connection, &records, times) {
            let failure = trouble.failure("taking over the records of another ledger");
            self.stop(&failure);
            return Err(ReplicateError::Write(failure));
        }
        self.filling = Some(order);
        self.advance(standing);
        Ok(standing.head)
    }
}

/// Writes records of any streams in one transaction, and that their times go back where they do.
fn fill(connection: &Connection, records: &[Record], times: Times) -> Result<(), Trouble> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    match times {
        Times::NeverBack => {}
        Times::EachNodesOwn => schema::mark_several_nodes(&transaction)?,
    }
    let mut numbers = BTreeMap::new();
    for record in records {
        let number = match numbers.get(&record.stream) {
            Some(number) => *number,
            None => match pages::stream_number(&transaction, &record.stream)? {
                Some(number) => number,
                None => rows::intern(&transaction, &record.stream)?,
            },
        };
        numbers.insert(&record.stream, number);
        rows::insert(&transaction, number, std::slice::from_ref(record))?;
    }
    Ok(transaction.commit()?)
}

/// Where appends are decided and written, within one transaction.
struct Desk<'a> {
    connection: &'a Connection,
    ledger: Uuid,
    now: DateTime<Utc>,
    standing: Standing,
    buffer: &'a mut Vec<u8>,
}

impl Desk<'_> {
    /// Decides one append, and writes it where it is to be written.
    fn append(&mut self, wish: Wish) -> Result<Outcome, Trouble> {
        let Wish { stream, expected, pending } = wish;
        let stream = &stream;
        let number = pages::stream_number(self.connection, stream)?;
        let mut actual = Expected::NoStream;
        let mut standing = Vec::with_capacity(pending.len());
        if let Some(number) = number {
            actual = pages::stream_head(self.connection, number)?;
            for one in &pending {
                standing.push(pages::find(self.connection, (stream, number), one.id)?);
            }
        } else {
            standing.resize(pending.len(), None);
        }
        let question = Question { stream, expected, actual, pending: &pending, standing };
        let mut revision = match admit::admit(question) {
            Ok(Admission::Write(revision)) => revision,
            Ok(Admission::Already(records)) => return Ok(Ok(Appended { records, already: true })),
            Err(refusal) => return Ok(Err(refusal)),
        };
        let recorded_at = admit::stamp(self.now, self.standing.recorded_at);
        let mut position = self.standing.head.next();
        let mut records = Vec::with_capacity(pending.len());
        for one in pending {
            let place = Place { ledger: self.ledger, stream, revision, position, recorded_at };
            records.push(one.place(&place, self.buffer));
            self.standing.head = After::Position(position);
            revision = revision.next();
            position = position.next();
        }
        self.standing.recorded_at = Some(recorded_at);
        let number = match number {
            Some(number) => number,
            None => rows::intern(self.connection, stream)?,
        };
        rows::insert(self.connection, number, &records)?;
        Ok(Ok(Appended { records, already: false }))
    }
}
