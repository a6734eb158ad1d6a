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
    Knowledge::as_it_stood(book, ask, at).gaps(at)
}

/// What stands behind an expectation, other than that something was sent.
struct Expecting {
    /// The first request that has no answer, by who asked whom.
    asked: BTreeMap<(AgencyId, AgencyId), EntryId>,
    /// The meetings at which an item was on the table, with the agencies invited, in ledger order.
    tabled: BTreeMap<EntryId, Vec<(EntryId, BTreeSet<AgencyId>)>>,
}

impl<'a> Knowledge<'a> {
    /// Reads a case as it stood at a moment, in the world and on the record.
    pub fn as_it_stood(book: &'a Casebook, ask: Ask, at: DateTime<Utc>) -> Self {
        let until = ask.on_record.until.map_or(at, |until| until.min(at));
        Self::of(book, ask.at(at).on_record(until))
    }

    /// Who was involved and not told, of a case that was read [as it stood](Self::as_it_stood) at the
    /// moment.
    pub fn gaps(&self, at: DateTime<Utc>) -> Gaps {
        let involved = involvements(&self.entries);
        let agencies: BTreeSet<AgencyId> = involved.keys().map(|(agency, _)| *agency).collect();
        let expecting = self.expecting(at);
        let mut items = Vec::new();
        for fact in self.items(true) {
            if self.time_of(fact).by(at) == Certainty::No {
                continue;
            }
            let gap = |agency: &AgencyId| self.gap(fact, *agency, (&involved, &expecting), at);
            let mut not_told: Vec<Gap> = agencies.iter().filter_map(gap).collect();
            not_told.sort_by(|one, other| one.agency.cmp(&other.agency));
            if !not_told.is_empty() {
                items.push(GapItem { item: self.item_view(fact), not_told });
            }
        }
        let order = |it: &GapItem| (it.item.when.latest, it.item.when.earliest);
        items.sort_by(|one, other| {
            let order = order(one).cmp(&order(other));
            order.then_with(|| one.item.cite.cmp(&other.item.cite))
        });
        Gaps { asked: self.asked_on(), items }
    }

    /// The requests without an answer and the meetings by a moment.
    fn expecting(&self, at: DateTime<Utc>) -> Expecting {
        let mut asked = BTreeMap::new();
        for request in self.requests.iter().filter(|it| it.answers.is_empty()) {
            if let Some(of) = request.of {
                asked.entry((request.by, of)).or_insert(request.entry);
            }
        }
        let mut tabled: BTreeMap<EntryId, Vec<(EntryId, BTreeSet<AgencyId>)>> = BTreeMap::new();
        for entry in &self.entries {
            let Some(meeting) = read(entry.event()).meeting else { continue };
            if self.time_of(entry).by(at) == Certainty::No {
                continue;
            }
            let invited = meeting.invited.iter().filter_map(|it| Knower::from(&it.who).agency());
            let invited: BTreeSet<AgencyId> = invited.collect();
            for item in &meeting.table {
                tabled.entry(item.item).or_default().push((entry.id(), invited.clone()));
            }
        }
        Expecting { asked, tabled }
    }

    /// What is to be said of one agency and one fact, if it was involved and neither held nor knew it.
    fn gap(
        &self,
        fact: &Effective<'_>,
        agency: AgencyId,
        (involved, expecting): (&BTreeMap<(AgencyId, ChildId), Involvement>, &Expecting),
        at: DateTime<Utc>,
    ) -> Option<Gap> {
        let with = fact.children().iter().filter_map(|child| involved.get(&(agency, *child)));
        let involvement = with.min_by_key(|it| (it.inferred, it.since))?;
        let mut sent = None;
        for (step, _) in self.steps_by(fact.id(), Some(at)) {
            if step.knower.agency() == Some(agency) {
                if step.stage >= Stage::Held {
                    return None;
                }
                sent = sent.or(Some(step.via));
            }
        }
        let holder = fact.entry.envelope.by.agency;
        let asked = || expecting.asked.get(&(agency, holder)).copied();
        let expected = sent.or_else(asked).or_else(|| expecting.invited(fact.id(), agency));
        let since = involvement.since.max(self.time_of(fact).last_day());
        Some(Gap {
            agency: self.agency_name(agency),
            days: (day_of(at) - since).num_days().max(0),
            involved_since: involvement.since,
            involved_by: self.cite(involvement.via),
            inferred: involvement.inferred,
            expected: expected.map(|it| self.cite(it)),
            sent: sent.map(|it| self.cite(it)),
        })
    }
}

impl Expecting {
    /// The first meeting to which an agency was invited and at which an item was on the table.
    fn invited(&self, item: EntryId, agency: AgencyId) -> Option<EntryId> {
        let meetings = self.tabled.get(&item)?;
        meetings.iter().find(|(_, invited)| invited.contains(&agency)).map(|(meeting, _)| *meeting)
    }
}

/// The day that a moment closes or falls in: midnight closes the day before it.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    london_date(at - TimeDelta::nanoseconds(1))
}
