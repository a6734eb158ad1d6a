//! Samples of the streams of children and persons. Numbers are from ranges that are never issued.

use candour_domain::code::{Disability, Ethnicity, Sex, UpnUnknown};
use candour_domain::identity::{
    AddressProtection, AddressRecorded, Birth, ChildIdentified, DetailsAmended, Household,
    HouseholdRecorded, IdentifierAssigned, IdentifierKind, IdentityEvent,
    ParentalResponsibilityRecorded, PersonIdentified, RecordsLinked, RecordsUnlinked,
    RelationshipRecorded, Relative, Responsibility, SafeContactAgreed, Verified,
};
use candour_domain::text::Text;
use candour_domain::time::When;

use super::surroundings::{day, on, recorded, said};
use super::{CASE, CHILD, GRANDMOTHER, OTHER_CHILD};

pub(super) fn all() -> Vec<IdentityEvent> {
    let mut events = identified();
    events.extend(related());
    events
}

fn identified() -> Vec<IdentityEvent> {
    vec![
        IdentityEvent::ChildIdentified(ChildIdentified {
            name: said("Wren Merrow"),
            born: recorded(on(1, 2)),
            unborn: recorded(Birth::Born),
            sex: recorded(Sex::Female),
            ethnicity: recorded(Ethnicity::WhiteAndAsian),
            disabilities: vec![Disability::Hearing],
        }),
        IdentityEvent::PersonIdentified(PersonIdentified {
            name: said("Isla Merrow"),
            born: recorded(When::AboutDay { day: day(1, 15), within_days: 30 }),
        }),
        IdentityEvent::IdentifierAssigned(IdentifierAssigned {
            kind: IdentifierKind::NhsNumber,
            value: said("999 000 0018"),
            unknown_reason: Some(UpnUnknown::NotOfSchoolAge),
            valid_from: Some(day(1, 2)),
            valid_to: Some(day(12, 31)),
            verified: recorded(Verified::NotVerified),
        }),
        IdentityEvent::DetailsAmended(DetailsAmended {
            name: Some(Text::new("Wren Merrow-Hale")),
            born: Some(on(1, 3)),
            died: Some(on(6, 30)),
            sex: Some(Sex::Unknown),
            ethnicity: Some(Ethnicity::NotYetObtained),
            disabilities: Some(vec![Disability::NoDisability]),
            reason: said("The birth certificate was seen"),
        }),
    ]
}

fn related() -> Vec<IdentityEvent> {
    vec![
        IdentityEvent::RelationshipRecorded(RelationshipRecorded {
            with: Relative::Child(CHILD),
            relationship: Text::new("mother"),
        }),
        IdentityEvent::ParentalResponsibilityRecorded(ParentalResponsibilityRecorded {
            child: CHILD,
            holds: Responsibility::Holds,
            from: Some(on(1, 2)),
            until: Some(on(6, 30)),
            how: said("By giving birth"),
        }),
        IdentityEvent::HouseholdRecorded(HouseholdRecorded {
            case: Some(CASE),
            membership: Household::Member,
            from: Some(on(1, 2)),
            until: Some(When::Days { from: day(3, 3), to: day(3, 5) }),
            note: said("Stays with her grandmother on Fridays"),
        }),
        IdentityEvent::AddressRecorded(AddressRecorded {
            address: said("Flat 2, 11 Sample Row, Nowhere"),
            protection: AddressProtection::Protected,
            from: Some(on(1, 2)),
            until: Some(on(3, 3)),
        }),
        IdentityEvent::SafeContactAgreed(SafeContactAgreed {
            how: Text::new("By text to her own phone, before noon"),
            never: said("By letter, or on the landline"),
        }),
        IdentityEvent::RecordsLinked(RecordsLinked {
            with: Relative::Child(OTHER_CHILD),
            reason: Text::new("The same number stands in both"),
        }),
        IdentityEvent::RecordsUnlinked(RecordsUnlinked {
            with: Relative::Person(GRANDMOTHER),
            reason: Text::new("The dates of birth differ"),
        }),
    ]
}
