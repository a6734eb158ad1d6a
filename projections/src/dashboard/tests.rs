//! The dashboard over random histories: what its numbers open, and how two of it are compared.

use std::sync::Arc;

use candour_ledger::EventStore;
use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::running::histories::{history, written};
use crate::running::{AskedOn, ReadModels};
use crate::sample::{CARE, Sample, at};

/// A view of the read models of a history, in a folder that goes away with it.
async fn viewed(sample: &Sample, on: DateTime<Utc>) -> (View, tempfile::TempDir) {
    let store: Arc<dyn EventStore> = Arc::new(sample.store().await);
    let folder = tempfile::tempdir().unwrap();
    let models = ReadModels::new(store, folder.path());
    models.keep_up(|_, _| {}).await.unwrap();
    let view = models.view(AskedOn { at: on, on_record: None }).unwrap().unwrap();
    (view, folder)
}

fn run<F: Future>(waiting: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(waiting)
}

fn year_to(at: DateTime<Utc>) -> Period {
    Period { since: at - chrono::TimeDelta::days(365) }
}

/// The counts of a dashboard that open more or fewer entries than they count.
fn contradicting(view: &View, period: Period) -> Vec<String> {
    let mut found = Vec::new();
    for section in dashboard(view, period, Lines::All).unwrap().sections {
        for line in section.lines {
            for (heading, number) in section.columns.iter().zip(line.numbers) {
                let Some(number) = number else { continue };
                let opened = behind(view, period, &number.name.to_string())
                    .unwrap()
                    .map(|it| i64::try_from(it.len()).unwrap());
                let agrees = match heading.unit {
                    Unit::Count => opened == Some(number.value),
                    // An entry of a case may concern a child whom nobody has named yet.
                    Unit::Children => opened.is_some_and(|it| it > 0 || number.value == 0),
                    Unit::Days | Unit::WorkingDays => opened.is_some_and(|it| it > 0),
                };
                if !agrees {
                    found.push(format!("{} is {} and opens {opened:?}", number.name, number.value));
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn every_count_opens_as_many_as_it_counts(steps in history(40), month in 1_u32..=12) {
        let on = at(month, 20);
        let found = run(async {
            let (view, _folder) = viewed(&written(&steps), on).await;
            contradicting(&view, year_to(on))
        });
        prop_assert_eq!(found, Vec::<String>::new());
    }
}

/// The sections of a view, each asked alone.
fn in_turn(view: &View, period: Period) -> Vec<Section> {
    let sections = section_names().into_iter();
    sections.map(|name| section(view, period, (name, Lines::All)).unwrap().unwrap()).collect()
}

#[test]
fn sections_asked_side_by_side_are_those_asked_in_turn() {
    run(async {
        let (view, _folder) = viewed(&Sample::family(), at(6, 1)).await;
        let period = year_to(at(6, 1));
        assert_eq!(
            view.beside().map(|it| (it.asked(), it.up_to())),
            Some((view.asked(), view.up_to()))
        );
        assert_eq!(dashboard(&view, period, Lines::All).unwrap().sections, in_turn(&view, period));
    });
}

#[test]
fn whoever_waits_to_write_keeps_no_dashboard_waiting() {
    run(async {
        let (view, folder) = viewed(&Sample::family(), at(6, 1)).await;
        let writer = Connection::open(folder.path().join("read-models-1.sqlite3")).unwrap();
        writer.execute_batch("BEGIN; UPDATE checkpoint SET position = position + 1").unwrap();
        let waits = writer.execute_batch("COMMIT").unwrap_err();
        assert_eq!(waits.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
        assert_eq!(view.beside().map(|it| it.up_to()), None);
        let period = year_to(at(6, 1));
        assert_eq!(dashboard(&view, period, Lines::All).unwrap().sections, in_turn(&view, period));
        drop(view);
        writer.execute_batch("COMMIT").unwrap();
    });
}

#[test]
fn a_number_that_is_not_there_is_said_not_to_be() {
    let found = run(async {
        let (view, _folder) = viewed(&Sample::family(), at(6, 1)).await;
        let of = |name: &str| behind(&view, year_to(at(6, 1)), name).unwrap();
        let nobody = "00000000-0000-4000-8000-000000000000";
        [
            of(&format!("recording/{CARE}/entries")).is_some_and(|it| !it.is_empty()),
            of(&format!("recording/{CARE}/entrees")).is_none(),
            of(&format!("recording/{nobody}/entries")).is_none(),
            of(&format!("records/{CARE}/entries")).is_none(),
            of("recording").is_none(),
            of("referrals/nowhere/referrals").is_none(),
            of("").is_none(),
        ]
    });
    assert_eq!(found, [true; 7]);
}

#[test]
fn movement_is_of_the_same_number_at_two_moments() {
    let number = |agency: &str, value| number("recording", &agency.into(), "entries", value);
    let section = |lines: &[(&str, i64)]| Section {
        name: "recording",
        title: "Recording",
        about: "Entries.",
        lines_are: "Agency",
        columns: vec![heading("entries", "Entries", Unit::Count)],
        lines: lines
            .iter()
            .map(|(agency, value)| Line {
                key: (*agency).into(),
                title: (*agency).to_owned(),
                numbers: vec![Some(number(agency, *value))],
            })
            .collect(),
        further_lines: 0,
    };
    let stands = |on, lines: &[(&str, i64)]| Dashboard {
        at: on,
        on_record: None,
        since: on,
        compared_with: None,
        up_to_position: 9,
        sections: vec![section(lines)],
    };
    let earlier = stands(at(5, 1), &[("Housing", 2), ("Police", 4)]);
    let compared = stands(at(6, 1), &[("Health", 1), ("Police", 7)]).since(&earlier);
    let shown: Vec<(String, i64, Option<i64>)> = compared.sections[0]
        .lines
        .iter()
        .flat_map(|line| {
            line.numbers.iter().flatten().map(|it| (line.title.clone(), it.value, it.before))
        })
        .collect();
    let expected = [("Health", 1, Some(0)), ("Housing", 0, Some(2)), ("Police", 7, Some(4))];
    let expected = expected.map(|(agency, value, before)| (agency.to_owned(), value, before));
    assert_eq!((compared.compared_with, shown), (Some(at(5, 1)), expected.to_vec()));
}
