//! Forms that are sent twice, incomplete, refused, late, by others, or with what no form should have.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::ConcernEvent;
use candour_domain::event::Event;
use candour_domain::text::Text;
use candour_web::form::{Answers, Choices, Need, asked as questions};

use super::super::forms::CHAPTERS;
use super::*;

/// A concern with all that is required.
fn concern(draft: u128) -> Vec<(&'static str, String)> {
    let fields = [
        ("draft", id(draft).to_string()),
        ("children", id(MIA).to_string()),
        ("occurred-date", "20/1/2026".to_owned()),
        ("account", "a bruise".to_owned()),
        ("origin", "first_hand".to_owned()),
        ("status", "observed".to_owned()),
    ];
    fields.into()
}

/// The same, with another answer in a field.
fn with(
    mut fields: Vec<(&'static str, String)>,
    name: &'static str,
    value: &str,
) -> Vec<(&'static str, String)> {
    fields.retain(|(it, _)| *it != name);
    fields.push((name, value.to_owned()));
    fields
}

async fn recorded(application: &Application, cookie: &str, draft: u128, seen: u64) -> Got {
    let fields = [("seen", seen.to_string()), ("case", id(CASE).to_string())];
    application.post(&format!("/drafts/{}/record", id(draft)), cookie, &fields).await
}

async fn last(application: &Application) -> u64 {
    let case = CaseId::new(id(CASE));
    let book = application.served.desk().models.casebook(case).await.unwrap().unwrap();
    book.entries.last().unwrap().position.0
}

/// The fields at which a page says that something is wrong, and what.
fn wrong(page: &str) -> Vec<(String, String)> {
    let summary = page.split("govuk-error-summary__list").nth(1).unwrap_or_default();
    let summary = summary.split("</ul>").next().unwrap();
    let links = summary.split("<li>").skip(1);
    links
        .map(|it| {
            let field = it.split("href=\"#").nth(1).map_or("", |it| it.split('"').next().unwrap());
            let words = it.split('>').find(|it| it.len() > 2 && !it.starts_with('<')).unwrap();
            (field.to_owned(), words.split('<').next().unwrap().to_owned())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_records_once() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    application.post(&form("raise-concern"), &cookie, &concern(1)).await;
    let seen = last(&application).await;
    let (one, other) = tokio::join!(
        recorded(&application, &cookie, 1, seen),
        recorded(&application, &cookie, 1, seen)
    );
    let later = recorded(&application, &cookie, 1, seen).await;
    let to = format!("/cases/{}/recorded/{}", id(CASE), id(1));
    for got in [one, other, later] {
        assert_eq!((got.status, &got.to), (StatusCode::SEE_OTHER, &to), "{}", got.page);
    }
    assert_eq!(application.entries(id(1)).await.len(), 1);
    // Whoever goes back and writes on writes something new, and what a script keeps is refused.
    let kept = with(concern(1), "do", "keep");
    let kept = application.post(&form("raise-concern"), &cookie, &kept).await;
    assert_eq!((kept.status, application.drafts(WORKER)), (StatusCode::CONFLICT, 0));
    let more = with(concern(1), "account", "another bruise");
    let sent = application.post(&form("raise-concern"), &cookie, &more).await;
    assert_eq!((sent.status, application.drafts(WORKER)), (StatusCode::SEE_OTHER, 1));
    assert_ne!(sent.to, format!("/drafts/{}/check", id(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_required_and_missing_is_said_at_its_field() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    for recordable in CHAPTERS.iter().flat_map(|it| it.forms) {
        let name = recordable.form.name;
        let choices = Choices::default();
        let all = questions(recordable.form, &Answers::default(), &choices);
        let required = all.iter().filter(|it| matches!(it.question.need, Need::Required(_)));
        let fields = [("draft", id(1).to_string()), ("account", " ".to_owned())];
        let got = application.post(&form(name), &cookie, &fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let said = wrong(&got.page);
        for asked in required {
            let missing = asked.missing(&Answers::default()).unwrap();
            assert!(said.contains(&(missing.field, missing.why)), "{name}: {said:?}");
        }
        for (field, why) in &said {
            let at = format!("<p id=\"{field}-error\" class=\"govuk-error-message\">");
            let place = got.page.matches(&at).count();
            assert_eq!((place, got.page.matches(why.as_str()).count()), (1, 2), "{name} {field}");
            let target = format!(" id=\"{field}\"");
            assert_eq!(got.page.matches(&target).count(), 1, "{name}: {field} is there once");
        }
    }
    assert_eq!(application.drafts(WORKER), 0, "there was nothing to keep");
    let kept = with(concern(1), "occurred-date", "");
    let got = application.post(&form("raise-concern"), &cookie, &kept).await;
    let expected = [("occurred-date".to_owned(), "Enter the date on which it happened".to_owned())];
    assert_eq!(wrong(&got.page), expected);
    let typed = got.page.matches(">a bruise</textarea>").count();
    assert_eq!((typed, application.drafts(WORKER)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ledger_refuses_is_said_at_its_field() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    let future = with(concern(1), "occurred-date", "20/1/2027");
    let got = application.post(&form("raise-concern"), &cookie, &future).await;
    let why = "The entry &quot;concern raised&quot; cannot be recorded: it says that it happened on 20 Jan 2027, \
               which is in the future: the ledger's time is 3 Feb 2026 16:10. Check the date; what is only \
               planned is recorded as planned.";
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong(&got.page), [("occurred-date".to_owned(), why.to_owned())]);
    let stranger = with(concern(1), "children", &id(999).to_string());
    let got = application.post(&form("raise-concern"), &cookie, &stranger).await;
    assert_eq!(wrong(&got.page), [("children".to_owned(), "Choose from the list".to_owned())]);
    assert_eq!((application.drafts(WORKER), application.entries(id(1)).await.len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_recorded_meanwhile_is_shown_first() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    let seen = last(&application).await;
    application.post(&form("raise-concern"), &cookie, &concern(1)).await;
    let line = json!({
        "request": id(2), "stream": format!("case-{}", id(CASE)), "author": id(OFFICER),
        "agency": id(POLICE), "command": "RecordObservation",
        "envelope": { "occurred": { "day": "2026-01-21" }, "by": { "agency": id(POLICE) } },
        "payload": { "account": "a call" },
    });
    application.record(&line, 2).await;
    let got = recorded(&application, &cookie, 1, seen).await;
    let came = format!("href=\"/entries/{}\"", seen + 1);
    let counts = ["1 entry was recorded in this case since you began.", came.as_str(), "a bruise"]
        .map(|it| got.page.matches(it).count());
    assert_eq!((got.status, counts), (StatusCode::OK, [1, 1, 1]), "{}", got.page);
    assert_eq!((application.entries(id(1)).await.len(), application.drafts(WORKER)), (0, 1));
    let got = recorded(&application, &cookie, 1, seen + 1).await;
    assert_eq!((got.status, application.entries(id(1)).await.len()), (StatusCode::SEE_OTHER, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_only_reads_offers_no_form() {
    let application = Application::new().await;
    let reading = application.reading();
    let cookie = signed_in(&reading, WORKER).await;
    let case = asked(&reading, get(&format!("/cases/{}", id(CASE)), &cookie)).await;
    assert_eq!((case.status, case.page.matches("Record something").count()), (StatusCode::OK, 0));
    for path in [form("raise-concern"), format!("/cases/{}/record", id(CASE)), "/drafts".to_owned()]
    {
        let got = asked(&reading, get(&path, &cookie)).await;
        let said = got.page.matches("This server only reads the ledger").count();
        assert_eq!((got.status, said), (StatusCode::FORBIDDEN, 1), "{path}");
    }
    let got = asked(&reading, post(&form("raise-concern"), &cookie, &concern(1))).await;
    let kept = got.page.matches("name=\"account\" value=\"a bruise\"").count();
    assert_eq!((got.status, kept), (StatusCode::FORBIDDEN, 1));
    assert_eq!((application.drafts(WORKER), application.entries(id(1)).await.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_typed_is_lost_when_nobody_is_signed_in() {
    let application = Application::new().await;
    let fields = with(concern(1), "account", "line one\nline \"two\" <b>");
    let got = application.post(&form("raise-concern"), "", &fields).await;
    let kept = "name=\"account\" value=\"line one\nline &quot;two&quot; &lt;b&gt;\"";
    let counts =
        [kept, "name=\"draft\"", "name=\"children\""].map(|it| got.page.matches(it).count());
    assert_eq!((got.status, counts), (StatusCode::UNAUTHORIZED, [1, 1, 1]), "{}", got.page);
    assert_eq!((application.drafts(WORKER), application.entries(id(1)).await.len()), (0, 0));
    // What the page holds is taken in once somebody is signed in.
    let cookie = application.signed_in(WORKER).await;
    let got = application.post(&form("raise-concern"), &cookie, &fields).await;
    assert_eq!((got.status, application.drafts(WORKER)), (StatusCode::SEE_OTHER, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_recorded_as_text() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    let long = "é\u{202e}".repeat(20_000);
    let hostile = [
        "</textarea><script>alert(1)</script>",
        "a\0b\u{7}c\u{9b}d",
        long.as_str(),
        "\" onfocus=\"x",
    ];
    let recorded_as =
        ["</textarea><script>alert(1)</script>", "abcd", long.as_str(), "\" onfocus=\"x"];
    for (draft, (text, expected)) in (1..).zip(hostile.into_iter().zip(recorded_as)) {
        let fields = with(concern(draft), "account", text);
        let sent = application.post(&form("raise-concern"), &cookie, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        for path in [sent.to.clone(), format!("/drafts/{}", id(draft))] {
            let page = application.get(&path, &cookie).await.page;
            let inline = ["<script>alert", " onfocus=\"", "\0"].map(|it| page.matches(it).count());
            assert_eq!(inline, [0, 0, 0]);
        }
        let left_out = application.get(&sent.to, &cookie).await.page;
        let said = left_out.matches("3 characters that nobody can see were left out").count();
        assert_eq!(said, usize::from(text.contains('\0')));
        let seen = last(&application).await;
        recorded(&application, &cookie, draft, seen).await;
        let entries = application.entries(id(draft)).await;
        let Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(raised))) =
            &entries[0].event
        else {
            panic!("it is a concern: {:?}", entries[0].event)
        };
        assert_eq!(raised.account, Text::new(expected));
    }
    let large = with(concern(9), "account", &"a".repeat(2 * 1024 * 1024));
    let got = application.post(&form("raise-concern"), &cookie, &large).await;
    let why = "This is longer than a draft can be, which is 1024 kB in all. It is not saved: shorten it, or \
               record it in several entries";
    assert_eq!(wrong(&got.page), [(String::new(), why.to_owned())]);
    assert!(got.page.contains(&"a".repeat(2 * 1024 * 1024)), "what was typed is in the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_draft_is_not_shown() {
    let application = Application::new().await;
    let cookie = application.signed_in(WORKER).await;
    let other = application.signed_in(OFFICER).await;
    let saved = with(concern(1), "do", "save");
    let got = application.post(&form("raise-concern"), &cookie, &saved).await;
    assert_eq!((got.status, got.to.as_str()), (StatusCode::SEE_OTHER, "/drafts?done=saved"));
    let own = application.get("/drafts", &cookie).await.page;
    let others = application.get("/drafts", &other).await.page;
    assert_eq!([own, others].map(|it| it.matches("Raise a concern").count()), [2, 0]);
    let draft = format!("/drafts/{}", id(1));
    for path in [draft.clone(), format!("{draft}/check"), format!("{draft}/delete")] {
        assert_eq!(application.get(&path, &other).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(application.get(&path, &cookie).await.status, StatusCode::OK, "{path}");
    }
    for end in ["delete", "record"] {
        let got = application.post(&format!("{draft}/{end}"), &other, &[]).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{end}");
    }
    // Under an identifier that another person has taken, what is written is kept under one of its own.
    let got = application.post(&form("raise-concern"), &other, &saved).await;
    assert_eq!((got.status, application.drafts(OFFICER)), (StatusCode::SEE_OTHER, 1));
    assert_eq!(application.drafts(WORKER), 1);
    let got = application.post(&format!("{draft}/delete"), &cookie, &[]).await;
    assert_eq!((got.to.as_str(), application.drafts(WORKER)), ("/drafts?done=deleted", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_no_post_is_told_why_they_record_nothing() {
    let application = Application::new().await;
    let cookie = application.signed_in(NOBODY).await;
    let got = application.get(&form("raise-concern"), &cookie).await;
    let said = got.page.matches("You hold no post on record").count();
    assert_eq!((got.status, said), (StatusCode::NOT_FOUND, 1), "{}", got.page);
}
