//! Who knew an item: each knower, to which stage, how, when and how late it was recorded.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::{AllocationEvent, RecordAccess};
use candour_domain::identifier::EntryId;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AskedOn, Cite, Moment, StepView, Who};
use super::item::Item;
use super::knower::Knower;
use super::places::Place;
use super::step::{Reach, Stage, Step};

/// Who knew an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WhoKnew<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// The item.
    pub item: Item<'k>,
    /// Each who holds or knows it, or to whom it was sent, in the order of their first step.
    pub knowers: Vec<KnowerRow>,
    /// Who was allocated with access to a record that held it, and nothing more.
    pub could_have_known: Vec<CouldHaveKnown>,
    /// The decisions not to share it.
    pub not_shared: Vec<Cite>,
    /// The entries that dispute it, or that somebody knew it.
    pub disputed: Vec<Cite>,
}

/// One knower and their steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnowerRow {
    /// Who.
    pub who: Who,
    /// The highest stage.
    pub stage: Stage,
    /// Whether that is of a part only.
    pub in_part: bool,
    /// Whether it is certain that they had reached it.
    pub certain: Certainty,
    /// Their steps, in order.
    pub steps: Vec<StepView>,
}

/// Somebody allocated with access to the record of an agency that held an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CouldHaveKnown {
    /// Who.
    pub who: Who,
    /// Since when: the later of the allocation and the agency's first step to holding it.
    pub since: Moment,
    /// By which allocation.
    pub via: Cite,
}

impl Knowledge<'_> {
    /// Who knew an item; `None` if the entry is not on the record or is not an item.
    pub fn who_knew(&self, item: EntryId) -> Option<WhoKnew<'_>> {
        let (item, _) = self.item_of(item)?;
        let mut order: Vec<Knower<'_>> = Vec::new();
        let mut rows: BTreeMap<Knower<'_>, Vec<(&Step<'_>, Certainty)>> = BTreeMap::new();
        for (step, taken) in self.steps_by(item, self.ask.at) {
            let steps = rows.entry(step.knower).or_default();
            if steps.is_empty() {
                order.push(step.knower);
            }
            steps.push((step, taken));
        }
        let row = |knower: &Knower<'_>| self.row(*knower, rows.get(knower)?);
        let by_then = |time: Interval| self.ask.at.is_none_or(|at| time.by(at) != Certainty::No);
        let not_shared = self.withheld(item).iter().filter(|it| by_then(it.time));
        Some(WhoKnew {
            asked: self.asked_on(),
            item: self.item(item),
            knowers: order.iter().filter_map(row).collect(),
            could_have_known: self.could_have_known(item),
            not_shared: not_shared.map(|it| self.cite(it.via)).collect(),
            disputed: self.disputes(item).into_iter().map(|it| self.cite(it)).collect(),
        })
    }

    fn row(&self, knower: Knower<'_>, steps: &[(&Step<'_>, Certainty)]) -> Option<KnowerRow> {
        let (highest, certain) = highest(steps)?;
        Some(KnowerRow {
            who: self.who(knower),
            stage: highest.stage,
            in_part: !highest.whole,
            certain,
            steps: steps.iter().map(|(step, taken)| self.step_view(step, *taken)).collect(),
        })
    }

    /// Practitioners allocated with access, for an agency that holds or knows the item, who have no
    /// step of their own.
    fn could_have_known(&self, item: Place) -> Vec<CouldHaveKnown> {
        let steps = self.steps_by(item, self.ask.at);
        let holding: Vec<&Step<'_>> = steps.map(|(step, _)| step).collect();
        let mut found = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let place = Place::at(index);
            let Some(CaseEvent::Allocation(AllocationEvent::PractitionerAllocated(it))) =
                entry.event().case()
            else {
                continue;
            };
            let knower = Knower::Practitioner { practitioner: it.practitioner, agency: it.agency };
            let access = matches!(
                it.record_access,
                Recorded::Recorded(RecordAccess::Whole | RecordAccess::Part)
            );
            let allocated = (entry.occurred(), self.time_of(place));
            let by_then = self.ask.at.is_none_or(|at| allocated.1.by(at) != Certainty::No);
            let agency = Some(it.agency);
            let first = holding
                .iter()
                .find(|step| step.knower.agency() == agency && step.stage >= Stage::Held);
            let own = holding.iter().any(|step| step.knower == knower);
            if let Some(first) = first.filter(|_| access && by_then && !own) {
                let held = (first.when, first.time);
                let (when, time) =
                    if held.1.latest() > allocated.1.latest() { held } else { allocated };
                found.push(CouldHaveKnown {
                    who: self.who(knower),
                    since: Moment::of(when, time),
                    via: self.cite(place),
                });
            }
        }
        found
    }
}

/// The furthest that any of these steps reaches: what is certain first, then what is not.
pub(super) fn highest(steps: &[(&Step<'_>, Certainty)]) -> Option<(Reach, Certainty)> {
    steps.iter().map(|(step, taken)| (step.reach(), *taken)).max()
}
