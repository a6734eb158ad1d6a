//! A meeting, as forms ask for it: who was there, who was asked and how they answered, what was put before
//! it, and who disagreed. Not asked, no reply and nothing known are three things: an agency is recorded as
//! asked only where somebody says so.

use candour_domain::identifier::AgencyId;
use candour_domain::meeting::{
    Attendance, Attendee, Dissent, Invitation, Meeting, PartsAttended, Tabled,
};
use candour_domain::recorded::Recorded;
use candour_web::form::{Answer, Group, Listed, Per, Question};

use crate::web::recording::reading::Reading;

/// Who was there.
pub(super) const WHO_WAS_THERE: Group = Group::of(
    "Who was there",
    &[
        Question::one_of(
            "format",
            "How was it held?",
            &[
                Answer::of("in_person", "Everybody in one room"),
                Answer::of("call", "By video or telephone together"),
                Answer::of("hybrid", "Some in the room and some by video"),
                Answer::of("series", "A series of conversations"),
            ],
        ),
        Question::listed("chair", "Who chaired it?", Listed::Practitioners),
        Question::several(
            "practitioners",
            "Which practitioners were there?",
            Listed::Practitioners,
        )
        .hint("The one who chaired it as well."),
        Question::several(
            "agencies",
            "Which agencies were there, without a name?",
            Listed::Agencies,
        ),
        Question::several(
            "family",
            "Which parents, relatives or other adults were there?",
            Listed::People,
        ),
        Question::several("attended", "Which children were there?", Listed::Children),
        Question::words("others", "Who else was there?").hint("One on each line."),
    ],
);

/// Who was asked, and how they answered.
pub(super) const INVITED: Group = Group::closed(
    "Who was asked to come, and how each agency answered",
    &[Question::one_of(
        "invitation",
        "How did it answer?",
        &[
            Answer::of("accepted", "It was asked, and said that somebody would come"),
            Answer::of("apologies", "It was asked, and sent apologies"),
            Answer::of("sent_report", "It was asked, and sent a report in place of coming"),
            Answer::of("no_reply", "It was asked, and no reply came"),
            Answer::of("asked", "It was asked; how it answered is not recorded"),
            Answer::of("not_asked", "It was not asked").hint("Nothing is recorded of it."),
        ],
    )],
)
.per(Per::Agency);

/// What was put before it.
pub(super) const ON_THE_TABLE: Group = Group::of(
    "What was put before it",
    &[Question::several("table", "Which entries were put before it?", Listed::Entries)
        .hint("Whoever was there counts as knowing these from then on.")],
);

/// Who contributed to a decision.
pub(super) const CONTRIBUTED: Question =
    Question::several("contributed", "Who contributed?", Listed::Practitioners);

/// Who disagreed.
pub(super) const DISSENT: Question = Question::one_of(
    "dissent",
    "Did anybody disagree?",
    &[
        Answer::of("nobody", "Nobody is recorded as disagreeing"),
        Answer::of("practitioner", "A practitioner disagreed").asking(&[
            Question::listed("practitioner", "Which practitioner?", Listed::Practitioners)
                .required("Choose who disagreed"),
            Question::words("practitioner_reason", "Why?"),
        ]),
        Answer::of("agency", "An agency disagreed").asking(&[
            Question::listed("agency", "Which agency?", Listed::Agencies)
                .required("Choose which agency disagreed"),
            Question::words("agency_reason", "Why?"),
        ]),
        Answer::of("person", "A parent, relative or other adult disagreed").asking(&[
            Question::listed("person", "Who?", Listed::People).required("Choose who disagreed"),
            Question::words("person_reason", "Why?"),
        ]),
    ],
);

/// Whoever is chosen among practitioners and agencies.
pub(super) fn attendees(read: &mut Reading<'_>) -> Vec<Attendee> {
    let practitioners = practitioners(read, "practitioners");
    let agencies = read.agencies("agencies").into_iter().map(Attendee::Agency);
    practitioners.into_iter().chain(agencies).collect()
}

fn practitioners(read: &mut Reading<'_>, field: &str) -> Vec<Attendee> {
    let all = read.practitioners(field).into_iter();
    all.map(|(practitioner, agency)| Attendee::Practitioner { practitioner, agency }).collect()
}

/// Who contributed.
pub(super) fn contributed(read: &mut Reading<'_>) -> Vec<Attendee> {
    practitioners(read, "contributed")
}

/// The meeting.
pub(super) fn meeting(read: &mut Reading<'_>) -> Meeting {
    let format = read.code("format").into();
    let chair = read.practitioner("chair").and_then(|actor| {
        let practitioner = *actor.practitioner.value()?;
        Some(Attendee::Practitioner { practitioner, agency: actor.agency })
    });
    let mut there = attendees(read);
    there.extend(read.people("family").into_iter().map(Attendee::Person));
    there.extend(read.children("attended").into_iter().map(Attendee::Child));
    let others = read.one("others").lines().map(str::trim).filter(|it| !it.is_empty());
    there.extend(others.map(|it| Attendee::Described(it.into())));
    let attendance = there.into_iter().map(|who| Attendance {
        who,
        post: Recorded::NotRecorded,
        capacity: Recorded::NotRecorded,
        from: None,
        until: None,
        parts: PartsAttended::All,
    });
    Meeting {
        format,
        chair: chair.into(),
        invited: invited(read),
        attendance: attendance.collect(),
        parts: Vec::new(),
        table: read.entries("table").into_iter().map(Tabled::item).collect(),
    }
}

fn invited(read: &mut Reading<'_>) -> Vec<Invitation> {
    let known = read.known;
    let mut invited = Vec::new();
    for agency in known.choices.agencies_near() {
        let field = format!("invitation-{}", agency.value);
        let Ok(id) = agency.value.parse().map(AgencyId::new) else { continue };
        let answer = match read.one(&field) {
            "" | "not_asked" => continue,
            "asked" => Recorded::NotRecorded,
            _ => read.code(&field).into(),
        };
        invited.push(Invitation { who: Attendee::Agency(id), answer });
    }
    invited
}

/// Who disagreed, with their reason.
pub(super) fn dissent(read: &mut Reading<'_>) -> Vec<Dissent> {
    let who = match read.one("dissent") {
        "nobody" => None,
        "practitioner" => read.practitioner("dissent-practitioner").and_then(|actor| {
            let practitioner = *actor.practitioner.value()?;
            Some(Attendee::Practitioner { practitioner, agency: actor.agency })
        }),
        "agency" => read.agency("dissent-agency").map(Attendee::Agency),
        "person" => read.person("dissent-person").map(Attendee::Person),
        _ => read.none_of_these("dissent"),
    };
    let reason = read.text(&format!("dissent-{}_reason", read.one("dissent")));
    who.map(|who| Dissent { who, reason }).into_iter().collect()
}
