//! What one person records together: one request, written up at one time about one stream. What was
//! so is said with when it was so; when it is recorded is the ledger's to stamp.

use candour_commands::{Action, Request};
use candour_domain::entry::StreamId;
use candour_domain::envelope::{Audience, Envelope, Evidence, Origin, Source};
use candour_domain::identifier::{ChildId, EntryId, RequestId};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::{When, london_minute};
use chrono::{DateTime, Utc};

use super::fact::Fact;

/// A request that is being written.
#[derive(Debug)]
pub(super) struct Sitting {
    id: RequestId,
    stream: StreamId,
    by: Actor,
    children: Vec<ChildId>,
    recorded: DateTime<Utc>,
    actions: Vec<Action>,
}

impl Sitting {
    /// Somebody sits down to record, at a time, about a stream and children.
    pub(super) fn new(
        id: RequestId,
        stream: StreamId,
        by: Actor,
        recorded: DateTime<Utc>,
        children: Vec<ChildId>,
    ) -> Self {
        Self { id, stream, by, children, recorded, actions: Vec::new() }
    }

    /// When it is recorded.
    pub(super) fn recorded(&self) -> DateTime<Utc> {
        self.recorded
    }

    /// Who records.
    pub(super) fn by(&self) -> &Actor {
        &self.by
    }

    /// Records what was so at a moment; answers its entry.
    pub(super) fn note(&mut self, occurred: DateTime<Utc>, fact: impl Into<Fact>) -> EntryId {
        self.note_when(minute(occurred), fact)
    }

    /// Records what was so as precisely as is known; answers its entry.
    pub(super) fn note_when(&mut self, occurred: When, fact: impl Into<Fact>) -> EntryId {
        let Fact(proposed) = fact.into();
        let envelope = Envelope {
            occurred,
            known: None,
            by: self.by.clone(),
            on_behalf_of: None,
            source: Source {
                origin: Recorded::Recorded(Origin::FirstHand),
                document: None,
                import: None,
            },
            evidence: Recorded::Recorded(Evidence::AtTheTime),
            status: Recorded::NotRecorded,
            children: self.children.clone(),
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        };
        self.actions.push(Action { envelope, proposed });
        self.entry(self.actions.len() - 1)
    }

    /// What stands beside the fact that was noted last, to be added to.
    pub(super) fn beside(&mut self, change: impl FnOnce(&mut Envelope)) {
        if let Some(action) = self.actions.last_mut() {
            change(&mut action.envelope);
        }
    }

    /// Says of the fact that was noted last which children it concerns.
    pub(super) fn of(&mut self, children: &[ChildId]) {
        self.beside(|envelope| envelope.children = children.to_vec());
    }

    /// Whether nothing has been noted.
    pub(super) fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// The request. Who does not say who they are records for nobody, so an actor is always named.
    pub(super) fn request(self) -> Option<Request> {
        let author = *self.by.practitioner.value()?;
        let Self { id, stream, by, children: _, recorded: _, actions } = self;
        Some(Request { id, author, agency: by.agency, stream, actions })
    }

    fn entry(&self, at: usize) -> EntryId {
        EntryId::of_request(self.id, u32::try_from(at).unwrap_or(u32::MAX))
    }
}

/// The minute of a moment, as people write it.
pub(super) fn minute(at: DateTime<Utc>) -> When {
    When::Minute(london_minute(at))
}
