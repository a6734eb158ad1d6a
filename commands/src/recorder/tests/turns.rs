//! Many requests recorded in turn, beside the same recorded one by one.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::{ChildJoinedCase, OpeningEvent};
use candour_domain::event::Event;

use super::*;
use crate::recorder::{IN_TURN_ENTRIES_MAX, InTurn};

fn joins(number: u128) -> Request {
    let joined = ChildJoinedCase { child: CHILD, from: None, carried: vec![] };
    let joined = Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(joined)));
    request(number, THIS, vec![action(joined)])
}

/// A concern that names an entry as what led to it.
fn caused(number: u128, by: EntryId) -> Request {
    let mut later = action(raised(&format!("and then {number}")));
    later.envelope.causation = Some(by);
    request(number, THIS, vec![later])
}

fn outcomes(turn: InTurn) -> Vec<Result<Outcome, Refusal>> {
    assert!(turn.failed.is_none(), "{:?}", turn.failed);
    turn.outcomes
}

async fn one_by_one(recorder: &Recorder, requests: &[Request]) -> Vec<Result<Outcome, Refusal>> {
    let mut outcomes = Vec::new();
    for request in requests {
        outcomes.push(match recorder.record(request.clone(), at()).await {
            Ok(outcome) => Ok(outcome),
            Err(RecordError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}"),
        });
    }
    outcomes
}

/// Requests of two streams that build on each other, repeat each other and are refused.
fn mixed() -> Vec<Request> {
    let elsewhere = |number| {
        request(number, StreamId::Case(OTHER_CASE), vec![action(raised("in the other case"))])
    };
    vec![
        concern(1),
        caused(2, concern(1).entry(0)),
        caused(3, nowhere()),
        joins(4),
        joins(5),
        concern(1),
        Request { id: concern(1).id, ..concern(6) },
        elsewhere(7),
        elsewhere(8),
        caused(9, concern(2).entry(0)),
        request(10, THIS, vec![]),
        concern(11),
    ]
}

#[test]
fn requests_in_turn_come_to_what_they_would_one_by_one() {
    wait(async {
        let ((store, recorder), (others, other)) = (begun().await, begun().await);
        let expected = one_by_one(&other, &mixed()).await;
        assert_eq!(outcomes(recorder.record_in_turn(&mixed(), at()).await), expected);
        assert_eq!(entries_of(&store).await, entries_of(&others).await);
        // What is remembered is what is kept: the next is decided over it.
        assert_eq!(recorded(recorder.record(concern(12), at()).await)[0].revision, 6);
        recorded(other.record(concern(12), at()).await);
        let again = outcomes(recorder.record_in_turn(&mixed(), at()).await);
        assert_eq!(again, one_by_one(&other, &mixed()).await);
        assert_eq!(entries_of(&store).await, entries_of(&others).await);
    });
}

#[test]
fn requests_rehearsed_in_turn_come_to_what_they_would_one_by_one() {
    wait(async {
        let (store, _) = begun().await;
        let before = entries_of(&store).await;
        let (all, each) = (Recorder::rehearsal(store.clone()), Recorder::rehearsal(store.clone()));
        let expected = one_by_one(&each, &mixed()).await;
        assert_eq!(outcomes(all.record_in_turn(&mixed(), at()).await), expected);
        assert_eq!(entries_of(&store).await, before);
        let recorder = Recorder::new(store.clone());
        assert_eq!(outcomes(recorder.record_in_turn(&mixed(), at()).await), expected);
    });
}

#[test]
fn a_refused_request_in_turn_leaves_the_others_recorded() {
    wait(async {
        let (store, recorder) = begun().await;
        let requests = [concern(1), caused(2, nowhere()), concern(3)];
        let (of, entry) = (of("ConcernRaised"), nowhere());
        let turn = outcomes(recorder.record_in_turn(&requests, at()).await);
        let refused = Refusal::UnknownEntry { of, entry, stream: THIS };
        assert_eq!(turn[1], Err(refused));
        let concerns = entries_of(&store).await.split_off(beginnings().len());
        let ids: Vec<_> = concerns.iter().map(|entry| entry.id).collect();
        assert_eq!(ids, [concern(1).entry(0), concern(3).entry(0)]);
    });
}

#[test]
fn an_append_holds_whole_requests() {
    wait(async {
        let (store, _) = begun().await;
        let troubled = Arc::new(Troubled::new(store.clone(), Trouble::Fails { times: 0 }));
        let recorder = Recorder::new(troubled.clone());
        let of = |number: u128, many: usize| {
            let words = |index| format!("concern {number}, {index}");
            request(number, THIS, (0..many).map(|it| action(raised(&words(it)))).collect())
        };
        let half = IN_TURN_ENTRIES_MAX / 2;
        let requests =
            [of(1, half), of(2, half), of(3, 1), of(4, IN_TURN_ENTRIES_MAX + 1), of(5, 2)];
        let turn = outcomes(recorder.record_in_turn(&requests, at()).await);
        let many: Vec<usize> = turn.iter().map(|it| it.as_ref().unwrap().entries().len()).collect();
        assert_eq!(many, [half, half, 1, IN_TURN_ENTRIES_MAX + 1, 2]);
        assert_eq!(troubled.appended(), [2 * half, 1, IN_TURN_ENTRIES_MAX + 1, 2]);
    });
}

#[test]
fn requests_in_turn_are_decided_again_where_another_wrote() {
    wait(async {
        let ((store, _), (others, other)) = (begun().await, begun().await);
        // Another repeats one of them, and makes another already so, just before they are appended.
        let meanwhile = vec![joins(20), concern(1)];
        let trouble = Trouble::AnotherWrites(meanwhile.clone());
        let recorder = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
        one_by_one(&other, &meanwhile).await;
        let expected = one_by_one(&other, &mixed()).await;
        assert_eq!(outcomes(recorder.record_in_turn(&mixed(), at()).await), expected);
        let what = |entries: Vec<Entry>| -> Vec<_> {
            entries.into_iter().map(|it| (it.id, it.stream, it.revision)).collect()
        };
        assert_eq!(what(entries_of(&store).await), what(entries_of(&others).await));
    });
}

#[test]
fn requests_in_turn_end_where_the_store_fails() {
    wait(async {
        let (store, _) = begun().await;
        let expected = beginnings().len();
        for (trouble, written) in [
            (Trouble::Fails { times: 1 }, 0),
            (Trouble::InDoubt { times: ASKED_AGAIN_MAX + 1, written: false }, 0),
            (Trouble::InDoubt { times: ASKED_AGAIN_MAX + 1, written: true }, 3),
        ] {
            let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
            let requests = [concern(1), caused(2, concern(1).entry(0)), concern(3)];
            let turn = troubled.record_in_turn(&requests, at()).await;
            assert_eq!(turn.outcomes, []);
            let said = turn.failed.map(|error| error.to_string());
            let first = concern(1).id;
            let expected_words = [
                "the store failed and nothing was written".to_owned(),
                format!(
                    "it is not known whether request {first} was recorded: ask again with the \
                     same identifier"
                ),
            ];
            assert!(expected_words.map(Some).contains(&said), "{said:?}");
            assert_eq!(entries_of(&store).await.len(), expected + written);
            if written > 0 {
                let again = outcomes(troubled.record_in_turn(&requests, at()).await);
                let known = again.into_iter().map(|it| already(Ok(it.unwrap())).len());
                assert_eq!(known.collect::<Vec<_>>(), [1, 1, 1]);
                assert_eq!(entries_of(&store).await.len(), expected + written);
            }
        }
    });
}

#[test]
fn an_unknown_outcome_in_turn_is_asked_again() {
    wait(async {
        for written in [true, false] {
            let (store, _) = begun().await;
            let trouble = Trouble::InDoubt { times: 2, written };
            let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
            let requests = [concern(1), concern(2), concern(3)];
            let turn = outcomes(troubled.record_in_turn(&requests, at()).await);
            let entries: Vec<Entry> =
                turn.into_iter().flat_map(|it| recorded(Ok(it.unwrap()))).collect();
            assert_eq!(entries_of(&store).await[beginnings().len()..], entries);
        }
    });
}

#[test]
fn requests_in_turn_are_given_up_after_so_many_conflicts() {
    wait(async {
        let (store, _) = begun().await;
        let others = (0..u128::from(ATTEMPTS_MAX)).map(|number| concern(100 + number));
        let trouble = Trouble::AnotherWrites(others.collect());
        let troubled = Recorder::new(Arc::new(Troubled::new(store.clone(), trouble)));
        let turn = troubled.record_in_turn(&[concern(1), concern(2)], at()).await;
        let Some(RecordError::Busy { stream, attempts }) = turn.failed else { panic!("{turn:?}") };
        assert_eq!((stream, attempts, turn.outcomes), (THIS, ATTEMPTS_MAX, vec![]));
        let again = outcomes(troubled.record_in_turn(&[concern(1), concern(2)], at()).await);
        let revisions = again.into_iter().map(|it| recorded(Ok(it.unwrap()))[0].revision);
        let first = u64::from(ATTEMPTS_MAX) + 1;
        assert_eq!(revisions.collect::<Vec<_>>(), [first, first + 1]);
    });
}

#[test]
fn what_was_rehearsed_in_turn_counts_for_other_streams() {
    wait(async {
        let store = store();
        let rehearsal = Recorder::rehearsal(store.clone());
        let all: Vec<Request> = beginnings().into_iter().chain([concern(1), concern(2)]).collect();
        let rehearsed: Vec<Entry> = outcomes(rehearsal.record_in_turn(&all, at()).await)
            .into_iter()
            .flat_map(|outcome| recorded(Ok(outcome.unwrap())))
            .collect();
        assert_eq!(entries_of(&store).await, []);
        let recorder = Recorder::new(store.clone());
        outcomes(recorder.record_in_turn(&all, at()).await);
        assert_eq!(entries_of(&store).await, rehearsed);
    });
}
