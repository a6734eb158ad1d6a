//! The front door: contacts by what was decided of them, referrals by where they came from, and
//! children referred again within twelve months.

use candour_domain::code::{ContactOutcome, ReferralSource, code_of};

use super::grid::{Grid, Titled, not_recorded, titled};
use super::{Counted, Heading, NumberName, Period, Section, Unit, heading};
use crate::running::{KeepError, View};
use crate::shape::words;

/// Contacts by outcome.
pub(super) struct Contacts;

const CONTACTS: &str = "contacts";

fn outcomes() -> Vec<Titled> {
    let known = ContactOutcome::ALL.iter();
    let known = known.map(|it| titled(code_of(it).unwrap_or_default(), &words(it)));
    let not_yet = titled("not_decided", "No decision on record");
    known.chain([not_recorded(), not_yet]).collect()
}

fn contact_columns() -> [(Heading, String); 1] {
    [(heading("contacts", "Contacts", Unit::Count), "TRUE".to_owned())]
}

fn contacts<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let at = view.at();
    let rows = format!(
        "(SELECT entry, CASE WHEN decided_at IS NULL OR decided_at > {at} THEN 'not_decided' \
         ELSE coalesce(outcome, 'not_recorded') END AS line FROM contact WHERE {})",
        view.began("contact", period.since)
    );
    Grid { section: CONTACTS, rows, line: "line", columns }
}

impl Counted for Contacts {
    fn name(&self) -> &'static str {
        CONTACTS
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let columns = contact_columns();
        let grid = contacts(view, period, &columns);
        Ok(Section {
            name: CONTACTS,
            title: "Contacts, by outcome",
            about: "Contacts that the front door received in the time counted, by what was decided of \
                    them. A contact on which a referral was decided counts as a new referral.",
            lines_are: "Outcome",
            columns: grid.headings(),
            lines: grid.lines(view, &outcomes())?,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        contacts(view, period, &contact_columns()).behind(view, number, (&outcomes(), None))
    }
}

/// Referrals by source, and children referred again.
pub(super) struct Referrals;

const REFERRALS: &str = "referrals";

fn sources() -> Vec<Titled> {
    let known = ReferralSource::ALL.iter();
    let known = known.map(|it| titled(code_of(it).unwrap_or_default(), &words(it)));
    known.chain([not_recorded()]).collect()
}

fn all() -> Titled {
    titled("all", "All")
}

fn referral_columns() -> [(Heading, String); 3] {
    [
        (heading("referrals", "Referrals", Unit::Count), "TRUE".to_owned()),
        (heading("children", "Children", Unit::Children), "TRUE".to_owned()),
        (
            heading("again", "Children referred again within 12 months", Unit::Children),
            "again".to_owned(),
        ),
    ]
}

fn referrals<'g>(view: &View, period: Period, columns: &'g [(Heading, String)]) -> Grid<'g> {
    let rows = format!(
        "(SELECT entry, child, coalesce(source, 'not_recorded') AS source, EXISTS (
            SELECT 1 FROM referral AS earlier WHERE earlier.child = referral.child AND {earlier}
            AND earlier.true_from < referral.true_from
            AND earlier.true_from >= referral.twelve_months_before) AS again
        FROM referral WHERE {counted})",
        earlier = view.on_record("earlier"),
        counted = view.began("referral", period.since)
    );
    Grid { section: REFERRALS, rows, line: "source", columns }
}

impl Counted for Referrals {
    fn name(&self) -> &'static str {
        REFERRALS
    }

    fn section(&self, view: &View, period: Period) -> Result<Section, KeepError> {
        let columns = referral_columns();
        let grid = referrals(view, period, &columns);
        let mut lines = grid.lines(view, &sources())?;
        lines.push(grid.total(view, &all())?);
        Ok(Section {
            name: REFERRALS,
            title: "Referrals, by source",
            about: "Referrals of the time counted, by where the contact came from, and the children \
                    whom they concern. A child was referred again where another referral of the same \
                    child, in this case or another, came before it in the twelve months before. \
                    Referrals decided to need nothing further count too.",
            lines_are: "Source",
            columns: grid.headings(),
            lines,
        })
    }

    fn behind(
        &self,
        view: &View,
        period: Period,
        number: NumberName<'_>,
    ) -> Result<Option<Vec<u64>>, KeepError> {
        let columns = referral_columns();
        referrals(view, period, &columns).behind(view, number, (&sources(), Some(&all())))
    }
}
