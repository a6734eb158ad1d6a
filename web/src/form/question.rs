//! How one question is drawn, by how it is answered. Long lists have what is near first, and the rest in a
//! part that is opened; entries beyond the latest are named by their numbers.

use maud::{Markup, html};

use super::ask::{Answer, Kind, Listed, Need, Question};
use super::choices::{Choosable, ENTRIES_MAX, Named};
use super::draw::Filling;
use super::walk::field;
use crate::component::{
    Checkboxes, Choice, Details, ErrorMessage, Fieldset, Hint, Input, Legend, Radios, Select,
    SelectOption, Textarea,
};

/// What stands first in a drop-down list, where nothing is chosen.
const NONE_CHOSEN: &str = "Choose";
/// The same, where nothing has to be.
const NOT_RECORDED: &str = "Not recorded";

/// The ways in which a date may not be exact.
const HOW: [(&str, &str); 4] = [
    ("about", "About that day, up to 7 days either way"),
    ("month", "Some time in that month"),
    ("about-month", "About that month, up to a month either way"),
    ("until", "Between that day and another"),
];

impl<'a> Filling<'a> {
    /// A question, within the answer that it belongs to, of whom it is asked.
    pub(super) fn question(&self, question: &Question, within: &str, of: Option<&Named>) -> Markup {
        let own = field(within, question.name, of);
        match question.kind {
            Kind::Words => self.words(question, &own),
            Kind::Line => self.line(question, &own, "govuk-!-width-two-thirds"),
            Kind::Day => self.line(question, &own, "govuk-input--width-10"),
            Kind::When => self.when(question, &own),
            Kind::OneOf(answers) => self.one_of(question, &own, answers),
            Kind::AnyOf(answers) => self.any_of(question, &own, answers),
            Kind::Listed(list) => self.listed(question, &own, list),
            Kind::Several(list) => self.several(question, &own, list),
        }
    }

    fn error(&self, field: &str) -> Option<ErrorMessage<'static>> {
        self.wrong(field).map(ErrorMessage::of)
    }

    fn words(&self, question: &Question, own: &str) -> Markup {
        let mut area = Textarea::of(&asks(question), own);
        area.value = self.answers.as_typed(own);
        area.hint = hint(question);
        area.error = self.error(own);
        area.label.classes = "govuk-label--s";
        area.markup()
    }

    fn line(&self, question: &Question, own: &str, width: &str) -> Markup {
        let mut input = Input::of(&asks(question), own);
        input.value = Some(self.answers.as_typed(own));
        input.hint = hint(question);
        input.error = self.error(own);
        input.label.classes = "govuk-label--s";
        input.classes = width;
        input.markup()
    }

    fn when(&self, question: &Question, own: &str) -> Markup {
        let part = |end: &str| format!("{own}-{end}");
        let (date, time, how, until) = (part("date"), part("time"), part("how"), part("until"));
        let input = |name: &str, label: &str, tells: &str, width: &'static str| {
            let mut input = Input::of(label, name);
            input.value = Some(self.answers.as_typed(name));
            input.hint = Some(Hint::of(tells));
            input.error = self.error(name);
            input.classes = width;
            input.markup()
        };
        let width = "govuk-input--width-10";
        let last = input(&until, "The other day", "For example, 30/1/2026", width);
        let choices = HOW.iter().map(|(value, says)| {
            let choice = Choice::of(says, value).checked_if(self.answers.holds(&how, value));
            let revealed = (*value == "until").then(|| last.clone());
            Choice { revealed, ..choice }
        });
        let exact =
            Choice::of("It is exact", "exact").checked_if(self.answers.holds(&how, "exact"));
        let mut radios = Radios::of(
            "How exactly is it known?",
            &how,
            [exact].into_iter().chain(choices).collect(),
        );
        radios.error = self.error(&how);
        radios.hint = Some(Hint::of("Without an answer the date is taken to be exact."));
        radios.classes = "govuk-radios--small";
        if let Some(set) = &mut radios.fieldset {
            set.legend = Some(legend("How exactly is it known?", ""));
        }
        let fields = html! {
            @if !question.hint.is_empty() { (Hint::of(question.hint).markup(Some(&part("hint")))) }
            (input(&date, "Date", "For example, 26/1/2026", width))
            (input(&time, "Time, if it is known", "For example, 16:30", "govuk-input--width-5"))
            (radios.markup())
        };
        let described_by = (!question.hint.is_empty()).then(|| part("hint"));
        let set = Fieldset {
            legend: Some(legend(&asks(question), "govuk-fieldset__legend--s")),
            described_by,
            role: Some("group"),
            classes: "",
        };
        html! { div class="govuk-form-group" { (set.around(&fields)) } }
    }

    fn choice<'c>(&self, answer: &'c Answer, own: &str) -> Choice<'c> {
        let asks = answer.asks;
        let revealed = (!asks.is_empty()).then(|| {
            html! { @for question in asks { (self.question(question, own, None)) } }
        });
        let hint = (!answer.hint.is_empty()).then(|| Hint::of(answer.hint));
        let choice = Choice::of(answer.says, answer.value);
        let checked = self.answers.holds(own, answer.value);
        Choice { hint, revealed, ..choice }.checked_if(checked)
    }

    fn one_of(&self, question: &Question, own: &str, answers: &[Answer]) -> Markup {
        let legend = asks(question);
        let items = answers.iter().map(|answer| self.choice(answer, own)).collect();
        let mut radios = Radios::of(&legend, own, items);
        radios.classes = "govuk-radios--small";
        radios.hint = hint(question);
        radios.error = self.error(own);
        radios.markup()
    }

    fn any_of(&self, question: &Question, own: &str, answers: &[Answer]) -> Markup {
        let legend = asks(question);
        let items = answers.iter().map(|answer| self.choice(answer, own)).collect();
        let mut boxes = Checkboxes::of(&legend, own, items);
        boxes.classes = "govuk-checkboxes--small";
        boxes.hint = hint(question);
        boxes.error = self.error(own);
        boxes.markup()
    }

    fn listed(&self, question: &Question, own: &str, list: Listed) -> Markup {
        let first = match question.need {
            Need::Required(_) => NONE_CHOSEN,
            Need::Optional => NOT_RECORDED,
        };
        let all = self.choices.of(list);
        let option = |it: &Choosable<'_>| -> (String, String, bool) {
            (it.says.to_owned(), it.value.to_owned(), self.answers.holds(own, it.value))
        };
        let options: Vec<(String, String, bool)> = all.iter().map(option).collect();
        let options = options.iter().map(|(says, value, on)| SelectOption::of(says, value, *on));
        let mut options: Vec<SelectOption<'_>> = options.collect();
        options.insert(0, SelectOption::of(first, "", self.answers.all(own).is_empty()));
        let mut select = Select::of(&asks(question), own, options);
        select.label.classes = "govuk-label--s";
        select.hint = hint(question);
        select.error = self.error(own);
        select.classes = "candour-select";
        select.markup()
    }

    fn several(&self, question: &Question, own: &str, list: Listed) -> Markup {
        let all = self.choices.of(list);
        let chosen = |it: &Choosable<'_>| self.answers.holds(own, it.value);
        let item = |it: &Choosable<'a>| Choice::of(it.says, it.value).checked_if(chosen(it));
        let (mut shown, mut others) = (Vec::new(), Vec::new());
        for (place, it) in all.iter().enumerate() {
            let shown_at_once = place < at_once(list) || chosen(it);
            if shown_at_once { &mut shown } else { &mut others }.push(item(it));
        }
        let legend = asks(question);
        let mut boxes = Checkboxes::of(&legend, own, shown);
        boxes.hint = if all.is_empty() {
            Some(Hint::of("There is none to choose."))
        } else {
            hint(question)
        };
        boxes.error = self.error(own);
        boxes.classes = "govuk-checkboxes--small";
        let more = format!("{own}-others");
        html! {
            (boxes.markup())
            @if !others.is_empty() {
                @let summary = format!("{} more to choose from", others.len());
                @let others = Checkboxes {
                    id: &more,
                    classes: "govuk-checkboxes--small",
                    ..Checkboxes::of("More to choose from", own, others)
                };
                (Details::closed(&summary, others.markup()).markup())
            }
            @if list == Listed::Entries { (self.by_number(own)) }
        }
    }

    /// Entries that are not listed, by their numbers.
    fn by_number(&self, own: &str) -> Markup {
        let name = format!("{own}-more");
        let mut input = Input::of("Other entries of this case, by their numbers (optional)", &name);
        let tells = format!(
            "The latest {ENTRIES_MAX} entries are listed. The audit trail has the number of each. For \
             example, 12, 40"
        );
        input.hint = Some(Hint::of(&tells));
        input.value = Some(self.answers.as_typed(&name));
        input.error = self.error(&name);
        input.classes = "govuk-input--width-20";
        input.markup()
    }
}

/// How many choices are shown at once; more stand in a part of their own.
fn at_once(list: Listed) -> usize {
    match list {
        Listed::Entries | Listed::Followed(_) => 5,
        Listed::Children
        | Listed::People
        | Listed::Agencies
        | Listed::Practitioners
        | Listed::Teams => 12,
    }
}

/// What a question asks, marked where it need not be answered.
fn asks(question: &Question) -> String {
    match question.need {
        Need::Required(_) => question.asks.to_owned(),
        Need::Optional => format!("{} (optional)", question.asks),
    }
}

fn hint(question: &Question) -> Option<Hint<'static>> {
    (!question.hint.is_empty()).then(|| Hint::of(question.hint))
}

fn legend<'a>(says: &str, classes: &'a str) -> Legend<'a> {
    Legend { content: html! { (says) }, is_page_heading: false, classes }
}
