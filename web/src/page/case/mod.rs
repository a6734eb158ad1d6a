//! The pages of one case: what stands at the top of each, and the way between them.

mod chart;
pub mod chronology;
pub mod decision;
pub mod decisions;
pub mod duties;
pub mod gaps;
pub mod item;
pub mod knowledge;
pub mod late;
pub mod overview;
pub mod trail;

use std::collections::BTreeMap;

use candour_domain::identifier::{CaseId, EntryId};
use maud::{Markup, html};

use crate::asking::{Asking, Wrong, summary};
use crate::words::{capital, in_full};
use crate::written::Text;

/// A page of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CasePage {
    /// The case as it stands.
    Overview,
    /// What happened, in order.
    Chronology,
    /// Who knew what, and when.
    Knowledge,
    /// The decisions.
    Decisions,
    /// Involved and not told.
    NotTold,
    /// Recorded late.
    Late,
    /// The duties.
    Duties,
    /// The audit trail.
    Trail,
}

const PAGES: [(CasePage, &str, &str); 8] = [
    (CasePage::Overview, "Overview", ""),
    (CasePage::Chronology, "Chronology", "/chronology"),
    (CasePage::Knowledge, "Who knew what", "/knowledge"),
    (CasePage::Decisions, "Decisions", "/decisions"),
    (CasePage::NotTold, "Involved and not told", "/not-told"),
    (CasePage::Late, "Late records", "/late"),
    (CasePage::Duties, "Duties", "/duties"),
    (CasePage::Trail, "Audit trail", "/trail"),
];

/// What an entry says, for pages whose answers name entries without their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// What happened, in a few words.
    pub title: String,
    /// What it says.
    pub text: String,
    /// How it reads, where that matters: "was told that".
    pub reads: Option<&'static str>,
}

/// What entries say, by entry.
pub type Sayings = BTreeMap<EntryId, Saying>;

/// The case that a page is of, and what the page is asked on.
#[derive(Debug, Clone)]
pub struct CaseFrame<'a> {
    /// The case.
    pub case: CaseId,
    /// What it is called.
    pub name: &'a str,
    /// What the page is asked on.
    pub asking: &'a Asking,
    /// What could not be read of what was typed.
    pub wrong: &'a [Wrong],
    /// What its entries say.
    pub sayings: &'a Sayings,
}

impl CaseFrame<'_> {
    /// The path of a page of this case, with nothing asked.
    pub fn path(&self, end: &str) -> String {
        format!("/cases/{}{end}", self.case)
    }

    /// The address of a page of this case, asked on the same.
    pub fn address(&self, end: &str) -> String {
        self.asking.address(&self.path(end), &[])
    }

    /// The top of a page: what is wrong, its heading, and the way to the others.
    pub fn top(&self, page: CasePage, heading: &str) -> Markup {
        html! {
            (summary(self.wrong))
            span class="govuk-caption-l" { "Case " (self.name) }
            h1 class="govuk-heading-l" { (heading) }
            nav class="moj-sub-navigation candour-pages" aria-label="Pages of this case" {
                ul class="moj-sub-navigation__list" {
                    @for (which, text, end) in PAGES {
                        li class="moj-sub-navigation__item" {
                            @let current = (which == page).then_some("page");
                            a class="moj-sub-navigation__link" aria-current=[current]
                                href=(self.address(end)) { (text) }
                        }
                    }
                }
            }
        }
    }

    /// The form by which what the page is asked on is changed, and which clock it used.
    pub fn asked(&self, end: &str, further: &[(&str, &str)]) -> Markup {
        html! {
            div class="candour-asked" {
                p class="govuk-body-s candour-clock" { (self.asking.clock.words()) }
                (self.asking.form(&self.path(end), further, self.wrong))
            }
        }
    }

    /// A link to an item: who knew it.
    pub fn item(&self, entry: EntryId, label: &str) -> Markup {
        html! { a class="govuk-link" href=(self.items().address(entry)) { (Text(label)) } }
    }

    /// The addresses of items, put together once for many links.
    pub(crate) fn items(&self) -> Items {
        Items { path: self.path("/items/"), asked: self.asking.address("", &[]) }
    }

    /// A link to an entry as it was recorded.
    pub fn entry(&self, position: u64, label: &str) -> Markup {
        html! { a class="govuk-link" href={"/entries/" (position)} { (label) } }
    }

    /// What an entry says: what happened, then its words.
    pub fn says(&self, entry: EntryId, kind: &str) -> Markup {
        let Some(said) = self.sayings.get(&entry) else {
            return html! { strong { (capital(&crate::words::spaced(kind))) } };
        };
        html! {
            strong { (capital(&said.title)) }
            @if !said.text.is_empty() {
                ": " @if let Some(reads) = said.reads { (reads) ": " } (in_full(&said.text))
            }
        }
    }
}

/// The addresses of the items of a case, before and behind the identifier.
#[derive(Debug, Clone)]
pub(crate) struct Items {
    path: String,
    asked: String,
}

impl Items {
    /// The address of an item.
    pub(crate) fn address(&self, entry: EntryId) -> String {
        format!("{}{entry}{}", self.path, self.asked)
    }
}

/// That something is not certain, where it is not.
pub(crate) fn unsure(certain: candour_domain::time::Certainty) -> &'static str {
    match certain {
        candour_domain::time::Certainty::Yes => "",
        candour_domain::time::Certainty::NotCertain => " (not certain)",
        candour_domain::time::Certainty::No => " (not by then)",
    }
}
