//! The strategy discussion, the decision on the threshold, and the enquiry under section 47.

use candour_domain::case::enquiry::{
    ConferenceNotRequired, EnquiryConcluded, EnquiryEvent, EnquiryStarted, InterviewForm,
    InterviewHeld, JointVisitMade, Jointly, Judgement, MedicalExaminationHeld,
};
use candour_domain::case::information::{
    InformationDisclosed, InformationEvent, ItemShared, ObservationRecorded,
};
use candour_domain::case::threshold::{
    StrategyDiscussionConvened, StrategyDiscussionHeld, ThresholdDecided, ThresholdDecision,
    ThresholdEvent,
};
use candour_domain::code::EnquiryOutcome;
use candour_domain::envelope::{FactStatus, Origin};
use candour_domain::identifier::EntryId;
use candour_domain::meeting::{Attendee, Extent, Meeting};
use candour_domain::party::{Actor, AgencyKind, Recipient, Speaker};
use candour_domain::recorded::Recorded;
use chrono::TimeDelta;

use super::super::family::{Stage, attendee, follows};
use super::super::rates::{self, Decision, Found};
use super::super::sitting::{Sitting, minute};
use super::super::words;
use super::meetings::{self, Invited};
use super::{
    accounts, allocation, assessment, closing, emergency, help, information, oversight, protection,
    visits,
};

/// Something that happens around an enquiry.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// A strategy discussion is convened.
    Convene,
    /// It is held, and the threshold decided.
    Hold { convened: EntryId },
    /// What was said in it is sent round.
    SendRound { discussion: EntryId },
    /// An enquiry starts.
    Start { threshold: EntryId },
    /// The children are seen.
    Visit { enquiry: EntryId },
    /// A child is examined by a doctor.
    Medical { enquiry: EntryId },
    /// A child is interviewed.
    Interview { enquiry: EntryId },
    /// It is concluded.
    Conclude { enquiry: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Convene => convene(stage),
        Scene::Hold { convened } => hold(stage, convened),
        Scene::SendRound { discussion } => send_round(stage, discussion),
        Scene::Start { threshold } => start(stage, threshold),
        Scene::Visit { enquiry } => visit(stage, enquiry),
        Scene::Medical { enquiry } => medical(stage, enquiry),
        Scene::Interview { enquiry } => interview(stage, enquiry),
        Scene::Conclude { enquiry } => conclude(stage, enquiry),
    }
}

/// Who is asked to a strategy discussion.
fn invited(stage: &mut Stage<'_>) -> Invited {
    let worker = allocation::worker(stage);
    let chair = manager(stage);
    let mut kinds = vec![AgencyKind::Police, AgencyKind::Hospital];
    let others: Vec<AgencyKind> = information::likely(stage);
    let others: Vec<AgencyKind> = others.into_iter().filter(|it| !kinds.contains(it)).collect();
    kinds.extend(stage.family.chance.some(&others, 2));
    Invited {
        chair: chair.clone(),
        own: vec![chair, worker],
        kinds,
        absent: rates::ABSENT_FROM_STRATEGY,
    }
}

/// The manager of whoever works with the family.
pub(super) fn manager(stage: &Stage<'_>) -> Actor {
    match stage.family.course.worker {
        Some(it) => stage.world.staff.manager_of(it.worker).clone(),
        None => stage.world.staff.front_door_manager.clone(),
    }
}

fn convene(stage: &mut Stage<'_>) {
    let course = &mut stage.family.course;
    course.discussing = false;
    if course.protected() || course.enquiry.is_some() || course.convened.is_some() || course.closed
    {
        return;
    }
    let invited = invited(stage);
    let mut sitting = stage.sitting(&invited.chair, 15);
    let soon = stage.chance().weighted(rates::STRATEGY_WORKING_DAYS);
    let hours = stage.chance().between(2..=6);
    let planned = match soon {
        0 => stage.at + TimeDelta::hours(hours),
        days => stage.office(days),
    };
    let convened = StrategyDiscussionConvened {
        trigger: Recorded::Recorded(stage.words(words::TRIGGERS)),
        planned: Some(minute(planned)),
        invited: invited.who(stage),
    };
    let convened = sitting.note(stage.at, ThresholdEvent::StrategyDiscussionConvened(convened));
    let planned = planned.max(sitting.recorded());
    stage.hand_in(sitting);
    stage.family.course.discussing = true;
    stage.then(planned, Scene::Hold { convened });
}

/// The discussion is held, what each agency told is noted, and the threshold decided.
fn hold(stage: &mut Stage<'_>, convened: EntryId) {
    let invited = invited(stage);
    let mut sitting = stage.sitting(&invited.chair, 120);
    let facts = stage.facts(sitting.recorded());
    let meeting = meetings::meeting(stage, &invited, &facts);
    told(stage, &mut sitting, &meeting);
    let quorate = [AgencyKind::Police, AgencyKind::Hospital].iter().all(|kind| {
        let desk = stage.known_by(*kind);
        let agency = stage.world.places.agency(desk).id;
        meeting.attendance.iter().any(|it| of_agency(&it.who) == Some(agency))
    });
    let reason = !quorate && stage.chance().happens(rates::REASON_WITHOUT_QUORUM);
    let came = meetings::who_came(&meeting);
    let dissent = meetings::dissent(stage, &meeting);
    let held = StrategyDiscussionHeld {
        convened: Some(follows(Some(convened))),
        meeting,
        account: Recorded::Recorded(stage.more_words(words::DISCUSSIONS)),
        proceeded_without_quorum: reason.then(|| stage.words(words::WITHOUT_QUORUM)),
    };
    let discussion = sitting.note(stage.at, ThresholdEvent::StrategyDiscussionHeld(held));
    let decision = stage.chance().weighted(rates::THRESHOLD_DECISIONS);
    let rationale = stage.words(words::THRESHOLD_REASONS);
    let advised = stage.chance().happens(rates::ADVISED_BY_TEAM);
    let decided = ThresholdDecided {
        discussion: follows(Some(discussion)),
        decision: Recorded::Recorded(written(stage, decision)),
        as_written: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
        grounds: stage.grounds(sitting.recorded(), rationale),
        advised_by: stage.world.teams.of(stage.family.number).filter(|_| advised),
        contributed: came,
        dissent,
    };
    let threshold = sitting.note(stage.at, ThresholdEvent::ThresholdDecided(decided));
    stage.hand_in(sitting);
    stage.family.course.discussing = false;
    stage.family.course.discussed_at = Some(stage.at);
    let days = stage.chance().weighted(rates::SENT_ROUND_DAYS);
    stage.then_after(days, Scene::SendRound { discussion });
    follow(stage, decision, threshold);
}

fn of_agency(who: &Attendee) -> Option<candour_domain::identifier::AgencyId> {
    match who {
        Attendee::Practitioner { agency, .. } | Attendee::Agency(agency) => Some(*agency),
        Attendee::Person(_) | Attendee::Child(_) | Attendee::Described(_) => None,
    }
}

/// What those who came from other agencies told, noted by whoever keeps the minutes.
fn told(stage: &mut Stage<'_>, sitting: &mut Sitting, meeting: &Meeting) {
    for came in meeting.attendance.iter().skip(2) {
        let Attendee::Practitioner { practitioner, .. } = &came.who else { continue };
        for _ in 0..stage.chance().between(1..=3) {
            let account = stage.words(words::SUPPLIED);
            let observed = ObservationRecorded { account, response: Recorded::NotRecorded };
            let entry = sitting.note(stage.at, InformationEvent::ObservationRecorded(observed));
            sitting.beside(|envelope| {
                let by = Origin::ToldBy(Speaker::Practitioner(*practitioner));
                envelope.source.origin = Recorded::Recorded(by);
                envelope.status = Recorded::Recorded(FactStatus::Reported);
            });
            stage.family.fact(entry, sitting.recorded());
        }
    }
}

fn written(stage: &Stage<'_>, decision: Decision) -> ThresholdDecision {
    match decision {
        Decision::Joint => ThresholdDecision::Section47Joint,
        Decision::Single => ThresholdDecision::Section47Single,
        Decision::InNeed => ThresholdDecision::ContinueSection17,
        Decision::Nothing => ThresholdDecision::NoFurtherAction,
        Decision::Protect => ThresholdDecision::ImmediateProtection,
        Decision::Further => ThresholdDecision::FurtherDiscussion(stage.day_after(3)),
    }
}

fn follow(stage: &mut Stage<'_>, decision: Decision, threshold: EntryId) {
    match decision {
        Decision::Joint | Decision::Single => stage.then_after(0, Scene::Start { threshold }),
        Decision::Protect => {
            emergency::protect(stage);
            stage.then_after(0, Scene::Start { threshold });
        }
        Decision::Further => {
            stage.family.course.discussing = true;
            stage.then_after(3, Scene::Convene);
        }
        Decision::InNeed | Decision::Nothing => {
            oversight::may_challenge(stage, threshold);
            if stage.family.course.assessment.is_none() && stage.family.course.help_plan.is_none() {
                stage.then_after(2, assessment::Scene::Start);
            }
        }
    }
}

/// The agencies that were there are sent what was said.
fn send_round(stage: &mut Stage<'_>, discussion: EntryId) {
    let chair = manager(stage);
    let mut sitting = stage.sitting(&chair, 20);
    for desk in stage.family.around.clone().into_iter().take(4) {
        let disclosed = InformationDisclosed {
            items: vec![ItemShared { item: discussion, extent: Recorded::Recorded(Extent::Whole) }],
            to: Recipient::Agency(stage.world.places.agency(desk).id),
            channel: Recorded::Recorded(stage.chance().weighted(rates::CHANNELS)),
            said: Recorded::NotRecorded,
            purpose: Recorded::Recorded(stage.words(words::PURPOSES)),
            request: None,
        };
        sitting.note(stage.at, InformationEvent::InformationDisclosed(disclosed));
    }
    stage.hand_in_apart(sitting);
}

fn start(stage: &mut Stage<'_>, threshold: EntryId) {
    if stage.family.course.enquiry.is_some() || stage.family.course.protected() {
        return;
    }
    let lead = allocation::lead(stage);
    let jointly = stage.chance().happens(rates::JOINT_VISIT);
    let mut sitting = stage.sitting(&lead, 40);
    let started = EnquiryStarted {
        follows: follows(Some(threshold)),
        jointly: Recorded::Recorded(if jointly { Jointly::WithPolice } else { Jointly::Single }),
        account: Recorded::NotRecorded,
    };
    let enquiry = sitting.note(stage.at, EnquiryEvent::EnquiryStarted(started));
    allocation::involve_agencies(stage, &mut sitting);
    for kind in information::likely(stage) {
        information::ask(stage, &mut sitting, kind);
    }
    information::ask(stage, &mut sitting, AgencyKind::MentalHealth);
    stage.hand_in(sitting);
    stage.family.course.enquiry = Some(enquiry);
    if jointly {
        joint_visit(stage, enquiry, &lead);
    }
    let days = stage.chance().around(9, 2).max(3);
    for day in [1, days / 2, days - 1] {
        stage.then_after(day.max(1), Scene::Visit { enquiry });
    }
    if stage.chance().happens(rates::MEDICAL) {
        stage.then_after(1, Scene::Medical { enquiry });
    }
    if stage.chance().happens(rates::INTERVIEW) {
        stage.then_after(2, Scene::Interview { enquiry });
    }
    stage.then_after(days, Scene::Conclude { enquiry });
    if stage.family.course.assessment.is_none() && stage.family.course.help_plan.is_none() {
        stage.then_after(1, assessment::Scene::Start);
    }
}

fn joint_visit(stage: &mut Stage<'_>, enquiry: EntryId, lead: &Actor) {
    let at = stage.office(1);
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.actor(desk);
    let mut sitting = stage.sitting_at(lead, at + TimeDelta::hours(2));
    let made = JointVisitMade {
        enquiry: follows(Some(enquiry)),
        present: vec![attendee(lead), attendee(&police)],
        account: stage.more_words(words::VISITS),
    };
    sitting.note(at, EnquiryEvent::JointVisitMade(made));
    stage.hand_in_apart(sitting);
}

fn visit(stage: &mut Stage<'_>, enquiry: EntryId) {
    if stage.family.course.enquiry == Some(enquiry) {
        let lead = allocation::lead(stage);
        visits::visit(stage, &lead);
        information::notices(stage, 6);
        information::notices(stage, 8);
    }
}

fn medical(stage: &mut Stage<'_>, enquiry: EntryId) {
    let Some(child) = stage.a_born_child() else { return };
    let desk = stage.known_by(AgencyKind::Hospital);
    let doctor = stage.actor(desk);
    let mut sitting = stage.sitting(&doctor, 300);
    let held = MedicalExaminationHeld {
        enquiry: follows(Some(enquiry)),
        child,
        agreement: Recorded::Recorded(stage.words(words::AGREEMENTS)),
        findings: stage.words(words::FINDINGS),
    };
    let entry = sitting.note(stage.at, EnquiryEvent::MedicalExaminationHeld(held));
    sitting.of(&[child]);
    stage.family.fact(entry, sitting.recorded());
    stage.hand_in_apart(sitting);
}

fn interview(stage: &mut Stage<'_>, enquiry: EntryId) {
    let Some(child) = stage.a_born_child() else { return };
    let desk = stage.known_by(AgencyKind::Police);
    let police = stage.actor(desk);
    let mut sitting = stage.sitting(&police, 240);
    let held = InterviewHeld {
        enquiry: follows(Some(enquiry)),
        of: Speaker::Child(child),
        recorded: Recorded::Recorded(InterviewForm::AchievingBestEvidence),
        present: vec![attendee(&police)],
        account: stage.more_words(words::VOICES),
    };
    let entry = sitting.note(stage.at, EnquiryEvent::InterviewHeld(held));
    sitting.of(&[child]);
    stage.family.fact(entry, sitting.recorded());
    stage.hand_in_apart(sitting);
}

fn conclude(stage: &mut Stage<'_>, enquiry: EntryId) {
    if stage.family.course.enquiry != Some(enquiry) {
        return;
    }
    let found = stage.chance().weighted(rates::FOUND);
    let (judgement, outcome) = match found {
        Found::Nothing => (Judgement::NotSubstantiated, EnquiryOutcome::ContinueSingleAssessment),
        Found::NoLonger => {
            (Judgement::SubstantiatedNoContinuingRisk, EnquiryOutcome::ProvisionOfServices)
        }
        Found::Likely => {
            (Judgement::SubstantiatedLikelyToSuffer, EnquiryOutcome::ChildProtectionConference)
        }
    };
    let manager = manager(stage);
    let mut sitting = stage.sitting(&manager, 45);
    let rationale = stage.words(words::ENQUIRY_REASONS);
    let grounds = stage.grounds(sitting.recorded(), rationale);
    let concluded = EnquiryConcluded {
        enquiry: follows(Some(enquiry)),
        judgement: Recorded::Recorded(judgement),
        outcome: vec![outcome],
        grounds: grounds.clone(),
        family_told: Recorded::Recorded(minute(stage.at)),
        account: Recorded::Recorded(stage.more_words(words::ENQUIRIES)),
    };
    let entry = sitting.note(stage.at, EnquiryEvent::EnquiryConcluded(concluded));
    if found != Found::Likely && stage.chance().happens(rates::NOT_REQUIRED_RECORDED) {
        let not_required = ConferenceNotRequired { enquiry: follows(Some(enquiry)), grounds };
        sitting.note(stage.at, EnquiryEvent::ConferenceNotRequired(not_required));
    }
    accounts::weighed(stage, &mut sitting);
    stage.hand_in(sitting);
    stage.family.course.enquiry = None;
    accounts::police_decide(stage);
    accounts::may_be_restricted(stage, entry);
    match found {
        Found::Likely => protection::convene(stage),
        Found::NoLonger => {
            oversight::may_challenge(stage, entry);
            if stage.family.course.help_plan.is_none() {
                stage.then_after(5, help::Scene::Start);
            }
        }
        Found::Nothing => {
            oversight::may_challenge(stage, entry);
            stage.then_after(6, closing::Scene::Close);
        }
    }
}
