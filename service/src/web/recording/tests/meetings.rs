//! Strategy discussions, thresholds, offers, conferences and plans, each filled in, with what the command line
//! would be given.

use serde_json::{Value, json};

use super::each::Case;
use super::*;

pub(super) fn discussion() -> Vec<Case> {
    let (police, officer, worker) =
        (id(POLICE).to_string(), id(OFFICER).to_string(), id(WORKER).to_string());
    let seen = entry(SEEN).to_string();
    let attendee = json!({ "practitioner": { "practitioner": officer, "agency": police } });
    let care = format!("invitation-{}", id(CARE));
    let care: &'static str = Box::leak(care.into_boxed_str());
    vec![
        Case::of(
            "convene-strategy-discussion",
            &[
                ("trigger", "a bruise"),
                ("planned-date", "22/1/2026"),
                ("practitioners", &officer),
                ("agencies", &police),
            ],
            (
                "ConveneStrategyDiscussion",
                json!({
                    "trigger": { "recorded": "a bruise" }, "planned": { "day": "2026-01-22" },
                    "invited": [attendee, { "agency": police }],
                }),
            ),
        ),
        Case::of(
            "hold-strategy-discussion",
            &[
                ("convened", &entry(CONVENED).to_string()),
                ("account", "what to do"),
                ("format", "call"),
                ("chair", &worker),
                ("practitioners", &officer),
                ("family", &id(PARENT).to_string()),
                ("attended", &id(THEO).to_string()),
                ("others", "a neighbour\n\nan uncle"),
                ("table", &seen),
                (care, "no_reply"),
                ("proceeded_without_quorum", "it was urgent"),
            ],
            (
                "HoldStrategyDiscussion",
                json!({
                    "convened": { "named": entry(CONVENED) },
                    "meeting": {
                        "format": { "recorded": "call" },
                        "chair": { "recorded": { "practitioner": { "practitioner": worker, "agency": id(CARE) } } },
                        "invited": [{ "who": { "agency": id(CARE) }, "answer": { "recorded": "no_reply" } }],
                        "attendance": [
                            { "who": attendee }, { "who": { "person": id(PARENT) } },
                            { "who": { "child": id(THEO) } }, { "who": { "described": "a neighbour" } },
                            { "who": { "described": "an uncle" } },
                        ],
                        "table": [{ "item": seen }],
                    },
                    "account": { "recorded": "what to do" }, "proceeded_without_quorum": "it was urgent",
                }),
            ),
        ),
    ]
}

pub(super) fn threshold() -> Vec<Case> {
    let (police, officer) = (id(POLICE).to_string(), id(OFFICER).to_string());
    let (seen, discussed) = (entry(SEEN).to_string(), entry(DISCUSSED).to_string());
    let attendee = json!({ "practitioner": { "practitioner": officer, "agency": police } });
    vec![Case::of(
        "decide-threshold",
        &[
            ("discussion", &discussed),
            ("decision", "further_discussion"),
            ("decision-on", "1/3/2026"),
            ("as_written", "to meet again"),
            ("relied_on", &seen),
            ("statement", "a call"),
            ("considered", &discussed),
            ("rationale", "more is to be known"),
            ("contributed", &officer),
            ("dissent", "practitioner"),
            ("dissent-practitioner", &officer),
            ("dissent-practitioner_reason", "now"),
        ],
        (
            "DecideThreshold",
            json!({
                "discussion": { "named": discussed },
                "decision": { "recorded": { "further_discussion": "2026-03-01" } },
                "as_written": { "recorded": "to meet again" },
                "grounds": {
                    "relied_on": [{ "entry": seen }, { "statement": "a call" }], "considered": [discussed],
                    "rationale": { "recorded": "more is to be known" },
                },
                "contributed": [attendee],
                "dissent": [{ "who": attendee, "reason": { "recorded": "now" } }],
            }),
        ),
    )]
}

pub(super) fn fgdm() -> Vec<Case> {
    let (parent, offer) = (id(PARENT).to_string(), entry(OFFERED).to_string());
    let answered = |fields: &[(&'static str, &str)], command: &'static str, more: Value| {
        let mut all = vec![("offer", offer.as_str()), ("by", parent.as_str())];
        all.extend(fields);
        let mut payload = json!({ "offer": { "named": offer }, "by": parent });
        for (name, value) in more.as_object().unwrap() {
            payload[name] = value.clone();
        }
        Case::of("answer-fgdm", &all, (command, payload))
    };
    let words = json!({ "account": { "recorded": "I will" } });
    vec![
        Case::of(
            "offer-fgdm",
            &[
                ("to", &parent),
                ("capacity", "parent"),
                ("statutory", "voluntary"),
                ("stage", "CP"),
                ("in_letter", "not_in_letter"),
                ("how", "in English"),
                ("account", "at home"),
            ],
            (
                "OfferFgdm",
                json!({
                    "to": parent, "capacity": { "recorded": "parent" }, "statutory": { "recorded": "voluntary" },
                    "stage": { "recorded": "CP" }, "in_letter": { "recorded": "not_in_letter" },
                    "how": { "recorded": "in English" }, "account": { "recorded": "at home" },
                }),
            ),
        ),
        answered(&[("answer", "accepted"), ("account", "I will")], "AcceptFgdm", words.clone()),
        answered(
            &[("answer", "declined"), ("answer-decline_reason", "TIMING")],
            "DeclineFgdm",
            json!({ "reason": { "recorded": "TIMING" } }),
        ),
        answered(
            &[
                ("answer", "deferred"),
                ("answer-until", "1/3/2026"),
                ("answer-defer_reason", "legal_advice"),
            ],
            "DeferFgdm",
            json!({ "until": "2026-03-01", "reason": { "recorded": "legal_advice" } }),
        ),
        answered(&[("answer", "withdrawn"), ("account", "I will")], "WithdrawFgdmAnswer", words),
        answered(&[("answer", "no_answer")], "RecordNoFgdmAnswer", json!({})),
    ]
}

pub(super) fn conference() -> Vec<Case> {
    let leaked = |name: &str, child: u128, end: &str| -> &'static str {
        Box::leak(format!("{name}-{}{end}", id(child)).into_boxed_str())
    };
    let plan = entry(PLANNED).to_string();
    vec![
        Case::of(
            "hold-conference",
            &[
                ("kind", "initial"), ("convened", &entry(CALLED).to_string()), ("account", "what was said"),
                (leaked("decision", MIA, ""), "plan"), (leaked("decision", MIA, "-category"), "NEG"),
                (leaked("participation", MIA, ""), "PN1"),
                (leaked("decision", THEO, ""), "plan_continues"),
                (leaked("decision", THEO, "-continued_category"), "EMO"),
                ("as_written", "a plan"), ("rationale", "harm is likely"), ("dissent", "nobody"),
            ],
            ("HoldConference", json!({
                "kind": "initial", "convened": { "named": entry(CALLED) },
                "account": { "recorded": "what was said" },
                "outcomes": [
                    { "child": id(MIA), "decision": { "plan": { "recorded": "NEG" } }, "participation": { "recorded": "PN1" } },
                    { "child": id(THEO), "decision": { "plan_continues": { "recorded": "EMO" } } },
                ],
                "as_written": { "recorded": "a plan" }, "rationale": { "recorded": "harm is likely" },
            })),
        )
        .with(json!({ "children": [id(MIA), id(THEO)] })),
        Case::of(
            "review-plan",
            &[("plan", &plan), ("account", "it works"), ("next_review", "1/6/2026")],
            ("ReviewPlan", json!({
                "plan": { "named": plan }, "account": { "recorded": "it works" }, "next_review": "2026-06-01",
            })),
        ),
    ]
}
