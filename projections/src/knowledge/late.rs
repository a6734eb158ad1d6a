//! Late records: entries recorded well after the latest time that they can have happened, and those
//! about the time before a watershed that were recorded after it.

use candour_domain::calendar::Calendar;
use candour_domain::time::{Certainty, Interval, london_date, start_of_day};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::AskedOn;
use super::item::ItemView;

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
pub struct LateRecords {
    /// What was asked.
    pub asked: AskedOn,
    /// After more than how many working days a record is late.
    pub after_working_days: u32,
    /// The entries recorded late, in the order in which they happened.
    pub late: Vec<Late>,
    /// The watershed that was asked for.
    pub watershed: Option<DateTime<Utc>>,
    /// The entries about the time before the watershed that were recorded after it.
    pub across: Vec<WatershedEntry>,
    /// The entries of which no lateness can be told, because the calendar does not reach them.
    pub beyond_calendar: Vec<ItemView>,
}

/// An entry recorded late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late {
    /// The entry.
    pub item: ItemView,
    /// The day on which it was recorded, on the clock that was asked for.
    pub recorded: NaiveDate,
    /// How many working days after the latest day on which it can have happened.
    pub working_days: u32,
}

/// An entry about the time before a watershed, recorded after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WatershedEntry {
    /// The entry.
    pub item: ItemView,
    /// The day on which it was recorded.
    pub recorded: NaiveDate,
    /// Whether it happened before the watershed.
    pub before: Certainty,
}

/// Whether a record came late; a day beyond the calendar is not called late.
pub(super) fn is_late(happened: Interval, recorded: Interval, lateness: &Lateness) -> bool {
    let days = lateness.calendar.working_days_between(happened.last_day(), recorded.last_day());
    days.is_ok_and(|days| days > lateness.after_working_days)
}

impl Knowledge<'_> {
    /// The late records, and those across a watershed.
    pub fn late_records(&self, lateness: &Lateness, watershed: Option<Watershed>) -> LateRecords {
        let mut answer = LateRecords {
            asked: self.asked_on(),
            after_working_days: lateness.after_working_days,
            late: Vec::new(),
            watershed: watershed.map(|it| it.0),
            across: Vec::new(),
            beyond_calendar: Vec::new(),
        };
        for entry in &self.entries {
            let recorded = entry.entry.recorded(self.ask.on_record.clock);
            let happened = self.time_of(entry);
            let (from, to) = (happened.last_day(), recorded.last_day());
            match lateness.calendar.working_days_between(from, to) {
                Ok(working_days) if working_days > lateness.after_working_days => {
                    let item = self.item_view(entry);
                    answer.late.push(Late { item, recorded: to, working_days });
                }
                Ok(_) => {}
                Err(_) => answer.beyond_calendar.push(self.item_view(entry)),
            }
            if let Some(before) = watershed.and_then(|it| across(happened, recorded, it)) {
                let item = self.item_view(entry);
                answer.across.push(WatershedEntry { item, recorded: to, before });
            }
        }
        answer.late.sort_by(|one, other| one.item.cmp_by_time(&other.item));
        answer.across.sort_by(|one, other| one.item.cmp_by_time(&other.item));
        answer
    }
}

/// Whether something happened before a watershed and was recorded after it, its own day left out:
/// `None` where it certainly was not.
fn across(happened: Interval, recorded: Interval, watershed: Watershed) -> Option<Certainty> {
    let day = london_date(watershed.0);
    let begins = start_of_day(day);
    let ends = start_of_day(day.succ_opt().unwrap_or(day));
    if recorded.earliest() < ends || happened.earliest() >= begins {
        None
    } else if happened.latest() <= begins {
        Some(Certainty::Yes)
    } else {
        Some(Certainty::NotCertain)
    }
}
