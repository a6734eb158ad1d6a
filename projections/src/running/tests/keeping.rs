//! Keeping up: whatever the history and the steps, the file holds what one made at once would; and
//! what a change of a model, or of the rules, leads to.

use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;
use candour_schemas::samples;
use proptest::prelude::*;

use super::super::AskedOn;
use super::super::keep::{Means, ReadModels};
use super::super::model::Model;
use super::histories::{adopts, corrects, history, written};
use super::kept::{Ledger, difference, packed_otherwise, run};
use super::probe::{Probe, with_probe};
use crate::dashboard::{Lines, Period, dashboard};
use crate::sample::{CARE, MIA, STRANGER, Sample, at, day, label};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn what_is_packed_is_what_the_tables_say(
        steps in history(30),
        then in history(20),
        sizes in proptest::collection::vec(1_usize..24, 1..6),
    ) {
        let ledger = Ledger::of(&written(&steps).entries);
        ledger.keep_up();
        prop_assert_eq!(packed_otherwise(&ledger.file()), None);
        let all: Vec<_> = steps.iter().chain(&then).copied().collect();
        let entries = written(&all).entries;
        let mut rest = &entries[usize::try_from(ledger.head()).unwrap()..];
        for size in sizes.iter().cycle() {
            let (next, later) = rest.split_at((*size).min(rest.len()));
            if next.is_empty() {
                break;
            }
            ledger.add(next);
            ledger.keep_up();
            prop_assert_eq!(packed_otherwise(&ledger.file()), None);
            rest = later;
        }
    }

    #[test]
    fn whoever_has_asked_before_is_answered_as_whoever_asks_anew(
        steps in history(20),
        then in history(12),
        step in 1_usize..5,
    ) {
        let ledger = Ledger::of(&written(&steps).entries);
        ledger.keep_up();
        let before = ledger.read_models();
        let asked = |models: &ReadModels| {
            let view = models.view(AskedOn { at: at(6, 20), on_record: None }).unwrap().unwrap();
            let period = Period { since: at(1, 2) };
            format!("{:#?}", dashboard(&view, period, Lines::All).unwrap())
        };
        let all: Vec<_> = steps.iter().chain(&then).copied().collect();
        let entries = written(&all).entries;
        for next in entries[usize::try_from(ledger.head()).unwrap()..].chunks(step) {
            asked(&before);
            ledger.add(next);
            ledger.keep_up();
            prop_assert_eq!(asked(&before), asked(&ledger.read_models()));
        }
    }

    #[test]
    fn a_file_kept_up_holds_what_one_made_at_once_would(
        steps in history(40),
        sizes in proptest::collection::vec(1_usize..24, 1..12),
        page in 1_usize..40,
    ) {
        let entries = written(&steps).entries;
        let mut ledger = Ledger::of(&[]);
        ledger.page = page;
        let mut rest = entries.as_slice();
        for size in sizes.iter().cycle() {
            let (next, later) = rest.split_at((*size).min(rest.len()));
            if next.is_empty() {
                break;
            }
            ledger.add(next);
            ledger.keep_up();
            rest = later;
        }
        prop_assert_eq!(ledger.keep_up(), Means::Nothing);
        prop_assert_eq!(difference(&ledger.held(), &ledger.made_at_once()), None);
    }
}

/// The family, with something corrected.
pub(super) fn family() -> Sample {
    let mut sample = Sample::family();
    let which = sample.entries.len() - 2;
    corrects(&mut sample, which, (2, 1));
    sample
}

fn sql(ledger: &Ledger, sql: &str) -> Vec<String> {
    let file = ledger.open();
    let mut select = file.prepare(sql).unwrap();
    select.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_model_of_another_version_is_made_anew() {
    static LATER: Probe = Probe(3);
    let mut ledger = Ledger::of(&family().entries);
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    let tables = "SELECT name FROM sqlite_schema WHERE name LIKE '%prob%' AND type <> 'index'
        ORDER BY name";
    assert_eq!(sql(&ledger, tables), ["probed", "what_was_probed"]);
    ledger.models = with_probe(&LATER);
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    // What the earlier version had is not left behind.
    assert_eq!(sql(&ledger, tables), ["probed_anew", "what_was_probed_anew"]);
    assert_eq!(difference(&ledger.held(), &ledger.made_at_once()), None);
    assert_eq!(ledger.keep_up(), Means::Nothing);
    // A model that is there no longer leaves nothing either.
    let fewer: &'static [&'static dyn Model] = &ledger.models[..ledger.models.len() - 1];
    ledger.models = fewer;
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    assert_eq!(sql(&ledger, tables), [""; 0]);
}

#[test]
fn a_model_made_anew_leaves_the_others_as_they_were() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let spoil = "UPDATE name SET text = 'spoilt'; UPDATE entry SET type = 'spoilt';
        DELETE FROM entry_child;";
    ledger.open().execute_batch(spoil).unwrap();
    sample.joined(STRANGER);
    ledger.add(&sample.entries[ledger.head().try_into().unwrap()..]);
    // Twice the same name is once; and what came since is caught up with.
    let names = ["entries".to_owned(), "entries".to_owned()];
    let kept = run(ledger.read_models().rebuild(&names, |_, _| ())).unwrap();
    assert_eq!((kept.behind, kept.by), (0, Means::MakingAnew));
    let of_the_family = "SELECT DISTINCT text FROM names WHERE stream NOT LIKE 'case-%'";
    assert_eq!(sql(&ledger, of_the_family), ["spoilt"]);
    let (held, wanted) = (ledger.held(), ledger.made_at_once());
    for view in ["entries", "entries_of_children", "entries_of_people"] {
        assert_eq!(held[view], wanted[view], "{view}");
    }
    run(ledger.read_models().rebuild(&[], |_, _| ())).unwrap();
    assert_eq!(difference(&ledger.held(), &wanted), None);
}

#[test]
fn a_model_that_there_is_not_is_not_made() {
    let ledger = Ledger::of(&family().entries);
    let failed = run(ledger.read_models().rebuild(&["nmaes".to_owned()], |_, _| ())).unwrap_err();
    let known: Vec<&str> = ledger.models.iter().map(|model| model.name()).collect();
    let wanted = format!("there is no read model called 'nmaes'; there are {}", known.join(", "));
    assert_eq!(failed.to_string(), wanted);
}

#[test]
fn new_rules_are_worked_out_for_every_case() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let goes_on = |sample: &Sample| {
        ledger.add(&sample.entries[usize::try_from(ledger.head()).unwrap()..]);
        let by = ledger.keep_up();
        assert_eq!(difference(&ledger.held(), &ledger.made_at_once()), None);
        by
    };
    sample.joined(MIA);
    assert_eq!(goes_on(&sample), Means::FoldingIn);
    adopts(&mut sample, &samples::all(), 17, (3, 1));
    assert_eq!(goes_on(&sample), Means::MakingAnew);
    // An agency that is new changes nothing of what was recorded before it; one that is corrected may.
    let event = AgencyEvent::AgencyRegistered(AgencyRegistered {
        name: label("St Anne's Hospital"),
        kind: Recorded::Recorded(AgencyKind::Hospital),
        category: Recorded::NotRecorded,
    });
    let hospital = candour_domain::identifier::AgencyId::new(uuid::Uuid::from_u128(0xa9));
    sample.put(StreamId::Agency(hospital), day(3, 2), Event::Agency(event));
    assert_eq!(goes_on(&sample), Means::FoldingIn);
    let care = sample.entries.iter().position(|it| it.stream == StreamId::Agency(CARE)).unwrap();
    corrects(&mut sample, care, (3, 3));
    assert_eq!(goes_on(&sample), Means::MakingAnew);
}
