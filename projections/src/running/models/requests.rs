//! Requests for information: what was asked of whom, and what was replied. A request without a reply
//! has none on record, which is not the same as nothing known.
//!
//! # Rules
//! - `a_request_has_no_reply_until_one_is_on_record`: nothing known and refused are replies.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::identifier::AgencyId;
use candour_domain::recorded::Antecedent;
use chrono::{DateTime, Utc};

use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{day, time};
use crate::case_view::case_event;

pub(crate) static INFORMATION_REQUEST: Table = Table {
    name: "information_request",
    view: "information_requests",
    about: "A request for information, as it stood: without a reply, and then with the last one.",
    columns: &[
        column("by_agency", Kind::Identity, "The agency that asked."),
        column("of_agency", Kind::Identity, "The agency that was asked, where one was."),
        column("asked_at", Kind::Moment, "When."),
        column("due", Kind::Day, "By when an answer was asked for."),
        column("reply", Kind::Code, "none, supplied, nothing_known or refused."),
        column("replied_at", Kind::Moment, "When that was replied."),
        column("reply_entry", Kind::Entry, "The reply."),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "by_agency",
            "of_agency",
            "asked_at",
            "reply",
        ],
        left_out: None,
    }),
    indexes: &[],
};

/// The request that an event replies to, and how.
pub(super) fn reply(event: &CaseEvent) -> Option<(Antecedent, &'static str)> {
    let CaseEvent::Information(event) = event else { return None };
    match event {
        InformationEvent::InformationSupplied(it) => Some((it.request, "supplied")),
        InformationEvent::InformationDisclosed(it) => it.request.map(|named| (named, "supplied")),
        InformationEvent::NothingKnownReplied(it) => Some((it.request, "nothing_known")),
        InformationEvent::InformationRefused(it) => Some((it.request, "refused")),
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => None,
    }
}

/// The rows of a request: without a reply until the first, and then with each until the next.
pub(super) fn request(
    own: &Effective<'_>,
    (of, entries): (Option<AgencyId>, &[Effective<'_>]),
    rows: &mut Vec<Row>,
) {
    let latest = |entry: &Effective<'_>| time(entry, entry.occurred()).latest();
    let asked = latest(own);
    let due = match case_event(own) {
        Some(CaseEvent::Information(InformationEvent::InformationRequested(it))) => it.due,
        Some(_) | None => None,
    };
    let mut replies: Vec<(DateTime<Utc>, &Effective<'_>, &'static str)> = Vec::new();
    for entry in entries {
        let Some((named, kind)) = case_event(entry).and_then(reply) else { continue };
        if named.entry() == Some(own.id()) {
            replies.push((latest(entry).max(asked), entry, kind));
        }
    }
    replies.sort_by_key(|(moment, entry, _)| (*moment, entry.entry.position));
    let state = |from, until, reply, cells: [Cell; 2]| {
        let [replied_at, reply_entry] = cells;
        Row {
            table: &INFORMATION_REQUEST,
            entry: own.entry.position,
            true_from: from,
            true_until: until,
            cells: vec![
                Cell::Identity(StreamId::Agency(own.entry.envelope.by.agency)),
                Cell::or_nothing(of, |of| Cell::Identity(StreamId::Agency(of))),
                Cell::Moment(asked),
                day(due),
                Cell::Code(reply),
                replied_at,
                reply_entry,
            ],
        }
    };
    let first = replies.first().map(|(moment, ..)| *moment);
    rows.push(state(asked, first, "none", [Cell::Nothing, Cell::Nothing]));
    for (index, (moment, entry, kind)) in replies.iter().enumerate() {
        let next = replies.get(index + 1).map(|(moment, ..)| *moment);
        let by = [Cell::Moment(*moment), Cell::Entry(entry.entry.position)];
        rows.push(state(*moment, next, kind, by));
    }
}
