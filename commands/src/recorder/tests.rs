//! The handler over a store in memory, alone, beside others, and when the store is in trouble.

mod together;
mod troubled;
mod turns;

use std::sync::Arc;

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{ChildJoinedCase, OpeningEvent};
use candour_domain::entry::StreamId;
use candour_domain::envelope::Envelope;
use candour_domain::event::Event;
use candour_domain::identifier::RequestId;
use candour_ledger::{LedgerIdentity, LedgerSecret, ManualClock, MemoryStore, SeededEntropy};
use candour_schemas::samples::{
    self, CHILD, DETECTIVE, GRANDMOTHER, LEDGER, MOTHER, OTHER_CASE, OTHER_CHILD, POLICE, SCHOOL,
    SOCIAL_CARE, SOCIAL_WORKER, TEAM,
};
use uuid::Uuid;

use super::*;
use crate::given::{Proposing, THIS, action, now, nowhere, of, opened, raised};
use crate::request::Action;
use troubled::{Trouble, Troubled};

pub(crate) fn store() -> Arc<MemoryStore> {
    let secret = LedgerSecret::from_bytes([7; 32]);
    let identity = LedgerIdentity { id: LEDGER.uuid(), synthetic: true, secret };
    let clock = Arc::new(ManualClock::at(now()));
    Arc::new(MemoryStore::new(identity, clock, Arc::new(SeededEntropy::new([9; 32]))).unwrap())
}

pub(crate) fn at() -> Circumstances {
    Circumstances::at(now())
}

pub(crate) fn request(number: u128, stream: StreamId, actions: Vec<Action>) -> Request {
    let id = RequestId::new(Uuid::from_u128(number));
    Request { id, author: SOCIAL_WORKER, agency: SOCIAL_CARE, stream, actions }
}

fn concern(number: u128) -> Request {
    request(number, THIS, vec![action(raised(&format!("concern {number}")))])
}

fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(answer)
}

/// What opens each stream that the samples name, in an order in which each can be recorded.
pub(crate) fn beginnings() -> Vec<Request> {
    let streams = [
        StreamId::Ledger(LEDGER),
        StreamId::Agency(SOCIAL_CARE),
        StreamId::Practitioner(SOCIAL_WORKER),
        StreamId::Agency(POLICE),
        StreamId::Agency(SCHOOL),
        StreamId::Practitioner(DETECTIVE),
        StreamId::Child(CHILD),
        StreamId::Child(OTHER_CHILD),
        StreamId::Person(MOTHER),
        StreamId::Person(GRANDMOTHER),
        StreamId::Team(TEAM),
        THIS,
        StreamId::Case(OTHER_CASE),
    ];
    let opening = |stream: StreamId| {
        let name = match stream {
            StreamId::Case(_) => return Proposing::from(opened()).0,
            StreamId::Child(_) => "ChildIdentified",
            StreamId::Person(_) => "PersonIdentified",
            StreamId::Agency(_) => "AgencyRegistered",
            StreamId::Practitioner(_) => "PractitionerRegistered",
            StreamId::Team(_) => "TeamEstablished",
            StreamId::Ledger(_) => "LedgerOpened",
        };
        samples::of(name).unwrap()
    };
    let numbered = (0xb000_u128..).zip(streams);
    numbered
        .map(|(number, stream)| request(number, stream, vec![action(opening(stream))]))
        .collect()
}

/// A ledger in which everybody whom the samples name is known, and both cases are open.
async fn begun() -> (Arc<MemoryStore>, Recorder) {
    let store = store();
    let recorder = Recorder::new(store.clone());
    for request in beginnings() {
        recorder.record(request, at()).await.unwrap();
    }
    (store, recorder)
}

async fn entries_of(store: &MemoryStore) -> Vec<Entry> {
    let records = store.read_all(candour_ledger::After::Start, 10_000).await.unwrap();
    records.iter().map(|record| candour_schemas::entry(record).unwrap()).collect()
}

fn refusal(outcome: Result<Outcome, RecordError>) -> Refusal {
    match outcome {
        Err(RecordError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn recorded(outcome: Result<Outcome, RecordError>) -> Vec<Entry> {
    match outcome {
        Ok(Outcome::Recorded(entries)) => entries,
        other => panic!("not recorded: {other:?}"),
    }
}

fn already(outcome: Result<Outcome, RecordError>) -> Vec<Entry> {
    match outcome {
        Ok(Outcome::AlreadySo(entries)) => entries,
        other => panic!("not already so: {other:?}"),
    }
}

#[test]
fn a_repeated_request_is_answered_with_the_entries_recorded_then() {
    wait(async {
        let (store, recorder) = begun().await;
        let first = recorded(recorder.record(concern(1), at()).await);
        recorded(recorder.record(concern(2), at()).await);
        assert_eq!(already(recorder.record(concern(1), at()).await), first);
        assert_eq!(already(Recorder::new(store.clone()).record(concern(1), at()).await), first);
        assert_eq!(already(recorder.check(&concern(1), at()).await), first);
        assert_eq!(entries_of(&store).await.len(), beginnings().len() + 2);
    });
}

#[test]
fn a_request_with_other_content_under_the_same_identifier_is_refused() {
    wait(async {
        let (_, recorder) = begun().await;
        recorded(recorder.record(concern(1), at()).await);
        let other = Request { id: concern(1).id, ..concern(2) };
        let refused = Refusal::RequestDiffers { request: concern(1).id };
        assert_eq!(refusal(recorder.record(other, at()).await), refused);
    });
}

#[test]
fn where_another_wrote_meanwhile_it_is_decided_again() {
    wait(async {
        let (store, recorder) = begun().await;
        let joins = |number| {
            let joined = ChildJoinedCase { child: CHILD, from: None, carried: vec![] };
            let joined = Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(joined)));
            request(number, THIS, vec![action(joined)])
        };
        let before = Trouble::AnotherWrites(vec![concern(1), joins(2)]);
        let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), before)));
        let stood = already(troubled.record(joins(3), at()).await);
        assert_eq!(stood, already(recorder.record(joins(2), at()).await));
        assert_eq!(recorded(troubled.record(concern(4), at()).await)[0].revision, 3);
    });
}

#[test]
fn a_request_is_given_up_after_so_many_conflicts() {
    wait(async {
        let (store, _) = begun().await;
        let before = entries_of(&store).await.len();
        let others = (0..=u128::from(ATTEMPTS_MAX)).map(|number| concern(100 + number));
        let trouble = Trouble::AnotherWrites(others.collect());
        let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
        let outcome = troubled.record(concern(1), at()).await;
        let Err(RecordError::Busy { stream, attempts }) = outcome else { panic!("{outcome:?}") };
        assert_eq!((stream, attempts), (THIS, ATTEMPTS_MAX));
        let written = entries_of(&store).await.len() - before;
        assert_eq!(written, usize::try_from(ATTEMPTS_MAX).unwrap());
        assert_eq!(recorded(troubled.record(concern(1), at()).await).len(), 1);
    });
}

#[test]
fn an_unknown_outcome_is_asked_again() {
    wait(async {
        for written in [true, false] {
            let (store, _) = begun().await;
            let trouble = Trouble::InDoubt { times: 2, written };
            let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
            let entries = recorded(troubled.record(concern(1), at()).await);
            assert_eq!(entries_of(&store).await[beginnings().len()..], entries);
            let next = recorded(troubled.record(concern(2), at()).await);
            assert_eq!(next[0].revision, entries[0].revision + 1);
        }
    });
}

#[test]
fn an_outcome_that_stays_unknown_is_said_to_be_unknown() {
    wait(async {
        let (store, _) = begun().await;
        let trouble = Trouble::InDoubt { times: ASKED_AGAIN_MAX + 1, written: true };
        let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
        let outcome = troubled.record(concern(1), at()).await;
        let Err(RecordError::Unknown { request, source }) = outcome else { panic!("{outcome:?}") };
        assert_eq!((request, source.to_string()), (concern(1).id, "in doubt".to_owned()));
        // The same request, asked again, says what became of it.
        assert_eq!(already(troubled.record(concern(1), at()).await).len(), 1);
    });
}

#[test]
fn a_store_that_fails_says_that_nothing_was_written() {
    wait(async {
        let (store, _) = begun().await;
        let trouble = Trouble::Fails { times: 1 };
        let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
        let outcome = troubled.record(concern(1), at()).await;
        let Err(RecordError::NotWritten(failure)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(failure.to_string(), "the disk is full");
        assert_eq!(recorded(troubled.record(concern(1), at()).await).len(), 1);
    });
}

#[test]
fn what_is_remembered_is_never_relied_on() {
    wait(async {
        let (store, one) = begun().await;
        let other = Recorder::new(store.clone());
        for number in 0..40 {
            let recorder = if number % 2 == 0 { &one } else { &other };
            recorded(recorder.record(concern(number), at()).await);
        }
        let concerns = entries_of(&store).await.split_off(beginnings().len());
        let expected: Vec<_> = (0..40).map(|number| concern(number).id).collect();
        assert_eq!(concerns.iter().map(|entry| entry.request).collect::<Vec<_>>(), expected);
    });
}

#[test]
fn what_is_remembered_is_bounded() {
    wait(async {
        let (store, _) = begun().await;
        let limits = Limits { streams: 1, bytes: 1, existing: 2 };
        let forgetful = Recorder::with(store.clone(), limits, Mode::Append);
        for number in 0..6 {
            let stream = if number % 2 == 0 { THIS } else { StreamId::Case(OTHER_CASE) };
            let asked = request(number, stream, vec![action(raised("a bruise"))]);
            assert_eq!(recorded(forgetful.record(asked, at()).await).len(), 1);
            assert_eq!(forgetful.streams.count(), 1);
        }
        assert_eq!(already(forgetful.record(concern_of(0), at()).await).len(), 1);
    });
}

fn concern_of(number: u128) -> Request {
    request(number, THIS, vec![action(raised("a bruise"))])
}

#[test]
fn a_refusal_is_decided_over_the_latest_entries() {
    wait(async {
        let (store, one) = begun().await;
        recorded(one.record(concern(1), at()).await);
        let entry = recorded(Recorder::new(store).record(concern(2), at()).await)[0].id;
        let mut later = action(raised("and then"));
        later.envelope.causation = Some(entry);
        recorded(one.record(request(3, THIS, vec![later.clone()]), at()).await);
        later.envelope.causation = Some(nowhere());
        let refused =
            Refusal::UnknownEntry { of: of("ConcernRaised"), entry: nowhere(), stream: THIS };
        assert_eq!(refusal(one.record(request(4, THIS, vec![later]), at()).await), refused);
    });
}

#[test]
fn a_rehearsal_decides_as_if_it_recorded() {
    wait(async {
        let store = store();
        let rehearsal = Recorder::rehearsal(store.clone());
        let all: Vec<Request> = beginnings().into_iter().chain([concern(1), concern(2)]).collect();
        let mut rehearsed = Vec::new();
        for request in all.clone() {
            rehearsed.extend(recorded(rehearsal.record(request, at()).await));
        }
        assert_eq!(already(rehearsal.record(concern(1), at()).await).len(), 1);
        assert_eq!(entries_of(&store).await, []);
        let recorder = Recorder::new(store.clone());
        for request in all {
            recorded(recorder.record(request, at()).await);
        }
        assert_eq!(entries_of(&store).await, rehearsed);
    });
}

#[test]
fn a_check_writes_and_remembers_nothing() {
    wait(async {
        let (store, recorder) = begun().await;
        let before = entries_of(&store).await.len();
        let checked = recorded(recorder.check(&concern(1), at()).await);
        assert_eq!(recorded(recorder.check(&concern(1), at()).await), checked);
        assert_eq!(entries_of(&store).await.len(), before);
        assert_eq!(recorded(recorder.record(concern(1), at()).await), checked);
    });
}

#[test]
fn what_a_child_brings_is_looked_for_in_the_case_that_they_leave() {
    wait(async {
        let (_, recorder) = begun().await;
        let there = StreamId::Case(OTHER_CASE);
        let left = request(1, there, vec![action(raised("before the move"))]);
        let entry = recorded(recorder.record(left, at()).await)[0].id;
        let brings = |number, entry| {
            let carried = vec![entry];
            let joined = ChildJoinedCase { child: CHILD, from: Some(OTHER_CASE), carried };
            let joined = Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(joined)));
            request(number, THIS, vec![action(joined)])
        };
        let (of, stream) = (of("ChildJoinedCase"), there);
        let refused = Refusal::UnknownEntry { of, entry: nowhere(), stream };
        assert_eq!(refusal(recorder.record(brings(2, nowhere()), at()).await), refused);
        assert_eq!(recorded(recorder.record(brings(3, entry), at()).await).len(), 1);
    });
}

#[test]
fn a_sample_of_every_type_is_recorded_once_and_reads_back() {
    wait(async {
        let (store, recorder) = begun().await;
        // What a child brings from the other case.
        let id = Uuid::new_v5(&OTHER_CASE.uuid(), b"PlanStarted");
        let elsewhere = request(0, StreamId::Case(OTHER_CASE), vec![action(raised("a plan"))]);
        let elsewhere = Request { id: RequestId::new(id), ..elsewhere };
        let mut expected = recorded(recorder.record(elsewhere, at()).await);
        let mut waiting: Vec<Event> = samples::all();
        // Each sample names others; those that can be recorded are, until none is left.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut left = Vec::new();
            for event in waiting {
                match recorder.record(sample(&event), at()).await {
                    Ok(Outcome::Recorded(entries)) => {
                        assert_eq!(entries[0].event, event);
                        expected.extend(entries);
                    }
                    Ok(Outcome::AlreadySo(_)) => {}
                    Err(RecordError::Refused(_)) => left.push(event),
                    Err(other) => panic!("{other}"),
                }
            }
            waiting = left;
            assert!(waiting.len() < before, "{}", first_refusal(&recorder, &waiting).await);
        }
        let all = entries_of(&store).await;
        assert_eq!(all[beginnings().len()..], expected);
        for event in samples::all() {
            already(recorder.record(sample(&event), at()).await);
        }
        assert_eq!(entries_of(&store).await, all);
    });
}

async fn first_refusal(recorder: &Recorder, waiting: &[Event]) -> String {
    match waiting.first() {
        Some(event) => format!("{:?}", recorder.record(sample(event), at()).await),
        None => "nothing is refused".to_owned(),
    }
}

/// The request by which a sample is recorded.
fn sample(event: &Event) -> Request {
    let (stream, proposed) = (samples::stream(event), event.clone());
    let envelope = match stream {
        // What led to it is another sample, so that none could be the first.
        StreamId::Case(_) => Envelope { causation: None, ..samples::envelope() },
        StreamId::Child(_)
        | StreamId::Person(_)
        | StreamId::Agency(_)
        | StreamId::Practitioner(_)
        | StreamId::Team(_)
        | StreamId::Ledger(_) => crate::given::envelope(),
    };
    let id = samples::request(candour_schemas::type_name(event));
    Request { id, ..request(0, stream, vec![Action { envelope, proposed }]) }
}
