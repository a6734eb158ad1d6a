//! What every store promises to those who write.

use std::sync::Arc;

use super::{Bench, Broken, Kept, at, draft, drafts, refused, same, stream, whole_ledger};
use crate::limits::{
    APPEND_ENTRIES_MAX, APPEND_TEXT_BYTES_MAX, ENTRY_TEXT_BYTES_MAX, Limit, PART_TEXT_BYTES_MAX,
    PARTS_MAX, TYPE_NAME_BYTES_MAX,
};
use crate::port::{AppendError, AppendRefusal, Expected};
use crate::record::{Draft, PartDraft, PartKind, Revision};

pub(super) async fn stale_writer_is_refused(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let conflict =
        |expected, actual| AppendRefusal::Conflict { stream: stream(1), expected, actual };
    let early = store.append(&stream(1), at(0), drafts(0..1)).await;
    refused("a revision of no stream", early, &conflict(at(0), Expected::NoStream))?;
    let first = store.append(&stream(1), Expected::NoStream, drafts(0..2)).await?.records;
    for stale in [Expected::NoStream, at(0), at(2)] {
        let outcome = store.append(&stream(1), stale, drafts(10..12)).await;
        refused("a stale writer", outcome, &conflict(stale, at(1)))?;
    }
    same("what is kept", &whole_ledger(&*store, 10).await?, &first)?;
    store.append(&stream(1), at(1), drafts(10..12)).await?;
    Ok(())
}

pub(super) async fn one_writer_wins(bench: &dyn Bench) -> Kept {
    const ROUNDS: u64 = 20;
    const WRITERS: u64 = 8;
    let store = bench.fresh().await?.store;
    let mut expected = Expected::NoStream;
    for round in 0..ROUNDS {
        let mut running = Vec::new();
        for writer in 0..WRITERS {
            let store = Arc::clone(&store);
            let drafts = vec![draft(round * WRITERS + writer)];
            running.push(tokio::spawn(
                async move { store.append(&stream(1), expected, drafts).await },
            ));
        }
        let actual = at(round);
        let mut won = 0;
        for writer in running {
            let outcome = writer.await.map_err(|error| Broken { said: error.to_string() })?;
            match outcome {
                Ok(_) => won += 1,
                lost => {
                    let conflict = AppendRefusal::Conflict { stream: stream(1), expected, actual };
                    refused("a writer who lost", lost, &conflict)?;
                }
            }
        }
        same("the writers who won", &won, &1)?;
        expected = actual;
    }
    let kept = whole_ledger(&*store, 1_000).await?.len() as u64;
    same("the records kept", &kept, &ROUNDS)
}

pub(super) async fn batch_is_all_or_nothing(bench: &dyn Bench) -> Kept {
    let subject = bench.fresh().await?;
    let store = &subject.store;
    let written = store.append(&stream(1), Expected::NoStream, drafts(0..3)).await?.records;
    let entry = draft(9).id;
    let twice = vec![draft(8), draft(9), draft(9)];
    let outcome = store.append(&stream(1), at(2), twice).await;
    refused("an entry given twice", outcome, &AppendRefusal::GivenTwice { entry })?;
    let partly = AppendRefusal::PartlyRecorded {
        stream: stream(1),
        recorded: draft(2).id,
        missing: draft(8).id,
    };
    let mixed = vec![draft(8), draft(2)];
    for expected in [at(2), at(1), Expected::NoStream] {
        let outcome = store.append(&stream(1), expected, mixed.clone()).await;
        refused("some of it recorded", outcome, &partly)?;
    }
    let empty = AppendRefusal::Empty { stream: stream(1) };
    refused("nothing", store.append(&stream(1), at(2), Vec::new()).await, &empty)?;
    let subject = bench.reopened(subject).await?;
    same("what is kept", &whole_ledger(&*subject.store, 10).await?, &written)
}

pub(super) async fn repeated_append_is_answered(bench: &dyn Bench) -> Kept {
    let subject = bench.fresh().await?;
    let store = &subject.store;
    let first = store.append(&stream(1), Expected::NoStream, drafts(0..3)).await?;
    same("already there at first", &first.already, &false)?;
    let later = store.append(&stream(1), at(2), drafts(3..5)).await?;
    let all = [first.records.clone(), later.records.clone()].concat();
    let subject = bench.reopened(subject).await?;
    let store = &subject.store;
    for expected in [Expected::NoStream, at(1), at(4), at(77)] {
        let again = store.append(&stream(1), expected, drafts(0..3)).await?;
        same("already there again", &again.already, &true)?;
        same("the answer again", &again.records, &first.records)?;
    }
    let part = store.append(&stream(1), at(0), drafts(1..4)).await?;
    same("the answer to a part of it", &part.records, &all[1..4].to_vec())?;
    same("what is kept", &whole_ledger(&**store, 10).await?, &all)
}

pub(super) async fn other_content_is_refused(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let written = store.append(&stream(1), Expected::NoStream, drafts(0..2)).await?.records;
    let changes: [fn(&mut Draft); 12] = [
        |draft| draft.type_name.push('X'),
        |draft| draft.version += 1,
        |draft| draft.author = draft.agency,
        |draft| draft.agency = draft.author,
        |draft| draft.request.id = draft.author,
        |draft| draft.request.index += 1,
        |draft| draft.request.digest[31] ^= 1,
        |draft| draft.parts[1].text.push(' '),
        |draft| draft.parts[1].kind = PartKind::from_code(7),
        |draft| draft.parts[1].number += 1,
        |draft| draft.parts.truncate(1),
        |draft| {
            let last = PartDraft { number: 9, kind: PartKind::STRUCTURE, text: String::new() };
            draft.parts.push(last);
        },
    ];
    let differs =
        |number| AppendRefusal::DuplicateDiffers { stream: stream(1), entry: draft(number).id };
    for (number, change) in changes.into_iter().enumerate() {
        let mut given = drafts(0..2);
        change(&mut given[1]);
        for expected in [at(1), Expected::NoStream] {
            let outcome = store.append(&stream(1), expected, given.clone()).await;
            refused(&format!("change {number}"), outcome, &differs(1))?;
        }
    }
    let swapped = store.append(&stream(1), at(1), vec![draft(1), draft(0)]).await;
    refused("another order", swapped, &differs(0))?;
    same("what is kept", &whole_ledger(&*store, 10).await?, &written)
}

pub(super) async fn entries_are_known_by_stream(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let here = store.append(&stream(1), Expected::NoStream, drafts(0..1)).await?.records;
    let there = store.append(&stream(2), Expected::NoStream, drafts(0..1)).await?;
    same("already there", &there.already, &false)?;
    let again = store.append(&stream(1), Expected::NoStream, drafts(0..1)).await?.records;
    same("the answer again", &again, &here)
}

pub(super) async fn limits_are_kept(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let part = |number: usize, bytes: usize| PartDraft {
        number: u16::try_from(number).unwrap_or(u16::MAX),
        kind: PartKind::PERSONAL_TEXT,
        text: "x".repeat(bytes),
    };
    let with = |parts: Vec<PartDraft>| Draft { parts, ..draft(1) };
    let named = |bytes: usize| Draft { type_name: "T".repeat(bytes), ..draft(1) };
    let half = ENTRY_TEXT_BYTES_MAX / 2;
    let many =
        (0..=APPEND_ENTRIES_MAX as u64).map(|number| Draft { parts: Vec::new(), ..draft(number) });
    let heavy = (0..=APPEND_TEXT_BYTES_MAX / PART_TEXT_BYTES_MAX)
        .map(|number| Draft { parts: vec![part(0, PART_TEXT_BYTES_MAX)], ..draft(number as u64) });
    let too_large = [
        (Limit::Parts, PARTS_MAX + 1, vec![with((0..=PARTS_MAX).map(|n| part(n, 1)).collect())]),
        (
            Limit::PartTextBytes,
            PART_TEXT_BYTES_MAX + 1,
            vec![with(vec![part(0, PART_TEXT_BYTES_MAX + 1)])],
        ),
        (
            Limit::EntryTextBytes,
            2 * half + 1,
            vec![with(vec![part(0, half), part(1, half), part(2, 1)])],
        ),
        (Limit::TypeNameBytes, TYPE_NAME_BYTES_MAX + 1, vec![named(TYPE_NAME_BYTES_MAX + 1)]),
        (Limit::AppendEntries, APPEND_ENTRIES_MAX + 1, many.collect()),
        (Limit::AppendTextBytes, APPEND_TEXT_BYTES_MAX + PART_TEXT_BYTES_MAX, heavy.collect()),
    ];
    for (limit, actual, drafts) in too_large {
        let outcome = store.append(&stream(1), Expected::NoStream, drafts).await;
        refused("a limit", outcome, &AppendRefusal::TooLarge { stream: stream(1), limit, actual })?;
    }
    let entry = draft(1).id;
    let nameless = store.append(&stream(1), Expected::NoStream, vec![named(0)]).await;
    refused("no name", nameless, &AppendRefusal::Nameless { entry })?;
    let disorder = with(vec![part(3, 1), part(3, 1)]);
    let disorder = store.append(&stream(1), Expected::NoStream, vec![disorder]).await;
    refused("disorder", disorder, &AppendRefusal::PartsOutOfOrder { entry, number: 3 })?;
    same("what is kept", &whole_ledger(&*store, 10).await?, &Vec::new())?;

    let most = Draft { parts: (0..PARTS_MAX).map(|n| part(n, 1)).collect(), ..draft(1) };
    let longest = Draft { type_name: "T".repeat(TYPE_NAME_BYTES_MAX), ..draft(2) };
    let largest = PART_TEXT_BYTES_MAX.min(bench.append_text_bytes_max());
    let largest = Draft { parts: vec![part(0, largest)], ..draft(3) };
    let taken = vec![most, longest];
    let written = store.append(&stream(1), Expected::NoStream, taken.clone()).await?;
    let largest = store.append(&stream(1), at(1), vec![largest.clone()]).await?;
    let answered = store.append(&stream(1), at(0), taken).await?;
    same("the answer again", &answered.records, &written.records)?;
    let bytes: usize = largest.records.iter().map(crate::Record::text_bytes).sum();
    let wanted = PART_TEXT_BYTES_MAX.min(bench.append_text_bytes_max());
    same("the largest text that is taken", &bytes, &wanted)?;
    let next: Result<_, AppendError> = store.append(&stream(1), at(2), drafts(4..5)).await;
    let revision = next?.records.first().map(|record| record.revision);
    same("the next revision", &revision, &Some(Revision::from_number(3)))
}
