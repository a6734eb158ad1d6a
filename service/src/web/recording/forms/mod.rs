//! The forms: each the questions of one action and how their answers become what is recorded, in the file
//! of its chapter. A further form is an entry in a chapter's list: its questions as data, and a function
//! that reads the answers. What may be recorded is not decided here.

mod concern;
mod conference;
mod fgdm;
mod information;
mod meeting;
mod plan;
pub(super) mod shared;
mod threshold;

use candour_domain::case::CaseEvent;
use candour_web::form::Form;

use super::reading::Reading;

/// An action that is recorded by a form.
#[derive(Clone, Copy)]
pub(super) struct Recordable {
    /// The form.
    pub(super) form: &'static Form,
    /// Reads what happened from the answers; none where something is wrong with them.
    pub(super) read: fn(&mut Reading<'_>) -> Option<CaseEvent>,
}

/// Forms that belong together.
pub(super) struct Chapter {
    /// What they are about.
    pub(super) title: &'static str,
    /// The forms.
    pub(super) forms: &'static [Recordable],
}

/// All forms, in the order of the process.
pub(super) const CHAPTERS: &[Chapter] = &[
    Chapter { title: "Concern", forms: concern::FORMS },
    Chapter { title: "Information", forms: information::FORMS },
    Chapter { title: "Strategy discussion and threshold", forms: threshold::FORMS },
    Chapter { title: "Family group decision making", forms: fgdm::FORMS },
    Chapter { title: "Conference", forms: conference::FORMS },
    Chapter { title: "Plan", forms: plan::FORMS },
];

/// The form of a name.
pub(super) fn of_name(name: &str) -> Option<Recordable> {
    let mut all = CHAPTERS.iter().flat_map(|it| it.forms);
    all.find(|it| it.form.name == name).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use candour_web::form::{Kind, Question};

    use super::*;

    /// Every field of questions, whatever is chosen.
    fn fields(questions: &[Question], within: &str, all: &mut Vec<String>) {
        for question in questions {
            let own = if within.is_empty() {
                question.name.to_owned()
            } else {
                format!("{within}-{}", question.name)
            };
            if let Kind::OneOf(answers) | Kind::AnyOf(answers) = question.kind {
                for answer in answers {
                    fields(answer.asks, &own, all);
                }
            }
            if question.kind == Kind::When {
                all.extend(["date", "time", "how", "until"].map(|end| format!("{own}-{end}")));
            }
            all.push(own);
        }
    }

    #[test]
    fn no_two_questions_of_a_form_have_one_field() {
        for form in CHAPTERS.iter().flat_map(|it| it.forms).map(|it| it.form) {
            let mut all: Vec<String> =
                ["draft", "seen", "do", "case"].map(ToOwned::to_owned).into();
            for group in form.groups {
                fields(group.questions, "", &mut all);
            }
            let once: BTreeSet<&String> = all.iter().collect();
            assert_eq!(once.len(), all.len(), "{}: {all:?}", form.name);
        }
    }
}
