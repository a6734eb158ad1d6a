//! The names and references of everyone and everything that has a stream: for screens, and to be
//! searched for.
//!
//! # Rules
//! - `a_name_amended_replaces_the_one_before`: which stays to be searched for, as a former name.
//! - `an_identifier_is_found_by_its_value`: an NHS number, the reference of a case.

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::event::Event;
use candour_domain::identity::{IdentifierKind, IdentityEvent};
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::team::TeamEvent;

use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};

/// Names and references.
pub(in super::super) struct Names;

static NAME: Table = Table {
    name: "name",
    view: "names",
    about: "A name or reference by which somebody or something is known.",
    columns: &[
        column("kind", Kind::Code, "name, former_name, case_reference, or the kind of identifier."),
        column("text", Kind::Text, "The name or reference."),
    ],
    indexes: &[],
};

impl Model for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&NAME];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if named(entry).is_some() {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let mut current: Option<usize> = None;
        for entry in entries {
            let Some((kind, text)) = named(entry) else { continue };
            if kind == CURRENT {
                if let Some(earlier) = current {
                    rows[earlier].cells[0] = Cell::Code(FORMER);
                }
                current = Some(rows.len());
            }
            rows.push(Row {
                table: &NAME,
                entry: entry.entry.position,
                true_from: entry.occurred().interval().latest(),
                true_until: None,
                cells: vec![Cell::Code(kind), Cell::Text(text)],
            });
        }
    }
}

const CURRENT: &str = "name";
const FORMER: &str = "former_name";

/// The name or reference that an entry gives, and its kind.
fn named(entry: &Effective<'_>) -> Option<(&'static str, String)> {
    let name = |text: &dyn ToString| Some((CURRENT, text.to_string()));
    match entry.event() {
        Event::Agency(AgencyEvent::AgencyRegistered(it)) => name(&it.name),
        Event::Practitioner(PractitionerEvent::PractitionerRegistered(it)) => name(&it.name),
        Event::Team(TeamEvent::TeamEstablished(it)) => name(&it.name),
        Event::Identity(event) => of_identity(event),
        Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(it))) => {
            it.reference.value().map(|reference| ("case_reference", reference.to_string()))
        }
        Event::Case(_)
        | Event::Agency(
            AgencyEvent::MemorandumAgreed(_)
            | AgencyEvent::MemorandumEnded(_)
            | AgencyEvent::Record(_),
        )
        | Event::Practitioner(
            PractitionerEvent::PostTaken(_)
            | PractitionerEvent::PostLeft(_)
            | PractitionerEvent::Record(_),
        )
        | Event::Team(
            TeamEvent::MemberNominated(_)
            | TeamEvent::MemberStoodDown(_)
            | TeamEvent::CoverArranged(_)
            | TeamEvent::FrameworkAdopted(_)
            | TeamEvent::Record(_),
        )
        | Event::Ledger(_) => None,
    }
}

fn of_identity(event: &IdentityEvent) -> Option<(&'static str, String)> {
    match event {
        IdentityEvent::ChildIdentified(it) => it.name.value().map(|it| (CURRENT, it.to_string())),
        IdentityEvent::PersonIdentified(it) => it.name.value().map(|it| (CURRENT, it.to_string())),
        IdentityEvent::DetailsAmended(it) => it.name.as_ref().map(|it| (CURRENT, it.to_string())),
        IdentityEvent::IdentifierAssigned(it) => {
            it.value.value().map(|value| (identifier(it.kind), value.to_string()))
        }
        IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => None,
    }
}

fn identifier(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::NhsNumber => "nhs_number",
        IdentifierKind::UniquePupilNumber => "unique_pupil_number",
        IdentifierKind::FormerUniquePupilNumber => "former_unique_pupil_number",
        IdentifierKind::LocalAuthorityChildId => "local_authority_child_id",
        IdentifierKind::PoliceReference => "police_reference",
        IdentifierKind::CourtReference => "court_reference",
        IdentifierKind::Other => "other_identifier",
    }
}
