//! The names and references of everyone and everything that has a stream: for screens, and to be
//! searched for.
//!
//! # Rules
//! - `a_name_amended_replaces_the_one_before`: which stays to be searched for, as a former name.
//! - `an_identifier_is_found_by_its_value`: an NHS number, the reference of a case.
//! - `a_name_that_is_kept_close_is_left_out`: of a child or person, where what gives it would give away
//!   a protected source, a refuge or an adoption. The name before it is a former one all the same.
//! - `an_emptied_name_is_no_name`.

use candour_domain::agency::AgencyEvent;
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::envelope::Handling;
use candour_domain::event::Event;
use candour_domain::identity::{IdentifierKind, IdentityEvent};
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::recorded::Recorded;
use candour_domain::team::TeamEvent;
use candour_domain::text::Text;

use super::super::model::{Group, Model, Scene};
use super::super::searched::Searched;
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
    packed: None,
    indexes: &[],
};

static SEARCHED: Searched = Searched { name: "name_search", table: &NAME, whole: WHOLE };
/// What is searched for word by word. All else is also searched for as a whole, as if there were
/// nothing between its letters and figures.
const WHOLE: &str = "kind NOT IN ('name', 'former_name')";

impl Model for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&NAME];
        &TABLES
    }

    fn searched(&self) -> Option<&'static Searched> {
        Some(&SEARCHED)
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
            let text = text.filter(|_| !kept_close(entry));
            if kind == CURRENT {
                if let Some(earlier) = current {
                    rows[earlier].cells[0] = Cell::Code(FORMER);
                }
                current = text.is_some().then_some(rows.len());
            }
            let Some(text) = text else { continue };
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

/// A kind of name or reference, and what it is; none where it was emptied.
type Given = (&'static str, Option<String>);

/// The name or reference that an entry gives.
fn named(entry: &Effective<'_>) -> Option<Given> {
    match entry.event() {
        Event::Agency(AgencyEvent::AgencyRegistered(it)) => {
            Some((CURRENT, Some(it.name.to_string())))
        }
        Event::Practitioner(PractitionerEvent::PractitionerRegistered(it)) => {
            Some((CURRENT, words(&it.name)))
        }
        Event::Team(TeamEvent::TeamEstablished(it)) => Some((CURRENT, Some(it.name.to_string()))),
        Event::Identity(event) => of_identity(event),
        Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(it))) => {
            it.reference.value().map(|reference| ("case_reference", Some(reference.to_string())))
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

fn of_identity(event: &IdentityEvent) -> Option<Given> {
    let current = |name: &Recorded<Text>| name.value().map(|name| (CURRENT, words(name)));
    match event {
        IdentityEvent::ChildIdentified(it) => current(&it.name),
        IdentityEvent::PersonIdentified(it) => current(&it.name),
        IdentityEvent::DetailsAmended(it) => it.name.as_ref().map(|name| (CURRENT, words(name))),
        IdentityEvent::IdentifierAssigned(it) => {
            it.value.value().map(|value| (identifier(it.kind), words(value)))
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

fn words(text: &Text) -> Option<String> {
    text.words().map(ToOwned::to_owned)
}

/// Whether what an entry says of who a child or person is would give away what is protected.
fn kept_close(entry: &Effective<'_>) -> bool {
    let of_a_person = match entry.entry.stream {
        StreamId::Child(_) | StreamId::Person(_) => true,
        StreamId::Case(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => false,
    };
    of_a_person
        && entry.entry.envelope.handling.iter().any(|handling| match handling {
            Handling::Adoption | Handling::SourceIdentity | Handling::RefugeOrAddress => true,
            Handling::ThirdParty
            | Handling::PoliceSensitiveUntil(_)
            | Handling::Privileged
            | Handling::CourtRestricted
            | Handling::AdultHealth => false,
        })
}
