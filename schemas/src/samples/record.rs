//! Samples of the chapter `record`.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ConcernRaised};
use candour_domain::case::record::{
    EntryCorrected, EntryDisputed, EntryRestricted, EntryWithdrawn, HoldLifted, HoldPlaced,
    RecordEvent, Replacement, RestrictionLifted, StatementAttached, StatementKind,
    WithdrawalGround,
};
use candour_domain::envelope::{Audience, Evidence, FactStatus};
use candour_domain::event::Event;
use candour_domain::party::Speaker;
use candour_domain::text::Text;

use super::surroundings::{at, label, named, on, recorded, said};
use super::{CHILD, MOTHER, SOCIAL_CARE, concern, entry};

pub(super) fn all() -> Vec<RecordEvent> {
    let corrected = ConcernRaised {
        account: Text::new("She heard shouting at the flat and saw both children on the stairs"),
        ..concern::concern_raised()
    };
    vec![
        RecordEvent::EntryCorrected(EntryCorrected {
            entry: entry("ConcernRaised"),
            replacement: Replacement {
                event: Box::new(Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(
                    corrected,
                )))),
                occurred: at("2026-01-19T21:15"),
                known: Some(on(1, 20)),
                children: vec![CHILD],
                about: vec![MOTHER],
                status: recorded(FactStatus::Reported),
                evidence: recorded(Evidence::AtTheTime),
            },
            reason: Text::new("The note of the call names both children"),
        }),
        RecordEvent::EntryWithdrawn(EntryWithdrawn {
            entry: entry("BeliefRecorded"),
            ground: WithdrawalGround::WrongFamily,
            reason: Text::new("It belongs to a family of the same name"),
        }),
        RecordEvent::EntryDisputed(EntryDisputed {
            entry: entry("ParentSeen"),
            by: Speaker::Person(MOTHER),
            statement: Text::new("“I never said that he had not been back”"),
        }),
        RecordEvent::StatementAttached(StatementAttached {
            entry: entry("ChildSeen"),
            by: recorded(Speaker::Anonymous),
            kind: StatementKind::LaterNote,
            statement: Text::new("The school's register has her absent that day"),
        }),
        RecordEvent::EntryRestricted(EntryRestricted {
            entries: vec![entry("ParentSeen")],
            audience: Audience::Only(vec![SOCIAL_CARE]),
            reason: Text::new("Its accuracy is being looked into"),
        }),
        RecordEvent::RestrictionLifted(RestrictionLifted {
            restriction: named("EntryRestricted"),
            reason: said("The note was found to be right"),
        }),
        RecordEvent::HoldPlaced(HoldPlaced {
            authority: label("The safeguarding partnership"),
            reason: Text::new("A review is under way"),
        }),
        RecordEvent::HoldLifted(HoldLifted {
            hold: named("HoldPlaced"),
            reason: said("The review is published"),
        }),
    ]
}
