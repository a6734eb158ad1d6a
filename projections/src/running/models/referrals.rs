//! The front door: the contacts that a case received and what was decided of each, and the referrals
//! of each child. Whether a referral follows another within twelve months is worked out by the
//! question, because the other may be of another case.
//!
//! # Rules
//! - `a_contact_is_kept_with_what_was_decided_of_it`: by a decision that names it, or names a concern
//!   that it brought.
//! - `a_referral_is_kept_for_each_child_it_concerns`: those whom it names, otherwise all of the case.
//! - `two_decisions_on_one_contact_make_one_referral`: a new referral, and then its outcome.
//! - `a_decision_on_what_is_not_on_record_is_a_referral_all_the_same`: its source is not recorded.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ContactReceived, ReferralDecided};
use candour_domain::code::ContactOutcome;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{london_date, start_of_day};
use chrono::{DateTime, Months, Utc};

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{latest, recorded};
use super::concerned::{concerned, joined, joining};
use crate::case_view::case_event;

/// Contacts and referrals.
pub(in super::super) struct Referrals;

pub(crate) static CONTACT: Table = Table {
    name: "contact",
    view: "contacts",
    about: "A contact that the front door received.",
    columns: &[
        column("source", Kind::Code, "Where it came from, by its official code."),
        column("outcome", Kind::Code, "What was decided of it, by its official code."),
        column("decided_at", Kind::Moment, "When that was decided; none while it is not."),
        column("decided_entry", Kind::Entry, "The decision."),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "entry",
            "outcome",
            "decided_at",
        ],
        left_out: None,
    }),
    indexes: &[],
};

pub(crate) static REFERRAL: Table = Table {
    name: "referral",
    view: "referrals",
    about: "That a child was referred.",
    columns: &[
        column("child", Kind::Identity, "The child."),
        column("source", Kind::Code, "Where the contact came from, by its official code."),
        column("contact_entry", Kind::Entry, "The contact."),
        column("outcome", Kind::Code, "What was decided on the referral, by its official code."),
        column("decided_at", Kind::Moment, "When that was decided; none while it is not."),
        column("decided_entry", Kind::Entry, "The decision."),
        column(
            "twelve_months_before",
            Kind::Moment,
            "Twelve months before: an earlier referral of the child since then makes this one a \
             re-referral.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "entry",
            "child",
            "source",
            "twelve_months_before",
        ],
        left_out: None,
    }),
    indexes: &[],
};

/// Within so many months a further referral of a child is a re-referral.
const RE_REFERRED_WITHIN: Months = Months::new(12);
/// The one group: what the front door of a case received and decided is little.
const FRONT_DOOR: Group = Group::Kind(0);

impl Model for Referrals {
    fn name(&self) -> &'static str {
        "referrals"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&CONTACT, &REFERRAL];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let bears = match entry.event() {
            Event::Case(CaseEvent::Concern(event)) => match event {
                ConcernEvent::ContactReceived(_)
                | ConcernEvent::ContactDecided(_)
                | ConcernEvent::ReferralDecided(_) => true,
                ConcernEvent::ConcernRaised(_)
                | ConcernEvent::ReferrerInformed(_)
                | ConcernEvent::AgreementSought(_) => false,
            },
            Event::Case(_) => joining(entry).is_some(),
            Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => false,
        };
        if bears {
            groups.push(FRONT_DOOR);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let mut door = Door { contacts: Vec::new(), referrals: Vec::new() };
        for entry in entries {
            if let Some(ConcernEvent::ContactReceived(it)) = concern(entry) {
                door.contacts.push(Contact { entry, it, decided: None });
            }
        }
        for entry in entries {
            door.decide(entry);
        }
        let joined = joined(entries);
        rows.extend(door.contacts.iter().map(Contact::row));
        for referral in &door.referrals {
            for child in concerned(referral.entry, &joined) {
                rows.push(referral.row(&door.contacts, child));
            }
        }
    }
}

fn concern<'a>(entry: &Effective<'a>) -> Option<&'a ConcernEvent> {
    if let CaseEvent::Concern(event) = case_event(entry)? { Some(event) } else { None }
}

/// A contact, and what was decided of it.
struct Contact<'e, 'a> {
    entry: &'e Effective<'a>,
    it: &'a ContactReceived,
    decided: Option<(&'e Effective<'a>, Cell)>,
}

/// A referral: the entry that made it one, and the one that decided it.
struct Referral<'e, 'a> {
    entry: &'e Effective<'a>,
    contact: Option<usize>,
    decided: Option<(&'e Effective<'a>, &'a ReferralDecided)>,
}

/// What a front door received and decided.
struct Door<'e, 'a> {
    contacts: Vec<Contact<'e, 'a>>,
    referrals: Vec<Referral<'e, 'a>>,
}

impl<'e, 'a> Door<'e, 'a> {
    fn decide(&mut self, entry: &'e Effective<'a>) {
        match concern(entry) {
            Some(ConcernEvent::ContactDecided(it)) => {
                let contact = self.contact(it.contact);
                self.decided(contact, entry, recorded(&it.outcome));
                let referral = it.outcome == Recorded::Recorded(ContactOutcome::NewReferral);
                if referral && self.of_contact(contact).is_none() {
                    self.referrals.push(Referral { entry, contact, decided: None });
                }
            }
            Some(ConcernEvent::ReferralDecided(it)) => {
                let contact = self.contact(it.contact);
                let outcome = Recorded::Recorded(ContactOutcome::NewReferral);
                self.decided(contact, entry, recorded(&outcome));
                let decided = Some((entry, it));
                match self.of_contact(contact) {
                    Some(referral) if referral.decided.is_none() => referral.decided = decided,
                    Some(_) | None => self.referrals.push(Referral { entry, contact, decided }),
                }
            }
            Some(
                ConcernEvent::ContactReceived(_)
                | ConcernEvent::ConcernRaised(_)
                | ConcernEvent::ReferrerInformed(_)
                | ConcernEvent::AgreementSought(_),
            )
            | None => {}
        }
    }

    /// The contact that a decision names, or that brought the concern that it names.
    fn contact(&self, named: Antecedent) -> Option<usize> {
        let named = named.entry()?;
        let is = |id: EntryId, contact: &Contact<'_, '_>| contact.entry.id() == id;
        let own = self.contacts.iter().position(|contact| is(named, contact));
        own.or_else(|| self.contacts.iter().position(|it| it.it.received.contains(&named)))
    }

    fn decided(&mut self, contact: Option<usize>, entry: &'e Effective<'a>, outcome: Cell) {
        if let Some(contact) = contact.and_then(|contact| self.contacts.get_mut(contact)) {
            contact.decided.get_or_insert((entry, outcome));
        }
    }

    /// The referral that a contact became.
    fn of_contact(&mut self, contact: Option<usize>) -> Option<&mut Referral<'e, 'a>> {
        let contact = contact?;
        self.referrals.iter_mut().find(|referral| referral.contact == Some(contact))
    }
}

impl Contact<'_, '_> {
    fn row(&self) -> Row {
        let decided = self.decided.as_ref();
        Row {
            table: &CONTACT,
            entry: self.entry.entry.position,
            true_from: latest(self.entry),
            true_until: None,
            cells: vec![
                recorded(&self.it.source),
                decided.map_or(Cell::Nothing, |(_, outcome)| outcome.clone()),
                Cell::or_nothing(decided, |(entry, _)| Cell::Moment(latest(entry))),
                Cell::or_nothing(decided, |(entry, _)| Cell::Entry(entry.entry.position)),
            ],
        }
    }
}

impl Referral<'_, '_> {
    fn row(&self, contacts: &[Contact<'_, '_>], child: Option<ChildId>) -> Row {
        let contact = self.contact.and_then(|contact| contacts.get(contact));
        let since = latest(self.entry);
        Row {
            table: &REFERRAL,
            entry: self.entry.entry.position,
            true_from: since,
            true_until: None,
            cells: vec![
                Cell::or_nothing(child, |child| Cell::Identity(StreamId::Child(child))),
                Cell::or_nothing(contact, |contact| recorded(&contact.it.source)),
                Cell::or_nothing(contact, |it| Cell::Entry(it.entry.entry.position)),
                Cell::or_nothing(self.decided, |(_, it)| recorded(&it.outcome)),
                Cell::or_nothing(self.decided, |(entry, _)| Cell::Moment(latest(entry))),
                Cell::or_nothing(self.decided, |(entry, _)| Cell::Entry(entry.entry.position)),
                Cell::Moment(twelve_months_before(since)),
            ],
        }
    }
}

/// The beginning of the same day of the year before, in London.
fn twelve_months_before(moment: DateTime<Utc>) -> DateTime<Utc> {
    let day = london_date(moment);
    start_of_day(day.checked_sub_months(RE_REFERRED_WITHIN).unwrap_or(day))
}
