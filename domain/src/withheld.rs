//! Why something is withheld from a reader, in words; and taking out of an entry who said it, which no text of
//! it says. Which entries have which reason, and what follows for whom, is worked out by whoever shows them.

use std::collections::BTreeSet;

use crate::case::CaseEvent;
use crate::case::access::WithheldReason;
use crate::case::concern::ConcernEvent;
use crate::case::enquiry::EnquiryEvent;
use crate::case::information::InformationEvent;
use crate::case::record::RecordEvent;
use crate::entry::Entry;
use crate::envelope::Origin;
use crate::event::Event;
use crate::identifier::PersonId;
use crate::party::Speaker;
use crate::recorded::Recorded;
use crate::text::Text;

impl WithheldReason {
    /// The reason in words, after "not shown to you".
    pub fn words(self) -> &'static str {
        match self {
            Self::ThirdParty => "it is about a third party",
            Self::SourceIdentity => "it would give away who a protected source is",
            Self::PoliceSensitive => "police ask that it be kept close",
            Self::RefugeOrAddress => "it would give away a refuge or a protected address",
            Self::Adoption => "it concerns an adoption",
            Self::Privileged => "it is legally privileged",
            Self::CourtRestricted => "a court restricts it",
            Self::AdultHealth => "it is about an adult's health",
            Self::Restricted => "it is restricted while its accuracy or lawfulness is looked into",
            Self::LimitedAudience => "only some agencies may read it",
            Self::OtherChild => "it concerns other children alone",
            Self::OtherPerson => "it is the record of another person",
            Self::PersonalText => "this reader needs no personal text",
            Self::HandlingUnknown => "how it may be handled cannot be read any more",
        }
    }
}

impl Entry {
    /// Takes out who said what the entry says: it then says that somebody did, and by which reason it is not
    /// shown who.
    pub fn take_out_who_said_it(&mut self, reason: WithheldReason) {
        let mut taken = BTreeSet::new();
        let mut take = |speaker: &mut Speaker| {
            let protected = Speaker::Protected(Text::Withheld(reason));
            if let Speaker::Person(person) = std::mem::replace(speaker, protected) {
                taken.insert(person);
            }
        };
        if let Recorded::Recorded(Origin::ToldBy(speaker)) = &mut self.envelope.source.origin {
            take(speaker);
        }
        said_by(&mut self.event, &mut take);
        self.envelope.about.retain(|person| !taken.contains(person));
        leave_out(&mut self.event, &taken);
    }
}

/// Takes those who say something in an event.
fn said_by(event: &mut Event, take: &mut dyn FnMut(&mut Speaker)) {
    let mut recorded = |speaker: &mut Recorded<Speaker>| {
        if let Recorded::Recorded(speaker) = speaker {
            take(speaker);
        }
    };
    match event {
        Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(it))) => {
            recorded(&mut it.raised_by);
        }
        Event::Case(CaseEvent::Information(InformationEvent::AccountWeighed(it))) => {
            recorded(&mut it.whose);
        }
        Event::Case(CaseEvent::Enquiry(EnquiryEvent::InterviewHeld(it))) => take(&mut it.of),
        Event::Case(_)
        | Event::Identity(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => match event.record_mut() {
            Some(RecordEvent::EntryCorrected(it)) => said_by(&mut it.replacement.event, take),
            Some(RecordEvent::EntryDisputed(it)) => take(&mut it.by),
            Some(RecordEvent::StatementAttached(it)) => recorded(&mut it.by),
            Some(
                RecordEvent::EntryWithdrawn(_)
                | RecordEvent::EntryRestricted(_)
                | RecordEvent::RestrictionLifted(_)
                | RecordEvent::HoldPlaced(_)
                | RecordEvent::HoldLifted(_),
            )
            | None => {}
        },
    }
}

/// Leaves people out of those whom a correction says that its entry concerns.
fn leave_out(event: &mut Event, people: &BTreeSet<PersonId>) {
    if let Some(RecordEvent::EntryCorrected(it)) = event.record_mut() {
        it.replacement.about.retain(|person| !people.contains(person));
    }
}
