//! Which ledger a cluster holds: the first event of a stream of its own, written once and never again.
//! The stream is outside every category, so its event is no record and has no leaf. It holds the ledger's
//! secret, as the file of an embedded ledger does: whoever may read the cluster may read it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::wire::{hex, unhex};
use crate::secret::{LedgerIdentity, LedgerSecret};

/// The type of the event.
pub(super) const TYPE: &str = "LedgerIdentity";
/// The form in which it is written. Once released its meaning never changes.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    candour: u32,
    id: Uuid,
    synthetic: bool,
    secret: String,
    digest: String,
    made_at: String,
}

/// The name of the stream.
pub(super) fn stream(namespace: &str) -> String {
    format!("{namespace}candour_identity")
}

/// The identity as it is written.
pub(super) fn write(identity: &LedgerIdentity, made_at: DateTime<Utc>) -> Written {
    Written {
        candour: FORM,
        id: identity.id,
        synthetic: identity.synthetic,
        secret: hex(identity.secret.bytes()),
        digest: hex(&identity.digest()),
        made_at: made_at.to_rfc3339_opts(SecondsFormat::Micros, true),
    }
}

/// The identity that was written, unless it does not hold together.
pub(super) fn read(data: &[u8]) -> Option<LedgerIdentity> {
    let written: Written = serde_json::from_slice(data).ok()?;
    let Written { candour, id, synthetic, secret, digest, made_at: _ } = written;
    let secret = LedgerSecret::from_bytes(unhex(&secret)?);
    let identity = LedgerIdentity { id, synthetic, secret };
    (candour == FORM && unhex(&digest)? == identity.digest()).then_some(identity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> LedgerIdentity {
        let secret = LedgerSecret::from_bytes([7; 32]);
        LedgerIdentity { id: Uuid::from_u64_pair(1, 2), synthetic: true, secret }
    }

    #[test]
    fn an_identity_reads_back_unless_one_of_its_fields_was_changed() {
        let written = serde_json::to_string(&write(&identity(), DateTime::UNIX_EPOCH)).unwrap();
        assert_eq!(read(written.as_bytes()), Some(identity()));
        for (from, to) in [
            ("\"synthetic\":true", "\"synthetic\":false"),
            ("\"secret\":\"07", "\"secret\":\"08"),
            ("\"candour\":1", "\"candour\":2"),
            ("-000000000002", "-000000000003"),
        ] {
            let changed = written.replace(from, to);
            assert_ne!(changed, written);
            assert_eq!(read(changed.as_bytes()), None, "{to}");
        }
    }
}
