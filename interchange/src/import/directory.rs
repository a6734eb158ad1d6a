//! Everybody and everything that the files of one import name, across all of them: agencies,
//! practitioners, cases and their people, each with its identifier and whether the ledger has it.

use std::collections::BTreeMap;

use candour_domain::identifier::{AgencyId, CaseId, ChildId, PersonId, PractitionerId};
use candour_domain::identity::Responsibility;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Label;

use super::column::Column;
use super::fault::{Fault, Place, Problem, Stranger};
use super::id::Ids;
use super::known::{Known, Who};
use super::mapping::Mapping;
use super::name::fold;
use super::people::{Listed, Role};
use super::row::Row;

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agency {
    pub(crate) id: AgencyId,
    /// Of several spellings the first in the alphabet, whichever file comes first.
    pub(crate) name: String,
    pub(crate) kind: Option<AgencyKind>,
    pub(crate) registered: bool,
    /// Where it is named first.
    pub(crate) place: Place,
}

/// A practitioner, or the desk that a source names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Practitioner {
    pub(crate) id: PractitionerId,
    pub(crate) name: String,
    pub(crate) registered: bool,
    /// Where they are named first.
    pub(crate) place: Place,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) id: CaseId,
    pub(crate) reference: Label,
    pub(crate) opened: bool,
    /// Whether a list of its people is among the files: then nobody else is in it.
    pub(crate) listed: bool,
    /// Whether the ledger knows its people by a list, or as somebody recorded them: then nobody joins
    /// them by being named in a row.
    known: bool,
    pub(crate) members: BTreeMap<String, Member>,
    /// Where it is named first.
    pub(crate) place: Place,
}

/// Somebody in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) who: Who,
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Whether the ledger has them in the case.
    pub(crate) joined: bool,
}

/// Everybody and everything named.
#[derive(Debug, Clone)]
pub(crate) struct Directory<'a> {
    pub(crate) ids: Ids<'a>,
    known: &'a Known,
    mapping: &'a Mapping,
    pub(crate) agencies: BTreeMap<String, Agency>,
    pub(crate) practitioners: BTreeMap<(AgencyId, String), Practitioner>,
    pub(crate) cases: BTreeMap<String, Case>,
    /// What is known of who people are to the children, from the lists and from the ledger.
    pub(crate) relations: BTreeMap<PersonId, Relation>,
}

/// Who somebody is to the children of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Relation {
    pub(crate) relationship: Option<String>,
    pub(crate) responsibility: Option<Responsibility>,
}

impl<'a> Directory<'a> {
    pub(crate) fn new(ids: Ids<'a>, known: &'a Known, mapping: &'a Mapping) -> Self {
        Self {
            ids,
            known,
            mapping,
            agencies: BTreeMap::new(),
            practitioners: BTreeMap::new(),
            cases: BTreeMap::new(),
            relations: known.relations.clone(),
        }
    }

    /// Takes in a person of a list.
    pub(crate) fn list(&mut self, listed: &Listed) -> Result<(), Problem> {
        let ids = self.ids;
        let key = fold(&listed.name);
        let reference = listed.case_ref.as_str();
        let known = self.known;
        let case = self.case_entry(&listed.case_ref, &listed.place);
        case.listed = true;
        let who = match listed.role {
            Role::Child | Role::UnbornChild => Who::Child(ids.child(reference, &listed.name)),
            Role::Adult => Who::Person(ids.person(reference, &listed.name)),
        };
        if let Some(there) = case.members.get(&key)
            && !there.joined
        {
            let fault = Fault::NamedTwice {
                name: listed.name.clone(),
                first: Box::new(there.place.clone()),
            };
            let place = Place { column: Some("name".to_owned()), ..listed.place.clone() };
            return Err(Problem { place, fault });
        }
        let who = known_as(known, case.id, &key, who);
        let joined = known.members.get(&case.id).is_some_and(|all| all.contains(&who));
        let relation = Relation {
            relationship: listed.relationship.clone(),
            responsibility: listed.responsibility,
        };
        let member = Member { who, name: listed.name.clone(), place: listed.place.clone(), joined };
        case.members.insert(key, member);
        if let Who::Person(id) = who {
            self.relations.insert(id, relation);
        }
        Ok(())
    }

    /// Takes in whom and what a row names, and says whom there is not.
    pub(crate) fn row(&mut self, row: &Row) -> Vec<Problem> {
        let place = row.at.place();
        self.named(&row.agency, &place);
        for agency in row.told.iter().map(|told| &told.agency).chain(&row.not_shared) {
            self.named(agency, &place);
        }
        for group in row.attended.iter().filter(|group| group.is_agency) {
            self.named(&group.name, &place);
            for person in &group.people {
                self.works_for(&group.name, person, &place);
            }
        }
        if let Some(author) = &row.author {
            self.works_for(&row.agency, author, &place);
        }
        self.case_entry(&row.case_ref, &place);
        let children: Vec<_> = row.children.iter().map(|name| self.child(row, name)).collect();
        let persons: Vec<_> = row.persons.iter().map(|name| self.person(row, name)).collect();
        children.into_iter().chain(persons).filter_map(Result::err).collect()
    }

    fn named(&mut self, name: &str, place: &Place) {
        let key = fold(name);
        let known = self.known.agencies.get(&key).copied();
        let agency = self.agencies.entry(key.clone()).or_insert_with(|| Agency {
            id: known.unwrap_or_else(|| self.ids.agency(name)),
            name: name.to_owned(),
            kind: self.mapping.agencies.get(&key).copied().or_else(|| kind_of(&key)),
            registered: known.is_some(),
            place: place.clone(),
        });
        if agency.name.as_str() > name {
            name.clone_into(&mut agency.name);
        }
        if agency.place > *place {
            agency.place = place.clone();
        }
    }

    fn works_for(&mut self, agency: &str, name: &str, place: &Place) {
        let Some(agency_id) = self.agencies.get(&fold(agency)).map(|agency| agency.id) else {
            return;
        };
        let known = self.known.practitioner(agency_id, name);
        let id = known.unwrap_or_else(|| self.ids.practitioner(agency, name));
        let registered = self.known.registered.contains(&id);
        let practitioner = self.practitioners.entry((agency_id, fold(name))).or_insert_with(|| {
            let (name, place) = (name.to_owned(), place.clone());
            Practitioner { id, name, registered, place }
        });
        if practitioner.name.as_str() > name {
            name.clone_into(&mut practitioner.name);
        }
        if practitioner.place > *place {
            practitioner.place = place.clone();
        }
    }

    fn case_entry(&mut self, reference: &Label, place: &Place) -> &mut Case {
        let known = self.known;
        let ids = self.ids;
        let case = self.cases.entry(reference.as_str().to_owned()).or_insert_with(|| {
            let found = known.cases.get(reference.as_str()).copied();
            let id = found.unwrap_or_else(|| ids.case(reference.as_str()));
            let mut members = BTreeMap::new();
            for who in known.members.get(&id).into_iter().flatten() {
                if let Some(name) = known.called.get(who) {
                    let place = Place::file("the ledger");
                    let member = Member { who: *who, name: name.clone(), place, joined: true };
                    members.insert(fold(name), member);
                }
            }
            let people = known.members.get(&id).into_iter().flatten();
            let by_rows = |who: &Who| {
                !known.listed.contains(who) && known.identified.get(who) == Some(&ids.of_rows(*who))
            };
            let is_known = people.copied().any(|who| !by_rows(&who));
            let (reference, opened, place) = (reference.clone(), found.is_some(), place.clone());
            Case { id, reference, opened, listed: false, known: is_known, members, place }
        });
        if case.place > *place {
            case.place = place.clone();
        }
        case
    }

    fn child(&mut self, row: &Row, name: &str) -> Result<(), Problem> {
        let id = self.ids.child(row.case_ref.as_str(), name);
        match self.member(row, name, Who::Child(id)) {
            Found::Is(Who::Child(_)) => Ok(()),
            Found::Is(Who::Person(_)) if !self.is_listed(row) => {
                let other = Box::new(self.place_of(row, name));
                let fault = Fault::ChildAndAdult { name: name.to_owned(), other };
                Err(row.at.problem(Column::Children, fault))
            }
            Found::Is(Who::Person(_)) | Found::Nobody => {
                Err(row.at.problem(Column::Children, self.unknown_child(&row.case_ref, name)))
            }
        }
    }

    fn person(&mut self, row: &Row, name: &str) -> Result<(), Problem> {
        let id = self.ids.person(row.case_ref.as_str(), name);
        match self.member(row, name, Who::Person(id)) {
            Found::Is(Who::Person(_)) => Ok(()),
            Found::Is(Who::Child(_)) | Found::Nobody => {
                let stranger =
                    self.stranger(&row.case_ref, name, |who| matches!(who, Who::Person(_)));
                Err(row.at.problem(Column::Persons, Fault::UnknownPerson(Box::new(stranger))))
            }
        }
    }

    /// That a case has no such child.
    pub(crate) fn unknown_child(&self, case_ref: &Label, name: &str) -> Fault {
        Fault::UnknownChild(Box::new(
            self.stranger(case_ref, name, |who| matches!(who, Who::Child(_))),
        ))
    }

    fn stranger(&self, case_ref: &Label, name: &str, of: fn(Who) -> bool) -> Stranger {
        let case = self.cases.get(case_ref.as_str());
        let members = case.into_iter().flat_map(|it| it.members.values());
        let has = members.filter(|it| of(it.who)).map(|it| it.name.clone()).collect();
        Stranger { name: name.to_owned(), case_ref: case_ref.to_string(), has }
    }

    /// Everybody whom nothing but rows of this import makes part of a case.
    pub(crate) fn by_rows_alone(&self) -> impl Iterator<Item = &Member> {
        let cases = self.cases.values().filter(|case| !case.listed);
        cases.flat_map(|case| case.members.values()).filter(|member| !member.joined)
    }

    fn is_listed(&self, row: &Row) -> bool {
        self.cases.get(row.case_ref.as_str()).is_some_and(|case| case.listed)
    }

    fn place_of(&self, row: &Row, name: &str) -> Place {
        let case = self.cases.get(row.case_ref.as_str());
        let member = case.and_then(|case| case.members.get(&fold(name)));
        member.map_or_else(|| row.at.place(), |member| member.place.clone())
    }

    /// Finds somebody in the case of a row, and where nothing else says who is in it takes them in.
    fn member(&mut self, row: &Row, name: &str, new: Who) -> Found {
        let known = self.known;
        let place = row.at.place();
        let case = self.case_entry(&row.case_ref, &place);
        let key = fold(name);
        if let Some(member) = case.members.get_mut(&key) {
            if !member.joined && member.place > place && !case.listed {
                member.place = place;
            }
            return Found::Is(member.who);
        }
        let joined = known.members.get(&case.id).is_some_and(|all| all.contains(&new));
        if (case.listed || case.known) && !joined {
            return Found::Nobody;
        }
        let member = Member { who: new, name: name.to_owned(), place, joined };
        case.members.insert(key, member);
        Found::Is(new)
    }

    pub(crate) fn mapping(&self) -> &'a Mapping {
        self.mapping
    }

    /// The agency of this name.
    pub(crate) fn agency(&self, name: &str) -> Option<&Agency> {
        self.agencies.get(&fold(name))
    }

    /// The practitioner of this name whom some row names as working for an agency.
    pub(crate) fn practitioner(&self, agency: AgencyId, name: &str) -> Option<PractitionerId> {
        let named = self.practitioners.get(&(agency, fold(name))).map(|it| it.id);
        named.or_else(|| self.known.practitioner(agency, name))
    }

    /// Somebody of a case by name.
    pub(crate) fn who(&self, case_ref: &Label, name: &str) -> Option<Who> {
        let case = self.cases.get(case_ref.as_str())?;
        case.members.get(&fold(name)).map(|member| member.who)
    }

    pub(crate) fn child_of(&self, case_ref: &Label, name: &str) -> Option<ChildId> {
        match self.who(case_ref, name)? {
            Who::Child(id) => Some(id),
            Who::Person(_) => None,
        }
    }

    pub(crate) fn person_of(&self, case_ref: &Label, name: &str) -> Option<PersonId> {
        match self.who(case_ref, name)? {
            Who::Person(id) => Some(id),
            Who::Child(_) => None,
        }
    }
}

enum Found {
    Is(Who),
    Nobody,
}

/// The member of a case whom the ledger calls so, or else the one derived from the name.
fn known_as(known: &Known, case: CaseId, name: &str, derived: Who) -> Who {
    let members = known.members.get(&case).into_iter().flatten();
    let same_kind = |who: &Who| {
        matches!((who, derived), (Who::Child(_), Who::Child(_)) | (Who::Person(_), Who::Person(_)))
    };
    members
        .filter(|who| same_kind(who))
        .find(|who| known.called.get(who).is_some_and(|called| fold(called) == name))
        .copied()
        .unwrap_or(derived)
}

/// The kinds of agency that are known by an exact name, as it is compared.
pub(crate) const WELL_KNOWN: &[(&str, AgencyKind)] = &[
    ("children's social care", AgencyKind::ChildrensSocialCare),
    ("children's services", AgencyKind::ChildrensSocialCare),
    ("police", AgencyKind::Police),
    ("integrated care board", AgencyKind::IntegratedCareBoard),
    ("health visiting", AgencyKind::HealthVisiting),
    ("school nursing", AgencyKind::SchoolNursing),
    ("general practice", AgencyKind::GeneralPractice),
    ("gp", AgencyKind::GeneralPractice),
    ("hospital", AgencyKind::Hospital),
    ("hospital emergency department", AgencyKind::Hospital),
    ("emergency department", AgencyKind::Hospital),
    ("maternity", AgencyKind::Maternity),
    ("midwifery", AgencyKind::Maternity),
    ("school", AgencyKind::School),
    ("primary school", AgencyKind::School),
    ("secondary school", AgencyKind::School),
    ("nursery", AgencyKind::EarlyYears),
    ("early help", AgencyKind::EarlyHelp),
    ("housing", AgencyKind::Housing),
    ("adult social care", AgencyKind::AdultSocialCare),
    ("probation", AgencyKind::Probation),
    ("youth justice", AgencyKind::YouthJustice),
    ("drug and alcohol service", AgencyKind::SubstanceMisuse),
    ("domestic abuse service", AgencyKind::DomesticAbuseService),
    ("cafcass", AgencyKind::Court),
];

/// The kind of an agency by its whole name, and no less: a name that resembles one says nothing.
fn kind_of(name: &str) -> Option<AgencyKind> {
    WELL_KNOWN.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}
