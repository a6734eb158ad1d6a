//! Every refusal as it is read: a code for programs, and sentences for people.

use candour_schemas::samples::{
    CASE, CHILD, LEDGER, MOTHER, SOCIAL_CARE, SOCIAL_WORKER, entry, request,
};

use super::*;
use crate::given::{THIS, day, now, of};

fn every_refusal() -> Vec<(Refusal, &'static str)> {
    [of_the_request(), of_what_is_named(), of_times_and_subjects()].concat()
}

fn of_the_request() -> Vec<(Refusal, &'static str)> {
    vec![
        (
            Refusal::NothingProposed,
            "nothing_proposed: The request proposes nothing. Give it at least one action.",
        ),
        (
            Refusal::TooLarge { limit: Limit::AppendEntries, actual: 12_000 },
            "too_large: The request has 12000 entries, and the ledger takes 10000 at once. Divide it \
             into several requests.",
        ),
        (
            Refusal::RequestDiffers { request: request("X") },
            "request_differs: Request (1) has been recorded before with other content. Repeat it \
             unchanged, or ask for something new under an identifier of its own.",
        ),
        (
            Refusal::AuthorUnknown { author: SOCIAL_WORKER },
            "author_unknown: The author of the request, practitioner (1), is not registered in this \
             ledger. Register the practitioner first, or check the identifier.",
        ),
        (
            Refusal::AgencyUnknown { agency: SOCIAL_CARE },
            "agency_unknown: The agency that the request is recorded for, agency (1), is not \
             registered in this ledger. Register the agency first, or check the identifier.",
        ),
        (
            Refusal::NoSuchStream { stream: THIS },
            "no_such_stream: There is no case (1) in this ledger. Open the case first, or check the \
             identifier.",
        ),
        (
            Refusal::OtherLedger { given: LEDGER, this: LEDGER },
            "other_ledger: The request is about ledger (1), and this is ledger (2). Ask that ledger, \
             or check the identifier.",
        ),
    ]
}

fn of_what_is_named() -> Vec<(Refusal, &'static str)> {
    let second = Proposed { index: 1, event: "FgdmAccepted" };
    vec![
        (
            Refusal::WrongStream { of: of("ConcernRaised"), stream: StreamId::Child(CHILD) },
            "wrong_stream: The entry \"concern raised\" cannot be recorded of child (1). Check which \
             stream the request names.",
        ),
        (
            Refusal::Unknown { of: second, what: Reference::Person(MOTHER) },
            "unknown: The entry \"FGDM accepted\" (action 2 of the request) cannot be recorded: it \
             names person (1), and there is none such in this ledger. Identify the person first, or \
             check the identifier.",
        ),
        (
            Refusal::UnknownEntry { of: second, entry: entry("X"), stream: THIS },
            "unknown_entry: The entry \"FGDM accepted\" (action 2 of the request) cannot be recorded: \
             it names entry (1), which does not stand in case (2). Check the identifier; of what was \
             never recorded here, say that it is not in this ledger.",
        ),
        (
            Refusal::OtherKind {
                of: of("FgdmAccepted"),
                entry: entry("X"),
                is: "ChildSeen",
                may_be: &[Landmark::Offer, Landmark::NetworkInvitation],
            },
            "other_kind: The entry \"FGDM accepted\" cannot be recorded: it follows entry (1), which \
             is \"child seen\"; it must be an offer of a family group decision making meeting, or an \
             invitation to the family network. Check the identifier; of what was never recorded here, \
             say that it is not in this ledger.",
        ),
        (
            Refusal::OtherType { entry: entry("X"), is: "ChildSeen", replacement: "ParentSeen" },
            "other_type: Entry (1) is \"child seen\" and cannot be corrected into \"parent seen\". \
             Correct it with the same type, or withdraw it and record what happened.",
        ),
    ]
}

fn of_times_and_subjects() -> Vec<(Refusal, &'static str)> {
    vec![
        (
            Refusal::EndsBeforeItBegins {
                of: of("CoverArranged"),
                field: "valid_to",
                from: day("2026-02-03"),
                until: day("2026-02-02"),
            },
            "ends_before_it_begins: The entry \"cover arranged\" cannot be recorded: in the field \
             valid to, it ends (2 Feb 2026) before it begins (3 Feb 2026). Check both dates.",
        ),
        (
            Refusal::BeyondAllRecords {
                of: of("ConcernRaised"),
                field: "occurred",
                when: day("0026-02-03"),
            },
            "beyond_all_records: The entry \"concern raised\" cannot be recorded: it says that it \
             happened on 3 Feb 0026, which lies before 1850 or after 2199. Check the year.",
        ),
        (
            Refusal::InTheFuture {
                of: of("ConcernRaised"),
                field: "occurred",
                when: day("2027-02-03"),
                now: now(),
            },
            "in_the_future: The entry \"concern raised\" cannot be recorded: it says that it happened \
             on 3 Feb 2027, which is in the future: the ledger's time is 21 Nov 2026 10:00. Check the \
             date; what is only planned is recorded as planned.",
        ),
        (
            Refusal::OwnRelative { of: of("RecordsLinked"), stream: StreamId::Child(CHILD) },
            "own_relative: The entry \"records linked\" cannot be recorded: it names child (1) itself \
             as the other. Check the identifier.",
        ),
        (
            Refusal::SameCase { of: of("ChildLeftCase"), case: CASE },
            "same_case: The entry \"child left case\" cannot be recorded: a child cannot leave case \
             (1) for that same case. Check the identifier.",
        ),
    ]
}

/// The sentences with each identifier as its number among those in them.
fn read(refusal: &Refusal) -> String {
    let sentences = refusal.to_string();
    let mut numbered = 0;
    let words = sentences.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',', ';']);
        if uuid::Uuid::parse_str(bare).is_err() {
            return word.to_owned();
        }
        numbered += 1;
        format!("({numbered}){}", &word[bare.len()..])
    });
    let words: Vec<String> = words.collect();
    format!("{}: {}", refusal.code(), words.join(" "))
}

#[test]
fn every_refusal_says_what_is_so_and_what_to_do() {
    for (refusal, expected) in every_refusal() {
        assert_eq!(read(&refusal), expected);
    }
}

#[test]
fn a_refusal_names_the_action_that_it_is_about() {
    let named: Vec<Option<u32>> = every_refusal().iter().map(|(it, _)| it.action()).collect();
    let mut expected = vec![None; 7];
    expected.extend([0, 1, 1, 0].map(Some));
    expected.push(None);
    expected.extend([0; 5].map(Some));
    assert_eq!(named, expected);
}
