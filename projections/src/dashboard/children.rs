//! Where the children of the area stand in the process, and under which categories child protection
//! plans are open. A child at two stages counts at both, and once among all.

use candour_domain::code::{CategoryOfAbuse, code_of};

use super::grid::{Grid, Titled, not_recorded, titled};
use super::{Counted, NumberName, Period, Section, Unit, heading};
use crate::case_view::Stage;
use crate::running::{KeepError, View};
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

impl Counted for Children {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, view: &View, _period: Period) -> Result<Section, KeepError> {
        let columns = columns();
        let grid = grid(view, &columns);
        let mut lines = grid.lines(view, &STAGES.map(line))?;
        lines.push(grid.total(view, &any())?);
        Ok(Section {
            name: NAME,
            title: "Children, by where they stand",
            about: "Children for whom a stage of the process is open, each once a line. A child may \
                    stand at several, and is once in the last line. A stage is open until an entry \
                    ends it: what nobody recorded as ended still counts.",
            lines_are: "Stage",
            columns: grid.headings(),
            lines,
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

    fn section(&self, view: &View, _period: Period) -> Result<Section, KeepError> {
        let columns = columns();
        let grid = plans(view, &columns);
        Ok(Section {
            name: PLANS,
            title: "Child protection plans, by category",
            about: "Children with an open child protection plan, by its category then: the latest, or \
                    that of the conference which decided it.",
            lines_are: "Category",
            columns: grid.headings(),
            lines: grid.lines(view, &categories())?,
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
