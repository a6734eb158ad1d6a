//! What a model sees around its stream: the rules adopted, and the kinds of agencies.

use candour_domain::entry::{Position, StreamId};
use candour_domain::party::AgencyKind;
use candour_domain::time::start_of_day;
use candour_schemas::samples;
use chrono::{DateTime, Utc};

use super::super::context::Context;
use super::fold::context;
use super::histories::{adopts, corrects, withdraws};
use crate::sample::{CARE, POLICE, Sample, date, day};

/// How soon is soon, as adopted, with the times for which that holds.
type Soon = Vec<(u16, Option<DateTime<Utc>>, Option<DateTime<Utc>>)>;

fn soon(context: &Context, position: Position) -> Soon {
    let rules = context.rules(position);
    rules.iter().map(|it| (it.book.rules().due_soon_days, it.from, it.until)).collect()
}

#[test]
fn rules_hold_from_their_adoption_on() {
    let mut sample = Sample::family();
    let events = samples::all();
    let mut adopt = |days: usize, month: u32| {
        adopts(&mut sample, &events, days, (month, 1));
        sample.last().position
    };
    let (march, june, april, june_again) = (adopt(7, 3), adopt(9, 6), adopt(11, 4), adopt(13, 6));
    let context = context(&sample.entries);
    let from = |month: u32| Some(start_of_day(date(month, 2)));
    let before = Position(march.0 - 1);
    let national = soon(&context, before)[0].0;
    assert_eq!(soon(&context, before), [(national, None, None)]);
    let by_march = [(national, None, from(3)), (7, from(3), None)];
    assert_eq!(soon(&context, march), by_march);
    let by_june = [(national, None, from(3)), (7, from(3), from(6)), (9, from(6), None)];
    assert_eq!(soon(&context, june), by_june);
    // The later adoption stands over all that it reaches back to.
    let by_april = [(national, None, from(3)), (7, from(3), from(4)), (11, from(4), None)];
    assert_eq!(soon(&context, april), by_april);
    let at_last = [
        (national, None, from(3)),
        (7, from(3), from(4)),
        (11, from(4), from(6)),
        (13, from(6), None),
    ];
    assert_eq!(soon(&context, june_again), at_last);
    // The same as what one case is judged by at each moment.
    for (index, entry) in sample.entries.iter().enumerate() {
        for month in 1..=12 {
            let at = start_of_day(date(month, 15));
            let book = candour_domain::duty::RuleBook::national().unwrap().adopted_by(
                &sample.entries[..=index],
                candour_domain::effective::OnRecord::ALL,
                at,
            );
            let holds =
                |(_, from, until): &&(u16, Option<DateTime<Utc>>, Option<DateTime<Utc>>)| {
                    from.is_none_or(|from| from <= at) && until.is_none_or(|until| until > at)
                };
            let soon = soon(&context, entry.position);
            let holding: Vec<_> = soon.iter().filter(holds).map(|(days, ..)| *days).collect();
            assert_eq!(holding, [book.rules().due_soon_days], "{month} {}", entry.position.0);
        }
    }
}

#[test]
fn the_kind_of_an_agency_is_as_the_record_had_it() {
    let mut sample = Sample::family();
    let place = |sample: &Sample, agency| {
        sample.entries.iter().position(|it| it.stream == StreamId::Agency(agency)).unwrap()
    };
    let care = place(&sample, CARE);
    corrects(&mut sample, care, (2, 1));
    let corrected = sample.last().position;
    // An agency that is registered only afterwards, and withdrawn.
    let hospital = candour_domain::identifier::AgencyId::new(uuid::Uuid::from_u128(0xa9));
    let mut event = sample.entries[place(&sample, POLICE)].event.clone();
    if let candour_domain::event::Event::Agency(
        candour_domain::agency::AgencyEvent::AgencyRegistered(it),
    ) = &mut event
    {
        it.kind = candour_domain::recorded::Recorded::Recorded(AgencyKind::Hospital);
    }
    sample.put(StreamId::Agency(hospital), day(2, 2), event);
    let registered = sample.last().position;
    let hospitals = place(&sample, hospital);
    withdraws(&mut sample, hospitals, (2, 3));
    let withdrawn = sample.last().position;
    let context = context(&sample.entries);
    let kinds = |position: Position| {
        let kinds = context.kinds(position);
        [CARE, POLICE, hospital].map(|agency| kinds.get(&agency).copied())
    };
    let police = Some(AgencyKind::Police);
    let at_first = [Some(AgencyKind::ChildrensSocialCare), police, Some(AgencyKind::Hospital)];
    assert_eq!(kinds(Position(corrected.0 - 1)), at_first);
    // Nothing can have looked at one before it was registered, so it may be there early.
    assert_eq!(kinds(corrected), [police, police, Some(AgencyKind::Hospital)]);
    assert_eq!(kinds(registered), [police, police, Some(AgencyKind::Hospital)]);
    assert_eq!(kinds(withdrawn), [police, police, None]);
    let changes: Vec<Position> = context.changes().into_iter().collect();
    assert_eq!(changes, [corrected, withdrawn]);
}
