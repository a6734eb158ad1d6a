//! The roll against reading the ledger through, over random histories and at several moments of the
//! record.

use std::sync::Arc;

use candour_domain::entry::Entry;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::case_list::Cases;
use crate::running::histories::{history, written};
use crate::running::{AskedOn, ReadModels};
use crate::sample::Sample;

/// The moments of the record that are looked at: each fifth entry's, and all that is recorded.
fn moments(entries: &[Entry]) -> Vec<Option<DateTime<Utc>>> {
    let each = entries.iter().step_by(5).map(|entry| Some(entry.recorded_at));
    each.chain([None]).collect()
}

fn asked(on_record: Option<DateTime<Utc>>) -> (AskedOn, Ask) {
    let ask = Ask::everything(RecordClock::Ledger);
    let ask = on_record.map_or(ask, |until| ask.on_record(until));
    (AskedOn { at: DateTime::UNIX_EPOCH, on_record }, ask)
}

/// Compares the roll with what reading the ledger through gives.
async fn compare(sample: &Sample) {
    let store: Arc<dyn EventStore> = Arc::new(sample.store().await);
    let folder = tempfile::tempdir().unwrap();
    let models = ReadModels::new(Arc::clone(&store), folder.path());
    models.keep_up(|_, _| {}).await.unwrap();
    let cases = Cases::load(&*store).await.unwrap();
    for on_record in moments(&sample.entries) {
        let (on, ask) = asked(on_record);
        let view = models.view(on).unwrap().unwrap();
        let list = case_list(&view, &*store, &ask).await.unwrap();
        assert_eq!(list, cases.list(&ask), "{on_record:?}");
        let called = list.cases.iter().map(|line| (line.case, line.reference.clone()));
        assert_eq!(references(&view).unwrap(), called.collect::<Vec<_>>());
        let held = cases.directory(ask.on_record);
        let children = registered(&view, &*store, Registered::Children).await.unwrap();
        let names = |directory: &Directory| -> Vec<(ChildId, Option<String>)> {
            directory.children().map(|(id, name)| (id, name.map(ToOwned::to_owned))).collect()
        };
        assert_eq!(names(&children), names(&held), "{on_record:?}");
        let people = registered(&view, &*store, Registered::People).await.unwrap();
        let of = |directory: &Directory| format!("{:?}", directory.people().collect::<Vec<_>>());
        assert_eq!(of(&people), of(&held));
        let agencies = registered(&view, &*store, Registered::Agencies).await.unwrap();
        let of = |directory: &Directory| -> Vec<(AgencyId, String)> {
            directory.agencies().map(|(id, agency)| (id, agency.name.clone())).collect()
        };
        assert_eq!(of(&agencies), of(&held));
        let practitioners = registered(&view, &*store, Registered::Practitioners).await.unwrap();
        let of = |it: &Directory| format!("{:?}", it.practitioners().collect::<Vec<_>>());
        assert_eq!(of(&practitioners), of(&held));
    }
}

fn run<F: Future>(waiting: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(waiting)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn who_is_on_the_roll_is_who_the_ledger_holds(steps in history(20)) {
        run(compare(&written(&steps)));
    }
}

#[test]
fn the_kept_list_of_cases_is_the_one_read_through() {
    run(compare(&Sample::family()));
    run(compare(&Sample::empty()));
}
