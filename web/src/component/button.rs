//! The button, and the link that looks like one.

use maud::{Markup, html};

use super::classes;

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind<'a> {
    /// Sends its form.
    Submit,
    /// Does what a script says.
    Plain,
    /// Leads to an address.
    Link(&'a str),
}

/// A button.
#[derive(Debug, Clone)]
pub struct Button<'a> {
    /// What it says.
    pub content: Markup,
    /// What it does.
    pub kind: ButtonKind<'a>,
    /// The name under which its value is sent.
    pub name: Option<&'a str>,
    /// The value that is sent.
    pub value: Option<&'a str>,
    /// Whether it can be pressed.
    pub disabled: bool,
    /// Whether a second press soon after the first counts.
    pub prevent_double_click: Option<bool>,
    /// Its identifier.
    pub id: Option<&'a str>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> Button<'a> {
    /// A button that sends its form.
    pub fn submit(text: &str) -> Self {
        Self {
            content: html! { (text) },
            kind: ButtonKind::Submit,
            name: None,
            value: None,
            disabled: false,
            prevent_double_click: None,
            id: None,
            classes: "",
        }
    }

    /// A link that looks like a button.
    pub fn link(text: &str, href: &'a str) -> Self {
        Self { kind: ButtonKind::Link(href), ..Self::submit(text) }
    }

    /// The same, of less weight.
    #[must_use]
    pub fn secondary(self) -> Self {
        Self { classes: "govuk-button--secondary", ..self }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let class = classes("govuk-button", self.classes);
        let kind = match self.kind {
            ButtonKind::Link(href) => {
                return html! {
                    a href=(href) role="button" draggable="false" class=(class)
                        data-module="govuk-button" id=[self.id] { (self.content) }
                };
            }
            ButtonKind::Submit => "submit",
            ButtonKind::Plain => "button",
        };
        let disabled = self.disabled.then_some("true");
        html! {
            button type=(kind) value=[self.value] name=[self.name] disabled[self.disabled]
                aria-disabled=[disabled] data-prevent-double-click=[self.prevent_double_click]
                class=(class) data-module="govuk-button" id=[self.id] { (self.content) }
        }
    }
}
