//! Information: observing, telling, deciding not to tell, and answering a request.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::{
    InformationDisclosed, InformationEvent, InformationRefused, InformationSupplied, ItemShared,
    NotSharedDecided, NotSharedGround, NothingKnownReplied, ObservationRecorded,
};
use candour_domain::landmark::Landmark;
use candour_domain::meeting::Extent;
use candour_domain::recorded::Recorded;
use candour_web::form::{Answer, Form, Group, Listed, Question};

use super::Recordable;
use super::shared::{CHANNELS, CHILDREN, FURTHER, OCCURRED, ORIGIN, RECIPIENTS, STATUS};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] = &[
    Recordable { form: &OBSERVE, read: observed },
    Recordable { form: &DISCLOSE, read: disclosed },
    Recordable { form: &WITHHOLD, read: not_shared },
    Recordable { form: &REPLY, read: replied },
];

const OBSERVE: Form = Form {
    name: "record-observation",
    title: "Record an observation",
    lead: "Record what was seen, heard or found, as a fact. What it may mean is analysis, and is recorded \
           apart.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The observation",
            &[
                Question::words("account", "What was seen, heard or found?")
                    .required("Enter what was seen, heard or found"),
                Question::words("response", "What was done then?"),
                ORIGIN,
                STATUS,
            ],
        ),
        FURTHER,
    ],
};

const EXTENT: Question = Question::one_of(
    "extent",
    "How much of them was told?",
    &[
        Answer::of("whole", "The whole"),
        Answer::of("part", "A part"),
        Answer::of("gist", "The gist"),
        Answer::of("existence", "That there is something, and no more"),
    ],
)
.hint("Where some were told in whole and others in part, record each with a form of its own.");

const DISCLOSE: Form = Form {
    name: "disclose-information",
    title: "Record that information was disclosed",
    lead: "Record that somebody told or sent information to another. That it was sent does not say that it \
           was received or read: those are recorded apart.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "What was told, and to whom",
            &[
                Question::one_of("to", "To whom was it told or sent?", RECIPIENTS)
                    .required("Choose to whom it was told or sent"),
                Question::several("items", "Which entries were told?", Listed::Entries),
                EXTENT,
                Question::words("said", "What was said?")
                    .hint("What was told beyond these entries, or in which words."),
                Question::one_of("channel", "How was it told or sent?", CHANNELS),
                Question::words("purpose", "What was it told for?"),
                Question::listed(
                    "request",
                    "Which request does it answer?",
                    Listed::Followed(&[Landmark::Request]),
                ),
                ORIGIN,
            ],
        ),
        FURTHER,
    ],
};

const GROUNDS: &[Answer] = &[
    Answer::of("not_thought_relevant", "It was not thought relevant"),
    Answer::of("would_not_help_function", "It would not help what the recipient does"),
    Answer::of(
        "more_detrimental",
        "Sharing would be more detrimental to the child than not sharing",
    )
    .hint("Section 16LA(3) of the Children Act 2004: a ground only once that section is in force."),
    Answer::of("legal_bar", "The law forbids it"),
    Answer::of("police_request", "Police ask that it be kept until a day")
        .asking(&[Question::day("until", "Until which day?")
            .required("Enter the day until which police ask it")]),
    Answer::of("risk_to_adult", "It would put an adult at risk"),
    Answer::of("agreement_refused", "Agreement was refused"),
    Answer::of("other", "Another ground, given as the reason"),
    Answer::of("not_recorded", "No ground is recorded"),
];

const WITHHOLD: Form = Form {
    name: "decide-not-to-share",
    title: "Record a decision not to share",
    lead: "Record that your agency decided not to share something with another, on which ground and why. \
           Nothing about the ground is weighed here.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The decision",
            &[
                Question::several("items", "Which entries are not shared?", Listed::Entries),
                Question::one_of("with", "With whom are they not shared?", RECIPIENTS)
                    .required("Choose with whom it is not shared"),
                Question::one_of("ground", "On which ground?", GROUNDS)
                    .required("Choose the ground"),
                Question::words("reason", "Why, in your own words?"),
                Question::day("review", "When is the decision to be looked at again?"),
            ],
        ),
        FURTHER,
    ],
};

const REPLY: Form = Form {
    name: "answer-request",
    title: "Record the reply to a request for information",
    lead: "Record what an agency replied. Where no reply came, record nothing: a request without a reply is \
           shown as \u{201c}no reply\u{201d}, and an agency that nobody asked as \u{201c}not asked\u{201d}. \
           Neither means that nothing is known.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The reply",
            &[
                Question::listed(
                    "request",
                    "Which request is replied to?",
                    Listed::Followed(&[Landmark::Request]),
                )
                .required("Choose the request"),
                Question::one_of(
                    "reply",
                    "What was the reply?",
                    &[
                        Answer::of("supplied", "It sent what it holds").asking(&[
                            Question::words("account", "What was sent?")
                                .required("Enter what was sent"),
                            Question::several("items", "Which entries were sent?", Listed::Entries),
                            Question::one_of("to", "To whom?", RECIPIENTS)
                                .required("Choose to whom it was sent"),
                        ]),
                        Answer::of("nothing_known", "It replied that nothing is known")
                            .hint("It looked, and found nothing.")
                            .asking(&[Question::words("searched", "What was searched?")]),
                        Answer::of("refused", "It declined to answer").asking(&[
                            Question::one_of("ground", "On which ground?", GROUNDS)
                                .required("Choose the ground"),
                            Question::words("reason", "Why, in its own words?"),
                        ]),
                    ],
                )
                .required("Choose what the reply was"),
                Question::one_of("channel", "How did it come?", CHANNELS)
                    .hint("Recorded where something was sent."),
                ORIGIN,
            ],
        ),
        FURTHER,
    ],
};

fn observed(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let response = read.text("response");
    let account = read.words("account")?;
    Some(event(InformationEvent::ObservationRecorded(ObservationRecorded { account, response })))
}

fn event(event: InformationEvent) -> CaseEvent {
    CaseEvent::Information(event)
}

fn items(read: &mut Reading<'_>, field: &str, extent: Recorded<Extent>) -> Vec<ItemShared> {
    let entries = read.entries(field).into_iter();
    entries.map(|item| ItemShared { item, extent }).collect()
}

fn disclosed(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let extent = read.code("extent").into();
    let items = items(read, "items", extent);
    let channel = read.code("channel").into();
    let (said, purpose) = (read.text("said"), read.text("purpose"));
    let request = read.followed("request");
    let to = read.recipient("to")?;
    let disclosed = InformationDisclosed { items, to, channel, said, purpose, request };
    Some(event(InformationEvent::InformationDisclosed(disclosed)))
}

fn ground(read: &mut Reading<'_>, field: &str) -> Option<NotSharedGround> {
    match read.one(field) {
        "police_request" => {
            read.day(&format!("{field}-until")).map(NotSharedGround::PoliceRequestUntil)
        }
        _ => read.code(field),
    }
}

fn not_shared(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let items = read.entries("items");
    let with = read.recipient("with");
    let ground = ground(read, "ground");
    let reason = read.text("reason");
    let review = read.day("review");
    let (with, ground) = (with?, ground?);
    let decided = NotSharedDecided { items, with, ground, reason, review };
    Some(event(InformationEvent::NotSharedDecided(decided)))
}

fn replied(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let request = read.followed("request");
    let channel = read.code("channel").into();
    let reply = match read.one("reply") {
        "supplied" => {
            let items = items(read, "reply-items", Recorded::NotRecorded);
            let to = read.recipient("reply-to");
            let account = read.words("reply-account")?;
            let (request, to) = (request?, to?);
            let supplied = InformationSupplied { request, to, account, items, channel };
            InformationEvent::InformationSupplied(supplied)
        }
        "nothing_known" => {
            let searched = read.text("reply-searched");
            let request = request?;
            InformationEvent::NothingKnownReplied(NothingKnownReplied { request, searched })
        }
        "refused" => {
            let ground = ground(read, "reply-ground")?;
            let reason = read.text("reply-reason");
            let request = request?;
            InformationEvent::InformationRefused(InformationRefused { request, ground, reason })
        }
        _ => return read.none_of_these("reply"),
    };
    Some(event(reply))
}
