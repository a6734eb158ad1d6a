//! Samples of the streams of agencies, practitioners, teams and the ledger.

use candour_domain::agency::{
    AgencyEvent, AgencyRegistered, MemorandumAgreed, MemorandumEnded, Protocol,
};
use candour_domain::basis::LegalBasis;
use candour_domain::calendar::Calendar;
use candour_domain::code::AgencyCategory;
use candour_domain::duty::{Commencement, LocalRules, RapidReviewFrom};
use candour_domain::ledger_stream::{
    AnchorRecorded, KeyIntroduced, LedgerEvent, LedgerKind, LedgerOpened, RulesAdopted,
    StreamHeads, WitnessPolicyAdopted,
};
use candour_domain::party::AgencyKind;
use candour_domain::practitioner::{
    PostLeft, PostTaken, PractitionerEvent, PractitionerRegistered,
};
use candour_domain::team::{
    CoverArranged, FrameworkAdopted, MemberNominated, MemberStoodDown, PoliceStatus, Seat,
    TeamEstablished, TeamEvent,
};
use candour_domain::text::Text;

use super::surroundings::{day, label, recorded, said};
use super::{DETECTIVE, LEDGER, POLICE, SCHOOL, SOCIAL_CARE, TEAM};

pub(super) fn agency() -> Vec<AgencyEvent> {
    vec![
        AgencyEvent::AgencyRegistered(AgencyRegistered {
            name: label("Merrowdale children's social care"),
            kind: recorded(AgencyKind::ChildrensSocialCare),
            category: recorded(AgencyCategory::SectionEleven),
        }),
        AgencyEvent::MemorandumAgreed(MemorandumAgreed {
            with: TEAM,
            terms: said("A member three days a week"),
            expects: vec![Protocol {
                name: label("Call-outs with a child present"),
                to: SCHOOL,
                basis: recorded(LegalBasis::DomesticAbuseNotification),
            }],
        }),
        AgencyEvent::MemorandumEnded(MemorandumEnded {
            with: TEAM,
            reason: said("A new memorandum takes its place"),
        }),
    ]
}

pub(super) fn practitioner() -> Vec<PractitionerEvent> {
    vec![
        PractitionerEvent::PractitionerRegistered(PractitionerRegistered {
            name: Text::new("Ada Sample"),
            registration: Some(label("SW000000")),
        }),
        PractitionerEvent::PostTaken(PostTaken {
            agency: SOCIAL_CARE,
            unit: recorded(label("Front door")),
            post: recorded(label("Social worker")),
        }),
        PractitionerEvent::PostLeft(PostLeft {
            agency: SOCIAL_CARE,
            unit: recorded(label("Front door")),
            post: recorded(label("Social worker")),
        }),
    ]
}

pub(super) fn team() -> Vec<TeamEvent> {
    vec![
        TeamEvent::TeamEstablished(TeamEstablished {
            name: label("Merrowdale multi-agency child protection team"),
            authority: SOCIAL_CARE,
        }),
        TeamEvent::MemberNominated(MemberNominated {
            practitioner: DETECTIVE,
            agency: POLICE,
            seat: Seat::Police,
            by: POLICE,
            experience: said("Six years in child protection"),
            police_status: recorded(PoliceStatus::Constable),
        }),
        TeamEvent::MemberStoodDown(MemberStoodDown {
            practitioner: DETECTIVE,
            seat: Seat::Police,
            reason: said("Moved to another force"),
        }),
        TeamEvent::CoverArranged(CoverArranged {
            seat: Seat::Police,
            practitioner: DETECTIVE,
            agency: POLICE,
            from: day(4, 1),
            to: day(4, 14),
        }),
        TeamEvent::FrameworkAdopted(FrameworkAdopted {
            name: label("Merrowdale practice framework"),
            oversight: said("Reviewed by senior managers each quarter"),
        }),
    ]
}

pub(super) fn ledger() -> Vec<LedgerEvent> {
    vec![
        LedgerEvent::LedgerOpened(LedgerOpened {
            ledger: LEDGER,
            kind: LedgerKind::Synthetic,
            owner: label("Merrowdale"),
        }),
        LedgerEvent::KeyIntroduced(KeyIntroduced {
            name: label("merrowdale.example/ledger+2026"),
            algorithm: label("Ed25519"),
            public_key: label(&"a1".repeat(32)),
            replaces: Some(label("merrowdale.example/ledger+2025")),
        }),
        LedgerEvent::WitnessPolicyAdopted(WitnessPolicyAdopted {
            policy: label(&"b2".repeat(32)),
            lines: recorded(vec![
                label("witness police police.example/witness+0a1b2c3d+BAAA"),
                label("quorum police"),
            ]),
            witnesses: vec![label("police.example/witness"), label("health.example/witness")],
            needed: 2,
        }),
        LedgerEvent::RulesAdopted(RulesAdopted { rules: rules(), calendar: calendar() }),
        LedgerEvent::StreamHeads(StreamHeads {
            root: label(&"c3".repeat(32)),
            streams: 4,
            size: recorded(127),
        }),
        LedgerEvent::AnchorRecorded(AnchorRecorded {
            checkpoint: label(&"d4".repeat(32)),
            size: 128,
            root: recorded(label(&"e5".repeat(32))),
            signatures: recorded(vec![label("\u{2014} police.example/witness AAAABBBB")]),
            witnessed: vec![label("police.example/witness")],
        }),
    ]
}

fn rules() -> LocalRules {
    LocalRules {
        due_soon_days: 5,
        due_soon_hours: 6,
        overdue_days: 14,
        rapid_review_from: RapidReviewFrom::Notification,
        commencement: vec![Commencement {
            basis: LegalBasis::FamilyGroupDecisionMaking,
            from: day(9, 1),
        }],
        team_composition_from: Some(day(4, 1)),
        clocks: LocalRules::common_practice().clocks,
    }
}

#[expect(clippy::expect_used, reason = "the calendar of the samples is fixed, and a test makes it")]
fn calendar() -> Calendar {
    let holidays = "date,name\n2026-01-01,New Year's Day\n2026-04-03,Good Friday\n\
        2026-04-06,Easter Monday\n2026-05-04,Early May\n2026-05-25,Spring\n2026-08-31,Summer\n\
        2026-12-25,Christmas Day\n2026-12-28,Boxing Day (substitute)\n";
    Calendar::parse(holidays).expect("the calendar of the samples is whole")
}
