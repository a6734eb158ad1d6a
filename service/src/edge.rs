//! The edge of the world: the system's clock, its randomness, and the identifiers made from it.
//! Nothing else in Candour reads a clock or makes anything random; it is passed in from here.

use std::sync::Arc;

use candour_domain::identifier::RequestId;
use candour_ledger::{Clock, Entropy, LedgerIdentity, LedgerSecret, ManualClock, SeededEntropy};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The clock and the randomness that a command works with.
#[derive(Clone)]
pub(crate) struct Edge {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Edge {
    /// The system's own.
    pub(crate) fn system() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) }
    }

    /// Invented ones, for a synthetic ledger that comes out the same each time. The clock is
    /// given back, to be set.
    pub(crate) fn simulated(now: DateTime<Utc>, seed: [u8; 32]) -> (Self, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(now));
        let entropy = Arc::new(SeededEntropy::new(seed));
        (Self { clock: Arc::clone(&clock) as Arc<dyn Clock>, entropy }, clock)
    }

    /// The time now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The clock, for a store.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The randomness, for a store.
    pub(crate) fn entropy(&self) -> Arc<dyn Entropy> {
        Arc::clone(&self.entropy)
    }

    /// A new random identifier (UUID version 4).
    pub(crate) fn id(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The identifier of a new request.
    pub(crate) fn request(&self) -> RequestId {
        RequestId::new(self.id())
    }

    /// The identity of a new ledger for invented people.
    pub(crate) fn synthetic_ledger(&self) -> LedgerIdentity {
        let mut secret = [0; 32];
        self.entropy.fill(&mut secret);
        let secret = LedgerSecret::from_bytes(secret);
        LedgerIdentity { id: self.id(), synthetic: true, secret }
    }
}

/// The clock of the system.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that the others forbid")]
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }

    fn simulated(&self) -> bool {
        false
    }
}

/// The randomness of the system.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the one source that the others forbid")]
    #[expect(
        clippy::panic,
        reason = "without randomness no salt may be made, and the port has no other answer"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the system gives no randomness: {error}");
        }
    }

    fn simulated(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_random_and_say_so() {
        let edge = Edge::system();
        let (one, other) = (edge.id(), edge.id());
        assert_ne!(one, other);
        assert_eq!((one.get_version_num(), other.get_version_num()), (4, 4));
    }

    #[test]
    fn a_simulated_edge_comes_out_the_same_each_time() {
        let now = "2026-01-05T21:40:00Z".parse().unwrap();
        let (one, _) = Edge::simulated(now, [7; 32]);
        let (other, clock) = Edge::simulated(now, [7; 32]);
        assert_eq!((one.id(), one.now()), (other.id(), now));
        let later = "2026-01-06T09:00:00Z".parse().unwrap();
        clock.set(later);
        assert_eq!(other.now(), later);
    }
}
