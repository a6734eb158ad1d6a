//! One child across cases: who the child is, the people around them, every case that the child is or
//! was part of, where the child stands in each, and every entry that names the child.
//!
//! A second open plan in another case is a flag. What a child's move carried from one case to another
//! is not counted twice.
//!
//! # Rules
//! - `a_second_open_plan_in_another_case_is_flagged`: unless the later case carries the earlier plan.
//! - `a_child_is_shown_in_every_case_that_names_them`: whether part of it or only named.
//! - `a_protected_address_is_never_shown`: that there is one is said, and no more.

use candour_domain::code::{Disability, Ethnicity, Sex};
use candour_domain::entry::StreamId;
use candour_domain::identifier::{CaseId, ChildId, EntryId};
use candour_domain::identity::{AddressProtection, IdentityEvent, Relative};
use candour_domain::recorded::Recorded;
use candour_domain::reference::Reference;
use candour_domain::text::Text;
use schemars::JsonSchema;
use serde::Serialize;

use crate::across::{
    Across, AddressShown, EntryLine, IdentifierShown, identifier, names_subject, naming,
};
use crate::ask::Ask;
use crate::case_view::{
    Age, CaseStatus, ChildInCase, Flag, FlagKind, Identity, Opening, Past, PersonInCase,
    SafeContact, Stage, Stand, children, identity_events, of_person, relative_name, safe_contact,
};
use crate::shape::{Asked, ChildName, Dated, Pointer};

/// A child across cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChildView {
    /// What was asked on.
    pub asked: Asked,
    /// Who.
    pub child: ChildName,
    /// When born, or expected.
    pub born: Option<Dated>,
    /// When the child died, where that is recorded.
    pub died: Option<Dated>,
    /// How old at the date that is asked about.
    pub age: Age,
    /// Sex, by its official code.
    pub sex: Option<Sex>,
    /// Ethnicity, by its official code.
    pub ethnicity: Option<Ethnicity>,
    /// Disabilities, by their official codes.
    pub disabilities: Vec<Disability>,
    /// Identifiers from elsewhere.
    pub identifiers: Vec<IdentifierShown>,
    /// The address, unless it is protected.
    pub address: AddressShown,
    /// How the child may be contacted safely.
    pub safe_contact: Option<SafeContact>,
    /// Those who are recorded as related to the child or as having, or not having, parental
    /// responsibility.
    pub people: Vec<PersonInCase>,
    /// Records found to be of the same child, by name.
    pub linked: Vec<String>,
    /// The cases.
    pub cases: Vec<ChildCase>,
    /// What a reader's eye should be drawn to. Never a finding.
    pub flags: Vec<Flag>,
    /// Every entry that names the child, in the order in which things happened.
    pub entries: Vec<EntryLine>,
}

/// A child in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChildCase {
    /// The case.
    pub case: CaseId,
    /// The reference that it is known by.
    pub reference: Option<String>,
    /// Whether it is open.
    pub status: CaseStatus,
    /// How the child stands in it; none where the case only names the child.
    pub child: Option<ChildInCase>,
    /// How many of its entries name the child.
    pub entries: usize,
}

/// Says what the ledger holds of a child, across cases.
pub fn child_view(across: &Across, child: ChildId, ask: &Ask) -> ChildView {
    let identities = across.identities();
    let past = Past::of_parts(&[], &identities, across.directory_at(ask.on_record), ask);
    let identity = Identity::of(&past, child);
    let details = Details::of(&past, child);
    let cases: Vec<ChildCase> = across
        .cases
        .iter()
        .filter_map(|book| in_case(&Past::of(book, ask), book.case, child))
        .collect();
    ChildView {
        asked: Asked::from(ask),
        child: past.directory.child(child),
        born: identity.born.map(|when| Dated::of(when, ask)),
        died: identity.died.map(|when| Dated::of(when, ask)),
        age: identity.age(&past),
        sex: details.sex,
        ethnicity: details.ethnicity,
        disabilities: details.disabilities,
        identifiers: details.identifiers,
        address: details.address,
        safe_contact: safe_contact(&past, StreamId::Child(child)),
        people: people(&past, child),
        linked: details.linked,
        flags: second_plan(&past, child, &cases).into_iter().collect(),
        cases,
        entries: across.naming(Reference::Child(child), ask),
    }
}

fn in_case(past: &Past<'_>, case: CaseId, child: ChildId) -> Option<ChildCase> {
    let reference = Reference::Child(child);
    let entries = naming(past, reference).count();
    let opening = Opening::of(past);
    let shown = children(past, opening.closed.as_ref());
    (entries > 0).then(|| ChildCase {
        case,
        reference: opening.reference,
        status: opening.status,
        child: shown.into_iter().find(|one| one.child.child == child),
        entries,
    })
}

/// The flag of plans that are open in several cases at once, none of them carried from another.
fn second_plan(past: &Past<'_>, child: ChildId, cases: &[ChildCase]) -> Option<Flag> {
    let stands = |case: &ChildCase| {
        let stands = case.child.as_ref().map(|child| child.stands.clone()).unwrap_or_default();
        stands.into_iter().filter(|it| it.stage == Stage::ChildProtectionPlan)
    };
    let carried: Vec<EntryId> = cases
        .iter()
        .filter_map(|case| case.child.as_ref())
        .flat_map(|it| it.carried.clone())
        .collect();
    let open: Vec<(CaseId, Stand)> =
        cases.iter().flat_map(|case| stands(case).map(|stand| (case.case, stand))).collect();
    let counted: Vec<&(CaseId, Stand)> =
        open.iter().filter(|(_, stand)| !carried.contains(&stand.by.entry)).collect();
    let first = counted.first()?.0;
    let several = counted.iter().any(|(case, _)| *case != first);
    let name = past.directory.child(child);
    several.then(|| Flag {
        kind: FlagKind::SecondOpenPlan,
        text: format!("child protection plans are open for {} in several cases", name.name),
        children: vec![name],
        entries: counted.iter().map(|(_, stand)| stand.by.clone()).collect::<Vec<Pointer>>(),
    })
}

/// The people whose own streams name the child.
fn people(past: &Past<'_>, child: ChildId) -> Vec<PersonInCase> {
    let mut people = Vec::new();
    for entry in &past.identities {
        if let StreamId::Person(person) = entry.entry.stream
            && names_subject(entry, Reference::Child(child))
            && !people.contains(&person)
        {
            people.push(person);
        }
    }
    people.into_iter().map(|person| of_person(past, person, None)).collect()
}

/// What a child's own stream says beside the name and the birth.
struct Details {
    sex: Option<Sex>,
    ethnicity: Option<Ethnicity>,
    disabilities: Vec<Disability>,
    identifiers: Vec<IdentifierShown>,
    address: AddressShown,
    linked: Vec<String>,
}

impl Details {
    fn of(past: &Past<'_>, child: ChildId) -> Self {
        let mut details = Self {
            sex: None,
            ethnicity: None,
            disabilities: Vec::new(),
            identifiers: Vec::new(),
            address: address(past, StreamId::Child(child)),
            linked: linked(past, StreamId::Child(child)),
        };
        for (entry, event) in identity_events(past, StreamId::Child(child)) {
            match event {
                IdentityEvent::ChildIdentified(it) => {
                    details.sex = it.sex.value().copied();
                    details.ethnicity = it.ethnicity.value().copied();
                    details.disabilities.clone_from(&it.disabilities);
                }
                IdentityEvent::DetailsAmended(it) => {
                    details.sex = it.sex.or(details.sex);
                    details.ethnicity = it.ethnicity.or(details.ethnicity);
                    if let Some(disabilities) = &it.disabilities {
                        details.disabilities.clone_from(disabilities);
                    }
                }
                IdentityEvent::IdentifierAssigned(it) => {
                    details.identifiers.push(identifier(it, past.pointer(entry.entry)));
                }
                IdentityEvent::PersonIdentified(_)
                | IdentityEvent::RelationshipRecorded(_)
                | IdentityEvent::ParentalResponsibilityRecorded(_)
                | IdentityEvent::HouseholdRecorded(_)
                | IdentityEvent::AddressRecorded(_)
                | IdentityEvent::SafeContactAgreed(_)
                | IdentityEvent::RecordsLinked(_)
                | IdentityEvent::RecordsUnlinked(_)
                | IdentityEvent::Record(_) => {}
            }
        }
        details
    }
}

/// The address of a child or person, as last recorded; a protected one is not shown.
pub(crate) fn address(past: &Past<'_>, stream: StreamId) -> AddressShown {
    let mut address = AddressShown::NotRecorded;
    for (_, event) in identity_events(past, stream) {
        if let IdentityEvent::AddressRecorded(it) = event {
            address = match (it.protection, &it.address) {
                (AddressProtection::Protected, _) => AddressShown::Protected,
                (AddressProtection::NotProtected, Recorded::NotRecorded) => {
                    AddressShown::NotRecorded
                }
                (AddressProtection::NotProtected, Recorded::Recorded(text)) => {
                    AddressShown::Address(Text::to_string(text))
                }
            };
        }
    }
    address
}

/// The records found to be of the same child or person, and not unlinked since.
pub(crate) fn linked(past: &Past<'_>, stream: StreamId) -> Vec<String> {
    let mut linked: Vec<&Relative> = Vec::new();
    for (_, event) in identity_events(past, stream) {
        if let IdentityEvent::RecordsLinked(it) = event {
            linked.push(&it.with);
        } else if let IdentityEvent::RecordsUnlinked(it) = event {
            linked.retain(|other| **other != it.with);
        }
    }
    linked.into_iter().map(|other| relative_name(past, other)).collect()
}
