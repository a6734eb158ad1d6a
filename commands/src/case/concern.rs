//! Concern: raising it, the contact at the front door, what is decided of it, agreement.
//!
//! Every action of it is recorded as it is proposed: a concern is never too small, and two alike
//! may both have been raised.

use candour_domain::case::concern::ConcernEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("RaiseConcern", "ConcernRaised"),
    named("ReceiveContact", "ContactReceived"),
    named("DecideContact", "ContactDecided"),
    named("DecideReferral", "ReferralDecided"),
    named("InformReferrer", "ReferrerInformed"),
    named("SeekAgreement", "AgreementSought"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &ConcernEvent) -> Verdict {
    match event {
        ConcernEvent::ConcernRaised(_)
        | ConcernEvent::ContactReceived(_)
        | ConcernEvent::ContactDecided(_)
        | ConcernEvent::ReferralDecided(_)
        | ConcernEvent::ReferrerInformed(_)
        | ConcernEvent::AgreementSought(_) => Verdict::Record,
    }
}
