//! What stands beside a row and is no part of its fact: later notes, analysis, statements, disputes,
//! restrictions, and how the entry itself stands.

use std::collections::BTreeMap;

use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::case::record::{RecordEvent, StatementKind, WithdrawalGround};
use candour_domain::effective::{Effective, Standing};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use schemars::JsonSchema;
use serde::Serialize;

use super::Making;
use crate::ask::Ask;
use crate::shape::{Dated, Pointer};
use crate::summary::{Names, summary};

/// Words that somebody put beside an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// The words.
    pub text: String,
    /// Whose they are, where recorded.
    pub by: Option<String>,
    /// When they were said.
    pub on: Dated,
    /// The entry.
    pub entry: Pointer,
}

/// How the entry of a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowStanding {
    /// As it was first recorded.
    AsRecorded,
    /// Corrected: the row shows the replacement.
    Corrected {
        /// The entry that corrects it.
        by: Pointer,
        /// When that was.
        on: Dated,
        /// Why.
        reason: String,
        /// What it first read.
        first: FirstWording,
    },
    /// Withdrawn: it counts in nothing.
    Withdrawn {
        /// The entry that withdraws it.
        by: Pointer,
        /// When that was.
        on: Dated,
        /// On which ground.
        ground: WithdrawalGround,
        /// Why.
        reason: String,
    },
}

/// What a corrected entry first read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FirstWording {
    /// The fact, as first recorded.
    pub event: String,
    /// When it was said to have been.
    pub when: Dated,
}

/// The marks on the entries of a case, by the entry that they are on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Marks {
    on: BTreeMap<EntryId, MarksOnOne>,
}

/// The marks on one entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MarksOnOne {
    pub(crate) later_notes: Vec<Note>,
    pub(crate) analysis: Vec<Note>,
    pub(crate) statements: Vec<Note>,
    pub(crate) disputes: Vec<Note>,
    pub(crate) differing: Vec<Note>,
    pub(crate) restrictions: Vec<Note>,
}

impl Marks {
    /// The marks that are in force among entries. A withdrawn mark is none; a lifted restriction is none.
    pub(crate) fn of(entries: &[Effective<'_>], ask: &Ask, names: &Names<'_>) -> Self {
        let mut marks = Self::default();
        let lifted = lifted(entries);
        for entry in entries.iter().filter(|entry| entry.stands()) {
            let note = |text: String, by: Option<String>| Note {
                text,
                by,
                on: Dated::of(entry.occurred(), ask),
                entry: Pointer::to(entry.entry, names.directory()),
            };
            if let Some(event) = entry.event().record().filter(|_| !lifted.contains(&entry.id())) {
                marks.take(event, names, &note);
            }
            if let Event::Case(CaseEvent::Information(event)) = entry.event() {
                marks.take_information(event, names, &note);
            }
        }
        marks
    }

    fn take(
        &mut self,
        event: &RecordEvent,
        names: &Names<'_>,
        note: &dyn Fn(String, Option<String>) -> Note,
    ) {
        match event {
            RecordEvent::StatementAttached(it) => {
                let by = it.by.value().map(|who| names.speaker(who));
                let note = note(it.statement.to_string(), by);
                let on = self.on.entry(it.entry).or_default();
                match it.kind {
                    StatementKind::LaterNote => on.later_notes.push(note),
                    StatementKind::Analysis => on.analysis.push(note),
                    StatementKind::SubjectStatement => on.statements.push(note),
                }
            }
            RecordEvent::EntryDisputed(it) => {
                let note = note(it.statement.to_string(), Some(names.speaker(&it.by)));
                self.on.entry(it.entry).or_default().disputes.push(note);
            }
            RecordEvent::EntryRestricted(it) => {
                for id in &it.entries {
                    let note = note(it.reason.to_string(), None);
                    self.on.entry(*id).or_default().restrictions.push(note);
                }
            }
            RecordEvent::EntryCorrected(_)
            | RecordEvent::EntryWithdrawn(_)
            | RecordEvent::RestrictionLifted(_)
            | RecordEvent::HoldPlaced(_)
            | RecordEvent::HoldLifted(_) => {}
        }
    }

    fn take_information(
        &mut self,
        event: &InformationEvent,
        names: &Names<'_>,
        note: &dyn Fn(String, Option<String>) -> Note,
    ) {
        match event {
            InformationEvent::AccountsDiffer(it) => {
                for id in &it.entries {
                    let note = note(it.difference.to_string(), None);
                    self.on.entry(*id).or_default().differing.push(note);
                }
            }
            InformationEvent::KnowledgeDisputed(it) => {
                let note = note(it.statement.to_string(), Some(names.recipient(&it.who)));
                self.on.entry(it.entry).or_default().disputes.push(note);
            }
            InformationEvent::ObservationRecorded(_)
            | InformationEvent::AccountWeighed(_)
            | InformationEvent::InformationRequested(_)
            | InformationEvent::InformationSupplied(_)
            | InformationEvent::NothingKnownReplied(_)
            | InformationEvent::InformationRefused(_)
            | InformationEvent::InformationDisclosed(_)
            | InformationEvent::DisclosureReceived(_)
            | InformationEvent::DisclosureOpened(_)
            | InformationEvent::DisclosureRead(_)
            | InformationEvent::ReceivedByUnintended(_)
            | InformationEvent::NotSharedDecided(_)
            | InformationEvent::OnwardSharingRestricted(_)
            | InformationEvent::BeliefRecorded(_) => {}
        }
    }

    /// The marks on an entry.
    pub(crate) fn on(&self, id: EntryId) -> MarksOnOne {
        self.on.get(&id).cloned().unwrap_or_default()
    }
}

/// The restrictions that were lifted.
fn lifted(entries: &[Effective<'_>]) -> Vec<EntryId> {
    let standing = entries.iter().filter(|entry| entry.stands());
    standing
        .filter_map(|entry| match entry.event().record()? {
            RecordEvent::RestrictionLifted(it) => it.restriction.entry(),
            RecordEvent::EntryCorrected(_)
            | RecordEvent::EntryWithdrawn(_)
            | RecordEvent::EntryDisputed(_)
            | RecordEvent::StatementAttached(_)
            | RecordEvent::EntryRestricted(_)
            | RecordEvent::HoldPlaced(_)
            | RecordEvent::HoldLifted(_) => None,
        })
        .collect()
}

/// How an entry stands, in words.
pub(crate) fn standing(entry: &Effective<'_>, ask: &Ask, names: &Names<'_>) -> RowStanding {
    let directory = names.directory();
    match entry.standing {
        Standing::AsRecorded => RowStanding::AsRecorded,
        Standing::Corrected { by, correction } => RowStanding::Corrected {
            by: Pointer::to(by, directory),
            on: Dated::of(by.envelope.occurred, ask),
            reason: correction.reason.to_string(),
            first: FirstWording {
                event: summary(&entry.entry.event, names).text,
                when: Dated::of(entry.entry.envelope.occurred, ask),
            },
        },
        Standing::Withdrawn { by, withdrawal } => RowStanding::Withdrawn {
            by: Pointer::to(by, directory),
            on: Dated::of(by.envelope.occurred, ask),
            ground: withdrawal.ground,
            reason: withdrawal.reason.to_string(),
        },
    }
}

impl Making<'_> {
    /// How the entry of a row stands.
    pub(super) fn standing(&self, entry: &Effective<'_>) -> RowStanding {
        standing(entry, self.ask, self.names)
    }
}
