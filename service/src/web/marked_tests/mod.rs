//! Tests of what is shown to whom: a ledger with an entry of each mark, walked as one who is shown all of it and as
//! others who are not. Every text and name in what is marked is a word that stands nowhere else.

mod walk;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, ShownPage};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, PractitionerId};
use candour_projections::casebook::read_stream_entries;
use candour_projections::dashboard::{Lines, Period, section};
use candour_projections::marks::treatment::Side;
use candour_projections::running::AskedOn;
use http_body_util::BodyExt;
use serde_json::json;
use tower::ServiceExt;

use self::walk::{said, walked};
use self::world::*;
use crate::access;
use crate::server::accesses::enter_waiting;

/// A detective of the ledger before anything in it was marked.
const DETECTIVE: u128 = 202;
use super::recording::tests::{Application, CARE, CASE, POLICE, WORKER, entry, form, get, id};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_from_a_reader_stands_in_no_answer() {
    let application = ledger().await;
    for stranger in [TEACHER, NOBODY] {
        for (path, (_, page)) in walked(&application, stranger).await {
            let page = said(&path, &page);
            for word in WORDS {
                assert!(!page.contains(word), "{word} stands in {path} for {stranger}:\n{page}");
            }
            // Somebody whose joining is not shown is nobody of this case, and of no case that is shown.
            if path.starts_with("/cases") || path.starts_with("/worklist") {
                assert!(!page.contains("joiner"), "{path}:\n{page}");
            }
        }
    }
    let cookie = application.signed_in(TEACHER).await;
    let found = application.get("/search?words=joiner", &cookie).await.page;
    assert_eq!((found.matches("Joiner").count(), found.matches("ELM-1").count()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_is_shown_all_of_it() {
    let application = ledger().await;
    let answers = walked(&application, KEEPER).await;
    let shown =
        |word: &str| answers.iter().filter(|(path, it)| said(path, &it.1).contains(word)).count();
    for word in WORDS {
        assert!(shown(word) > 0, "{word} is shown nowhere");
    }
    let refused = answers.values().filter(|it| it.0 == StatusCode::FORBIDDEN).count();
    let told = answers.values().filter(|it| it.1.contains("candour-withheld")).count();
    assert_eq!((refused, told), (0, 0));
}

/// How the entry of a request is answered to somebody: shown, without its word, or not at all.
async fn treated(application: &Application, who: u128, request: u128) -> &'static str {
    let cookie = application.signed_in(who).await;
    let position = position(application, request).await;
    let got = application.get(&format!("/entries/{position}"), &cookie).await;
    let words =
        WORDS.iter().any(|word| got.page.contains(word)) || got.page.contains("third party seen");
    match (got.status, words) {
        (StatusCode::OK, true) => "shown",
        (StatusCode::OK, false) => "text withheld",
        (StatusCode::FORBIDDEN, false) => "not shown",
        (status, words) => panic!("{status}, {words}: {}", got.page),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mark_is_honoured_for_each_relation() {
    let application = ledger().await;
    let (shown, text, not) = ("shown", "text withheld", "not shown");
    let readers = [KEEPER, NURSE, OFFICER, SOCIAL_WORKER, TEACHER, NOBODY];
    for (request, expected) in [
        (PRIVILEGED, [shown, text, text, text, text, text]),
        (DISPUTED, [shown, text, text, text, text, text]),
        (COURT, [shown, text, text, shown, text, text]),
        (SENSITIVE, [shown, not, shown, not, not, not]),
        (ADDRESS, [shown, text, shown, shown, text, text]),
        (ADOPTION, [shown, text, text, shown, text, text]),
        (HEALTH, [shown, shown, text, text, text, text]),
        (LIMITED, [shown, shown, not, not, not, not]),
        (RESTRICTED, [shown, text, text, text, text, text]),
        (RESTRICTION, [shown, text, text, text, text, text]),
        (RAISED, [shown, text, text, text, text, text]),
        (THIRD, [shown; 6]),
        (CORRECTED, [shown, text, text, text, text, text]),
        (CORRECTION, [shown, text, text, text, text, text]),
    ] {
        let mut found = Vec::new();
        for who in readers {
            found.push(treated(&application, who, request).await);
        }
        assert_eq!(found, expected, "{request}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_how_much_of_the_case_it_does_not_show() {
    let application = ledger().await;
    let cookie = application.signed_in(TEACHER).await;
    for end in ["", "/chronology", "/knowledge", "/trail", "/duties", "/late"] {
        let page = application.get(&format!("/cases/ELM-1{end}"), &cookie).await.page;
        let told = "Not shown to you: 2 entries (police ask that it be kept close), 1 entry (only some agencies \
                    may read it). Shown without their texts: ";
        assert_eq!(page.matches(told).count(), 1, "{end}: {page}");
    }
    // Of what was not on record by then nothing is told.
    let then = application.get("/cases/ELM-1/trail?on-record=1/1/2026", &cookie).await.page;
    assert_eq!(then.matches("candour-withheld").count(), 0);
    let position = position(&application, SENSITIVE).await;
    let got = application.get(&format!("/entries/{position}"), &cookie).await;
    let why = "An entry stands there that is not shown to you: police ask that it be kept close.";
    assert_eq!((got.status, got.page.matches(why).count()), (StatusCode::FORBIDDEN, 1));
    let item = format!("/cases/ELM-1/items/{}", entry(SENSITIVE));
    let got = application.get(&item, &cookie).await;
    assert_eq!((got.status, got.page.matches(why).count()), (StatusCode::FORBIDDEN, 1));
    // Its leaf is no secret: its receipt says no word of it.
    let got = application.get(&format!("/entries/{position}/receipt"), &cookie).await;
    assert_eq!(got.page.matches("qz").count(), 0);
}

/// How many entries the dashboard counts for somebody, and what it says at its head of what it does not show.
async fn counted(application: &Application, who: u128) -> (i64, bool) {
    let cookie = application.signed_in(who).await;
    let page = application.get("/dashboard?at=31/12/2026&since=1/1/2020", &cookie).await.page;
    let told = "Not shown to you: 2 entries (police ask that it be kept close), 1 entry (only some agencies may \
                read it). Shown without their texts: ";
    let desk = application.served.desk();
    let reader = desk.reader(PractitionerId::new(id(who))).await.unwrap();
    let asked = AskedOn { at: "2027-01-01T00:00:00Z".parse().unwrap(), on_record: None };
    let view = desk.models.asked_for((asked, &reader), &mut Vec::new()).await.unwrap();
    let period = Period { since: "2020-01-01T00:00:00Z".parse().unwrap() };
    let section = section(&view, period, ("recording", Lines::All)).unwrap().unwrap();
    let entries = section.lines.iter().filter_map(|it| it.numbers[0].as_ref());
    (entries.map(|it| it.value).sum(), page.contains(told))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_counts_what_its_reader_is_shown() {
    let application = ledger().await;
    let (all, told) = counted(&application, KEEPER).await;
    assert!(!told);
    assert_eq!(counted(&application, TEACHER).await, (all - 3, true));
    // The same where the read models were made anew at the same position.
    application.served.desk().models.rebuild(&[], |_, _| ()).await.unwrap();
    assert_eq!(counted(&application, TEACHER).await, (all - 3, true));
    let cookie = application.signed_in(TEACHER).await;
    let page = application.get("/worklist", &cookie).await.page;
    assert_eq!(page.matches("What is worked out here rests on what is shown to you.").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_whose_texts_are_withheld_is_not_opened() {
    let application = ledger().await;
    for who in [TEACHER, SOCIAL_WORKER] {
        let cookie = application.signed_in(who).await;
        let position = position(&application, COURT).await;
        application.get(&format!("/entries/{position}"), &cookie).await;
    }
    let desk = application.served.desk();
    enter_waiting(desk).await.unwrap();
    let (_, store) = access::reading(&desk.models.directory).unwrap().unwrap();
    let entries =
        read_stream_entries(&*store, StreamId::Case(CaseId::new(id(CASE)))).await.unwrap().unwrap();
    let shown = entries.iter().map(|it| {
        let Event::Case(CaseEvent::Access(access)) = &it.event else { panic!("{:?}", it.event) };
        match access {
            AccessEvent::RecordShown(it) => (Some(it.page), None),
            AccessEvent::EntryOpened(it) => (None, Some(it.entry)),
            AccessEvent::ExportMade(it) => panic!("{it:?}"),
        }
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [(Some(ShownPage::Entries), None), (None, Some(entry(COURT)))]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_police_keep_close_is_shown_once_the_day_has_passed() {
    let application = ledger().await;
    application.clock.set("2026-02-10T23:30:00Z".parse().unwrap());
    assert_eq!(treated(&application, TEACHER, SENSITIVE).await, "not shown");
    application.clock.set("2026-02-11T00:30:00Z".parse().unwrap());
    assert_eq!(treated(&application, TEACHER, SENSITIVE).await, "shown");
    let cookie = application.signed_in(TEACHER).await;
    let page = application.get("/cases/ELM-1/chronology", &cookie).await.page;
    assert_eq!(page.matches("qzsensitive").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_restricted_is_shown_once_that_is_lifted() {
    let application = ledger().await;
    assert_eq!(treated(&application, TEACHER, RESTRICTED).await, "text withheld");
    let lifted = json!({ "restriction": { "named": entry(RESTRICTION) } });
    application.record(&marked(35, ("LiftRestriction", lifted), &json!([])), 0).await;
    assert_eq!(treated(&application, TEACHER, RESTRICTED).await, "shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_an_agency_is_no_longer_shown_what_is_its_own() {
    let application = ledger().await;
    assert_eq!(treated(&application, NURSE, LIMITED).await, "shown");
    let left = json!({ "agency": id(HOSPITAL) });
    application
        .record(&beside(&of("practitioner", NURSE), "LeavePost", left, &json!([])), 900)
        .await;
    assert_eq!(treated(&application, NURSE, LIMITED).await, "not shown");
    assert_eq!(treated(&application, NURSE, HEALTH).await, "text withheld");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_shown_cannot_be_chosen_in_a_form() {
    let application = ledger().await;
    let choices = async |who: u128| {
        let cookie = application.signed_in(who).await;
        let page = application.get(&form("disclose-information"), &cookie).await.page;
        [SENSITIVE, LIMITED, HEALTH, THIRD].map(|it| page.contains(&entry(it).to_string()))
    };
    assert_eq!(choices(KEEPER).await, [true; 4]);
    assert_eq!(choices(TEACHER).await, [false, false, true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_counts_only_what_its_listener_is_shown() {
    let application = ledger().await;
    let head = all(&application).await.len();
    let listens = async |who: u128| {
        let cookie = application.signed_in(who).await;
        let path = format!("/live?after={head}&case={}", id(CASE));
        let answer = application.routes().oneshot(get(&path, &cookie)).await.unwrap();
        answer.into_body()
    };
    let (mut teacher, mut keeper) = (listens(TEACHER).await, listens(KEEPER).await);
    let sensitive = json!([{ "police_sensitive_until": "2026-03-10" }]);
    application.record(&observed(50, "qz", &sensitive), 0).await;
    // A dispute of what is not shown is not shown either.
    let dispute = json!({ "entry": entry(50), "by": { "person": id(SOURCE) }, "statement": "qz" });
    application.record(&marked(51, ("DisputeEntry", dispute), &json!([])), 0).await;
    application.record(&observed(52, "qz", &json!(["privileged"])), 0).await;
    let mut counted = Vec::new();
    for (body, last) in [(&mut teacher, "1"), (&mut keeper, "3")] {
        let mut said = BTreeSet::new();
        while !said.contains(last) {
            let frame = body.frame().await.unwrap().unwrap();
            let text = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
            let number = text.lines().find_map(|line| line.strip_prefix("data: "));
            said.extend(number.map(ToOwned::to_owned));
        }
        counted.push(said.last().cloned());
    }
    assert_eq!(counted, [Some("1".to_owned()), Some("3".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_acts_for_the_agencies_of_the_posts_that_they_hold_now() {
    let application = Application::new().await;
    let acts_for = async |who: u128| {
        let reader = application.served.desk().reader(PractitionerId::new(id(who))).await;
        reader.unwrap().acts_for.clone()
    };
    let of = |number: u128| BTreeMap::from([(AgencyId::new(id(number)), Side::Other)]);
    let found = [acts_for(WORKER).await, acts_for(DETECTIVE).await, acts_for(NOBODY).await];
    assert_eq!(found, [of(CARE), of(POLICE), BTreeMap::new()]);
    let left = serde_json::json!({
        "stream": format!("practitioner-{}", id(DETECTIVE)), "author": id(DETECTIVE),
        "agency": id(POLICE), "command": "LeavePost", "payload": { "agency": id(POLICE) },
        "envelope": { "occurred": { "day": "2026-01-20" }, "by": { "agency": id(POLICE) } },
    });
    application.record(&left, 900).await;
    assert_eq!(acts_for(DETECTIVE).await, BTreeMap::new());
}
