//! A case with an event of every type goes in through the command line and comes out as it went in.

use std::collections::BTreeMap;

use candour_commands::{Action, Request, lines};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{CaseOpened, OpeningEvent};
use candour_domain::case::plan::{PlanEvent, PlanStarted};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::{Audience, Envelope, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, LedgerId, PractitionerId, RequestId};
use candour_domain::identity::{ChildIdentified, IdentityEvent, PersonIdentified};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::party::Actor;
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_schemas::samples::{
    self, CASE, CHILD, DETECTIVE, GRANDMOTHER, MOTHER, OTHER_CASE, OTHER_CHILD, POLICE, SCHOOL,
    SOCIAL_CARE, SOCIAL_WORKER, TEAM,
};
use candour_schemas::{export, type_name};
use uuid::Uuid;

use crate::program::Ledger;

/// An envelope that says no more than it must.
fn envelope() -> Envelope {
    Envelope {
        occurred: When::Day("2026-01-02".parse().unwrap()),
        known: None,
        by: Actor {
            practitioner: Recorded::NotRecorded,
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: SOCIAL_CARE,
        },
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::NotRecorded,
        status: Recorded::NotRecorded,
        children: Vec::new(),
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}

fn request(id: RequestId, stream: StreamId, action: Action) -> Request {
    Request { id, author: SOCIAL_WORKER, agency: SOCIAL_CARE, stream, actions: vec![action] }
}

/// A request for something that the samples name and none of them makes.
fn beside(number: u128, stream: StreamId, proposed: Event) -> Request {
    let id = RequestId::new(Uuid::from_u128(0x00be_51de << 96 | number));
    request(id, stream, Action { envelope: envelope(), proposed })
}

fn sample(name: &str) -> Request {
    let proposed = samples::of(name).unwrap();
    let stream = samples::stream(&proposed);
    request(samples::request(name), stream, Action { envelope: envelope(), proposed })
}

fn agency(number: u128, id: AgencyId, name: &str) -> Request {
    let name = Label::parse(name).unwrap();
    let registered =
        AgencyRegistered { name, kind: Recorded::NotRecorded, category: Recorded::NotRecorded };
    let event = Event::Agency(AgencyEvent::AgencyRegistered(registered));
    beside(number, StreamId::Agency(id), event)
}

fn practitioner(number: u128, id: PractitionerId) -> Request {
    let registered = PractitionerRegistered { name: Text::new("Detective"), registration: None };
    let event = Event::Practitioner(PractitionerEvent::PractitionerRegistered(registered));
    beside(number, StreamId::Practitioner(id), event)
}

/// Those whom the samples name, and the case that a child comes from.
fn surroundings() -> Vec<Request> {
    let child = ChildIdentified {
        name: Recorded::Recorded(Text::new("Kit")),
        ..match samples::of("ChildIdentified") {
            Some(Event::Identity(IdentityEvent::ChildIdentified(it))) => it,
            other => panic!("a sample of a child, not {other:?}"),
        }
    };
    let person = match samples::of("PersonIdentified") {
        Some(Event::Identity(IdentityEvent::PersonIdentified(it))) => it,
        other => panic!("a sample of a person, not {other:?}"),
    };
    let grandmother = PersonIdentified { name: Recorded::Recorded(Text::new("Gran")), ..person };
    let opened = CaseOpened {
        reference: Recorded::NotRecorded,
        authority: Recorded::NotRecorded,
        reason: Recorded::NotRecorded,
    };
    vec![
        sample("AgencyRegistered"),
        sample("PractitionerRegistered"),
        agency(1, POLICE, "Police"),
        agency(2, SCHOOL, "School"),
        practitioner(3, DETECTIVE),
        sample("ChildIdentified"),
        sample("PersonIdentified"),
        beside(
            4,
            StreamId::Child(OTHER_CHILD),
            Event::Identity(IdentityEvent::ChildIdentified(child)),
        ),
        beside(
            5,
            StreamId::Person(GRANDMOTHER),
            Event::Identity(IdentityEvent::PersonIdentified(grandmother)),
        ),
        beside(
            6,
            StreamId::Case(OTHER_CASE),
            Event::Case(CaseEvent::Opening(OpeningEvent::CaseOpened(opened))),
        ),
        sample("TeamEstablished"),
    ]
}

/// What a child is said to bring from the other case.
fn carried() -> Vec<Request> {
    let Some(Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it)))) =
        samples::of("ChildJoinedCase")
    else {
        panic!("a sample of a child who joined a case");
    };
    let from_there = |name: &str| {
        let id = RequestId::new(Uuid::new_v5(&OTHER_CASE.uuid(), name.as_bytes()));
        let proposed = match samples::of(name) {
            Some(Event::Case(CaseEvent::Plan(PlanEvent::PlanStarted(it)))) => {
                let conference = Antecedent::NotInThisLedger;
                Event::Case(CaseEvent::Plan(PlanEvent::PlanStarted(PlanStarted {
                    conference,
                    ..it
                })))
            }
            other => panic!("a plan is carried over, not {other:?}"),
        };
        request(id, StreamId::Case(OTHER_CASE), Action { envelope: envelope(), proposed })
    };
    let all = samples::all();
    let names = all.iter().map(type_name);
    names
        .filter(|name| it.carried.contains(&samples::entry_elsewhere(name)))
        .map(from_there)
        .collect()
}

/// Whether it is what only the program records, since it says what has been signed and seen.
fn is_said_by_itself(event: &LedgerEvent) -> bool {
    match event {
        LedgerEvent::RulesAdopted(_) => false,
        LedgerEvent::LedgerOpened(_)
        | LedgerEvent::KeyIntroduced(_)
        | LedgerEvent::WitnessPolicyAdopted(_)
        | LedgerEvent::StreamHeads(_)
        | LedgerEvent::AnchorRecorded(_) => true,
    }
}

/// A request for a sample of every type, in the ledger that this is.
fn requests(ledger: LedgerId) -> Vec<Request> {
    let mut all = surroundings();
    all.extend(carried());
    for event in samples::all() {
        let stream = match (&event, samples::stream(&event)) {
            (Event::Ledger(event), _) if is_said_by_itself(event) => continue,
            (_, StreamId::Ledger(_)) => StreamId::Ledger(ledger),
            (_, stream) => stream,
        };
        let id = samples::request(type_name(&event));
        let named_before = all.iter().any(|it| it.id == id);
        if !named_before {
            let full = Envelope { causation: None, ..samples::envelope() };
            let action = Action { envelope: full, proposed: event };
            all.push(request(id, stream, action));
        }
    }
    all
}

/// The same as lines, of a ledger that has none of them yet.
pub(crate) fn lines_for(ledger: &Ledger) -> Vec<String> {
    let opened = export::from_json(ledger.answer(&["entries", "--quiet"]).lines().next().unwrap());
    let StreamId::Ledger(id) = opened.unwrap().stream else { panic!("the ledger's own stream") };
    requests(id).iter().map(|it| lines::write(it).unwrap()).collect()
}

#[test]
fn a_case_with_every_event_type_is_recorded_exported_and_read_back_equal() {
    let ledger = Ledger::new();
    let opened = export::from_json(ledger.answer(&["entries", "--quiet"]).lines().next().unwrap());
    let StreamId::Ledger(id) = opened.unwrap().stream else { panic!("the ledger's own stream") };
    let requests = requests(id);
    let written: Vec<String> = requests.iter().map(|it| lines::write(it).unwrap()).collect();
    let file = ledger.write("requests.jsonl", &written.join("\n"));
    let record = || ledger.run(&["record", "--quiet", file.to_str().unwrap()]);
    let ran = record();
    let refused: Vec<&str> =
        ran.out.lines().filter(|line| !line.contains(": recorded #")).collect();
    assert_eq!((ran.code, refused), (Some(0), Vec::new()));

    let exported = ledger.answer(&["entries", "--quiet", "--after", "3"]);
    let entries: Vec<Entry> =
        exported.lines().map(|line| export::from_json(line).unwrap()).collect();
    let got: Vec<(RequestId, StreamId, Envelope, Event)> =
        entries.into_iter().map(|it| (it.request, it.stream, it.envelope, it.event)).collect();
    let asked: Vec<(RequestId, StreamId, Envelope, Event)> = requests
        .into_iter()
        .flat_map(|it| {
            let (id, stream) = (it.id, it.stream);
            it.actions.into_iter().map(move |it| (id, stream, it.envelope, it.proposed))
        })
        .collect();
    assert_eq!(got, asked);

    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for (.., event) in &got {
        *types.entry(type_name(event)).or_default() += 1;
    }
    let missing: Vec<&str> = candour_schemas::types()
        .map(|it| it.name)
        .filter(|name| !types.contains_key(name))
        .collect();
    let of_its_own =
        ["LedgerOpened", "KeyIntroduced", "WitnessPolicyAdopted", "StreamHeads", "AnchorRecorded"];
    assert_eq!(missing, of_its_own);

    let again = record();
    assert_eq!(again.code, Some(0));
    let recorded: Vec<&str> =
        again.out.lines().filter(|line| !line.contains(": already so, by #")).collect();
    assert_eq!(recorded, Vec::<&str>::new());
    assert_eq!(ledger.answer(&["entries", "--quiet", "--after", "3"]), exported);
    assert_eq!(ledger.run(&["verify"]).code, Some(0));
    for (name, id) in [("child", CHILD.to_string()), ("person", MOTHER.to_string())] {
        assert_eq!(ledger.json(&[name, &id])["synthetic"], true);
    }
    let case = CASE.to_string();
    for command in ["case show", "chronology", "matrix --all", "duties", "trail", "late", "gaps"] {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.push(&case);
        assert_eq!(ledger.json(&arguments)["synthetic"], true, "{command}");
        assert_eq!(ledger.run(&arguments).code, Some(0), "{command}");
    }
    let team = format!("team-{TEAM}");
    assert_eq!(ledger.run(&["entries", "--stream", &team]).code, Some(0));
}

#[test]
fn what_the_ledger_says_of_itself_is_not_recorded_by_hand() {
    let ledger = Ledger::new();
    let opened = export::from_json(ledger.answer(&["entries", "--quiet"]).lines().next().unwrap());
    let StreamId::Ledger(id) = opened.unwrap().stream else { panic!("the ledger's own stream") };
    let own = ["KeyIntroduced", "WitnessPolicyAdopted", "StreamHeads", "AnchorRecorded"];
    let line = |name: &str| {
        let proposed = samples::of(name).unwrap();
        let action = Action { envelope: envelope(), proposed };
        lines::write(&request(samples::request(name), StreamId::Ledger(id), action)).unwrap()
    };
    let file = ledger.write("own.jsonl", &own.map(line).join("\n"));
    let ran = ledger.run(&["record", "--quiet", file.to_str().unwrap()]);
    let said = |(line, name): (usize, &str)| {
        format!(
            "line {}: refused: {name} is what the ledger says of itself: `candour seal`, `candour key` and \
             `candour witnesses` record it where it is so",
            line + 1
        )
    };
    let wanted: Vec<String> = own.into_iter().enumerate().map(said).collect();
    assert_eq!(
        (ran.code, ran.out.lines().collect::<Vec<_>>()),
        (Some(1), wanted.iter().map(String::as_str).collect())
    );
    assert_eq!(ledger.entries(), 3);
}
