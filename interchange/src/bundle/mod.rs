//! A case bundle: one self-contained file in which the record of a case is handed to a panel, a court, its
//! subject or an auditor, and which anybody can check with no ledger at hand. `docs/bundle.md` has its
//! form, byte by byte. What a file claims is believed only as far as its checkpoint is. Nothing here reads
//! a clock, opens a store, signs, or decides who may have a bundle.

mod check;
mod fault;
mod form;
mod make;
mod marks;
mod own_entries;
mod reading;
mod schema;
mod sealed;
mod streams;
mod trust;
mod verdict;
mod withhold;
mod witnessed;

pub use check::{Pins, check};
pub use fault::{BundleFault, Place, Wrong};
pub use form::{
    BUNDLE_BYTES_MAX, Base64, Bundle, ContentText, EntryText, FORMAT, Format, HeadText,
    LeafAloneText, LedgerEntryText, MadeBy, Notice, PartText, RequestText, SYNTHETIC_NOTICE,
    ShownText, Unreadable,
};
pub use make::{Made, MakeError, SealedLedger, Wanted, make};
pub use marks::Reader;
pub use own_entries::NotUnderstood;
pub use schema::{bundle_schema, bundle_schema_text};
pub use sealed::{LastSealed, OwnEntries, SealedError};
pub use verdict::{
    CheckedEntry, CheckedStream, Completeness, KeyReplaced, KeyTrust, PolicyTrust, Seal, Verdict,
    WithheldIn,
};
pub use withhold::{Treatment, code, printed, treatment};
pub use witnessed::Between;
