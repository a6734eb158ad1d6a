//! The log's rules, and those of expectations.

use super::*;

const HELD: usize = 1 << 20;

fn proposal(id: u128) -> Proposal {
    Proposal {
        id: Uuid::from_u128(id),
        kind: "Seen".to_owned(),
        form: Form::Json,
        data: Bytes::from_static(b"{}"),
        metadata: Bytes::new(),
    }
}

fn proposals<const N: usize>(ids: [u128; N]) -> Vec<Proposal> {
    ids.map(proposal).to_vec()
}

fn log() -> Log {
    Log::new(Commits::Own, HELD)
}

/// Appends, and says the last revision and whether it was a repetition.
fn append<const N: usize>(
    log: &mut Log,
    stream: &str,
    expected: Expected,
    ids: [u128; N],
) -> Result<(Option<u64>, bool), Refused> {
    log.append(stream, expected, proposals(ids), 7).map(|done| (done.revision, done.repeated))
}

#[test]
fn an_append_is_at_the_revision_that_is_expected() {
    let mut log = log();
    assert_eq!(append(&mut log, "a-1", Expected::At(0), [1]), Err(Refused::Conflict(None)));
    assert_eq!(append(&mut log, "a-1", Expected::Exists, [1]), Err(Refused::Conflict(None)));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 2]), Ok((Some(1), false)));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [3]), Err(Refused::Conflict(Some(1))));
    assert_eq!(append(&mut log, "a-1", Expected::At(0), [3]), Err(Refused::Conflict(Some(1))));
    assert_eq!(append(&mut log, "a-1", Expected::At(2), [3]), Err(Refused::Conflict(Some(1))));
    assert_eq!(append(&mut log, "a-1", Expected::At(1), [3]), Ok((Some(2), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Exists, [4]), Ok((Some(3), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [5]), Ok((Some(4), false)));
    assert_eq!(
        append(&mut log, "a-1", Expected::At(u64::MAX), [6]),
        Err(Refused::Conflict(Some(4)))
    );
    assert_eq!(log.len(), 5);
}

#[test]
fn a_repetition_under_an_exact_revision_is_recognised_however_late() {
    let mut log = log();
    log.held_bytes_max = usize::MAX;
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 2]), Ok((Some(1), false)));
    assert_eq!(append(&mut log, "a-1", Expected::At(1), [3, 4]), Ok((Some(3), false)));
    for id in 0..u128::try_from(expected::RECENT_MAX).unwrap() {
        assert_eq!(append(&mut log, "b-1", Expected::Any, [1000 + id]).map(|it| it.1), Ok(false));
    }
    let length = log.len();
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 2]), Ok((Some(1), true)));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1]), Ok((Some(0), true)));
    assert_eq!(append(&mut log, "a-1", Expected::At(1), [3, 4]), Ok((Some(3), true)));
    assert_eq!(log.len(), length);
}

#[test]
fn a_repetition_under_any_revision_is_recognised_only_while_recent() {
    let mut log = log();
    log.held_bytes_max = usize::MAX;
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1, 2]), Ok((Some(1), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1, 2]), Ok((Some(1), true)));
    assert_eq!(append(&mut log, "a-1", Expected::Exists, [2]), Ok((Some(1), true)));
    for id in 0..u128::try_from(expected::RECENT_MAX).unwrap() {
        assert_eq!(append(&mut log, "b-1", Expected::Any, [1000 + id]).map(|it| it.1), Ok(false));
    }
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1, 2]), Ok((Some(3), false)));
}

#[test]
fn an_append_of_which_a_part_is_there_is_a_conflict() {
    let mut log = log();
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 2]), Ok((Some(1), false)));
    let conflict = Err(Refused::Conflict(Some(1)));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 2, 3]), conflict);
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1, 9]), conflict);
    assert_eq!(append(&mut log, "a-1", Expected::At(0), [2, 3]), conflict);
    assert_eq!(append(&mut log, "a-1", Expected::Any, [2, 3]), conflict);
    assert_eq!(log.len(), 2);
}

#[test]
fn the_same_identifiers_in_another_stream_are_no_repetition() {
    let mut log = log();
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1]), Ok((Some(0), false)));
    assert_eq!(append(&mut log, "a-2", Expected::NoStream, [1]), Ok((Some(0), false)));
    assert_eq!(append(&mut log, "a-3", Expected::Any, [1]), Ok((Some(0), false)));
    assert_eq!(log.len(), 3);
}

fn places(commits: Commits) -> Vec<(u64, u64)> {
    let mut log = Log::new(commits, HELD);
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1]), Ok((Some(0), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [2, 3]), Ok((Some(2), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [4]), Ok((Some(3), false)));
    log.page(0, 9).iter().map(|it| (it.place.commit, it.place.prepare)).collect()
}

#[test]
fn places_rise_with_gaps_and_no_two_are_one() {
    assert_eq!(places(Commits::Own), [(0, 0), (92, 92), (184, 184), (276, 276)]);
    assert_eq!(places(Commits::Shared), [(0, 0), (276, 92), (276, 184), (332, 332)]);
}

#[test]
fn a_position_can_be_asked_for_where_a_record_stands_or_beyond_the_end() {
    let mut log = Log::new(Commits::Shared, HELD);
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1]), Ok((Some(0), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [2, 3]), Ok((Some(2), false)));
    let place = |commit, prepare| Place { commit, prepare };
    let asked = [0, 92, 184, 276, 332, u64::MAX, 1, 91, 275, 300];
    let found = asked.map(|commit| log.is_boundary(place(commit, commit)));
    assert_eq!(found, [true, true, true, true, true, true, false, false, false, false]);
    assert_eq!([place(0, 0), place(276, 92), place(276, 93)].map(|it| log.index_of(it)), [0, 1, 2]);
}

#[test]
fn an_append_is_there_whole_or_not_at_all() {
    let mut log = Log::new(Commits::Own, 3 * (HELD_OVERHEAD_BYTES + 6));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1, 2]), Ok((Some(1), false)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [3, 4]), Err(Refused::Full));
    assert_eq!(log.readable("a-1"), Ok((0, 2)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [3]), Ok((Some(2), false)));
}

#[test]
fn a_full_log_takes_nothing_more() {
    let mut log = Log::new(Commits::Own, HELD_OVERHEAD_BYTES + 6);
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1]), Ok((Some(0), false)));
    assert_eq!(append(&mut log, "a-1", Expected::At(0), [2]), Err(Refused::Full));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1]), Ok((Some(0), true)));
}

#[test]
fn an_append_of_nothing_has_no_place() {
    let mut log = log();
    let nothing = |revision| Ok(Appended { revision, place: None, repeated: false });
    assert_eq!(log.append("a-1", Expected::NoStream, Vec::new(), 7), nothing(None));
    assert_eq!(log.readable("a-1"), Err(Unreadable::NotFound));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [1]), Ok((Some(0), false)));
    assert_eq!(log.append("a-1", Expected::At(0), Vec::new(), 7), nothing(Some(0)));
    let conflict = Err(Refused::Conflict(Some(0)));
    assert_eq!(log.append("a-1", Expected::NoStream, Vec::new(), 7), conflict);
}

#[test]
fn a_deleted_stream_can_be_written_again_and_goes_on_with_its_numbers() {
    let mut log = log();
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1, 2]), Ok((Some(1), false)));
    assert_eq!(log.delete("a-1", Expected::At(0), 7), Err(Refused::Conflict(Some(1))));
    let place = Place { commit: 184, prepare: 184 };
    assert_eq!(log.delete("a-1", Expected::At(1), 7), Ok(Some(place)));
    assert_eq!(log.readable("a-1"), Err(Unreadable::NotFound));
    assert_eq!(log.stream_page("a-1", 0, 9), []);
    assert_eq!(append(&mut log, "a-1", Expected::Exists, [3]), Err(Refused::Conflict(Some(1))));
    assert_eq!(append(&mut log, "a-1", Expected::NoStream, [3]), Ok((Some(2), false)));
    assert_eq!(log.readable("a-1"), Ok((2, 3)));
    let ids = |page: Vec<Arc<Record>>| page.iter().map(|it| it.revision).collect::<Vec<_>>();
    assert_eq!(ids(log.stream_page_back("a-1", 2, 9)), [2]);
    assert_eq!(ids(log.stream_page("$$a-1", 0, 9)), [0]);
}

#[test]
fn a_closed_stream_is_closed_for_ever() {
    let mut log = log();
    assert_eq!(append(&mut log, "a-1", Expected::Any, [1]), Ok((Some(0), false)));
    let place = Place { commit: 92, prepare: 92 };
    assert_eq!(log.tombstone("a-1", Expected::At(0), 7), Ok(Some(place)));
    assert_eq!(append(&mut log, "a-1", Expected::Any, [2]), Err(Refused::Closed));
    assert_eq!(log.readable("a-1"), Err(Unreadable::Closed));
    assert_eq!(log.delete("a-1", Expected::Any, 7), Err(Refused::Closed));
    assert_eq!(log.tombstone("a-1", Expected::Any, 7), Err(Refused::Closed));
    let last = log.page(1, 9);
    assert_eq!(last.iter().map(|it| it.revision).collect::<Vec<_>>(), [CLOSED_REVISION]);
}
