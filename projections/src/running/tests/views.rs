//! A view: the two conditions that every question has, and that what it reads holds still.

use std::io::{Seek as _, SeekFrom, Write as _};

use candour_domain::case::information::{InformationEvent, ObservationRecorded};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::keep::Means;
use super::super::view::{AskedOn, View};
use super::keeping::family;
use super::kept::{Ledger, run};
use crate::sample::{STRANGER, Sample, date, day};

fn asked(at: DateTime<Utc>, on_record: Option<DateTime<Utc>>) -> AskedOn {
    AskedOn { at, on_record }
}

fn midnight(month: u32, of_month: u32) -> DateTime<Utc> {
    candour_domain::time::start_of_day(date(month, of_month))
}

fn view(ledger: &Ledger, asked: AskedOn) -> View {
    ledger.read_models().view(asked).unwrap().unwrap()
}

fn count(view: &View, of: &str) -> i64 {
    view.ask(&format!("SELECT count(*) FROM {of}"), (), |row| row.get(0)).unwrap()[0]
}

/// A case in which something was observed on two days.
fn observed() -> Sample {
    let mut sample = Sample::family();
    for of_month in [5, 20] {
        let event = ObservationRecorded {
            account: Text::new("Mia was quiet"),
            response: Recorded::NotRecorded,
        };
        sample.case(day(3, of_month), InformationEvent::ObservationRecorded(event));
    }
    sample
}

#[test]
fn a_row_counts_from_when_it_certainly_was_so() {
    let sample = observed();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let first = sample.entries[sample.entries.len() - 2].position.0;
    let counted = |at: DateTime<Utc>| {
        let view = view(&ledger, asked(at, None));
        let stands = format!("entry WHERE entry = {first} AND {}", view.stands("entry"));
        let began = view.began("entry", midnight(3, 1));
        let began = format!("entry WHERE type = 'ObservationRecorded' AND {began}");
        (count(&view, &stands), count(&view, &began))
    };
    let moment = TimeDelta::microseconds(1);
    assert_eq!(counted(midnight(3, 6) - moment), (0, 0));
    assert_eq!(counted(midnight(3, 6)), (1, 1));
    assert_eq!(counted(midnight(3, 21)), (1, 2));
    // The probe's second row of the case is so until the day of its last entry is over.
    let until = |at: DateTime<Utc>| {
        let view = view(&ledger, asked(at, None));
        let ends = "probed = 'stream' AND true_until IS NOT NULL AND entries = 6";
        count(&view, &format!("probed WHERE {ends} AND {}", view.stands("probed")))
    };
    assert_eq!((until(midnight(3, 21) - moment), until(midnight(3, 21))), (1, 0));
}

#[test]
fn nothing_recorded_after_the_moment_is_counted() {
    let sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let at = midnight(12, 31);
    for (index, entry) in sample.entries.iter().enumerate() {
        let on_record = |moment| {
            let view = view(&ledger, asked(at, Some(moment)));
            let on_record = view.on_record("entry");
            let corrected = format!("entry WHERE standing = 'corrected' AND {on_record}");
            (count(&view, &format!("entry WHERE {on_record}")), count(&view, &corrected))
        };
        let known = i64::try_from(index).unwrap();
        let corrected = i64::from(index + 1 == sample.entries.len());
        assert_eq!(on_record(entry.recorded_at - TimeDelta::microseconds(1)), (known, 0));
        assert_eq!(on_record(entry.recorded_at), (known + 1, corrected));
    }
    // The same file at another moment.
    let view = view(&ledger, asked(at, None));
    assert_eq!((view.up_to(), view.asked()), (ledger.head(), asked(at, None)));
    let earlier = asked(at, Some(sample.entries[0].recorded_at));
    let view = view.asked_on(earlier).unwrap();
    let on_record = view.on_record("entry");
    assert_eq!((view.asked(), count(&view, &format!("entry WHERE {on_record}"))), (earlier, 1));
}

#[test]
fn a_view_holds_still() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let before = view(&ledger, asked(midnight(12, 31), None));
    let entries = count(&before, "entry");
    sample.joined(STRANGER);
    ledger.add(&sample.entries[usize::try_from(ledger.head()).unwrap()..]);
    let by = std::thread::scope(|scope| {
        let keeping_up = scope.spawn(|| ledger.keep_up());
        // Whoever keeps up waits, and the view says the same until it is let go of.
        for _ in 0..20 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            assert_eq!((before.up_to() + 1, count(&before, "entry")), (ledger.head(), entries));
        }
        drop(before);
        keeping_up.join().unwrap()
    });
    assert_eq!(by, Means::FoldingIn);
    // A file that is made anew keeps nobody waiting, and takes nothing away from who reads.
    let before = view(&ledger, asked(midnight(12, 31), None));
    run(ledger.read_models().rebuild(&[], |_, _| ())).unwrap();
    assert_eq!(count(&before, "entry"), entries + 1);
}

#[test]
fn damage_that_shows_when_it_is_read_is_said() {
    let mut sample = family();
    let ledger = Ledger::of(&sample.entries);
    ledger.keep_up();
    let spoil = || {
        let sql = "SELECT rootpage, (SELECT * FROM pragma_page_size) FROM sqlite_schema
            WHERE name = 'entry'";
        let pages = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?));
        let (page, size) = ledger.open().query_row(sql, (), pages).unwrap();
        let mut file = std::fs::File::options().write(true).open(ledger.file()).unwrap();
        file.seek(SeekFrom::Start(u64::from(page - 1) * u64::from(size))).unwrap();
        file.write_all(&vec![0xff; usize::try_from(size).unwrap()]).unwrap();
    };
    spoil();
    // It does not show before it is read: nothing is new.
    assert_eq!(ledger.keep_up(), Means::Nothing);
    let spoilt = view(&ledger, asked(midnight(12, 31), None));
    let failed = spoilt.ask("SELECT max(standing) FROM entry", (), |row| row.get::<_, String>(0));
    let wanted = "reading the read models: their file is damaged, the ledger is not; `candour \
                  rebuild` makes it anew";
    assert_eq!(failed.unwrap_err().to_string(), wanted);
    drop(spoilt);
    run(ledger.read_models().rebuild(&[], |_, _| ())).unwrap();
    let entries = i64::try_from(ledger.head()).unwrap();
    let whole = view(&ledger, asked(midnight(12, 31), None));
    let standing = "entry WHERE recorded_until IS NULL";
    assert_eq!(count(&whole, standing), entries);
    drop(whole);
    // Where something new is to be written there, it is made anew by itself.
    spoil();
    sample.joined(STRANGER);
    ledger.add(&sample.entries[usize::try_from(ledger.head()).unwrap()..]);
    assert_eq!(ledger.keep_up(), Means::MakingAnew);
    assert_eq!(count(&view(&ledger, asked(midnight(12, 31), None)), standing), entries + 1);
}
