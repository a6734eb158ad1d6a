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
//! - `an_entry_that_was_opened_alone_is_opened_and_not_known`: by whoever the ledger of accesses says opened it,
//!   from when it says so; a page that lists it is no step.

mod answer;
mod called;
mod context;
mod derive;
mod exchange;
mod exchanged;
mod firsts;
mod gaps;
mod involvement;
mod item;
mod knower;
mod known_to;
mod late;
mod matrix;
mod membership;
mod party;
mod places;
mod reading;
mod reading_later;
mod shown;
mod step;
mod steps;
mod who_knew;
mod words;

use std::borrow::Cow;

use candour_domain::case::CaseEvent;
use candour_domain::case::access::AccessEvent;
use candour_domain::case::record::RecordEvent;
use candour_domain::effective::{Effective, Standing, effective};
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::identifier::EntryId;
use candour_domain::meeting::Meeting;
use candour_domain::time::{Certainty, Interval, When};
use chrono::{DateTime, NaiveDate, Utc};

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::directory::Directory;

pub use answer::{AgencyName, AskedOn, Cite, Moment, StepView, TeamName, Who, WhoKind};
pub use answer::{Cited, CitedAt, SinceStep, SteppedAt, Taken, TakenStep, first_steps};
pub use context::{Context, ContextItem, NotReceived, Reliances};
pub use exchange::{Exchange, Holder};
pub use gaps::{Gap, GapItem, Gaps};
pub use item::{Item, ItemAt, ItemView};
pub use knower::Knower;
pub use known_to::{Acquired, KnownTo, Whose};
pub use late::{Late, LateRecords, Lateness, Watershed, WatershedEntry};
pub use matrix::{Cell, CellAt, CellView, Matrix, MatrixRow, Scope};
pub use reading::{Bearing, bearing};
pub(crate) use reading::{Passed, Passing, Reading, read};
pub use shown::{Showing, Shown};
pub use step::{How, Reach, Stage, Step};
pub use who_knew::{CouldHaveKnown, KnowerRow, WhoKnew};
pub use words::Words;

use called::Called;
use derive::Deriver;
pub(crate) use derive::{attended, in_person};
use exchanged::{Exchanged, Withheld};
use involvement::Involvements;
use membership::Memberships;
use party::{Body, Parties};
use places::{Place, Places};
use steps::Steps;

/// The names as they stood on the ledger's record. On the claims clock they are those of now: an
/// import registers its people long after the claims that it brings.
fn names(book: &Casebook, ask: Ask) -> Cow<'_, Directory> {
    match (ask.on_record.clock, ask.on_record.until) {
        (RecordClock::Ledger, Some(_)) => Cow::Owned(book.directory_at(ask.on_record)),
        (RecordClock::Ledger, None) | (RecordClock::Claims, _) => Cow::Borrowed(&book.directory),
    }
}

/// What every question asks of an entry.
#[derive(Debug, Clone, Copy)]
struct Mark {
    bearing: Bearing,
    /// When it was so: never later than the record that attests it.
    happened: Interval,
    /// When it was recorded, on the clock that was asked for.
    recorded: Interval,
    /// The last day of each.
    happened_day: NaiveDate,
    recorded_day: NaiveDate,
}

impl Mark {
    fn of((entry, clock): (&Entry, RecordClock), occurred: When, bearing: Bearing) -> Self {
        let recorded = entry.recorded(clock);
        let happened = occurred.interval().no_later_than(recorded.latest());
        let (happened_day, recorded_day) = (happened.last_day(), recorded.last_day());
        Self { bearing, happened, recorded, happened_day, recorded_day }
    }
}

/// The item that was opened alone, where an entry says that one was.
fn opened(by: &Effective<'_>, (places, marks): (&Places, &[Mark])) -> Option<Place> {
    let item = match by.event().case()? {
        CaseEvent::Access(AccessEvent::EntryOpened(it)) => places.find(it.entry)?,
        CaseEvent::Access(AccessEvent::ExportMade(_) | AccessEvent::RecordShown(_))
        | CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_) => return None,
    };
    let bearing = marks.get(item.index())?.bearing;
    (bearing != Bearing::Nothing).then_some(item)
}

/// What a case's entries say of knowing, ready to be asked.
pub struct Knowledge<'a> {
    ask: Ask,
    names: Cow<'a, Directory>,
    called: Called,
    entries: Vec<Effective<'a>>,
    /// Of each entry, in the same order; then of those that only attest a step.
    marks: Vec<Mark>,
    /// Entries that attest a step and are not themselves among those: that correct one and are not seen under
    /// the question, and those of the ledger of accesses.
    attesting: Vec<&'a Entry>,
    places: Places,
    parties: Parties,
    steps: Steps<'a>,
    exchanged: Exchanged,
    /// The meetings, with what was on the table, in ledger order.
    meetings: Vec<(Place, &'a Meeting)>,
    involved: Involvements,
}

impl<'a> Knowledge<'a> {
    /// Reads a case once, under one question.
    pub fn of(book: &'a Casebook, ask: Ask) -> Self {
        let teams = effective(&book.teams, ask.on_record);
        let memberships = Memberships::fold(&teams);
        let mut entries = book.effective(ask.on_record);
        entries.retain(|entry| entry.stands() && ask.keeps(entry));
        let mut accesses = effective(&book.accesses, ask.on_record);
        accesses.retain(|access| access.stands() && ask.keeps(access));
        let names = names(book, ask);
        let mut whole = Self {
            ask,
            called: Called::of(&names),
            names,
            places: Places::of(entries.iter().map(Effective::id)),
            marks: Vec::with_capacity(entries.len()),
            entries,
            attesting: Vec::new(),
            parties: Parties::default(),
            steps: Steps::default(),
            exchanged: Exchanged::default(),
            meetings: Vec::new(),
            involved: Involvements::default(),
        };
        whole.read(&memberships, &accesses);
        whole
    }

    fn read(&mut self, memberships: &Memberships, accesses: &[Effective<'a>]) {
        let entries = &self.entries;
        let clock = self.ask.on_record.clock;
        let mut deriver = Deriver::new(memberships, &self.places);
        for (index, entry) in entries.iter().enumerate() {
            let place = Place::at(index);
            let reading = read(entry.event());
            let mark = Mark::of((entry.entry, clock), entry.occurred(), reading.bearing);
            deriver.take(entry, (place, mark), &reading);
            if let Some(item) = opened(entry, (&self.places, &self.marks)) {
                deriver.opened(item, entry, (place, mark));
            }
            self.marks.push(mark);
            self.meetings.extend(reading.meeting.map(|meeting| (place, meeting)));
            self.exchanged.note(entry, place, &reading.passing, &self.places);
        }
        for (index, entry) in entries.iter().enumerate() {
            let Standing::Corrected { by, correction: _ } = entry.standing else { continue };
            // What corrects may not itself be seen under the question.
            let via = self.places.find(by.id).unwrap_or(Place::at(self.marks.len()));
            if via.index() == self.marks.len() {
                self.attesting.push(by);
                self.marks.push(Mark::of((by, clock), by.envelope.occurred, Bearing::Nothing));
            }
            deriver.corrected(Place::at(index), (by, via), self.marks[via.index()]);
        }
        for access in accesses {
            let Some(item) = opened(access, (&self.places, &self.marks)) else { continue };
            let occurred = access.occurred();
            let mark = Mark::of((access.entry, clock), occurred, Bearing::Nothing);
            deriver.opened(item, access, (Place::at(self.marks.len()), mark));
            self.attesting.push(access.entry);
            self.marks.push(mark);
        }
        let Deriver { steps, mut parties, .. } = deriver;
        for with in self.exchanged.withheld.values().flatten().filter_map(|it| it.with) {
            parties.number(Body::Agency(with));
        }
        self.steps = Steps::of(&steps, entries.len());
        self.parties = parties;
        self.involved = Involvements::of(entries);
    }

    /// The steps towards an item that had been taken by a moment, or may have been.
    fn steps_by(
        &self,
        item: Place,
        at: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = (&Step<'a>, Certainty)> {
        self.steps.towards(item).iter().filter_map(move |step| {
            let taken = at.map_or(Certainty::Yes, |at| step.time.by(at)).min(step.follows);
            (taken != Certainty::No).then_some((step, taken))
        })
    }

    /// The entries that are items of at least this bearing, in ledger order, with their places.
    fn items(&self, facts_only: bool) -> impl Iterator<Item = (Place, &Effective<'a>)> {
        let marked = self.entries.iter().zip(&self.marks).enumerate();
        let items = marked.filter(move |(_, (_, mark))| match mark.bearing {
            Bearing::Fact => true,
            Bearing::Judgement => !facts_only,
            Bearing::Nothing => false,
        });
        items.map(|(index, (entry, _))| (Place::at(index), entry))
    }

    /// The place of an item, fact or judgement, by its identifier.
    fn item_of(&self, id: EntryId) -> Option<(Place, &Effective<'a>)> {
        let place = self.places.find(id)?;
        match self.mark(place).bearing {
            Bearing::Fact | Bearing::Judgement => Some((place, self.effective(place)?)),
            Bearing::Nothing => None,
        }
    }

    /// The decisions not to share an item, in ledger order.
    fn withheld(&self, item: Place) -> &[Withheld] {
        self.exchanged.withheld.get(&item).map_or(&[], Vec::as_slice)
    }

    fn effective(&self, place: Place) -> Option<&Effective<'a>> {
        self.entries.get(place.index())
    }

    /// The place of an entry, or of one that only attests a step.
    fn place_of(&self, id: EntryId) -> Option<Place> {
        self.places.find(id).or_else(|| {
            let at = self.attesting.iter().position(|by| by.id == id)?;
            Some(Place::at(self.entries.len() + at))
        })
    }

    /// What every question asks of the entry at a place that was given out before.
    fn mark(&self, place: Place) -> Mark {
        self.marks[place.index()]
    }

    /// When an item was so: never later than the record that attests it.
    fn time_of(&self, place: Place) -> Interval {
        self.mark(place).happened
    }

    /// The disputes of an item, or of an entry from which knowing it would follow.
    fn disputes(&self, item: Place) -> Vec<Place> {
        let vias: Vec<Place> = self.steps.towards(item).iter().map(|step| step.via).collect();
        let concerns = |named: EntryId| {
            let named = self.place_of(named);
            named.is_some_and(|named| named == item || vias.contains(&named))
        };
        let disputing =
            self.entries.iter().enumerate().filter(|(_, entry)| match entry.event().record() {
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
        disputing.map(|(index, _)| Place::at(index)).collect()
    }
}

#[cfg(test)]
mod tests;
