//! Compares the bank holidays that are built in with a list that others keep.
//!
//! Whole years that both cover are compared; neither is asked about any other.

use std::collections::BTreeSet;

use candour_domain::calendar::Calendar;
use chrono::{Datelike, Days, NaiveDate};
use govuk_bank_holidays::{BankHolidayCalendar, Division, Error, PlainDate, Weekday};

/// A date as the other list wants it.
#[derive(Debug, Clone, Hash, PartialEq, Eq, PartialOrd, Ord)]
struct Day(NaiveDate);

impl PlainDate for Day {
    fn try_from_components(year: i32, month: u8, day: u8) -> Result<Self, Error> {
        let date = NaiveDate::from_ymd_opt(year, month.into(), day.into());
        date.map(Self).ok_or(Error::InvalidDate)
    }

    fn as_components(&self) -> (i32, u8, u8) {
        (self.year(), self.month(), self.day())
    }

    fn year(&self) -> i32 {
        self.0.year()
    }

    fn month(&self) -> u8 {
        u8::try_from(self.0.month()).unwrap_or(u8::MAX)
    }

    fn day(&self) -> u8 {
        u8::try_from(self.0.day()).unwrap_or(u8::MAX)
    }

    fn weekday(&self) -> Weekday {
        match self.0.weekday() {
            chrono::Weekday::Mon => Weekday::Monday,
            chrono::Weekday::Tue => Weekday::Tuesday,
            chrono::Weekday::Wed => Weekday::Wednesday,
            chrono::Weekday::Thu => Weekday::Thursday,
            chrono::Weekday::Fri => Weekday::Friday,
            chrono::Weekday::Sat => Weekday::Saturday,
            chrono::Weekday::Sun => Weekday::Sunday,
        }
    }

    fn previous_day(&self) -> Self {
        Self(self.0 - Days::new(1))
    }

    fn next_day(&self) -> Self {
        Self(self.0 + Days::new(1))
    }
}

const ENGLAND_AND_WALES: Option<Division> = Some(Division::EnglandAndWales);

#[test]
fn the_bank_holidays_built_in_are_those_of_the_other_list() {
    let ours = Calendar::england_and_wales().unwrap();
    let other = BankHolidayCalendar::<Day, _>::cached();
    let theirs: BTreeSet<NaiveDate> =
        other.holidays(ENGLAND_AND_WALES).iter().map(|holiday| holiday.date().0).collect();
    let first = ours.covered_from().year().max(theirs.first().unwrap().year());
    let last = ours.covered_to().year().min(theirs.last().unwrap().year());
    assert_eq!((first, last), (2012, 2028));
    let of_both = |holidays: &BTreeSet<NaiveDate>| -> Vec<NaiveDate> {
        holidays.iter().copied().filter(|date| (first..=last).contains(&date.year())).collect()
    };
    assert_eq!(of_both(ours.holidays()), of_both(&theirs));
}

#[test]
fn both_name_the_same_working_days() {
    let ours = Calendar::england_and_wales().unwrap();
    let other = BankHolidayCalendar::<Day, _>::cached();
    for date in ours.covered_from().iter_days().take_while(|date| *date <= ours.covered_to()) {
        let theirs = other.is_work_day(&Day(date), ENGLAND_AND_WALES);
        assert_eq!(ours.is_working_day(date), Ok(theirs), "{date}");
    }
}
