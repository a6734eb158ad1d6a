//! What holds of every history.

use candour_domain::entry::RecordClock;
use candour_domain::meeting::{Extent, PartsAttended};
use candour_domain::recorded::Recorded;
use candour_domain::time::{Certainty, When};
use proptest::prelude::*;

use super::history::*;
use crate::ask::Ask;
use crate::knowledge::{Knowledge, Reach, Scope, Whose};

/// One entry of a random history: what, by whom, about which earlier entry, when, how late.
type Draw = (u8, u128, usize, u128, i64, i64);

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let who = || prop_oneof![Just(10_u128), Just(11), Just(20), Just(21), Just(30)];
    prop::collection::vec((0_u8..11, who(), 0_usize..40, who(), 1_i64..60, 0_i64..20), 1..40)
}

/// The history that the draws tell: recorded in order, each some days after it happened.
fn history(draws: &[Draw]) -> History {
    let mut history = History::default();
    for (n, (what, by, about, other, occurred, late)) in draws.iter().enumerate() {
        let recorded = 60 + i64::try_from(n).unwrap();
        let occurred = recorded.min(occurred + late);
        let when = match late % 4 {
            0 => When::Days { from: date(occurred - 3), to: date(occurred) },
            1 => When::AboutDay { day: date(occurred), within_days: 7 },
            _ => day(occurred),
        };
        let about = (*about % (n + 1)).max(1) as u64;
        if *what == 10 {
            history.shown(*other, recorded, opened_alone(about));
            continue;
        }
        let extent =
            if late % 2 == 0 { Recorded::NotRecorded } else { Recorded::Recorded(Extent::Part) };
        let event = match what {
            0..=3 => observed("seen"),
            4 => disclosed(about, to_practitioner(*other), Recorded::NotRecorded, extent),
            5 => received(about, to_agency(other / 10)),
            6 => read(about, to_practitioner(*other)),
            7 => discussed(&[(about, None)], &[(*other, PartsAttended::All)]),
            8 => decided(&[about]),
            _ => corrected(about, observed("seen better"), when),
        };
        history.record(*by, when, recorded, event);
    }
    history
}

fn date(n: i64) -> chrono::NaiveDate {
    day(n).named_day()
}

/// Everything that can be asked at a moment of the record, as one value to compare.
fn everything(history: &History, ask: Ask) -> Vec<String> {
    let book = history.book();
    let knowledge = Knowledge::of(&book, ask);
    let calendar = candour_domain::calendar::Calendar::england_and_wales().unwrap();
    let lateness = crate::knowledge::Lateness::usual(calendar);
    let mut all = vec![format!("{:?}", knowledge.matrix(Scope::AllItems, &lateness))];
    for n in 1..=40 {
        all.push(format!("{:?}", knowledge.who_knew(id(n))));
        all.push(format!("{:?}", knowledge.context_of(id(n))));
    }
    for n in 1..=3 {
        all.push(format!("{:?}", knowledge.known_to(Whose::Agency(agency(n)))));
    }
    let stood = Knowledge::as_it_stood(&book, ask, noon(100));
    all.push(format!("{:?}", stood.gaps(noon(100))));
    all.push(format!("{:?}", knowledge.late_records(&lateness, None)));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn later_entries_change_no_earlier_answer(draws in draws(), cut in 0_usize..40) {
        let cut = cut % draws.len();
        let moment = noon(60 + i64::try_from(cut).unwrap());
        let ask = Ask::everything(RecordClock::Ledger).on_record(moment);
        let then = history(&draws[..=cut]);
        let now = history(&draws);
        prop_assert_eq!(everything(&then, ask), everything(&now, ask));
    }

    #[test]
    fn an_agency_reaches_as_far_as_any_of_its_people(draws in draws(), on in 1_i64..120) {
        let book = history(&draws).book();
        let knowledge = Knowledge::of(&book, Ask::everything(RecordClock::Ledger).at(noon(on)));
        for (place, entry) in knowledge.items(false) {
            let steps: Vec<_> = knowledge.steps_by(place, Some(noon(on))).collect();
            for n in 1..=3 {
                let theirs = || steps.iter().filter(|(it, _)| it.knower.agency() == Some(agency(n)));
                let people: Option<Reach> = theirs()
                    .filter(|(it, _)| it.knower.practitioner().is_some())
                    .map(|(it, _)| it.reach())
                    .max();
                let whole = theirs().map(|(it, _)| it.reach()).max();
                prop_assert!(whole >= people);
                let listed = knowledge.known_to(Whose::Agency(agency(n)));
                let known = listed.known.iter().any(|it| it.item.cite.entry == entry.id());
                let knows = people.is_some_and(|it| it.stage >= crate::knowledge::Stage::Known);
                prop_assert!(!knows || known);
            }
        }
    }

    #[test]
    fn knowledge_grows_with_the_moment(draws in draws(), one in 1_i64..120, more in 0_i64..60) {
        let book = history(&draws).book();
        let knowledge = Knowledge::of(&book, Ask::everything(RecordClock::Ledger));
        for (place, _) in knowledge.items(false) {
            let (first, later) = (noon(one), noon(one + more));
            let then: Vec<_> = knowledge.steps_by(place, Some(first)).collect();
            let now: Vec<_> = knowledge.steps_by(place, Some(later)).collect();
            for (step, taken) in then {
                let still = now.iter().find(|(it, _)| *it == step).map(|(_, taken)| *taken);
                prop_assert!(still >= Some(taken));
            }
        }
    }

    #[test]
    fn no_step_is_recorded_before_it_can_have_been_taken(draws in draws()) {
        let book = history(&draws).book();
        let knowledge = Knowledge::of(&book, Ask::everything(RecordClock::Ledger));
        for step in knowledge.steps.all() {
            let recorded = knowledge.mark(step.via).recorded;
            prop_assert!(step.time.earliest() <= recorded.latest());
            prop_assert!(step.time.latest() <= recorded.latest());
            prop_assert_ne!(step.follows, Certainty::No);
        }
    }
}
