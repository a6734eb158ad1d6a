//! Threshold decisions, and what followed them. Nothing here says what should have followed.

use super::asking::Asking;
use super::grid::{Grid, Titled, not_recorded, titled};
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::{KeepError, View};

/// Threshold decisions by what was decided.
pub(super) struct Thresholds;

const NAME: &str = "thresholds";

fn decisions() -> Vec<Titled> {
    vec![
        titled("section47_single", "Section 47 enquiry, single agency"),
        titled("section47_joint", "Section 47 enquiry, jointly with police"),
        titled("continue_section17", "Continue under section 17"),
        titled("no_further_action", "No further action"),
        titled("immediate_protection", "Immediate protection"),
        titled("further_discussion", "A further discussion"),
        not_recorded(),
    ]
}

fn columns(view: &View) -> Vec<(Heading, String)> {
    let at = view.at();
    let by_then = |what: &str| format!("coalesce({what}_at <= {at}, FALSE)");
    let judged =
        |judgement: &str| format!("{} AND judgement IS '{judgement}'", by_then("concluded"));
    let column = |name, title, counts| (heading(name, title, Unit::Count), counts);
    let followed = ["enquiry", "concluded", "conference", "plan"].map(by_then).join(" OR ");
    vec![
        column("decisions", "Decisions", "TRUE".to_owned()),
        column("enquiry", "Enquiry started", by_then("enquiry")),
        column("not_substantiated", "Not substantiated", judged("not_substantiated")),
        column(
            "no_continuing_risk",
            "Substantiated, no continuing risk",
            judged("substantiated_no_continuing_risk"),
        ),
        column(
            "likely_to_suffer",
            "Substantiated, likely to suffer",
            judged("substantiated_likely_to_suffer"),
        ),
        column(
            "judgement_not_recorded",
            "Concluded, judgement not recorded",
            format!("{} AND judgement IS NULL", by_then("concluded")),
        ),
        column("conference", "Initial conference", by_then("conference")),
        column("plan", "Child protection plan", by_then("plan")),
        column("none", "None of these on record", format!("NOT ({followed})")),
    ]
}

fn grid<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let rows =
        format!("threshold_decision WHERE {}", view.began("threshold_decision", period.since));
    Grid { section: NAME, rows, line: "coalesce(decision, 'not_recorded')", columns }
}

impl Counted for Thresholds {
    fn name(&self) -> &'static str {
        NAME
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let Asking { view, period, .. } = *asking;
        let columns = columns(view);
        let grid = grid(view, period, &columns);
        Ok(Section {
            name: NAME,
            title: "Threshold decisions, and what followed",
            about: "Threshold decisions of the time counted, and those of them after which something \
                    is on record for a child of the decision by the moment asked about: what names \
                    the decision, or where nothing names it the next for the same child. A decision \
                    for two children may count in several columns.",
            lines_are: "Decision",
            columns: grid.headings(),
            lines: grid.lines(view, &decisions())?,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        grid(view, period, &columns(view)).behind(view, number, (&decisions(), None))
    }
}
