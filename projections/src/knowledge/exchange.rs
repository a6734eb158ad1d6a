//! Who held a fact elsewhere before a decision, and what is on record between them and the deciding
//! agency. That nothing is on record is said as that, and as no more.

use std::collections::BTreeSet;

use candour_domain::identifier::AgencyId;
use candour_domain::time::{Certainty, Interval};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, Cited, SinceStep, SteppedAt};
use super::context::{Deciding, is_step_of};
use super::party::Body;
use super::places::Place;
use super::shown::Shown;
use super::step::{Stage, Step};

/// An agency that held or knew a fact before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holder<'k> {
    /// The agency.
    pub agency: AgencyName,
    /// Whether it knew it or only held it.
    pub stage: Stage,
    /// Since when.
    pub since: SteppedAt<'k>,
    /// By which entry.
    pub via: Cited<'k>,
    /// Calendar days from then to the decision.
    pub days: i64,
    /// Whether one of its people who knew it was at the meeting that the decision follows.
    pub in_the_room: bool,
    /// What is on record between that agency and the deciding one.
    pub exchange: Exchange<'k>,
    /// Whether it is certain that this was so before the decision.
    pub certain: Certainty,
}

/// What is on record between a holder and the deciding agency, of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exchange<'k> {
    /// The holder decided not to share it.
    DecidedNotToShare(Cited<'k>),
    /// The holder sent it, and no receipt is recorded.
    SentNotReceived(Cited<'k>),
    /// The holder was asked and no reply is recorded.
    AskedNoReply(Cited<'k>),
    /// The holder was asked and answered without it.
    AnsweredWithoutIt(Cited<'k>),
    /// No request is on record, and it was not volunteered.
    NoRequestOnRecord,
}

impl Knowledge<'_> {
    /// The other agencies that held or knew a fact before the decision.
    pub(super) fn holders<'k>(&'k self, fact: Place, deciding: &Deciding<'k>) -> Vec<Holder<'k>> {
        let steps = self.steps.towards(fact).iter();
        let agencies: BTreeSet<AgencyId> = steps
            .filter(|step| step.stage >= Stage::Held)
            .filter_map(|step| step.knower.agency())
            .filter(|agency| *agency != deciding.agency)
            .collect();
        let mut holders: Vec<Holder<'k>> =
            agencies.into_iter().filter_map(|agency| self.holder(fact, deciding, agency)).collect();
        let since = |it: &Holder<'_>| it.since.what().0.time.latest();
        holders.sort_by(|one, other| {
            since(one).cmp(&since(other)).then_with(|| one.agency.cmp(&other.agency))
        });
        holders
    }

    fn holder<'k>(
        &'k self,
        fact: Place,
        deciding: &Deciding<'k>,
        agency: AgencyId,
    ) -> Option<Holder<'k>> {
        let party = self.parties.find(Body::Agency(agency))?;
        let theirs = |step: &Step<'_>| step.party == Some(party);
        let known = self.first_of(fact, deciding, |it| it.stage >= Stage::Known && theirs(it));
        let held = self.first_of(fact, deciding, |it| it.stage >= Stage::Held && theirs(it))?;
        let (step, certain) = known.unwrap_or(held);
        let (since, _) = held;
        let knew = |somebody| {
            let knew = |it: &Step<'_>| it.stage >= Stage::Known && is_step_of(it, somebody);
            self.first_of(fact, deciding, knew).is_some()
        };
        let room = deciding.room.iter().copied();
        let in_the_room =
            room.into_iter().any(|somebody| somebody.agency() == Some(agency) && knew(somebody));
        Some(Holder {
            agency: self.agency_name(agency),
            stage: step.stage.min(Stage::Known),
            since: Shown::of(self, SinceStep(since)),
            via: self.cited(since.via),
            days: (deciding.time.last_day() - since.time.last_day()).num_days(),
            in_the_room,
            exchange: self.exchange(fact, deciding, agency),
            certain,
        })
    }

    /// What is on record between a holder and the deciding agency before the decision.
    fn exchange<'k>(
        &'k self,
        fact: Place,
        deciding: &Deciding<'k>,
        holder: AgencyId,
    ) -> Exchange<'k> {
        let before = |time: Interval| time.before(deciding.time) != Certainty::No;
        let withheld = self
            .withheld(fact)
            .iter()
            .find(|it| it.by == holder && it.with == Some(deciding.agency) && before(it.time));
        if let Some(withheld) = withheld {
            return Exchange::DecidedNotToShare(self.cited(withheld.via));
        }
        let sent = self.first_of(fact, deciding, |it| {
            let by = || self.effective(it.via).map(|via| via.entry.envelope.by.agency);
            it.stage == Stage::Sent
                && it.knower.agency() == Some(deciding.agency)
                && by() == Some(holder)
        });
        if let Some((sent, _)) = sent {
            return Exchange::SentNotReceived(self.cited(sent.via));
        }
        let asked = self.exchanged.requests.first_before((deciding.agency, holder), deciding.time);
        let Some(asked) = asked else { return Exchange::NoRequestOnRecord };
        match asked.answers.iter().find(|(_, time)| before(*time)) {
            Some((answer, _)) => Exchange::AnsweredWithoutIt(self.cited(*answer)),
            None => Exchange::AskedNoReply(self.cited(asked.entry)),
        }
    }
}
