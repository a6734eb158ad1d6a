//! The demonstration: made once, shown as often as it is asked for, and never on another's ledger.

use crate::program::{Ledger, Ran, run};

const TITLES: [&str; 8] = [
    "━━ 1. The case ━━",
    "━━ 2. The chronology ━━",
    "━━ 3. Who knew what, and when ━━",
    "━━ 4. Two decisions in context ━━",
    "━━ 5. Involved and not told ━━",
    "━━ 6. Late records ━━",
    "━━ 7. The duties ━━",
    "━━ 8. Nothing is edited, and anyone can check ━━",
];

fn demo(ledger: &Ledger) -> Ran {
    let mut command = ledger.command();
    command.arg("demo").env("COLUMNS", "120").output().unwrap().into()
}

/// What is shown from the first stop on.
fn tour(ran: &Ran) -> &str {
    &ran.out[ran.out.find(TITLES[0]).unwrap()..]
}

#[test]
fn the_demonstration_is_made_once_and_the_tour_is_the_same_again() {
    let ledger = Ledger::place();
    let first = demo(&ledger);
    let titles: Vec<&str> = first.out.lines().filter(|line| line.starts_with("━━ ")).collect();
    assert_eq!((first.code, titles.as_slice()), (Some(0), TITLES.as_slice()), "{}", first.err);
    let verify = &first.out[first.out.rfind("$ candour verify").unwrap()..];
    let sound = verify.lines().nth(1).unwrap();
    assert!(sound.starts_with("SYNTHETIC  Ledger ") && sound.ends_with(" is sound"), "{sound}");

    let second = demo(&ledger);
    let opening = second.out.lines().next();
    let expected = "The demonstration is there already: this is the tour of it.";
    assert_eq!((second.code, opening), (Some(0), Some(expected)), "{}", second.err);
    assert_eq!(tour(&second), tour(&first));
}

#[test]
fn another_ledger_is_not_taken_for_the_demonstration() {
    let expected = "error: the ledger in HOME/ledger is not the demonstration's\n  next: name a \
                    directory that is not there yet with --ledger; nothing was changed\n";
    for ledger in [Ledger::new(), Ledger::ashdown()] {
        let ran = demo(&ledger);
        let said = (ran.code, ran.out.as_str(), ledger.without_paths(&ran.err));
        assert_eq!(said, (Some(1), "", expected.to_owned()));
    }
}

#[test]
fn what_has_no_answer_in_json_says_so() {
    let ledger = Ledger::place();
    let demo = ledger.run(&["demo", "--json"]);
    let expected = "error: the demonstration is for people, and has no answer in JSON\n  next: give \
                    --json to the commands that it shows\n";
    assert_eq!((demo.code, demo.err.as_str()), (Some(2), expected));
    let completions = run(&["completions", "bash", "--json"]);
    let expected =
        "error: completions are for a shell, and have no form in JSON\n  next: leave --json out\n";
    assert_eq!((completions.code, completions.err.as_str()), (Some(2), expected));
    assert_eq!((demo.out, completions.out), (String::new(), String::new()));
}
