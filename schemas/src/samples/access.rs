//! Samples of the chapter `access`.

use candour_domain::case::access::{
    AccessEvent, EntryOpened, ExportAudience, ExportMade, RecordShown, ShownPage, WithheldCount,
    WithheldReason,
};
use candour_domain::identifier::SessionId;
use candour_domain::text::Text;

use super::surroundings::label;
use super::{CASE, CHILD, entry, id};

const SESSION: SessionId = SessionId::new(id(0x5e55, 1));

pub(super) fn all() -> Vec<AccessEvent> {
    let export = ExportMade {
        case: CASE,
        audience: ExportAudience::Subject,
        subject: Some(CHILD),
        made_for: Some(label("Solicitors for the child")),
        purpose: Some(Text::new("Asked for under the right of access")),
        checkpoint: label(&"5c".repeat(32)),
        size: 412,
        shown: 118,
        withheld: vec![WithheldCount { reason: WithheldReason::ThirdParty, texts: 0, entries: 3 }],
        file: label(&"9e".repeat(32)),
        format: label("candour bundle v1"),
    };
    let page = ShownPage::Decision { entry: entry("ThresholdDecided") };
    let opened = EntryOpened { entry: entry("ObservationRecorded"), session: SESSION };
    vec![
        AccessEvent::ExportMade(export),
        AccessEvent::RecordShown(RecordShown { page, session: SESSION }),
        AccessEvent::EntryOpened(opened),
    ]
}
