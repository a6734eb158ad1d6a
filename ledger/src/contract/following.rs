//! What every store promises about the whole ledger: to those who follow it, check it or copy it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::{Bench, Broken, Kept, at, draft, drafts, same, start_of_time, stream, whole_ledger};
use crate::follow::Follower;
use crate::merkle;
use crate::port::{EventStore, Expected, ReplicateError, replicate};
use crate::record::{After, Record};
use crate::verify::{Verdict, verify};

/// Whoever waits longer than this waits in vain.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// Whoever is still waiting after this is taken to be waiting.
const STILL_WAITING: Duration = Duration::from_millis(50);

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> Result<T, Broken> {
    let waited = tokio::time::timeout(WAIT_MAX, work).await;
    waited.map_err(|_| Broken { said: format!("{what} took more than {WAIT_MAX:?}") })
}

/// Appends batches of one to three entries to a stream of its own.
async fn write(store: Arc<dyn EventStore>, writer: u64, batches: u64) -> Result<u64, Broken> {
    let mut expected = Expected::NoStream;
    let mut written = 0;
    for batch in 0..batches {
        let first = writer * 100_000 + batch * 10;
        let count = (writer + batch) % 3 + 1;
        let appended =
            store.append(&stream(writer), expected, drafts(first..first + count)).await?;
        let last = appended.records.last();
        expected = last.map_or(expected, |last| Expected::At(last.revision));
        written += count;
    }
    Ok(written)
}

pub(super) async fn follower_sees_each_record_once(bench: &dyn Bench) -> Kept {
    const WRITERS: u64 = 6;
    const BATCHES: u64 = 60;
    let store = bench.fresh().await?.store;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(Arc::clone(&store), writer, BATCHES)))
        .collect();
    let total = WRITERS * BATCHES * 2;
    let followers = [1, 3, 500].map(|page| {
        let mut follower = Follower::new(Arc::clone(&store), After::Start, page);
        tokio::spawn(async move {
            let mut seen: Vec<Record> = Vec::new();
            while (seen.len() as u64) < total {
                seen.extend(follower.next().await?);
            }
            Ok::<_, Broken>(seen)
        })
    });
    let stopped = |error: tokio::task::JoinError| Broken { said: error.to_string() };
    let mut written = 0;
    for writer in writers {
        written += in_time("writing", writer).await?.map_err(stopped)??;
    }
    same("the records written", &written, &total)?;
    let all = whole_ledger(&*store, 1_000).await?;
    for follower in followers {
        let seen = in_time("following", follower).await?.map_err(stopped)??;
        same("the records followed", &seen, &all)?;
    }
    Ok(())
}

pub(super) async fn waiting_reader_is_woken(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let mut follower = Follower::new(Arc::clone(&store), After::Start, 10);
    for number in 0..3_u64 {
        let early = tokio::time::timeout(STILL_WAITING, follower.next()).await;
        same("a reader with nothing to read is waiting", &early.is_err(), &true)?;
        let expected = number.checked_sub(1).map_or(Expected::NoStream, at);
        let append = async {
            tokio::time::sleep(STILL_WAITING).await;
            store.append(&stream(1), expected, vec![draft(number)]).await
        };
        let both = async { tokio::join!(follower.next(), append) };
        let (seen, written) = in_time("waiting for a record", both).await?;
        same("the record waited for", &seen?, &written?.records)?;
    }
    in_time("waiting for what is there", store.wait_beyond(After::Start)).await??;
    Ok(())
}

pub(super) async fn time_never_goes_back(bench: &dyn Bench) -> Kept {
    let mut subject = bench.fresh().await?;
    let start = start_of_time();
    let readings = [
        (start, start),
        (start - TimeDelta::days(1), start),
        (start + TimeDelta::nanoseconds(1_999), start + TimeDelta::microseconds(1)),
        (start, start + TimeDelta::microseconds(1)),
        (start + TimeDelta::days(1), start + TimeDelta::days(1)),
        (start, start + TimeDelta::days(1)),
    ];
    for (number, (shown, wanted)) in (0_u64..).zip(readings) {
        subject.clock.set(shown);
        let one = subject.store.append(&stream(number), Expected::NoStream, drafts(0..2)).await?;
        let stamps: Vec<_> = one.records.iter().map(|record| record.recorded_at).collect();
        same("the times of recording", &stamps, &vec![wanted; 2])?;
        subject = bench.reopened(subject).await?;
    }
    Ok(())
}

pub(super) async fn ledger_verifies(bench: &dyn Bench) -> Kept {
    let subject = bench.fresh().await?;
    let positions = bench.positions();
    let empty = verify(&*subject.store, positions, &mut |_| ()).await?;
    same("an empty ledger", &empty, &whole(&[], After::Start)?)?;
    let records = write(Arc::clone(&subject.store), 1, 20).await?;
    let records = records + write(Arc::clone(&subject.store), 2, 1_500).await?;
    let subject = bench.reopened(subject).await?;
    let head = After::from(subject.store.head().await?);
    let mut told = Vec::new();
    let verdict = verify(&*subject.store, positions, &mut |checked| told.push(checked)).await?;
    let written = whole_ledger(&*subject.store, 100).await?;
    same("the verdict", &verdict, &whole(&written, head)?)?;
    same("the last that was told", &told.last().copied(), &Some(records))?;
    same("that more than once was told", &(told.len() > 1), &true)
}

pub(super) async fn replica_is_the_same(bench: &dyn Bench) -> Kept {
    let subject = bench.fresh().await?;
    write(Arc::clone(&subject.store), 1, 10).await?;
    write(Arc::clone(&subject.store), 2, 10).await?;
    subject.clock.set(start_of_time() + TimeDelta::days(3));
    write(Arc::clone(&subject.store), 3, 10).await?;
    let target = bench.replica().await?;
    let said = |error: ReplicateError| Broken { said: format!("{error:?}") };
    replicate(&*subject.store, &*target, 7).await.map_err(said)?;
    let origin = whole_ledger(&*subject.store, 100).await?;
    let mut copied = whole_ledger(&*target, 100).await?;
    for (copy, record) in copied.iter_mut().zip(&origin) {
        copy.position = record.position;
    }
    same("the copy", &copied, &origin)?;
    let again = replicate(&*subject.store, &*target, 7).await;
    same("a second copy is refused", &not_empty(&again), &true)?;
    let of_two = origin.iter().filter(|record| record.stream == stream(2)).count() as u64;
    let next = target.append(&stream(2), at(of_two - 1), vec![draft(999)]).await?;
    let revision = next.records.first().map(|record| record.revision.number());
    same("the revision of the next record", &revision, &Some(of_two))?;
    let positions = bench.positions();
    let verdict = verify(&*target, positions, &mut |_| ()).await?;
    let head = After::from(target.head().await?);
    let written: Vec<Record> = origin.into_iter().chain(next.records).collect();
    same("the verdict", &verdict, &whole(&written, head)?)
}

/// The verdict on a whole ledger of these records, with the root by its definition.
fn whole(records: &[Record], head: After) -> Result<Verdict, Broken> {
    let leaves: Vec<_> = records.iter().map(|record| record.leaf).collect();
    let count = leaves.len() as u64;
    let root = merkle::root(&leaves[..], count);
    let root = root.map_err(|error| Broken { said: format!("a root was not made: {error:?}") })?;
    Ok(Verdict::Whole { records: count, head, root })
}

fn not_empty(outcome: &Result<After, ReplicateError>) -> bool {
    match outcome {
        Err(ReplicateError::NotEmpty { .. }) => true,
        Ok(_)
        | Err(
            ReplicateError::OtherLedger { .. }
            | ReplicateError::Faulty(_)
            | ReplicateError::ReadOnly
            | ReplicateError::Read(_)
            | ReplicateError::Write(_),
        ) => false,
    }
}
