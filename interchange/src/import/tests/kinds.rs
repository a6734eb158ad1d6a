//! Every kind of row, once.

use candour_domain::case::CaseEvent;
use candour_domain::entry::Entry;
use candour_domain::recorded::Antecedent;
use candour_schemas::type_name;

use super::bench::{Bench, How, file};
use crate::import::kind::Kind;
use crate::import::link::{follows, landmark};
use crate::import::{ImportResult, Report};

const HEADINGS: &str = "agency,case_ref,ref,date,children,persons,kind,event,told_agency,considered,attended,decision\n";

/// A row of every kind, each following what it may; and what each becomes.
const ROWS: &[(&str, &str)] = &[
    ("concern,x,,,,", "ConcernRaised"),
    ("contact,x,,,,", "ContactReceived"),
    ("contact decision,x,,contact,,advice", "ContactDecided"),
    ("referral decision,x,,contact,,single assessment", "ReferralDecided"),
    ("observation,x,,,,", "ObservationRecorded"),
    ("information requested,x,Housing,,,", "InformationRequested"),
    ("nothing known,x,,information requested,,", "NothingKnownReplied"),
    ("information refused,x,,information requested,,", "InformationRefused"),
    ("disclosure,x,Housing,observation,,", "InformationDisclosed"),
    ("information received,x,,disclosure,,", "DisclosureRead"),
    ("information filed,x,,disclosure,,", "DisclosureReceived"),
    ("visit,x,,,,", "ChildSeen"),
    ("parent seen,x,,,,", "ParentSeen"),
    ("child's words,x,,,,", "ChildVoiceRecorded"),
    ("early help started,x,,,,", "EarlyHelpStarted"),
    ("assessment started,x,,referral decision,,", "AssessmentStarted"),
    ("assessment authorised,x,,assessment started,,no further action", "AssessmentAuthorised"),
    ("strategy discussion,x,,observation,Police: A. One,", "StrategyDiscussionHeld"),
    ("threshold decision,x,,strategy discussion,,\"section 47, single\"", "ThresholdDecided"),
    ("partner decision,x,,,,agreed", "PartnerDecisionRecorded"),
    ("section 47 started,x,,threshold decision,,", "EnquiryStarted"),
    ("medical examination,x,,section 47 started,,", "MedicalExaminationHeld"),
    ("section 47 concluded,x,,section 47 started,,CP_CONFERENCE", "EnquiryConcluded"),
    ("initial conference,x,,observation,Police: A. One,plan: Mia=NEG", "ConferenceHeld"),
    ("review conference,x,,,Dana; Housing,plan ends", "ConferenceHeld"),
    ("core group,x,,initial conference,Police: A. One,", "CoreGroupHeld"),
    ("plan review,x,,initial conference,,", "PlanReviewed"),
    ("fgdm offered,x,,,,", "FgdmOffered"),
    ("fgdm invited,x,,,,", "FgdmInvited"),
    ("fgdm answer,x,,fgdm offered,,withdrawn", "FgdmAnswerWithdrawn"),
    ("fgdm held,x,,fgdm offered,Dana,", "FgdmHeld"),
    ("pre-proceedings,x,,,,", "PreProceedingsStarted"),
    ("letter before proceedings,x,,pre-proceedings,,", "LetterBeforeProceedingsSent"),
    ("court application,x,,,,care order", "CourtApplicationIssued"),
    ("police protection,x,,,,", "PoliceProtectionTaken"),
    ("supervision,x,,,Police: A. One,", "SupervisionHeld"),
    ("management oversight,x,,,,", "OversightRecorded"),
    ("challenge,x,,referral decision,,", "ChallengeRaised"),
    ("challenge answered,x,,challenge,,", "ChallengeAnswered"),
];

fn imported() -> (Report, Vec<Entry>) {
    let bench = Bench::new();
    let mut text = HEADINGS.to_owned();
    for (row, _) in ROWS {
        let kind = row.split(',').next().unwrap();
        text.push_str(&["Police,A,", kind, ",2026-02-03,Mia,Dana,", row, "\n"].concat());
    }
    let report = bench.import(&[file("a.csv", text.as_bytes())], &How::default());
    (report, bench.entries())
}

#[test]
fn every_kind_becomes_an_entry_of_its_own_type() {
    let (report, entries) = imported();
    assert_eq!((report.result, &report.files[0].problems), (ImportResult::Recorded, &Vec::new()));
    let become_of = |kind: &str| {
        let row = entries.iter().find(|entry| {
            let import = entry.envelope.source.import.as_ref();
            import.is_some_and(|import| import.reference.as_str() == kind)
        });
        row.map(|entry| type_name(&entry.event))
    };
    let became: Vec<(&str, Option<&str>)> =
        Kind::ALL.iter().map(|(_, name, _)| (*name, become_of(name))).collect();
    let expected: Vec<(&str, Option<&str>)> = Kind::ALL
        .iter()
        .map(|(_, name, _)| {
            let row = ROWS.iter().find(|(row, _)| row.split(',').next() == Some(*name));
            (*name, row.map(|(_, event)| *event))
        })
        .collect();
    assert_eq!(became, expected);
    assert_eq!(became.iter().filter(|(_, event)| event.is_none()).count(), 0);
}

#[test]
fn what_a_kind_follows_and_leaves_is_what_its_event_does() {
    let (_, entries) = imported();
    for (kind, name, _) in Kind::ALL {
        let of = |entry: &&Entry| {
            let import = entry.envelope.source.import.as_ref();
            import.is_some_and(|import| import.reference.as_str() == *name)
        };
        let event: &CaseEvent = entries.iter().find(of).unwrap().event.case().unwrap();
        assert_eq!((*name, landmark(*kind)), (*name, event.leaves()));
        let (antecedent, wanted) = event.follows().unzip();
        assert_eq!((*name, follows(*kind)), (*name, wanted));
        assert_eq!(
            (*name, antecedent.is_some_and(|it| it == Antecedent::NotInThisLedger)),
            (*name, false)
        );
    }
}
