//! Many requests: by eight tasks at once, and random ones repeated. Each is recorded once.

use std::sync::Arc;

use candour_domain::event::Event;
use candour_domain::identifier::RequestId;
use proptest::prelude::{Strategy, any, prop};
use proptest::{prop_assert_eq, proptest};

use super::{already, at, beginnings, begun, concern, entries_of, recorded, request, wait};
use crate::given::{THIS, action, raised};
use crate::recorder::{PAGE_RECORDS, Recorder};
use crate::request::{RecordError, Request};

#[test]
fn eight_tasks_record_into_one_case_each_request_once() {
    const TASKS: u128 = 8;
    const EACH: u128 = 25;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let (store, shared) = begun().await;
        let shared = Arc::new(shared);
        let tasks = (0..TASKS).map(|task| {
            // Half of them have a recorder of their own, as other processes would.
            let recorder = match task % 2 {
                0 => shared.clone(),
                _ => Arc::new(Recorder::new(store.clone())),
            };
            tokio::spawn(async move {
                for number in 0..EACH {
                    let asked = concern(task * EACH + number);
                    loop {
                        match recorder.record(asked.clone(), at()).await {
                            Err(RecordError::Busy { .. }) => tokio::task::yield_now().await,
                            outcome => {
                                assert_eq!(recorded(outcome).len(), 1);
                                break;
                            }
                        }
                    }
                    already(recorder.record(asked, at()).await);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let all = entries_of(&store).await.split_off(beginnings().len());
        let revisions: Vec<u64> = all.iter().map(|entry| entry.revision).collect();
        assert_eq!(revisions, (1..=u64::try_from(TASKS * EACH).unwrap()).collect::<Vec<_>>());
        let mut requests: Vec<RequestId> = all.iter().map(|entry| entry.request).collect();
        requests.sort_unstable();
        assert_eq!(requests, (0..TASKS * EACH).map(|it| concern(it).id).collect::<Vec<_>>());
    });
}

#[test]
fn a_stream_of_several_pages_is_read_to_its_end() {
    wait(async {
        let (store, recorder) = begun().await;
        let many = (0..PAGE_RECORDS * 5 / 2).map(|number| action(raised(&number.to_string())));
        let asked = request(1, THIS, many.collect());
        let entries = recorded(recorder.record(asked.clone(), at()).await);
        let mut last = action(raised("and then"));
        last.envelope.causation = entries.last().map(|entry| entry.id);
        let other = Recorder::new(store.clone());
        let after = recorded(other.record(request(2, THIS, vec![last]), at()).await);
        assert_eq!(after[0].revision, u64::try_from(entries.len()).unwrap() + 1);
        assert_eq!(already(other.record(asked, at()).await), entries);
    });
}

/// Requests of one to three concerns each, some naming the entry before them.
fn requests() -> impl Strategy<Value = Vec<Request>> {
    let actions = prop::collection::vec((".{0,12}", any::<bool>()), 1..4);
    prop::collection::vec(actions, 1..12).prop_map(|all| {
        let numbered = (1_u128..).zip(all);
        numbered
            .map(|(number, texts)| {
                let mut asked = request(number, THIS, vec![]);
                for (index, (text, follows)) in (0..).zip(texts) {
                    let mut one = action(raised(&text));
                    if follows && index > 0 {
                        one.envelope.causation = Some(asked.entry(index - 1));
                    }
                    asked.actions.push(one);
                }
                asked
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]

    #[test]
    fn a_decision_is_recorded_once(asked in requests(), again in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
        wait(async {
            let (store, recorder) = begun().await;
            let mut entries = Vec::new();
            for request in &asked {
                entries.extend(recorded(recorder.record(request.clone(), at()).await));
            }
            let proposed: Vec<Event> =
                asked.iter().flat_map(|it| &it.actions).map(|it| it.proposed.clone()).collect();
            prop_assert_eq!(entries.iter().map(|it| it.event.clone()).collect::<Vec<_>>(), proposed);
            let other = Recorder::new(store.clone());
            for index in again {
                let request = index.get(&asked);
                already(recorder.record(request.clone(), at()).await);
                already(other.record(request.clone(), at()).await);
            }
            prop_assert_eq!(entries_of(&store).await.split_off(beginnings().len()), entries);
            Ok(())
        })?;
    }
}
