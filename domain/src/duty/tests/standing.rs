//! Quorum, and the members of a team.

use serde_json::{Value, json};

use super::case::{
    Case, DANA, HEALTH, OTHER_WORKER, POLICE, SCHOOL, SOCIAL_CARE, UNKNOWN, WORKER, day, id,
    recorded,
};
use crate::basis::LegalBasis;
use crate::duty::{Commencement, LocalRules};

fn room(agencies: &[(u128, &str)]) -> Value {
    let attendance: Vec<_> = agencies
        .iter()
        .map(|(agency, capacity)| {
            json!({"who": {"agency": id(*agency)}, "capacity": recorded(*capacity)})
        })
        .collect();
    json!({"attendance": attendance})
}

fn members(agencies: &[u128]) -> Vec<(u128, &'static str)> {
    agencies.iter().map(|agency| (*agency, "member")).collect()
}

fn discussion(attended: &[(u128, &str)], reason: Value) -> Vec<String> {
    let mut case = Case::new();
    let body = json!({"meeting": room(attended), "proceeded_without_quorum": reason});
    case.add("2026-02-24", "Threshold", "StrategyDiscussionHeld", body);
    case.shown("QUORUM-STRATEGY", "2026-06-30")
}

#[test]
fn a_strategy_discussion_needs_social_care_police_and_health() {
    let shown = |agencies: &[u128]| discussion(&members(agencies), Value::Null);
    assert_eq!(
        shown(&[SOCIAL_CARE, POLICE, HEALTH]),
        ["QUORUM-STRATEGY #1 case: Met by #1 on 2026-02-24"]
    );
    assert_eq!(
        shown(&[SOCIAL_CARE, SCHOOL]),
        ["QUORUM-STRATEGY #1 case: NotMet (not recorded as present: police, health)"]
    );
    assert_eq!(shown(&[]), ["QUORUM-STRATEGY #1 case: NotCertain (who attended is not recorded)"]);
    let observed = [(SOCIAL_CARE, "member"), (POLICE, "stand_in"), (HEALTH, "observer")];
    assert_eq!(
        discussion(&observed, Value::Null),
        ["QUORUM-STRATEGY #1 case: NotMet (not recorded as present: health)"]
    );
    assert_eq!(
        discussion(&observed, json!("health was told by telephone the same hour")),
        [
            "QUORUM-STRATEGY #1 case: Excused by #1 on 2026-02-24 (health was told by telephone the same hour)"
        ]
    );
}

#[test]
fn an_agency_of_unknown_kind_makes_quorum_uncertain_and_never_absent() {
    assert_eq!(
        discussion(&members(&[SOCIAL_CARE, POLICE, UNKNOWN]), Value::Null),
        [
            "QUORUM-STRATEGY #1 case: NotCertain (not recorded as present: health; of an agency that attended it is not known what kind it is)"
        ]
    );
    assert_eq!(
        discussion(&members(&[SOCIAL_CARE, POLICE, HEALTH, UNKNOWN]), Value::Null),
        ["QUORUM-STRATEGY #1 case: Met by #1 on 2026-02-24"]
    );
}

#[test]
fn a_conference_needs_social_care_and_two_other_agencies() {
    let conference = |agencies: &[u128]| {
        let mut case = Case::new();
        let mut meeting = room(&members(agencies));
        let family = json!({"who": {"person": id(DANA)}, "capacity": recorded("family")});
        meeting["attendance"].as_array_mut().unwrap().push(family);
        let body = json!({"kind": "initial", "meeting": meeting});
        case.add("2026-03-16", "Conference", "ConferenceHeld", body);
        case.shown("QUORUM-CONFERENCE", "2026-06-30")
    };
    assert_eq!(
        conference(&[SOCIAL_CARE, SCHOOL, HEALTH]),
        ["QUORUM-CONFERENCE #1 case: Met by #1 on 2026-03-16"]
    );
    assert_eq!(
        conference(&[SOCIAL_CARE, SCHOOL, SCHOOL]),
        ["QUORUM-CONFERENCE #1 case: NotMet (not recorded as present: other agencies: 1 more)"]
    );
    assert_eq!(
        conference(&[POLICE, HEALTH]),
        ["QUORUM-CONFERENCE #1 case: NotMet (not recorded as present: children's social care)"]
    );
}

fn nominate(case: &mut Case, on: &str, seat: &str, who: u128, police: Value) {
    let body = json!({
        "practitioner": id(who), "agency": id(SOCIAL_CARE), "seat": seat, "by": id(SOCIAL_CARE),
        "police_status": police,
    });
    case.add_team(on, json!({"MemberNominated": body}));
}

/// A team established on 1 June 2026 with a social worker, whom nobody covers, and a police member.
fn team() -> Case {
    let mut case = Case::new();
    let body = json!({"name": "North team", "authority": id(SOCIAL_CARE)});
    case.add_team("2026-06-01", json!({"TeamEstablished": body}));
    nominate(&mut case, "2026-06-01", "education", WORKER, json!("not_recorded"));
    nominate(&mut case, "2026-06-01", "social_worker", WORKER, json!("not_recorded"));
    nominate(&mut case, "2026-06-01", "health", WORKER, json!("not_recorded"));
    nominate(&mut case, "2026-06-01", "police", WORKER, recorded("relevant_employee"));
    case
}

fn early(case: &mut Case) {
    let team_composition_from = Some(day("2026-07-01"));
    case.adopt("2026-01-01", LocalRules { team_composition_from, ..LocalRules::default() });
}

#[test]
fn team_members_are_not_asked_for_before_commencement_or_early_adoption() {
    let mut case = team();
    let not_yet = "TEAM-MEMBERS #4096 Health: NotEngaged (not yet in force)";
    assert_eq!(case.shown("TEAM-MEMBERS", "2026-07-10")[2], not_yet);
    early(&mut case);
    assert_eq!(case.shown("TEAM-MEMBERS", "2026-06-30")[2], not_yet);
    assert_eq!(
        case.shown("TEAM-MEMBERS", "2026-07-10"),
        [
            "TEAM-MEMBERS #4096 Education: Met",
            "TEAM-MEMBERS #4096 SocialWorker: Met",
            "TEAM-MEMBERS #4096 Health: Met",
            "TEAM-MEMBERS #4096 Police: Met",
        ]
    );
}

#[test]
fn cover_fills_a_seat_for_its_days() {
    let mut case = team();
    early(&mut case);
    let stood_down = json!({"practitioner": id(WORKER), "seat": "health"});
    case.add_team("2026-07-13", json!({"MemberStoodDown": stood_down}));
    let cover = json!({
        "seat": "health", "practitioner": id(OTHER_WORKER), "agency": id(HEALTH),
        "from": "2026-07-20", "to": "2026-07-24",
    });
    case.add_team("2026-07-14", json!({"CoverArranged": cover}));
    nominate(&mut case, "2026-08-03", "health", OTHER_WORKER, json!("not_recorded"));
    let health = |now: &str| case.shown("TEAM-MEMBERS", now)[2].clone();
    assert_eq!(health("2026-07-12"), "TEAM-MEMBERS #4096 Health: Met");
    assert_eq!(
        health("2026-07-15"),
        "TEAM-MEMBERS #4096 Health: NotMet, gap 2026-07-13 to now (no member and no cover; asked for by local adoption)"
    );
    assert_eq!(
        health("2026-07-24"),
        "TEAM-MEMBERS #4096 Health: Met, gap 2026-07-13 to 2026-07-19"
    );
    assert_eq!(
        health("2026-08-10"),
        "TEAM-MEMBERS #4096 Health: Met, gap 2026-07-13 to 2026-07-19, gap 2026-07-25 to 2026-08-02"
    );
    let mut in_force = team();
    let basis = LegalBasis::MultiAgencyTeam;
    let commencement = vec![Commencement { basis, from: day("2026-07-01") }];
    in_force.adopt("2026-01-01", LocalRules { commencement, ..LocalRules::default() });
    let stood_down = json!({"practitioner": id(WORKER), "seat": "education"});
    in_force.add_team("2026-07-13", json!({"MemberStoodDown": stood_down}));
    assert_eq!(
        in_force.shown("TEAM-MEMBERS", "2026-07-15")[0],
        "TEAM-MEMBERS #4096 Education: Breached, gap 2026-07-13 to now (no member and no cover)"
    );
}

#[test]
fn the_police_member_is_a_constable_or_relevant_police_employee() {
    let mut case = team();
    early(&mut case);
    let stood_down = json!({"practitioner": id(WORKER), "seat": "police"});
    case.add_team("2026-07-13", json!({"MemberStoodDown": stood_down}));
    nominate(&mut case, "2026-07-13", "police", OTHER_WORKER, json!("not_recorded"));
    let police = |case: &Case| case.shown("TEAM-MEMBERS", "2026-07-20")[3].clone();
    assert_eq!(
        police(&case),
        "TEAM-MEMBERS #4096 Police: NotCertain (whether the member is a constable or relevant police employee is not recorded)"
    );
    nominate(&mut case, "2026-07-14", "police", WORKER, recorded("constable"));
    assert_eq!(police(&case), "TEAM-MEMBERS #4096 Police: Met");
}
