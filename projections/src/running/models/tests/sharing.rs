//! Tests of what was told to whom, and of requests.

use std::collections::BTreeMap;

use candour_domain::calendar::Calendar;
use candour_domain::case::CaseEvent;
use candour_domain::case::concern::Channel;
use candour_domain::case::information::{
    DisclosureReceived, InformationDisclosed, InformationEvent, InformationRefused,
    InformationRequested, InformationSupplied, ItemShared, NotSharedDecided, NotSharedGround,
    NothingKnownReplied, ObservationRecorded,
};
use candour_domain::case::threshold::{StrategyDiscussionHeld, ThresholdEvent};
use candour_domain::entry::{Position, RecordClock, StreamId};
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::meeting::{Attendance, Attendee, Extent, Meeting, PartsAttended, Tabled};
use candour_domain::party::Recipient;
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::super::super::table::{Cell, Kept};
use super::super::sharing::Sharing;
use super::{kept, on_record, shown, shown_at};
use crate::ask::Ask;
use crate::knowledge::{How, Knowledge, Lateness, Scope, Stage};
use crate::sample::{
    CARE, IntoCase, MIA, OFFICER, POLICE, SCHOOL, Sample, TEACHER, WORKER, at, day,
};

static MODEL: Sharing = Sharing;

fn seen() -> InformationEvent {
    let account = Text::new("a bruise");
    let response = Recorded::NotRecorded;
    InformationEvent::ObservationRecorded(ObservationRecorded { account, response })
}

fn listed(items: &[EntryId], extent: Recorded<Extent>) -> Vec<ItemShared> {
    items.iter().map(|item| ItemShared { item: *item, extent }).collect()
}

fn disclosed(items: &[EntryId], to: AgencyId, request: Option<EntryId>) -> InformationEvent {
    InformationEvent::InformationDisclosed(InformationDisclosed {
        items: listed(items, Recorded::Recorded(Extent::Gist)),
        to: Recipient::Agency(to),
        channel: Recorded::Recorded(Channel::Email),
        said: Recorded::NotRecorded,
        purpose: Recorded::NotRecorded,
        request: request.map(Antecedent::Named),
    })
}

fn received(disclosure: EntryId, by: AgencyId, items: &[EntryId]) -> InformationEvent {
    InformationEvent::DisclosureReceived(DisclosureReceived {
        disclosure: Antecedent::Named(disclosure),
        items: listed(items, Recorded::NotRecorded),
        by: Recipient::Agency(by),
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    })
}

fn requested(of: AgencyId) -> InformationEvent {
    InformationEvent::InformationRequested(InformationRequested {
        of: Recipient::Agency(of),
        question: Text::new("what is known of the family"),
        due: Some(crate::sample::date(1, 20)),
        channel: Recorded::NotRecorded,
    })
}

fn supplied(request: EntryId, to: AgencyId, items: &[EntryId]) -> InformationEvent {
    InformationEvent::InformationSupplied(InformationSupplied {
        request: Antecedent::Named(request),
        to: Recipient::Agency(to),
        account: Text::new("attendance was 71%"),
        items: listed(items, Recorded::NotRecorded),
        channel: Recorded::Recorded(Channel::SecurePortal),
    })
}

fn nothing_known(request: EntryId) -> InformationEvent {
    let (request, searched) = (Antecedent::Named(request), Recorded::NotRecorded);
    InformationEvent::NothingKnownReplied(NothingKnownReplied { request, searched })
}

fn refused(request: EntryId) -> InformationEvent {
    InformationEvent::InformationRefused(InformationRefused {
        request: Antecedent::Named(request),
        ground: NotSharedGround::RiskToAdult,
        reason: Recorded::NotRecorded,
    })
}

fn not_shared(item: EntryId, with: AgencyId) -> InformationEvent {
    InformationEvent::NotSharedDecided(NotSharedDecided {
        items: vec![item],
        with: Recipient::Agency(with),
        ground: NotSharedGround::RiskToAdult,
        reason: Recorded::NotRecorded,
        review: None,
    })
}

fn discussed(items: &[EntryId], attended: AgencyId) -> ThresholdEvent {
    let who = Attendee::Agency(attended);
    ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
        convened: None,
        meeting: Meeting {
            attendance: vec![Attendance {
                who,
                post: Recorded::NotRecorded,
                capacity: Recorded::NotRecorded,
                from: None,
                until: None,
                parts: PartsAttended::All,
            }],
            table: items.iter().copied().map(Tabled::item).collect(),
            ..Meeting::default()
        },
        account: Recorded::NotRecorded,
        proceeded_without_quorum: None,
    })
}

#[test]
fn an_item_is_known_from_when_its_agency_first_knew() {
    let mut sample = Sample::family();
    let item = sample.by(SCHOOL, day(1, 5), seen());
    sample.last().envelope.known = Some(day(1, 8));
    sample.last().recorded_at = at(1, 10);
    let items = |sample: &Sample| shown(sample, &MODEL, "item");
    let untold = "#15 from 01-08: agency school, kind ObservationRecorded";
    assert_eq!(items(&sample), [untold]);
    sample.case(day(1, 12), discussed(&[item], CARE));
    // Whoever has it on the table of their discussion knows it.
    assert_eq!(items(&sample), [format!("{untold}, told_at 01-12, told_after_days 4")]);
    let wrong = sample.last().id;
    sample.withdraw(day(1, 13), wrong);
    assert_eq!(items(&sample), [untold]);
}

#[test]
fn a_receipt_that_lists_nothing_is_of_what_was_disclosed() {
    let mut sample = Sample::family();
    let item = sample.by(SCHOOL, day(1, 5), seen());
    let other = sample.by(SCHOOL, day(1, 6), seen());
    let sent = sample.by(SCHOOL, day(1, 7), disclosed(&[item], CARE, None));
    sample.case(day(1, 9), received(sent, CARE, &[]));
    let told = |sample: &Sample| shown(sample, &MODEL, "item_told");
    let row = |item: u64, known: &str, days: u32| {
        format!(
            "#{item} from 01-07: from_agency school, to_agency care, kind ObservationRecorded, \
             known_at {known}, sent_at 01-07, told_at 01-09, told_after_days {days}, \
             told_entry #18, how received, extent gist"
        )
    };
    assert_eq!(told(&sample), [row(15, "01-05", 4)]);
    // It was another that was disclosed: the receipt was of that.
    sample.correct(day(1, 10), sent, disclosed(&[other], CARE, None));
    assert_eq!(told(&sample), [row(16, "01-06", 3)]);
    sample.withdraw(day(1, 11), sent);
    assert_eq!(told(&sample), Vec::<String>::new());
}

#[test]
fn an_entry_bears_by_way_of_what_it_names_as_that_stands() {
    let mut sample = Sample::family();
    let item = sample.by(SCHOOL, day(1, 5), seen());
    let other = sample.by(SCHOOL, day(1, 6), seen());
    let sent = sample.by(SCHOOL, day(1, 7), disclosed(&[item], CARE, None));
    sample.case(day(1, 9), received(sent, CARE, &[]));
    let corrected = sample.correct(day(1, 10), sent, disclosed(&[other], CARE, None));
    sample.withdraw(day(1, 11), corrected);
    let told = |position| {
        let rows = shown_at(&sample, &MODEL, ("item_told", position));
        rows.into_iter().map(|row| row[..3].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(Some(18)), ["#15"]);
    assert_eq!(told(Some(19)), ["#16"]);
    assert_eq!(told(Some(20)), ["#15"]);
}

#[test]
fn what_was_sent_and_not_received_is_not_told() {
    let mut sample = Sample::family();
    let item = sample.by(POLICE, day(1, 5), seen());
    sample.by(POLICE, day(1, 7), disclosed(&[item], CARE, None));
    let row = "from_agency police, to_agency care, kind ObservationRecorded, known_at 01-05, \
               sent_at 01-07";
    assert_eq!(shown(&sample, &MODEL, "item_told"), [format!("#15 from 01-07: {row}")]);
    assert_eq!(
        shown(&sample, &MODEL, "item"),
        ["#15 from 01-05: agency police, kind ObservationRecorded, sent_at 01-07"]
    );
}

#[test]
fn what_answers_a_request_was_told_on_request() {
    let mut sample = Sample::family();
    let item = sample.by(SCHOOL, day(1, 5), seen());
    let asked = sample.by(CARE, day(1, 10), requested(SCHOOL));
    let sent = sample.by(SCHOOL, day(1, 12), disclosed(&[item], CARE, Some(asked)));
    sample.case(day(1, 13), received(sent, CARE, &[]));
    let row = "from_agency school, to_agency care, kind ObservationRecorded, known_at 01-05, \
               sent_at 01-12, told_at 01-13, told_after_days 8, told_entry #18, how received, \
               extent gist, request_entry #16";
    assert_eq!(shown(&sample, &MODEL, "item_told"), [format!("#15 from 01-12: {row}")]);
    let supply = sample.by(SCHOOL, day(1, 14), supplied(asked, CARE, &[]));
    sample.case(day(1, 15), discussed(&[supply], CARE));
    let discussed = "from_agency school, to_agency care, kind InformationSupplied, known_at 01-14, \
                     sent_at 01-14, told_at 01-15, told_after_days 1, told_entry #20, how present, \
                     request_entry #16";
    assert_eq!(
        shown(&sample, &MODEL, "item_told"),
        [format!("#15 from 01-12: {row}"), format!("#19 from 01-14: {discussed}")]
    );
}

#[test]
fn a_decision_not_to_share_stands_beside_the_item() {
    let mut sample = Sample::family();
    let item = sample.by(POLICE, day(1, 5), seen());
    sample.by(POLICE, day(1, 8), not_shared(item, SCHOOL));
    let row = "from_agency police, to_agency school, kind ObservationRecorded, known_at 01-05, \
               not_shared_entry #16";
    assert_eq!(shown(&sample, &MODEL, "item_told"), [format!("#15 from 01-08: {row}")]);
    assert_eq!(
        shown(&sample, &MODEL, "item"),
        ["#15 from 01-05: agency police, kind ObservationRecorded"]
    );
}

#[test]
fn a_request_has_no_reply_until_one_is_on_record() {
    let mut sample = Sample::family();
    let asked = sample.by(CARE, day(1, 10), requested(POLICE));
    let request = "by_agency care, of_agency police, asked_at 01-10, due 2026-01-20, reply";
    let rows = |position| shown_at(&sample, &MODEL, ("information_request", position));
    assert_eq!(rows(None), [format!("#15 from 01-10: {request} none")]);
    sample.by(POLICE, day(1, 14), refused(asked));
    sample.by(POLICE, day(1, 21), supplied(asked, CARE, &[]));
    let wrong = sample.by(POLICE, day(1, 22), nothing_known(asked));
    sample.withdraw(day(1, 23), wrong);
    let rows = |position| shown_at(&sample, &MODEL, ("information_request", position));
    let none = format!("#15 from 01-10 until 01-14: {request} none");
    let refusal = format!("{request} refused, replied_at 01-14, reply_entry #16");
    let supply = format!("{request} supplied, replied_at 01-21, reply_entry #17");
    assert_eq!(rows(Some(16)), [none.clone(), format!("#15 from 01-14: {refusal}")]);
    let refused = format!("#15 from 01-14 until 01-21: {refusal}");
    let supplied = format!("#15 from 01-21: {supply}");
    let found = rows(None);
    assert_eq!(sorted(found), [none, refused, supplied]);
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// What happens, which earlier entry it names, by and to whom, when, and how.
pub(super) type Step = (u8, usize, usize, usize, u32);

/// A history of what agencies told each other.
pub(super) fn history() -> impl Strategy<Value = Vec<Step>> {
    let step = (0_u8..16, 0_usize..6, 0_usize..3, 0_usize..3, 1_u32..=28);
    proptest::collection::vec(step, 1..=28)
}

fn written(steps: &[Step]) -> Sample {
    let mut sample = Sample::family();
    write(&mut sample, steps);
    sample
}

/// Goes on with a history.
pub(super) fn write(sample: &mut Sample, steps: &[Step]) {
    let agencies = [CARE, POLICE, SCHOOL];
    for (what, back, by, to, on) in steps {
        let own = sample.entries.iter().rev().filter(|it| it.stream == StreamId::Case(sample.case));
        let own: Vec<EntryId> =
            own.filter(|it| it.event.record().is_none()).map(|it| it.id).collect();
        let (earlier, other) = (own[back % own.len()], own[(back + 2) % own.len()]);
        let (by, to, on) = (agencies[*by], agencies[*to], day(2, *on));
        let somebody = Recipient::Practitioner {
            practitioner: [WORKER, OFFICER, TEACHER][back % 3],
            agency: to,
        };
        let event: CaseEvent = match what {
            0..=3 => seen().into_case(),
            4 => disclosed(&[earlier, other], to, None).into_case(),
            5 => disclosed(&[earlier], to, Some(other)).into_case(),
            6..=7 => received(earlier, to, &[]).into_case(),
            8 => received(earlier, to, &[other]).into_case(),
            9 => discussed(&[earlier, other], to).into_case(),
            10 => supplied(earlier, to, &[other]).into_case(),
            11 => requested(to).into_case(),
            12 => not_shared(earlier, to).into_case(),
            13 => InformationEvent::InformationDisclosed(InformationDisclosed {
                items: listed(&[earlier], Recorded::NotRecorded),
                to: somebody,
                channel: Recorded::Recorded(Channel::Telephone),
                said: Recorded::NotRecorded,
                purpose: Recorded::NotRecorded,
                request: None,
            })
            .into_case(),
            14 => {
                sample.withdraw(on, earlier);
                continue;
            }
            _ => {
                let first = sample.entries.iter().find(|it| it.id == earlier).unwrap().clone();
                let mut event = first.event.case().unwrap().clone();
                if let CaseEvent::Information(InformationEvent::InformationDisclosed(it)) =
                    &mut event
                {
                    it.items = listed(&[other], Recorded::NotRecorded);
                }
                sample.correct(on, earlier, event);
                // Whoever corrects an item knows the new wording: here, its own agency.
                sample.last().envelope.by = first.envelope.by;
                continue;
            }
        };
        sample.by(by, on, event);
        sample.about(&[MIA]);
    }
}

/// For an item and another agency: when it was told, and when it was sent.
type Telling = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);
type Tellings = BTreeMap<(Position, AgencyId), Telling>;

/// What the model says, as on record at a position.
fn told(rows: &[Kept], position: Position) -> Tellings {
    let then = on_record(rows, Some(position)).into_iter().map(|kept| &kept.row);
    let told = then.filter(|row| row.table.name == "item_told").filter_map(|row| {
        let Cell::Identity(StreamId::Agency(to)) = row.cells[1] else { return None };
        let moment = |cell: &Cell| match cell {
            Cell::Moment(moment) => Some(*moment),
            Cell::Nothing
            | Cell::Identity(_)
            | Cell::Entry(_)
            | Cell::Code(_)
            | Cell::Text(_)
            | Cell::Number(_)
            | Cell::Day(_) => None,
        };
        Some(((row.entry, to), (moment(&row.cells[5]), moment(&row.cells[4]))))
    });
    told.filter(|(_, telling)| *telling != (None, None)).collect()
}

/// What the answers for the case say.
fn answered(sample: &Sample, ask: Ask) -> Tellings {
    let book = sample.book();
    let lateness = Lateness::usual(Calendar::england_and_wales().unwrap());
    let knowledge = Knowledge::of(&book, ask);
    let matrix = knowledge.matrix(Scope::Facts, &lateness);
    let mut tellings = Tellings::new();
    for row in &matrix.rows {
        let item = sample.entries.iter().find(|it| it.id == row.item.cite.entry).unwrap();
        for (agency, cell) in matrix.agencies.iter().zip(&row.cells) {
            let steps = || cell.steps.iter();
            let sent = steps().find(|it| it.stage == Stage::Sent).map(|it| it.when.latest);
            let told = steps().filter(|it| it.stage > Stage::Sent && it.how != How::Originated);
            let told = told.map(|it| it.when.latest).min();
            if agency.id != row.item.agency.id && (told, sent) != (None, None) {
                tellings.insert((item.position, agency.id), (told, sent));
            }
        }
    }
    tellings
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn agencies_were_told_as_the_answers_for_a_case_say(steps in history(), back in 0_usize..28) {
        let sample = written(&steps);
        let entry = &sample.entries[sample.entries.len() - 1 - back % steps.len()];
        let until = entry.recorded_at;
        let answers = answered(&sample, Ask::everything(RecordClock::Ledger).on_record(until));
        let rows = kept(&sample, StreamId::Case(sample.case), &MODEL);
        let mut told = told(&rows, entry.position);
        // What was known before it was sent is shown as known alone.
        for (which, (_, sent)) in &mut told {
            if answers.get(which).is_some_and(|(_, answered)| answered.is_none()) {
                *sent = None;
            }
        }
        prop_assert_eq!(told, answers);
    }
}
