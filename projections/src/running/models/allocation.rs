//! Who is allocated to each case, in which role; who leads it; and the caseload: allocations while the
//! case is open. It says nothing of how much work a case is.
//!
//! # Rules
//! - `an_allocation_lasts_until_the_same_one_stands_down`: from that role; being allocated again in
//!   the same role begins another.
//! - `a_case_is_led_by_its_lead_child_protection_practitioner`: otherwise by its social worker,
//!   otherwise by its family help lead practitioner; of two in one role, the one allocated last.
//! - `a_closed_case_is_in_no_caseload`: until it is opened again.

use std::collections::BTreeSet;

use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::{
    AllocationEvent, PractitionerAllocated, PractitionerStoodDown, Role,
};
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::{Position, StreamId};
use candour_domain::event::Event;
use candour_domain::recorded::Recorded;
use chrono::{DateTime, Utc};

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, latest, recorded};
use crate::shape::in_order_of_latest;

/// Who is allocated to each case.
pub(in super::super) struct Allocation;

static ALLOCATION: Table = Table {
    name: "allocation",
    view: "allocations",
    about: "That a practitioner is allocated to a case in a role, until they stand down.",
    columns: &[
        column("practitioner", Kind::Identity, "Who."),
        column("agency", Kind::Identity, "For which agency."),
        column("role", Kind::Code, "In which role."),
        column("post", Kind::Text, "In which post, where that is recorded."),
        column("ended_reason", Kind::Code, "Why it ended, by its official code."),
        column("ended_entry", Kind::Entry, "The entry by which it ended."),
    ],
    packed: None,
    indexes: &[],
};

pub(crate) static CASELOAD: Table = Table {
    name: "caseload",
    view: "caseloads",
    about: "That a practitioner is allocated to an open case in a role.",
    columns: &[
        column("practitioner", Kind::Identity, "Who."),
        column("role", Kind::Code, "In which role."),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "practitioner",
            "role",
        ],
        left_out: None,
    }),
    indexes: &[&["practitioner", "role", "recorded_until", "true_from", "true_until", "entry"]],
};

pub(crate) static CASE_LEAD: Table = Table {
    name: "case_lead",
    view: "case_leads",
    about: "That a practitioner leads a case, by the role in which they are allocated.",
    columns: &[
        column("practitioner", Kind::Identity, "Who."),
        column("agency", Kind::Identity, "For which agency."),
        column("role", Kind::Code, "The role."),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "practitioner",
            "agency",
        ],
        left_out: None,
    }),
    indexes: &[&["practitioner", "recorded_until", "true_from", "true_until"]],
};

impl Model for Allocation {
    fn name(&self) -> &'static str {
        "allocation"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 3] = [&ALLOCATION, &CASELOAD, &CASE_LEAD];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if of_a_practitioner(entry).is_some() || opens_or_closes(entry).is_some() {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let spans = spans(entries);
        rows.extend(spans.iter().map(Span::row));
        let open = open(entries);
        rows.extend(spans.iter().flat_map(|span| span.while_open(&open)));
        rows.extend(leads(&spans));
    }
}

/// What an entry says of the allocation of a practitioner.
enum Said<'a> {
    Allocated(&'a PractitionerAllocated),
    StoodDown(&'a PractitionerStoodDown),
}

fn of_a_practitioner<'a>(entry: &Effective<'a>) -> Option<Said<'a>> {
    let Event::Case(CaseEvent::Allocation(event)) = entry.event() else { return None };
    match event {
        AllocationEvent::PractitionerAllocated(it) => Some(Said::Allocated(it)),
        AllocationEvent::PractitionerStoodDown(it) => Some(Said::StoodDown(it)),
        AllocationEvent::AgencyInvolved(_) | AllocationEvent::AgencyStoodDown(_) => None,
    }
}

/// Whether an entry opens the case, or closes it.
fn opens_or_closes(entry: &Effective<'_>) -> Option<bool> {
    let Event::Case(CaseEvent::Opening(event)) = entry.event() else { return None };
    match event {
        OpeningEvent::CaseOpened(_) | OpeningEvent::CaseReopened(_) => Some(true),
        OpeningEvent::CaseClosed(_) => Some(false),
        OpeningEvent::ChildJoinedCase(_)
        | OpeningEvent::ChildLeftCase(_)
        | OpeningEvent::PersonJoinedCase(_)
        | OpeningEvent::CaseTransferred(_) => None,
    }
}

/// The times in which the case was open, each with its end. Before anything says otherwise, it was.
fn open(entries: &[Effective<'_>]) -> Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let mut entries = entries.to_vec();
    in_order_of_latest(&mut entries);
    let mut open = vec![(DateTime::<Utc>::MIN_UTC, None)];
    for entry in &entries {
        let (opens, at) = (opens_or_closes(entry), latest(entry));
        match (opens, open.last_mut()) {
            (Some(false), Some((_, until @ None))) => *until = Some(at),
            (Some(true), Some((_, Some(_)))) => open.push((at, None)),
            (Some(_) | None, _) => {}
        }
    }
    open
}

/// An allocation, and when it ended.
struct Span<'a> {
    it: &'a PractitionerAllocated,
    entry: Position,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    ended: Option<(Position, Cell)>,
}

fn spans<'a>(entries: &[Effective<'a>]) -> Vec<Span<'a>> {
    let mut entries = entries.to_vec();
    in_order_of_latest(&mut entries);
    let mut spans: Vec<Span<'a>> = Vec::new();
    for entry in &entries {
        let Some(said) = of_a_practitioner(entry) else { continue };
        let (practitioner, role, reason) = match said {
            Said::Allocated(it) => (it.practitioner, it.role, Cell::Nothing),
            Said::StoodDown(it) => (it.practitioner, it.role, recorded(&it.reason)),
        };
        let position = entry.entry.position;
        for span in &mut spans {
            if span.until.is_none() && (span.it.practitioner, span.it.role) == (practitioner, role)
            {
                span.until = Some(latest(entry));
                span.ended = Some((position, reason.clone()));
            }
        }
        if let Said::Allocated(it) = said {
            let from = latest(entry);
            spans.push(Span { it, entry: position, from, until: None, ended: None });
        }
    }
    spans
}

impl Span<'_> {
    fn row(&self) -> Row {
        let (ended_by, reason) = match &self.ended {
            Some((entry, reason)) => (Cell::Entry(*entry), reason.clone()),
            None => (Cell::Nothing, Cell::Nothing),
        };
        let post = match &self.it.post {
            Recorded::Recorded(post) => Cell::Text(post.to_string()),
            Recorded::NotRecorded => Cell::Nothing,
        };
        Row {
            table: &ALLOCATION,
            entry: self.entry,
            true_from: self.from,
            true_until: self.until,
            cells: vec![
                Cell::Identity(StreamId::Practitioner(self.it.practitioner)),
                Cell::Identity(StreamId::Agency(self.it.agency)),
                code(&self.it.role),
                post,
                reason,
                ended_by,
            ],
        }
    }

    /// The parts of it in which the case was open.
    fn while_open(&self, open: &[(DateTime<Utc>, Option<DateTime<Utc>>)]) -> Vec<Row> {
        let part = |(from, until): &(DateTime<Utc>, Option<DateTime<Utc>>)| {
            let true_from = self.from.max(*from);
            let true_until = [self.until, *until].into_iter().flatten().min();
            if true_until.is_some_and(|until| until <= true_from) {
                return None;
            }
            let practitioner = StreamId::Practitioner(self.it.practitioner);
            let cells = vec![Cell::Identity(practitioner), code(&self.it.role)];
            Some(Row { table: &CASELOAD, entry: self.entry, true_from, true_until, cells })
        };
        open.iter().filter_map(part).collect()
    }

    fn stands(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| until > at)
    }
}

/// In which order roles lead a case; none does not.
fn leading(role: Role) -> Option<u8> {
    match role {
        Role::LeadChildProtectionPractitioner => Some(0),
        Role::SocialWorker => Some(1),
        Role::FamilyHelpLeadPractitioner => Some(2),
        Role::PracticeSupervisor
        | Role::IndependentReviewingOfficer
        | Role::FamilyGroupCoordinator
        | Role::Advocate
        | Role::NamedProfessional
        | Role::Other => None,
    }
}

/// Who leads the case, from each moment at which that changes.
fn leads(spans: &[Span<'_>]) -> Vec<Row> {
    let leading_spans: Vec<_> =
        spans.iter().filter_map(|span| Some((leading(span.it.role)?, span))).collect();
    let moments = leading_spans.iter().flat_map(|(_, span)| [Some(span.from), span.until]);
    let moments: BTreeSet<DateTime<Utc>> = moments.flatten().collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut last: Option<Position> = None;
    for moment in moments {
        let standing = leading_spans.iter().filter(|(_, span)| span.stands(moment));
        // Of those in one role the later comes later, and is taken.
        let lead = standing.rev().min_by_key(|(place, _)| *place).map(|(_, span)| *span);
        if lead.map(|span| span.entry) == last {
            continue;
        }
        if let (Some(_), Some(row)) = (last, rows.last_mut()) {
            row.true_until = Some(moment);
        }
        last = lead.map(|span| span.entry);
        rows.extend(lead.map(|span| Row {
            table: &CASE_LEAD,
            entry: span.entry,
            true_from: moment,
            true_until: None,
            cells: vec![
                Cell::Identity(StreamId::Practitioner(span.it.practitioner)),
                Cell::Identity(StreamId::Agency(span.it.agency)),
                code(&span.it.role),
            ],
        }));
    }
    rows
}
