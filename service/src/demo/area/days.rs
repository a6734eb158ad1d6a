//! Days and office hours of the area: when somebody is at work, and the working day so many after
//! another. It does not know what happens on a day.

use candour_domain::calendar::Calendar;
use candour_domain::time::{london_date, start_of_day};
use chrono::{DateTime, Days as CalendarDays, NaiveDate, TimeDelta, Utc};

use super::chance::Chance;

/// The first and the last second of a working day, counted from midnight.
const OFFICE_SECONDS: std::ops::RangeInclusive<i64> = 9 * 3_600..=17 * 3_600;

/// The area's calendar.
#[derive(Debug)]
pub(super) struct Days(Calendar);

impl Days {
    pub(super) fn new(calendar: Calendar) -> Self {
        Self(calendar)
    }

    /// The working day so many after another; with none, the first from it on. Beyond the calendar
    /// every day counts as a working day.
    pub(super) fn working_day(&self, from: NaiveDate, many: i64) -> NaiveDate {
        let works = |day| self.0.is_working_day(day).unwrap_or(true);
        let mut day = from;
        let mut left = many;
        loop {
            if left <= 0 && works(day) {
                return day;
            }
            day = days_after(day, 1);
            if works(day) {
                left -= 1;
            }
        }
    }

    /// A moment in office hours so many working days after another, and not before it.
    pub(super) fn office(
        &self,
        chance: &mut Chance,
        from: DateTime<Utc>,
        working_days: i64,
    ) -> DateTime<Utc> {
        let day = self.working_day(london_date(from), working_days);
        let at = start_of_day(day) + TimeDelta::seconds(chance.between(OFFICE_SECONDS));
        if at >= from { at } else { self.office(chance, from + TimeDelta::hours(6), 0) }
    }

    /// A moment in office hours, on the first working day so many calendar days after another.
    pub(super) fn office_in_days(
        &self,
        chance: &mut Chance,
        from: DateTime<Utc>,
        days: i64,
    ) -> DateTime<Utc> {
        self.office(chance, from + TimeDelta::days(days), 0)
    }
}

/// The day so many days after another.
pub(super) fn days_after(day: NaiveDate, many: u64) -> NaiveDate {
    day.checked_add_days(CalendarDays::new(many)).unwrap_or(day)
}

/// So many months after a day.
pub(super) fn months_after(day: NaiveDate, many: u32) -> NaiveDate {
    day.checked_add_months(chrono::Months::new(many)).unwrap_or(day)
}
