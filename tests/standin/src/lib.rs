//! A server that speaks the protocol of EventStoreDB, for tests: a stand-in for a cluster.
//!
//! It serves real HTTP/2, in clear or through TLS, on ports of this machine alone, and what may go
//! wrong with a cluster can be switched on: see [`StandIn`]. It is held honest by clients that others
//! wrote. It is no database: it keeps what is written in memory, and has no persistent subscriptions,
//! no projections, no users and no access lists.

mod certificate;
mod clock;
mod cluster;
mod filter;
mod house;
mod line;
mod log;
mod mishap;
mod node;
mod refusal;
mod service;
mod settings;
mod standin;
mod stir;
mod wire;

pub use cluster::Ending;
pub use log::{Commits, Form, Place, Proposal, Record};
pub use mishap::{Mishap, Moment};
pub use settings::{Beginning, Login, Settings, Transport};
pub use standin::{Called, StandIn, StartError};
pub use stir::Upheaval;
