//! The streams of a child and of a person: identifying them, their identifiers, relationships and
//! addresses.
//!
//! # Rules
//! - `identifying_somebody_with_the_same_content_again_is_already_so`.
//! - `identifying_somebody_with_other_content_is_recorded`.
//! - `a_detail_recorded_the_same_as_it_stands_is_already_so`: relationships, parental responsibility,
//!   households, addresses, identifiers, contact and links, each on its own matter.
//! - `a_detail_that_changed_and_changed_back_is_recorded`.
//! - `nobody_is_their_own_relative`.
//! - `only_an_unborn_child_is_born_in_the_future`.

use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{CaseId, ChildId};
use candour_domain::identity::{Birth, IdentifierKind, IdentityEvent, Relative};
use candour_domain::recorded::Recorded;
use candour_domain::time::When;

use crate::command::{Named, named};
use crate::decide::Verdict;
use crate::past::Deciding;
use crate::refusal::{Proposed, Refusal};
use crate::request::Circumstances;

/// The commands of these streams.
pub(crate) const COMMANDS: &[Named] = &[
    named("IdentifyChild", "ChildIdentified"),
    named("IdentifyPerson", "PersonIdentified"),
    named("AssignIdentifier", "IdentifierAssigned"),
    named("AmendDetails", "DetailsAmended"),
    named("RecordRelationship", "RelationshipRecorded"),
    named("RecordParentalResponsibility", "ParentalResponsibilityRecorded"),
    named("RecordHousehold", "HouseholdRecorded"),
    named("RecordAddress", "AddressRecorded"),
    named("AgreeSafeContact", "SafeContactAgreed"),
    named("LinkRecords", "RecordsLinked"),
    named("UnlinkRecords", "RecordsUnlinked"),
];

/// Decides on an action in the stream of a child or a person that can be true.
pub(crate) fn decide(
    deciding: &Deciding<'_>,
    event: &IdentityEvent,
    of: Proposed,
    circumstances: Circumstances,
) -> Result<Verdict, Refusal> {
    let stream = deciding.stream();
    if other(event).is_some_and(|other| stream_of(other) == stream) {
        return Err(Refusal::OwnRelative { of, stream });
    }
    if let Some(when) = certainly_born(event)
        && circumstances.lies_ahead(when)
    {
        return Err(Refusal::InTheFuture { of, field: "born", when, now: circumstances.now });
    }
    let about = matter(event);
    let same = |it: &Event| about.is_some() && identity(it).and_then(matter) == about;
    Ok(match deciding.latest(same) {
        Some(stands) if identity(stands.event) == Some(event) => Verdict::AlreadySo(stands.id),
        Some(_) | None => Verdict::Record,
    })
}

/// What an event is about: of two on the same matter, the later says how it is now.
#[derive(Debug, PartialEq, Eq)]
enum Matter<'a> {
    Identity,
    Identifier(IdentifierKind),
    Details,
    Relationship(&'a Relative),
    Responsibility(ChildId),
    Household(Option<CaseId>),
    Address,
    Contact,
    Link(&'a Relative),
}

fn matter(event: &IdentityEvent) -> Option<Matter<'_>> {
    Some(match event {
        IdentityEvent::ChildIdentified(_) | IdentityEvent::PersonIdentified(_) => Matter::Identity,
        IdentityEvent::IdentifierAssigned(it) => Matter::Identifier(it.kind),
        IdentityEvent::DetailsAmended(_) => Matter::Details,
        IdentityEvent::RelationshipRecorded(it) => Matter::Relationship(&it.with),
        IdentityEvent::ParentalResponsibilityRecorded(it) => Matter::Responsibility(it.child),
        IdentityEvent::HouseholdRecorded(it) => Matter::Household(it.case),
        IdentityEvent::AddressRecorded(_) => Matter::Address,
        IdentityEvent::SafeContactAgreed(_) => Matter::Contact,
        IdentityEvent::RecordsLinked(it) => Matter::Link(&it.with),
        IdentityEvent::RecordsUnlinked(it) => Matter::Link(&it.with),
        IdentityEvent::Record(_) => return None,
    })
}

/// With whom an event relates or links the subject of its stream.
fn other(event: &IdentityEvent) -> Option<&Relative> {
    match event {
        IdentityEvent::RelationshipRecorded(it) => Some(&it.with),
        IdentityEvent::RecordsLinked(it) => Some(&it.with),
        IdentityEvent::RecordsUnlinked(it) => Some(&it.with),
        IdentityEvent::ChildIdentified(_)
        | IdentityEvent::PersonIdentified(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::DetailsAmended(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::Record(_) => None,
    }
}

fn stream_of(relative: &Relative) -> StreamId {
    match relative {
        Relative::Child(id) => StreamId::Child(*id),
        Relative::Person(id) => StreamId::Person(*id),
    }
}

/// When somebody was born of whom the event says that they are.
fn certainly_born(event: &IdentityEvent) -> Option<When> {
    let born = match event {
        IdentityEvent::PersonIdentified(it) => it.born,
        IdentityEvent::ChildIdentified(it) if it.unborn == Recorded::Recorded(Birth::Born) => {
            it.born
        }
        IdentityEvent::ChildIdentified(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::DetailsAmended(_)
        | IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => return None,
    };
    born.value().copied()
}

fn identity(event: &Event) -> Option<&IdentityEvent> {
    match event {
        Event::Identity(event) => Some(event),
        Event::Case(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::identity::{
        AddressProtection, AddressRecorded, ChildIdentified, ParentalResponsibilityRecorded,
        PersonIdentified, RelationshipRecorded, Responsibility,
    };
    use candour_domain::text::Text;
    use candour_schemas::samples::{CHILD, GRANDMOTHER, MOTHER};

    use super::*;
    use crate::given::{day, given, given_nothing, now, of};

    const HER: StreamId = StreamId::Person(MOTHER);

    fn named(name: &str, born: Recorded<When>) -> IdentityEvent {
        let name = Recorded::Recorded(Text::new(name));
        IdentityEvent::PersonIdentified(PersonIdentified { name, born })
    }

    fn dana() -> IdentityEvent {
        named("Dana Ashdown", Recorded::NotRecorded)
    }

    fn child(unborn: Recorded<Birth>, born: &str) -> IdentityEvent {
        IdentityEvent::ChildIdentified(ChildIdentified {
            name: Recorded::NotRecorded,
            born: Recorded::Recorded(day(born)),
            unborn,
            sex: Recorded::NotRecorded,
            ethnicity: Recorded::NotRecorded,
            disabilities: vec![],
        })
    }

    fn responsibility(holds: Responsibility) -> IdentityEvent {
        IdentityEvent::ParentalResponsibilityRecorded(ParentalResponsibilityRecorded {
            child: CHILD,
            holds,
            from: None,
            until: None,
            how: Recorded::NotRecorded,
        })
    }

    fn related(with: Relative) -> IdentityEvent {
        let relationship = Text::new("daughter");
        IdentityEvent::RelationshipRecorded(RelationshipRecorded { with, relationship })
    }

    fn lives(address: &str) -> IdentityEvent {
        IdentityEvent::AddressRecorded(AddressRecorded {
            address: Recorded::Recorded(Text::new(address)),
            protection: AddressProtection::NotProtected,
            from: None,
            until: None,
        })
    }

    #[test]
    fn identifying_somebody_with_the_same_content_again_is_already_so() {
        given(HER, [dana()]).when(dana()).then_already_so_by(0);
    }

    #[test]
    fn identifying_somebody_with_other_content_is_recorded() {
        given_nothing(HER).when(dana()).then_recorded();
        given(HER, [dana()]).when(named("D. Ashdown", Recorded::NotRecorded)).then_recorded();
    }

    #[test]
    fn a_detail_recorded_the_same_as_it_stands_is_already_so() {
        let grandmother = || related(Relative::Person(GRANDMOTHER));
        given(HER, [dana(), grandmother()]).when(grandmother()).then_already_so_by(1);
        given(HER, [dana(), grandmother()]).when(related(Relative::Child(CHILD))).then_recorded();
        given(HER, [dana(), lives("a")]).when(lives("a")).then_already_so_by(1);
    }

    #[test]
    fn a_detail_that_changed_and_changed_back_is_recorded() {
        let [holds, not] = [Responsibility::Holds, Responsibility::DoesNotHold];
        given(HER, [dana(), responsibility(holds), responsibility(not)])
            .when(responsibility(holds))
            .then_recorded();
        given(HER, [dana(), lives("a"), lives("b")]).when(lives("a")).then_recorded();
    }

    #[test]
    fn nobody_is_their_own_relative() {
        let refused = Refusal::OwnRelative { of: of("RelationshipRecorded"), stream: HER };
        given(HER, [dana()]).when(related(Relative::Person(MOTHER))).then_refused(refused);
    }

    #[test]
    fn only_an_unborn_child_is_born_in_the_future() {
        let refused = |event| Refusal::InTheFuture {
            of: of(event),
            field: "born",
            when: day("2027-02-03"),
            now: now(),
        };
        let this = StreamId::Child(CHILD);
        let expected = child(Recorded::Recorded(Birth::Unborn), "2027-02-03");
        given_nothing(this).when(expected).then_recorded();
        given_nothing(this).when(child(Recorded::NotRecorded, "2027-02-03")).then_recorded();
        given_nothing(this)
            .when(child(Recorded::Recorded(Birth::Born), "2027-02-03"))
            .then_refused(refused("ChildIdentified"));
        given_nothing(HER)
            .when(named("Dana", Recorded::Recorded(day("2027-02-03"))))
            .then_refused(refused("PersonIdentified"));
    }
}
