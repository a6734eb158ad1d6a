//! A store in trouble: another writes just before an append, an outcome is in doubt, the disk is full.
//! Below it is the store in memory, which keeps every promise of the port.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use candour_ledger::{
    After, AppendError, Appended, Draft, EventStore, Expected, Failure, LedgerIdentity,
    MemoryStore, Position, ReadError, Revision, StreamName, StreamPage,
};

use super::at;
use crate::recorder::Recorder;
use crate::request::Request;

/// What happens at the next appends.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Another writes these first, one before each append.
    AnotherWrites(Vec<Request>),
    /// It is not known what became of so many appends: they were written, or not.
    InDoubt { times: u32, written: bool },
    /// So many appends fail with nothing written.
    Fails { times: u32 },
}

#[derive(Debug)]
enum Next {
    Another(Request),
    InDoubt { written: bool },
    Fails,
}

#[derive(Debug)]
pub(super) struct Troubled {
    store: Arc<MemoryStore>,
    next: Mutex<VecDeque<Next>>,
    /// How many entries each append had that came through.
    appended: Mutex<Vec<usize>>,
}

impl Troubled {
    pub(super) fn new(store: Arc<MemoryStore>, trouble: Trouble) -> Self {
        let next = match trouble {
            Trouble::AnotherWrites(requests) => requests.into_iter().map(Next::Another).collect(),
            Trouble::InDoubt { times, written } => {
                (0..times).map(|_| Next::InDoubt { written }).collect()
            }
            Trouble::Fails { times } => (0..times).map(|_| Next::Fails).collect(),
        };
        Self { store, next: Mutex::new(next), appended: Mutex::default() }
    }

    /// How many entries each append had that came through.
    pub(super) fn appended(&self) -> Vec<usize> {
        self.appended.lock().unwrap().clone()
    }
}

#[async_trait]
impl EventStore for Troubled {
    fn identity(&self) -> &LedgerIdentity {
        self.store.identity()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        drafts: Vec<Draft>,
    ) -> Result<Appended, AppendError> {
        let next = self.next.lock().unwrap().pop_front();
        match next {
            Some(Next::Another(request)) => {
                Recorder::new(self.store.clone()).record(request, at()).await.unwrap();
            }
            Some(Next::InDoubt { written }) => {
                if written {
                    self.store.append(stream, expected, drafts).await?;
                }
                return Err(AppendError::Unknown(Failure::new("in doubt")));
            }
            Some(Next::Fails) => {
                return Err(AppendError::NotWritten(Failure::new("the disk is full")));
            }
            None => self.appended.lock().unwrap().push(drafts.len()),
        }
        self.store.append(stream, expected, drafts).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<StreamPage, ReadError> {
        self.store.read_stream(stream, from, limit).await
    }

    async fn read_all(
        &self,
        after: After,
        limit: usize,
    ) -> Result<Vec<candour_ledger::Record>, ReadError> {
        self.store.read_all(after, limit).await
    }

    async fn streams(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<candour_ledger::Began>, ReadError> {
        self.store.streams(after, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, ReadError> {
        self.store.head().await
    }

    async fn wait_beyond(&self, after: After) -> Result<(), ReadError> {
        self.store.wait_beyond(after).await
    }
}
