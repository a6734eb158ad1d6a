//! Duties and clocks.

mod local;

pub use local::{
    Commencement, DUE_SOON_DAYS, DUE_SOON_HOURS, Limit, LocalClock, LocalRules, OVERDUE_DAYS,
    RapidReviewFrom,
};
