//! The case as it stands or stood: the children and where each stands, the people around them, who is
//! allocated, which agencies are involved, family group decision making, the duties that wait, and what to
//! look at. Facts of the record; it finds no fault and ranks nobody.

use std::fmt::Debug;

use candour_domain::time::Certainty;
use candour_projections::case_view::{
    Age, AgencyInCase, Allocated, CaseView, ChildInCase, FgdmInvitee, FgdmStanding, Flag,
    HouseholdMember, Involvement, Membership, OwnWords, PersonInCase, Sighting, Stand,
};
use candour_projections::shape::{Dated, Pointer};
use maud::{Markup, html};

use super::decisions::{Decided, list as decisions};
use super::duties::{Waiting, waiting};
use super::{CaseFrame, CasePage};
use crate::component::{Button, Cell, SummaryCard, SummaryList, SummaryRow, Table, tag};
use crate::page::cases::{or_not, scrolled, status};
use crate::words::{capital, count, in_full, listed, spaced};

/// What is shown of a case.
pub struct Overview<'a> {
    /// The case.
    pub view: &'a CaseView,
    /// Its decisions.
    pub decisions: &'a [Decided],
    /// The duties that wait for somebody.
    pub waiting: &'a Waiting<'a>,
    /// Whether something can be recorded here.
    pub recording: Recording,
}

/// Whether something can be recorded by forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// It can.
    Here,
    /// It cannot: the ledger is only read.
    Elsewhere,
}

/// The page.
pub fn page(frame: &CaseFrame<'_>, shown: &Overview<'_>) -> Markup {
    let view = shown.view;
    html! {
        (frame.top(CasePage::Overview, &title(view)))
        (frame.asked("", &[]))
        (standing(view))
        @if shown.recording == Recording::Here {
            (Button::link("Record something", &frame.path("/record")).markup())
        }
        div class="candour-part" {
            h2 class="govuk-heading-m" id="children" { "Children" }
            @if view.children.is_empty() { p class="govuk-body" { "No child is on record." } }
            @for child in &view.children { (one_child(frame, child)) }
        }
        div class="candour-part" {
            h2 class="govuk-heading-m" id="decisions" { "Decisions, each in its context" }
            (decisions(frame, shown.decisions))
        }
        div class="candour-part" {
            h2 class="govuk-heading-m" id="duties" { "Duties that wait" }
            (waiting(frame, shown.waiting))
        }
        (to_look_at(frame, &view.flags))
        (network(frame, view))
        (work(frame, view))
        (fgdm(frame, &view.fgdm))
    }
}

fn title(view: &CaseView) -> String {
    let names: Vec<&str> = view.children.iter().map(|it| it.child.name.as_str()).collect();
    if names.is_empty() { "A case without children".to_owned() } else { listed(&names) }
}

fn standing(view: &CaseView) -> Markup {
    let row = |key: &str, value: &str| SummaryRow::of(key, html! { (value) });
    let mut rows = vec![
        row("Status", status(view.status)),
        row("Opened", &dated(view.opened.as_ref())),
        row("Held by", view.authority.as_ref().map_or("Not recorded", |it| it.name.as_str())),
    ];
    if view.closed.is_some() {
        rows.insert(2, row("Closed", &dated(view.closed.as_ref())));
    }
    let entries = count(view.entries as u64, "entry", "entries");
    let withdrawn = if view.withdrawn == 0 {
        entries
    } else {
        format!("{entries}, of which {} withdrawn", view.withdrawn)
    };
    rows.push(row("On record", &withdrawn));
    SummaryList::of(rows).markup()
}

fn dated(when: Option<&Dated>) -> String {
    when.map_or_else(|| "Not recorded".to_owned(), |it| in_full(&it.text))
}

/// A code without fields, in words: the name of its variant.
pub(crate) fn code(value: &impl Debug) -> String {
    spaced(&format!("{value:?}"))
}

fn one_child(frame: &CaseFrame<'_>, child: &ChildInCase) -> Markup {
    let mut rows = vec![
        SummaryRow::of("Born", html! { (dated(child.born.as_ref())) ", " (age(&child.age)) }),
        SummaryRow::of("Where they stand", stands(frame, &child.stands)),
        SummaryRow::of("Last seen", sighting(frame, child.last_seen.as_ref())),
        SummaryRow::of("Last seen alone", sighting(frame, child.last_seen_alone.as_ref())),
        SummaryRow::of("Last own words", own_words(frame, child.last_own_words.as_ref())),
    ];
    if let Membership::Left { on, by } = &child.membership {
        let left = html! { (in_full(&on.text)) ", " (link(frame, by)) };
        rows.insert(0, SummaryRow::of("Left this case", left));
    }
    if let Some(died) = &child.died {
        rows.insert(1, SummaryRow::of("Died", html! { (in_full(&died.text)) }));
    }
    let title = html! {
        a class="govuk-link" href={"/children/" (child.child.child)} { (child.child.name) }
    };
    let mut list = SummaryList::of(rows);
    list.card = Some(SummaryCard { level: 3, ..SummaryCard::titled(title) });
    list.markup()
}

pub(crate) fn age(age: &Age) -> String {
    match age {
        Age::Years { years, at } => {
            format!("{} old on {}", count(*years, "year", "years"), crate::words::day(*at))
        }
        Age::Months { months, at } => {
            format!("{} old on {}", count(*months, "month", "months"), crate::words::day(*at))
        }
        Age::Unborn => "not born by then".to_owned(),
        Age::NotCertain => "age not certain".to_owned(),
    }
}

fn stands(frame: &CaseFrame<'_>, stands: &[Stand]) -> Markup {
    html! {
        @if stands.is_empty() { "Nothing open on record" }
        ul class="govuk-list" {
            @for it in stands {
                li {
                    (tag(&html! { (capital(&code(&it.stage))) }, "govuk-tag--grey")) " "
                    @if let Some(category) = &it.category { (category) ", " }
                    "since " (in_full(&it.since.text)) ", " (link(frame, &it.by))
                    @if let Some(note) = &it.note { ". " (capital(note)) }
                }
            }
        }
    }
}

fn link(frame: &CaseFrame<'_>, to: &Pointer) -> Markup {
    frame.entry(to.position, &to.label)
}

fn sighting(frame: &CaseFrame<'_>, seen: Option<&Sighting>) -> Markup {
    html! {
        @match seen {
            Some(it) => { (in_full(&it.on.text)) " by " (it.by) ", " (link(frame, &it.entry)) },
            None => "Nothing on record",
        }
    }
}

fn own_words(frame: &CaseFrame<'_>, said: Option<&OwnWords>) -> Markup {
    html! {
        @match said {
            Some(it) => {
                (it.words) ", " (in_full(&it.on.text)) ", "
                (link(frame, &it.entry))
            },
            None => "Nothing on record",
        }
    }
}

fn to_look_at(frame: &CaseFrame<'_>, flags: &[Flag]) -> Markup {
    html! {
        @if !flags.is_empty() {
            div class="candour-part" {
                h2 class="govuk-heading-m" id="look" { "To look at" }
                p class="govuk-body" { "Facts of the record, and no findings." }
                ul class="govuk-list govuk-list--bullet" {
                    @for flag in flags {
                        li {
                            (capital(&in_full(&flag.text)))
                            @for entry in &flag.entries { ", " (link(frame, entry)) }
                        }
                    }
                }
            }
        }
    }
}

fn network(frame: &CaseFrame<'_>, view: &CaseView) -> Markup {
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id="people" { "People around the children" }
            @if view.people.is_empty() { p class="govuk-body" { "Nobody is on record." } }
            @else { (scrolled("People around the children", &people(&view.people))) }
            @if !view.household.is_empty() {
                h3 class="govuk-heading-s" { "Household" }
                (scrolled("Household", &household(frame, &view.household)))
            }
        }
    }
}

pub(crate) fn people(people: &[PersonInCase]) -> Markup {
    let rows = people.iter().map(|it| {
        let related = it.relationships.iter();
        let related: Vec<String> =
            related.map(|it| format!("{} of {}", it.relationship, it.of_name)).collect();
        let holds = it.parental_responsibility.iter();
        let holds: Vec<String> = holds
            .map(|it| format!("{}, for {}", capital(&code(&it.holds)), it.child.name))
            .collect();
        vec![
            Cell::of(html! {
                a class="govuk-link" href={"/people/" (it.person.person)} { (it.person.name) }
            }),
            Cell::text(&or_not(&capital(it.part.as_deref().unwrap_or_default()))),
            Cell::text(&or_not(&capital(&listed(&related)))),
            Cell::text(&or_not(&holds.join("; "))),
        ]
    });
    let rows = rows.collect();
    let mut table = hidden("People", &["Name", "Part", "Related", "Parental responsibility"]);
    table.rows = rows;
    table.markup()
}

/// A table whose caption is read out alone, since a heading says it already.
pub(crate) fn hidden(caption: &str, head: &[&str]) -> Table {
    let mut table = Table::of(caption, head);
    table.first_is_header = true;
    Table { caption_classes: "govuk-visually-hidden".to_owned(), ..table }
}

fn household(frame: &CaseFrame<'_>, members: &[HouseholdMember]) -> Markup {
    let rows = members.iter().map(|it| {
        let then = if it.then == Certainty::NotCertain { " (not certain then)" } else { "" };
        vec![
            Cell::text(&it.name),
            Cell::text(&format!("{}{then}", capital(&code(&it.membership)))),
            Cell::text(&dated(it.from.as_ref())),
            Cell::text(&it.until.as_ref().map_or_else(String::new, |it| in_full(&it.text))),
            Cell::of(link(frame, &it.entry)),
        ]
    });
    let rows = rows.collect();
    let mut table = hidden("Household", &["Name", "Place in it", "From", "Until", "Entry"]);
    table.rows = rows;
    table.markup()
}

fn work(frame: &CaseFrame<'_>, view: &CaseView) -> Markup {
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id="work" { "Who works with them" }
            h3 class="govuk-heading-s" { "Allocated" }
            @if view.allocated.is_empty() { p class="govuk-body" { "Nobody is on record." } }
            @else { (scrolled("Allocated", &allocated(frame, &view.allocated))) }
            h3 class="govuk-heading-s" { "Agencies" }
            @if view.agencies.is_empty() { p class="govuk-body" { "None is on record." } }
            @else { (scrolled("Agencies", &agencies(frame, &view.agencies))) }
        }
    }
}

fn allocated(frame: &CaseFrame<'_>, all: &[Allocated]) -> Markup {
    let rows = all.iter().map(|it| {
        vec![
            Cell::text(&it.name),
            Cell::text(&it.agency.name),
            Cell::text(&capital(&code(&it.role))),
            Cell::text(&in_full(&it.since.text)),
            Cell::of(link(frame, &it.entry)),
        ]
    });
    let rows = rows.collect();
    let mut table = hidden("Allocated", &["Name", "Agency", "Role", "Since", "Entry"]);
    table.rows = rows;
    table.markup()
}

fn agencies(frame: &CaseFrame<'_>, all: &[AgencyInCase]) -> Markup {
    let rows = all.iter().map(|it| {
        let how = match it.involvement {
            Involvement::Recorded => "Recorded",
            Involvement::Ended => "Ended",
            Involvement::Inferred => "Inferred from its entries",
        };
        let names: Vec<&str> = it.children.iter().map(|it| it.name.as_str()).collect();
        let whom = if names.is_empty() { "All of the case".to_owned() } else { listed(&names) };
        vec![
            Cell::text(&it.agency.name),
            Cell::text(&in_full(&it.since.text)),
            Cell::of(html! { (how) ", " (link(frame, &it.entry)) }),
            Cell::text(&whom),
            Cell::number(html! { (it.entries) }),
        ]
    });
    let rows = rows.collect();
    let head = ["Agency", "Involved since", "How that is known", "With", "Entries"];
    let mut table = hidden("Agencies", &head);
    table.rows = rows;
    table.markup()
}

fn fgdm(frame: &CaseFrame<'_>, standing: &FgdmStanding) -> Markup {
    let mut said: Vec<Markup> = Vec::new();
    for it in &standing.offers {
        let stands = it.stands.as_ref().map_or_else(|| "no answer on record".to_owned(), code);
        let asked = match it.as_a {
            FgdmInvitee::Offered => format!("Offered to {}", it.to.name),
            FgdmInvitee::Network => format!("{} invited as family network", it.to.name),
        };
        said.push(html! {
            (asked) ", " (in_full(&it.on.text)) ": " (stands) ", " (link(frame, &it.entry))
        });
    }
    let decisions = [&standing.considered, &standing.not_offered, &standing.not_held];
    for it in decisions.into_iter().flatten() {
        said.push(html! {
            (capital(&it.decision)) ", " (in_full(&it.on.text)) ", " (link(frame, &it.entry))
        });
    }
    for it in &standing.held {
        said.push(html! {
            "Held, " (in_full(&it.on.text)) ", " (count(it.attended as u64, "person", "people"))
            " there, " (link(frame, &it.entry))
        });
    }
    for it in &standing.answers_without_offer {
        said.push(html! {
            (it.by.name) ": " (code(&it.answer)) ", " (in_full(&it.on.text))
            "; no offer on record, " (link(frame, &it.entry))
        });
    }
    html! {
        div class="candour-part" {
            h2 class="govuk-heading-m" id="fgdm" { "Family group decision making" }
            @if said.is_empty() { p class="govuk-body" { "Nothing is on record." } }
            @else { ul class="govuk-list govuk-list--bullet" { @for it in &said { li { (it) } } } }
        }
    }
}
