//! Threshold: convening and holding a strategy discussion, and deciding the threshold.

use candour_domain::case::CaseEvent;
use candour_domain::case::threshold::{
    StrategyDiscussionConvened, StrategyDiscussionHeld, ThresholdDecided, ThresholdDecision,
    ThresholdEvent,
};
use candour_domain::landmark::Landmark;
use candour_domain::meeting::{Dissent, Grounds, Reliance};
use candour_web::form::{Answer, Form, Group, Listed, Question};

use super::Recordable;
use super::meeting::{self, CONTRIBUTED, DISSENT, INVITED, ON_THE_TABLE, WHO_WAS_THERE};
use super::shared::{CHILDREN, FURTHER, OCCURRED};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] = &[
    Recordable { form: &CONVENE, read: convened },
    Recordable { form: &HOLD, read: held },
    Recordable { form: &DECIDE, read: decided },
];

const CONVENE: Form = Form {
    name: "convene-strategy-discussion",
    title: "Convene a strategy discussion",
    lead: "Record that a strategy discussion was called: when, by what it was led to, and who was asked. That \
           it took place is recorded when it has.",
    groups: &[
        Group::of(
            "Whom it concerns, and when it was called",
            &[
                CHILDREN,
                Question::when("occurred", "When was it called?")
                    .required("Enter the date on which it was called"),
            ],
        ),
        Group::of(
            "The discussion",
            &[
                Question::words("trigger", "What led to it?"),
                Question::when("planned", "When is it to be held?"),
                Question::several(
                    "practitioners",
                    "Which practitioners were asked?",
                    Listed::Practitioners,
                ),
                Question::several(
                    "agencies",
                    "Which agencies were asked, without a name?",
                    Listed::Agencies,
                ),
            ],
        ),
        FURTHER,
    ],
};

const HOLD: Form = Form {
    name: "hold-strategy-discussion",
    title: "Record a strategy discussion",
    lead: "Record that a strategy discussion was held, who was there and what was put before it. What was \
           decided is recorded with the threshold decision.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The discussion",
            &[
                Question::listed(
                    "convened",
                    "By which entry was it called?",
                    Listed::Followed(&[Landmark::StrategyConvened]),
                ),
                Question::words("account", "What was discussed?"),
            ],
        ),
        WHO_WAS_THERE,
        INVITED,
        ON_THE_TABLE,
        Group::closed(
            "Went ahead without those whom guidance asks for",
            &[Question::words("proceeded_without_quorum", "Why did it go ahead?")
                .hint("Guidance asks at least for children's social care, police and health.")],
        ),
        FURTHER,
    ],
};

const DECISIONS: &[Answer] = &[
    Answer::of("section47_single", "Section 47 enquiry by the local authority alone"),
    Answer::of("section47_joint", "Section 47 enquiry jointly with police"),
    Answer::of("continue_section17", "No section 47 enquiry; continue under section 17"),
    Answer::of("no_further_action", "No further action"),
    Answer::of("immediate_protection", "Immediate protection"),
    Answer::of("further_discussion", "A further discussion on another day")
        .asking(&[Question::day("on", "On which day?")
            .required("Enter the day of the further discussion")]),
    Answer::of("not_recorded", "The decision is not recorded in these terms"),
];

const DECIDE: Form = Form {
    name: "decide-threshold",
    title: "Record a threshold decision",
    lead: "Record what the local authority decided on the threshold, and on what. The decision is the local \
           authority's; a multi-agency team advises. What is listed as relied on counts as known and \
           considered by whoever decides.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The decision",
            &[
                Question::listed(
                    "discussion",
                    "At or after which strategy discussion?",
                    Listed::Followed(&[Landmark::StrategyDiscussion]),
                )
                .required("Choose the strategy discussion"),
                Question::one_of("decision", "What was decided?", DECISIONS)
                    .required("Choose what was decided"),
                Question::words("as_written", "How is the decision worded in your own record?"),
            ],
        ),
        Group::of(
            "What it rests on",
            &[
                Question::several("relied_on", "Which entries were relied on?", Listed::Entries),
                Question::words("statement", "What else was relied on, that no entry says?"),
                Question::several(
                    "considered",
                    "Which other entries were considered?",
                    Listed::Entries,
                ),
                Question::words("rationale", "Why was it decided so?")
                    .required("Enter why it was decided so"),
            ],
        ),
        Group::of(
            "Who advised, contributed and disagreed",
            &[
                Question::listed("advised_by", "Which multi-agency team advised?", Listed::Teams),
                CONTRIBUTED,
                DISSENT,
            ],
        ),
        FURTHER,
    ],
};

#[expect(clippy::unnecessary_wraps, reason = "the forms are read alike, and others can be wrong")]
fn convened(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let trigger = read.text("trigger");
    let planned = read.when("planned");
    let invited = meeting::attendees(read);
    let convened = StrategyDiscussionConvened { trigger, planned, invited };
    Some(CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionConvened(convened)))
}

#[expect(clippy::unnecessary_wraps, reason = "the forms are read alike, and others can be wrong")]
fn held(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let convened = read.followed("convened");
    let meeting = meeting::meeting(read);
    let account = read.text("account");
    let proceeded_without_quorum = read.words("proceeded_without_quorum");
    let held = StrategyDiscussionHeld { convened, meeting, account, proceeded_without_quorum };
    Some(CaseEvent::Threshold(ThresholdEvent::StrategyDiscussionHeld(held)))
}

fn decided(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let discussion = read.followed("discussion");
    let decision = match read.one("decision") {
        "not_recorded" => None,
        "further_discussion" => read.day("decision-on").map(ThresholdDecision::FurtherDiscussion),
        _ => read.code("decision"),
    };
    let as_written = read.text("as_written");
    let entries = read.entries("relied_on").into_iter().map(Reliance::Entry);
    let statement = read.words("statement").into_iter().map(Reliance::Statement);
    let relied_on = entries.chain(statement).collect();
    let considered = read.entries("considered");
    let grounds = Grounds { considered, relied_on, rationale: read.text("rationale") };
    let advised_by = read.team("advised_by");
    let contributed = meeting::contributed(read);
    let dissent: Vec<Dissent> = meeting::dissent(read);
    let decided = ThresholdDecided {
        discussion: discussion?,
        decision: decision.into(),
        as_written,
        account: read.text("account"),
        grounds,
        advised_by,
        contributed,
        dissent,
    };
    Some(CaseEvent::Threshold(ThresholdEvent::ThresholdDecided(decided)))
}
