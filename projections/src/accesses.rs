//! To whom the record of a case was shown, what of it and when, as the ledger of accesses says. It stands apart from
//! what was recorded: looking is no entry of the case, and seeing a list is no step towards knowing. It counts
//! nobody's looking, and compares nobody.
//!
//! # Rules
//! - `what_was_shown_is_told_in_the_order_of_its_ledger`: bundles that were made are not among it.
//! - `nothing_shown_later_is_told_of_an_earlier_record`: nor of an earlier moment of the world.

use candour_domain::case::CaseEvent;
use candour_domain::case::access::AccessEvent;
use candour_domain::effective::Effective;
use candour_domain::identifier::{EntryId, SessionId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Ask;
use crate::casebook::Casebook;
use crate::shape::{ActorName, Dated};
use crate::summary::{Names, shown_page};

/// That something of a case was shown to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccessRow {
    /// Its entry in the ledger of accesses.
    pub access: EntryId,
    /// The place of that in that ledger.
    pub position: u64,
    /// Whether a page was shown that lists entries, or one entry alone: by its stored name.
    pub kind: &'static str,
    /// What was shown, in words.
    pub what: String,
    /// The entry that was shown alone, or that the page is about.
    pub entry: Option<EntryId>,
    /// To whom, in which post.
    pub to: ActorName,
    /// When.
    pub at: Dated,
    /// When the ledger of accesses accepted it.
    pub recorded_at: DateTime<Utc>,
    /// In which session: the same is on record once a session.
    pub session: SessionId,
}

/// To whom a case was shown, as a question sees it, in the order in which it was entered.
pub fn accesses(book: &Casebook, ask: &Ask, names: &Names<'_>) -> Vec<AccessRow> {
    let seen = ask.sees(&book.accesses);
    seen.iter().filter(|it| it.stands()).filter_map(|it| row(it, ask, names)).collect()
}

fn row(access: &Effective<'_>, ask: &Ask, names: &Names<'_>) -> Option<AccessRow> {
    let Some(CaseEvent::Access(event)) = access.event().case() else { return None };
    let (what, entry, session) = match event {
        AccessEvent::RecordShown(it) => (shown_page(it.page, names), it.page.entry(), it.session),
        AccessEvent::EntryOpened(it) => {
            (format!("entry {} alone", names.entry(it.entry)), Some(it.entry), it.session)
        }
        AccessEvent::ExportMade(_) => return None,
    };
    let entered = access.entry;
    Some(AccessRow {
        access: entered.id,
        position: entered.position.0,
        kind: candour_schemas::catalogue::event_type(access.event()).name,
        what,
        entry,
        to: names.directory().actor(&entered.envelope.by),
        at: Dated::of(access.occurred(), ask),
        recorded_at: entered.recorded_at,
        session,
    })
}

#[cfg(test)]
mod tests {
    use candour_domain::case::access::{EntryOpened, RecordShown, ShownPage};
    use candour_domain::case::information::{InformationEvent, ObservationRecorded};
    use candour_domain::entry::{Entry, RecordClock, StreamId};
    use candour_domain::event::Event;
    use candour_domain::recorded::Recorded;
    use candour_domain::text::Text;
    use candour_domain::time::When;
    use candour_schemas::samples;
    use uuid::Uuid;

    use super::*;
    use crate::sample::{CASE, Sample, at, day};

    fn session() -> SessionId {
        SessionId::new(Uuid::from_u128(0x5e))
    }

    /// A casebook of which a page, a bundle and an entry were shown or made, one a day from 1 March.
    fn book() -> (Casebook, EntryId) {
        let mut sample = Sample::family();
        let seen = InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new("a bruise"),
            response: Recorded::NotRecorded,
        });
        let entry = sample.case(day(1, 5), seen);
        let mut book = sample.book();
        let page = RecordShown { page: ShownPage::Chronology, session: session() };
        let opened = EntryOpened { entry, session: session() };
        let Some(export) = samples::of("ExportMade") else { panic!("there is a sample") };
        let events = [
            Event::Case(CaseEvent::Access(AccessEvent::RecordShown(page))),
            export,
            Event::Case(CaseEvent::Access(AccessEvent::EntryOpened(opened))),
        ];
        for (number, event) in (1..).zip(events) {
            let shown = sample.put(StreamId::Case(CASE), When::Instant(at(3, number)), event);
            let mut shown = sample.entries.iter().find(|it| it.id == shown).unwrap().clone();
            shown.position.0 = u64::from(number);
            book.accesses.push(shown);
        }
        (book, entry)
    }

    fn told(book: &Casebook, ask: Ask) -> Vec<AccessRow> {
        let directory = book.directory_at(ask.on_record);
        accesses(book, &ask, &Names::of(book, &directory, ask.on_record))
    }

    #[test]
    fn what_was_shown_is_told_in_the_order_of_its_ledger() {
        let (book, entry) = book();
        let rows = told(&book, Ask::everything(RecordClock::Ledger));
        let said: Vec<_> = rows
            .iter()
            .map(|it| (it.position, it.kind, it.what.clone(), it.entry, it.to.name.clone()))
            .collect();
        let reader = Some("L. Farrow".to_owned());
        let alone = format!("entry {} alone", book.label_of(entry));
        let expected = [
            (1, "RecordShown", "the chronology".to_owned(), None, reader.clone()),
            (3, "EntryOpened", alone, Some(entry), reader),
        ];
        assert_eq!(said, expected);
        let entered: Vec<&Entry> = book.accesses.iter().collect();
        assert_eq!((rows[0].access, rows[0].recorded_at), (entered[0].id, entered[0].recorded_at));
        assert_eq!(rows[1].session, session());
    }

    #[test]
    fn nothing_shown_later_is_told_of_an_earlier_record() {
        let (book, _) = book();
        let all = Ask::everything(RecordClock::Ledger);
        let positions = |ask| told(&book, ask).iter().map(|it| it.position).collect::<Vec<_>>();
        assert_eq!(positions(all.on_record(at(3, 3))), [1]);
        assert_eq!(positions(all.at(at(3, 3))), [1]);
        assert_eq!(positions(all.on_record(at(2, 1))), [0; 0]);
        assert_eq!(positions(all.on_record(at(3, 4)).at(at(3, 4))), [1, 3]);
    }
}
