//! Family group decision making is held before the application, where somebody to whom it was
//! offered accepts. Whether what was held settled anything is not asked.

use crate::case::fgdm::{FgdmEvent, FgdmException};
use crate::identifier::PersonId;
use crate::recorded::Antecedent;

use super::super::instance::{Duty, Status, Subject};
use super::super::rule::RuleCode;
use super::{Before, Guard, Offer, because};

/// The meetings that acceptances oblige; where none does for any child, that, once.
pub(super) fn meetings(guards: &[Guard<'_, '_>]) -> Vec<Duty> {
    let none = |guard: &Guard<'_, '_>, subject| {
        let why = "nobody to whom the offer was made had accepted it";
        guard.duty(RuleCode::FgdmMeeting, subject).stands(Status::NotEngaged, why)
    };
    let accepted: Vec<_> = guards.iter().map(|guard| (guard, guard.accepted())).collect();
    if accepted.iter().all(|(_, people)| people.is_empty()) {
        return guards.first().map(|guard| none(guard, Subject::Case)).into_iter().collect();
    }
    let mut duties = Vec::new();
    for (guard, people) in accepted {
        if people.is_empty() {
            duties.push(none(guard, guard.subject()));
        }
        duties.extend(people.into_iter().map(|(person, before)| guard.meeting(person, before)));
    }
    duties
}

impl Guard<'_, '_> {
    /// Whoever had accepted and had not taken that back.
    fn accepted(&self) -> Vec<(PersonId, Before)> {
        let offers = self.offers();
        self.eligible(&offers)
            .into_iter()
            .filter_map(|person| Some((person, self.acceptance(person, &offers)?)))
            .collect()
    }

    /// Whether the acceptance of a person to whom the offer was made stood by then.
    fn acceptance(&self, person: PersonId, offers: &[Offer<'_>]) -> Option<Before> {
        let to_them = |offer: &&Offer<'_>| offer.offered.to == person;
        // An offer that is not on record may have been made to them; that is not certain.
        let answers = |offer: Antecedent| match offer {
            Antecedent::Named(entry) => offers
                .iter()
                .filter(to_them)
                .any(|offer| offer.id == entry)
                .then_some(Before::Certainly),
            Antecedent::NotInThisLedger if offers.iter().any(|offer| to_them(&offer)) => {
                Some(Before::Certainly)
            }
            Antecedent::NotInThisLedger => Some(Before::Perhaps),
        };
        let mut standing = None;
        for (_, event, before) in self.earlier(self.application) {
            let (offer, by, accepts) = match event {
                FgdmEvent::FgdmAccepted(it) => (it.offer, it.by, true),
                FgdmEvent::FgdmDeclined(it) => (it.offer, it.by, false),
                FgdmEvent::FgdmAnswerWithdrawn(it) => (it.offer, it.by, false),
                FgdmEvent::FgdmConsidered(_)
                | FgdmEvent::FgdmOffered(_)
                | FgdmEvent::FgdmInvited(_)
                | FgdmEvent::FgdmNotOffered(_)
                | FgdmEvent::FgdmNotHeld(_)
                | FgdmEvent::FgdmDeferred(_)
                | FgdmEvent::FgdmNoAnswer(_)
                | FgdmEvent::FgdmPrepared(_)
                | FgdmEvent::FgdmHeld(_)
                | FgdmEvent::FamilyPlanProposed(_)
                | FgdmEvent::FamilyPlanAnswered(_)
                | FgdmEvent::FamilyPlanReviewed(_)
                | FgdmEvent::FgdmOutcomeRecorded(_) => continue,
            };
            if by != person {
                continue;
            }
            let Some(of_theirs) = answers(offer) else { continue };
            standing = match (accepts, before.max(of_theirs)) {
                (true, certainty) => Some(certainty),
                (false, Before::Certainly) => None,
                (false, Before::Perhaps) => standing.map(|_| Before::Perhaps),
            };
        }
        standing
    }

    fn meeting(&self, person: PersonId, accepted: Before) -> Duty {
        let duty = self.duty_to(RuleCode::FgdmMeeting, person);
        let mut perhaps = None;
        for (fact, event, before) in self.earlier(self.application) {
            let (entry, found) = if let FgdmEvent::FgdmHeld(_) = event {
                (fact.id, None)
            } else if let FgdmEvent::FgdmNotHeld(it) = event
                && it.exception == FgdmException::BestInterests
            {
                (fact.id, Some(because(it.grounds.rationale.value())))
            } else {
                continue;
            };
            match (before, found) {
                (Before::Certainly, None) => {
                    return Duty { status: Status::Met, ..self.answered(duty, entry) };
                }
                (Before::Certainly, Some(why)) => {
                    return self.answered(duty, entry).stands(Status::Excused, why);
                }
                (Before::Perhaps, _) => perhaps = Some(entry),
            }
        }
        if let Some(entry) = perhaps {
            let why = "not certain whether it was before the application";
            return self.answered(duty, entry).stands(Status::NotCertain, why);
        }
        match accepted {
            Before::Certainly => duty.stands(
                Status::Breached,
                "accepted, and no meeting is recorded before the application",
            ),
            Before::Perhaps => {
                duty.stands(Status::NotCertain, "not certain whether an acceptance stood by then")
            }
        }
    }
}
