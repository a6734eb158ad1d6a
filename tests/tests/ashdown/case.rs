//! The Ashdown files, imported into a ledger in memory through the same commands as any other.

use std::sync::Arc;

use candour_commands::{Action, Circumstances, InTurn, Recorder, Request};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::{Entry, RecordClock, StreamId};
use candour_domain::envelope::{Audience, Envelope, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, PractitionerId, RequestId};
use candour_domain::party::Actor;
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_interchange::ashdown::FILES;
use candour_interchange::import::{
    ImportResult, Known, Mapping, Mode, OnChange, Report, Settings, Sheet, SourceFile, Target,
    import,
};
use candour_ledger::{
    Clock, EventStore, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, SeededEntropy,
};
use candour_projections::ask::Ask;
use candour_projections::case_list::{Cases, FoundCase};
use candour_projections::casebook::{Casebook, LoadError, read_stream_entries};
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub(crate) const OPERATOR: PractitionerId = PractitionerId::new(Uuid::from_u128(1));
pub(crate) const OFFICE: AgencyId = AgencyId::new(Uuid::from_u128(2));

/// A ledger in memory, as an import meets it.
pub(crate) struct InMemory {
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) recorder: Recorder,
    rehearsal: Recorder,
    pub(crate) clock: Arc<ManualClock>,
}

impl Target for InMemory {
    type Failure = LoadError;

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        Ok(read_stream_entries(self.store.as_ref(), stream).await?.unwrap_or_default())
    }

    async fn rehearse(&self, requests: Vec<Request>) -> InTurn {
        self.rehearsal.record_in_turn(&requests, Circumstances::at(self.clock.now())).await
    }

    async fn record(&self, requests: Vec<Request>) -> InTurn {
        self.recorder.record_in_turn(&requests, Circumstances::at(self.clock.now())).await
    }
}

/// The day of the import.
pub(crate) fn imported_at() -> DateTime<Utc> {
    "2026-06-30T09:00:00Z".parse().unwrap()
}

pub(crate) async fn opened() -> InMemory {
    let secret = LedgerSecret::from_bytes([7; 32]);
    let identity = LedgerIdentity { id: Uuid::from_u128(9), synthetic: true, secret };
    let clock = Arc::new(ManualClock::at(imported_at()));
    let entropy = Arc::new(SeededEntropy::new([3; 32]));
    let store = MemoryStore::new(identity, Arc::clone(&clock) as Arc<dyn Clock>, entropy).unwrap();
    let store = Arc::new(store);
    let shared = || Arc::clone(&store) as Arc<dyn EventStore>;
    let ledger = InMemory {
        recorder: Recorder::new(shared()),
        rehearsal: Recorder::rehearsal(shared()),
        store: Arc::clone(&store),
        clock,
    };
    let office = AgencyRegistered {
        name: Label::parse("Review office").unwrap(),
        kind: Recorded::NotRecorded,
        category: Recorded::NotRecorded,
    };
    let operator = PractitionerRegistered { name: Text::new("Review clerk"), registration: None };
    let facts = [
        (StreamId::Agency(OFFICE), Event::Agency(AgencyEvent::AgencyRegistered(office))),
        (
            StreamId::Practitioner(OPERATOR),
            Event::Practitioner(PractitionerEvent::PractitionerRegistered(operator)),
        ),
    ];
    for (number, (stream, proposed)) in facts.into_iter().enumerate() {
        let id = RequestId::new(Uuid::from_u128(100 + number as u128));
        let actions = vec![Action { envelope: envelope(), proposed }];
        let request = Request { id, author: OPERATOR, agency: OFFICE, stream, actions };
        ledger.recorder.record(request, Circumstances::at(imported_at())).await.unwrap();
    }
    ledger
}

pub(crate) fn envelope() -> Envelope {
    Envelope {
        occurred: When::Instant(imported_at()),
        known: None,
        by: Actor {
            practitioner: Recorded::Recorded(OPERATOR),
            post: Recorded::NotRecorded,
            unit: Recorded::NotRecorded,
            agency: OFFICE,
        },
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::NotRecorded,
        status: Recorded::NotRecorded,
        children: Vec::new(),
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}

pub(crate) async fn bring(ledger: &InMemory) -> Report {
    let files: Vec<SourceFile> = FILES
        .iter()
        .map(|(name, text)| SourceFile::new(name, text.as_bytes().to_vec()).unwrap())
        .collect();
    let secret = &ledger.store.identity().secret;
    let keys = |purpose: &str, bytes: &[u8]| secret.digest(purpose, bytes);
    let settings = Settings {
        mapping: &Mapping::default(),
        sheet: Sheet::First,
        operator: OPERATOR,
        agency: OFFICE,
        imported_on: candour_domain::time::london_date(imported_at()),
        keys: &keys,
        mode: Mode::AllOrNothing,
        on_change: OnChange::Report,
    };
    import(&files, Known::nothing(), &settings, ledger, &mut |_| {}).await.unwrap()
}

pub(crate) async fn book(ledger: &InMemory) -> Casebook {
    let store = ledger.store.as_ref();
    let cases = Cases::load(store).await.unwrap();
    let list = cases.list(&Ask::everything(RecordClock::Ledger));
    match list.find("ASH-1") {
        FoundCase::One(line) => Casebook::load(store, line.case).await.unwrap().unwrap(),
        FoundCase::None | FoundCase::Ambiguous(_) => panic!("ASH-1 does not name one case"),
    }
}

/// The case, imported once.
pub(crate) async fn imported() -> Casebook {
    let ledger = opened().await;
    let report = bring(&ledger).await;
    assert_eq!(report.result, ImportResult::Recorded, "{report:#?}");
    book(&ledger).await
}

/// The case, imported, and imported again: with what the second report says was recorded.
pub(crate) async fn imported_twice() -> (Casebook, Casebook, Report) {
    let ledger = opened().await;
    bring(&ledger).await;
    let first = book(&ledger).await;
    let report = bring(&ledger).await;
    (first, book(&ledger).await, report)
}
