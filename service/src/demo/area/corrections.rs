//! What goes wrong in recording and is put right: an account that was written wrongly, a day that was
//! not the day, an entry about the wrong child, one that was written twice. Nothing is edited.

use candour_commands::{Action, Request};
use candour_domain::case::CaseEvent;
use candour_domain::case::child::ChildEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::case::plan::PlanEvent;
use candour_domain::case::record::{
    EntryCorrected, EntryDisputed, EntryWithdrawn, RecordEvent, Replacement, StatementAttached,
    StatementKind, WithdrawalGround,
};
use candour_domain::event::Event;
use candour_domain::identifier::PersonId;
use candour_domain::party::{Actor, Speaker};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_domain::time::When;
use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::days::Days;
use super::places::request;
use super::rates::{self, Mistake};
use super::sitting::Sitting;

/// What puts a request right that was recorded at a time, where something in it was wrong: when,
/// and the request.
pub(super) fn put_right(
    (wrong, by): (&Request, &Actor),
    recorded: DateTime<Utc>,
    days: &Days,
    people: &[PersonId],
    chance: &mut Chance,
) -> Option<(DateTime<Utc>, Request)> {
    let index = wrong.actions.iter().position(|action| is_of_the_day(&action.proposed))?;
    if !chance.happens(rates::PUT_RIGHT) {
        return None;
    }
    let entry = wrong.entry(u32::try_from(index).ok()?);
    let action = &wrong.actions[index];
    let later = chance.between(1..=15);
    let at = days.office(chance, recorded + TimeDelta::hours(2), later);
    let id = request(chance);
    let children = action.envelope.children.clone();
    let mut sitting = Sitting::new(id, wrong.stream, by.clone(), at, children);
    match chance.weighted(rates::MISTAKES) {
        Mistake::Account => {
            let reason = "The account left out what was said at the door.";
            let event = reworded(&action.proposed, "Corrected from the worker's notes.");
            let corrected = corrected(action, entry, event, action.envelope.occurred);
            sitting.note(
                at,
                RecordEvent::EntryCorrected(EntryCorrected {
                    reason: Text::new(reason),
                    ..corrected
                }),
            );
        }
        Mistake::Day => {
            let before = action.envelope.occurred.named_day().pred_opt()?;
            let event = action.proposed.clone();
            let corrected = corrected(action, entry, event, When::Day(before));
            sitting.note(at, RecordEvent::EntryCorrected(corrected));
        }
        Mistake::Child => withdrawn(&mut sitting, (entry, at), WithdrawalGround::WrongChild),
        Mistake::Twice => withdrawn(&mut sitting, (entry, at), WithdrawalGround::Duplicate),
        Mistake::Disputed => {
            let by = Speaker::Person(*chance.one(people));
            let statement = Text::new("I did not say it like that, and I want it noted.");
            sitting.note(at, RecordEvent::EntryDisputed(EntryDisputed { entry, by, statement }));
        }
        Mistake::Added => {
            let attached = StatementAttached {
                entry,
                by: Recorded::NotRecorded,
                kind: StatementKind::LaterNote,
                statement: Text::new("The grandmother rang later and confirmed what was seen."),
            };
            sitting.note(at, RecordEvent::StatementAttached(attached));
        }
    }
    sitting.request().map(|request| (at, request))
}

/// Whether an event is of a kind that is written up day by day, and put right where it was wrong.
fn is_of_the_day(event: &Event) -> bool {
    matches!(
        event,
        Event::Case(
            CaseEvent::Child(ChildEvent::ChildSeen(_))
                | CaseEvent::Information(
                    InformationEvent::ObservationRecorded(_)
                        | InformationEvent::InformationSupplied(_)
                )
                | CaseEvent::Plan(PlanEvent::CoreGroupHeld(_))
        )
    )
}

fn corrected(
    action: &Action,
    entry: candour_domain::identifier::EntryId,
    event: Event,
    occurred: When,
) -> EntryCorrected {
    let envelope = &action.envelope;
    let replacement = Replacement {
        event: Box::new(event),
        occurred,
        known: envelope.known,
        children: envelope.children.clone(),
        about: envelope.about.clone(),
        status: envelope.status,
        evidence: envelope.evidence.clone(),
    };
    EntryCorrected {
        entry,
        replacement,
        reason: Text::new("It was the day before: the diary shows it."),
    }
}

fn withdrawn(
    sitting: &mut Sitting,
    (entry, at): (candour_domain::identifier::EntryId, DateTime<Utc>),
    ground: WithdrawalGround,
) {
    let reason = match ground {
        WithdrawalGround::WrongChild => "It is about a child of another family.",
        WithdrawalGround::WrongFamily => "It is about another family.",
        WithdrawalGround::NeverHappened => "The visit was put off and not made.",
        WithdrawalGround::Duplicate => "It was written up twice.",
    };
    let reason = Text::new(reason);
    sitting.note(at, RecordEvent::EntryWithdrawn(EntryWithdrawn { entry, ground, reason }));
}

/// The same event with something added to its account.
fn reworded(event: &Event, added: &str) -> Event {
    let mut event = event.clone();
    let account = match &mut event {
        Event::Case(CaseEvent::Child(ChildEvent::ChildSeen(it))) => Some(&mut it.account),
        Event::Case(CaseEvent::Information(InformationEvent::ObservationRecorded(it))) => {
            Some(&mut it.account)
        }
        Event::Case(CaseEvent::Information(InformationEvent::InformationSupplied(it))) => {
            Some(&mut it.account)
        }
        Event::Case(CaseEvent::Plan(PlanEvent::CoreGroupHeld(it))) => match &mut it.account {
            Recorded::Recorded(account) => Some(account),
            Recorded::NotRecorded => None,
        },
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    };
    if let Some(account) = account {
        *account = Text::new(format!("{account} {added}"));
    }
    event
}
