//! Who a child is, and how old: born or unborn, at the date that is asked about.
//!
//! # Rules
//! - `an_age_is_told_at_the_date_that_is_asked_about`: in years, in months below two years, and
//!   "unborn" where that is recorded; an uncertain birth gives no age that is guessed. Where no date is
//!   asked about it is told at the day of the last recording, which it names.

use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::ChildId;
use candour_domain::identity::{Birth, IdentityEvent};
use candour_domain::recorded::Recorded;
use candour_domain::time::{When, london_date};
use chrono::{Months, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::Past;

/// How old a child is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// In whole years, at a date.
    Years {
        /// How many.
        years: u32,
        /// At which date.
        at: NaiveDate,
    },
    /// In whole months, below two years, at a date.
    Months {
        /// How many.
        months: u32,
        /// At which date.
        at: NaiveDate,
    },
    /// Not born by then.
    Unborn,
    /// The birth is not recorded, or not to the day.
    NotCertain,
}

/// Who a child is, as far as age is concerned.
pub(crate) struct Identity {
    /// When born, or expected.
    pub(crate) born: Option<When>,
    /// When the child died.
    pub(crate) died: Option<When>,
    unborn: Recorded<Birth>,
}

impl Identity {
    /// What the stream of a child says.
    pub(crate) fn of(past: &Past<'_>, child: ChildId) -> Self {
        let mut identity = Self { born: None, died: None, unborn: Recorded::NotRecorded };
        for event in identity_events(past, StreamId::Child(child)).map(|(_, event)| event) {
            match event {
                IdentityEvent::ChildIdentified(it) => {
                    identity.born = it.born.value().copied();
                    identity.unborn = it.unborn;
                }
                IdentityEvent::DetailsAmended(it) => {
                    if it.born.is_some() {
                        identity.born = it.born;
                        identity.unborn = Recorded::NotRecorded;
                    }
                    identity.died = it.died.or(identity.died);
                }
                IdentityEvent::PersonIdentified(_)
                | IdentityEvent::IdentifierAssigned(_)
                | IdentityEvent::RelationshipRecorded(_)
                | IdentityEvent::ParentalResponsibilityRecorded(_)
                | IdentityEvent::HouseholdRecorded(_)
                | IdentityEvent::AddressRecorded(_)
                | IdentityEvent::SafeContactAgreed(_)
                | IdentityEvent::RecordsLinked(_)
                | IdentityEvent::RecordsUnlinked(_)
                | IdentityEvent::Record(_) => {}
            }
        }
        identity
    }

    /// The age at the moment that is asked about: of the world, otherwise of the record, otherwise at
    /// the last that was recorded.
    pub(crate) fn age(&self, past: &Past<'_>) -> Age {
        if self.unborn == Recorded::Recorded(Birth::Unborn) {
            return Age::Unborn;
        }
        let asked = past.ask.at.or(past.ask.on_record.until).or(past.last).map(london_date);
        let (Some(born), Some(at)) = (self.born.and_then(birthday), asked) else {
            return Age::NotCertain;
        };
        age(born, at)
    }
}

/// The entries of a child's or person's stream that count, with their events.
pub(crate) fn identity_events<'a, 'b>(
    past: &'b Past<'a>,
    stream: StreamId,
) -> impl Iterator<Item = (&'b Effective<'a>, &'a IdentityEvent)> {
    past.identities.iter().filter(move |entry| entry.entry.stream == stream).filter_map(|entry| {
        match entry.event() {
            Event::Identity(event) => Some((entry, event)),
            Event::Case(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        }
    })
}

/// The day of a birth that is known to the day.
fn birthday(born: When) -> Option<NaiveDate> {
    match born {
        When::Instant(_) | When::Minute(_) | When::Day(_) => Some(born.named_day()),
        When::Days { .. } | When::Month(_) | When::AboutDay { .. } | When::AboutMonth { .. } => {
            None
        }
    }
}

/// Below this age, months are told.
const MONTHS_TOLD_BELOW_YEARS: u32 = 2;

fn age(born: NaiveDate, at: NaiveDate) -> Age {
    let Some(years) = at.years_since(born) else { return Age::Unborn };
    if years >= MONTHS_TOLD_BELOW_YEARS {
        return Age::Years { years, at };
    }
    let mut months = 0;
    while born.checked_add_months(Months::new(months + 1)).is_some_and(|day| day <= at) {
        months += 1;
    }
    Age::Months { months, at }
}
