//! The index from children, adults, agencies, practitioners, cases and types to entries: the positions
//! of the entries that meet all of some conditions, page by page.
//!
//! It gives positions alone; who shows the entries reads them from the ledger. It asks the record at the
//! view's moment of it, and no moment of the world: from and to are conditions of their own. A withdrawn
//! entry stays in it, as what it says stays readable.
//!
//! # Rules
//! - `the_index_finds_what_reading_every_entry_finds`: under any conditions, on any record.
//! - `pages_of_the_index_join_without_gap_or_overlap`.

use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PersonId, PractitionerId};
use chrono::{DateTime, Utc};

use crate::running::{KeepError, View};

/// How many positions are given at once at most.
pub const POSITIONS_MAX: usize = 100_000;

/// The conditions of a question: an entry meets all that are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryFilter {
    /// It concerns this child.
    pub child: Option<ChildId>,
    /// It concerns this adult.
    pub person: Option<PersonId>,
    /// It is this agency's record.
    pub agency: Option<AgencyId>,
    /// It was recorded by this practitioner.
    pub practitioner: Option<PractitionerId>,
    /// It stands in the stream of this case.
    pub case: Option<CaseId>,
    /// It is of this type, by its stored name, as it stands.
    pub kind: Option<String>,
    /// It had certainly happened only after this moment.
    pub from: Option<DateTime<Utc>>,
    /// It had certainly happened by this moment.
    pub to: Option<DateTime<Utc>>,
}

/// A page of positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The last position of the page before; none for the first page.
    pub after: Option<u64>,
    /// How many at most.
    pub limit: usize,
}

/// The positions of the entries that meet all conditions, in ledger order.
///
/// # Errors
/// If the read models cannot be read.
pub fn entries_of(view: &View, filter: &EntryFilter, page: Page) -> Result<Vec<u64>, KeepError> {
    let Some(numbers) = Numbers::of(view, filter)? else { return Ok(Vec::new()) };
    let after = i64::try_from(page.after.unwrap_or(0)).unwrap_or(i64::MAX);
    let limit = page.limit.min(POSITIONS_MAX);
    let mut found = Vec::new();
    for (file, of_the_file) in view.files("it.scope") {
        let sql = format!(
            "{}{of_the_file} AND it.entry > {after} ORDER BY it.entry LIMIT {limit}",
            numbers.sql(view, file, filter),
        );
        let kind = rusqlite::params_from_iter(filter.kind.iter());
        found.extend(view.ask(&sql, kind, |row| row.get::<_, i64>(0))?);
    }
    found.sort_unstable();
    found.truncate(limit);
    Ok(found.into_iter().filter_map(|position| u64::try_from(position).ok()).collect())
}

/// The numbers under which the file knows whom a question names.
struct Numbers {
    child: Option<i64>,
    person: Option<i64>,
    agency: Option<i64>,
    practitioner: Option<i64>,
    case: Option<i64>,
}

impl Numbers {
    /// None where the file does not know one of them.
    fn of(view: &View, filter: &EntryFilter) -> Result<Option<Self>, KeepError> {
        let EntryFilter { child, person, agency, practitioner, case, .. } = filter;
        let streams = [
            child.map(StreamId::Child),
            person.map(StreamId::Person),
            agency.map(StreamId::Agency),
            practitioner.map(StreamId::Practitioner),
            case.map(StreamId::Case),
        ];
        let mut numbers = [None; 5];
        for (number, stream) in numbers.iter_mut().zip(streams) {
            if let Some(stream) = stream {
                *number = view.numbered(&stream.to_string())?;
                if number.is_none() {
                    return Ok(None);
                }
            }
        }
        let [child, person, agency, practitioner, case] = numbers;
        Ok(Some(Self { child, person, agency, practitioner, case }))
    }

    /// The question of one file, but for the page: through the table that leads to the fewest rows, with the other
    /// conditions looked up by position.
    fn sql(&self, view: &View, file: &str, filter: &EntryFilter) -> String {
        let (table, own) = match (self.child, self.person) {
            (Some(child), _) => ("entry_child", Some(format!("it.child = {child}"))),
            (None, Some(person)) => ("entry_person", Some(format!("it.person = {person}"))),
            (None, None) => ("entry", None),
        };
        let mut conditions = vec![view.on_record("it")];
        conditions.extend(own);
        conditions.extend(self.case.map(|case| format!("it.scope = {case}")));
        if self.child.is_some()
            && let Some(person) = self.person
        {
            let on_record = view.on_record("too");
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM entry_person AS too WHERE too.person = {person} \
                 AND too.entry = it.entry AND {on_record})"
            ));
        }
        if table == "entry" {
            conditions.extend(self.of_entries(filter, "it"));
        } else {
            let of_entries = self.of_entries(filter, "too");
            if !of_entries.is_empty() {
                conditions.push(format!(
                    "EXISTS (SELECT 1 FROM entry AS too WHERE too.entry = it.entry AND {} AND {})",
                    view.on_record("too"),
                    of_entries.join(" AND ")
                ));
            }
        }
        let by = if table == "entry" { self.looked_up_by(filter) } else { "" };
        format!(
            "SELECT DISTINCT it.entry FROM {file}.{table} AS it {by} WHERE {}",
            conditions.join(" AND ")
        )
    }

    /// Which index of the entries is used: the planner cannot know that an agency has many and a
    /// practitioner few.
    fn looked_up_by(&self, filter: &EntryFilter) -> &'static str {
        if self.case.is_some() {
            return "";
        }
        if self.practitioner.is_some() {
            return "INDEXED BY entry_by_author_and_entry_and_recorded_until";
        }
        if filter.kind.is_some() {
            return "INDEXED BY entry_by_type_and_recorded_until_and_true_from_and_entry_and_agency";
        }
        if self.agency.is_some() {
            return "INDEXED BY entry_by_agency_and_entry_and_recorded_until";
        }
        if filter.from.is_some() || filter.to.is_some() {
            return "INDEXED BY entry_by_true_from_and_entry_and_recorded_until";
        }
        "INDEXED BY entry_by_entry_and_recorded_until"
    }

    /// The conditions on a row of the table of entries.
    fn of_entries(&self, filter: &EntryFilter, table: &str) -> Vec<String> {
        let number = |column: &str, number: Option<i64>| {
            number.map(|number| format!("{table}.{column} = {number}"))
        };
        let moment = |sign: &str, moment: Option<DateTime<Utc>>| {
            moment.map(|moment| format!("{table}.true_from {sign} {}", moment.timestamp_micros()))
        };
        let conditions = [
            number("agency", self.agency),
            number("author", self.practitioner),
            filter.kind.as_ref().map(|_| format!("{table}.type = ?1")),
            moment(">", filter.from),
            moment("<=", filter.to),
        ];
        conditions.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests;
