//! Enters in a ledger of accesses that the record of a case was handed out. That ledger stands beside the
//! one that was read, and nobody's request decides what is in it: each thing entered is a fact of this
//! program's own, so nothing here refuses one, asks whether the case was opened there, or looks at its past.
//!
//! # Rules
//! - `an_access_is_entered_behind_those_before_it`: in the stream of its case, each once.
//! - `an_access_that_cannot_be_entered_is_an_error`: so that nothing is handed out on it.

use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, ExportMade};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::{Audience, Envelope, Evidence, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, PractitionerId, RequestId};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::When;
use candour_ledger::{
    AppendError, AppendRefusal, EventStore, Expected, Failure, RequestRef, Revision, StreamName,
    StreamPage,
};
use candour_schemas::{DraftMeta, draft};
use chrono::{DateTime, Utc};

use crate::digest::digest;
use crate::recorder::{ATTEMPTS_MAX, entries, stream_name, unreadable};
use crate::request::{Action, RecordError, Request};

/// That the record of a case was handed out, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The identifier under which it is entered, made by whoever asks.
    pub id: RequestId,
    /// Who hands it out.
    pub author: PractitionerId,
    /// For which agency.
    pub agency: AgencyId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub export: ExportMade,
}

impl Access {
    fn request(&self) -> Request {
        let Self { id, author, agency, at, export } = self;
        let by = Actor {
            practitioner: Recorded::Recorded(*author),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: *agency,
        };
        let envelope = Envelope {
            occurred: When::Instant(*at),
            known: None,
            by,
            on_behalf_of: None,
            source: Source::default(),
            evidence: Recorded::Recorded(Evidence::SystemLog),
            status: Recorded::NotRecorded,
            children: export.subject.into_iter().collect(),
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        };
        let proposed = Event::Case(CaseEvent::Access(AccessEvent::ExportMade(export.clone())));
        Request {
            id: *id,
            author: *author,
            agency: *agency,
            stream: StreamId::Case(export.case),
            actions: vec![Action { envelope, proposed }],
        }
    }
}

/// Enters an access, durable once this answers. Whoever hands something out does so only then.
///
/// # Errors
/// Where it could not be entered, or it is not known whether it was.
pub async fn enter(store: &dyn EventStore, access: &Access) -> Result<Entry, RecordError> {
    let request = access.request();
    let stream = request.stream;
    let name = stream_name(stream)?;
    let keyed = digest(&store.identity().secret, &request).map_err(RecordError::Unwritable)?;
    let meta = DraftMeta {
        id: request.entry(0),
        author: request.author,
        agency: request.agency,
        request: RequestRef { id: request.id.uuid(), index: 0, digest: keyed },
    };
    let drafts = request
        .actions
        .iter()
        .map(|Action { envelope, proposed }| draft(proposed, envelope, meta))
        .collect::<Result<Vec<_>, _>>()
        .map_err(RecordError::Unwritable)?;
    for _ in 0..ATTEMPTS_MAX {
        let expected = last(store, &name, stream).await?;
        match store.append(&name, expected, drafts.clone()).await {
            Ok(appended) => {
                let mut entered = entries(stream, &appended.records)?;
                return entered
                    .pop()
                    .ok_or_else(|| RecordError::NotWritten(Failure::new("entering an access")));
            }
            // Another wrote meanwhile.
            Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => {}
            Err(AppendError::Refused(AppendRefusal::ReadOnly)) => {
                return Err(RecordError::ReadOnly);
            }
            Err(AppendError::Refused(refusal)) => {
                let failure = Failure::because("entering an access", refusal);
                return Err(RecordError::NotWritten(failure));
            }
            Err(AppendError::NotWritten(failure)) => return Err(RecordError::NotWritten(failure)),
            Err(AppendError::Unknown(source)) => {
                return Err(RecordError::Unknown { request: request.id, source });
            }
        }
    }
    Err(RecordError::Busy { stream, attempts: ATTEMPTS_MAX })
}

/// Where the stream stands.
async fn last(
    store: &dyn EventStore,
    name: &StreamName,
    stream: StreamId,
) -> Result<Expected, RecordError> {
    match store.read_stream(name, Revision::FIRST, 1).await {
        Ok(StreamPage::Missing) => Ok(Expected::NoStream),
        Ok(StreamPage::Found { records: _, last }) => Ok(Expected::At(last)),
        Err(error) => Err(unreadable(stream, error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use candour_ledger::{
        Clock, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, SeededEntropy,
    };
    use candour_schemas::samples;
    use uuid::Uuid;

    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-06-30T09:00:00Z".parse().unwrap()
    }

    fn store() -> MemoryStore {
        let secret = LedgerSecret::from_bytes([7; 32]);
        let identity = LedgerIdentity { id: Uuid::from_u128(9), synthetic: true, secret };
        let clock = Arc::new(ManualClock::at(at())) as Arc<dyn Clock>;
        MemoryStore::new(identity, clock, Arc::new(SeededEntropy::new([3; 32]))).unwrap()
    }

    fn access(number: u128) -> Access {
        let Some(Event::Case(CaseEvent::Access(AccessEvent::ExportMade(export)))) =
            samples::of("ExportMade")
        else {
            panic!("the sample is an export");
        };
        let (author, agency) = (samples::SOCIAL_WORKER, samples::SOCIAL_CARE);
        Access { id: RequestId::new(Uuid::from_u128(number)), author, agency, at: at(), export }
    }

    #[tokio::test]
    async fn an_access_is_entered_behind_those_before_it() {
        let store = store();
        let first = enter(&store, &access(1)).await.unwrap();
        let second = enter(&store, &access(2)).await.unwrap();
        let again = enter(&store, &access(1)).await.unwrap();
        assert_eq!(again, first);
        assert_eq!((first.revision, second.revision), (0, 1));
        let export = AccessEvent::ExportMade(access(2).export);
        assert_eq!(second.event, Event::Case(CaseEvent::Access(export)));
        assert_eq!(store.head().await.unwrap().map(candour_ledger::Position::number), Some(2));
    }

    #[tokio::test]
    async fn an_access_that_cannot_be_entered_is_an_error() {
        let store = store();
        enter(&store, &access(1)).await.unwrap();
        let mut other = access(1);
        other.export.size += 1;
        let refused = enter(&store, &other).await.unwrap_err();
        assert_eq!(refused.to_string(), "the store failed and nothing was written");
        assert_eq!(store.head().await.unwrap().map(candour_ledger::Position::number), Some(1));
    }
}
