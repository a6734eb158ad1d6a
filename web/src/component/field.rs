//! Fields in which something is written, and what stands around every field: its label, its hint, what
//! is wrong with it, and the set that it belongs to.

use maud::{Markup, html};

use super::{classes, described};

/// The label of a field.
#[derive(Debug, Clone)]
pub struct Label<'a> {
    /// What it says.
    pub content: Markup,
    /// Whether it is the heading of its page.
    pub is_page_heading: bool,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl Label<'_> {
    /// A label.
    pub fn of(text: &str) -> Self {
        Self { content: html! { (text) }, is_page_heading: false, classes: "" }
    }

    /// The markup, for the field of an identifier.
    pub fn markup(&self, id: Option<&str>) -> Markup {
        let label = html! {
            label class=(classes("govuk-label", self.classes)) for=[id] { (self.content) }
        };
        if self.is_page_heading {
            return html! { h1 class="govuk-label-wrapper" { (label) } };
        }
        label
    }
}

/// A hint.
#[derive(Debug, Clone)]
pub struct Hint<'a> {
    /// What it says.
    pub content: Markup,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl Hint<'_> {
    /// A hint.
    pub fn of(text: &str) -> Self {
        Self { content: html! { (text) }, classes: "" }
    }

    /// The markup.
    pub fn markup(&self, id: Option<&str>) -> Markup {
        html! { div id=[id] class=(classes("govuk-hint", self.classes)) { (self.content) } }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone)]
pub struct ErrorMessage<'a> {
    /// What is wrong.
    pub content: Markup,
    /// What is said before it to those who do not see that it is an error; nothing where empty.
    pub hidden: &'a str,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl ErrorMessage<'_> {
    /// A message.
    pub fn of(text: &str) -> Self {
        Self { content: html! { (text) }, hidden: "Error", classes: "" }
    }

    /// The markup.
    pub fn markup(&self, id: Option<&str>) -> Markup {
        html! {
            p id=[id] class=(classes("govuk-error-message", self.classes)) {
                @if !self.hidden.is_empty() {
                    span class="govuk-visually-hidden" { (self.hidden) ":" } " "
                }
                (self.content)
            }
        }
    }
}

/// What a set of fields is called.
#[derive(Debug, Clone)]
pub struct Legend<'a> {
    /// What it says.
    pub content: Markup,
    /// Whether it is the heading of its page.
    pub is_page_heading: bool,
    /// Classes beside its own.
    pub classes: &'a str,
}

/// A set of fields.
#[derive(Debug, Clone)]
pub struct Fieldset<'a> {
    /// What it is called.
    pub legend: Option<Legend<'a>>,
    /// The identifiers of what describes it.
    pub described_by: Option<String>,
    /// Its role.
    pub role: Option<&'a str>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl Fieldset<'_> {
    /// A set of a name.
    pub fn named(legend: &str) -> Self {
        let content = html! { (legend) };
        let legend =
            Legend { content, is_page_heading: false, classes: "govuk-fieldset__legend--s" };
        Self { legend: Some(legend), described_by: None, role: None, classes: "" }
    }

    /// The markup, around the fields.
    pub fn around(&self, fields: &Markup) -> Markup {
        html! {
            fieldset class=(classes("govuk-fieldset", self.classes)) role=[self.role]
                aria-describedby=[self.described_by.as_deref()] {
                @if let Some(legend) = &self.legend {
                    legend class=(classes("govuk-fieldset__legend", legend.classes)) {
                        @if legend.is_page_heading {
                            h1 class="govuk-fieldset__heading" { (legend.content) }
                        } @else { (legend.content) }
                    }
                }
                (fields)
            }
        }
    }
}

/// What stands around a field, and how it is described.
pub(super) struct Group<'a> {
    pub(super) id: &'a str,
    pub(super) hint: Option<&'a Hint<'a>>,
    pub(super) error: Option<&'a ErrorMessage<'a>>,
    pub(super) described_by: Option<&'a str>,
    pub(super) classes: &'a str,
}

impl Group<'_> {
    fn hint_id(&self) -> Option<String> {
        self.hint.map(|_| format!("{}-hint", self.id))
    }

    fn error_id(&self) -> Option<String> {
        self.error.map(|_| format!("{}-error", self.id))
    }

    /// The identifiers of what describes the field.
    pub(super) fn described(&self) -> Option<String> {
        described([self.described_by.map(ToOwned::to_owned), self.hint_id(), self.error_id()])
    }

    /// The hint and what is wrong.
    pub(super) fn told(&self) -> Markup {
        html! {
            @if let Some(hint) = self.hint { (hint.markup(self.hint_id().as_deref())) }
            @if let Some(error) = self.error { (error.markup(self.error_id().as_deref())) }
        }
    }

    /// The markup, around the field.
    pub(super) fn around(&self, field: &Markup) -> Markup {
        let error = if self.error.is_some() { "govuk-form-group--error" } else { "" };
        html! {
            div class=(classes(&classes("govuk-form-group", error), self.classes)) { (field) }
        }
    }
}

/// A field of one line.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Its label.
    pub label: Label<'a>,
    /// Its identifier.
    pub id: &'a str,
    /// The name under which it is sent.
    pub name: &'a str,
    /// What is in it.
    pub value: Option<&'a str>,
    /// Its type.
    pub kind: &'a str,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with it.
    pub error: Option<ErrorMessage<'a>>,
    /// What describes it beside these.
    pub described_by: Option<&'a str>,
    /// What a browser may fill in.
    pub autocomplete: Option<&'a str>,
    /// Which keys a touch screen shows.
    pub inputmode: Option<&'a str>,
    /// Whether spelling is checked.
    pub spellcheck: Option<bool>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> Input<'a> {
    /// A field of a label and a name.
    pub fn of(label: &str, name: &'a str) -> Self {
        Self {
            label: Label::of(label),
            id: name,
            name,
            value: None,
            kind: "text",
            hint: None,
            error: None,
            described_by: None,
            autocomplete: None,
            inputmode: None,
            spellcheck: None,
            classes: "",
        }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let group = Group {
            id: self.id,
            hint: self.hint.as_ref(),
            error: self.error.as_ref(),
            described_by: self.described_by,
            classes: "",
        };
        let error = if self.error.is_some() { "govuk-input--error" } else { "" };
        let class = classes(&classes("govuk-input", self.classes), error);
        group.around(&html! {
            (self.label.markup(Some(self.id)))
            (group.told())
            input class=(class) id=(self.id) name=(self.name) type=(self.kind)
                spellcheck=[self.spellcheck] value=[self.value]
                aria-describedby=[group.described()] autocomplete=[self.autocomplete]
                inputmode=[self.inputmode];
        })
    }
}

/// A field of several lines.
#[derive(Debug, Clone)]
pub struct Textarea<'a> {
    /// Its label.
    pub label: Label<'a>,
    /// Its identifier.
    pub id: &'a str,
    /// The name under which it is sent.
    pub name: &'a str,
    /// What is in it.
    pub value: &'a str,
    /// How many lines it shows.
    pub rows: u32,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with it.
    pub error: Option<ErrorMessage<'a>>,
    /// What describes it beside these.
    pub described_by: Option<&'a str>,
    /// What a browser may fill in.
    pub autocomplete: Option<&'a str>,
    /// Whether spelling is checked.
    pub spellcheck: Option<bool>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> Textarea<'a> {
    /// A field of a label and a name.
    pub fn of(label: &str, name: &'a str) -> Self {
        Self {
            label: Label::of(label),
            id: name,
            name,
            value: "",
            rows: 5,
            hint: None,
            error: None,
            described_by: None,
            autocomplete: None,
            spellcheck: None,
            classes: "",
        }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let group = Group {
            id: self.id,
            hint: self.hint.as_ref(),
            error: self.error.as_ref(),
            described_by: self.described_by,
            classes: "",
        };
        let error = if self.error.is_some() { "govuk-textarea--error" } else { "" };
        let class = classes(&classes("govuk-textarea", error), self.classes);
        group.around(&html! {
            (self.label.markup(Some(self.id)))
            (group.told())
            textarea class=(class) id=(self.id) name=(self.name) rows=(self.rows)
                spellcheck=[self.spellcheck] aria-describedby=[group.described()]
                autocomplete=[self.autocomplete] { (self.value) }
        })
    }
}
