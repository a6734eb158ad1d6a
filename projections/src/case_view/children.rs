//! The children of a case: who they are, how old, where each stands, when each was last seen and
//! what they last said.
//!
//! # Rules
//! - `last_seen_and_last_seen_alone_are_two_dates`: a visit at which a child was not seen is neither.
//! - `own_words_are_the_childs_and_not_a_report_of_them`: what another reports stands apart.

use candour_domain::case::CaseEvent;
use candour_domain::case::child::{Alone, ChildEvent, Seen, VoiceMethod};
use candour_domain::case::opening::OpeningEvent;
use candour_domain::code::CategoryOfAbuse;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{CaseId, ChildId, EntryId};
use candour_domain::recorded::Recorded;
use schemars::JsonSchema;
use serde::Serialize;

use super::age::{Age, Identity};
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
    /// The case that the child left for this one.
    pub from_case: Option<CaseId>,
    /// What was carried from that case, each by its entry there.
    pub carried: Vec<EntryId>,
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
    /// Named by an entry, since when and by which; the joining is on the record as later.
    Named {
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
pub(crate) fn children(past: &Past<'_>, closed: Option<&(Dated, Pointer)>) -> Vec<ChildInCase> {
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
    let (from_case, carried) = carried(past, child);
    let mut stands: Vec<Stand> =
        stages.open_of(child).iter().map(|opened| stand(past, opened)).collect();
    let left = match &membership {
        Membership::Left { on, by } => Some((on.clone(), by.clone())),
        Membership::Joined { .. } | Membership::Named { .. } => None,
    };
    if let Some((since, by)) = left.as_ref().or(closed) {
        stands.insert(0, closed_stand(since.clone(), by.clone()));
    }
    let sights = sights(past, child);
    let (seen, not_seen): (Vec<_>, Vec<_>) =
        sights.into_iter().partition(|(it, _)| it.seen == Seen::Seen);
    let alone = seen.iter().rev().find(|(_, it)| *it == Recorded::Recorded(Alone::Alone));
    let shown = |one: Option<&(Sighting, Recorded<Alone>)>| one.map(|(it, _)| it.clone());
    let voices = voices(past, child);
    ChildInCase {
        child: past.directory.child(child),
        membership,
        from_case,
        carried,
        born: identity.born.map(|born| Dated::of(born, &past.ask)),
        died: identity.died.map(|died| Dated::of(died, &past.ask)),
        age: identity.age(past),
        stands,
        last_seen: shown(seen.last()),
        last_seen_alone: shown(alone),
        last_not_seen: shown(not_seen.last()),
        last_own_words: voices
            .iter()
            .rev()
            .find(|(_, how)| are_own(*how))
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
fn stand(past: &Past<'_>, opened: &Opened<'_>) -> Stand {
    let code = opened.category.as_ref().and_then(|(category, ..)| category.value().copied());
    Stand {
        stage: opened.stage,
        since: Dated::of(opened.since, &past.ask),
        by: past.pointer(opened.by),
        category: opened.category.as_ref().map(|(category, ..)| recorded_words(category)),
        category_code: code,
        category_since: opened.category.as_ref().map(|(.., since)| Dated::of(*since, &past.ask)),
        note: opened.note.map(ToOwned::to_owned),
    }
}

/// From which case a child came, and with what.
fn carried(past: &Past<'_>, child: ChildId) -> (Option<CaseId>, Vec<EntryId>) {
    let joined = past.standing.iter().rev().find_map(|entry| {
        let Some(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it))) = case_event(entry) else {
            return None;
        };
        (it.child == child).then_some(it)
    });
    joined.map_or((None, Vec::new()), |it| (it.from, it.carried.clone()))
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
    membership.or_else(|| {
        let named = past.standing.iter().find(|entry| entry.children().contains(&child))?;
        Some(Membership::Named { on: past.dated(named), by: past.pointer(named.entry) })
    })
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

/// Whether what a child made known are words of the child's own: recorded as such, or recorded as the
/// child's words without how.
fn are_own(how: Recorded<VoiceMethod>) -> bool {
    match how {
        Recorded::NotRecorded | Recorded::Recorded(VoiceMethod::OwnWords) => true,
        Recorded::Recorded(
            VoiceMethod::Drawing
            | VoiceMethod::Play
            | VoiceMethod::NonVerbal
            | VoiceMethod::ThroughAdvocate
            | VoiceMethod::ThroughAnother,
        ) => false,
    }
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
