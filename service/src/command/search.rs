//! `candour search`: children, people, agencies, practitioners, teams and cases, by the beginnings of the
//! words of their names and references. It shows no address and no name that is kept close.
//!
//! # Rules
//! - `a_search_finds_by_the_beginnings_of_words_alone`: what is typed has no other meaning.

use std::io;

use candour_domain::time::london_date;
use candour_projections::running::AskedOn;
use candour_projections::search::{SearchError, SearchFor, SearchResults, Sought, search};
use clap::{Args, ValueEnum};

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::moment::Moment;
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::show;

const EXAMPLES: &str = "\
Examples:
  candour search ashd
  candour search mia ash --kind child --kind person
  candour search 999 000 1234
  candour search \"O'Brien\" --on-record 2026-06-30 --json

Each word is the beginning of a word of a name, a former name, a reference or an identifier, and all of
them have to be there. Addresses are not searched, nor names that would give away a protected source,
a refuge or an adoption.";

/// The arguments of `candour search`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Search {
    /// Beginnings of words
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Only these kinds; may be given more than once
    #[arg(long, value_name = "KIND", value_enum)]
    kind: Vec<KindName>,
    /// The record as it stood at this moment [default: all that is recorded]
    #[arg(long, value_name = "T", value_parser = Moment::parse)]
    on_record: Option<Moment>,
    /// At most so many results
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Go on from where a page of results ended
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
}

/// A kind of result, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindName {
    Case,
    Child,
    Person,
    Agency,
    Practitioner,
    Team,
}

impl From<KindName> for Sought {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Case => Self::Case,
            KindName::Child => Self::Child,
            KindName::Person => Self::Person,
            KindName::Agency => Self::Agency,
            KindName::Practitioner => Self::Practitioner,
            KindName::Team => Self::Team,
        }
    }
}

impl Search {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        question::run(&self, global, (edge, output), show::search::results).await
    }
}

impl Question for Search {
    type Answer<'a> = SearchResults;

    async fn answer<N: Notes>(
        &self,
        Asked { models, now, notes }: Asked<'_, N>,
        take: impl FnOnce(Answered<SearchResults>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let on_record = self.on_record.map(Moment::end);
        // Who joined a case today, at an hour that is not known, is part of it.
        let today = Moment::Day(london_date(now));
        let asked = AskedOn { at: on_record.unwrap_or_else(|| today.end()), on_record };
        let wanted = SearchFor {
            words: self.words.join(" "),
            kinds: self.kind.iter().copied().map(Into::into).collect(),
            limit: usize::from(self.limit),
            after: self.after.clone(),
        };
        let view = models.asked(asked, notes).await?;
        let found = search(&view, &wanted).map_err(fault)?;
        let next = found.next.clone();
        Ok(take(Answered::plain(found).next(next), notes)?)
    }
}

fn fault(error: SearchError) -> anyhow::Error {
    let next = match &error {
        SearchError::NoWord => "name at least the beginning of one word: letters or figures",
        SearchError::TooManyWords { .. } => "leave some words out",
        SearchError::NoSuchPlace { .. } => "give --after what the page before ended with",
        SearchError::Keep(_) => return error.into(),
    };
    Fault::wrong_use("nothing was searched for").because(error).next(next).into()
}
