//! The families: children born and unborn, the adults around them, and what is recorded of each when
//! they first become known. All invented; NHS numbers are from the range that is never given out.

use candour_commands::Request;
use candour_domain::code::{Disability, Ethnicity, Sex};
use candour_domain::entry::StreamId;
use candour_domain::envelope::Handling;
use candour_domain::identifier::{ChildId, PersonId};
use candour_domain::identity::{
    AddressProtection, AddressRecorded, Birth, ChildIdentified, DetailsAmended, Household,
    HouseholdRecorded, IdentifierAssigned, IdentifierKind, IdentityEvent,
    ParentalResponsibilityRecorded, PersonIdentified, RelationshipRecorded, Relative,
    Responsibility, SafeContactAgreed, Verified,
};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_domain::time::{When, london_date};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::chance::Chance;
use super::days::days_after;
use super::names;
use super::places::request;
use super::rates::{
    DISABLED, ETHNICITIES, FATHER_HOLDS_RESPONSIBILITY, FATHER_KNOWN, GRANDPARENT_AROUND,
    SAFE_CONTACT, SIBLINGS, UNBORN,
};
use super::sitting::Sitting;

/// A child of a family.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub(super) id: ChildId,
    name: String,
    /// When they were born, or are expected to be.
    pub(super) born: NaiveDate,
    pub(super) sex: Sex,
    ethnicity: Ethnicity,
    disabilities: Vec<Disability>,
    nhs_number: Option<String>,
}

impl Child {
    /// How old they are on a day, in whole years; 0 before they are born.
    pub(super) fn age(&self, on: NaiveDate) -> u32 {
        on.years_since(self.born).unwrap_or(0)
    }
}

/// An adult around the children.
#[derive(Debug, Clone)]
pub(super) struct Adult {
    pub(super) id: PersonId,
    name: String,
    /// What they are to the children: mother, father, grandmother.
    pub(super) part: &'static str,
    /// Whether they hold parental responsibility.
    pub(super) responsible: bool,
    born: NaiveDate,
    address: String,
    /// Whether how they are reached has to be agreed.
    safe_contact: bool,
}

/// The children of a family that becomes known on a day, and the adults around them.
pub(super) fn family(chance: &mut Chance, number: u64, on: NaiveDate) -> (Vec<Child>, Vec<Adult>) {
    let surname = *chance.one(names::FAMILY);
    let ethnicity = chance.weighted(ETHNICITIES);
    let many = chance.weighted(SIBLINGS);
    let unborn = chance.happens(UNBORN);
    let eldest = u64::try_from(chance.between(20..=5_900)).unwrap_or(20);
    let mut born = on.checked_sub_days(Days::new(eldest)).unwrap_or(on);
    let mut children = Vec::new();
    for index in 0..many {
        let expected = unborn && index + 1 == many;
        if expected {
            let days = u64::try_from(chance.between(40..=150)).unwrap_or(60);
            born = days_after(on, days);
        }
        let sex = *chance.one(&[Sex::Male, Sex::Female]);
        let disabled = chance.happens(DISABLED);
        let disabilities = if disabled {
            vec![*chance.one(&Disability::ALL[1..])]
        } else {
            vec![Disability::NoDisability]
        };
        children.push(Child {
            id: ChildId::new(chance.id()),
            name: format!("{} {surname}", chance.one(names::GIVEN)),
            born,
            sex,
            ethnicity,
            disabilities,
            nhs_number: nhs_number(number * 8 + u64::from(index)),
        });
        let apart = u64::try_from(chance.between(330..=1_400)).unwrap_or(700);
        let next = days_after(born, apart);
        born = if next < on { next } else { born };
    }
    (children, adults(chance, surname, on))
}

fn adults(chance: &mut Chance, surname: &str, on: NaiveDate) -> Vec<Adult> {
    let mut parts = vec![("mother", true, 0)];
    if chance.happens(FATHER_KNOWN) {
        parts.push(("father", chance.happens(FATHER_HOLDS_RESPONSIBILITY), 0));
    }
    if chance.happens(GRANDPARENT_AROUND) {
        parts.push((*chance.one(&["grandmother", "grandfather", "aunt"]), false, 22));
    }
    let mut adult = |(part, responsible, older): (&'static str, bool, i64)| {
        let years = i32::try_from(chance.between(21..=43) + older).unwrap_or(30);
        let born = on.with_day(1).and_then(|it| it.with_year(on.year() - years)).unwrap_or(on);
        Adult {
            id: PersonId::new(chance.id()),
            name: format!("{} {surname}", chance.one(names::GIVEN)),
            part,
            responsible,
            born,
            address: format!(
                "{} {} Lane, {}",
                chance.between(1..=90),
                chance.one(names::FAMILY),
                chance.one(names::PLACES)
            ),
            safe_contact: chance.happens(SAFE_CONTACT),
        }
    };
    parts.drain(..).map(&mut adult).collect()
}

/// What is recorded of a family when it becomes known: a request for each child and each adult.
pub(super) fn identified(
    (children, adults): (&[Child], &[Adult]),
    by: &Actor,
    at: DateTime<Utc>,
    chance: &mut Chance,
) -> Vec<Request> {
    let mut requests = Vec::new();
    for child in children {
        let stream = StreamId::Child(child.id);
        let mut sitting = Sitting::new(request(chance), stream, by.clone(), at, vec![child.id]);
        child_known(child, &mut sitting, at);
        requests.extend(sitting.request());
    }
    let ids: Vec<ChildId> = children.iter().map(|it| it.id).collect();
    for adult in adults {
        let stream = StreamId::Person(adult.id);
        let mut sitting = Sitting::new(request(chance), stream, by.clone(), at, ids.clone());
        adult_known(adult, &ids, &mut sitting, at);
        requests.extend(sitting.request());
    }
    requests
}

fn child_known(child: &Child, sitting: &mut Sitting, at: DateTime<Utc>) {
    let expected = child.born > london_date(at);
    let unborn = if expected { Birth::Unborn } else { Birth::Born };
    let sex = if expected { Sex::Unknown } else { child.sex };
    let name = (!expected).then(|| Text::new(&*child.name));
    let identified = ChildIdentified {
        name: name.into(),
        born: Recorded::Recorded(When::Day(child.born)),
        unborn: Recorded::Recorded(unborn),
        sex: Recorded::Recorded(sex),
        ethnicity: if expected {
            Recorded::NotRecorded
        } else {
            Recorded::Recorded(child.ethnicity)
        },
        disabilities: if expected { Vec::new() } else { child.disabilities.clone() },
    };
    sitting.note(at, IdentityEvent::ChildIdentified(identified));
    if !expected {
        assign_number(child, sitting, at);
    }
}

/// What is recorded when an unborn child has been born.
pub(super) fn birth(
    child: &Child,
    by: &Actor,
    at: DateTime<Utc>,
    chance: &mut Chance,
) -> Option<Request> {
    let stream = StreamId::Child(child.id);
    let mut sitting = Sitting::new(request(chance), stream, by.clone(), at, vec![child.id]);
    let amended = DetailsAmended {
        name: Some(Text::new(&*child.name)),
        born: Some(When::Day(child.born)),
        died: None,
        sex: Some(child.sex),
        ethnicity: Some(child.ethnicity),
        disabilities: None,
        reason: Recorded::Recorded(Text::new("Born; the maternity service told us.")),
    };
    sitting.note(at, IdentityEvent::DetailsAmended(amended));
    assign_number(child, &mut sitting, at);
    sitting.request()
}

fn assign_number(child: &Child, sitting: &mut Sitting, at: DateTime<Utc>) {
    let Some(number) = &child.nhs_number else { return };
    let assigned = IdentifierAssigned {
        kind: IdentifierKind::NhsNumber,
        value: Recorded::Recorded(Text::new(&**number)),
        unknown_reason: None,
        valid_from: Some(child.born),
        valid_to: None,
        verified: Recorded::Recorded(Verified::Verified),
    };
    sitting.note(at, IdentityEvent::IdentifierAssigned(assigned));
}

/// Where an adult lives, and how they can be reached safely where that has to be agreed.
fn lives(adult: &Adult, sitting: &mut Sitting, at: DateTime<Utc>) {
    let protection = if adult.safe_contact {
        AddressProtection::Protected
    } else {
        AddressProtection::NotProtected
    };
    let address = AddressRecorded {
        address: Recorded::Recorded(Text::new(&*adult.address)),
        protection,
        from: None,
        until: None,
    };
    sitting.note(at, IdentityEvent::AddressRecorded(address));
    if adult.safe_contact {
        let agreed = SafeContactAgreed {
            how: Text::new("By text to her work telephone, on weekdays."),
            never: Recorded::Recorded(Text::new("Never by letter, and never at home.")),
        };
        sitting.beside(|envelope| envelope.handling = vec![Handling::RefugeOrAddress]);
        sitting.note(at, IdentityEvent::SafeContactAgreed(agreed));
    }
}

fn adult_known(adult: &Adult, children: &[ChildId], sitting: &mut Sitting, at: DateTime<Utc>) {
    let identified = PersonIdentified {
        name: Recorded::Recorded(Text::new(&*adult.name)),
        born: Recorded::Recorded(When::Day(adult.born)),
    };
    sitting.note(at, IdentityEvent::PersonIdentified(identified));
    for child in children {
        let related = RelationshipRecorded {
            with: Relative::Child(*child),
            relationship: Text::new(adult.part),
        };
        sitting.note(at, IdentityEvent::RelationshipRecorded(related));
        if adult.responsible {
            let holds = ParentalResponsibilityRecorded {
                child: *child,
                holds: Responsibility::Holds,
                from: None,
                until: None,
                how: Recorded::NotRecorded,
            };
            sitting.note(at, IdentityEvent::ParentalResponsibilityRecorded(holds));
        }
    }
    if adult.part == "mother" {
        lives(adult, sitting, at);
        let lives = HouseholdRecorded {
            case: None,
            membership: Household::Member,
            from: None,
            until: None,
            note: Recorded::NotRecorded,
        };
        sitting.note(at, IdentityEvent::HouseholdRecorded(lives));
    }
}

/// An NHS number that is never given to anybody, with its check digit; none where the digits have
/// none, so that some children have no number yet. Different numbers give different ones up to a
/// million.
fn nhs_number(number: u64) -> Option<String> {
    // An odd factor that is no multiple of 5 only changes the order of the million.
    let six = (number * 271_829) % 1_000_000;
    let nine = format!("999{six:06}");
    let sum: u32 = nine
        .chars()
        .zip((2..=10).rev())
        .filter_map(|(digit, weight)| digit.to_digit(10).map(|digit| digit * weight))
        .sum();
    match 11 - sum % 11 {
        10 => None,
        11 => Some(format!("{nine}0")),
        check => Some(format!("{nine}{check}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_nhs_number_has_its_check_digit_and_is_never_given_out() {
        let of = |number| nhs_number(number);
        assert_eq!((of(0), of(1)), (None, Some("9992718293".to_owned())));
        let mut seen = std::collections::BTreeSet::new();
        for number in (0..2_000).filter_map(nhs_number) {
            let digits: Vec<u32> = number.chars().filter_map(|it| it.to_digit(10)).collect();
            let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(it, weight)| it * weight).sum();
            assert_eq!((sum % 11, &number[..3]), (0, "999"), "{number}");
            assert!(seen.insert(number));
        }
    }
}
