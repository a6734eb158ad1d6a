//! The chapter `child` in words.

use candour_domain::case::child::{ChildEvent, Seen, Sight};
use candour_domain::recorded::Recorded;

use super::{Names, Said};
use crate::shape::words;

pub(super) fn said(event: &ChildEvent, names: &Names<'_>) -> Said {
    match event {
        ChildEvent::ChildSeen(it) => Said::of("Visit")
            .say(&it.account)
            .say(it.sights.iter().map(|one| sight(one, names)).collect::<Vec<_>>().join("; "))
            .code_if("Visit", &it.visit)
            .list("Also present", names.attendees(&it.present))
            .code_if("Interpreter", &it.interpreter),
        ChildEvent::ParentSeen(it) => Said::of("Parent or carer seen")
            .with("Who", names.person(it.parent))
            .say(&it.account)
            .code_if("Alone", &it.alone),
        ChildEvent::ChildVoiceRecorded(it) => Said::of("Child's words")
            .say(&it.words)
            .with("Who", names.child(it.child))
            .code_if("How", &it.how),
        ChildEvent::ViewsWeighed(it) => Said::of("Child's views weighed")
            .say(&it.account)
            .list("Views", names.entries(&it.voices)),
        ChildEvent::FedBackToChild(it) => Said::of("Child told what came of it")
            .with("Who", names.child(it.child))
            .say(&it.account),
        ChildEvent::AdvocateOffered(it) => Said::of("Advocate offered")
            .with("To", names.child(it.child))
            .code("Answer", &it.answer),
    }
}

/// How one child was seen, in words: "Theo seen, not alone, not undressed".
pub(crate) fn sight(sight: &Sight, names: &Names<'_>) -> String {
    let seen = match sight.seen {
        Seen::Seen => "seen",
        Seen::NotSeen => "not seen",
        Seen::Attempted => "not seen: attempted, nobody met",
    };
    let mut words_of = vec![format!("{} {seen}", names.child(sight.child))];
    words_of.extend(sight.alone.value().map(words));
    words_of.extend(sight.body.value().map(words));
    if let Recorded::Recorded(area) = &sight.area {
        words_of.push(format!("area seen: {area}"));
    }
    words_of.extend(sight.bedroom.value().map(|it| format!("bedroom {}", words(it))));
    words_of.join(", ")
}
