//! A ledger in memory to import into, and what tests say of it.

use std::sync::Arc;

use crate::import::id::Ids;
use crate::import::{
    ImportFailure, Known, Mapping, Mode, OnChange, Progress, Report, Settings, Sheet, SourceFile,
    Target, import,
};
use candour_commands::{Action, Circumstances, InTurn, Recorder, Request};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::envelope::{Audience, Envelope, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, PractitionerId, RequestId};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_ledger::{
    After, EventStore, LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, SeededEntropy,
};
use candour_projections::casebook::{Casebook, LoadError, read_stream_entries};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub(crate) const OPERATOR: PractitionerId = PractitionerId::new(Uuid::from_u128(0x0b));
pub(crate) const REVIEW: AgencyId = AgencyId::new(Uuid::from_u128(0x0a));

/// The day of the import, and the moment.
pub(crate) const TODAY: &str = "2026-06-30";

pub(crate) fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

pub(super) fn now() -> DateTime<Utc> {
    "2026-06-30T12:00:00Z".parse().unwrap()
}

pub(crate) fn secret() -> LedgerSecret {
    LedgerSecret::from_bytes([7; 32])
}

pub(crate) fn keys(purpose: &str, bytes: &[u8]) -> [u8; 32] {
    secret().digest(purpose, bytes)
}

/// A ledger in memory with an operator.
pub(crate) struct Bench {
    pub(super) store: Arc<MemoryStore>,
    pub(super) recorder: Recorder,
}

/// One import into it. What is rehearsed is remembered for that import alone.
struct Session<'a> {
    bench: &'a Bench,
    rehearsal: Recorder,
}

/// How files are imported in a test.
pub(crate) struct How {
    pub(crate) mode: Mode,
    pub(crate) on_change: OnChange,
    pub(crate) mapping: Mapping,
    pub(crate) sheet: Sheet,
}

impl Default for How {
    fn default() -> Self {
        Self {
            mode: Mode::AllOrNothing,
            on_change: OnChange::Report,
            mapping: Mapping::default(),
            sheet: Sheet::First,
        }
    }
}

impl How {
    fn settings(&self) -> Settings<'_> {
        Settings {
            mapping: &self.mapping,
            sheet: self.sheet.clone(),
            operator: OPERATOR,
            agency: REVIEW,
            imported_on: today(),
            keys: &keys,
            mode: self.mode,
            on_change: self.on_change,
        }
    }
}

/// What comes of something under the usual settings.
pub(crate) fn settings<T>(run: impl FnOnce(&Settings<'_>) -> T) -> T {
    run(&How::default().settings())
}

pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(answer)
}

impl Bench {
    pub(crate) fn new() -> Self {
        let identity = LedgerIdentity { id: Uuid::from_u128(1), synthetic: true, secret: secret() };
        let clock = Arc::new(ManualClock::at(now()));
        let entropy = Arc::new(SeededEntropy::new([9; 32]));
        let store = Arc::new(MemoryStore::new(identity, clock, entropy).unwrap());
        let bench = Self { recorder: Recorder::new(store.clone()), store };
        bench.opened(
            1,
            StreamId::Agency(REVIEW),
            Event::Agency(AgencyEvent::AgencyRegistered(AgencyRegistered {
                name: Label::parse("Review").unwrap(),
                kind: Recorded::Recorded(AgencyKind::SafeguardingPartnership),
                category: Recorded::NotRecorded,
            })),
        );
        bench.opened(
            2,
            StreamId::Practitioner(OPERATOR),
            Event::Practitioner(PractitionerEvent::PractitionerRegistered(
                PractitionerRegistered { name: Text::new("O. Perator"), registration: None },
            )),
        );
        bench
    }

    fn opened(&self, number: u128, stream: StreamId, proposed: Event) {
        let envelope = Envelope {
            occurred: When::Day(today()),
            known: None,
            by: Actor {
                practitioner: Recorded::Recorded(OPERATOR),
                post: Recorded::NotRecorded,
                unit: Recorded::NotRecorded,
                agency: REVIEW,
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
        };
        let id = RequestId::new(Uuid::from_u128(number));
        let actions = vec![Action { envelope, proposed }];
        let request = Request { id, author: OPERATOR, agency: REVIEW, stream, actions };
        wait(self.recorder.record(request, Circumstances::at(now()))).unwrap();
    }

    pub(crate) fn import(&self, files: &[SourceFile], how: &How) -> Report {
        let settings = how.settings();
        let mut progress = |_: Progress| {};
        let ledger = Session { bench: self, rehearsal: Recorder::rehearsal(self.store.clone()) };
        let imported = import(files, Known::nothing(), &settings, &ledger, &mut progress);
        wait(imported).map_err(|failure: ImportFailure<LoadError>| failure.to_string()).unwrap()
    }

    /// A case as readings see it.
    pub(crate) fn book(&self, reference: &str) -> Casebook {
        let case = Ids(&keys).case(reference);
        wait(Casebook::load(self.store.as_ref(), case)).unwrap().unwrap()
    }

    /// All entries, in ledger order.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let records = wait(self.store.read_all(After::Start, 10_000)).unwrap();
        records.iter().map(|record| candour_schemas::entry(record).unwrap()).collect()
    }
}

impl Target for Session<'_> {
    type Failure = LoadError;

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>, LoadError> {
        Ok(read_stream_entries(self.bench.store.as_ref(), stream).await?.unwrap_or_default())
    }

    async fn rehearse(&self, requests: Vec<Request>) -> InTurn {
        self.rehearsal.record_in_turn(&requests, Circumstances::at(now())).await
    }

    async fn record(&self, requests: Vec<Request>) -> InTurn {
        self.bench.recorder.record_in_turn(&requests, Circumstances::at(now())).await
    }
}

/// The Ashdown files.
pub(crate) fn ashdown() -> Vec<SourceFile> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ashdown");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names.iter().map(|name| file(name, &std::fs::read(folder.join(name)).unwrap())).collect()
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile::new(name, bytes.to_vec()).unwrap()
}

/// The Ashdown files, with words of one of them replaced.
pub(crate) fn with(name: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let replaced = |source: &SourceFile| {
        if source.name() != name {
            return source.clone();
        }
        let text = String::from_utf8(source.bytes().to_vec()).unwrap();
        assert_eq!(text.matches(from).count(), 1);
        file(name, text.replace(from, to).as_bytes())
    };
    ashdown().iter().map(replaced).collect()
}
