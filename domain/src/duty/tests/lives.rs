//! Random cases, some of it known to the month alone and some of it naming what comes later: the
//! lives of duties against assessing at each moment.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::case::{
    Case, DANA, HEALTH, MIA, OTHER_WORKER, POLICE, SOCIAL_CARE, THEO, WORKER, id, named, nowhere,
    recorded,
};
use crate::duty::{
    Answer, Duty, Facts, Family, Life, LocalRules, RuleBook, Subject, Terms, assess, lives,
};
use crate::effective::{OnRecord, effective};
use crate::identifier::{AgencyId, EntryId};
use crate::party::AgencyKind;
use crate::time::Certainty;

/// What happens, on which day, known how exactly, about whom, and which entry it names.
type Step = (usize, u32, u8, u8, Option<usize>);

fn step() -> impl Strategy<Value = Step> {
    let exactness = prop_oneof![6 => Just(0_u8), 4 => Just(1_u8), 1 => Just(2_u8)];
    (0..KINDS, 0_u32..150, exactness, 0_u8..4, proptest::option::of(0_usize..24))
}

const KINDS: usize = 47;

/// An event, by its chapter, name and payload.
type Written = (&'static str, &'static str, Value);

fn written(kind: usize, link: Value, which: u8) -> Written {
    match kind {
        0..=20 => work(kind, link, which),
        _ => statute(kind, link, which),
    }
}

fn child(which: u8) -> Value {
    id(if which.is_multiple_of(2) { MIA } else { THEO })
}

fn worker(which: u8) -> Value {
    id(if which.is_multiple_of(2) { WORKER } else { OTHER_WORKER })
}

fn meeting(which: u8) -> Value {
    let all = [SOCIAL_CARE, POLICE, HEALTH];
    let there = all.iter().take(usize::from(which));
    let there: Vec<_> = there.map(|agency| json!({"who": {"agency": id(*agency)}})).collect();
    json!({"attendance": there})
}

fn outcomes(which: u8) -> Value {
    let decision = match which {
        0 => json!({"plan": "not_recorded"}),
        1 => json!("plan_ends"),
        2 => json!({"plan_continues": "not_recorded"}),
        _ => json!("no_plan"),
    };
    json!([{"child": child(which), "decision": decision}])
}

fn listed(link: &Value) -> Value {
    link.get("named").map_or_else(|| json!([]), |entry| json!([entry]))
}

fn work(kind: usize, link: Value, which: u8) -> Written {
    let channel = ["telephone", "email", "in_person", "letter"][usize::from(which)];
    let outcome = ["SINGLE_ASSESSMENT", "NFA"][usize::from(which % 2)];
    let kind_of = ["initial", "review"][usize::from(which / 2)];
    match kind {
        0 | 1 => {
            let channel = recorded(channel);
            let body = json!({"account": "x", "channel": channel, "received": listed(&link)});
            ("Concern", "ContactReceived", body)
        }
        2 => ("Concern", "ConcernRaised", json!({"account": "x"})),
        3 => ("Concern", "ContactDecided", json!({"contact": link})),
        4 => {
            let body = json!({"contact": link, "outcome": recorded(outcome)});
            ("Concern", "ReferralDecided", body)
        }
        5 => ("Help", "AssessmentStarted", json!({"referral": link})),
        6 => ("Help", "AssessmentAuthorised", json!({"assessment": link})),
        7 => (
            "Information",
            "InformationRequested",
            json!({"of": {"agency": id(POLICE)}, "question": "x"}),
        ),
        8 => ("Information", "NothingKnownReplied", json!({"request": link})),
        9 => {
            let items: Vec<_> = listed(&link)
                .as_array()
                .into_iter()
                .flatten()
                .map(|it| json!({"item": it}))
                .collect();
            let body =
                json!({"to": {"agency": id(POLICE)}, "items": items, "channel": recorded(channel)});
            ("Information", "InformationDisclosed", body)
        }
        10 | 11 => (
            "Child",
            "ChildSeen",
            json!({"account": "x", "sights": [{"child": child(which), "seen": "seen"}]}),
        ),
        12 => ("Oversight", "SupervisionHeld", json!({"of": worker(which)})),
        13 => {
            let body = json!({"practitioner": worker(which), "agency": id(SOCIAL_CARE), "role": "social_worker"});
            ("Allocation", "PractitionerAllocated", body)
        }
        14 => {
            let body =
                json!({"allocation": link, "practitioner": worker(which), "role": "social_worker"});
            ("Allocation", "PractitionerStoodDown", body)
        }
        15 => ("Oversight", "ChallengeRaised", json!({"account": "x"})),
        16 => ("Oversight", "ChallengeAnswered", json!({"challenge": link, "account": "x"})),
        17 => ("Opening", "CaseClosed", json!({})),
        18 => ("Opening", "ChildLeftCase", json!({"child": child(which)})),
        19 => {
            ("Conference", "ConferenceConvened", json!({"kind": kind_of, "planned": "2026-03-10"}))
        }
        _ => ("Conference", "ReportProvided", json!({"conference": link})),
    }
}

fn statute(kind: usize, link: Value, which: u8) -> Written {
    let kind_of = ["initial", "review"][usize::from(which / 2)];
    let finality = [recorded("final"), recorded("interim"), json!("not_recorded")];
    match kind {
        21 | 22 => {
            let body = json!({"kind": kind_of, "convened": link, "meeting": meeting(which), "outcomes": outcomes(which)});
            ("Conference", "ConferenceHeld", body)
        }
        23 => {
            let what = ["decision_letter", "record"][usize::from(which % 2)];
            ("Conference", "OutcomeSent", json!({"conference": link, "what": what}))
        }
        24 => ("Plan", "PlanStarted", json!({"child": child(which), "conference": link})),
        25 => ("Plan", "CoreGroupHeld", json!({"plan": link})),
        26 => ("Plan", "PlanEnded", json!({"plan": link, "child": child(which)})),
        27 | 28 => ("Threshold", "StrategyDiscussionHeld", json!({"meeting": meeting(which)})),
        29 | 30 => {
            let body = json!({"discussion": link, "decision": recorded("section47_joint")});
            ("Threshold", "ThresholdDecided", body)
        }
        31 => ("Enquiry", "EnquiryStarted", json!({"follows": link})),
        32 => ("Enquiry", "ConferenceNotRequired", json!({"enquiry": link})),
        33 => {
            let body = json!({"enquiry": link, "judgement": recorded("not_substantiated")});
            ("Enquiry", "EnquiryConcluded", body)
        }
        34 => ("Incident", "SeriousIncidentIdentified", json!({"account": "x"})),
        35 => ("Incident", "SeriousIncidentNotified", json!({"incident": link})),
        36 => {
            let body = json!({"incident": link, "review_needed": recorded("needed")});
            ("Incident", "RapidReviewCompleted", body)
        }
        37 => ("Incident", "ReviewCommissioned", json!({"incident": link})),
        38 => ("Incident", "ReviewPublished", json!({"review": link, "how": "not_published"})),
        39 => ("Emergency", "PoliceProtectionTaken", json!({"child": child(which), "ground": "x"})),
        40 => {
            let body = json!({"child": child(which), "lasts_days": recorded(5)});
            ("Emergency", "EmergencyProtectionOrdered", body)
        }
        41 => {
            let body = json!({"order": link, "by_days": recorded(which)});
            ("Emergency", "EmergencyProtectionExtended", body)
        }
        42 => {
            ("Emergency", "EmergencyProtectionEnded", json!({"order": link, "child": child(which)}))
        }
        43 => ("Proceedings", "CourtApplicationIssued", json!({"part": recorded("part4")})),
        44 => {
            let body =
                json!({"application": link, "final_order": finality[usize::from(which) % 3]});
            ("Proceedings", "OrderMade", body)
        }
        45 => ("Fgdm", "FgdmOffered", json!({"to": id(DANA)})),
        _ => ("Fgdm", "FgdmAccepted", json!({"offer": link, "by": id(DANA)})),
    }
}

fn case(steps: &[Step]) -> Case {
    let mut case = Case::new();
    let start = super::case::day("2026-01-05");
    for (kind, on, exactness, which, link) in steps {
        let children: &[u128] = [&[MIA][..], &[THEO], &[MIA, THEO], &[]][usize::from(*which)];
        case.children = children.to_vec();
        let day = start + TimeDelta::days(i64::from(*on));
        let occurred = match exactness {
            0 => format!("{day}T{:02}:30", 9 + kind % 8),
            1 => day.to_string(),
            _ => day.format("%Y-%m").to_string(),
        };
        // What it names may come before it, or after it, or be nothing of the kind.
        let link = link.map_or_else(nowhere, |link| named((link % steps.len()) as u128 + 1));
        let (chapter, name, body) = written(*kind, link, *which);
        case.add(&occurred, chapter, name, body);
    }
    case
}

/// What of a duty depends on the moment: its due times, status and answer.
type Shown = (String, Option<EntryId>, Subject, String, Option<EntryId>);

fn shown_of(duty: &Duty) -> Shown {
    let times = format!("{:?} {:?} {:?}", duty.counted_from, duty.due, duty.status);
    (duty.rule.to_string(), duty.opening, duty.subject, times, duty.answered_by)
}

fn shown(terms: &Terms, at: DateTime<Utc>) -> Shown {
    let due = terms.due.map(|times| times.due);
    let times = format!("{:?} {due:?} {:?}", terms.counted_from, terms.status_at(at));
    let by = match (terms.settled, terms.answered_by(at)) {
        (Some(_), _) => terms.answer.map(|answer| answer.entry),
        (None, Some((Answer { outcome: None, .. }, Certainty::Yes)) | None) => None,
        (None, Some((answer, _))) => Some(answer.entry),
    };
    (terms.rule.to_string(), terms.opening, terms.subject, times, by)
}

/// Whether a duty had certainly opened by a moment. What a scene looks like before then is another.
fn opened(case: &Case, opening: EntryId, at: DateTime<Utc>) -> bool {
    let entry = case.entries.iter().find(|entry| entry.id == opening).unwrap();
    entry.envelope.occurred.interval().by(at) == Certainty::Yes
}

fn compared(steps: &[Step], adopted: bool) {
    let case = case(steps);
    let national = RuleBook::national().unwrap();
    let local = LocalRules::common_practice();
    let book = if adopted { RuleBook::new(local, national.calendar().clone()) } else { national };
    let kinds = [
        (SOCIAL_CARE, AgencyKind::ChildrensSocialCare),
        (POLICE, AgencyKind::Police),
        (HEALTH, AgencyKind::HealthVisiting),
    ];
    let of = |(agency, kind)| (AgencyId::new(uuid::Uuid::from_u128(agency)), kind);
    let kinds = kinds.into_iter().map(of).collect();
    let facts = Facts {
        case: effective(&case.entries, OnRecord::ALL),
        teams: Vec::new(),
        kinds: &kinds,
        responsible: Vec::new(),
    };
    let all: Vec<_> =
        Family::ALL.into_iter().flat_map(|family| lives(&facts, &book, family, None)).collect();
    let mut moments: Vec<DateTime<Utc>> = Vec::new();
    for entry in &case.entries {
        let interval = entry.envelope.occurred.interval();
        moments.extend([interval.earliest(), interval.latest()]);
        let between = interval.earliest() + (interval.latest() - interval.earliest()) / 2;
        moments.extend([between, interval.latest() + TimeDelta::days(9)]);
    }
    moments.push("2027-06-30T23:00:00Z".parse().unwrap());
    for at in moments.into_iter().flat_map(|at| [at, at + TimeDelta::microseconds(1)]) {
        let engaged = |opening: Option<EntryId>| opening.is_some_and(|it| opened(&case, it, at));
        let mut expected: Vec<_> = assess(&facts, &book, at)
            .iter()
            .filter(|duty| engaged(duty.opening))
            .map(shown_of)
            .collect();
        let holds = |after: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>| {
            after.is_none_or(|after| after < at) && until.is_none_or(|until| at <= until)
        };
        let mut found: Vec<_> = all
            .iter()
            .filter(|life| holds(life.after, life.until) && engaged(life.terms.opening))
            .map(|life| shown(&life.terms, at))
            .collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "at {at}");
    }
}

/// How long a life holds, and what answers it.
type Held = (Option<DateTime<Utc>>, Option<DateTime<Utc>>, String);

/// The lives of a case by the national rules.
fn held(case: &Case, family: Family) -> Vec<Held> {
    let book = RuleBook::national().unwrap();
    let kinds = std::collections::BTreeMap::new();
    let facts = Facts {
        case: effective(&case.entries, OnRecord::ALL),
        teams: Vec::new(),
        kinds: &kinds,
        responsible: Vec::new(),
    };
    let of = |life: Life| {
        let due = life.terms.due.map(|times| times.due.last_day().to_string());
        let answer =
            life.terms.answer.map(|answer| (answer.entry.uuid().as_u128(), answer.outcome));
        (life.after, life.until, format!("{} due {due:?}, {answer:?}", life.terms.rule))
    };
    lives(&facts, &book, family, None).into_iter().map(of).collect()
}

#[test]
fn an_answer_does_not_begin_another_life() {
    let mut case = Case::new();
    case.add("2026-01-20T15:05", "Concern", "ContactReceived", json!({"account": "x"}));
    case.add("2026-01-26", "Concern", "ContactDecided", json!({"contact": named(1)}));
    assert_eq!(
        held(&case, Family::FrontDoor),
        [(None, None, "C1 due Some(\"2026-01-21\"), Some((2, Some(MetLate)))".to_owned())]
    );
    let mut extended = Case::new();
    let body = json!({"child": id(MIA), "lasts_days": recorded(8)});
    extended.add("2026-03-02T15:00", "Emergency", "EmergencyProtectionOrdered", body);
    let body = json!({"order": named(1), "by_days": recorded(7)});
    extended.add("2026-03-09", "Emergency", "EmergencyProtectionExtended", body);
    let opened = Some("2026-03-02T15:00:00Z".parse().unwrap());
    let put_off = Some(super::case::at("2026-03-08"));
    assert_eq!(
        held(&extended, Family::Emergency),
        [
            (opened, put_off, "C11 due Some(\"2026-03-10\"), None".to_owned()),
            (put_off, None, "C11 due Some(\"2026-03-17\"), None".to_owned()),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_life_holds_what_assessing_finds_at_every_moment(
        steps in proptest::collection::vec(step(), 1..24),
        adopted in any::<bool>(),
    ) {
        compared(&steps, adopted);
    }
}
