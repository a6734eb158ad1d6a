//! Random histories of one case whose entries name each other: what opens a stage, what ends it, what
//! follows a decision, corrected and withdrawn.

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::ConferenceDecision;
use candour_domain::case::enquiry::Judgement;
use candour_domain::case::opening::{CaseReopened, OpeningEvent};
use candour_domain::case::threshold::ThresholdDecision;
use candour_domain::code::{CategoryOfAbuse, ContactOutcome, ReferralOutcome, ReferralSource};
use candour_domain::entry::StreamId;
use candour_domain::identifier::{ChildId, EntryId};
use candour_domain::recorded::{Antecedent, Recorded};
use proptest::prelude::*;

use super::events::{
    closed, concluded, conference, contact, contact_decided, discussed, enquiry, left, plan,
    plan_ended, referral, revised, threshold,
};
use crate::sample::{IntoCase, MIA, Sample, THEO, day};

/// What happens, which earlier entry it names, whom it concerns, and when.
pub(super) type Step = (u8, usize, u8, u32, u32);

/// A history of at most so many steps.
pub(super) fn history(steps_max: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0_u8..22, 0_usize..8, 0_u8..8, 1_u32..=6, 1_u32..=28);
    proptest::collection::vec(step, 1..=steps_max)
}

/// The entries of a history, after those of the invented family.
pub(super) fn written(steps: &[Step]) -> Sample {
    let mut sample = Sample::family();
    for step in steps {
        write(&mut sample, *step);
    }
    sample
}

/// The entries of the case, the latest first.
fn latest(sample: &Sample) -> Vec<EntryId> {
    let own = sample.entries.iter().rev().filter(|it| it.stream == StreamId::Case(sample.case));
    own.filter(|it| it.event.record().is_none()).map(|it| it.id).collect()
}

fn write(sample: &mut Sample, (what, back, whom, month, of_month): Step) {
    let all = latest(sample);
    let earlier = all[back % all.len()];
    // One in eight names nothing.
    let named = if back == 7 { Antecedent::NotInThisLedger } else { Antecedent::Named(earlier) };
    let child = if whom % 2 == 0 { MIA } else { THEO };
    let on = day(month, of_month);
    match what {
        20 => {
            sample.withdraw(on, earlier);
        }
        21 => {
            let entry = sample.entries.iter().find(|it| it.id == earlier).unwrap().clone();
            sample.correct(on, earlier, entry.event.case().unwrap().clone());
        }
        _ => {
            let event = event(what, named, child);
            sample.case(on, event);
            let children: &[ChildId] = [&[][..], &[MIA], &[THEO], &[MIA, THEO]][whom as usize % 4];
            sample.about(children);
        }
    }
}

/// An event as it stands in a case.
impl IntoCase for CaseEvent {
    fn into_case(self) -> CaseEvent {
        self
    }
}

fn event(what: u8, named: Antecedent, child: ChildId) -> CaseEvent {
    let received: Vec<EntryId> = named.entry().into_iter().collect();
    let neglect = Recorded::Recorded(CategoryOfAbuse::Neglect);
    match what {
        0 => contact(ReferralSource::Police, &[]).into_case(),
        1 => contact(ReferralSource::School, &received).into_case(),
        2 => contact_decided(named, ContactOutcome::NewReferral).into_case(),
        3 => contact_decided(named, ContactOutcome::NoFurtherAction).into_case(),
        4 => referral(named, ReferralOutcome::StrategyDiscussion).into_case(),
        5 => discussed().into_case(),
        6 => threshold(named, ThresholdDecision::Section47Joint).into_case(),
        7 => threshold(named, ThresholdDecision::NoFurtherAction).into_case(),
        8 => enquiry(named).into_case(),
        9 => concluded(named, Judgement::SubstantiatedLikelyToSuffer).into_case(),
        10 => conference(&[(child, ConferenceDecision::Plan(neglect))]).into_case(),
        11 => conference(&[(child, ConferenceDecision::PlanEnds)]).into_case(),
        12 => {
            let physical = Recorded::Recorded(CategoryOfAbuse::PhysicalAbuse);
            conference(&[(child, ConferenceDecision::PlanContinues(physical))]).into_case()
        }
        13 => plan(named, child).into_case(),
        14 => revised(named, child, CategoryOfAbuse::EmotionalAbuse).into_case(),
        15 => plan_ended(named, child).into_case(),
        16 => left(child).into_case(),
        17 => closed().into_case(),
        18 => {
            let reason = Recorded::NotRecorded;
            OpeningEvent::CaseReopened(CaseReopened { reason }).into_case()
        }
        _ => contact_decided(named, ContactOutcome::ExistingReferral).into_case(),
    }
}
