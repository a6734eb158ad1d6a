//! Family group decision making is offered in the letter before proceedings. An application that no
//! letter came before is not asked for one.

use crate::case::CaseEvent;
use crate::case::fgdm::InLetter;
use crate::case::proceedings::{LetterBeforeProceedingsSent, OfferInLetter, ProceedingsEvent};
use crate::recorded::Recorded;
use crate::time::Certainty;

use super::super::instance::{Duty, Status, Subject};
use super::super::rule::RuleCode;
use super::super::scene::{Fact, InForce};
use super::Guard;

/// Each letter that came before the application, for each child that both are about.
pub(super) fn letters(guards: &[Guard<'_, '_>]) -> Vec<Duty> {
    let Some(any) = guards.first() else { return Vec::new() };
    let mut duties = Vec::new();
    for fact in &any.scene.facts {
        let CaseEvent::Proceedings(ProceedingsEvent::LetterBeforeProceedingsSent(letter)) =
            fact.event
        else {
            continue;
        };
        let about: Vec<_> = guards.iter().filter(|guard| guard.bears(fact)).collect();
        if about.is_empty() || any.application.at.before(fact.at) == Certainty::Yes {
            continue;
        }
        let of = |guard: &Guard<'_, '_>, subject| {
            guard.answered(guard.duty(RuleCode::FgdmLetter, subject), fact.id)
        };
        match any.in_force(fact) {
            InForce::No => {
                let why = "not yet in force when the letter was sent";
                duties.push(of(any, Subject::Case).stands(Status::NotEngaged, why));
            }
            InForce::NotCertain => {
                let why = "not certain whether it was in force when the letter was sent";
                duties.extend(
                    about
                        .into_iter()
                        .map(|guard| of(guard, guard.subject()).stands(Status::NotCertain, why)),
                );
            }
            InForce::Yes => {
                duties.extend(about.into_iter().map(|guard| guard.letter(fact, letter)));
            }
        }
    }
    duties
}

impl Guard<'_, '_> {
    fn letter(&self, fact: &Fact<'_>, letter: &LetterBeforeProceedingsSent) -> Duty {
        let duty = self.duty(RuleCode::FgdmLetter, self.subject());
        let duty = self.answered(duty, fact.id);
        let offered = self
            .offers()
            .iter()
            .any(|offer| offer.offered.in_letter == Recorded::Recorded(InLetter::InLetter));
        match letter.fgdm_offer {
            Recorded::Recorded(OfferInLetter::Contained) => Duty { status: Status::Met, ..duty },
            Recorded::NotRecorded if offered => {
                duty.stands(Status::Met, "an offer is recorded as made in the letter")
            }
            Recorded::NotRecorded => {
                duty.stands(Status::NotCertain, "whether it contains the offer is not recorded")
            }
            Recorded::Recorded(OfferInLetter::NotContained) => match self.not_offered(fact, None) {
                Some((_, why)) => duty.stands(Status::Excused, why),
                None => duty.stands(Status::Breached, "the letter does not contain the offer"),
            },
        }
    }
}
