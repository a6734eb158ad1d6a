//! What a question is asked on: the world at a moment, the record at a moment and on a clock, and
//! whether what was only stated later counts.
//!
//! Every view takes one of these. It reads no clock: that the moment is "now" is decided at the edge.
//!
//! # Rules
//! - `what_was_stated_later_is_left_out_when_only_the_contemporaneous_is_asked_for`: only evidence
//!   that says so is left out; what does not say when it was stated is kept.
//! - `the_world_is_not_bounded_unless_a_moment_is_named`: without one, all that is on the record counts.

use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::envelope::Evidence;
use candour_domain::recorded::Recorded;
use candour_domain::time::Certainty;
use chrono::{DateTime, Utc};

/// What a question is asked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The world at this moment; `None` asks for everything that is on the record.
    pub at: Option<DateTime<Utc>>,
    /// The record, at a moment and on a clock.
    pub on_record: OnRecord,
    /// Whether what was stated later is left out.
    pub contemporaneous_only: bool,
}

impl Ask {
    /// All that is on the record, on a clock.
    pub const fn everything(clock: RecordClock) -> Self {
        let on_record = OnRecord { clock, until: None };
        Self { at: None, on_record, contemporaneous_only: false }
    }

    /// The same, of the world at a moment.
    #[must_use]
    pub const fn at(self, at: DateTime<Utc>) -> Self {
        Self { at: Some(at), ..self }
    }

    /// The same, as the record stood at a moment.
    #[must_use]
    pub const fn on_record(self, until: DateTime<Utc>) -> Self {
        Self { on_record: OnRecord { until: Some(until), ..self.on_record }, ..self }
    }

    /// The same, without what was stated later.
    #[must_use]
    pub const fn contemporaneous(self) -> Self {
        Self { contemporaneous_only: true, ..self }
    }

    /// The record on which what a question names is looked up: as it stood, by the ledger's clock. By
    /// the agencies' claims it is all of it, since an import registers its people and cases long after
    /// the claims that it brings.
    pub const fn looked_up(&self) -> OnRecord {
        match self.on_record.clock {
            RecordClock::Ledger => self.on_record,
            RecordClock::Claims => OnRecord::ALL,
        }
    }

    /// Whether an entry counts as evidence under this question.
    pub fn keeps(&self, entry: &Effective<'_>) -> bool {
        !(self.contemporaneous_only
            && matches!(entry.evidence(), Recorded::Recorded(Evidence::StatedLater { .. })))
    }

    /// Whether what an entry says had happened by the moment that is asked about.
    pub fn happened(&self, entry: &Effective<'_>) -> Certainty {
        self.at.map_or(Certainty::Yes, |at| entry.occurred().interval().by(at))
    }

    /// The entries as this question sees them: on the record, kept as evidence, and not certain to
    /// be later than the moment that is asked about. Withdrawn ones are among them, marked.
    pub fn sees<'a>(&self, entries: &'a [Entry]) -> Vec<Effective<'a>> {
        effective(entries, self.on_record)
            .into_iter()
            .filter(|entry| self.keeps(entry) && self.happened(entry) != Certainty::No)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::information::{InformationEvent, ObservationRecorded};
    use candour_domain::identifier::EntryId;
    use candour_domain::text::Text;

    use super::*;
    use crate::sample::{Sample, at, day};

    fn observed(sample: &mut Sample, on: candour_domain::time::When) -> EntryId {
        let event =
            ObservationRecorded { account: Text::new("seen"), response: Recorded::NotRecorded };
        sample.case(on, InformationEvent::ObservationRecorded(event))
    }

    fn seen(sample: &Sample, ask: &Ask) -> Vec<EntryId> {
        ask.sees(&sample.entries).iter().map(Effective::id).collect()
    }

    #[test]
    fn what_was_stated_later_is_left_out_when_only_the_contemporaneous_is_asked_for() {
        let mut sample = Sample::empty();
        let silent = observed(&mut sample, day(1, 2));
        let later = observed(&mut sample, day(1, 3));
        sample.last().envelope.evidence = Recorded::Recorded(Evidence::StatedLater {
            to: Text::new("the review"),
            when: day(3, 1),
        });
        let then = observed(&mut sample, day(1, 4));
        sample.last().envelope.evidence = Recorded::Recorded(Evidence::AtTheTime);
        let all = Ask::everything(RecordClock::Ledger);
        assert_eq!(seen(&sample, &all), [silent, later, then]);
        assert_eq!(seen(&sample, &all.contemporaneous()), [silent, then]);
    }

    #[test]
    fn the_world_is_not_bounded_unless_a_moment_is_named() {
        let mut sample = Sample::empty();
        let before = observed(&mut sample, day(1, 2));
        let same_day = observed(&mut sample, day(1, 3));
        let after = observed(&mut sample, day(1, 4));
        let all = Ask::everything(RecordClock::Ledger);
        assert_eq!(seen(&sample, &all), [before, same_day, after]);
        assert_eq!(seen(&sample, &all.at(at(1, 3))), [before, same_day]);
        let happened: Vec<Certainty> =
            all.sees(&sample.entries).iter().map(|it| all.at(at(1, 3)).happened(it)).collect();
        assert_eq!(happened, [Certainty::Yes, Certainty::NotCertain, Certainty::No]);
    }
}
