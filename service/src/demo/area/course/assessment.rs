//! The assessment: it starts, the children are seen, agencies are asked, a manager authorises it, and
//! something follows.

use candour_domain::case::help::{
    AssessmentAuthorised, AssessmentKind, AssessmentStarted, EarlyHelpEnd, EarlyHelpEnded,
    EarlyHelpStarted, HelpEvent, InNeed,
};
use candour_domain::case::oversight::{OversightEvent, SupervisionHeld};
use candour_domain::code::AssessmentOutcome;
use candour_domain::identifier::EntryId;
use candour_domain::party::AgencyKind;
use candour_domain::recorded::Recorded;

use super::super::family::{Stage, follows};
use super::super::rates;
use super::super::words;
use super::{allocation, closing, enquiry, help, information, visits};

/// Something that happens in an assessment.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// It starts.
    Start,
    /// The children are seen.
    Visit,
    /// The worker is supervised on it.
    Supervision,
    /// A manager authorises it.
    Authorise { assessment: EntryId },
    /// Early help that followed it ends.
    EarlyHelpEnds { episode: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Start => start(stage),
        Scene::Visit => {
            let worker = allocation::worker(stage);
            visits::visit(stage, &worker);
            information::notices(stage, 20);
        }
        Scene::Supervision => supervision(stage),
        Scene::Authorise { assessment } => authorise(stage, assessment),
        Scene::EarlyHelpEnds { episode } => early_help_ends(stage, episode),
    }
}

fn start(stage: &mut Stage<'_>) {
    let course = &stage.family.course;
    if course.assessment.is_some()
        || course.help_plan.is_some()
        || course.protected()
        || course.closed
    {
        return;
    }
    let worker = allocation::worker(stage);
    let mut sitting = stage.sitting(&worker, 45);
    let started = AssessmentStarted {
        referral: follows(stage.family.course.referral),
        kind: Recorded::Recorded(AssessmentKind::ChildAndFamily),
        review: Some(stage.day_after(10)),
        account: Recorded::NotRecorded,
    };
    let assessment = sitting.note(stage.at, HelpEvent::AssessmentStarted(started));
    allocation::involve_agencies(stage, &mut sitting);
    let many = stage.chance().between(2..=3);
    information::checks(stage, &mut sitting, many);
    stage.hand_in(sitting);
    stage.family.course.assessment = Some(assessment);
    let days = stage.chance().around(rates::ASSESSMENT_DAYS, rates::ASSESSMENT_DAYS_SPREAD).max(6);
    let visits = stage.chance().between(3..=4);
    for visit in 1..=visits {
        let early = stage.chance().between(0..=2);
        stage.then_after((days * visit / (visits + 1) - early).max(1), Scene::Visit);
    }
    stage.then_after(days / 2, Scene::Supervision);
    stage.then_after(days, Scene::Authorise { assessment });
}

/// The worker is supervised on the case, and with them the lead practitioner where there is one.
pub(super) fn supervision(stage: &mut Stage<'_>) {
    let mut who = vec![allocation::worker(stage)];
    if stage.family.course.protected() {
        who.push(allocation::lead(stage));
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 90);
    for practitioner in who.iter().filter_map(|it| it.practitioner.value()) {
        let rationale = stage.words(words::SUPERVISION_REASONS);
        let held = SupervisionHeld {
            of: *practitioner,
            account: Recorded::Recorded(stage.more_words(words::SUPERVISIONS)),
            grounds: stage.grounds(sitting.recorded(), rationale),
            next: Some(stage.day_after(20)),
        };
        sitting.note(stage.at, OversightEvent::SupervisionHeld(held));
    }
    stage.hand_in_apart(sitting);
}

fn authorise(stage: &mut Stage<'_>, assessment: EntryId) {
    if stage.family.course.assessment != Some(assessment) {
        return;
    }
    let manager = enquiry::manager(stage);
    let mut sitting = stage.sitting(&manager, 30);
    let outcome = stage.chance().weighted(rates::ASSESSMENT_OUTCOMES);
    let many = usize::try_from(stage.chance().between(1..=4)).unwrap_or(1);
    let referred = stage.family.course.contact.map_or(stage.at, |(_, at)| at);
    let limit = stage.world.days.working_day(candour_domain::time::london_date(referred), 45);
    let beyond = stage.today() > limit && stage.chance().happens(rates::REASON_FOR_DELAY);
    let in_need = match outcome {
        AssessmentOutcome::ProvisionOfServices | AssessmentOutcome::StrategyDiscussion => {
            InNeed::InNeed
        }
        AssessmentOutcome::NoFurtherAction
        | AssessmentOutcome::NoFurtherActionEnquiryEnded
        | AssessmentOutcome::LookedAfterRequest
        | AssessmentOutcome::PrivateFostering
        | AssessmentOutcome::LegalAction
        | AssessmentOutcome::ProvisionOfShortBreakCare
        | AssessmentOutcome::SpecialistAssessment
        | AssessmentOutcome::ReferralToOtherAgency
        | AssessmentOutcome::Other => InNeed::NotInNeed,
    };
    let rationale = stage.words(words::ASSESSMENT_REASONS);
    let authorised = AssessmentAuthorised {
        assessment: follows(Some(assessment)),
        factors: stage.family.chance.some(rates::FACTORS, many),
        outcome: Recorded::Recorded(outcome),
        in_need: Recorded::Recorded(in_need),
        late: beyond.then(|| stage.words(words::DELAYS)),
        grounds: stage.grounds(sitting.recorded(), rationale),
        account: Recorded::Recorded(stage.more_words(words::ASSESSMENTS)),
    };
    sitting.note(stage.at, HelpEvent::AssessmentAuthorised(authorised));
    stage.hand_in(sitting);
    stage.family.course.assessment = None;
    follow(stage, outcome);
}

/// What follows an assessment.
fn follow(stage: &mut Stage<'_>, outcome: AssessmentOutcome) {
    if stage.family.course.under_way() {
        return;
    }
    match outcome {
        AssessmentOutcome::ProvisionOfServices => stage.then_after(3, help::Scene::Start),
        AssessmentOutcome::ReferralToOtherAgency => early_help(stage),
        AssessmentOutcome::StrategyDiscussion => {
            stage.family.course.discussing = true;
            stage.then_after(1, enquiry::Scene::Convene);
        }
        AssessmentOutcome::NoFurtherAction
        | AssessmentOutcome::NoFurtherActionEnquiryEnded
        | AssessmentOutcome::LookedAfterRequest
        | AssessmentOutcome::PrivateFostering
        | AssessmentOutcome::LegalAction
        | AssessmentOutcome::ProvisionOfShortBreakCare
        | AssessmentOutcome::SpecialistAssessment
        | AssessmentOutcome::Other => stage.then_after(4, closing::Scene::Close),
    }
}

/// Early help takes over.
fn early_help(stage: &mut Stage<'_>) {
    let desk = stage.known_by(AgencyKind::EarlyHelp);
    let who = stage.actor(desk);
    let at = stage.office(5);
    let mut sitting = stage.sitting_at(&who, at);
    let started = EarlyHelpStarted {
        organisation: Recorded::Recorded(who.agency),
        reason: Recorded::Recorded(stage.words(words::GOALS)),
    };
    let episode = sitting.note(at, HelpEvent::EarlyHelpStarted(started));
    stage.hand_in(sitting);
    let days = stage.chance().between(60..=200);
    stage.then_in_days(days, Scene::EarlyHelpEnds { episode });
    stage.then_after(8, closing::Scene::Close);
}

fn early_help_ends(stage: &mut Stage<'_>, episode: EntryId) {
    let desk = stage.known_by(AgencyKind::EarlyHelp);
    let who = stage.actor(desk);
    let mut sitting = stage.sitting(&who, 60);
    let reason = *stage.chance().one(&[EarlyHelpEnd::OutcomesMet, EarlyHelpEnd::NoFurtherAction]);
    let ended =
        EarlyHelpEnded { episode: follows(Some(episode)), reason: Recorded::Recorded(reason) };
    sitting.note(stage.at, HelpEvent::EarlyHelpEnded(ended));
    stage.hand_in_apart(sitting);
}
