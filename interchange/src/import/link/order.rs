//! The order in which rows are recorded: each after those that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::Links;
use crate::import::column::Column;
use crate::import::fault::{Fault, Place};
use crate::import::name::fold;

type Turn = (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>, [String; 3]);

impl Links<'_> {
    /// Whether a row comes after another, by what rows name.
    pub(super) fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                open.extend(&self.rows[at].after);
            }
        }
        false
    }

    /// The rows in the order in which they are recorded. Rows of a circle are left out.
    pub(crate) fn ordered(&mut self) -> Vec<usize> {
        let mut waiting: Vec<usize> = self.rows.iter().map(|row| row.after.len()).collect();
        let mut then: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            for before in &row.after {
                then.entry(*before).or_default().push(at);
            }
        }
        let free = (0..self.rows.len()).filter(|at| waiting[*at] == 0);
        let mut ready: BTreeSet<(Turn, usize)> = free.map(|at| (self.turn(at), at)).collect();
        let mut order = Vec::with_capacity(self.rows.len());
        while let Some((_, at)) = ready.pop_first() {
            order.push(at);
            for after in then.get(&at).into_iter().flatten() {
                waiting[*after] -= 1;
                if waiting[*after] == 0 {
                    ready.insert((self.turn(*after), *after));
                }
            }
        }
        if order.len() < self.rows.len() {
            self.refuse_circles(&order);
        }
        order
    }

    fn refuse_circles(&mut self, order: &[usize]) {
        let placed: BTreeSet<usize> = order.iter().copied().collect();
        let left: Vec<usize> = (0..self.rows.len()).filter(|at| !placed.contains(at)).collect();
        for at in &left {
            let in_circle = |of: &usize| self.rows[*at].after.contains(of) || of == at;
            let circle =
                left.iter().filter(|of| self.reaches(**of, *at) && self.reaches(*at, **of));
            let rows: Vec<Place> = circle.clone().map(|of| self.rows[*of].row.at.place()).collect();
            let fault = if circle.count() > 1 {
                Fault::Circle { rows }
            } else {
                let of = left.iter().find(|of| *of != at && in_circle(of)).unwrap_or(at);
                Fault::ReferenceRefused {
                    reference: self.rows[*of].row.reference.to_string(),
                    place: Box::new(self.rows[*of].row.at.place()),
                }
            };
            self.problems.push(self.rows[*at].row.at.problem(Column::Considered, fault));
        }
    }

    pub(super) fn turn(&self, at: usize) -> Turn {
        let row = &self.rows[at].row;
        let entered = row.entered.unwrap_or(row.occurred).interval().latest();
        let names = [row.case_ref.as_str(), &fold(&row.agency), row.reference.as_str()];
        (entered, row.occurred.interval().earliest(), names.map(str::to_owned))
    }
}
