//! Rows of strategy discussions, conferences, core groups and plan reviews.

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceKind, ConferenceOutcome,
};
use candour_domain::case::plan::{CoreGroupHeld, PlanEvent, PlanReviewed};
use candour_domain::case::threshold::{StrategyDiscussionHeld, ThresholdEvent};
use candour_domain::code::{CategoryOfAbuse, from_code};
use candour_domain::identifier::ChildId;
use candour_domain::recorded::Recorded;

use super::Builder;
use crate::import::caution::Caution;
use crate::import::cell::shown;
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::name::{fold, tidy};

/// The usual words for the categories of a plan.
pub(crate) const CATEGORIES: &[(&str, CategoryOfAbuse)] = &[
    ("neglect", CategoryOfAbuse::Neglect),
    ("physical abuse", CategoryOfAbuse::PhysicalAbuse),
    ("sexual abuse", CategoryOfAbuse::SexualAbuse),
    ("emotional abuse", CategoryOfAbuse::EmotionalAbuse),
    ("multiple", CategoryOfAbuse::Multiple),
];

impl Builder<'_> {
    pub(super) fn strategy_discussion(&mut self) -> CaseEvent {
        CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(StrategyDiscussionHeld {
            convened: None,
            meeting: self.meeting(),
            account: self.account(),
            proceeded_without_quorum: None,
        }))
    }

    pub(super) fn conference(&mut self, kind: ConferenceKind) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Conference(ConferenceEvent::ConferenceHeld(ConferenceHeld {
            kind,
            convened: None,
            meeting: self.meeting(),
            account: self.account(),
            outcomes: self.outcomes()?,
            as_written: self.as_written(),
            rationale: self.rationale(),
            dissent: Vec::new(),
        })))
    }

    /// What was decided for each child. A decision in other words has no outcomes.
    fn outcomes(&mut self) -> Result<Vec<ConferenceOutcome>, Problem> {
        let Some(given) = self.decision_words() else { return Ok(Vec::new()) };
        let (what, children) = given.split_once(':').unwrap_or((given, ""));
        let what = fold(what);
        let of_all = |decision: ConferenceDecision| -> Vec<(ChildId, ConferenceDecision)> {
            self.children().into_iter().map(|child| (child, decision.clone())).collect()
        };
        let decided = match (what.as_str(), children.trim()) {
            ("plan ends", "") => of_all(ConferenceDecision::PlanEnds),
            ("no plan", "") => of_all(ConferenceDecision::NoPlan),
            ("plan" | "plan continues" | "plan ends" | "no plan", children) => {
                self.decided_for(&what, children)?
            }
            _ => {
                let _: Recorded<()> = self.no_code("decision of a conference");
                Vec::new()
            }
        };
        let outcome = |(child, decision)| ConferenceOutcome {
            child,
            decision,
            participation: Recorded::NotRecorded,
        };
        Ok(decided.into_iter().map(outcome).collect())
    }

    fn decided_for(
        &mut self,
        what: &str,
        children: &str,
    ) -> Result<Vec<(ChildId, ConferenceDecision)>, Problem> {
        let mut all = Vec::new();
        for part in children.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, category) = match part.split_once('=') {
                Some((name, category)) => (tidy(name), Some(category.trim())),
                None => (tidy(part), None),
            };
            let row = self.row();
            let child = self.directory().child_of(&row.case_ref, &name).ok_or_else(|| {
                self.refuse(Column::Decision, self.directory().unknown_child(&row.case_ref, &name))
            })?;
            let decision = match (what, category) {
                ("plan", category) => ConferenceDecision::Plan(self.category(category)),
                ("plan continues", category) => {
                    ConferenceDecision::PlanContinues(self.category(category))
                }
                ("plan ends", None) => ConferenceDecision::PlanEnds,
                ("no plan", None) => ConferenceDecision::NoPlan,
                (_, _) => {
                    let as_in = "plan: Theo=PHY; Mia=EMO";
                    let fault = Fault::Unread { given: shown(part), as_in };
                    return Err(self.refuse(Column::Decision, fault));
                }
            };
            all.push((child, decision));
        }
        Ok(all)
    }

    fn category(&mut self, words: Option<&str>) -> Recorded<CategoryOfAbuse> {
        let Some(words) = words else { return Recorded::NotRecorded };
        let wanted = fold(words);
        let usual = CATEGORIES.iter().find(|(known, _)| *known == wanted).map(|(_, it)| *it);
        let found: Option<CategoryOfAbuse> = from_code(words).or(usual);
        if found.is_none() {
            self.warn(Caution::NoCode { given: shown(words), set: "category of a plan" });
        }
        found.into()
    }

    pub(super) fn core_group(&mut self) -> CaseEvent {
        CaseEvent::Plan(PlanEvent::CoreGroupHeld(CoreGroupHeld {
            plan: self.antecedent(),
            meeting: self.meeting(),
            account: self.account(),
        }))
    }

    pub(super) fn plan_review(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Plan(PlanEvent::PlanReviewed(PlanReviewed {
            plan: self.only_antecedent()?,
            account: self.account(),
            next_review: None,
        })))
    }
}
