//! Duties: each rule that an entry of a case engages, for each child or person, with all that its
//! status depends on but the moment. What a rule asks, and what answers it, is
//! `candour_domain::duty`; the status at a moment is worked out by the question. The members of
//! teams have a model of their own.
//!
//! Why a duty stands as it does is said in people's words, and is not kept here.
//!
//! # Rules
//! - `duties_kept_stand_as_assessing_the_case_finds_them`: at every moment by which they had certainly
//!   opened, as the record stood, by the rules adopted by then.
//! - `a_duty_and_its_answer_are_one_row`: its answer is written into it; the row before it was on
//!   record until then.
//! - `rules_adopted_divide_a_duty`: for the time of each book a row.
//! - `people_are_read_beside_a_case_with_a_court_application_alone`: to whom an offer was owed.

use candour_domain::case::CaseEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::duty::{
    Answer, DueTimes, Facts, Family, Life, Subject, Terms, Unmet, lives, responsible,
};
use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::time::Interval;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::context::Rules;
use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, place};
use crate::casebook::named_in;

/// Duties.
pub(in super::super) struct Duties;

static DUTY: Table = Table {
    name: "duty",
    view: "duties",
    about: "A duty: a rule that an entry engages for a child or person, and what its status depends \
            on. One that is answered after its due time is one row with both times.",
    columns: &[
        column("rule", Kind::Code, "The code of the rule: C3, FGDM-OFFER, L7."),
        column("weight", Kind::Code, "statute, statutory_guidance or local."),
        column("form", Kind::Code, "deadline, precondition or standing."),
        column("child", Kind::Identity, "The child whom it is about, where it is about one."),
        column("person", Kind::Identity, "The parent or holder of responsibility it is owed to."),
        column("practitioner", Kind::Identity, "The practitioner whose allocation it is about."),
        column("opened", Kind::Moment, "When its opening entry had certainly happened."),
        column("counted_from", Kind::Moment, "From when it is counted, at the latest."),
        column("due_from", Kind::Moment, "The first moment at which it can be too late."),
        column("due_until", Kind::Moment, "The first moment at which it certainly is."),
        column("due_precision", Kind::Code, "day or moment."),
        column("due_soon_after", Kind::Moment, "After this moment it is called due soon."),
        column(
            "overdue_until",
            Kind::Moment,
            "Until this moment it is called overdue; after it, not met in time.",
        ),
        column(
            "unmet",
            Kind::Code,
            "breached or not_met_in_time: what is said once it is too late.",
        ),
        column(
            "settled",
            Kind::Code,
            "How it stands whatever the moment, where the record settles that.",
        ),
        column("answered_by", Kind::Entry, "The entry that discharges, excuses or ends it."),
        column("answered_from", Kind::Moment, "After this moment that can have happened."),
        column("answered_until", Kind::Moment, "By this moment it certainly had."),
        column(
            "outcome",
            Kind::Code,
            "What the answer makes of it: met, met_late, excused, ended, breached, not_certain; none \
             where it came too late to end it.",
        ),
        column(
            "falls",
            Kind::Moment,
            "The moment by which it is counted in a time: the due time, or where nothing is counted \
             the opening.",
        ),
    ],
    indexes: &[&["overdue_until"], &["falls"]],
};

/// What waits for somebody, and what its status and its row of the worklist take.
const WAITING: &[&str] = &[
    "overdue_until",
    "answered_until",
    "rule",
    "entry",
    "true_from",
    "true_until",
    "due_from",
    "due_until",
    "due_soon_after",
    "answered_from",
    "outcome",
    "settled",
    "unmet",
    "due_precision",
    "child",
    "practitioner",
];

/// What fell due in a time, and what its status takes.
const FALLEN: &[&str] = &[
    "falls",
    "rule",
    "entry",
    "answered_until",
    "true_from",
    "true_until",
    "due_from",
    "due_until",
    "due_soon_after",
    "answered_from",
    "outcome",
    "settled",
    "unmet",
    "overdue_until",
];

impl Model for Duties {
    fn name(&self) -> &'static str {
        "duties"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&DUTY];
        &TABLES
    }

    fn looked_up_now_by(&self) -> &'static [(&'static Table, &'static [&'static str])] {
        static BY: [(&Table, &[&str]); 2] = [(&DUTY, WAITING), (&DUTY, FALLEN)];
        &BY
    }

    fn looks_around(&self) -> bool {
        true
    }

    fn reads_beside(&self, own: &[Entry]) -> bool {
        own.iter().any(|entry| {
            let event = entry.event.case();
            matches!(
                event,
                Some(CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(_)))
            )
        })
    }

    fn beside(&self, entry: &Entry, streams: &mut Vec<StreamId>) {
        let people = named_in(entry).into_iter();
        streams.extend(people.filter(|stream| matches!(stream, StreamId::Person(_))));
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let Event::Case(event) = entry.event() else { return };
        groups.extend(Family::of(event).iter().map(|family| Group::Kind(family.number())));
    }

    fn rows(
        &self,
        group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let Group::Kind(number) = group else { return };
        let Some(family) = Family::numbered(number) else { return };
        let facts = Facts {
            case: entries.to_vec(),
            teams: Vec::new(),
            kinds: scene.kinds(),
            responsible: match family {
                Family::Guards => responsible(scene.beside),
                Family::FrontDoor
                | Family::Confirmation
                | Family::Enquiry
                | Family::Plan
                | Family::StrategyRecord
                | Family::Papers
                | Family::Visits
                | Family::Supervision
                | Family::Replies
                | Family::Challenges
                | Family::Incidents
                | Family::Emergency
                | Family::Proceedings
                | Family::Quorum => Vec::new(),
            },
        };
        for rules in scene.rules() {
            let found = lives(&facts, rules.book, family, rules.until);
            rows.extend(found.iter().filter_map(|life| row(life, rules, scene)));
        }
    }
}

/// The row of a life, for the time in which it certainly had opened and the rules hold.
fn row(life: &Life, rules: Rules<'_>, scene: &Scene<'_>) -> Option<Row> {
    let terms = &life.terms;
    let entry = scene.place(terms.opening?)?;
    // It holds after one moment and up to another, which the file tells apart to a microsecond.
    let after = |moment: DateTime<Utc>| moment + TimeDelta::microseconds(1);
    let opened = terms.opened?.latest();
    let true_from =
        [life.after.map(after), rules.from].into_iter().flatten().fold(opened, Ord::max);
    let true_until = [life.until.map(after), rules.until].into_iter().flatten().min();
    if true_until.is_some_and(|until| until <= true_from) {
        return None;
    }
    Some(Row { table: &DUTY, entry, true_from, true_until, cells: cells(terms, opened, scene) })
}

fn cells(terms: &Terms, opened: DateTime<Utc>, scene: &Scene<'_>) -> Vec<Cell> {
    let rule = terms.rule.rule();
    let [child, person, practitioner] = whom(terms.subject);
    let moment = |at: Option<DateTime<Utc>>| Cell::or_nothing(at, Cell::Moment);
    let due = |of: fn(DueTimes) -> DateTime<Utc>| moment(terms.due.map(of));
    let answered = |of: fn(Interval) -> DateTime<Utc>| {
        moment(terms.answer.and_then(|answer| answer.at).map(of))
    };
    let unmet = match rule.unmet {
        Unmet::Breached => "breached",
        Unmet::NotMetInTime => "not_met_in_time",
    };
    let answer = terms.answer;
    vec![
        Cell::Code(rule.code.as_str()),
        code(&rule.weight),
        code(&rule.form),
        child,
        person,
        practitioner,
        Cell::Moment(opened),
        moment(terms.counted_from.map(Interval::latest)),
        due(|times| times.due.earliest),
        due(|times| times.due.latest),
        Cell::or_nothing(terms.due, |times| code(&times.due.precision)),
        due(|times| times.soon_after),
        due(|times| times.overdue_until),
        Cell::Code(unmet),
        Cell::or_nothing(terms.settled, |status| code(&status)),
        answer.map_or(Cell::Nothing, |Answer { entry, .. }| place(scene, entry)),
        answered(Interval::earliest),
        answered(Interval::latest),
        Cell::or_nothing(answer.and_then(|answer| answer.outcome), |status| code(&status)),
        Cell::Moment(terms.due.map_or(opened, |times| times.due.latest)),
    ]
}

/// The child, the person and the practitioner whom a duty is about, where it is about one.
fn whom(subject: Subject) -> [Cell; 3] {
    let child = |child| Cell::Identity(StreamId::Child(child));
    match subject {
        Subject::Case | Subject::Seat(_) => [Cell::Nothing, Cell::Nothing, Cell::Nothing],
        Subject::Child(of) => [child(of), Cell::Nothing, Cell::Nothing],
        Subject::Person { person, child: of } => {
            [Cell::or_nothing(of, child), Cell::Identity(StreamId::Person(person)), Cell::Nothing]
        }
        Subject::Practitioner(practitioner) => {
            let practitioner = Cell::Identity(StreamId::Practitioner(practitioner));
            [Cell::Nothing, Cell::Nothing, practitioner]
        }
    }
}
