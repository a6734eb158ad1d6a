//! Samples of the chapter `education`.

use candour_domain::case::education::{
    AttendanceRequired, ConsentCondition, EducationEvent, HomeEducationDecided,
    HomeEducationDecision, HomeEducationRequested,
};

use super::surroundings::{grounds, named, recorded, said};
use super::{CHILD, MOTHER};

pub(super) fn all() -> Vec<EducationEvent> {
    vec![
        EducationEvent::HomeEducationRequested(HomeEducationRequested {
            child: CHILD,
            by: recorded(MOTHER),
            condition: recorded(ConsentCondition::ChildProtection),
        }),
        EducationEvent::HomeEducationDecided(HomeEducationDecided {
            request: named("HomeEducationRequested"),
            decision: HomeEducationDecision::RefusedBestInterests,
            grounds: grounds(&["InformationSupplied"]),
        }),
        EducationEvent::AttendanceRequired(AttendanceRequired {
            child: CHILD,
            how: said("By agreement with the school"),
        }),
    ]
}
