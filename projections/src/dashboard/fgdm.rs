//! Family group decision making in the time counted: whom it was offered for, what was answered,
//! whether it was held and what the family planned; and the same by who the children are.
//!
//! Declined is an answer and nothing more. Children are counted, each once in a number.
//!
//! # Rules
//! - `an_age_is_that_at_the_offer`: and not recorded where the birth leaves two bands open.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candour_domain::code::{
    CaseStage, Ethnicity, FgdmNotHeldReason, FgdmNotOfferedReason, Sex, code_of,
};
use chrono::NaiveDate;
use serde::Serialize;

use super::asking::Asking;
use super::fgdm_steps::{ChildOf, Step, steps};
use super::grid::{Titled, titled};
use super::{Counted, Heading, Line, NumberName, Period, Section, Unit, heading, number_of};
use crate::running::{KeepError, View};
use crate::shape::words;

/// How steps are told apart into numbers.
struct Sorting {
    name: &'static str,
    lines: Vec<Titled>,
    columns: Vec<Heading>,
    /// The lines in which a step counts.
    lines_of: for<'s> fn(&'s Step) -> Vec<Cow<'s, str>>,
    /// Whether it counts in a column.
    counts: fn(&Step, &str) -> bool,
}

impl Sorting {
    fn lines(&self, steps: &[Step]) -> Vec<Line> {
        let mut counts = self.counted(steps);
        let line = |(at, (key, title)): (usize, &Titled)| {
            let numbers = self.columns.iter().enumerate().map(|(column, heading)| {
                let value = counts.remove(&(at, column)).unwrap_or(0);
                Some(number_of(self.name, key, heading, value))
            });
            Line { key: key.clone(), title: title.clone(), numbers: numbers.collect() }
        };
        self.lines.iter().enumerate().map(line).collect()
    }

    /// What each line and column counts, where it counts anything: children or entries, each once.
    fn counted(&self, steps: &[Step]) -> BTreeMap<(usize, usize), i64> {
        let places: BTreeMap<&str, usize> =
            self.lines.iter().enumerate().map(|(at, (key, _))| (&**key, at)).collect();
        let mut counted = Vec::new();
        for step in steps {
            let columns = self.columns.iter().enumerate();
            let columns = columns.filter(|(_, heading)| (self.counts)(step, heading.name));
            let columns: Vec<(usize, i64)> = columns
                .filter_map(|(at, heading)| match heading.unit {
                    Unit::Children => step.child.map(|child| (at, child)),
                    Unit::Count | Unit::Days | Unit::WorkingDays => Some((at, step.entry)),
                })
                .collect();
            if columns.is_empty() {
                continue;
            }
            for line in (self.lines_of)(step) {
                let place = places.get(&*line);
                counted.extend(
                    columns
                        .iter()
                        .filter_map(|(column, once)| place.map(|line| ((*line, *column), *once))),
                );
            }
        }
        counted.sort_unstable();
        counted.dedup();
        let mut counts = BTreeMap::new();
        for (place, _) in counted {
            *counts.entry(place).or_default() += 1;
        }
        counts
    }

    fn behind(&self, steps: &[Step], number: NumberName<'_>) -> Option<Vec<u64>> {
        let known = self.lines.iter().any(|(key, _)| **key == *number.line)
            && self.columns.iter().any(|it| it.name == number.column);
        let mine = steps.iter().filter(|step| {
            (self.counts)(step, number.column)
                && (self.lines_of)(step).iter().any(|line| *line == number.line)
        });
        let found: BTreeSet<u64> = mine.filter_map(|step| u64::try_from(step.entry).ok()).collect();
        known.then(|| found.into_iter().collect())
    }
}

/// The steps, in the order of the process.
pub(super) struct Fgdm;

fn process() -> Sorting {
    let mut lines = vec![
        titled("considered", "Considered whether to offer"),
        titled("offered", "Offered"),
        titled("not_offered", "Not offered"),
    ];
    lines.extend(reasons::<FgdmNotOfferedReason>("not_offered", FgdmNotOfferedReason::ALL));
    lines.extend([
        titled("no_reply", "Offered, no answer on record"),
        titled("accepted", "Accepted"),
        titled("declined", "Declined"),
        titled("deferred", "To decide later"),
        titled("answer_withdrawn", "Took an answer back"),
        titled("no_answer", "No answer came, as noted"),
        titled("invited", "Family network invited"),
        titled("network_accepted", "Family network accepted"),
        titled("network_declined", "Family network declined"),
        titled("answer_without_offer", "Answered, no offer on record"),
        titled("held", "Meeting held"),
        titled("not_held", "Meeting not held"),
    ]);
    lines.extend(reasons::<FgdmNotHeldReason>("not_held", FgdmNotHeldReason::ALL));
    lines.extend([
        titled("plan_proposed", "Family plan proposed"),
        titled("plan_agreed", "Family plan agreed"),
        titled("plan_agreed_in_part", "Family plan agreed in part"),
        titled("plan_not_agreed", "Family plan not agreed"),
        titled("outcome", "Outcome recorded later"),
    ]);
    let columns = vec![
        heading("children", "Children", Unit::Children),
        heading("entries", "Entries", Unit::Count),
    ];
    Sorting { name: "fgdm", lines, columns, lines_of: process_lines, counts: |_, _| true }
}

/// The lines of the exceptions and reasons for not doing something.
fn reasons<T: Serialize + std::fmt::Debug>(step: &str, all: &[T]) -> Vec<Titled> {
    let line = |key: &str, title: &str| titled(&format!("{step}.{key}"), &format!("- {title}"));
    let mut lines = vec![
        line("best_interests", "not in the child's best interests"),
        line("another_reason", "for another reason"),
    ];
    let reason = |it| line(code_of(it).unwrap_or_default(), &format!("reason: {}", words(it)));
    lines.extend(all.iter().map(reason));
    lines.push(line("not_recorded", "reason: not recorded"));
    lines
}

fn process_lines(step: &Step) -> Vec<Cow<'_, str>> {
    let name = Cow::Borrowed(&*step.name);
    match &*name {
        "offered" if !step.answered => vec![name, Cow::Borrowed("no_reply")],
        "not_offered" | "not_held" => {
            let reason = step.reason.as_deref().unwrap_or("not_recorded");
            let exception = step.exception.as_deref().unwrap_or("not_recorded");
            let why = [exception, reason].map(|why| Cow::Owned(format!("{name}.{why}")));
            std::iter::once(name).chain(why).collect()
        }
        "accepted" | "declined" | "deferred" | "answer_withdrawn" | "no_answer" => {
            match step.asked_as.as_deref() {
                _ if !step.stands => Vec::new(),
                None => vec![Cow::Borrowed("answer_without_offer")],
                Some("network") => vec![Cow::Owned(format!("network_{name}"))],
                Some(_) => vec![name],
            }
        }
        _ => vec![name],
    }
}

impl Counted for Fgdm {
    fn name(&self) -> &'static str {
        "fgdm"
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let sorting = process();
        Ok(Section {
            name: sorting.name,
            title: "Family group decision making",
            about: "Children for whom each step was taken in the time counted. An answer counts where \
                    it is the latest of the person to whom the meeting was offered; those of the \
                    family network stand apart. A meeting declined is an answer and nothing more.",
            lines_are: "Step",
            lines: sorting.lines(&asking.steps()?),
            columns: sorting.columns,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        Ok(process().behind(&steps(view, period)?, number))
    }
}

/// Offers, answers and meetings by who the children are.
pub(super) struct FgdmByChild;

/// The age bands: the key, the title, and the age below which one is in it, in years.
const BANDS: [(&str, &str, u32); 6] = [
    ("age.under_1", "under 1", 1),
    ("age.1_to_4", "1 to 4", 5),
    ("age.5_to_9", "5 to 9", 10),
    ("age.10_to_15", "10 to 15", 16),
    ("age.16_to_17", "16 to 17", 18),
    ("age.18_or_over", "18 or over", u32::MAX),
];

fn by_child() -> Sorting {
    let mut lines = vec![titled("age.unborn", "Age at the offer: unborn")];
    let bands = BANDS.iter();
    lines.extend(bands.map(|(key, age, _)| titled(key, &format!("Age at the offer: {age}"))));
    lines.push(titled("age.not_recorded", "Age at the offer: not recorded or not certain"));
    lines.extend(of_codes("sex", "Sex", Sex::ALL));
    lines.extend(of_codes("ethnicity", "Ethnicity", Ethnicity::ALL));
    lines.extend([
        titled("disability.yes", "Disability: yes"),
        titled("disability.no", "Disability: no"),
        titled("disability.not_recorded", "Disability: not recorded"),
    ]);
    lines.extend(of_codes("stage", "Stage of offering", CaseStage::ALL));
    let columns = vec![
        heading("offered", "Offered", Unit::Children),
        heading("accepted", "Accepted", Unit::Children),
        heading("declined", "Declined", Unit::Children),
        heading("held", "Held", Unit::Children),
        heading("plan_agreed", "Family plan agreed", Unit::Children),
    ];
    Sorting { name: "fgdm_by_child", lines, columns, lines_of: child_lines, counts: of_column }
}

fn of_codes<T: Serialize + std::fmt::Debug>(key: &str, title: &str, all: &[T]) -> Vec<Titled> {
    let line = |it| {
        let code = code_of(it).unwrap_or_default();
        titled(&format!("{key}.{code}"), &format!("{title}: {}", words(it)))
    };
    let missing = titled(&format!("{key}.not_recorded"), &format!("{title}: not recorded"));
    all.iter().map(line).chain([missing]).collect()
}

fn of_column(step: &Step, column: &str) -> bool {
    process_lines(step).iter().any(|line| *line == column)
}

fn child_lines(step: &Step) -> Vec<Cow<'_, str>> {
    let of = &step.of;
    let child = &of.figures;
    let line = |key: &str, code: &Option<Arc<str>>| {
        Cow::Owned(format!("{key}.{}", code.as_deref().unwrap_or("not_recorded")))
    };
    vec![
        Cow::Borrowed(age_line(of)),
        line("sex", &child.sex),
        line("ethnicity", &child.ethnicity),
        line("disability", &child.disabled),
        line("stage", &of.stage),
    ]
}

/// The line of the age that a child had at an offer.
fn age_line(of: &ChildOf) -> &'static str {
    let not_certain = "age.not_recorded";
    if of.figures.birth.as_deref() == Some("unborn") {
        return "age.unborn";
    }
    let (Some(on), Some((first, last))) = (of.offered_on, of.figures.born) else {
        return not_certain;
    };
    let band = |born: NaiveDate| {
        let years = on.years_since(born);
        years.map_or("age.unborn", |years| {
            let band = BANDS.iter().find(|(.., below)| years < *below);
            band.map_or(not_certain, |(key, ..)| key)
        })
    };
    if band(first) == band(last) { band(first) } else { not_certain }
}

impl Counted for FgdmByChild {
    fn name(&self) -> &'static str {
        "fgdm_by_child"
    }

    fn section(&self, asking: &Asking<'_>) -> Result<Section, KeepError> {
        let sorting = by_child();
        Ok(Section {
            name: sorting.name,
            title: "Family group decision making, by child",
            about: "Children for whom a meeting was offered, accepted, declined or held, or a family \
                    plan agreed, in the time counted, by what is recorded of them and by the stage at \
                    which the meeting was offered. A small number may point to a child: it is marked, \
                    and is not for passing on.",
            lines_are: "Children",
            lines: sorting.lines(&asking.steps()?),
            columns: sorting.columns,
            further_lines: 0,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        Ok(by_child().behind(&steps(view, period)?, number))
    }
}
