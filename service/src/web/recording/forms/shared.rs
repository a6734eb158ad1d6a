//! What forms ask alike: when it happened, whom it concerns, how its author knows of it, how firm it is,
//! and what limits how it may be handled. The envelope of what is recorded is read from the answers.
//! An answer that nobody gave stands on the record as not recorded.

use candour_domain::envelope::{Audience, Document, Envelope, Evidence, Handling, Origin, Source};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_web::form::{Answer, Group, Listed, Question};

use super::super::reading::Reading;

/// Who says or raises something.
pub(in super::super) const SPEAKERS: &[Answer] = &[
    Answer::of("practitioner", "A practitioner").asking(&[WHICH_PRACTITIONER]),
    Answer::of("person", "A parent, relative or other adult of this case").asking(&[WHICH_ADULT]),
    Answer::of("child", "A child of this case").asking(&[WHICH_CHILD]),
    Answer::of("described", "Somebody else, who can be described").asking(&[DESCRIBED]),
    Answer::of("protected", "Somebody whose identity is protected").asking(&[PROTECTED]),
    Answer::of("anonymous", "Somebody who gave no name"),
];

/// To whom something was told or sent.
pub(in super::super) const RECIPIENTS: &[Answer] = &[
    Answer::of("agency", "An agency, or a unit of it").asking(&[
        Question::listed("agency", "Which agency?", Listed::Agencies).required("Choose the agency"),
        Question::line("unit", "Which unit of it?").hint("For example, Front door"),
    ]),
    Answer::of("practitioner", "A practitioner").asking(&[WHICH_PRACTITIONER]),
    Answer::of("team", "A multi-agency team").asking(&[Question::listed(
        "team",
        "Which team?",
        Listed::Teams,
    )
    .required("Choose the team")]),
    Answer::of("person", "A parent, relative or other adult of this case").asking(&[WHICH_ADULT]),
    Answer::of("child", "A child of this case").asking(&[WHICH_CHILD]),
];

const WHICH_PRACTITIONER: Question =
    Question::listed("practitioner", "Which practitioner?", Listed::Practitioners)
        .required("Choose the practitioner");
const WHICH_ADULT: Question =
    Question::listed("person", "Which adult?", Listed::People).required("Choose the adult");
const WHICH_CHILD: Question =
    Question::listed("child", "Which child?", Listed::Children).required("Choose the child");
const DESCRIBED: Question = Question::line("described", "Who are they?")
    .hint("For example, a neighbour")
    .required("Enter who they are");
const PROTECTED: Question = Question::line("protected", "How may they be described?")
    .hint("Say nothing that would give away who they are.")
    .required("Enter how they may be described");

/// How something was told or sent.
pub(in super::super) const CHANNELS: &[Answer] = &[
    Answer::of("in_person", "Face to face"),
    Answer::of("telephone", "By telephone"),
    Answer::of("video", "By video"),
    Answer::of("letter", "By letter"),
    Answer::of("email", "By email"),
    Answer::of("secure_portal", "Through a secure portal or form"),
    Answer::of("shared_record", "Through a record that both can read"),
    Answer::of("notification", "By an automatic notification"),
    Answer::of("meeting", "At a meeting"),
];

/// When it happened.
pub(in super::super) const OCCURRED: Question = Question::when("occurred", "When did it happen?")
    .hint("When it was so, not when you write it down. The ledger adds that by itself.")
    .required("Enter the date on which it happened");

/// Whom it concerns.
pub(in super::super) const CHILDREN: Question =
    Question::several("children", "Which children does it concern?", Listed::Children)
        .required("Choose the children whom it concerns");

/// How the author knows of it.
pub(in super::super) const ORIGIN: Question =
    Question::one_of("origin", "How do you know of it?", ORIGINS)
        .required("Choose how you know of it");

const ORIGINS: &[Answer] = &[
    Answer::of("first_hand", "I saw, heard or did it myself"),
    Answer::of("practitioner", "A practitioner told me").asking(&[WHICH_PRACTITIONER]),
    Answer::of("person", "A parent, relative or other adult of this case told me")
        .asking(&[WHICH_ADULT]),
    Answer::of("child", "A child of this case told me").asking(&[WHICH_CHILD]),
    Answer::of("described", "Somebody else told me").asking(&[DESCRIBED]),
    Answer::of("protected", "Somebody whose identity is protected told me").asking(&[PROTECTED]),
    Answer::of("anonymous", "Somebody who gave no name told me"),
    Answer::of("not_recorded", "It is not recorded how"),
];

/// How firm it is as a fact.
pub(in super::super) const STATUS: Question =
    Question::one_of("status", "How firm is it as a fact?", STATUSES)
        .hint("What was alleged reads \u{201c}was told that\u{201d}, wherever it is shown.")
        .required("Choose how firm it is");

const STATUSES: &[Answer] = &[
    Answer::of("observed", "It was seen or heard by whoever records it"),
    Answer::of("reported", "It was reported"),
    Answer::of("alleged", "It is alleged"),
    Answer::of("confirmed", "It is confirmed"),
    Answer::of("not_supported", "It was looked into and not supported"),
    Answer::of("retracted", "It was taken back by whoever said it"),
    Answer::of("not_recorded", "It is not recorded how firm it is"),
];

/// What can be said beside all of it.
pub(in super::super) const FURTHER: Group = Group::closed(
    "Further details: adults, documents, who may read it",
    &[
        Question::several("about", "Which adults does it concern?", Listed::People),
        Question::when("known", "When did your agency first know of it?")
            .hint("Where that is not when it happened. For example, it was found in a paper note."),
        Question::one_of(
            "evidence",
            "Is it written down at the time?",
            &[
                Answer::of("at_the_time", "It is written down at the time"),
                Answer::of("stated_later", "It was stated later, for example to a review").asking(
                    &[
                        Question::line("to", "To whom was it stated?")
                            .required("Enter to whom it was stated"),
                        Question::when("when", "When was it stated?")
                            .required("Enter when it was stated"),
                    ],
                ),
            ],
        ),
        Question::listed("behalf", "Whom do you record it for?", Listed::Practitioners)
            .hint("Where you only type what another practitioner did, saw or decided."),
        Question::line("document", "In which document does it stand?")
            .hint("The reference under which your agency keeps it. Never a person's name."),
        Question::any_of(
            "handling",
            "What limits how it may be handled?",
            &[
                Answer::of("third_party", "It is about a third party"),
                Answer::of("source_identity", "It would give away who a protected source is"),
                Answer::of("police_sensitive", "Police ask that it be kept close")
                    .asking(&[Question::day("until", "Until which day?")
                        .required("Enter the day until which police ask it")]),
                Answer::of(
                    "refuge_or_address",
                    "It would give away a refuge or a protected address",
                ),
                Answer::of("adoption", "It concerns an adoption"),
                Answer::of("privileged", "It is legally privileged"),
                Answer::of("court_restricted", "A court restricts it"),
                Answer::of("adult_health", "It is about an adult's health"),
            ],
        )
        .hint("It is set now: it cannot be set afterwards."),
        Question::several("audience", "Which agencies alone may read it?", Listed::Agencies)
            .hint("Leave all empty where every agency that may read the case may read it."),
    ],
);

/// The envelope of what is recorded, by somebody acting in a post; none where it is not known when.
pub(in super::super) fn envelope(read: &mut Reading<'_>, by: Actor) -> Option<Envelope> {
    let occurred = read.when("occurred");
    let known = read.when("known");
    let source = source(read);
    let evidence = evidence(read);
    let status = match read.one("status") {
        "not_recorded" => None,
        _ => read.code("status"),
    };
    let mut children = read.children("children");
    children.append(&mut read.concerned);
    let about = read.people("about");
    let on_behalf_of = read.practitioner("behalf");
    let handling = handling(read);
    let audience = match read.agencies("audience") {
        none if none.is_empty() => Audience::Involved,
        alone => Audience::Only(alone),
    };
    Some(Envelope {
        occurred: occurred?,
        known,
        by,
        on_behalf_of,
        source,
        evidence: evidence.into(),
        status: Recorded::from(status),
        children,
        about,
        handling,
        audience,
        basis: None,
        causation: None,
        correlation: None,
    })
}

fn source(read: &mut Reading<'_>) -> Source {
    let origin = match read.one("origin") {
        "first_hand" => Some(Origin::FirstHand),
        "not_recorded" => None,
        _ => read.speaker("origin").map(Origin::ToldBy),
    };
    let document = read.label("document");
    let document = document.map(|reference| Document { reference, page: None, digest: None });
    Source { origin: origin.into(), document, import: None }
}

fn evidence(read: &mut Reading<'_>) -> Option<Evidence> {
    match read.one("evidence") {
        "at_the_time" => Some(Evidence::AtTheTime),
        "stated_later" => {
            let when = read.when("evidence-when");
            let to = read.words("evidence-to");
            Some(Evidence::StatedLater { to: to?, when: when? })
        }
        _ => read.none_of_these("evidence"),
    }
}

fn handling(read: &mut Reading<'_>) -> Vec<Handling> {
    let chosen = read.answers.all("handling");
    let mut all = Vec::new();
    for value in chosen {
        let mark = match value.as_str() {
            "police_sensitive" => read.day("handling-until").map(Handling::PoliceSensitiveUntil),
            value => candour_domain::code::from_code(value),
        };
        let unknown = mark.is_none() && value != "police_sensitive";
        if unknown {
            read.wrong("handling", "Choose from the answers");
        }
        all.extend(mark);
    }
    all
}
