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
//! - `an_entry_is_counted_once_for_a_rule`: for two children alike; where they stand otherwise, apart.
//! - `people_are_read_beside_a_case_with_a_court_application_alone`: to whom an offer was owed.

use candour_domain::case::CaseEvent;
use candour_domain::case::proceedings::ProceedingsEvent;
use candour_domain::duty::{
    Answer, DueTimes, Facts, Family, Life, Subject, Terms, Unmet, lives, responsible,
};
use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, Position, StreamId};
use candour_domain::event::Event;
use candour_domain::time::Interval;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::context::Rules;
use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{code, place};
use crate::casebook::named_in;

/// Duties.
pub(in super::super) struct Duties;

pub(crate) static DUTY: Table = Table {
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
        column(
            "counted_as",
            Kind::Code,
            "How it is counted beside others that its entry opens by the same rule: once, where they \
             differ in whom they are about alone; with_another, where such a one is counted; or apart.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "entry",
            "rule",
            "due_from",
            "due_until",
            "due_soon_after",
            "overdue_until",
            "unmet",
            "settled",
            "answered_from",
            "answered_until",
            "outcome",
            "falls",
            "counted_as",
        ],
        left_out: Some(("counted_as", "with_another")),
    }),
    indexes: &[&["overdue_until"], &["falls"]],
};

impl Model for Duties {
    fn name(&self) -> &'static str {
        "duties"
    }

    fn version(&self) -> u32 {
        4
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&DUTY];
        &TABLES
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
        let from = rows.len();
        for rules in scene.rules() {
            let found = lives(&facts, rules.book, family, rules.until);
            rows.extend(found.iter().filter_map(|life| row(life, rules, scene)));
        }
        count(&mut rows[from..]);
    }
}

/// Where the rule stands among the cells.
const RULE: usize = 0;
/// Where it stands whom a duty is about.
const WHOM: std::ops::RangeInclusive<usize> = 3..=5;
/// Where the moment stands by which it is counted.
const FALLS: usize = 19;
/// Where it is said how it is counted.
const COUNTED_AS: usize = 20;

/// Says of each row how it is counted: an entry counts once for a rule, whomever it concerns.
fn count(rows: &mut [Row]) {
    let keys: Vec<(Position, Cell)> =
        rows.iter().map(|row| (row.entry, row.cells[RULE].clone())).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| (&keys[*at], *at));
    for same in order.chunk_by(|one, other| keys[*one] == keys[*other]) {
        let first = &rows[same[0]];
        let alike =
            lasts_from_the_start(first) && same.iter().all(|at| is_alike(first, &rows[*at]));
        for (number, at) in same.iter().enumerate() {
            let counted = match (alike, number) {
                (false, _) => "apart",
                (true, 0) => "once",
                (true, _) => "with_another",
            };
            rows[*at].cells[COUNTED_AS] = Cell::Code(counted);
        }
    }
}

/// Whether a row says all that there is of a duty, from before it falls and for good.
fn lasts_from_the_start(row: &Row) -> bool {
    row.true_until.is_none() && Cell::Moment(row.true_from) <= row.cells[FALLS]
}

/// Whether two differ in whom they are about alone.
fn is_alike(one: &Row, other: &Row) -> bool {
    let mut cells = one.cells.iter().zip(&other.cells).enumerate();
    (one.true_from, one.true_until) == (other.true_from, other.true_until)
        && cells.all(|(at, (one, other))| WHOM.contains(&at) || at == COUNTED_AS || one == other)
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
        Cell::Nothing,
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
