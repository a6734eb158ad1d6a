//! The two things that a store does not make itself: the time and randomness. Whoever opens a store
//! passes them in. The system's own clock and randomness are not here; the service owns them.

use std::fmt;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

use crate::leaf::Keyed;

/// Where a store takes the time from.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;

    /// Whether the time is invented. Only a synthetic ledger may be opened with such a clock.
    fn simulated(&self) -> bool;
}

/// Where a store takes the salts of its parts from.
pub trait Entropy: Send + Sync {
    /// Fills the buffer with bytes that nobody can guess.
    fn fill(&self, buffer: &mut [u8]);

    /// Whether the bytes can be repeated. Only a synthetic ledger may be opened with such a source.
    fn simulated(&self) -> bool;
}

/// A clock that stands still until it is set. It may be set back.
pub struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    /// A clock that shows this time.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Makes the clock show this time.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn simulated(&self) -> bool {
        true
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManualClock({})", self.now())
    }
}

/// Bytes that follow from a seed: for tests and demonstrations, which must come out the same each time.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: [u8; 32],
    drawn: AtomicU64,
}

impl SeededEntropy {
    /// A source whose bytes follow from this seed and the order in which they are drawn.
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let mut keyed = Keyed::new(&self.seed);
            keyed.update(&self.drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&keyed.finish()[..chunk.len()]);
        }
    }

    fn simulated(&self) -> bool {
        true
    }
}
