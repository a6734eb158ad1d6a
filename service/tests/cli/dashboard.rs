//! The dashboard: whole answers on the Ashdown ledger, what each number opens, and what is said where
//! something is not there.

use crate::program::Ledger;

/// The Ashdown ledger as at a day, asked for the part of the dashboard that each test is about.
const AT: [&str; 2] = ["--at", "2026-06-30"];

fn failed(ledger: &Ledger, arguments: &[&str], code: i32, expected: &str) {
    let ran = ledger.run(&[&["dashboard"], AT.as_slice(), arguments].concat());
    let said = (ran.code, ran.out.as_str(), ledger.without_paths(&ran.err));
    assert_eq!(said, (Some(code), "", expected.to_owned()), "{arguments:?}");
}

#[test]
fn a_number_is_named_by_what_the_tables_show() {
    let ledger = Ledger::ashdown();
    let asked = |number: &str| {
        let whole = [&["dashboard", "--explain", number], AT.as_slice()].concat();
        ledger.json(&whole)
    };
    let police = asked("recording/Police/late");
    let key = police["number"].as_str().unwrap().to_owned();
    for number in
        ["RECORDING/police/Recorded late", "Recording, by agency/Police/recorded_late", &key]
    {
        assert_eq!(asked(number), police, "{number}");
    }
    let dashboard = ledger.json(&[&["dashboard"], AT.as_slice()].concat());
    let sections = dashboard["sections"].as_array().unwrap();
    let numbers = sections.iter().flat_map(|it| it["lines"].as_array().unwrap());
    let mut numbers = numbers.flat_map(|it| it["numbers"].as_array().unwrap());
    let named = numbers.find(|it| it["name"] == key.as_str()).unwrap();
    let opened = police["entries"].as_array().unwrap().len();
    assert_eq!(
        (&named["value"], police["value"].as_u64()),
        (&police["value"], Some(opened as u64))
    );
}

#[test]
fn a_number_that_is_not_there_is_answered_with_the_nearest() {
    let ledger = Ledger::ashdown();
    let explained = [
        (
            "recording/Polise/late",
            "error: the dashboard has no number 'recording/Polise/late'\n  next: did you mean \
             recording/Police/late?\n",
        ),
        (
            "recording/school/late",
            "error: the dashboard has no number 'recording/school/late'\n  next: did you mean \
             recording/Oakfield Primary School/late?\n",
        ),
        (
            "recording/Police/lat",
            "error: the section recording has no column 'lat'\n  next: did you mean late?\n",
        ),
        (
            "recordings/Police/late",
            "error: the dashboard has no section 'recordings'\n  next: did you mean recording?\n",
        ),
        (
            "late",
            "error: the dashboard has no number 'late'\n  next: name it SECTION/LINE/COLUMN, as the \
             tables show them or as --json names its numbers\n",
        ),
    ];
    for (number, expected) in explained {
        failed(&ledger, &["--explain", number], 1, expected);
    }
    let expected =
        "error: the dashboard has no section 'recordin'\n  next: did you mean recording?\n";
    failed(&ledger, &["--section", "recordin"], 1, expected);
}

#[test]
fn the_entries_behind_a_number_are_listed() {
    let ledger = Ledger::ashdown();
    let asked = ["dashboard", "--explain", "recording/Housing/entries", "--at", "2026-06-30"];
    let expected = "\
SYNTHETIC  Behind Recording, by agency, Housing, Entries: 4
As at the end of 30 Jun 2026; what is counted over a time, from 1 Jul 2025 on.

 #     When                What                    Case                Agency    It says
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 #76   3 Feb 2026          observation recorded    ASH-1 (Mia, Theo)   Housing   Notice seeking possession served for rent arrears.
 #77   25 Feb 2026         information disclosed   ASH-1 (Mia, Theo)   Housing   To: Children's social care. What: U1
 #98   about 10 Jan 2026   observation recorded    ASH-1 (Mia, Theo)   Housing   Neighbour complained of frequent shouting at night.
 #99   10 Mar 2026         statement attached      ASH-1 (Mia, Theo)   Housing   Entry: U2. Kind: later note. By: K. Brandt. Not logged at the time; remembered when asked

4 entries.
";
    assert_eq!(ledger.answer(&asked), expected);
}

#[test]
fn a_section_is_shown_as_it_stood_with_its_movement() {
    let ledger = Ledger::ashdown();
    let asked = [
        ["dashboard", "--section", "recording"].as_slice(),
        &["--at", "2026-03-31", "--compared-with", "2026-02-28"],
    ]
    .concat();
    let expected = "\
SYNTHETIC  Dashboard
As at the end of 31 Mar 2026; what is counted over a time, from 1 Apr 2025 on.
In brackets, the movement since the end of 28 Feb 2026, where there is any.

Recording, by agency (recording)
Entries about what happened in the time counted, and those of them recorded more than 5 working days
after the last day on which it can have happened. Imported entries are judged by when the agency's
own system says that they were entered.
 Agency                          Entries   Recorded late
─────────────────────────────────────────────────────────
 Children's social care          16 (+3)   1
 General practice                5         0
 Health visiting                 7         0
 Hospital emergency department   3         0
 Housing                         4 (+1)    1
 Oakfield Primary School         6 (+2)    1
 Police                          5         0

--explain SECTION/LINE/COLUMN lists the entries behind a number.
";
    assert_eq!(ledger.answer(&asked), expected);
    let on_record = [asked.as_slice(), &["--on-record", "2026-03-31"]].concat();
    let expected = "\
SYNTHETIC  Dashboard
As at the end of 31 Mar 2026, as it stood on the record at the end of 31 Mar 2026; what is counted over a time, from 1 Apr 2025 on.
In brackets, the movement since the end of 28 Feb 2026, where there is any.

Recording, by agency (recording)
Entries about what happened in the time counted, and those of them recorded more than 5 working days
after the last day on which it can have happened. Imported entries are judged by when the agency's
own system says that they were entered.
  nothing to count

--explain SECTION/LINE/COLUMN lists the entries behind a number.
";
    assert_eq!(ledger.answer(&on_record), expected);
}

#[test]
fn times_that_contradict_each_other_are_wrong_use() {
    let ledger = Ledger::ashdown();
    let later = "error: --compared-with names no earlier moment than that of the dashboard\n  next: name \
                 an earlier one\n";
    failed(&ledger, &["--compared-with", "2026-07-01"], 2, later);
    let since = "error: --since names no earlier moment than that of the dashboard\n  next: name an earlier one\n";
    failed(&ledger, &["--since", "2026-07-01"], 2, since);
}
