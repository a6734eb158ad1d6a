//! Family group decision making: offering a meeting, and the answer.

use candour_domain::case::CaseEvent;
use candour_domain::case::fgdm::{
    FgdmAccepted, FgdmAnswerWithdrawn, FgdmDeclined, FgdmDeferred, FgdmEvent, FgdmNoAnswer,
    FgdmOffered,
};
use candour_domain::landmark::Landmark;
use candour_web::form::{Answer, Form, Group, Listed, Question};

use super::Recordable;
use super::shared::{CHILDREN, FURTHER, OCCURRED};
use crate::web::recording::reading::Reading;

/// The forms of the chapter.
pub(super) const FORMS: &[Recordable] =
    &[Recordable { form: &OFFER, read: offered }, Recordable { form: &ANSWER, read: answered }];

const OFFER: Form = Form {
    name: "offer-fgdm",
    title: "Record an offer of family group decision making",
    lead: "Record an offer to a parent, with or without parental responsibility, or to another person who \
           has it. Others are invited as family network, which is recorded apart. Each person's offer is an \
           entry of its own.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The offer",
            &[
                Question::listed("to", "To whom was it offered?", Listed::People)
                    .required("Choose to whom it was offered"),
                Question::one_of(
                    "capacity",
                    "In which capacity?",
                    &[
                        Answer::of("parent", "A parent, with or without parental responsibility"),
                        Answer::of(
                            "parental_responsibility_holder",
                            "Another person with parental responsibility",
                        ),
                    ],
                ),
                Question::one_of(
                    "statutory",
                    "Was it offered under section 31ZA of the Children Act 1989?",
                    &[
                        Answer::of("statutory", "Yes, under section 31ZA"),
                        Answer::of("voluntary", "No, as practice outside it"),
                    ],
                )
                .hint("The section was not in force on 21 November 2026."),
                Question::one_of(
                    "stage",
                    "At which stage of the case?",
                    &[
                        Answer::of("EH", "Early help"),
                        Answer::of("CIN", "Child in need"),
                        Answer::of("CP", "Child protection"),
                        Answer::of("PP", "Pre-proceedings"),
                        Answer::of("CLA", "Child looked after"),
                    ],
                ),
                Question::one_of(
                    "in_letter",
                    "Did it stand in the letter before proceedings?",
                    &[
                        Answer::of("in_letter", "It stood in the letter"),
                        Answer::of("not_in_letter", "It was made otherwise"),
                    ],
                ),
                Question::words("how", "How was it put, and in which language?"),
                Question::words("account", "What was said?"),
            ],
        ),
        FURTHER,
    ],
};

const REASONS: &[Answer] = &[
    Answer::of("FAMILY_NOT_WANTED", "They do not want the family involved"),
    Answer::of("NO_NETWORK", "They have no network"),
    Answer::of("DISTRUST_OF_AUTHORITY", "They do not trust the local authority"),
    Answer::of("CONFLICT_OR_ABUSE", "Conflict or domestic abuse"),
    Answer::of("TIMING", "The time is not right for them"),
    Answer::of("CULTURE_OR_LANGUAGE", "Culture or language"),
    Answer::of("OTHER_PROCESS_PREFERRED", "They prefer another process"),
    Answer::of("DECLINED_TO_SAY", "They were asked, and declined to say"),
];

const ANSWERS: &[Answer] = &[
    Answer::of("accepted", "They accepted"),
    Answer::of("declined", "They declined")
        .hint("Whoever wants legal advice first has not declined.")
        .asking(&[Question::one_of("decline_reason", "Why did they decline?", REASONS)]),
    Answer::of("deferred", "They want to decide later").asking(&[
        Question::day("until", "Until when?"),
        Question::one_of(
            "defer_reason",
            "Why do they want to decide later?",
            &[
                Answer::of("legal_advice", "They want legal advice first"),
                Answer::of("more_time", "They want more time"),
                Answer::of("other_proceedings", "Other enquiries or proceedings go on"),
                Answer::of("other", "Another reason, given in their words"),
            ],
        ),
    ]),
    Answer::of("withdrawn", "They took an earlier answer back"),
    Answer::of("no_answer", "They were asked, and no answer came")
        .hint("Somebody to whom nothing was offered has not been asked: record nothing of them."),
];

const ANSWER: Form = Form {
    name: "answer-fgdm",
    title: "Record the answer to an offer of family group decision making",
    lead: "Record what somebody answered to an offer or an invitation, in their own words where you can. To \
           decline is nobody's failing.",
    groups: &[
        Group::of("Whom it concerns, and when", &[CHILDREN, OCCURRED]),
        Group::of(
            "The answer",
            &[
                Question::listed(
                    "offer",
                    "Which offer or invitation is answered?",
                    Listed::Followed(&[Landmark::Offer, Landmark::NetworkInvitation]),
                )
                .required("Choose the offer or invitation"),
                Question::listed("by", "Who answered?", Listed::People)
                    .hint("Where no answer came: from whom.")
                    .required("Choose who answered"),
                Question::one_of("answer", "What was the answer?", ANSWERS)
                    .required("Choose what the answer was"),
                Question::words("account", "In their words")
                    .hint("Not recorded where no answer came."),
            ],
        ),
        FURTHER,
    ],
};

fn offered(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let capacity = read.code("capacity").into();
    let statutory = read.code("statutory").into();
    let stage = read.code("stage").into();
    let in_letter = read.code("in_letter").into();
    let (how, account) = (read.text("how"), read.text("account"));
    let to = read.person("to")?;
    let offered = FgdmOffered { to, capacity, statutory, stage, in_letter, how, account };
    Some(CaseEvent::Fgdm(FgdmEvent::FgdmOffered(offered)))
}

fn answered(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let (offer, by) = (read.followed("offer"), read.person("by"));
    let account = read.text("account");
    let (offer, by) = (offer?, by?);
    let answer = match read.one("answer") {
        "accepted" => FgdmEvent::FgdmAccepted(FgdmAccepted { offer, by, account }),
        "declined" => {
            let reason = read.code("answer-decline_reason").into();
            FgdmEvent::FgdmDeclined(FgdmDeclined { offer, by, reason, account })
        }
        "deferred" => {
            let until = read.day("answer-until");
            let reason = read.code("answer-defer_reason").into();
            FgdmEvent::FgdmDeferred(FgdmDeferred { offer, by, until, reason, account })
        }
        "withdrawn" => FgdmEvent::FgdmAnswerWithdrawn(FgdmAnswerWithdrawn { offer, by, account }),
        "no_answer" => FgdmEvent::FgdmNoAnswer(FgdmNoAnswer { offer, by }),
        _ => return read.none_of_these("answer"),
    };
    Some(CaseEvent::Fgdm(answer))
}
