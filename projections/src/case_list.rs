//! The list of cases: the whole ledger read once, in pages, of which only what the list needs is
//! decoded.
//!
//! It is a scan, made when asked; it keeps nothing between two questions.
//!
//! # Rules
//! - `a_case_is_found_by_its_reference`: none, one, or all that bear it.
//! - `only_cases_that_were_opened_are_listed`: as the record stood.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::{OnRecord, effective};
use candour_domain::entry::{Entry, RecordClock, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, ChildId};
use candour_domain::time::When;
use candour_ledger::{After, EventStore, Record};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::case_view::CaseStatus;
use crate::casebook::{LOAD_PAGE_RECORDS, LoadError, decode};
use crate::directory::Directory;
use crate::marks::marks;
use crate::marks::seen::seen;
use crate::marks::treatment::Reader;
use crate::shape::{AgencyName, Asked, ChildName, Dated};

/// The types of entry that the list needs. Names are data: they are those of the catalogue.
const NEEDED: [&str; 14] = [
    "AgencyRegistered",
    "CaseClosed",
    "CaseOpened",
    "CaseReopened",
    "ChildIdentified",
    "ChildJoinedCase",
    "ChildLeftCase",
    "DetailsAmended",
    "EntryCorrected",
    "EntryRestricted",
    "EntryWithdrawn",
    "PersonIdentified",
    "PractitionerRegistered",
    "RestrictionLifted",
];

/// The cases of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseList {
    /// What was asked on.
    pub asked: Asked,
    /// The cases, in the order in which they were opened in the ledger.
    pub cases: Vec<CaseLine>,
}

/// A case in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// The reference that it is known by.
    pub reference: Option<String>,
    /// The local authority that holds it.
    pub authority: Option<AgencyName>,
    /// The children who are part of it.
    pub children: Vec<ChildName>,
    /// When it was opened.
    pub opened: Option<Dated>,
    /// Whether it is open.
    pub status: CaseStatus,
    /// How many entries its stream had on the ledger's record; none on the claims clock at a moment,
    /// since what each row claims is not read for a list.
    pub entries: Option<usize>,
}

/// What looking for a case comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundCase<'a> {
    /// No case has the reference.
    None,
    /// One case has it.
    One(&'a CaseLine),
    /// Several have it.
    Ambiguous(Vec<&'a CaseLine>),
}

/// All that the list is folded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    entries: Vec<Entry>,
    recorded: BTreeMap<CaseId, Vec<DateTime<Utc>>>,
}

impl Cases {
    /// Reads the ledger once.
    ///
    /// # Errors
    /// If it cannot be read or a record that is needed cannot be understood.
    pub async fn load(store: &dyn EventStore) -> Result<Self, LoadError> {
        Self::load_by(store, LOAD_PAGE_RECORDS).await
    }

    /// The same, in pages of at most so many records.
    ///
    /// # Errors
    /// If it cannot be read or a record that is needed cannot be understood.
    pub async fn load_by(store: &dyn EventStore, page: usize) -> Result<Self, LoadError> {
        let mut cases = Self { entries: Vec::new(), recorded: BTreeMap::new() };
        let mut after = After::Start;
        loop {
            let records = read_page(store, after, page).await?;
            let Some(last) = records.last() else { return Ok(cases) };
            after = After::Position(last.position);
            for record in &records {
                if let Some(case) = case_of(record) {
                    cases.recorded.entry(case).or_default().push(record.recorded_at);
                }
                if NEEDED.contains(&record.type_name.as_str()) {
                    cases.entries.push(decode(record)?);
                }
            }
        }
    }

    /// The same as a reader is shown it. How many entries a case has is not known then.
    pub fn seen_by(self, reader: &Reader) -> Self {
        let marks = marks(&self.entries.iter().collect::<Vec<_>>());
        let entries = seen(self.entries, (&marks, reader), &mut Vec::new());
        Self { entries, recorded: BTreeMap::new() }
    }

    /// The names of those whom the record held, for finding somebody by a name.
    pub fn directory(&self, on_record: OnRecord) -> Directory {
        Directory::held(&self.entries, on_record)
    }

    /// The list, as a question sees it.
    pub fn list(&self, ask: &Ask) -> CaseList {
        let directory = Directory::fold(&self.entries, ask.on_record);
        let mut lines: BTreeMap<CaseId, Line> = BTreeMap::new();
        let mut order = Vec::new();
        for entry in effective(&self.entries, ask.on_record) {
            let StreamId::Case(case) = entry.entry.stream else { continue };
            let Event::Case(CaseEvent::Opening(event)) = entry.event() else { continue };
            if entry.stands() {
                if !lines.contains_key(&case) {
                    order.push(case);
                }
                lines.entry(case).or_default().take(event, entry.occurred());
            }
        }
        let opened = order.into_iter().filter_map(|case| {
            let line = lines.get(&case).filter(|line| line.status != CaseStatus::NotOpened)?;
            Some(CaseLine {
                case,
                reference: line.reference.clone(),
                authority: line.authority.map(|id| directory.named_agency(id)),
                children: line.children.iter().map(|id| directory.child(*id)).collect(),
                opened: line.opened.map(|when| Dated::of(when, ask)),
                status: line.status,
                entries: self.entries_of(case, ask.on_record),
            })
        });
        CaseList { asked: Asked::from(ask), cases: opened.collect() }
    }
}

impl Cases {
    fn entries_of(&self, case: CaseId, on_record: OnRecord) -> Option<usize> {
        let recorded = self.recorded.get(&case)?;
        match (on_record.until, on_record.clock) {
            (None, _) => Some(recorded.len()),
            (Some(until), RecordClock::Ledger) => {
                Some(recorded.iter().filter(|at| **at <= until).count())
            }
            (Some(_), RecordClock::Claims) => None,
        }
    }
}

impl CaseList {
    /// The case that people mean: by its reference ("ASH-1"), or by its identifier.
    pub fn find(&self, reference: &str) -> FoundCase<'_> {
        let wanted = reference.trim();
        let id = wanted.parse::<CaseId>().ok();
        let bears = |line: &&CaseLine| {
            Some(line.case) == id
                || line.reference.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(wanted))
        };
        let found: Vec<&CaseLine> = self.cases.iter().filter(bears).collect();
        match found.as_slice() {
            [] => FoundCase::None,
            [one] => FoundCase::One(one),
            _ => FoundCase::Ambiguous(found),
        }
    }
}

/// A line while it is folded.
pub(crate) struct Line {
    pub(crate) reference: Option<String>,
    pub(crate) authority: Option<AgencyId>,
    pub(crate) children: BTreeSet<ChildId>,
    pub(crate) opened: Option<When>,
    pub(crate) status: CaseStatus,
}

/// A case of which only other entries have been met so far.
impl Default for Line {
    fn default() -> Self {
        Self {
            reference: None,
            authority: None,
            children: BTreeSet::new(),
            opened: None,
            status: CaseStatus::NotOpened,
        }
    }
}

impl Line {
    /// Takes in what an event of the case says.
    pub(crate) fn take(&mut self, event: &OpeningEvent, occurred: When) {
        match event {
            OpeningEvent::CaseOpened(it) => {
                self.reference = it.reference.value().map(ToString::to_string);
                self.authority = it.authority.value().copied();
                self.opened = Some(occurred);
                self.status = CaseStatus::Open;
            }
            OpeningEvent::ChildJoinedCase(it) => {
                self.children.insert(it.child);
            }
            OpeningEvent::ChildLeftCase(it) => {
                self.children.remove(&it.child);
            }
            OpeningEvent::CaseClosed(_) => self.status = CaseStatus::Closed,
            OpeningEvent::CaseReopened(_) => self.status = CaseStatus::Open,
            OpeningEvent::PersonJoinedCase(_) | OpeningEvent::CaseTransferred(_) => {}
        }
    }
}

/// The case in whose stream a record stands.
pub(crate) fn case_of(record: &Record) -> Option<CaseId> {
    (record.stream.category() == "case").then(|| CaseId::new(record.stream.id()))
}

/// A page of the whole ledger.
pub(crate) async fn read_page(
    store: &dyn EventStore,
    after: After,
    page: usize,
) -> Result<Vec<Record>, LoadError> {
    let read = store.read_all(after, page).await;
    read.map_err(|source| LoadError::Read { what: "the whole ledger".to_owned(), source })
}

#[cfg(test)]
mod tests {
    use candour_domain::case::opening::CaseClosed;
    use candour_domain::entry::RecordClock;
    use uuid::Uuid;

    use super::*;
    use crate::sample::{CASE, MIA, Sample, at, day};

    const OTHER: CaseId = CaseId::new(Uuid::from_u128(0xca5f));

    /// ASH-1 with two children, closed in May; then ASH-2, twice.
    fn cases() -> Sample {
        let mut sample = Sample::family();
        sample.case(
            day(5, 1),
            OpeningEvent::CaseClosed(CaseClosed {
                reason: candour_domain::recorded::Recorded::NotRecorded,
                grounds: candour_domain::meeting::Grounds::default(),
            }),
        );
        for case in [OTHER, CaseId::new(Uuid::from_u128(0xca60))] {
            sample.case = case;
            sample.opened("ASH-2");
            sample.joined(MIA);
        }
        sample
    }

    fn list(sample: &Sample, ask: Ask, page: usize) -> CaseList {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let cases =
            runtime.block_on(async { Cases::load_by(&sample.store().await, page).await.unwrap() });
        cases.list(&ask)
    }

    #[test]
    fn a_case_is_found_by_its_reference() {
        let cases = cases();
        let list = list(&cases, Ask::everything(RecordClock::Ledger), 1_000);
        assert_eq!(list.find("ash-1"), FoundCase::One(&list.cases[0]));
        assert_eq!(list.find(&OTHER.to_string()), FoundCase::One(&list.cases[1]));
        assert_eq!(list.find("ASH-2"), FoundCase::Ambiguous(list.cases[1..].iter().collect()));
        assert_eq!(list.find("ASH-3"), FoundCase::None);
    }

    #[test]
    fn only_cases_that_were_opened_are_listed() {
        let all = Ask::everything(RecordClock::Ledger);
        let shown = |ask: Ask| -> Vec<(CaseId, CaseStatus, Vec<String>, Option<usize>)> {
            let list = list(&cases(), ask, 3);
            let line = |line: &CaseLine| {
                let children = line.children.iter().map(|child| child.name.clone()).collect();
                (line.case, line.status, children, line.entries)
            };
            list.cases.iter().map(line).collect()
        };
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown(all.on_record(at(1, 1) - chrono::TimeDelta::days(1))), []);
        assert_eq!(
            shown(all.on_record(at(4, 1))),
            [(CASE, CaseStatus::Open, names(&["Mia", "Theo"]), Some(4))]
        );
        assert_eq!(
            shown(all)[..2],
            [
                (CASE, CaseStatus::Closed, names(&["Mia", "Theo"]), Some(5)),
                (OTHER, CaseStatus::Open, names(&["Mia"]), Some(2)),
            ]
        );
    }
}
