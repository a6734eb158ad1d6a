//! Where the children of the area stand in the process, and under which categories child protection
//! plans are open. A child at two stages counts at both, and once among all.

use candour_domain::code::{CategoryOfAbuse, code_of};

use super::asking::Asking;
use super::grid::{Grid, Titled, not_recorded, titled};
use super::{Counted, Line, NumberName, Period, Section, Unit, heading};
use crate::case_view::Stage;
use crate::running::tables::STAGE;
use crate::running::{KeepError, NONE, Rows, View, Words};
use crate::shape::words;

/// Children by where they stand.
pub(super) struct Children;

const NAME: &str = "children";
const STAGES: [Stage; 12] = [
    Stage::Contact,
    Stage::Referral,
    Stage::EarlyHelp,
    Stage::Assessment,
    Stage::HelpPlan,
    Stage::StrategyDiscussion,
    Stage::Section47Enquiry,
    Stage::Conference,
    Stage::ChildProtectionPlan,
    Stage::PreProceedings,
    Stage::Proceedings,
    Stage::EmergencyProtection,
];

/// The line of a stage.
fn line(stage: Stage) -> Titled {
    let title = match stage {
        Stage::Contact => "Contact not decided",
        Stage::Referral => "Referral, no assessment on record",
        Stage::EarlyHelp => "Early help",
        Stage::Assessment => "Assessment",
        Stage::HelpPlan => "Help plan",
        Stage::StrategyDiscussion => "Strategy discussion",
        Stage::Section47Enquiry => "Section 47 enquiry",
        Stage::Conference => "Conference convened",
        Stage::ChildProtectionPlan => "Child protection plan",
        Stage::PreProceedings => "Pre-proceedings",
        Stage::Proceedings => "Proceedings",
        Stage::EmergencyProtection => "Emergency protection",
        Stage::Closed => "Closed",
    };
    titled(code_of(&stage).unwrap_or_default(), title)
}

fn any() -> Titled {
    titled("any", "Any of these")
}

fn grid<'g>(view: &View, columns: &'g [(super::Heading, String)]) -> Grid<'g> {
    Grid { section: NAME, rows: standing(view), line: "stage", columns }
}

fn columns() -> [(super::Heading, String); 1] {
    [(heading("children", "Children", Unit::Children), "TRUE".to_owned())]
}

/// The stages that stand, what comes after FROM: those that have not ended and those that end later,
/// each found by an index of its own.
fn standing(view: &View) -> String {
    let (at, on_record) = (view.at(), view.on_record("stage"));
    format!(
        "(SELECT stage, child, entry, category FROM stage
            WHERE {on_record} AND true_until IS NULL AND true_from <= {at}
        UNION ALL SELECT stage, child, entry, category FROM stage
            WHERE {on_record} AND true_until > {at} AND true_from <= {at})"
    )
}

/// The stages that stand: the stage, the child and the category of a plan, by their numbers.
struct Standing {
    rows: Vec<[i64; 3]>,
    words: Words,
}

impl Standing {
    fn of(view: &View) -> Result<Self, KeepError> {
        let mut rows = Vec::new();
        let standing = Rows::standing(&STAGE, view.at());
        view.rows(&standing, ["stage", "child", "category"], |row| {
            let [_, child, _] = row;
            if child != NONE {
                rows.push(row);
            }
        })?;
        Ok(Self { rows, words: view.words()? })
    }

    /// A line for each that is known, of the children counted once in each.
    fn lines(&self, grid: &Grid<'_>, counted: &[[i64; 2]], known: &[Titled]) -> Vec<Line> {
        let line = |titled: &Titled| {
            let key =
                if *titled == not_recorded() { Some(NONE) } else { self.words.number(&titled.0) };
            let mine = counted.iter().filter(|[of, _]| Some(*of) == key).count();
            grid.line_of(titled, &[i64::try_from(mine).unwrap_or(i64::MAX)])
        };
        known.iter().map(line).collect()
    }
}

/// Pairs, each once.
fn once_each(pairs: impl Iterator<Item = [i64; 2]>) -> Vec<[i64; 2]> {
    let mut once: Vec<[i64; 2]> = pairs.collect();
    once.sort_unstable();
    once.dedup();
    once
}

fn count(pairs: &[[i64; 2]]) -> i64 {
    i64::try_from(pairs.len()).unwrap_or(i64::MAX)
}

impl Counted for Children {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let view = asking.view;
        let columns = columns();
        let grid = grid(view, &columns);
        let standing = Standing::of(view)?;
        let by_stage = once_each(standing.rows.iter().map(|[stage, child, _]| [*stage, *child]));
        let mut lines = standing.lines(&grid, &by_stage, &STAGES.map(line));
        let children = once_each(standing.rows.iter().map(|[_, child, _]| [0, *child]));
        lines.push(grid.line_of(&any(), &[count(&children)]));
        Ok(Section {
            name: NAME,
            title: "Children, by where they stand",
            about: "Children for whom a stage of the process is open, each once a line. A child may \
                    stand at several, and is once in the last line. A stage is open until an entry \
                    ends it: what nobody recorded as ended still counts.",
            lines_are: "Stage",
            columns: grid.headings(),
            lines,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        _period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        grid(view, &columns()).behind(view, number, (&STAGES.map(line), Some(&any())))
    }
}

/// Child protection plans by category.
pub(super) struct Plans;

const PLANS: &str = "plans";

fn categories() -> Vec<Titled> {
    let known = CategoryOfAbuse::ALL.iter();
    let known = known.map(|it| titled(code_of(it).unwrap_or_default(), &words(it)));
    known.chain([not_recorded()]).collect()
}

fn plans<'g>(view: &View, columns: &'g [(super::Heading, String)]) -> Grid<'g> {
    let rows = format!("{} WHERE stage = 'child_protection_plan'", standing(view));
    Grid { section: PLANS, rows, line: "coalesce(category, 'not_recorded')", columns }
}

impl Counted for Plans {
    fn name(&self) -> &'static str {
        PLANS
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let view = asking.view;
        let columns = columns();
        let grid = plans(view, &columns);
        let standing = Standing::of(view)?;
        let plan = standing.words.number("child_protection_plan");
        let of_plans = standing.rows.iter().filter(|[stage, ..]| Some(*stage) == plan);
        let by_category = once_each(of_plans.map(|[_, child, category]| [*category, *child]));
        Ok(Section {
            name: PLANS,
            title: "Child protection plans, by category",
            about: "Children with an open child protection plan, by its category then: the latest, or \
                    that of the conference which decided it.",
            lines_are: "Category",
            columns: grid.headings(),
            lines: standing.lines(&grid, &by_category, &categories()),
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        _period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        plans(view, &columns()).behind(view, number, (&categories(), None))
    }
}
