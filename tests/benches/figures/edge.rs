//! The clock and the randomness of the benchmarks: the system's own, as the program uses them, for what
//! is written while it is measured. Ledgers that are only read have invented ones.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_ledger::{Clock, EmbeddedStore, Entropy, LedgerIdentity, LedgerSecret};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::measure::Done;

/// The clock of the system.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a durable append is measured as it is made")]
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }

    fn simulated(&self) -> bool {
        false
    }
}

/// The randomness of the system.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "a durable append is measured as it is made")]
    #[expect(
        clippy::expect_used,
        reason = "the port has no other answer, and a benchmark may stop"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the system gives randomness");
    }

    fn simulated(&self) -> bool {
        false
    }
}

/// The time now.
pub(crate) fn now() -> DateTime<Utc> {
    SystemClock.now()
}

/// The clock that the program uses.
pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The randomness that the program uses.
pub(crate) fn entropy() -> Arc<dyn Entropy> {
    Arc::new(SystemEntropy)
}

/// The identity of every ledger that is made here.
pub(crate) fn identity() -> LedgerIdentity {
    let id = Uuid::from_u128(0x1ed9_0000_0000_4000_8000_0000_0000_0001);
    LedgerIdentity { id, synthetic: true, secret: LedgerSecret::from_bytes([7; 32]) }
}

/// Makes a ledger that is written to with the system's clock and randomness.
pub(crate) fn create(directory: &Path) -> Done<EmbeddedStore> {
    Ok(EmbeddedStore::create(directory, identity(), clock(), entropy())?)
}

/// Opens a ledger for writing with the system's clock and randomness.
pub(crate) fn open(directory: &Path) -> Done<EmbeddedStore> {
    Ok(EmbeddedStore::open(directory, clock(), entropy())?)
}

/// Where the benchmarks keep files, on the disk that the program was built on.
pub(crate) fn folder() -> Done<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A folder that goes when it is no longer needed.
pub(crate) fn passing_folder() -> Done<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(folder()?)?)
}
