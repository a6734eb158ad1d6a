//! Whether the days that a row gives can follow each other. What cannot is said and recorded all the
//! same: which of the days is wrong, only the agency can say.

use candour_domain::time::When;

use super::caution::Caution;
use super::column::Column;
use super::row::Row;

/// Every day of a row that lies before one that must have come first, each named once.
pub(crate) fn cautions(row: &Row) -> Vec<Caution> {
    let mut all = Vec::new();
    let mut add = |caution: Option<Caution>| {
        all.extend(caution.filter(|caution| !all.contains(caution)));
    };
    let event = (Column::Date, Some(row.occurred));
    add(first_before(&[event, (Column::EnteredOn, row.entered)]));
    for told in &row.told {
        let days = [
            event,
            (Column::ToldOn, told.on),
            (Column::ReceivedOn, told.received),
            (Column::ReadOn, told.read),
        ];
        for end in 2..=days.len() {
            add(first_before(&days[..end]));
        }
    }
    all
}

/// The first of some days, in the order in which they must have come, after which the last cannot be.
fn first_before(days: &[(Column, Option<When>)]) -> Option<Caution> {
    let ((later, when), earlier) = days.split_last()?;
    let ends = when.as_ref()?.interval().latest();
    let (earlier, _) =
        earlier.iter().find(|(_, when)| when.is_some_and(|it| ends <= it.interval().earliest()))?;
    Some(Caution::BeforeItCan { later: later.heading(), earlier: earlier.heading() })
}
