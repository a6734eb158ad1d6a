//! The steps of a case, by the item that each is towards.

use super::places::Place;
use super::step::Step;

/// The steps of a case: those towards one item stand together, in the order in which they are told.
#[derive(Debug, Default)]
pub(super) struct Steps<'a> {
    all: Vec<Step<'a>>,
    /// Where the steps towards the item at each place begin; then where those begin whose item the
    /// question does not see.
    begin: Vec<usize>,
}

impl<'a> Steps<'a> {
    /// Steps as they were derived, towards the items at so many places.
    pub(super) fn of(derived: &[Step<'a>], places: usize) -> Self {
        let row = |step: &Step<'_>| step.item.index().min(places);
        let mut begin = vec![0_usize; places + 2];
        for step in derived {
            begin[row(step) + 1] += 1;
        }
        for at in 1..begin.len() {
            begin[at] += begin[at - 1];
        }
        let mut next = begin.clone();
        let mut order = vec![0_usize; derived.len()];
        for (index, step) in derived.iter().enumerate() {
            let at = &mut next[row(step)];
            order[*at] = index;
            *at += 1;
        }
        let all = order.into_iter().filter_map(|index| derived.get(index).copied()).collect();
        let mut steps = Self { all, begin };
        for place in 0..places {
            let range = steps.begin[place]..steps.begin[place + 1];
            let towards = &mut steps.all[range];
            if !towards.is_sorted_by_key(Step::order) {
                towards.sort_by_key(Step::order);
            }
        }
        steps
    }

    /// Those towards the item at a place.
    pub(super) fn towards(&self, item: Place) -> &[Step<'a>] {
        let at = item.index();
        match (self.begin.get(at), self.begin.get(at.saturating_add(1))) {
            (Some(from), Some(to)) => &self.all[*from..*to],
            _ => &[],
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Step<'a>] {
        &self.all
    }
}
