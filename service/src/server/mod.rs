//! Serving the application: taking connections, and what every answer stands on: the ledger that is
//! open, a bounded number of threads that may wait for a disk, limits, and the headers that keep a page
//! from being misused. It knows no page and no path: those are the application's.

pub(crate) mod accesses;
pub(crate) mod connections;
pub(crate) mod desk;
pub(crate) mod guards;
pub(crate) mod limits;
pub(crate) mod rates;

pub(crate) use desk::{Desk, Served, Unanswered};
