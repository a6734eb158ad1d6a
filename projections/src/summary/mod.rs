//! One event in a practitioner's words: a title, the fact as recorded, and the response to it.
//!
//! One function per chapter, exhaustive over its events. Nothing is added to what an entry says, and
//! what it lacks is said as "not recorded"; text that has been emptied reads `[emptied]`. Later remarks
//! and analysis are not here: they are never part of the fact.
//!
//! # Rules
//! - `every_event_has_a_summary`: with a title and at least one word of text.
//! - `emptied_text_is_shown_as_emptied`: that there was text is never hidden.

mod access;
mod allocation;
mod child;
mod concern;
mod conference;
mod education;
mod emergency;
mod enquiry;
mod fgdm;
mod help;
mod incident;
mod information;
mod names;
mod opening;
mod oversight;
mod plan;
mod proceedings;
mod record;
mod registers;
mod threshold;

use std::fmt::{Debug, Display, Write};

use candour_domain::case::CaseEvent;
use candour_domain::event::Event;
use candour_domain::meeting::{Grounds, Reliance};
use candour_domain::recorded::Recorded;
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use access::page as shown_page;
pub(crate) use child::sight;
pub use names::Names;

use crate::shape::recorded_words;

/// An event in a practitioner's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// What happened, in a few words: "Referral decided".
    pub title: String,
    /// The fact, as recorded.
    pub text: String,
    /// What was done then, where the entry says so.
    pub response: Option<String>,
}

/// Says an event in a practitioner's words.
pub fn summary(event: &Event, names: &Names<'_>) -> Summary {
    let said = match event {
        Event::Case(event) => of_case(event, names),
        Event::Identity(event) => registers::identity(event, names),
        Event::Agency(event) => registers::agency(event, names),
        Event::Practitioner(event) => registers::practitioner(event, names),
        Event::Team(event) => registers::team(event, names),
        Event::Ledger(event) => registers::ledger(event),
    };
    said.done()
}

fn of_case(event: &CaseEvent, names: &Names<'_>) -> Said {
    match event {
        CaseEvent::Opening(event) => opening::said(event, names),
        CaseEvent::Allocation(event) => allocation::said(event, names),
        CaseEvent::Concern(event) => concern::said(event, names),
        CaseEvent::Information(event) => information::said(event, names),
        CaseEvent::Child(event) => child::said(event, names),
        CaseEvent::Help(event) => help::said(event, names),
        CaseEvent::Threshold(event) => threshold::said(event, names),
        CaseEvent::Enquiry(event) => enquiry::said(event, names),
        CaseEvent::Conference(event) => conference::said(event, names),
        CaseEvent::Plan(event) => plan::said(event, names),
        CaseEvent::Fgdm(event) => fgdm::said(event, names),
        CaseEvent::Proceedings(event) => proceedings::said(event, names),
        CaseEvent::Emergency(event) => emergency::said(event, names),
        CaseEvent::Oversight(event) => oversight::said(event, names),
        CaseEvent::Education(event) => education::said(event, names),
        CaseEvent::Incident(event) => incident::said(event, names),
        CaseEvent::Record(event) => record::said(event, names),
        CaseEvent::Access(event) => access::said(event, names),
    }
}

/// A summary while it is put together.
pub(super) struct Said {
    title: &'static str,
    text: String,
    response: Option<String>,
}

impl Said {
    /// A summary with this title.
    pub(super) fn of(title: &'static str) -> Self {
        Self { title, text: String::new(), response: None }
    }

    /// Says something as it is.
    pub(super) fn say(mut self, what: impl Display) -> Self {
        let before = self.text.len();
        if before > 0 {
            let ended = self.text.ends_with(['.', '!', '?', '”', '"']);
            self.text.push_str(if ended { " " } else { ". " });
        }
        let begins = self.text.len();
        // Writing to a text does not fail.
        let _: Result<(), std::fmt::Error> = write!(self.text, "{what}");
        self.text.truncate(self.text.trim_end().len().max(begins));
        let said = &self.text[begins..];
        let blank = said.len() - said.trim_start().len();
        if said.is_empty() {
            self.text.truncate(before);
        } else if blank > 0 {
            self.text.drain(begins..begins + blank);
        }
        self
    }

    /// Says something, if it is recorded.
    pub(super) fn say_recorded(self, what: &Recorded<impl Display>) -> Self {
        match what {
            Recorded::Recorded(what) => self.say(what),
            Recorded::NotRecorded => self,
        }
    }

    /// Says what something is.
    pub(super) fn with(self, name: &str, what: impl Display) -> Self {
        self.say(format_args!("{name}: {what}"))
    }

    /// Says what something is, if it is there.
    pub(super) fn with_some(self, name: &str, what: Option<impl Display>) -> Self {
        match what {
            Some(what) => self.with(name, what),
            None => self,
        }
    }

    /// Says what something is, if it is recorded.
    pub(super) fn with_recorded(self, name: &str, what: &Recorded<impl Display>) -> Self {
        self.with_some(name, what.value())
    }

    /// Says a code in words, or that it is not recorded.
    pub(super) fn code(self, name: &str, code: &Recorded<impl Debug>) -> Self {
        let words = recorded_words(code);
        self.with(name, words)
    }

    /// Says a code in words, if it is recorded.
    pub(super) fn code_if(self, name: &str, code: &Recorded<impl Debug>) -> Self {
        if code.value().is_some() { self.code(name, code) } else { self }
    }

    /// Says a list, if there is anything in it.
    pub(super) fn list(self, name: &str, what: impl IntoIterator<Item = String>) -> Self {
        let what: Vec<String> = what.into_iter().collect();
        if what.is_empty() { self } else { self.with(name, what.join(", ")) }
    }

    /// Says what a decision rests on.
    pub(super) fn grounds(self, grounds: &Grounds, names: &Names<'_>) -> Self {
        let considered = grounds.considered.iter().map(|id| names.entry(*id));
        let relied_on = grounds.relied_on.iter().map(|one| match one {
            Reliance::Entry(id) => names.entry(*id),
            Reliance::Statement(words) => format!("“{words}”"),
        });
        self.list("Considered", considered)
            .list("Relied on", relied_on)
            .with_recorded("Rationale", &grounds.rationale)
    }

    /// Says what was done then.
    pub(super) fn response(mut self, response: &Recorded<impl Display>) -> Self {
        self.response = response.value().map(ToString::to_string);
        self
    }

    fn done(mut self) -> Summary {
        if self.text.is_empty() {
            self.text.push_str("The record says no more.");
        }
        Summary { title: self.title.to_owned(), text: self.text, response: self.response }
    }
}

#[cfg(test)]
mod tests;
