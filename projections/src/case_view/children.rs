//! The children of a case: who they are, how old, where each stands, when each was last seen and
//! what they last said.
//!
//! # Rules
//! - `an_age_is_told_at_the_date_that_is_asked_about`: in years, in months below two years, and
//!   "unborn" where that is recorded; an uncertain birth gives no age that is guessed.
//! - `last_seen_and_last_seen_alone_are_two_dates`: a visit at which a child was not seen is neither.
//! - `own_words_are_the_childs_and_not_a_report_of_them`.

use candour_domain::case::CaseEvent;
use candour_domain::case::child::{Alone, ChildEvent, Seen, VoiceMethod};
use candour_domain::case::opening::OpeningEvent;
use candour_domain::code::CategoryOfAbuse;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::ChildId;
use candour_domain::identity::{Birth, IdentityEvent};
use candour_domain::recorded::Recorded;
use candour_domain::time::{When, london_date};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::stage::{Opened, Stage, Stages, case_event};
use super::{Past, people::SafeContact};
use crate::shape::{ChildName, Dated, Pointer, recorded_words};

/// A child of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChildInCase {
    /// Who.
    pub child: ChildName,
    /// Whether the child is part of the case.
    pub membership: Membership,
    /// When born, or expected.
    pub born: Option<Dated>,
    /// When the child died, where that is recorded.
    pub died: Option<Dated>,
    /// How old at the date that is asked about.
    pub age: Age,
    /// Every open stage, most protective first.
    pub stands: Vec<Stand>,
    /// When last seen by a visit.
    pub last_seen: Option<Sighting>,
    /// When last seen alone.
    pub last_seen_alone: Option<Sighting>,
    /// The last visit at which the child was not seen.
    pub last_not_seen: Option<Sighting>,
    /// The last words of the child's own.
    pub last_own_words: Option<OwnWords>,
    /// The last thing that the child made known in any way.
    pub last_voice: Option<OwnWords>,
    /// How the child may be contacted safely.
    pub safe_contact: Option<SafeContact>,
}

/// Whether a child is part of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// Joined, when and by which entry.
    Joined {
        /// When.
        on: Dated,
        /// The entry.
        by: Pointer,
    },
    /// Left, when and by which entry.
    Left {
        /// When.
        on: Dated,
        /// The entry.
        by: Pointer,
    },
}

/// How old a child is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// In whole years, at a date.
    Years {
        /// How many.
        years: u32,
        /// At which date.
        at: NaiveDate,
    },
    /// In whole months, below two years, at a date.
    Months {
        /// How many.
        months: u32,
        /// At which date.
        at: NaiveDate,
    },
    /// Not born by then.
    Unborn,
    /// The birth is not recorded, or not to the day, or no date was asked about.
    NotCertain,
}

/// Where a child stands: one open stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stand {
    /// Which stage.
    pub stage: Stage,
    /// Since when.
    pub since: Dated,
    /// The entry that opened it.
    pub by: Pointer,
    /// The category of a child protection plan, in words.
    pub category: Option<String>,
    /// The same, by its official code.
    pub category_code: Option<CategoryOfAbuse>,
    /// Since when it has that category.
    pub category_since: Option<Dated>,
    /// What is beside it on the record, or is not.
    pub note: Option<String>,
}

/// A visit, as one child was seen at it or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sighting {
    /// When.
    pub on: Dated,
    /// Whether the child was seen.
    pub seen: Seen,
    /// Whether alone, in words.
    pub alone: String,
    /// By whom: the practitioner's name and agency, as far as recorded.
    pub by: String,
    /// The entry.
    pub entry: Pointer,
}

/// What a child said or showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnWords {
    /// The words, or what was shown.
    pub words: String,
    /// How, in words.
    pub how: String,
    /// When.
    pub on: Dated,
    /// The entry.
    pub entry: Pointer,
}

/// The children of a case, in the order in which they joined it.
pub(super) fn children(past: &Past<'_>, closed: Option<&(Dated, Pointer)>) -> Vec<ChildInCase> {
    let stages = Stages::fold(&past.standing, &past.children);
    let of = |child: &ChildId| {
        membership(past, *child)
            .map(|membership| of_child(past, &stages, *child, membership, closed))
    };
    past.children.iter().filter_map(of).collect()
}

fn of_child(
    past: &Past<'_>,
    stages: &Stages<'_>,
    child: ChildId,
    membership: Membership,
    closed: Option<&(Dated, Pointer)>,
) -> ChildInCase {
    let identity = Identity::of(past, child);
    let mut stands: Vec<Stand> =
        stages.open_of(child).iter().map(|opened| stand(past, opened)).collect();
    let left = match &membership {
        Membership::Left { on, by } => Some((on.clone(), by.clone())),
        Membership::Joined { .. } => None,
    };
    if let Some((since, by)) = left.as_ref().or(closed) {
        stands.insert(0, closed_stand(since.clone(), by.clone()));
    }
    let sights = sights(past, child);
    let last = |wanted: &dyn Fn(&(Sighting, Recorded<Alone>)) -> bool| {
        sights.iter().rev().find(|one| wanted(one)).map(|(sighting, _)| sighting.clone())
    };
    let voices = voices(past, child);
    ChildInCase {
        child: past.directory.child(child),
        membership,
        born: identity.born.map(|born| Dated::of(born, &past.ask)),
        died: identity.died.map(|died| Dated::of(died, &past.ask)),
        age: identity.age(past),
        stands,
        last_seen: last(&|(it, _)| it.seen == Seen::Seen),
        last_seen_alone: last(&|(it, alone)| {
            it.seen == Seen::Seen && *alone == Recorded::Recorded(Alone::Alone)
        }),
        last_not_seen: last(&|(it, _)| it.seen != Seen::Seen),
        last_own_words: voices
            .iter()
            .rev()
            .find(|(_, how)| *how == Recorded::Recorded(VoiceMethod::OwnWords))
            .map(|(voice, _)| voice.clone()),
        last_voice: voices.last().map(|(voice, _)| voice.clone()),
        safe_contact: super::people::safe_contact(past, StreamId::Child(child)),
    }
}

fn closed_stand(since: Dated, by: Pointer) -> Stand {
    Stand {
        stage: Stage::Closed,
        since,
        by,
        category: None,
        category_code: None,
        category_since: None,
        note: None,
    }
}

/// An open stage, as it is shown.
pub(crate) fn stand(past: &Past<'_>, opened: &Opened<'_>) -> Stand {
    let code = opened.category.and_then(|(category, ..)| category.value().copied());
    Stand {
        stage: opened.stage,
        since: Dated::of(opened.since, &past.ask),
        by: past.pointer(opened.by),
        category: opened.category.as_ref().map(|(category, ..)| recorded_words(category)),
        category_code: code,
        category_since: opened.category.map(|(.., since)| Dated::of(since, &past.ask)),
        note: opened.note.map(ToOwned::to_owned),
    }
}

fn membership(past: &Past<'_>, child: ChildId) -> Option<Membership> {
    let mut membership = None;
    for entry in &past.standing {
        let Some(CaseEvent::Opening(event)) = case_event(entry) else { continue };
        let at = || (past.dated(entry), past.pointer(entry.entry));
        match event {
            OpeningEvent::ChildJoinedCase(it) if it.child == child => {
                let (on, by) = at();
                membership = Some(Membership::Joined { on, by });
            }
            OpeningEvent::ChildLeftCase(it) if it.child == child => {
                let (on, by) = at();
                membership = Some(Membership::Left { on, by });
            }
            OpeningEvent::CaseOpened(_)
            | OpeningEvent::ChildJoinedCase(_)
            | OpeningEvent::ChildLeftCase(_)
            | OpeningEvent::PersonJoinedCase(_)
            | OpeningEvent::CaseTransferred(_)
            | OpeningEvent::CaseClosed(_)
            | OpeningEvent::CaseReopened(_) => {}
        }
    }
    membership
}

/// Who a child is, as far as age is concerned.
pub(crate) struct Identity {
    /// When born, or expected.
    pub(crate) born: Option<When>,
    /// When the child died.
    pub(crate) died: Option<When>,
    unborn: Recorded<Birth>,
}

impl Identity {
    /// What the stream of a child says.
    pub(crate) fn of(past: &Past<'_>, child: ChildId) -> Self {
        let mut identity = Self { born: None, died: None, unborn: Recorded::NotRecorded };
        for event in identity_events(past, StreamId::Child(child)).map(|(_, event)| event) {
            match event {
                IdentityEvent::ChildIdentified(it) => {
                    identity.born = it.born.value().copied();
                    identity.unborn = it.unborn;
                }
                IdentityEvent::DetailsAmended(it) => {
                    if it.born.is_some() {
                        identity.born = it.born;
                        identity.unborn = Recorded::NotRecorded;
                    }
                    identity.died = it.died.or(identity.died);
                }
                IdentityEvent::PersonIdentified(_)
                | IdentityEvent::IdentifierAssigned(_)
                | IdentityEvent::RelationshipRecorded(_)
                | IdentityEvent::ParentalResponsibilityRecorded(_)
                | IdentityEvent::HouseholdRecorded(_)
                | IdentityEvent::AddressRecorded(_)
                | IdentityEvent::SafeContactAgreed(_)
                | IdentityEvent::RecordsLinked(_)
                | IdentityEvent::RecordsUnlinked(_)
                | IdentityEvent::Record(_) => {}
            }
        }
        identity
    }

    /// The age at the moment that is asked about: of the world, otherwise of the record.
    pub(crate) fn age(&self, past: &Past<'_>) -> Age {
        if self.unborn == Recorded::Recorded(Birth::Unborn) {
            return Age::Unborn;
        }
        let asked = past.ask.at.or(past.ask.on_record.until).map(london_date);
        let (Some(born), Some(at)) = (self.born.and_then(birthday), asked) else {
            return Age::NotCertain;
        };
        age(born, at)
    }
}

/// The entries of a child's or person's stream that count, with their events.
pub(crate) fn identity_events<'a, 'b>(
    past: &'b Past<'a>,
    stream: StreamId,
) -> impl Iterator<Item = (&'b Effective<'a>, &'a IdentityEvent)> {
    past.identities.iter().filter(move |entry| entry.entry.stream == stream).filter_map(|entry| {
        match entry.event() {
            Event::Identity(event) => Some((entry, event)),
            Event::Case(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        }
    })
}

/// The day of a birth that is known to the day.
fn birthday(born: When) -> Option<NaiveDate> {
    match born {
        When::Instant(_) | When::Minute(_) | When::Day(_) => Some(born.named_day()),
        When::Days { .. } | When::Month(_) | When::AboutDay { .. } | When::AboutMonth { .. } => {
            None
        }
    }
}

/// Below this age, months are told.
const MONTHS_TOLD_BELOW_YEARS: u32 = 2;

fn age(born: NaiveDate, at: NaiveDate) -> Age {
    let Some(years) = at.years_since(born) else { return Age::Unborn };
    if years >= MONTHS_TOLD_BELOW_YEARS {
        return Age::Years { years, at };
    }
    let months = (at.year() - born.year()) * 12 + (at.month() as i32)
        - (born.month() as i32)
        - i32::from(at.day() < born.day());
    Age::Months { months: u32::try_from(months).unwrap_or_default(), at }
}

/// The visits of a child, in the order in which they happened.
fn sights(past: &Past<'_>, child: ChildId) -> Vec<(Sighting, Recorded<Alone>)> {
    let mut sights = Vec::new();
    for entry in &past.standing {
        let Some(CaseEvent::Child(ChildEvent::ChildSeen(visit))) = case_event(entry) else {
            continue;
        };
        for sight in visit.sights.iter().filter(|sight| sight.child == child) {
            let by = past.directory.actor(&entry.entry.envelope.by);
            let name = by.name.map_or_else(String::new, |name| format!("{name}, "));
            let sighting = Sighting {
                on: past.dated(entry),
                seen: sight.seen,
                alone: recorded_words(&sight.alone),
                by: format!("{name}{}", by.agency.name),
                entry: past.pointer(entry.entry),
            };
            sights.push((sighting, sight.alone));
        }
    }
    sights
}

/// What a child made known, in the order in which it happened.
fn voices(past: &Past<'_>, child: ChildId) -> Vec<(OwnWords, Recorded<VoiceMethod>)> {
    let mut voices = Vec::new();
    for entry in &past.standing {
        let Some(CaseEvent::Child(ChildEvent::ChildVoiceRecorded(it))) = case_event(entry) else {
            continue;
        };
        if it.child == child {
            let voice = OwnWords {
                words: it.words.to_string(),
                how: recorded_words(&it.how),
                on: past.dated(entry),
                entry: past.pointer(entry.entry),
            };
            voices.push((voice, it.how));
        }
    }
    voices
}
