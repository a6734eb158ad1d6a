//! Filling a ledger on a cluster from another, while it is empty: the records are sent as they stand, many at
//! a time and in their order, and then compared with what the node's copy has heard, record by record.

use std::sync::Arc;

use super::Shared;
use super::wire::Origin;
use super::writer::{Sending, Unwritten};
use crate::failure::Failure;
use crate::order::{Order, Positions, Times};
use crate::port::{AppendError, EventStore, Expected, ReadError, ReplicateError};
use crate::record::{After, Record, Revision};
use crate::verify;

/// The most records of one append; it has fewer where it would be too large.
const RUN_RECORDS_MAX: usize = 200;

impl Shared {
    pub(super) async fn take_over(
        self: &Arc<Self>,
        after: After,
        records: Vec<Record>,
    ) -> Result<After, ReplicateError> {
        let mut filling = self.filling.lock().await;
        let head = After::from(self.node.copy().head().await.map_err(not_read)?);
        let mut order = match (after, filling.take()) {
            (After::Start, _) if head == After::Start => {
                Order::new(Positions::Gapless, Times::EachNodesOwn)
            }
            (After::Position(_), Some(order)) if order.after() == after && head == after => order,
            (After::Start | After::Position(_), _) => {
                return Err(ReplicateError::NotEmpty { head });
            }
        };
        let ledger = self.node.identity.id;
        let records =
            verify::as_next(ledger, &mut order, records).map_err(ReplicateError::Faulty)?;
        let Some(last) = records.last() else { return Ok(head) };
        let last = After::Position(last.position);
        let mut sendings = Vec::new();
        for run in runs(&records) {
            self.send_run(run, &mut sendings)?;
        }
        self.writer.append_all_in_order(&sendings).await.map_err(not_written)?;
        self.compare(after, &records).await?;
        *filling = Some(order);
        Ok(last)
    }

    /// Makes appends of a run: one, or more where it would be too large.
    fn send_run(&self, run: &[Record], into: &mut Vec<Sending>) -> Result<(), ReplicateError> {
        let Some(first) = run.first() else { return Ok(()) };
        let before = first.revision.number().checked_sub(1).map(Revision::from_number);
        let expected = before.map_or(Expected::NoStream, Expected::At);
        let origin = Origin { ledger: self.node.identity.id, node: self.id, taken_over: true };
        match self.sending(&first.stream, (expected, origin), run) {
            Ok(sending) => into.push(sending),
            Err(_) if run.len() > 1 => {
                let (front, back) = run.split_at(run.len() / 2);
                self.send_run(front, into)?;
                self.send_run(back, into)?;
            }
            Err(AppendError::Refused(refusal)) => {
                let attempted = "sending a record to the cluster";
                return Err(ReplicateError::Write(Failure::because(attempted, refusal)));
            }
            Err(AppendError::NotWritten(failure) | AppendError::Unknown(failure)) => {
                return Err(ReplicateError::Write(failure));
            }
        }
        Ok(())
    }

    /// Waits until the copy has heard the records, and compares.
    async fn compare(&self, after: After, records: &[Record]) -> Result<(), ReplicateError> {
        let mut left = records;
        let mut after = after;
        while let Some(next) = left.first() {
            let copy = self.node.copy();
            copy.wait_beyond(after).await.map_err(not_read)?;
            let heard = copy.read_all(after, left.len()).await.map_err(not_read)?;
            for (sent, heard) in left.iter().zip(&heard) {
                if sent != heard {
                    return Err(ReplicateError::Write(Failure::new(format!(
                        "the cluster put another record where number {} of the other ledger was sent",
                        sent.position
                    ))));
                }
            }
            let taken = heard.len().min(left.len());
            after = left.get(taken.saturating_sub(1)).unwrap_or(next).position.into();
            left = &left[taken..];
        }
        Ok(())
    }
}

/// The records in runs of one stream each.
fn runs(records: &[Record]) -> impl Iterator<Item = &[Record]> {
    let same = |one: &Record, next: &Record| one.stream == next.stream;
    records.chunk_by(same).flat_map(|run| run.chunks(RUN_RECORDS_MAX))
}

fn not_read(error: ReadError) -> ReplicateError {
    ReplicateError::Write(Failure::because("reading what the cluster took", error))
}

fn not_written(unwritten: Unwritten) -> ReplicateError {
    ReplicateError::Write(match unwritten {
        Unwritten::Conflict => Failure::new("a stream of the cluster was written to meanwhile"),
        Unwritten::NotWritten(failure) | Unwritten::Unknown(failure) => failure,
    })
}
