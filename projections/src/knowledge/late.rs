//! Late records: entries recorded well after the latest time that they can have happened, and those
//! about the time before a watershed that were recorded after it.

use candour_domain::calendar::Calendar;
use candour_domain::time::{Certainty, Interval, london_date, start_of_day};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::AskedOn;
use super::item::Item;
use super::places::Place;

/// When a record counts as late.
#[derive(Debug, Clone)]
pub struct Lateness {
    /// The calendar of working days.
    pub calendar: Calendar,
    /// After more than how many working days.
    pub after_working_days: u32,
}

impl Lateness {
    /// After more than how many working days a record is late, unless said otherwise.
    pub const AFTER_WORKING_DAYS: u32 = 5;

    /// The usual lateness, by a calendar.
    pub fn usual(calendar: Calendar) -> Self {
        Self { calendar, after_working_days: Self::AFTER_WORKING_DAYS }
    }
}

/// A moment before and after which records are told apart; its own day is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Watershed(pub DateTime<Utc>);

/// Late records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LateRecords<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// After more than how many working days a record is late.
    pub after_working_days: u32,
    /// The entries recorded late, in the order in which they happened.
    pub late: Vec<Late<'k>>,
    /// The watershed that was asked for.
    pub watershed: Option<DateTime<Utc>>,
    /// The entries about the time before the watershed that were recorded after it.
    pub across: Vec<WatershedEntry<'k>>,
    /// The entries of which no lateness can be told, because the calendar does not reach them.
    pub beyond_calendar: Vec<Item<'k>>,
}

/// An entry recorded late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late<'k> {
    /// The entry.
    pub item: Item<'k>,
    /// The day on which it was recorded, on the clock that was asked for.
    pub recorded: NaiveDate,
    /// How many working days after the latest day on which it can have happened.
    pub working_days: u32,
}

/// An entry about the time before a watershed, recorded after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WatershedEntry<'k> {
    /// The entry.
    pub item: Item<'k>,
    /// The day on which it was recorded.
    pub recorded: NaiveDate,
    /// Whether it happened before the watershed.
    pub before: Certainty,
}

/// Whether a record came late; a day beyond the calendar is not called late.
pub(super) fn is_late(happened: NaiveDate, recorded: NaiveDate, lateness: &Lateness) -> bool {
    let days = lateness.calendar.working_days_between(happened, recorded);
    days.is_ok_and(|days| days > lateness.after_working_days)
}

impl Knowledge<'_> {
    /// The late records, and those across a watershed.
    pub fn late_records(
        &self,
        lateness: &Lateness,
        watershed: Option<Watershed>,
    ) -> LateRecords<'_> {
        let mut answer = LateRecords {
            asked: self.asked_on(),
            after_working_days: lateness.after_working_days,
            late: Vec::new(),
            watershed: watershed.map(|it| it.0),
            across: Vec::new(),
            beyond_calendar: Vec::new(),
        };
        let calendar = &lateness.calendar;
        let (covered_from, covered_to) = (calendar.covered_from(), calendar.covered_to());
        let watershed = watershed.map(WatershedDay::of);
        for (index, mark) in self.marks.iter().take(self.entries.len()).enumerate() {
            let (from, to) = (mark.happened_day, mark.recorded_day);
            let covered = from >= covered_from && to <= covered_to && from <= to;
            // So many working days take at least as many days.
            let soon = (to - from).num_days() <= i64::from(lateness.after_working_days);
            if !(covered && soon) {
                match calendar.working_days_between(from, to) {
                    Ok(working_days) if working_days > lateness.after_working_days => {
                        let item = self.item(Place::at(index));
                        answer.late.push(Late { item, recorded: to, working_days });
                    }
                    Ok(_) => {}
                    Err(_) => answer.beyond_calendar.push(self.item(Place::at(index))),
                }
            }
            if let Some(before) = watershed.and_then(|it| it.across(mark.happened, mark.recorded)) {
                let item = self.item(Place::at(index));
                answer.across.push(WatershedEntry { item, recorded: to, before });
            }
        }
        answer.late.sort_by_key(|it| it.item.order());
        answer.across.sort_by_key(|it| it.item.order());
        answer
    }
}

/// The day of a watershed.
#[derive(Clone, Copy)]
struct WatershedDay {
    begins: DateTime<Utc>,
    ends: DateTime<Utc>,
}

impl WatershedDay {
    fn of(watershed: Watershed) -> Self {
        let day = london_date(watershed.0);
        let after = day.succ_opt().unwrap_or(day);
        Self { begins: start_of_day(day), ends: start_of_day(after) }
    }

    /// Whether something happened before the watershed and was recorded after it, its own day left
    /// out: `None` where it certainly was not.
    fn across(self, happened: Interval, recorded: Interval) -> Option<Certainty> {
        if recorded.earliest() < self.ends || happened.earliest() >= self.begins {
            None
        } else if happened.latest() <= self.begins {
            Some(Certainty::Yes)
        } else {
            Some(Certainty::NotCertain)
        }
    }
}
