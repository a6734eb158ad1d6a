//! Who was involved and neither held nor knew a fact: a neutral list, never called a failing.
//! Something was *expected* only where an entry stands behind it.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::identifier::{AgencyId, ChildId};
use candour_domain::time::{Certainty, london_date};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, AskedOn, Cited};
use super::involvement::Involvement;
use super::item::Item;
use super::knower::Knower;
use super::party::{Body, Party};
use super::places::Place;
use super::step::Stage;
use crate::ask::Ask;
use crate::casebook::Casebook;

/// Involved and not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gaps<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// Each fact that some involved agency neither held nor knew.
    pub items: Vec<GapItem<'k>>,
}

/// One fact, and who was involved and not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapItem<'k> {
    /// The fact.
    pub item: Item<'k>,
    /// The agencies, in alphabetical order.
    pub not_told: Vec<Gap<'k>>,
}

/// One agency that was involved and neither held nor knew a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap<'k> {
    /// The agency.
    pub agency: AgencyName,
    /// Calendar days since the later of the fact and the involvement.
    pub days: i64,
    /// Since when the agency was involved.
    pub involved_since: NaiveDate,
    /// The entry that shows the involvement.
    pub involved_by: Cited<'k>,
    /// Whether the involvement is inferred from the agency's own entries.
    pub inferred: bool,
    /// Where it was sent and no receipt is recorded: that entry.
    pub sent: Option<Cited<'k>>,
    /// Where an entry makes it expected: that entry.
    pub expected: Option<Cited<'k>>,
}

/// What stands behind an expectation, other than that something was sent.
struct Expecting {
    /// The first request that has no answer, by who asked whom.
    asked: BTreeMap<(AgencyId, AgencyId), Place>,
    /// The meetings at which an item was on the table, with the agencies invited, in ledger order.
    tabled: BTreeMap<Place, Vec<(Place, BTreeSet<AgencyId>)>>,
}

/// An agency that was involved with any child.
struct Involved<'k> {
    agency: AgencyName,
    party: Option<Party>,
    with: &'k BTreeMap<ChildId, Involvement>,
}

/// How far an agency had come towards a fact.
#[derive(Clone, Copy)]
enum Came {
    Nowhere,
    /// It was sent to them, by this entry first.
    Sent(Place),
    /// They held or knew it.
    Held,
}

/// A fact, and what is asked of each agency about it.
struct Asked<'k> {
    place: Place,
    children: &'k [ChildId],
    holder: AgencyId,
    day: NaiveDate,
    /// The last day that counts.
    until: NaiveDate,
}

impl<'a> Knowledge<'a> {
    /// Reads a case as it stood at a moment, in the world and on the record.
    pub fn as_it_stood(book: &'a Casebook, ask: Ask, at: DateTime<Utc>) -> Self {
        let until = ask.on_record.until.map_or(at, |until| until.min(at));
        Self::of(book, ask.at(at).on_record(until))
    }

    /// Who was involved and not told, of a case that was read [as it stood](Self::as_it_stood) at the
    /// moment.
    pub fn gaps(&self, at: DateTime<Utc>) -> Gaps<'_> {
        let involved = self.involved.agencies().map(|(agency, with)| Involved {
            agency: self.agency_name(agency),
            party: self.parties.find(Body::Agency(agency)),
            with,
        });
        let mut involved: Vec<Involved<'_>> = involved.collect();
        involved.sort_by(|one, other| one.agency.cmp(&other.agency));
        let expecting = self.expecting(at);
        let until = day_of(at);
        let mut items = Vec::new();
        let mut came = Vec::new();
        for (place, fact) in self.items(true) {
            let mark = self.mark(place);
            if mark.happened.by(at) == Certainty::No {
                continue;
            }
            self.how_far_each_came(place, at, &mut came);
            let (children, holder) = (fact.children(), fact.entry.envelope.by.agency);
            let asked = Asked { place, children, holder, day: mark.happened_day, until };
            let mut not_told = Vec::new();
            for agency in &involved {
                let came = agency.party.and_then(|party| came.get(party.index()).copied());
                let came = came.unwrap_or(Came::Nowhere);
                not_told.extend(self.gap(&asked, (agency, came), &expecting));
            }
            if !not_told.is_empty() {
                items.push(GapItem { item: self.item(place), not_told });
            }
        }
        items.sort_by_key(|it| {
            let time = it.item.time();
            (time.latest(), time.earliest(), it.item.entry())
        });
        Gaps { asked: self.asked_on(), items }
    }

    /// How far each agency had come towards a fact by a moment, by its number.
    fn how_far_each_came(&self, fact: Place, at: DateTime<Utc>, came: &mut Vec<Came>) {
        came.clear();
        came.resize(self.parties.bodies().len(), Came::Nowhere);
        for (step, _) in self.steps_by(fact, Some(at)) {
            let Some(so_far) = step.party.and_then(|party| came.get_mut(party.index())) else {
                continue;
            };
            *so_far = match (*so_far, step.stage) {
                (Came::Held, _)
                | (_, Stage::Held | Stage::Opened | Stage::Known | Stage::Considered) => Came::Held,
                (Came::Sent(first), Stage::Sent) => Came::Sent(first),
                (Came::Nowhere, Stage::Sent) => Came::Sent(step.via),
            };
        }
    }

    /// The requests without an answer and the meetings by a moment.
    fn expecting(&self, at: DateTime<Utc>) -> Expecting {
        let mut tabled: BTreeMap<Place, Vec<(Place, BTreeSet<AgencyId>)>> = BTreeMap::new();
        for (place, meeting) in &self.meetings {
            if meeting.invited.is_empty() || self.time_of(*place).by(at) == Certainty::No {
                continue;
            }
            let invited = meeting.invited.iter().filter_map(|it| Knower::from(&it.who).agency());
            let invited: BTreeSet<AgencyId> = invited.collect();
            for item in &meeting.table {
                let item = self.places.place(item.item);
                tabled.entry(item).or_default().push((*place, invited.clone()));
            }
        }
        Expecting { asked: self.exchanged.requests.unanswered(), tabled }
    }

    /// What is to be said of one agency and one fact, if it was involved and neither held nor knew it.
    fn gap(
        &self,
        fact: &Asked<'_>,
        (involved, came): (&Involved<'_>, Came),
        expecting: &Expecting,
    ) -> Option<Gap<'_>> {
        let sent = match came {
            Came::Nowhere => None,
            Came::Sent(by) => Some(by),
            Came::Held => return None,
        };
        let with = fact.children.iter().filter_map(|child| involved.with.get(child));
        let involvement = with.min_by_key(|it| (it.inferred, it.since))?;
        let agency = involved.agency.id;
        let asked = || expecting.asked.get(&(agency, fact.holder)).copied();
        let expected = sent.or_else(asked).or_else(|| expecting.invited(fact.place, agency));
        let since = involvement.since.max(fact.day);
        Some(Gap {
            agency: involved.agency.clone(),
            days: (fact.until - since).num_days().max(0),
            involved_since: involvement.since,
            involved_by: self.cited(involvement.via),
            inferred: involvement.inferred,
            expected: expected.map(|it| self.cited(it)),
            sent: sent.map(|it| self.cited(it)),
        })
    }
}

impl Expecting {
    /// The first meeting to which an agency was invited and at which an item was on the table.
    fn invited(&self, item: Place, agency: AgencyId) -> Option<Place> {
        let meetings = self.tabled.get(&item)?;
        meetings.iter().find(|(_, invited)| invited.contains(&agency)).map(|(meeting, _)| *meeting)
    }
}

/// The day that a moment closes or falls in: midnight closes the day before it.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    london_date(at - TimeDelta::nanoseconds(1))
}
