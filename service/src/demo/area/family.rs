//! A family while it is known: the children, the adults, the agencies around them, how far its course
//! has come, and what is still to happen. It is dropped when nothing more is to happen.

use std::collections::{BTreeMap, VecDeque};

use candour_commands::Request;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, EntryId, PersonId};
use candour_domain::meeting::{Attendee, Grounds};
use candour_domain::party::{Actor, AgencyKind, Recipient};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::agenda::{Agenda, Turn};
use super::chance::Chance;
use super::corrections;
use super::course::Scene;
use super::people::{Adult, Child};
use super::places::{Desk, request};
use super::sitting::Sitting;
use super::world::World;

/// How many of a family's latest facts are kept in mind, for decisions to rest on.
const FACTS_MAX: usize = 16;

/// A family and its course.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) chance: Chance,
    pub(super) number: u64,
    pub(super) case: CaseId,
    pub(super) reference: Label,
    pub(super) children: Vec<Child>,
    pub(super) adults: Vec<Adult>,
    /// The agencies around the children, and who there knows them.
    pub(super) around: Vec<Desk>,
    pub(super) course: Course,
    pub(super) agenda: Agenda<Scene>,
    /// When the latest entry of the course was recorded: whatever follows is recorded after it.
    on_record: DateTime<Utc>,
    facts: VecDeque<(EntryId, DateTime<Utc>)>,
}

/// How far a family's course has come: the entries that later ones follow.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Whether the case has been closed.
    pub(super) closed: bool,
    /// How many contacts there have been.
    pub(super) contacts: u32,
    pub(super) contact: Option<(EntryId, DateTime<Utc>)>,
    pub(super) referral: Option<EntryId>,
    pub(super) assessment: Option<EntryId>,
    pub(super) worker: Option<Allocated>,
    pub(super) lead: Option<Allocated>,
    /// The agencies that are involved, with the entries that say so.
    pub(super) involved: BTreeMap<AgencyId, EntryId>,
    pub(super) help_plan: Option<EntryId>,
    /// Whether a child has moved to relatives: that is the story of one child in a family.
    pub(super) moved: bool,
    /// Whether a strategy discussion is still to be held.
    pub(super) discussing: bool,
    /// When the last one was.
    pub(super) discussed_at: Option<DateTime<Utc>>,
    pub(super) enquiry: Option<EntryId>,
    /// The conference that is still to be held.
    pub(super) convened: Option<EntryId>,
    /// The initial conference of the plans that run.
    pub(super) conference: Option<EntryId>,
    /// The plans that run, each child's own.
    pub(super) plans: Vec<(ChildId, EntryId)>,
    /// How many reviews those plans have had.
    pub(super) reviews: u8,
    /// The actions that are still open.
    pub(super) actions: Vec<EntryId>,
    pub(super) pre_proceedings: Option<EntryId>,
    pub(super) application: Option<EntryId>,
    pub(super) offers: Offers,
}

/// How far family group decision making has come.
#[derive(Debug, Default)]
pub(super) struct Offers {
    /// Whether it has been offered.
    pub(super) made: bool,
    /// Whether somebody accepted.
    pub(super) accepted: bool,
}

impl Course {
    /// Whether child protection plans run.
    pub(super) fn protected(&self) -> bool {
        !self.plans.is_empty()
    }

    /// Whether the plans of a conference still run.
    pub(super) fn runs(&self, conference: EntryId) -> bool {
        self.conference == Some(conference) && self.protected()
    }

    /// Whether the family is before court, or about to be.
    pub(super) fn before_court(&self) -> bool {
        self.pre_proceedings.is_some() || self.application.is_some()
    }

    /// Whether something is under way that a case does not close upon.
    pub(super) fn under_way(&self) -> bool {
        let steps = [
            self.assessment,
            self.help_plan,
            self.enquiry,
            self.convened,
            self.pre_proceedings,
            self.application,
        ];
        self.discussing || self.protected() || steps.iter().any(Option::is_some)
    }
}

/// Somebody who is allocated to the case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allocated {
    pub(super) entry: EntryId,
    /// Their place among the workers.
    pub(super) worker: usize,
}

impl Family {
    /// A family that becomes known, with nothing to happen to it yet.
    pub(super) fn new(
        chance: Chance,
        number: u64,
        (case, reference): (CaseId, Label),
        (children, adults): (Vec<Child>, Vec<Adult>),
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            chance,
            number,
            case,
            reference,
            children,
            adults,
            around: Vec::new(),
            course: Course::default(),
            agenda: Agenda::new(),
            on_record: at,
            facts: VecDeque::new(),
        }
    }

    /// The children, by their identifiers.
    pub(super) fn child_ids(&self) -> Vec<ChildId> {
        self.children.iter().map(|child| child.id).collect()
    }

    /// The adults, by their identifiers.
    pub(super) fn adult_ids(&self) -> Vec<PersonId> {
        self.adults.iter().map(|adult| adult.id).collect()
    }

    /// The adults with parental responsibility.
    pub(super) fn parents(&self) -> Vec<PersonId> {
        self.adults.iter().filter(|it| it.responsible).map(|it| it.id).collect()
    }

    /// Keeps a fact in mind.
    pub(super) fn fact(&mut self, entry: EntryId, recorded: DateTime<Utc>) {
        if self.facts.len() == FACTS_MAX {
            self.facts.pop_front();
        }
        self.facts.push_back((entry, recorded));
    }
}

/// A family at a moment at which something happens to it.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub(super) world: &'a mut World,
    pub(super) family: &'a mut Family,
    /// The moment.
    pub(super) at: DateTime<Utc>,
}

impl Stage<'_> {
    pub(super) fn chance(&mut self) -> &mut Chance {
        &mut self.family.chance
    }

    /// One of several ways to say it.
    pub(super) fn words(&mut self, of: &[&str]) -> Text {
        Text::new(*self.family.chance.one(of))
    }

    /// Two different ways to say it, one after the other.
    pub(super) fn more_words(&mut self, of: &[&str]) -> Text {
        let two: Vec<&str> = self.family.chance.some(of, 2);
        Text::new(two.join(" "))
    }

    /// Sits down to write about the case, so many minutes after it happened, and never before what
    /// the course rests on is on record.
    pub(super) fn sitting(&mut self, by: &Actor, minutes_after: i64) -> Sitting {
        let written = self.at + TimeDelta::minutes(minutes_after);
        self.sitting_at(by, written)
    }

    /// Sits down to write about the case at a time.
    pub(super) fn sitting_at(&mut self, by: &Actor, written: DateTime<Utc>) -> Sitting {
        let recorded = written.max(self.family.on_record);
        let id = request(&mut self.family.chance);
        let stream = StreamId::Case(self.family.case);
        Sitting::new(id, stream, by.clone(), recorded, self.family.child_ids())
    }

    /// Hands in what later entries may follow: nothing that comes after is recorded before it.
    pub(super) fn hand_in(&mut self, sitting: Sitting) {
        self.family.on_record = sitting.recorded();
        self.hand_in_apart(sitting);
    }

    /// Hands in what nothing follows.
    pub(super) fn hand_in_apart(&mut self, sitting: Sitting) {
        if sitting.is_empty() {
            return;
        }
        let (at, by) = (sitting.recorded(), sitting.by().clone());
        let Some(request) = sitting.request() else { return };
        let people = self.family.adult_ids();
        let days = &self.world.days;
        let wrong = (&request, &by);
        let right = corrections::put_right(wrong, at, days, &people, &mut self.family.chance);
        self.put(at, [request]);
        if let Some((at, request)) = right {
            self.put(at, [request]);
        }
    }

    /// Puts requests down to be recorded at a time.
    pub(super) fn put(&mut self, at: DateTime<Utc>, requests: impl IntoIterator<Item = Request>) {
        for request in requests {
            self.family.agenda.put(at, Turn::Record(Box::new(request)));
        }
    }

    /// Something happens to the family at a later time.
    pub(super) fn then(&mut self, at: DateTime<Utc>, scene: impl Into<Scene>) {
        let at = at.max(self.at);
        self.family.agenda.put(at, Turn::Play(scene.into()));
    }

    /// A moment in office hours so many working days from now.
    pub(super) fn office(&mut self, working_days: i64) -> DateTime<Utc> {
        self.world.days.office(&mut self.family.chance, self.at, working_days)
    }

    /// A moment in office hours about so many calendar days from now.
    pub(super) fn office_in_days(&mut self, days: i64) -> DateTime<Utc> {
        self.world.days.office_in_days(&mut self.family.chance, self.at, days)
    }

    /// Something happens so many working days from now.
    pub(super) fn then_after(&mut self, working_days: i64, scene: impl Into<Scene>) {
        let at = self.office(working_days);
        self.then(at, scene);
    }

    /// Something happens about so many calendar days from now.
    pub(super) fn then_in_days(&mut self, days: i64, scene: impl Into<Scene>) {
        let at = self.office_in_days(days);
        self.then(at, scene);
    }

    /// The day so many working days from now.
    pub(super) fn day_after(&self, working_days: i64) -> NaiveDate {
        let today = candour_domain::time::london_date(self.at);
        self.world.days.working_day(today, working_days)
    }

    /// Today, in London.
    pub(super) fn today(&self) -> NaiveDate {
        candour_domain::time::london_date(self.at)
    }

    /// What a decision that is recorded at a time can rest on: the latest facts that are on record
    /// by then.
    pub(super) fn grounds(&mut self, at: DateTime<Utc>, rationale: Text) -> Grounds {
        let on_record = self.family.facts.iter().filter(|(_, recorded)| *recorded < at);
        let considered = on_record.map(|(entry, _)| *entry).collect();
        let rationale = Recorded::Recorded(rationale);
        Grounds { considered, relied_on: Vec::new(), rationale }
    }

    /// The latest facts that are on record by a time.
    pub(super) fn facts(&self, at: DateTime<Utc>) -> Vec<EntryId> {
        let on_record = self.family.facts.iter().filter(|(_, recorded)| *recorded < at);
        on_record.map(|(entry, _)| *entry).collect()
    }

    /// Who of an agency of a kind knows the children; somebody there gets to know them, where
    /// nobody does yet.
    pub(super) fn known_by(&mut self, kind: AgencyKind) -> Desk {
        let known = self.family.around.iter().copied();
        if let Some(desk) = known.clone().find(|it| self.world.places.agency(*it).kind == kind) {
            return desk;
        }
        let desk = self.world.places.desk(kind, &mut self.family.chance);
        self.family.around.push(desk);
        desk
    }

    /// One of the children who are born.
    pub(super) fn a_born_child(&mut self) -> Option<ChildId> {
        let today = self.today();
        let born = self.family.children.iter().filter(|it| it.born <= today);
        let born: Vec<ChildId> = born.map(|it| it.id).collect();
        (!born.is_empty()).then(|| *self.family.chance.one(&born))
    }

    /// Who sits at a desk now.
    pub(super) fn actor(&self, desk: Desk) -> Actor {
        self.world.places.actor(desk).clone()
    }
}

/// An entry that is followed, where there is one.
pub(super) fn follows(entry: Option<EntryId>) -> Antecedent {
    entry.map_or(Antecedent::NotInThisLedger, Antecedent::Named)
}

/// Somebody as a recipient.
pub(super) fn recipient(who: &Actor) -> Recipient {
    match who.practitioner.value() {
        Some(practitioner) => {
            Recipient::Practitioner { practitioner: *practitioner, agency: who.agency }
        }
        None => Recipient::Agency(who.agency),
    }
}

/// Somebody as one who attends.
pub(super) fn attendee(who: &Actor) -> Attendee {
    match who.practitioner.value() {
        Some(practitioner) => {
            Attendee::Practitioner { practitioner: *practitioner, agency: who.agency }
        }
        None => Attendee::Agency(who.agency),
    }
}
