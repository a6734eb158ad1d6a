//! Information sharing: the facts of a case, whose record each is and since when it was known; to
//! which other agencies each was told, and when they held it; what was asked and what was replied.
//!
//! It reads what the algebra of knowing reads, for agencies alone: an agency was told of an item when
//! it certainly held it, knew it, or relied on it. What is not certain does not count. What a member
//! of a multi-agency team learns counts here for the agency that they act for; whom the team tells
//! then, only a case's own answers say.
//!
//! A delay is counted in calendar days from when the agency first knew to when the other held it. It
//! says nothing of whether it should have been shared.
//!
//! # Rules
//! - `agencies_were_told_as_the_answers_for_a_case_say`: of which item, when, and when it was sent.
//! - `an_item_is_known_from_when_its_agency_first_knew`: and told when another certainly held it.
//! - `a_receipt_that_lists_nothing_is_of_what_was_disclosed`: as the disclosure stands.
//! - `what_was_sent_and_not_received_is_not_told`: it is sent, and no receipt is on record.
//! - `what_answers_a_request_was_told_on_request`: the row names the request.
//! - `a_decision_not_to_share_stands_beside_the_item`: with the agency that it was not shared with.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::Reliance;
use candour_domain::time::Interval;

use super::super::model::{Group, Model, Named, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, place, recorded, time};
use super::reached::{Passes, Reached, reached};
use super::requests::{INFORMATION_REQUEST, reply, request};
use crate::knowledge::{Bearing, Passing, Reading, Stage, read};

/// Facts, and to whom they were told.
pub(in super::super) struct Sharing;

pub(crate) static ITEM: Table = Table {
    name: "item",
    view: "items",
    about: "A fact of a case, from when the agency whose record it is first knew it.",
    columns: &[
        column("agency", Kind::Identity, "The agency whose record it is."),
        column("kind", Kind::Code, "The stored name of what it is."),
        column("sent_at", Kind::Moment, "When it was first sent to another agency."),
        column("told_at", Kind::Moment, "When another agency first certainly held or knew it."),
        column(
            "told_after_days",
            Kind::Number,
            "Calendar days from the one to the other; none while no other agency was told.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "agency",
            "kind",
            "sent_at",
            "told_at",
            "told_after_days",
        ],
        left_out: None,
    }),
    indexes: &[],
};

pub(crate) static ITEM_TOLD: Table = Table {
    name: "item_told",
    view: "items_told",
    about: "That a fact was sent or told to another agency, or that it was decided not to share it.",
    columns: &[
        column("from_agency", Kind::Identity, "The agency whose record it is."),
        column("to_agency", Kind::Identity, "The other agency."),
        column("kind", Kind::Code, "The stored name of what it is."),
        column("known_at", Kind::Moment, "When the agency whose record it is first knew it."),
        column("sent_at", Kind::Moment, "When it was first sent to the other."),
        column("told_at", Kind::Moment, "When the other first certainly held or knew it."),
        column("told_after_days", Kind::Number, "Calendar days from known to told."),
        column("told_entry", Kind::Entry, "The entry by which it was held or known."),
        column("how", Kind::Code, "How it came to be held or known."),
        column("extent", Kind::Code, "How much of it: existence, gist, part or whole."),
        column("request_entry", Kind::Entry, "The request that telling it answered."),
        column(
            "not_shared_entry",
            Kind::Entry,
            "The first decision not to share it with the other.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "from_agency",
            "to_agency",
            "told_at",
            "told_after_days",
            "request_entry",
        ],
        left_out: None,
    }),
    indexes: &[],
};

impl Model for Sharing {
    fn name(&self) -> &'static str {
        "sharing"
    }

    fn version(&self) -> u32 {
        3
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 3] = [&ITEM, &ITEM_TOLD, &INFORMATION_REQUEST];
        &TABLES
    }

    fn looks_through(&self) -> bool {
        true
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let Event::Case(event) = entry.event() else { return };
        let reading = read(entry.event());
        let mut bears_on = |id: EntryId| groups.push(Group::Entry(id));
        if reading.bearing == Bearing::Fact || is_request(&reading.passing) {
            bears_on(entry.id());
        }
        named(&reading).for_each(&mut bears_on);
        passed(&reading.passing).for_each(&mut bears_on);
        reply(event).and_then(|(request, _)| request.entry()).into_iter().for_each(bears_on);
    }

    fn groups_through(&self, entry: &Effective<'_>, others: &Named<'_>, groups: &mut Vec<Group>) {
        if let Event::Case(CaseEvent::Information(_)) = entry.event()
            && let Some(disclosure) = unlisted(&read(entry.event()).passing)
            && let Some(disclosure) = others.entry(disclosure)
        {
            let reading = read(disclosure.event());
            let own = (reading.bearing == Bearing::Fact).then(|| disclosure.id());
            let listed = if let Passing::Sent { items, .. } = &reading.passing {
                items.iter().map(|item| item.item).collect()
            } else {
                Vec::new()
            };
            groups.extend(listed.into_iter().chain(own).map(Group::Entry));
        }
    }

    fn rows(
        &self,
        group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let Group::Entry(id) = group else { return };
        let Some(own) = entries.iter().find(|entry| entry.id() == id) else { return };
        let reading = read(own.event());
        if reading.bearing == Bearing::Fact {
            item(own, entries, scene, rows);
        }
        if let Passing::Asked { of } = reading.passing {
            request(own, (of.agency(), entries), rows);
        }
    }
}

fn is_request(passing: &Passing<'_>) -> bool {
    matches!(passing, Passing::Asked { .. })
}

/// The entries that an author lists, relies on or finds on the table.
fn named(reading: &Reading<'_>) -> impl Iterator<Item = EntryId> {
    let grounds = reading.grounds.into_iter();
    let considered = grounds.clone().flat_map(|it| it.considered.iter().copied());
    let relied = grounds.flat_map(|it| &it.relied_on).filter_map(|it| match it {
        Reliance::Entry(entry) => Some(*entry),
        Reliance::Statement(_) => None,
    });
    let tabled = reading.meeting.into_iter().flat_map(|it| &it.table).map(|it| it.item);
    reading.listed.iter().copied().chain(considered).chain(relied).chain(tabled)
}

/// The entries that are passed on, received, opened, read, handed over or not shared.
fn passed(passing: &Passing<'_>) -> impl Iterator<Item = EntryId> {
    let (items, not_shared) = match passing {
        Passing::Sent { items, .. }
        | Passing::Received { items, .. }
        | Passing::Opened { items, .. }
        | Passing::Read { items, .. }
        | Passing::Unintended { items, .. }
        | Passing::HandedOver { items, .. } => (&items[..], &[][..]),
        Passing::NotShared { items, .. } => (&[][..], *items),
        Passing::Nothing | Passing::Asked { .. } | Passing::Answered { .. } => (&[][..], &[][..]),
    };
    items.iter().map(|it| it.item).chain(not_shared.iter().copied())
}

/// The disclosure whose items a receipt that lists none is of.
fn unlisted(passing: &Passing<'_>) -> Option<EntryId> {
    match passing {
        Passing::Received { of, items, .. }
        | Passing::Opened { of, items, .. }
        | Passing::Read { of, items, .. }
        | Passing::Unintended { of, items, .. } => of.entry().filter(|_| items.is_empty()),
        Passing::Nothing
        | Passing::Sent { .. }
        | Passing::HandedOver { .. }
        | Passing::NotShared { .. }
        | Passing::Asked { .. }
        | Passing::Answered { .. } => None,
    }
}

/// What is on record of an item and one other agency.
#[derive(Default)]
struct Told {
    sent: Option<Interval>,
    held: Option<Reached>,
    request: Option<EntryId>,
    /// The request that was answered by what was sent first.
    sent_on: Option<EntryId>,
    not_shared: Option<(Interval, EntryId)>,
}

fn item(own: &Effective<'_>, entries: &[Effective<'_>], scene: &Scene<'_>, rows: &mut Vec<Row>) {
    let from = own.entry.envelope.by.agency;
    let known = time(own, own.known().unwrap_or(own.occurred()));
    let agencies = agencies(own, entries, from);
    let days = |told: Interval| (told.last_day() - known.last_day()).num_days().max(0);
    let first = |moment: fn(&Told) -> Option<Interval>| {
        agencies.values().filter_map(moment).min_by_key(|time| time.latest())
    };
    let (sent, told) = (first(|it| it.sent), first(|it| it.held.map(|told| told.time)));
    let moment = |time: Option<Interval>| Cell::or_nothing(time, |it| Cell::Moment(it.latest()));
    let number = |time: Option<Interval>| Cell::or_nothing(time, |it| Cell::Number(days(it)));
    let kind = Cell::Code(candour_schemas::type_name(own.event()));
    rows.push(Row {
        table: &ITEM,
        entry: own.entry.position,
        true_from: known.latest(),
        true_until: None,
        cells: vec![
            Cell::Identity(StreamId::Agency(from)),
            kind.clone(),
            moment(sent),
            moment(told),
            number(told),
        ],
    });
    for (to, it) in &agencies {
        let reached = it.held.as_ref();
        let not_shared = it.not_shared.map(|(time, _)| time);
        let told = reached.map(|told| told.time);
        let first = [it.sent, told, not_shared].into_iter().flatten().map(Interval::latest).min();
        rows.push(Row {
            table: &ITEM_TOLD,
            entry: own.entry.position,
            true_from: first.unwrap_or(known.latest()),
            true_until: None,
            cells: vec![
                Cell::Identity(StreamId::Agency(from)),
                Cell::Identity(StreamId::Agency(*to)),
                kind.clone(),
                Cell::Moment(known.latest()),
                moment(it.sent),
                moment(told),
                number(told),
                Cell::or_nothing(reached, |told| place(scene, told.via)),
                Cell::or_nothing(reached, |told| code(&told.how)),
                Cell::or_nothing(reached, |told| recorded(&told.extent)),
                Cell::or_nothing(it.request, |request| place(scene, request)),
                Cell::or_nothing(it.not_shared, |(_, entry)| place(scene, entry)),
            ],
        });
    }
}

/// What is on record of an item and each other agency.
fn agencies(
    own: &Effective<'_>,
    entries: &[Effective<'_>],
    from: AgencyId,
) -> BTreeMap<AgencyId, Told> {
    let mut agencies: BTreeMap<AgencyId, Told> = BTreeMap::new();
    let mut passes = Passes::of(own.id());
    for entry in entries {
        let time = time(entry, entry.occurred());
        let reading = read(entry.event());
        if let Passing::NotShared { items, with } = &reading.passing
            && let Some(with) = with.agency()
            && items.contains(&own.id())
        {
            let told = agencies.entry(with).or_default();
            if told.not_shared.is_none_or(|(first, _)| time.latest() < first.latest()) {
                told.not_shared = Some((time, entry.id()));
            }
        }
        for reached in reached(entry, &reading, time, &mut passes) {
            if reached.agency != from {
                agencies.entry(reached.agency).or_default().take(reached, &passes);
            }
        }
    }
    agencies
}

impl Told {
    fn take(&mut self, reached: Reached, passes: &Passes) {
        if reached.stage == Stage::Sent {
            if self.sent.is_none_or(|sent| reached.time.latest() < sent.latest()) {
                self.sent = Some(reached.time);
                self.sent_on = passes.request_of(reached.by_way_of);
            }
        } else if self.held.is_none_or(|told| reached.order() < told.order()) {
            self.held = Some(reached);
        }
        // That of the telling; where that is not by what was sent, as when it was relied on, of what was
        // sent.
        let told_on = self.held.as_ref().and_then(|held| passes.request_of(held.by_way_of));
        self.request = told_on.or(self.sent_on);
    }
}
