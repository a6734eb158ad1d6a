//! What people name on the command line, found in the ledger: cases, entries, children, people,
//! agencies and practitioners. It guesses nothing: what is ambiguous is answered with the candidates.
//!
//! # Rules
//! - `a_name_is_found_whatever_its_letters`: by its words, its identifier, or the first eight or
//!   more characters of that.
//! - `what_is_ambiguous_is_answered_with_the_candidates`.
//! - `what_is_not_there_is_answered_with_the_nearest`.
//!
//! Everything is looked up on the record that is asked about ([`Ask::looked_up`]), hints as well: who
//! was registered or renamed later is not known by that yet.

mod row;

use std::sync::Arc;

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PersonId, PractitionerId};
use candour_ledger::{After, EventStore};
use candour_projections::ask::Ask;
use candour_projections::case_list::{CaseLine, CaseList, Cases};
use candour_projections::casebook::Casebook;
use candour_projections::directory::Directory;
use candour_projections::knowledge::Whose;
use candour_projections::marks::treatment::Reader;
use candour_projections::roll::{self, Registered};
use uuid::Uuid;

use crate::exit::Fault;
use crate::models::Models;
use crate::nearest::nearest;

pub(crate) use row::entry;

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

/// Where something was looked for, as it is told.
fn place(ask: &Ask) -> &'static str {
    match ask.looked_up().until {
        None => "in this ledger",
        Some(_) => "on the record as it stood then",
    }
}

/// Finds the one of several things that a name means.
fn find<T: Copy>(
    what: &'static str,
    given: &str,
    candidates: &[Candidate<T>],
    place: &str,
) -> Result<T, Fault> {
    let wanted = given.trim();
    let lower = wanted.to_lowercase();
    let named = |it: &&Candidate<T>| it.name.as_ref().is_some_and(|it| it.to_lowercase() == lower);
    let mut found: Vec<&Candidate<T>> = candidates.iter().filter(named).collect();
    if found.is_empty() {
        found = candidates.iter().filter(|it| begins(it.uuid, &lower)).collect();
    }
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(not_there(what, wanted, candidates, place)),
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

fn not_there<T>(what: &str, given: &str, candidates: &[Candidate<T>], place: &str) -> Fault {
    let names = candidates.iter().filter_map(|it| it.name.as_deref());
    let near = nearest(given, names.clone());
    let all: Vec<&str> = names.collect();
    let next = match (near.as_slice(), all.as_slice()) {
        ([], []) => format!("there is no {what} at all {place}"),
        ([], all) if all.len() <= CANDIDATES_MAX => format!("there are: {}", all.join(", ")),
        ([], _) => "check the name, or name it by its identifier".to_owned(),
        (near, _) => format!("did you mean {}?", near.join(" or ")),
    };
    Fault::found(format!("there is no {what} '{given}' {place}")).next(next)
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

fn lines(cases: &Cases, ask: &Ask) -> Vec<CaseLine> {
    let everything = Ask::everything(RecordClock::Ledger);
    cases.list(&Ask { on_record: ask.looked_up(), ..everything }).cases
}

fn case_candidates(lines: &[CaseLine]) -> Vec<Candidate<CaseId>> {
    let candidate = |line: &CaseLine| Candidate {
        id: line.case,
        uuid: line.case.uuid(),
        name: line.reference.clone(),
    };
    lines.iter().map(candidate).collect()
}

/// The cases as a question sees them: from the read models where there are any, otherwise by reading
/// the ledger through.
pub(crate) async fn list(models: &Models, ask: &Ask) -> anyhow::Result<CaseList> {
    match models.instead_of_scanning(ask.on_record).await {
        Some(view) => Ok(roll::case_list(&view, &*models.store, ask).await?),
        None => Ok(Cases::load(&*models.store).await?.list(ask)),
    }
}

/// The cases as a reader is shown them.
pub(crate) async fn list_for(models: &Models, reader: &Reader) -> anyhow::Result<CaseList> {
    let ask = Ask::everything(RecordClock::Ledger);
    match models.instead_of_scanning_for(reader).await? {
        Some(view) => Ok(roll::case_list(&view, &*models.store, &ask).await?),
        None => Ok(Cases::load(&*models.store).await?.seen_by(reader).list(&ask)),
    }
}

/// The case that a reader means: by its reference, or the beginning of its identifier.
pub(crate) async fn case_for_reader(
    models: &Models,
    given: &str,
    reader: &Reader,
) -> anyhow::Result<CaseId> {
    let ask = Ask::everything(RecordClock::Ledger);
    if position(given).is_some() {
        return case(models, given, &ask).await;
    }
    if let Some(view) = models.instead_of_scanning_for(reader).await? {
        let cases = roll::references(&view)?.into_iter();
        let candidates = cases.map(|(id, name)| Candidate { id, uuid: id.uuid(), name });
        return Ok(find("case", given, &candidates.collect::<Vec<_>>(), place(&ask))?);
    }
    let list = Cases::load(&*models.store).await?.seen_by(reader).list(&ask);
    Ok(find("case", given, &case_candidates(&list.cases), place(&ask))?)
}

/// The case that is meant: by its reference, its identifier, or the position of an entry of it.
pub(crate) async fn case(models: &Models, given: &str, ask: &Ask) -> anyhow::Result<CaseId> {
    if let Some(position) = position(given) {
        return match stream_at(&*models.store, position).await? {
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
    if let Some(view) = models.instead_of_scanning(ask.looked_up()).await {
        let cases = roll::references(&view)?.into_iter();
        let candidates = cases.map(|(id, name)| Candidate { id, uuid: id.uuid(), name });
        return Ok(find("case", given, &candidates.collect::<Vec<_>>(), place(ask))?);
    }
    let cases = Cases::load(&*models.store).await?;
    Ok(find("case", given, &case_candidates(&lines(&cases, ask)), place(ask))?)
}

/// A case with all that reading it needs.
pub(crate) async fn casebook(
    models: &Models,
    given: &str,
    ask: &Ask,
) -> anyhow::Result<Arc<Casebook>> {
    let case = case(models, given, ask).await?;
    let book = models.casebook(case).await?;
    Ok(book.ok_or_else(|| Fault::found(format!("there is no case '{given}' in this ledger")))?)
}

/// The reference that a case is known by, or the beginning of its identifier.
pub(crate) fn case_name(book: &Casebook, ask: &Ask) -> String {
    let opened =
        book.effective(ask.looked_up()).into_iter().find_map(|it| match it.event().case() {
            Some(CaseEvent::Opening(OpeningEvent::CaseOpened(opened))) => {
                opened.reference.value().map(ToString::to_string)
            }
            Some(_) | None => None,
        });
    opened.unwrap_or_else(|| book.case.to_string().chars().take(PREFIX_CHARACTERS_MIN).collect())
}

/// Whom and what a question may name: on the record that is asked about.
pub(crate) struct Names {
    directory: Directory,
    place: &'static str,
}

impl Names {
    /// Those of a case.
    pub(crate) fn of(book: &Casebook, ask: &Ask) -> Self {
        Self { directory: book.directory_held(ask.looked_up()), place: place(ask) }
    }

    /// Those of the whole ledger, of one kind.
    pub(crate) async fn of_all(
        models: &Models,
        whose: Registered,
        ask: &Ask,
    ) -> anyhow::Result<Self> {
        let directory = match models.instead_of_scanning(ask.looked_up()).await {
            Some(view) => roll::registered(&view, &*models.store, whose).await?,
            None => Cases::load(&*models.store).await?.directory(ask.looked_up()),
        };
        Ok(Self { directory, place: place(ask) })
    }

    /// The same as a reader is shown them.
    pub(crate) async fn for_reader(
        models: &Models,
        whose: Registered,
        reader: &Reader,
    ) -> anyhow::Result<Self> {
        let ask = Ask::everything(RecordClock::Ledger);
        let directory = if let Some(view) = models.instead_of_scanning_for(reader).await? {
            roll::registered(&view, &*models.store, whose).await?
        } else {
            let cases = Cases::load(&*models.store).await?.seen_by(reader);
            cases.directory(ask.looked_up())
        };
        Ok(Self { directory, place: place(&ask) })
    }

    /// The names themselves.
    pub(crate) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The practitioner that is meant.
    pub(crate) fn practitioner(&self, given: &str) -> Result<PractitionerId, Fault> {
        let all = self.directory.practitioners();
        let all: Vec<_> = all.map(|(id, name)| candidate(id, id.uuid(), Some(name))).collect();
        find("practitioner", given, &all, self.place)
    }

    /// The agency, practitioner or team whose knowledge is asked about.
    pub(crate) fn whose(&self, given: &str) -> Result<Whose, Fault> {
        let names = &self.directory;
        let agencies = names.agencies();
        let mut all: Vec<Candidate<Whose>> = agencies
            .map(|(id, it)| candidate(Whose::Agency(id), id.uuid(), Some(&it.name)))
            .collect();
        let practitioners = names.practitioners();
        all.extend(
            practitioners
                .map(|(id, name)| candidate(Whose::Practitioner(id), id.uuid(), Some(name))),
        );
        all.extend(
            names.teams().map(|(id, name)| candidate(Whose::Team(id), id.uuid(), Some(name))),
        );
        find("agency, practitioner or team", given, &all, self.place)
    }

    /// The agency that is meant.
    pub(crate) fn agency(&self, given: &str) -> Result<AgencyId, Fault> {
        let all = self.directory.agencies();
        let all: Vec<_> = all.map(|(id, it)| candidate(id, id.uuid(), Some(&it.name))).collect();
        find("agency", given, &all, self.place)
    }

    /// The child that is meant.
    pub(crate) fn child(&self, given: &str) -> Result<ChildId, Fault> {
        let all = self.directory.children();
        let all: Vec<_> = all.map(|(id, name)| candidate(id, id.uuid(), name)).collect();
        find("child", given, &all, self.place)
    }

    /// The person that is meant.
    pub(crate) fn person(&self, given: &str) -> Result<PersonId, Fault> {
        let all = self.directory.people();
        let all: Vec<_> = all.map(|(id, name)| candidate(id, id.uuid(), name)).collect();
        find("person", given, &all, self.place)
    }
}

fn candidate<T>(id: T, uuid: Uuid, name: Option<&str>) -> Candidate<T> {
    Candidate { id, uuid, name: name.map(ToOwned::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEDGER: &str = "in this ledger";

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
        assert_eq!(find("child", " mia", &candidates(), LEDGER).unwrap(), 1);
        assert_eq!(find("child", &whole, &candidates(), LEDGER).unwrap(), 3);
    }

    #[test]
    fn what_is_ambiguous_is_answered_with_the_candidates() {
        let theo = "name one of them by its identifier: Theo (abcd0000-0000-4000-8000-000000000002); \
                    Theo (abcd0000-0000-4000-8000-000000000003)";
        assert_eq!(
            told(find("child", "Theo", &candidates(), LEDGER).unwrap_err()),
            format!("error: 'Theo' means more than one child\n  next: {theo}\n")
        );
        let all = told(find("child", "ABCD0000", &candidates(), LEDGER).unwrap_err());
        assert_eq!(all.lines().next(), Some("error: 'ABCD0000' means more than one child"));
    }

    #[test]
    fn what_is_not_there_is_answered_with_the_nearest() {
        assert_eq!(
            told(find("child", "Mai", &candidates(), LEDGER).unwrap_err()),
            "error: there is no child 'Mai' in this ledger\n  next: there are: Mia, Theo, Theo\n"
        );
        assert_eq!(
            told(find("child", "Thea", &candidates(), LEDGER).unwrap_err()),
            "error: there is no child 'Thea' in this ledger\n  next: did you mean Theo?\n"
        );
        assert_eq!(
            told(find::<u8>("case", "ASH-1", &[], LEDGER).unwrap_err()),
            "error: there is no case 'ASH-1' in this ledger\n  next: there is no case at all in this ledger\n"
        );
    }
}
