//! The server's own clock, which a test can put wrong.
//!
//! A server stamps what it writes by itself, so this is an edge: the one place here that reads the
//! system's clock. No order rests on it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const TICKS_PER_SECOND: i64 = 10_000_000;
const TICK_NS: u128 = 100;

/// Tells the time in ticks of 100 ns since 1970.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead_ticks: AtomicI64,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the server's own stamp, as any server has one")]
    pub(crate) fn now_ticks(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ticks = i64::try_from(since.as_nanos() / TICK_NS).unwrap_or(i64::MAX);
        ticks.saturating_add(self.ahead_ticks.load(Ordering::Relaxed))
    }

    /// Puts the clock wrong by so many seconds, or right again.
    pub(crate) fn put_ahead(&self, seconds: i64) {
        self.ahead_ticks.store(seconds.saturating_mul(TICKS_PER_SECOND), Ordering::Relaxed);
    }
}
