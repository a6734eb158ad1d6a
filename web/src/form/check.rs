//! What was answered, to be checked before it is recorded: every question that was asked with what the
//! record will say, and what was typed that it will not say.
//!
//! # Rules
//! - `what_will_not_be_recorded_is_said`: beside what will be.
//! - `what_came_since_is_shown_before_anything_is_recorded`.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::SEEN;
use super::answers::{Amiss, Answers};
use super::ask::{Answer, Form, Kind, Listed, Need, Shown};
use super::choices::Choices;
use super::draw::summary;
use super::walk::{Asked, asked, unasked};
use crate::component::{Button, NotificationBanner, SummaryList, SummaryRow, inset_text};
use crate::words::{capital, count, listed};

/// A form whose answers are checked.
#[derive(Debug, Clone, Copy)]
pub struct Checking<'a> {
    /// The form.
    pub form: &'a Form,
    /// What was answered.
    pub answers: &'a Answers,
    /// What can be chosen.
    pub choices: &'a Choices,
    /// What times and days were read as, by field.
    pub read_as: &'a BTreeMap<String, String>,
    /// Why it cannot be recorded, where it cannot.
    pub refused: &'a [Amiss],
    /// The entries that came since the form was begun, each with where it is shown.
    pub since: &'a [(u64, String)],
    /// How many characters that cannot be seen were left out.
    pub left_out: u64,
    /// What the case is called.
    pub case: &'a str,
    /// Who records, in words.
    pub records: &'a str,
    /// Which draft it is.
    pub draft: &'a str,
    /// The identifier of the case.
    pub in_case: &'a str,
    /// Up to which entry of the case this page shows what came.
    pub seen: u64,
}

/// The page.
pub fn check(checking: &Checking<'_>) -> Markup {
    let (draft, form) = (checking.draft, checking.form);
    let change = format!("/drafts/{draft}");
    html! {
        (summary(checking.refused))
        (since(checking.since))
        span class="govuk-caption-l" { (form.title) ", case " (checking.case) }
        h1 class="govuk-heading-l" { "Check your answers" }
        (checking.rows())
        (checking.not_recorded())
        div class="candour-reading" {
            h2 class="govuk-heading-m" { "Record it" }
            p class="govuk-body" {
                "It is recorded by " (checking.records) ". What is recorded stays: a mistake is corrected by a \
                 further entry, and both can be read."
            }
        }
        form method="post" action={"/drafts/" (draft) "/record"} novalidate {
            input type="hidden" name=(SEEN) value=(checking.seen);
            input type="hidden" name="case" value=(checking.in_case);
            div class="govuk-button-group" {
                (Button { prevent_double_click: Some(true), ..Button::submit("Record it") }.markup())
                a class="govuk-link" href=(change) { "Change the answers" }
                a class="govuk-link" href="/drafts" { "Come back later" }
            }
        }
    }
}

fn since(entries: &[(u64, String)]) -> Markup {
    if entries.is_empty() {
        return html! {};
    }
    let heading = format!(
        "{} recorded in this case since you began. Nothing of yours is recorded yet.",
        count(entries.len() as u64, "entry was", "entries were")
    );
    let content = html! {
        (NotificationBanner::heading(&html! { (heading) }))
        ul class="govuk-list" {
            @for (position, says) in entries {
                li { a class="govuk-notification-banner__link" href={"/entries/" (position)} { (says) } }
            }
        }
        p class="govuk-body" { "Look at them. What you wrote is kept: record it if it still holds, or change it." }
    };
    NotificationBanner { role: Some("alert"), ..NotificationBanner::important(content) }.markup()
}

impl Checking<'_> {
    fn rows(&self) -> Markup {
        let all = asked(self.form, self.answers, self.choices);
        html! {
            @for (place, group) in self.form.groups.iter().enumerate() {
                @let own: Vec<&Asked<'_>> = all.iter().filter(|it| it.group == place && self.shows(it, group.shown)).collect();
                @if !own.is_empty() {
                    @let title = if group.title.is_empty() { "What you record" } else { group.title };
                    h2 class="govuk-heading-m" { (title) }
                    @let first = own.first().and_then(|it| it.fields().into_iter().next()).unwrap_or_default();
                    p class="govuk-body" {
                        a class="govuk-link" href={"/drafts/" (self.draft) "#" (first)} {
                            "Change" span class="govuk-visually-hidden" { " the answers on: " (title) }
                        }
                    }
                    (SummaryList::of(own.iter().map(|it| self.row(it)).collect()).markup())
                }
            }
        }
    }

    /// Whether a question stands on the page: of what was only opened, what is answered.
    fn shows(&self, it: &Asked<'_>, shown: Shown) -> bool {
        match shown {
            Shown::AtOnce => true,
            Shown::WhenOpened => it.answered(self.answers),
        }
    }

    fn row(&self, it: &Asked<'_>) -> SummaryRow<'static> {
        let said = self.said(it);
        let key = match it.of {
            Some(of) => format!("{}: {}", of.name, it.question.asks),
            None => it.question.asks.to_owned(),
        };
        let value = html! {
            @if said.is_empty() {
                @match it.question.need {
                    Need::Required(_) | Need::Optional => { "Not recorded" }
                }
            } @else {
                @for line in said { p class="govuk-body candour-typed" dir="auto" { (line) } }
            }
        };
        SummaryRow::of(&key, value)
    }

    /// What the answer to a question is, in words.
    fn said(&self, it: &Asked<'_>) -> Vec<String> {
        let own = it.field.as_str();
        match it.question.kind {
            Kind::Words | Kind::Line => texts(self.answers.one(own)),
            Kind::Day | Kind::When => self
                .read_as
                .get(own)
                .map(|it| capital(&crate::words::in_full(it)))
                .into_iter()
                .collect(),
            Kind::OneOf(answers) | Kind::AnyOf(answers) => {
                let chosen = answers.iter().filter(|it| self.answers.holds(own, it.value));
                chosen.map(|it: &Answer| it.says.to_owned()).collect()
            }
            Kind::Listed(list) => self.names(own, list),
            Kind::Several(list) => {
                let mut said = self.names(own, list);
                let more = self.answers.one(&format!("{own}-more"));
                if !more.is_empty() {
                    said.push(format!("Entries {more}"));
                }
                said
            }
        }
    }

    fn names(&self, own: &str, list: Listed) -> Vec<String> {
        self.answers.all(own).iter().map(|it| self.choices.says(list, it).to_owned()).collect()
    }

    /// What was typed and will not stand on the record.
    fn not_recorded(&self) -> Markup {
        let all = asked(self.form, self.answers, self.choices);
        let unasked = unasked(&all, self.answers);
        let words: Vec<String> = unasked
            .iter()
            .flat_map(|(_, values)| values.iter())
            .map(|it| format!("\u{201c}{}\u{201d}", shortened(it)))
            .collect();
        html! {
            @if !words.is_empty() {
                (inset_text(&html! {
                    p class="govuk-body" {
                        "This is not recorded, since it belongs to an answer that is not chosen: "
                        span class="candour-typed" dir="auto" { (listed(&words)) } "."
                    }
                }, ""))
            }
            @if self.left_out > 0 {
                (inset_text(&html! {
                    p class="govuk-body" {
                        (count(self.left_out, "character that nobody can see was", "characters that nobody can see were"))
                        " left out of what was typed or pasted."
                    }
                }, ""))
            }
        }
    }
}

fn texts(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

/// The beginning of a text.
fn shortened(text: &str) -> String {
    const CHARACTERS_MAX: usize = 200;
    let text = text.trim();
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Group, Question};

    const WHY: &[Question] = &[Question::words("why", "Why not?").required("Enter why")];
    const FORM: Form = Form {
        name: "form",
        title: "A form",
        lead: "",
        groups: &[Group::of(
            "First",
            &[
                Question::words("account", "What was seen?").required("Enter what was seen"),
                Question::when("occurred", "When?"),
                Question::one_of(
                    "told",
                    "Were they told?",
                    &[Answer::of("yes", "Yes"), Answer::of("no", "No").asking(WHY)],
                ),
            ],
        )],
    };

    fn page(answers: &[(&str, &str)], since: &[(u64, String)], left_out: u64) -> String {
        let answers: Answers = answers.iter().copied().collect();
        let read_as = [("occurred".to_owned(), "about 20 Jan 2026".to_owned())];
        let checking = Checking {
            form: &FORM,
            answers: &answers,
            choices: &Choices::default(),
            read_as: &read_as.into(),
            refused: &[],
            since,
            left_out,
            case: "ASH-1",
            records: "A. Reader",
            draft: "1",
            in_case: "2",
            seen: 9,
        };
        check(&checking).into_string()
    }

    #[test]
    fn what_will_not_be_recorded_is_said() {
        let answers = [("account", "a <b>"), ("told", "yes"), ("told-why", "unsafe")];
        let said = page(&answers, &[], 2);
        let expected = [
            "a &lt;b&gt;",
            "About 20 January 2026",
            "\u{201c}unsafe\u{201d}",
            "2 characters that nobody can see were left out",
        ];
        assert_eq!(expected.map(|it| said.matches(it).count()), [1; 4], "{said}");
        let without = page(&answers[..2], &[], 0);
        assert_eq!(
            ["This is not recorded", "left out"].map(|it| without.matches(it).count()),
            [0, 0]
        );
    }

    #[test]
    fn what_came_since_is_shown_before_anything_is_recorded() {
        let said = page(&[], &[(8, "Observation, 26 January 2026".to_owned())], 0);
        let expected =
            ["1 entry was recorded in this case since you began.", "href=\"/entries/8\""];
        assert_eq!(expected.map(|it| said.matches(it).count()), [1, 1], "{said}");
    }
}
