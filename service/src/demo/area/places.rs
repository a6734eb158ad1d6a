//! The agencies of the area and who works there: schools, practices, police, health, housing and the
//! rest, each with its own way of sharing and of recording. All invented.

use candour_commands::Request;
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::code::AgencyCategory;
use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, PractitionerId, RequestId};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PostTaken, PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::names;
use super::sitting::Sitting;

/// An agency of the area.
#[derive(Debug)]
pub(super) struct Agency {
    pub(super) id: AgencyId,
    pub(super) kind: AgencyKind,
    pub(super) name: Label,
    /// How it shares and records.
    pub(super) habits: Habits,
    /// Who works there on children's cases.
    pub(super) desks: Vec<Actor>,
}

/// How an agency shares and records. It says nothing of why, and is nobody's fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habits {
    /// It answers within days and records as things happen.
    Prompt,
    /// It answers late, and writes up later still.
    Late,
    /// It answers late or not at all, and records in batches.
    Seldom,
}

/// Somebody at work: which agency, which desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Desk {
    pub(super) agency: usize,
    pub(super) desk: usize,
}

/// All agencies of the area.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) agencies: Vec<Agency>,
}

/// A kind of agency: what it is called, how many there are of it for how many cases, and the posts.
struct Plan {
    kind: AgencyKind,
    called: &'static str,
    /// One for so many cases; 0 where there is one for the whole area.
    cases_each: u64,
    posts: &'static [&'static str],
    habits: &'static [Habits],
}

const fn one(kind: AgencyKind, called: &'static str, posts: &'static [&'static str]) -> Plan {
    Plan { kind, called, cases_each: 0, posts, habits: &[Habits::Prompt] }
}

const PLANS: &[Plan] = &[
    Plan {
        habits: &[Habits::Prompt],
        ..one(
            AgencyKind::Police,
            "Police",
            &["Police constable", "Public protection detective", "Constable, response"],
        )
    },
    Plan {
        cases_each: 16,
        habits: &[Habits::Prompt, Habits::Prompt, Habits::Late],
        ..one(
            AgencyKind::School,
            "Primary School",
            &["Designated safeguarding lead", "Head of year"],
        )
    },
    Plan {
        cases_each: 30,
        habits: &[Habits::Prompt, Habits::Late],
        ..one(AgencyKind::School, "Academy", &["Designated safeguarding lead", "Attendance lead"])
    },
    Plan {
        cases_each: 40,
        habits: &[Habits::Prompt, Habits::Late],
        ..one(AgencyKind::EarlyYears, "Nursery", &["Nursery manager", "Key person"])
    },
    Plan {
        cases_each: 30,
        habits: &[Habits::Late, Habits::Seldom, Habits::Prompt],
        ..one(AgencyKind::GeneralPractice, "Surgery", &["General practitioner", "Practice nurse"])
    },
    Plan {
        cases_each: 120,
        ..one(
            AgencyKind::HealthVisiting,
            "Health Visiting",
            &["Health visitor", "Health visitor", "Community nursery nurse"],
        )
    },
    Plan {
        cases_each: 150,
        habits: &[Habits::Late],
        ..one(AgencyKind::SchoolNursing, "School Nursing", &["School nurse", "School nurse"])
    },
    Plan {
        habits: &[Habits::Late],
        ..one(
            AgencyKind::Hospital,
            "General Hospital",
            &[
                "Named nurse for safeguarding",
                "Consultant paediatrician",
                "Emergency department sister",
            ],
        )
    },
    one(AgencyKind::Maternity, "Maternity Service", &["Safeguarding midwife", "Community midwife"]),
    Plan {
        habits: &[Habits::Seldom],
        ..one(
            AgencyKind::MentalHealth,
            "Child and Adolescent Mental Health Service",
            &["Mental health practitioner", "Consultant psychiatrist"],
        )
    },
    Plan {
        cases_each: 200,
        habits: &[Habits::Late],
        ..one(AgencyKind::Housing, "Housing", &["Housing officer", "Tenancy support worker"])
    },
    Plan {
        habits: &[Habits::Seldom],
        ..one(AgencyKind::AdultSocialCare, "Adult Social Care", &["Adult social worker"])
    },
    Plan {
        habits: &[Habits::Late],
        ..one(AgencyKind::Probation, "Probation", &["Probation practitioner"])
    },
    one(AgencyKind::YouthJustice, "Youth Justice Service", &["Youth justice practitioner"]),
    Plan {
        habits: &[Habits::Seldom],
        ..one(AgencyKind::SubstanceMisuse, "Recovery Service", &["Recovery worker"])
    },
    one(
        AgencyKind::DomesticAbuseService,
        "Domestic Abuse Service",
        &["Independent domestic violence adviser", "Outreach worker"],
    ),
    one(
        AgencyKind::EarlyHelp,
        "Family Help",
        &["Family help practitioner", "Family help practitioner", "Family help practitioner"],
    ),
    one(
        AgencyKind::Voluntary,
        "Family Group Conference Service",
        &["Family group co-ordinator", "Family group co-ordinator"],
    ),
    one(AgencyKind::LocalAuthorityEducation, "Education Service", &["Inclusion officer"]),
    one(AgencyKind::Other, "Dunnerwick Borough Children's Services", &["Duty social worker"]),
    one(AgencyKind::Court, "Family Court", &["Court officer"]),
    one(
        AgencyKind::SafeguardingPartnership,
        "Safeguarding Children Partnership",
        &["Partnership manager"],
    ),
    one(AgencyKind::IntegratedCareBoard, "Integrated Care Board", &["Designated nurse"]),
];

impl Places {
    /// Makes the agencies that an area of so many cases has.
    pub(super) fn of(cases: u64, chance: &mut Chance) -> Self {
        let mut agencies = Vec::new();
        for plan in PLANS {
            let many =
                if plan.cases_each == 0 { 1 } else { cases.div_ceil(plan.cases_each).max(2) };
            for number in 0..usize::try_from(many).unwrap_or(1) {
                let place = names::PLACES[number % names::PLACES.len()];
                let round = number / names::PLACES.len();
                let named = names::PLACES.iter().any(|it| plan.called.starts_with(it));
                let name = match round {
                    0 if named => plan.called.to_owned(),
                    0 => format!("{place} {}", plan.called),
                    _ => format!("{place} {} {}", plan.called, round + 1),
                };
                let Ok(name) = Label::parse(&name) else { continue };
                let habits = plan.habits[number % plan.habits.len()];
                let id = AgencyId::new(chance.id());
                let desks = plan.posts.iter().map(|post| actor(chance, id, post, None)).collect();
                agencies.push(Agency { id, kind: plan.kind, name, habits, desks });
            }
        }
        Self { agencies }
    }

    /// A desk of an agency of a kind; of several agencies, one by chance. Every kind that is asked
    /// for is in the area.
    pub(super) fn desk(&self, kind: AgencyKind, chance: &mut Chance) -> Desk {
        let of_kind: Vec<usize> =
            (0..self.agencies.len()).filter(|at| self.agencies[*at].kind == kind).collect();
        let agency = if of_kind.is_empty() { 0 } else { *chance.one(&of_kind) };
        let desk = chance.below(self.agencies[agency].desks.len());
        Desk { agency, desk }
    }

    pub(super) fn agency(&self, at: Desk) -> &Agency {
        &self.agencies[at.agency]
    }

    /// Who sits at a desk now.
    pub(super) fn actor(&self, at: Desk) -> &Actor {
        &self.agency(at).desks[at.desk]
    }

    /// Registers every agency and everybody who works there.
    pub(super) fn registered(
        &self,
        by: &Actor,
        at: DateTime<Utc>,
        chance: &mut Chance,
    ) -> Vec<Request> {
        let mut requests = Vec::new();
        for agency in &self.agencies {
            requests.extend(agency_registered(agency, by, at, chance));
            for desk in &agency.desks {
                requests.extend(practitioner_registered(desk, by, at, chance));
            }
        }
        requests
    }
}

/// Somebody new at an agency, in a post and perhaps a unit.
pub(super) fn actor(
    chance: &mut Chance,
    agency: AgencyId,
    post: &str,
    unit: Option<&Label>,
) -> Actor {
    Actor {
        practitioner: Recorded::Recorded(PractitionerId::new(chance.id())),
        post: Label::parse(post).map_or(Recorded::NotRecorded, Recorded::Recorded),
        unit: unit.cloned().into(),
        agency,
    }
}

fn agency_registered(
    agency: &Agency,
    by: &Actor,
    at: DateTime<Utc>,
    chance: &mut Chance,
) -> Option<Request> {
    let stream = StreamId::Agency(agency.id);
    let mut sitting = Sitting::new(request(chance), stream, by.clone(), at, Vec::new());
    let registered = AgencyRegistered {
        name: agency.name.clone(),
        kind: Recorded::Recorded(agency.kind),
        category: Recorded::Recorded(category(agency.kind)),
    };
    sitting.note(at, AgencyEvent::AgencyRegistered(registered));
    sitting.request()
}

/// Registers somebody, with the post that they take.
pub(super) fn practitioner_registered(
    who: &Actor,
    by: &Actor,
    at: DateTime<Utc>,
    chance: &mut Chance,
) -> Option<Request> {
    let stream = StreamId::Practitioner(*who.practitioner.value()?);
    let mut sitting = Sitting::new(request(chance), stream, by.clone(), at, Vec::new());
    let name = format!("{} {}", chance.one(names::INITIALS), chance.one(names::FAMILY));
    let registered = PractitionerRegistered { name: Text::new(name), registration: None };
    sitting.note(at, PractitionerEvent::PractitionerRegistered(registered));
    sitting.note(at, PractitionerEvent::PostTaken(taken(who)));
    sitting.request()
}

/// The post that somebody is in, taken.
pub(super) fn taken(who: &Actor) -> PostTaken {
    PostTaken { agency: who.agency, unit: who.unit.clone(), post: who.post.clone() }
}

/// The identifier of a new request.
pub(super) fn request(chance: &mut Chance) -> RequestId {
    RequestId::new(chance.id())
}

fn category(kind: AgencyKind) -> AgencyCategory {
    match kind {
        AgencyKind::School | AgencyKind::EarlyYears | AgencyKind::OtherEducation => {
            AgencyCategory::EducationOrChildcare
        }
        AgencyKind::EarlyHelp
        | AgencyKind::SubstanceMisuse
        | AgencyKind::DomesticAbuseService
        | AgencyKind::Voluntary => AgencyCategory::Contracted,
        AgencyKind::ChildrensSocialCare
        | AgencyKind::Police
        | AgencyKind::IntegratedCareBoard
        | AgencyKind::HealthVisiting
        | AgencyKind::SchoolNursing
        | AgencyKind::GeneralPractice
        | AgencyKind::Hospital
        | AgencyKind::Maternity
        | AgencyKind::MentalHealth
        | AgencyKind::OtherHealth
        | AgencyKind::LocalAuthorityEducation
        | AgencyKind::Housing
        | AgencyKind::AdultSocialCare
        | AgencyKind::Probation
        | AgencyKind::YouthJustice
        | AgencyKind::Court
        | AgencyKind::SafeguardingPartnership
        | AgencyKind::Other => AgencyCategory::SectionEleven,
    }
}
