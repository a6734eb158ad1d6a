//! What happened, in the order in which it happened: fact apart from later notes and analysis, a child's
//! voice marked, dates that are not certain said to be so, and how late each entry was recorded. Which
//! rows are wanted stands in the address.

use std::borrow::Cow;

use candour_domain::envelope::FactStatus;
use candour_projections::chronology::{
    Chronology, Disclosed, DisclosedStep, Note, RecordedBasis, RecordedShown, Row, RowStanding,
    by_meeting,
};
use maud::{Markup, Render, html};

use super::overview::code;
use super::{CaseFrame, CasePage, Items};
use crate::asking::{FILTER, question};
use crate::component::{
    Button, Checkboxes, Choice, Hint, Input, Select, SelectOption, SummaryList, SummaryRow, tag,
};
use crate::words::{capital, count, day, days, in_full, listed, working_days};
use crate::written::{Capital, InFull, Room, Text};

/// About how many bytes a row has.
const ROW_BYTES: usize = 1_300;

/// Which rows are wanted, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// An agency, by identifier.
    pub agency: String,
    /// A child, by identifier.
    pub child: String,
    /// Words that occur.
    pub text: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whether facts alone are wanted.
    pub facts: bool,
    /// Whether the steps of imported rows are wanted.
    pub steps: bool,
}

impl Wanted {
    /// As pairs of an address.
    pub fn pairs(&self) -> [(&str, &str); 7] {
        let yes = |it: bool| if it { "yes" } else { "" };
        [
            ("agency", &self.agency),
            ("child", &self.child),
            ("text", &self.text),
            ("from", &self.from),
            ("to", &self.to),
            ("facts", yes(self.facts)),
            ("steps", yes(self.steps)),
        ]
    }

    fn narrows(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }
}

/// What can be chosen from: names with their identifiers.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The agencies.
    pub agencies: Vec<(String, String)>,
    /// The children.
    pub children: Vec<(String, String)>,
}

/// The page.
pub fn page(
    frame: &CaseFrame<'_>,
    answer: &Chronology,
    wanted: &Wanted,
    choices: &Choices,
) -> Markup {
    let (shown, all) = (answer.rows.len() as u64, answer.rows_in_all as u64);
    html! {
        (frame.top(CasePage::Chronology, "Chronology"))
        (frame.asked("/chronology", &wanted.pairs()))
        div class="candour-filtered" {
            div class="candour-filtered__filter" { (filter(frame, wanted, choices)) }
            div class="candour-filtered__rows" {
                p class="govuk-body" aria-live="polite" {
                    (count(shown, "row", "rows")) " of " (count(all, "row", "rows"))
                    @if !wanted.steps { ". Steps derived from an imported row are told beside it" } "."
                }
                @if answer.rows.is_empty() {
                    p class="govuk-body" { "No row meets all of this." }
                } @else {
                    ol class="moj-timeline candour-timeline" {
                        (Rows { frame, items: frame.items(), shown: &answer.rows })
                    }
                }
            }
        }
    }
}

fn filter(frame: &CaseFrame<'_>, wanted: &Wanted, choices: &Choices) -> Markup {
    let select = |label: &str, name: &'static str, chosen: &str, from: &[(String, String)]| {
        let mut options = vec![SelectOption::of("All", "", chosen.is_empty())];
        options.extend(from.iter().map(|(id, text)| SelectOption::of(text, id, id == chosen)));
        Select::of(label, name, options).markup()
    };
    let date = |label: &str, name: &'static str, value: &str| {
        let mut field = Input::of(label, name);
        field.hint = Some(Hint::of("For example, 26/1/2026"));
        field.value = Some(value);
        field.classes = "govuk-input--width-10";
        let why = frame.wrong.iter().find(|it| it.field == name);
        field.error = why.map(|it| crate::component::ErrorMessage::of(&it.why));
        field.markup()
    };
    let mut text = Input::of("Words that occur", "text");
    text.value = Some(&wanted.text);
    let only = |text: &str, name: &'static str, chosen: bool| {
        let items = vec![Choice::of(text, "yes").checked_if(chosen)];
        let mut boxes = Checkboxes::of("", name, items);
        boxes.fieldset = None;
        boxes.classes = "govuk-checkboxes--small";
        boxes.markup()
    };
    html! {
        (question(&frame.path("/chronology"), FILTER, &html! {
            h2 class="govuk-heading-s" { "Filter" }
            (kept(frame))
            (select("Agency", "agency", &wanted.agency, &choices.agencies))
            (select("Child", "child", &wanted.child, &choices.children))
            (text.markup())
            (date("From", "from", &wanted.from))
            (date("To", "to", &wanted.to))
            (only("Facts alone", "facts", wanted.facts))
            (only("Steps of imported rows as well", "steps", wanted.steps))
            (Button::submit("Apply").secondary().markup())
            @if wanted.narrows() {
                p class="govuk-body" {
                    a class="govuk-link" href=(frame.address("/chronology")) { "Clear the filter" }
                }
            }
        }))
    }
}

/// What the page is asked on, to be sent with the filter.
fn kept(frame: &CaseFrame<'_>) -> Markup {
    let clock = if frame.asking.clock_named { frame.asking.clock.name() } else { "" };
    html! {
        @for (name, value) in
            [("at", frame.asking.at.as_str()), ("on-record", &frame.asking.on_record), ("clock", clock)]
        {
            @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
        }
    }
}

/// The rows, written one by one into the page.
struct Rows<'a> {
    frame: &'a CaseFrame<'a>,
    items: Items,
    shown: &'a [Row],
}

impl Render for Rows<'_> {
    fn render_to(&self, page: &mut String) {
        Room(self.shown.len() * ROW_BYTES).render_to(page);
        for row in self.shown {
            page.push_str(&self.one(row).0);
        }
    }
}

impl Rows<'_> {
    fn one(&self, row: &Row) -> Markup {
        let position = row.entry.position;
        let names = children(row);
        let words =
            if row.childs_voice.is_empty() { "govuk-body" } else { "govuk-body candour-voice" };
        html! {
            li class="moj-timeline__item candour-row" id={"row-" (row.sequence)} {
                div class="moj-timeline__header" {
                    h2 class="moj-timeline__title" {
                        (Text(&row.entry.label)) ": " (Capital(&row.title))
                    }
                    p class="moj-timeline__byline" {
                        " " @for (place, part) in by(row).enumerate() {
                            @if place > 0 { ", " } (Text(part))
                        }
                    }
                }
                p class="moj-timeline__date" {
                    (InFull(&row.when.text))
                    @if row.when.uncertain { " " (tag(&"Date not certain", "govuk-tag--grey")) }
                }
                div class="moj-timeline__description" {
                    p class="candour-marks" {
                        @for (mark, colour) in marks(row) { (tag(&mark, colour)) " " }
                        @if !names.is_empty() { span class="govuk-body-s" { "About " (Text(&names)) } }
                    }
                    p class=(words) {
                        @if let Some(reads) = row.reads { strong { (Capital(reads)) ":" } " " }
                        (InFull(&row.event))
                    }
                    @if let Some(response) = &row.response {
                        p class="govuk-body" { strong { "Response:" } " " (InFull(response)) }
                    }
                    @if let Some(told) = &row.told_by { p class="govuk-body" { "Said by " (Text(told)) "." } }
                    @if row.stated_later { p class="govuk-body" { (capital(&in_full(&row.evidence))) "." } }
                    (standing(self.frame, &row.standing))
                    (beside(self.frame, row))
                    p class="govuk-body-s candour-recorded" { (Text(&recorded(&row.recorded))) }
                    p class="govuk-body-s candour-links" {
                        a class="govuk-link" href=(self.items.address(row.entry.entry)) {
                            "Who knew " (Text(&row.entry.label))
                        }
                        " "
                        a class="govuk-link" href={"/entries/" (position)} { "Entry " (position) }
                    }
                }
            }
        }
    }
}

/// Whose record a row is, and who wrote it in which document.
fn by(row: &Row) -> impl Iterator<Item = &str> {
    let (by, source) = (&row.by, &row.source);
    let parts =
        [Some(&source.agency), by.name.as_ref(), by.post.as_ref(), source.document.as_ref()];
    parts.into_iter().flatten().map(String::as_str).filter(|it| !it.is_empty())
}

/// What a row is marked with, and in which colour.
fn marks(row: &Row) -> impl Iterator<Item = (&'static str, &'static str)> {
    let status = row.fact_status.and_then(|status| match status {
        FactStatus::Alleged => Some("Alleged"),
        FactStatus::Reported => Some("Reported"),
        FactStatus::Retracted => Some("Retracted"),
        FactStatus::NotSupported => Some("Not supported"),
        FactStatus::Observed | FactStatus::Confirmed => None,
    });
    let voice = (!row.childs_voice.is_empty()).then_some("Child\u{2019}s voice");
    let later = row.stated_later.then_some("Stated later");
    let grey = status.into_iter().chain(later).map(|it| (it, "govuk-tag--grey"));
    voice.map(|it| (it, "govuk-tag--purple")).into_iter().chain(grey)
}

/// The names of the children whom a row concerns, in one line.
fn children(row: &Row) -> Cow<'_, str> {
    match row.children.as_slice() {
        [one] => Cow::Borrowed(&one.name),
        all => Cow::Owned(listed(&all.iter().map(|it| &it.name).collect::<Vec<_>>())),
    }
}

fn standing(frame: &CaseFrame<'_>, standing: &RowStanding) -> Markup {
    match standing {
        RowStanding::AsRecorded => html! {},
        RowStanding::Corrected { by, on, reason, first } => html! {
            div class="candour-beside" {
                p class="govuk-body" {
                    strong { "Corrected " (in_full(&on.text)) } ", " (frame.entry(by.position, &by.label))
                    ": " (reason)
                }
                p class="govuk-body" {
                    "First recorded as: " (in_full(&first.event)) ", " (in_full(&first.when.text))
                }
            }
        },
        RowStanding::Withdrawn { by, on, reason, .. } => html! {
            div class="candour-beside" {
                p class="govuk-body" {
                    strong { "Withdrawn " (in_full(&on.text)) } ", " (frame.entry(by.position, &by.label))
                    ": " (reason)
                }
            }
        },
    }
}

/// What stands beside the fact and is no part of it.
fn beside(frame: &CaseFrame<'_>, row: &Row) -> Markup {
    let noted: [(&str, &[Note]); 6] = [
        ("Later note", &row.later_notes),
        ("Analysis", &row.analysis),
        ("Statement", &row.statements),
        ("Disputed", &row.disputes),
        ("Accounts differ", &row.accounts_differ),
        ("Restricted", &row.restrictions),
    ];
    let mut rows: Vec<SummaryRow<'_>> = Vec::new();
    for (what, notes) in noted {
        for note in notes {
            rows.push(SummaryRow::of(
                what,
                html! {
                    @if let Some(by) = &note.by { (by) ", " }
                    (in_full(&note.on.text)) ": " (in_full(&note.text)) " "
                    (frame.entry(note.entry.position, &note.entry.label))
                },
            ));
        }
    }
    let told = told(&row.disclosed_to);
    if !told.is_empty() {
        rows.push(SummaryRow::of(
            "Told or not told",
            html! {
                ul class="govuk-list" { @for it in &told { li { (in_full(it)) } } }
            },
        ));
    }
    if rows.is_empty() {
        return html! {};
    }
    let mut list = SummaryList::of(rows);
    list.classes = "govuk-summary-list--no-border candour-beside";
    list.markup()
}

/// To whom a row was disclosed: a meeting once, with all who were there.
fn told(all: &[Disclosed]) -> Vec<String> {
    let (alone, meetings) = by_meeting(all);
    let mut said: Vec<String> = alone.into_iter().map(disclosed).collect();
    let met = |(it, there): &(&Disclosed, Vec<&str>)| {
        format!("On the table at {}, {}: {}", it.entry.label, it.on.text, listed(there))
    };
    said.extend(meetings.iter().map(met));
    said
}

fn disclosed(it: &Disclosed) -> String {
    let step = match it.step {
        DisclosedStep::Told => "Told to",
        DisclosedStep::Supplied => "Supplied to",
        DisclosedStep::Received => "Received by",
        DisclosedStep::Opened => "Opened by",
        DisclosedStep::Read => "Read by",
        DisclosedStep::PutBeforeMeeting => "Put before",
        DisclosedStep::NotShared => "Decided not to share with",
    };
    let extent = it.extent.map_or_else(String::new, |extent| format!(", {}", code(&extent)));
    format!("{step} {}, {}{extent}", it.to, it.on.text)
}

/// When a row was recorded, and how late.
pub(crate) fn recorded(it: &RecordedShown) -> String {
    let late = match (it.lag_working_days, it.lag_calendar_days) {
        (_, 0) => String::new(),
        (Some(working), all) => format!(", {} ({}) after", working_days(working), days(all)),
        (None, all) => format!(", {} after", days(all)),
    };
    let basis = match it.basis {
        RecordedBasis::Ledger | RecordedBasis::Claimed => "",
        RecordedBasis::EntryDateNotStated => "; when this step was entered is not stated",
    };
    format!("Recorded {}{late}{basis}", day(it.on))
}
