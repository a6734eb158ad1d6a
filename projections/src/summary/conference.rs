//! The chapter `conference` in words.

use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceKind, ConferenceOutcome,
};

use super::threshold::dissent;
use super::{Names, Said};
use crate::shape::{recorded_words, words};

pub(super) fn said(event: &ConferenceEvent, names: &Names<'_>) -> Said {
    match event {
        ConferenceEvent::ConferenceConvened(it) => Said::of(match it.kind {
            ConferenceKind::Initial => "Initial conference convened",
            ConferenceKind::Review => "Review conference convened",
        })
        .with("To be held", it.planned)
        .list("Asked", names.attendees(&it.invited)),
        ConferenceEvent::ReportProvided(it) => Said::of("Report for conference")
            .say_recorded(&it.account)
            .with("For", names.antecedent(it.conference))
            .with_recorded("Shared with parents", &it.shared_with_parents),
        ConferenceEvent::ConferenceHeld(it) => {
            let said = Said::of(match it.kind {
                ConferenceKind::Initial => "Initial conference held",
                ConferenceKind::Review => "Review conference held",
            })
            .say_recorded(&it.account)
            .list("Decision", it.outcomes.iter().map(|one| outcome(one, names)))
            .with_recorded("As written", &it.as_written)
            .with_recorded("Rationale", &it.rationale);
            names
                .meeting(said, &it.meeting)
                .list("Disagreed", it.dissent.iter().map(|one| dissent(one, names)))
        }
        ConferenceEvent::OutcomeSent(it) => Said::of("Outcome of conference sent")
            .with("What", words(&it.what))
            .list("To", names.recipients(&it.to))
            .with("Of", names.antecedent(it.conference)),
    }
}

fn outcome(outcome: &ConferenceOutcome, names: &Names<'_>) -> String {
    let child = names.child(outcome.child);
    let decision = match &outcome.decision {
        ConferenceDecision::Plan(category) => {
            format!("child protection plan ({})", recorded_words(category))
        }
        ConferenceDecision::PlanContinues(category) => {
            format!("plan continues ({})", recorded_words(category))
        }
        ConferenceDecision::PlanEnds => "plan ends".to_owned(),
        ConferenceDecision::NoPlan => "no child protection plan".to_owned(),
    };
    match outcome.participation.value() {
        Some(participation) => format!("{child}: {decision}, {}", words(participation)),
        None => format!("{child}: {decision}"),
    }
}
