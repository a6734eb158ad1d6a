//! A node's copy of a ledger that lives on a cluster: the same file, filled with what is heard from the
//! cluster and with nothing else. The place up to which it was heard is written with the records, so that
//! each is taken once. It can be thrown away: a crash may lose the end of it, which is then heard again.
//! Nothing here speaks to a cluster.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::open::{self, OpenError, OpenRefusal, Stop};
use super::readers::Readers;
use super::rows::{self, Trouble, column};
use super::schema::{self, Found};
use super::writer::{Job, Standing, Writer};
use super::{Access, EmbeddedStore, gone, identity, pages};
use crate::clock::{Clock, Entropy};
use crate::failure::Failure;
use crate::port::{Expected, ReadError};
use crate::private;
use crate::record::{After, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::verify::{Fault, Wrong};

/// After how many records a place is noted, from which the cluster can be read on.
const PLACES_EVERY: u64 = 1_000;
/// A node and a server that are further apart than this are told.
const CLOCKS_APART_MS: i64 = 5_000;

/// A place in the log of a cluster: ordered, with gaps, the same on all of its servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LogPlace {
    pub(crate) commit: u64,
    pub(crate) prepare: u64,
}

/// A record as it was heard from the cluster.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heard {
    /// The record; its position is not its own yet.
    pub(crate) record: Record,
    /// Where the cluster has it.
    pub(crate) place: LogPlace,
    /// The node that wrote it.
    pub(crate) node: Uuid,
    /// By how many milliseconds the server's clock was ahead of the node's when it took the record; nothing
    /// where the record was taken over from elsewhere, or the server did not say.
    pub(crate) server_ahead_ms: Option<i64>,
}

/// What a copy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReplicaState {
    /// The node's identifier.
    pub(crate) node: Uuid,
    /// Up to where the cluster was heard.
    pub(crate) place: Option<LogPlace>,
    /// The latest time that this node has stamped.
    pub(crate) own_recorded_at: Option<DateTime<Utc>>,
    /// How many records had a node and a server whose clocks were too far apart.
    pub(crate) clock_alarms: u64,
    /// By how much at most.
    pub(crate) clock_apart_max_ms: i64,
}

/// Why what was heard was not taken, or not all of it.
#[derive(Clone, Debug)]
pub(crate) enum NotTaken {
    /// A record does not continue its stream. Those before it were taken.
    Fault(Fault),
    /// It could not be written. None was taken.
    Failed(Failure),
}

/// What came of taking what was heard: the records at their positions, and what stopped it.
pub(crate) type Took = (Vec<Record>, Option<NotTaken>);

impl EmbeddedStore {
    /// Opens the copy of a directory to be filled, and makes it where there is none, with an identifier of
    /// its own for the node.
    ///
    /// # Errors
    /// Refuses a directory with the ledger itself, or with a copy of another one, and where another process
    /// fills it.
    pub(crate) fn follow(
        directory: &Path,
        identity: &LedgerIdentity,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let opened = || {
            let attempted = "making the node's directory";
            private::directory(directory)
                .map_err(|error| Stop::Failed(Failure::because(attempted, error)))?;
            let lock = open::lock(directory, &*clock)?;
            open::simulated(identity, &*clock, &*entropy)?;
            let file = directory.join(super::LEDGER_FILE);
            private::file(&file)
                .map_err(|error| Stop::Failed(Failure::because("making the file", error)))?;
            let mut connection = open::connect(&file)?;
            match schema::found(&connection).map_err(Stop::failed("looking at the file"))? {
                Found::Empty => {
                    open::prepare(&connection).map_err(Stop::failed("preparing the file"))?;
                    let node = drawn(&*entropy);
                    schema::make_replica(&mut connection, |transaction| {
                        identity::write(transaction, identity)?;
                        let insert = "INSERT INTO replica VALUES (1, ?1, NULL, NULL, NULL, 0, 0)";
                        transaction.execute(insert, [node.as_bytes()]).map(|_| ())
                    })
                    .map_err(Stop::failed("writing the file's form"))?;
                }
                found @ (Found::Ledger(_) | Found::Replica(_) | Found::Other) => {
                    schema::readable_replica(found)?;
                    same_ledger(&connection, identity)?;
                    open::prepare(&connection).map_err(Stop::failed("preparing the file"))?;
                }
            }
            // What a crash loses is heard again, so nothing has to wait for the disk.
            connection
                .pragma_update(None, "synchronous", "NORMAL")
                .map_err(Stop::failed("preparing the file"))?;
            let files = (connection, lock);
            let mut store = Self::start(directory, identity.clone(), files, (clock, entropy))?;
            if let Access::Writing(pen) = store.access {
                store.access = Access::Following(pen);
            }
            Ok(store)
        };
        opened().map_err(|stop: Stop| stop.at(directory))
    }

    /// Opens the copy of a directory for reading alone, whether or not another process fills it; nothing
    /// where there is none.
    ///
    /// # Errors
    /// Refuses a directory with the ledger itself.
    pub(crate) fn read_replica(directory: &Path) -> Result<Option<Self>, OpenError> {
        let opened = || {
            let file = directory.join(super::LEDGER_FILE);
            if !file.try_exists().unwrap_or(true) {
                return Ok(None);
            }
            let readers = Readers::new(file.clone());
            let found = readers.with_connection(schema::found);
            match found.map_err(Stop::failed("looking at the file"))? {
                Found::Empty => return Ok(None),
                found @ (Found::Ledger(_) | Found::Replica(_) | Found::Other) => {
                    schema::readable_replica(found)?;
                }
            }
            let identity = readers.with_connection(identity::read);
            let identity = identity.map_err(Stop::failed("reading the identity"))??;
            Ok(Some(Self { identity, file, readers, access: Access::ReadingOnly }))
        };
        opened().map_err(|stop: Stop| stop.at(directory))
    }

    /// Takes what was heard next. What was taken before is passed over.
    pub(crate) async fn take(&self, heard: Vec<Heard>) -> Took {
        let Access::Following(pen) = &self.access else {
            let failure = Failure::new("the copy was opened for reading alone");
            return (Vec::new(), Some(NotTaken::Failed(failure)));
        };
        let (answer, answered) = oneshot::channel();
        if let Err(failure) = pen.ask(Job::Follow { heard, answer }).await {
            return (Vec::new(), Some(NotTaken::Failed(failure)));
        }
        answered.await.unwrap_or_else(|_| (Vec::new(), Some(NotTaken::Failed(gone()))))
    }

    /// What the copy says of itself.
    pub(crate) async fn replica_state(&self) -> Result<ReplicaState, ReadError> {
        self.readers.read("reading how far the node's copy goes", state).await
    }

    /// The last place that was noted before or at a position, and whose it is.
    pub(crate) async fn place_before(
        &self,
        after: After,
    ) -> Result<Option<(After, LogPlace)>, ReadError> {
        let ask = move |connection: &Connection| {
            let sql = "SELECT position, place_commit, place_prepare FROM replica_place
                WHERE position <= ?1 ORDER BY position DESC LIMIT 1";
            let found =
                connection.prepare_cached(sql)?.query_row([column(after.number())], |row| {
                    Ok((row.get::<_, i64>(0)?, place(row.get(1)?, row.get(2)?)))
                });
            let found = found.optional()?;
            Ok(found.map(|(number, place)| (After::from_number(number.unsigned_abs()), place)))
        };
        self.readers.read("looking for a place in the cluster's log", ask).await
    }

    /// Where a stream stands here, and the records of these entries in it.
    pub(crate) async fn standing(
        &self,
        stream: &StreamName,
        entries: Vec<Uuid>,
    ) -> Result<(Expected, Vec<Option<Record>>), ReadError> {
        let stream = stream.clone();
        let ask = move |connection: &Connection| {
            let transaction = connection.unchecked_transaction()?;
            let Some(number) = pages::stream_number(&transaction, &stream)? else {
                return Ok((Expected::NoStream, vec![None; entries.len()]));
            };
            let actual = pages::stream_head(&transaction, number)?;
            let found = entries.iter().map(|id| pages::find(&transaction, (&stream, number), *id));
            Ok((actual, found.collect::<Result<_, _>>()?))
        };
        self.readers.read("looking for entries in a stream", ask).await
    }
}

/// A random identifier, in the form that says so.
fn drawn(entropy: &dyn Entropy) -> Uuid {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    Uuid::new_v8(bytes)
}

fn same_ledger(connection: &Connection, wanted: &LedgerIdentity) -> Result<(), Stop> {
    let found = identity::read(connection).map_err(Stop::failed("reading the identity"))??;
    if found == *wanted { Ok(()) } else { Err(OpenRefusal::OtherLedger.into()) }
}

fn place(commit: i64, prepare: i64) -> LogPlace {
    LogPlace { commit: commit.unsigned_abs(), prepare: prepare.unsigned_abs() }
}

pub(super) fn state(connection: &Connection) -> Result<ReplicaState, Trouble> {
    let sql = "SELECT node, place_commit, place_prepare, own_recorded_at, clock_alarms,
        clock_apart_max_ms FROM replica";
    let mut select = connection.prepare_cached(sql)?;
    Ok(select.query_row((), |row| {
        let (commit, prepare): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
        let own: Option<i64> = row.get(3)?;
        Ok(ReplicaState {
            node: Uuid::from_bytes(row.get(0)?),
            place: commit.zip(prepare).map(|(commit, prepare)| place(commit, prepare)),
            own_recorded_at: own.and_then(DateTime::from_timestamp_micros),
            clock_alarms: row.get::<_, i64>(4)?.unsigned_abs(),
            clock_apart_max_ms: row.get(5)?,
        })
    })?)
}

impl Writer {
    /// Takes what was heard into one transaction, up to the first record that does not continue its stream.
    pub(super) fn follow(&mut self, heard: Vec<Heard>) -> Took {
        if let Some(stopped) = &self.stopped {
            return (Vec::new(), Some(NotTaken::Failed(stopped.clone())));
        }
        match take(&self.connection, self.standing, heard) {
            Ok((records, fault)) => {
                if let Some(last) = records.last() {
                    let recorded_at = Some(last.recorded_at);
                    self.advance(Standing { head: last.position.into(), recorded_at });
                }
                (records, fault.map(NotTaken::Fault))
            }
            Err(trouble) => {
                let failure = trouble.failure("writing what was heard from the cluster");
                (Vec::new(), Some(NotTaken::Failed(failure)))
            }
        }
    }
}

/// The number under which a stream is kept, and its next revision.
type Next = (i64, Revision);

fn take(
    connection: &Connection,
    standing: Standing,
    heard: Vec<Heard>,
) -> Result<(Vec<Record>, Option<Fault>), Trouble> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let mut state = state(&transaction)?;
    let mut streams: BTreeMap<StreamName, Next> = BTreeMap::new();
    let mut taken = Vec::with_capacity(heard.len());
    let mut position = standing.head.next();
    let mut fault = None;
    for Heard { mut record, place, node, server_ahead_ms } in heard {
        if state.place.is_some_and(|taken| place <= taken) {
            continue;
        }
        record.position = position;
        let (number, next) = match streams.get(&record.stream) {
            Some(known) => *known,
            None => next_of(&transaction, &record.stream)?,
        };
        if record.revision != next {
            fault = Some(Fault {
                position,
                wrong: Wrong::Revision {
                    stream: record.stream,
                    found: record.revision,
                    expected: next,
                },
            });
            break;
        }
        let number = if next == Revision::FIRST {
            rows::intern(&transaction, &record.stream)?
        } else {
            number
        };
        streams.insert(record.stream.clone(), (number, next.next()));
        rows::insert(&transaction, number, std::slice::from_ref(&record))?;
        note(&transaction, position, place)?;
        state.place = Some(place);
        if node == state.node {
            state.own_recorded_at = state.own_recorded_at.max(Some(record.recorded_at));
        }
        alarm(&mut state, &record, server_ahead_ms);
        taken.push(record);
        position = position.next();
    }
    keep(&transaction, &state)?;
    transaction.commit()?;
    Ok((taken, fault))
}

fn next_of(connection: &Connection, stream: &StreamName) -> Result<Next, Trouble> {
    let Some(number) = pages::stream_number(connection, stream)? else {
        return Ok((0, Revision::FIRST));
    };
    Ok((number, pages::stream_head(connection, number)?.next()))
}

/// Notes the place of a record now and then.
fn note(connection: &Connection, position: Position, place: LogPlace) -> Result<(), Trouble> {
    if position.number().is_multiple_of(PLACES_EVERY) {
        let mut insert =
            connection.prepare_cached("INSERT INTO replica_place VALUES (?1, ?2, ?3)")?;
        let position = column(position.number());
        insert.execute(params![position, column(place.commit), column(place.prepare)])?;
    }
    Ok(())
}

fn alarm(state: &mut ReplicaState, record: &Record, server_ahead_ms: Option<i64>) {
    let Some(ahead) = server_ahead_ms.filter(|ahead| ahead.abs() > CLOCKS_APART_MS) else { return };
    tracing::warn!(
        stream = %record.stream, revision = %record.revision, server_ahead_ms = ahead,
        "the clocks of a node and of the cluster are more than 5 s apart"
    );
    state.clock_alarms += 1;
    state.clock_apart_max_ms = state.clock_apart_max_ms.max(ahead.abs());
}

fn keep(connection: &Connection, state: &ReplicaState) -> Result<(), Trouble> {
    let sql = "UPDATE replica SET place_commit = ?1, place_prepare = ?2, own_recorded_at = ?3,
        clock_alarms = ?4, clock_apart_max_ms = ?5";
    connection.prepare_cached(sql)?.execute(params![
        state.place.map(|place| column(place.commit)),
        state.place.map(|place| column(place.prepare)),
        state.own_recorded_at.map(|time| time.timestamp_micros()),
        column(state.clock_alarms),
        state.clock_apart_max_ms,
    ])?;
    Ok(())
}
