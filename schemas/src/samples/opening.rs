//! Samples of the chapter `opening`.

use candour_domain::case::opening::{
    Acceptance, CaseClosed, CaseOpened, CaseReopened, CaseTransferred, ChildJoinedCase,
    ChildLeftCase, OpeningEvent, PersonJoinedCase,
};
use candour_domain::code::ReasonForClosure;

use super::surroundings::{grounds, label, recorded, said};
use super::{CHILD, GRANDMOTHER, OTHER_CASE, OTHER_CHILD, SOCIAL_CARE, entry_elsewhere};

pub(super) fn all() -> Vec<OpeningEvent> {
    vec![
        OpeningEvent::CaseOpened(CaseOpened {
            reference: recorded(label("MER-2")),
            authority: recorded(SOCIAL_CARE),
            reason: said("A contact from the school about both children"),
        }),
        OpeningEvent::ChildJoinedCase(ChildJoinedCase {
            child: CHILD,
            from: Some(OTHER_CASE),
            carried: vec![entry_elsewhere("PlanStarted")],
        }),
        OpeningEvent::ChildLeftCase(ChildLeftCase {
            child: OTHER_CHILD,
            to: Some(OTHER_CASE),
            reason: said("Went to live with an aunt in another area"),
        }),
        OpeningEvent::PersonJoinedCase(PersonJoinedCase {
            person: GRANDMOTHER,
            part: recorded(label("Maternal grandmother")),
        }),
        OpeningEvent::CaseTransferred(CaseTransferred {
            to: SOCIAL_CARE,
            accepted: recorded(Acceptance::Awaited),
            reason: said("The family moved across the boundary"),
        }),
        OpeningEvent::CaseClosed(CaseClosed {
            reason: recorded(ReasonForClosure::AssessedReferredToEarlyHelp),
            grounds: grounds(&["CaseOpened"]),
        }),
        OpeningEvent::CaseReopened(CaseReopened {
            reason: said("A second contact within a month"),
        }),
    ]
}
