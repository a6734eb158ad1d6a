//! The pages of one case: the case is read once, asked on what the address says, and shown. Which clock is
//! asked where none is named follows from the case: a case with imported entries is asked by what the
//! agencies' own systems claim, since the ledger took them in long afterwards.
//!
//! # Rules
//! - `a_page_says_how_much_of_the_case_it_does_not_show`: and for which reasons.
//! - `a_page_asked_at_a_moment_shows_nothing_recorded_later`.
//! - `what_cannot_be_read_is_shown_beside_its_field`: and the page is shown all the same.

mod pages;
mod reading;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use candour_domain::case::access::ShownPage;
use candour_domain::identifier::CaseId;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::marks::seen::tally;
use candour_projections::marks::treatment::Reader;
use candour_web::Markup;
use candour_web::asking::{Asking, Clock, Wrong};
use candour_web::frame::{Frame, Part};
use candour_web::page::case::overview::Recording;
use candour_web::page::case::{CaseFrame, Sayings};
use candour_web::page::withheld::told;
use candour_web::words;
use chrono::{DateTime, Utc};

use super::Web;
use super::answer::{Page, shown, unanswered};
use super::framed::live;
use super::session::Session;
use super::shown::show_of;
use super::typed::{Pairs, Typed, given};
use crate::exit::Fault;
use crate::name;
use crate::server::accesses::Thing;
use crate::server::{Desk, Unanswered};

/// The paths of the pages of a case.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/cases/{case}", get(pages::overview))
        .route("/cases/{case}/chronology", get(pages::chronology))
        .route("/cases/{case}/knowledge", get(pages::knowledge))
        .route("/cases/{case}/decisions", get(pages::decisions))
        .route("/cases/{case}/decisions/{entry}", get(pages::decision))
        .route("/cases/{case}/items/{entry}", get(pages::item))
        .route("/cases/{case}/not-told", get(pages::not_told))
        .route("/cases/{case}/late", get(pages::late))
        .route("/cases/{case}/duties", get(pages::duties))
        .route("/cases/{case}/trail", get(pages::trail))
}

/// A case, and what a page of it is asked.
struct Asked<'a> {
    desk: &'a Desk,
    book: &'a Casebook,
    ask: Ask,
    asking: Asking,
    typed: Typed<'a>,
    pairs: &'a Pairs,
    name: String,
    now: DateTime<Utc>,
    recording: Recording,
}

/// What a page came to: which it is, its title, and what stands in it.
struct Shown {
    page: ShownPage,
    title: String,
    content: Markup,
}

impl Shown {
    fn of(page: ShownPage, title: impl Into<String>, content: Markup) -> Self {
        Self { page, title: title.into(), content }
    }
}

impl Asked<'_> {
    /// What stands around what is shown of the case.
    fn frame<'f>(&'f self, sayings: &'f Sayings) -> CaseFrame<'f> {
        CaseFrame {
            case: self.book.case,
            name: &self.name,
            asking: &self.asking,
            wrong: &self.typed.wrong,
            sayings,
        }
    }

    /// What stands under a name in the address.
    fn given(&self, name: &str) -> &str {
        given(self.pairs, name)
    }

    /// The moment as at which is answered what has to have one: that of the world, that of the record,
    /// otherwise now.
    fn moment(&self) -> DateTime<Utc> {
        self.ask.at.or(self.ask.on_record.until).unwrap_or(self.now)
    }

    /// Whether it is shown as it stands now, so that what comes changes it.
    fn is_of_now(&self) -> bool {
        self.ask.at.is_none() && self.ask.on_record.until.is_none()
    }

    /// What a reader must know of what they look at.
    fn as_it_stood(&self) -> Option<String> {
        let record = self.ask.on_record.until.map(|until| {
            format!("It is shown as it stood on the record at {}.", words::end(until))
        });
        let world = self.ask.at.map(|at| {
            format!("What is known to have happened after {} is left out.", words::end(at))
        });
        let said: Vec<String> = record.into_iter().chain(world).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// The case that an address means.
pub(super) async fn meant(
    desk: &Desk,
    named: &str,
    reader: &Reader,
) -> anyhow::Result<(CaseId, Arc<Casebook>)> {
    let case = match named.parse::<uuid::Uuid>() {
        Ok(id) => CaseId::new(id),
        Err(_) => name::case_for_reader(&desk.models, named, reader).await?,
    };
    Ok((case, book_of(desk, case, reader).await?))
}

/// What is in the case of an identifier, as a reader is shown it.
pub(super) async fn book_of(
    desk: &Desk,
    case: CaseId,
    reader: &Reader,
) -> anyhow::Result<Arc<Casebook>> {
    let book = desk.models.casebook_for(case, reader).await?;
    Ok(book.ok_or_else(|| {
        Fault::found("there is no such case in this ledger")
            .next("the cases are listed on their page")
    })?)
}

/// Answers with a page of a case.
async fn page_of<F>(web: Web, session: Session, (named, pairs): (String, Pairs), show: F) -> Page
where
    F: AsyncFnOnce(&mut Asked<'_>) -> Result<Shown, Unanswered> + Send + 'static,
{
    let reader = session.reader.clone();
    let answer = async move |desk: Arc<Desk>| {
        let head = desk.head().await?;
        let reads = desk.reader(session.practitioner).await?;
        let (_, book) = meant(&desk, &named, &reads).await?;
        let imported = book.entries.iter().any(|it| it.envelope.source.import.is_some());
        let usual = if imported { Clock::Claims } else { Clock::Ledger };
        let mut typed = Typed::of(&pairs);
        let (asking, ask) = typed.asking(usual);
        let name = name::case_name(&book, &ask);
        let now = desk.now().await?;
        let recording = super::recording::offered_here(&desk);
        let (desk, book, pairs) = (&*desk, &*book, &pairs);
        let mut asked = Asked { desk, book, ask, asking, typed, pairs, name, now, recording };
        let Shown { page, title, content } = show(&mut asked).await?;
        show_of(desk, &session, book, Thing::Page(book.case, page))?;
        let errors: &[Wrong] = &asked.typed.wrong;
        let error = if errors.is_empty() { "" } else { "Error: " };
        let title = format!("{error}{title} - Case {}", asked.name);
        let case = asked.asking.address(&format!("/cases/{}", asked.book.case), &[]);
        let frame = Frame {
            part: Part::Cases,
            reader: Some(&session.reader),
            way: vec![
                ("Cases".to_owned(), "/cases".to_owned()),
                (format!("Case {}", asked.name), case),
            ],
            live: asked.is_of_now().then(|| live(head, Some(asked.book.case))),
            as_it_stood: asked.as_it_stood(),
            withheld: told(&tally(&asked.book.withheld, asked.ask.on_record)),
            ..Frame::of(&title)
        };
        Ok(shown(frame.around(&content).into_string()))
    };
    web.served.answered(answer).await.map_err(|why| unanswered(why, Some(&reader)))
}
