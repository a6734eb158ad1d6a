//! The chapter `education` in words.

use candour_domain::case::education::EducationEvent;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &EducationEvent, names: &Names<'_>) -> Said {
    match event {
        EducationEvent::HomeEducationRequested(it) => Said::of("Home education requested")
            .with("For", names.child(it.child))
            .with_some("By", it.by.value().map(|id| names.person(*id)))
            .code("Condition for consent", &it.condition),
        EducationEvent::HomeEducationDecided(it) => Said::of("Home education decided")
            .with("Decision", words(&it.decision))
            .with("Request", names.antecedent(it.request))
            .grounds(&it.grounds, names),
        EducationEvent::AttendanceRequired(it) => Said::of("School attendance required")
            .with("Of", names.child(it.child))
            .say_recorded(&it.how),
    }
}
