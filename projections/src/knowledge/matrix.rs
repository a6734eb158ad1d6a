//! Items against agencies: each stage with its time, decided not to share, or nothing. Agencies stand
//! in alphabetical order; nothing is ranked.

use std::collections::BTreeMap;

use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval, When};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;

use super::Knowledge;
use super::answer::{AgencyName, AskedOn, Cite, StepView, TeamName};
use super::exchanged::Withheld;
use super::firsts::Firsts;
use super::item::Item;
use super::late::{Lateness, is_late};
use super::party::{Body, Party};
use super::places::Place;
use super::shown::{Showing, Shown};
use super::step::{How, Reach, Stage, Step};
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
pub struct Matrix<'k> {
    /// What was asked.
    pub asked: AskedOn,
    /// The agencies, in alphabetical order: one column each.
    pub agencies: Vec<AgencyName>,
    /// The teams, in alphabetical order: one column each, after the agencies.
    pub teams: Vec<TeamName>,
    /// The items, in the order in which they happened.
    pub rows: Vec<MatrixRow<'k>>,
}

/// One item against every agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MatrixRow<'k> {
    /// The item.
    pub item: Item<'k>,
    /// One cell an agency, in the order of the columns.
    pub cells: Vec<Cell<'k>>,
    /// One cell a team, in the order of their columns.
    pub team_cells: Vec<Cell<'k>>,
}

/// How one agency or team stood to one item.
pub type Cell<'k> = Shown<'k, CellAt<'k>>;

/// How one agency or team stood to one item, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CellView {
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

/// Which cell it is, and how far whoever its column is of had come.
#[derive(Debug, Clone, Copy)]
pub struct CellAt<'k> {
    lateness: &'k Lateness,
    item: Place,
    column: Party,
    reached: Option<(Reach, Certainty)>,
}

impl Showing for CellAt<'_> {
    type Words = CellView;

    fn shown(&self, knowledge: &Knowledge<'_>) -> CellView {
        knowledge.cell_view(self)
    }
}

/// Those who have a column, in the order of their names.
struct Columns {
    agencies: Vec<(AgencyName, Party)>,
    teams: Vec<(TeamName, Party)>,
}

/// The words of an item's row.
struct RowWords<'k> {
    /// The reference of the row.
    called: Words,
    /// The item's year, as it stands at the end of a date, to be left out of the cells.
    year: String,
    lateness: &'k Lateness,
}

impl Knowledge<'_> {
    /// Items against agencies.
    pub fn matrix<'k>(&'k self, scope: Scope, lateness: &'k Lateness) -> Matrix<'k> {
        let items = self.items(scope == Scope::Facts).map(|(place, _)| place);
        let mut items: Vec<Place> = items.filter(|it| self.by_then(self.time_of(*it))).collect();
        items.sort_by_key(|place| {
            let time = self.time_of(*place);
            (time.latest(), time.earliest())
        });
        let Columns { agencies, teams } = self.columns();
        let mut reached = Vec::new();
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            self.how_far_each_reached(item, &mut reached);
            let cell = |column: Party| {
                let reached = reached.get(column.index()).and_then(Firsts::reached);
                Shown::of(self, CellAt { lateness, item, column, reached })
            };
            rows.push(MatrixRow {
                item: self.item(item),
                cells: agencies.iter().map(|(_, party)| cell(*party)).collect(),
                team_cells: teams.iter().map(|(_, party)| cell(*party)).collect(),
            });
        }
        Matrix {
            asked: self.asked_on(),
            agencies: agencies.into_iter().map(|(name, _)| name).collect(),
            teams: teams.into_iter().map(|(name, _)| name).collect(),
            rows,
        }
    }

    /// Whether something was so by the moment that is asked about, or may have been.
    fn by_then(&self, time: Interval) -> bool {
        self.ask.at.is_none_or(|at| time.by(at) != Certainty::No)
    }

    /// The agencies that hold, know or were sent anything, or were decided not to be told; and the
    /// teams whose members learned anything as such.
    fn columns(&self) -> Columns {
        let bodies = self.parties.bodies();
        let mut there = vec![false; bodies.len()];
        for step in self.steps.all() {
            if let Some(party) = step.party
                && !there[party.index()]
            {
                there[party.index()] = self.by_then(step.time);
            }
        }
        let withheld =
            self.exchanged.withheld.values().flatten().filter(|it| self.by_then(it.time));
        for with in withheld.filter_map(|it| self.parties.find(Body::Agency(it.with?))) {
            there[with.index()] = true;
        }
        let (mut agencies, mut teams) = (BTreeMap::new(), BTreeMap::new());
        for body in bodies {
            let Some(party) = self.parties.find(*body).filter(|it| there[it.index()]) else {
                continue;
            };
            match *body {
                Body::Agency(id) => drop(agencies.insert(self.agency_name(id), party)),
                Body::Team(id) => {
                    teams.insert(TeamName { name: self.names.team_name(id), id }, party);
                }
            }
        }
        Columns { agencies: agencies.into_iter().collect(), teams: teams.into_iter().collect() }
    }

    /// The first steps of each agency and team towards an item, by their numbers.
    fn how_far_each_reached<'k>(&'k self, item: Place, reached: &mut Vec<Firsts<'k>>) {
        reached.clear();
        reached.resize_with(self.parties.bodies().len(), Firsts::default);
        for (step, taken) in self.steps_by(item, self.ask.at) {
            let theirs = step.party.and_then(|party| reached.get_mut(party.index()));
            if let Some(theirs) = theirs {
                theirs.note(step, taken);
            }
        }
    }

    fn cell_view(&self, cell: &CellAt<'_>) -> CellView {
        let mut firsts = Firsts::default();
        for (step, taken) in self.steps_by(cell.item, self.ask.at) {
            if step.party == Some(cell.column) {
                firsts.note(step, taken);
            }
        }
        let firsts = firsts.told();
        let not_shared = self.withheld(cell.item).iter().filter(|it| {
            let with = it.with.and_then(|with| self.parties.find(Body::Agency(with)));
            with == Some(cell.column) && self.by_then(it.time)
        });
        let not_shared: Vec<&Withheld> = not_shared.collect();
        let nothing = firsts.is_empty() && not_shared.is_empty();
        let words = if nothing { String::new() } else { self.words(cell, &firsts, &not_shared) };
        CellView {
            stage: cell.reached.map(|(reach, _)| reach.stage),
            in_part: cell.reached.is_some_and(|(reach, _)| !reach.whole),
            certain: cell.reached.map_or(Certainty::No, |(_, certain)| certain),
            steps: firsts.iter().map(|(step, taken)| self.step_view(step, *taken)).collect(),
            not_shared: not_shared.iter().map(|it| self.cite(it.via)).collect(),
            words,
        }
    }

    /// All of a cell in words.
    fn words(
        &self,
        cell: &CellAt<'_>,
        firsts: &[(&Step<'_>, Certainty)],
        not_shared: &[&Withheld],
    ) -> String {
        let row = RowWords {
            called: self.cite(cell.item).row,
            year: format!(" {}", self.mark(cell.item).happened_day.year()),
            lateness: cell.lateness,
        };
        let decided = not_shared.iter().filter_map(|it| self.effective(it.via));
        let mut words: Vec<String> = decided
            .map(|it| {
                format!("decided not to share {}", short(&it.occurred().to_string(), &row.year))
            })
            .collect();
        let shown: Vec<_> = firsts.iter().filter(|step| !self.swallowed(step, firsts)).collect();
        let passing: Vec<String> = shown
            .iter()
            .filter(|(step, _)| step.stage < Stage::Known)
            .map(|(step, _)| self.telling(step, &row))
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
        let known = shown.iter().filter(|(step, _)| step.stage == Stage::Known);
        words.extend(known.map(|(step, _)| self.telling(step, &row)));
        words.join("; ")
    }

    /// Whether a later stage of the same disclosure came at the same time, so that this one says
    /// nothing of its own.
    fn swallowed(
        &self,
        (step, _): &(&Step<'_>, Certainty),
        firsts: &[(&Step<'_>, Certainty)],
    ) -> bool {
        step.stage < Stage::Known
            && firsts.iter().any(|(later, _)| {
                later.reach() > step.reach()
                    && later.when == step.when
                    && self.cite(later.via).row == self.cite(step.via).row
            })
    }

    fn telling(&self, step: &Step<'_>, row: &RowWords<'_>) -> String {
        let when = short(&step.when.to_string(), &row.year);
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
        let via = self.cite(step.via).row;
        let recorded = self.mark(step.via).recorded_day;
        if !passing && via != row.called {
            told = format!("{told} ({via})");
        } else if step.how == How::Originated
            && is_late(step.time.last_day(), recorded, row.lateness)
        {
            let day = When::Day(recorded).to_string();
            told = format!("{told} (entered {})", short(&day, &row.year));
        }
        if step.follows == Certainty::NotCertain {
            told.push_str(" (not certain)");
        }
        told
    }
}

/// A time in words without the year, where it is the item's own.
fn short(words: &str, year: &str) -> String {
    words.replacen(year, "", 1)
}
