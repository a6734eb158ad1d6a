//! Who was involved and neither held nor knew a fact: a neutral list, never called a failing.
//! Something was *expected* only where an entry stands behind it.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, ChildId, EntryId};
use candour_domain::time::{Certainty, london_date};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, AskedOn, Cite};
use super::involvement::{Involvement, involvements};
use super::item::ItemView;
use super::knower::Knower;
use super::reading::read;
use super::step::Stage;
use crate::ask::Ask;
use crate::casebook::Casebook;

/// Involved and not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gaps {
    /// What was asked.
    pub asked: AskedOn,
    /// Each fact that some involved agency neither held nor knew.
    pub items: Vec<GapItem>,
}

/// One fact, and who was involved and not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapItem {
    /// The fact.
    pub item: ItemView,
    /// The agencies, in alphabetical order.
    pub not_told: Vec<Gap>,
}

/// One agency that was involved and neither held nor knew a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The agency.
    pub agency: AgencyName,
    /// Calendar days since the later of the fact and the involvement.
    pub days: i64,
    /// Since when the agency was involved.
    pub involved_since: NaiveDate,
    /// The entry that shows the involvement.
    pub involved_by: Cite,
    /// Whether the involvement is inferred from the agency's own entries.
    pub inferred: bool,
    /// Where it was sent and no receipt is recorded: that entry.
    pub sent: Option<Cite>,
    /// Where an entry makes it expected: that entry.
    pub expected: Option<Cite>,
}

/// Involved and not told at a moment, over the facts on record by then.
pub fn gaps(book: &Casebook, ask: Ask, at: DateTime<Utc>) -> Gaps {
    let until = ask.on_record.until.map_or(at, |until| until.min(at));
    let knowledge = Knowledge::of(book, ask.at(at).on_record(until));
    let involved = involvements(&knowledge.entries);
    let agencies: BTreeSet<AgencyId> = involved.keys().map(|(agency, _)| *agency).collect();
    let mut items = Vec::new();
    for fact in knowledge.items(true) {
        if knowledge.time_of(fact).by(at) == Certainty::No {
            continue;
        }
        let gap = |agency: &AgencyId| knowledge.gap(fact, *agency, &involved, at);
        let mut not_told: Vec<Gap> = agencies.iter().filter_map(gap).collect();
        not_told.sort_by(|one, other| one.agency.cmp(&other.agency));
        if !not_told.is_empty() {
            items.push(GapItem { item: knowledge.item_view(fact), not_told });
        }
    }
    items.sort_by_key(|it| (it.item.when.latest, it.item.when.earliest, it.item.cite.clone()));
    Gaps { asked: knowledge.asked_on(), items }
}

impl Knowledge<'_> {
    fn gap(
        &self,
        fact: &Effective<'_>,
        agency: AgencyId,
        involved: &BTreeMap<(AgencyId, ChildId), Involvement>,
        at: DateTime<Utc>,
    ) -> Option<Gap> {
        let with = fact.children().iter().filter_map(|child| involved.get(&(agency, *child)));
        let involvement = with.min_by_key(|it| (it.inferred, it.since))?;
        let theirs: Vec<_> = self
            .steps_by(fact.id(), Some(at))
            .filter(|(step, _)| step.knower.agency() == Some(agency))
            .collect();
        if theirs.iter().any(|(step, _)| step.stage >= Stage::Held) {
            return None;
        }
        let sent = theirs.first().map(|(step, _)| self.cite(step.via));
        let asked = self.requests.iter().find(|it| {
            let holder = fact.entry.envelope.by.agency;
            it.by == agency && it.of == Some(holder) && it.answers.is_empty()
        });
        let expected = sent.clone().or_else(|| asked.map(|it| self.cite(it.entry)));
        let expected = expected.or_else(|| self.invited(fact, agency, at).map(|it| self.cite(it)));
        let since = involvement.since.max(self.time_of(fact).last_day());
        Some(Gap {
            agency: self.agency_name(agency),
            days: (day_of(at) - since).num_days().max(0),
            involved_since: involvement.since,
            involved_by: self.cite(involvement.via),
            inferred: involvement.inferred,
            expected,
            sent,
        })
    }

    /// The meeting to which an agency was invited and at which a fact was on the table.
    fn invited(
        &self,
        fact: &Effective<'_>,
        agency: AgencyId,
        at: DateTime<Utc>,
    ) -> Option<EntryId> {
        let meetings = self.entries.iter().filter(|it| self.time_of(it).by(at) != Certainty::No);
        let mut meetings = meetings.filter(|it| {
            read(it.event()).meeting.is_some_and(|meeting| {
                let tabled = meeting.table.iter().any(|it| it.item == fact.id());
                let invited = meeting.invited.iter().map(|it| Knower::from(&it.who));
                tabled && invited.into_iter().any(|who| who.agency() == Some(agency))
            })
        });
        meetings.next().map(Effective::id)
    }
}

/// The day that a moment closes or falls in: midnight closes the day before it.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    london_date(at - TimeDelta::nanoseconds(1))
}
