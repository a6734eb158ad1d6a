//! Threshold decisions, each with what followed for each child: the enquiry and its judgement, the
//! conference and what it decided, the plan.
//!
//! What followed is what names the decision, or names what named it. Where nothing names it, it is
//! the next of its kind for the same child that names nothing either, before any further decision;
//! the row says which of the two it is. Nothing here says what should have followed.
//!
//! # Rules
//! - `what_names_a_decision_followed_it`: an enquiry names the decision, or the discussion that it was
//!   made at; a conclusion names the enquiry; a plan names the conference.
//! - `what_names_nothing_followed_by_order`: the next for the child, and the row says so.
//! - `what_names_another_decision_did_not_follow_this_one`.
//! - `what_followed_one_child_did_not_follow_another`: each child has a row of its own.
//! - `nothing_follows_a_decision_beyond_the_next_by_order_alone`.

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind,
};
use candour_domain::case::enquiry::{EnquiryConcluded, EnquiryEvent, EnquiryStarted};
use candour_domain::case::plan::{PlanEvent, PlanStarted};
use candour_domain::case::threshold::{ThresholdDecided, ThresholdDecision, ThresholdEvent};
use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::Antecedent;
use chrono::{DateTime, Utc};

use super::super::model::{Group, Model, Scene};
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::{latest, place, recorded};
use super::concerned::{concerned, joined, joining};
use crate::case_view::case_event;
use crate::shape::in_order_of_latest;

/// Threshold decisions and what followed.
pub(in super::super) struct Thresholds;

static THRESHOLD_DECISION: Table = Table {
    name: "threshold_decision",
    view: "threshold_decisions",
    about: "A decision whether the threshold is met, for one child, and what followed it.",
    columns: &[
        column("child", Kind::Identity, "The child."),
        column("decision", Kind::Code, "The decision."),
        column("discussion_entry", Kind::Entry, "The strategy discussion."),
        column("advised_by", Kind::Identity, "The multi-agency team that advised."),
        column("enquiry_entry", Kind::Entry, "The start of the enquiry that followed."),
        column("enquiry_at", Kind::Moment, "When that was."),
        column("enquiry_by", Kind::Code, "by_name or by_order."),
        column("concluded_entry", Kind::Entry, "The conclusion of the enquiry."),
        column("concluded_at", Kind::Moment, "When that was."),
        column("concluded_by", Kind::Code, "by_name or by_order."),
        column("judgement", Kind::Code, "The judgement of the enquiry."),
        column("conference_entry", Kind::Entry, "The initial conference that was held."),
        column("conference_at", Kind::Moment, "When that was."),
        column("conference_by", Kind::Code, "by_order: no entry names what a conference follows."),
        column("conference_decision", Kind::Code, "What it decided for the child."),
        column(
            "plan_entry",
            Kind::Entry,
            "The start of the plan, or the conference that decided it.",
        ),
        column("plan_at", Kind::Moment, "When that was."),
        column("plan_by", Kind::Code, "by_name or by_order."),
    ],
    packed: None,
    indexes: &[&["recorded_until", "true_from"]],
};

/// The one group: the decisions of a case and what followed are few.
const DECISIONS: Group = Group::Kind(0);

impl Model for Thresholds {
    fn name(&self) -> &'static str {
        "thresholds"
    }

    fn version(&self) -> u32 {
        1
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&THRESHOLD_DECISION];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        let Event::Case(event) = entry.event() else { return };
        if read(event).is_some() || joining(entry).is_some() {
            groups.push(DECISIONS);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let has = |wanted: fn(&Fact<'_>) -> bool| {
            entries.iter().filter_map(case_event).filter_map(read).any(|fact| wanted(&fact))
        };
        if !has(|fact| matches!(fact, Fact::Decided(_))) {
            return;
        }
        let mut ordered = entries.to_vec();
        in_order_of_latest(&mut ordered);
        let joined = joined(&ordered);
        let mut steps = Vec::new();
        for entry in &ordered {
            if let Some(fact) = case_event(entry).and_then(read) {
                let children = whose(entry, &fact, &joined);
                steps.push(Step { entry, fact, children, moment: latest(entry) });
            }
        }
        for at in 0..steps.len() {
            if let Fact::Decided(it) = steps[at].fact {
                for child in steps[at].children.clone() {
                    rows.push(Course { steps: &steps, at, child }.row(it, scene));
                }
            }
        }
    }
}

/// What the model reads.
#[derive(Clone, Copy)]
enum Fact<'a> {
    Decided(&'a ThresholdDecided),
    Started(&'a EnquiryStarted),
    Concluded(&'a EnquiryConcluded),
    Held(&'a ConferenceHeld),
    Planned(&'a PlanStarted),
}

fn read(event: &CaseEvent) -> Option<Fact<'_>> {
    match event {
        CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(it)) => Some(Fact::Decided(it)),
        CaseEvent::Enquiry(EnquiryEvent::EnquiryStarted(it)) => Some(Fact::Started(it)),
        CaseEvent::Enquiry(EnquiryEvent::EnquiryConcluded(it)) => Some(Fact::Concluded(it)),
        CaseEvent::Conference(ConferenceEvent::ConferenceHeld(it)) => match it.kind {
            ConferenceKind::Initial => Some(Fact::Held(it)),
            ConferenceKind::Review => None,
        },
        CaseEvent::Plan(PlanEvent::PlanStarted(it)) => Some(Fact::Planned(it)),
        CaseEvent::Opening(_)
        | CaseEvent::Allocation(_)
        | CaseEvent::Concern(_)
        | CaseEvent::Information(_)
        | CaseEvent::Child(_)
        | CaseEvent::Help(_)
        | CaseEvent::Threshold(_)
        | CaseEvent::Enquiry(_)
        | CaseEvent::Conference(_)
        | CaseEvent::Plan(_)
        | CaseEvent::Fgdm(_)
        | CaseEvent::Proceedings(_)
        | CaseEvent::Emergency(_)
        | CaseEvent::Oversight(_)
        | CaseEvent::Education(_)
        | CaseEvent::Incident(_)
        | CaseEvent::Record(_)
        | CaseEvent::Access(_) => None,
    }
}

/// The children whom a fact concerns.
fn whose(
    entry: &Effective<'_>,
    fact: &Fact<'_>,
    joined: &[(ChildId, DateTime<Utc>)],
) -> Vec<Option<ChildId>> {
    match fact {
        Fact::Planned(it) => vec![Some(it.child)],
        Fact::Held(it) if !it.outcomes.is_empty() => {
            it.outcomes.iter().map(|outcome| Some(outcome.child)).collect()
        }
        Fact::Decided(_) | Fact::Started(_) | Fact::Concluded(_) | Fact::Held(_) => {
            concerned(entry, joined)
        }
    }
}

/// A fact, in the order in which it happened.
struct Step<'e, 'a> {
    entry: &'e Effective<'a>,
    fact: Fact<'a>,
    children: Vec<Option<ChildId>>,
    moment: DateTime<Utc>,
}

impl Step<'_, '_> {
    fn id(&self) -> EntryId {
        self.entry.id()
    }
}

/// How something is known to have followed.
#[derive(Clone, Copy)]
enum By {
    Name,
    Order,
}

/// What followed, and how that is known.
type Found<'s, 'e, 'a> = Option<(&'s Step<'e, 'a>, By)>;

/// What followed one decision for one child.
struct Course<'s, 'e, 'a> {
    steps: &'s [Step<'e, 'a>],
    /// Which of them is the decision.
    at: usize,
    child: Option<ChildId>,
}

impl<'s, 'e, 'a> Course<'s, 'e, 'a> {
    /// The steps for the child: all of them, and whether each comes after this decision and before the
    /// next.
    fn of_child(&self) -> impl Iterator<Item = (&'s Step<'e, 'a>, bool)> {
        let (steps, at, child) = (self.steps, self.at, self.child);
        let mine = move |step: &Step<'_, '_>| step.children.contains(&child);
        let next = steps
            .iter()
            .skip(at + 1)
            .position(move |step| matches!(step.fact, Fact::Decided(_)) && mine(step));
        let until = next.map_or(steps.len(), |next| at + 1 + next);
        let all = steps.iter().enumerate().filter(move |(_, step)| mine(step));
        all.map(move |(index, step)| (step, index > at && index < until))
    }

    /// The first that names what it follows, otherwise the first in order that names nothing.
    fn first(&self, names: impl Fn(&Fact<'a>) -> Option<Option<bool>>) -> Found<'s, 'e, 'a> {
        let mut by_order = None;
        for (step, within) in self.of_child() {
            match names(&step.fact) {
                Some(Some(true)) => return Some((step, By::Name)),
                Some(None) if within && by_order.is_none() => by_order = Some((step, By::Order)),
                Some(Some(false) | None) | None => {}
            }
        }
        by_order
    }

    fn started(&self, decided: &ThresholdDecided) -> Found<'s, 'e, 'a> {
        let own = self.steps[self.at].id();
        let discussion = decided.discussion.entry();
        let mine = |named: EntryId| named == own || discussion == Some(named);
        self.first(|fact| match fact {
            Fact::Started(it) => Some(it.follows.entry().map(mine)),
            Fact::Decided(_) | Fact::Concluded(_) | Fact::Held(_) | Fact::Planned(_) => None,
        })
    }

    fn concluded(&self, started: Found<'s, 'e, 'a>) -> Found<'s, 'e, 'a> {
        let own = self.steps[self.at].id();
        let started = started.map(|(step, _)| step.id());
        let mine = |named: EntryId| named == own || started == Some(named);
        self.first(|fact| match fact {
            Fact::Concluded(it) => Some(it.enquiry.entry().map(mine)),
            Fact::Decided(_) | Fact::Started(_) | Fact::Held(_) | Fact::Planned(_) => None,
        })
    }

    fn held(&self) -> Found<'s, 'e, 'a> {
        self.first(|fact| match fact {
            Fact::Held(_) => Some(None),
            Fact::Decided(_) | Fact::Started(_) | Fact::Concluded(_) | Fact::Planned(_) => None,
        })
    }

    fn planned(&self, held: Found<'s, 'e, 'a>) -> Found<'s, 'e, 'a> {
        let conference = held.map(|(step, _)| step.id());
        let names = |named: Antecedent| named.entry().map(|named| conference == Some(named));
        let started = self.first(|fact| match fact {
            Fact::Planned(it) => Some(names(it.conference)),
            Fact::Decided(_) | Fact::Started(_) | Fact::Concluded(_) | Fact::Held(_) => None,
        });
        let decided = held.filter(|(step, _)| match self.decision(step) {
            Some(ConferenceDecision::Plan(_)) => true,
            Some(
                ConferenceDecision::PlanContinues(_)
                | ConferenceDecision::PlanEnds
                | ConferenceDecision::NoPlan,
            )
            | None => false,
        });
        started.or(decided.map(|(step, _)| (step, By::Name)))
    }

    /// What a conference decided for the child.
    fn decision(&self, step: &Step<'_, 'a>) -> Option<&'a ConferenceDecision> {
        let Fact::Held(held) = step.fact else { return None };
        let mine = held.outcomes.iter().find(|outcome| Some(outcome.child) == self.child)?;
        Some(&mine.decision)
    }

    fn row(&self, decided: &ThresholdDecided, scene: &Scene<'_>) -> Row {
        let step = &self.steps[self.at];
        let started = self.started(decided);
        let concluded = self.concluded(started);
        let held = self.held();
        let discussion = decided.discussion.entry();
        let team = decided.advised_by.map(StreamId::Team);
        let mut cells = vec![
            Cell::or_nothing(self.child, |child| Cell::Identity(StreamId::Child(child))),
            Cell::or_nothing(decided.decision.value(), |it| Cell::Code(decision(it))),
            Cell::or_nothing(discussion, |entry| place(scene, entry)),
            Cell::or_nothing(team, Cell::Identity),
        ];
        cells.extend(followed(started));
        cells.extend(followed(concluded));
        cells.push(concluded.map_or(Cell::Nothing, |(step, _)| match step.fact {
            Fact::Concluded(it) => recorded(&it.judgement),
            Fact::Decided(_) | Fact::Started(_) | Fact::Held(_) | Fact::Planned(_) => Cell::Nothing,
        }));
        cells.extend(followed(held));
        let outcome = held.and_then(|(step, _)| self.decision(step));
        cells.push(Cell::or_nothing(outcome, |it| Cell::Code(conference_decision(it))));
        cells.extend(followed(self.planned(held)));
        Row {
            table: &THRESHOLD_DECISION,
            entry: step.entry.entry.position,
            true_from: step.moment,
            true_until: None,
            cells,
        }
    }
}

/// What followed: the entry, when, and how it is known.
fn followed(found: Found<'_, '_, '_>) -> [Cell; 3] {
    let Some((step, by)) = found else { return [Cell::Nothing, Cell::Nothing, Cell::Nothing] };
    let by = match by {
        By::Name => "by_name",
        By::Order => "by_order",
    };
    [Cell::Entry(step.entry.entry.position), Cell::Moment(step.moment), Cell::Code(by)]
}

/// The code of a decision.
fn decision(decision: &ThresholdDecision) -> &'static str {
    match decision {
        ThresholdDecision::Section47Single => "section47_single",
        ThresholdDecision::Section47Joint => "section47_joint",
        ThresholdDecision::ContinueSection17 => "continue_section17",
        ThresholdDecision::NoFurtherAction => "no_further_action",
        ThresholdDecision::ImmediateProtection => "immediate_protection",
        ThresholdDecision::FurtherDiscussion(_) => "further_discussion",
    }
}

/// The code of what a conference decided for a child.
fn conference_decision(decision: &ConferenceDecision) -> &'static str {
    match decision {
        ConferenceDecision::Plan(_) => "plan",
        ConferenceDecision::PlanContinues(_) => "plan_continues",
        ConferenceDecision::PlanEnds => "plan_ends",
        ConferenceDecision::NoPlan => "no_plan",
    }
}
