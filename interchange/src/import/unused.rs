//! What would be registered, opened or identified for rows of which nothing is recorded after all, is
//! left out: an agency that stands only in a row reported as changed is no agency of this ledger.

use std::collections::BTreeSet;

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;
use candour_domain::reference::{Reference, references};

use super::caution::{Caution, Warning};
use super::plan::{Planned, What};
use super::report::Report;

/// Leaves out of the work what nothing else in it names, with what was said of it.
pub(crate) fn leave_out(work: &mut Vec<Planned>, report: &mut Report) {
    if !work.iter().any(|planned| planned.what == What::Named) {
        return;
    }
    let mut used: BTreeSet<Reference> = BTreeSet::new();
    let mut cases: BTreeSet<StreamId> = BTreeSet::new();
    for planned in work.iter().filter(|planned| planned.what != What::Named) {
        for action in &planned.request.actions {
            used.extend(references(&action.proposed));
            used.extend(references(&action.envelope));
        }
        cases.insert(planned.request.stream);
    }
    let identified: BTreeSet<Reference> =
        work.iter().filter_map(|planned| registers(planned.request.stream)).collect();
    let unused = |reference| identified.contains(&reference) && !used.contains(&reference);
    work.retain(|planned| {
        let keep = planned.what != What::Named
            || match registers(planned.request.stream).or_else(|| joins(planned)) {
                Some(reference) => !unused(reference),
                None => true,
            };
        if !keep && let Some(warning) = said_of(planned) {
            report.unsay(&warning);
        }
        keep
    });
    cases.extend(work.iter().filter(|it| joins(it).is_some()).map(|it| it.request.stream));
    work.retain(|planned| !opens(planned) || cases.contains(&planned.request.stream));
}

/// Whom or what a request on a stream registers or identifies.
fn registers(stream: StreamId) -> Option<Reference> {
    match stream {
        StreamId::Agency(id) => Some(Reference::Agency(id)),
        StreamId::Practitioner(id) => Some(Reference::Practitioner(id)),
        StreamId::Child(id) => Some(Reference::Child(id)),
        StreamId::Person(id) => Some(Reference::Person(id)),
        StreamId::Case(_) | StreamId::Team(_) | StreamId::Ledger(_) => None,
    }
}

fn opening(planned: &Planned) -> Option<&OpeningEvent> {
    match planned.request.actions.first().map(|action| &action.proposed) {
        Some(Event::Case(CaseEvent::Opening(event))) => Some(event),
        Some(_) | None => None,
    }
}

/// Who joins a case by a request.
fn joins(planned: &Planned) -> Option<Reference> {
    match opening(planned)? {
        OpeningEvent::ChildJoinedCase(it) => Some(Reference::Child(it.child)),
        OpeningEvent::PersonJoinedCase(it) => Some(Reference::Person(it.person)),
        OpeningEvent::CaseOpened(_)
        | OpeningEvent::ChildLeftCase(_)
        | OpeningEvent::CaseTransferred(_)
        | OpeningEvent::CaseClosed(_)
        | OpeningEvent::CaseReopened(_) => None,
    }
}

fn opens(planned: &Planned) -> bool {
    planned.what == What::Named && matches!(opening(planned), Some(OpeningEvent::CaseOpened(_)))
}

/// The warning that goes with what a request registers or identifies, where there is one.
fn said_of(planned: &Planned) -> Option<Warning> {
    let event = &planned.request.actions.first()?.proposed;
    let person = if let Event::Identity(IdentityEvent::ChildIdentified(it)) = event {
        it.name.value()
    } else if let Event::Identity(IdentityEvent::PersonIdentified(it)) = event {
        it.name.value()
    } else {
        None
    };
    let caution = if let Event::Agency(AgencyEvent::AgencyRegistered(it)) = event {
        Caution::AgencyKind { agency: it.name.as_str().to_owned() }
    } else {
        Caution::ByRowsAlone { name: person?.words()?.to_owned() }
    };
    Some(Warning { place: planned.place.clone(), caution })
}
