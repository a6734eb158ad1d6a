//! What a form needs to know of a case and of whoever fills it in: whom and what can be chosen, in which
//! post each practitioner acts, and up to which entry the case is known.
//!
//! Whoever holds no post on record, and has not acted in the case, records nothing in it and cannot be chosen:
//! it is not known for which agency they act.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::CaseEvent;
use candour_domain::effective::{Effective, OnRecord};
use candour_domain::entry::{Entry, RecordClock, StreamId};
use candour_domain::identifier::{CaseId, PractitionerId};
use candour_domain::party::Actor;
use candour_projections::ask::Ask;
use candour_projections::case_view::case_view;
use candour_projections::casebook::{Casebook, read_stream_entries};
use candour_projections::directory::Directory;
use candour_projections::marks::seen::tally;
use candour_projections::roll::Registered;
use candour_projections::summary::{self, summary};
use candour_web::form::{Choices, EntryChoice, Named};
use candour_web::page::withheld::told;
use candour_web::words::in_full;
use uuid::Uuid;

use crate::name::{Names, case_name};
use crate::server::Desk;
use crate::web::case::book_of;
use crate::web::post::held;

/// How many practitioners beyond those of the case can be chosen at most.
const PRACTITIONERS_MAX: usize = 500;
/// How many characters of what an entry says are listed.
const SAID_MAX: usize = 90;

/// What a form needs to know.
pub(super) struct Known {
    /// What it is called.
    pub(super) name: String,
    /// What can be chosen.
    pub(super) choices: Choices,
    /// In which post each practitioner acts.
    pub(super) posts: BTreeMap<PractitionerId, Actor>,
    /// The position of the last entry of the case.
    pub(super) last: u64,
    /// Every entry of the case, each in a line, in ledger order.
    lines: Vec<(u64, String)>,
    /// What of the case is not shown to whoever fills the form in, in words; none where all of it is.
    pub(super) withheld: Option<String>,
}

impl Known {
    /// What is known now.
    pub(super) async fn of(
        desk: &Desk,
        case: CaseId,
        writer: PractitionerId,
    ) -> anyhow::Result<Self> {
        let reader = desk.reader(writer).await?;
        let book = book_of(desk, case, &reader).await?;
        let ask = Ask::everything(RecordClock::Ledger);
        let all = Names::for_reader(&desk.models, Registered::Practitioners, &reader).await?;
        let agencies = Names::for_reader(&desk.models, Registered::Agencies, &reader).await?;
        let mut posts = BTreeMap::new();
        let near = |id: &PractitionerId| book.directory.practitioners().any(|(it, _)| it == *id);
        let mut named: Vec<(PractitionerId, &str)> = all.directory().practitioners().collect();
        named.sort_by_key(|(id, _)| !near(id));
        for (id, _) in named.iter().take(PRACTITIONERS_MAX) {
            if let Some(actor) = post(desk, *id).await? {
                posts.insert(*id, actor);
            }
        }
        for (id, actor) in acted(&book) {
            posts.entry(id).or_insert(actor);
        }
        let directories = (all.directory(), agencies.directory());
        Ok(Self {
            name: case_name(&book, &ask),
            lines: lines(&book),
            choices: choices(&book, directories, &posts),
            posts,
            last: book.entries.last().map_or(0, |it| it.position.0),
            withheld: told(&tally(&book.withheld, OnRecord::ALL)),
        })
    }

    /// The entries of the case after a position, each in a line.
    pub(super) fn since(&self, position: u64) -> Vec<(u64, String)> {
        self.lines.iter().filter(|(at, _)| *at > position).cloned().collect()
    }

    /// Who records, in words.
    pub(super) fn words(&self, writer: PractitionerId) -> String {
        let value = writer.to_string();
        let found = self.choices.practitioners.iter().find(|it| it.value == value);
        found.map_or(value.clone(), |it| it.name.clone())
    }
}

/// The post that a practitioner took last and has not left; none where they hold none.
async fn post(desk: &Desk, id: PractitionerId) -> anyhow::Result<Option<Actor>> {
    let stream = StreamId::Practitioner(id);
    let entries = read_stream_entries(&**desk.store(), stream).await?.unwrap_or_default();
    Ok(held(id, &entries))
}

/// For which agency each practitioner acted last in a case, by its own entries: of somebody who took no
/// post on record, as of those whom an import names, this is what is known.
fn acted(book: &Casebook) -> BTreeMap<PractitionerId, Actor> {
    let acted = book.entries.iter().filter_map(|entry| {
        let by = &entry.envelope.by;
        Some((*by.practitioner.value()?, by.clone()))
    });
    acted.collect()
}

fn choices(
    book: &Casebook,
    (practitioners, agencies): (&Directory, &Directory),
    posts: &BTreeMap<PractitionerId, Actor>,
) -> Choices {
    let view = case_view(book, &Ask::everything(RecordClock::Ledger));
    let named = |id: Uuid, name: &str, near: bool| Named {
        name: name.to_owned(),
        value: id.to_string(),
        near,
    };
    let of_case = |id: &PractitionerId| book.directory.practitioners().any(|(it, _)| it == *id);
    let involved: BTreeSet<_> = book.directory.agencies().map(|(id, _)| id).collect();
    let worker = |(id, name): (PractitionerId, &str)| {
        let actor = posts.get(&id)?;
        let post = actor.post.value().map(|it| format!(", {it}")).unwrap_or_default();
        let agency = agencies.agency_name(actor.agency);
        Some(named(id.uuid(), &format!("{name}{post}, {agency}"), of_case(&id)))
    };
    Choices {
        children: view
            .children
            .iter()
            .map(|it| named(it.child.child.uuid(), &it.child.name, true))
            .collect(),
        people: in_order(
            book.directory
                .people()
                .map(|(id, _)| named(id.uuid(), &book.directory.person_name(id), true)),
        ),
        agencies: in_order(
            agencies.agencies().map(|(id, it)| named(id.uuid(), &it.name, involved.contains(&id))),
        ),
        practitioners: in_order(practitioners.practitioners().filter_map(worker)),
        teams: in_order(book.directory.teams().map(|(id, name)| named(id.uuid(), name, true))),
        entries: entries(book),
    }
}

/// Those of the case first, each in the order of their names.
fn in_order(all: impl Iterator<Item = Named>) -> Vec<Named> {
    let mut all: Vec<Named> = all.collect();
    all.sort_by(|one, other| {
        (!one.near, &one.name, &one.value).cmp(&(!other.near, &other.name, &other.value))
    });
    all
}

/// The entries of a case that stand, the latest recorded first.
fn entries(book: &Casebook) -> Vec<EntryChoice> {
    let names = summary::Names::of(book, &book.directory, OnRecord::ALL);
    let choice = |entry: &Effective<'_>| {
        let said = summary(entry.event(), &names);
        let label = book.label(entry.entry);
        let agency = book.directory.agency_name(entry.entry.envelope.by.agency);
        let when = in_full(&entry.occurred().to_string());
        let text = shortened(&said.text);
        let says = format!("{label}: {}, {when}, {agency}: {text}", said.title);
        EntryChoice {
            value: entry.id().to_string(),
            position: entry.entry.position.0,
            says,
            leaves: entry.event().case().and_then(CaseEvent::leaves),
        }
    };
    let all = book.effective(OnRecord::ALL);
    all.iter().rev().filter(|entry| entry.stands()).map(choice).collect()
}

/// Every entry of a case as it was recorded, withdrawn ones and corrections as well.
fn lines(book: &Casebook) -> Vec<(u64, String)> {
    let names = summary::Names::of(book, &book.directory, OnRecord::ALL);
    let line = |entry: &Entry| {
        let said = summary(&entry.event, &names);
        let when = in_full(&entry.envelope.occurred.to_string());
        let agency = book.directory.agency_name(entry.agency);
        (entry.position.0, format!("{}: {}, {when}, {agency}", book.label(entry), said.title))
    };
    book.entries.iter().map(line).collect()
}

/// The beginning of what an entry says, in one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SAID_MAX) {
        Some((end, _)) => format!("{}...", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use candour_domain::identifier::AgencyId;
    use candour_domain::landmark::Landmark;
    use candour_domain::recorded::Recorded;

    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(0x4000_8000_0000_0000_0000 + number)
    }

    /// A case with two children, an adult, two agencies, a practitioner and four entries.
    pub(in super::super) fn known() -> Known {
        let named = |number: u128, name: &str| Named {
            name: name.to_owned(),
            value: id(number).to_string(),
            near: true,
        };
        let entry = |position: u64, leaves: Option<Landmark>| EntryChoice {
            value: id(u128::from(position)).to_string(),
            position,
            says: format!("#{position}"),
            leaves,
        };
        let worker = PractitionerId::new(id(40));
        let actor = Actor {
            practitioner: Recorded::Recorded(worker),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: AgencyId::new(id(30)),
        };
        Known {
            name: "ASH-1".to_owned(),
            choices: Choices {
                children: vec![named(10, "Mia"), named(11, "Theo")],
                people: vec![named(20, "A. Parent")],
                agencies: vec![named(30, "Northshire"), named(31, "Police")],
                practitioners: vec![named(40, "N. Adeyemi, Northshire")],
                teams: Vec::new(),
                entries: vec![
                    entry(7, Some(Landmark::StrategyDiscussion)),
                    entry(6, None),
                    entry(5, Some(Landmark::Offer)),
                    entry(4, None),
                ],
            },
            posts: [(worker, actor)].into(),
            last: 7,
            lines: Vec::new(),
            withheld: None,
        }
    }
}
