//! A form as it is filled in: what is wrong above it, its questions in groups, and what can be done with
//! it. How one question is drawn is in [`super::question`].
//!
//! # Rules
//! - `what_is_wrong_stands_above_the_form_and_beside_its_field`.
//! - `what_was_typed_stands_in_its_field`: whatever it is, and as text alone.
//! - `what_is_optional_is_open_where_it_is_answered`.

use maud::{Markup, html};

use super::answers::{Amiss, Answers};
use super::ask::{Form, Group, Per, Question, Shown};
use super::choices::Choices;
use super::walk::{field, subjects};
use super::{CHECK, DRAFT, SAVE, SEEN, TO_DO};
use crate::asset::address;
use crate::component::{Button, Details, ErrorItem, ErrorSummary, Fieldset, Legend};

/// A form that is being filled in.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// The form.
    pub form: &'a Form,
    /// What has been answered.
    pub answers: &'a Answers,
    /// What can be chosen.
    pub choices: &'a Choices,
    /// What is wrong with what was answered.
    pub amiss: &'a [Amiss],
    /// What the case is called.
    pub case: &'a str,
    /// Who records, in words.
    pub records: &'a str,
    /// Where the form is sent.
    pub to: &'a str,
    /// Which draft it is.
    pub draft: &'a str,
    /// Up to which entry of the case whoever fills it in has seen.
    pub seen: u64,
}

/// The page.
pub fn fill(filling: &Filling<'_>) -> Markup {
    let form = filling.form;
    html! {
        (summary(filling.amiss))
        span class="govuk-caption-l" { "Case " (filling.case) }
        h1 class="govuk-heading-l" { (form.title) }
        div class="candour-reading" {
            p class="govuk-body" { (form.lead) }
            p class="govuk-body" {
                "You record it as " (filling.records) ". Nothing is recorded before you have checked your \
                 answers. What is not answered stands on the record as not recorded."
            }
        }
        form method="post" action=(filling.to) class="candour-form" data-candour-draft="" novalidate {
            input type="hidden" name=(DRAFT) value=(filling.draft);
            input type="hidden" name=(SEEN) value=(filling.seen);
            @for group in form.groups { (filling.group(group)) }
            div class="govuk-button-group" {
                (does("Check your answers", CHECK).markup())
                (does("Save and come back later", SAVE).secondary().markup())
            }
            p class="govuk-body-s candour-kept" data-candour-kept="" role="status" {}
        }
        script type="module" src=(address("drafts.js")) {}
    }
}

/// What is wrong, above all else.
pub(super) fn summary(amiss: &[Amiss]) -> Markup {
    if amiss.is_empty() {
        return html! {};
    }
    let addresses: Vec<String> = amiss.iter().map(|it| format!("#{}", it.field)).collect();
    let item = |(it, address): (&Amiss, &'_ String)| (html! { (it.why) }, address.len() > 1);
    let said: Vec<(Markup, bool)> = amiss.iter().zip(&addresses).map(item).collect();
    let errors = said.into_iter().zip(&addresses).map(|((content, leads), address)| ErrorItem {
        content,
        href: leads.then_some(address.as_str()),
    });
    ErrorSummary::of(errors.collect()).markup()
}

/// A button that says what is to be done.
fn does<'a>(text: &str, what: &'a str) -> Button<'a> {
    Button { name: Some(TO_DO), value: Some(what), ..Button::submit(text) }
}

impl Filling<'_> {
    fn group(&self, group: &Group) -> Markup {
        let questions = html! {
            @for of in subjects(group, self.choices) {
                @let asked = html! {
                    @for question in group.questions { (self.question(question, "", of)) }
                };
                @match of {
                    Some(of) => (named(&of.name, &asked)),
                    None => (asked),
                }
            }
            @if group.per == Per::Child && self.choices.children.is_empty() {
                p class="govuk-body" { "No child is part of this case." }
            }
        };
        match group.shown {
            Shown::AtOnce => html! {
                div class="candour-part" {
                    @if !group.title.is_empty() { h2 class="govuk-heading-m" { (group.title) } }
                    (questions)
                }
            },
            Shown::WhenOpened => {
                let mut details = Details::closed(group.title, questions);
                details.open = self.touched(group);
                details.markup()
            }
        }
    }

    /// Whether anything of a group is answered, or wrong.
    fn touched(&self, group: &Group) -> bool {
        let subjects = subjects(group, self.choices);
        let begins = |name: &str, question: &Question| {
            subjects.iter().any(|of| {
                let own = field("", question.name, *of);
                name.strip_prefix(own.as_str())
                    .is_some_and(|it| it.is_empty() || it.starts_with('-'))
            })
        };
        let held = |name: &str| group.questions.iter().any(|question| begins(name, question));
        self.answers.fields().any(|(name, _)| held(name))
            || self.amiss.iter().any(|it| held(&it.field))
    }

    /// What is wrong with a field.
    pub(super) fn wrong(&self, field: &str) -> Option<&str> {
        self.amiss.iter().find(|it| it.field == field).map(|it| it.why.as_str())
    }
}

/// Questions about somebody or something of a name.
fn named(name: &str, questions: &Markup) -> Markup {
    let legend = Legend {
        content: html! { (name) },
        is_page_heading: false,
        classes: "govuk-fieldset__legend--m",
    };
    let set = Fieldset { legend: Some(legend), described_by: None, role: None, classes: "" };
    html! { div class="govuk-form-group" { (set.around(questions)) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Answer;

    const WHY: &[Question] = &[Question::words("why", "Why not?").required("Enter why")];
    const FORM: Form = Form {
        name: "form",
        title: "A form",
        lead: "It is for tests.",
        groups: &[
            Group::of(
                "First",
                &[
                    Question::words("account", "What was seen?").required("Enter what was seen"),
                    Question::one_of(
                        "told",
                        "Were they told?",
                        &[Answer::of("yes", "Yes"), Answer::of("no", "No").asking(WHY)],
                    ),
                ],
            ),
            Group::closed("More", &[Question::line("reference", "Under which reference?")]),
        ],
    };

    fn page(answers: &[(&str, &str)], amiss: &[Amiss]) -> String {
        let answers: Answers = answers.iter().copied().collect();
        let filling = Filling {
            form: &FORM,
            answers: &answers,
            choices: &Choices::default(),
            amiss,
            case: "ASH-1",
            records: "A. Reader",
            to: "/to",
            draft: "1",
            seen: 7,
        };
        fill(&filling).into_string()
    }

    #[test]
    fn what_is_wrong_stands_above_the_form_and_beside_its_field() {
        let amiss = [Amiss { field: "told-why".to_owned(), why: "Enter why".to_owned() }];
        let said = page(&[("told", "no")], &amiss);
        let above = "<li><a href=\"#told-why\">Enter why</a></li>";
        let beside = "<p id=\"told-why-error\" class=\"govuk-error-message\">\
                      <span class=\"govuk-visually-hidden\">Error:</span> Enter why</p>";
        let described =
            "id=\"told-why\" name=\"told-why\" rows=\"5\" aria-describedby=\"told-why-error\"";
        let counts = [above, beside, described].map(|it| said.matches(it).count());
        assert_eq!(counts, [1, 1, 1], "{said}");
    }

    #[test]
    fn what_was_typed_stands_in_its_field() {
        let typed = "</textarea><script>alert(1)</script>\n & \u{202e}";
        let said = page(&[("account", typed), ("reference", "\"'><b>")], &[]);
        let kept =
            "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n &amp; \u{202e}</textarea>";
        let value = "value=\"&quot;'&gt;&lt;b&gt;\"";
        assert_eq!(
            [kept, value, "<script>"].map(|it| said.matches(it).count()),
            [1, 1, 0],
            "{said}"
        );
    }

    #[test]
    fn what_is_optional_is_open_where_it_is_answered() {
        let open = "<details class=\"govuk-details\" open>";
        assert_eq!(page(&[], &[]).matches(open).count(), 0);
        assert_eq!(page(&[("reference", "F1")], &[]).matches(open).count(), 1);
    }
}
