//! Where records are kept: the store's port, the embedded and the in-memory store; and how anyone can
//! check them: the leaf, the tree over all leaves, the signed notes that commit to it, receipts, and
//! witnesses. It moves records and does not know what they mean; it reads no clock and makes nothing random
//! of its own.

mod admit;
mod clock;
#[cfg(feature = "cluster")]
mod cluster;
pub mod contract;
mod embedded;
mod failure;
mod follow;
pub mod leaf;
mod limits;
pub mod log;
mod memory;
pub mod merkle;
pub mod note;
mod order;
mod port;
mod private;
pub mod receipt;
mod record;
mod secret;
mod taken;
mod verified;
mod verify;
pub mod witness;

pub use clock::{Clock, Entropy, ManualClock, SeededEntropy};
#[cfg(feature = "cluster")]
pub use cluster::{
    AddressError, ClusterAddress, ClusterError, ClusterRefusal, ClusterStore, Credentials,
    DirectLedger, Host, NodeStatus, OpenCluster, Tls, is_cluster_address,
};
pub use embedded::{
    BackupError, EmbeddedStore, Emptied, EmptyError, FileCheck, FileFault, Holder, LEDGER_FILE,
    OpenError, OpenRefusal, Piece,
};
pub use failure::Failure;
pub use follow::Follower;
pub use limits::{
    APPEND_ENTRIES_MAX, APPEND_TEXT_BYTES_MAX, ENTRY_TEXT_BYTES_MAX, Limit, PAGE_RECORDS_MAX,
    PAGE_TEXT_BYTES_ENOUGH, PART_TEXT_BYTES_MAX, PARTS_MAX, TYPE_NAME_BYTES_MAX,
};
pub use memory::{MemoryRefusal, MemoryStore};
pub use order::{Order, Positions, Times};
pub use port::{
    AppendError, AppendRefusal, Appended, Began, EventStore, Expected, ReadError, Replica,
    ReplicateError, StreamPage, replicate,
};
pub use private::keep_private;
pub use record::{
    After, CATEGORY_BYTES_MAX, Draft, Part, PartContent, PartDraft, PartKind, Position, Record,
    RequestRef, Revision, StreamName, StreamNameError,
};
pub use secret::{LedgerIdentity, LedgerSecret};
pub use taken::{Take, ledger_page_as, stream_page_as};
pub use verified::Verified;
pub use verify::{
    Fault, Marked, Marks, Resumed, SoFar, VERIFY_PAGE_RECORDS, Verdict, Wrong, check_record,
    verify, verify_marked, verify_resumed,
};
