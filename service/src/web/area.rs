//! The pages over all cases: the dashboard with the entries behind each number, the worklist, and the
//! search. They ask what the command line asks.

use std::sync::Arc;

use axum::extract::{Query, State};
use candour_domain::case::access::ShownPage;
use candour_domain::code::from_code;
use candour_domain::duty::{Status, table};
use candour_domain::identifier::PractitionerId;
use candour_domain::time::london_date;
use candour_projections::dashboard::{
    Dashboard, Lines, Period, dashboard as dashboard_of, section as section_of,
};
use candour_projections::marks::treatment::Reader;
use candour_projections::opened::opened_for;
use candour_projections::running::{AskedOn, View};
use candour_projections::search::{SearchError, SearchFor, search as search_of};
use candour_projections::worklist::{Cursor, WorklistFilter, worklist as worklist_of};
use candour_web::Markup;
use candour_web::asking::Wrong;
use candour_web::frame::Part as Place;
use candour_web::page::dashboard::{
    Behind, LinesWanted, Stands, behind as behind_page, lines as lines_page, page as dashboard_page,
};
use candour_web::page::search::page as search_page;
use candour_web::page::withheld::told;
use candour_web::page::worklist::{Wanted, page as worklist_page};
use candour_web::words;
use chrono::{DateTime, Utc};

use super::Web;
use super::answer::Page;
use super::framed::{Unframed, framed};
use super::session::Session;
use super::shown::rows;
use super::typed::{Pairs, Typed, given};
use crate::command::{LINES_SHOWN, located, months_before, no_section};
use crate::exit::Fault;
use crate::moment::Moment;
use crate::server::{Desk, Unanswered};

/// How many duties or results a page has.
const ROWS: u16 = 100;

/// The read models, asked at a moment, with what is to be known of the answer.
struct Asked {
    view: View,
    reader: Arc<Reader>,
    at: DateTime<Utc>,
    on_record: Option<DateTime<Utc>>,
    notes: Vec<String>,
}

impl Asked {
    /// At the moments that were typed, otherwise as at now.
    async fn of(
        desk: &Desk,
        reader: PractitionerId,
        typed: &mut Typed<'_>,
    ) -> Result<Self, Unanswered> {
        let on_record = typed.moment("on-record").map(Moment::end);
        let at = typed.moment("at").map(Moment::end).or(on_record);
        let mut notes = Vec::new();
        let at = match at {
            Some(at) => at,
            None => desk.now().await?,
        };
        let reader = desk.reader(reader).await?;
        let asked = AskedOn { at, on_record };
        let view = desk.models.asked_for((asked, &reader), &mut notes).await?;
        Ok(Self { view, reader, at, on_record, notes })
    }

    /// A page of a part that was answered from them.
    fn unframed(self, title: &str, part: (Place, bool), content: Markup) -> Unframed {
        let (as_it_stood, withheld) = (self.as_it_stood(), told(&self.view.withheld()));
        let notes = self.notes;
        Unframed { notes, as_it_stood, withheld, ..Unframed::of(title, part, content) }
    }

    fn as_it_stood(&self) -> Option<String> {
        let until = self.on_record?;
        Some(format!("It is shown as it stood on the record at {}.", words::end(until)))
    }
}

fn stands(pairs: &Pairs) -> Stands {
    let text = |name: &str| given(pairs, name).to_owned();
    Stands {
        at: text("at"),
        on_record: text("on-record"),
        since: text("since"),
        all: given(pairs, "all") == "yes",
    }
}

/// What is asked for of a dashboard.
enum Part<'a> {
    /// The first lines of every section.
    First,
    /// One section with all its lines, by its name.
    Section(&'a str),
}

/// The dashboard as it is asked for, with what could not be read.
async fn numbers(
    desk: &Desk,
    reader: PractitionerId,
    (pairs, part): (&Pairs, Part<'_>),
) -> Result<(Asked, Dashboard, Vec<Wrong>), Unanswered> {
    let mut typed = Typed::of(pairs);
    let asked = Asked::of(desk, reader, &mut typed).await?;
    let since = typed.moment("since").map(Moment::beginning);
    let late = since.is_some_and(|since| since >= asked.at);
    if late {
        let why = "Enter a date before the one that the dashboard stands at".to_owned();
        typed.wrong.push(Wrong { field: "since", why });
    }
    let since = since.filter(|_| !late).unwrap_or_else(|| months_before(asked.at));
    let period = Period { since };
    let answer = match part {
        Part::First => dashboard_of(&asked.view, period, Lines::First(LINES_SHOWN))?,
        Part::Section(name) => {
            let section = section_of(&asked.view, period, (name, Lines::All))?;
            Dashboard {
                at: asked.at,
                on_record: asked.on_record,
                since,
                compared_with: None,
                up_to_position: asked.view.up_to(),
                sections: vec![section.ok_or_else(|| no_section(name))?],
            }
        }
    };
    Ok((asked, answer, typed.wrong))
}

pub(super) async fn dashboard(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let (asked, answer, wrong) = numbers(&desk, who, (&pairs, Part::First)).await?;
        let content = dashboard_page(&answer, &stands(&pairs), &wrong);
        Ok(Unframed {
            wrong: !wrong.is_empty(),
            ..asked.unframed("Dashboard", (Place::Dashboard, true), content)
        })
    };
    framed(web, session, answer).await
}

/// The lines of one section, page by page.
pub(super) async fn lines(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let name = Part::Section(given(&pairs, "section"));
        let (asked, answer, wrong) = numbers(&desk, who, (&pairs, name)).await?;
        let wanted = LinesWanted {
            named: given(&pairs, "named").to_owned(),
            page: given(&pairs, "page").parse().unwrap_or(1),
        };
        let content = lines_page(&answer, &wanted, &stands(&pairs), &wrong);
        let title = answer.sections.first().map_or("Dashboard", |it| it.title);
        Ok(Unframed {
            wrong: !wrong.is_empty(),
            ..asked.unframed(title, (Place::Dashboard, false), content)
        })
    };
    framed(web, session, answer).await
}

pub(super) async fn behind(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let number = given(&pairs, "number");
        let section = number.split_once('/').map_or(number, |(section, _)| section);
        let (asked, answer, _) = numbers(&desk, who, (&pairs, Part::Section(section))).await?;
        let found = located(&asked.view, answer, number)?;
        let positions = &found.positions;
        let opened = opened_for(&**desk.store(), positions, &found.ask, &asked.reader).await?;
        let shown = Behind {
            number: &found.number,
            value: found.value,
            entries: &opened.entries,
            within: &found.stands_in,
        };
        let content = behind_page(&shown, &stands(&pairs));
        let listed = rows(ShownPage::Numbers, opened.entries.iter().filter_map(|it| it.case));
        let page = asked.unframed("Entries behind a number", (Place::Dashboard, false), content);
        Ok(page.showing(listed))
    };
    framed(web, session, answer).await
}

pub(super) async fn worklist(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let mut typed = Typed::of(&pairs);
        let asked = Asked::of(&desk, who, &mut typed).await?;
        let rules: Vec<(String, String)> =
            table().map(|rule| (rule.code.to_string(), rule.title.to_owned())).collect();
        let wanted = Wanted {
            at: given(&pairs, "at").to_owned(),
            duty: given(&pairs, "duty").to_owned(),
            status: given(&pairs, "status").to_owned(),
        };
        let known = rules.iter().any(|(code, _)| *code == wanted.duty);
        let after = given(&pairs, "after");
        let place = || Fault::wrong_use("this is not where a page of the worklist ended");
        let filter = WorklistFilter {
            rule: known.then(|| wanted.duty.clone()),
            status: from_code::<Status>(&wanted.status),
            limit: u32::from(ROWS),
            after: match after {
                "" => None,
                after => Some(Cursor::parse(after).ok_or_else(place)?),
            },
            ..WorklistFilter::default()
        };
        let found = worklist_of(&asked.view, &filter)?;
        let content = worklist_page(&found, &wanted, &rules, &typed.wrong);
        let shows = rows(ShownPage::Worklist, found.rows.iter().map(|it| it.case));
        Ok(Unframed {
            wrong: !typed.wrong.is_empty(),
            shows,
            ..asked.unframed("Worklist", (Place::Worklist, true), content)
        })
    };
    framed(web, session, answer).await
}

pub(super) async fn search(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let words = given(&pairs, "words");
        let part = (Place::Search, true);
        if !pairs.contains_key("words") {
            return Ok(Unframed::of("Search", part, search_page("", None, None)));
        }
        // Who joined a case today, at an hour that is not known, is part of it.
        let today = Moment::Day(london_date(desk.now().await?));
        let asked = AskedOn { at: today.end(), on_record: None };
        let mut notes = Vec::new();
        let reader = desk.reader(who).await?;
        let view = desk.models.asked_for((asked, &reader), &mut notes).await?;
        let after = Some(given(&pairs, "after").to_owned()).filter(|it| !it.is_empty());
        let limit = usize::from(ROWS);
        let wanted = SearchFor { words: words.to_owned(), kinds: Vec::new(), limit, after };
        let (results, wrong) = match search_of(&view, &wanted) {
            Ok(results) => (Some(results), None),
            Err(SearchError::NoWord) => (None, Some("Enter the beginning of at least one word")),
            Err(SearchError::TooManyWords { .. }) => (None, Some("Enter fewer words")),
            Err(SearchError::NoSuchPlace { .. }) => (None, Some("Search again from the beginning")),
            Err(SearchError::Keep(error)) => return Err(error.into()),
        };
        let content = search_page(words, results.as_ref(), wrong);
        let found = results.iter().flat_map(|it| &it.found).flat_map(|it| &it.cases);
        let shows = rows(ShownPage::Search, found.map(|it| it.case));
        let page = Unframed::of("Search", part, content).showing(shows);
        Ok(Unframed { notes, wrong: wrong.is_some(), ..page })
    };
    framed(web, session, answer).await
}
