//! The entry that is meant: by the reference of its row, where two agencies use one reference with the
//! agency's name before it, by its position, or by its identifier.
//!
//! # Rules
//! - `a_row_may_be_named_with_its_agency`: as imports name it, `School: A1`.
//! - `a_row_recorded_later_is_not_found_earlier`: nor does it make a name ambiguous.

use std::sync::Arc;

use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::time::Certainty;
use candour_ledger::EventStore;
use candour_projections::ask::Ask;
use candour_projections::case_list::Cases;
use candour_projections::casebook::{Casebook, own_reference, read_stream_entries};
use candour_projections::directory::Directory;

use super::{ambiguous, begins, casebook, lines, position};
use crate::exit::Fault;
use crate::models::Models;
use crate::nearest::nearest;

/// The case and the entry that are meant. Without a case, all cases are looked through.
pub(crate) async fn entry(
    models: &Models,
    given: &str,
    case: Option<&str>,
    ask: &Ask,
) -> anyhow::Result<(Arc<Casebook>, EntryId)> {
    let case = match (case, position(given)) {
        (Some(case), _) => case.to_owned(),
        (None, Some(_)) => given.to_owned(),
        (None, None) => case_with(&*models.store, given, ask).await?.to_string(),
    };
    let book = casebook(models, &case, ask).await?;
    let id = entry_in(&book, given, ask.looked_up())?;
    Ok((book, id))
}

/// The one case that holds the entry that is meant.
async fn case_with(store: &dyn EventStore, given: &str, ask: &Ask) -> anyhow::Result<CaseId> {
    let cases = Cases::load(store).await?;
    let directory = cases.directory(ask.looked_up());
    let lines = lines(&cases, ask);
    let mut found = Vec::new();
    let mut names = Vec::new();
    for line in &lines {
        let entries = read_stream_entries(store, StreamId::Case(line.case)).await?;
        let entries = held(&entries.unwrap_or_default(), ask.looked_up());
        if !named(&entries, given, &directory).is_empty() {
            found.push(line);
        }
        names.extend(references(&entries));
    }
    match found.as_slice() {
        [one] => Ok(one.case),
        [] => Err(no_entry(given, &names).into()),
        several => {
            let cases: Vec<String> = several
                .iter()
                .map(|it| it.reference.clone().unwrap_or_else(|| it.case.to_string()))
                .collect();
            let what = format!("'{given}' names entries in more than one case");
            let next = format!("say which with --case: {}", cases.join(", "));
            Err(Fault::found(what).next(next).into())
        }
    }
}

/// The entries that were on the record.
fn held(entries: &[Entry], on_record: OnRecord) -> Vec<Entry> {
    entries.iter().filter(|it| on_record.holds(it) != Certainty::No).cloned().collect()
}

fn references(entries: &[Entry]) -> Vec<String> {
    entries.iter().filter_map(own_reference).map(ToOwned::to_owned).collect()
}

/// The entries that a name means: of several ways to name one, the first that finds any.
fn named<'a>(entries: &'a [Entry], given: &str, directory: &Directory) -> Vec<&'a Entry> {
    let wanted = given.trim();
    let bears = |entry: &Entry, reference: &str| {
        own_reference(entry).is_some_and(|own| own.eq_ignore_ascii_case(reference))
    };
    let exactly = |it: &&Entry| Some(it.position.0) == position(wanted) || bears(it, wanted);
    let mut found: Vec<&Entry> = entries.iter().filter(exactly).collect();
    if found.is_empty() {
        let lower = wanted.to_lowercase();
        found = entries.iter().filter(|it| begins(it.id.uuid(), &lower)).collect();
    }
    if let (true, Some((agency, reference))) = (found.is_empty(), wanted.split_once(':')) {
        let agencies = directory.agencies_named(agency);
        let theirs =
            |it: &&Entry| agencies.contains(&it.envelope.by.agency) && bears(it, reference.trim());
        found = entries.iter().filter(theirs).collect();
    }
    found
}

/// The entry of a case that is meant.
fn entry_in(book: &Casebook, given: &str, on_record: OnRecord) -> Result<EntryId, Fault> {
    let entries = held(&book.entries, on_record);
    let directory = book.directory_held(on_record);
    match named(&entries, given, &directory).as_slice() {
        [one] => Ok(one.id),
        [] => Err(no_entry(given, &references(&entries))),
        several => {
            let called = |entry: &&Entry| {
                let agency = directory.agency_name(entry.envelope.by.agency);
                format!("{agency}: {} (#{})", book.label(entry), entry.position.0)
            };
            Err(ambiguous("entry", given, several.iter().map(called).collect()))
        }
    }
}

fn no_entry(given: &str, names: &[String]) -> Fault {
    let near = nearest(given, names.iter().map(String::as_str));
    let next = if near.is_empty() {
        "name it by its reference (C2), its position (#17) or its identifier; `candour trail CASE` \
         lists the entries of a case"
            .to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Fault::found(format!("there is no entry '{given}' here")).next(next)
}
