//! The one row that says which ledger a file holds: written once, and held against its own digest
//! whenever it is read. Whoever rewrites the digest too is not found out here.

use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use super::OpenRefusal;
use super::rows::Trouble;
use crate::secret::{LedgerIdentity, LedgerSecret};

/// Writes the identity of a new ledger.
pub(super) fn write(
    transaction: &Transaction<'_>,
    identity: &LedgerIdentity,
) -> rusqlite::Result<()> {
    let LedgerIdentity { id, synthetic, secret } = identity;
    let insert = "INSERT INTO ledger_identity VALUES (1, ?1, ?2, ?3, ?4)";
    let digest = identity.digest();
    transaction.execute(insert, params![id.as_bytes(), synthetic, secret.bytes(), digest])?;
    Ok(())
}

/// Reads the identity, and refuses one that was changed.
pub(super) fn read(
    connection: &Connection,
) -> Result<Result<LedgerIdentity, OpenRefusal>, Trouble> {
    let sql = "SELECT id, synthetic, secret, digest FROM ledger_identity";
    let (identity, digest): (_, [u8; 32]) = connection.query_row(sql, (), |row| {
        let identity = LedgerIdentity {
            id: Uuid::from_bytes(row.get(0)?),
            synthetic: row.get(1)?,
            secret: LedgerSecret::from_bytes(row.get(2)?),
        };
        Ok((identity, row.get(3)?))
    })?;
    let follows = identity.digest() == digest;
    Ok(if follows { Ok(identity) } else { Err(OpenRefusal::IdentityChanged) })
}
