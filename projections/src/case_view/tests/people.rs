//! Tests of children, people, household, allocation and involvement.

use candour_domain::case::allocation::{
    AgencyInvolved, AllocationEvent, PractitionerAllocated, PractitionerStoodDown, Role,
};
use candour_domain::case::child::{
    Alone, ChildEvent, ChildSeen, ChildVoiceRecorded, Seen, Sight, VoiceMethod,
};
use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::entry::StreamId;
use candour_domain::identity::{
    AddressProtection, AddressRecorded, Birth, ChildIdentified, Household, HouseholdRecorded,
    ParentalResponsibilityRecorded, RelationshipRecorded, Relative, Responsibility,
};
use candour_domain::recorded::Antecedent;
use candour_domain::text::Text;
use candour_domain::time::When;

use super::*;
use crate::sample::{
    CARE, DANA, MIA, POLICE, RUTH, SCHOOL, STRANGER, THEO, WORKER, at, date, day, label, said,
};

fn visit(child: ChildId, seen: Seen, alone: Recorded<Alone>) -> ChildEvent {
    ChildEvent::ChildSeen(ChildSeen {
        sights: vec![Sight {
            child,
            seen,
            alone,
            body: Recorded::NotRecorded,
            area: Recorded::NotRecorded,
            bedroom: Recorded::NotRecorded,
        }],
        account: Text::new("a visit"),
        visit: Recorded::NotRecorded,
        present: Vec::new(),
        interpreter: Recorded::NotRecorded,
    })
}

fn voice(words: &str, how: VoiceMethod) -> ChildEvent {
    ChildEvent::ChildVoiceRecorded(ChildVoiceRecorded {
        child: MIA,
        words: Text::new(words),
        how: Recorded::Recorded(how),
    })
}

#[test]
fn an_age_is_told_at_the_date_that_is_asked_about() {
    let mut sample = Sample::family();
    sample.put(
        StreamId::Child(STRANGER),
        day(1, 1),
        Event::Identity(IdentityEvent::ChildIdentified(ChildIdentified {
            name: said("Baby Ashdown"),
            born: Recorded::Recorded(day(6, 1)),
            unborn: Recorded::Recorded(Birth::Unborn),
            sex: Recorded::NotRecorded,
            ethnicity: Recorded::NotRecorded,
            disabilities: Vec::new(),
        })),
    );
    sample.joined(STRANGER);
    let ages = |ask: Ask| -> Vec<Age> {
        case_view(&sample.book(), &ask).children.into_iter().map(|it| it.age).collect()
    };
    assert_eq!(
        ages(all().at(at(5, 1))),
        [
            Age::Years { years: 6, at: date(5, 1) },
            Age::Months { months: 17, at: date(5, 1) },
            Age::Unborn,
        ]
    );
    assert_eq!(ages(all().at(at(5, 2)))[0], Age::Years { years: 7, at: date(5, 2) });
    // No date is asked about: the day of the last recording, 2 January.
    assert_eq!(ages(all())[0], Age::Years { years: 6, at: date(1, 2) });
}

#[test]
fn last_seen_and_last_seen_alone_are_two_dates() {
    let mut sample = Sample::family();
    let alone = sample.case(day(2, 1), visit(THEO, Seen::Seen, Recorded::Recorded(Alone::Alone)));
    let seen = sample.case(day(2, 4), visit(THEO, Seen::Seen, Recorded::Recorded(Alone::NotAlone)));
    let missed = sample.case(day(2, 9), visit(THEO, Seen::Attempted, Recorded::NotRecorded));
    let view = case_view(&sample.book(), &all());
    let theo = child(&view, THEO);
    let ids = [&theo.last_seen_alone, &theo.last_seen, &theo.last_not_seen]
        .map(|it| it.as_ref().map(|it| it.entry.entry));
    assert_eq!(ids, [Some(alone), Some(seen), Some(missed)]);
    assert_eq!(
        theo.last_seen.as_ref().map(|it| (it.on.text.as_str(), it.alone.as_str(), it.by.as_str())),
        Some(("4 Feb 2026", "not alone", "L. Farrow, Children's social care"))
    );
    assert_eq!(child(&view, MIA).last_seen, None);
}

#[test]
fn own_words_are_the_childs_and_not_a_report_of_them() {
    let mut sample = Sample::family();
    let own = sample.by(SCHOOL, day(1, 23), voice("I don't like it", VoiceMethod::OwnWords));
    let told = sample.by(SCHOOL, day(2, 1), voice("she was sad", VoiceMethod::ThroughAnother));
    let view = case_view(&sample.book(), &all());
    let mia = child(&view, MIA);
    let said = |it: &Option<OwnWords>| {
        it.as_ref().map(|it| (it.words.clone(), it.how.clone(), it.entry.entry))
    };
    assert_eq!(
        said(&mia.last_own_words),
        Some(("I don't like it".to_owned(), "own words".to_owned(), own))
    );
    assert_eq!(
        said(&mia.last_voice),
        Some(("she was sad".to_owned(), "through another".to_owned(), told))
    );
}

/// A person: the name, the part, what is recorded of parental responsibility, and what they are.
type Told = (String, Option<String>, Vec<(String, Responsibility)>, Vec<String>);

#[test]
fn parental_responsibility_is_told_as_recorded() {
    let mut sample = Sample::family();
    let holds = |child, holds| {
        Event::Identity(IdentityEvent::ParentalResponsibilityRecorded(
            ParentalResponsibilityRecorded {
                child,
                holds,
                from: None,
                until: None,
                how: Recorded::NotRecorded,
            },
        ))
    };
    let dana = StreamId::Person(DANA);
    sample.put(dana, day(1, 2), holds(MIA, Responsibility::NotKnown));
    sample.put(dana, day(1, 3), holds(MIA, Responsibility::Holds));
    sample.put(StreamId::Person(RUTH), day(1, 3), holds(THEO, Responsibility::NotKnown));
    sample.put(
        dana,
        day(1, 3),
        Event::Identity(IdentityEvent::RelationshipRecorded(RelationshipRecorded {
            with: Relative::Child(MIA),
            relationship: Text::new("mother"),
        })),
    );
    sample.case(
        day(1, 5),
        ChildEvent::ParentSeen(candour_domain::case::child::ParentSeen {
            parent: RUTH,
            account: Text::new("seen"),
            alone: Recorded::NotRecorded,
        }),
    );
    sample.last().envelope.about = vec![RUTH];
    let told = |ask: Ask| -> Vec<Told> {
        let person = |it: PersonInCase| {
            let holds = it.parental_responsibility.into_iter().map(|it| (it.child.name, it.holds));
            let are = it
                .relationships
                .into_iter()
                .map(|it| format!("{} of {}", it.relationship, it.of_name));
            (it.person.name, it.part, holds.collect(), are.collect())
        };
        case_view(&sample.book(), &ask).people.into_iter().map(person).collect()
    };
    let mia = "Mia".to_owned();
    assert_eq!(
        told(all()),
        [
            (
                "Dana Ashdown".to_owned(),
                Some("mother".to_owned()),
                vec![(mia.clone(), Responsibility::Holds)],
                vec!["mother of Mia".to_owned()]
            ),
            (
                "Ruth Ashdown".to_owned(),
                None,
                vec![("Theo".to_owned(), Responsibility::NotKnown)],
                vec![]
            ),
        ]
    );
    assert_eq!(told(all().on_record(at(1, 3)))[0].2, [(mia, Responsibility::NotKnown)]);
}

#[test]
fn an_address_is_not_part_of_the_case_view() {
    let mut sample = Sample::family();
    let ask = all().at(at(2, 1));
    let before = case_view(&sample.book(), &ask);
    sample.put(
        StreamId::Person(DANA),
        day(1, 2),
        Event::Identity(IdentityEvent::AddressRecorded(AddressRecorded {
            address: said("1 Hidden Lane"),
            protection: AddressProtection::Protected,
            from: None,
            until: None,
        })),
    );
    assert_eq!(case_view(&sample.book(), &ask), before);
}

#[test]
fn a_household_is_told_as_last_recorded() {
    let mut sample = Sample::family();
    let place = |membership, from: Option<When>, until| {
        Event::Identity(IdentityEvent::HouseholdRecorded(HouseholdRecorded {
            case: None,
            membership,
            from,
            until,
            note: Recorded::NotRecorded,
        }))
    };
    let dana = StreamId::Person(DANA);
    sample.put(dana, day(1, 2), place(Household::Visitor, None, None));
    sample.put(dana, day(1, 3), place(Household::Member, Some(day(1, 3)), Some(day(4, 1))));
    let told = |ask: Ask| -> Vec<(String, Household, Certainty)> {
        let members = case_view(&sample.book(), &ask).household;
        members.into_iter().map(|it| (it.name, it.membership, it.then)).collect()
    };
    let member = |then| [("Dana Ashdown".to_owned(), Household::Member, then)];
    let before = [("Dana Ashdown".to_owned(), Household::Visitor, Certainty::Yes)];
    assert_eq!(told(all().at(at(1, 2))), before);
    assert_eq!(told(all().at(at(2, 1))), member(Certainty::Yes));
    assert_eq!(told(all().at(at(4, 1))), member(Certainty::NotCertain));
    assert_eq!(told(all().at(at(5, 1))), member(Certainty::No));
    assert_eq!(told(all()), member(Certainty::NotCertain));
}

#[test]
fn a_practitioner_is_allocated_until_stood_down() {
    let mut sample = Sample::family();
    let allocated = |role| {
        AllocationEvent::PractitionerAllocated(PractitionerAllocated {
            practitioner: WORKER,
            agency: CARE,
            post: Recorded::Recorded(label("Social worker")),
            role,
            record_access: Recorded::NotRecorded,
            handed_over: Vec::new(),
        })
    };
    sample.case(day(1, 2), allocated(Role::SocialWorker));
    let lead = sample.case(day(2, 1), allocated(Role::LeadChildProtectionPractitioner));
    sample.case(
        day(3, 1),
        AllocationEvent::PractitionerStoodDown(PractitionerStoodDown {
            allocation: Antecedent::NotInThisLedger,
            practitioner: WORKER,
            role: Role::SocialWorker,
            reason: Recorded::NotRecorded,
        }),
    );
    let told: Vec<(String, Role, Option<String>, String, EntryId)> =
        case_view(&sample.book(), &all())
            .allocated
            .into_iter()
            .map(|it| (it.name, it.role, it.post, it.since.text, it.entry.entry))
            .collect();
    assert_eq!(
        told,
        [(
            "L. Farrow".to_owned(),
            Role::LeadChildProtectionPractitioner,
            Some("Social worker".to_owned()),
            "1 Feb 2026".to_owned(),
            lead
        )]
    );
}

#[test]
fn involvement_is_recorded_or_inferred_and_says_which() {
    let mut sample = Sample::family();
    let seen = InformationEvent::ObservationRecorded(ObservationRecorded {
        account: Text::new("seen"),
        response: Recorded::NotRecorded,
    });
    sample.by(POLICE, day(1, 5), seen.clone());
    sample.about(&[THEO]);
    sample.by(SCHOOL, day(1, 6), seen.clone());
    sample.case(
        day(1, 7),
        AllocationEvent::AgencyInvolved(AgencyInvolved {
            agency: CARE,
            children: vec![MIA],
            purpose: Recorded::NotRecorded,
        }),
    );
    sample.by(POLICE, day(1, 8), seen);
    sample.about(&[MIA, THEO]);
    let told: Vec<(String, Involvement, String, Vec<String>, usize)> =
        case_view(&sample.book(), &all())
            .agencies
            .into_iter()
            .map(|it| {
                let children = it.children.into_iter().map(|it| it.name).collect();
                (it.agency.name, it.involvement, it.since.text, children, it.entries)
            })
            .collect();
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            (
                "Police".to_owned(),
                Involvement::Inferred,
                "5 Jan 2026".to_owned(),
                names(&["Theo", "Mia"]),
                2
            ),
            (
                "Children's social care".to_owned(),
                Involvement::Recorded,
                "7 Jan 2026".to_owned(),
                names(&["Mia"]),
                5
            ),
        ]
    );
}

#[test]
fn a_child_of_whom_something_is_told_is_shown_before_they_joined() {
    let mut sample = Sample::family();
    sample.child(STRANGER, "Ada", None);
    let entry = sample.case(day(2, 1), visit(STRANGER, Seen::Seen, Recorded::NotRecorded));
    sample.about(&[STRANGER]);
    sample.joined(STRANGER);
    sample.last().envelope.occurred = day(6, 1);
    let ada = |ask: Ask| -> Vec<Membership> {
        let children = case_view(&sample.book(), &ask).children;
        let ada = children.into_iter().filter(|it| it.child.child == STRANGER);
        ada.map(|it| it.membership).collect()
    };
    let named = ada(all().at(at(3, 1)));
    let [Membership::Named { on, by }] = named.as_slice() else { panic!("{named:?}") };
    assert_eq!((on.text.as_str(), by.entry), ("1 Feb 2026", entry));
    assert_eq!(ada(all().at(at(1, 15))), []);
}
