//! The ledger as the cluster itself has it: what is checked, and copied elsewhere, so that neither ever
//! trusts a node's copy. All records come from the cluster, in the order of its log, and are counted. Single
//! streams come from the copy: nothing that is checked rests on them.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::node::Node;
use super::reader::{Stopped, Whole};
use crate::limits::{self, PAGE_TEXT_BYTES_ENOUGH};
use crate::order::Times;
use crate::port::{
    AppendError, AppendRefusal, Appended, Began, EventStore, Expected, ReadError, StreamPage,
};
use crate::record::{After, Draft, Position, Record, Revision, StreamName};
use crate::secret::LedgerIdentity;
use crate::verify::{Fault, Wrong};

/// A ledger on a cluster, read from the cluster.
pub struct DirectLedger {
    node: Arc<Node>,
    run: Mutex<Option<Run>>,
}

/// A reading under way, for whoever goes on where they were.
struct Run {
    after: After,
    whole: Whole,
}

impl DirectLedger {
    pub(super) fn of(node: Arc<Node>) -> Self {
        Self { node, run: Mutex::default() }
    }

    /// Starts to read behind a position: from the beginning, or a place that the copy noted before it.
    async fn start(&self, after: After) -> Result<Run, ReadError> {
        let link = Arc::new(self.node.link.again());
        let near = match after {
            After::Start => None,
            After::Position(_) => self.node.copy().place_before(after).await?,
        };
        let place = near.map(|(_, place)| place);
        let whole = Whole::after(link, self.node.named.clone(), place);
        let mut run = Run { after: near.map_or(After::Start, |(after, _)| after), whole };
        while run.after < after && run.next().await?.is_some() {}
        Ok(run)
    }
}

impl Run {
    /// The next record, at its position.
    async fn next(&mut self) -> Result<Option<Record>, ReadError> {
        let position = self.after.next();
        match self.whole.next().await {
            Ok(Some(heard)) => {
                self.after = After::Position(position);
                Ok(Some(Record { position, ..heard.record }))
            }
            Ok(None) => Ok(None),
            Err(Stopped::Away(failure)) => Err(ReadError::Failed(failure)),
            Err(Stopped::Misread(misread)) => {
                let (stream, revision, what) = (misread.stream, misread.revision, misread.what);
                let wrong = Wrong::Misread { stream, revision, what };
                Err(ReadError::Damaged(Fault { position, wrong }))
            }
        }
    }
}

#[async_trait]
impl EventStore for DirectLedger {
    fn identity(&self) -> &LedgerIdentity {
        &self.node.identity
    }

    fn times(&self) -> Times {
        Times::EachNodesOwn
    }

    /// Refuses: this only reads.
    async fn append(
        &self,
        _: &StreamName,
        _: Expected,
        _: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        Err(AppendRefusal::ReadOnly.into())
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        self.node.copy().read_stream(stream, from, limit).await
    }

    async fn read_all(&self, after: After, limit: usize) -> Result<Vec<Record>, ReadError> {
        let mut held = self.run.lock().await;
        let mut run = match held.take() {
            Some(run) if run.after == after => run,
            Some(_) | None => self.start(after).await?,
        };
        let mut records = Vec::new();
        if run.after < after {
            return Ok(records);
        }
        let mut text_bytes = 0;
        while records.len() < limits::page_of(limit) && text_bytes < PAGE_TEXT_BYTES_ENOUGH {
            match run.next().await {
                Ok(Some(record)) => {
                    text_bytes += record.text_bytes();
                    records.push(record);
                }
                Ok(None) => break,
                // What was read holds; the next page begins where this one ends, and says what is wrong.
                Err(_) if !records.is_empty() => return Ok(records),
                Err(error) => return Err(error),
            }
        }
        *held = Some(run);
        Ok(records)
    }

    async fn streams(&self, after: u64, limit: usize) -> Result<Vec<Began>, ReadError> {
        self.node.copy().streams(after, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        self.node.copy().head().await
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        self.node.copy().wait_beyond(after).await
    }
}

impl fmt::Debug for DirectLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DirectLedger({})", self.node.identity.id)
    }
}
