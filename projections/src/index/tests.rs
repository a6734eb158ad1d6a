//! Tests of the index: against reading every entry.

use std::sync::Arc;

use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::RecordClock;
use candour_ledger::EventStore;
use candour_schemas::type_name;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::running::histories::{history, written};
use crate::running::{AskedOn, ReadModels};
use crate::sample::{
    CARE, CASE, DANA, Growing, MIA, OFFICER, POLICE, SCHOOL, STRANGER, Sample, THEO, WORKER, at,
};

fn kept(sample: &Sample, folder: &std::path::Path) -> ReadModels {
    let growing = Growing::new();
    let models = ReadModels::new(Arc::clone(&growing.store) as Arc<dyn EventStore>, folder);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build();
    runtime.unwrap().block_on(async {
        growing.add(&sample.entries).await;
        models.keep_up(|_, _| ()).await.unwrap();
    });
    models
}

/// What the index should give: every entry, as it stands on the record, that meets all conditions.
fn by_reading(sample: &Sample, filter: &EntryFilter, on_record: OnRecord) -> Vec<u64> {
    let EntryFilter { child, person, agency, practitioner, case, kind, from, to } = filter;
    let meets = |it: &&Effective<'_>| {
        let happened = it.occurred().interval().latest();
        child.is_none_or(|child| it.children().contains(&child))
            && person.is_none_or(|person| it.about().contains(&person))
            && agency.is_none_or(|agency| it.entry.envelope.by.agency == agency)
            && practitioner.is_none_or(|practitioner| it.entry.author == practitioner)
            && case.is_none_or(|case| it.entry.stream == StreamId::Case(case))
            && kind.as_ref().is_none_or(|kind| type_name(it.event()) == kind)
            && from.is_none_or(|from| happened > from)
            && to.is_none_or(|to| happened <= to)
    };
    let standing = effective(&sample.entries, on_record);
    standing.iter().filter(meets).map(|it| it.entry.position.0).collect()
}

fn filter() -> impl Strategy<Value = EntryFilter> {
    let one_of = |count: usize| proptest::option::weighted(0.35, 0..count);
    ((one_of(3), one_of(2), one_of(4), one_of(2)), (one_of(2), one_of(3), one_of(12), one_of(12)))
        .prop_map(|((child, person, agency, practitioner), (case, kind, from, to))| {
            let kinds = ["ChildJoinedCase", "EntryCorrected", "ChildSeen"];
            let month = |month: usize| at(u32::try_from(month).unwrap() + 1, 5);
            let nobody = AgencyId::new(Uuid::from_u128(0xdead));
            EntryFilter {
                child: child.map(|it| [MIA, THEO, STRANGER][it]),
                person: person.map(|it| [DANA, PersonId::new(Uuid::from_u128(0xad01))][it]),
                agency: agency.map(|it| [CARE, POLICE, SCHOOL, nobody][it]),
                practitioner: practitioner.map(|it| [WORKER, OFFICER][it]),
                case: case.map(|it| [CASE, CaseId::new(Uuid::from_u128(0xca5f))][it]),
                kind: kind.map(|it| kinds[it].to_owned()),
                from: from.map(month),
                to: to.map(month),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_index_finds_what_reading_every_entry_finds(
        steps in history(40),
        filters in proptest::collection::vec(filter(), 1..40),
        by in 0_usize..60,
        limit in 1_usize..9,
    ) {
        let mut sample = written(&steps);
        for entry in &mut sample.entries {
            if entry.position.0 % 3 == 0 {
                entry.envelope.about = vec![DANA];
                entry.envelope.by.agency = POLICE;
                entry.author = if entry.position.0 % 2 == 0 { OFFICER } else { WORKER };
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let models = kept(&sample, folder.path());
        let earlier = sample.entries[by % sample.entries.len()].recorded_at;
        for (on_record, asked) in [
            (OnRecord::ALL, None),
            (OnRecord::at(RecordClock::Ledger, earlier), Some(earlier)),
        ] {
            let asked = AskedOn { at: at(6, 1), on_record: asked };
            let view = models.view(asked).unwrap().unwrap();
            for filter in &filters {
                let wanted = by_reading(&sample, filter, on_record);
                let all = Page { after: None, limit: usize::MAX };
                prop_assert_eq!(&entries_of(&view, filter, all).unwrap(), &wanted, "{:?}", filter);
                let mut paged = Vec::new();
                loop {
                    let after = paged.last().copied();
                    let page = entries_of(&view, filter, Page { after, limit }).unwrap();
                    prop_assert!(page.len() <= limit);
                    if page.is_empty() {
                        break;
                    }
                    paged.extend(page);
                }
                prop_assert_eq!(paged, wanted);
            }
        }
    }
}

#[test]
fn pages_of_the_index_join_without_gap_or_overlap() {
    let sample = Sample::family();
    let folder = tempfile::tempdir().unwrap();
    let view = kept(&sample, folder.path()).view(AskedOn { at: at(12, 31), on_record: None });
    let view = view.unwrap().unwrap();
    let page = |after, limit| {
        let filter = EntryFilter { agency: Some(CARE), ..EntryFilter::default() };
        entries_of(&view, &filter, Page { after, limit }).unwrap()
    };
    assert_eq!(page(None, 5), [1, 2, 3, 4, 5]);
    assert_eq!(page(Some(5), 5), [6, 7, 8, 9, 10]);
    assert_eq!(page(Some(10), 5), [11, 12, 13, 14]);
    assert_eq!(page(Some(14), 5), [0; 0]);
    assert_eq!(page(None, 0), [0; 0]);
    assert_eq!(page(Some(u64::MAX), 5), [0; 0]);
}
