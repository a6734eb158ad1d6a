//! A child or a person across cases, for people.

use std::io;

use candour_projections::across::{AddressShown, EntryLine, IdentifierShown};
use candour_projections::child_view::ChildView;
use candour_projections::person_view::PersonView;

use super::case::{children, flags, people, status};
use super::words::{age, children as names, or_dash, with};
use crate::output::Output;

/// A child across cases.
pub(crate) fn child(view: &ChildView, output: &mut Output) -> io::Result<()> {
    let born = view.born.as_ref().map_or("not recorded", |it| it.text.as_str());
    output.part(&format!("Born         {}", with(born, &format!("age {}", age(&view.age)))))?;
    if let Some(died) = &view.died {
        output.line(&format!("Died         {}", died.text))?;
    }
    own(&view.identifiers, &view.address, &view.linked, output)?;
    output.line(&format!("Child        {}", view.child.child))?;
    people(&view.people, output)?;
    output.part("Cases")?;
    let mut table = output.look.table(&["Case", "Status", "Entries that name the child"]);
    for it in &view.cases {
        let name = it.reference.clone().unwrap_or_else(|| it.case.to_string());
        table.add_row([name, status(it.status).to_owned(), it.entries.to_string()]);
    }
    output.table(table)?;
    for it in &view.cases {
        if let Some(one) = &it.child {
            children(std::slice::from_ref(one), output)?;
        }
    }
    flags(&view.flags, output)?;
    entries(&view.entries, output)
}

/// A person across cases.
pub(crate) fn person(view: &PersonView, output: &mut Output) -> io::Result<()> {
    output.part(&format!("Person       {}", view.person.person.person))?;
    own(&view.identifiers, &view.address, &view.linked, output)?;
    people(std::slice::from_ref(&view.person), output)?;
    output.part("Cases")?;
    let headings = ["Case", "Status", "Part", "Children", "Entries that name them"];
    let mut table = output.look.table(&headings);
    for it in &view.cases {
        table.add_row([
            it.reference.clone().unwrap_or_else(|| it.case.to_string()),
            status(it.status).to_owned(),
            or_dash(it.part.as_deref().unwrap_or_default()),
            or_dash(&names(&it.children)),
            it.entries.to_string(),
        ]);
    }
    output.table(table)?;
    entries(&view.entries, output)
}

fn own(
    identifiers: &[IdentifierShown],
    address: &AddressShown,
    linked: &[String],
    output: &mut Output,
) -> io::Result<()> {
    for it in identifiers {
        let value = it.value.as_deref().unwrap_or("not recorded");
        let verified = it.verified.as_deref().unwrap_or_default();
        output.line(&format!("Identifier   {} {}", it.kind, with(value, verified)))?;
    }
    match address {
        AddressShown::NotRecorded => {}
        AddressShown::Protected => output.line("Address      protected, and not shown here")?,
        AddressShown::Address(address) => output.line(&format!("Address      {address}"))?,
    }
    if linked.is_empty() {
        return Ok(());
    }
    output.line(&format!("Also         {}", linked.join(", ")))
}

fn entries(lines: &[EntryLine], output: &mut Output) -> io::Result<()> {
    output.part("Entries")?;
    let mut table = output.look.table(&["Entry", "When", "Agency", "What", "Says"]);
    for it in lines {
        table.add_row([
            it.entry.label.clone(),
            it.when.text.clone(),
            it.agency.clone(),
            it.title.clone(),
            it.text.clone(),
        ]);
    }
    output.table(table)
}
