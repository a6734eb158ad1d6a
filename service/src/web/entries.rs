//! The entry explorer: the entries of the ledger that meet some conditions, page by page, and one entry as
//! it reads and as it is written.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use candour_domain::case::access::{ShownPage, WithheldReason};
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::identifier::{AgencyId, ChildId, PersonId, PractitionerId};
use candour_domain::time::start_of_day;
use candour_ledger::receipt::Texts;
use candour_ledger::{After, EventStore, Position};
use candour_projections::ask::Ask;
use candour_projections::casebook::read_stream_entries;
use candour_projections::index::{EntryFilter, Page as Positions, entries_of};
use candour_projections::marks::marks;
use candour_projections::marks::seen::seen;
use candour_projections::opened::opened_for;
use candour_projections::proof::Seals;
use candour_projections::roll::Registered;
use candour_projections::running::AskedOn;
use candour_web::asking::Wrong;
use candour_web::frame::Part;
use candour_web::page::entries::{Explored, Wanted, one as one_page, page as list_page};

use super::Web;
use super::answer::{NotShown, Page, unanswered};
use super::framed::{Unframed, framed};
use super::session::Session;
use super::shown::{Words, open, rows};
use super::typed::{Pairs, Typed, given};
use crate::api::TEXT_UTF_8;
use crate::command::receipt::Receipts;
use crate::command::seal;
use crate::exit::Fault;
use crate::moment::Moment;
use crate::name::Names;
use crate::server::{Desk, Unanswered};

/// How many entries a page has.
const ENTRIES: usize = 50;

pub(super) async fn list(
    State(web): State<Web>,
    session: Session,
    Query(pairs): Query<Pairs>,
) -> Page {
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| explored(&desk, who, &pairs).await;
    framed(web, session, answer).await
}

fn wanted(pairs: &Pairs) -> Wanted {
    let text = |name: &str| given(pairs, name).to_owned();
    Wanted {
        kind: text("type"),
        stream: text("stream"),
        child: text("child"),
        person: text("person"),
        agency: text("agency"),
        practitioner: text("practitioner"),
        from: text("from"),
        to: text("to"),
    }
}

async fn explored(desk: &Desk, who: PractitionerId, pairs: &Pairs) -> Result<Unframed, Unanswered> {
    let wanted = wanted(pairs);
    let mut typed = Typed::of(pairs);
    let filter = EntryFilter {
        child: id(&wanted.child).map(ChildId::new),
        person: id(&wanted.person).map(PersonId::new),
        agency: id(&wanted.agency).map(AgencyId::new),
        practitioner: id(&wanted.practitioner).map(PractitionerId::new),
        kind: Some(wanted.kind.clone()).filter(|it| !it.is_empty()),
        from: typed.day("from").map(start_of_day),
        to: typed.day("to").map(|day| Moment::Day(day).end()),
        ..EntryFilter::default()
    };
    let stream = wanted.stream.parse::<StreamId>().ok();
    if stream.is_none() && !wanted.stream.is_empty() {
        let why = "Enter the name of a stream, for example case- and an identifier".to_owned();
        typed.wrong.push(Wrong { field: "stream", why });
    }
    let after = given(pairs, "after").parse::<u64>().unwrap_or(0);
    let mut notes = Vec::new();
    let reader = desk.reader(who).await?;
    let chosen = stream.is_none() && filter != EntryFilter::default();
    let mut positions = match stream {
        Some(stream) => of_stream(desk, stream, after).await?,
        None if filter == EntryFilter::default() => all(desk, after).await?,
        None => {
            let asked = AskedOn { at: desk.now().await?, on_record: None };
            let view = desk.models.asked_for((asked, &reader), &mut notes).await?;
            entries_of(&view, &filter, Positions { after: Some(after), limit: ENTRIES + 1 })?
        }
    };
    let more = positions.len() > ENTRIES;
    positions.truncate(ENTRIES);
    let ask = Ask::everything(RecordClock::Ledger);
    let entries = opened_for(&**desk.store(), &positions, &ask, &reader).await?;
    let agencies = Names::for_reader(&desk.models, Registered::Agencies, &reader).await?;
    let agencies: Vec<(String, String)> = agencies
        .directory()
        .agencies()
        .map(|(id, agency)| (id.to_string(), agency.name.clone()))
        .collect();
    let mut kinds: Vec<&str> = candour_schemas::types().map(|it| it.name).collect();
    kinds.sort_unstable();
    let shown = Explored {
        entries: &entries.entries,
        chosen,
        next: positions.last().copied().filter(|_| more),
        kinds: &kinds,
        agencies: &agencies,
        in_all: desk.store().head().await?.map_or(0, Position::number),
    };
    let content = list_page(&shown, &wanted, &typed.wrong);
    let wrong = !typed.wrong.is_empty();
    let listed = rows(ShownPage::Entries, entries.entries.iter().filter_map(|it| it.case));
    let page = Unframed::of("Entries", (Part::Entries, true), content).showing(listed);
    let page = Unframed { notes, wrong, ..page };
    // By what an entry is found would say something of it.
    Ok(if chosen { page } else { page.without(&entries.not_shown) })
}

fn id(text: &str) -> Option<uuid::Uuid> {
    text.parse().ok()
}

/// The positions after one, with one more than a page has.
async fn all(desk: &Desk, after: u64) -> Result<Vec<u64>, Unanswered> {
    let page = desk.store().read_all(After::from_number(after), ENTRIES + 1).await?;
    Ok(page.iter().map(|it| it.position.number()).collect())
}

/// The positions of a stream after one, with one more than a page has.
async fn of_stream(desk: &Desk, stream: StreamId, after: u64) -> Result<Vec<u64>, Unanswered> {
    let entries = read_stream_entries(&**desk.store(), stream).await?.unwrap_or_default();
    let positions = entries.iter().map(|it| it.position.0).filter(|it| *it > after);
    Ok(positions.take(ENTRIES + 1).collect())
}

pub(super) async fn one(
    State(web): State<Web>,
    session: Session,
    Path(position): Path<u64>,
) -> Page {
    let to = session.clone();
    let who = session.practitioner;
    let answer = async move |desk: Arc<Desk>| {
        let missing = || {
            let what = format!("there is no entry {position} in this ledger");
            Fault::found(what).next("the page of entries lists what there is")
        };
        let before = After::from_number(position.saturating_sub(1));
        let page = desk.store().read_all(before, 1).await?;
        let record = page.first().filter(|it| it.position.number() == position);
        let record = record.ok_or_else(missing)?;
        let entry = candour_schemas::entry(record)?;
        let reader = desk.reader(who).await?;
        let stream = read_stream_entries(&**desk.store(), entry.stream).await?.unwrap_or_default();
        let marks = marks(&stream.iter().collect::<Vec<_>>());
        let mut told = Vec::new();
        let entry = seen(vec![entry], (&marks, &reader), &mut told).pop();
        let not_shown =
            || NotShown(told.first().map_or(WithheldReason::HandlingUnknown, |it| it.reason));
        let entry = entry.ok_or_else(not_shown)?;
        let json: serde_json::Value =
            serde_json::from_str(&candour_schemas::export::to_json(&entry)?)?;
        let json = serde_json::to_string_pretty(&json)?;
        let ask = Ask::everything(RecordClock::Ledger);
        let found = opened_for(&**desk.store(), &[position], &ask, &reader).await?;
        let read = found.entries.first().ok_or_else(missing)?;
        let said = desk.said_of_itself().await?;
        let seal = Seals::of(&said).at(entry.position);
        let words = if told.is_empty() { Words::Shown } else { Words::Withheld };
        open(&desk, &to, (&entry, words)).await?;
        let title = format!("Entry {position}");
        let page = one_page(read, seal.as_ref(), &json);
        Ok(Unframed::of(&title, (Part::Entries, false), page).without(&told))
    };
    framed(web, session, answer).await
}

/// Hands out the receipt of an entry, without its words.
pub(super) async fn receipt(
    State(web): State<Web>,
    session: Session,
    Path(position): Path<u64>,
) -> Page {
    let made = async move |desk: Arc<Desk>| {
        let receipts = Receipts::open(&desk.models.directory, desk.store()).await?;
        Ok(receipts.of(position, Texts::LeftOut).await?.to_string())
    };
    let made = web.served.answered(made).await;
    let text = made.map_err(|why| unanswered(why, Some(&session.reader)))?;
    Ok(file(&format!("entry-{position}.tlog-proof"), text))
}

/// Hands out the last checkpoint.
pub(super) async fn checkpoint(State(web): State<Web>, session: Session) -> Page {
    let last = async |desk: Arc<Desk>| Ok(seal::last(&desk.models.directory)?.to_string());
    let last = web.served.answered(last).await;
    let text = last.map_err(|why| unanswered(why, Some(&session.reader)))?;
    Ok(file("checkpoint.txt", text))
}

/// A text to be kept as a file of this name.
fn file(name: &str, text: String) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, TEXT_UTF_8.to_owned()), (CONTENT_DISPOSITION, kept)], text).into_response()
}
