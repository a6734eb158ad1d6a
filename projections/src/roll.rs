//! The cases of the ledger, and who is registered in it under which names, from the read models: the
//! same as [`crate::case_list`] and [`crate::directory`] give by reading the ledger through.
//!
//! A name that the read models do not keep, because it would give somebody away or is on the record no
//! longer, is read from its own stream. It answers on the ledger's record clock alone.
//!
//! # Rules
//! - `a_case_whose_opening_is_not_shown_is_not_listed`: nor a child whose joining is not.
//! - `who_is_on_the_roll_is_who_the_ledger_holds`: with the same names, on any record.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::effective::OnRecord;
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::identifier::{AgencyId, CaseId, ChildId};
use candour_domain::time::When;
use candour_ledger::EventStore;

use crate::ask::Ask;
use crate::case_list::{CaseLine, CaseList};
use crate::case_view::CaseStatus;
use crate::casebook::read_stream_entries;
use crate::directory::Directory;
use crate::running::{KeepError, View};
use crate::shape::{Asked, Dated};

/// Whose names are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// The children.
    Children,
    /// The people.
    People,
    /// The agencies.
    Agencies,
    /// The practitioners.
    Practitioners,
}

impl Registered {
    /// What the names of their streams begin with, and what comes after all of these.
    fn streams(self) -> (&'static str, &'static str) {
        match self {
            Self::Children => ("child-", "child."),
            Self::People => ("person-", "person."),
            Self::Agencies => ("agency-", "agency."),
            Self::Practitioners => ("practitioner-", "practitioner."),
        }
    }
}

/// Those whom the record held, with their names: for finding somebody by a name.
///
/// # Errors
/// If the read models or the ledger cannot be read.
pub async fn registered(
    view: &View,
    store: &dyn EventStore,
    whose: Registered,
) -> Result<Directory, KeepError> {
    let (from, until) = whose.streams();
    let sql = format!(
        "SELECT stream, {name} FROM identity WHERE stream >= '{from}' AND stream < '{until}'
        AND EXISTS (SELECT 1 FROM entry WHERE entry.scope = identity.number AND {held})",
        name = name(view, "identity.number"),
        held = view.on_record("entry"),
    );
    let found = named(view, &sql)?;
    let on_record = on_record(view);
    let mut directory = Directory::default();
    for (stream, name) in found {
        if name.is_some() {
            directory.register(stream, name);
        } else {
            let entries = read_stream_entries(store, stream).await?.unwrap_or_default();
            let entries = view.seen(entries);
            directory.extend(Directory::held(&entries, on_record));
        }
    }
    Ok(directory)
}

/// The cases with the references that they are known by, in the order in which they were opened. A case whose
/// opening is not shown to whoever asks has none.
///
/// # Errors
/// If the read models cannot be read.
pub fn references(view: &View) -> Result<Vec<(CaseId, Option<String>)>, KeepError> {
    let sql = format!(
        "SELECT {id}, (SELECT shown.reference FROM case_line AS shown
            WHERE shown.scope = case_line.scope AND {shown})
        FROM main.case_line AS case_line WHERE {on_record} ORDER BY entry",
        id = View::id_of("case_line.scope"),
        shown = view.on_record("shown"),
        on_record = view.on_record("case_line"),
    );
    let found = view.ask(&sql, (), |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    Ok(found.into_iter().filter_map(|(id, called)| Some((id.parse().ok()?, called))).collect())
}

/// The list of cases, as a question sees it that asks on the ledger's clock and on the view's record.
///
/// # Errors
/// If the read models or the ledger cannot be read.
pub async fn case_list(
    view: &View,
    store: &dyn EventStore,
    ask: &Ask,
) -> Result<CaseList, KeepError> {
    let lines = lines(view)?;
    let children = children(view)?;
    let entries = entries(view)?;
    let directory = directory(view, store).await?;
    let line = |line: Kept| CaseLine {
        case: line.case,
        reference: line.reference,
        authority: line.authority.map(|id| directory.named_agency(id)),
        children: children
            .get(&line.scope)
            .into_iter()
            .flatten()
            .map(|id| directory.child(*id))
            .collect(),
        opened: line.opened.map(|when| Dated::of(when, ask)),
        status: line.status,
        entries: Some(entries.get(&line.scope).copied().unwrap_or_default()),
    };
    Ok(CaseList { asked: Asked::from(ask), cases: lines.into_iter().map(line).collect() })
}

/// A line of the list, as it is kept.
struct Kept {
    scope: i64,
    case: CaseId,
    reference: Option<String>,
    authority: Option<AgencyId>,
    opened: Option<When>,
    status: CaseStatus,
}

fn lines(view: &View) -> Result<Vec<Kept>, KeepError> {
    let sql = format!(
        "SELECT scope, {id}, reference, {authority}, opened, status FROM case_line
        WHERE {on_record} ORDER BY entry",
        id = View::id_of("case_line.scope"),
        authority = View::id_of("case_line.authority"),
        on_record = view.on_record("case_line"),
    );
    let found = view.ask(&sql, (), |row| {
        let id: String = row.get(1)?;
        let authority: Option<String> = row.get(3)?;
        let opened: Option<String> = row.get(4)?;
        let status: String = row.get(5)?;
        let kept = id.parse().ok().map(|case| -> rusqlite::Result<Kept> {
            Ok(Kept {
                scope: row.get(0)?,
                case,
                reference: row.get(2)?,
                authority: authority.and_then(|id| id.parse().ok()),
                opened: opened.and_then(|when| serde_json::from_str(&when).ok()),
                status: if status == "open" { CaseStatus::Open } else { CaseStatus::Closed },
            })
        });
        kept.transpose()
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// The children of each case, by its number.
fn children(view: &View) -> Result<BTreeMap<i64, BTreeSet<ChildId>>, KeepError> {
    let sql = format!(
        "SELECT scope, {id} FROM case_line_child WHERE {on_record}",
        id = View::id_of("case_line_child.child"),
        on_record = view.on_record("case_line_child"),
    );
    let found = view.ask(&sql, (), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut children: BTreeMap<i64, BTreeSet<ChildId>> = BTreeMap::new();
    for (scope, child) in found {
        children.entry(scope).or_default().extend(child.parse::<ChildId>().ok());
    }
    Ok(children)
}

/// How many entries each case has, by its number.
fn entries(view: &View) -> Result<BTreeMap<i64, usize>, KeepError> {
    let sql = format!(
        "SELECT scope, count(*) FROM entry WHERE {held} GROUP BY scope",
        held = view.on_record("entry"),
    );
    let found = view.ask(&sql, (), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let counts = found.into_iter();
    Ok(counts.map(|(scope, count)| (scope, usize::try_from(count).unwrap_or_default())).collect())
}

/// The names of the authorities and children of the list.
async fn directory(view: &View, store: &dyn EventStore) -> Result<Directory, KeepError> {
    let sql = format!(
        "SELECT stream, {name} FROM identity WHERE number IN (
            SELECT authority FROM case_line WHERE {lines}
            UNION SELECT child FROM case_line_child WHERE {children})",
        name = name(view, "identity.number"),
        lines = view.on_record("case_line"),
        children = view.on_record("case_line_child"),
    );
    let on_record = on_record(view);
    let mut directory = Directory::default();
    for (stream, name) in named(view, &sql)? {
        if name.is_some() {
            directory.register(stream, name);
        } else {
            let entries = read_stream_entries(store, stream).await?.unwrap_or_default();
            let entries = view.seen(entries);
            directory.extend(Directory::fold(&entries, on_record));
        }
    }
    Ok(directory)
}

/// The name on record of whom a column names, as an expression; none where none is kept.
fn name(view: &View, column: &str) -> String {
    format!(
        "(SELECT text FROM name WHERE name.scope = {column} AND name.kind = 'name' AND {})",
        view.on_record("name")
    )
}

/// Streams with the names that a question gives them.
fn named(view: &View, sql: &str) -> Result<Vec<(StreamId, Option<String>)>, KeepError> {
    let found =
        view.ask(sql, (), |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?;
    let known = found.into_iter().filter_map(|(stream, name)| Some((stream.parse().ok()?, name)));
    Ok(known.collect())
}

fn on_record(view: &View) -> OnRecord {
    OnRecord { clock: RecordClock::Ledger, until: view.asked().on_record }
}

#[cfg(test)]
mod tests;
