//! Tests of the chronology: its order, columns and filters.

use candour_domain::case::information::{
    DisclosureReceived, InformationDisclosed, InformationEvent, ItemShared, NotSharedDecided,
    NotSharedGround, ObservationRecorded,
};
use candour_domain::case::record::{
    EntryDisputed, StatementAttached, StatementKind, WithdrawalGround,
};
use candour_domain::case::threshold::{StrategyDiscussionHeld, ThresholdEvent};
use candour_domain::entry::RecordClock;
use candour_domain::envelope::{Entered, FactStatus};
use candour_domain::identifier::EntryId;
use candour_domain::meeting::{Attendance, Attendee, Extent, Meeting, PartsAttended, Tabled};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{CivilMonth, When};

use super::*;
use crate::sample::{
    CARE, DANA, MIA, OFFICER, POLICE, SCHOOL, Sample, TEACHER, THEO, at, date, day, minute, said,
};

fn all() -> Ask {
    Ask::everything(RecordClock::Ledger)
}

fn made(sample: &Sample, ask: &Ask, filter: &Filter) -> Chronology {
    chronology(&sample.book(), ask, filter, &Calendar::england_and_wales().unwrap())
}

/// The rows of a filter that are about more than the opening of the case.
fn rows(sample: &Sample, ask: &Ask, filter: &Filter) -> Vec<Row> {
    let rows = made(sample, ask, filter).rows;
    rows.into_iter().filter(|row| row.chapter != "opening").collect()
}

fn row(sample: &Sample, ask: &Ask, of: EntryId) -> Row {
    rows(sample, ask, &Filter::default()).into_iter().find(|row| row.entry.entry == of).unwrap()
}

fn observed(words: &str) -> InformationEvent {
    InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new(words),
        response: said("noted"),
    })
}

fn item(item: EntryId, extent: Extent) -> Vec<ItemShared> {
    vec![ItemShared { item, extent: Recorded::Recorded(extent) }]
}

fn told(of: EntryId, to: candour_domain::identifier::AgencyId, extent: Extent) -> InformationEvent {
    InformationEvent::InformationDisclosed(InformationDisclosed {
        items: item(of, extent),
        to: Recipient::Agency(to),
        channel: Recorded::NotRecorded,
        said: Recorded::NotRecorded,
        purpose: Recorded::NotRecorded,
        request: None,
    })
}

fn noted(entry: EntryId, kind: StatementKind, words: &str) -> RecordEvent {
    RecordEvent::StatementAttached(StatementAttached {
        entry,
        by: Recorded::Recorded(Speaker::Practitioner(TEACHER)),
        kind,
        statement: Text::new(words),
    })
}

#[test]
fn rows_stand_in_the_order_in_which_things_happened() {
    let mut sample = Sample::family();
    let month = When::Month(CivilMonth::of(date(2, 1)));
    let about = When::AboutDay { day: date(2, 20), within_days: 7 };
    let times = [
        (month, "Feb 2026"),
        (day(2, 1), "1 Feb 2026"),
        (minute("01-20T15:05"), "20 Jan 2026 15:05"),
        (about, "about 20 Feb 2026"),
        (When::Days { from: date(2, 2), to: date(2, 6) }, "2 to 6 Feb 2026"),
    ];
    for (when, _) in times {
        sample.case(when, observed("something"));
    }
    let shown: Vec<(String, bool)> = rows(&sample, &all(), &Filter::default())
        .into_iter()
        .map(|row| (row.when.text, row.when.uncertain))
        .collect();
    let expected = [
        ("20 Jan 2026 15:05", false),
        ("1 Feb 2026", false),
        ("Feb 2026", true),
        ("2 to 6 Feb 2026", true),
        ("about 20 Feb 2026", true),
    ];
    assert_eq!(shown, expected.map(|(text, uncertain)| (text.to_owned(), uncertain)));
}

#[test]
fn a_later_note_and_an_analysis_are_never_part_of_the_fact() {
    let mut sample = Sample::family();
    let entry = sample.by(SCHOOL, day(1, 23), observed("quieter than before"));
    sample.case(day(3, 9), noted(entry, StatementKind::LaterNote, "written up later"));
    sample.case(day(4, 1), noted(entry, StatementKind::Analysis, "a pattern"));
    let withdrawn = sample.case(day(4, 2), noted(entry, StatementKind::LaterNote, "a slip"));
    sample.withdraw(day(4, 3), withdrawn);
    sample.case(
        day(5, 1),
        RecordEvent::EntryDisputed(EntryDisputed {
            entry,
            by: Speaker::Person(DANA),
            statement: Text::new("she was not"),
        }),
    );
    let row = row(&sample, &all(), entry);
    assert_eq!(
        (row.event.as_str(), row.response.as_deref()),
        ("quieter than before", Some("noted"))
    );
    let texts = |notes: &[Note]| -> Vec<(String, Option<String>, String)> {
        notes.iter().map(|it| (it.text.clone(), it.by.clone(), it.on.text.clone())).collect()
    };
    let note = |text: &str, by: &str, on: &str| {
        vec![(text.to_owned(), Some(by.to_owned()), on.to_owned())]
    };
    assert_eq!(texts(&row.later_notes), note("written up later", "R. Osei", "9 Mar 2026"));
    assert_eq!(texts(&row.analysis), note("a pattern", "R. Osei", "1 Apr 2026"));
    assert_eq!(texts(&row.disputes), note("she was not", "Dana Ashdown", "1 May 2026"));
    // As the record stood before, none of it was there; and none of it is a row.
    let before = rows(&sample, &all().on_record(at(2, 1)), &Filter::default());
    assert_eq!((before.len(), before[0].later_notes.len()), (1, 0));
    assert_eq!(rows(&sample, &all(), &Filter::default()).len(), 1);
}

#[test]
fn a_corrected_row_shows_its_replacement_at_the_first_ones_place() {
    let mut sample = Sample::family();
    let entry = sample.case(day(1, 12), observed("left arm"));
    sample.case(day(1, 13), observed("another visit"));
    let correction = sample.correct(day(2, 1), entry, observed("right arm"));
    let shown: Vec<String> =
        rows(&sample, &all(), &Filter::default()).into_iter().map(|row| row.event).collect();
    assert_eq!(shown, ["right arm", "another visit"]);
    let corrected = row(&sample, &all(), entry);
    let RowStanding::Corrected { by, on, reason, first } = corrected.standing else {
        panic!("it is corrected")
    };
    assert_eq!(
        (
            by.entry,
            on.text.as_str(),
            reason.as_str(),
            first.event.as_str(),
            first.when.text.as_str()
        ),
        (correction, "1 Feb 2026", "written down wrongly", "left arm", "12 Jan 2026")
    );
    let before = row(&sample, &all().on_record(at(1, 20)), entry);
    assert_eq!((before.event.as_str(), before.standing), ("left arm", RowStanding::AsRecorded));
}

#[test]
fn a_withdrawn_row_is_shown_as_withdrawn() {
    let mut sample = Sample::family();
    let entry = sample.case(day(1, 12), observed("another child"));
    let by = sample.withdraw(day(2, 1), entry);
    let row = row(&sample, &all(), entry);
    let RowStanding::Withdrawn { by: shown, on, ground, reason } = row.standing else {
        panic!("it is withdrawn")
    };
    assert_eq!(
        (shown.entry, on.text.as_str(), ground, reason.as_str()),
        (by, "1 Feb 2026", WithdrawalGround::WrongChild, "another family")
    );
}

#[test]
fn an_allegation_reads_was_told_that() {
    let mut sample = Sample::family();
    let entry = sample.case(day(1, 12), observed("he hit her"));
    sample.last().envelope.status = Recorded::Recorded(FactStatus::Alleged);
    let seen = sample.case(day(1, 13), observed("a cut lip"));
    sample.last().envelope.status = Recorded::Recorded(FactStatus::Observed);
    assert_eq!(row(&sample, &all(), entry).reads, Some("was told that"));
    assert_eq!(row(&sample, &all(), seen).reads, None);
}

#[test]
fn a_row_says_how_late_it_was_recorded() {
    let mut sample = Sample::family();
    // C5 of the worked case: 4 February, entered on 17 February; the ledger took it in November.
    let visit = sample.case(minute("02-04T14:00"), observed("a visit"));
    sample.row("C5", Entered::Stated(day(2, 17)));
    sample.last().recorded_at = at(11, 20);
    let shown = |clock| row(&sample, &Ask::everything(clock), visit).recorded;
    assert_eq!(
        shown(RecordClock::Claims),
        RecordedShown {
            clock: RecordClock::Claims,
            on: date(2, 17),
            basis: RecordedBasis::Claimed,
            accepted: at(11, 20),
            lag_calendar_days: 13,
            lag_working_days: Some(9),
        }
    );
    assert_eq!(
        shown(RecordClock::Ledger),
        RecordedShown {
            clock: RecordClock::Ledger,
            on: date(11, 20),
            basis: RecordedBasis::Ledger,
            accepted: at(11, 20),
            lag_calendar_days: 289,
            lag_working_days: Some(202),
        }
    );
}

/// A police item that was sent to social care, received there, not shared with the school by social
/// care, and put before a strategy discussion.
fn shared() -> (Sample, EntryId) {
    let mut sample = Sample::family();
    let p2 = sample.by(POLICE, minute("01-18T23:15"), observed("a call-out"));
    sample.about(&[MIA, THEO]).row("P2", Entered::Stated(day(1, 19)));
    sample.by(POLICE, day(1, 19), told(p2, CARE, Extent::Gist));
    let sent = sample.step_of(p2, 1);
    sample.by(
        POLICE,
        day(1, 20),
        InformationEvent::DisclosureReceived(DisclosureReceived {
            disclosure: Antecedent::Named(sent),
            items: item(p2, Extent::Gist),
            by: Recipient::Agency(CARE),
            how: Recorded::NotRecorded,
            account: Recorded::NotRecorded,
        }),
    );
    sample.step_of(p2, 2);
    sample.case(
        day(1, 21),
        InformationEvent::NotSharedDecided(NotSharedDecided {
            items: vec![p2],
            with: Recipient::Agency(SCHOOL),
            ground: NotSharedGround::NotThoughtRelevant,
            reason: Recorded::NotRecorded,
            review: None,
        }),
    );
    let there = |who, parts| Attendance {
        who,
        post: Recorded::NotRecorded,
        capacity: Recorded::NotRecorded,
        from: None,
        until: None,
        parts,
    };
    let meeting = Meeting {
        attendance: vec![
            there(
                Attendee::Practitioner { practitioner: OFFICER, agency: POLICE },
                PartsAttended::All,
            ),
            there(Attendee::Agency(CARE), PartsAttended::All),
            there(Attendee::Agency(CARE), PartsAttended::All),
            there(Attendee::Person(DANA), PartsAttended::NotRecorded),
        ],
        table: vec![Tabled::item(p2)],
        ..Meeting::default()
    };
    sample.case(
        day(2, 24),
        ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
            convened: None,
            meeting,
            account: said("Strategy discussion."),
            proceeded_without_quorum: None,
        }),
    );
    (sample, p2)
}

#[test]
fn a_row_says_to_whom_it_was_disclosed_and_when() {
    let (sample, p2) = shared();
    let steps: Vec<(DisclosedStep, String, String, Option<Extent>)> = row(&sample, &all(), p2)
        .disclosed_to
        .into_iter()
        .map(|it| (it.step, it.to, it.on.text, it.extent))
        .collect();
    let care = || "Children's social care".to_owned();
    assert_eq!(
        steps,
        [
            (DisclosedStep::Told, care(), "19 Jan 2026".to_owned(), Some(Extent::Gist)),
            (DisclosedStep::Received, care(), "20 Jan 2026".to_owned(), Some(Extent::Gist)),
            (
                DisclosedStep::NotShared,
                "Oakfield Primary School".to_owned(),
                "21 Jan 2026".to_owned(),
                None
            ),
            (DisclosedStep::PutBeforeMeeting, care(), "24 Feb 2026".to_owned(), None),
        ]
    );
}

#[test]
fn steps_of_an_imported_row_are_rows_that_can_be_hidden() {
    let (sample, _) = shared();
    let labels = |steps| -> Vec<(String, bool)> {
        let rows = rows(&sample, &all(), &Filter { steps, ..Filter::default() });
        rows.into_iter().map(|row| (row.entry.label, row.step)).collect()
    };
    let expected = |labels: &[(&str, bool)]| -> Vec<(String, bool)> {
        labels.iter().map(|(label, step)| ((*label).to_owned(), *step)).collect()
    };
    let hidden = expected(&[("P2", false), ("#18", false), ("#19", false)]);
    assert_eq!(labels(Steps::Hidden), hidden);
    assert_eq!(
        labels(Steps::Shown),
        expected(&[
            ("P2", false),
            ("P2, told Children's social care", true),
            ("P2, received by Children's social care", true),
            ("#18", false),
            ("#19", false),
        ])
    );
}

#[test]
fn a_filter_leaves_the_numbers_of_the_rows_as_they_are() {
    let (mut sample, _) = shared();
    sample.by(SCHOOL, day(1, 23), observed("Mia drew a broken DOOR"));
    sample.about(&[MIA]);
    let numbers = |filter: Filter| -> Vec<usize> {
        let filter = Filter { steps: Steps::Shown, ..filter };
        made(&sample, &all(), &filter).rows.into_iter().map(|row| row.sequence).collect()
    };
    let none = Filter::default;
    let chronology = made(&sample, &all(), &none());
    assert_eq!((chronology.rows_in_all, chronology.rows.len()), (10, 8));
    assert_eq!(numbers(Filter { agency: Some(POLICE), ..none() }), [5, 6, 7]);
    assert_eq!(numbers(Filter { child: Some(MIA), ..none() }), [2, 5, 9]);
    assert_eq!(numbers(Filter { person: Some(DANA), ..none() }), [4, 10]);
    assert_eq!(numbers(Filter { kind: Some("threshold".to_owned()), ..none() }), [10]);
    assert_eq!(numbers(Filter { kind: Some("notshareddecided".to_owned()), ..none() }), [8]);
    assert_eq!(numbers(Filter { keyword: Some("broken door".to_owned()), ..none() }), [9]);
    assert_eq!(numbers(Filter { from: Some(date(1, 23)), ..none() }), [9, 10]);
    let until = Filter { from: Some(date(1, 19)), to: Some(date(1, 20)), ..none() };
    assert_eq!(numbers(until), [6, 7]);
    assert_eq!(numbers(Filter { facts: Facts::Alone, ..none() }), [5, 9]);
}

#[test]
fn nothing_that_happened_after_the_moment_is_a_row() {
    let (sample, p2) = shared();
    let rows = rows(&sample, &all().at(at(1, 19)), &Filter::default());
    assert_eq!(rows.iter().map(|row| row.entry.entry).collect::<Vec<_>>(), [p2]);
    // The day's own step may or may not have been by noon: it is shown, and marked.
    let steps: Vec<(DisclosedStep, candour_domain::time::Certainty)> =
        rows[0].disclosed_to.iter().map(|it| (it.step, it.on.by_then)).collect();
    assert_eq!(steps, [(DisclosedStep::Told, candour_domain::time::Certainty::NotCertain)]);
}
