//! Opening: a family's case, the children and people in it, its transfer, closing and reopening.
//!
//! # Rules
//! - `a_case_opened_with_the_same_content_is_already_so`: with other content it is recorded.
//! - `a_child_joins_a_case_once`: unless the joining says more than the first did.
//! - `a_child_leaves_a_case_for_another`: leaving it for itself cannot be.
//! - `a_child_who_has_left_leaves_in_the_same_words_once`.
//! - `a_child_who_is_not_in_the_case_can_leave_it`: it is recorded, and flagged.
//! - `a_person_joins_a_case_once`: unless their part in it is another.
//! - `a_case_transferred_in_the_same_words_is_already_so`.
//! - `closing_a_closed_case_for_the_same_reason_is_already_so`.
//! - `a_case_that_was_closed_and_reopened_can_be_closed_again`.
//! - `reopening_an_open_case_in_the_same_words_is_already_so`.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{
    CaseClosed, CaseReopened, ChildJoinedCase, ChildLeftCase, OpeningEvent, PersonJoinedCase,
};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::CaseId;
use candour_domain::recorded::Recorded;
use candour_domain::state::Opening;

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;
use crate::refusal::{Proposed, Refusal};

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("OpenCase", "CaseOpened"),
    named("AddChildToCase", "ChildJoinedCase"),
    named("TakeChildOutOfCase", "ChildLeftCase"),
    named("AddPersonToCase", "PersonJoinedCase"),
    named("TransferCase", "CaseTransferred"),
    named("CloseCase", "CaseClosed"),
    named("ReopenCase", "CaseReopened"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(
    deciding: &Deciding<'_>,
    event: &OpeningEvent,
    of: Proposed,
) -> Result<Verdict, Refusal> {
    let state = deciding.case();
    Ok(match event {
        OpeningEvent::CaseOpened(_) => {
            repeated(deciding, event, |it| matches!(it, OpeningEvent::CaseOpened(_)))
        }
        OpeningEvent::ChildJoinedCase(it) => {
            another_case(deciding, it.from, of)?;
            if state.children.contains(&it.child) { joined(deciding, it) } else { Verdict::Record }
        }
        OpeningEvent::ChildLeftCase(it) => {
            another_case(deciding, it.to, of)?;
            if state.children.contains(&it.child) {
                Verdict::Record
            } else {
                repeated(
                    deciding,
                    event,
                    |left| matches!(left, OpeningEvent::ChildLeftCase(ChildLeftCase { child, .. }) if *child == it.child),
                )
            }
        }
        OpeningEvent::PersonJoinedCase(it) => {
            if state.people.contains(&it.person) {
                took_part(deciding, it)
            } else {
                Verdict::Record
            }
        }
        OpeningEvent::CaseTransferred(_) => {
            repeated(deciding, event, |it| matches!(it, OpeningEvent::CaseTransferred(_)))
        }
        OpeningEvent::CaseClosed(_) => match state.opening {
            Opening::Closed => repeated(deciding, event, |it| {
                matches!(it, OpeningEvent::CaseClosed(CaseClosed { .. }))
            }),
            Opening::NotOpened | Opening::Open => Verdict::Record,
        },
        OpeningEvent::CaseReopened(_) => match state.opening {
            Opening::Open => repeated(deciding, event, |it| {
                matches!(it, OpeningEvent::CaseReopened(CaseReopened { .. }))
            }),
            Opening::NotOpened | Opening::Closed => Verdict::Record,
        },
    })
}

/// The chapter's event, where it is one.
fn opening(event: &Event) -> Option<&OpeningEvent> {
    match event {
        Event::Case(CaseEvent::Opening(event)) => Some(event),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}

/// Already so, where the latest entry on the same matter says exactly this.
fn repeated(
    deciding: &Deciding<'_>,
    event: &OpeningEvent,
    same_matter: impl Fn(&OpeningEvent) -> bool,
) -> Verdict {
    match deciding.latest(|it| opening(it).is_some_and(&same_matter)) {
        Some(stands) if opening(stands.event) == Some(event) => Verdict::AlreadySo(stands.id),
        Some(_) | None => Verdict::Record,
    }
}

fn another_case(
    deciding: &Deciding<'_>,
    named: Option<CaseId>,
    of: Proposed,
) -> Result<(), Refusal> {
    match named {
        Some(case) if StreamId::Case(case) == deciding.stream() => {
            Err(Refusal::SameCase { of, case })
        }
        Some(_) | None => Ok(()),
    }
}

/// Already so, where the child joined with all that is said now.
fn joined(deciding: &Deciding<'_>, it: &ChildJoinedCase) -> Verdict {
    let says_so = |event: &Event| {
        matches!(
            opening(event),
            Some(OpeningEvent::ChildJoinedCase(there))
                if there.child == it.child
                    && (it.from.is_none() || it.from == there.from)
                    && it.carried.iter().all(|entry| there.carried.contains(entry))
        )
    };
    deciding.latest(says_so).map_or(Verdict::Record, |stands| Verdict::AlreadySo(stands.id))
}

/// Already so, where the person's part in the case is the same, or is not said now.
fn took_part(deciding: &Deciding<'_>, it: &PersonJoinedCase) -> Verdict {
    let joined = deciding.latest(|event| {
        matches!(opening(event), Some(OpeningEvent::PersonJoinedCase(there)) if there.person == it.person)
    });
    match joined.map(|stands| (stands.id, opening(stands.event))) {
        Some((id, Some(OpeningEvent::PersonJoinedCase(there))))
            if it.part == Recorded::NotRecorded || it.part == there.part =>
        {
            Verdict::AlreadySo(id)
        }
        Some(_) | None => Verdict::Record,
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::code::ReasonForClosure;
    use candour_domain::meeting::Grounds;
    use candour_domain::recorded::Label;
    use candour_domain::text::Text;
    use candour_schemas::samples::{CASE, CHILD, GRANDMOTHER, OTHER_CASE, POLICE, SCHOOL};

    use super::*;
    use crate::given::{given_case, given_entry, of, opened};

    fn joins(from: Option<CaseId>) -> OpeningEvent {
        OpeningEvent::ChildJoinedCase(ChildJoinedCase { child: CHILD, from, carried: vec![] })
    }

    fn leaves(reason: &str, to: Option<CaseId>) -> OpeningEvent {
        let reason = Recorded::Recorded(Text::new(reason));
        OpeningEvent::ChildLeftCase(ChildLeftCase { child: CHILD, to, reason })
    }

    fn takes_part(part: Recorded<&str>) -> OpeningEvent {
        let part = part.value().map(|part| Label::parse(part).unwrap()).into();
        OpeningEvent::PersonJoinedCase(PersonJoinedCase { person: GRANDMOTHER, part })
    }

    fn closes(reason: ReasonForClosure) -> OpeningEvent {
        let reason = Recorded::Recorded(reason);
        OpeningEvent::CaseClosed(CaseClosed { reason, grounds: Grounds::default() })
    }

    fn reopens() -> OpeningEvent {
        OpeningEvent::CaseReopened(CaseReopened { reason: Recorded::NotRecorded })
    }

    const DIED: ReasonForClosure = ReasonForClosure::Died;
    const ADOPTED: ReasonForClosure = ReasonForClosure::Adopted;
    const NOTHING: [OpeningEvent; 0] = [];

    #[test]
    fn a_case_opened_with_the_same_content_is_already_so() {
        given_case(NOTHING).when(opened()).then_already_so_by(0);
        let OpeningEvent::CaseOpened(opened) = opened() else { return };
        let authority = Recorded::Recorded(POLICE);
        given_case(NOTHING)
            .when(OpeningEvent::CaseOpened(candour_domain::case::opening::CaseOpened {
                authority,
                ..opened
            }))
            .then_recorded();
    }

    #[test]
    fn a_child_joins_a_case_once() {
        given_case(NOTHING).when(joins(None)).then_recorded();
        given_case([joins(None)]).when(joins(None)).then_already_so_by(1);
        given_case([joins(Some(OTHER_CASE))]).when(joins(None)).then_already_so_by(1);
        given_case([joins(None)]).when(joins(Some(OTHER_CASE))).then_recorded();
        given_case([joins(None), leaves("moved", None)]).when(joins(None)).then_recorded();
    }

    #[test]
    fn a_child_leaves_a_case_for_another() {
        let refused = |event| Refusal::SameCase { of: of(event), case: CASE };
        given_case([joins(None)]).when(leaves("moved", Some(OTHER_CASE))).then_recorded();
        given_case([joins(None)])
            .when(leaves("moved", Some(CASE)))
            .then_refused(refused("ChildLeftCase"));
        given_case(NOTHING).when(joins(Some(CASE))).then_refused(refused("ChildJoinedCase"));
    }

    #[test]
    fn a_child_who_has_left_leaves_in_the_same_words_once() {
        let left = || given_case([joins(None), leaves("moved", None)]);
        left().when(leaves("moved", None)).then_already_so_by(2);
        left().when(leaves("adopted", None)).then_recorded();
        left().and(joins(None)).when(leaves("moved", None)).then_recorded();
    }

    #[test]
    fn what_was_withdrawn_does_not_count() {
        use candour_domain::case::record::{EntryWithdrawn, RecordEvent, WithdrawalGround};
        let withdraws = |place| {
            RecordEvent::EntryWithdrawn(EntryWithdrawn {
                entry: given_entry(place),
                ground: WithdrawalGround::NeverHappened,
                reason: Text::new("of her cousin"),
            })
        };
        let left = given_case([joins(None), leaves("moved", None)]);
        left.and(withdraws(2)).when(joins(None)).then_already_so_by(1);
        given_case([joins(None)]).and(withdraws(1)).when(joins(None)).then_recorded();
    }

    #[test]
    fn a_child_who_is_not_in_the_case_can_leave_it() {
        given_case(NOTHING).when(leaves("moved", None)).then_recorded();
    }

    #[test]
    fn a_person_joins_a_case_once() {
        let grandmother = Recorded::Recorded("maternal grandmother");
        given_case(NOTHING).when(takes_part(grandmother)).then_recorded();
        given_case([takes_part(grandmother)]).when(takes_part(grandmother)).then_already_so_by(1);
        given_case([takes_part(grandmother)])
            .when(takes_part(Recorded::NotRecorded))
            .then_already_so_by(1);
        given_case([takes_part(grandmother)])
            .when(takes_part(Recorded::Recorded("guardian")))
            .then_recorded();
    }

    #[test]
    fn a_case_transferred_in_the_same_words_is_already_so() {
        let transfers = |to| {
            OpeningEvent::CaseTransferred(candour_domain::case::opening::CaseTransferred {
                to,
                accepted: Recorded::NotRecorded,
                reason: Recorded::NotRecorded,
            })
        };
        given_case([transfers(POLICE)]).when(transfers(POLICE)).then_already_so_by(1);
        given_case([transfers(POLICE), transfers(SCHOOL)]).when(transfers(POLICE)).then_recorded();
    }

    #[test]
    fn closing_a_closed_case_for_the_same_reason_is_already_so() {
        given_case(NOTHING).when(closes(DIED)).then_recorded();
        given_case([closes(DIED)]).when(closes(DIED)).then_already_so_by(1);
        given_case([closes(DIED)]).when(closes(ADOPTED)).then_recorded();
    }

    #[test]
    fn a_case_that_was_closed_and_reopened_can_be_closed_again() {
        given_case([closes(DIED), reopens()]).when(closes(DIED)).then_recorded();
    }

    #[test]
    fn reopening_an_open_case_in_the_same_words_is_already_so() {
        given_case(NOTHING).when(reopens()).then_recorded();
        given_case([closes(DIED), reopens()]).when(reopens()).then_already_so_by(2);
        given_case([closes(DIED), reopens(), closes(ADOPTED)]).when(reopens()).then_recorded();
    }

    #[test]
    fn a_joining_that_brings_more_is_recorded() {
        let brings = |entry| {
            OpeningEvent::ChildJoinedCase(ChildJoinedCase {
                child: CHILD,
                from: None,
                carried: vec![entry],
            })
        };
        given_case([joins(None)]).when(brings(given_entry(0))).then_recorded();
        given_case([brings(given_entry(0))]).when(brings(given_entry(0))).then_already_so_by(1);
    }
}
