//! The stores against the contract that all of them keep, and the embedded one against what can happen
//! to its file.

mod benches;
mod contract;
mod crash;
mod damage;
mod processes;
mod sql;
