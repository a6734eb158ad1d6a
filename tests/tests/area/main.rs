//! A synthetic area counted twice: by the dashboard, and slowly and obviously from the exported
//! entries alone, with plain loops that share nothing with the read models. The two must agree number
//! by number, at several moments of the world and of the record; and each number must open as many
//! entries as it counts.
//!
//! It does not judge whether the area is a likely one: that is the generator's own test.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it says")]

mod caseload;
mod decisions;
mod family_meetings;
mod front_door;
mod plans;
mod record;
mod recording;
mod requests;
mod thresholds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_ledger::{After, EmbeddedStore, EventStore};
use candour_projections::dashboard::{Dashboard, Lines, Period, Unit, behind, dashboard};
use candour_projections::running::{AskedOn, ReadModels, View};
use candour_service::{AreaSize, record_area};
use chrono::{DateTime, Months, Utc};
use serde_json::Value;

use record::{Entry, as_it_stood};

/// The area that is counted.
const SIZE: AreaSize = AreaSize { cases: 40, years: 2, seed: 7, entries_max: None };
/// The moments of the world, and of the record, as at which it is counted.
const ASKED: [(&str, Option<&str>); 4] = [
    ("2026-11-20T18:00:00Z", None),
    ("2026-05-31T23:00:00Z", None),
    ("2026-05-31T23:00:00Z", Some("2026-05-31T23:00:00Z")),
    ("2025-12-01T00:00:00Z", Some("2026-03-01T00:00:00Z")),
];

/// Numbers by name: those that are not nought.
type Numbers = BTreeMap<String, i64>;

/// What is counted: the entries as they stood, and over which time.
struct Counting {
    entries: Vec<Entry>,
    since: DateTime<Utc>,
    at: DateTime<Utc>,
}

impl Counting {
    /// Whether something certainly happened in the time counted.
    fn counts(&self, when: DateTime<Utc>) -> bool {
        when > self.since && when <= self.at
    }

    /// The entries of some types, without those withdrawn.
    fn of<'c>(&'c self, kinds: &'c [&str]) -> impl Iterator<Item = &'c Entry> {
        self.entries.iter().filter(move |it| !it.withdrawn && kinds.contains(&it.kind.as_str()))
    }
}

/// Adds so many to a number.
fn add(numbers: &mut Numbers, name: String, by: usize) {
    if by > 0 {
        *numbers.entry(name).or_default() += i64::try_from(by).unwrap();
    }
}

/// The area, and its read models.
struct Area {
    models: ReadModels,
    exported: Vec<Value>,
    _folder: tempfile::TempDir,
}

async fn area() -> Area {
    let folder = tempfile::tempdir().unwrap();
    let directory: PathBuf = folder.path().join("area");
    record_area(&directory, &SIZE, |_| {}).await.unwrap();
    let store = opened(&directory);
    let exported = exported(&store).await;
    let models =
        ReadModels::new(Arc::clone(&store) as Arc<dyn EventStore>, folder.path().join("models"));
    models.keep_up(|_, _| {}).await.unwrap();
    Area { models, exported, _folder: folder }
}

fn opened(directory: &Path) -> Arc<EmbeddedStore> {
    Arc::new(EmbeddedStore::open_read_only(directory).unwrap())
}

/// Every entry, as `candour entries` prints it.
async fn exported(store: &EmbeddedStore) -> Vec<Value> {
    let mut exported = Vec::new();
    let mut after = After::Start;
    loop {
        let page = store.read_all(after, 1_000).await.unwrap();
        let Some(last) = page.last() else { return exported };
        after = After::Position(last.position);
        for record in &page {
            let entry = candour_schemas::entry(record).unwrap();
            let line = candour_schemas::export::to_json(&entry).unwrap();
            exported.push(serde_json::from_str(&line).unwrap());
        }
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Area {
    fn view(&self, asked: (&str, Option<&str>)) -> View {
        let asked = AskedOn { at: moment(asked.0), on_record: asked.1.map(moment) };
        self.models.view(asked).unwrap().unwrap()
    }

    fn counting(&self, (at, on_record): (&str, Option<&str>)) -> Counting {
        let at = moment(at);
        let entries = as_it_stood(&self.exported, on_record.map(moment));
        Counting { entries, since: at - Months::new(12), at }
    }
}

/// The numbers of a dashboard, by name, without noughts, through its JSON.
fn shown(dashboard: &Dashboard, sections: &[&str]) -> Numbers {
    let json = serde_json::to_value(dashboard).unwrap();
    let mut numbers = Numbers::new();
    for section in json["sections"].as_array().unwrap() {
        if !sections.contains(&section["name"].as_str().unwrap()) {
            continue;
        }
        for line in section["lines"].as_array().unwrap() {
            for number in line["numbers"].as_array().unwrap().iter().filter(|it| !it.is_null()) {
                let value = number["value"].as_u64().unwrap().try_into().unwrap();
                add(&mut numbers, number["name"].as_str().unwrap().to_owned(), value);
            }
        }
    }
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_is_what_the_entries_say_and_each_number_opens_its_entries() {
    let area = area().await;
    for asked in ASKED {
        let counting = area.counting(asked);
        let (view, period) = (area.view(asked), Period { since: counting.since });
        let found = dashboard(&view, period, Lines::All).unwrap();
        agrees(&found, &counting);
        opens(&found, &view, period);
    }
}

/// Compares the dashboard with the recount, number by number.
fn agrees(found: &Dashboard, counting: &Counting) {
    let counted: [(&[&str], Numbers); 8] = [
        (&["recording"], recording::count(counting)),
        (&["contacts", "referrals"], front_door::count(counting)),
        (&["plans"], plans::count(counting)),
        (&["thresholds"], thresholds::count(counting)),
        (&["fgdm"], family_meetings::count(counting)),
        (&["caseload"], caseload::count(counting)),
        (&["routes"], requests::count(counting)),
        (&["duties"], decisions::count(counting)),
    ];
    for (sections, counted) in counted {
        let mut shown = shown(found, sections);
        shown.retain(|name, _| is_counted(name));
        assert_eq!(shown, counted, "{sections:?} at {}", found.at);
    }
}

/// Whether a number is counted again: of some sections, not all are.
fn is_counted(name: &str) -> bool {
    let ends = |columns: &[&str]| columns.iter().any(|it| name.ends_with(&format!("/{it}")));
    match name.split('/').next().unwrap() {
        "thresholds" => ends(&["decisions"]),
        "routes" => ends(&["requests", "no_reply"]),
        "duties" => name.starts_with("duties/C1/") && ends(&["met", "met_late", "ended", "open"]),
        _ => true,
    }
}

/// Opens every number: a count opens as many entries as it counts. An entry may concern several
/// children, and a child have several entries; days are measured on entries.
fn opens(found: &Dashboard, view: &View, period: Period) {
    for section in &found.sections {
        for line in &section.lines {
            for (heading, number) in section.columns.iter().zip(&line.numbers) {
                let Some(number) = number else { continue };
                let opened = behind(view, period, &number.name.to_string()).unwrap().unwrap();
                let count = i64::try_from(opened.len()).unwrap();
                let agrees = match heading.unit {
                    Unit::Count => count == number.value,
                    Unit::Children => count > 0 || number.value == 0,
                    Unit::Days | Unit::WorkingDays => count > 0,
                };
                assert!(agrees, "{} is {} and opens {count}", number.name, number.value);
                assert!(opened.iter().all(|it| (1..=found.up_to_position).contains(it)));
            }
        }
    }
}
