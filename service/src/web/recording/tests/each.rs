//! Each form filled in, and the entry that it comes to beside what the command line would record.

use std::collections::BTreeSet;

use candour_commands::lines;
use serde_json::{Value, json};

use super::super::forms::CHAPTERS;
use super::meetings::{conference, discussion, fgdm, threshold};
use super::*;

/// A form that is filled in, and what the command line would be given.
pub(super) struct Case {
    form: &'static str,
    fields: Vec<(&'static str, String)>,
    envelope: Value,
    command: &'static str,
    payload: Value,
}

impl Case {
    pub(super) fn of(
        form: &'static str,
        fields: &[(&'static str, &str)],
        (command, payload): (&'static str, Value),
    ) -> Self {
        let mut all = vec![
            ("children", id(MIA).to_string()),
            ("occurred-date", "20/1/2026".to_owned()),
            ("occurred-time", "16:30".to_owned()),
        ];
        all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Self { form, fields: all, envelope: json!({}), command, payload }
    }

    /// With this beside what happened.
    pub(super) fn with(self, envelope: Value) -> Self {
        Self { envelope, ..self }
    }

    fn line(&self, request: Uuid) -> String {
        let mut envelope = json!({
            "occurred": { "minute": "2026-01-20T16:30" },
            "by": {
                "practitioner": { "recorded": id(WORKER) },
                "post": { "recorded": "Social worker" },
                "agency": id(CARE),
            },
            "children": [id(MIA)],
        });
        for (name, value) in self.envelope.as_object().unwrap() {
            envelope[name] = value.clone();
        }
        json!({
            "request": request, "stream": format!("case-{}", id(CASE)), "author": id(WORKER),
            "agency": id(CARE), "command": self.command, "envelope": envelope,
            "payload": self.payload,
        })
        .to_string()
    }
}

fn first_hand() -> Value {
    json!({ "origin": { "recorded": "first_hand" } })
}

fn concern() -> Vec<Case> {
    let least = Case::of(
        "raise-concern",
        &[
            ("account", "  He said \"no\".\r\nThen he left. "),
            ("origin", "first_hand"),
            ("status", "observed"),
        ],
        ("RaiseConcern", json!({ "account": "He said \"no\".\nThen he left." })),
    );
    let (parent, officer) = (id(PARENT).to_string(), id(OFFICER).to_string());
    let police = id(POLICE).to_string();
    let most = Case::of(
        "raise-concern",
        &[
            ("children", &id(THEO).to_string()),
            ("account", "a bruise"),
            ("wording", "verbatim"),
            ("danger", "not_known"),
            ("raised_by", "person"),
            ("raised_by-person", &parent),
            ("family_told", "not_told"),
            ("family_told-why", "it was not safe"),
            ("origin", "practitioner"),
            ("origin-practitioner", &officer),
            ("status", "alleged"),
            ("about", &parent),
            ("known-date", "21/1/2026"),
            ("known-how", "about"),
            ("evidence", "stated_later"),
            ("evidence-to", "a review"),
            ("evidence-when-date", "1/2/2026"),
            ("behalf", &officer),
            ("document", "F/12"),
            ("handling", "third_party"),
            ("handling", "police_sensitive"),
            ("handling-until", "1/4/2026"),
            ("audience", &police),
        ],
        (
            "RaiseConcern",
            json!({
                "account": "a bruise", "wording": { "recorded": "verbatim" },
                "danger": { "recorded": "not_known" },
                "raised_by": { "recorded": { "person": parent } },
                "family_told": { "recorded": { "not_told": "it was not safe" } },
            }),
        ),
    )
    .with(json!({
        "children": [id(MIA), id(THEO)],
        "known": { "about_day": { "day": "2026-01-21" } },
        "on_behalf_of": {
            "practitioner": { "recorded": officer }, "post": { "recorded": "Detective constable" },
            "agency": police,
        },
        "source": {
            "origin": { "recorded": { "told_by": { "practitioner": officer } } },
            "document": { "reference": "F/12" },
        },
        "evidence": { "recorded": { "stated_later": { "to": "a review", "when": { "day": "2026-02-01" } } } },
        "status": { "recorded": "alleged" },
        "about": [parent],
        "handling": ["third_party", { "police_sensitive_until": "2026-04-01" }],
        "audience": { "only": [police] },
    }));
    vec![least.with(json!({ "source": first_hand(), "status": { "recorded": "observed" } })), most]
}

fn information() -> Vec<Case> {
    let (police, officer) = (id(POLICE).to_string(), id(OFFICER).to_string());
    let seen = entry(SEEN).to_string();
    let asked = entry(ASKED).to_string();
    vec![
        Case::of(
            "record-observation",
            &[
                ("account", "a red coat"),
                ("response", "rang"),
                ("origin", "not_recorded"),
                ("status", "not_recorded"),
            ],
            (
                "RecordObservation",
                json!({ "account": "a red coat", "response": { "recorded": "rang" } }),
            ),
        ),
        with_source(Case::of(
            "disclose-information",
            &[
                ("to", "agency"),
                ("to-agency", &police),
                ("to-unit", "Front desk"),
                ("items", &seen),
                ("extent", "gist"),
                ("said", "by telephone"),
                ("channel", "telephone"),
                ("purpose", "to help"),
                ("request", &asked),
                ("origin", "first_hand"),
            ],
            (
                "DiscloseInformation",
                json!({
                    "items": [{ "item": seen, "extent": { "recorded": "gist" } }],
                    "to": { "unit": { "agency": police, "unit": "Front desk" } },
                    "channel": { "recorded": "telephone" }, "said": { "recorded": "by telephone" },
                    "purpose": { "recorded": "to help" }, "request": { "named": asked },
                }),
            ),
        )),
        Case::of(
            "decide-not-to-share",
            &[
                ("items", &seen),
                ("with", "practitioner"),
                ("with-practitioner", &officer),
                ("ground", "police_request"),
                ("ground-until", "1/3/2026"),
                ("reason", "asked to wait"),
                ("review", "1/3/2026"),
            ],
            (
                "DecideNotToShare",
                json!({
                    "items": [seen],
                    "with": { "practitioner": { "practitioner": officer, "agency": police } },
                    "ground": { "police_request_until": "2026-03-01" },
                    "reason": { "recorded": "asked to wait" }, "review": "2026-03-01",
                }),
            ),
        ),
    ]
}

fn with_source(it: Case) -> Case {
    it.with(json!({ "source": first_hand() }))
}

fn replies() -> Vec<Case> {
    let (seen, asked) = (entry(SEEN).to_string(), entry(ASKED).to_string());
    let replied = |fields: &[(&'static str, &str)], command: (&'static str, Value)| {
        let mut all = vec![("request", asked.as_str()), ("origin", "first_hand")];
        all.extend(fields);
        with_source(Case::of("answer-request", &all, command))
    };
    vec![
        replied(
            &[("reply", "nothing_known"), ("reply-searched", "the index")],
            (
                "ReplyNothingKnown",
                json!({ "request": { "named": asked }, "searched": { "recorded": "the index" } }),
            ),
        ),
        replied(
            &[
                ("reply", "refused"),
                ("reply-ground", "legal_bar"),
                ("reply-reason", "a court order"),
            ],
            (
                "RefuseInformation",
                json!({
                    "request": { "named": asked }, "ground": "legal_bar", "reason": { "recorded": "a court order" },
                }),
            ),
        ),
        replied(
            &[
                ("reply", "supplied"),
                ("reply-account", "two call-outs"),
                ("reply-items", &seen),
                ("reply-to", "child"),
                ("reply-to-child", &id(MIA).to_string()),
                ("channel", "email"),
            ],
            (
                "SupplyInformation",
                json!({
                    "request": { "named": asked }, "to": { "child": id(MIA) }, "account": "two call-outs",
                    "items": [{ "item": seen }], "channel": { "recorded": "email" },
                }),
            ),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_form_records_is_what_the_command_line_records() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    let cases =
        [concern(), information(), replies(), discussion(), threshold(), fgdm(), conference()]
            .into_iter()
            .flatten();
    let mut filled = BTreeSet::new();
    for (number, case) in (2_000..).zip(cases) {
        let draft = id(number);
        let mut fields = case.fields.clone();
        // A conference asks of each child, and whom it concerns follows.
        if case.form == "hold-conference" {
            fields.retain(|(name, _)| *name != "children");
        }
        fields.push(("draft", draft.to_string()));
        let sent = application.post(&form(case.form), &cookie, &fields).await;
        let check = format!("/drafts/{draft}/check");
        assert_eq!(
            (sent.status, &sent.to),
            (StatusCode::SEE_OTHER, &check),
            "{} {}",
            case.form,
            sent.page
        );
        let page = application.get(&check, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.page);
        let seen = page.page.split("name=\"seen\" value=\"").nth(1).unwrap();
        let fields = [("seen", seen.split('"').next().unwrap().to_owned())];
        let recorded = application.post(&format!("/drafts/{draft}/record"), &cookie, &fields).await;
        let to = format!("/cases/{}/recorded/{draft}", id(CASE));
        assert_eq!(
            (recorded.status, &recorded.to),
            (StatusCode::SEE_OTHER, &to),
            "{}",
            recorded.page
        );
        assert_eq!(application.get(&to, &cookie).await.status, StatusCode::OK);
        let entries = application.entries(draft).await;
        let expected = lines::read(&case.line(draft)).unwrap();
        let said = entries.iter().map(|it| (it.author, it.agency, &it.envelope, &it.event));
        let wanted = expected
            .actions
            .iter()
            .map(|it| (expected.author, expected.agency, &it.envelope, &it.proposed));
        assert_eq!(said.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{}", case.form);
        filled.insert(case.form);
    }
    let all: BTreeSet<&str> =
        CHAPTERS.iter().flat_map(|it| it.forms).map(|it| it.form.name).collect();
    assert_eq!(filled, all);
    assert_eq!(application.drafts(WORKER), 0);
}
