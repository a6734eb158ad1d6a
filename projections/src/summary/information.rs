//! The chapter `information` in words.

use candour_domain::case::information::{InformationEvent, NotSharedGround};

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &InformationEvent, names: &Names<'_>) -> Said {
    match event {
        InformationEvent::ObservationRecorded(it) => {
            Said::of("Observation").say(&it.account).response(&it.response)
        }
        InformationEvent::AccountWeighed(it) => Said::of("Account weighed")
            .say(format_args!("{} was {}", names.entry(it.account), words(&it.weight)))
            .with_some("Whose", it.whose.value().map(|who| names.speaker(who)))
            .say_recorded(&it.reason),
        InformationEvent::InformationRequested(it) => Said::of("Information requested")
            .with("Of", names.recipient(&it.of))
            .say(&it.question)
            .with_some("Answer asked for by", it.due)
            .code_if("How", &it.channel),
        InformationEvent::InformationSupplied(it) => Said::of("Information supplied")
            .say(&it.account)
            .with("To", names.recipient(&it.to))
            .list("Supplied", names.items(&it.items))
            .with("In answer to", names.antecedent(it.request))
            .code_if("How", &it.channel),
        InformationEvent::NothingKnownReplied(it) => Said::of("Nothing known")
            .say("The answer was that nothing is known")
            .with("In answer to", names.antecedent(it.request))
            .with_recorded("Searched", &it.searched),
        InformationEvent::InformationRefused(it) => Said::of("Information refused")
            .with("Ground", ground(&it.ground))
            .with("In answer to", names.antecedent(it.request))
            .say_recorded(&it.reason),
        InformationEvent::InformationDisclosed(_)
        | InformationEvent::DisclosureReceived(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::DisclosureRead(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_) => sharing(event, names),
        InformationEvent::BeliefRecorded(it) => Said::of("Belief recorded")
            .say(&it.belief)
            .with_some("About", it.of.value().map(|id| names.agency(*id)))
            .list("On", names.entries(&it.items)),
        InformationEvent::AccountsDiffer(it) => Said::of("Accounts differ")
            .list("Between", names.entries(&it.entries))
            .say(&it.difference),
        InformationEvent::KnowledgeDisputed(it) => Said::of("Knowledge disputed")
            .say(format_args!("{} disputes {}", names.recipient(&it.who), names.entry(it.entry)))
            .say(&it.statement),
    }
}

fn sharing(event: &InformationEvent, names: &Names<'_>) -> Said {
    match event {
        InformationEvent::InformationDisclosed(it) => Said::of("Told or sent")
            .say_recorded(&it.said)
            .with("To", names.recipient(&it.to))
            .list("What", names.items(&it.items))
            .code_if("How", &it.channel)
            .with_recorded("Purpose", &it.purpose)
            .with_some("In answer to", it.request.map(|it| names.antecedent(it))),
        InformationEvent::DisclosureReceived(it) => Said::of("Received")
            .say_recorded(&it.account)
            .with("By", names.recipient(&it.by))
            .list("What", names.items(&it.items))
            .with("Of", names.antecedent(it.disclosure))
            .code_if("Held", &it.how),
        InformationEvent::DisclosureOpened(it) => Said::of("Opened")
            .with("By", names.reader(&it.reader))
            .list("What", names.items(&it.items))
            .with("Of", names.antecedent(it.disclosure)),
        InformationEvent::DisclosureRead(it) => Said::of("Read")
            .say_recorded(&it.account)
            .with("By", names.reader(&it.reader))
            .list("What", names.items(&it.items))
            .with("Of", names.antecedent(it.disclosure)),
        InformationEvent::ReceivedByUnintended(it) => Said::of("Reached somebody not meant")
            .with("Whom", names.speaker(&it.who))
            .list("What", names.items(&it.items))
            .with("Of", names.antecedent(it.disclosure))
            .response(&it.response),
        InformationEvent::NotSharedDecided(it) => Said::of("Decided not to share")
            .list("What", names.entries(&it.items))
            .with("With", names.recipient(&it.with))
            .with("Ground", ground(&it.ground))
            .say_recorded(&it.reason)
            .with_some("To be looked at again", it.review),
        InformationEvent::OnwardSharingRestricted(it) => Said::of("Asked not to pass on")
            .with("Asked", names.recipient(&it.to))
            .list("What", names.entries(&it.items))
            .with_some("Until", it.until)
            .say_recorded(&it.reason),
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => Said::of("Information"),
    }
}

fn ground(ground: &NotSharedGround) -> String {
    match ground {
        NotSharedGround::NotThoughtRelevant => "not thought relevant".to_owned(),
        NotSharedGround::WouldNotHelpFunction => {
            "would not help the recipient's function".to_owned()
        }
        NotSharedGround::MoreDetrimental => {
            "sharing would be more detrimental to the child than not sharing".to_owned()
        }
        NotSharedGround::LegalBar => "the law forbids it".to_owned(),
        NotSharedGround::PoliceRequestUntil(day) => {
            format!("police ask that it be kept until {day}")
        }
        NotSharedGround::RiskToAdult => "it would put an adult at risk".to_owned(),
        NotSharedGround::AgreementRefused => "agreement was refused".to_owned(),
        NotSharedGround::Other => "another ground".to_owned(),
        NotSharedGround::NotRecorded => "not recorded".to_owned(),
    }
}
