//! Deciding: past, request and circumstances in; facts, or the entries that already say so, or a
//! refusal out. Pure: no clock, no identifiers made, no store.
//!
//! # Rules
//! - `an_empty_request_is_refused`.
//! - `what_is_already_so_is_left_out_of_what_is_recorded`: the other actions of the request are
//!   recorded, under the identifiers that they would have had anyway.
//! - `what_is_already_so_is_recorded_where_a_later_action_names_it`: so that no entry names one that
//!   is not there.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, EntryId, LedgerId};
use candour_domain::identity::IdentityEvent;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::reference::{Reference, references};
use candour_domain::team::TeamEvent;
use candour_schemas::type_name;

use crate::past::{Deciding, Past};
use crate::refusal::{Proposed, Refusal};
use crate::request::{Action, Circumstances, Request};
use crate::{case, identity, matter, soundness};

/// What other streams hold of what a request names: facts that never become false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The ledger.
    pub ledger: LedgerId,
    /// The streams that exist: children and persons identified, agencies and practitioners
    /// registered, teams established, cases opened.
    pub streams: BTreeSet<StreamId>,
    /// Of the cases that a child is said to leave, the entries that are said to be carried over and
    /// do stand there.
    pub carried: BTreeMap<CaseId, BTreeSet<EntryId>>,
}

/// An action that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The entry that it becomes.
    pub id: EntryId,
    /// Its place in the request.
    pub index: u32,
    /// What is said beside the fact, and the fact.
    pub action: Action,
}

/// What a request comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// These are to be recorded; never empty.
    Record(Vec<Decided>),
    /// It is already so: by these entries, each once.
    AlreadySo(Vec<EntryId>),
}

/// What a chapter says of one action that can be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is to be recorded.
    Record,
    /// This entry already says so.
    AlreadySo(EntryId),
}

/// Decides a request over the past of its stream.
///
/// Whether the request itself was recorded before is not decided here: its identifier says so.
///
/// # Errors
/// Refuses what cannot be true.
pub fn decide(
    past: &Past,
    request: &Request,
    known: &Known,
    circumstances: Circumstances,
) -> Result<Decision, Refusal> {
    soundness::of_the_request(past, request, known)?;
    let named = named_within(request);
    let mut deciding = Deciding::over(past);
    let mut record = Vec::new();
    let mut already = Vec::new();
    for (index, action) in (0..).zip(&request.actions) {
        let of = Proposed { index, event: type_name(&action.proposed) };
        let id = request.entry(index);
        let proposal = soundness::Proposal { request, action, of };
        soundness::of_an_action(&deciding, &proposal, known, circumstances)?;
        match verdict(&deciding, action, of, circumstances)? {
            Verdict::AlreadySo(entry) if !named.contains(&id) => {
                if !already.contains(&entry) {
                    already.push(entry);
                }
            }
            Verdict::AlreadySo(_) | Verdict::Record => {
                deciding = deciding.after(id, action);
                record.push(Decided { id, index, action: action.clone() });
            }
        }
    }
    if record.is_empty() {
        return Ok(Decision::AlreadySo(already));
    }
    Ok(Decision::Record(record))
}

/// The entries that the actions of a request name.
fn named_within(request: &Request) -> BTreeSet<EntryId> {
    let entry = |reference| match reference {
        Reference::Entry(entry) => Some(entry),
        Reference::Case(_)
        | Reference::Child(_)
        | Reference::Person(_)
        | Reference::Agency(_)
        | Reference::Practitioner(_)
        | Reference::Team(_) => None,
    };
    if request.actions.len() < 2 {
        return BTreeSet::new();
    }
    let of =
        |action: &Action| [references(&action.envelope), references(&action.proposed)].concat();
    request.actions.iter().flat_map(of).filter_map(entry).collect()
}

fn verdict(
    deciding: &Deciding<'_>,
    action: &Action,
    of: Proposed,
    circumstances: Circumstances,
) -> Result<Verdict, Refusal> {
    match &action.proposed {
        Event::Case(CaseEvent::Record(event))
        | Event::Identity(IdentityEvent::Record(event))
        | Event::Agency(AgencyEvent::Record(event))
        | Event::Practitioner(PractitionerEvent::Record(event))
        | Event::Team(TeamEvent::Record(event)) => case::record::decide(deciding, event),
        Event::Case(event) => case::decide(deciding, event, of),
        Event::Identity(event) => identity::decide(deciding, event, of, circumstances),
        Event::Agency(event) => Ok(matter::decide(deciding, event)),
        Event::Practitioner(event) => Ok(matter::decide(deciding, event)),
        Event::Team(event) => Ok(matter::decide(deciding, event)),
        Event::Ledger(event) => Ok(matter::decide(deciding, event)),
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::opening::{ChildJoinedCase, OpeningEvent};
    use candour_schemas::samples::CHILD;

    use super::*;
    use crate::given::{ASKED, Proposing, THIS, action, given_case, given_nothing, opened, raised};

    fn joins() -> OpeningEvent {
        OpeningEvent::ChildJoinedCase(ChildJoinedCase { child: CHILD, from: None, carried: vec![] })
    }

    const NOTHING: [Proposing; 0] = [];

    #[test]
    fn an_empty_request_is_refused() {
        given_case(NOTHING).when_all([]).then_refused(Refusal::NothingProposed);
    }

    #[test]
    fn what_is_already_so_is_left_out_of_what_is_recorded() {
        given_case([joins()])
            .when_all([action(joins()), action(raised("a bruise")), action(joins())])
            .then_recorded_alone(&[1]);
        given_nothing(THIS)
            .when_all([action(opened()), action(joins()), action(opened()), action(joins())])
            .then_recorded_alone(&[0, 1]);
    }

    #[test]
    fn what_is_already_so_is_recorded_where_a_later_action_names_it() {
        let mut caused = action(raised("a bruise"));
        caused.envelope.causation = Some(EntryId::of_request(ASKED, 0));
        given_case([joins()]).when_all([action(joins()), caused]).then_recorded();
    }

    #[test]
    fn what_is_already_so_twice_over_is_said_once() {
        given_case([joins()]).when_all([action(joins()), action(joins())]).then_already_so_by(1);
        given_case([joins()])
            .when_all([action(opened()), action(joins()), action(opened())])
            .then_already_so_by_all(&[0, 1]);
    }
}
