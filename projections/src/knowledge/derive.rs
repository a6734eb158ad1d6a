//! The steps that follow from the entries of a case: one pass, in ledger order.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{Channel, ConcernEvent};
use candour_domain::case::information::{Holding, Reader};
use candour_domain::effective::Effective;
use candour_domain::entry::RecordClock;
use candour_domain::envelope::Origin;
use candour_domain::identifier::EntryId;
use candour_domain::meeting::{Attendance, Meeting, PartsAttended, Reliance, Tabled};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{Certainty, When};

use super::knower::{Knower, speaker};
use super::membership::Memberships;
use super::reading::{Bearing, Passed, Passing, Reading, read};
use super::step::{How, Stage, Step};

/// Derives steps; remembers what earlier disclosures passed on.
pub(super) struct Deriver<'m> {
    pub(super) clock: RecordClock,
    pub(super) memberships: &'m Memberships,
    pub(super) steps: Vec<Step>,
    passed: BTreeMap<EntryId, Vec<Passed>>,
}

/// What all the steps of one entry share.
struct Source<'a> {
    entry: &'a Effective<'a>,
    when: When,
}

impl<'m> Deriver<'m> {
    pub(super) fn new(clock: RecordClock, memberships: &'m Memberships) -> Self {
        Self { clock, memberships, steps: Vec::new(), passed: BTreeMap::new() }
    }

    /// Takes in one entry that stands, and answers what it means for knowing.
    pub(super) fn take<'a>(&mut self, entry: &'a Effective<'a>) -> Reading<'a> {
        let reading = read(entry.event());
        let source = Source { entry, when: entry.occurred() };
        if reading.bearing != Bearing::Nothing {
            self.originated(&source);
            for attendee in reading.present {
                self.step(&source, entry.id(), attendee.into(), (Stage::Known, How::Present));
            }
        }
        self.listed(&source, &reading);
        if let Some(meeting) = reading.meeting {
            self.met(&source, meeting);
        }
        self.passed(&source, &reading.passing);
        reading
    }

    fn step(&mut self, source: &Source<'_>, item: EntryId, knower: Knower, to: (Stage, How)) {
        self.step_in(source, Passed::whole(item), knower, to);
    }

    fn step_in(&mut self, source: &Source<'_>, of: Passed, knower: Knower, to: (Stage, How)) {
        let recorded = source.entry.entry.recorded(self.clock);
        let time = source.when.interval().no_later_than(recorded.latest());
        let (stage, how) = to;
        let somebody = knower.practitioner();
        let knower = match how {
            How::Originated | How::SaidIt | How::ToldOthers => knower,
            How::ToldInPerson
            | How::Read
            | How::Present
            | How::ReliedOn
            | How::SentTo
            | How::Received
            | How::Filed
            | How::HandedOver
            | How::SharedRecord
            | How::OpenedIt
            | How::ReachedUnintended => self.memberships.of(knower, time),
        };
        let member = somebody.filter(|_| knower.practitioner().is_none());
        self.steps.push(Step {
            item: of.item,
            knower,
            member,
            stage,
            how,
            extent: of.extent,
            when: source.when,
            time,
            recorded,
            via: source.entry.id(),
            follows: Certainty::Yes,
        });
    }

    /// Whoever saw, heard or decided it knew it then; whoever said it to them knew it too.
    fn originated(&mut self, source: &Source<'_>) {
        let (entry, envelope) = (source.entry, &source.entry.entry.envelope);
        let known = Source { entry, when: entry.known().unwrap_or(source.when) };
        let agency = envelope.by.agency;
        for actor in [Some(&envelope.by), envelope.on_behalf_of.as_ref()].into_iter().flatten() {
            self.step(&known, entry.id(), actor.into(), (Stage::Known, How::Originated));
        }
        let said = match &envelope.source.origin {
            Recorded::Recorded(Origin::ToldBy(who)) => speaker(who, agency),
            Recorded::Recorded(Origin::FirstHand) | Recorded::NotRecorded => None,
        };
        for who in said.into_iter().chain(raised_by(entry)) {
            self.step(source, entry.id(), who, (Stage::Known, How::SaidIt));
        }
    }

    /// Whoever lists an item as author knows it by then; in a decision it was considered.
    fn listed(&mut self, source: &Source<'_>, reading: &Reading<'_>) {
        let author: Knower = (&source.entry.entry.envelope.by).into();
        for item in &reading.listed {
            self.step(source, *item, author.clone(), (Stage::Known, How::ReliedOn));
        }
        let Some(grounds) = reading.grounds else { return };
        let relied = grounds.relied_on.iter().filter_map(|it| match it {
            Reliance::Entry(entry) => Some(*entry),
            Reliance::Statement(_) => None,
        });
        for item in grounds.considered.iter().copied().chain(relied) {
            self.step(source, item, author.clone(), (Stage::Known, How::ReliedOn));
            self.step(source, item, author.clone(), (Stage::Considered, How::ReliedOn));
        }
    }

    /// Whoever was there knows what was on the table in the parts that they attended, and the outcome.
    fn met(&mut self, source: &Source<'_>, meeting: &Meeting) {
        let author: Knower = (&source.entry.entry.envelope.by).into();
        let chair = meeting.chair.value().map(Knower::from);
        for tabled in &meeting.table {
            let of = Passed { item: tabled.item, extent: tabled.extent };
            for knower in [Some(author.clone()), chair.clone()].into_iter().flatten() {
                self.step_in(source, of, knower, (Stage::Known, How::ReliedOn));
            }
            if let Some(by) = tabled.by.value() {
                self.step_in(source, of, by.into(), (Stage::Known, How::ToldOthers));
            }
            for attendance in &meeting.attendance {
                let was_there = attended(attendance, tabled);
                if was_there != Certainty::No {
                    self.step_in(
                        source,
                        of,
                        (&attendance.who).into(),
                        (Stage::Known, How::Present),
                    );
                    if let Some(step) = self.steps.last_mut() {
                        step.follows = was_there;
                    }
                }
            }
        }
        for attendance in &meeting.attendance {
            let item = source.entry.id();
            self.step(source, item, (&attendance.who).into(), (Stage::Known, How::Present));
        }
    }

    fn passed(&mut self, source: &Source<'_>, passing: &Passing<'_>) {
        match passing {
            Passing::Nothing
            | Passing::NotShared { .. }
            | Passing::Asked { .. }
            | Passing::Answered { .. } => {}
            Passing::Sent { items, to, channel } => self.sent(source, items, to, *channel),
            Passing::Received { of, items, by, how } => {
                let how = match how {
                    Recorded::Recorded(Holding::Filed) => How::Filed,
                    Recorded::Recorded(Holding::HandedOver) => How::HandedOver,
                    Recorded::Recorded(Holding::SharedRecord) => How::SharedRecord,
                    Recorded::Recorded(Holding::Arrived) | Recorded::NotRecorded => How::Received,
                };
                self.arrived(source, (*of, items), &(*by).into(), (Stage::Held, how));
            }
            Passing::Opened { of, items, reader } => {
                let to = (Stage::Opened, How::OpenedIt);
                self.arrived(source, (*of, items), &by_reader(reader), to);
            }
            Passing::Read { of, items, reader } => {
                self.arrived(source, (*of, items), &by_reader(reader), (Stage::Known, How::Read));
            }
            Passing::Unintended { of, items, who } => {
                let agency = source.entry.entry.envelope.by.agency;
                if let Some(who) = speaker(who, agency) {
                    let to = (Stage::Held, How::ReachedUnintended);
                    self.arrived(source, (*of, items), &who, to);
                }
            }
            Passing::HandedOver { to, agency, items } => {
                let knower = Knower::Practitioner { practitioner: *to, agency: *agency };
                for of in items {
                    self.step_in(source, *of, knower.clone(), (Stage::Held, How::HandedOver));
                }
            }
        }
    }

    /// Whoever tells knew by then. Whoever is told in person knows; to anyone else it is only sent.
    fn sent(
        &mut self,
        source: &Source<'_>,
        items: &[Passed],
        to: &[&candour_domain::party::Recipient],
        channel: Recorded<Channel>,
    ) {
        let envelope = &source.entry.entry.envelope;
        let own = Passed::whole(source.entry.id());
        let own = (read(source.entry.event()).bearing != Bearing::Nothing).then_some(own);
        let all: Vec<Passed> = items.iter().copied().chain(own).collect();
        for of in items {
            let teller = (&envelope.by).into();
            self.step(source, of.item, teller, (Stage::Known, How::ToldOthers));
        }
        for recipient in to {
            let knower = Knower::from(*recipient);
            let in_person = knower.is_somebody() && in_person(channel);
            for of in &all {
                self.step_in(source, *of, knower.clone(), (Stage::Sent, How::SentTo));
                if in_person {
                    self.step_in(source, *of, knower.clone(), (Stage::Known, How::ToldInPerson));
                }
            }
        }
        self.passed.insert(source.entry.id(), all);
    }

    /// What arrived, was opened or read: what the entry lists, and what the disclosure passed on,
    /// with the extent that either gives.
    fn arrived(
        &mut self,
        source: &Source<'_>,
        (of, items): (Antecedent, &[Passed]),
        knower: &Knower,
        to: (Stage, How),
    ) {
        let sent = of.entry().and_then(|it| self.passed.get(&it)).cloned().unwrap_or_default();
        let listed: Vec<Passed> = if items.is_empty() { sent.clone() } else { items.to_vec() };
        for mut item in listed {
            if item.extent == Recorded::NotRecorded {
                let sent = sent.iter().find(|it| it.item == item.item);
                item.extent = sent.map_or(Recorded::NotRecorded, |it| it.extent);
            }
            self.step_in(source, item, knower.clone(), to);
        }
    }
}

fn raised_by(entry: &Effective<'_>) -> Option<Knower> {
    let agency = entry.entry.envelope.by.agency;
    match entry.event().case() {
        Some(CaseEvent::Concern(ConcernEvent::ConcernRaised(it))) => {
            it.raised_by.value().and_then(|who| speaker(who, agency))
        }
        Some(_) | None => None,
    }
}

fn by_reader(reader: &Reader) -> Knower {
    match reader {
        Reader::Named(recipient) => recipient.into(),
        Reader::NotNamed(agency) => Knower::Agency(*agency),
    }
}

/// Whether whoever is told by this channel is told in person.
pub(crate) fn in_person(channel: Recorded<Channel>) -> bool {
    match channel {
        Recorded::Recorded(
            Channel::InPerson | Channel::Telephone | Channel::Video | Channel::Meeting,
        ) => true,
        Recorded::Recorded(
            Channel::Letter
            | Channel::Email
            | Channel::SecurePortal
            | Channel::SharedRecord
            | Channel::Notification,
        )
        | Recorded::NotRecorded => false,
    }
}

/// Whether somebody was there when an item was on the table.
pub(crate) fn attended(attendance: &Attendance, tabled: &Tabled) -> Certainty {
    let partly = attendance.from.is_some() || attendance.until.is_some();
    match (&attendance.parts, tabled.part) {
        (PartsAttended::Only(parts), Recorded::Recorded(part)) if !parts.contains(&part) => {
            Certainty::No
        }
        _ if partly => Certainty::NotCertain,
        (PartsAttended::All, _) | (PartsAttended::Only(_), Recorded::Recorded(_)) => Certainty::Yes,
        (PartsAttended::Only(_), Recorded::NotRecorded) | (PartsAttended::NotRecorded, _) => {
            Certainty::NotCertain
        }
    }
}
