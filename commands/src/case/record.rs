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
