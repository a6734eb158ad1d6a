//! The first steps of one agency or team towards an item, as a cell of the matrix tells them: one to
//! each stage, knowing in part and knowing whole apart.

use candour_domain::time::Certainty;

use super::step::{Reach, Stage, Step};

/// A step, and whether it had been taken.
type First<'k> = (&'k Step<'k>, Certainty);

/// The first step to each stage.
#[derive(Debug, Default)]
pub(super) struct Firsts<'k> {
    sent: Option<First<'k>>,
    held: Option<First<'k>>,
    opened: Option<First<'k>>,
    part: Option<First<'k>>,
    whole: Option<First<'k>>,
}

impl<'k> Firsts<'k> {
    /// Takes in the next step of theirs, in the order in which they are told.
    pub(super) fn note(&mut self, step: &'k Step<'k>, taken: Certainty) {
        let first = match (step.stage, step.in_part()) {
            (Stage::Sent, _) => &mut self.sent,
            (Stage::Held, _) => &mut self.held,
            (Stage::Opened, _) => &mut self.opened,
            (Stage::Known, true) => &mut self.part,
            (Stage::Known, false) => &mut self.whole,
            (Stage::Considered, _) => return,
        };
        first.get_or_insert((step, taken));
    }

    /// Those that are told, in the order of stages. Knowing in part says nothing once the whole is
    /// known, and passing says nothing once the whole was known before.
    fn each(&self) -> impl Iterator<Item = First<'k>> {
        let whole = self.whole;
        let before = move |part: &First<'k>| {
            whole.is_none_or(|whole| part.0.time.latest() < whole.0.time.latest())
        };
        let passed_before = move |step: &First<'k>| {
            whole.is_none_or(|whole| {
                step.0.time.latest() <= whole.0.time.latest()
                    || step.0.time.earliest() < whole.0.time.earliest()
            })
        };
        let passing = [self.sent, self.held, self.opened, self.part.filter(before)];
        passing.into_iter().flatten().filter(passed_before).chain(whole)
    }

    /// Those that are told, in the order of stages.
    pub(super) fn told(&self) -> Vec<First<'k>> {
        self.each().collect()
    }

    /// The furthest that any of these steps reaches: what is certain first, then what is not.
    pub(super) fn reached(&self) -> Option<(Reach, Certainty)> {
        self.each().map(|(step, taken)| (step.reach(), taken)).max()
    }
}
