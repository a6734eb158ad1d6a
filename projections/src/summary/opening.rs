//! The chapter `opening` in words.

use candour_domain::case::opening::OpeningEvent;

use super::{Names, Said};

pub(super) fn said(event: &OpeningEvent, names: &Names<'_>) -> Said {
    match event {
        OpeningEvent::CaseOpened(it) => Said::of("Case opened")
            .with_recorded("Reference", &it.reference)
            .with_some("Held by", it.authority.value().map(|id| names.agency(*id)))
            .say_recorded(&it.reason),
        OpeningEvent::ChildJoinedCase(it) => Said::of("Child joined the case")
            .say(names.child(it.child))
            .with_some("From case", it.from)
            .list("Carried", names.entries(&it.carried)),
        OpeningEvent::ChildLeftCase(it) => Said::of("Child left the case")
            .say(names.child(it.child))
            .with_some("For case", it.to)
            .say_recorded(&it.reason),
        OpeningEvent::PersonJoinedCase(it) => Said::of("Person became part of the case")
            .say(names.person(it.person))
            .say_recorded(&it.part),
        OpeningEvent::CaseTransferred(it) => Said::of("Case transferred")
            .with("To", names.agency(it.to))
            .code("Answer", &it.accepted)
            .say_recorded(&it.reason),
        OpeningEvent::CaseClosed(it) => {
            Said::of("Case closed").code("Reason", &it.reason).grounds(&it.grounds, names)
        }
        OpeningEvent::CaseReopened(it) => Said::of("Case opened again").say_recorded(&it.reason),
    }
}
