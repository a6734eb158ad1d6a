//! Samples of the chapter `child`.

use candour_domain::case::child::{
    AdvocateAnswer, AdvocateOffered, Alone, Bedroom, Body, ChildEvent, ChildSeen,
    ChildVoiceRecorded, FedBackToChild, Interpreter, ParentSeen, Seen, Sight, ViewsWeighed, Visit,
    VoiceMethod,
};
use candour_domain::meeting::Attendee;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

use super::surroundings::{recorded, said};
use super::{CHILD, MOTHER, OTHER_CHILD, entry};

pub(super) fn all() -> Vec<ChildEvent> {
    vec![
        ChildEvent::ChildSeen(ChildSeen {
            sights: vec![
                Sight {
                    child: CHILD,
                    seen: Seen::Seen,
                    alone: recorded(Alone::Alone),
                    body: recorded(Body::AreaSeen),
                    area: said("Both arms"),
                    bedroom: recorded(Bedroom::Seen),
                },
                Sight {
                    child: OTHER_CHILD,
                    seen: Seen::NotSeen,
                    alone: Recorded::NotRecorded,
                    body: Recorded::NotRecorded,
                    area: Recorded::NotRecorded,
                    bedroom: Recorded::NotRecorded,
                },
            ],
            account: Text::new("She showed her room and her drawings; her brother was asleep"),
            visit: recorded(Visit::Unannounced),
            present: vec![Attendee::Person(MOTHER)],
            interpreter: recorded(Interpreter::NotNeeded),
        }),
        ChildEvent::ParentSeen(ParentSeen {
            parent: MOTHER,
            account: Text::new("She said that he has not been back since"),
            alone: recorded(Alone::NotAlone),
        }),
        ChildEvent::ChildVoiceRecorded(ChildVoiceRecorded {
            child: CHILD,
            words: Text::new("“I go in the cupboard when it gets loud”"),
            how: recorded(VoiceMethod::OwnWords),
        }),
        ChildEvent::ViewsWeighed(ViewsWeighed {
            voices: vec![entry("ChildVoiceRecorded")],
            account: Text::new("What she said led to the visit being brought forward"),
        }),
        ChildEvent::FedBackToChild(FedBackToChild {
            child: CHILD,
            account: Text::new("That what she said was written down, and who will read it"),
        }),
        ChildEvent::AdvocateOffered(AdvocateOffered {
            child: CHILD,
            answer: recorded(AdvocateAnswer::Accepted),
        }),
    ]
}
