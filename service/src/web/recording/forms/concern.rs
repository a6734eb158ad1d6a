//! Concern: raising one.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ConcernRaised, FamilyTold};
use candour_domain::recorded::Recorded;
use candour_web::form::{Answer, Form, Group, Question};

use super::Recordable;
use super::shared::{CHILDREN, FURTHER, OCCURRED, ORIGIN, SPEAKERS, STATUS};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] = &[Recordable { form: &RAISE, read: raised }];

const RAISE: Form = Form {
    name: "raise-concern",
    title: "Raise a concern",
    lead: "Record a concern about a child as it was seen, heard or said. What you make of it, and what is \
           decided, are recorded apart. If a child is in danger now, call 999 first.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The concern",
            &[
                Question::words("account", "What was seen, heard or said?")
                    .hint("As near as you can to what was said. Keep facts apart from what you think of them.")
                    .required("Enter what was seen, heard or said"),
                Question::one_of(
                    "wording",
                    "Are these the words that were used?",
                    &[
                        Answer::of("verbatim", "Yes, word for word"),
                        Answer::of("summary", "No, a summary"),
                    ],
                ),
                Question::one_of(
                    "danger",
                    "Was the child in immediate danger at that moment?",
                    &[
                        Answer::of("immediate", "Yes"),
                        Answer::of("not_immediate", "No"),
                        Answer::of("not_known", "Whoever raised it could not say"),
                    ],
                ),
            ],
        ),
        Group::of(
            "Who raised it, and how it is known",
            &[
                Question::one_of("raised_by", "Who raised the concern?", SPEAKERS),
                ORIGIN,
                STATUS,
            ],
        ),
        Group::of(
            "The family",
            &[Question::one_of(
                "family_told",
                "Was the family told that it was raised?",
                &[
                    Answer::of("told", "They were told"),
                    Answer::of("not_told", "They were not told").asking(&[Question::words(
                        "why",
                        "Why were they not told?",
                    )
                    .required("Enter why the family was not told")]),
                ],
            )],
        ),
        FURTHER,
    ],
};

fn raised(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let raised_by = read.speaker("raised_by").into();
    let wording = read.code("wording").into();
    let danger = read.code("danger").into();
    let family_told = match read.one("family_told") {
        "told" => Some(FamilyTold::Told),
        "not_told" => read.words("family_told-why").map(FamilyTold::NotTold),
        _ => read.none_of_these("family_told"),
    };
    let family_told = Recorded::from(family_told);
    let account = read.words("account")?;
    let raised = ConcernRaised { raised_by, account, wording, danger, family_told };
    Some(CaseEvent::Concern(ConcernEvent::ConcernRaised(raised)))
}
