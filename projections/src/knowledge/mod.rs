//! Who knew what, and when.
//!
//! One pass over the entries of a case, as they stood on the record, derives *steps*: somebody came
//! to a stage towards an item, in some way, at some time, by the entry that attests it. Every
//! question is a reading of those steps. The algebra is written out in `docs/knowledge.md`.
//!
//! Nothing here says what should have been shared, by whom, or why it was not.
//!
//! # Rules
//! - `later_entries_change_no_earlier_answer`: under the ledger's clock, adding entries changes no
//!   answer at an earlier moment of the record.
//! - `an_agency_reaches_as_far_as_any_of_its_people`: its stage is at least theirs.
//! - `knowledge_grows_with_the_moment`: what is known at one moment is known at every later one.
//! - `no_step_is_recorded_before_it_can_have_been_taken`: the earliest time of a step is never later
//!   than the record that attests it.
//! - `receipt_is_held_and_not_known`: what arrived, was filed or handed over is not known by that.
//! - `telling_in_part_is_known_in_part`: less than the whole is shown as told in part.
//! - `whoever_tells_knew_by_then`: telling attests knowing.
//! - `only_what_was_on_the_table_in_a_part_attended_is_known`: a part that was not attended tells
//!   nothing, and one that nobody recorded leaves it open.
//! - `a_correction_is_a_new_acquisition_for_its_author_alone`: what others learned was the first
//!   wording.
//! - `what_a_member_learns_is_the_teams`: until onward sharing is recorded.

mod answer;
mod called;
mod context;
mod derive;
mod gaps;
mod involvement;
mod item;
mod knower;
mod known_to;
mod late;
mod matrix;
mod membership;
mod reading;
mod reading_later;
mod step;
mod who_knew;
mod words;

use std::collections::BTreeMap;

use candour_domain::case::record::RecordEvent;
use candour_domain::effective::{Effective, Standing};
use candour_domain::entry::RecordClock;
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, Interval};
use chrono::{DateTime, Utc};

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::directory::Directory;

pub use answer::{AgencyName, AskedOn, Cite, Moment, StepView, TeamName, Who, WhoKind};
pub use context::{Context, ContextItem, Exchange, Holder, NotReceived, Reliances};
pub use gaps::{Gap, GapItem, Gaps, gaps};
pub use item::ItemView;
pub use knower::Knower;
pub use known_to::{Acquired, KnownTo, Whose};
pub use late::{Late, LateRecords, Lateness, Watershed, WatershedEntry};
pub use matrix::{Cell, Matrix, MatrixRow, Scope};
pub use reading::{Bearing, bearing};
pub(crate) use reading::{Passed, Passing, Reading, read};
pub use step::{How, Reach, Stage, Step};
pub use who_knew::{CouldHaveKnown, KnowerRow, WhoKnew};
pub use words::Words;

use called::Called;
use derive::Deriver;
pub(crate) use derive::{attended, in_person};
use membership::Memberships;

/// The names as they stood on the ledger's record. On the claims clock they are those of now: an
/// import registers its people long after the claims that it brings.
fn names(book: &Casebook, ask: Ask) -> Directory {
    match ask.on_record.clock {
        RecordClock::Ledger => book.directory_at(ask.on_record),
        RecordClock::Claims => book.directory.clone(),
    }
}

/// A decision of one agency not to share an item with another.
#[derive(Debug, Clone, Copy)]
struct Withheld {
    with: Option<AgencyId>,
    by: AgencyId,
    time: Interval,
    via: EntryId,
}

/// A request for information, and what has answered it.
#[derive(Debug, Clone)]
struct Request {
    entry: EntryId,
    of: Option<AgencyId>,
    by: AgencyId,
    time: Interval,
    answers: Vec<(EntryId, Interval)>,
}

/// What a case's entries say of knowing, ready to be asked.
pub struct Knowledge<'a> {
    book: &'a Casebook,
    ask: Ask,
    names: Directory,
    called: Called,
    entries: Vec<Effective<'a>>,
    places: BTreeMap<EntryId, usize>,
    bearings: BTreeMap<EntryId, Bearing>,
    steps: BTreeMap<EntryId, Vec<Step>>,
    /// Decisions not to share, by the item that was not shared.
    withheld: BTreeMap<EntryId, Vec<Withheld>>,
    requests: Vec<Request>,
}

impl<'a> Knowledge<'a> {
    /// Reads a case once, under one question.
    pub fn of(book: &'a Casebook, ask: Ask) -> Self {
        let teams = candour_domain::effective::effective(&book.teams, ask.on_record);
        let memberships = Memberships::fold(&teams);
        let entries: Vec<Effective<'a>> = book
            .effective(ask.on_record)
            .into_iter()
            .filter(|entry| entry.stands() && ask.keeps(entry))
            .collect();
        let names = names(book, ask);
        let mut whole = Self {
            book,
            ask,
            called: Called::of(&entries, &names),
            names,
            places: entries.iter().enumerate().map(|(place, it)| (it.id(), place)).collect(),
            entries: Vec::new(),
            bearings: BTreeMap::new(),
            steps: BTreeMap::new(),
            withheld: BTreeMap::new(),
            requests: Vec::new(),
        };
        let mut deriver = Deriver::new(ask.on_record.clock, &memberships);
        for entry in &entries {
            let reading = deriver.take(entry);
            whole.bearings.insert(entry.id(), reading.bearing);
            whole.note(entry, &reading.passing);
        }
        for step in deriver.steps {
            whole.steps.entry(step.item).or_default().push(step);
        }
        for steps in whole.steps.values_mut() {
            steps.sort_by_key(Step::order);
        }
        whole.entries = entries;
        whole.corrected_by_their_authors();
        whole
    }

    /// Keeps decisions not to share, requests and their answers.
    fn note(&mut self, entry: &Effective<'_>, passing: &Passing<'_>) {
        let by = entry.entry.envelope.by.agency;
        let time = entry.occurred().interval();
        match passing {
            Passing::NotShared { items, with } => {
                let withheld = Withheld { with: with.agency(), by, time, via: entry.id() };
                for item in *items {
                    self.withheld.entry(*item).or_default().push(withheld);
                }
            }
            Passing::Asked { of } => self.requests.push(Request {
                entry: entry.id(),
                of: of.agency(),
                by,
                time,
                answers: Vec::new(),
            }),
            Passing::Answered { request } => self.answered(request.entry(), entry.id(), time),
            Passing::Sent { .. } => {
                self.answered(item::answered_request(entry.event()), entry.id(), time);
            }
            Passing::Nothing
            | Passing::Received { .. }
            | Passing::Opened { .. }
            | Passing::Read { .. }
            | Passing::Unintended { .. }
            | Passing::HandedOver { .. } => {}
        }
    }

    fn answered(&mut self, request: Option<EntryId>, by: EntryId, time: Interval) {
        let asked = self.requests.iter_mut().find(|it| Some(it.entry) == request);
        if let Some(asked) = asked {
            asked.answers.push((by, time));
        }
    }

    /// Whoever corrects an item knows the new wording from then; nobody else does by that.
    fn corrected_by_their_authors(&mut self) {
        for entry in &self.entries {
            let Standing::Corrected { by, correction: _ } = entry.standing else { continue };
            let recorded = by.recorded(self.ask.on_record.clock);
            let time = by.envelope.occurred.interval().no_later_than(recorded.latest());
            let step = Step {
                item: entry.id(),
                knower: (&by.envelope.by).into(),
                member: None,
                stage: Stage::Known,
                how: How::Originated,
                extent: Recorded::NotRecorded,
                when: by.envelope.occurred,
                time,
                recorded,
                via: by.id,
                follows: Certainty::Yes,
            };
            let steps = self.steps.entry(entry.id()).or_default();
            steps.push(step);
            steps.sort_by_key(Step::order);
        }
    }

    /// The steps towards an item that had been taken by a moment, or may have been.
    fn steps_by(
        &self,
        item: EntryId,
        at: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = (&Step, Certainty)> {
        let steps = self.steps.get(&item).into_iter().flatten();
        steps.filter_map(move |step| {
            let taken = at.map_or(Certainty::Yes, |at| step.time.by(at)).min(step.follows);
            (taken != Certainty::No).then_some((step, taken))
        })
    }

    /// The entries that are items of at least this bearing, in ledger order.
    fn items(&self, facts_only: bool) -> impl Iterator<Item = &Effective<'a>> {
        self.entries.iter().filter(move |entry| match self.bearings.get(&entry.id()) {
            Some(Bearing::Fact) => true,
            Some(Bearing::Judgement) => !facts_only,
            Some(Bearing::Nothing) | None => false,
        })
    }

    /// The decisions not to share an item, in ledger order.
    fn withheld(&self, item: EntryId) -> &[Withheld] {
        self.withheld.get(&item).map_or(&[], Vec::as_slice)
    }

    fn effective(&self, id: EntryId) -> Option<&Effective<'a>> {
        self.places.get(&id).and_then(|place| self.entries.get(*place))
    }

    /// When an item was so: never later than the record that attests it.
    fn time_of(&self, entry: &Effective<'_>) -> Interval {
        let recorded = entry.entry.recorded(self.ask.on_record.clock);
        entry.occurred().interval().no_later_than(recorded.latest())
    }

    /// The disputes of an item, or of an entry from which knowing it would follow.
    fn disputes(&self, item: EntryId) -> Vec<EntryId> {
        let vias: Vec<EntryId> =
            self.steps.get(&item).into_iter().flatten().map(|step| step.via).collect();
        let concerns = |named: EntryId| named == item || vias.contains(&named);
        let disputing = self.entries.iter().filter(|entry| match entry.event().record() {
            Some(RecordEvent::EntryDisputed(it)) => concerns(it.entry),
            Some(
                RecordEvent::EntryCorrected(_)
                | RecordEvent::EntryWithdrawn(_)
                | RecordEvent::StatementAttached(_)
                | RecordEvent::EntryRestricted(_)
                | RecordEvent::RestrictionLifted(_)
                | RecordEvent::HoldPlaced(_)
                | RecordEvent::HoldLifted(_),
            ) => false,
            None => item::disputed_knowledge(entry.event()).is_some_and(concerns),
        });
        disputing.map(Effective::id).collect()
    }
}

#[cfg(test)]
mod tests;
