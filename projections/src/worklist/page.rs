//! Which cases and entries a page of the worklist is of: the order of all that waits, looked through in
//! packs, so that the rest is asked of the tables for a page alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use candour_domain::code::code_of;
use candour_domain::duty::Status;
use candour_domain::entry::StreamId;

use super::{Cursor, WorklistFilter};
use crate::dashboard::duty_rows::{Codes, DutyRow, duties_that_stand};
use crate::dashboard::leads::{CaseLead, Leads};
use crate::running::{KeepError, Pack, Span, View};

/// What is shown where no status is asked for.
const SHOWN: [Status; 4] = [Status::Open, Status::DueSoon, Status::Overdue, Status::Breached];

/// Where a row stands in the order of the worklist, and in which case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'w> {
    due: i64,
    entry: i64,
    rule: &'w str,
    status: &'static str,
    scope: i64,
}

impl Place<'_> {
    fn is_after(&self, cursor: &Cursor) -> bool {
        let end =
            (cursor.due, cursor.entry, cursor.rule, code_of(&cursor.status).unwrap_or_default());
        (self.due, self.entry, self.rule, self.status) > end
    }
}

/// The conditions on a duty that it may be on a page, or be the one after it: what meets them in the
/// order of the worklist begins with that page.
pub(super) fn page(view: &View, filter: &WorklistFilter, limit: u32) -> Result<String, KeepError> {
    let codes = Codes::of(view)?;
    let led = Led::of(view, filter, &codes)?;
    let at = view.at();
    let statuses = filter.status.map_or(SHOWN.to_vec(), |status| vec![status]);
    let statuses: Vec<(Status, &str)> =
        statuses.into_iter().map(|it| (it, code_of(&it).unwrap_or_default())).collect();
    let waits = Span::of("overdue_until", at - 1, i64::MAX);
    let mut found: Vec<Place<'_>> = Vec::new();
    let take = |duty: &DutyRow<'_>| {
        let shown = if filter.status.is_none() { duty.waits() } else { duty.is_unanswered() };
        if !shown || !led.is_asked_for(duty.scope) {
            return;
        }
        let Some(rule) = codes.words.get(duty.rule) else { return };
        let status = duty.status();
        let status = statuses.iter().find(|(it, _)| Some(*it) == status);
        if let Some((_, status)) = status
            && filter.rule.as_ref().is_none_or(|asked| asked == rule)
        {
            let DutyRow { due_until: due, entry, scope, .. } = *duty;
            let place = Place { due, entry, rule, status, scope };
            if filter.after.as_ref().is_none_or(|cursor| place.is_after(cursor)) {
                found.push(place);
            }
        }
    };
    let wanted = |pack: &Pack| filter.status.is_some() || pack.may(waits);
    duties_that_stand(view, &codes, &wanted, take)?;
    found.sort_unstable();
    found.dedup();
    let rows = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
    let page = || found.iter().take(rows);
    Ok(format!(
        " AND duty.scope IN ({}) AND duty.entry IN ({})",
        list(page().map(|place| place.scope)),
        list(page().map(|place| place.entry))
    ))
}

fn list(numbers: impl Iterator<Item = i64>) -> String {
    let once: BTreeSet<i64> = numbers.collect();
    let mut list = String::new();
    for (index, number) in once.into_iter().enumerate() {
        let _ = write!(list, "{}{number}", if index == 0 { "" } else { ", " });
    }
    list
}

/// The cases that are asked for by who leads them: all, or those of one lead who is all that is asked.
struct Led(Option<BTreeMap<i64, bool>>);

impl Led {
    fn of(view: &View, filter: &WorklistFilter, codes: &Codes) -> Result<Self, KeepError> {
        let WorklistFilter { team, practitioner, agency, .. } = filter;
        if team.is_none() && practitioner.is_none() && agency.is_none() {
            return Ok(Self(None));
        }
        let number = |stream: Option<StreamId>| match stream {
            Some(stream) => view.numbered(&stream.to_string()),
            None => Ok(None),
        };
        let who = number(practitioner.map(StreamId::Practitioner))?;
        let of = number(agency.map(StreamId::Agency))?;
        let unit = team.as_ref().map(|team| codes.words.number(team));
        let is_asked_for = |lead: &CaseLead| {
            who.is_none_or(|who| lead.practitioner == who)
                && of.is_none_or(|of| lead.agency == of)
                && unit.is_none_or(|unit| unit.is_some() && lead.unit == unit)
        };
        let leads = Leads::of(view)?;
        let mut cases = BTreeMap::new();
        for lead in leads.iter() {
            *cases.entry(lead.scope).or_default() |= is_asked_for(lead);
        }
        Ok(Self(Some(cases)))
    }

    fn is_asked_for(&self, scope: i64) -> bool {
        let Some(cases) = &self.0 else { return true };
        cases.get(&scope).copied().unwrap_or_default()
    }
}
