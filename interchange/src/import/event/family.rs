//! Rows of family group decision making: offered, invited, answered, held.

use candour_domain::case::CaseEvent;
use candour_domain::case::fgdm::{
    FgdmAccepted, FgdmAnswerWithdrawn, FgdmDeclined, FgdmDeferred, FgdmEvent, FgdmHeld,
    FgdmInvited, FgdmOffered, OfferCapacity,
};
use candour_domain::identifier::PersonId;
use candour_domain::identity::Responsibility;
use candour_domain::recorded::Recorded;

use super::Builder;
use crate::import::cell::shown;
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::name::fold;

impl Builder<'_> {
    pub(super) fn fgdm_offered(&mut self) -> Result<CaseEvent, Problem> {
        let to = self.one_person()?;
        Ok(CaseEvent::Fgdm(FgdmEvent::FgdmOffered(FgdmOffered {
            to,
            capacity: self.capacity(to),
            statutory: Recorded::NotRecorded,
            stage: Recorded::NotRecorded,
            in_letter: Recorded::NotRecorded,
            how: Recorded::NotRecorded,
            account: self.account(),
        })))
    }

    /// A mother or father is offered it as a parent; otherwise whoever holds parental
    /// responsibility as its holder. The list of people says which.
    fn capacity(&self, person: PersonId) -> Recorded<OfferCapacity> {
        let Some(relation) = self.directory().relations.get(&person) else {
            return Recorded::NotRecorded;
        };
        if relation.relationship.as_deref().is_some_and(is_parent) {
            Recorded::Recorded(OfferCapacity::Parent)
        } else if relation.responsibility == Some(Responsibility::Holds) {
            Recorded::Recorded(OfferCapacity::ParentalResponsibilityHolder)
        } else {
            Recorded::NotRecorded
        }
    }

    pub(super) fn fgdm_invited(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Fgdm(FgdmEvent::FgdmInvited(FgdmInvited {
            who: self.one_person()?,
            account: self.account(),
        })))
    }

    pub(super) fn fgdm_answer(&mut self) -> Result<CaseEvent, Problem> {
        const ANSWERS: &str = "accepted, declined, deferred, withdrawn";
        let given = self.decision_words();
        let given = given.ok_or_else(|| self.refuse(Column::Decision, Fault::EmptyCell))?;
        let (offer, account) = (self.only_antecedent()?, self.account());
        let by = match self.links.answerer(self.linked) {
            Some(by) => by,
            None => self.one_person()?,
        };
        let event = match fold(given).as_str() {
            "accepted" => FgdmEvent::FgdmAccepted(FgdmAccepted { offer, by, account }),
            "declined" => FgdmEvent::FgdmDeclined(FgdmDeclined {
                offer,
                by,
                reason: Recorded::NotRecorded,
                account,
            }),
            "deferred" => FgdmEvent::FgdmDeferred(FgdmDeferred {
                offer,
                by,
                until: None,
                reason: Recorded::NotRecorded,
                account,
            }),
            "withdrawn" => {
                FgdmEvent::FgdmAnswerWithdrawn(FgdmAnswerWithdrawn { offer, by, account })
            }
            _ => {
                let fault = Fault::NotOneOf { given: shown(given), known: ANSWERS };
                return Err(self.refuse(Column::Decision, fault));
            }
        };
        Ok(CaseEvent::Fgdm(event))
    }

    pub(super) fn fgdm_held(&mut self) -> CaseEvent {
        CaseEvent::Fgdm(FgdmEvent::FgdmHeld(FgdmHeld {
            offer: self.antecedent(),
            meeting: self.meeting(),
            child_attended: Recorded::NotRecorded,
            private_time: Recorded::NotRecorded,
            account: self.account(),
        }))
    }
}

/// Whether a relationship is that of a mother or father: "mother of Mia", never "mother's partner".
fn is_parent(relationship: &str) -> bool {
    let plain = fold(relationship);
    let plain = plain.strip_prefix("birth ").unwrap_or(&plain);
    let plain = plain.strip_prefix("adoptive ").unwrap_or(plain);
    ["mother", "father", "parent"].iter().any(|parent| {
        plain.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "))
    })
}

#[cfg(test)]
mod tests {
    use super::is_parent;

    #[test]
    fn a_mothers_partner_is_no_parent_and_a_grandmother_is_none() {
        let of =
            ["mother of Mia and Theo", "Father", "birth mother", "mother's partner", "grandmother"];
        assert_eq!(of.map(is_parent), [true, true, true, false, false]);
    }
}
