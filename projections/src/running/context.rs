//! What the rows of a case may depend on outside it and its people: the local rules, and the kinds of
//! agencies. Both are small, and are held whole.
//!
//! # Rules
//! - `rules_hold_from_their_adoption_on`: in the world from the time of adoption, and on the record
//!   from its position; before the first adoption the national table holds alone.
//! - `the_kind_of_an_agency_is_as_the_record_had_it`: a correction changes it from its position on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candour_domain::agency::AgencyEvent;
use candour_domain::calendar::{Calendar, CalendarError};
use candour_domain::duty::RuleBook;
use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::event::Event;
use candour_domain::identifier::AgencyId;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::AgencyKind;
use chrono::{DateTime, Utc};

/// The kinds of agencies.
pub(super) type Kinds = BTreeMap<AgencyId, AgencyKind>;

/// Rules, and the time in the world for which they hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) book: &'a RuleBook,
    /// From when they hold; none for the first.
    pub(super) from: Option<DateTime<Utc>>,
    /// Until when; none for the last.
    pub(super) until: Option<DateTime<Utc>>,
}

/// Rules as they were adopted.
#[derive(Debug)]
struct Adopted {
    position: Position,
    from: DateTime<Utc>,
    book: RuleBook,
}

/// What stands outside a stream.
#[derive(Debug)]
pub(super) struct Context {
    national: RuleBook,
    adopted: Vec<Adopted>,
    /// The kinds of agencies, from each position at which one of them changed.
    kinds: Vec<(Position, Arc<Kinds>)>,
}

impl Context {
    /// The context of a ledger, from its own stream and those of its agencies.
    pub(super) fn of(ledger: &[Entry], agencies: &[Entry]) -> Result<Self, CalendarError> {
        let national = RuleBook::national()?;
        let adopted = ledger
            .iter()
            .filter_map(|entry| {
                let rules = adopts(entry)?;
                let from = entry.envelope.occurred.interval().latest();
                Some(Adopted { position: entry.position, from, book: rules })
            })
            .collect();
        Ok(Self { national, adopted, kinds: kinds(agencies) })
    }

    /// The calendar of working days that is built in.
    pub(super) fn national(&self) -> &Calendar {
        self.national.calendar()
    }

    /// The positions at which it changed, other than by something new, which nothing can have looked
    /// at before.
    pub(super) fn changes(&self) -> BTreeSet<Position> {
        let adopted = self.adopted.iter().map(|adopted| adopted.position);
        adopted.chain(self.kinds.iter().skip(1).map(|(position, _)| *position)).collect()
    }

    /// The rules on record at a position. Of two adopted for the same time the later adoption holds.
    pub(super) fn rules(&self, position: Position) -> Vec<Rules<'_>> {
        let mut rules = vec![Rules { book: &self.national, from: None, until: None }];
        for adopted in self.adopted.iter().filter(|adopted| adopted.position <= position) {
            // What was adopted later stands over all that it reaches back to.
            rules.retain(|earlier| earlier.from.is_none_or(|from| from < adopted.from));
            if let Some(last) = rules.last_mut() {
                last.until = Some(adopted.from);
            }
            rules.push(Rules { book: &adopted.book, from: Some(adopted.from), until: None });
        }
        rules
    }

    /// The kinds of agencies on record at a position.
    pub(super) fn kinds(&self, position: Position) -> &Kinds {
        static NONE: Kinds = Kinds::new();
        let earlier = self.kinds.iter().rev().find(|(from, _)| *from <= position);
        earlier.or(self.kinds.first()).map_or(&NONE, |(_, kinds)| kinds)
    }
}

/// The rules that an entry adopts.
pub(super) fn adopts(entry: &Entry) -> Option<RuleBook> {
    if let Event::Ledger(LedgerEvent::RulesAdopted(it)) = &entry.event {
        return Some(RuleBook::new(it.rules.clone(), it.calendar.clone()));
    }
    None
}

/// Whether an entry changes what was so of an agency before: a correction or a withdrawal.
pub(super) fn changes_an_agency(entry: &Entry) -> bool {
    matches!(entry.stream, StreamId::Agency(_)) && entry.event.record().is_some()
}

/// The kinds at first, with those of agencies registered later, and after each change.
fn kinds(agencies: &[Entry]) -> Vec<(Position, Arc<Kinds>)> {
    let changes: Vec<usize> =
        (0..agencies.len()).filter(|index| changes_an_agency(&agencies[*index])).collect();
    let at = |count: usize| {
        let (by_then, later) = agencies.split_at(count);
        let later: Vec<Entry> =
            later.iter().filter(|entry| !changes_an_agency(entry)).cloned().collect();
        let mut known = kinds_of(&effective(&later, OnRecord::ALL));
        known.extend(kinds_of(&effective(by_then, OnRecord::ALL)));
        Arc::new(known)
    };
    let first_change = changes.first().copied().unwrap_or(agencies.len());
    let mut versions = vec![(Position(0), at(first_change))];
    versions.extend(changes.iter().map(|index| (agencies[*index].position, at(index + 1))));
    versions
}

fn kinds_of(agencies: &[Effective<'_>]) -> Kinds {
    let standing = agencies.iter().filter(|entry| entry.stands());
    let kinds = standing.filter_map(|entry| {
        let StreamId::Agency(agency) = entry.entry.stream else { return None };
        let Event::Agency(AgencyEvent::AgencyRegistered(it)) = entry.event() else { return None };
        Some((agency, *it.kind.value()?))
    });
    kinds.collect()
}
