//! In which post a practitioner acts: the one that they took last and have not left, by the entries of their own
//! stream. It does not say for which agency somebody acts who holds none.

use candour_domain::effective::{OnRecord, effective};
use candour_domain::entry::Entry;
use candour_domain::event::Event;
use candour_domain::identifier::PractitionerId;
use candour_domain::party::Actor;
use candour_domain::practitioner::{PostLeft, PostTaken, PractitionerEvent};
use candour_domain::recorded::{Label, Recorded};

/// The posts that a practitioner holds, by the entries of their stream: the last that they took comes last.
pub(crate) fn posts(entries: &[Entry]) -> Vec<PostTaken> {
    let mut posts: Vec<PostTaken> = Vec::new();
    let standing = effective(entries, OnRecord::ALL);
    for entry in standing.iter().filter(|it| it.stands()) {
        match entry.event() {
            Event::Practitioner(PractitionerEvent::PostTaken(taken)) => posts.push(taken.clone()),
            Event::Practitioner(PractitionerEvent::PostLeft(left)) => {
                posts.retain(|it| !leaves(left, it));
            }
            Event::Practitioner(
                PractitionerEvent::PractitionerRegistered(_) | PractitionerEvent::Record(_),
            )
            | Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Team(_)
            | Event::Ledger(_) => {}
        }
    }
    posts
}

/// The post that a practitioner took last and has not left, by the entries of their stream.
pub(super) fn held(id: PractitionerId, entries: &[Entry]) -> Option<Actor> {
    posts(entries).pop().map(|PostTaken { agency, unit, post }| Actor {
        practitioner: Recorded::Recorded(id),
        post,
        unit,
        agency,
    })
}

/// Whether a leaving means a post.
fn leaves(left: &PostLeft, post: &PostTaken) -> bool {
    let same = |one: &Recorded<Label>, other: &Recorded<Label>| {
        one.value().is_none_or(|it| other.value() == Some(it))
    };
    left.agency == post.agency && same(&left.unit, &post.unit) && same(&left.post, &post.post)
}

#[cfg(test)]
mod tests {
    use candour_domain::identifier::AgencyId;
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(0x4000_8000_0000_0000_0000 + number)
    }

    #[test]
    fn a_post_that_was_left_is_not_the_one_that_somebody_acts_in() {
        let post = |agency: u128, post: &str| PostTaken {
            agency: AgencyId::new(id(agency)),
            unit: Recorded::NotRecorded,
            post: Recorded::Recorded(Label::parse(post).unwrap()),
        };
        let left = |agency: u128, post: Recorded<Label>| PostLeft {
            agency: AgencyId::new(id(agency)),
            unit: Recorded::NotRecorded,
            post,
        };
        let nurse = post(30, "School nurse");
        let same = Recorded::Recorded(Label::parse("School nurse").unwrap());
        let other = Recorded::Recorded(Label::parse("Head teacher").unwrap());
        let said = [
            leaves(&left(30, Recorded::NotRecorded), &nurse),
            leaves(&left(30, same), &nurse),
            leaves(&left(30, other), &nurse),
            leaves(&left(31, Recorded::NotRecorded), &nurse),
        ];
        assert_eq!(said, [true, true, false, false]);
    }
}
