//! The file's schema and its versions: what a new file gets, how an older one is brought up to date,
//! and the refusal of one that a later release wrote.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::OpenRefusal;
use super::rows::Trouble;
use crate::order::Times;

/// Marks the file as a ledger of ours: the letters CNDR.
const APPLICATION_ID: i64 = 0x434e_4452;
/// Marks the file as a ledger that was taken over from several nodes, each with a clock of its own: the
/// letters CNDS.
const SEVERAL_NODES_ID: i64 = 0x434e_4453;
/// Marks the file as a node's copy of a ledger that lives on a cluster: the letters CNDN.
const REPLICA_ID: i64 = 0x434e_444e;

/// The steps from each version to the next; the first makes version 1 of an empty file.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// The version that this release writes.
pub(super) const VERSION: i64 = 1;

/// What a file is before anything is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing is in it.
    Empty,
    /// It is a ledger of this version.
    Ledger(i64),
    /// It is a node's copy of a ledger on a cluster, of this version.
    Replica(i64),
    /// It is a database of something else.
    Other,
}

/// Looks at what a file is.
pub(super) fn found(connection: &Connection) -> Result<Found, Trouble> {
    let number = |pragma: &str| connection.query_row(pragma, (), |row| row.get::<_, i64>(0));
    let objects = number("SELECT count(*) FROM sqlite_schema")?;
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    Ok(match (application, version, objects) {
        (APPLICATION_ID | SEVERAL_NODES_ID, 1.., _) => Found::Ledger(version),
        (REPLICA_ID, 1.., _) => Found::Replica(version),
        (0, 0, 0) => Found::Empty,
        (_, _, _) => Found::Other,
    })
}

/// What the times of the records say of their order.
pub(super) fn times(connection: &Connection) -> Result<Times, Trouble> {
    let mut select = connection.prepare_cached("PRAGMA application_id")?;
    let marked: i64 = select.query_row((), |row| row.get(0))?;
    Ok(if marked == APPLICATION_ID { Times::NeverBack } else { Times::EachNodesOwn })
}

/// Says in the file that its records were written by several nodes.
pub(super) fn mark_several_nodes(connection: &Connection) -> Result<(), Trouble> {
    Ok(connection.pragma_update(None, "application_id", SEVERAL_NODES_ID)?)
}

/// Refuses a file that this release cannot read as it stands.
pub(super) fn readable(found: Found) -> Result<(), OpenRefusal> {
    match found {
        Found::Ledger(version) if version > VERSION => {
            Err(OpenRefusal::Newer { found: version, known: VERSION })
        }
        Found::Ledger(version) if version < VERSION => {
            Err(OpenRefusal::Older { found: version, known: VERSION })
        }
        Found::Ledger(_) => Ok(()),
        Found::Replica(_) => Err(OpenRefusal::Replica),
        Found::Empty => Err(OpenRefusal::NoLedger),
        Found::Other => Err(OpenRefusal::NotALedger),
    }
}

/// Refuses a file that is not a copy that this release can read as it stands.
#[cfg(feature = "cluster")]
pub(super) fn readable_replica(found: Found) -> Result<(), OpenRefusal> {
    match found {
        Found::Replica(VERSION) => Ok(()),
        Found::Replica(version) => Err(OpenRefusal::OtherReplica { found: version }),
        Found::Ledger(_) => Err(OpenRefusal::NotAReplica),
        Found::Empty => Err(OpenRefusal::NoLedger),
        Found::Other => Err(OpenRefusal::NotALedger),
    }
}

/// Makes an empty file a node's copy, all or nothing.
#[cfg(feature = "cluster")]
pub(super) fn make_replica(
    connection: &mut Connection,
    then: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
) -> Result<(), Trouble> {
    bring_up(connection, 0, |transaction| {
        transaction.execute_batch(include_str!("replica.sql"))?;
        transaction.pragma_update(None, "application_id", REPLICA_ID)?;
        then(transaction)
    })
}

/// Takes the file from a version to the current one, all or nothing, and then does what else has to be
/// true of it.
pub(super) fn bring_up(
    connection: &mut Connection,
    from: i64,
    then: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let steps = STEPS.iter().skip(usize::try_from(from).unwrap_or(usize::MAX));
    for step in steps {
        transaction.execute_batch(step)?;
    }
    if from == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    then(&transaction)?;
    Ok(transaction.commit()?)
}

/// What this release makes, without records, to hold a file against.
pub(super) fn example() -> Result<Connection, Trouble> {
    let mut connection = Connection::open_in_memory()?;
    bring_up(&mut connection, 0, |_| Ok(()))?;
    Ok(connection)
}

/// What a node's copy has, without records.
#[cfg(feature = "cluster")]
pub(super) fn example_replica() -> Result<Connection, Trouble> {
    let mut connection = Connection::open_in_memory()?;
    make_replica(&mut connection, |_| Ok(()))?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_leads_to_the_next_version() {
        assert_eq!(i64::try_from(STEPS.len()), Ok(VERSION));
    }
}
