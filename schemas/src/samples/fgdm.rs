//! Samples of the chapter `fgdm`.

use candour_domain::case::fgdm::{
    ChildAttended, DeferReason, FamilyPlanAnswer, FamilyPlanAnswered, FamilyPlanProposed,
    FamilyPlanReviewed, FgdmAccepted, FgdmAnswerWithdrawn, FgdmConsidered, FgdmDeclined,
    FgdmDeferred, FgdmEvent, FgdmException, FgdmHeld, FgdmInvited, FgdmNoAnswer, FgdmNotHeld,
    FgdmNotOffered, FgdmOffered, FgdmOutcomeRecorded, FgdmPrepared, FgdmView, InLetter,
    OfferCapacity, PrivateTime, Statutory,
};
use candour_domain::code::{CaseStage, FgdmDeclineReason, FgdmNotHeldReason, FgdmNotOfferedReason};
use candour_domain::text::Text;

use super::surroundings::{day, grounds, meeting, named, recorded, said};
use super::{GRANDMOTHER, MOTHER};

pub(super) fn all() -> Vec<FgdmEvent> {
    let mut events = offered();
    events.extend(answered());
    events.extend(held());
    events
}

fn offered() -> Vec<FgdmEvent> {
    vec![
        FgdmEvent::FgdmConsidered(FgdmConsidered {
            view: recorded(FgdmView::Offer),
            grounds: grounds(&["ChildSeen"]),
        }),
        FgdmEvent::FgdmOffered(FgdmOffered {
            to: MOTHER,
            capacity: recorded(OfferCapacity::Parent),
            statutory: recorded(Statutory::Voluntary),
            stage: recorded(CaseStage::ChildProtection),
            in_letter: recorded(InLetter::NotInLetter),
            how: said("At home, in English, with a leaflet"),
            account: said("What it is, who could come, and that she may say no"),
        }),
        FgdmEvent::FgdmInvited(FgdmInvited {
            who: GRANDMOTHER,
            account: said("She would like to come and to bring her sister"),
        }),
        FgdmEvent::FgdmNotOffered(FgdmNotOffered {
            exception: FgdmException::BestInterests,
            reason: recorded(FgdmNotOfferedReason::DomesticAbuse),
            grounds: grounds(&["ChildVoiceRecorded"]),
        }),
        FgdmEvent::FgdmNotHeld(FgdmNotHeld {
            offer: named("FgdmOffered"),
            exception: FgdmException::AnotherReason,
            reason: recorded(FgdmNotHeldReason::NoQuorumOfFamily),
            grounds: grounds(&["FgdmOffered"]),
        }),
    ]
}

fn answered() -> Vec<FgdmEvent> {
    vec![
        FgdmEvent::FgdmAccepted(FgdmAccepted {
            offer: named("FgdmOffered"),
            by: MOTHER,
            account: said("“If my mum can be there, yes”"),
        }),
        FgdmEvent::FgdmDeclined(FgdmDeclined {
            offer: named("FgdmInvited"),
            by: GRANDMOTHER,
            reason: recorded(FgdmDeclineReason::Timing),
            account: said("“Not while I am in hospital”"),
        }),
        FgdmEvent::FgdmDeferred(FgdmDeferred {
            offer: named("FgdmOffered"),
            by: MOTHER,
            until: Some(day(4, 20)),
            reason: recorded(DeferReason::LegalAdvice),
            account: said("“I want to ask my solicitor”"),
        }),
        FgdmEvent::FgdmAnswerWithdrawn(FgdmAnswerWithdrawn {
            offer: named("FgdmOffered"),
            by: MOTHER,
            account: said("“I have changed my mind”"),
        }),
        FgdmEvent::FgdmNoAnswer(FgdmNoAnswer { offer: named("FgdmInvited"), by: GRANDMOTHER }),
    ]
}

fn held() -> Vec<FgdmEvent> {
    vec![
        FgdmEvent::FgdmPrepared(FgdmPrepared {
            contacted: vec![MOTHER, GRANDMOTHER],
            advocate: said("An advocate whom the child met twice"),
            account: said("The venue, the food, who must not meet whom"),
        }),
        FgdmEvent::FgdmHeld(FgdmHeld {
            offer: named("FgdmOffered"),
            meeting: meeting(),
            account: said("Eleven came, and it ran into the evening"),
            child_attended: recorded(ChildAttended::ThroughAdvocate),
            private_time: recorded(PrivateTime::Had),
        }),
        FgdmEvent::FamilyPlanProposed(FamilyPlanProposed {
            meeting: named("FgdmHeld"),
            plan: Text::new("Grandmother takes her on Fridays; the aunt rings each evening"),
        }),
        FgdmEvent::FamilyPlanAnswered(FamilyPlanAnswered {
            plan: named("FamilyPlanProposed"),
            answer: FamilyPlanAnswer::AgreedInPart,
            reason: said("All but the overnight stays, until the lock is changed"),
        }),
        FgdmEvent::FamilyPlanReviewed(FamilyPlanReviewed {
            plan: named("FamilyPlanProposed"),
            working: said("Fridays work; the calls stopped in May"),
        }),
        FgdmEvent::FgdmOutcomeRecorded(FgdmOutcomeRecorded {
            meeting: named("FgdmHeld"),
            after_months: 6,
            living: said("With her mother"),
            legal: said("No order"),
        }),
    ]
}
