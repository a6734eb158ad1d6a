//! Items against agencies: each stage with its time, decided not to share, or nothing. Agencies stand
//! in alphabetical order; nothing is ranked.

use std::collections::BTreeSet;

use candour_domain::effective::Effective;
use candour_domain::identifier::{AgencyId, EntryId, TeamId};
use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval, When};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, AskedOn, Cite, StepView, TeamName};
use super::item::ItemView;
use super::knower::Knower;
use super::late::{Lateness, is_late};
use super::step::{How, Stage, Step};
use super::words::Words;

/// Which items a matrix is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Facts alone.
    Facts,
    /// Facts, and decisions, meetings, offers, answers and plans.
    AllItems,
}

/// Items against agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Matrix {
    /// What was asked.
    pub asked: AskedOn,
    /// The agencies, in alphabetical order: one column each.
    pub agencies: Vec<AgencyName>,
    /// The teams, in alphabetical order: one column each, after the agencies.
    pub teams: Vec<TeamName>,
    /// The items, in the order in which they happened.
    pub rows: Vec<MatrixRow>,
}

/// One item against every agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// The item.
    pub item: ItemView,
    /// One cell an agency, in the order of the columns.
    pub cells: Vec<Cell>,
    /// One cell a team, in the order of their columns.
    pub team_cells: Vec<Cell>,
}

/// How one agency stood to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cell {
    /// The highest stage reached, up to known; none where nothing is on record.
    pub stage: Option<Stage>,
    /// Whether that is of a part only.
    pub in_part: bool,
    /// Whether it is certain that it had been reached.
    pub certain: Certainty,
    /// The first step to each stage.
    pub steps: Vec<StepView>,
    /// The decisions not to share it with this agency.
    pub not_shared: Vec<Cite>,
    /// All of it in words; empty where nothing is on record.
    pub words: String,
}

/// A column of the matrix.
#[derive(Clone, Copy)]
enum Column {
    Agency(AgencyId),
    Team(TeamId),
}

impl Column {
    fn has(self, step: &Step) -> bool {
        match self {
            Self::Agency(agency) => step.is_of_agency(agency),
            Self::Team(team) => step.is_of_team(team),
        }
    }

    fn is_withheld_from(self, with: Option<AgencyId>) -> bool {
        match self {
            Self::Agency(agency) => with == Some(agency),
            Self::Team(_) => false,
        }
    }
}

/// An item, and all that its cells are made from.
struct Row<'k> {
    item: EntryId,
    /// The steps towards it that had been taken, of everybody.
    taken: Vec<(&'k Step, Certainty)>,
    /// The reference of its row.
    called: Words,
    /// Its year, as it stands at the end of a date, to be left out of the cells.
    year: String,
    lateness: &'k Lateness,
}

impl Knowledge<'_> {
    /// Items against agencies.
    pub fn matrix(&self, scope: Scope, lateness: &Lateness) -> Matrix {
        let mut items: Vec<&Effective<'_>> = self.items(scope == Scope::Facts).collect();
        items.retain(|it| self.ask.at.is_none_or(|at| self.time_of(it).by(at) != Certainty::No));
        items.sort_by_cached_key(|it| {
            let time = self.time_of(it);
            (time.latest(), time.earliest(), it.entry.position)
        });
        let agencies = self.agencies_with_steps();
        let teams = self.teams_with_steps();
        let row = |entry: &&Effective<'_>| {
            let row = self.row_for(entry, lateness);
            let cell = |column| self.cell(&row, column);
            MatrixRow {
                item: self.item_view(entry),
                cells: agencies.iter().map(|it| cell(Column::Agency(it.id))).collect(),
                team_cells: teams.iter().map(|it| cell(Column::Team(it.id))).collect(),
            }
        };
        let rows = items.iter().map(row).collect();
        Matrix { asked: self.asked_on(), agencies, teams, rows }
    }

    /// The agencies that hold, know or were sent anything, or were decided not to be told.
    fn agencies_with_steps(&self) -> Vec<AgencyName> {
        let by_then = |time: Interval| self.ask.at.is_none_or(|at| time.by(at) != Certainty::No);
        let steps = self.steps.values().flatten().filter(|step| by_then(step.time));
        let steps = steps.filter_map(|step| step.knower.agency());
        let withheld = self.withheld.values().flatten().filter(|it| by_then(it.time));
        let all: BTreeSet<AgencyId> = steps.chain(withheld.filter_map(|it| it.with)).collect();
        let mut names: Vec<AgencyName> = all.into_iter().map(|id| self.agency_name(id)).collect();
        names.sort();
        names
    }

    /// The teams whose members learned anything as such.
    fn teams_with_steps(&self) -> Vec<TeamName> {
        let by_then = |time: Interval| self.ask.at.is_none_or(|at| time.by(at) != Certainty::No);
        let steps = self.steps.values().flatten().filter(|step| by_then(step.time));
        let team = |step: &Step| match step.knower {
            Knower::Team(team) => Some(team),
            Knower::Practitioner { .. }
            | Knower::Unit { .. }
            | Knower::Agency(_)
            | Knower::Person(_)
            | Knower::Child(_)
            | Knower::Described(_) => None,
        };
        let all: BTreeSet<TeamId> = steps.filter_map(team).collect();
        let team = |id| TeamName { name: self.names.team_name(id), id };
        let mut teams: Vec<TeamName> = all.into_iter().map(team).collect();
        teams.sort();
        teams
    }

    fn row_for<'k>(&'k self, item: &Effective<'_>, lateness: &'k Lateness) -> Row<'k> {
        Row {
            item: item.id(),
            taken: self.steps_by(item.id(), self.ask.at).collect(),
            called: self.row_of(item.id()),
            year: format!(" {}", self.time_of(item).last_day().year()),
            lateness,
        }
    }

    fn cell(&self, row: &Row<'_>, column: Column) -> Cell {
        let taken: Vec<(&Step, Certainty)> =
            row.taken.iter().filter(|(step, _)| column.has(step)).copied().collect();
        let firsts = firsts(&taken);
        let not_shared: Vec<_> = self
            .withheld(row.item)
            .iter()
            .filter(|it| column.is_withheld_from(it.with))
            .filter(|it| self.ask.at.is_none_or(|at| it.time.by(at) != Certainty::No))
            .collect();
        let mut words: Vec<String> = not_shared
            .iter()
            .filter_map(|it| self.called_entry(it.via))
            .map(|it| format!("decided not to share {}", short(&it.when, &row.year)))
            .collect();
        let shown: Vec<_> = firsts.iter().filter(|step| !self.swallowed(step, &firsts)).collect();
        let telling = |step: &&&(&Step, Certainty)| self.telling(step.0, row);
        let passing: Vec<String> = shown
            .iter()
            .filter(|(step, _)| step.stage < Stage::Known)
            .map(|it| telling(&it))
            .collect();
        if !passing.is_empty() {
            let held = firsts
                .iter()
                .any(|(step, _)| step.stage >= Stage::Held && step.stage < Stage::Known);
            let known_by_it = firsts
                .iter()
                .any(|(step, _)| step.how == How::Read || step.how == How::ToldInPerson);
            let lost = if held || known_by_it { "" } else { ", no receipt" };
            words.push(format!("{}{lost}", passing.join(", ")));
        }
        words.extend(
            shown.iter().filter(|(step, _)| step.stage == Stage::Known).map(|it| telling(&it)),
        );
        let top = super::who_knew::highest(&firsts);
        Cell {
            stage: top.map(|(reach, _)| reach.stage),
            in_part: top.is_some_and(|(reach, _)| !reach.whole),
            certain: top.map_or(Certainty::No, |(_, certain)| certain),
            steps: firsts.iter().map(|(step, taken)| self.step_view(step, *taken)).collect(),
            not_shared: not_shared.iter().map(|it| self.cite(it.via)).collect(),
            words: words.join("; "),
        }
    }

    /// Whether a later stage of the same disclosure came at the same time, so that this one says
    /// nothing of its own.
    fn swallowed(&self, (step, _): &(&Step, Certainty), firsts: &[(&Step, Certainty)]) -> bool {
        step.stage < Stage::Known
            && firsts.iter().any(|(later, _)| {
                later.reach() > step.reach()
                    && later.when == step.when
                    && self.row_of(later.via) == self.row_of(step.via)
            })
    }

    fn telling(&self, step: &Step, row: &Row<'_>) -> String {
        let when = short(&self.moment(step).words, &row.year);
        let part = match step.extent {
            Recorded::Recorded(Extent::Existence) => "existence ",
            Recorded::Recorded(Extent::Gist) => "gist ",
            Recorded::Recorded(Extent::Part) => "part ",
            Recorded::Recorded(Extent::Whole) | Recorded::NotRecorded => "",
        };
        let mut told = match step.stage {
            Stage::Sent => format!("{part}sent {when}"),
            Stage::Held => format!("{part}held {when}"),
            Stage::Opened => format!("{part}opened {when}"),
            Stage::Known | Stage::Considered if step.in_part() => format!("told in part {when}"),
            Stage::Known | Stage::Considered => when,
        };
        let passing = step.stage < Stage::Known;
        let via = self.row_of(step.via);
        if !passing && via != row.called {
            told = format!("{told} ({via})");
        } else if step.how == How::Originated && is_late(step.time, step.recorded, row.lateness) {
            let day = When::Day(step.recorded.last_day()).to_string();
            told = format!("{told} (entered {})", short(&day, &row.year));
        }
        if step.follows == Certainty::NotCertain {
            told.push_str(" (not certain)");
        }
        told
    }
}

/// The first step to each stage, knowing in part and knowing whole apart, in the order of stages.
/// Knowing in part says nothing once the whole is known.
fn firsts<'s>(steps: &[(&'s Step, Certainty)]) -> Vec<(&'s Step, Certainty)> {
    let mut firsts: Vec<(&'s Step, Certainty)> = Vec::new();
    for stage in [Stage::Sent, Stage::Held, Stage::Opened] {
        firsts.extend(steps.iter().find(|(step, _)| step.stage == stage).copied());
    }
    let known = |whole: bool| {
        steps
            .iter()
            .find(|(step, _)| step.stage == Stage::Known && step.in_part() != whole)
            .copied()
    };
    let (part, whole) = (known(false), known(true));
    let before = |part: &(&Step, Certainty)| {
        whole.is_none_or(|whole| part.0.time.latest() < whole.0.time.latest())
    };
    firsts.extend(part.filter(before));
    let passed_before = |step: &(&Step, Certainty)| {
        whole.is_none_or(|whole| {
            step.0.time.latest() <= whole.0.time.latest()
                || step.0.time.earliest() < whole.0.time.earliest()
        })
    };
    firsts.retain(passed_before);
    firsts.extend(whole);
    firsts
}

/// A time in words without the year, where it is the item's own.
fn short(words: &str, year: &str) -> String {
    words.replacen(year, "", 1)
}
