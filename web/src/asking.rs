//! What a page is asked on, as it stands in its address: the moment of the world, that of the record, and
//! on whose clock. Links keep it from page to page; a form changes it. It reads no moment: what was typed
//! is read where the question is put together, and what could not be read comes back with why.

use maud::{Markup, html};

use crate::address::ask;
use crate::component::{
    Button, Choice, Details, ErrorItem, ErrorMessage, ErrorSummary, Hint, Input, Radios,
};

/// Whose clock says when an entry was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The ledger's own.
    Ledger,
    /// The agencies', as their own systems claim.
    Claims,
}

impl Clock {
    /// The name by which an address has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Claims => "claims",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ledger => "Recorded dates are those of this ledger's own clock.",
            Self::Claims => {
                "Recorded dates of imported entries are those that the agencies' own systems claim."
            }
        }
    }
}

/// What a page is asked on, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The moment of the world; empty for everything on the record.
    pub at: String,
    /// The moment of the record; empty for all of it.
    pub on_record: String,
    /// The clock.
    pub clock: Clock,
    /// Whether the clock was named, so that links keep it.
    pub clock_named: bool,
    /// Whether what was only stated later is left out.
    pub contemporaneous: bool,
}

/// A field of which nothing could be made, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field's name.
    pub field: &'static str,
    /// Why.
    pub why: String,
}

impl Asking {
    /// What is asked, as the end of an address, with further pairs before it.
    pub fn address(&self, path: &str, further: &[(&str, &str)]) -> String {
        let clock = if self.clock_named { self.clock.name() } else { "" };
        let only = if self.contemporaneous { "yes" } else { "" };
        let own = [
            ("at", self.at.as_str()),
            ("on-record", self.on_record.as_str()),
            ("clock", clock),
            ("contemporaneous", only),
        ];
        let mut address = path.to_owned();
        ask(further.iter().copied().chain(own), &mut address);
        address
    }

    /// Whether anything but the whole record of now is asked for.
    pub fn narrows(&self) -> bool {
        !self.at.is_empty() || !self.on_record.is_empty() || self.contemporaneous
    }

    /// The form by which it is changed, on a page at a path. What else the page is asked goes with it.
    pub fn form(&self, path: &str, further: &[(&str, &str)], wrong: &[Wrong]) -> Markup {
        let open = self.narrows() || !wrong.is_empty();
        let content = html! {
            @for (name, value) in further.iter().filter(|(_, value)| !value.is_empty()) {
                input type="hidden" name=(name) value=(value);
            }
            (moment("at", "What had happened by", &self.at, wrong))
            (moment("on-record", "What was on record by", &self.on_record, wrong))
            (self.clocks())
            (Button::submit("Show").secondary().markup())
            " "
            @if self.narrows() {
                a class="govuk-link candour-clear" href=(path) { "Show the whole record" }
            }
        };
        let content = question(path, "", &content);
        let mut details = Details::closed("Ask about an earlier moment", content);
        details.open = open;
        details.classes = "candour-asking";
        details.markup()
    }

    fn clocks(&self) -> Markup {
        let choice = |clock: Clock, text: &str| {
            Choice::of(text, clock.name()).checked_if(self.clock == clock)
        };
        let mut radios = Radios::of(
            "Which clock says when something was recorded",
            "clock",
            vec![
                choice(Clock::Claims, "What the agencies' own systems claim"),
                choice(Clock::Ledger, "This ledger's own clock"),
            ],
        );
        radios.classes = "govuk-radios--small";
        radios.markup()
    }
}

/// A form that asks what a path shows, by its address. With scripts the answer takes the place of what stands in
/// the main part of the page, under its own address and title; without, it is a page like any other.
pub fn question(path: &str, classes: &str, fields: &Markup) -> Markup {
    let main = "#main-content";
    let role = (classes == SEARCH).then_some("search");
    html! {
        form method="get" action=(path) class=[Some(classes).filter(|it| !it.is_empty())] role=[role]
            hx-get=(path) hx-target=(main) hx-select=(main) hx-swap="outerHTML" hx-push-url="true" novalidate {
            (fields)
        }
    }
}

/// The class of a form that narrows a list.
pub(crate) const FILTER: &str = "candour-filter";
/// The class of a form that searches.
pub(crate) const SEARCH: &str = "candour-search";

/// A field for a moment.
pub fn moment(name: &str, label: &str, value: &str, wrong: &[Wrong]) -> Markup {
    let mut field = Input::of(label, name);
    field.hint = Some(Hint::of("For example, 26/1/2026 or 26/1/2026 16:30"));
    field.value = Some(value);
    field.classes = "govuk-input--width-20";
    let why = wrong.iter().find(|it| it.field == name);
    field.error = why.map(|it| ErrorMessage::of(&it.why));
    field.markup()
}

/// What was wrong with what was typed, above all else.
pub fn summary(wrong: &[Wrong]) -> Markup {
    if wrong.is_empty() {
        return html! {};
    }
    let addresses: Vec<String> = wrong.iter().map(|it| format!("#{}", it.field)).collect();
    let errors = wrong.iter().zip(&addresses);
    let errors =
        errors.map(|(it, href)| ErrorItem { content: html! { (it.why) }, href: Some(href) });
    ErrorSummary::of(errors.collect()).markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_a_page_is_asked_on() {
        let asking = Asking {
            at: "26/1/2026".to_owned(),
            on_record: String::new(),
            clock: Clock::Claims,
            clock_named: true,
            contemporaneous: false,
        };
        assert_eq!(
            asking.address("/cases/1", &[("agency", "a b"), ("text", "")]),
            "/cases/1?agency=a%20b&at=26/1/2026&clock=claims"
        );
        let all = Asking { at: String::new(), clock_named: false, ..asking };
        assert_eq!((all.address("/cases/1", &[]).as_str(), all.narrows()), ("/cases/1", false));
    }
}
