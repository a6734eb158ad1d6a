//! The samples answer each other, so that they can be recorded one after the other.

use std::collections::BTreeMap;

use candour_domain::identifier::EntryId;
use candour_domain::landmark::Landmark;
use candour_domain::reference::{Reference, references};
use candour_schemas::{samples, type_name};

#[test]
fn every_entry_that_a_sample_names_is_an_earlier_sample() {
    let elsewhere = samples::entry_elsewhere("PlanStarted");
    let mut earlier = vec![elsewhere];
    for event in samples::all() {
        let named: Vec<EntryId> = references(&event)
            .into_iter()
            .filter_map(|reference| match reference {
                Reference::Entry(entry) => Some(entry),
                Reference::Case(_)
                | Reference::Child(_)
                | Reference::Person(_)
                | Reference::Agency(_)
                | Reference::Practitioner(_)
                | Reference::Team(_) => None,
            })
            .filter(|entry| !earlier.contains(entry))
            .collect();
        assert_eq!(named, [], "{}", type_name(&event));
        earlier.push(samples::entry(type_name(&event)));
    }
}

#[test]
fn every_sample_that_follows_another_follows_one_of_the_right_kind() {
    let mut left: BTreeMap<EntryId, Landmark> = BTreeMap::new();
    for event in samples::all() {
        let Some(case) = event.case() else { continue };
        if let Some((antecedent, kinds)) = case.follows() {
            let found = antecedent.entry().and_then(|entry| left.get(&entry));
            assert_eq!(
                found.filter(|kind| kinds.contains(kind)),
                found.or(kinds.first()),
                "{}",
                type_name(&event)
            );
        }
        if let Some(landmark) = case.leaves() {
            left.insert(samples::entry(type_name(&event)), landmark);
        }
    }
}
