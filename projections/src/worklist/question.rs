//! The question that the worklist asks the read models. What is found is read as it stands in the
//! file; what it means is said in the module above.

use candour_domain::code::{code_of, from_code};
use candour_domain::entry::StreamId;

use super::page::page;
use super::{ChildName, Cursor, Lead, WorklistFilter, rule};
use crate::dashboard::duties_by_team::led;
use crate::dashboard::duty_status::{is_unanswered, status, waits};
use crate::running::{KeepError, View};

/// A row as it is found.
pub(super) struct Found {
    pub(super) case: String,
    pub(super) reference: Option<String>,
    pub(super) children: Vec<ChildName>,
    pub(super) practitioner: Option<String>,
    pub(super) rule: String,
    pub(super) entry: i64,
    pub(super) due_from: i64,
    pub(super) due_until: i64,
    pub(super) due_precision: String,
    pub(super) status: String,
    pub(super) lead: Option<Lead>,
}

impl Found {
    /// Where a page that ends with it ends.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        Some(Cursor {
            due: self.due_until,
            entry: self.entry,
            rule: rule(&self.rule)?.code.as_str(),
            status: from_code(&self.status)?,
        })
    }
}

/// The rows of a page, and one more where there is a further page.
pub(super) fn ask(
    view: &View,
    filter: &WorklistFilter,
    limit: u32,
) -> Result<Vec<Found>, KeepError> {
    let Some(mut conditions) = conditions(view, filter)? else { return Ok(Vec::new()) };
    // Whom a duty is about is in no pack.
    if filter.child.is_none() {
        conditions += &page(view, filter, limit)?;
    }
    // Who leads is looked up for the page alone, unless that is what is asked for.
    let by_lead = filter.team.is_some() || filter.practitioner.is_some() || filter.agency.is_some();
    let sql = format!(
        "SELECT {case}, {reference}, children, {about}, found.rule, found.entry, due_from,
            found.due_until, due_precision, status, {lead}, {lead_name}, min(post.unit)
        FROM (SELECT duty.scope AS scope, duty.rule AS rule, duty.entry AS entry,
                duty.due_from AS due_from, duty.due_until AS due_until,
                duty.due_precision AS due_precision, {status} AS status,
                group_concat(DISTINCT duty.child) AS children, max(duty.practitioner) AS about
            FROM duty {led_by} WHERE {conditions}
            GROUP BY duty.due_until, duty.entry, duty.rule, status {having}
            ORDER BY duty.due_until, duty.entry, duty.rule, status LIMIT {rows}) AS found {led}
        GROUP BY found.due_until, found.entry, found.rule, status
        ORDER BY found.due_until, found.entry, found.rule, status",
        case = View::id_of("found.scope"),
        reference = reference(view),
        about = name_or_nothing(view, "found.about"),
        lead = id_or_nothing("case_lead.practitioner"),
        lead_name = name_or_nothing(view, "case_lead.practitioner"),
        status = status("duty", view.at()),
        led_by = if by_lead { led(view, "duty") } else { String::new() },
        led = led(view, "found"),
        having = having(filter),
        rows = limit + 1,
    );
    let team = filter.team.clone().unwrap_or_default();
    let found = view.ask(&sql, [team], |row| {
        let lead: Option<String> = row.get(10)?;
        let (name, unit): (Option<String>, Option<String>) = (row.get(11)?, row.get(12)?);
        let lead =
            lead.and_then(|id| Some(Lead { practitioner: id.parse().ok()?, name: name?, unit }));
        let children: Option<String> = row.get(2)?;
        let found = Found {
            case: row.get(0)?,
            reference: row.get(1)?,
            children: Vec::new(),
            practitioner: row.get(3)?,
            rule: row.get(4)?,
            entry: row.get(5)?,
            due_from: row.get(6)?,
            due_until: row.get(7)?,
            due_precision: row.get(8)?,
            status: row.get(9)?,
            lead,
        };
        Ok((children, found))
    })?;
    let named = |(children, found): (Option<String>, Found)| {
        let children = named(view, &children.unwrap_or_default())?;
        Ok(Found { children, ..found })
    };
    found.into_iter().map(named).collect()
}

/// The children of a list of numbers, with their names, by name.
fn named(view: &View, numbers: &str) -> Result<Vec<ChildName>, KeepError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {id}, {name} FROM identity AS one WHERE one.number = ?1",
        id = View::id_of("one.number"),
        name = view.name_of("one.number"),
    );
    let mut children = Vec::new();
    for number in numbers.split(',') {
        let found = view.ask(&sql, [number.parse::<i64>().unwrap_or_default()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let known = found
            .into_iter()
            .filter_map(|(id, name)| Some(ChildName { child: id.parse().ok()?, name }));
        children.extend(known);
    }
    children.sort_by(|one, other| (&one.name, one.child).cmp(&(&other.name, other.child)));
    Ok(children)
}

/// The conditions on a duty; none where nothing can meet them.
fn conditions(view: &View, filter: &WorklistFilter) -> Result<Option<String>, KeepError> {
    let at = view.at();
    let mut all = vec![
        view.stands("duty"),
        // What was due longer ago is shown where its status is asked for.
        if filter.status.is_none() { waits("duty", at) } else { is_unanswered("duty", at) },
        // The first value is the team; where none is asked for, it is empty and not looked at.
        if filter.team.is_some() { "post.unit = ?1" } else { "?1 = ''" }.to_owned(),
    ];
    if let Some(code) = &filter.rule {
        let Some(known) = rule(code) else { return Ok(None) };
        all.push(format!("duty.rule = '{}'", known.code));
    }
    let streams = [
        ("case_lead.practitioner", filter.practitioner.map(StreamId::Practitioner)),
        ("case_lead.agency", filter.agency.map(StreamId::Agency)),
        ("duty.child", filter.child.map(StreamId::Child)),
    ];
    for (column, stream) in streams {
        let Some(stream) = stream else { continue };
        let Some(number) = view.numbered(&stream.to_string())? else { return Ok(None) };
        all.push(format!("{column} = {number}"));
    }
    Ok(Some(all.join(" AND ")))
}

/// The conditions on a row of the worklist.
fn having(filter: &WorklistFilter) -> String {
    let statuses = match filter.status {
        Some(status) => format!("'{}'", code_of(&status).unwrap_or_default()),
        None => "'open', 'due_soon', 'overdue', 'breached'".to_owned(),
    };
    let after = filter.after.as_ref().map_or_else(String::new, |cursor| {
        format!(
            " AND (duty.due_until, duty.entry, duty.rule, status) > ({}, {}, '{}', '{}')",
            cursor.due,
            cursor.entry,
            cursor.rule,
            code_of(&cursor.status).unwrap_or_default(),
        )
    });
    format!("HAVING status IN ({statuses}){after}")
}

/// The reference of the case of a row, on record.
fn reference(view: &View) -> String {
    format!(
        "(SELECT min(text) FROM name WHERE name.scope = found.scope AND name.kind = 'case_reference' \
         AND {})",
        view.on_record("name")
    )
}

fn id_or_nothing(column: &str) -> String {
    format!("CASE WHEN {column} IS NOT NULL THEN {} END", View::id_of(column))
}

fn name_or_nothing(view: &View, column: &str) -> String {
    format!("CASE WHEN {column} IS NOT NULL THEN {} END", view.name_of(column))
}
