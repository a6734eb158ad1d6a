//! A walk over every path that shows something of the ledger.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use super::world::{ADOPTED, JOINED, KEEPER, REFUGE, SOURCE, WORDS, all};
use crate::web::recording::tests::{Application, CASE, MIA, form, id};

/// Every form.
const FORMS: [&str; 12] = [
    "raise-concern",
    "record-observation",
    "disclose-information",
    "decide-not-to-share",
    "answer-request",
    "convene-strategy-discussion",
    "hold-strategy-discussion",
    "decide-threshold",
    "offer-fgdm",
    "answer-fgdm",
    "hold-conference",
    "review-plan",
];

/// Every path that shows something of the ledger, but for notices.
pub(super) async fn paths(application: &Application) -> Vec<String> {
    let case = format!("/cases/{}", id(CASE));
    let mut paths: Vec<String> = [
        "/cases",
        "/cases/ELM-1",
        "/dashboard",
        "/dashboard?all=yes",
        "/worklist",
        "/worklist?status=open",
        "/search",
        "/entries",
        "/drafts",
        "/entries?type=ObservationRecorded",
        "/entries?type=PersonJoinedCase",
    ]
    .map(ToOwned::to_owned)
    .into();
    let of_the_case = [
        "",
        "/chronology",
        "/chronology?steps=yes",
        "/chronology?text=qz",
        "/chronology?on-record=3/2/2026",
        "/knowledge",
        "/knowledge?all=yes",
        "/decisions",
        "/not-told",
        "/late",
        "/late?watershed=21/1/2026",
        "/duties",
        "/trail",
        "/record",
    ];
    paths.extend(of_the_case.map(|end| format!("{case}{end}")));
    paths.extend(FORMS.map(form));
    paths.extend(of_entries(application).await);
    for child in [MIA, ADOPTED] {
        paths.push(format!("/children/{}", id(child)));
        paths.push(format!("/entries?child={}", id(child)));
    }
    for person in [SOURCE, JOINED] {
        paths.push(format!("/people/{}", id(person)));
        paths.push(format!("/entries?person={}", id(person)));
    }
    paths.push(format!("/entries?agency={}", id(REFUGE)));
    paths.push(format!("/entries?practitioner={}", id(KEEPER)));
    paths.extend(WORDS.map(|word| format!("/search?words={}", &word[..5])));
    paths.push("/search?words=qz".to_owned());
    paths.push("/search?words=joiner".to_owned());
    let page =
        application.get("/dashboard?all=yes", &application.signed_in(KEEPER).await).await.page;
    for part in ["/dashboard/behind", "/dashboard/lines"] {
        let link = format!("href=\"{part}");
        let found = page.split(link.as_str()).skip(1);
        let found = found.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
        paths.extend(found.map(|rest| format!("{part}{rest}")));
    }
    paths.sort();
    paths.dedup();
    paths
}

/// The paths of every entry.
pub(super) async fn of_entries(application: &Application) -> Vec<String> {
    let case = format!("/cases/{}", id(CASE));
    let mut paths = Vec::new();
    for entry in all(application).await {
        let (position, of) = (entry.position.0, entry.id);
        paths.push(format!("/entries/{position}"));
        paths.push(format!("/entries/{position}/receipt"));
        paths.push(format!("/entries?stream={}", entry.stream));
        paths.push(format!("{case}/items/{of}"));
        paths.push(format!("{case}/items/%23{position}"));
        paths.push(format!("{case}/decisions/{of}"));
        paths.push(format!("{case}/recorded/{}", entry.request.uuid()));
    }
    paths
}

/// What somebody is answered on every path.
pub(super) async fn walked(
    application: &Application,
    who: u128,
) -> BTreeMap<String, (StatusCode, String)> {
    let cookie = application.signed_in(who).await;
    let mut answers = BTreeMap::new();
    for path in paths(application).await {
        let got = application.get(&path, &cookie).await;
        assert_ne!(got.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        answers.insert(path, (got.status, got.page));
    }
    answers
}

/// The answer to a search repeats what was typed.
pub(super) fn said(path: &str, page: &str) -> String {
    let page = page.to_lowercase();
    let typed = path.split_once("words=").or_else(|| path.split_once("text="));
    typed.map_or(page.clone(), |(_, words)| page.replace(&format!("value=\"{words}\""), ""))
}
