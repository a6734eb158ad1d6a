//! The steps that follow from the entries of a case: one pass, in ledger order.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{Channel, ConcernEvent};
use candour_domain::case::information::{Holding, Reader};
use candour_domain::effective::Effective;
use candour_domain::entry::Entry;
use candour_domain::envelope::Origin;
use candour_domain::meeting::{Attendance, Extent, Meeting, PartsAttended, Reliance, Tabled};
use candour_domain::party::Recipient;
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{Certainty, Interval, When};

use super::Mark;
use super::knower::{Knower, speaker};
use super::membership::Memberships;
use super::party::Parties;
use super::places::{Place, Places};
use super::reading::{Bearing, Passed, Passing, Reading};
use super::step::{How, Stage, Step};

/// Derives steps; remembers what earlier disclosures passed on.
pub(super) struct Deriver<'m, 'a> {
    memberships: &'m Memberships,
    places: &'m Places,
    pub(super) parties: Parties,
    pub(super) steps: Vec<Step<'a>>,
    passed: BTreeMap<Place, Vec<Passed>>,
}

/// What all the steps of one entry share.
#[derive(Clone, Copy)]
struct Source<'s, 'a> {
    entry: &'s Effective<'a>,
    place: Place,
    when: When,
    time: Interval,
}

impl<'m, 'a> Deriver<'m, 'a> {
    pub(super) fn new(memberships: &'m Memberships, places: &'m Places) -> Self {
        let (parties, passed) = (Parties::default(), BTreeMap::new());
        Self { memberships, places, parties, steps: Vec::new(), passed }
    }

    /// Takes in one entry that stands, and what it means for knowing.
    pub(super) fn take(
        &mut self,
        entry: &Effective<'a>,
        (place, mark): (Place, Mark),
        reading: &Reading<'a>,
    ) {
        let source = Source { entry, place, when: entry.occurred(), time: mark.happened };
        if reading.bearing != Bearing::Nothing {
            self.originated(&source, mark);
            for attendee in reading.present {
                self.step(&source, place, attendee.into(), (Stage::Known, How::Present));
            }
        }
        self.listed(&source, reading);
        if let Some(meeting) = reading.meeting {
            self.met(&source, meeting);
        }
        self.passed(&source, reading);
    }

    /// Whoever corrects an item knows the new wording from then; nobody else does by that.
    pub(super) fn corrected(&mut self, item: Place, (by, via): (&'a Entry, Place), mark: Mark) {
        let knower = Knower::from(&by.envelope.by);
        self.steps.push(Step {
            item,
            knower,
            party: self.parties.of(knower),
            member: None,
            stage: Stage::Known,
            how: How::Originated,
            extent: Recorded::NotRecorded,
            when: by.envelope.occurred,
            time: mark.happened,
            via,
            follows: Certainty::Yes,
        });
    }

    /// Whoever opened an entry alone has opened it, and nothing more is said of them by that.
    pub(super) fn opened(&mut self, item: Place, by: &Effective<'a>, (place, mark): (Place, Mark)) {
        let source = Source { entry: by, place, when: by.occurred(), time: mark.happened };
        let knower = Knower::from(&by.entry.envelope.by);
        if knower.is_somebody() {
            self.step(&source, item, knower, (Stage::Opened, How::OpenedIt));
        }
    }

    fn step(&mut self, source: &Source<'_, 'a>, item: Place, knower: Knower<'a>, to: (Stage, How)) {
        self.step_in(source, (item, Recorded::NotRecorded), knower, to);
    }

    fn step_in(
        &mut self,
        source: &Source<'_, 'a>,
        (item, extent): (Place, Recorded<Extent>),
        knower: Knower<'a>,
        (stage, how): (Stage, How),
    ) {
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
            | How::ReachedUnintended => self.memberships.of(knower, source.time),
        };
        let member = somebody.filter(|_| knower.practitioner().is_none());
        self.steps.push(Step {
            item,
            knower,
            party: self.parties.of(knower),
            member,
            stage,
            how,
            extent,
            when: source.when,
            time: source.time,
            via: source.place,
            follows: Certainty::Yes,
        });
    }

    /// The place of an item that was passed on, and how much of it.
    fn of(&self, passed: Passed) -> (Place, Recorded<Extent>) {
        (self.places.place(passed.item), passed.extent)
    }

    /// Whoever saw, heard or decided it knew it then; whoever said it to them knew it too.
    fn originated(&mut self, source: &Source<'_, 'a>, mark: Mark) {
        let (entry, envelope) = (source.entry, &source.entry.entry.envelope);
        let known = entry.known().map_or(*source, |when| {
            let time = when.interval().no_later_than(mark.recorded.latest());
            Source { when, time, ..*source }
        });
        let agency = envelope.by.agency;
        for actor in [Some(&envelope.by), envelope.on_behalf_of.as_ref()].into_iter().flatten() {
            self.step(&known, source.place, actor.into(), (Stage::Known, How::Originated));
        }
        let said = match &envelope.source.origin {
            Recorded::Recorded(Origin::ToldBy(who)) => speaker(who, agency),
            Recorded::Recorded(Origin::FirstHand) | Recorded::NotRecorded => None,
        };
        for who in said.into_iter().chain(raised_by(entry)) {
            self.step(source, source.place, who, (Stage::Known, How::SaidIt));
        }
    }

    /// Whoever lists an item as author knows it by then; in a decision it was considered.
    fn listed(&mut self, source: &Source<'_, 'a>, reading: &Reading<'a>) {
        let author = Knower::from(&source.entry.entry.envelope.by);
        for item in &reading.listed {
            let item = self.places.place(*item);
            self.step(source, item, author, (Stage::Known, How::ReliedOn));
        }
        let Some(grounds) = reading.grounds else { return };
        let relied = grounds.relied_on.iter().filter_map(|it| match it {
            Reliance::Entry(entry) => Some(*entry),
            Reliance::Statement(_) => None,
        });
        for item in grounds.considered.iter().copied().chain(relied) {
            let item = self.places.place(item);
            self.step(source, item, author, (Stage::Known, How::ReliedOn));
            self.step(source, item, author, (Stage::Considered, How::ReliedOn));
        }
    }

    /// Whoever was there knows what was on the table in the parts that they attended, and the outcome.
    fn met(&mut self, source: &Source<'_, 'a>, meeting: &'a Meeting) {
        let author = Knower::from(&source.entry.entry.envelope.by);
        let chair = meeting.chair.value().map(Knower::from);
        for tabled in &meeting.table {
            let of = (self.places.place(tabled.item), tabled.extent);
            for knower in [Some(author), chair].into_iter().flatten() {
                self.step_in(source, of, knower, (Stage::Known, How::ReliedOn));
            }
            if let Some(by) = tabled.by.value() {
                self.step_in(source, of, by.into(), (Stage::Known, How::ToldOthers));
            }
            for attendance in &meeting.attendance {
                let was_there = attended(attendance, tabled);
                if was_there != Certainty::No {
                    let who = Knower::from(&attendance.who);
                    self.step_in(source, of, who, (Stage::Known, How::Present));
                    if let Some(step) = self.steps.last_mut() {
                        step.follows = was_there;
                    }
                }
            }
        }
        for attendance in &meeting.attendance {
            let who = Knower::from(&attendance.who);
            self.step(source, source.place, who, (Stage::Known, How::Present));
        }
    }

    fn passed(&mut self, source: &Source<'_, 'a>, reading: &Reading<'a>) {
        match &reading.passing {
            Passing::Nothing
            | Passing::NotShared { .. }
            | Passing::Asked { .. }
            | Passing::Answered { .. } => {}
            Passing::Sent { items, to, channel } => {
                let own = Passed::whole(source.entry.id());
                let own = (reading.bearing != Bearing::Nothing).then_some(own);
                self.sent(source, (items, own), to, *channel);
            }
            Passing::Received { of, items, by, how } => {
                let how = match how {
                    Recorded::Recorded(Holding::Filed) => How::Filed,
                    Recorded::Recorded(Holding::HandedOver) => How::HandedOver,
                    Recorded::Recorded(Holding::SharedRecord) => How::SharedRecord,
                    Recorded::Recorded(Holding::Arrived) | Recorded::NotRecorded => How::Received,
                };
                self.arrived(source, (*of, items), (*by).into(), (Stage::Held, how));
            }
            Passing::Opened { of, items, reader } => {
                let to = (Stage::Opened, How::OpenedIt);
                self.arrived(source, (*of, items), by_reader(reader), to);
            }
            Passing::Read { of, items, reader } => {
                self.arrived(source, (*of, items), by_reader(reader), (Stage::Known, How::Read));
            }
            Passing::Unintended { of, items, who } => {
                let agency = source.entry.entry.envelope.by.agency;
                if let Some(who) = speaker(who, agency) {
                    let to = (Stage::Held, How::ReachedUnintended);
                    self.arrived(source, (*of, items), who, to);
                }
            }
            Passing::HandedOver { to, agency, items } => {
                let knower = Knower::Practitioner { practitioner: *to, agency: *agency };
                for of in items {
                    let of = self.of(*of);
                    self.step_in(source, of, knower, (Stage::Held, How::HandedOver));
                }
            }
        }
    }

    /// Whoever tells knew by then. Whoever is told in person knows; to anyone else it is only sent.
    fn sent(
        &mut self,
        source: &Source<'_, 'a>,
        (items, own): (&[Passed], Option<Passed>),
        to: &[&'a Recipient],
        channel: Recorded<Channel>,
    ) {
        let envelope = &source.entry.entry.envelope;
        let all: Vec<Passed> = items.iter().copied().chain(own).collect();
        for of in items {
            let (item, _) = self.of(*of);
            self.step(source, item, (&envelope.by).into(), (Stage::Known, How::ToldOthers));
        }
        for recipient in to {
            let knower = Knower::from(*recipient);
            let in_person = knower.is_somebody() && in_person(channel);
            for of in &all {
                let of = self.of(*of);
                self.step_in(source, of, knower, (Stage::Sent, How::SentTo));
                if in_person {
                    self.step_in(source, of, knower, (Stage::Known, How::ToldInPerson));
                }
            }
        }
        self.passed.insert(source.place, all);
    }

    /// What arrived, was opened or read: what the entry lists, and what the disclosure passed on,
    /// with the extent that either gives.
    fn arrived(
        &mut self,
        source: &Source<'_, 'a>,
        (of, items): (Antecedent, &[Passed]),
        knower: Knower<'a>,
        to: (Stage, How),
    ) {
        let sent = of.entry().and_then(|it| self.passed.get(&self.places.find(it)?));
        let sent = sent.map_or(&[][..], Vec::as_slice);
        let extent_sent = |item: &Passed| {
            let sent = sent.iter().find(|it| it.item == item.item);
            sent.map_or(Recorded::NotRecorded, |it| it.extent)
        };
        let listed = if items.is_empty() { sent } else { items };
        let arrived = listed.iter().map(|item| match item.extent {
            Recorded::NotRecorded => Passed { extent: extent_sent(item), ..*item },
            Recorded::Recorded(_) => *item,
        });
        let arrived: Vec<Passed> = arrived.collect();
        for item in arrived {
            let of = self.of(item);
            self.step_in(source, of, knower, to);
        }
    }
}

fn raised_by<'a>(entry: &Effective<'a>) -> Option<Knower<'a>> {
    let agency = entry.entry.envelope.by.agency;
    match entry.event().case() {
        Some(CaseEvent::Concern(ConcernEvent::ConcernRaised(it))) => {
            it.raised_by.value().and_then(|who| speaker(who, agency))
        }
        Some(_) | None => None,
    }
}

fn by_reader(reader: &Reader) -> Knower<'_> {
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
