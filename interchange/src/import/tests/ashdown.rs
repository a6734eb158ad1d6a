//! The Ashdown files become these entries.

use candour_domain::case::CaseEvent;
use candour_domain::case::concern::{ConcernEvent, ReferralDecided};
use candour_domain::code::ReferralOutcome;
use candour_domain::entry::Entry;
use candour_domain::envelope::{Document, Entered, Handling, Import, Origin, Source};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use candour_domain::meeting::{Grounds, Reliance};
use candour_domain::party::Speaker;
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_schemas::type_name;

use super::bench::{Bench, How, ashdown};
use crate::import::SourceFile;

/// Every entry of a row: reference, time, type.
const ENTRIES: &str = "\
P1 | 5 Jan 2026 21:40 | ObservationRecorded
H1 | 12 Jan 2026 11:00 | ObservationRecorded
H1 | 14 Jan 2026 | InformationDisclosed
H1 | 15 Jan 2026 | DisclosureReceived
H1 | 15 Jan 2026 | DisclosureRead
G1 | 15 Jan 2026 | DisclosureRead
P2 | 18 Jan 2026 23:15 | ConcernRaised
P2 | 19 Jan 2026 | InformationDisclosed
P2 | 20 Jan 2026 | DisclosureReceived
P3 | 19 Jan 2026 | InformationDisclosed
P3 | 9 Mar 2026 | StatementAttached
C1 | 20 Jan 2026 15:05 | ContactReceived
S1 | 23 Jan 2026 09:20 | ChildVoiceRecorded
S1 | 23 Jan 2026 | InformationDisclosed
S1 | 23 Jan 2026 | DisclosureReceived
S1 | 26 Jan 2026 | DisclosureRead
C2 | 26 Jan 2026 16:30 | ReferralDecided
H3 | 29 Jan 2026 | ObservationRecorded
H3 | 29 Jan 2026 | NotSharedDecided
U1 | 3 Feb 2026 | ObservationRecorded
U1 | 25 Feb 2026 | InformationDisclosed
U1 | 26 Feb 2026 | DisclosureReceived
C3 | 3 Feb 2026 10:15 | ConcernRaised
C4 | 3 Feb 2026 16:00 | ReferralDecided
S2 | 2 to 6 Feb 2026 | ObservationRecorded
E1 | 9 Feb 2026 02:10 | ObservationRecorded
E1 | 11 Feb 2026 | InformationDisclosed
E1 | 13 Feb 2026 | DisclosureReceived
E1 | 11 Feb 2026 | InformationDisclosed
E1 | 16 Feb 2026 | DisclosureReceived
G2 | 13 Feb 2026 | DisclosureReceived
H4 | 16 Feb 2026 | DisclosureRead
C5 | 4 Feb 2026 14:00 | ChildSeen
H2 | 19 Feb 2026 | InformationDisclosed
H2 | 19 Feb 2026 | DisclosureReceived
H2 | 19 Feb 2026 | DisclosureRead
C6 | 24 Feb 2026 09:30 | StrategyDiscussionHeld
C7 | 24 Feb 2026 11:00 | ThresholdDecided
P4 | 24 Feb 2026 | PartnerDecisionRecorded
S3 | Feb 2026 | ObservationRecorded
S3 | 9 Mar 2026 | StatementAttached
U2 | about 10 Jan 2026 | ObservationRecorded
U2 | 10 Mar 2026 | StatementAttached
C8 | 16 Mar 2026 | ConferenceHeld
C10 | 30 Mar 2026 | FgdmInvited
C9 | 30 Mar 2026 | FgdmOffered
C11 | 2 Apr 2026 | FgdmDeferred
C12 | 2 Apr 2026 | FgdmAccepted
C13 | 16 Apr 2026 | FgdmDeclined
C14 | 10 Jun 2026 | ConferenceHeld
";

/// What could not be carried over.
const WARNINGS: &[&str] = &[
    "childrens-social-care.csv, row 8: the row does not name what it follows (a strategy discussion): recorded as following what this ledger does not hold",
    "childrens-social-care.csv, row 9: what kind of agency 'Oakfield Primary School' is, is recorded as not recorded: say it in a mapping file under `agencies`",
    "oakfield-primary-school.csv, row 2: 'Front door' is nobody whom a row names as working for Children's social care: recorded as a unit",
    "police.csv, row 4: the response stands with the words of the event, after \"Response:\"",
];

fn reference(entry: &Entry) -> Option<&str> {
    let is_case = entry.event.case().is_some();
    let import = entry.envelope.source.import.as_ref().filter(|_| is_case);
    import.map(|import| import.reference.as_str())
}

fn rows(entries: &[Entry]) -> String {
    let line = |entry: &Entry| {
        reference(entry).map(|reference| {
            let (occurred, name) = (entry.envelope.occurred, type_name(&entry.event));
            format!("{reference} | {occurred} | {name}\n")
        })
    };
    entries.iter().filter_map(line).collect()
}

/// The first entry of a row.
pub(super) fn of<'a>(entries: &'a [Entry], wanted: &str) -> &'a Entry {
    entries.iter().find(|entry| reference(entry) == Some(wanted)).unwrap()
}

#[test]
fn every_row_becomes_entries_of_its_own_types_in_this_order() {
    let bench = Bench::new();
    let report = bench.import(&ashdown(), &How::default());
    assert_eq!(rows(&bench.entries()), ENTRIES);
    let warnings: Vec<String> =
        report.files.iter().flat_map(|file| &file.warnings).map(ToString::to_string).collect();
    assert_eq!(warnings, WARNINGS);
}

#[test]
fn the_order_of_files_and_rows_changes_no_entry() {
    let (one, other) = (Bench::new(), Bench::new());
    one.import(&ashdown(), &How::default());
    let mut files: Vec<SourceFile> = ashdown().iter().map(backwards).collect();
    files.reverse();
    other.import(&files, &How::default());
    let facts = |bench: &Bench| {
        let mut entries = bench.entries();
        for entry in &mut entries {
            if let Some(import) = &mut entry.envelope.source.import {
                import.row = 0;
            }
            entry.position = candour_domain::entry::Position(0);
            entry.revision = 0;
        }
        entries.sort_by_key(|entry| entry.id);
        entries
    };
    assert_eq!(rows(&other.entries()), ENTRIES);
    assert_eq!(facts(&other), facts(&one));
}

fn backwards(file: &SourceFile) -> SourceFile {
    let text = String::from_utf8(file.bytes().to_vec()).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    SourceFile::new(file.name(), lines.join("\r\n").into_bytes()).unwrap()
}

#[test]
fn a_decision_keeps_its_grounds_its_words_and_its_code() {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    let entries = bench.entries();
    let statement = |words: &str| Reliance::Statement(Text::new(words));
    assert_eq!(
        of(&entries, "C2").event,
        Event::Case(CaseEvent::Concern(ConcernEvent::ReferralDecided(ReferralDecided {
            contact: Antecedent::Named(of(&entries, "P2").id),
            outcome: Recorded::Recorded(ReferralOutcome::NoFurtherAction),
            as_written: Recorded::Recorded(Text::new("no further action")),
            grounds: Grounds {
                considered: vec![of(&entries, "P2").id, of(&entries, "S1").id],
                relied_on: vec![
                    statement("Mother denied violence"),
                    statement("school described Mia as settled on most days"),
                ],
                rationale: Recorded::Recorded(Text::new(
                    "Single incident; no injury to a child reported"
                )),
            },
            account: Recorded::Recorded(Text::new("Referral closed; letter to parents.")),
        })))
    );
}

#[test]
fn a_row_says_where_it_comes_from_and_a_step_by_which_row() {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    let entries = bench.entries();
    let label = |words: &str| Label::parse(words).unwrap();
    let entered = When::Day("2026-01-19".parse().unwrap());
    let import =
        |entered| Import { file: label("police.csv"), row: 3, reference: label("P2"), entered };
    let row = of(&entries, "P2");
    assert_eq!(
        row.envelope.source,
        Source {
            origin: Recorded::Recorded(Origin::ToldBy(Speaker::Protected(Text::new("Neighbour")))),
            document: Some(Document { reference: label("DA 0931/26"), page: None, digest: None }),
            import: Some(import(Entered::Stated(entered))),
        }
    );
    assert_eq!(row.envelope.handling, [Handling::SourceIdentity]);
    let step = entries.iter().find(|entry| entry.id == EntryId::of_request(row.request, 1));
    let step = step.unwrap();
    assert_eq!(
        step.envelope.source,
        Source { import: Some(import(Entered::RowStated(entered))), ..Source::default() }
    );
    assert_eq!(step.envelope.causation, Some(row.id));
}

#[test]
fn an_answer_names_the_one_offer_that_is_outstanding_to_whoever_answers() {
    let bench = Bench::new();
    bench.import(&ashdown(), &How::default());
    let entries = bench.entries();
    let offer = |reference: &str| {
        let (antecedent, _) = of(&entries, reference).event.case().unwrap().follows().unwrap();
        antecedent
    };
    let (mother, grandmother) = (of(&entries, "C9").id, of(&entries, "C10").id);
    assert_eq!(
        ["C11", "C12", "C13"].map(offer),
        [mother, grandmother, mother].map(Antecedent::Named)
    );
}
