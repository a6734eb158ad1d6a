//! The columns of the template, by name. What a cell means is not decided here.

/// A column of the chronology template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Whose record.
    Agency,
    /// Which case.
    CaseRef,
    /// The agency's own reference.
    Ref,
    /// The day or month.
    Date,
    /// The time of day.
    Time,
    /// The last day of a span.
    DateTo,
    /// The precision.
    Precision,
    /// Which children.
    Children,
    /// Which adults.
    Persons,
    /// What kind of row.
    Kind,
    /// The fact.
    Event,
    /// Whose words.
    SaidBy,
    /// Who wrote it.
    Author,
    /// In which post.
    AuthorRole,
    /// When the agency's own system says that it was entered.
    EnteredOn,
    /// The response then.
    Action,
    /// The source document.
    Document,
    /// A later remark.
    Note,
    /// Whose remark.
    NoteBy,
    /// When it was made.
    NoteOn,
    /// Which agencies were told.
    ToldAgency,
    /// Who there.
    ToldPerson,
    /// When it was told or sent.
    ToldOn,
    /// When it arrived.
    ReceivedOn,
    /// When it was read.
    ReadOn,
    /// How much of it.
    Extent,
    /// With whom it was decided not to share.
    NotSharedWith,
    /// Why not.
    NotSharedReason,
    /// What was before whoever decided, met, told or received.
    Considered,
    /// Who was there.
    Attended,
    /// Which child was seen and how.
    Seen,
    /// The outcome.
    Decision,
    /// Statements that no row evidences.
    ReliedOn,
    /// Why.
    Rationale,
}

impl Column {
    /// Every column with its heading, in the order of the template.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Agency, "agency"),
        (Self::CaseRef, "case_ref"),
        (Self::Ref, "ref"),
        (Self::Date, "date"),
        (Self::Time, "time"),
        (Self::DateTo, "date_to"),
        (Self::Precision, "precision"),
        (Self::Children, "children"),
        (Self::Persons, "persons"),
        (Self::Kind, "kind"),
        (Self::Event, "event"),
        (Self::SaidBy, "said_by"),
        (Self::Author, "author"),
        (Self::AuthorRole, "author_role"),
        (Self::EnteredOn, "entered_on"),
        (Self::Action, "action"),
        (Self::Document, "document"),
        (Self::Note, "note"),
        (Self::NoteBy, "note_by"),
        (Self::NoteOn, "note_on"),
        (Self::ToldAgency, "told_agency"),
        (Self::ToldPerson, "told_person"),
        (Self::ToldOn, "told_on"),
        (Self::ReceivedOn, "received_on"),
        (Self::ReadOn, "read_on"),
        (Self::Extent, "extent"),
        (Self::NotSharedWith, "not_shared_with"),
        (Self::NotSharedReason, "not_shared_reason"),
        (Self::Considered, "considered"),
        (Self::Attended, "attended"),
        (Self::Seen, "seen"),
        (Self::Decision, "decision"),
        (Self::ReliedOn, "relied_on"),
        (Self::Rationale, "rationale"),
    ];

    /// The columns that a chronology cannot be without.
    pub const NEEDED: &'static [Self] =
        &[Self::Agency, Self::CaseRef, Self::Ref, Self::Date, Self::Kind, Self::Event];

    /// The heading.
    pub fn heading(self) -> &'static str {
        Self::ALL.iter().find(|(column, _)| *column == self).map_or("", |(_, heading)| heading)
    }

    /// The column with this heading; upper and lower case, and spaces for underscores, are the same.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let wanted = plain(heading);
        Self::ALL.iter().find(|(_, name)| *name == wanted).map(|(column, _)| *column)
    }

    /// All headings, for a message.
    pub fn headings() -> String {
        Self::ALL.iter().map(|(_, heading)| *heading).collect::<Vec<_>>().join(", ")
    }
}

/// A heading as it is compared.
pub(crate) fn plain(heading: &str) -> String {
    heading.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

/// The headings of the list of people, in their order. A file with the first four of these is one.
pub(crate) const PEOPLE: [&str; 8] = [
    "case_ref",
    "name",
    "role",
    "born",
    "relationship",
    "parental_responsibility",
    "household_from",
    "note",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_leads_to_its_column_however_it_is_capitalised() {
        for (column, heading) in Column::ALL {
            assert_eq!(
                Column::of_heading(&heading.to_uppercase().replace('_', " ")),
                Some(*column)
            );
            assert_eq!(column.heading(), *heading);
        }
        assert_eq!(Column::of_heading("colour"), None);
    }
}
