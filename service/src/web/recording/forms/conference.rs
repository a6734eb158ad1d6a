//! Conference: holding one.

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::{
    ConferenceDecision, ConferenceEvent, ConferenceHeld, ConferenceOutcome,
};
use candour_domain::identifier::ChildId;
use candour_domain::landmark::Landmark;
use candour_web::form::{Answer, Form, Group, Listed, Per, Question};

use super::Recordable;
use super::meeting::{self, DISSENT, INVITED, ON_THE_TABLE, WHO_WAS_THERE};
use super::shared::{FURTHER, OCCURRED};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] = &[Recordable { form: &HOLD, read: held }];

const CATEGORIES: &[Answer] = &[
    Answer::of("NEG", "Neglect"),
    Answer::of("PHY", "Physical abuse"),
    Answer::of("SAB", "Sexual abuse"),
    Answer::of("EMO", "Emotional abuse"),
    Answer::of("MUL", "Multiple: more than one category"),
];

const HOLD: Form = Form {
    name: "hold-conference",
    title: "Record a child protection conference",
    lead: "Record that a conference was held, who was there, and what was decided for each child. That a plan \
           starts, continues or ends is recorded here as decided; the plan has entries of its own.",
    groups: &[
        Group::of(
            "The conference",
            &[
                Question::one_of(
                    "kind",
                    "Which kind of conference was it?",
                    &[Answer::of("initial", "Initial"), Answer::of("review", "Review")],
                )
                .required("Choose whether it was an initial or a review conference"),
                OCCURRED,
                Question::listed(
                    "convened",
                    "By which entry was it called?",
                    Listed::Followed(&[Landmark::ConferenceConvened]),
                ),
                Question::words("account", "What was discussed?"),
            ],
        ),
        Group::of(
            "What was decided for each child",
            &[
                Question::one_of(
                    "decision",
                    "What was decided?",
                    &[
                        Answer::of("plan", "A child protection plan").asking(&[Question::one_of(
                            "category",
                            "Under which category?",
                            CATEGORIES,
                        )]),
                        Answer::of("plan_continues", "The plan continues").asking(&[
                            Question::one_of(
                                "continued_category",
                                "Under which category does it continue?",
                                CATEGORIES,
                            ),
                        ]),
                        Answer::of("plan_ends", "The plan ends"),
                        Answer::of("no_plan", "No child protection plan"),
                        Answer::of("not_of_this_child", "The conference was not about this child"),
                    ],
                )
                .required("Choose what was decided"),
                Question::one_of(
                    "participation",
                    "How did the child take part?",
                    &[
                        Answer::of("PN0", "The child was under 4"),
                        Answer::of("PN1", "Attended and spoke"),
                        Answer::of("PN2", "Attended, and an advocate spoke"),
                        Answer::of("PN3", "Attended, and conveyed views without speech"),
                        Answer::of("PN4", "Attended, and did not contribute"),
                        Answer::of("PN5", "Did not attend, and had briefed an advocate"),
                        Answer::of("PN6", "Did not attend, and conveyed views in another way"),
                        Answer::of("PN7", "Did not attend, and conveyed no views"),
                    ],
                ),
            ],
        )
        .per(Per::Child),
        Group::of(
            "The decision as a whole",
            &[
                Question::words("as_written", "How is the decision worded in your own record?"),
                Question::words("rationale", "Why was it decided so?")
                    .required("Enter why it was decided so"),
                DISSENT,
            ],
        ),
        WHO_WAS_THERE,
        INVITED,
        ON_THE_TABLE,
        FURTHER,
    ],
};

fn held(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let kind = read.code("kind");
    let convened = read.followed("convened");
    let meeting = meeting::meeting(read);
    let account = read.text("account");
    let outcomes = outcomes(read);
    read.concerned.extend(outcomes.iter().map(|it| it.child));
    let as_written = read.text("as_written");
    let rationale = read.text("rationale");
    let dissent = meeting::dissent(read);
    let kind = kind?;
    let held = ConferenceHeld {
        kind,
        convened,
        meeting,
        account,
        outcomes,
        as_written,
        rationale,
        dissent,
    };
    Some(CaseEvent::Conference(ConferenceEvent::ConferenceHeld(held)))
}

fn outcomes(read: &mut Reading<'_>) -> Vec<ConferenceOutcome> {
    let known = read.known;
    let mut outcomes = Vec::new();
    for child in &known.choices.children {
        let Ok(id) = child.value.parse().map(ChildId::new) else { continue };
        let field = format!("decision-{}", child.value);
        let category = |name: &str| format!("{field}-{name}");
        let decision = match read.one(&field) {
            "" | "not_of_this_child" => continue,
            "plan" => {
                let under = read.code(&category("category")).into();
                Some(ConferenceDecision::Plan(under))
            }
            "plan_continues" => {
                let under = read.code(&category("continued_category")).into();
                Some(ConferenceDecision::PlanContinues(under))
            }
            _ => read.code(&field),
        };
        let participation = read.code(&format!("participation-{}", child.value)).into();
        outcomes.extend(decision.map(|decision| ConferenceOutcome {
            child: id,
            decision,
            participation,
        }));
    }
    outcomes
}
