//! What every store promises to those who read.

use super::{Bench, Kept, at, draft, drafts, same, stream, whole_ledger, whole_stream};
use crate::leaf::{CommitContext, commit};
use crate::limits::{PAGE_RECORDS_MAX, PAGE_TEXT_BYTES_ENOUGH, PART_TEXT_BYTES_MAX};
use crate::port::{Expected, StreamPage};
use crate::record::{After, Draft, PartDraft, PartKind, Position, Record, Revision};
use crate::taken::{ledger_page_as, stream_page_as};

pub(super) async fn empty_is_not_missing(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    same("the head of an empty ledger", &store.head().await?, &None)?;
    same("an empty ledger", &store.read_all(After::Start, 10).await?, &Vec::new())?;
    let missing = store.read_stream(&stream(1), Revision::FIRST, 10).await?;
    same("a missing stream", &missing, &StreamPage::Missing)?;
    store.append(&stream(1), Expected::NoStream, drafts(0..2)).await?;
    let empty = StreamPage::Found { records: Vec::new(), last: Revision::from_number(1) };
    for beyond in [2, 3, u64::MAX] {
        let page = store.read_stream(&stream(1), Revision::from_number(beyond), 10).await?;
        same("a page beyond the end", &page, &empty)?;
    }
    let other = store.read_stream(&stream(2), Revision::FIRST, 10).await?;
    same("another stream", &other, &StreamPage::Missing)?;
    let far = After::from_number(u64::MAX);
    same("the ledger beyond its end", &store.read_all(far, 10).await?, &Vec::new())
}

/// What a record must be, given the draft and what the store alone decides.
fn wanted(ledger: uuid::Uuid, draft: Draft, record: &Record) -> Record {
    let mut wanted = record.clone();
    wanted.id = draft.id;
    wanted.type_name = draft.type_name;
    wanted.version = draft.version;
    wanted.author = draft.author;
    wanted.agency = draft.agency;
    wanted.request = draft.request;
    for (part, given) in wanted.parts.iter_mut().zip(draft.parts) {
        part.number = given.number;
        part.kind = given.kind;
        if let Some(content) = &mut part.content {
            content.text = given.text;
            let context =
                CommitContext { ledger, entry: draft.id, number: part.number, kind: part.kind };
            part.commit = commit(&context, &content.salt, &content.text);
        }
    }
    wanted.leaf = crate::leaf::Leaf::of(ledger, &wanted).hash();
    wanted
}

pub(super) async fn reread_equals_written(bench: &dyn Bench) -> Kept {
    let subject = bench.fresh().await?;
    let ledger = subject.store.identity().id;
    let mut given = drafts(0..3);
    given[1].parts.clear();
    given[2].version = u32::MAX;
    given[2].request.index = u32::MAX;
    given[2].parts.push(PartDraft {
        number: u16::MAX,
        kind: PartKind::from_code(u16::MAX),
        text: String::new(),
    });
    let written =
        subject.store.append(&stream(1), Expected::NoStream, given.clone()).await?.records;
    let other = subject.store.append(&stream(2), Expected::NoStream, drafts(5..6)).await?.records;
    for (number, (record, draft)) in (0_u64..).zip(written.iter().zip(given)) {
        same("a record", record, &wanted(ledger, draft.clone(), record))?;
        same("its revision", &record.revision.number(), &number)?;
        same("its parts", &record.parts.len(), &draft.parts.len())?;
        let emptied = record.parts.iter().filter(|part| part.content.is_none()).count();
        same("its empty parts", &emptied, &0)?;
    }
    let salts = written.iter().chain(&other).flat_map(|record| &record.parts);
    let mut salts: Vec<_> =
        salts.filter_map(|part| part.content.as_ref()).map(|content| content.salt).collect();
    let drawn = salts.len();
    salts.sort_unstable();
    salts.dedup();
    same("the salts that differ", &salts.len(), &drawn)?;
    let head = other.last().map(|record| record.position);
    same("the head", &subject.store.head().await?, &head)?;
    let all = [written.clone(), other.clone()].concat();
    same("the ledger", &whole_ledger(&*subject.store, 100).await?, &all)?;

    let store = bench.reopened(subject).await?.store;
    same("the head after a restart", &store.head().await?, &head)?;
    same("the ledger after a restart", &whole_ledger(&*store, 100).await?, &all)?;
    same("a stream", &whole_stream(&*store, &stream(1), 100).await?, &Some(written))?;
    same("another stream", &whole_stream(&*store, &stream(2), 100).await?, &Some(other))?;
    store.append(&stream(1), at(2), drafts(7..8)).await?;
    Ok(())
}

pub(super) async fn paging_changes_nothing(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let mut written: Vec<Record> = Vec::new();
    let mut expected = [Expected::NoStream; 3];
    for number in 0..40_u64 {
        let which = number % 3;
        let next = [0, 1, 2].map(|more| draft(number * 10 + more));
        let count = usize::try_from(number % 2).unwrap_or(0) + 1;
        let slot = &mut expected[usize::try_from(which).unwrap_or(0)];
        let appended = store.append(&stream(which), *slot, next[..count].to_vec()).await?;
        *slot = appended.records.last().map_or(*slot, |last| Expected::At(last.revision));
        written.extend(appended.records);
    }
    for page in [0, 1, 2, 3, 7, 59, 60, 61, PAGE_RECORDS_MAX + 1, usize::MAX] {
        same("the ledger", &whole_ledger(&*store, page).await?, &written)?;
        for which in 0..3 {
            let of = written.iter().filter(|record| record.stream == stream(which));
            let of = Some(of.cloned().collect::<Vec<_>>());
            same("a stream", &whole_stream(&*store, &stream(which), page).await?, &of)?;
        }
    }
    let three = store.read_all(After::Position(written[9].position), 3).await?;
    same("a page", &three, &written[10..13].to_vec())
}

pub(super) async fn streams_are_listed_as_they_began(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    same("the streams of an empty ledger", &store.streams(0, 10).await?, &Vec::new())?;
    let order = [7, 3, 11, 5];
    for (which, number) in order.into_iter().zip(0..) {
        store
            .append(&stream(which), Expected::NoStream, drafts(number * 10..number * 10 + 2))
            .await?;
        store
            .append(&stream(7), at(number * 2 + 1), drafts(number * 10 + 5..number * 10 + 7))
            .await?;
    }
    for page in [0, 1, 3, 4, usize::MAX] {
        let mut all = Vec::new();
        let mut after = 0;
        loop {
            let began = store.streams(after, page).await?;
            let Some(last) = began.last() else { break };
            super::onward(last.number > after)?;
            after = last.number;
            all.extend(began.into_iter().map(|began| began.stream));
        }
        same("the streams", &all, &order.map(stream).to_vec())?;
    }
    Ok(())
}

pub(super) async fn beginnings_are_first_pages(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    same("no beginnings", &store.read_beginnings(&[], 10).await?, &Vec::new())?;
    for (which, count) in [(7, 4), (3, 1), (5, 2)] {
        let given = drafts(which * 10..which * 10 + count);
        store.append(&stream(which), Expected::NoStream, given).await?;
    }
    let named = [5, 11, 7, 3, 7].map(stream);
    for limit in [0, 1, 2, 3, 4, usize::MAX] {
        let mut wanted = Vec::new();
        for stream in &named {
            wanted.push(store.read_stream(stream, Revision::FIRST, limit).await?);
        }
        same("the beginnings", &store.read_beginnings(&named, limit).await?, &wanted)?;
    }
    Ok(())
}

pub(super) async fn given_pages_are_those_read(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    for (which, count) in [(7, 4), (3, 1)] {
        let given = drafts(which * 10..which * 10 + count);
        store.append(&stream(which), Expected::NoStream, given).await?;
    }
    let mut after = After::Start;
    for limit in [0, 1, 2, 5, usize::MAX] {
        for (which, from) in [(7, 0), (7, 3), (7, 4), (3, 0), (11, 0)] {
            let (name, from) = (stream(which), Revision::from_number(from));
            let wanted = store.read_stream(&name, from, limit).await?;
            let given = stream_page_as(&*store, (&name, from, limit), |page| page).await?;
            same("a page of a stream that was given", &given, &wanted)?;
        }
        let wanted = store.read_all(after, limit).await?;
        let given = ledger_page_as(&*store, (after, limit), |page| page).await?;
        same("a page of the ledger that was given", &given, &wanted)?;
        after = wanted.first().map_or(after, |first| After::Position(first.position));
    }
    Ok(())
}

pub(super) async fn large_texts_are_paged(bench: &dyn Bench) -> Kept {
    let store = bench.fresh().await?.store;
    let text_bytes = PART_TEXT_BYTES_MAX.min(bench.append_text_bytes_max()) / 2 * 2;
    let text = "å".repeat(text_bytes / 2);
    let enough = PAGE_TEXT_BYTES_ENOUGH.div_ceil(text_bytes);
    let mut written: Vec<Record> = Vec::new();
    for number in 0..enough as u64 + 3 {
        let part = PartDraft { number: 0, kind: PartKind::PERSONAL_TEXT, text: text.clone() };
        let large = Draft { parts: vec![part], ..draft(number) };
        let expected = number.checked_sub(1).map_or(Expected::NoStream, at);
        written.extend(store.append(&stream(1), expected, vec![large]).await?.records);
    }
    let last = Revision::from_number(enough as u64 + 2);
    let positions = |records: &[Record]| -> Vec<Position> {
        records.iter().map(|record| record.position).collect()
    };
    let page = store.read_all(After::Start, 100).await?;
    same("a page of large texts", &positions(&page), &positions(&written[..enough]))?;
    let all = whole_ledger(&*store, 100).await?;
    same("the ledger", &(all == written), &true)?;
    let of = whole_stream(&*store, &stream(1), 100).await?;
    same("the stream", &(of == Some(written)), &true)?;
    store.append(&stream(2), Expected::NoStream, drafts(7..9)).await?;
    let beginnings = store.read_beginnings(&[stream(1), stream(2)], 100).await?;
    let first = StreamPage::Found { records: page, last };
    let empty = StreamPage::Found { records: Vec::new(), last: Revision::from_number(1) };
    same("the beginnings", &(beginnings == [first, empty]), &true)
}
