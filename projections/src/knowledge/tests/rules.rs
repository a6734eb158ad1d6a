//! Each rule over a history that shows it.

use candour_domain::case::concern::Channel;
use candour_domain::entry::RecordClock;
use candour_domain::envelope::Evidence;
use candour_domain::meeting::{Extent, PartsAttended};
use candour_domain::recorded::Recorded::{NotRecorded, Recorded};
use candour_domain::time::Certainty;

use super::history::*;
use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::knowledge::{Exchange, How, Knower, Knowledge, Lateness, Scope, Stage, WhoKnew, Whose};

fn all() -> Ask {
    Ask::everything(RecordClock::Ledger)
}

fn worker(n: u128) -> Knower<'static> {
    Knower::Practitioner { practitioner: practitioner(n), agency: agency(n / 10) }
}

/// Every step towards an item: whose, to which stage, how, and how certain.
fn steps(book: &Casebook, item: u64) -> Vec<(Knower<'_>, Stage, How, Certainty)> {
    let knowledge = Knowledge::of(book, all());
    let steps = knowledge.steps.towards(knowledge.places.place(id(item)));
    steps.iter().map(|it| (it.knower, it.stage, it.how, it.follows)).collect()
}

/// What is told of the answer to who knew an item.
fn who_knew<T>(history: &History, item: u64, ask: Ask, tell: impl Fn(&WhoKnew<'_>) -> T) -> T {
    let book = history.book();
    let knowledge = Knowledge::of(&book, ask);
    tell(&knowledge.who_knew(id(item)).unwrap())
}

#[test]
fn receipt_is_held_and_not_known() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    let sent = history.on(10, 6, disclosed(item, to_agency(2), NotRecorded, NotRecorded));
    history.on(10, 7, received(sent, to_agency(2)));
    let expected = [
        (worker(10), Stage::Known, How::Originated, Certainty::Yes),
        (Knower::Agency(agency(2)), Stage::Sent, How::SentTo, Certainty::Yes),
        (worker(10), Stage::Known, How::ToldOthers, Certainty::Yes),
        (Knower::Agency(agency(2)), Stage::Held, How::Received, Certainty::Yes),
    ];
    assert_eq!(steps(&history.book(), item), expected);
}

#[test]
fn telling_in_part_is_known_in_part() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise, 3 cm, left upper arm"));
    let part = Recorded(Extent::Part);
    let sent = history.on(10, 6, disclosed(item, to_practitioner(20), NotRecorded, part));
    history.on(20, 7, read(sent, to_practitioner(20)));
    let rows = who_knew(&history, item, all(), |answer| answer.knowers.clone());
    let row = rows.iter().find(|row| row.in_part).unwrap();
    assert_eq!((row.stage, row.steps.len(), row.certain), (Stage::Known, 2, Certainty::Yes));
    assert_eq!(row.steps[1].extent, part);
}

#[test]
fn whoever_tells_knew_by_then() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    history.on(11, 6, disclosed(item, to_agency(2), NotRecorded, NotRecorded));
    let told = (worker(11), Stage::Known, How::ToldOthers, Certainty::Yes);
    assert!(steps(&history.book(), item).contains(&told));
}

#[test]
fn who_is_told_in_person_knows_and_who_is_sent_a_letter_does_not() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    let by = |channel| disclosed(item, to_practitioner(20), Recorded(channel), NotRecorded);
    history.on(10, 6, by(Channel::Letter));
    assert_eq!(steps(&history.book(), item).iter().filter(|it| it.0 == worker(20)).count(), 1);
    history.on(10, 8, by(Channel::Telephone));
    let told = (worker(20), Stage::Known, How::ToldInPerson, Certainty::Yes);
    assert!(steps(&history.book(), item).contains(&told));
}

#[test]
fn only_what_was_on_the_table_in_a_part_attended_is_known() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a conviction"));
    let only = |part| PartsAttended::Only(vec![part]);
    let attended =
        [(20, PartsAttended::All), (30, only(1)), (40, only(2)), (50, PartsAttended::NotRecorded)];
    history.on(20, 8, discussed(&[(item, Some(2))], &attended));
    let book = history.book();
    let present: Vec<_> = steps(&book, item)
        .into_iter()
        .filter(|(.., how, _)| *how == How::Present)
        .map(|(who, .., certain)| (who, certain))
        .collect();
    let expected = [
        (worker(20), Certainty::Yes),
        (worker(40), Certainty::Yes),
        (worker(50), Certainty::NotCertain),
    ];
    assert_eq!(present, expected);
}

#[test]
fn a_correction_is_a_new_acquisition_for_its_author_alone() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("left arm"));
    let sent = history.on(10, 6, disclosed(item, to_practitioner(20), NotRecorded, NotRecorded));
    history.on(20, 7, read(sent, to_practitioner(20)));
    let book = history.book();
    let before = steps(&book, item);
    history.on(11, 9, corrected(item, observed("right arm"), day(5)));
    let book = history.book();
    let mut after = steps(&book, item);
    assert_eq!(after.pop(), Some((worker(11), Stage::Known, How::Originated, Certainty::Yes)));
    assert_eq!(after, before);
}

#[test]
fn what_a_member_learns_is_the_teams() {
    let mut history = History::default();
    history.nominate(20, 1);
    let item = history.on(10, 5, observed("a bruise"));
    let sent = history.on(10, 6, disclosed(item, to_practitioner(20), NotRecorded, NotRecorded));
    history.on(20, 7, read(sent, to_practitioner(20)));
    let read = (Knower::Team(team()), Stage::Known, How::Read, Certainty::Yes);
    assert!(steps(&history.book(), item).contains(&read));
    let book = history.book();
    let knowledge = Knowledge::of(&book, all());
    let known = |whose| -> Vec<_> {
        knowledge.known_to(whose).known.into_iter().map(|it| it.item.cite.entry).collect()
    };
    assert_eq!(known(Whose::Team(team())), [id(item)]);
    assert_eq!(known(Whose::Practitioner(practitioner(20))), [id(item)]);
    assert_eq!(known(Whose::Agency(agency(2))), []);
    let calendar = candour_domain::calendar::Calendar::england_and_wales().unwrap();
    let lateness = Lateness::usual(calendar);
    let matrix = knowledge.matrix(Scope::Facts, &lateness);
    let teams: Vec<_> = matrix.teams.iter().map(|it| it.id).collect();
    assert_eq!(teams, [team()]);
    assert_eq!(matrix.rows[0].team_cells[0].words, "sent 6 Jan; 7 Jan (#3)");
    let own = history.on(20, 8, observed("from our own records"));
    let originated = (worker(20), Stage::Known, How::Originated, Certainty::Yes);
    assert_eq!(steps(&history.book(), own), [originated]);
}

#[test]
fn who_was_allocated_with_access_could_have_known_and_is_shown_apart() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    history.on(10, 6, allocated(11));
    let since = |answer: &WhoKnew<'_>| -> Vec<_> {
        answer.could_have_known.iter().map(|it| it.since.when).collect()
    };
    assert_eq!(who_knew(&history, item, all(), |answer| answer.knowers.len()), 1);
    assert_eq!(who_knew(&history, item, all(), since), [day(6)]);
    let later = history.on(10, 9, observed("another"));
    assert_eq!(who_knew(&history, later, all(), since), [day(9)]);
    assert_eq!(who_knew(&history, item, all().at(noon(5)), since), []);
}

#[test]
fn what_was_held_elsewhere_says_what_passed_between_them() {
    let mut history = History::default();
    let quiet = history.on(10, 5, observed("nobody asked"));
    let withheld = history.on(10, 5, observed("not shared"));
    history.on(10, 6, not_shared(withheld, to_agency(2)));
    let lost = history.on(10, 5, observed("sent and lost"));
    let sent = history.on(10, 6, disclosed(lost, to_agency(2), NotRecorded, NotRecorded));
    let decision = history.on(20, 20, decided(&[]));
    let book = history.book();
    let knowledge = Knowledge::of(&book, all());
    let context = knowledge.context_of(id(decision)).unwrap();
    let exchanges: Vec<_> = context
        .held_elsewhere
        .iter()
        .map(|it| (it.item.cite.entry, it.holders[0].days, it.holders[0].exchange.clone()))
        .collect();
    let cite = |n| knowledge.cited(knowledge.places.place(id(n)));
    assert_eq!(
        exchanges,
        [
            (id(quiet), 15, Exchange::NoRequestOnRecord),
            (id(withheld), 15, Exchange::DecidedNotToShare(cite(3))),
            (id(lost), 15, Exchange::SentNotReceived(cite(sent))),
        ]
    );
}

#[test]
fn a_gap_is_neutral_and_expected_only_with_an_entry_behind_it() {
    let mut history = History::default();
    history.on(20, 2, observed("their own first entry"));
    let item = history.on(10, 5, observed("a bruise"));
    let sent = history.on(10, 6, disclosed(item, to_agency(2), NotRecorded, NotRecorded));
    history.on(30, 4, observed("another's first entry"));
    let meeting = history.on(10, 7, invited_to(item, 40));
    history.on(40, 3, observed("the invited agency's first entry"));
    let book = history.book();
    let knowledge = Knowledge::as_it_stood(&book, all(), noon(10));
    let found = knowledge.gaps(noon(10));
    let row = found.items.iter().find(|it| it.item.cite.entry == id(item)).unwrap();
    let told: Vec<_> = row
        .not_told
        .iter()
        .map(|gap| {
            (gap.agency.id, gap.days, gap.inferred, gap.expected.as_ref().map(|it| it.entry))
        })
        .collect();
    assert_eq!(
        told,
        [
            (agency(2), 5, true, Some(id(sent))),
            (agency(3), 5, true, None),
            (agency(4), 5, true, Some(id(meeting))),
        ]
    );
}

#[test]
fn a_decider_who_sits_on_a_team_knows_what_they_learned_there() {
    let mut history = History::default();
    history.nominate(20, 1);
    let item = history.on(10, 5, observed("a bruise"));
    let sent = history.on(10, 6, disclosed(item, to_practitioner(20), NotRecorded, NotRecorded));
    let taken = history.on(20, 7, read(sent, to_practitioner(20)));
    let decision = history.on(20, 9, decided(&[item]));
    let book = history.book();
    let knowledge = Knowledge::of(&book, all());
    let context = knowledge.context_of(id(decision)).unwrap();
    let own = context.considered[0].decider_step.as_ref().map(|it| it.via.entry);
    assert_eq!(own, Some(id(taken)));
}

#[test]
fn an_entry_that_was_opened_alone_is_opened_and_not_known() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    let sent = history.on(10, 6, disclosed(item, to_agency(2), NotRecorded, NotRecorded));
    let (moment, earlier) = (noon(8), history.book());
    let before = steps(&earlier, item);
    history.shown(20, 7, listed(item));
    history.shown(30, 7, listed(item));
    // What only passes something on is no item.
    history.shown(30, 8, opened_alone(sent));
    assert_eq!(steps(&history.book(), item), before);
    let by = history.shown(20, 9, opened_alone(item));
    let book = history.book();
    let opened = (worker(20), Stage::Opened, How::OpenedIt, Certainty::Yes);
    assert_eq!(steps(&book, item), [before, vec![opened]].concat());
    let row = who_knew(&history, item, all(), |it| it.knowers.last().cloned()).unwrap();
    let step = &row.steps[0];
    assert_eq!((row.stage, row.certain, row.steps.len()), (Stage::Opened, Certainty::Yes, 1));
    let via = (step.via.entry, step.via.label.as_str(), step.via.row.as_str());
    assert_eq!(via, (id(by), "access #8003", "access #8003"));
    assert_eq!((step.recorded, step.recorded_days_after), (noon(9), 0));
    assert_eq!(step.evidence, Recorded(Evidence::SystemLog));
    // Before it was on record, and before it was so, nothing says so; on either clock.
    for clock in [RecordClock::Ledger, RecordClock::Claims] {
        let asks = [Ask::everything(clock).on_record(moment), Ask::everything(clock).at(moment)];
        for ask in asks {
            let stages = who_knew(&history, item, ask, |it| {
                it.knowers.iter().map(|it| it.stage).collect::<Vec<_>>()
            });
            assert_eq!(stages, [Stage::Known, Stage::Sent], "{ask:?}");
        }
        let later = Ask::everything(clock).on_record(noon(10)).at(noon(10));
        assert_eq!(who_knew(&history, item, later, |it| it.knowers.len()), 3);
    }
    // A member of a team opens it for the team.
    history.nominate(20, 1);
    assert_eq!(steps(&history.book(), item)[3].0, Knower::Team(team()));
}

#[test]
fn who_opens_what_they_know_is_said_to_know_it() {
    let mut history = History::default();
    let item = history.on(10, 5, observed("a bruise"));
    history.shown(10, 9, opened_alone(item));
    let row = who_knew(&history, item, all(), |it| it.knowers.clone());
    let stages: Vec<_> = row.iter().map(|it| (it.stage, it.steps.len())).collect();
    assert_eq!(stages, [(Stage::Known, 2)]);
    let book = history.book();
    let knowledge = Knowledge::of(&book, all());
    let calendar = candour_domain::calendar::Calendar::england_and_wales().unwrap();
    let lateness = Lateness::usual(calendar);
    let matrix = knowledge.matrix(Scope::Facts, &lateness);
    assert_eq!((matrix.agencies.len(), matrix.rows[0].cells[0].words.as_str()), (1, "5 Jan"));
    let held = knowledge.known_to(Whose::Agency(agency(1))).held.len();
    assert_eq!(held, 0);
}
