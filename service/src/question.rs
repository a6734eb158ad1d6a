//! One question, asked from the command line, over HTTP or by a page: what is asked, as the reading commands
//! take it, and what is answered, as `--json` prints it. It does not show an answer, and it takes no question
//! apart: each stands with its command.

use std::io;

use candour_projections::casebook::Casebook;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::command::{Global, hint};
use crate::edge::Edge;
use crate::exit::Exit;
use crate::models::Models;
use crate::moment::Asking;
use crate::output::Output;

/// Whoever is told what is no part of an answer: that it is behind, for example.
pub(crate) trait Notes {
    /// Takes a note.
    fn note(&mut self, note: &str) -> io::Result<()>;
}

impl Notes for Vec<String> {
    fn note(&mut self, note: &str) -> io::Result<()> {
        self.push(note.to_owned());
        Ok(())
    }
}

/// A ledger that is asked something.
pub(crate) struct Asked<'a, N> {
    /// The ledger, with its read models.
    pub(crate) models: &'a Models,
    /// The time now.
    pub(crate) now: DateTime<Utc>,
    /// Who is told what is no part of the answer.
    pub(crate) notes: &'a mut N,
}

/// What can be asked of a ledger.
pub(crate) trait Question {
    /// What is answered: what `--json` prints. It may borrow from what it was worked out from.
    type Answer<'a>: Serialize + JsonSchema;

    /// Works the answer out, and hands it to whoever takes it.
    async fn answer<N: Notes>(
        &self,
        asked: Asked<'_, N>,
        take: impl FnOnce(Answered<Self::Answer<'_>>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()>;
}

/// An answer, and the words around it for people.
pub(crate) struct Answered<T> {
    /// What `--json` prints.
    pub(crate) answer: T,
    /// What it is, where people are told so first.
    pub(crate) title: String,
    /// What it was asked on, in words.
    pub(crate) asked_on: String,
    /// What people are told after it.
    pub(crate) hint: Option<&'static str>,
    /// After which place more goes on, where a page ended.
    pub(crate) next: Option<String>,
}

impl<T> Answered<T> {
    /// An answer that says by itself what it is.
    pub(crate) fn plain(answer: T) -> Self {
        Self { answer, title: String::new(), asked_on: String::new(), hint: None, next: None }
    }

    /// An answer with what it is.
    pub(crate) fn titled(answer: T, title: impl Into<String>, asking: &Asking) -> Self {
        Self { answer, title: title.into(), asked_on: asking.words(), hint: None, next: None }
    }

    /// With the place after which more goes on.
    pub(crate) fn next(self, next: Option<String>) -> Self {
        Self { next, ..self }
    }

    /// With what is to be known of the cases that it was answered from.
    pub(crate) fn told_of<'a>(
        self,
        books: impl IntoIterator<Item = &'a Casebook>,
        asking: &Asking,
    ) -> Self {
        let hint = books.into_iter().find_map(|book| hint(book, asking));
        Self { hint, ..self }
    }
}

/// Answers a question on the command line: in JSON, or for people.
pub(crate) async fn run<Q: Question>(
    question: &Q,
    global: &Global,
    (edge, output): (&Edge, &mut Output),
    show: impl FnOnce(&Q::Answer<'_>, &mut Output) -> io::Result<()>,
) -> anyhow::Result<Exit> {
    let models = Models::of(global, output)?;
    let asked = Asked { models: &models, now: edge.now(), notes: output };
    let told = |answered: Answered<Q::Answer<'_>>, output: &mut Output| {
        if output.json {
            return output.json(&answered.answer);
        }
        if !answered.title.is_empty() {
            output.heading(&answered.title, &answered.asked_on)?;
        }
        show(&answered.answer, output)?;
        answered.hint.map_or(Ok(()), |hint| output.note(hint))
    };
    question.answer(asked, told).await?;
    Ok(Exit::Fine)
}
