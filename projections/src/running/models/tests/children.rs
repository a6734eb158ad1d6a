//! Tests of where children stand, of who is in a case and whether it is open, and of who children are.

use std::collections::BTreeSet;

use candour_domain::case::conference::ConferenceDecision;
use candour_domain::case::opening::{Acceptance, CaseReopened, CaseTransferred, OpeningEvent};
use candour_domain::code::{
    CategoryOfAbuse, ContactOutcome, Disability, Ethnicity, ReferralSource, Sex, code_of,
};
use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::{Entry, Position, RecordClock, StreamId};
use candour_domain::event::Event;
use candour_domain::identity::{DetailsAmended, IdentityEvent};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::{When, start_of_day};
use candour_schemas::samples;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::super::super::table::{Cell, Kept};
use super::super::children::Children;
use super::events::{
    closed, conference, contact, contact_decided, left, plan, plan_ended, revised,
};
use super::linked::{history, written};
use super::{kept, line, on_record, shown, shown_at};
use crate::ask::Ask;
use crate::case_view::{
    CaseStatus, CaseView, Opened, Stage, Stages, bears_on_stages, case_event, case_view,
};
use crate::sample::{CARE, MIA, POLICE, STRANGER, Sample, THEO, date, day};

static MODEL: Children = Children;

#[test]
fn a_stage_is_kept_with_what_ended_it() {
    let mut sample = Sample::family();
    let first = sample.case(day(1, 5), contact(ReferralSource::School, &[]));
    sample.about(&[MIA]);
    let named = Antecedent::Named(first);
    let decided = sample.case(day(1, 8), contact_decided(named, ContactOutcome::NoFurtherAction));
    sample.about(&[MIA]);
    sample.withdraw(day(1, 9), decided);
    let stage = |position| shown_at(&sample, &MODEL, ("stage", position));
    assert_eq!(stage(Some(14)), Vec::<String>::new());
    assert_eq!(stage(Some(15)), ["#15 from 01-05: child Mia, stage contact"]);
    assert_eq!(
        stage(Some(16)),
        ["#15 from 01-05 until 01-08: child Mia, stage contact, ended_entry #16"]
    );
    assert_eq!(stage(None), ["#15 from 01-05: child Mia, stage contact"]);
}

#[test]
fn a_plan_is_kept_under_each_category_that_it_had() {
    let mut sample = Sample::family();
    let neglect = Recorded::Recorded(CategoryOfAbuse::Neglect);
    let held = sample.case(day(2, 1), conference(&[(MIA, ConferenceDecision::Plan(neglect))]));
    let started = sample.case(day(2, 3), plan(Antecedent::Named(held), MIA));
    let named = Antecedent::Named(started);
    sample.case(day(3, 1), revised(named, MIA, CategoryOfAbuse::PhysicalAbuse));
    sample.case(day(4, 1), plan_ended(named, MIA));
    let stage = |position| shown_at(&sample, &MODEL, ("stage", position));
    let plan = "child Mia, stage child_protection_plan, category";
    assert_eq!(stage(Some(15)), [format!("#15 from 02-01: {plan} NEG, category_entry #15")]);
    let taken_over = format!("#15 from 02-01 until 02-03: {plan} NEG, category_entry #15");
    assert_eq!(
        stage(Some(16)),
        [taken_over.clone(), format!("#16 from 02-03: {plan} NEG, category_entry #15")]
    );
    let neglect = format!("#16 from 02-03 until 03-01: {plan} NEG, category_entry #15");
    let physical = format!("#16 from 03-01: {plan} PHY, category_entry #17");
    assert_eq!(stage(Some(17)), [taken_over.clone(), neglect.clone(), physical]);
    let ended =
        format!("#16 from 03-01 until 04-01: {plan} PHY, category_entry #17, ended_entry #18");
    assert_eq!(stage(None), [taken_over, neglect, ended]);
}

#[test]
fn a_stage_of_the_whole_case_holds_for_a_child_from_when_they_joined() {
    let mut sample = Sample::empty();
    sample.opened("ASH-1");
    sample.case(day(1, 5), contact(ReferralSource::School, &[]));
    assert_eq!(shown(&sample, &MODEL, "stage"), Vec::<String>::new());
    sample.joined(MIA);
    sample.last().envelope.occurred = day(2, 1);
    assert_eq!(shown(&sample, &MODEL, "stage"), ["#2 from 02-01: child Mia, stage contact"]);
}

#[test]
fn a_child_who_never_joined_the_case_stands_where_entries_say() {
    let mut sample = Sample::family();
    sample.case(day(1, 5), contact(ReferralSource::School, &[]));
    sample.about(&[STRANGER]);
    assert_eq!(shown(&sample, &MODEL, "stage"), ["#15 from 01-05: child Stranger, stage contact"]);
}

#[test]
fn a_child_who_left_and_came_back_was_in_the_case_twice() {
    let mut sample = Sample::family();
    sample.case(day(2, 1), left(MIA));
    sample.joined(MIA);
    sample.last().envelope.occurred = day(3, 1);
    assert_eq!(
        shown(&sample, &MODEL, "child_in_case"),
        [
            "#12 from 01-01 until 02-01: child Mia, left_entry #15",
            "#13 from 01-01: child Theo",
            "#16 from 03-01: child Mia",
        ]
    );
}

#[test]
fn a_case_is_held_by_whoever_accepted_it() {
    let mut sample = Sample::family();
    for (on, accepted) in [(2, Acceptance::Refused), (3, Acceptance::Accepted)] {
        let accepted = Recorded::Recorded(accepted);
        let reason = Recorded::NotRecorded;
        let moved = CaseTransferred { to: POLICE, accepted, reason };
        sample.case(day(on, 1), OpeningEvent::CaseTransferred(moved));
    }
    sample.case(day(4, 1), closed());
    let reason = Recorded::NotRecorded;
    let again = sample.case(day(5, 1), OpeningEvent::CaseReopened(CaseReopened { reason }));
    let until_closed = [
        "#11 from 01-01 until 03-01: status open, authority care",
        "#16 from 03-01 until 04-01: status open, authority police",
    ];
    let closed = "#17 from 04-01 until 05-01: status closed, authority police";
    let reopened = "#18 from 05-01: status open, authority police";
    let rows = |sample: &Sample| shown(sample, &MODEL, "case_status");
    assert_eq!(rows(&sample)[..2], until_closed);
    assert_eq!(rows(&sample)[2..], [closed, reopened]);
    sample.withdraw(day(5, 2), again);
    let still_closed = "#17 from 04-01: status closed, authority police";
    assert_eq!(rows(&sample)[2..], [still_closed]);
}

#[test]
fn what_was_said_last_of_a_child_stands() {
    let mut sample = Sample::family();
    let amended = |born, ethnicity, disabilities| {
        Event::Identity(IdentityEvent::DetailsAmended(DetailsAmended {
            name: None,
            born,
            died: None,
            sex: Some(Sex::Female),
            ethnicity,
            disabilities,
            reason: Recorded::NotRecorded,
        }))
    };
    let stream = StreamId::Child(MIA);
    let disabled = vec![Disability::Hearing, Disability::Vision];
    sample.put(stream, day(2, 1), amended(None, None, Some(disabled)));
    let about = When::Days { from: date(1, 2), to: date(1, 4) };
    let british = Some(Ethnicity::WhiteBritish);
    let none = Some(vec![Disability::NoDisability]);
    sample.put(stream, day(3, 1), amended(Some(about), british, none));
    let rows = kept(&sample, stream, &MODEL);
    let at = |position: u64| -> Vec<String> {
        on_record(&rows, Some(Position(position))).into_iter().map(line).collect()
    };
    let born = "born_first 2019-05-02, born_last 2019-05-02";
    assert_eq!(at(14), [format!("#7 from 01-01: {born}")]);
    assert_eq!(
        at(15),
        [format!("#7 from 01-01: sex F, disabilities HEAR VIS, disabled yes, {born}")]
    );
    assert_eq!(
        at(16),
        ["#7 from 01-01: sex F, ethnicity WBRI, disabilities NONE, disabled no, \
          born_first 2026-01-02, born_last 2026-01-04"]
    );
}

/// Where a child stands: the stage, its category, and the entry that it rests on.
type Stands = BTreeSet<(String, Option<String>, Position)>;

/// What the model says of a child at a moment, as on record at a position.
fn stands(rows: &[Kept], child: StreamId, (at, position): (DateTime<Utc>, Position)) -> Stands {
    let then = on_record(rows, Some(position)).into_iter().map(|kept| &kept.row);
    let mine =
        then.filter(|row| row.table.name == "stage" && row.cells[0] == Cell::Identity(child));
    let standing =
        mine.filter(|row| row.true_from <= at && row.true_until.is_none_or(|until| until > at));
    let code = |cell: &Cell| match cell {
        Cell::Code(code) => Some((*code).to_owned()),
        Cell::Nothing
        | Cell::Identity(_)
        | Cell::Entry(_)
        | Cell::Text(_)
        | Cell::Number(_)
        | Cell::Day(_)
        | Cell::Moment(_) => None,
    };
    standing.map(|row| (code(&row.cells[1]).unwrap(), code(&row.cells[2]), row.entry)).collect()
}

/// The same, as the case view says it.
fn viewed(sample: &Sample, view: &CaseView, child: candour_domain::identifier::ChildId) -> Stands {
    let Some(found) = view.children.iter().find(|it| it.child.child == child) else {
        return Stands::new();
    };
    let open = found.stands.iter().filter(|it| it.stage != Stage::Closed);
    let place = |id| sample.entries.iter().find(|it| it.id == id).unwrap().position;
    let stand = |it: &crate::case_view::Stand| {
        let category = it.category_code.as_ref().and_then(code_of).map(ToOwned::to_owned);
        (code_of(&it.stage).unwrap().to_owned(), category, place(it.by.entry))
    };
    open.map(stand).collect()
}

/// Whether the case is open and who holds it, as the model says.
fn status(rows: &[Kept], (at, position): (DateTime<Utc>, Position)) -> Vec<(Cell, Cell)> {
    let then = on_record(rows, Some(position)).into_iter().map(|kept| &kept.row);
    let standing = then.filter(|row| {
        row.table.name == "case_status"
            && row.true_from <= at
            && row.true_until.is_none_or(|until| until > at)
    });
    standing.map(|row| (row.cells[0].clone(), row.cells[1].clone())).collect()
}

fn viewed_status(view: &CaseView) -> Vec<(Cell, Cell)> {
    let holder = view.authority.as_ref().map(|it| StreamId::Agency(it.agency));
    let holder = Cell::or_nothing(holder, Cell::Identity);
    match view.status {
        CaseStatus::NotOpened => Vec::new(),
        CaseStatus::Open => vec![(Cell::Code("open"), holder)],
        CaseStatus::Closed => vec![(Cell::Code("closed"), holder)],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn children_stand_where_the_case_view_says(
        steps in history(30),
        back in 0_usize..30,
        month in 1_u32..=7,
        of_month in 1_u32..=28,
    ) {
        let sample = written(&steps);
        let entry = &sample.entries[sample.entries.len() - 1 - back % steps.len()];
        // At midnight all is certain that is known to the day.
        let at = start_of_day(date(month, of_month));
        let until = entry.recorded_at;
        let ask = Ask::everything(RecordClock::Ledger).at(at).on_record(until);
        let view = case_view(&sample.book(), &ask);
        let rows = kept(&sample, StreamId::Case(sample.case), &MODEL);
        let asked = (at, entry.position);
        let certain = |child| viewed(&sample, &view, child);
        let known = view.children.iter().map(|it| it.child.child);
        for child in known {
            prop_assert_eq!(stands(&rows, StreamId::Child(child), asked), certain(child));
        }
    }

    #[test]
    fn stages_rest_on_the_entries_that_bear_on_them(steps in history(30)) {
        let mut sample = written(&steps);
        let events = samples::all().into_iter().filter(|event| event.record().is_none());
        for event in events.filter(|event| event.case().is_some()) {
            sample.put(StreamId::Case(sample.case), day(6, 28), event);
            sample.about(&[MIA]);
        }
        let own = sample.entries.iter().filter(|it| it.stream == StreamId::Case(sample.case));
        let own: Vec<Entry> = own.cloned().collect();
        let mut all = effective(&own, OnRecord::ALL);
        all.retain(Effective::stands);
        let bears = |entry: &Effective<'_>| case_event(entry).is_some_and(bears_on_stages);
        let some: Vec<Effective<'_>> = all.iter().filter(|it| bears(it)).copied().collect();
        let stages = |entries: &[Effective<'_>]| -> Vec<_> {
            let opened = Stages::fold(entries, &[MIA, THEO]).opened;
            let ended = |one: &Opened<'_>| one.ended.map(|ended| ended.by.id);
            let category = |one: &Opened<'_>| one.category.map(|(_, entry, _)| entry);
            let all = opened.iter();
            all.map(|one| {
                (one.child, one.stage, one.by.id, ended(one), category(one), one.before.len())
            })
            .collect()
        };
        prop_assert_eq!(stages(&some), stages(&all));
    }

    #[test]
    fn a_case_is_open_or_closed_as_the_case_view_says(
        steps in history(30),
        month in 1_u32..=7,
        of_month in 1_u32..=28,
    ) {
        let sample = written(&steps);
        let at = start_of_day(date(month, of_month));
        let ask = Ask::everything(RecordClock::Ledger).at(at);
        let view = case_view(&sample.book(), &ask);
        let rows = kept(&sample, StreamId::Case(sample.case), &MODEL);
        let now = (at, sample.entries.last().unwrap().position);
        prop_assert_eq!(status(&rows, now), viewed_status(&view));
    }
}

#[test]
fn a_case_that_is_open_is_held_by_the_authority_that_opened_it() {
    let sample = Sample::family();
    let rows = kept(&sample, StreamId::Case(sample.case), &MODEL);
    let now = (start_of_day(date(6, 1)), Position(u64::MAX));
    let care = Cell::Identity(StreamId::Agency(CARE));
    assert_eq!(status(&rows, now), [(Cell::Code("open"), care)]);
}
