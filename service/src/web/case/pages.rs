//! What each page of a case asks of the projections.

use axum::extract::{Path, Query, State};
use candour_domain::case::access::ShownPage;
use candour_domain::identifier::{AgencyId, ChildId};
use candour_projections::case_view::{agencies_and_children, case_view};
use candour_projections::chronology::{Facts, Filter, Steps, chronology as chronology_of};
use candour_projections::duties::duties as duties_of;
use candour_projections::knowledge::{Knowledge, Lateness, Scope, Watershed};
use candour_projections::proof::Seals;
use candour_projections::trail::trail as trail_of;
use candour_web::page::case::chronology::{Choices, Wanted};
use candour_web::page::case::decisions::Decided;
use candour_web::page::case::duties::Waiting;
use candour_web::page::case::knowledge::Line;
use candour_web::page::case::overview::Overview;
use candour_web::page::case::{
    Sayings, chronology as chronology_page, decision as decision_page, decisions as decisions_page,
    duties as duties_page, gaps, item as item_page, knowledge as knowledge_page, late as late_page,
    overview as overview_page, trail as trail_page,
};
use candour_web::words;

use super::{Asked, Shown, page_of};
use crate::exit::Fault;
use crate::server::Unanswered;
use crate::web::Web;
use crate::web::answer::Page;
use crate::web::session::Session;
use crate::web::typed::Pairs;

type Of<T> = (State<Web>, Session, Path<T>, Query<Pairs>);

pub(in crate::web) async fn overview((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let sayings = asked.sayings();
        let view = case_view(asked.book, &asked.ask);
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let decided: Vec<Decided> =
            asked.decided(&knowledge, &sayings).into_iter().map(|it| it.decided).collect();
        let duties = duties_of(asked.book, &asked.ask.at(asked.moment()))?;
        let waiting = Waiting { duties: &duties };
        let recording = asked.recording;
        let shown = Overview { view: &view, decisions: &decided, waiting: &waiting, recording };
        let content = overview_page::page(&asked.frame(&sayings), &shown);
        Ok(Shown::of(ShownPage::Overview, "Overview", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn chronology((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let (from, to) = (asked.typed.day("from"), asked.typed.day("to"));
        let wanted = Wanted {
            agency: asked.given("agency").to_owned(),
            child: asked.given("child").to_owned(),
            text: asked.given("text").to_owned(),
            from: asked.given("from").to_owned(),
            to: asked.given("to").to_owned(),
            facts: asked.given("facts") == "yes",
            steps: asked.given("steps") == "yes",
        };
        let filter = Filter {
            agency: wanted.agency.parse().ok().map(AgencyId::new),
            child: wanted.child.parse().ok().map(ChildId::new),
            keyword: Some(wanted.text.clone()).filter(|it| !it.is_empty()),
            from,
            to,
            facts: if wanted.facts { Facts::Alone } else { Facts::AndAllElse },
            steps: if wanted.steps { Steps::Shown } else { Steps::Hidden },
            ..Filter::default()
        };
        let answer = chronology_of(asked.book, &asked.ask, &filter, &asked.calendar()?);
        let sayings = Sayings::new();
        let frame = asked.frame(&sayings);
        let content = chronology_page::page(&frame, &answer, &wanted, &choices(asked));
        Ok(Shown::of(ShownPage::Chronology, "Chronology", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

/// The agencies and children by which rows can be chosen, on the record that is asked about.
fn choices(asked: &Asked<'_>) -> Choices {
    let (agencies, children) = agencies_and_children(asked.book, &asked.ask);
    let mut choices = Choices {
        agencies: agencies.iter().map(|it| (it.agency.to_string(), it.name.clone())).collect(),
        children: children.iter().map(|it| (it.child.to_string(), it.name.clone())).collect(),
    };
    choices.agencies.sort_by(|one, other| one.1.cmp(&other.1));
    choices
}

pub(in crate::web) async fn knowledge((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let all = asked.given("all") == "yes";
        let scope = if all { Scope::AllItems } else { Scope::Facts };
        let sayings = asked.sayings();
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let lines: Vec<Line> =
            asked.decided(&knowledge, &sayings).into_iter().map(|it| it.line).collect();
        let lateness = Lateness::usual(asked.calendar()?);
        let matrix = knowledge.matrix(scope, &lateness);
        let content = knowledge_page::page(&asked.frame(&sayings), &matrix, &lines, all);
        Ok(Shown::of(ShownPage::WhoKnew, "Who knew what, and when", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn decisions((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let sayings = asked.sayings();
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let decided: Vec<Decided> =
            asked.decided(&knowledge, &sayings).into_iter().map(|it| it.decided).collect();
        let content = decisions_page::page(&asked.frame(&sayings), &decided);
        Ok(Shown::of(ShownPage::Decisions, "Decisions", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn decision((web, session, path, pairs): Of<(String, String)>) -> Page {
    let (case, named) = path.0;
    let show = async move |asked: &mut Asked<'_>| {
        let entry = asked.entry(&named)?;
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let answer = knowledge.context_of(entry).ok_or_else(|| {
            Fault::found("this is no decision on the record that was asked about")
                .next("the page of decisions lists those that are")
        })?;
        let sayings = asked.sayings();
        let content = decision_page::page(&asked.frame(&sayings), &answer);
        Ok(Shown::of(
            ShownPage::Decision { entry },
            format!("Decision {}", answer.decision.cite.label),
            content,
        ))
    };
    page_of(web.0, session, (case, pairs.0), show).await
}

pub(in crate::web) async fn item((web, session, path, pairs): Of<(String, String)>) -> Page {
    let (case, named) = path.0;
    let show = async move |asked: &mut Asked<'_>| {
        let entry = asked.entry(&named)?;
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let answer = knowledge.who_knew(entry).ok_or_else(|| not_an_item(asked, entry))?;
        let sayings = asked.sayings();
        let content = item_page::page(&asked.frame(&sayings), &answer);
        Ok(Shown::of(
            ShownPage::Item { entry },
            format!("Who knew {}", answer.item.cite.label),
            content,
        ))
    };
    page_of(web.0, session, (case, pairs.0), show).await
}

fn not_an_item(asked: &Asked<'_>, entry: candour_domain::identifier::EntryId) -> Unanswered {
    let position = asked.book.entry(entry).map_or(0, |it| it.position.0);
    let next = format!(
        "it may only pass something on, be withdrawn, or be recorded later; entry {position} of the ledger \
         shows it"
    );
    Fault::found("this entry is no item on the record that was asked about").next(next).into()
}

pub(in crate::web) async fn not_told((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let at = asked.moment();
        let sayings = asked.sayings();
        let knowledge = Knowledge::as_it_stood(asked.book, asked.ask.at(at), at);
        let answer = knowledge.gaps(at);
        let content = gaps::page(&asked.frame(&sayings), &answer, &words::end(at));
        Ok(Shown::of(ShownPage::NotTold, "Involved and not told", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn late((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let watershed = asked.typed.moment("watershed").map(|it| Watershed(it.beginning()));
        let sayings = asked.sayings();
        let lateness = Lateness::usual(asked.calendar()?);
        let knowledge = Knowledge::of(asked.book, asked.ask);
        let answer = knowledge.late_records(&lateness, watershed);
        let typed = asked.given("watershed").to_owned();
        let content = late_page::page(&asked.frame(&sayings), &answer, &typed);
        Ok(Shown::of(ShownPage::LateRecords, "Late records", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn duties((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let answer = duties_of(asked.book, &asked.ask.at(asked.moment()))?;
        let sayings = Sayings::new();
        let content = duties_page::page(&asked.frame(&sayings), &answer);
        Ok(Shown::of(ShownPage::Duties, "Duties", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}

pub(in crate::web) async fn trail((web, session, case, pairs): Of<String>) -> Page {
    let show = async |asked: &mut Asked<'_>| {
        let answer = trail_of(asked.book, &asked.ask, &asked.calendar()?);
        let said = asked.desk.said_of_itself().await?;
        let sayings = Sayings::new();
        let content = trail_page::page(&asked.frame(&sayings), &answer, Seals::of(&said));
        Ok(Shown::of(ShownPage::Trail, "Audit trail", content))
    };
    page_of(web.0, session, (case.0, pairs.0), show).await
}
