//! Where each child stands in the process: every stage that is open, most protective first.
//!
//! A stage opens with an entry and ends with one that names it, or that by its nature ends it for the
//! child. What ends is never guessed: an enquiry of which no conclusion is on the record stays open.
//! Nothing here says whether a stage should have opened or ended by then; that is a duty's matter.
//!
//! # Rules
//! - `a_stage_is_open_until_an_entry_ends_it`: and until then says since when and by which entry.
//! - `a_decision_on_a_concern_decides_the_contact_that_brought_it`: the contact lists what it brought.
//! - `a_threshold_decision_ends_the_strategy_discussions_before_it`: for its children, named or not.
//! - `the_category_of_a_plan_carries_its_own_date`: the latest category, and since when it is that.
//! - `a_plan_decided_at_a_conference_is_open_without_a_start_of_its_own`: the conference opens it.
//! - `an_ending_of_what_is_not_in_this_ledger_ends_nothing_here`: it is flagged instead.
//! - `closing_the_case_closes_every_stage`: and reopening it opens none of them again.

use candour_domain::case::CaseEvent;
use candour_domain::code::CategoryOfAbuse;
use candour_domain::effective::Effective;
use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::time::When;
use schemars::JsonSchema;
use serde::Serialize;

use super::openings;

/// A stage of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The front door holds a contact that is not decided.
    Contact,
    /// A referral was accepted, and no assessment of it is on the record.
    Referral,
    /// Early help.
    EarlyHelp,
    /// An assessment is under way.
    Assessment,
    /// A plan of help: early help, family help or child in need.
    HelpPlan,
    /// A strategy discussion is convened or held, and no threshold decision is on the record.
    StrategyDiscussion,
    /// A section 47 enquiry is decided on or under way.
    #[serde(rename = "section_47_enquiry")]
    Section47Enquiry,
    /// A conference is convened and not held.
    Conference,
    /// A child protection plan.
    ChildProtectionPlan,
    /// Pre-proceedings.
    PreProceedings,
    /// Proceedings before a court.
    Proceedings,
    /// Police protection or an emergency protection order.
    EmergencyProtection,
    /// The case is closed, or the child has left it.
    Closed,
}

/// A stage that was opened for a child.
#[derive(Debug, Clone)]
pub(crate) struct Opened<'a> {
    /// The child.
    pub(crate) child: ChildId,
    /// Which stage.
    pub(crate) stage: Stage,
    /// The entry that opened it.
    pub(crate) by: &'a Entry,
    /// When.
    pub(crate) since: When,
    /// Other entries by which it may be named: the conference that decided a plan, the contact of a
    /// referral, the concern that a contact brought.
    pub(crate) also_named: Vec<EntryId>,
    /// The category of a plan, and the entry and time that it is that since.
    pub(crate) category: Option<(Recorded<CategoryOfAbuse>, EntryId, When)>,
    /// What the reader is told beside it.
    pub(crate) note: Option<&'static str>,
    /// The order of the entry among all: what comes before it cannot end it unless it names it.
    pub(crate) order: usize,
    /// What ended it first; none while it is open.
    pub(crate) ended: Option<Turn<'a>>,
    /// How it stood before, each until the entry that changed it: a plan that a conference decided,
    /// until its start; a plan under an earlier category.
    pub(crate) before: Vec<Before<'a>>,
}

/// The entry that ended or changed a stage, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn<'a> {
    /// The entry.
    pub(crate) by: &'a Entry,
    /// When.
    pub(crate) when: When,
}

/// How a stage stood before an entry changed it.
#[derive(Debug, Clone)]
pub(crate) struct Before<'a> {
    /// The entry that it rested on.
    pub(crate) by: &'a Entry,
    /// Since when.
    pub(crate) since: When,
    /// The category that it had, and the entry and time that it had that since.
    pub(crate) category: Option<(Recorded<CategoryOfAbuse>, EntryId, When)>,
    /// Until when.
    pub(crate) until: When,
}

impl<'a> Opened<'a> {
    pub(super) fn is_named(&self, by: EntryId) -> bool {
        self.by.id == by || self.also_named.contains(&by)
    }

    /// Keeps how it stands, which an entry is about to change.
    pub(super) fn turns(&mut self, step: Step<'a, '_>) {
        self.before.push(Before {
            by: self.by,
            since: self.since,
            category: self.category,
            until: step.entry.occurred(),
        });
    }

    /// Ends it, unless something ended it before.
    fn end(&mut self, step: Step<'a, '_>) {
        self.ended.get_or_insert(Turn { by: step.entry.entry, when: step.entry.occurred() });
    }
}

/// The stages of a case as they are found.
#[derive(Debug, Default)]
pub(crate) struct Stages<'a> {
    /// Every stage that was opened, ended or not.
    pub(crate) opened: Vec<Opened<'a>>,
}

/// An entry as it is looked at: with its order, and the children whom it concerns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a, 'b> {
    /// The entry as it stands.
    pub(crate) entry: &'b Effective<'a>,
    /// Its order among all.
    pub(crate) order: usize,
    /// The children whom it concerns: its own, or all of the case where it names none.
    pub(crate) children: &'b [ChildId],
}

impl<'a> Stages<'a> {
    /// The stages of standing entries, given in the order in which they happened.
    pub(crate) fn fold(entries: &[Effective<'a>], all: &[ChildId]) -> Self {
        let mut stages = Self::default();
        for (order, entry) in entries.iter().enumerate() {
            let own = entry.children();
            let children = if own.is_empty() { all } else { own };
            openings::open(&mut stages, Step { entry, order, children });
        }
        for (order, entry) in entries.iter().enumerate() {
            let own = entry.children();
            let children = if own.is_empty() { all } else { own };
            super::endings::end(&mut stages, Step { entry, order, children });
        }
        stages
    }

    /// Opens a stage for each of some children.
    pub(crate) fn open(&mut self, step: Step<'a, '_>, stage: Stage, note: Option<&'static str>) {
        for child in step.children {
            self.open_for(step, *child, stage, note);
        }
    }

    /// Opens a stage for one child.
    pub(crate) fn open_for(
        &mut self,
        step: Step<'a, '_>,
        child: ChildId,
        stage: Stage,
        note: Option<&'static str>,
    ) {
        self.opened.push(Opened {
            child,
            stage,
            by: step.entry.entry,
            since: step.entry.occurred(),
            also_named: Vec::new(),
            category: None,
            note,
            order: step.order,
            ended: None,
            before: Vec::new(),
        });
    }

    /// Ends, for some children, the stages of a kind that an entry names.
    pub(crate) fn end_named(
        &mut self,
        step: Step<'a, '_>,
        children: &[ChildId],
        stage: Stage,
        named: Antecedent,
    ) {
        let Antecedent::Named(named) = named else { return };
        self.end_where(step, children, |one| one.stage == stage && one.is_named(named));
    }

    /// Ends the stages of a kind that opened before an entry, for its children.
    pub(crate) fn end_earlier(&mut self, step: Step<'a, '_>, children: &[ChildId], stage: Stage) {
        self.end_where(step, children, |one| one.stage == stage && one.order < step.order);
    }

    /// Ends every stage that opened before an entry, for some children.
    pub(crate) fn end_all(&mut self, step: Step<'a, '_>, children: &[ChildId]) {
        self.end_where(step, children, |one| one.order < step.order);
    }

    /// Ends the stages that are meant, for some children.
    pub(super) fn end_where(
        &mut self,
        step: Step<'a, '_>,
        children: &[ChildId],
        meant: impl Fn(&Opened<'a>) -> bool,
    ) {
        for one in &mut self.opened {
            if meant(one) && children.contains(&one.child) {
                one.end(step);
            }
        }
    }

    /// The stages of a kind, open or ended.
    pub(crate) fn of(&mut self, stage: Stage) -> impl Iterator<Item = &mut Opened<'a>> {
        self.opened.iter_mut().filter(move |one| one.stage == stage)
    }

    /// The open stages of a child, most protective first, earlier before later.
    pub(crate) fn open_of(&self, child: ChildId) -> Vec<Opened<'a>> {
        let mut open: Vec<Opened<'a>> = self
            .opened
            .iter()
            .filter(|one| one.child == child && one.ended.is_none())
            .cloned()
            .collect();
        open.sort_by(|a, b| b.stage.cmp(&a.stage).then(a.order.cmp(&b.order)));
        open
    }
}

/// The event of a case, of an entry as it stands.
pub(crate) fn case_event<'a>(entry: &Effective<'a>) -> Option<&'a CaseEvent> {
    match entry.event() {
        Event::Case(event) => Some(event),
        Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => None,
    }
}
