//! A page that belongs to no case: answered at the desk, and put into its frame.

use std::sync::Arc;

use candour_domain::effective::OnRecord;
use candour_domain::identifier::CaseId;
use candour_projections::marks::seen::{Withheld, tally};
use candour_web::Markup;
use candour_web::frame::{Frame, Part};
use candour_web::page::withheld::told;

use super::Web;
use super::answer::{Page, shown, unanswered};
use super::session::Session;
use super::shown::show;
use crate::server::accesses::Thing;
use crate::server::{Desk, Unanswered};

/// A page that belongs to no case, before it is framed.
pub(super) struct Unframed {
    /// What it is called.
    pub(super) title: String,
    /// The part of the service that it belongs to, and whether it is its first page.
    pub(super) part: (Part, bool),
    /// What stands in it.
    pub(super) content: Markup,
    /// What a reader is told of the answer.
    pub(super) notes: Vec<String>,
    /// That the record is not that of now, in words.
    pub(super) as_it_stood: Option<String>,
    /// Whether something that was typed could not be read.
    pub(super) wrong: bool,
    /// What it shows of cases.
    pub(super) shows: Vec<Thing>,
    /// What of it is not shown to whoever reads, in words.
    pub(super) withheld: Option<String>,
}

impl Unframed {
    /// A page of a part.
    pub(super) fn of(title: &str, part: (Part, bool), content: Markup) -> Self {
        Self {
            title: title.to_owned(),
            part,
            content,
            notes: Vec::new(),
            as_it_stood: None,
            wrong: false,
            shows: Vec::new(),
            withheld: None,
        }
    }

    /// A page that shows something of cases.
    pub(super) fn showing(self, shows: Vec<Thing>) -> Self {
        Self { shows, ..self }
    }

    /// With what is withheld of it from whoever reads.
    pub(super) fn without(self, withheld: &[Withheld]) -> Self {
        Self { withheld: told(&tally(withheld, OnRecord::ALL)), ..self }
    }
}

/// Where a page that was answered when the ledger was so long has notices from.
pub(super) fn live(head: u64, case: Option<CaseId>) -> String {
    let (after, case) = (head.to_string(), case.map(|it| it.to_string()));
    let mut pairs = vec![("after", after.as_str())];
    pairs.extend(case.as_deref().map(|it| ("case", it)));
    format!("/live{}", candour_web::address::query(&pairs))
}

/// Whether what comes changes the pages of a part.
fn shows_a_list(part: Part) -> bool {
    match part {
        Part::Cases | Part::Worklist | Part::Dashboard | Part::Entries => true,
        Part::Search | Part::Drafts | Part::Other => false,
    }
}

/// Answers with a page that belongs to no case.
pub(super) async fn framed<A, F>(web: Web, session: Session, answer: A) -> Page
where
    A: FnOnce(Arc<Desk>) -> F + Send + 'static,
    F: Future<Output = Result<Unframed, Unanswered>>,
{
    let reader = session.reader.clone();
    let page = async move |desk: Arc<Desk>| {
        let head = desk.head().await?;
        let unframed = answer(Arc::clone(&desk)).await?;
        let Unframed { title, part, content, notes, as_it_stood, wrong, shows, withheld } =
            unframed;
        show(&desk, &session, &shows)?;
        let of_now = as_it_stood.is_none() && !wrong && shows_a_list(part.0);
        let title = if wrong { format!("Error: {title}") } else { title };
        let note = notes.join(" ");
        let note = note.strip_prefix("note: ").unwrap_or(&note);
        let frame = Frame {
            part: part.0,
            opens_part: part.1,
            reader: Some(&session.reader),
            as_it_stood,
            withheld,
            live: of_now.then(|| live(head, None)),
            note: Some(candour_web::words::capital(note)).filter(|it| !it.is_empty()),
            ..Frame::of(&title)
        };
        Ok(shown(frame.around(&content).into_string()))
    };
    web.served.answered(page).await.map_err(|why| unanswered(why, Some(&reader)))
}
