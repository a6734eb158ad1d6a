//! The list of streams, in the order in which they began. What is in a stream is not asked for here.

use rusqlite::{Connection, params};

use super::rows::{self, Trouble, column};
use crate::limits;
use crate::port::Began;
use crate::record::Position;

/// A page of the streams that have a record, after the one of a number.
pub(super) fn page(
    connection: &Connection,
    after: u64,
    limit: usize,
) -> Result<Vec<Began>, Trouble> {
    let sql = "SELECT number, name,
            (SELECT position FROM record WHERE stream = number AND revision = 0) AS first
        FROM stream WHERE number > ?1 AND first IS NOT NULL ORDER BY number LIMIT ?2";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query(params![column(after), column(limits::page_of(limit) as u64)])?;
    let mut began = Vec::new();
    while let Some(row) = rows.next()? {
        let first: i64 = row.get(2)?;
        let damaged = || {
            let position = u64::try_from(first).ok().and_then(Position::from_number);
            let out_of_range = Trouble::Driver(rusqlite::Error::IntegralValueOutOfRange(2, first));
            position.map_or(out_of_range, |position| rows::fault(position, "stream"))
        };
        let number = u64::try_from(row.get::<_, i64>(0)?).map_err(|_| damaged())?;
        let name: String = row.get(1)?;
        began.push(Began { number, stream: name.parse().map_err(|_| damaged())? });
    }
    Ok(began)
}
