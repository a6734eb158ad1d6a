//! What is withheld from whom: one closed table of reasons against readers, printed into `docs/bundle.md`
//! as it stands here. All of it is local practice, to be agreed by whoever keeps a ledger; it is no
//! statement of law. Which reasons an entry has is worked out in [`super::marks`].
//!
//! # Rules
//! - `the_table_has_every_reason_once`: in the order in which they are given where several apply.
//! - `the_strictest_treatment_counts`: and the first reason that asks for it is the one that is said.
//! - `the_table_is_printed_in_the_documents`: as it stands here.

use std::collections::BTreeSet;
use std::fmt::Write;

use candour_domain::case::access::{ExportAudience, WithheldReason};

use self::Treatment::{LeafAlone, Show, TextWithheld};

/// How an entry is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// It is shown.
    Show,
    /// Its structure is shown, and its texts are not.
    TextWithheld,
    /// Its leaf alone is shown.
    LeafAlone,
}

/// A reason, how an entry that has it is treated for each reader, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    reason: WithheldReason,
    panel: Treatment,
    court: Treatment,
    subject: Treatment,
    auditor: Treatment,
    about: &'static str,
}

const fn row(reason: WithheldReason, of: [Treatment; 4], about: &'static str) -> Row {
    let [panel, court, subject, auditor] = of;
    Row { reason, panel, court, subject, auditor, about }
}

/// The table.
const TABLE: [Row; 14] = [
    row(
        WithheldReason::HandlingUnknown,
        [TextWithheld, TextWithheld, LeafAlone, TextWithheld],
        "its structure was emptied, so how it may be handled cannot be read any more",
    ),
    row(
        WithheldReason::Privileged,
        [TextWithheld, TextWithheld, LeafAlone, TextWithheld],
        "legally privileged",
    ),
    row(
        WithheldReason::CourtRestricted,
        [TextWithheld, Show, LeafAlone, TextWithheld],
        "a court restricts it",
    ),
    row(
        WithheldReason::Restricted,
        [TextWithheld, Show, LeafAlone, TextWithheld],
        "restricted while its accuracy or lawfulness is looked into (`EntryRestricted`), not yet lifted",
    ),
    row(
        WithheldReason::SourceIdentity,
        [Show, Show, LeafAlone, TextWithheld],
        "would give away who a protected source is",
    ),
    row(
        WithheldReason::RefugeOrAddress,
        [Show, Show, LeafAlone, TextWithheld],
        "would give away a refuge or a protected address",
    ),
    row(
        WithheldReason::PoliceSensitive,
        [Show, Show, LeafAlone, TextWithheld],
        "police ask that it be kept close, until a day that has not passed",
    ),
    row(WithheldReason::Adoption, [Show, Show, LeafAlone, TextWithheld], "concerns an adoption"),
    row(WithheldReason::ThirdParty, [Show, Show, LeafAlone, TextWithheld], "about a third party"),
    row(
        WithheldReason::AdultHealth,
        [Show, Show, LeafAlone, TextWithheld],
        "about an adult's health",
    ),
    row(
        WithheldReason::OtherChild,
        [Show, Show, LeafAlone, TextWithheld],
        "concerns other children alone, or was withdrawn as about another child or family; for the \
         subject alone",
    ),
    row(
        WithheldReason::OtherPerson,
        [Show, Show, LeafAlone, TextWithheld],
        "stands in the record of another person; for the subject alone",
    ),
    row(
        WithheldReason::LimitedAudience,
        [Show, Show, LeafAlone, TextWithheld],
        "only some agencies may read it",
    ),
    row(
        WithheldReason::PersonalText,
        [Show, Show, Show, TextWithheld],
        "every entry: an auditor needs structure and order, no personal text",
    ),
];

impl Row {
    fn treatment(&self, audience: ExportAudience) -> Treatment {
        match audience {
            ExportAudience::Panel => self.panel,
            ExportAudience::Court => self.court,
            ExportAudience::Subject => self.subject,
            ExportAudience::Auditor => self.auditor,
        }
    }
}

/// How an entry with these reasons is treated for a reader, and by which reason where anything is
/// withheld. Every entry has the reason that it may hold personal text.
pub fn treatment(
    audience: ExportAudience,
    reasons: &BTreeSet<WithheldReason>,
) -> Option<(Treatment, WithheldReason)> {
    let held =
        |row: &&Row| reasons.contains(&row.reason) || row.reason == WithheldReason::PersonalText;
    let mut strictest: Option<(Treatment, WithheldReason)> = None;
    for row in TABLE.iter().filter(held) {
        let treatment = row.treatment(audience);
        let stricter = strictest.is_none_or(|(other, _)| treatment > other);
        if treatment > Show && stricter {
            strictest = Some((treatment, row.reason));
        }
    }
    strictest
}

/// The code of a reason, as the file has it.
pub fn code(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::ThirdParty => "third_party",
        WithheldReason::SourceIdentity => "source_identity",
        WithheldReason::PoliceSensitive => "police_sensitive",
        WithheldReason::RefugeOrAddress => "refuge_or_address",
        WithheldReason::Adoption => "adoption",
        WithheldReason::Privileged => "privileged",
        WithheldReason::CourtRestricted => "court_restricted",
        WithheldReason::AdultHealth => "adult_health",
        WithheldReason::Restricted => "restricted",
        WithheldReason::LimitedAudience => "limited_audience",
        WithheldReason::OtherChild => "other_child",
        WithheldReason::OtherPerson => "other_person",
        WithheldReason::PersonalText => "personal_text",
        WithheldReason::HandlingUnknown => "handling_unknown",
    }
}

fn word(treatment: Treatment) -> &'static str {
    match treatment {
        Show => "shown",
        TextWithheld => "text withheld",
        LeafAlone => "leaf alone",
    }
}

/// The table as the documents have it.
pub fn printed() -> String {
    let mut page = String::from(
        "| reason | panel | court | subject | auditor | an entry has it where it is |\n\
         |---|---|---|---|---|---|\n",
    );
    for Row { reason, panel, court, subject, auditor, about } in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {about} |",
            code(reason),
            word(panel),
            word(court),
            word(subject),
            word(auditor),
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_reason_once() {
        let reasons: BTreeSet<WithheldReason> = TABLE.iter().map(|row| row.reason).collect();
        assert_eq!(reasons.len(), TABLE.len());
        for reason in reasons {
            let written = serde_json::to_string(&reason).unwrap();
            assert_eq!(written, format!("\"{}\"", code(reason)));
        }
    }

    #[test]
    fn the_strictest_treatment_counts() {
        let both = BTreeSet::from([WithheldReason::CourtRestricted, WithheldReason::ThirdParty]);
        let found = [
            ExportAudience::Panel,
            ExportAudience::Court,
            ExportAudience::Subject,
            ExportAudience::Auditor,
        ]
        .map(|audience| treatment(audience, &both));
        assert_eq!(
            found,
            [
                Some((TextWithheld, WithheldReason::CourtRestricted)),
                None,
                Some((LeafAlone, WithheldReason::CourtRestricted)),
                Some((TextWithheld, WithheldReason::CourtRestricted)),
            ]
        );
        let none = BTreeSet::new();
        assert_eq!(treatment(ExportAudience::Panel, &none), None);
        let text = (TextWithheld, WithheldReason::PersonalText);
        assert_eq!(treatment(ExportAudience::Auditor, &none), Some(text));
    }

    #[test]
    fn the_table_is_printed_in_the_documents() {
        let page = include_str!("../../../docs/bundle.md");
        let found: String = page
            .lines()
            .skip_while(|line| !line.starts_with("| reason | panel |"))
            .take_while(|line| line.starts_with('|'))
            .flat_map(|line| [line, "\n"])
            .collect();
        assert_eq!(found, printed());
    }
}
