//! What the client's errors mean to this adapter: whether a write may have happened all the same, and
//! whether the client is to be thrown away. Which of them the servers send when is in the tests.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use eventstore::Error;

use crate::failure::Failure;

/// The number of a status of gRPC.
mod status {
    pub(super) const INVALID_ARGUMENT: i32 = 3;
    pub(super) const NOT_FOUND: i32 = 5;
    pub(super) const ALREADY_EXISTS: i32 = 6;
    pub(super) const PERMISSION_DENIED: i32 = 7;
    pub(super) const RESOURCE_EXHAUSTED: i32 = 8;
    pub(super) const UNIMPLEMENTED: i32 = 12;
    pub(super) const UNAVAILABLE: i32 = 14;
    pub(super) const UNAUTHENTICATED: i32 = 16;
}

/// What the client says of a session for appends that has ended, whoever ended it.
const SESSION_ENDED: &str = "Batch-append stream has been closed";

/// An error of the client, by what is to be done about it.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The stream is not where the writer believed it to be. Nothing was written.
    Conflict,
    /// The servers do not take it as it is, mostly for its size. Nothing was written.
    NotTaken(Failure),
    /// Whoever signed in may not do this, or nobody did. Nothing was written.
    Denied(Failure),
    /// The stream was deleted, which nobody does to a ledger. Nothing was written.
    Deleted(Failure),
    /// There is no such stream.
    Missing,
    /// The session for appends has ended: with an append of somebody else, or with the connection.
    SessionEnded(Failure),
    /// Another server leads, and the client has been told which.
    Elsewhere(Failure),
    /// The connection is gone, or leads to a server that cannot help: a new client is to be made.
    Connection(Failure),
    /// Anything else: it may have happened, and is asked again.
    Uncertain(Failure),
}

impl Trouble {
    /// Says what an error means, while something was attempted.
    pub(super) fn of(error: &Error, attempted: &'static str) -> Self {
        let failure = || Failure::because(attempted, error.clone());
        match error {
            Error::WrongExpectedVersion { .. } | Error::ResourceAlreadyExists => Self::Conflict,
            Error::AccessDenied => Self::Denied(failure()),
            Error::ResourceDeleted => Self::Deleted(failure()),
            Error::ResourceNotFound => Self::Missing,
            Error::ServerError(said) if said.contains(SESSION_ENDED) => {
                Self::SessionEnded(failure())
            }
            Error::Grpc { code, message } => grpc((i32::from(*code), message), &failure),
            Error::NotLeaderException(_) => Self::Elsewhere(failure()),
            Error::ServerError(_)
            | Error::ConnectionClosed
            | Error::GrpcConnectionError(_)
            | Error::UnsupportedFeature
            | Error::InternalClientError
            | Error::InitializationError(_)
            | Error::IllegalStateError(_) => Self::Connection(failure()),
            Error::InternalParsingError(_) | Error::DeadlineExceeded => Self::Uncertain(failure()),
        }
    }

    /// Says what an error of the call for a read means: that there is no such stream is said in the answer to
    /// the call, so that such a status is from a server that does not know who leads.
    pub(super) fn of_call(error: &Error, attempted: &'static str) -> Self {
        match Self::of(error, attempted) {
            Self::Missing => Self::Connection(Self::Missing.failure(attempted)),
            other @ (Self::Conflict
            | Self::NotTaken(_)
            | Self::Denied(_)
            | Self::Deleted(_)
            | Self::SessionEnded(_)
            | Self::Elsewhere(_)
            | Self::Connection(_)
            | Self::Uncertain(_)) => other,
        }
    }

    /// As a failure, where nothing depends on what it means.
    pub(super) fn failure(self, attempted: &'static str) -> Failure {
        match self {
            Self::Conflict => Failure::because(attempted, Error::ResourceAlreadyExists),
            Self::Missing => Failure::because(attempted, Error::ResourceNotFound),
            Self::NotTaken(failure)
            | Self::Denied(failure)
            | Self::Deleted(failure)
            | Self::SessionEnded(failure)
            | Self::Elsewhere(failure)
            | Self::Connection(failure)
            | Self::Uncertain(failure) => failure,
        }
    }
}

/// Asks the client something that it may end in a panic over: it does where a server answers with what it does
/// not know. That is trouble like any other, and the client is not to be used further.
pub(super) async fn survived<T>(asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut asked = pin!(asked);
    poll_fn(|context| {
        // What has broken off is not asked again.
        catch_unwind(AssertUnwindSafe(|| asked.as_mut().poll(context)))
            .unwrap_or(Poll::Ready(Err(Error::InternalClientError)))
    })
    .await
}

/// What the answer to one append of a session means: the client hands its status on as it came.
fn grpc((code, message): (i32, &str), failure: &impl Fn() -> Failure) -> Trouble {
    match code {
        status::ALREADY_EXISTS => Trouble::Conflict,
        status::PERMISSION_DENIED | status::UNAUTHENTICATED => Trouble::Denied(failure()),
        status::INVALID_ARGUMENT | status::RESOURCE_EXHAUSTED => Trouble::NotTaken(failure()),
        status::NOT_FOUND | status::UNAVAILABLE | status::UNIMPLEMENTED => {
            Trouble::Connection(failure())
        }
        _ if message.contains("deleted") => Trouble::Deleted(failure()),
        _ => Trouble::Uncertain(failure()),
    }
}
