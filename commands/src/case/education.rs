//! Education: requests to educate at home, and school attendance.
//!
//! Every action of it is recorded as it is proposed.

use candour_domain::case::education::EducationEvent;

use crate::command::{Named, named};
use crate::decide::Verdict;

/// The commands of the chapter.
pub(crate) const COMMANDS: &[Named] = &[
    named("RequestHomeEducation", "HomeEducationRequested"),
    named("DecideHomeEducation", "HomeEducationDecided"),
    named("RequireAttendance", "AttendanceRequired"),
];

/// Decides on an action of the chapter that can be true.
pub(super) fn decide(event: &EducationEvent) -> Verdict {
    match event {
        EducationEvent::HomeEducationRequested(_)
        | EducationEvent::HomeEducationDecided(_)
        | EducationEvent::AttendanceRequired(_) => Verdict::Record,
    }
}
