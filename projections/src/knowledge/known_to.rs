//! What somebody knew of a case: items in order of acquisition, known apart from held.

use candour_domain::identifier::{AgencyId, PractitionerId, TeamId};
use candour_domain::time::Certainty;
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AskedOn, StepView};
use super::item::ItemView;
use super::step::{Stage, Step};

/// Whose knowledge is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// An agency's: that of anyone who acts for it.
    Agency(AgencyId),
    /// A practitioner's own, whichever agency or team they acted for.
    Practitioner(PractitionerId),
    /// A team's: what its members learned as such.
    Team(TeamId),
}

/// What somebody knew of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnownTo {
    /// What was asked.
    pub asked: AskedOn,
    /// Whose knowledge.
    pub whose: String,
    /// The items known, in order of acquisition.
    pub known: Vec<Acquired>,
    /// The items held or opened, and not known.
    pub held: Vec<Acquired>,
    /// The items sent, and not held.
    pub sent: Vec<Acquired>,
}

/// An item and the step that first reached its stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acquired {
    /// The item.
    pub item: ItemView,
    /// The first step to that stage.
    pub first: StepView,
    /// The first step that told the whole, where the first told a part.
    pub whole: Option<StepView>,
}

impl Knowledge<'_> {
    /// What somebody knew of the case, facts and judgements alike.
    pub fn known_to(&self, whose: Whose) -> KnownTo {
        let theirs = |step: &Step| match whose {
            Whose::Agency(agency) => step.is_of_agency(agency),
            Whose::Practitioner(who) => step.is_of_practitioner(who),
            Whose::Team(team) => step.is_of_team(team),
        };
        let (mut known, mut held, mut sent) = (Vec::new(), Vec::new(), Vec::new());
        let mut steps: Vec<(&Step, Certainty)> = Vec::new();
        for entry in self.items(false) {
            steps.clear();
            let taken = self.steps_by(entry.id(), self.ask.at);
            steps.extend(taken.filter(|(step, _)| theirs(step)));
            let Some(top) = steps.iter().map(|(step, _)| step.stage.min(Stage::Known)).max() else {
                continue;
            };
            let list = match top {
                Stage::Known | Stage::Considered => &mut known,
                Stage::Held | Stage::Opened => &mut held,
                Stage::Sent => &mut sent,
            };
            list.extend(self.acquired(&steps, top));
        }
        let names = &self.names;
        let sorted = |mut list: Vec<Acquired>| {
            let order = |it: &Acquired| (it.first.when.latest, it.item.when.latest);
            list.sort_by(|one, other| {
                let order = order(one).cmp(&order(other));
                order.then_with(|| one.item.cite.cmp(&other.item.cite))
            });
            list
        };
        KnownTo {
            asked: self.asked_on(),
            whose: match whose {
                Whose::Agency(agency) => names.agency_name(agency),
                Whose::Practitioner(who) => names.practitioner_name(who),
                Whose::Team(team) => names.team_name(team),
            },
            known: sorted(known),
            held: sorted(held),
            sent: sorted(sent),
        }
    }

    fn acquired(&self, steps: &[(&Step, Certainty)], stage: Stage) -> Option<Acquired> {
        let reached = || steps.iter().filter(|(step, _)| step.stage.min(Stage::Known) == stage);
        let (first, taken) = reached().next()?;
        let whole = reached().find(|(step, _)| !step.in_part());
        let entry = self.effective(first.item)?;
        Some(Acquired {
            item: self.item_view(entry),
            first: self.step_view(first, *taken),
            whole: whole
                .filter(|_| first.in_part())
                .map(|(step, taken)| self.step_view(step, *taken)),
        })
    }
}
