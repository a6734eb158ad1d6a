//! Enters in a ledger of accesses that the record of a case was shown or handed out. That ledger stands
//! beside the one that was read, and nobody's request decides what is in it: each thing entered is a fact
//! of this program's own, so nothing here refuses one, asks whether the case was opened there, or looks at
//! its past.
//!
//! # Rules
//! - `an_access_is_entered_behind_those_before_it`: in the stream of its case, each once.
//! - `accesses_that_are_entered_together_are_one_request`: all of them or none, each by whom it was shown to.
//! - `an_access_that_cannot_be_entered_is_an_error`: so that nothing is handed out on it.

use candour_domain::case::CaseEvent;
use candour_domain::case::access::{AccessEvent, ExportMade};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::{Audience, Envelope, Evidence, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PractitionerId, RequestId};
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;
use candour_domain::time::When;
use candour_ledger::{
    AppendError, AppendRefusal, Draft, EventStore, Expected, Failure, RequestRef, Revision,
    StreamName, StreamPage,
};
use candour_schemas::{DraftMeta, EncodeError, draft};
use chrono::{DateTime, Utc};

use crate::digest::digest;
use crate::recorder::{ATTEMPTS_MAX, entries, stream_name, unreadable};
use crate::request::{Action, RecordError, Request};

/// Accesses to the record of one case, to be entered together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accesses {
    /// The identifier under which they are entered, made by whoever asks.
    pub id: RequestId,
    /// Who keeps the ledger that was read.
    pub author: PractitionerId,
    /// For which agency.
    pub agency: AgencyId,
    /// The case.
    pub case: CaseId,
    /// What happened, in order.
    pub happened: Vec<Access>,
}

/// That something of the record of a case was shown or handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// To whom it was shown, or who handed it out.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: AccessEvent,
}

impl Access {
    fn action(&self) -> Action {
        let Self { by, at, event } = self;
        let envelope = Envelope {
            occurred: When::Instant(*at),
            known: None,
            by: by.clone(),
            on_behalf_of: None,
            source: Source::default(),
            evidence: Recorded::Recorded(Evidence::SystemLog),
            status: Recorded::NotRecorded,
            children: whose_record(event).into_iter().collect(),
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        };
        let proposed = Event::Case(CaseEvent::Access(event.clone()));
        Action { envelope, proposed }
    }
}

/// The child whose record it was, where it was made for one.
fn whose_record(event: &AccessEvent) -> Option<ChildId> {
    match event {
        AccessEvent::ExportMade(export) => export.subject,
        AccessEvent::RecordShown(_) | AccessEvent::EntryOpened(_) => None,
    }
}

impl Accesses {
    /// That a bundle was made, by whoever keeps the ledger.
    pub fn of_export(
        id: RequestId,
        (author, agency): (PractitionerId, AgencyId),
        at: DateTime<Utc>,
        export: &ExportMade,
    ) -> Self {
        let by = Actor {
            practitioner: Recorded::Recorded(author),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency,
        };
        let made = Access { by, at, event: AccessEvent::ExportMade(export.clone()) };
        Self { id, author, agency, case: export.case, happened: vec![made] }
    }

    fn request(&self) -> Request {
        let Self { id, author, agency, case, happened } = self;
        Request {
            id: *id,
            author: *author,
            agency: *agency,
            stream: StreamId::Case(*case),
            actions: happened.iter().map(Access::action).collect(),
        }
    }
}

/// The drafts of a request, in order.
fn drafts(store: &dyn EventStore, request: &Request) -> Result<Vec<Draft>, EncodeError> {
    let digest = digest(&store.identity().secret, request)?;
    let numbered = (0..).zip(&request.actions);
    let drafts = numbered.map(|(index, Action { envelope, proposed })| {
        let meta = DraftMeta {
            id: request.entry(index),
            author: request.author,
            agency: request.agency,
            request: RequestRef { id: request.id.uuid(), index, digest },
        };
        draft(proposed, envelope, meta)
    });
    drafts.collect()
}

/// Enters accesses, durable once this answers. Whoever hands something out does so only then.
///
/// # Errors
/// Where they could not be entered, or it is not known whether they were.
pub async fn enter(store: &dyn EventStore, accesses: &Accesses) -> Result<Vec<Entry>, RecordError> {
    let request = accesses.request();
    let stream = request.stream;
    let name = stream_name(stream)?;
    let drafts = drafts(store, &request).map_err(RecordError::Unwritable)?;
    for _ in 0..ATTEMPTS_MAX {
        let expected = last(store, &name, stream).await?;
        match store.append(&name, expected, drafts.clone()).await {
            Ok(appended) => {
                return entries(stream, &appended.records);
            }
            // Another wrote meanwhile.
            Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => {}
            Err(AppendError::Refused(AppendRefusal::ReadOnly)) => {
                return Err(RecordError::ReadOnly);
            }
            Err(AppendError::Refused(refusal)) => {
                let failure = Failure::because("entering accesses", refusal);
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

    use candour_domain::case::access::EntryOpened;
    use candour_domain::identifier::SessionId;
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

    fn export() -> ExportMade {
        let Some(Event::Case(CaseEvent::Access(AccessEvent::ExportMade(export)))) =
            samples::of("ExportMade")
        else {
            panic!("the sample is an export");
        };
        export
    }

    fn made(number: u128, export: &ExportMade) -> Accesses {
        let who = (samples::SOCIAL_WORKER, samples::SOCIAL_CARE);
        Accesses::of_export(RequestId::new(Uuid::from_u128(number)), who, at(), export)
    }

    /// That somebody opened an entry.
    fn opened(practitioner: PractitionerId, agency: AgencyId) -> Access {
        let by = Actor {
            practitioner: Recorded::Recorded(practitioner),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency,
        };
        let session = SessionId::new(Uuid::from_u128(5));
        let event = EntryOpened { entry: samples::entry("ConcernRaised"), session };
        Access { by, at: at(), event: AccessEvent::EntryOpened(event) }
    }

    #[tokio::test]
    async fn an_access_is_entered_behind_those_before_it() {
        let store = store();
        let first = enter(&store, &made(1, &export())).await.unwrap();
        let second = enter(&store, &made(2, &export())).await.unwrap();
        let again = enter(&store, &made(1, &export())).await.unwrap();
        assert_eq!(again, first);
        let ([first], [second]) = (first.as_slice(), second.as_slice()) else { panic!("one each") };
        assert_eq!((first.revision, second.revision), (0, 1));
        let export = AccessEvent::ExportMade(export());
        assert_eq!(second.event, Event::Case(CaseEvent::Access(export)));
        assert_eq!(store.head().await.unwrap().map(candour_ledger::Position::number), Some(2));
    }

    #[tokio::test]
    async fn accesses_that_are_entered_together_are_one_request() {
        let store = store();
        let happened = vec![
            opened(samples::SOCIAL_WORKER, samples::SOCIAL_CARE),
            opened(samples::DETECTIVE, samples::POLICE),
        ];
        let together = Accesses { happened, ..made(1, &export()) };
        let entered = enter(&store, &together).await.unwrap();
        let said: Vec<_> = entered
            .iter()
            .map(|it| (it.stream, it.request, it.author, it.envelope.by.practitioner))
            .collect();
        let by = |who| {
            let keeper = samples::SOCIAL_WORKER;
            (StreamId::Case(samples::CASE), together.id, keeper, Recorded::Recorded(who))
        };
        assert_eq!(said, [by(samples::SOCIAL_WORKER), by(samples::DETECTIVE)]);
        assert_eq!(entered[1].envelope.evidence, Recorded::Recorded(Evidence::SystemLog));
        assert_eq!(enter(&store, &together).await.unwrap(), entered);
        assert_eq!(store.head().await.unwrap().map(candour_ledger::Position::number), Some(2));
    }

    #[tokio::test]
    async fn an_access_that_cannot_be_entered_is_an_error() {
        let store = store();
        enter(&store, &made(1, &export())).await.unwrap();
        let other = ExportMade { size: export().size + 1, ..export() };
        let refused = enter(&store, &made(1, &other)).await.unwrap_err();
        assert_eq!(refused.to_string(), "the store failed and nothing was written");
        assert_eq!(store.head().await.unwrap().map(candour_ledger::Position::number), Some(1));
    }
}
