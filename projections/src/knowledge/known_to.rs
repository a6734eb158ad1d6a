//! What somebody knew of a case: items in order of acquisition, known apart from held.

use candour_domain::identifier::{AgencyId, PractitionerId, TeamId};
use candour_domain::time::Certainty;
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AskedOn, Taken};
use super::item::Item;
use super::party::Body;
use super::places::Place;
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
pub struct KnownTo<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// Whose knowledge.
    pub whose: String,
    /// The items known, in order of acquisition.
    pub known: Vec<Acquired<'k>>,
    /// The items held or opened, and not known.
    pub held: Vec<Acquired<'k>>,
    /// The items sent, and not held.
    pub sent: Vec<Acquired<'k>>,
}

/// An item and the step that first reached its stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acquired<'k> {
    /// The item.
    pub item: Item<'k>,
    /// The first step to that stage.
    pub first: Taken<'k>,
    /// The first step that told the whole, where the first told a part.
    pub whole: Option<Taken<'k>>,
}

impl Knowledge<'_> {
    /// What somebody knew of the case, facts and judgements alike.
    pub fn known_to(&self, whose: Whose) -> KnownTo<'_> {
        let party = match whose {
            Whose::Agency(agency) => self.parties.find(Body::Agency(agency)),
            Whose::Team(team) => self.parties.find(Body::Team(team)),
            Whose::Practitioner(_) => None,
        };
        let theirs = |step: &Step<'_>| match whose {
            Whose::Agency(_) | Whose::Team(_) => party.is_some() && step.party == party,
            Whose::Practitioner(who) => step.is_of_practitioner(who),
        };
        let (mut known, mut held, mut sent) = (Vec::new(), Vec::new(), Vec::new());
        let mut steps: Vec<(&Step<'_>, Certainty)> = Vec::new();
        for (place, _) in self.items(false) {
            steps.clear();
            let taken = self.steps_by(place, self.ask.at);
            steps.extend(taken.filter(|(step, _)| theirs(step)));
            let Some(top) = steps.iter().map(|(step, _)| step.stage.min(Stage::Known)).max() else {
                continue;
            };
            let list = match top {
                Stage::Known | Stage::Considered => &mut known,
                Stage::Held | Stage::Opened => &mut held,
                Stage::Sent => &mut sent,
            };
            list.extend(self.acquired(place, &steps, top));
        }
        let names = &self.names;
        for list in [&mut known, &mut held, &mut sent] {
            list.sort_by_key(|it: &Acquired<'_>| (it.first.latest(), it.item.order()));
        }
        KnownTo {
            asked: self.asked_on(),
            whose: match whose {
                Whose::Agency(agency) => names.agency_name(agency),
                Whose::Practitioner(who) => names.practitioner_name(who),
                Whose::Team(team) => names.team_name(team),
            },
            known,
            held,
            sent,
        }
    }

    fn acquired<'k>(
        &'k self,
        item: Place,
        steps: &[(&'k Step<'k>, Certainty)],
        stage: Stage,
    ) -> Option<Acquired<'k>> {
        let reached = || steps.iter().filter(|(step, _)| step.stage.min(Stage::Known) == stage);
        let (first, taken) = reached().next()?;
        let whole = reached().find(|(step, _)| !step.in_part());
        Some(Acquired {
            item: self.item(item),
            first: self.taken(first, *taken),
            whole: whole.filter(|_| first.in_part()).map(|(step, taken)| self.taken(step, *taken)),
        })
    }
}
