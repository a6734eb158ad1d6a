//! What several pages of a case read of it: what its entries say, its decisions, and the entry that an
//! address means.

use candour_domain::calendar::Calendar;
use candour_domain::entry::Entry;
use candour_domain::envelope::FactStatus;
use candour_domain::identifier::EntryId;
use candour_projections::casebook::Found;
use candour_projections::knowledge::{Bearing, Knowledge, bearing};
use candour_projections::summary::{Names, summary};
use candour_web::page::case::decisions::Decided;
use candour_web::page::case::knowledge::Line;
use candour_web::page::case::{Saying, Sayings};

use super::Asked;
use crate::command;
use crate::exit::Fault;
use crate::server::Unanswered;
use crate::web::answer::NotShown;

impl Asked<'_> {
    /// The calendar of working days.
    pub(super) fn calendar(&self) -> anyhow::Result<Calendar> {
        Ok(command::calendar(self.book, &self.ask)?)
    }

    /// What the entries say, as the record asked about has them. Of a withdrawn one it is what it said.
    pub(super) fn sayings(&self) -> Sayings {
        let directory = self.book.directory_held(self.ask.looked_up());
        let names = Names::of(self.book, &directory, self.ask.on_record);
        let entries = self.book.effective(self.ask.on_record).into_iter();
        let saying = |entry: &candour_domain::effective::Effective<'_>| {
            let said = summary(entry.event(), &names);
            let reads = entry.status().value().copied().and_then(reads);
            Saying { title: said.title, text: said.text, reads }
        };
        entries.map(|entry| (entry.id(), saying(&entry))).collect()
    }

    /// The decisions and meetings that have a context, in the order in which they happened.
    pub(super) fn decided(&self, knowledge: &Knowledge<'_>, sayings: &Sayings) -> Vec<Decision> {
        let mut entries = self.ask.sees(&self.book.entries);
        entries.retain(|entry| entry.stands() && bearing(entry.event()) == Bearing::Judgement);
        entries.sort_by_cached_key(|entry| {
            let interval = entry.occurred().interval();
            (interval.latest(), interval.earliest(), entry.entry.position)
        });
        let decision = |entry: &candour_domain::effective::Effective<'_>| {
            let (it, decider) = knowledge.decision_of(entry.id())?;
            let said = sayings.get(&entry.id());
            Some(Decision {
                decided: Decided {
                    entry: entry.id(),
                    label: it.cite.label.to_string(),
                    when: it.when.words.to_string(),
                    by: format!("{}, {}", decider.name, it.agency.name),
                    title: said.map(|it| it.title.clone()).unwrap_or_default(),
                    text: said.map(|it| it.text.clone()).unwrap_or_default(),
                },
                line: Line {
                    label: it.cite.label.to_string(),
                    at: it.when.latest,
                    agency: it.agency.id,
                },
            })
        };
        entries.iter().filter_map(decision).collect()
    }

    /// The entry that an address means: by its identifier, the reference of its row or its position.
    pub(super) fn entry(&self, named: &str) -> Result<EntryId, Unanswered> {
        if let Some(reason) = self.book.not_shown(named) {
            return Err(NotShown(reason).into());
        }
        match self.book.entry_by_reference(named) {
            Found::One(entry) => Ok(entry.id),
            Found::None => Err(Fault::found("there is no such entry in this case").into()),
            Found::Ambiguous(several) => {
                let labels: Vec<String> =
                    several.iter().map(|entry: &&Entry| format!("#{}", entry.position.0)).collect();
                Err(Fault::found("several entries of this case are called so")
                    .next(format!("name one by its position: {}", labels.join(", ")))
                    .into())
            }
        }
    }
}

/// A decision, for a list and for the picture.
pub(super) struct Decision {
    pub(super) decided: Decided,
    pub(super) line: Line,
}

/// How a fact reads that is not what its author saw or found so.
fn reads(status: FactStatus) -> Option<&'static str> {
    match status {
        FactStatus::Alleged | FactStatus::Reported => Some("was told that"),
        FactStatus::Retracted => Some("was told, and told no longer, that"),
        FactStatus::Observed | FactStatus::Confirmed | FactStatus::NotSupported => None,
    }
}
