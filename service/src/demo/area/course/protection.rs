//! The conference and the child protection plan: reports, decisions for each child, core groups,
//! visits, actions, reviews, and the plan's end.

use candour_domain::case::child::{AdvocateOffered, ChildEvent};
use candour_domain::case::conference::{
    ConferenceConvened, ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind,
    ConferenceOutcome, OutcomeDocument, OutcomeSent, ReportProvided,
};
use candour_domain::case::help::{HelpEvent, HelpPlanEnded, Level, SteppedDown};
use candour_domain::case::plan::{PlanEnd, PlanEnded, PlanEvent, PlanReviewed, PlanStarted};
use candour_domain::code::{CategoryOfAbuse, ChildParticipation};
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::party::{AgencyKind, Recipient};
use candour_domain::recorded::Recorded;
use chrono::{NaiveDate, TimeDelta};

use super::super::days::months_after;
use super::super::family::{Stage, attendee, follows};
use super::super::places::Desk;
use super::super::rates;
use super::super::sitting::{Sitting, minute};
use super::super::words;
use super::meetings::{self, Invited};
use super::{allocation, closing, core_group, fgdm, help, information, proceedings, visits};

/// Something that happens around conferences and plans.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// An agency, or children's social care, provides its report.
    Report { convened: EntryId, desk: Option<Desk> },
    /// A conference is held.
    Hold { convened: EntryId, kind: ConferenceKind },
    /// The decision, or the record, is sent.
    Send { conference: EntryId, what: OutcomeDocument },
    /// The children are visited.
    Visit { conference: EntryId },
    /// A review conference is convened.
    ConveneReview { conference: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Report { convened, desk } => report(stage, convened, desk),
        Scene::Hold { convened, kind } => hold(stage, convened, kind),
        Scene::Send { conference, what } => send(stage, conference, what),
        Scene::Visit { conference } => visit(stage, conference),
        Scene::ConveneReview { conference } if stage.family.course.runs(conference) => {
            let today = stage.today();
            convened(stage, ConferenceKind::Review, today);
        }
        Scene::ConveneReview { .. } => {}
    }
}

/// An initial conference is convened.
pub(super) fn convene(stage: &mut Stage<'_>) {
    let from = stage.family.course.discussed_at.unwrap_or(stage.at);
    let from = candour_domain::time::london_date(from);
    convened(stage, ConferenceKind::Initial, from);
}

fn invited(stage: &mut Stage<'_>) -> Invited {
    let lead = allocation::lead(stage);
    let worker = allocation::worker(stage);
    let chair = stage.world.staff.chair();
    let kinds = information::likely(stage);
    Invited { chair, own: vec![lead, worker], kinds, absent: rates::ABSENT_FROM_CONFERENCE }
}

fn convened(stage: &mut Stage<'_>, kind: ConferenceKind, from: NaiveDate) {
    let invited = invited(stage);
    let mut sitting = stage.sitting(&invited.chair, 30);
    let earliest = stage.day_after(3);
    let days = stage.chance().around(rates::CONFERENCE_DAYS, rates::CONFERENCE_DAYS_SPREAD);
    let planned = stage.world.days.working_day(from, days).max(earliest);
    let who = invited.who(stage);
    let convening = ConferenceConvened { kind, planned, invited: who };
    let convened = sitting.note(stage.at, ConferenceEvent::ConferenceConvened(convening));
    advocates_offered(stage, &mut sitting);
    let after = sitting.recorded();
    stage.hand_in(sitting);
    stage.family.course.convened = Some(convened);
    let begins = candour_domain::time::start_of_day(planned);
    let hold = stage.world.days.office(&mut stage.family.chance, begins, 0);
    stage.then(hold, Scene::Hold { convened, kind });
    let desks: Vec<Desk> = stage.family.around.iter().copied().take(4).collect();
    for desk in desks.into_iter().map(Some).chain([None]) {
        if desk.is_some() && !stage.chance().happens(rates::REPORT_PROVIDED) {
            continue;
        }
        let hours = stage.chance().weighted(rates::REPORT_HOURS_BEFORE);
        let at = (hold - TimeDelta::hours(hours)).max(after + TimeDelta::minutes(30));
        stage.then(at, Scene::Report { convened, desk });
    }
}

/// The children who are old enough are offered an advocate.
fn advocates_offered(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let today = stage.today();
    let children: Vec<ChildId> =
        stage.family.children.iter().filter(|it| it.age(today) >= 5).map(|it| it.id).collect();
    for child in children {
        if stage.chance().happens(rates::ADVOCATE_OFFERED) {
            let answer = Recorded::Recorded(stage.chance().weighted(rates::ADVOCATE_ANSWERS));
            sitting.note(stage.at, ChildEvent::AdvocateOffered(AdvocateOffered { child, answer }));
            sitting.of(&[child]);
        }
    }
}

fn report(stage: &mut Stage<'_>, convened: EntryId, desk: Option<Desk>) {
    let who = match desk {
        Some(desk) => stage.actor(desk),
        None => allocation::lead(stage),
    };
    let shared = stage.chance().happens(rates::REPORT_SHARED_WITH_PARENTS);
    let mut sitting = stage.sitting(&who, 5);
    let report = ReportProvided {
        conference: follows(Some(convened)),
        shared_with_parents: shared.then(|| minute(stage.at)).into(),
        account: Recorded::Recorded(stage.more_words(words::SUPPLIED)),
    };
    let entry = sitting.note(stage.at, ConferenceEvent::ReportProvided(report));
    stage.family.fact(entry, sitting.recorded());
    stage.hand_in_apart(sitting);
}

/// The conference is held, and decides for each child.
fn hold(stage: &mut Stage<'_>, convened: EntryId, kind: ConferenceKind) {
    if stage.family.course.convened != Some(convened) {
        return;
    }
    let invited = invited(stage);
    let mut sitting = stage.sitting(&invited.chair, 150);
    let facts = stage.facts(sitting.recorded());
    let mut meeting = meetings::meeting(stage, &invited, &facts);
    meetings::with_parents(stage, &mut meeting);
    let category = stage.chance().weighted(rates::CATEGORIES);
    let decision = decided(stage, kind, category);
    let outcomes = outcomes(stage, kind, &decision);
    let dissent = meetings::dissent(stage, &meeting);
    let held = ConferenceHeld {
        kind,
        convened: Some(follows(Some(convened))),
        meeting,
        account: Recorded::Recorded(stage.more_words(words::CONFERENCES)),
        outcomes,
        as_written: Recorded::NotRecorded,
        rationale: Recorded::Recorded(stage.words(words::CONFERENCE_REASONS)),
        dissent,
    };
    let entry = sitting.note(stage.at, ConferenceEvent::ConferenceHeld(held));
    stage.family.course.convened = None;
    for (what, days) in [
        (OutcomeDocument::DecisionLetter, stage.chance().weighted(rates::LETTER_DAYS)),
        (OutcomeDocument::Record, stage.chance().weighted(rates::RECORD_DAYS)),
    ] {
        stage.then_after(days, Scene::Send { conference: entry, what });
    }
    match decision {
        ConferenceDecision::Plan(_) => begin(stage, sitting, (entry, category)),
        ConferenceDecision::PlanContinues(_) => goes_on(stage, sitting),
        ConferenceDecision::PlanEnds => end(stage, sitting, PlanEnd::NoLongerAtRisk),
        ConferenceDecision::NoPlan => {
            stage.hand_in(sitting);
            stage.then_after(5, help::Scene::Start);
        }
    }
}

fn decided(
    stage: &mut Stage<'_>,
    kind: ConferenceKind,
    category: CategoryOfAbuse,
) -> ConferenceDecision {
    match kind {
        ConferenceKind::Initial if stage.chance().happens(rates::PLAN_MADE) => {
            ConferenceDecision::Plan(Recorded::Recorded(category))
        }
        ConferenceKind::Initial => ConferenceDecision::NoPlan,
        ConferenceKind::Review => {
            let ends = match stage.family.course.reviews {
                0 => rates::PLAN_ENDS_AT_FIRST_REVIEW,
                _ => rates::PLAN_ENDS_AT_LATER_REVIEW,
            };
            let before_court = stage.family.course.before_court();
            if !before_court && stage.chance().happens(ends) {
                ConferenceDecision::PlanEnds
            } else {
                ConferenceDecision::PlanContinues(Recorded::Recorded(category))
            }
        }
    }
}

fn outcomes(
    stage: &mut Stage<'_>,
    kind: ConferenceKind,
    decision: &ConferenceDecision,
) -> Vec<ConferenceOutcome> {
    let today = stage.today();
    let planned: Vec<ChildId> = match kind {
        ConferenceKind::Initial => stage.family.child_ids(),
        ConferenceKind::Review => {
            stage.family.course.plans.iter().map(|(child, _)| *child).collect()
        }
    };
    let ages: Vec<(ChildId, u32)> =
        stage.family.children.iter().map(|it| (it.id, it.age(today))).collect();
    let outcome = |child| {
        let young = ages.iter().any(|(it, age)| *it == child && *age < 4);
        let participation = if young {
            ChildParticipation::UnderFour
        } else {
            stage.chance().weighted(rates::PARTICIPATION)
        };
        let participation = Recorded::Recorded(participation);
        ConferenceOutcome { child, decision: decision.clone(), participation }
    };
    planned.into_iter().map(outcome).collect()
}

/// A plan begins for each child.
fn begin(
    stage: &mut Stage<'_>,
    mut sitting: Sitting,
    (conference, category): (EntryId, CategoryOfAbuse),
) {
    let review = months_after(stage.today(), 3);
    for child in stage.family.child_ids() {
        let started = PlanStarted {
            conference: follows(Some(conference)),
            child,
            category: Recorded::Recorded(category),
            previous_plans: Some(u16::from(stage.chance().happens(rates::PLANNED_BEFORE))),
            next_review: Some(review),
        };
        let plan = sitting.note(stage.at, PlanEvent::PlanStarted(started));
        sitting.of(&[child]);
        stage.family.course.plans.push((child, plan));
    }
    stage.family.course.conference = Some(conference);
    stage.family.course.reviews = 0;
    if let Some(plan) = stage.family.course.help_plan.take() {
        let reason = Recorded::Recorded(stage.words(words::GIVEN_WAY));
        let ended = HelpPlanEnded { plan: follows(Some(plan)), reason };
        sitting.note(stage.at, HelpEvent::HelpPlanEnded(ended));
    }
    core_group::actions_set(stage, &mut sitting, conference, 4);
    stage.hand_in(sitting);
    core_group::begin(stage, conference);
    let days = stage.chance().between(5..=11);
    stage.then_after(days, Scene::Visit { conference });
    let before = stage.chance().around(66, 6);
    stage.then_in_days(before, Scene::ConveneReview { conference });
    fgdm::may_consider(stage, rates::FGDM_AT_PROTECTION);
}

fn goes_on(stage: &mut Stage<'_>, mut sitting: Sitting) {
    let review = months_after(stage.today(), 6);
    for (child, plan) in stage.family.course.plans.clone() {
        let reviewed = PlanReviewed {
            plan: follows(Some(plan)),
            account: Recorded::Recorded(stage.more_words(words::REVIEWS)),
            next_review: Some(review),
        };
        sitting.note(stage.at, PlanEvent::PlanReviewed(reviewed));
        sitting.of(&[child]);
    }
    stage.hand_in(sitting);
    stage.family.course.reviews = stage.family.course.reviews.saturating_add(1);
    let Some(conference) = stage.family.course.conference else { return };
    let before = stage.chance().around(150, 8);
    stage.then_in_days(before, Scene::ConveneReview { conference });
    if !stage.family.course.before_court() && stage.chance().happens(rates::TO_LEGAL_GATEWAY) {
        stage.then_after(8, proceedings::Scene::Gateway);
    }
}

/// The plans end, and with them the lead practitioner's part.
pub(super) fn end(stage: &mut Stage<'_>, mut sitting: Sitting, reason: PlanEnd) {
    for (child, plan) in std::mem::take(&mut stage.family.course.plans) {
        let ended = PlanEnded {
            plan: follows(Some(plan)),
            child,
            reason: Recorded::Recorded(reason),
            account: Recorded::Recorded(stage.words(words::ENDINGS)),
        };
        sitting.note(stage.at, PlanEvent::PlanEnded(ended));
        sitting.of(&[child]);
    }
    stage.family.course.conference = None;
    stage.family.course.convened = None;
    allocation::lead_stands_down(stage, &mut sitting);
    let help =
        reason == PlanEnd::NoLongerAtRisk && stage.chance().happens(rates::HELP_AFTER_PROTECTION);
    if help {
        let rationale = stage.words(words::ENDINGS);
        let stepped_down = SteppedDown {
            from: Recorded::Recorded(Level::ChildProtection),
            to: Level::ChildInNeed,
            grounds: stage.grounds(sitting.recorded(), rationale),
        };
        sitting.note(stage.at, HelpEvent::SteppedDown(stepped_down));
    }
    stage.hand_in(sitting);
    match reason {
        PlanEnd::NoLongerAtRisk if help => {
            stage.then_after(4, help::Scene::Start);
        }
        PlanEnd::NoLongerAtRisk | PlanEnd::MovedAuthority => {
            stage.then_after(10, closing::Scene::Close);
        }
        PlanEnd::LookedAfter | PlanEnd::Adult | PlanEnd::Died => {}
    }
}

fn send(stage: &mut Stage<'_>, conference: EntryId, what: OutcomeDocument) {
    let chair = stage.world.staff.chair();
    let mut sitting = stage.sitting(&chair, 10);
    let parents = stage.family.parents().into_iter().map(Recipient::Person);
    let agencies = stage.family.course.involved.keys().map(|it| Recipient::Agency(*it));
    let sent = OutcomeSent {
        conference: follows(Some(conference)),
        what,
        to: parents.chain(agencies).collect(),
    };
    sitting.note(stage.at, ConferenceEvent::OutcomeSent(sent));
    stage.hand_in_apart(sitting);
}

fn visit(stage: &mut Stage<'_>, conference: EntryId) {
    if !stage.family.course.runs(conference) {
        return;
    }
    let lead = allocation::lead(stage);
    visits::visit(stage, &lead);
    for days in [6, 11] {
        information::notices(stage, days);
    }
    if stage.chance().happens(rates::PLAN_CHECK) {
        let kind = *stage.chance().one(&[
            AgencyKind::School,
            AgencyKind::GeneralPractice,
            AgencyKind::Housing,
        ]);
        let mut sitting = stage.sitting(&lead, 70);
        information::ask(stage, &mut sitting, kind);
        stage.hand_in(sitting);
    }
    let days = stage.chance().weighted(rates::VISIT_WORKING_DAYS);
    stage.then_after(days, Scene::Visit { conference });
}

/// Who leads a plan, as one who owns an action.
pub(super) fn lead_as_owner(stage: &mut Stage<'_>) -> candour_domain::meeting::Attendee {
    attendee(&allocation::lead(stage))
}
