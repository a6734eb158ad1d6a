//! A synthetic area on the command line: made once, gone on with where it was cut short, never made
//! on another's ledger, and sound.

use candour_service::{AreaSize, record_area};

use crate::program::{Ledger, Ran};

const SIZE: AreaSize = AreaSize { cases: 6, years: 1, seed: 7, entries_max: None };

fn area(ledger: &Ledger, seed: &str) -> Ran {
    ledger.run(&["demo", "--area", "--cases", "6", "--years", "1", "--seed", seed])
}

/// All entries but those of the ledger's own stream, and of whoever keeps it.
fn entries(ledger: &Ledger) -> Vec<String> {
    let ran = ledger.run(&["entries", "--json"]);
    ran.out.lines().skip(3).map(ToOwned::to_owned).collect()
}

/// Records an area in a ledger's place, up to so many entries.
fn recorded(ledger: &Ledger, entries_max: Option<u64>) -> (u64, u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let size = AreaSize { entries_max, ..SIZE };
    let made = runtime.block_on(record_area(&ledger.directory(), &size, |_| ())).unwrap();
    (made.entries, made.recorded)
}

#[test]
fn the_same_seed_gives_the_same_entries() {
    let (one, same, other) = (Ledger::place(), Ledger::place(), Ledger::place());
    for (ledger, seed) in [(&one, "7"), (&same, "7"), (&other, "8")] {
        let ran = area(ledger, seed);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    }
    assert_eq!(entries(&one), entries(&same));
    assert_ne!(entries(&one), entries(&other));
    let verified = one.run(&["verify"]);
    assert_eq!((verified.code, verified.err.as_str()), (Some(0), ""), "{}", verified.out);
}

#[test]
fn an_area_that_was_cut_short_is_gone_on_with() {
    let (whole, cut) = (Ledger::place(), Ledger::place());
    let (all, _) = recorded(&whole, None);
    let (first, _) = recorded(&cut, Some(all / 2));
    assert_eq!(recorded(&cut, None), (all, all - first));
    assert_eq!(entries(&cut), entries(&whole));
    assert_eq!(recorded(&cut, None), (all, 0));
}

#[test]
fn no_more_entries_are_recorded_than_asked_for() {
    let ledger = Ledger::place();
    let (entries, recorded) = recorded(&ledger, Some(200));
    assert_eq!(entries, recorded);
    // The request that reaches the number is recorded whole.
    assert!((200..=240).contains(&entries), "{entries}");
    assert_eq!(u64::try_from(ledger.entries()).unwrap(), 3 + entries);
}

#[test]
fn an_area_is_made_once_and_shown_again() {
    let ledger = Ledger::place();
    let first = area(&ledger, "7");
    let second = area(&ledger, "7");
    let line = |ran: &Ran, at: usize| ran.out.lines().nth(at).map(ToOwned::to_owned);
    assert_eq!((first.code, second.code), (Some(0), Some(0)), "{} {}", first.err, second.err);
    assert_eq!(line(&first, 0).unwrap(), "An area was made up, and nobody in it is real.");
    assert_eq!(line(&second, 0).unwrap(), "The area is there already, and nobody in it is real.");
    assert_eq!(line(&first, 1), line(&second, 1));
    let hints = |ran: &Ran| ledger.without_paths(&ran.out[ran.out.find("To go on:").unwrap()..]);
    let expected = "To go on:\n  candour dashboard --ledger HOME/ledger --at 2026-11-20\n  candour \
                    worklist --ledger HOME/ledger --at 2026-11-20\n  candour search Larkstone \
                    --ledger HOME/ledger\n  candour case list --ledger HOME/ledger\n  candour verify \
                    --ledger HOME/ledger\n";
    assert_eq!((hints(&first), hints(&second)), (expected.to_owned(), expected.to_owned()));
}

#[test]
fn an_area_is_not_made_on_another_ledger() {
    let expected = "error: the ledger in HOME/ledger is not of this area\n  next: name a directory \
                    that is not there yet with --ledger; nothing was changed\n";
    let other = Ledger::place();
    recorded(&other, Some(100));
    for (ledger, seed) in [(Ledger::new(), "7"), (other, "8")] {
        let before = ledger.entries();
        let ran = area(&ledger, seed);
        let said = (ran.code, ran.out.as_str(), ledger.without_paths(&ran.err));
        assert_eq!(said, (Some(1), "", expected.to_owned()));
        assert_eq!(ledger.entries(), before);
    }
}

#[test]
fn a_size_that_cannot_be_is_refused() {
    let ledger = Ledger::place();
    for (size, expected) in [
        (
            ["--years", "13"],
            "error: an area goes over 1 to 12 years, and not 13\n  next: give --years a number of \
             these\n",
        ),
        (
            ["--cases", "0"],
            "error: an area has at least one case\n  next: give --cases a number from 1\n",
        ),
    ] {
        let ran = ledger.run(&[&["demo", "--area"][..], &size].concat());
        assert_eq!((ran.code, ran.err.as_str()), (Some(2), expected));
        assert!(!ledger.directory().exists());
    }
    let alone = ledger.run(&["demo", "--cases", "12"]);
    assert_eq!(alone.code, Some(2), "{}", alone.err);
}
