//! The words that every answer is made of: who, when, by which entry, on which clock.

use candour_domain::effective::OnRecord;
use candour_domain::entry::RecordClock;
use candour_domain::envelope::Evidence;
use candour_domain::identifier::{AgencyId, EntryId, TeamId};
use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval, When};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::called;
use super::knower::Knower;
use super::places::Place;
use super::shown::{Showing, Shown};
use super::step::{How, Stage, Step};
use super::words::Words;

/// What an answer was asked on. The record clock is named in every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedOn {
    /// The moment of the world; none where everything was asked for.
    pub at: Option<DateTime<Utc>>,
    /// The moment of the record; none where all that is recorded was asked for.
    pub on_record: Option<DateTime<Utc>>,
    /// The record clock.
    pub clock: RecordClock,
    /// Whether what was stated later was left out.
    pub contemporaneous_only: bool,
}

/// An entry, by what it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Cite {
    /// The entry.
    pub entry: EntryId,
    /// What it is called: the reference of an imported row, with the step where it is one derived
    /// from the row, or its position.
    pub label: Words,
    /// What its row is called: as `label`, without the step.
    pub row: Words,
}

/// A time, as it is recorded and as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moment {
    /// As it is recorded.
    pub when: When,
    /// As people read it.
    pub words: Words,
    /// The first moment that it can have been.
    pub earliest: DateTime<Utc>,
    /// The first moment by which it certainly was.
    pub latest: DateTime<Utc>,
}

impl Moment {
    /// A time, with the interval that is known for it.
    pub fn of(when: When, interval: Interval) -> Self {
        let words = when.to_string().into();
        Self { when, words, earliest: interval.earliest(), latest: interval.latest() }
    }
}

/// An agency, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct AgencyName {
    /// Its name.
    pub name: Words,
    /// The agency.
    pub id: AgencyId,
}

/// A team, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct TeamName {
    /// Its name.
    pub name: String,
    /// The team.
    pub id: TeamId,
}

/// What kind of knower one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhoKind {
    /// A practitioner.
    Practitioner,
    /// A unit of an agency, nobody named.
    Unit,
    /// An agency, nobody named.
    Agency,
    /// A team.
    Team,
    /// A person around the child.
    Person,
    /// A child.
    Child,
    /// Somebody described and not identified.
    Described,
}

/// A knower, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Who {
    /// What kind.
    pub kind: WhoKind,
    /// The name.
    pub name: String,
    /// For which agency, where it is one or acts for one.
    pub agency: Option<AgencyName>,
}

/// A step of somebody towards an item, as an answer gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StepView {
    /// To which stage.
    pub stage: Stage,
    /// How.
    pub how: How,
    /// When.
    pub when: Moment,
    /// By which entry.
    pub via: Cite,
    /// When that was recorded, on the clock that was asked for.
    pub recorded: DateTime<Utc>,
    /// How many days after it was taken it was recorded: calendar days between dates.
    pub recorded_days_after: i64,
    /// Whether it was recorded at the time.
    pub evidence: Recorded<Evidence>,
    /// Who took it for a team, where the step is a team's.
    pub member: Option<String>,
    /// How much of the item.
    pub extent: Recorded<Extent>,
    /// Whether it was told in part only.
    pub in_part: bool,
    /// Whether it had been taken by the moment that was asked about.
    pub certain: Certainty,
}

/// The first step to each stage, in whole or in part, with the labels of the entries that attest the same
/// again.
pub fn first_steps(steps: &[StepView]) -> Vec<(&StepView, Vec<&str>)> {
    let mut firsts: Vec<(&StepView, Vec<&str>)> = Vec::new();
    for step in steps {
        let same = |(first, _): &&mut (&StepView, Vec<&str>)| {
            first.stage == step.stage
                && first.in_part == step.in_part
                && first.certain >= step.certain
        };
        match firsts.iter_mut().find(same) {
            Some((first, again)) => {
                let label = step.via.row.as_str();
                if first.via.row != label && !again.contains(&label) {
                    again.push(label);
                }
            }
            None => firsts.push((step, Vec::new())),
        }
    }
    firsts
}

impl Knowledge<'_> {
    pub(super) fn asked_on(&self) -> AskedOn {
        let OnRecord { clock, until } = self.ask.on_record;
        AskedOn {
            at: self.ask.at,
            on_record: until,
            clock,
            contemporaneous_only: self.ask.contemporaneous_only,
        }
    }

    /// What the entry at a place is called.
    pub(super) fn cite(&self, place: Place) -> Cite {
        match self.effective(place) {
            Some(seen) => called::cite(seen.entry.id, seen.entry, &self.names),
            None => {
                called::attesting(self.attesting[place.index() - self.entries.len()], &self.names)
            }
        }
    }

    pub(super) fn cited(&self, place: Place) -> Cited<'_> {
        Shown::of(self, CitedAt(place))
    }

    pub(super) fn agency_name(&self, id: AgencyId) -> AgencyName {
        AgencyName { name: self.called.agency(id, &self.names), id }
    }

    pub(super) fn who(&self, knower: Knower<'_>) -> Who {
        let names = &self.names;
        let (kind, name) = match knower {
            Knower::Practitioner { practitioner, .. } => {
                (WhoKind::Practitioner, names.practitioner_name(practitioner))
            }
            Knower::Unit { unit, .. } => (WhoKind::Unit, unit.to_owned()),
            Knower::Agency(agency) => (WhoKind::Agency, names.agency_name(agency)),
            Knower::Team(team) => (WhoKind::Team, names.team_name(team)),
            Knower::Person(person) => (WhoKind::Person, names.person_name(person)),
            Knower::Child(child) => (WhoKind::Child, names.child_name(child)),
            Knower::Described(words) => (WhoKind::Described, words.to_owned()),
        };
        Who { kind, name, agency: knower.agency().map(|id| self.agency_name(id)) }
    }

    pub(super) fn taken<'k>(&'k self, step: &'k Step<'k>, certain: Certainty) -> Taken<'k> {
        Shown::of(self, TakenStep { step, certain })
    }

    pub(super) fn step_view(&self, step: &Step<'_>, certain: Certainty) -> StepView {
        let via = self.mark(step.via);
        let days = via.recorded_day - step.time.last_day();
        let evidence = match self.effective(step.via) {
            Some(seen) => seen.evidence().clone(),
            None => self.attesting[step.via.index() - self.entries.len()].envelope.evidence.clone(),
        };
        StepView {
            stage: step.stage,
            how: step.how,
            when: Moment::of(step.when, step.time),
            via: self.cite(step.via),
            recorded: via.recorded.latest(),
            recorded_days_after: days.num_days().max(0),
            evidence,
            member: step.member.map(|who| self.names.practitioner_name(who)),
            extent: step.extent,
            in_part: step.in_part(),
            certain,
        }
    }
}

/// An entry that is cited.
pub type Cited<'k> = Shown<'k, CitedAt>;

/// The place of an entry that is cited.
#[derive(Debug, Clone, Copy)]
pub struct CitedAt(Place);

impl Showing for CitedAt {
    type Words = Cite;

    fn shown(&self, knowledge: &Knowledge<'_>) -> Cite {
        knowledge.cite(self.0)
    }
}

/// A step that had been taken.
pub type Taken<'k> = Shown<'k, TakenStep<'k>>;

/// A step, and whether it had been taken.
#[derive(Debug, Clone, Copy)]
pub struct TakenStep<'k> {
    step: &'k Step<'k>,
    certain: Certainty,
}

impl Taken<'_> {
    /// When it was certainly taken.
    pub(super) fn latest(&self) -> DateTime<Utc> {
        self.what().step.time.latest()
    }
}

impl Showing for TakenStep<'_> {
    type Words = StepView;

    fn shown(&self, knowledge: &Knowledge<'_>) -> StepView {
        knowledge.step_view(self.step, self.certain)
    }
}

/// When a step was taken.
pub type SteppedAt<'k> = Shown<'k, SinceStep<'k>>;

/// A step, of which it is asked when it was taken.
#[derive(Debug, Clone, Copy)]
pub struct SinceStep<'k>(pub(super) &'k Step<'k>);

impl Showing for SinceStep<'_> {
    type Words = Moment;

    fn shown(&self, _: &Knowledge<'_>) -> Moment {
        Moment::of(self.0.when, self.0.time)
    }
}
