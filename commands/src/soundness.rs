//! What holds for every entry, whichever chapter it belongs to: it stands in a stream of its kind
//! that has been opened, names what exists, and its times can be. Whether it should have happened is
//! not asked here, nor anywhere in this room.
//!
//! # Rules
//! - `an_entry_stands_in_a_stream_of_its_kind`.
//! - `a_stream_begins_with_what_opens_it`: otherwise there is no such case, child or agency.
//! - `the_author_and_their_agency_are_registered`.
//! - `whoever_registers_need_not_be_registered`: in registering an agency or a practitioner, and in
//!   the ledger's own stream; otherwise nobody could be the first.
//! - `whoever_is_named_exists`: children, persons, agencies, practitioners, teams and cases.
//! - `an_entry_that_is_named_stands_in_the_stream`: or comes earlier in the same request.
//! - `what_a_child_brings_stands_in_the_case_that_they_leave`.
//! - `an_antecedent_is_of_a_kind_that_can_be_followed`.
//! - `what_is_not_in_this_ledger_can_be_followed`: an answer without a recorded offer is recorded.
//! - `a_span_does_not_end_before_it_begins`.
//! - `a_date_is_within_what_a_case_can_speak_of`.
//! - `what_happened_is_not_in_the_future`: beyond the skew that circumstances allow.
//! - `what_is_planned_may_lie_ahead`.
//! - `another_ledgers_stream_is_refused`.

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{ChildJoinedCase, OpeningEvent};
use candour_domain::case::record::RecordEvent;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::identity::IdentityEvent;
use candour_domain::landmark::Landmark;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::Antecedent;
use candour_domain::reference::{Reference, references};
use candour_domain::team::TeamEvent;
use candour_domain::time::{Certainty, When};
use candour_schemas::type_name;

use crate::decide::Known;
use crate::past::{Deciding, Past};
use crate::refusal::{Proposed, Refusal};
use crate::request::{Action, Circumstances, Request};
use crate::times::{Times, times};

/// The fields whose times may lie ahead: what is planned, and until when something holds. A child
/// that is not born yet has the date on which they are expected.
const MAY_LIE_AHEAD: [&str; 4] = ["planned", "from", "until", "born"];

/// One action of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proposal<'a> {
    pub(crate) request: &'a Request,
    pub(crate) action: &'a Action,
    pub(crate) of: Proposed,
}

/// Checks what a request says of itself.
pub(crate) fn of_the_request(past: &Past, request: &Request, known: &Known) -> Result<(), Refusal> {
    let Some(first) = request.actions.first() else { return Err(Refusal::NothingProposed) };
    if let StreamId::Ledger(given) = request.stream
        && given != known.ledger
    {
        return Err(Refusal::OtherLedger { given, this: known.ledger });
    }
    if registers(&first.proposed) {
        return Ok(());
    }
    let exists = |stream| stream == past.stream() || known.streams.contains(&stream);
    if !exists(StreamId::Practitioner(request.author)) {
        return Err(Refusal::AuthorUnknown { author: request.author });
    }
    if !exists(StreamId::Agency(request.agency)) {
        return Err(Refusal::AgencyUnknown { agency: request.agency });
    }
    Ok(())
}

/// Checks what an action says of itself and of what it names.
pub(crate) fn of_an_action(
    deciding: &Deciding<'_>,
    proposal: &Proposal<'_>,
    known: &Known,
    circumstances: Circumstances,
) -> Result<(), Refusal> {
    let Proposal { request, action, of } = *proposal;
    let stream = request.stream;
    if !belongs(stream, &action.proposed) {
        return Err(Refusal::WrongStream { of, stream });
    }
    if !deciding.is_open() && !opens(&action.proposed) {
        return Err(Refusal::NoSuchStream { stream });
    }
    names_what_exists(deciding, proposal, known)?;
    for event in [Some(&action.proposed), replacement(&action.proposed)].into_iter().flatten() {
        follows_what_it_may(deciding, of, event)?;
    }
    for found in [times(&action.envelope), times(&action.proposed)] {
        can_be(of, &found, circumstances)?;
    }
    Ok(())
}

/// Whether an event opens the stream that it stands in.
pub(crate) fn opens(event: &Event) -> bool {
    matches!(
        event,
        Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(_)))
            | Event::Identity(
                IdentityEvent::ChildIdentified(_) | IdentityEvent::PersonIdentified(_)
            )
            | Event::Agency(AgencyEvent::AgencyRegistered(_))
            | Event::Practitioner(PractitionerEvent::PractitionerRegistered(_))
            | Event::Team(TeamEvent::TeamEstablished(_))
            | Event::Ledger(LedgerEvent::LedgerOpened(_))
    )
}

/// Whether an event can be the first of all, before anybody is registered.
fn registers(event: &Event) -> bool {
    matches!(
        event,
        Event::Agency(AgencyEvent::AgencyRegistered(_))
            | Event::Practitioner(PractitionerEvent::PractitionerRegistered(_))
            | Event::Ledger(_)
    )
}

/// Whether an event can stand in a stream of this kind.
fn belongs(stream: StreamId, event: &Event) -> bool {
    if replacement(event).is_some_and(|event| !belongs(stream, event)) {
        return false;
    }
    match event {
        Event::Case(_) => matches!(stream, StreamId::Case(_)),
        Event::Identity(IdentityEvent::ChildIdentified(_)) => matches!(stream, StreamId::Child(_)),
        Event::Identity(
            IdentityEvent::PersonIdentified(_) | IdentityEvent::ParentalResponsibilityRecorded(_),
        ) => matches!(stream, StreamId::Person(_)),
        Event::Identity(
            IdentityEvent::IdentifierAssigned(_)
            | IdentityEvent::DetailsAmended(_)
            | IdentityEvent::RelationshipRecorded(_)
            | IdentityEvent::HouseholdRecorded(_)
            | IdentityEvent::AddressRecorded(_)
            | IdentityEvent::SafeContactAgreed(_)
            | IdentityEvent::RecordsLinked(_)
            | IdentityEvent::RecordsUnlinked(_)
            | IdentityEvent::Record(_),
        ) => matches!(stream, StreamId::Child(_) | StreamId::Person(_)),
        Event::Agency(_) => matches!(stream, StreamId::Agency(_)),
        Event::Practitioner(_) => matches!(stream, StreamId::Practitioner(_)),
        Event::Team(_) => matches!(stream, StreamId::Team(_)),
        Event::Ledger(LedgerEvent::LedgerOpened(opened)) => {
            stream == StreamId::Ledger(opened.ledger)
        }
        Event::Ledger(
            LedgerEvent::KeyIntroduced(_)
            | LedgerEvent::WitnessPolicyAdopted(_)
            | LedgerEvent::RulesAdopted(_)
            | LedgerEvent::StreamHeads(_)
            | LedgerEvent::AnchorRecorded(_),
        ) => matches!(stream, StreamId::Ledger(_)),
    }
}

/// What a correction puts in an entry's place.
fn replacement(event: &Event) -> Option<&Event> {
    match event.record()? {
        RecordEvent::EntryCorrected(correction) => Some(&correction.replacement.event),
        RecordEvent::EntryWithdrawn(_)
        | RecordEvent::EntryDisputed(_)
        | RecordEvent::StatementAttached(_)
        | RecordEvent::EntryRestricted(_)
        | RecordEvent::RestrictionLifted(_)
        | RecordEvent::HoldPlaced(_)
        | RecordEvent::HoldLifted(_) => None,
    }
}

/// What a child brings from the case that they leave: that case, and its entries.
pub(crate) fn carried(event: &Event) -> Option<(CaseId, &[EntryId])> {
    match replacement(event).unwrap_or(event) {
        Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(ChildJoinedCase {
            child: _,
            from: Some(from),
            carried,
        }))) => Some((*from, carried)),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}

/// The stream of what a reference names; none for an entry.
pub(crate) fn stream_of(reference: Reference) -> Option<StreamId> {
    match reference {
        Reference::Case(id) => Some(StreamId::Case(id)),
        Reference::Child(id) => Some(StreamId::Child(id)),
        Reference::Person(id) => Some(StreamId::Person(id)),
        Reference::Agency(id) => Some(StreamId::Agency(id)),
        Reference::Practitioner(id) => Some(StreamId::Practitioner(id)),
        Reference::Team(id) => Some(StreamId::Team(id)),
        Reference::Entry(_) => None,
    }
}

fn names_what_exists(
    deciding: &Deciding<'_>,
    proposal: &Proposal<'_>,
    known: &Known,
) -> Result<(), Refusal> {
    let Proposal { request, action, of } = *proposal;
    let stream = request.stream;
    let itself = |named: StreamId| {
        registers(&action.proposed)
            && [StreamId::Practitioner(request.author), StreamId::Agency(request.agency)]
                .contains(&named)
    };
    let brought = carried(&action.proposed);
    for what in [references(&action.envelope), references(&action.proposed)].concat() {
        if let Some(named) = stream_of(what) {
            if named != stream && !known.streams.contains(&named) && !itself(named) {
                return Err(Refusal::Unknown { of, what });
            }
        } else if let Reference::Entry(entry) = what {
            let left = brought.filter(|(_, entries)| entries.contains(&entry));
            let stands = match left {
                Some((case, _)) => {
                    known.carried.get(&case).is_some_and(|there| there.contains(&entry))
                }
                None => deciding.event(entry).is_some(),
            };
            if !stands {
                let stream = left.map_or(stream, |(case, _)| StreamId::Case(case));
                return Err(Refusal::UnknownEntry { of, entry, stream });
            }
        }
    }
    Ok(())
}

fn leaves(event: &Event) -> Option<Landmark> {
    match event.record() {
        Some(event) => event.leaves(),
        None => event.case().and_then(CaseEvent::leaves),
    }
}

fn follows(event: &Event) -> Option<(Antecedent, &'static [Landmark])> {
    match event.record() {
        Some(event) => event.follows(),
        None => event.case().and_then(CaseEvent::follows),
    }
}

fn follows_what_it_may(
    deciding: &Deciding<'_>,
    of: Proposed,
    event: &Event,
) -> Result<(), Refusal> {
    let Some((Antecedent::Named(entry), may_be)) = follows(event) else { return Ok(()) };
    let stream = deciding.stream();
    let named = deciding.event(entry).ok_or(Refusal::UnknownEntry { of, entry, stream })?;
    if leaves(named).is_some_and(|landmark| may_be.contains(&landmark)) {
        return Ok(());
    }
    Err(Refusal::OtherKind { of, entry, is: type_name(named), may_be })
}

fn can_be(of: Proposed, found: &Times, circumstances: Circumstances) -> Result<(), Refusal> {
    for time in found.moments.iter().chain(&found.dates) {
        if time.when.beyond_all_records() {
            return Err(Refusal::BeyondAllRecords { of, field: time.field, when: time.when });
        }
        if let When::Days { from, to } = time.when
            && time.when.ends_before_it_begins()
        {
            return Err(Refusal::EndsBeforeItBegins {
                of,
                field: time.field,
                from: When::Day(from),
                until: When::Day(to),
            });
        }
    }
    for span in &found.spans {
        if span.until.interval().before(span.from.interval()) == Certainty::Yes {
            let (field, from, until) = (span.field, span.from, span.until);
            return Err(Refusal::EndsBeforeItBegins { of, field, from, until });
        }
    }
    for time in &found.moments {
        if !MAY_LIE_AHEAD.contains(&time.field) && circumstances.lies_ahead(time.when) {
            let (field, when, now) = (time.field, time.when, circumstances.now);
            return Err(Refusal::InTheFuture { of, field, when, now });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
