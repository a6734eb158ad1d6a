//! Tests of the code sets: each is compared whole with the list its source publishes, written
//! here a second time on purpose.

use std::fmt::Debug;

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_json::{Value, json};

use super::*;

/// Collects the codes that the schema of a set allows, whether or not its variants are described.
fn codes_in_schema<T: JsonSchema>() -> Vec<Value> {
    let schema = schema_for!(T).to_value();
    let plain = schema["enum"].as_array().into_iter().flatten().cloned();
    let described = schema["oneOf"].as_array().into_iter().flatten().flat_map(|one| {
        let constant = one.get("const").cloned();
        constant.into_iter().chain(one["enum"].as_array().into_iter().flatten().cloned())
    });
    plain.chain(described).collect()
}

/// Compares a whole set, its schema and both directions of every code with the published list.
fn assert_set<T>(all: &[T], published: &str)
where
    T: Copy + Debug + PartialEq + Serialize + DeserializeOwned + JsonSchema,
{
    let published: Vec<&str> = published.split_whitespace().collect();
    let codes: Vec<&str> = all.iter().filter_map(code_of).collect();
    assert_eq!(codes, published);
    assert_eq!(
        codes_in_schema::<T>(),
        published.iter().map(|code| json!(code)).collect::<Vec<_>>()
    );
    let read: Vec<Option<T>> = published.iter().map(|code| from_code(code)).collect();
    assert_eq!(read, all.iter().copied().map(Some).collect::<Vec<_>>());
    for (value, code) in all.iter().zip(&published) {
        assert_eq!(serde_json::to_value(value).unwrap(), json!(code));
        assert_eq!(serde_json::from_value::<T>(json!(code)).unwrap(), *value);
    }
    for unknown in ["", " ", "?", "N10", "99", "nfa", "NotRecorded", "1a"] {
        assert_eq!(from_code::<T>(unknown), None);
    }
}

#[test]
fn referral_source_is_the_whole_set() {
    let published = "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10";
    assert_set(ReferralSource::ALL, published);
}

#[test]
fn primary_need_is_the_whole_set() {
    let published = "N1 N2 N3 N4 N5 N6 N7 N8 N9 N0";
    assert_set(PrimaryNeed::ALL, published);
}

#[test]
fn reason_for_closure_is_the_whole_set() {
    let published = "RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9";
    assert_set(ReasonForClosure::ALL, published);
}

#[test]
fn assessment_factor_is_the_whole_set() {
    let published = "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A \
        10A 11A 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A";
    assert_set(AssessmentFactor::ALL, published);
}

#[test]
fn category_of_abuse_is_the_whole_set() {
    let published = "NEG PHY SAB EMO MUL";
    assert_set(CategoryOfAbuse::ALL, published);
}

#[test]
fn disability_is_the_whole_set() {
    let published = "NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA";
    assert_set(Disability::ALL, published);
}

#[test]
fn sex_is_the_whole_set() {
    let published = "M F U";
    assert_set(Sex::ALL, published);
}

#[test]
fn upn_unknown_is_the_whole_set() {
    let published = "UN1 UN2 UN3 UN4 UN5 UN6 UN7";
    assert_set(UpnUnknown::ALL, published);
}

#[test]
fn ethnicity_is_the_whole_set() {
    let published = "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR \
        BOTH CHNE OOTH REFU NOBT";
    assert_set(Ethnicity::ALL, published);
}

#[test]
fn child_participation_is_the_whole_set() {
    let published = "PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7";
    assert_set(ChildParticipation::ALL, published);
}

#[test]
fn worker_change_reason_is_the_whole_set() {
    let published = "MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS";
    assert_set(WorkerChangeReason::ALL, published);
}

#[test]
fn legal_gateway_outcome_is_the_whole_set() {
    let published = "A B C D";
    assert_set(LegalGatewayOutcome::ALL, published);
}

#[test]
fn pre_proceedings_outcome_is_the_whole_set() {
    let published = "A B C";
    assert_set(PreProceedingsOutcome::ALL, published);
}

#[test]
fn short_notice_reason_is_the_whole_set() {
    let published = "A B C";
    assert_set(ShortNoticeReason::ALL, published);
}

#[test]
fn contact_outcome_is_the_whole_set() {
    let published = "NEW_REFERRAL EXISTING_REFERRAL CP_ENQUIRY NFA NON_AGENCY_ADOPTION \
        PRIVATE_FOSTERING ADVICE MISSING OLA_CP OTHER_OUTCOMES";
    assert_set(ContactOutcome::ALL, published);
}

#[test]
fn referral_outcome_is_the_whole_set() {
    let published = "SINGLE_ASSESSMENT NFA STRATEGY_DISCUSSION CLA_REQUEST NON_AGENCY_ADOPTION \
        PRIVATE_FOSTERING CP_TRANSFER_IN CP_CONFERENCE CARE_LEAVER OTHER";
    assert_set(ReferralOutcome::ALL, published);
}

#[test]
fn assessment_outcome_is_the_whole_set() {
    let published = "NFA NFA_S47_END STRATEGY_DISCUSSION CLA_REQUEST PRIVATE_FOSTERING \
        LEGAL_ACTION PROV_OF_SERVICES PROV_OF_SB_CARE SPECIALIST_ASSESSMENT \
        REFERRAL_TO_OTHER_AGENCY OTHER";
    assert_set(AssessmentOutcome::ALL, published);
}

#[test]
fn enquiry_outcome_is_the_whole_set() {
    let published = "NFA LEGAL_ACTION PROV_OF_SERVICES PROV_OF_SB_CARE CP_CONFERENCE \
        NFA_CONTINUE_SINGLE MONITOR OTHER";
    assert_set(EnquiryOutcome::ALL, published);
}

#[test]
fn order_kind_is_the_whole_set() {
    let published = "ICO CO SO PO SGO CAO EPO";
    assert_set(OrderKind::ALL, published);
}

#[test]
fn agency_category_is_the_whole_set() {
    let published = "S11 EDU_CHILDCARE CONTRACTED";
    assert_set(AgencyCategory::ALL, published);
}

#[test]
fn fgdm_not_offered_reason_is_the_whole_set() {
    let published = "DOMESTIC_ABUSE RISK_TO_CHILD WHEREABOUTS_UNKNOWN NO_ONE_TRACEABLE \
        URGENT_APPLICATION ALREADY_HELD OTHER";
    assert_set(FgdmNotOfferedReason::ALL, published);
}

#[test]
fn fgdm_decline_reason_is_the_whole_set() {
    let published = "FAMILY_NOT_WANTED NO_NETWORK DISTRUST_OF_AUTHORITY CONFLICT_OR_ABUSE \
        TIMING CULTURE_OR_LANGUAGE OTHER_PROCESS_PREFERRED DECLINED_TO_SAY";
    assert_set(FgdmDeclineReason::ALL, published);
}

#[test]
fn fgdm_not_held_reason_is_the_whole_set() {
    let published = "WITHDRAWN NOT_IN_BEST_INTERESTS NO_QUORUM_OF_FAMILY CHILD_MOVED \
        AUTHORITY_DECISION ISSUED_URGENTLY";
    assert_set(FgdmNotHeldReason::ALL, published);
}

#[test]
fn case_stage_is_the_whole_set() {
    let published = "EH CIN CP PP CLA";
    assert_set(CaseStage::ALL, published);
}

#[test]
fn retired_factors_are_refused() {
    assert_eq!(from_code::<AssessmentFactor>("18A"), None);
    assert_eq!(from_code::<AssessmentFactor>("19A"), None);
}

#[test]
fn the_name_of_a_variant_is_not_a_code() {
    assert_eq!(from_code::<Sex>("Female"), None);
    assert_eq!(from_code::<CategoryOfAbuse>("Neglect"), None);
}

#[test]
fn only_a_plain_code_has_a_code() {
    assert_eq!(code_of(&ReferralSource::HealthVisitor), Some("3B"));
    assert_eq!(code_of(&"3B"), None);
    assert_eq!(code_of(&3), None);
    assert_eq!(code_of(&Some(ReferralSource::HealthVisitor)), None);
    assert_eq!(code_of(&[ReferralSource::HealthVisitor]), None);
}

#[test]
fn a_child_may_be_harmed_by_a_child_or_by_an_adult() {
    assert_eq!(from_code("18B"), Some(AssessmentFactor::PhysicalAbuseByChild));
    assert_eq!(from_code("18C"), Some(AssessmentFactor::PhysicalAbuseByAdult));
    assert_eq!(from_code("19B"), Some(AssessmentFactor::SexualAbuseByChild));
    assert_eq!(from_code("19C"), Some(AssessmentFactor::SexualAbuseByAdult));
}
