//! The chapter `fgdm` in words. A decline is an answer; nothing here calls it anything else.

use candour_domain::case::fgdm::{FgdmEvent, FgdmException};

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &FgdmEvent, names: &Names<'_>) -> Said {
    match event {
        FgdmEvent::FgdmConsidered(it) => Said::of("Family meeting considered")
            .code("Concluded", &it.view)
            .grounds(&it.grounds, names),
        FgdmEvent::FgdmOffered(it) => Said::of("Family meeting offered")
            .say_recorded(&it.account)
            .with("To", names.person(it.to))
            .code("Capacity", &it.capacity)
            .code_if("Footing", &it.statutory)
            .code_if("Stage", &it.stage)
            .code_if("Letter before proceedings", &it.in_letter)
            .with_recorded("How", &it.how),
        FgdmEvent::FgdmInvited(it) => Said::of("Family network invited")
            .say_recorded(&it.account)
            .with("Who", names.person(it.who)),
        FgdmEvent::FgdmNotOffered(it) => Said::of("Family meeting not offered")
            .say(exception(it.exception))
            .code("Reason", &it.reason)
            .grounds(&it.grounds, names),
        FgdmEvent::FgdmNotHeld(it) => Said::of("Family meeting not held")
            .say(exception(it.exception))
            .code("Reason", &it.reason)
            .with("Of", names.antecedent(it.offer))
            .grounds(&it.grounds, names),
        FgdmEvent::FgdmAccepted(_)
        | FgdmEvent::FgdmDeclined(_)
        | FgdmEvent::FgdmDeferred(_)
        | FgdmEvent::FgdmAnswerWithdrawn(_)
        | FgdmEvent::FgdmNoAnswer(_) => answers(event, names),
        FgdmEvent::FgdmPrepared(it) => Said::of("Family meeting prepared")
            .say_recorded(&it.account)
            .list("Contacted", names.people(&it.contacted))
            .with_recorded("Advocate", &it.advocate),
        FgdmEvent::FgdmHeld(it) => {
            let said = Said::of("Family meeting held").say_recorded(&it.account);
            names
                .meeting(said, &it.meeting)
                .with("Follows", names.antecedent(it.offer))
                .code_if("Child", &it.child_attended)
                .code_if("Private family time", &it.private_time)
        }
        FgdmEvent::FamilyPlanProposed(it) => Said::of("Family's plan proposed")
            .say(&it.plan)
            .with("At", names.antecedent(it.meeting)),
        FgdmEvent::FamilyPlanAnswered(it) => Said::of("Family's plan answered")
            .say(words(&it.answer))
            .say_recorded(&it.reason)
            .with("Plan", names.antecedent(it.plan)),
        FgdmEvent::FamilyPlanReviewed(it) => Said::of("Family's plan reviewed")
            .say_recorded(&it.working)
            .with("Plan", names.antecedent(it.plan)),
        FgdmEvent::FgdmOutcomeRecorded(it) => Said::of("What became of the family")
            .with("Months after", it.after_months)
            .with_recorded("Child lives", &it.living)
            .with_recorded("Legal status", &it.legal)
            .with("Meeting", names.antecedent(it.meeting)),
    }
}

fn answers(event: &FgdmEvent, names: &Names<'_>) -> Said {
    match event {
        FgdmEvent::FgdmAccepted(it) => Said::of("Family meeting accepted")
            .say_recorded(&it.account)
            .with("By", names.person(it.by))
            .with("In answer to", names.antecedent(it.offer)),
        FgdmEvent::FgdmDeclined(it) => Said::of("Family meeting declined")
            .say_recorded(&it.account)
            .with("By", names.person(it.by))
            .code_if("Reason", &it.reason)
            .with("In answer to", names.antecedent(it.offer)),
        FgdmEvent::FgdmDeferred(it) => Said::of("Answer deferred")
            .say_recorded(&it.account)
            .with("By", names.person(it.by))
            .code_if("Reason", &it.reason)
            .with_some("Until", it.until)
            .with("In answer to", names.antecedent(it.offer)),
        FgdmEvent::FgdmAnswerWithdrawn(it) => Said::of("Answer taken back")
            .say_recorded(&it.account)
            .with("By", names.person(it.by))
            .with("In answer to", names.antecedent(it.offer)),
        FgdmEvent::FgdmNoAnswer(it) => Said::of("No answer came")
            .with("From", names.person(it.by))
            .with("To", names.antecedent(it.offer)),
        FgdmEvent::FgdmConsidered(_)
        | FgdmEvent::FgdmOffered(_)
        | FgdmEvent::FgdmInvited(_)
        | FgdmEvent::FgdmNotOffered(_)
        | FgdmEvent::FgdmNotHeld(_)
        | FgdmEvent::FgdmPrepared(_)
        | FgdmEvent::FgdmHeld(_)
        | FgdmEvent::FamilyPlanProposed(_)
        | FgdmEvent::FamilyPlanAnswered(_)
        | FgdmEvent::FamilyPlanReviewed(_)
        | FgdmEvent::FgdmOutcomeRecorded(_) => Said::of("Family meeting"),
    }
}

fn exception(exception: FgdmException) -> &'static str {
    match exception {
        FgdmException::BestInterests => "Not in the child's best interests",
        FgdmException::AnotherReason => "For another reason",
    }
}
