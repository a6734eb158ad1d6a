//! How the server says no: as the end of a call, or inside an answer of a batch.
//!
//! A client tells the cases apart by the code and by trailers, chiefly the one called `exception`.

use std::net::SocketAddr;

use prost::Message;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::{Code, Status};

use crate::log::{Expected, Refused};
use crate::wire::event_store::client::{
    BadRequest, MaximumAppendSizeExceeded, StreamDeleted, StreamName, Timeout, Unknown,
    WrongExpectedVersion, wrong_expected_version as wrong,
};
use crate::wire::google::rpc;

/// Where the messages that travel inside an error are named.
const TYPES: &str = "type.googleapis.com/event_store.client.";

/// Why a call, or an append of a batch, came to nothing or to nothing that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The stream is not where the writer believed.
    Conflict {
        /// The stream.
        stream: String,
        /// Where the writer believed that it was.
        expected: Expected,
        /// Its last revision, if it is there.
        current: Option<u64>,
    },
    /// The stream is closed for ever.
    Closed(String),
    /// An append of more bytes than this.
    TooLarge(usize),
    /// The log holds as much as it may.
    Full,
    /// What is asked for cannot be.
    Bad(String),
    /// A proposal lacks what each has to have.
    Lacks(&'static str),
    /// Another node leads; its address, where this one knows it.
    NotLeader(Option<SocketAddr>),
    /// The node is not ready.
    NotReady,
    /// Nobody knows whether it was written.
    TimedOut,
    /// The credentials are not those of a user.
    Unknown,
}

impl Trouble {
    pub(crate) fn bad(why: &str) -> Self {
        Self::Bad(why.to_owned())
    }

    pub(crate) fn refused(stream: &str, expected: Expected, refused: Refused) -> Self {
        let stream = stream.to_owned();
        match refused {
            Refused::Conflict(current) => Self::Conflict { stream, expected, current },
            Refused::Closed => Self::Closed(stream),
            Refused::Full => Self::Full,
        }
    }

    /// Ends a call.
    pub(crate) fn status(self) -> Status {
        let code = self.code();
        let message = self.message();
        let metadata = trailers(&self.trailers());
        Status::with_metadata(code, message, metadata)
    }

    fn code(&self) -> Code {
        match self {
            Self::Conflict { .. } | Self::Closed(_) => Code::FailedPrecondition,
            Self::TooLarge(_) | Self::Bad(_) | Self::Lacks(_) => Code::InvalidArgument,
            Self::Full => Code::ResourceExhausted,
            Self::NotLeader(_) => Code::NotFound,
            Self::NotReady => Code::Unavailable,
            Self::TimedOut => Code::Aborted,
            Self::Unknown => Code::Unauthenticated,
        }
    }

    /// One client tells conflicts, closed streams and other leaders by these very words.
    fn message(&self) -> String {
        match self {
            Self::Conflict { stream, expected, current } => format!(
                "the append failed: WrongExpectedVersion. Stream: {stream}, Expected version: {}, \
                 Actual version: {}",
                number(*expected),
                actual(*current),
            ),
            Self::Closed(stream) => format!("the stream {stream} is deleted"),
            Self::TooLarge(max) => format!("an append has at most {max} bytes"),
            Self::Full => "the log holds as much as it may".to_owned(),
            Self::Bad(why) => why.clone(),
            Self::Lacks(what) => format!("the metadata lacks {what}"),
            Self::NotLeader(Some(_)) => "Leader info available".to_owned(),
            Self::NotLeader(None) => "the node is not the leader and knows none".to_owned(),
            Self::NotReady => "the server is not ready".to_owned(),
            Self::TimedOut => "the operation timed out".to_owned(),
            Self::Unknown => "the credentials are not those of a user".to_owned(),
        }
    }

    fn trailers(&self) -> Vec<(&'static str, String)> {
        let exception = |name: &str| ("exception", name.to_owned());
        match self {
            Self::Conflict { stream, expected, current } => vec![
                exception("wrong-expected-version"),
                ("stream-name", stream.clone()),
                ("expected-version", number(*expected).to_string()),
                ("actual-version", actual(*current)),
            ],
            Self::Closed(stream) => {
                vec![exception("stream-deleted"), ("stream-name", stream.clone())]
            }
            Self::TooLarge(max) => vec![
                exception("maximum-append-size-exceeded"),
                ("maximum-append-size", max.to_string()),
            ],
            Self::Lacks(what) => vec![
                exception("missing-required-metadata-property"),
                ("required-metadata-properties", (*what).to_owned()),
            ],
            Self::NotLeader(leader) => {
                let mut trailers = vec![exception("not-leader")];
                if let Some(leader) = leader {
                    trailers.push(("leader-endpoint-host", leader.ip().to_string()));
                    trailers.push(("leader-endpoint-port", leader.port().to_string()));
                }
                trailers
            }
            Self::Unknown => vec![exception("not-authenticated")],
            Self::Full | Self::Bad(_) | Self::NotReady | Self::TimedOut => Vec::new(),
        }
    }

    /// Answers one append of a batch, while the call goes on.
    pub(crate) fn in_batch(&self) -> rpc::Status {
        let code = match self {
            Self::Conflict { .. } => Code::AlreadyExists,
            Self::Closed(_)
            | Self::TooLarge(_)
            | Self::Full
            | Self::Bad(_)
            | Self::Lacks(_)
            | Self::NotLeader(_)
            | Self::NotReady
            | Self::TimedOut
            | Self::Unknown => self.code(),
        };
        rpc::Status {
            code: i32::from(code),
            message: self.message(),
            details: Some(self.details()),
        }
    }

    fn details(&self) -> prost_types::Any {
        match self {
            Self::Conflict { expected, current, .. } => {
                any("WrongExpectedVersion", &conflict(*expected, *current))
            }
            Self::Closed(stream) => {
                let stream = Some(StreamName { name: stream.clone().into() });
                any("StreamDeleted", &StreamDeleted { stream })
            }
            Self::TooLarge(max) => {
                let max_append_size = u32::try_from(*max).unwrap_or(u32::MAX);
                let details = MaximumAppendSizeExceeded { max_append_size };
                any("MaximumAppendSizeExceeded", &details)
            }
            Self::Bad(_) | Self::Lacks(_) => {
                any("BadRequest", &BadRequest { message: self.message() })
            }
            Self::TimedOut => any("Timeout", &Timeout {}),
            Self::Full | Self::NotLeader(_) | Self::NotReady | Self::Unknown => {
                any("Unknown", &Unknown {})
            }
        }
    }
}

/// The numbers that stand for expectations in trailers.
fn number(expected: Expected) -> i64 {
    match expected {
        Expected::At(revision) => i64::try_from(revision).unwrap_or(i64::MAX),
        Expected::NoStream => -1,
        Expected::Any => -2,
        Expected::Exists => -4,
    }
}

fn actual(current: Option<u64>) -> String {
    current.map_or_else(|| "-1".to_owned(), |it| it.to_string())
}

fn conflict(expected: Expected, current: Option<u64>) -> WrongExpectedVersion {
    let current = current.map_or(wrong::Current::CurrentNone(()), wrong::Current::CurrentRevision);
    let expected = match expected {
        Expected::At(revision) => wrong::Expected::ExpectedRevision(revision),
        Expected::Any => wrong::Expected::ExpectedAny(()),
        Expected::Exists => wrong::Expected::ExpectedExists(()),
        Expected::NoStream => wrong::Expected::ExpectedNone(()),
    };
    WrongExpectedVersion { current: Some(current), expected: Some(expected) }
}

fn any(name: &str, message: &impl Message) -> prost_types::Any {
    prost_types::Any { type_url: format!("{TYPES}{name}"), value: message.encode_to_vec() }
}

fn trailers(pairs: &[(&'static str, String)]) -> MetadataMap {
    let mut map = MetadataMap::new();
    for (name, value) in pairs {
        // A name of a stream that no header can hold is left out of the trailers.
        if let Ok(value) = MetadataValue::try_from(value.as_str()) {
            map.insert(*name, value);
        }
    }
    map
}
