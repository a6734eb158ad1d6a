//! The embedded store against the one in memory: whatever is asked of both, both answer the same.

use candour_ledger::contract::{Bench, draft, stream};
use candour_ledger::{
    After, AppendError, AppendRefusal, Appended, Draft, EventStore, Expected, Record, Revision,
    StreamPage,
};
use proptest::prelude::*;

use crate::benches::{InDirectories, InMemory};

/// An append that may be refused for any reason.
#[derive(Clone, Debug)]
struct Wish {
    stream: u64,
    expected: Expected,
    drafts: Vec<Draft>,
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let expected = prop_oneof![
        2 => Just(Expected::NoStream),
        5 => (0_u64..6).prop_map(|number| Expected::At(Revision::from_number(number))),
    ];
    let drafts = prop::collection::vec((0_u64..9, any::<bool>(), ".{0,12}"), 0..4);
    let wish = (0_u64..3, expected, drafts).prop_map(|(stream, expected, given)| {
        let drafts = given.into_iter().map(|(number, changed, text)| {
            let mut draft = draft(number);
            if changed {
                draft.parts[1].text = text;
            }
            draft
        });
        Wish { stream, expected, drafts: drafts.collect() }
    });
    prop::collection::vec(wish, 1..40)
}

async fn answered(
    store: &dyn EventStore,
    wish: &Wish,
) -> Result<Result<Appended, AppendRefusal>, AppendError> {
    match store.append(&stream(wish.stream), wish.expected, wish.drafts.clone()).await {
        Ok(appended) => Ok(Ok(appended)),
        Err(AppendError::Refused(refusal)) => Ok(Err(refusal)),
        Err(error @ (AppendError::NotWritten(_) | AppendError::Unknown(_))) => Err(error),
    }
}

async fn all(store: &dyn EventStore) -> (Vec<Record>, Vec<StreamPage>) {
    let mut pages = Vec::new();
    for number in 0..3 {
        pages.push(store.read_stream(&stream(number), Revision::from_number(1), 2).await.unwrap());
    }
    (store.read_all(After::Start, 1_000).await.unwrap(), pages)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn both_stores_answer_the_same(wishes in wishes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bench = InDirectories::new();
            let (memory, embedded) = (InMemory.fresh().await.unwrap(), bench.fresh().await.unwrap());
            for wish in &wishes {
                let wanted = answered(&*memory.store, wish).await.unwrap();
                let found = answered(&*embedded.store, wish).await.unwrap();
                prop_assert_eq!(found, wanted);
            }
            let wanted = all(&*memory.store).await;
            prop_assert_eq!(all(&*embedded.store).await, wanted.clone());
            let again = bench.reopened(embedded).await.unwrap();
            prop_assert_eq!(all(&*again.store).await, wanted);
            Ok(())
        })?;
    }
}
