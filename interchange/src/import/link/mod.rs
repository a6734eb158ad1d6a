//! What rows say of each other: the references that they name, what they answer or follow, and the
//! order to record them in, in which a row comes after those that it names.
//!
//! The links do not depend on the order of files and rows: rows are ordered by what they name, then
//! by the day on which they were entered, their own time, their agency and their reference.

mod antecedent;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::identifier::{AgencyId, CaseId, EntryId};
use candour_domain::landmark::Landmark;
use candour_domain::recorded::Antecedent;

use crate::import::caution::Warning;
use crate::import::column::Column;
use crate::import::directory::Directory;
use crate::import::fault::{Fault, Place, Problem};
use crate::import::known::{Held, Known};
use crate::import::name::fold;
use crate::import::row::Row;

#[cfg(test)]
pub(crate) use antecedent::follows;
pub(crate) use antecedent::landmark;

/// What a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) entry: EntryId,
    landmark: Option<Landmark>,
    /// The row, where it is among the files.
    row: Option<usize>,
}

/// A row with its identifiers and what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linked {
    pub(crate) row: Row,
    pub(crate) request: candour_domain::identifier::RequestId,
    entry: EntryId,
    pub(crate) case: CaseId,
    pub(crate) agency: AgencyId,
    pub(crate) considered: Vec<Named>,
    /// What it answers, reviews or ends.
    pub(crate) antecedent: Option<Antecedent>,
    /// Rows that it comes after.
    after: BTreeSet<usize>,
}

impl Linked {
    /// The entry that the row becomes.
    pub(crate) fn entry(&self) -> EntryId {
        self.entry
    }

    /// The entries that it names.
    pub(crate) fn items(&self) -> Vec<EntryId> {
        self.considered.iter().map(|named| named.entry).collect()
    }

    /// The entries that it names, but for the one that it follows.
    pub(crate) fn other_items(&self) -> Vec<EntryId> {
        let followed = self.antecedent.and_then(Antecedent::entry);
        self.items().into_iter().filter(|item| Some(*item) != followed).collect()
    }
}

/// All rows of an import, linked.
pub(crate) struct Links<'a> {
    pub(crate) directory: &'a Directory<'a>,
    pub(crate) known: &'a Known,
    pub(crate) rows: Vec<Linked>,
    index: BTreeMap<(CaseId, String), Vec<usize>>,
    /// Rows imported before, by case and reference.
    held: BTreeMap<(CaseId, &'a str), Vec<&'a Held>>,
    /// Rows that could not be read, by case reference and reference.
    broken: &'a BTreeMap<(String, String), Place>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Warning>,
}

impl<'a> Links<'a> {
    /// Links rows, and leaves out those that name what there is not.
    pub(crate) fn of(
        rows: Vec<Row>,
        directory: &'a Directory<'a>,
        known: &'a Known,
        broken: &'a BTreeMap<(String, String), Place>,
    ) -> Self {
        let mut links = Self {
            directory,
            known,
            rows: Vec::new(),
            index: BTreeMap::new(),
            held: held_rows(known),
            broken,
            problems: Vec::new(),
            warnings: Vec::new(),
        };
        for row in rows {
            links.add(row);
        }
        links.resolve();
        links
    }

    fn add(&mut self, row: Row) {
        let case = self.directory.cases.get(row.case_ref.as_str()).map(|case| case.id);
        let agency = self.directory.agency(&row.agency).map(|agency| agency.id);
        let (Some(case), Some(agency)) = (case, agency) else { return };
        let (name, reference) = (row.case_ref.as_str(), row.reference.as_str());
        let request = self.directory.ids.row(&row.agency, name, reference);
        let key = (case, reference.to_owned());
        let same = self.index.entry(key).or_default();
        let first = same.iter().map(|at| &self.rows[*at]).find(|other| other.request == request);
        if let Some(first) = first {
            let (reference, first) = (reference.to_owned(), Box::new(first.row.at.place()));
            let fault = Fault::DuplicateReference { reference, first };
            self.problems.push(row.at.problem(Column::Ref, fault));
            return;
        }
        same.push(self.rows.len());
        self.rows.push(Linked {
            row,
            request,
            entry: EntryId::of_request(request, 0),
            case,
            agency,
            considered: Vec::new(),
            antecedent: None,
            after: BTreeSet::new(),
        });
    }

    /// Looks up every reference; rows that name a refused row are refused with it.
    fn resolve(&mut self) {
        let mut refused: BTreeSet<usize> = BTreeSet::new();
        for at in 0..self.rows.len() {
            let mut considered = Vec::new();
            let mut faults = Vec::new();
            for reference in &self.rows[at].row.considered {
                match self.find(at, reference) {
                    Ok(named) => considered.push(named),
                    Err(fault) => faults.push(fault),
                }
            }
            let row = &mut self.rows[at];
            row.after = considered.iter().filter_map(|named| named.row).collect();
            row.considered = considered;
            if !faults.is_empty() {
                refused.insert(at);
            }
            for fault in faults {
                self.problems.push(self.rows[at].row.at.problem(Column::Considered, fault));
            }
        }
        self.spread(&mut refused);
        self.leave_out(&refused);
    }

    /// Refuses every row that names a refused one, and those that name these.
    fn spread(&mut self, refused: &mut BTreeSet<usize>) {
        let mut named_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            for of in &row.after {
                named_by.entry(*of).or_default().push(at);
            }
        }
        let mut open: Vec<usize> = refused.iter().copied().collect();
        while let Some(of) = open.pop() {
            for at in named_by.get(&of).into_iter().flatten().copied() {
                if refused.insert(at) {
                    let fault = self.refused_itself(of);
                    self.problems.push(self.rows[at].row.at.problem(Column::Considered, fault));
                    open.push(at);
                }
            }
        }
    }

    /// Why a row is refused that names or follows refused ones.
    pub(crate) fn spoiled_by(&self, at: usize, refused: &BTreeSet<usize>) -> Option<Problem> {
        let row = &self.rows[at];
        let of = row.after.iter().find(|of| refused.contains(of))?;
        Some(row.row.at.problem(Column::Considered, self.refused_itself(*of)))
    }

    /// That a row which another names was refused itself.
    fn refused_itself(&self, of: usize) -> Fault {
        let row = &self.rows[of].row;
        let place = Box::new(row.at.place());
        Fault::ReferenceRefused { reference: row.reference.to_string(), place }
    }

    fn leave_out(&mut self, refused: &BTreeSet<usize>) {
        let kept: Vec<usize> = (0..self.rows.len()).filter(|at| !refused.contains(at)).collect();
        let new_place: BTreeMap<usize, usize> =
            kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        let moved = |at: &usize| new_place.get(at).copied();
        let rows = std::mem::take(&mut self.rows).into_iter().enumerate();
        self.rows = rows
            .filter(|(at, _)| !refused.contains(at))
            .map(|(_, mut row)| {
                row.after = row.after.iter().filter_map(moved).collect();
                for named in &mut row.considered {
                    named.row = named.row.as_ref().and_then(moved);
                }
                row
            })
            .collect();
    }

    /// Finds what a reference names: among the files, and in what the ledger holds of the case.
    fn find(&self, at: usize, written: &str) -> Result<Named, Fault> {
        let row = &self.rows[at];
        let whole = self.candidates(row.case, written, None);
        let found = if whole.is_empty() {
            match written.split_once(':') {
                Some((agency, reference)) => {
                    let name = fold(agency);
                    let named = self.directory.agencies.get(&name).map(|it| it.id);
                    let named = named.or_else(|| self.known.agencies.get(&name).copied());
                    named.map_or(Vec::new(), |agency| {
                        self.candidates(row.case, reference.trim(), Some(agency))
                    })
                }
                None => Vec::new(),
            }
        } else {
            whole
        };
        let own: Vec<_> = found.iter().filter(|(agency, _)| *agency == row.agency).collect();
        match (own.as_slice(), found.as_slice()) {
            ([(_, named)], _) | ([], [(_, named)]) if named.row == Some(at) => {
                Err(Fault::Circle { rows: vec![row.row.at.place()] })
            }
            ([(_, named)], _) | ([], [(_, named)]) => Ok(named.clone()),
            ([], []) => Err(self.not_found(row, written)),
            (_, several) => Err(Fault::AmbiguousReference {
                reference: written.to_owned(),
                agencies: self.names(several.iter().map(|(agency, _)| *agency)),
            }),
        }
    }

    fn not_found(&self, row: &Linked, written: &str) -> Fault {
        let case_ref = row.row.case_ref.to_string();
        let reference = written.to_owned();
        match self.broken.get(&(case_ref.clone(), reference.clone())) {
            Some(place) => Fault::ReferenceRefused { reference, place: Box::new(place.clone()) },
            None => Fault::UnknownReference { reference, case_ref },
        }
    }

    fn names(&self, ids: impl Iterator<Item = AgencyId>) -> Vec<String> {
        let ids: BTreeSet<AgencyId> = ids.collect();
        let all = self.directory.agencies.values();
        let mut names: Vec<String> = all
            .filter(|agency| ids.contains(&agency.id))
            .map(|agency| agency.name.clone())
            .collect();
        names.sort_unstable();
        names
    }

    fn candidates(
        &self,
        case: CaseId,
        reference: &str,
        of: Option<AgencyId>,
    ) -> Vec<(AgencyId, Named)> {
        let here = self.index.get(&(case, reference.to_owned()));
        let mut found: Vec<(AgencyId, Named)> = here
            .into_iter()
            .flatten()
            .map(|at| {
                let row = &self.rows[*at];
                let named =
                    Named { entry: row.entry(), landmark: landmark(row.row.kind), row: Some(*at) };
                (row.agency, named)
            })
            .collect();
        for held in self.held.get(&(case, reference)).into_iter().flatten() {
            if !found.iter().any(|(_, named)| named.entry == held.entry) {
                let named = Named { entry: held.entry, landmark: held.landmark, row: None };
                found.push((held.agency, named));
            }
        }
        found.retain(|(agency, _)| of.is_none_or(|wanted| wanted == *agency));
        found
    }

    fn held(&self, case: CaseId) -> impl Iterator<Item = &'a Held> + use<'a> {
        self.known.held.get(&case).into_iter().flatten()
    }
}

fn held_rows(known: &Known) -> BTreeMap<(CaseId, &str), Vec<&Held>> {
    let mut rows: BTreeMap<(CaseId, &str), Vec<&Held>> = BTreeMap::new();
    for (case, held) in &known.held {
        for held in held {
            if let Some(reference) = &held.reference {
                rows.entry((*case, reference)).or_default().push(held);
            }
        }
    }
    rows
}
