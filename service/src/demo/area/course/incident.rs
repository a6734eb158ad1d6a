//! Serious incidents, rarely: identified, notified, reviewed, with a hold on the record; and, as
//! rarely, a request to educate a child at home.

use candour_domain::case::education::{
    AttendanceRequired, ConsentCondition, EducationEvent, HomeEducationDecided,
    HomeEducationDecision, HomeEducationRequested,
};
use candour_domain::case::incident::{
    IncidentEvent, IncidentHarm, NotifiedBody, ParallelProcess, ParallelProcessOpened, Publication,
    RapidReviewCompleted, ReviewCommissioned, ReviewNeeded, ReviewPublished,
    SeriousIncidentIdentified, SeriousIncidentNotified,
};
use candour_domain::case::record::{HoldLifted, HoldPlaced, RecordEvent};
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::party::AgencyKind;
use candour_domain::recorded::{Label, Recorded};

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::sitting::minute;
use super::super::words;
use super::enquiry;

/// Something that happens after a serious incident, or about education at home.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// An incident is identified.
    Identify,
    /// It is notified.
    Notify { incident: EntryId },
    /// The rapid review is completed.
    Review { incident: EntryId },
    /// The review that follows is published, or not.
    Publish { review: EntryId },
    /// The hold on the record is lifted.
    LiftHold { hold: EntryId },
    /// A parent asks to educate a child at home.
    HomeEducation,
    /// That is decided.
    HomeEducationDecided { request: EntryId, child: ChildId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Identify => identify(stage),
        Scene::Notify { incident } => notify(stage, incident),
        Scene::Review { incident } => review(stage, incident),
        Scene::Publish { review } => publish(stage, review),
        Scene::LiftHold { hold } => lift_hold(stage, hold),
        Scene::HomeEducation => home_education(stage),
        Scene::HomeEducationDecided { request, child } => decided(stage, request, child),
    }
}

fn identify(stage: &mut Stage<'_>) {
    if stage.family.course.closed {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 80);
    let identified = SeriousIncidentIdentified {
        account: stage.words(words::INCIDENTS),
        harm: Recorded::Recorded(IncidentHarm::SeriouslyHarmed),
        aware: Recorded::Recorded(minute(stage.at)),
    };
    let incident = sitting.note(stage.at, IncidentEvent::SeriousIncidentIdentified(identified));
    if let Ok(authority) = Label::parse("Larkmere Safeguarding Children Partnership") {
        let reason = stage.words(words::HOLDS);
        let hold =
            sitting.note(stage.at, RecordEvent::HoldPlaced(HoldPlaced { authority, reason }));
        let days = stage.chance().between(150..=300);
        stage.then_in_days(days, Scene::LiftHold { hold });
    }
    stage.hand_in(sitting);
    let days = stage.chance().weighted(rates::NOTIFIED_DAYS);
    stage.then_after(days, Scene::Notify { incident });
    let days = stage.chance().between(10..=17);
    stage.then_after(days, Scene::Review { incident });
}

fn notify(stage: &mut Stage<'_>, incident: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let notified = SeriousIncidentNotified {
        incident: follows(Some(incident)),
        to: vec![NotifiedBody::NationalPanel, NotifiedBody::Ofsted, NotifiedBody::Partners],
    };
    sitting.note(stage.at, IncidentEvent::SeriousIncidentNotified(notified));
    let opened = ParallelProcessOpened {
        incident: follows(Some(incident)),
        kind: ParallelProcess::Criminal,
    };
    sitting.note(stage.at, IncidentEvent::ParallelProcessOpened(opened));
    stage.hand_in(sitting);
}

fn review(stage: &mut Stage<'_>, incident: EntryId) {
    let desk = stage.known_by(AgencyKind::SafeguardingPartnership);
    let partnership = stage.actor(desk);
    let mut sitting = stage.sitting(&partnership, 120);
    let needed = stage.chance().happens(rates::REVIEW_NEEDED);
    let completed = RapidReviewCompleted {
        incident: follows(Some(incident)),
        account: Recorded::Recorded(stage.words(words::RAPID_REVIEWS)),
        review_needed: Recorded::Recorded(if needed {
            ReviewNeeded::Needed
        } else {
            ReviewNeeded::NotNeeded
        }),
    };
    let rapid = sitting.note(stage.at, IncidentEvent::RapidReviewCompleted(completed));
    if needed {
        let commissioned = ReviewCommissioned {
            incident: follows(Some(rapid)),
            reviewer: Recorded::NotRecorded,
            scope: Recorded::Recorded(stage.words(words::SCOPES)),
        };
        let review = sitting.note(stage.at, IncidentEvent::ReviewCommissioned(commissioned));
        let days = stage.chance().between(140..=230);
        stage.then_in_days(days, Scene::Publish { review });
    }
    stage.hand_in(sitting);
}

fn publish(stage: &mut Stage<'_>, review: EntryId) {
    let desk = stage.known_by(AgencyKind::SafeguardingPartnership);
    let partnership = stage.actor(desk);
    let mut sitting = stage.sitting(&partnership, 60);
    let how = *stage.chance().one(&[Publication::Published, Publication::NotPublished]);
    let published = ReviewPublished { review: follows(Some(review)), how };
    sitting.note(stage.at, IncidentEvent::ReviewPublished(published));
    stage.hand_in(sitting);
}

fn lift_hold(stage: &mut Stage<'_>, hold: EntryId) {
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let reason = Recorded::Recorded(stage.words(words::HOLD_ENDS));
    sitting
        .note(stage.at, RecordEvent::HoldLifted(HoldLifted { hold: follows(Some(hold)), reason }));
    stage.hand_in(sitting);
}

fn home_education(stage: &mut Stage<'_>) {
    let today = stage.today();
    let at_school = stage.family.children.iter().find(|it| (5..16).contains(&it.age(today)));
    let Some(child) = at_school.map(|it| it.id) else { return };
    let desk = stage.known_by(AgencyKind::LocalAuthorityEducation);
    let officer = stage.actor(desk);
    let mut sitting = stage.sitting(&officer, 60);
    let parent = stage.family.parents().first().copied();
    let condition = if stage.family.course.protected() {
        ConsentCondition::ChildProtection
    } else {
        ConsentCondition::Neither
    };
    let requested = HomeEducationRequested {
        child,
        by: parent.into(),
        condition: Recorded::Recorded(condition),
    };
    let request = sitting.note(stage.at, EducationEvent::HomeEducationRequested(requested));
    sitting.of(&[child]);
    stage.hand_in(sitting);
    let days = stage.chance().between(5..=15);
    stage.then_after(days, Scene::HomeEducationDecided { request, child });
}

fn decided(stage: &mut Stage<'_>, request: EntryId, child: ChildId) {
    let desk = stage.known_by(AgencyKind::LocalAuthorityEducation);
    let officer = stage.actor(desk);
    let mut sitting = stage.sitting(&officer, 60);
    let decisions = [
        HomeEducationDecision::Granted,
        HomeEducationDecision::RefusedBestInterests,
        HomeEducationDecision::RefusedUnsuitable,
        HomeEducationDecision::NotNeeded,
    ];
    let decision = *stage.chance().one(&decisions);
    let rationale = stage.words(words::CONTACT_REASONS);
    let decided = HomeEducationDecided {
        request: follows(Some(request)),
        decision,
        grounds: stage.grounds(sitting.recorded(), rationale),
    };
    sitting.note(stage.at, EducationEvent::HomeEducationDecided(decided));
    sitting.of(&[child]);
    let refusals =
        [HomeEducationDecision::RefusedBestInterests, HomeEducationDecision::RefusedUnsuitable];
    if refusals.contains(&decision) {
        let how = Recorded::Recorded(stage.words(words::ATTENDANCE));
        let required = AttendanceRequired { child, how };
        sitting.note(stage.at, EducationEvent::AttendanceRequired(required));
        sitting.of(&[child]);
    }
    stage.hand_in(sitting);
}
