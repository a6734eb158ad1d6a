//! The rules as they stand at a time: the national table, what was adopted locally by then, and the
//! calendar of working days.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::basis::{Applies, LegalBasis};
use crate::calendar::{BeyondCalendar, Calendar, CalendarError};
use crate::effective::OnRecord;
use crate::entry::Entry;
use crate::event::Event;
use crate::ledger_stream::LedgerEvent;
use crate::time::{Certainty, Interval};

use super::instance::{Due, DuePrecision};
use super::local::{Limit, LocalRules};
use super::rule::{Configurable, RuleCode};

/// The rules and the calendar that a question is answered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleBook {
    rules: LocalRules,
    calendar: Calendar,
}

impl RuleBook {
    /// Local rules and a calendar, beside the national table.
    pub fn new(rules: LocalRules, calendar: Calendar) -> Self {
        Self { rules, calendar }
    }

    /// The national table alone, with the bank holidays that were known when this was built.
    ///
    /// # Errors
    /// If the file of bank holidays that was built in is damaged.
    pub fn national() -> Result<Self, CalendarError> {
        Calendar::england_and_wales().map(|calendar| Self::new(LocalRules::default(), calendar))
    }

    /// The rules last adopted in the stream of the ledger by then: on record by then, and adopted
    /// in the world by `at`. Where none was, these.
    #[must_use]
    pub fn adopted_by(self, ledger: &[Entry], on_record: OnRecord, at: DateTime<Utc>) -> Self {
        let last = ledger
            .iter()
            .filter(|entry| on_record.holds(entry) == Certainty::Yes)
            .filter(|entry| entry.envelope.occurred.interval().by(at) == Certainty::Yes)
            .filter_map(|entry| match &entry.event {
                Event::Ledger(LedgerEvent::RulesAdopted(adopted)) => {
                    Some((entry.position, adopted))
                }
                Event::Ledger(
                    LedgerEvent::LedgerOpened(_)
                    | LedgerEvent::KeyIntroduced(_)
                    | LedgerEvent::WitnessPolicyAdopted(_)
                    | LedgerEvent::StreamHeads(_)
                    | LedgerEvent::AnchorRecorded(_),
                )
                | Event::Case(_)
                | Event::Identity(_)
                | Event::Agency(_)
                | Event::Practitioner(_)
                | Event::Team(_) => None,
            })
            .max_by_key(|(position, _)| *position);
        last.map_or(self, |(_, adopted)| Self::new(adopted.rules.clone(), adopted.calendar.clone()))
    }

    /// What was adopted locally.
    pub fn rules(&self) -> &LocalRules {
        &self.rules
    }

    /// The calendar of working days.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// From when a provision applies: as the law stands, or from the commencement that was adopted
    /// for a provision that awaits it. What applies already cannot be put off.
    pub fn applies(&self, basis: LegalBasis) -> Applies {
        match basis.applies() {
            Applies::AwaitsCommencement => self
                .rules
                .commencement
                .iter()
                .filter(|commencement| commencement.basis == basis)
                .map(|commencement| commencement.from)
                .min()
                .map_or(Applies::AwaitsCommencement, Applies::From),
            applies @ (Applies::Already | Applies::From(_)) => applies,
        }
    }

    /// The limit of a rule as it stands: none for a local clock that is not adopted.
    pub fn limit(&self, code: RuleCode) -> Option<Limit> {
        match code {
            RuleCode::Local(clock) => self.rules.clocks.get(&clock).copied(),
            RuleCode::C1
            | RuleCode::C2
            | RuleCode::C3
            | RuleCode::C4
            | RuleCode::C5
            | RuleCode::C6
            | RuleCode::C7
            | RuleCode::C8
            | RuleCode::C9
            | RuleCode::C10
            | RuleCode::C11
            | RuleCode::C12
            | RuleCode::FgdmOffer
            | RuleCode::FgdmMeeting
            | RuleCode::FgdmLetter
            | RuleCode::QuorumStrategy
            | RuleCode::QuorumConference
            | RuleCode::TeamMembers => code.rule().limit,
        }
    }

    /// Whether a rule is in this book: a local clock only once adopted.
    pub fn has(&self, code: RuleCode) -> bool {
        code.rule().configurable != Configurable::Limit || self.limit(code).is_some()
    }

    /// When something is due that is counted from a time. The day of that time is day 0.
    ///
    /// # Errors
    /// If the calendar of working days does not reach so far.
    pub fn due(&self, from: Interval, limit: Limit) -> Result<Due, BeyondCalendar> {
        if let Limit::Hours(hours) = limit {
            let later = |at: DateTime<Utc>| at + TimeDelta::hours(i64::from(hours));
            return Ok(Due {
                earliest: later(from.earliest()),
                latest: later(from.latest()),
                precision: DuePrecision::Moment,
            });
        }
        let first = self.due_day(from.first_day(), limit)?;
        let last = self.due_day(from.last_day(), limit)?;
        Ok(Due::days(first, last))
    }

    fn due_day(&self, from: NaiveDate, limit: Limit) -> Result<NaiveDate, BeyondCalendar> {
        let days = |days: u32| from + TimeDelta::days(i64::from(days));
        Ok(match limit {
            Limit::WorkingDays(days) => {
                return self.calendar.add_working_days(from, u32::from(days));
            }
            Limit::Hours(hours) => days(u32::from(hours).div_ceil(24)),
            Limit::Days(amount) => days(u32::from(amount)),
            Limit::Weeks(weeks) => days(u32::from(weeks) * 7),
            Limit::Months(months) => from
                .checked_add_months(chrono::Months::new(u32::from(months)))
                .unwrap_or(NaiveDate::MAX),
        })
    }

    /// The last day for something that is due so long before a planned day.
    ///
    /// # Errors
    /// If the calendar of working days does not reach so far back.
    pub fn due_before(&self, planned: NaiveDate, limit: Limit) -> Result<Due, BeyondCalendar> {
        let days = |days: u32| planned - TimeDelta::days(i64::from(days));
        let day = match limit {
            Limit::WorkingDays(amount) => {
                let mut reached = planned;
                let mut left = amount;
                while left > 0 {
                    reached -= TimeDelta::days(1);
                    left -= u16::from(self.calendar.is_working_day(reached)?);
                }
                reached
            }
            Limit::Hours(hours) => days(u32::from(hours).div_ceil(24)),
            Limit::Days(amount) => days(u32::from(amount)),
            Limit::Weeks(weeks) => days(u32::from(weeks) * 7),
            Limit::Months(months) => planned
                .checked_sub_months(chrono::Months::new(u32::from(months)))
                .unwrap_or(NaiveDate::MIN),
        };
        Ok(Due::days(day, day))
    }
}
