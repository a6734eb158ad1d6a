//! The stream of a practitioner: registering them, and the posts that they take and leave.
//!
//! # Rules
//! - `a_practitioner_registered_under_the_same_name_is_already_so`: unless a registration is added.
//! - `a_practitioner_takes_a_post_that_they_hold_once`: whatever date is given for it.
//! - `a_post_that_was_left_can_be_taken_again`.

use candour_domain::event::Event;
use candour_domain::identifier::AgencyId;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::{Label, Recorded};

use crate::command::{Named, named};
use crate::matter::OnMatter;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("RegisterPractitioner", "PractitionerRegistered"),
    named("TakePost", "PostTaken"),
    named("LeavePost", "PostLeft"),
];

/// What an event is about: of two on the same matter, the later says how it is now.
#[derive(Debug, PartialEq, Eq)]
enum Matter<'a> {
    Registration,
    Post(AgencyId, &'a Recorded<Label>, &'a Recorded<Label>),
}

fn matter(event: &PractitionerEvent) -> Option<Matter<'_>> {
    match event {
        PractitionerEvent::PractitionerRegistered(_) => Some(Matter::Registration),
        PractitionerEvent::PostTaken(it) => Some(Matter::Post(it.agency, &it.unit, &it.post)),
        PractitionerEvent::PostLeft(it) => Some(Matter::Post(it.agency, &it.unit, &it.post)),
        PractitionerEvent::Record(_) => None,
    }
}

impl OnMatter for PractitionerEvent {
    fn within(event: &Event) -> Option<&Self> {
        match event {
            Event::Practitioner(event) => Some(event),
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Team(_)
            | Event::Ledger(_) => None,
        }
    }

    fn on_the_same(&self, other: &Self) -> bool {
        let about = matter(self);
        about.is_some() && about == matter(other)
    }

    fn says_no_more(&self, then: &Self) -> bool {
        match (self, then) {
            (
                PractitionerEvent::PractitionerRegistered(now),
                PractitionerEvent::PractitionerRegistered(then),
            ) => {
                now.name == then.name
                    && (now.registration.is_none() || now.registration == then.registration)
            }
            (now, then) => now == then,
        }
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::entry::StreamId;
    use candour_domain::practitioner::{PostLeft, PostTaken, PractitionerRegistered};
    use candour_domain::text::Text;
    use candour_schemas::samples::{POLICE, SOCIAL_CARE, SOCIAL_WORKER};

    use super::*;
    use crate::given::{action, day, given, given_nothing};

    const THEM: StreamId = StreamId::Practitioner(SOCIAL_WORKER);

    fn registered(registration: Option<&str>) -> PractitionerEvent {
        PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
            name: Text::new("N. Adeyemi"),
            registration: registration.map(|number| Label::parse(number).unwrap()),
        })
    }

    fn taken(agency: AgencyId) -> PractitionerEvent {
        let [unit, post] = [Recorded::NotRecorded, Recorded::NotRecorded];
        PractitionerEvent::PostTaken(PostTaken { agency, unit, post })
    }

    fn left(agency: AgencyId) -> PractitionerEvent {
        let [unit, post] = [Recorded::NotRecorded, Recorded::NotRecorded];
        PractitionerEvent::PostLeft(PostLeft { agency, unit, post })
    }

    #[test]
    fn a_practitioner_registered_under_the_same_name_is_already_so() {
        given_nothing(THEM).when(registered(None)).then_recorded();
        given(THEM, [registered(Some("SW1"))]).when(registered(None)).then_already_so_by(0);
        given(THEM, [registered(None)]).when(registered(Some("SW1"))).then_recorded();
    }

    #[test]
    fn a_practitioner_takes_a_post_that_they_hold_once() {
        let held = || given(THEM, [registered(None), taken(SOCIAL_CARE)]);
        held().when(taken(SOCIAL_CARE)).then_already_so_by(1);
        let mut later = action(taken(SOCIAL_CARE));
        later.envelope.occurred = day("2026-02-01");
        held().when_all([later]).then_already_so_by(1);
        held().when(taken(POLICE)).then_recorded();
    }

    #[test]
    fn a_post_that_was_left_can_be_taken_again() {
        given(THEM, [registered(None), taken(SOCIAL_CARE), left(SOCIAL_CARE)])
            .when(taken(SOCIAL_CARE))
            .then_recorded();
    }
}
