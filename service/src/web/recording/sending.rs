//! What forms send: answers to be kept and checked, a draft to be recorded or deleted.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use candour_commands::{Circumstances, Outcome, RecordError};
use candour_domain::entry::Entry;
use candour_domain::identifier::CaseId;
use candour_web::form::{Amiss, SEEN, asked};
use candour_web::frame::Frame;
use candour_web::page::record::{self, NotTaken};
use uuid::Uuid;

use super::filled::at_field;
use super::forms::of_name;
use super::pages::{Open, no_form, recorded_in};
use super::sent::{Sent, ToDo};
use super::{Answered, Written, answered, draft_of, no_draft, own_draft, recording};
use crate::drafts::{DRAFT_BYTES_MAX, DRAFTS_MAX, Draft, Drafts, Kept};
use crate::server::{Desk, Unanswered};
use crate::web::Web;
use crate::web::answer::{Page, answered as answer_with};
use crate::web::case::meant;
use crate::web::session::Session;

/// The field under which a form says in which case it is.
const CASE: &str = "case";

/// What a form has in its fields.
type Fields = Vec<(String, String)>;

/// Answers that were sent: kept, and then left, or checked.
pub(super) async fn sent(
    State(web): State<Web>,
    session: Result<Session, Response>,
    Path((named, form)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Page {
    let to = format!("/cases/{named}/record/{form}");
    let Ok(session) = session else {
        return Ok(not_taken(NotTaken::SignedOut, &to, &fields));
    };
    if recording(web.served.desk()).is_err() {
        return Ok(not_taken(NotTaken::OnlyReads, &to, &fields));
    }
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let of = of_name(&form).ok_or_else(no_form)?;
        let reader = desk.reader(session.practitioner).await?;
        let (case, book) = meant(&desk, &named, &reader).await?;
        let Sent { draft, seen, to_do, answers, left_out } = Sent::of(fields);
        let (_, drafts) = recording(&desk)?;
        let last = book.entries.last().map_or(0, |it| it.position.0);
        let recorded = |id: &Uuid| book.entries.iter().any(|it| it.request.uuid() == *id);
        if to_do == ToDo::Keep && draft.as_ref().is_some_and(recorded) {
            return Ok(Answered::Recorded);
        }
        // Whoever went back to a form that was recorded, and wrote on, writes something new.
        let draft = draft.filter(|id| !recorded(id));
        let mut draft = Draft {
            id: draft.unwrap_or_else(|| desk.edge.id()),
            writer: session.practitioner,
            case,
            form: of.form.name.to_owned(),
            answers,
            left_out,
            seen: seen.unwrap_or(last).min(last),
            saved: desk.edge.now(),
        };
        let kept = kept(drafts, &mut draft, &desk)?;
        after(&desk, draft, to_do, kept).await
    };
    answered(web, session, answer).await
}

/// Keeps a draft. Where another person has one of that identifier, it becomes one of its own.
fn kept(drafts: &Drafts, draft: &mut Draft, desk: &Desk) -> Result<Kept, Unanswered> {
    drafts.erase_old(draft.saved)?;
    match drafts.of(draft.writer, draft.id)? {
        Some(before) => draft.left_out = draft.left_out.max(before.left_out),
        // Where nothing is written there is nothing to keep.
        None if draft.answers.is_empty() => return Ok(Kept::Whole),
        None => {}
    }
    let kept = drafts.keep(draft)?;
    if kept == Kept::AnotherPersons {
        draft.id = desk.edge.id();
        return Ok(drafts.keep(draft)?);
    }
    Ok(kept)
}

async fn after(desk: &Desk, draft: Draft, to_do: ToDo, kept: Kept) -> Result<Answered, Unanswered> {
    let not_kept = |why: String| Amiss { field: String::new(), why };
    let why = match kept {
        Kept::Whole => None,
        Kept::TooLarge => Some(format!(
            "This is longer than a draft can be, which is {} kB in all. It is not saved: shorten it, or \
             record it in several entries",
            DRAFT_BYTES_MAX / 1024
        )),
        Kept::TooMany | Kept::AnotherPersons => Some(format!(
            "You have {DRAFTS_MAX} drafts, which is as many as can be kept. This one is not saved: delete one \
             of the others first, in another tab"
        )),
    };
    match (to_do, why) {
        (ToDo::Keep, None) => Ok(Answered::Nothing),
        (ToDo::Save, None) if draft.answers.is_empty() => Ok(Answered::To("/drafts".to_owned())),
        (ToDo::Save, None) => Ok(Answered::To("/drafts?done=saved".to_owned())),
        (ToDo::Keep | ToDo::Save | ToDo::Check, Some(why)) => {
            Ok(Open::of(desk, draft).await?.form(&[not_kept(why)]).into())
        }
        (ToDo::Check, None) => {
            let open = Open::of(desk, draft).await?;
            let filled = open.filled();
            let amiss = open.refused(desk, &filled).await?;
            Ok(if amiss.is_empty() {
                Answered::To(format!("/drafts/{}/check", open.draft.id))
            } else {
                open.form(&amiss).into()
            })
        }
    }
}

/// The page that gives back what was typed and could not be taken in.
fn not_taken(why: NotTaken, to: &str, fields: &[(String, String)]) -> Response {
    let content = record::not_taken(why, to, fields);
    let (title, status) = match why {
        NotTaken::SignedOut => ("You were signed out", StatusCode::UNAUTHORIZED),
        NotTaken::OnlyReads => ("Nothing can be recorded here", StatusCode::FORBIDDEN),
    };
    answer_with(status, Frame::of(title).around(&content).into_string())
}

/// A draft that is to be recorded.
pub(super) async fn recorded(
    State(web): State<Web>,
    session: Result<Session, Response>,
    Path(named): Path<String>,
    Form(fields): Form<Fields>,
) -> Page {
    let Ok(session) = session else {
        let to = format!("/drafts/{named}/record");
        return Ok(not_taken(NotTaken::SignedOut, &to, &fields));
    };
    let turns = Arc::clone(&web.served.turns);
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (_, drafts) = recording(&desk)?;
        let held = |name: &str| {
            let mut found = fields.iter().filter(|(field, _)| field == name);
            found.next().map(|(_, value)| value.as_str())
        };
        let Some(draft) = own_draft(drafts, &session, &named)? else {
            let case = held(CASE).and_then(|it| it.parse().ok()).map(CaseId::new);
            let before = match case {
                Some(case) => recorded_in(&desk, case, &named).await?,
                None => None,
            };
            return before.ok_or_else(|| no_draft().into());
        };
        let seen = held(SEEN).and_then(|it| it.parse().ok()).unwrap_or(draft.seen);
        let open = Open::of(&desk, draft).await?;
        // Nobody else records between the look and the record.
        let _alone = turns.write().await;
        record_one(&desk, open, seen).await
    };
    answered(web, session, answer).await
}

async fn record_one(desk: &Desk, open: Open, seen: u64) -> Result<Answered, Unanswered> {
    let filled = open.filled();
    let request = match &filled.request {
        Ok(request) => request.clone(),
        Err(amiss) => return Ok(open.form(amiss).into()),
    };
    let reader = desk.reader(open.draft.writer).await?;
    let book = desk.models.casebook_for(open.draft.case, &reader).await?;
    let last = book.and_then(|it| it.entries.last().map(|it| it.position.0)).unwrap_or(0);
    let done = format!("/cases/{}/recorded/{}", open.draft.case, open.draft.id);
    if last > seen {
        let id = open.draft.id.to_string();
        if let Some(before) = recorded_in(desk, open.draft.case, &id).await? {
            return Ok(before);
        }
        // What came while this was read is shown as well.
        let open = Open::of(desk, open.draft).await?;
        return Ok(open.answers(&filled, seen, &[]).into());
    }
    let (recorder, drafts) = recording(desk)?;
    match recorder.record(request, Circumstances::at(desk.edge.now())).await {
        Ok(Outcome::Recorded(_)) => {
            drafts.erase(open.draft.writer, open.draft.id)?;
            Ok(Answered::To(done))
        }
        Ok(Outcome::AlreadySo(entries)) => {
            if entries.iter().any(|it| it.request.uuid() == open.draft.id) {
                drafts.erase(open.draft.writer, open.draft.id)?;
                return Ok(Answered::To(done));
            }
            Ok(already_so(&open, &entries).into())
        }
        Err(RecordError::Refused(refusal)) => {
            let all = asked(open.of.form, &open.draft.answers, &open.known.choices);
            let amiss = at_field(&refusal, &all, &open.draft);
            Ok(open.form(&[amiss]).into())
        }
        Err(
            error @ (RecordError::Busy { .. }
            | RecordError::NotWritten(_)
            | RecordError::Unknown { .. }),
        ) => {
            tracing::warn!(%error, "a form was not recorded");
            let why =
                "It is not certain that this was recorded. Press \u{201c}Record it\u{201d} again: \
                       what was recorded is not recorded twice"
                    .to_owned();
            let amiss = Amiss { field: String::new(), why };
            Ok(open.answers(&filled, seen, &[amiss]).into())
        }
        Err(
            error @ (RecordError::ReadOnly
            | RecordError::Damaged { .. }
            | RecordError::Unwritable(_)),
        ) => Err(error.into()),
    }
}

fn already_so(open: &Open, entries: &[Entry]) -> Written {
    let says = |entry: &Entry| {
        let value = entry.id.to_string();
        let known = open.known.choices.entries.iter().find(|it| it.value == value);
        let says = known.map_or_else(|| format!("#{}", entry.position.0), |it| it.says.clone());
        (entry.position.0, says)
    };
    let said: Vec<(u64, String)> = entries.iter().map(says).collect();
    let content = record::already_so(&said, &open.draft.id.to_string());
    Written::of("It is already on record", content).in_case(open.draft.case, &open.known.name)
}

/// A draft that is to be deleted.
pub(super) async fn deleted(
    State(web): State<Web>,
    session: Session,
    Path(named): Path<String>,
) -> Page {
    let answer = async move |desk: Arc<Desk>, session: Session| {
        let (drafts, draft) = draft_of(&desk, &session, &named)?;
        drafts.erase(draft.writer, draft.id)?;
        Ok(Answered::To("/drafts?done=deleted".to_owned()))
    };
    answered(web, session, answer).await
}
