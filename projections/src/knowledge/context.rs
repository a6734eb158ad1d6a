//! A decision in its context: what the deciding agency knew and listed, knew and did not list, held
//! and nobody knew, what was held elsewhere, and what was on record only afterwards. Facts alone;
//! nothing that occurred after the decision.

use std::collections::BTreeSet;

use candour_domain::case::CaseEvent;
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::Reliance;
use candour_domain::time::{Certainty, Interval};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AskedOn, Taken, Who};
use super::exchange::Holder;
use super::item::Item;
use super::knower::Knower;
use super::party::{Body, Party};
use super::places::Place;
use super::reading::read;
use super::step::{Stage, Step};

/// A decision in its context. The lists are exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Context<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// The decision.
    pub decision: Item<'k>,
    /// Who decided.
    pub decider: Who,
    /// What the decision lists as considered.
    pub considered: Vec<ContextItem<'k>>,
    /// What the deciding agency knew and the decision does not list.
    pub known_not_listed: Vec<ContextItem<'k>>,
    /// What the deciding agency held and nobody of it is recorded as knowing.
    pub held_not_known: Vec<ContextItem<'k>>,
    /// What was held elsewhere and the deciding agency had not received.
    pub held_elsewhere: Vec<NotReceived<'k>>,
    /// What happened before and is on record only afterwards.
    pub recorded_afterwards: Vec<ContextItem<'k>>,
    /// What was relied on with no entry behind it.
    pub relied_on_without_entry: Vec<Reliances>,
}

/// A statement that a decision relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reliances {
    /// The words.
    pub statement: String,
}

/// A fact and how the deciding agency stood to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContextItem<'k> {
    /// The fact.
    pub item: Item<'k>,
    /// The deciding agency's first step to its stage, where it has one.
    pub agency_step: Option<Taken<'k>>,
    /// The decider's own first step to knowing it, where one is recorded.
    pub decider_step: Option<Taken<'k>>,
    /// Whether it is certain that this was so before the decision.
    pub certain: Certainty,
}

/// A fact that was held elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotReceived<'k> {
    /// The fact.
    pub item: Item<'k>,
    /// Who held or knew it, in the order in which they came to.
    pub holders: Vec<Holder<'k>>,
}

/// A decision, while its context is put together.
pub(super) struct Deciding<'k> {
    place: Place,
    pub(super) agency: AgencyId,
    party: Option<Party>,
    decider: Knower<'k>,
    pub(super) time: Interval,
    listed: BTreeSet<Place>,
    pub(super) room: Vec<Knower<'k>>,
}

/// A step, and whether it was taken before the decision.
type Before<'k> = (&'k Step<'k>, Certainty);

impl Knowledge<'_> {
    /// A decision and who decided it, without its context; `None` where it has no context.
    pub fn decision_of(&self, decision: EntryId) -> Option<(Item<'_>, Who)> {
        let (place, entry) = self.item_of(decision)?;
        let reading = read(entry.event());
        let decides = reading.grounds.is_some() || reading.meeting.is_some();
        decides.then(|| (self.item(place), self.who((&entry.entry.envelope.by).into())))
    }

    /// A decision in its context; `None` if the entry is not on the record or decides nothing.
    pub fn context_of(&self, decision: EntryId) -> Option<Context<'_>> {
        let (item, decider) = self.decision_of(decision)?;
        let (place, entry) = self.item_of(decision)?;
        let reading = read(entry.event());
        let grounds = reading.grounds;
        let relied = grounds.map_or(&[][..], |it| &it.relied_on);
        let relied_entries = relied.iter().filter_map(|it| match it {
            Reliance::Entry(id) => Some(*id),
            Reliance::Statement(_) => None,
        });
        let tabled = reading.meeting.map_or(&[][..], |it| &it.table);
        let considered = grounds.map_or(&[][..], |it| &it.considered).iter().copied();
        let listed = considered.chain(relied_entries).chain(tabled.iter().map(|it| it.item));
        let agency = entry.entry.envelope.by.agency;
        let deciding = Deciding {
            place,
            agency,
            party: self.parties.find(Body::Agency(agency)),
            decider: (&entry.entry.envelope.by).into(),
            time: self.time_of(place),
            listed: listed.filter_map(|id| self.places.find(id)).collect(),
            room: self.room(place, entry),
        };
        let statements = relied.iter().filter_map(|it| match it {
            Reliance::Entry(_) => None,
            Reliance::Statement(words) => Some(Reliances { statement: words.to_string() }),
        });
        let mut context = Context {
            asked: self.asked_on(),
            decision: item,
            decider,
            considered: Vec::new(),
            known_not_listed: Vec::new(),
            held_not_known: Vec::new(),
            held_elsewhere: Vec::new(),
            recorded_afterwards: Vec::new(),
            relied_on_without_entry: statements.collect(),
        };
        let mut facts: Vec<(Place, &Effective<'_>)> = self.items(true).collect();
        facts.sort_by_key(|(place, _)| self.time_of(*place).latest());
        for (fact, _) in facts {
            self.place(fact, &deciding, &mut context);
        }
        Some(context)
    }

    /// Puts one fact on the list where it belongs.
    fn place<'k>(&'k self, fact: Place, deciding: &Deciding<'k>, context: &mut Context<'k>) {
        let mark = self.mark(fact);
        let happened = mark.happened.before(deciding.time);
        if deciding.listed.contains(&fact) {
            let known = self.first(fact, deciding, Stage::Known);
            context.considered.push(self.context_item(fact, deciding, (known, Certainty::Yes)));
            return;
        }
        if happened == Certainty::No || fact == deciding.place {
            return;
        }
        let recorded = mark.recorded.before(deciding.time);
        let known = self.first(fact, deciding, Stage::Known);
        let held = known.or_else(|| self.first(fact, deciding, Stage::Held));
        if recorded == Certainty::No {
            let item = self.context_item(fact, deciding, (held, happened));
            context.recorded_afterwards.push(item);
        } else if let Some((_, taken)) = known {
            let certain = taken.min(happened).min(recorded);
            let item = self.context_item(fact, deciding, (known, certain));
            context.known_not_listed.push(item);
        } else if let Some((_, taken)) = held {
            let certain = taken.min(happened).min(recorded);
            context.held_not_known.push(self.context_item(fact, deciding, (held, certain)));
        } else {
            let holders = self.holders(fact, deciding);
            if !holders.is_empty() {
                let item = self.item(fact);
                context.held_elsewhere.push(NotReceived { item, holders });
            }
        }
    }

    /// The deciding agency's first step to at least a stage before the decision.
    fn first<'k>(
        &'k self,
        fact: Place,
        deciding: &Deciding<'k>,
        stage: Stage,
    ) -> Option<Before<'k>> {
        let theirs = |step: &Step<'_>| step.party.is_some() && step.party == deciding.party;
        self.first_of(fact, deciding, |step| step.stage >= stage && theirs(step))
    }

    /// The first step towards a fact that is wanted and may have been taken before the decision.
    pub(super) fn first_of<'k>(
        &'k self,
        fact: Place,
        deciding: &Deciding<'k>,
        wanted: impl Fn(&Step<'_>) -> bool,
    ) -> Option<Before<'k>> {
        let steps = self.steps.towards(fact).iter();
        let taken = steps.filter(|step| wanted(step)).map(|step| {
            let by_it = step.via == deciding.place;
            let before = if by_it { Certainty::Yes } else { step.time.before(deciding.time) };
            (step, before.min(step.follows))
        });
        taken.into_iter().find(|(_, before)| *before != Certainty::No)
    }

    fn context_item<'k>(
        &'k self,
        fact: Place,
        deciding: &Deciding<'k>,
        (step, certain): (Option<Before<'k>>, Certainty),
    ) -> ContextItem<'k> {
        let own = self.first_of(fact, deciding, |step| {
            step.stage >= Stage::Known && is_step_of(step, deciding.decider)
        });
        let taken = |(step, taken): Before<'k>| self.taken(step, taken);
        ContextItem {
            item: self.item(fact),
            agency_step: step.map(taken),
            decider_step: own.map(taken),
            certain,
        }
    }

    /// Who was at the meeting that a decision was made at or follows: its own, the one it names, or,
    /// for a threshold decision that names none here, the last strategy discussion before it.
    fn room<'k>(&'k self, place: Place, decision: &Effective<'k>) -> Vec<Knower<'k>> {
        let reading = read(decision.event());
        let followed = match decision.event().case() {
            Some(CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it))) => {
                match it.discussion.entry() {
                    Some(named) => self.places.find(named),
                    None => self.last_discussion(place, decision),
                }
            }
            Some(_) | None => None,
        };
        let followed = followed.and_then(|place| self.effective(place));
        let meeting = followed.map(|it| read(it.event())).and_then(|it| it.meeting);
        let meetings = [reading.meeting, meeting].into_iter().flatten();
        let attendance = meetings.flat_map(|it| &it.attendance).map(|it| &it.who);
        attendance.chain(reading.present).map(Knower::from).collect()
    }

    fn last_discussion(&self, place: Place, decision: &Effective<'_>) -> Option<Place> {
        let decided = self.time_of(place);
        let held = self.meetings.iter().map(|(place, _)| *place).filter(|place| {
            self.effective(*place).is_some_and(|it| {
                matches!(
                    it.event().case(),
                    Some(CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(_)))
                ) && self.time_of(*place).before(decided) != Certainty::No
                    && it.children().iter().any(|child| decision.children().contains(child))
            })
        });
        held.max_by_key(|place| self.time_of(*place).latest())
    }
}

/// Whether a step is somebody's own, taken for their agency or for a team.
pub(super) fn is_step_of(step: &Step<'_>, somebody: Knower<'_>) -> bool {
    match somebody.practitioner() {
        Some(practitioner) => step.is_of_practitioner(practitioner),
        None => step.knower == somebody,
    }
}
