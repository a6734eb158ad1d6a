//! The ledger's secret, and the digests that are keyed with it. An unkeyed hash of a few words can be
//! guessed; this one cannot, by whoever does not hold the ledger. It makes no secret itself.

use std::fmt;

use uuid::Uuid;

use crate::leaf::{Keyed, put};

/// Thirty-two random bytes, made once with the ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct LedgerSecret([u8; 32]);

impl LedgerSecret {
    /// Takes the bytes as the secret.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA256 over the length-prefixed purpose and then the bytes, so that digests made for one
    /// purpose say nothing about those made for another.
    pub fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut context = Vec::with_capacity(4 + purpose.len());
        put(&mut context, purpose.as_bytes());
        let mut keyed = Keyed::new(&self.0);
        keyed.update(&context);
        keyed.update(bytes);
        keyed.finish()
    }

    /// An identifier derived from the bytes: the first half of their digest, marked as UUID version 8.
    pub fn derived_id(&self, purpose: &str, bytes: &[u8]) -> Uuid {
        let mut half = [0; 16];
        half.copy_from_slice(&self.digest(purpose, bytes)[..16]);
        Uuid::new_v8(half)
    }

    /// The bytes, for a store to keep.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for LedgerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LedgerSecret(..)")
    }
}

/// Which ledger this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerIdentity {
    /// The ledger's identifier: it stands in every leaf.
    pub id: Uuid,
    /// Whether the ledger was made for invented people alone.
    pub synthetic: bool,
    /// The ledger's secret.
    pub secret: LedgerSecret,
}

impl LedgerIdentity {
    /// A digest of the identifier and of what the ledger was made for, keyed with the secret: kept
    /// beside them, it shows that one of the three was changed alone.
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = self.id.as_bytes().to_vec();
        bytes.push(u8::from(self.synthetic));
        self.secret.digest("candour ledger identity v1", &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_published_hmac_of_purpose_and_bytes() {
        let secret = LedgerSecret::from_bytes([7; 32]);
        assert_eq!(secret.digest("request", b"raise a concern"), DIGEST);
    }

    #[test]
    fn purposes_do_not_run_into_their_bytes() {
        let secret = LedgerSecret::from_bytes([7; 32]);
        assert_ne!(secret.digest("ab", b"c"), secret.digest("a", b"bc"));
    }

    #[test]
    fn a_derived_identifier_says_how_it_was_made() {
        let id = LedgerSecret::from_bytes([7; 32]).derived_id("entry", b"0");
        assert_eq!(id.get_version_num(), 8);
        assert_eq!(id, LedgerSecret::from_bytes([7; 32]).derived_id("entry", b"0"));
    }

    #[test]
    fn the_digest_of_an_identity_is_of_its_identifier_and_kind() {
        let secret = LedgerSecret::from_bytes([7; 32]);
        let identity = |synthetic| LedgerIdentity {
            id: Uuid::from_bytes([1; 16]),
            synthetic,
            secret: secret.clone(),
        };
        let wanted = |kind: u8| {
            let bytes = [[1; 16].as_slice(), &[kind]].concat();
            secret.digest("candour ledger identity v1", &bytes)
        };
        assert_eq!(identity(true).digest(), wanted(1));
        assert_eq!(identity(false).digest(), wanted(0));
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", LedgerSecret::from_bytes([7; 32])), "LedgerSecret(..)");
    }

    /// Computed once with another implementation:
    /// `hmac(bytes([7])*32, pack('>I', 7) + b'request' + b'raise a concern')`.
    const DIGEST: [u8; 32] = [
        0x51, 0x22, 0xd0, 0x94, 0x96, 0x5e, 0x63, 0x4a, 0x92, 0xaf, 0xe2, 0x73, 0x2c, 0xf0, 0x60,
        0x62, 0x34, 0x48, 0x1a, 0x12, 0x36, 0xa0, 0x97, 0x99, 0xd7, 0x56, 0x5b, 0xd2, 0x7c, 0x74,
        0x66, 0xd0,
    ];
}
