//! What people name on the command line, found in the ledger: cases, entries, children, people,
//! agencies and practitioners. It guesses nothing: what is ambiguous is answered with the candidates.
//!
//! # Rules
//! - `a_name_is_found_whatever_its_letters`: by its words, its identifier, or the first eight or
//!   more characters of that.
//! - `what_is_ambiguous_is_answered_with_the_candidates`.
//! - `what_is_not_there_is_answered_with_the_nearest`.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, RecordClock, StreamId};
use candour_domain::identifier::{AgencyId, CaseId, ChildId, EntryId, PersonId, PractitionerId};
use candour_ledger::{After, EventStore};
use candour_projections::ask::Ask;
use candour_projections::case_list::{CaseLine, Cases};
use candour_projections::casebook::{self, Casebook, Found, read_stream_entries};
use candour_projections::directory::Directory;
use candour_projections::knowledge::Whose;
use uuid::Uuid;

use crate::exit::Fault;
use crate::nearest::nearest;

/// The fewest characters of an identifier that name what it identifies.
const PREFIX_CHARACTERS_MIN: usize = 8;
/// How many candidates are listed at most.
const CANDIDATES_MAX: usize = 12;

/// One of the things that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate<T> {
    id: T,
    uuid: Uuid,
    name: Option<String>,
}

/// Finds the one of several things that a name means.
fn find<T: Copy>(what: &'static str, given: &str, candidates: &[Candidate<T>]) -> Result<T, Fault> {
    let wanted = given.trim();
    let lower = wanted.to_lowercase();
    let named = |it: &&Candidate<T>| it.name.as_ref().is_some_and(|it| it.to_lowercase() == lower);
    let mut found: Vec<&Candidate<T>> = candidates.iter().filter(named).collect();
    if found.is_empty() {
        found = candidates.iter().filter(|it| begins(it.uuid, &lower)).collect();
    }
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(not_there(what, wanted, candidates)),
        several => Err(ambiguous(what, wanted, several.iter().map(|it| called(it)).collect())),
    }
}

/// Whether an identifier is, or begins with, what was given.
fn begins(id: Uuid, given: &str) -> bool {
    given.len() >= PREFIX_CHARACTERS_MIN
        && (id.hyphenated().to_string().starts_with(given)
            || id.simple().to_string().starts_with(given))
}

fn called<T>(candidate: &Candidate<T>) -> String {
    let id = candidate.uuid.hyphenated();
    candidate.name.as_ref().map_or_else(|| id.to_string(), |name| format!("{name} ({id})"))
}

fn not_there<T>(what: &str, given: &str, candidates: &[Candidate<T>]) -> Fault {
    let names = candidates.iter().filter_map(|it| it.name.as_deref());
    let near = nearest(given, names.clone());
    let all: Vec<&str> = names.collect();
    let next = match (near.as_slice(), all.as_slice()) {
        ([], []) => format!("there is no {what} in this ledger yet"),
        ([], all) if all.len() <= CANDIDATES_MAX => format!("there are: {}", all.join(", ")),
        ([], _) => "check the name, or name it by its identifier".to_owned(),
        (near, _) => format!("did you mean {}?", near.join(" or ")),
    };
    Fault::found(format!("there is no {what} '{given}' in this ledger")).next(next)
}

fn ambiguous(what: &str, given: &str, candidates: Vec<String>) -> Fault {
    let more = candidates.len().saturating_sub(CANDIDATES_MAX);
    let listed: Vec<String> = candidates.into_iter().take(CANDIDATES_MAX).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Fault::found(format!("'{given}' means more than one {what}"))
        .next(format!("name one of them by its identifier: {}{more}", listed.join("; ")))
}

/// The position that `#17` names.
fn position(given: &str) -> Option<u64> {
    given.trim().strip_prefix('#').and_then(|number| number.parse().ok()).filter(|it| *it > 0)
}

/// The stream of the record at a position.
async fn stream_at(store: &dyn EventStore, position: u64) -> anyhow::Result<StreamId> {
    let page = store.read_all(After::from_number(position - 1), 1).await?;
    let record = page.first().filter(|record| record.position.number() == position);
    let record = record.ok_or_else(|| {
        Fault::found(format!("there is no entry #{position} in this ledger"))
            .next("`candour entries` lists what there is")
    })?;
    Ok(record.stream.as_str().parse()?)
}

fn lines(cases: &Cases) -> Vec<CaseLine> {
    cases.list(&Ask::everything(RecordClock::Ledger)).cases
}

fn case_candidates(lines: &[CaseLine]) -> Vec<Candidate<CaseId>> {
    let candidate = |line: &CaseLine| Candidate {
        id: line.case,
        uuid: line.case.uuid(),
        name: line.reference.clone(),
    };
    lines.iter().map(candidate).collect()
}

/// The case that is meant: by its reference, its identifier, or the position of an entry of it.
pub(crate) async fn case(store: &dyn EventStore, given: &str) -> anyhow::Result<CaseId> {
    if let Some(position) = position(given) {
        return match stream_at(store, position).await? {
            StreamId::Case(case) => Ok(case),
            StreamId::Child(_)
            | StreamId::Person(_)
            | StreamId::Agency(_)
            | StreamId::Practitioner(_)
            | StreamId::Team(_)
            | StreamId::Ledger(_) => {
                let what = format!("entry #{position} does not stand in a case");
                Err(Fault::found(what).next("`candour case list` lists the cases").into())
            }
        };
    }
    let cases = Cases::load(store).await?;
    Ok(find("case", given, &case_candidates(&lines(&cases)))?)
}

/// A case with all that reading it needs.
pub(crate) async fn casebook(store: &dyn EventStore, given: &str) -> anyhow::Result<Casebook> {
    let case = case(store, given).await?;
    let book = Casebook::load(store, case).await?;
    Ok(book.ok_or_else(|| Fault::found(format!("there is no case '{given}' in this ledger")))?)
}

/// The reference that a case is known by, or the beginning of its identifier.
pub(crate) fn case_name(book: &Casebook) -> String {
    let opened = book.effective(OnRecord::ALL).into_iter().find_map(|it| match it.event().case() {
        Some(CaseEvent::Opening(OpeningEvent::CaseOpened(opened))) => {
            opened.reference.value().map(ToString::to_string)
        }
        Some(_) | None => None,
    });
    opened.unwrap_or_else(|| book.case.to_string().chars().take(PREFIX_CHARACTERS_MIN).collect())
}

/// The case and the entry that are meant. Without a case, all cases are looked through.
pub(crate) async fn entry(
    store: &dyn EventStore,
    given: &str,
    case: Option<&str>,
) -> anyhow::Result<(Casebook, EntryId)> {
    let case = match (case, position(given)) {
        (Some(case), _) => case.to_owned(),
        (None, Some(_)) => given.to_owned(),
        (None, None) => case_with(store, given).await?.to_string(),
    };
    let book = casebook(store, &case).await?;
    let id = entry_in(&book, given)?;
    Ok((book, id))
}

/// The one case that holds the entry that is meant.
async fn case_with(store: &dyn EventStore, given: &str) -> anyhow::Result<CaseId> {
    let cases = Cases::load(store).await?;
    let lines = lines(&cases);
    let mut found = Vec::new();
    let mut names = Vec::new();
    for line in &lines {
        let entries = read_stream_entries(store, StreamId::Case(line.case)).await?;
        let entries = entries.unwrap_or_default();
        if entries.iter().any(|entry| is(entry, given)) {
            found.push(line);
        }
        let references = entries.iter().filter_map(casebook::own_reference);
        names.extend(references.map(ToOwned::to_owned));
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

/// Whether an entry is what was named.
fn is(entry: &Entry, given: &str) -> bool {
    let own = casebook::own_reference(entry);
    own.is_some_and(|own| own.eq_ignore_ascii_case(given.trim()))
        || begins(entry.id.uuid(), &given.trim().to_lowercase())
}

/// The entry of a case that is meant.
pub(crate) fn entry_in(book: &Casebook, given: &str) -> Result<EntryId, Fault> {
    let several = match book.entry_by_reference(given) {
        Found::One(entry) => return Ok(entry.id),
        Found::Ambiguous(entries) => entries,
        Found::None => book.entries.iter().filter(|entry| is(entry, given)).collect(),
    };
    match several.as_slice() {
        [one] => Ok(one.id),
        [] => {
            let names: Vec<String> = book
                .entries
                .iter()
                .filter_map(casebook::own_reference)
                .map(ToOwned::to_owned)
                .collect();
            Err(no_entry(given, &names))
        }
        several => {
            let called = |entry: &&Entry| {
                let agency = book.directory.agency_name(entry.envelope.by.agency);
                format!("{} of {agency} (#{})", book.label(entry), entry.position.0)
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

/// The agency, practitioner or team whose knowledge is asked about.
pub(crate) fn whose(directory: &Directory, given: &str) -> Result<Whose, Fault> {
    let mut all: Vec<Candidate<Whose>> = agencies(directory)
        .into_iter()
        .map(|it| Candidate { id: Whose::Agency(it.id), uuid: it.uuid, name: it.name })
        .collect();
    let practitioners = practitioners(directory).into_iter();
    all.extend(practitioners.map(|it| Candidate {
        id: Whose::Practitioner(it.id),
        uuid: it.uuid,
        name: it.name,
    }));
    all.extend(directory.teams().map(|(id, name)| Candidate {
        id: Whose::Team(id),
        uuid: id.uuid(),
        name: Some(name.to_owned()),
    }));
    find("agency, practitioner or team", given, &all)
}

/// The agency that is meant.
pub(crate) fn agency(directory: &Directory, given: &str) -> Result<AgencyId, Fault> {
    find("agency", given, &agencies(directory))
}

/// The child that is meant.
pub(crate) fn child(directory: &Directory, given: &str) -> Result<ChildId, Fault> {
    let candidate = |(id, name): (ChildId, Option<&str>)| Candidate {
        id,
        uuid: id.uuid(),
        name: name.map(ToOwned::to_owned),
    };
    let all: Vec<_> = directory.children().map(candidate).collect();
    find("child", given, &all)
}

/// The person that is meant.
pub(crate) fn person(directory: &Directory, given: &str) -> Result<PersonId, Fault> {
    let candidate = |(id, name): (PersonId, Option<&str>)| Candidate {
        id,
        uuid: id.uuid(),
        name: name.map(ToOwned::to_owned),
    };
    let all: Vec<_> = directory.people().map(candidate).collect();
    find("person", given, &all)
}

fn agencies(directory: &Directory) -> Vec<Candidate<AgencyId>> {
    let all = directory.agencies();
    all.map(|(id, it)| Candidate { id, uuid: id.uuid(), name: Some(it.name.clone()) }).collect()
}

fn practitioners(directory: &Directory) -> Vec<Candidate<PractitionerId>> {
    let all = directory.practitioners();
    all.map(|(id, it)| Candidate { id, uuid: id.uuid(), name: Some(it.to_owned()) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates() -> [Candidate<u8>; 3] {
        let of = |id: u8, name: &str| Candidate {
            id,
            uuid: Uuid::from_u128(0xabcd_0000_0000_4000_8000_0000_0000_0000 + u128::from(id)),
            name: Some(name.to_owned()),
        };
        [of(1, "Mia"), of(2, "Theo"), of(3, "Theo")]
    }

    fn told(error: Fault) -> String {
        let mut to = Vec::new();
        crate::exit::report(&error.into(), &mut to);
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn a_name_is_found_whatever_its_letters() {
        let whole = candidates()[2].uuid.to_string();
        assert_eq!(find("child", " mia", &candidates()).unwrap(), 1);
        assert_eq!(find("child", &whole, &candidates()).unwrap(), 3);
    }

    #[test]
    fn what_is_ambiguous_is_answered_with_the_candidates() {
        let theo = "name one of them by its identifier: Theo (abcd0000-0000-4000-8000-000000000002); \
                    Theo (abcd0000-0000-4000-8000-000000000003)";
        assert_eq!(
            told(find("child", "Theo", &candidates()).unwrap_err()),
            format!("error: 'Theo' means more than one child\n  next: {theo}\n")
        );
        let all = told(find("child", "ABCD0000", &candidates()).unwrap_err());
        assert_eq!(all.lines().next(), Some("error: 'ABCD0000' means more than one child"));
    }

    #[test]
    fn what_is_not_there_is_answered_with_the_nearest() {
        assert_eq!(
            told(find("child", "Mai", &candidates()).unwrap_err()),
            "error: there is no child 'Mai' in this ledger\n  next: there are: Mia, Theo, Theo\n"
        );
        assert_eq!(
            told(find("child", "Thea", &candidates()).unwrap_err()),
            "error: there is no child 'Thea' in this ledger\n  next: did you mean Theo?\n"
        );
        assert_eq!(
            told(find::<u8>("case", "ASH-1", &[]).unwrap_err()),
            "error: there is no case 'ASH-1' in this ledger\n  next: there is no case in this ledger yet\n"
        );
    }
}
