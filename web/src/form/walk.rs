//! Which questions of a form are asked, given what has been answered: those of an answer where it is
//! chosen, those of each child and agency once for each.
//!
//! # Rules
//! - `a_question_of_an_answer_is_asked_where_it_is_chosen`.
//! - `what_was_answered_and_is_not_asked_is_said`: it is not recorded, and nobody has to find that out.

use super::answers::{Amiss, Answers};
use super::ask::{Answer, Form, Group, Kind, Listed, Need, Per, Question};
use super::choices::{Choices, Named};

/// A question that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Its field.
    pub field: String,
    /// The group in which it stands, by its place.
    pub group: usize,
    /// Of which child or agency it is asked, where it is asked of each.
    pub of: Option<&'a Named>,
    /// The question.
    pub question: &'static Question,
}

/// The name of a field: of a question that belongs to another, and of whom it is asked.
pub(super) fn field(within: &str, name: &str, of: Option<&Named>) -> String {
    let name = if within.is_empty() { name.to_owned() } else { format!("{within}-{name}") };
    match of {
        Some(of) if within.is_empty() => format!("{name}-{}", of.value),
        Some(_) | None => name,
    }
}

/// Of whom the questions of a group are asked.
pub(super) fn subjects<'a>(group: &Group, choices: &'a Choices) -> Vec<Option<&'a Named>> {
    match group.per {
        Per::Form => vec![None],
        Per::Child => choices.children.iter().map(Some).collect(),
        Per::Agency => choices.agencies_near().map(Some).collect(),
    }
}

/// The questions that are asked.
pub fn asked<'a>(form: &Form, answers: &Answers, choices: &'a Choices) -> Vec<Asked<'a>> {
    let mut all = Vec::new();
    for (place, group) in form.groups.iter().enumerate() {
        for of in subjects(group, choices) {
            let mut walk = Walk { answers, group: place, of, all: &mut all };
            walk.questions(group.questions, "");
        }
    }
    all
}

struct Walk<'w, 'a> {
    answers: &'w Answers,
    group: usize,
    of: Option<&'a Named>,
    all: &'w mut Vec<Asked<'a>>,
}

impl Walk<'_, '_> {
    fn questions(&mut self, questions: &'static [Question], within: &str) {
        for question in questions {
            let field = field(within, question.name, self.of);
            let (group, of) = (self.group, self.of);
            self.all.push(Asked { field: field.clone(), group, of, question });
            match question.kind {
                Kind::OneOf(answers) | Kind::AnyOf(answers) => self.answers(answers, &field),
                Kind::Words
                | Kind::Line
                | Kind::Day
                | Kind::When
                | Kind::Listed(_)
                | Kind::Several(_) => {}
            }
        }
    }

    fn answers(&mut self, answers: &'static [Answer], field: &str) {
        for answer in answers.iter().filter(|it| self.answers.holds(field, it.value)) {
            self.questions(answer.asks, field);
        }
    }
}

impl Asked<'_> {
    /// The fields in which it is answered, the first of which is where it begins.
    pub fn fields(&self) -> Vec<String> {
        let with = |ends: &[&str]| ends.iter().map(|end| format!("{}{end}", self.field)).collect();
        match self.question.kind {
            Kind::When => with(&["-date", "-time", "-how", "-until"]),
            Kind::Several(Listed::Entries) => with(&["", "-more"]),
            Kind::Words
            | Kind::Line
            | Kind::Day
            | Kind::OneOf(_)
            | Kind::AnyOf(_)
            | Kind::Listed(_)
            | Kind::Several(_) => with(&[""]),
        }
    }

    /// Whether something was answered.
    pub fn answered(&self, answers: &Answers) -> bool {
        self.fields().iter().any(|it| !answers.all(it).is_empty())
    }

    /// That it must be answered and is not.
    pub fn missing(&self, answers: &Answers) -> Option<Amiss> {
        match self.question.need {
            Need::Required(why) if !self.answered(answers) => {
                let field = self.fields().into_iter().next().unwrap_or_default();
                let why = match self.of {
                    Some(of) => format!("{why}: {}", of.name),
                    None => why.to_owned(),
                };
                Some(Amiss { field, why })
            }
            Need::Required(_) | Need::Optional => None,
        }
    }
}

/// What was answered and is not asked, since another answer was chosen: the fields, in their order.
pub fn unasked<'a>(asked: &[Asked<'_>], answers: &'a Answers) -> Vec<(&'a str, &'a [String])> {
    let fields: Vec<String> = asked.iter().flat_map(Asked::fields).collect();
    answers.fields().filter(|(field, _)| !fields.iter().any(|it| it == field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Group, Shown};

    const WHY: &[Question] = &[Question::words("why", "Why not?").required("Enter why")];
    const TOLD: &[Answer] = &[Answer::of("yes", "Yes"), Answer::of("no", "No").asking(WHY)];
    const FORM: Form = Form {
        name: "form",
        title: "A form",
        lead: "",
        groups: &[
            Group::of("First", &[Question::one_of("told", "Were they told?", TOLD)]),
            Group {
                title: "Each",
                shown: Shown::AtOnce,
                per: Per::Child,
                questions: &[Question::when("seen", "When?").required("Enter when")],
            },
        ],
    };

    fn choices() -> Choices {
        let child = |name: &str, value: &str| Named {
            name: name.to_owned(),
            value: value.to_owned(),
            near: true,
        };
        Choices { children: vec![child("Mia", "1"), child("Theo", "2")], ..Choices::default() }
    }

    #[test]
    fn a_question_of_an_answer_is_asked_where_it_is_chosen() {
        let choices = choices();
        let fields = |answers: Answers| -> Vec<String> {
            asked(&FORM, &answers, &choices).into_iter().map(|it| it.field).collect()
        };
        assert_eq!(fields(Answers::default()), ["told", "seen-1", "seen-2"]);
        let no = Answers::from_iter([("told", "no")]);
        assert_eq!(fields(no.clone()), ["told", "told-why", "seen-1", "seen-2"]);
        let missing: Vec<Amiss> =
            asked(&FORM, &no, &choices).iter().filter_map(|it| it.missing(&no)).collect();
        let amiss = |field: &str, why: &str| Amiss { field: field.to_owned(), why: why.to_owned() };
        let expected = [
            amiss("told-why", "Enter why"),
            amiss("seen-1-date", "Enter when: Mia"),
            amiss("seen-2-date", "Enter when: Theo"),
        ];
        assert_eq!(missing, expected);
    }

    #[test]
    fn what_was_answered_and_is_not_asked_is_said() {
        let choices = choices();
        let answers =
            Answers::from_iter([("told", "yes"), ("told-why", "unsafe"), ("seen-1-time", "9")]);
        let asked = asked(&FORM, &answers, &choices);
        let unsafe_ = ["unsafe".to_owned()];
        assert_eq!(unasked(&asked, &answers), [("told-why", &unsafe_[..])]);
    }
}
