//! Shapes that payloads once had, frozen, each with the way to what it is now.
//!
//! Upcasting never invents: what an old shape did not ask is `NotRecorded`. Conversions destructure
//! without `..`, so that a field that is added or dropped does not compile until it is handled.
//! Nothing here is ever written again.

pub(crate) mod concern;
pub(crate) mod ledger;

use schemars::Schema;

use crate::json_schema::root;

/// A shape that a payload once had.
pub(crate) struct Old {
    /// The stored name.
    pub(crate) name: &'static str,
    /// The version.
    pub(crate) version: u32,
    /// Its schema.
    pub(crate) schema: fn() -> Schema,
}

/// Every old shape.
pub(crate) const ALL: &[Old] = &[
    Old { name: "ConcernRaised", version: 1, schema: root::<concern::ConcernRaisedV1> },
    Old {
        name: "WitnessPolicyAdopted",
        version: 1,
        schema: root::<ledger::WitnessPolicyAdoptedV1>,
    },
    Old { name: "StreamHeads", version: 1, schema: root::<ledger::StreamHeadsV1> },
    Old { name: "AnchorRecorded", version: 1, schema: root::<ledger::AnchorRecordedV1> },
];
