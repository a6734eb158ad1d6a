//! `leaf v1`: the bytes by which a record is committed to, for ever. `docs/leaf.md` defines them byte
//! by byte. Neither a record's position nor how a part is stored is in them, so a part that is sealed,
//! re-keyed or emptied later leaves every proof whole. Nothing here stores anything.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::record::{Part, PartKind, Record, RequestRef, Revision, StreamName};

/// The first field of every leaf.
pub const LEAF_TAG: &str = "candour leaf v1";
/// The first field of what a commitment covers.
pub const COMMIT_TAG: &str = "candour commit v1";
/// A leaf is always shorter than this.
pub const LEAF_BYTES_MAX: usize = 64 * 1024;

/// HMAC-SHA256 with a key of 32 bytes.
pub(crate) struct Keyed(Hmac<Sha256>);

impl Keyed {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        // A key shorter than the block is padded with zeros: that is how HMAC is defined.
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        block[..32].copy_from_slice(key);
        Self(Hmac::new(&block))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}

#[expect(clippy::expect_used, reason = "fields and parts are within the limits of a draft")]
fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).expect("lengths are counted in four bytes")
}

/// Puts a field behind its length, four bytes with the highest first.
pub(crate) fn put(bytes: &mut Vec<u8>, field: &[u8]) {
    bytes.extend_from_slice(&length(field).to_be_bytes());
    bytes.extend_from_slice(field);
}

/// What a commitment stands for, apart from salt and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitContext {
    /// The ledger.
    pub ledger: Uuid,
    /// The entry that the part belongs to.
    pub entry: Uuid,
    /// The part's number.
    pub number: u16,
    /// What the part holds.
    pub kind: PartKind,
}

impl CommitContext {
    /// What a commitment covers before the text.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(80);
        put(&mut bytes, COMMIT_TAG.as_bytes());
        put(&mut bytes, self.ledger.as_bytes());
        put(&mut bytes, self.entry.as_bytes());
        put(&mut bytes, &self.number.to_be_bytes());
        put(&mut bytes, &self.kind.code().to_be_bytes());
        bytes
    }
}

/// Commits to a part's text under its salt, for this place alone.
pub fn commit(context: &CommitContext, salt: &[u8; 32], text: &str) -> [u8; 32] {
    let mut keyed = Keyed::new(salt);
    keyed.update(&context.bytes());
    keyed.update(text.as_bytes());
    keyed.finish()
}

/// The fields of a leaf, in their order.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// The ledger.
    pub ledger: Uuid,
    /// The entry's identifier.
    pub id: Uuid,
    /// The stream it stands in.
    pub stream: &'a StreamName,
    /// Its place in the stream.
    pub revision: Revision,
    /// The stored name of its type.
    pub type_name: &'a str,
    /// The version of its payload.
    pub version: u32,
    /// When the ledger accepted it.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub author: Uuid,
    /// For which agency.
    pub agency: Uuid,
    /// The request that led to it.
    pub request: &'a RequestRef,
    /// Its parts, of which number, kind and commitment count.
    pub parts: &'a [Part],
}

impl<'a> Leaf<'a> {
    /// The leaf of a record of this ledger.
    pub fn of(ledger: Uuid, record: &'a Record) -> Self {
        Self {
            ledger,
            id: record.id,
            stream: &record.stream,
            revision: record.revision,
            type_name: &record.type_name,
            version: record.version,
            recorded_at: record.recorded_at,
            author: record.author,
            agency: record.agency,
            request: &record.request,
            parts: &record.parts,
        }
    }

    /// Writes the leaf's bytes behind those already there.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        put(bytes, LEAF_TAG.as_bytes());
        put(bytes, self.ledger.as_bytes());
        put(bytes, self.id.as_bytes());
        put(bytes, self.stream.as_str().as_bytes());
        put(bytes, &self.revision.number().to_be_bytes());
        put(bytes, self.type_name.as_bytes());
        put(bytes, &self.version.to_be_bytes());
        put(bytes, &self.recorded_at.timestamp_micros().to_be_bytes());
        put(bytes, self.author.as_bytes());
        put(bytes, self.agency.as_bytes());
        put(bytes, self.request.id.as_bytes());
        put(bytes, &self.request.index.to_be_bytes());
        put(bytes, &self.request.digest);
        put(bytes, &length(self.parts).to_be_bytes());
        for part in self.parts {
            put(bytes, &part.number.to_be_bytes());
            put(bytes, &part.kind.code().to_be_bytes());
            put(bytes, &part.commit);
        }
    }

    /// The leaf's hash, as RFC 6962 defines it, in a buffer that is reused from leaf to leaf.
    pub fn hash_in(&self, buffer: &mut Vec<u8>) -> [u8; 32] {
        buffer.clear();
        self.write(buffer);
        hash(buffer)
    }

    /// The leaf's hash, as RFC 6962 defines it.
    pub fn hash(&self) -> [u8; 32] {
        self.hash_in(&mut Vec::with_capacity(512))
    }
}

/// SHA-256 over a zero byte and the leaf's bytes.
pub fn hash(leaf: &[u8]) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update([0]);
    sha.update(leaf);
    sha.finalize().into()
}

#[cfg(test)]
mod tests;
