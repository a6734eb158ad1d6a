//! Who leads each case at a moment, for which agency, and the unit of the post that they hold there.

use crate::running::tables::{CASE_LEAD, POST};
use crate::running::{KeepError, NONE, Rows, View};

/// That somebody leads a case. Of a practitioner with two posts in the agency there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CaseLead {
    /// The case, by its number.
    pub(crate) scope: i64,
    /// Who leads it.
    pub(crate) practitioner: i64,
    /// The agency for which they do.
    pub(crate) agency: i64,
    /// The unit of their post, by the number of its word; none where that is not recorded.
    pub(crate) unit: Option<i64>,
}

/// Who leads each case.
#[derive(Debug)]
pub(crate) struct Leads(Vec<CaseLead>);

impl Leads {
    /// As it stands in a view.
    pub(crate) fn of(view: &View) -> Result<Self, KeepError> {
        let at = view.at();
        let mut posts: Vec<[i64; 3]> = Vec::new();
        let held = Rows::standing(&POST, at);
        view.rows(&held, ["scope", "agency", "unit"], |post| posts.push(post))?;
        posts.sort_unstable();
        let mut leads = Vec::new();
        let columns = ["scope", "practitioner", "agency"];
        let leading = Rows::standing(&CASE_LEAD, at);
        view.rows(&leading, columns, |[scope, practitioner, agency]| {
            let lead = CaseLead { scope, practitioner, agency, unit: None };
            leads.extend(with_units(lead, &posts));
        })?;
        leads.sort_unstable();
        Ok(Self(leads))
    }

    /// All of them, by case.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &CaseLead> {
        self.0.iter()
    }

    /// Those who lead a case.
    pub(crate) fn of_case(&self, scope: i64) -> impl Iterator<Item = &CaseLead> {
        let first = self.0.partition_point(|lead| lead.scope < scope);
        self.0.get(first..).unwrap_or_default().iter().take_while(move |lead| lead.scope == scope)
    }
}

/// A lead with the unit of each post that they hold, or without one where they hold none.
fn with_units(lead: CaseLead, posts: &[[i64; 3]]) -> impl Iterator<Item = CaseLead> {
    let own = move |post: &&[i64; 3]| post[..2] == [lead.practitioner, lead.agency];
    let first = posts.partition_point(|post| post[..2] < [lead.practitioner, lead.agency][..]);
    let held = posts.get(first..).unwrap_or_default().iter().take_while(own);
    let units: Vec<CaseLead> = held
        .map(|[.., unit]| CaseLead { unit: Some(*unit).filter(|unit| *unit != NONE), ..lead })
        .collect();
    let none = units.is_empty().then_some(lead);
    units.into_iter().chain(none)
}
