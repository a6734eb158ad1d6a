//! A ledger with an entry of each mark, all of them of one agency's record.

use candour_domain::entry::Entry;
use candour_ledger::{After, EventStore};
use serde_json::{Value, json};

use crate::web::recording::tests::{Application, CARE, CASE, MIA, WORKER, entry, id};

/// Agencies: a refuge whose record everything marked is, and others.
pub(super) const REFUGE: u128 = 110;
pub(super) const HOSPITAL: u128 = 111;
pub(super) const FORCE: u128 = 112;
pub(super) const COUNCIL: u128 = 113;
pub(super) const SCHOOL: u128 = 114;
/// Somebody of each, in the same order.
pub(super) const KEEPER: u128 = 210;
pub(super) const NURSE: u128 = 211;
pub(super) const OFFICER: u128 = 212;
pub(super) const SOCIAL_WORKER: u128 = 213;
pub(super) const TEACHER: u128 = 214;
/// Somebody who holds no post.
pub(super) const NOBODY: u128 = 203;
/// A child of whom an adoption is kept close, a protected source, and somebody whose joining is not shown.
pub(super) const ADOPTED: u128 = 310;
pub(super) const SOURCE: u128 = 410;
pub(super) const JOINED: u128 = 411;

/// The requests of marked entries, and the words in them.
pub(super) const PRIVILEGED: u128 = 20;
pub(super) const COURT: u128 = 21;
pub(super) const SENSITIVE: u128 = 22;
pub(super) const ADDRESS: u128 = 23;
pub(super) const ADOPTION: u128 = 24;
pub(super) const HEALTH: u128 = 25;
pub(super) const LIMITED: u128 = 26;
pub(super) const RESTRICTED: u128 = 27;
pub(super) const RAISED: u128 = 28;
pub(super) const THIRD: u128 = 29;
pub(super) const CORRECTED: u128 = 30;
pub(super) const RESTRICTION: u128 = 31;
pub(super) const DISPUTED: u128 = 32;
pub(super) const CORRECTION: u128 = 33;
pub(super) const JOINING: u128 = 34;

/// Words that a teacher is not shown anywhere.
pub(super) const WORDS: [&str; 17] = [
    "qzprivileged",
    "qzcourt",
    "qzsensitive",
    "qzaddress",
    "qzadoption",
    "qzhealth",
    "qzlimited",
    "qzrestricted",
    "qzraised",
    "qzoriginal",
    "qzcorrection",
    "qzwhy",
    "qzdisputed",
    "qzchild",
    "qzsource",
    "qznumber",
    "qzreason",
];

pub(super) fn of(kind: &str, number: u128) -> String {
    format!("{kind}-{}", id(number))
}

/// A request of the refuge about the case.
pub(super) fn marked(request: u128, (command, payload): (&str, Value), handling: &Value) -> Value {
    json!({
        "request": id(request), "stream": of("case", CASE), "author": id(KEEPER), "agency": id(REFUGE),
        "command": command, "payload": payload,
        "envelope": {
            "occurred": { "day": "2026-01-20" }, "by": { "agency": id(REFUGE) }, "children": [id(MIA)],
            "handling": handling,
        },
    })
}

pub(super) fn observed(request: u128, account: &str, handling: &Value) -> Value {
    marked(request, ("RecordObservation", json!({ "account": account })), handling)
}

pub(super) fn beside(stream: &str, command: &str, payload: Value, handling: &Value) -> Value {
    let mut line = marked(0, (command, payload), handling);
    line.as_object_mut().unwrap().remove("request");
    line["stream"] = json!(stream);
    line["envelope"]["children"] = json!([]);
    line
}

pub(super) fn people() -> Vec<Value> {
    let mut all = Vec::new();
    let agencies = [
        (REFUGE, "Refuge", "domestic_abuse_service", KEEPER),
        (HOSPITAL, "Hospital", "hospital", NURSE),
        (FORCE, "Force", "police", OFFICER),
        (COUNCIL, "Council", "childrens_social_care", SOCIAL_WORKER),
        (SCHOOL, "School", "school", TEACHER),
    ];
    for (agency, name, kind, who) in agencies {
        let registered = json!({ "name": name, "kind": { "recorded": kind } });
        let mut line = beside(&of("agency", agency), "RegisterAgency", registered, &json!([]));
        line["author"] = json!(id(WORKER));
        line["agency"] = json!(id(CARE));
        let office = line["agency"].clone();
        line["envelope"]["by"]["agency"] = office.clone();
        all.push(line);
        let taken = json!({ "agency": id(agency), "post": { "recorded": "Worker" } });
        for (command, payload) in [
            ("RegisterPractitioner", json!({ "name": format!("Of the {name}") })),
            ("TakePost", taken),
        ] {
            let mut line = beside(&of("practitioner", who), command, payload, &json!([]));
            line["author"] = json!(id(WORKER));
            line["agency"] = office.clone();
            line["envelope"]["by"]["agency"] = office.clone();
            all.push(line);
        }
    }
    all
}

pub(super) fn entries() -> Vec<Value> {
    let named = |name: &str| json!({ "name": { "recorded": name } });
    let mut limited = observed(LIMITED, "qzlimited", &json!([]));
    limited["envelope"]["audience"] = json!({ "only": [id(HOSPITAL)] });
    let concern = json!({
        "account": "qzraised", "raised_by": { "recorded": { "person": id(SOURCE) } },
    });
    let mut raised = marked(RAISED, ("RaiseConcern", concern), &json!(["source_identity"]));
    raised["envelope"]["source"] =
        json!({ "origin": { "recorded": { "told_by": { "person": id(SOURCE) } } } });
    let replaced = json!({
        "entry": entry(CORRECTED), "reason": "qzreason", "replacement": {
            "type": "ObservationRecorded", "version": 1, "payload": { "account": "qzcorrection" },
            "occurred": { "day": "2026-01-20" }, "children": [id(MIA)],
        },
    });
    let restriction =
        json!({ "entries": [entry(RESTRICTED)], "audience": "involved", "reason": "qzwhy" });
    let dispute = json!({
        "entry": entry(PRIVILEGED), "by": { "person": id(SOURCE) }, "statement": "qzdisputed",
    });
    let number = json!({ "kind": "other", "value": { "recorded": "qznumber" } });
    let until = json!([{ "police_sensitive_until": "2026-02-10" }]);
    vec![
        beside(&of("child", ADOPTED), "IdentifyChild", named("Qzchild"), &json!(["adoption"])),
        beside(
            &of("person", SOURCE),
            "IdentifyPerson",
            named("Qzsource"),
            &json!(["source_identity"]),
        ),
        beside(&of("person", JOINED), "IdentifyPerson", named("Joiner"), &json!([])),
        beside(&of("child", MIA), "AssignIdentifier", number, &json!(["court_restricted"])),
        marked(40, ("AddChildToCase", json!({ "child": id(ADOPTED) })), &json!([])),
        observed(PRIVILEGED, "qzprivileged", &json!(["privileged"])),
        observed(COURT, "qzcourt", &json!(["court_restricted"])),
        observed(SENSITIVE, "qzsensitive", &until),
        observed(ADDRESS, "qzaddress", &json!(["refuge_or_address"])),
        observed(ADOPTION, "qzadoption", &json!(["adoption"])),
        observed(HEALTH, "qzhealth", &json!(["adult_health"])),
        limited,
        observed(RESTRICTED, "qzrestricted", &json!([])),
        raised,
        observed(THIRD, "third party seen", &json!(["third_party"])),
        observed(CORRECTED, "qzoriginal", &json!([])),
        marked(RESTRICTION, ("RestrictEntries", restriction), &json!([])),
        marked(DISPUTED, ("DisputeEntry", dispute), &json!([])),
        marked(CORRECTION, ("CorrectEntry", replaced), &json!(["privileged"])),
        marked(JOINING, ("AddPersonToCase", json!({ "person": id(JOINED) })), &until),
    ]
}

pub(super) async fn ledger() -> Application {
    let application = Application::new().await;
    for (number, line) in (100..).zip(people().into_iter().chain(entries())) {
        application.record(&line, number).await;
    }
    application
}

/// Every entry of the ledger, in its order.
pub(super) async fn all(application: &Application) -> Vec<Entry> {
    let page = application.served.desk().store().read_all(After::Start, 1_000).await.unwrap();
    page.iter().map(|record| candour_schemas::entry(record).unwrap()).collect()
}

/// The position of what a request was recorded as.
pub(super) async fn position(application: &Application, request: u128) -> u64 {
    let found = all(application).await;
    found.iter().find(|it| it.request.uuid() == id(request)).unwrap().position.0
}
