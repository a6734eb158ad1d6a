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

use antecedent::landmark;

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
        EntryId::of_request(self.request, 0)
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
        while let Some((at, of)) = self.spoiled(&refused) {
            let fault = Fault::ReferenceRefused {
                reference: self.rows[of].row.reference.to_string(),
                place: Box::new(self.rows[of].row.at.place()),
            };
            self.problems.push(self.rows[at].row.at.problem(Column::Considered, fault));
            refused.insert(at);
        }
        self.leave_out(&refused);
    }

    /// Why a row is refused that names or follows refused ones.
    pub(crate) fn spoiled_by(&self, at: usize, refused: &BTreeSet<usize>) -> Option<Problem> {
        let row = &self.rows[at];
        let of = row.after.iter().find(|of| refused.contains(of))?;
        let reference = self.rows[*of].row.reference.to_string();
        let fault =
            Fault::ReferenceRefused { reference, place: Box::new(self.rows[*of].row.at.place()) };
        Some(row.row.at.problem(Column::Considered, fault))
    }

    fn spoiled(&self, refused: &BTreeSet<usize>) -> Option<(usize, usize)> {
        self.rows.iter().enumerate().filter(|(at, _)| !refused.contains(at)).find_map(
            |(at, row)| row.after.iter().find(|of| refused.contains(of)).map(|of| (at, *of)),
        )
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
        for held in self.held(case).filter(|held| held.reference.as_deref() == Some(reference)) {
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
