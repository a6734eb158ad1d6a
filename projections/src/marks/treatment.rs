//! How an entry that has a mark is treated for somebody who reads the pages: one closed table of reasons against
//! the agencies for which they act, printed into `docs/handling.md` as it stands here. All of it is local
//! practice, to be agreed by whoever keeps a ledger; it is no statement of law. What is handed out in a bundle has
//! a table of its own.
//!
//! # Rules
//! - `the_table_of_readers_has_every_reason_of_a_mark_once`: those that are for a bundle alone have no row.
//! - `each_reason_is_treated_by_whom_a_reader_acts_for`.
//! - `the_agency_whose_record_it_is_and_its_audience_are_shown_it`: whatever the reasons.
//! - `of_several_reasons_the_strictest_counts`: and of several posts the one that is shown most.
//! - `who_acts_for_no_agency_is_shown_what_any_agency_is`: nobody's record is theirs, and no side is.
//! - `the_table_of_readers_is_printed_in_the_documents`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use candour_domain::case::access::WithheldReason;
use candour_domain::code::code_of;
use candour_domain::identifier::AgencyId;
use candour_domain::party::{AgencyKind, Discipline};
use candour_domain::recorded::Recorded;
use chrono::NaiveDate;

use self::Treatment::{NotShown, Shown, TextWithheld};
use super::Mark;

/// How an entry is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// It is shown.
    Shown,
    /// What it is, when it was, whose record it is and its codes are shown; its texts, and who said it, are not.
    TextWithheld,
    /// It is not shown: only that an entry which has the reason stands there.
    NotShown,
}

/// The side that a reader acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Children's social care of the local authority.
    LocalAuthority,
    /// Police.
    Police,
    /// Health.
    Health,
    /// Any other agency, or none.
    Other,
}

impl Side {
    /// The side that an agency of a kind speaks for.
    pub fn of(kind: Recorded<AgencyKind>) -> Self {
        match kind.value().map(|it| it.discipline()) {
            Some(Discipline::SocialCare) => Self::LocalAuthority,
            Some(Discipline::Police) => Self::Police,
            Some(Discipline::Health) => Self::Health,
            Some(Discipline::Education | Discipline::Other) | None => Self::Other,
        }
    }
}

/// Somebody who reads the pages: for which agencies they act, and on which day they read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// The agencies of the posts that they hold, each with its side.
    pub acts_for: BTreeMap<AgencyId, Side>,
    /// The day.
    pub on: NaiveDate,
}

impl Reader {
    /// How an entry of these agencies' record, with these marks, is treated for the reader; and for which reason,
    /// where anything is withheld.
    pub fn treatment(
        &self,
        whose: &BTreeSet<AgencyId>,
        marks: &BTreeSet<Mark>,
    ) -> Option<(Treatment, WithheldReason)> {
        let acts_for = |agencies: &BTreeSet<AgencyId>| {
            self.acts_for.keys().any(|agency| agencies.contains(agency))
        };
        if acts_for(whose) {
            return None;
        }
        let counts = |mark: &&Mark| mark.counts(self.on) && !acts_for(&mark.open_to);
        let reasons: BTreeSet<WithheldReason> =
            marks.iter().filter(counts).map(|mark| mark.reason).collect();
        let mut strictest: Option<(Treatment, WithheldReason)> = None;
        for row in TABLE.iter().filter(|row| reasons.contains(&row.reason)) {
            let treatment = row.for_sides(self.acts_for.values().copied());
            let stricter = strictest.is_none_or(|(other, _)| treatment > other);
            if treatment > Shown && stricter {
                strictest = Some((treatment, row.reason));
            }
        }
        strictest
    }
}

/// A reason, and how an entry that has it is treated for whoever acts for each side. For the agency whose record
/// it is, and for those of its audience, it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    reason: WithheldReason,
    local_authority: Treatment,
    police: Treatment,
    health: Treatment,
    other: Treatment,
}

const fn row(reason: WithheldReason, of: [Treatment; 4]) -> Row {
    let [local_authority, police, health, other] = of;
    Row { reason, local_authority, police, health, other }
}

/// The table, in the order in which reasons are given where several ask for the same.
const TABLE: [Row; 11] = [
    row(WithheldReason::HandlingUnknown, [TextWithheld; 4]),
    row(WithheldReason::LimitedAudience, [NotShown; 4]),
    row(WithheldReason::PoliceSensitive, [NotShown, Shown, NotShown, NotShown]),
    row(WithheldReason::Privileged, [TextWithheld; 4]),
    row(WithheldReason::CourtRestricted, [Shown, TextWithheld, TextWithheld, TextWithheld]),
    row(WithheldReason::Restricted, [TextWithheld; 4]),
    row(WithheldReason::SourceIdentity, [TextWithheld; 4]),
    row(WithheldReason::RefugeOrAddress, [Shown, Shown, TextWithheld, TextWithheld]),
    row(WithheldReason::Adoption, [Shown, TextWithheld, TextWithheld, TextWithheld]),
    row(WithheldReason::AdultHealth, [TextWithheld, TextWithheld, Shown, TextWithheld]),
    row(WithheldReason::ThirdParty, [Shown; 4]),
];

impl Row {
    fn for_side(self, side: Side) -> Treatment {
        match side {
            Side::LocalAuthority => self.local_authority,
            Side::Police => self.police,
            Side::Health => self.health,
            Side::Other => self.other,
        }
    }

    /// The least strict for several sides; that of no agency where there is none.
    fn for_sides(self, sides: impl Iterator<Item = Side>) -> Treatment {
        sides.map(|side| self.for_side(side)).min().unwrap_or(self.other)
    }
}

fn word(treatment: Treatment) -> &'static str {
    match treatment {
        Shown => "shown",
        TextWithheld => "text withheld",
        NotShown => "not shown",
    }
}

/// The table as the documents have it.
pub fn printed() -> String {
    let mut page = String::from(
        "| reason | local authority | police | health | another agency, or none | an entry has it where |\n\
         |---|---|---|---|---|---|\n",
    );
    for Row { reason, local_authority, police, health, other } in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {} |",
            code_of(&reason).unwrap_or_default(),
            word(local_authority),
            word(police),
            word(health),
            word(other),
            reason.words(),
        );
    }
    page
}

#[cfg(test)]
mod tests;
