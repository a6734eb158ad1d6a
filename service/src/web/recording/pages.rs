//! The pages that are looked at: which forms there are, an empty form, one that is gone on with, its
//! answers to be checked, what was recorded, and the drafts of whoever is signed in.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use candour_commands::Circumstances;
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::identifier::{CaseId, EntryId};
use candour_domain::party::Actor;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::duties::duties as duties_of;
use candour_projections::summary::{Names, summary};
use candour_web::Markup;
use candour_web::asking::{Asking, Clock};
use candour_web::form::{Amiss, Answers, Checking, Filling, asked, check, fill};
use candour_web::page::case::{CaseFrame, Sayings, duties as duties_page};
use candour_web::page::record::{self, DraftLine, Offered, Recorded};
use candour_web::words::moment;
use chrono::TimeDelta;
use uuid::Uuid;

use super::filled::{Filled, filled, refused};
use super::forms::{CHAPTERS, Recordable, of_name};
use super::known::Known;
use super::{Answered, Written, answered, answered_anywhere, draft_of, recording};
use crate::drafts::{Draft, Drafts};
use crate::exit::Fault;
use crate::name;
use crate::server::{Desk, Unanswered};
use crate::web::Web;
use crate::web::answer::Page;
use crate::web::case::meant;
use crate::web::session::Session;
use crate::web::typed::{Pairs, given};

/// A form with the draft that is filled in, and what is known.
pub(super) struct Open {
    pub(super) of: Recordable,
    pub(super) draft: Draft,
    pub(super) known: Known,
    pub(super) by: Actor,
}

impl Open {
    /// A draft with its form.
    pub(super) async fn of(desk: &Desk, draft: Draft) -> Result<Self, Unanswered> {
        let of = of_name(&draft.form).ok_or_else(no_form)?;
        let known = Known::of(desk, draft.case, draft.writer).await?;
        let by = known.posts.get(&draft.writer).cloned().ok_or_else(|| {
            Fault::found(
                "you hold no post on record, so it is not known for which agency you record",
            )
            .next("ask those who keep this ledger to record the post that you hold")
        })?;
        Ok(Self { of, draft, known, by })
    }

    /// What it comes to.
    pub(super) fn filled(&self) -> Filled {
        filled(self.of, &self.draft, &self.known, &self.by)
    }

    /// Why it would be refused.
    pub(super) async fn refused(
        &self,
        desk: &Desk,
        filled: &Filled,
    ) -> Result<Vec<Amiss>, Unanswered> {
        let request = match &filled.request {
            Ok(request) => request,
            Err(amiss) => return Ok(amiss.clone()),
        };
        let (recorder, _) = recording(desk)?;
        let now = Circumstances::at(desk.edge.now());
        let all = asked(self.of.form, &self.draft.answers, &self.known.choices);
        let why = refused(recorder, request, now, &all, &self.draft).await?;
        Ok(why.into_iter().collect())
    }

    /// The form, with what is wrong with it.
    pub(super) fn form(&self, amiss: &[Amiss]) -> Written {
        let records = self.known.words(self.draft.writer);
        let to = format!("/cases/{}/record/{}", self.draft.case, self.of.form.name);
        let content = fill(&Filling {
            form: self.of.form,
            answers: &self.draft.answers,
            choices: &self.known.choices,
            amiss,
            case: &self.known.name,
            records: &records,
            to: &to,
            draft: &self.draft.id.to_string(),
            seen: self.draft.seen,
        });
        let page = Written::of(self.of.form.title, content).without(self.known.withheld.clone());
        let page = page.in_case(self.draft.case, &self.known.name);
        if amiss.is_empty() { page } else { page.wrong() }
    }

    /// The answers to be checked, with what was recorded since a position and why it was not recorded.
    pub(super) fn answers(&self, filled: &Filled, since: u64, amiss: &[Amiss]) -> Written {
        let records = self.known.words(self.draft.writer);
        let content = check(&Checking {
            form: self.of.form,
            answers: &self.draft.answers,
            choices: &self.known.choices,
            read_as: &filled.read_as,
            refused: amiss,
            since: &self.known.since(since),
            left_out: self.draft.left_out,
            case: &self.known.name,
            records: &records,
            draft: &self.draft.id.to_string(),
            in_case: &self.draft.case.to_string(),
            seen: self.known.last,
        });
        let page = Written::of("Check your answers", content).without(self.known.withheld.clone());
        let page = page.in_case(self.draft.case, &self.known.name);
        if amiss.is_empty() { page } else { page.wrong() }
    }
}

pub(super) fn no_form() -> Fault {
    Fault::found("there is no such form").next("the page of the case leads to those that there are")
}

pub(super) async fn offered(
    State(web): State<Web>,
    session: Session,
    Path(named): Path<String>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (_, drafts) = recording(&desk)?;
        let reader = desk.reader(session.practitioner).await?;
        let (case, book) = meant(&desk, &named, &reader).await?;
        let name = name::case_name(&book, &Ask::everything(RecordClock::Ledger));
        let chapter = |it: &'static super::forms::Chapter| Offered {
            title: it.title,
            forms: it
                .forms
                .iter()
                .map(|it| (it.form.title, format!("/cases/{case}/record/{}", it.form.name)))
                .collect(),
        };
        let chapters: Vec<Offered> = CHAPTERS.iter().map(chapter).collect();
        let content = record::offered(&name, &chapters, drafts.days_kept());
        Ok(Written::of("Record something", content).in_case(case, &name).into())
    };
    answered(web, session, answer).await
}

pub(super) async fn begun(
    State(web): State<Web>,
    session: Session,
    Path((named, form)): Path<(String, String)>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        recording(&desk)?;
        let of = of_name(&form).ok_or_else(no_form)?;
        let reader = desk.reader(session.practitioner).await?;
        let (case, book) = meant(&desk, &named, &reader).await?;
        let draft = Draft {
            id: desk.edge.id(),
            writer: session.practitioner,
            case,
            form: of.form.name.to_owned(),
            answers: Answers::default(),
            left_out: 0,
            seen: book.entries.last().map_or(0, |it| it.position.0),
            saved: desk.edge.now(),
        };
        Ok(Open::of(&desk, draft).await?.form(&[]).into())
    };
    answered(web, session, answer).await
}

pub(super) async fn continued(
    State(web): State<Web>,
    session: Session,
    Path(named): Path<String>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (_, draft) = draft_of(&desk, &session, &named)?;
        Ok(Open::of(&desk, draft).await?.form(&[]).into())
    };
    answered(web, session, answer).await
}

pub(super) async fn checked(
    State(web): State<Web>,
    session: Session,
    Path(named): Path<String>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (_, draft) = draft_of(&desk, &session, &named)?;
        let open = Open::of(&desk, draft).await?;
        let filled = open.filled();
        let amiss = open.refused(&desk, &filled).await?;
        Ok(if amiss.is_empty() {
            open.answers(&filled, open.draft.seen, &[]).into()
        } else {
            open.form(&amiss).into()
        })
    };
    answered(web, session, answer).await
}

/// How a draft stands in the list.
async fn line(desk: &Desk, drafts: &Drafts, draft: &Draft) -> Result<DraftLine, Unanswered> {
    let title = of_name(&draft.form).map_or("A form that there is no longer", |it| it.form.title);
    let reader = desk.reader(draft.writer).await?;
    let book = desk.models.casebook_for(draft.case, &reader).await?;
    let ask = Ask::everything(RecordClock::Ledger);
    let case = book.map_or_else(|| draft.case.to_string(), |it| name::case_name(&it, &ask));
    let until = draft.saved + TimeDelta::days(i64::from(drafts.days_kept()));
    Ok(DraftLine {
        id: draft.id.to_string(),
        title: title.to_owned(),
        case: (case, draft.case.to_string()),
        saved: moment(draft.saved),
        until: moment(until),
    })
}

pub(super) async fn drafts(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (_, drafts) = recording(&desk)?;
        drafts.erase_old(desk.edge.now())?;
        let mut lines = Vec::new();
        for draft in drafts.all_of(session.practitioner)? {
            lines.push(line(&desk, drafts, &draft).await?);
        }
        let done = match given(&pairs, "done") {
            "saved" => Some("Your draft is saved"),
            "deleted" => Some("The draft is deleted"),
            _ => None,
        };
        let content = record::drafts(&lines, done, drafts.days_kept());
        Ok(Written::of("Your drafts", content).into())
    };
    answered(web, session, answer).await
}

pub(super) async fn deleting(
    State(web): State<Web>,
    session: Session,
    Path(named): Path<String>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (drafts, draft) = draft_of(&desk, &session, &named)?;
        let line = line(&desk, drafts, &draft).await?;
        Ok(Written::of("Delete a draft", record::deleting(&line)).into())
    };
    answered(web, session, answer).await
}

pub(super) async fn recorded(
    State(web): State<Web>,
    session: Session,
    Path((named, request)): Path<(String, String)>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let reader = desk.reader(session.practitioner).await?;
        let (case, book) = meant(&desk, &named, &reader).await?;
        let entries = of_request(&book, &request);
        if entries.is_empty() {
            return Err(Fault::found("nothing of this case was recorded under this number").into());
        }
        let name = name::case_name(&book, &Ask::everything(RecordClock::Ledger));
        let words =
            Names::of(&book, &book.directory, Ask::everything(RecordClock::Ledger).on_record);
        let one = |entry: &&Entry| Recorded {
            label: book.label(entry),
            position: entry.position.0,
            entry: entry.id.to_string(),
            title: summary(&entry.event, &words).title,
            at: moment(entry.recorded_at),
            by: format!(
                "{}, {}",
                book.directory.practitioner_name(entry.author),
                book.directory.agency_name(entry.agency)
            ),
        };
        let said: Vec<Recorded> = entries.iter().map(one).collect();
        let ids: Vec<EntryId> = entries.iter().map(|it| it.id).collect();
        let now = desk.now().await?;
        let duties = duties(&book, &name, &ids, now)?;
        let content = record::recorded((&name, &case.to_string()), &said, duties.as_ref());
        Ok(Written::of("Recorded", content).in_case(case, &name).into())
    };
    answered_anywhere(web, session, answer).await
}

/// The entries of a case that a request was recorded as.
pub(super) fn of_request<'a>(book: &'a Casebook, request: &str) -> Vec<&'a Entry> {
    let Ok(request) = request.parse::<Uuid>() else { return Vec::new() };
    book.entries.iter().filter(|it| it.request.uuid() == request).collect()
}

/// The duties that some entries opened; none where they opened none.
fn duties(
    book: &Casebook,
    name: &str,
    entries: &[EntryId],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<Markup>, Unanswered> {
    let asking = Asking {
        at: String::new(),
        on_record: String::new(),
        clock: Clock::Ledger,
        clock_named: false,
        contemporaneous: false,
    };
    let sayings = Sayings::new();
    let frame = CaseFrame { case: book.case, name, asking: &asking, wrong: &[], sayings: &sayings };
    let view = duties_of(book, &Ask::everything(RecordClock::Ledger).at(now))?;
    let opened = |by: Option<EntryId>| by.is_some_and(|it| entries.contains(&it));
    let rows = view.rows.iter().filter(|row| opened(row.opening.as_ref().map(|it| it.entry)));
    let rows: Vec<_> = rows.collect();
    Ok((!rows.is_empty()).then(|| duties_page::opened_by(&frame, &rows)))
}

/// The case of a draft that is no longer there, where the request of that identifier was recorded in it.
pub(super) async fn recorded_in(
    desk: &Desk,
    case: CaseId,
    draft: &str,
) -> Result<Option<Answered>, Unanswered> {
    let Some(book) = desk.models.casebook(case).await? else { return Ok(None) };
    let found = !of_request(&book, draft).is_empty();
    Ok(found.then(|| Answered::To(format!("/cases/{case}/recorded/{draft}"))))
}
