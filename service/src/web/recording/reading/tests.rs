//! Tests of what is read from answers.

use candour_domain::time::When;

use super::super::known::tests::known;
use super::times::{A_DAY, A_TIME};
use super::*;

/// What was typed, the field at which it is wrong, and why.
type Wrong<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

fn read<T>(
    answers: &[(&str, &str)],
    read: impl FnOnce(&mut Reading<'_>) -> T,
) -> (T, Vec<(String, String)>) {
    let answers: Answers = answers.iter().copied().collect();
    let known = known();
    let mut reading = Reading::of(&answers, &known);
    let value = read(&mut reading);
    (value, reading.amiss.into_iter().map(|it| (it.field, it.why)).collect())
}

fn when(answers: &[(&str, &str)]) -> (Option<When>, Vec<(String, String)>) {
    read(answers, |it| it.when("seen"))
}

#[test]
fn a_time_is_read_as_precisely_as_it_was_given() {
    let json = |answers: &[(&str, &str)]| {
        let (when, amiss) = when(answers);
        assert_eq!(amiss, []);
        serde_json::to_string(&when).unwrap()
    };
    let date = ("seen-date", "26/1/2026");
    assert_eq!(json(&[]), "null");
    assert_eq!(json(&[date]), r#"{"day":"2026-01-26"}"#);
    assert_eq!(json(&[date, ("seen-how", "exact")]), r#"{"day":"2026-01-26"}"#);
    for time in ["16:30", "16.30", "4:30pm", "4.30 PM"] {
        assert_eq!(json(&[date, ("seen-time", time)]), r#"{"minute":"2026-01-26T16:30"}"#);
    }
    assert_eq!(json(&[date, ("seen-time", "12am")]), r#"{"minute":"2026-01-26T00:00"}"#);
    let about = r#"{"about_day":{"day":"2026-01-26","within_days":7}}"#;
    assert_eq!(json(&[date, ("seen-how", "about")]), about);
    assert_eq!(json(&[date, ("seen-how", "month")]), r#"{"month":"2026-01"}"#);
    let about = r#"{"about_month":{"month":"2026-01","within_months":1}}"#;
    assert_eq!(json(&[date, ("seen-how", "about-month")]), about);
    let span = r#"{"days":{"from":"2026-01-26","to":"2026-01-30"}}"#;
    assert_eq!(json(&[date, ("seen-how", "until"), ("seen-until", "30/1/2026")]), span);
}

#[test]
fn what_is_no_time_comes_back_with_what_to_do() {
    let date = ("seen-date", "26/1/2026");
    let cases: [Wrong<'_>; 9] = [
        (&[("seen-date", "soon")], "seen-date", A_DAY),
        (&[("seen-date", "31/2/2026")], "seen-date", A_DAY),
        (&[("seen-time", "16:30")], "seen-date", A_DAY),
        (&[date, ("seen-time", "25:00")], "seen-time", A_TIME),
        (&[date, ("seen-time", "half four")], "seen-time", A_TIME),
        (&[date, ("seen-how", "perhaps")], "seen-how", ONE_OF_THESE),
        (&[date, ("seen-how", "until")], "seen-until", A_DAY),
        (
            &[date, ("seen-how", "until"), ("seen-until", "25/1/2026")],
            "seen-until",
            "Enter a day that is not before the first",
        ),
        (
            &[date, ("seen-how", "about"), ("seen-time", "9:00")],
            "seen-time",
            "Leave the time empty, or say that the date and time are exact",
        ),
    ];
    for (answers, field, why) in cases {
        assert_eq!(when(answers), (None, vec![(field.to_owned(), why.to_owned())]));
    }
    let skipped = [("seen-date", "29/3/2026"), ("seen-time", "1:30")];
    let why = "The clocks went forward past this time: enter one that there was";
    assert_eq!(when(&skipped), (None, vec![("seen-time".to_owned(), why.to_owned())]));
}

#[test]
fn whoever_is_not_in_the_list_was_not_chosen() {
    let nobody = "00000000-0000-4000-8000-00000000ffff";
    let wrong = |field: &str, why: &str| vec![(field.to_owned(), why.to_owned())];
    let (children, amiss) = read(&[("children", nobody)], |it| it.children("children"));
    assert_eq!((children, amiss), (Vec::new(), wrong("children", ONE_OF_THE_LIST)));
    let (entry, amiss) = read(&[("discussion", nobody)], |it| it.followed("discussion"));
    assert_eq!((entry, amiss), (None, wrong("discussion", ONE_OF_THE_LIST)));
    let (entry, amiss) = read(&[("discussion", NOT_HERE)], |it| it.followed("discussion"));
    assert_eq!((entry, amiss), (Some(Antecedent::NotInThisLedger), Vec::new()));
    let (entries, amiss) = read(&[("items-more", "#4, 999")], |it| it.entries("items"));
    let why = "Enter numbers of entries of this case: 999 is none";
    assert_eq!((entries.len(), amiss), (1, wrong("items-more", why)));
    let (speaker, amiss) = read(&[("by", "child")], |it| it.speaker("by"));
    assert_eq!((speaker, amiss), (None, wrong("by-child", ONE_OF_THE_LIST)));
}
