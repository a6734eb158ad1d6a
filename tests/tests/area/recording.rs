//! The recount of recording: the entries of each agency, and those of them recorded late.

use candour_domain::calendar::Calendar;
use candour_domain::time::london_date;
use chrono::NaiveDate;

use super::{Counting, Numbers, add};

pub(crate) fn count(counting: &Counting) -> Numbers {
    let calendar = Calendar::england_and_wales().unwrap();
    let mut numbers = Numbers::new();
    for entry in counting.entries.iter().filter(|it| !it.withdrawn) {
        if !counting.counts(entry.latest()) {
            continue;
        }
        add(&mut numbers, format!("recording/{}/entries", entry.agency), 1);
        let recorded = london_date(entry.recorded_at);
        if working_days(&calendar, entry.when.last_day(), recorded) > 5 {
            add(&mut numbers, format!("recording/{}/late", entry.agency), 1);
        }
    }
    numbers
}

/// The working days after a day up to another.
fn working_days(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> usize {
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    days.filter(|day| calendar.is_working_day(*day).unwrap()).count()
}
