//! Tests of what is made of entries that cannot be read any more.

use candour_domain::event::Event;
use candour_ledger::{Part, PartContent, Position, RequestRef};
use candour_schemas::samples;
use chrono::NaiveDate;
use uuid::Uuid;

use super::*;

/// A record of which the structure was emptied, and the text was not.
fn emptied() -> Record {
    let event: Event = samples::of("ObservationRecorded").unwrap();
    let content = PartContent { salt: [4; 32], text: "a bruise".to_owned() };
    let part = |number, kind, content| Part { number, kind, commit: [5; 32], content };
    Record {
        id: Uuid::from_u128(7),
        stream: samples::stream(&event).to_string().parse().unwrap(),
        revision: candour_ledger::Revision::FIRST,
        position: Position::FIRST,
        type_name: "ObservationRecorded".to_owned(),
        version: 1,
        recorded_at: DateTime::UNIX_EPOCH,
        author: Uuid::from_u128(1),
        agency: Uuid::from_u128(2),
        request: RequestRef { id: Uuid::from_u128(3), index: 0, digest: [6; 32] },
        parts: vec![
            part(0, PartKind::STRUCTURE, None),
            part(1, PartKind::PERSONAL_TEXT, Some(content)),
        ],
        leaf: [0; 32],
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_handled_with_care() {
    let record = emptied();
    let on = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let treated = |audience| {
        let reader = Reader { audience, subject: None, on };
        Handling::of(std::slice::from_ref(&record), reader).unwrap().treatment(&record)
    };
    let unknown = WithheldReason::HandlingUnknown;
    let panel = treated(ExportAudience::Panel);
    assert_eq!(panel, Some((Treatment::TextWithheld, unknown)));
    assert_eq!(treated(ExportAudience::Subject), Some((Treatment::LeafAlone, unknown)));
    let shown = shown(&record, (0, Vec::new()), panel.map(|(_, reason)| reason));
    let commit = Base64([5; 32]);
    let contents: Vec<ContentText> = shown.parts.into_iter().map(|it| it.content).collect();
    let reason = unknown;
    assert_eq!(
        contents,
        [ContentText::Emptied { commit }, ContentText::Withheld { commit, reason }]
    );
}
