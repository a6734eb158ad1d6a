//! The front door: a family becomes known, contacts come, checks are made with agencies, and it is
//! decided what a contact leads to.

use candour_domain::case::concern::{
    AgreementAnswer, AgreementSought, Channel, ConcernEvent, ConcernRaised, ContactDecided,
    ContactReceived, Danger, FamilyTold, ReferralDecided, ReferrerInformed, Wording,
};
use candour_domain::case::opening::{
    CaseOpened, CaseReopened, ChildJoinedCase, OpeningEvent, PersonJoinedCase,
};
use candour_domain::code::{ContactOutcome, ReferralOutcome, ReferralSource};
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::party::{Actor, AgencyKind, Speaker};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::london_date;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::chance::Chance;
use super::super::family::{Family, Stage, follows, recipient};
use super::super::people;
use super::super::places::Desk;
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;
use super::super::world::World;
use super::{allocation, assessment, closing, enquiry, incident, information, oversight};

/// Something that happens at the front door.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// Somebody turns to the front door about a family.
    Contact,
    /// The contact comes.
    Comes { source: ReferralSource },
    /// It is decided what the contact leads to.
    Decision { contact: EntryId, source: Option<Desk> },
}

/// A family becomes known by a first contact.
pub(in super::super) fn becomes_known(
    world: &World,
    number: u64,
    at: DateTime<Utc>,
) -> Option<Family> {
    let mut chance = Chance::of(world.seed, number);
    let case = CaseId::new(chance.id());
    let reference = Label::parse(&format!("LM-{number:05}")).ok()?;
    let people = people::family(&mut chance, number, london_date(at));
    let mut family = Family::new(chance, number, (case, reference), people, at);
    family.agenda.put(at, super::super::agenda::Turn::Play(Scene::Contact.into()));
    Some(family)
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Contact => turns_to_us(stage),
        Scene::Comes { source } => contact(stage, source),
        Scene::Decision { contact, source } => decision(stage, contact, source),
    }
}

/// Most agencies turn to the front door in office hours; the police, hospitals and the public at any.
fn turns_to_us(stage: &mut Stage<'_>) {
    let source = stage.chance().weighted(rates::REFERRAL_SOURCES);
    let any_hour = [AgencyKind::Police, AgencyKind::Hospital];
    if agency_of(source).is_none_or(|kind| any_hour.contains(&kind)) {
        contact(stage, source);
    } else {
        stage.then_after(0, Scene::Comes { source });
    }
}

/// A contact: whose concern it is, what came, and the checks that are made.
fn contact(stage: &mut Stage<'_>, source: ReferralSource) {
    let screener = stage.family.chance.one(&stage.world.staff.screeners).clone();
    if stage.family.course.contacts == 0 {
        first_known(stage, &screener);
    }
    let desk = agency_of(source).map(|kind| stage.known_by(kind));
    let minutes = stage.chance().between(8..=55);
    let mut sitting = stage.sitting(&screener, minutes);
    if stage.family.course.contacts == 0 {
        opened(stage, &mut sitting);
    }
    let contact = received(stage, &mut sitting, source, desk);
    if stage.chance().happens(rates::AGREEMENT_SOUGHT) {
        let sought = agreement(stage);
        sitting.note(stage.at, ConcernEvent::AgreementSought(sought));
    }
    let many = stage.chance().between(2..=4);
    information::checks(stage, &mut sitting, many);
    stage.hand_in(sitting);
    stage.family.course.contacts += 1;
    stage.family.course.contact = Some((contact, stage.at));
    let days = stage.chance().weighted(rates::DECISION_DAYS);
    stage.then_after(days, Scene::Decision { contact, source: desk });
}

/// Children and adults are identified, each in their own stream.
fn first_known(stage: &mut Stage<'_>, screener: &Actor) {
    let at = stage.at + TimeDelta::minutes(4);
    let people = (&stage.family.children[..], &stage.family.adults[..]);
    let requests = people::identified(people, screener, at, &mut stage.family.chance);
    stage.put(at, requests);
    let expected = stage.family.children.iter().find(|it| it.born > london_date(stage.at)).cloned();
    if let Some(child) = expected {
        let born = candour_domain::time::start_of_day(child.born);
        let told = stage.world.days.office_in_days(&mut stage.family.chance, born, 2);
        let birth = people::birth(&child, screener, told, &mut stage.family.chance);
        stage.put(told, birth);
    }
}

/// The family's case is opened, with the children and adults in it.
fn opened(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let opened = CaseOpened {
        reference: Recorded::Recorded(stage.family.reference.clone()),
        authority: Recorded::Recorded(stage.world.staff.agency),
        reason: Recorded::NotRecorded,
    };
    sitting.note(stage.at, OpeningEvent::CaseOpened(opened));
    for child in stage.family.child_ids() {
        let joined = ChildJoinedCase { child, from: None, carried: Vec::new() };
        sitting.note(stage.at, OpeningEvent::ChildJoinedCase(joined));
        sitting.of(&[child]);
    }
    for adult in &stage.family.adults {
        let part = Label::parse(adult.part).map_or(Recorded::NotRecorded, Recorded::Recorded);
        let joined = PersonJoinedCase { person: adult.id, part };
        sitting.note(stage.at, OpeningEvent::PersonJoinedCase(joined));
        sitting.beside(|envelope| envelope.about = vec![adult.id]);
    }
}

/// The concern, as it was raised, and the contact that brought it.
fn received(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    source: ReferralSource,
    desk: Option<Desk>,
) -> EntryId {
    let seen = stage.at - TimeDelta::minutes(stage.chance().between(15..=2_800));
    let told = if stage.chance().happens(rates::FAMILY_TOLD) {
        FamilyTold::Told
    } else {
        FamilyTold::NotTold(stage.words(words::NOT_TOLD))
    };
    let raised_by = raiser(stage, source, desk);
    let raised = ConcernRaised {
        raised_by: Recorded::Recorded(raised_by.clone()),
        account: stage.more_words(words::CONCERNS),
        wording: Recorded::Recorded(*stage.chance().one(&[Wording::Verbatim, Wording::Summary])),
        danger: Recorded::Recorded(*stage.chance().one(&[Danger::NotImmediate, Danger::NotKnown])),
        family_told: Recorded::Recorded(told),
    };
    let concern = sitting.note(seen, ConcernEvent::ConcernRaised(raised));
    sitting.beside(|envelope| {
        envelope.source.origin =
            Recorded::Recorded(candour_domain::envelope::Origin::ToldBy(raised_by));
        envelope.status = Recorded::Recorded(candour_domain::envelope::FactStatus::Reported);
    });
    let received = ContactReceived {
        source: Recorded::Recorded(source),
        channel: Recorded::Recorded(stage.chance().weighted(rates::CHANNELS)),
        account: stage.words(words::CONTACTS),
        received: vec![concern],
    };
    let contact = sitting.note(stage.at, ConcernEvent::ContactReceived(received));
    stage.family.fact(concern, sitting.recorded());
    contact
}

/// Who raises a concern: somebody of an agency, or of the public.
fn raiser(stage: &mut Stage<'_>, source: ReferralSource, desk: Option<Desk>) -> Speaker {
    let named = desk.and_then(|desk| stage.actor(desk).practitioner.value().copied());
    match named {
        Some(practitioner) => Speaker::Practitioner(practitioner),
        None => match source {
            ReferralSource::Anonymous | ReferralSource::Unknown => Speaker::Anonymous,
            ReferralSource::Family => {
                let adult = stage.family.chance.one(&stage.family.adults).id;
                Speaker::Person(adult)
            }
            ReferralSource::Acquaintance
            | ReferralSource::OwnReferral
            | ReferralSource::OtherIndividual
            | ReferralSource::School
            | ReferralSource::EducationService
            | ReferralSource::GeneralPractitioner
            | ReferralSource::HealthVisitor
            | ReferralSource::SchoolNurse
            | ReferralSource::OtherPrimaryHealth
            | ReferralSource::EmergencyDepartment
            | ReferralSource::OtherHealth
            | ReferralSource::Housing
            | ReferralSource::LocalAuthoritySocialCare
            | ReferralSource::LocalAuthorityOtherInternal
            | ReferralSource::LocalAuthorityExternal
            | ReferralSource::LocalAuthorityEarlyHelp
            | ReferralSource::Police
            | ReferralSource::OtherLegalAgency
            | ReferralSource::Other => {
                Speaker::Protected(Text::new("A neighbour who asked not to be named."))
            }
        },
    }
}

fn agreement(stage: &mut Stage<'_>) -> AgreementSought {
    let answer = match stage.chance().weighted(rates::AGREEMENTS) {
        0 => AgreementAnswer::Given,
        1 => AgreementAnswer::Refused(Recorded::Recorded(stage.words(words::AGREEMENT_REFUSED))),
        2 => AgreementAnswer::NotSoughtUnsafe(stage.words(words::AGREEMENT_UNSAFE)),
        _ => AgreementAnswer::NoAnswer,
    };
    let from = stage.family.adults.iter().filter(|it| it.responsible).map(|it| it.id).collect();
    AgreementSought {
        from,
        to: Text::new("Checks with the agencies that know the children."),
        answer,
    }
}

/// What a contact leads to. About a family that is being worked with, it joins what is under way.
fn decision(stage: &mut Stage<'_>, contact: EntryId, source: Option<Desk>) {
    let under_way = stage.family.course.referral.is_some() && !stage.family.course.closed;
    let first = stage.family.course.contacts == 1;
    let alone = if first { rates::CONTACT_ALONE } else { rates::LATER_CONTACT_ALONE };
    let outcome = match (under_way, stage.chance().happens(alone)) {
        (true, _) => ContactOutcome::ExistingReferral,
        (false, true) => {
            *stage.chance().one(&[ContactOutcome::NoFurtherAction, ContactOutcome::Advice])
        }
        (false, false) => ContactOutcome::NewReferral,
    };
    let manager = stage.world.staff.front_door_manager.clone();
    let minutes = stage.chance().between(5..=40);
    let mut sitting = stage.sitting(&manager, minutes);
    let rationale = stage.words(words::CONTACT_REASONS);
    let decided = ContactDecided {
        contact: follows(Some(contact)),
        outcome: Recorded::Recorded(outcome),
        as_written: Recorded::NotRecorded,
        grounds: stage.grounds(sitting.recorded(), rationale),
        account: Recorded::NotRecorded,
    };
    sitting.note(stage.at, ConcernEvent::ContactDecided(decided));
    let mut informed_of = contact;
    let referral = outcome == ContactOutcome::NewReferral;
    let next = referral.then(|| referral_outcome(stage));
    if let Some(outcome) = next {
        informed_of = referred(stage, &mut sitting, contact, outcome);
    }
    if let Some(desk) = source
        && stage.chance().happens(rates::REFERRER_INFORMED)
    {
        let to = recipient(&stage.actor(desk));
        let channel = Recorded::Recorded(Channel::Email);
        let informed = ReferrerInformed { decision: follows(Some(informed_of)), to, channel };
        sitting.note(stage.at, ConcernEvent::ReferrerInformed(informed));
    }
    stage.hand_in(sitting);
    follow(stage, outcome, next);
}

fn referral_outcome(stage: &mut Stage<'_>) -> ReferralOutcome {
    stage.chance().weighted(rates::REFERRAL_OUTCOMES)
}

/// A contact becomes a referral, and it is decided what that leads to.
fn referred(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    contact: EntryId,
    outcome: ReferralOutcome,
) -> EntryId {
    if stage.family.course.closed {
        let reason = Recorded::Recorded(Text::new("Referred again."));
        sitting.note(stage.at, OpeningEvent::CaseReopened(CaseReopened { reason }));
        stage.family.course.closed = false;
    }
    let rationale = stage.words(words::REFERRAL_REASONS);
    let decided = ReferralDecided {
        contact: follows(Some(contact)),
        outcome: Recorded::Recorded(outcome),
        as_written: Recorded::NotRecorded,
        grounds: stage.grounds(sitting.recorded(), rationale),
        account: Recorded::NotRecorded,
    };
    let referral = sitting.note(stage.at, ConcernEvent::ReferralDecided(decided));
    stage.family.course.referral = Some(referral);
    referral
}

/// What follows a decision at the front door.
fn follow(stage: &mut Stage<'_>, contact: ContactOutcome, referral: Option<ReferralOutcome>) {
    if referral.is_some() {
        rarely(stage);
    }
    match referral {
        Some(ReferralOutcome::SingleAssessment) => {
            stage.then_after(1, allocation::Scene::Allocate);
            let days = stage.chance().between(1..=3);
            stage.then_after(days, assessment::Scene::Start);
        }
        Some(ReferralOutcome::StrategyDiscussion) => {
            stage.family.course.discussing = true;
            stage.then_after(0, enquiry::Scene::Convene);
        }
        Some(
            ReferralOutcome::NoFurtherAction
            | ReferralOutcome::LookedAfterRequest
            | ReferralOutcome::NonAgencyAdoption
            | ReferralOutcome::PrivateFostering
            | ReferralOutcome::ChildProtectionTransferIn
            | ReferralOutcome::ChildProtectionConference
            | ReferralOutcome::CareLeaver
            | ReferralOutcome::Other,
        ) => stage.then_after(2, closing::Scene::Close),
        None if contact == ContactOutcome::ExistingReferral => {}
        None => stage.then_after(1, closing::Scene::Close),
    }
}

/// What happens rarely while a family is worked with.
fn rarely(stage: &mut Stage<'_>) {
    for (rate, scene) in [
        (rates::CONSULTED, super::Scene::from(oversight::Scene::Consult)),
        (rates::AUDITED, oversight::Scene::Audit.into()),
        (rates::INCIDENT, incident::Scene::Identify.into()),
        (rates::HOME_EDUCATION, incident::Scene::HomeEducation.into()),
        (rates::CONTACT_WHILE_OPEN, Scene::Contact.into()),
    ] {
        if stage.chance().happens(rate) {
            let days = stage.chance().between(12..=90);
            stage.then_in_days(days, scene);
        }
    }
}

/// The agency that a contact of this source comes from, by its kind; none where it is the public.
fn agency_of(source: ReferralSource) -> Option<AgencyKind> {
    match source {
        ReferralSource::School => Some(AgencyKind::School),
        ReferralSource::EducationService => Some(AgencyKind::LocalAuthorityEducation),
        ReferralSource::GeneralPractitioner | ReferralSource::OtherPrimaryHealth => {
            Some(AgencyKind::GeneralPractice)
        }
        ReferralSource::HealthVisitor => Some(AgencyKind::HealthVisiting),
        ReferralSource::SchoolNurse => Some(AgencyKind::SchoolNursing),
        ReferralSource::EmergencyDepartment | ReferralSource::OtherHealth => {
            Some(AgencyKind::Hospital)
        }
        ReferralSource::Housing => Some(AgencyKind::Housing),
        ReferralSource::LocalAuthoritySocialCare => Some(AgencyKind::AdultSocialCare),
        ReferralSource::LocalAuthorityEarlyHelp => Some(AgencyKind::EarlyHelp),
        ReferralSource::Police => Some(AgencyKind::Police),
        ReferralSource::OtherLegalAgency => Some(AgencyKind::Probation),
        ReferralSource::Other => Some(AgencyKind::DomesticAbuseService),
        ReferralSource::Family
        | ReferralSource::Acquaintance
        | ReferralSource::OwnReferral
        | ReferralSource::OtherIndividual
        | ReferralSource::LocalAuthorityOtherInternal
        | ReferralSource::LocalAuthorityExternal
        | ReferralSource::Anonymous
        | ReferralSource::Unknown => None,
    }
}
