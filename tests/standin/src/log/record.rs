//! What the log holds: records, and what is proposed to become one.
//!
//! It has the fields of the wire and no more; what a record means is not known here.

use std::sync::Arc;

use tonic::codegen::Bytes;
use uuid::Uuid;

/// A place in the log. The order of the log is the order of places; there are gaps between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Where what was written together with it was committed.
    pub commit: u64,
    /// Where it stands itself.
    pub prepare: u64,
}

/// How the bytes of a record are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As JSON.
    Json,
    /// As whoever wrote them knows.
    Binary,
}

impl Form {
    /// The media type that stands for it on the wire.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Binary => "application/octet-stream",
        }
    }
}

/// What is proposed: a record before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Given by the writer; asking again with the same one writes nothing twice.
    pub id: Uuid,
    /// The type, in the writer's words.
    pub kind: String,
    /// How the bytes are to be read.
    pub form: Form,
    /// The data.
    pub data: Bytes,
    /// The writer's metadata.
    pub metadata: Bytes,
}

impl Proposal {
    /// What it counts against the limit of an append.
    pub fn size_bytes(&self) -> usize {
        self.kind.len() + self.data.len() + self.metadata.len()
    }
}

/// A record in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What was proposed.
    pub proposal: Proposal,
    /// The stream that it was written to.
    pub stream: Arc<str>,
    /// Its number in that stream, from 0.
    pub revision: u64,
    /// Its place in the log.
    pub place: Place,
    /// When the server wrote it, in ticks of 100 ns since 1970.
    pub created_ticks: i64,
}
