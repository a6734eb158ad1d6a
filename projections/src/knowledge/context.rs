//! A decision in its context: what the deciding agency knew and listed, knew and did not list, held
//! and nobody knew, what was held elsewhere, and what was on record only afterwards. Facts alone;
//! nothing that occurred after the decision.

use std::collections::BTreeSet;

use candour_domain::case::CaseEvent;
use candour_domain::case::threshold::ThresholdEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::{Attendee, Reliance};
use candour_domain::time::{Certainty, Interval};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, AskedOn, Cite, Moment, StepView, Who};
use super::item::ItemView;
use super::knower::Knower;
use super::reading::read;
use super::step::{Stage, Step};

/// A decision in its context. The lists are exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Context {
    /// What was asked.
    pub asked: AskedOn,
    /// The decision.
    pub decision: ItemView,
    /// Who decided.
    pub decider: Who,
    /// What the decision lists as considered.
    pub considered: Vec<ContextItem>,
    /// What the deciding agency knew and the decision does not list.
    pub known_not_listed: Vec<ContextItem>,
    /// What the deciding agency held and nobody of it is recorded as knowing.
    pub held_not_known: Vec<ContextItem>,
    /// What was held elsewhere and the deciding agency had not received.
    pub held_elsewhere: Vec<NotReceived>,
    /// What happened before and is on record only afterwards.
    pub recorded_afterwards: Vec<ContextItem>,
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
pub struct ContextItem {
    /// The fact.
    pub item: ItemView,
    /// The deciding agency's first step to its stage, where it has one.
    pub agency_step: Option<StepView>,
    /// The decider's own first step to knowing it, where one is recorded.
    pub decider_step: Option<StepView>,
    /// Whether it is certain that this was so before the decision.
    pub certain: Certainty,
}

/// A fact that was held elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotReceived {
    /// The fact.
    pub item: ItemView,
    /// Who held or knew it, in the order in which they came to.
    pub holders: Vec<Holder>,
}

/// An agency that held or knew a fact before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holder {
    /// The agency.
    pub agency: AgencyName,
    /// Whether it knew it or only held it.
    pub stage: Stage,
    /// Since when.
    pub since: Moment,
    /// By which entry.
    pub via: Cite,
    /// Calendar days from then to the decision.
    pub days: i64,
    /// Whether one of its people who knew it was at the meeting that the decision follows.
    pub in_the_room: bool,
    /// What is on record between that agency and the deciding one.
    pub exchange: Exchange,
    /// Whether it is certain that this was so before the decision.
    pub certain: Certainty,
}

/// What is on record between a holder and the deciding agency, of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exchange {
    /// The holder decided not to share it.
    DecidedNotToShare(Cite),
    /// The holder sent it, and no receipt is recorded.
    SentNotReceived(Cite),
    /// The holder was asked and no reply is recorded.
    AskedNoReply(Cite),
    /// The holder was asked and answered without it.
    AnsweredWithoutIt(Cite),
    /// No request is on record, and it was not volunteered.
    NoRequestOnRecord,
}

/// A decision, while its context is put together.
struct Deciding<'k> {
    entry: &'k Effective<'k>,
    agency: AgencyId,
    decider: Knower,
    time: Interval,
    listed: BTreeSet<EntryId>,
    room: Vec<Knower>,
}

impl Knowledge<'_> {
    /// A decision in its context; `None` if the entry is not on the record or decides nothing.
    pub fn context_of(&self, decision: EntryId) -> Option<Context> {
        let entry = self.items(false).find(|it| it.id() == decision)?;
        let reading = read(entry.event());
        if reading.grounds.is_none() && reading.meeting.is_none() {
            return None;
        }
        let grounds = reading.grounds;
        let relied = grounds.map_or(&[][..], |it| &it.relied_on);
        let relied_entries = relied.iter().filter_map(|it| match it {
            Reliance::Entry(id) => Some(*id),
            Reliance::Statement(_) => None,
        });
        let tabled = reading.meeting.map_or(&[][..], |it| &it.table);
        let considered = grounds.map_or(&[][..], |it| &it.considered).iter().copied();
        let listed = considered.chain(relied_entries).chain(tabled.iter().map(|it| it.item));
        let deciding = Deciding {
            entry,
            agency: entry.entry.envelope.by.agency,
            decider: (&entry.entry.envelope.by).into(),
            time: self.time_of(entry),
            listed: listed.collect(),
            room: self.room(entry),
        };
        let statements = relied.iter().filter_map(|it| match it {
            Reliance::Entry(_) => None,
            Reliance::Statement(words) => Some(Reliances { statement: words.to_string() }),
        });
        let mut context = Context {
            asked: self.asked_on(),
            decision: self.item_view(entry),
            decider: self.who(&deciding.decider),
            considered: Vec::new(),
            known_not_listed: Vec::new(),
            held_not_known: Vec::new(),
            held_elsewhere: Vec::new(),
            recorded_afterwards: Vec::new(),
            relied_on_without_entry: statements.collect(),
        };
        let mut facts: Vec<&Effective<'_>> = self.items(true).collect();
        facts.sort_by_cached_key(|it| (self.time_of(it).latest(), it.entry.position));
        for fact in facts {
            self.place(fact, &deciding, &mut context);
        }
        Some(context)
    }

    /// Puts one fact on the list where it belongs.
    fn place(&self, fact: &Effective<'_>, deciding: &Deciding<'_>, context: &mut Context) {
        let happened = self.time_of(fact).before(deciding.time);
        if deciding.listed.contains(&fact.id()) {
            let known = self.first(fact, deciding, Stage::Known);
            context.considered.push(self.context_item(fact, deciding, (known, Certainty::Yes)));
            return;
        }
        if happened == Certainty::No || fact.id() == deciding.entry.id() {
            return;
        }
        let recorded = fact.entry.recorded(self.ask.on_record.clock).before(deciding.time);
        let known = self.first(fact, deciding, Stage::Known);
        let held = self.first(fact, deciding, Stage::Held);
        if recorded == Certainty::No {
            let item = self.context_item(fact, deciding, (known.or(held), happened));
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
                let item = self.item_view(fact);
                context.held_elsewhere.push(NotReceived { item, holders });
            }
        }
    }

    /// The deciding agency's first step to at least a stage before the decision.
    fn first(
        &self,
        fact: &Effective<'_>,
        deciding: &Deciding<'_>,
        stage: Stage,
    ) -> Option<(&Step, Certainty)> {
        let theirs = |step: &Step| step.knower.agency() == Some(deciding.agency);
        self.first_of(fact, deciding, |step| theirs(step) && step.stage >= stage)
    }

    fn first_of(
        &self,
        fact: &Effective<'_>,
        deciding: &Deciding<'_>,
        wanted: impl Fn(&Step) -> bool,
    ) -> Option<(&Step, Certainty)> {
        let steps = self.steps.get(&fact.id()).into_iter().flatten();
        let taken = steps.filter(|step| wanted(step)).map(|step| {
            let by_it = step.via == deciding.entry.id();
            let before = if by_it { Certainty::Yes } else { step.time.before(deciding.time) };
            (step, before.min(step.follows))
        });
        taken.into_iter().find(|(_, before)| *before != Certainty::No)
    }

    fn context_item(
        &self,
        fact: &Effective<'_>,
        deciding: &Deciding<'_>,
        (step, certain): (Option<(&Step, Certainty)>, Certainty),
    ) -> ContextItem {
        let own = self.first_of(fact, deciding, |step| {
            is_step_of(step, &deciding.decider) && step.stage >= Stage::Known
        });
        let view = |(step, taken): (&Step, Certainty)| self.step_view(step, taken);
        ContextItem {
            item: self.item_view(fact),
            agency_step: step.map(view),
            decider_step: own.map(view),
            certain,
        }
    }

    /// The other agencies that held or knew a fact before the decision.
    fn holders(&self, fact: &Effective<'_>, deciding: &Deciding<'_>) -> Vec<Holder> {
        let steps = self.steps.get(&fact.id()).into_iter().flatten();
        let agencies: BTreeSet<AgencyId> = steps
            .filter(|step| step.stage >= Stage::Held)
            .filter_map(|step| step.knower.agency())
            .filter(|agency| *agency != deciding.agency)
            .collect();
        let mut holders: Vec<Holder> =
            agencies.into_iter().filter_map(|agency| self.holder(fact, deciding, agency)).collect();
        holders.sort_by_key(|it| (it.since.latest, it.agency.clone()));
        holders
    }

    fn holder(
        &self,
        fact: &Effective<'_>,
        deciding: &Deciding<'_>,
        agency: AgencyId,
    ) -> Option<Holder> {
        let theirs = |step: &Step| step.knower.agency() == Some(agency);
        let known = self.first_of(fact, deciding, |it| theirs(it) && it.stage >= Stage::Known);
        let held = self.first_of(fact, deciding, |it| theirs(it) && it.stage >= Stage::Held)?;
        let (step, certain) = known.unwrap_or(held);
        let (since, _) = held;
        let in_the_room = deciding.room.iter().any(|somebody| {
            somebody.agency() == Some(agency)
                && self
                    .first_of(fact, deciding, |it| {
                        is_step_of(it, somebody) && it.stage >= Stage::Known
                    })
                    .is_some()
        });
        Some(Holder {
            agency: self.agency_name(agency),
            stage: step.stage.min(Stage::Known),
            since: self.moment(since),
            via: self.cite(since.via),
            days: (deciding.time.last_day() - since.time.last_day()).num_days(),
            in_the_room,
            exchange: self.exchange(fact, deciding, agency),
            certain,
        })
    }

    /// What is on record between a holder and the deciding agency before the decision.
    fn exchange(
        &self,
        fact: &Effective<'_>,
        deciding: &Deciding<'_>,
        holder: AgencyId,
    ) -> Exchange {
        let before = |time: Interval| time.before(deciding.time) != Certainty::No;
        let withheld = self
            .withheld(fact.id())
            .iter()
            .find(|it| it.by == holder && it.with == Some(deciding.agency) && before(it.time));
        if let Some(withheld) = withheld {
            return Exchange::DecidedNotToShare(self.cite(withheld.via));
        }
        let sent = self.first_of(fact, deciding, |it| {
            let by = self.effective(it.via).map(|via| via.entry.envelope.by.agency);
            it.stage == Stage::Sent
                && it.knower.agency() == Some(deciding.agency)
                && by == Some(holder)
        });
        if let Some((sent, _)) = sent {
            return Exchange::SentNotReceived(self.cite(sent.via));
        }
        let asked = self
            .requests
            .iter()
            .find(|it| it.by == deciding.agency && it.of == Some(holder) && before(it.time));
        let Some(asked) = asked else { return Exchange::NoRequestOnRecord };
        match asked.answers.iter().find(|(_, time)| before(*time)) {
            Some((answer, _)) => Exchange::AnsweredWithoutIt(self.cite(*answer)),
            None => Exchange::AskedNoReply(self.cite(asked.entry)),
        }
    }

    /// Who was at the meeting that a decision was made at or follows: its own, the one it names, or,
    /// for a threshold decision that names none here, the last strategy discussion before it.
    fn room(&self, decision: &Effective<'_>) -> Vec<Knower> {
        let reading = read(decision.event());
        let named = match decision.event().case() {
            Some(CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it))) => {
                it.discussion.entry().or_else(|| self.last_discussion(decision))
            }
            Some(_) | None => None,
        };
        let followed = named.and_then(|id| self.effective(id));
        let meeting = followed.map(|it| read(it.event())).and_then(|it| it.meeting);
        let attendees = |it: &candour_domain::meeting::Meeting| -> Vec<Attendee> {
            it.attendance.iter().map(|it| it.who.clone()).collect()
        };
        let mut there: Vec<Attendee> = reading.meeting.map(attendees).unwrap_or_default();
        there.extend(meeting.map(attendees).unwrap_or_default());
        there.extend(reading.present.iter().cloned());
        there.iter().map(Knower::from).collect()
    }

    fn last_discussion(&self, decision: &Effective<'_>) -> Option<EntryId> {
        let decided = self.time_of(decision);
        let held = self.entries.iter().filter(|it| {
            matches!(
                it.event().case(),
                Some(CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(_)))
            ) && self.time_of(it).before(decided) != Certainty::No
                && it.children().iter().any(|child| decision.children().contains(child))
        });
        held.max_by_key(|it| self.time_of(it).latest()).map(Effective::id)
    }
}

/// Whether a step is somebody's own, taken for their agency or for a team.
fn is_step_of(step: &Step, somebody: &Knower) -> bool {
    match somebody.practitioner() {
        Some(practitioner) => step.is_of_practitioner(practitioner),
        None => step.knower == *somebody,
    }
}
