//! Record: corrections, withdrawals, disputes, statements, restrictions and holds, in the stream of the
//! entry that they name, whichever kind of stream it is.
//!
//! # Rules
//! - `a_correction_is_of_the_type_of_the_entry`: an entry does not become another kind of thing.
//! - `a_correction_of_a_correction_is_of_the_type_of_the_first`.
//! - `a_correction_that_changes_nothing_is_already_so`.
//! - `a_withdrawn_entry_can_be_corrected`: it is recorded; the entry stays withdrawn.
//! - `withdrawing_on_the_same_ground_again_is_already_so`.

use candour_domain::case::record::{EntryCorrected, EntryWithdrawn, RecordEvent, Replacement};
use candour_domain::effective::{Effective, Standing};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use candour_schemas::type_name;

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;
use crate::refusal::Refusal;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("CorrectEntry", "EntryCorrected"),
    named("WithdrawEntry", "EntryWithdrawn"),
    named("DisputeEntry", "EntryDisputed"),
    named("AttachStatement", "StatementAttached"),
    named("RestrictEntries", "EntryRestricted"),
    named("LiftRestriction", "RestrictionLifted"),
    named("PlaceHold", "HoldPlaced"),
    named("LiftHold", "HoldLifted"),
];

/// Decides on an action of the chapter that can be true.
pub(crate) fn decide(deciding: &Deciding<'_>, event: &RecordEvent) -> Result<Verdict, Refusal> {
    match event {
        RecordEvent::EntryCorrected(it) => corrected(deciding, it),
        RecordEvent::EntryWithdrawn(it) => Ok(withdrawn(deciding, it)),
        RecordEvent::EntryDisputed(_)
        | RecordEvent::StatementAttached(_)
        | RecordEvent::EntryRestricted(_)
        | RecordEvent::RestrictionLifted(_)
        | RecordEvent::HoldPlaced(_)
        | RecordEvent::HoldLifted(_) => Ok(Verdict::Record),
    }
}

/// What an entry first recorded; of a correction, what it corrects. An entry names only those
/// before it, so this comes to an end.
fn original<'a>(deciding: &Deciding<'a>, entry: EntryId) -> Option<(EntryId, &'a Event)> {
    let event = deciding.event(entry)?;
    match event.record() {
        Some(RecordEvent::EntryCorrected(correction)) => original(deciding, correction.entry),
        Some(
            RecordEvent::EntryWithdrawn(_)
            | RecordEvent::EntryDisputed(_)
            | RecordEvent::StatementAttached(_)
            | RecordEvent::EntryRestricted(_)
            | RecordEvent::RestrictionLifted(_)
            | RecordEvent::HoldPlaced(_)
            | RecordEvent::HoldLifted(_),
        )
        | None => Some((entry, event)),
    }
}

fn corrected(deciding: &Deciding<'_>, it: &EntryCorrected) -> Result<Verdict, Refusal> {
    let Some((first, event)) = original(deciding, it.entry) else { return Ok(Verdict::Record) };
    let (is, replacement) = (type_name(event), type_name(&it.replacement.event));
    if is != replacement {
        return Err(Refusal::OtherType { entry: first, is, replacement });
    }
    Ok(match deciding.effective(first) {
        Some(stands) if stands.stands() && reads(&stands, &it.replacement) => match stands.standing
        {
            Standing::Corrected { by, .. } => Verdict::AlreadySo(by.id),
            Standing::AsRecorded | Standing::Withdrawn { .. } => Verdict::AlreadySo(first),
        },
        Some(_) | None => Verdict::Record,
    })
}

/// Whether an entry as it stands reads as its replacement would.
fn reads(stands: &Effective<'_>, replacement: &Replacement) -> bool {
    let Replacement { event, occurred, known, children, about, status, evidence } = replacement;
    stands.event() == &**event
        && stands.occurred() == *occurred
        && stands.known() == *known
        && stands.children() == children
        && stands.about() == about
        && stands.status() == *status
        && stands.evidence() == evidence
}

fn withdrawn(deciding: &Deciding<'_>, it: &EntryWithdrawn) -> Verdict {
    let first = original(deciding, it.entry).map(|(first, _)| first);
    match first.and_then(|first| deciding.effective(first)).map(|stands| stands.standing) {
        Some(Standing::Withdrawn { by, withdrawal }) if withdrawal.ground == it.ground => {
            Verdict::AlreadySo(by.id)
        }
        Some(Standing::AsRecorded | Standing::Corrected { .. } | Standing::Withdrawn { .. })
        | None => Verdict::Record,
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::record::WithdrawalGround;
    use candour_domain::recorded::Recorded;
    use candour_domain::text::Text;
    use candour_schemas::samples::CHILD;

    use super::*;
    use crate::given::{Given, Proposing, day, given_case, given_entry, opened, raised};

    fn corrects(place: u128, event: impl Into<Proposing>) -> RecordEvent {
        RecordEvent::EntryCorrected(EntryCorrected {
            entry: given_entry(place),
            replacement: Replacement {
                event: Box::new(event.into().0),
                occurred: day("2026-01-20"),
                known: None,
                children: vec![],
                about: vec![],
                status: Recorded::NotRecorded,
                evidence: Recorded::NotRecorded,
            },
            reason: Text::new("slip of the pen"),
        })
    }

    fn withdraws(place: u128, ground: WithdrawalGround) -> RecordEvent {
        let (entry, reason) = (given_entry(place), Text::new("of another family"));
        RecordEvent::EntryWithdrawn(EntryWithdrawn { entry, ground, reason })
    }

    /// A case with a concern, entry 1, corrected by entry 2.
    fn corrected_once() -> Given {
        given_case([raised("left arm")]).and(corrects(1, raised("right arm")))
    }

    #[test]
    fn a_correction_is_of_the_type_of_the_entry() {
        given_case([raised("left arm")]).when(corrects(1, raised("right arm"))).then_recorded();
        given_case([raised("left arm")]).when(corrects(1, opened())).then_refused(
            Refusal::OtherType {
                entry: given_entry(1),
                is: "ConcernRaised",
                replacement: "CaseOpened",
            },
        );
    }

    #[test]
    fn a_correction_of_a_correction_is_of_the_type_of_the_first() {
        corrected_once().when(corrects(2, raised("both arms"))).then_recorded();
        let again = corrects(1, raised("right arm"));
        corrected_once().when(corrects(2, again)).then_refused(Refusal::OtherType {
            entry: given_entry(1),
            is: "ConcernRaised",
            replacement: "EntryCorrected",
        });
    }

    #[test]
    fn a_correction_that_changes_nothing_is_already_so() {
        corrected_once().when(corrects(1, raised("right arm"))).then_already_so_by(2);
        corrected_once().when(corrects(1, raised("left arm"))).then_recorded();
        given_case([raised("left arm")])
            .when(corrects(1, raised("left arm")))
            .then_already_so_by(1);
        let RecordEvent::EntryCorrected(mut of_a_child) = corrects(1, raised("left arm")) else {
            return;
        };
        of_a_child.replacement.children = vec![CHILD];
        given_case([raised("left arm")])
            .when(RecordEvent::EntryCorrected(of_a_child))
            .then_recorded();
    }

    #[test]
    fn a_withdrawn_entry_can_be_corrected() {
        given_case([raised("left arm")])
            .and(withdraws(1, WithdrawalGround::WrongChild))
            .when(corrects(1, raised("left arm")))
            .then_recorded();
    }

    #[test]
    fn withdrawing_on_the_same_ground_again_is_already_so() {
        let withdrawn = || corrected_once().and(withdraws(1, WithdrawalGround::WrongChild));
        withdrawn().when(withdraws(1, WithdrawalGround::WrongChild)).then_already_so_by(3);
        withdrawn().when(withdraws(2, WithdrawalGround::WrongChild)).then_already_so_by(3);
        withdrawn().when(withdraws(1, WithdrawalGround::Duplicate)).then_recorded();
        corrected_once().when(withdraws(1, WithdrawalGround::WrongChild)).then_recorded();
    }

    #[test]
    fn an_entry_of_the_same_request_can_be_corrected() {
        use crate::given::{ASKED, action};
        let RecordEvent::EntryCorrected(mut correction) = corrects(1, raised("right arm")) else {
            return;
        };
        correction.entry = EntryId::of_request(ASKED, 0);
        given_case([] as [Proposing; 0])
            .when_all([action(raised("left arm")), action(RecordEvent::EntryCorrected(correction))])
            .then_recorded();
    }
}
