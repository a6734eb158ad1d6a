//! The streams beside the case in words: children and people, agencies, practitioners, teams, and the
//! ledger itself.

use candour_domain::agency::AgencyEvent;
use candour_domain::identity::{AddressProtection, IdentityEvent};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::practitioner::PractitionerEvent;
use candour_domain::team::TeamEvent;

use super::{Names, Said, record};
use crate::shape::words;

pub(super) fn identity(event: &IdentityEvent, names: &Names<'_>) -> Said {
    match event {
        IdentityEvent::ChildIdentified(it) => Said::of("Child identified")
            .with_recorded("Name", &it.name)
            .with_recorded("Born", &it.born)
            .code_if("Birth", &it.unborn)
            .code_if("Sex", &it.sex)
            .code_if("Ethnicity", &it.ethnicity)
            .list("Disabilities", it.disabilities.iter().map(words)),
        IdentityEvent::PersonIdentified(it) => Said::of("Person identified")
            .with_recorded("Name", &it.name)
            .with_recorded("Born", &it.born),
        IdentityEvent::IdentifierAssigned(it) => Said::of("Identifier assigned")
            .with("Which", words(&it.kind))
            .with_recorded("Value", &it.value)
            .with_some("Not known because", it.unknown_reason.as_ref().map(words))
            .with_some("Valid from", it.valid_from)
            .with_some("Valid to", it.valid_to)
            .code_if("Verified", &it.verified),
        IdentityEvent::DetailsAmended(it) => Said::of("Details amended")
            .with_some("Name", it.name.as_ref())
            .with_some("Born", it.born)
            .with_some("Died", it.died)
            .with_some("Sex", it.sex.as_ref().map(words))
            .with_some("Ethnicity", it.ethnicity.as_ref().map(words))
            .list("Disabilities", it.disabilities.iter().flatten().map(words))
            .with_recorded("Reason", &it.reason),
        IdentityEvent::RelationshipRecorded(it) => Said::of("Relationship recorded")
            .say(format_args!("{} of {}", it.relationship, names.relative(&it.with))),
        IdentityEvent::ParentalResponsibilityRecorded(_)
        | IdentityEvent::HouseholdRecorded(_)
        | IdentityEvent::AddressRecorded(_) => living(event, names),
        IdentityEvent::SafeContactAgreed(it) => {
            Said::of("Safe contact agreed").with("How", &it.how).with_recorded("Never", &it.never)
        }
        IdentityEvent::RecordsLinked(it) => Said::of("Records linked")
            .with("With", names.relative(&it.with))
            .with("Reason", &it.reason),
        IdentityEvent::RecordsUnlinked(it) => Said::of("Records unlinked")
            .with("From", names.relative(&it.with))
            .with("Reason", &it.reason),
        IdentityEvent::Record(event) => record::said(event, names),
    }
}

fn living(event: &IdentityEvent, names: &Names<'_>) -> Said {
    match event {
        IdentityEvent::ParentalResponsibilityRecorded(it) => {
            Said::of("Parental responsibility recorded")
                .with("For", names.child(it.child))
                .say(words(&it.holds))
                .with_some("From", it.from)
                .with_some("Until", it.until)
                .with_recorded("How it came about", &it.how)
        }
        IdentityEvent::HouseholdRecorded(it) => Said::of("Household recorded")
            .say(words(&it.membership))
            .with_some("From", it.from)
            .with_some("Until", it.until)
            .say_recorded(&it.note),
        IdentityEvent::AddressRecorded(it) => {
            let said = Said::of("Address recorded");
            let said = match it.protection {
                AddressProtection::Protected => said.say("The address is protected"),
                AddressProtection::NotProtected => said.say_recorded(&it.address),
            };
            said.with_some("From", it.from).with_some("Until", it.until)
        }
        IdentityEvent::ChildIdentified(_)
        | IdentityEvent::PersonIdentified(_)
        | IdentityEvent::IdentifierAssigned(_)
        | IdentityEvent::DetailsAmended(_)
        | IdentityEvent::RelationshipRecorded(_)
        | IdentityEvent::SafeContactAgreed(_)
        | IdentityEvent::RecordsLinked(_)
        | IdentityEvent::RecordsUnlinked(_)
        | IdentityEvent::Record(_) => Said::of("Identity"),
    }
}

pub(super) fn agency(event: &AgencyEvent, names: &Names<'_>) -> Said {
    match event {
        AgencyEvent::AgencyRegistered(it) => Said::of("Agency registered")
            .say(&it.name)
            .code("Kind", &it.kind)
            .code_if("Footing under s.16LA", &it.category),
        AgencyEvent::MemorandumAgreed(it) => Said::of("Memorandum of co-operation agreed")
            .with("With", names.team(it.with))
            .say_recorded(&it.terms)
            .list(
                "Promises",
                it.expects.iter().map(|one| format!("{} to {}", one.name, names.agency(one.to))),
            ),
        AgencyEvent::MemorandumEnded(it) => Said::of("Memorandum of co-operation ended")
            .with("With", names.team(it.with))
            .say_recorded(&it.reason),
        AgencyEvent::Record(event) => record::said(event, names),
    }
}

pub(super) fn practitioner(event: &PractitionerEvent, names: &Names<'_>) -> Said {
    match event {
        PractitionerEvent::PractitionerRegistered(it) => Said::of("Practitioner registered")
            .say(&it.name)
            .with_some("Registration", it.registration.as_ref()),
        PractitionerEvent::PostTaken(it) => Said::of("Post taken")
            .with("At", names.agency(it.agency))
            .with_recorded("Unit", &it.unit)
            .with_recorded("Post", &it.post),
        PractitionerEvent::PostLeft(it) => Said::of("Post left")
            .with("At", names.agency(it.agency))
            .with_recorded("Unit", &it.unit)
            .with_recorded("Post", &it.post),
        PractitionerEvent::Record(event) => record::said(event, names),
    }
}

pub(super) fn team(event: &TeamEvent, names: &Names<'_>) -> Said {
    match event {
        TeamEvent::TeamEstablished(it) => {
            Said::of("Team established").say(&it.name).with("For", names.agency(it.authority))
        }
        TeamEvent::MemberNominated(it) => Said::of("Member nominated")
            .say(format_args!("{}, {}", names.practitioner(it.practitioner), words(&it.seat)))
            .with("Of", names.agency(it.agency))
            .with("By", names.agency(it.by))
            .with_recorded("Experience", &it.experience)
            .code_if("Police status", &it.police_status),
        TeamEvent::MemberStoodDown(it) => Said::of("Member stood down")
            .say(format_args!("{}, {}", names.practitioner(it.practitioner), words(&it.seat)))
            .say_recorded(&it.reason),
        TeamEvent::CoverArranged(it) => Said::of("Cover arranged")
            .say(format_args!("{}, {}", names.practitioner(it.practitioner), words(&it.seat)))
            .with("Of", names.agency(it.agency))
            .with("From", it.from)
            .with("To", it.to),
        TeamEvent::FrameworkAdopted(it) => Said::of("Practice framework adopted")
            .say(&it.name)
            .with_recorded("Oversight", &it.oversight),
        TeamEvent::Record(event) => record::said(event, names),
    }
}

pub(super) fn ledger(event: &LedgerEvent) -> Said {
    match event {
        LedgerEvent::LedgerOpened(it) => {
            Said::of("Ledger opened").with("Kept by", &it.owner).with("Kind", words(&it.kind))
        }
        LedgerEvent::KeyIntroduced(it) => Said::of("Key introduced")
            .say(&it.name)
            .with("Algorithm", &it.algorithm)
            .with_some("Replaces", it.replaces.as_ref()),
        LedgerEvent::WitnessPolicyAdopted(it) => Said::of("Witness policy adopted")
            .with("Policy", &it.policy)
            .list("Witnesses", it.witnesses.iter().map(ToString::to_string))
            .with("Cosignatures needed", it.needed),
        LedgerEvent::RulesAdopted(it) => Said::of("Rules adopted")
            .with("Bank holidays known from", it.calendar.covered_from())
            .with("To", it.calendar.covered_to()),
        LedgerEvent::StreamHeads(it) => {
            Said::of("Last revisions committed").with("Streams", it.streams)
        }
        LedgerEvent::AnchorRecorded(it) => Said::of("Checkpoint brought back")
            .with("Leaves", it.size)
            .list("Cosigned by", it.witnessed.iter().map(ToString::to_string)),
    }
}
