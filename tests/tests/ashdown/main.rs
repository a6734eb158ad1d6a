//! The Ashdown case end to end: seven agencies' files imported into a ledger, and every question
//! answered as it was worked out by hand.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it says")]

mod answers;
mod bundle;
mod case;
mod sealed;

use answers::InContext;
use candour_domain::calendar::Calendar;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::EntryId;
use candour_domain::time::{Certainty, CivilMinute, When};
use candour_projections::ask::Ask;
use candour_projections::casebook::{Casebook, Found};
use candour_projections::duties::duties;
use candour_projections::knowledge::{
    Cite, Context, ContextItem, Exchange, Gap, Holder, Knowledge, Lateness, Scope, Stage, Watershed,
};
use chrono::{DateTime, Utc};

fn claims() -> Ask {
    Ask::everything(RecordClock::Claims)
}

fn moment(text: &str) -> DateTime<Utc> {
    When::Minute(text.parse::<CivilMinute>().unwrap()).interval().earliest()
}

fn usual() -> Lateness {
    Lateness::usual(Calendar::england_and_wales().unwrap())
}

fn entry(book: &Casebook, reference: &str) -> EntryId {
    match book.entry_by_reference(reference) {
        Found::One(entry) => entry.id,
        Found::None | Found::Ambiguous(_) => panic!("{reference} does not name one entry"),
    }
}

fn mark(cite: &Cite, certain: Certainty) -> String {
    let label = &cite.label;
    match certain {
        Certainty::Yes => label.to_string(),
        Certainty::NotCertain => format!("{label} (not certain)"),
        Certainty::No => format!("{label} (no)"),
    }
}

#[tokio::test]
async fn the_matrix_is_as_it_was_worked_out() {
    let book = case::imported().await;
    let knowledge = Knowledge::of(&book, claims());
    let lateness = usual();
    let matrix = knowledge.matrix(Scope::Facts, &lateness);
    let found: Vec<(String, Vec<(String, String)>)> = matrix
        .rows
        .iter()
        .map(|row| {
            let cells = matrix.agencies.iter().zip(&row.cells);
            let told = cells.filter(|(_, cell)| !cell.words.is_empty());
            let mut told: Vec<(String, String)> =
                told.map(|(agency, cell)| (agency.name.to_string(), cell.words.clone())).collect();
            told.sort();
            (row.item.cite.label.to_string(), told)
        })
        .collect();
    let expected: Vec<(String, Vec<(String, String)>)> = answers::MATRIX
        .iter()
        .map(|(item, cells)| {
            let owned = |(agency, words): &(&str, &str)| (agency.to_string(), words.to_string());
            let mut cells: Vec<(String, String)> = cells.iter().map(owned).collect();
            cells.sort();
            (item.to_string(), cells)
        })
        .collect();
    assert_eq!(found, expected);
    let mut alphabetical = matrix.agencies.clone();
    alphabetical.sort();
    assert_eq!(matrix.agencies, alphabetical);
}

fn holder(holder: &Holder<'_>) -> String {
    let stage = match holder.stage {
        Stage::Held => "held",
        Stage::Known => "known",
        Stage::Sent | Stage::Opened | Stage::Considered => "otherwise",
    };
    let room = if holder.in_the_room { ", in the room" } else { "" };
    let exchange = match &holder.exchange {
        Exchange::NoRequestOnRecord => "no request on record".to_owned(),
        Exchange::DecidedNotToShare(it)
        | Exchange::SentNotReceived(it)
        | Exchange::AskedNoReply(it)
        | Exchange::AnsweredWithoutIt(it) => format!("by {}", it.label),
    };
    format!("{} {stage} {}{room}, {exchange}", holder.agency.name, holder.days)
}

fn compare(found: &Context<'_>, expected: &InContext) {
    let items = |list: &[ContextItem<'_>]| -> Vec<String> {
        list.iter().map(|it| mark(&it.item.cite, it.certain)).collect()
    };
    assert_eq!(items(&found.considered), expected.considered);
    assert_eq!(items(&found.known_not_listed), expected.known_not_listed);
    assert_eq!(items(&found.held_not_known), [""; 0]);
    assert_eq!(items(&found.recorded_afterwards), expected.recorded_afterwards);
    let elsewhere: Vec<String> = found
        .held_elsewhere
        .iter()
        .map(|it| {
            let holders: Vec<String> = it.holders.iter().map(holder).collect();
            format!("{}: {}", it.item.cite.label, holders.join("; "))
        })
        .collect();
    assert_eq!(elsewhere, expected.held_elsewhere);
    let relied: Vec<&str> =
        found.relied_on_without_entry.iter().map(|it| it.statement.as_str()).collect();
    assert_eq!(relied, expected.relied_on_without_entry);
}

#[tokio::test]
async fn both_decisions_stand_in_their_context() {
    let book = case::imported().await;
    let knowledge = Knowledge::of(&book, claims());
    compare(&knowledge.context_of(entry(&book, "C2")).unwrap(), &answers::C2);
    compare(&knowledge.context_of(entry(&book, "C7")).unwrap(), &answers::C7);
}

fn gap(gap: &Gap<'_>) -> String {
    let sent = if gap.sent.is_some() { " sent, no receipt" } else { "" };
    let expected = gap.expected.as_ref().map(|it| format!(", expected by {}", it.row));
    format!("{} {}{sent}{}", gap.agency.name, gap.days, expected.unwrap_or_default())
}

#[tokio::test]
async fn involved_and_not_told_is_as_it_was_worked_out() {
    let book = case::imported().await;
    let at = moment("2026-01-26T16:30");
    let knowledge = Knowledge::as_it_stood(&book, claims(), at);
    let found = knowledge.gaps(at);
    let found: Vec<String> = found
        .items
        .iter()
        .map(|it| {
            let told: Vec<String> = it.not_told.iter().map(gap).collect();
            let children = it.item.children.join(", ");
            format!("{} ({children}): {}", it.item.cite.label, told.join(", "))
        })
        .collect();
    assert_eq!(found, answers::GAPS);
}

#[tokio::test]
async fn late_records_are_as_they_were_worked_out() {
    let book = case::imported().await;
    let watershed = Watershed(moment("2026-02-24T09:30"));
    let knowledge = Knowledge::of(&book, claims());
    let found = knowledge.late_records(&usual(), Some(watershed));
    let late: Vec<(&str, u32)> =
        found.late.iter().map(|it| (it.item.cite.label.as_str(), it.working_days)).collect();
    assert_eq!(late, answers::LATE);
    let across: Vec<String> =
        found.across.iter().map(|it| mark(&it.item.cite, it.before)).collect();
    assert_eq!(across, answers::ACROSS);
    assert_eq!(found.beyond_calendar, []);
}

#[tokio::test]
async fn a_decision_is_an_item_too() {
    let book = case::imported().await;
    let knowledge = Knowledge::of(&book, claims());
    let answer = knowledge.who_knew(entry(&book, "C2")).unwrap();
    let knowers: Vec<_> =
        answer.knowers.iter().map(|it| (it.who.name.as_str(), it.stage)).collect();
    assert_eq!(knowers, [("N. Adeyemi", Stage::Known)]);
}

#[tokio::test]
async fn the_duties_as_at_30_june_are_as_they_were_worked_out() {
    let book = case::imported().await;
    let found = duties(&book, &claims().at(moment("2026-06-30T23:59"))).unwrap();
    let found: Vec<String> = found
        .rows
        .iter()
        .map(|row| {
            let opening = row.opening.as_ref().map_or("no opening", |it| it.label.as_str());
            let due = row.due.as_ref().map_or("never", |it| it.text.as_str());
            let by = row.discharged_by.as_ref().map_or("none", |it| it.label.as_str());
            let mut children: Vec<&str> = row.children.iter().map(|it| it.name.as_str()).collect();
            children.sort_unstable();
            let late = row.late.and_then(|it| it.working_days);
            let late = late.map(|days| format!(" {days} working days")).unwrap_or_default();
            let day = row.working_day.map(|day| format!(", working day {day}")).unwrap_or_default();
            let (rule, status, children) = (&row.rule, &row.status_text, children.join(" and "));
            format!("{rule} {opening} ({children}): due {due}: {status}{late}: by {by}{day}")
        })
        .collect();
    assert_eq!(found, answers::DUTIES);
}

#[tokio::test]
async fn the_same_files_again_add_nothing() {
    let (first, second, report) = case::imported_twice().await;
    assert_eq!(first, second);
    let recorded: usize = report.files.iter().map(|file| file.entries.recorded).sum();
    assert_eq!((recorded, report.named.recorded), (0, 0));
}
