//! Fields in which something is chosen: radios, checkboxes and the drop-down list.

use maud::{Markup, html};

use super::classes;
use super::field::{ErrorMessage, Fieldset, Group, Hint, Label};

/// One of several that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// What it says.
    pub content: Markup,
    /// What is sent when it is chosen.
    pub value: &'a str,
    /// Whether it is chosen.
    pub checked: bool,
    /// Whether it cannot be chosen.
    pub disabled: bool,
    /// Its identifier, where that does not follow from the field's.
    pub id: Option<&'a str>,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is shown while it is chosen, by a script.
    pub conditional: Option<Markup>,
    /// What is shown while it is chosen, by the style sheet alone: the script says of radios that they are
    /// expanded, which a radio cannot be.
    pub revealed: Option<Markup>,
    /// What is said between those before it and it: then it is no choice itself.
    pub divider: Option<&'a str>,
    /// Classes of its label beside its own.
    pub label_classes: &'a str,
}

impl<'a> Choice<'a> {
    /// A choice of a text and a value.
    pub fn of(text: &str, value: &'a str) -> Self {
        Self {
            content: html! { (text) },
            value,
            checked: false,
            disabled: false,
            id: None,
            hint: None,
            conditional: None,
            revealed: None,
            divider: None,
            label_classes: "",
        }
    }

    /// The same, chosen where it is so.
    #[must_use]
    pub fn checked_if(self, checked: bool) -> Self {
        Self { checked, ..self }
    }

    fn markup(&self, of: &Family<'_>, number: usize) -> Markup {
        let kind = of.kind;
        if let Some(divider) = self.divider {
            return html! { div class={(kind) "__divider"} { (divider) } };
        }
        let numbered = || match number {
            1 => of.id.to_owned(),
            number => format!("{}-{number}", of.id),
        };
        let id = self.id.map_or_else(numbered, ToOwned::to_owned);
        let (hint_id, conditional_id) = (format!("{id}-item-hint"), format!("conditional-{id}"));
        let own = format!("{kind}__label");
        let label_class = classes(&own, self.label_classes);
        let label =
            Label { content: self.content.clone(), is_page_heading: false, classes: &label_class };
        let controls = self.conditional.as_ref().map(|_| conditional_id.as_str());
        let described =
            super::described([of.described.clone(), self.hint.as_ref().map(|_| hint_id.clone())]);
        let hidden =
            if self.checked { String::new() } else { format!("{kind}__conditional--hidden") };
        html! {
            div class={(kind) "__item"} {
                input class={(kind) "__input"} id=(id) name=(of.name) type=(of.input)
                    value=(self.value) checked[self.checked] disabled[self.disabled]
                    data-aria-controls=[controls]
                    aria-describedby=[described];
                (label.markup(Some(&id)))
                @if let Some(hint) = &self.hint {
                    @let class = classes(&format!("{kind}__hint"), hint.classes);
                    (Hint { content: hint.content.clone(), classes: &class }.markup(Some(&hint_id)))
                }
            }
            @if let Some(conditional) = &self.conditional {
                div class=(classes(&format!("{kind}__conditional"), &hidden)) id=(conditional_id) {
                    (conditional)
                }
            }
            @if let Some(revealed) = &self.revealed {
                div class={(kind) "__conditional candour-revealed"} { (revealed) }
            }
        }
    }
}

/// What the items of a field have in common.
struct Family<'a> {
    kind: &'static str,
    input: &'static str,
    id: &'a str,
    name: &'a str,
    /// What describes each of them, where no set does.
    described: Option<String>,
}

/// Several of which one is chosen.
#[derive(Debug, Clone)]
pub struct Radios<'a> {
    /// The name under which the choice is sent.
    pub name: &'a str,
    /// What its identifiers begin with.
    pub id: &'a str,
    /// The set that they are.
    pub fieldset: Option<Fieldset<'a>>,
    /// What can be chosen.
    pub items: Vec<Choice<'a>>,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with the choice.
    pub error: Option<ErrorMessage<'a>>,
    /// Classes beside its own.
    pub classes: &'a str,
}

/// Several of which any can be chosen.
#[derive(Debug, Clone)]
pub struct Checkboxes<'a> {
    /// The name under which the choices are sent.
    pub name: &'a str,
    /// What its identifiers begin with.
    pub id: &'a str,
    /// The set that they are.
    pub fieldset: Option<Fieldset<'a>>,
    /// What can be chosen.
    pub items: Vec<Choice<'a>>,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with the choices.
    pub error: Option<ErrorMessage<'a>>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> Radios<'a> {
    /// Radios of a name.
    pub fn of(legend: &'a str, name: &'a str, items: Vec<Choice<'a>>) -> Self {
        let fieldset = Some(Fieldset::named(legend));
        Self { name, id: name, fieldset, items, hint: None, error: None, classes: "" }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let family = Family {
            kind: "govuk-radios",
            input: "radio",
            id: self.id,
            name: self.name,
            described: None,
        };
        chosen(&family, (self.fieldset.as_ref(), &self.items), &self.group(), self.classes)
    }

    fn group(&self) -> Group<'_> {
        let described_by = self.fieldset.as_ref().and_then(|it| it.described_by.as_deref());
        let (hint, error) = (self.hint.as_ref(), self.error.as_ref());
        Group { id: self.id, hint, error, described_by, classes: "" }
    }
}

impl<'a> Checkboxes<'a> {
    /// Checkboxes of a name.
    pub fn of(legend: &'a str, name: &'a str, items: Vec<Choice<'a>>) -> Self {
        let fieldset = Some(Fieldset::named(legend));
        Self { name, id: name, fieldset, items, hint: None, error: None, classes: "" }
    }

    /// The markup.
    pub fn markup(&self) -> Markup {
        let described_by = self.fieldset.as_ref().and_then(|it| it.described_by.as_deref());
        let (hint, error) = (self.hint.as_ref(), self.error.as_ref());
        let group = Group { id: self.id, hint, error, described_by, classes: "" };
        let family = Family {
            kind: "govuk-checkboxes",
            input: "checkbox",
            id: self.id,
            name: self.name,
            described: if self.fieldset.is_none() { group.described() } else { None },
        };
        chosen(&family, (self.fieldset.as_ref(), &self.items), &group, self.classes)
    }
}

fn chosen(
    family: &Family<'_>,
    (fieldset, items): (Option<&Fieldset<'_>>, &[Choice<'_>]),
    group: &Group<'_>,
    added: &str,
) -> Markup {
    let fields = html! {
        (group.told())
        div class=(classes(family.kind, added)) data-module=(family.kind) {
            @for (index, item) in items.iter().enumerate() { (item.markup(family, index + 1)) }
        }
    };
    match fieldset {
        Some(fieldset) => {
            let fieldset = Fieldset { described_by: group.described(), ..fieldset.clone() };
            group.around(&fieldset.around(&fields))
        }
        None => group.around(&fields),
    }
}

/// An option of a drop-down list.
#[derive(Debug, Clone)]
pub struct SelectOption<'a> {
    /// What it says.
    pub text: &'a str,
    /// What is sent when it is chosen, where that is not what it says.
    pub value: Option<&'a str>,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it cannot be chosen.
    pub disabled: bool,
}

impl<'a> SelectOption<'a> {
    /// An option of a text and a value.
    pub fn of(text: &'a str, value: &'a str, selected: bool) -> Self {
        Self { text, value: Some(value), selected, disabled: false }
    }
}

/// A drop-down list.
#[derive(Debug, Clone)]
pub struct Select<'a> {
    /// Its label.
    pub label: Label<'a>,
    /// Its identifier.
    pub id: &'a str,
    /// The name under which the choice is sent.
    pub name: &'a str,
    /// What can be chosen.
    pub options: Vec<SelectOption<'a>>,
    /// A hint.
    pub hint: Option<Hint<'a>>,
    /// What is wrong with the choice.
    pub error: Option<ErrorMessage<'a>>,
    /// What describes it beside these.
    pub described_by: Option<&'a str>,
    /// Classes beside its own.
    pub classes: &'a str,
}

impl<'a> Select<'a> {
    /// A list of a label and a name.
    pub fn of(label: &str, name: &'a str, options: Vec<SelectOption<'a>>) -> Self {
        Self {
            label: Label::of(label),
            id: name,
            name,
            options,
            hint: None,
            error: None,
            described_by: None,
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
        let error = if self.error.is_some() { "govuk-select--error" } else { "" };
        let class = classes(&classes("govuk-select", self.classes), error);
        group.around(&html! {
            (self.label.markup(Some(self.id)))
            (group.told())
            select class=(class) id=(self.id) name=(self.name) aria-describedby=[group.described()] {
                @for option in &self.options {
                    option value=[option.value] selected[option.selected] disabled[option.disabled] {
                        (option.text)
                    }
                }
            }
        })
    }
}
