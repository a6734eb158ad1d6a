//! Samples of the chapter `concern`.

use candour_domain::case::concern::{
    AgreementAnswer, AgreementSought, Channel, ConcernEvent, ConcernRaised, ContactDecided,
    ContactReceived, Danger, FamilyTold, ReferralDecided, ReferrerInformed, Wording,
};
use candour_domain::code::{ContactOutcome, ReferralOutcome, ReferralSource};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::text::Text;

use super::surroundings::{grounds, named, recorded, said};
use super::{GRANDMOTHER, MOTHER, SCHOOL, entry};

pub(super) fn concern_raised() -> ConcernRaised {
    ConcernRaised {
        raised_by: recorded(Speaker::Person(GRANDMOTHER)),
        account: Text::new("She heard shouting at the flat and saw the child crying on the stairs"),
        wording: recorded(Wording::Summary),
        danger: recorded(Danger::NotKnown),
        family_told: recorded(FamilyTold::NotTold(Text::new("Telling them did not feel safe"))),
    }
}

pub(super) fn all() -> Vec<ConcernEvent> {
    vec![
        ConcernEvent::ConcernRaised(concern_raised()),
        ConcernEvent::ContactReceived(ContactReceived {
            source: recorded(ReferralSource::School),
            channel: recorded(Channel::SecurePortal),
            account: Text::new("The school passes on what the grandmother said at the gate"),
            received: vec![entry("ConcernRaised")],
        }),
        ConcernEvent::ContactDecided(ContactDecided {
            contact: named("ContactReceived"),
            outcome: recorded(ContactOutcome::NewReferral),
            as_written: said("Progress to referral"),
            account: said("Both children are to be seen this week"),
            grounds: grounds(&["ConcernRaised", "ContactReceived"]),
        }),
        ConcernEvent::ReferralDecided(ReferralDecided {
            contact: named("ContactReceived"),
            outcome: recorded(ReferralOutcome::SingleAssessment),
            as_written: said("Single assessment, allocate this week"),
            account: said("The manager read the contact and rang the school"),
            grounds: grounds(&["ContactReceived"]),
        }),
        ConcernEvent::ReferrerInformed(ReferrerInformed {
            decision: named("ReferralDecided"),
            to: Recipient::Unit { agency: SCHOOL, unit: Text::new("the safeguarding lead") },
            channel: recorded(Channel::Telephone),
        }),
        ConcernEvent::AgreementSought(AgreementSought {
            from: vec![MOTHER],
            to: Text::new("that the health visitor is asked"),
            answer: AgreementAnswer::Refused(said("She wants to speak to someone first")),
        }),
    ]
}
