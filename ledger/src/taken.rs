//! Pages that are made into something else where they are read. A page that crosses to another thread
//! before it is decoded costs a core its caches, and leaves one idle while the other waits; so whoever
//! wants something made of a page says what, and that is done on the thread that read it. What is made
//! of a page is not decided here.

use tokio::sync::oneshot;

use crate::failure::Failure;
use crate::port::{EventStore, ReadError, StreamPage};
use crate::record::{After, Record, Revision, StreamName};

/// What takes a page where it was read. It may be long at it: nothing else waits on that thread.
pub type Take<P> = Box<dyn FnOnce(P) + Send>;

/// Reads a page of a stream, and answers with what was made of it where it was read.
///
/// # Errors
/// As [`EventStore::read_stream`].
pub async fn stream_page_as<T: Send + 'static>(
    store: &dyn EventStore,
    (stream, from, limit): (&StreamName, Revision, usize),
    made: impl FnOnce(StreamPage) -> T + Send + 'static,
) -> Result<T, ReadError> {
    let (take, taken) = taking(made);
    store.give_stream(stream, from, limit, take).await?;
    taken.await.map_err(|_| not_given())
}

/// Reads a page of the whole ledger, and answers with what was made of it where it was read.
///
/// # Errors
/// As [`EventStore::read_all`].
pub async fn ledger_page_as<T: Send + 'static>(
    store: &dyn EventStore,
    (after, limit): (After, usize),
    made: impl FnOnce(Vec<Record>) -> T + Send + 'static,
) -> Result<T, ReadError> {
    let (take, taken) = taking(made);
    store.give_all(after, limit, take).await?;
    taken.await.map_err(|_| not_given())
}

/// What makes something of a page, and where that comes to.
fn taking<P, T: Send + 'static>(
    made: impl FnOnce(P) -> T + Send + 'static,
) -> (Take<P>, oneshot::Receiver<T>) {
    let (give, taken) = oneshot::channel();
    // Whoever asked may have stopped waiting; then nobody misses it.
    (Box::new(move |page| drop(give.send(made(page)))), taken)
}

/// A store that says that it read a page, and gave it to nobody.
fn not_given() -> ReadError {
    ReadError::Failed(Failure::new("a page of the ledger was read and not handed over"))
}
