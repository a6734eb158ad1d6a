//! One duty as it is shown: names beside identifiers, days and words beside moments.

use candour_domain::basis::{Applies, LegalBasis};
use candour_domain::duty::{
    Due, DuePrecision, Duty, Facts, Form, Gap, Late, RuleBook, Status, Subject, Weight,
};
use candour_domain::identifier::EntryId;
use candour_domain::team::Seat;
use candour_domain::time::{Interval, london_minute};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::directory::Directory;
use crate::shape::{ChildName, Dated, PersonName, Pointer};

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueView {
    /// In words: "17 Mar 2026", "by 3 Mar 2026 14:05", "28 Feb to 30 Mar 2026".
    pub text: String,
    /// The first day by which it can be due.
    pub from: NaiveDate,
    /// The day by which it is due; where the opening is not known to the day, the last it can be.
    pub to: NaiveDate,
    /// The moment from which it is too late.
    pub until: DateTime<Utc>,
    /// Whether it is due by the end of a day or by a moment.
    pub precision: DuePrecision,
}

impl From<Due> for DueView {
    fn from(due: Due) -> Self {
        let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
        let (from, to) = (due.first_day(), due.last_day());
        let text = match due.precision {
            DuePrecision::Moment => format!("by {:#}", london_minute(due.earliest)),
            DuePrecision::Day if from == to => day(to),
            DuePrecision::Day => format!("{} to {}", day(from), day(to)),
        };
        Self { text, from, to, until: due.latest, precision: due.precision }
    }
}

/// A duty, for all children to whom its opening bears alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DutyRow {
    /// The code of the rule: "C3", "FGDM-OFFER", "L7".
    pub rule: String,
    /// What is to be done or to be so.
    pub title: String,
    /// The form of the rule.
    pub form: Form,
    /// The weight of the rule.
    pub weight: Weight,
    /// The legal basis.
    pub legal_basis: LegalBasis,
    /// From when the legal basis applies, by the rules adopted by then.
    pub applies: Applies,
    /// The entry that opened it; none where nothing has.
    pub opening: Option<Pointer>,
    /// When that was.
    pub opened: Option<Dated>,
    /// The children whom it is about; none where it is about the case as a whole.
    pub children: Vec<ChildName>,
    /// The parent or holder of parental responsibility whom it is about, where it is one.
    pub person: Option<PersonName>,
    /// The allocated practitioner whose allocation it is about, by name, where it is one.
    pub practitioner: Option<String>,
    /// The seat of a team that it is about, where it is one.
    pub seat: Option<Seat>,
    /// The day from which it is counted, which is day 0.
    pub counted_from: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<DueView>,
    /// How it stands.
    pub status: Status,
    /// The same in words.
    pub status_text: String,
    /// The entry that discharged, excused or ended it.
    pub discharged_by: Option<Pointer>,
    /// When that was.
    pub discharged: Option<Dated>,
    /// The working day on which it was discharged, or which it is while it is open.
    pub working_day: Option<u32>,
    /// How late it was.
    pub late: Option<Late>,
    /// The days on which what is to be so was not.
    pub gaps: Vec<Gap>,
    /// Why it stands so, where that needs saying.
    pub note: Option<String>,
}

/// What rows are made with.
pub(super) struct Rows<'r, 'a> {
    pub(super) book: &'r Casebook,
    pub(super) ask: &'r Ask,
    pub(super) rules: &'r RuleBook,
    pub(super) names: &'r Directory,
    pub(super) facts: &'r Facts<'a>,
}

impl Rows<'_, '_> {
    /// The row of a duty and of those that differ from it in their child alone.
    pub(super) fn of(&self, duty: &Duty, children: &[Subject]) -> DutyRow {
        let rule = duty.rule.rule();
        let mut row = DutyRow {
            rule: duty.rule.to_string(),
            title: rule.title.to_owned(),
            form: rule.form,
            weight: rule.weight,
            legal_basis: rule.basis,
            applies: self.rules.applies(rule.basis),
            opening: duty.opening.map(|entry| self.pointer(entry)),
            opened: duty.opening.and_then(|entry| self.dated(entry)),
            children: Vec::new(),
            person: None,
            practitioner: None,
            seat: None,
            counted_from: duty.counted_from.map(Interval::last_day),
            due: duty.due.map(DueView::from),
            status: duty.status,
            status_text: duty.status.words().to_owned(),
            discharged_by: duty.answered_by.map(|entry| self.pointer(entry)),
            discharged: duty.answered_by.and_then(|entry| self.dated(entry)),
            working_day: duty.working_day,
            late: duty.late,
            gaps: duty.gaps.clone(),
            note: duty.note.clone(),
        };
        for subject in children {
            match *subject {
                Subject::Case => {}
                Subject::Child(child) => row.children.push(self.names.child(child)),
                Subject::Person { person, child } => {
                    row.person = Some(self.names.person(person));
                    row.children.extend(child.map(|child| self.names.child(child)));
                }
                Subject::Practitioner(practitioner) => {
                    row.practitioner = Some(self.names.practitioner_name(practitioner));
                }
                Subject::Seat(seat) => row.seat = Some(seat),
            }
        }
        row
    }

    fn pointer(&self, id: EntryId) -> Pointer {
        let mut all = self.book.entries.iter().chain(&self.book.teams);
        all.find(|entry| entry.id == id).map_or_else(
            || Pointer { entry: id, label: id.to_string(), position: 0 },
            |entry| Pointer::to(entry, self.names),
        )
    }

    fn dated(&self, id: EntryId) -> Option<Dated> {
        let mut all = self.facts.case.iter().chain(&self.facts.teams);
        all.find(|entry| entry.id() == id).map(|entry| Dated::of(entry.occurred(), self.ask))
    }
}
