//! The Ashdown case on the command line: what is printed, whole. The answers are those that were worked
//! out by hand; the tests of the projections compare them value by value.

use serde_json::Value;

use crate::program::Ledger;

/// Asks on the clock of the agencies' claims.
fn claims(ledger: &Ledger, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.extend(["--clock", "claims"]);
    ledger.answer(&all)
}

#[test]
fn the_matrix_has_the_answers_that_were_worked_out_by_hand() {
    let ledger = Ledger::ashdown();
    let matrix = ledger.json(&["matrix", "ASH-1", "--clock", "claims"]);
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    let agencies: Vec<String> =
        matrix["agencies"].as_array().unwrap().iter().map(|it| words(&it["name"])).collect();
    assert_eq!(
        agencies,
        [
            "Children's social care",
            "General practice",
            "Health visiting",
            "Hospital emergency department",
            "Housing",
            "Oakfield Primary School",
            "Police",
        ]
    );
    let rows: Vec<String> = matrix["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let cells = row["cells"].as_array().unwrap().iter().map(|it| words(&it["words"]));
            let cells: Vec<String> = cells.collect();
            format!("{}: {}", words(&row["item"]["cite"]["label"]), cells.join(" | "))
        })
        .collect();
    assert_eq!(
        rows,
        [
            "P1: 24 Feb 09:30 (C6) |  | 24 Feb 09:30 (C6) |  |  | 16 Mar (C8) | 5 Jan 21:40",
            "H1: told in part 19 Feb (H2); 24 Feb 09:30 (C6) | sent 14 Jan; 15 Jan | 12 Jan 11:00 |  |  | 16 Mar (C8) | 24 Feb 09:30 (C6)",
            "U2:  |  |  |  | about 10 Jan (entered 10 Mar) |  | ",
            "P2: sent 19 Jan, held 20 Jan; 20 Jan 15:05 (C1) |  | 24 Feb 09:30 (C6) |  |  | gist sent 19 Jan, no receipt; 16 Mar (C8) | 18 Jan 23:15",
            "S1: held 23 Jan; 26 Jan 16:30 (C2) |  | 24 Feb 09:30 (C6) |  |  | 23 Jan 09:20 | 24 Feb 09:30 (C6)",
            "H3: decided not to share 29 Jan; 24 Feb 09:30 (C6) |  | 29 Jan |  |  | 16 Mar (C8) | 24 Feb 09:30 (C6)",
            "C3: 3 Feb 10:15 |  |  |  |  |  | ",
            "U1: sent 25 Feb, held 26 Feb; 16 Mar (C8) |  | 16 Mar (C8) |  | 3 Feb | 16 Mar (C8) | 16 Mar (C8)",
            "C5: 4 Feb 14:00 (entered 17 Feb) |  | 16 Mar (C8) |  |  | 16 Mar (C8) | 16 Mar (C8)",
            "S2: 16 Mar (C8) |  | 16 Mar (C8) |  |  | 2 to 6 Feb | 16 Mar (C8)",
            "E1: 16 Mar (C8) | sent 11 Feb, held 13 Feb | sent 11 Feb, held 16 Feb; 16 Feb (H4) | 9 Feb 02:10 |  | 16 Mar (C8) | 16 Mar (C8)",
            "S3:  |  |  |  |  | Feb (entered 9 Mar) | ",
        ]
    );
}

/// The matrix on a screen of this width.
fn matrix_at(ledger: &Ledger, columns: &str) -> Vec<String> {
    let mut command = ledger.command();
    command.args(["matrix", "ASH-1", "--clock", "claims"]).env("COLUMNS", columns);
    let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
    out.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn a_wide_table_is_laid_out_to_the_width_that_is_set() {
    let lines = matrix_at(&Ledger::ashdown(), "160");
    let widest = lines.iter().map(|line| line.chars().count()).max();
    assert_eq!(widest, Some(160));
}

#[test]
fn a_matrix_that_does_not_fit_is_a_list() {
    let lines = matrix_at(&Ledger::ashdown(), "100");
    assert_eq!(
        lines[..16],
        [
            "SYNTHETIC  Items and agencies, in case ASH-1",
            "The whole record, recorded by the agencies' own claims (clock: claims).",
            "",
            "P1  observation recorded, 5 Jan 2026 21:40",
            "  Children's social care         24 Feb 09:30 (C6)",
            "  Health visiting                24 Feb 09:30 (C6)",
            "  Oakfield Primary School        16 Mar (C8)",
            "  Police                         5 Jan 21:40",
            "  Nothing on record: General practice, Hospital emergency department, Housing",
            "",
            "H1  observation recorded, 12 Jan 2026 11:00",
            "  Children's social care         told in part 19 Feb (H2); 24 Feb 09:30 (C6)",
            "  General practice               sent 14 Jan; 15 Jan",
            "  Health visiting                12 Jan 11:00",
            "  Oakfield Primary School        16 Mar (C8)",
            "  Police                         24 Feb 09:30 (C6)",
        ]
    );
}

const DECISION: &str = r#"SYNTHETIC  A decision in its context, in case ASH-1
The whole record, recorded by the agencies' own claims (clock: claims).

C2: referral decided, 26 Jan 2026 16:30, Children's social care by N. Adeyemi

Known and considered
 Item   What                   Happened            Agency                   Decider
───────────────────────────────────────────────────────────────────────────────────────────────────
 P2     concern raised         18 Jan 2026 23:15   20 Jan 2026 15:05 (C1)   26 Jan 2026 16:30 (C2)
 S1     child voice recorded   23 Jan 2026 09:20   26 Jan 2026 16:30 (C2)   26 Jan 2026 16:30 (C2)

Known, not listed
  nothing on record

Held, and nobody on record as knowing it
  nothing on record

Held elsewhere, not received
 Item   What                   Held by                    Since               Days   On record between them
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 P1     observation recorded   Police (known)             5 Jan 2026 21:40    21     no request on record, not volunteered
 H1     observation recorded   Health visiting (known)    12 Jan 2026 11:00   14     no request on record, not volunteered
                               General practice (known)   15 Jan 2026         11     no request on record, not volunteered

Happened before, on record only afterwards
 Item   What                   Happened            Agency   Decider
────────────────────────────────────────────────────────────────────
 U2     observation recorded   about 10 Jan 2026   -        -

Relied on, with no entry behind it
  "Mother denied violence"
  "school described Mia as settled on most days"
"#;

#[test]
fn the_decision_of_26_january_is_shown_in_its_context() {
    let ledger = Ledger::ashdown();
    assert_eq!(claims(&ledger, &["decision", "C2"]), DECISION);
}

const GAPS: &str = r"SYNTHETIC  Involved and not told, in case ASH-1
As at 26 Jan 2026 16:30, recorded by the agencies' own claims (clock: claims).

Neither held nor known, by agencies that were involved. A question, not a finding.
 Item   What                   When                Agency                    Days   Involved since           By entry   Note
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 P1     observation recorded   5 Jan 2026 21:40    Children's social care    6      20 Jan 2026 (inferred)   C1
                                                   General practice          11     15 Jan 2026 (inferred)   G1
                                                   Health visiting           14     12 Jan 2026 (inferred)   H1
                                                   Oakfield Primary School   3      23 Jan 2026 (inferred)   S1
 H1     observation recorded   12 Jan 2026 11:00   Children's social care    6      20 Jan 2026 (inferred)   C1
                                                   Police                    14     5 Jan 2026 (inferred)    P1
 P2     concern raised         18 Jan 2026 23:15   General practice          8      15 Jan 2026 (inferred)   G1
                                                   Health visiting           8      12 Jan 2026 (inferred)   H1
                                                   Oakfield Primary School   3      23 Jan 2026 (inferred)   S1         sent, no receipt (P3)
 S1     child voice recorded   23 Jan 2026 09:20   Police                    3      5 Jan 2026 (inferred)    P1
";

#[test]
fn the_gaps_of_26_january_are_shown_as_questions() {
    let ledger = Ledger::ashdown();
    assert_eq!(claims(&ledger, &["gaps", "ASH-1", "--at", "2026-01-26T16:30"]), GAPS);
}

const LATE: &str = r"SYNTHETIC  Late records, in case ASH-1
The whole record, recorded by the agencies' own claims (clock: claims).

Recorded more than 5 working days after the latest time it can have happened
 Item   What                   When                Agency                    Recorded      Working days
────────────────────────────────────────────────────────────────────────────────────────────────────────
 U2     observation recorded   about 10 Jan 2026   Housing                   10 Mar 2026   37
 C5     child seen             4 Feb 2026 14:00    Children's social care    17 Feb 2026   9
 S3     observation recorded   Feb 2026            Oakfield Primary School   9 Mar 2026    6

About the time before 24 Feb 2026 09:30, recorded after that day
 Item   What                   When                Agency                    Recorded      Before
───────────────────────────────────────────────────────────────────────────────────────────────────────
 U2     observation recorded   about 10 Jan 2026   Housing                   10 Mar 2026   yes
 S3     observation recorded   Feb 2026            Oakfield Primary School   9 Mar 2026    not certain
";

#[test]
fn the_late_records_are_shown_and_those_across_the_watershed() {
    let ledger = Ledger::ashdown();
    assert_eq!(claims(&ledger, &["late", "ASH-1", "--watershed", "2026-02-24T09:30"]), LATE);
}

const DUTIES: &str = r"SYNTHETIC  Duties in case ASH-1
As at the end of 30 Jun 2026, recorded by the agencies' own claims (clock: claims).

 Rule                Duty                                                               Rests on             About       Opened by                Due           Stands                           Met by                   Note
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 C1                  Decision on a contact or referral                                  statutory guidance   Mia, Theo   C1 (20 Jan 2026 15:05)   21 Jan 2026   met late (3 working days late)   C2 (26 Jan 2026 16:30)   -
 C1                  Decision on a contact or referral                                  statutory guidance   Mia, Theo   C3 (3 Feb 2026 10:15)    4 Feb 2026    met (working day 0)              C4 (3 Feb 2026 16:00)    -
 C2                  Assessment authorised                                              statutory guidance   Mia, Theo   C4 (3 Feb 2026 16:00)    9 Apr 2026    not met in time                  -                        none recorded
 C3                  Initial child protection conference                                statutory guidance   Mia, Theo   C7 (24 Feb 2026 11:00)   17 Mar 2026   met (working day 14)             C8 (16 Mar 2026)         -
 C4                  First core group                                                   statutory guidance   Mia, Theo   C8 (16 Mar 2026)         30 Mar 2026   not met in time                  -                        none recorded
 C5                  First review conference                                            statutory guidance   Mia, Theo   C8 (16 Mar 2026)         16 Jun 2026   met (working day 58)             C14 (10 Jun 2026)        -
 C6                  Next review conference                                             statutory guidance   Mia, Theo   C14 (10 Jun 2026)        10 Dec 2026   open (working day 14)            -                        -
 FGDM-OFFER          Family group decision making offered before a Part 4 application   statute              -           -                        -             not engaged                      -                        no application under Part 4
 QUORUM-STRATEGY     Strategy discussion: social care, police and health present        statutory guidance   -           C6 (24 Feb 2026 09:30)   -             met                              C6 (24 Feb 2026 09:30)   -
 QUORUM-CONFERENCE   Conference: social care and at least two other agencies present    statutory guidance   -           C8 (16 Mar 2026)         -             met                              C8 (16 Mar 2026)         -
 QUORUM-CONFERENCE   Conference: social care and at least two other agencies present    statutory guidance   -           C14 (10 Jun 2026)        -             met                              C14 (10 Jun 2026)        -

Working days by the calendar up to 31 Dec 2028; 0 local clocks adopted.
";

#[test]
fn the_duties_are_shown_as_at_the_end_of_june() {
    let ledger = Ledger::ashdown();
    assert_eq!(claims(&ledger, &["duties", "ASH-1", "--at", "2026-06-30"]), DUTIES);
}

const KNOWN: &str = r"SYNTHETIC  Known to General practice, in case ASH-1
The whole record, recorded by the agencies' own claims (clock: claims).

Known
 Item   What                   Happened            Since         How       By entry
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 H1     observation recorded   12 Jan 2026 11:00   15 Jan 2026   read it   H1, read by Dr A. Bello (General practice)

Held, and not known to anybody on record
 Item   What                   Happened           Since         How        By entry
────────────────────────────────────────────────────────────────────────────────────────────────────────────
 E1     observation recorded   9 Feb 2026 02:10   13 Feb 2026   received   E1, received by General practice

Sent, and no receipt on record
  nothing on record
";

#[test]
fn what_an_agency_knew_is_apart_from_what_it_held() {
    let ledger = Ledger::ashdown();
    assert_eq!(claims(&ledger, &["known-to", "General practice", "--case", "ASH-1"]), KNOWN);
}

#[test]
fn every_answer_in_json_says_that_it_is_synthetic_and_what_was_asked() {
    let ledger = Ledger::ashdown();
    let asked = serde_json::json!({
        "at": "2026-02-25T00:00:00Z",
        "on_record": "2026-03-01T00:00:00Z",
        "clock": "claims",
        "contemporaneous_only": true,
    });
    let cases: [&[&str]; 11] = [
        &["case", "list"],
        &["case", "show", "ASH-1"],
        &["child", "Mia"],
        &["person", "Ruth Ashdown"],
        &["chronology", "ASH-1"],
        &["who-knew", "H1"],
        &["known-to", "Police", "--case", "ASH-1"],
        &["matrix", "ASH-1"],
        &["decision", "C2"],
        &["duties", "ASH-1"],
        &["trail", "ASH-1"],
    ];
    for command in cases {
        let mut arguments = command.to_vec();
        arguments.extend(["--at", "2026-02-24", "--on-record", "2026-02-28"]);
        arguments.extend(["--clock", "claims", "--contemporaneous-only"]);
        let answer = ledger.json(&arguments);
        assert_eq!(
            (&answer["synthetic"], &answer["asked"]),
            (&Value::Bool(true), &asked),
            "{command:?}"
        );
    }
}

#[test]
fn whoever_asks_by_the_ledgers_clock_is_told_of_the_claims() {
    let ledger = Ledger::ashdown();
    let ran = ledger.run(&["late", "ASH-1"]);
    let note = "note: this case has imported entries, which this ledger recorded when they were \
                imported; --clock claims asks by when the agencies say that they entered them\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), note));
}

#[test]
fn the_same_files_again_add_nothing_and_a_dry_run_records_nothing() {
    let ledger = Ledger::new();
    let dry = ledger.import(&["--dry-run"]);
    let first = dry.out.lines().next();
    let expected = "SYNTHETIC  A dry run: 103 entries would be recorded; nothing was";
    assert_eq!((dry.code, first, ledger.entries()), (Some(0), Some(expected), 3));
    let once = ledger.import(&[]);
    let first = once.out.lines().next();
    let expected = "SYNTHETIC  103 entries recorded, 0 already so";
    assert_eq!((once.code, first, ledger.entries()), (Some(0), Some(expected), 106));
    let again = ledger.import(&["--json"]);
    let report: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((again.code, &report["result"]), (Some(0), &Value::from("recorded")));
    assert_eq!(ledger.entries(), 106);
}

#[test]
fn where_a_row_is_refused_nothing_is_recorded_unless_the_rest_is_asked_for() {
    let ledger = Ledger::new();
    let head = "agency,case_ref,ref,date,time,date_to,precision,children,persons,kind,event,author,entered_on";
    let rows = "Police,ELM-1,P1,2026-01-05,,,day,Kit,,observation,Shouting.,PC A. Marsh,2026-01-05\n\
                Police,ELM-1,P2,2026-02-30,,,day,Kit,,observation,Quiet.,PC A. Marsh,2026-02-28\n";
    let file = ledger.write("police.csv", &format!("{head}\n{rows}"));
    let name = file.to_str().unwrap();
    let refused = ledger.run(&["import", name]);
    assert_eq!((refused.code, ledger.entries()), (Some(1), 3));
    let partly = ledger.run(&["import", "--partial", name]);
    assert_eq!(partly.code, Some(1));
    let cases = ledger.json(&["case", "list"]);
    assert_eq!(cases["cases"][0]["reference"], "ELM-1");
}
