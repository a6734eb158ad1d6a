//! The messages and services of the wire, as they are made from the `.proto` files.

#![expect(
    unused_qualifications,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::enum_variant_names,
    clippy::pedantic,
    reason = "a program made it: what it says of each field is in the .proto files"
)]

include!(concat!(env!("OUT_DIR"), "/wire.rs"));
