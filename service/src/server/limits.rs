//! What requests may take: bytes, time, places and how often. Each limit has a name, and what goes
//! beyond it is told so.

use super::connections::ConnectionLimits;

/// What requests may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// What connections may take.
    pub(crate) connections: ConnectionLimits,
    /// How many requests are answered at once; others wait.
    pub(crate) answered_at_once: usize,
    /// How long one may wait for a place.
    pub(crate) wait_ms: u64,
    /// How long a request may take in all.
    pub(crate) request_ms: u64,
    /// How many bytes the body of a form may have.
    pub(crate) form_bytes: usize,
    /// How many requests each address may make a second, in the long run.
    pub(crate) requests_per_second: u32,
}

/// The usual limits.
pub(crate) const LIMITS: Limits = Limits {
    connections: ConnectionLimits { connections: 512, head_ms: 10_000, stop_ms: 5_000 },
    answered_at_once: 8,
    wait_ms: 10_000,
    request_ms: 30_000,
    form_bytes: 256 * 1024,
    requests_per_second: 100,
};
