//! The area as it is generated, without a ledger: what is in it, how often, and that it comes out the
//! same. That a ledger takes all of it is tested on the command line.

use std::collections::{BTreeMap, BTreeSet};

use candour_commands::Request;
use candour_domain::agency::AgencyEvent;
use candour_domain::calendar::Calendar;
use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::case::enquiry::{EnquiryEvent, Judgement};
use candour_domain::code::ReferralSource;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, LedgerId, PractitionerId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::merge::Merge;
use super::world::Ground;
use super::{AreaSize, UNTIL};

const DEFAULT: AreaSize = AreaSize { cases: 240, years: 3, seed: 1, entries_max: None };
const SMALL: AreaSize = AreaSize { cases: 12, years: 1, seed: 7, entries_max: None };

fn ground(size: AreaSize) -> Ground {
    let until: DateTime<Utc> = UNTIL.parse().unwrap();
    Ground {
        cases: size.cases,
        seed: size.seed,
        from: until.checked_sub_months(chrono::Months::new(size.years * 12)).unwrap(),
        until,
        operator: Actor {
            practitioner: Recorded::Recorded(PractitionerId::new(Uuid::from_u128(1))),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: AgencyId::new(Uuid::from_u128(2)),
        },
        calendar: Calendar::england_and_wales().unwrap(),
        ledger: LedgerId::new(Uuid::from_u128(3)),
    }
}

fn requests(size: AreaSize) -> Vec<(DateTime<Utc>, Request)> {
    let mut merge = Merge::begin(size, &ground(size)).unwrap();
    std::iter::from_fn(|| merge.next()).collect()
}

#[test]
fn nothing_is_asked_for_twice_where_several_children_of_a_family_might_move() {
    // In this area the second child of a family would have followed the first.
    let all = requests(AreaSize { cases: 240, years: 4, seed: 7, entries_max: None });
    let ids: BTreeSet<_> = all.iter().map(|(_, request)| request.id).collect();
    assert_eq!(ids.len(), all.len());
}

/// How many entries there are of each type.
fn counts(requests: &[(DateTime<Utc>, Request)]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for action in requests.iter().flat_map(|(_, request)| &request.actions) {
        *counts.entry(candour_schemas::type_name(&action.proposed)).or_default() += 1;
    }
    counts
}

/// What an area does not show: the opening of the ledger, which comes before it; keys, witnesses and
/// anchors, which nothing acts on yet; to whom the record was shown, which stands in another ledger; and records of one person that were made twice.
const NOT_SHOWN: &[&str] = &[
    "AnchorRecorded",
    "EntryOpened",
    "ExportMade",
    "KeyIntroduced",
    "LedgerOpened",
    "RecordShown",
    "RecordsLinked",
    "RecordsUnlinked",
    "StreamHeads",
    "WitnessPolicyAdopted",
];

#[test]
fn every_part_of_the_process_is_in_an_area_of_the_usual_size() {
    let counts = counts(&requests(DEFAULT));
    let types: BTreeSet<&str> = candour_schemas::types().map(|it| it.name).collect();
    let shown: BTreeSet<&str> = counts.keys().copied().collect();
    let missing: Vec<&str> = types.difference(&shown).copied().collect();
    assert_eq!(missing, NOT_SHOWN, "{counts:#?}");
}

#[test]
fn the_same_seed_gives_the_same_requests_and_another_seed_gives_others() {
    let (one, same) = (requests(SMALL), requests(SMALL));
    let other = requests(AreaSize { seed: 8, ..SMALL });
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn requests_come_in_one_order_of_time_and_none_says_more_than_has_happened() {
    let mut last = None;
    for (at, request) in requests(SMALL) {
        assert!(last <= Some(at), "{request:?}");
        last = Some(at);
        assert!(!request.actions.is_empty());
    }
}

/// Of a thousand, so many.
fn per_mille(part: usize, whole: usize) -> usize {
    part * 1_000 / whole.max(1)
}

#[test]
fn rates_are_roughly_as_in_the_table() {
    let requests = requests(AreaSize { cases: 450, ..DEFAULT });
    let (mut sources, mut judgements) = (Vec::new(), Vec::new());
    for action in requests.iter().flat_map(|(_, request)| &request.actions) {
        match &action.proposed {
            Event::Case(CaseEvent::Concern(ConcernEvent::ContactReceived(it))) => {
                sources.push(*it.source.value().unwrap());
            }
            Event::Case(CaseEvent::Enquiry(EnquiryEvent::EnquiryConcluded(it))) => {
                judgements.push(*it.judgement.value().unwrap());
            }
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => {}
        }
    }
    let of = |source| sources.iter().filter(|it| **it == source).count();
    let police = per_mille(of(ReferralSource::Police), sources.len());
    let schools = per_mille(of(ReferralSource::School), sources.len());
    let not = judgements.iter().filter(|it| **it == Judgement::NotSubstantiated).count();
    let substantiated = 1_000 - per_mille(not, judgements.len());
    assert!((250..=310).contains(&police), "{police}");
    assert!((180..=240).contains(&schools), "{schools}");
    assert!((220..=340).contains(&substantiated), "{substantiated}");
}

#[test]
fn agencies_have_kinds_and_the_rules_are_adopted_twice_with_nothing_commenced() {
    let requests = requests(SMALL);
    let mut adopted = Vec::new();
    let mut without = 0;
    for action in requests.iter().flat_map(|(_, request)| &request.actions) {
        match &action.proposed {
            Event::Ledger(LedgerEvent::RulesAdopted(it)) => {
                adopted.push((
                    it.rules.clocks.len(),
                    it.rules.commencement.len(),
                    it.rules.check(),
                ));
            }
            Event::Agency(AgencyEvent::AgencyRegistered(it)) => {
                without += usize::from(it.kind == Recorded::NotRecorded);
            }
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_)
            | Event::Ledger(_) => {}
        }
    }
    assert_eq!((adopted, without), (vec![(11, 0, Ok(())); 2], 0));
}

#[test]
fn a_case_that_closes_has_nobody_allocated_and_begins_with_a_contact() {
    let mut open: BTreeMap<StreamId, (usize, usize)> = BTreeMap::new();
    for (_, request) in requests(AreaSize { cases: 60, ..SMALL }) {
        for action in &request.actions {
            let standing = open.entry(request.stream).or_default();
            match candour_schemas::type_name(&action.proposed) {
                "PractitionerAllocated" => standing.0 += 1,
                "PractitionerStoodDown" => standing.0 -= 1,
                "CaseClosed" => {
                    assert_eq!(standing.0, 0, "{request:?}");
                    standing.1 += 1;
                }
                _ => {}
            }
        }
    }
    let closed = open.values().filter(|(_, closed)| *closed > 0).count();
    assert!(closed > 30, "{closed}");
}

/// The most families that are in memory at once.
fn most_at_once(size: AreaSize) -> usize {
    let mut merge = Merge::begin(size, &ground(size)).unwrap();
    let mut most = 0;
    while merge.next().is_some() {
        most = most.max(merge.in_memory());
    }
    most
}

#[test]
fn families_that_are_done_with_are_forgotten() {
    let (short, long) =
        (AreaSize { cases: 60, years: 2, ..SMALL }, AreaSize { cases: 240, years: 8, ..SMALL });
    let (of_short, of_long) = (most_at_once(short), most_at_once(long));
    assert!(of_long < of_short * 2 && of_long < 80, "{of_short} {of_long}");
}
