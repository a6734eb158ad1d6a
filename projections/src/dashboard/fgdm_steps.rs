//! The steps of family group decision making of a time, child by child, with what is recorded of each child by which
//! figures are told apart. What counts in which number is not said here.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Period;
use super::by_number::ByNumber;
use crate::running::tables::{CHILD, FGDM_STEP};
use crate::running::{KeepError, NONE, Rows, View};

/// A step of family group decision making for a child, as it is counted.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) entry: i64,
    pub(super) child: Option<i64>,
    pub(super) name: Arc<str>,
    pub(super) reason: Option<Arc<str>>,
    pub(super) exception: Option<Arc<str>>,
    pub(super) asked_as: Option<Arc<str>>,
    pub(super) answered: bool,
    /// Whether an answer is the latest of whoever gave it.
    pub(super) stands: bool,
    pub(super) of: ChildOf,
}

/// What is recorded of the child of a step.
#[derive(Debug)]
pub(super) struct ChildOf {
    pub(super) stage: Option<Arc<str>>,
    pub(super) offered_on: Option<NaiveDate>,
    pub(super) figures: Figures,
}

/// What is recorded of a child by which figures are told apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) sex: Option<Arc<str>>,
    pub(super) ethnicity: Option<Arc<str>>,
    pub(super) disabled: Option<Arc<str>>,
    pub(super) birth: Option<Arc<str>>,
    pub(super) born: Option<(NaiveDate, NaiveDate)>,
}

/// The steps of the time counted.
pub(super) fn steps(view: &View, period: Period) -> Result<Vec<Step>, KeepError> {
    let (since, at) = (period.since.timestamp_micros(), view.at());
    let words = view.words()?.map(|word| Arc::<str>::from(word));
    let word = |number: i64| words.get(&number).cloned();
    let present = |number: i64| Some(number).filter(|number| *number != NONE);
    let children = children(view, &word)?;
    let mut steps = Vec::new();
    let counted = Rows::lying(&FGDM_STEP, "true_from", since, at);
    view.rows(&counted, COLUMNS, |row| {
        let [entry, child, name, reason, exception, asked_as, answered, until, stage, on] = row;
        let figures = children.get(child).cloned().unwrap_or_default();
        let of = ChildOf { stage: word(stage), offered_on: day(on), figures };
        steps.push(Step {
            entry,
            child: present(child),
            name: word(name).unwrap_or_default(),
            reason: word(reason),
            exception: word(exception),
            asked_as: word(asked_as),
            answered: present(answered).is_some_and(|answered| answered <= at),
            stands: present(until).is_none_or(|until| until > at),
            of,
        });
    })?;
    Ok(steps)
}

/// The columns of a step.
const COLUMNS: [&str; 10] = [
    "entry",
    "child",
    "step",
    "reason",
    "exception",
    "asked_as",
    "answered_at",
    "true_until",
    "stage",
    "offered_on",
];

/// What is recorded of each child, by its number.
fn children(
    view: &View,
    word: &dyn Fn(i64) -> Option<Arc<str>>,
) -> Result<ByNumber<Figures>, KeepError> {
    let mut children: ByNumber<Figures> = ByNumber::default();
    let columns = ["scope", "sex", "ethnicity", "disabled", "birth", "born_first", "born_last"];
    view.rows(&Rows::all(&CHILD), columns, |row| {
        let [child, sex, ethnicity, disabled, birth, first, last] = row;
        *children.of(child) = Figures {
            sex: word(sex),
            ethnicity: word(ethnicity),
            disabled: word(disabled),
            birth: word(birth),
            born: day(first).zip(day(last)),
        };
    })?;
    Ok(children)
}

/// A day as packs have it.
fn day(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}
