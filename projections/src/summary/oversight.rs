//! The chapter `oversight` in words.

use candour_domain::case::oversight::OversightEvent;

use super::{Names, Said};

pub(super) fn said(event: &OversightEvent, names: &Names<'_>) -> Said {
    match event {
        OversightEvent::SupervisionHeld(it) => Said::of("Supervision held")
            .with("Of", names.practitioner(it.of))
            .say_recorded(&it.account)
            .grounds(&it.grounds, names)
            .with_some("Next", it.next),
        OversightEvent::OversightRecorded(it) => {
            Said::of("Management oversight").say_recorded(&it.decision).grounds(&it.grounds, names)
        }
        OversightEvent::CaseConsultationGiven(it) => Said::of("Case consultation given")
            .with("To", names.recipient(&it.to))
            .with("Asked", &it.question)
            .with("Advised", &it.advice)
            .code_if("Child", &it.identifiable),
        OversightEvent::ChallengeRaised(it) => Said::of("Challenge raised")
            .say(&it.account)
            .with_some("Of", it.of.map(|id| names.entry(id)))
            .code("Ground", &it.ground)
            .with_some("Put to", it.to.value().map(|to| names.recipient(to)))
            .with_some("Answer due", it.due)
            .with_recorded("How the child is safe meanwhile", &it.child_safe),
        OversightEvent::ChallengeAnswered(it) => Said::of("Challenge answered")
            .say(&it.account)
            .with("Challenge", names.antecedent(it.challenge)),
        OversightEvent::ChallengeEscalated(it) => Said::of("Challenge escalated")
            .with("Stage", it.stage)
            .with_some("Put to", it.to.value().map(|to| names.recipient(to)))
            .with("Challenge", names.antecedent(it.challenge)),
        OversightEvent::ChallengeResolved(it) => Said::of("Challenge resolved")
            .say(&it.account)
            .with("Challenge", names.antecedent(it.challenge)),
        OversightEvent::CaseAudited(it) => {
            Said::of("Case audited").say(&it.account).with_recorded("Actions", &it.actions)
        }
    }
}
