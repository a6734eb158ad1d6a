//! The chapter `concern` in words.

use candour_domain::case::concern::{AgreementAnswer, ConcernEvent, FamilyTold};
use candour_domain::recorded::Recorded;

use super::{Names, Said};

pub(super) fn said(event: &ConcernEvent, names: &Names<'_>) -> Said {
    match event {
        ConcernEvent::ConcernRaised(it) => Said::of("Concern raised")
            .say(&it.account)
            .with_some("Raised by", it.raised_by.value().map(|who| names.speaker(who)))
            .code_if("Wording", &it.wording)
            .code_if("Danger", &it.danger)
            .with_some("Family", it.family_told.value().map(family_told)),
        ConcernEvent::ContactReceived(it) => Said::of("Contact received")
            .say(&it.account)
            .code_if("From", &it.source)
            .code_if("How", &it.channel)
            .list("Brought", names.entries(&it.received)),
        ConcernEvent::ContactDecided(it) => Said::of("Contact decided")
            .say_recorded(&it.account)
            .code("Outcome", &it.outcome)
            .with_recorded("As written", &it.as_written)
            .with("On", names.antecedent(it.contact))
            .grounds(&it.grounds, names),
        ConcernEvent::ReferralDecided(it) => Said::of("Referral decided")
            .say_recorded(&it.account)
            .code("Outcome", &it.outcome)
            .with_recorded("As written", &it.as_written)
            .with("On", names.antecedent(it.contact))
            .grounds(&it.grounds, names),
        ConcernEvent::ReferrerInformed(it) => Said::of("Referrer informed")
            .with("Told", names.recipient(&it.to))
            .with("Of", names.antecedent(it.decision))
            .code_if("How", &it.channel),
        ConcernEvent::AgreementSought(it) => Said::of("Agreement")
            .with("To", &it.to)
            .list("From", names.people(&it.from))
            .say(agreement(&it.answer)),
    }
}

fn family_told(told: &FamilyTold) -> String {
    match told {
        FamilyTold::Told => "told".to_owned(),
        FamilyTold::NotTold(why) => format!("not told: {why}"),
    }
}

fn agreement(answer: &AgreementAnswer) -> String {
    match answer {
        AgreementAnswer::Given => "It was given".to_owned(),
        AgreementAnswer::Refused(Recorded::Recorded(why)) => format!("It was refused: {why}"),
        AgreementAnswer::Refused(Recorded::NotRecorded) => "It was refused".to_owned(),
        AgreementAnswer::NotSoughtUnsafe(why) => {
            format!("It was not sought, because asking was not safe: {why}")
        }
        AgreementAnswer::NotSoughtUnnecessary(why) => {
            format!("It was not sought, because it was not needed: {why}")
        }
        AgreementAnswer::NoAnswer => "No answer came".to_owned(),
    }
}
