//! The entry explorer: the entries of the ledger by stream, type, child, person, agency, practitioner and
//! time; and one entry, as it reads, what seals it, and as it is written: the JSON of the export, laid out to
//! be read.

use candour_projections::opened::OpenedEntry;
use candour_projections::proof::Seal;
use maud::{Markup, html};

use super::dashboard::entries as lines;
use super::seal::of_entry;
use crate::address::query;
use crate::asking::{FILTER, Wrong, question, summary};
use crate::component::{
    Button, ErrorMessage, Hint, Input, Pagination, Select, SelectOption, SummaryList, SummaryRow,
    Turn,
};
use crate::words::{capital, count, in_full, moment};

/// Which entries are wanted, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The type, by its stored name.
    pub kind: String,
    /// A stream, by its name.
    pub stream: String,
    /// A child, by identifier.
    pub child: String,
    /// An adult, by identifier.
    pub person: String,
    /// An agency, by identifier.
    pub agency: String,
    /// A practitioner, by identifier.
    pub practitioner: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

impl Wanted {
    fn pairs(&self) -> [(&str, &str); 8] {
        [
            ("type", &self.kind),
            ("stream", &self.stream),
            ("child", &self.child),
            ("person", &self.person),
            ("agency", &self.agency),
            ("practitioner", &self.practitioner),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }
}

/// What is shown of the entries.
#[derive(Debug, Clone, Copy)]
pub struct Explored<'a> {
    /// The entries of this page.
    pub entries: &'a [OpenedEntry],
    /// Whether they were chosen by what they are.
    pub chosen: bool,
    /// The position after which the next page goes on; none where this is the last.
    pub next: Option<u64>,
    /// The types that can be chosen, by their stored names.
    pub kinds: &'a [&'a str],
    /// The agencies that can be chosen: identifier and name.
    pub agencies: &'a [(String, String)],
    /// How many entries the ledger has.
    pub in_all: u64,
}

/// The page.
pub fn page(shown: &Explored<'_>, wanted: &Wanted, wrong: &[Wrong]) -> Markup {
    html! {
        (summary(wrong))
        h1 class="govuk-heading-l" { "Entries" }
        p class="govuk-body" {
            "The ledger has " (count(shown.in_all, "entry", "entries"))
            ". They are shown in the order in which they were recorded."
        }
        (form(shown, wanted, wrong))
        @if shown.chosen {
            p class="govuk-body" {
                "An entry that is not shown to you is not among what is chosen by type, person, agency or time."
            }
        }
        (lines("Entries", shown.entries))
        @if let Some(next) = shown.next {
            @let after = next.to_string();
            @let href = {
                let mut pairs = wanted.pairs().to_vec();
                pairs.push(("after", &after));
                format!("/entries{}", query(&pairs))
            };
            (Pagination { previous: None, next: Some(Turn::to(&href)), label: "Pages", classes: "" }.markup())
        }
    }
}

fn form(shown: &Explored<'_>, wanted: &Wanted, wrong: &[Wrong]) -> Markup {
    let mut kinds = vec![SelectOption::of("All", "", wanted.kind.is_empty())];
    kinds.extend(shown.kinds.iter().map(|it| SelectOption::of(it, it, *it == wanted.kind)));
    let mut agencies = vec![SelectOption::of("All", "", wanted.agency.is_empty())];
    agencies.extend(
        shown.agencies.iter().map(|(id, name)| SelectOption::of(name, id, *id == wanted.agency)),
    );
    let field = |label: &str, name: &'static str, value: &str, hint: &str| {
        let mut field = Input::of(label, name);
        field.value = Some(value);
        field.hint = (!hint.is_empty()).then(|| Hint::of(hint));
        let why = wrong.iter().find(|it| it.field == name);
        field.error = why.map(|it| ErrorMessage::of(&it.why));
        field.markup()
    };
    html! {
        (question("/entries", FILTER, &html! {
            div class="candour-fields" {
                (Select::of("Type", "type", kinds).markup())
                (Select::of("Agency", "agency", agencies).markup())
                (field("Happened from", "from", &wanted.from, "For example, 26/1/2026"))
                (field("Happened to", "to", &wanted.to, "For example, 26/1/2026"))
                (field("Stream", "stream", &wanted.stream, "For example, case- and an identifier"))
            }
            @for (name, value) in
                [("child", &wanted.child), ("person", &wanted.person), ("practitioner", &wanted.practitioner)]
            {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            (Button::submit("Show").secondary().markup())
            " " a class="govuk-link" href="/entries" { "All entries" }
        }))
    }
}

/// The page of one entry: how it reads, what seals it, and how it is written.
pub fn one(entry: &OpenedEntry, seal: Option<&Seal>, json: &str) -> Markup {
    let position = entry.entry.position;
    let rows = vec![
        SummaryRow::of("Says", html! { (in_full(&entry.text)) }),
        SummaryRow::of("Happened", html! { (in_full(&entry.when.text)) }),
        SummaryRow::of("Recorded by", html! { (entry.agency.name) }),
        SummaryRow::of("Accepted by the ledger", html! { (moment(entry.recorded_at)) }),
        SummaryRow::of(
            "Stream",
            html! {
                a class="govuk-link" href={"/entries" (query(&[("stream", &entry.stream)]))} { (entry.stream) }
            },
        ),
        SummaryRow::of("Type", html! { (entry.kind) }),
        SummaryRow::of("Identifier", html! { (entry.entry.entry) }),
    ];
    html! {
        span class="govuk-caption-l" { "Entry " (position) }
        h1 class="govuk-heading-l" { (capital(&entry.title)) }
        (SummaryList::of(rows).markup())
        @if let Some(case) = entry.case {
            p class="govuk-body" {
                a class="govuk-link" href={"/cases/" (case) "/items/" (entry.entry.entry)} { "Who knew it" }
                " "
                a class="govuk-link" href={"/cases/" (case)} { "The case" }
            }
        }
        (of_entry(seal, position))
        h2 class="govuk-heading-m" { "As it is written" }
        pre class="candour-json" tabindex="0" aria-label="The entry as JSON" { code { (json) } }
    }
}
