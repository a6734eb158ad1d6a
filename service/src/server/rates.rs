//! How often each address may ask: a bucket of requests that fills with time. It keeps addresses for as
//! long as their buckets are not full, and no more than a bounded number of them.
//!
//! # Rules
//! - `an_address_that_asks_too_often_waits`: and another does not.
//! - `what_was_not_asked_adds_up_to_a_burst`.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// For how many seconds a bucket adds up.
const BURST_SECONDS: i64 = 4;
/// How many addresses are kept at most. Beyond them all share one bucket.
const ADDRESSES_MAX: usize = 10_000;

/// Who has asked how often.
pub(crate) struct Rates {
    /// What a request takes from a bucket.
    cost: TimeDelta,
    buckets: Mutex<BTreeMap<Option<IpAddr>, DateTime<Utc>>>,
}

impl Rates {
    /// So many requests a second for each address.
    pub(crate) fn of(requests_per_second: u32) -> Self {
        let cost =
            TimeDelta::seconds(1) / i32::try_from(requests_per_second.max(1)).unwrap_or(i32::MAX);
        Self { cost, buckets: Mutex::default() }
    }

    /// Takes a request from the bucket of an address. Where it is empty, answers in how many seconds it
    /// will not be.
    pub(crate) fn take(&self, address: IpAddr, now: DateTime<Utc>) -> Result<(), i64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        // A bucket is the moment at which it will be full again.
        if buckets.len() >= ADDRESSES_MAX {
            buckets.retain(|_, full| *full > now);
        }
        let known = buckets.contains_key(&Some(address)) || buckets.len() < ADDRESSES_MAX;
        let full = buckets.entry(known.then_some(address)).or_insert(now);
        let after = (*full).max(now) + self.cost;
        let beyond = after - now - TimeDelta::seconds(BURST_SECONDS);
        if beyond > TimeDelta::zero() {
            return Err(beyond.num_seconds() + 1);
        }
        *full = after;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn second(number: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + number, 0).unwrap()
    }

    fn taken(rates: &Rates, last: u8, now: DateTime<Utc>) -> usize {
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        (0..1_000).take_while(|_| rates.take(address, now).is_ok()).count()
    }

    #[test]
    fn an_address_that_asks_too_often_waits() {
        let rates = Rates::of(10);
        assert_eq!(taken(&rates, 1, second(0)), 40);
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        assert_eq!(rates.take(address, second(0)), Err(1));
        assert_eq!(taken(&rates, 2, second(0)), 40);
        assert_eq!(taken(&rates, 1, second(1)), 10);
    }

    #[test]
    fn what_was_not_asked_adds_up_to_a_burst() {
        let rates = Rates::of(10);
        assert_eq!(taken(&rates, 1, second(0)), 40);
        assert_eq!(taken(&rates, 1, second(3)), 30);
        assert_eq!(taken(&rates, 1, second(1_000)), 40);
    }
}
