//! The guards of s.31ZA of the Children Act 1989: family group decision making is offered, and where
//! somebody to whom it was offered accepts, held, before an application under Part 4.
//!
//! Declining is an answer and nothing more: it is never shown as non-co-operation. Nothing here says
//! whether an application should have been made.
//!
//! # Rules
//! - `guards_fire_only_on_an_application_under_part_4_after_commencement`: otherwise they are not
//!   engaged, and say why.
//! - `an_offer_before_the_application_meets_the_guard`: for the person to whom it was made.
//! - `not_offering_in_the_best_interests_of_the_child_excuses_the_offer_alone`: and no other reason
//!   does.
//! - `not_holding_in_the_best_interests_of_the_child_excuses_the_meeting_alone`: and no other
//!   reason does.
//! - `only_acceptance_by_somebody_to_whom_it_was_offered_obliges_the_meeting`: an acceptance by the
//!   family network obliges nothing, and nor does one that was taken back.
//! - `the_letter_contains_the_offer_or_the_offer_was_excused`: judged for each letter that came
//!   before.

use std::collections::BTreeSet;

use crate::basis::LegalBasis;
use crate::case::CaseEvent;
use crate::case::fgdm::{FgdmEvent, FgdmException, FgdmOffered, InLetter, Statutory};
use crate::case::proceedings::{
    ApplicationPart, LetterBeforeProceedingsSent, OfferInLetter, ProceedingsEvent,
};
use crate::identifier::{EntryId, PersonId};
use crate::recorded::{Antecedent, Recorded};
use crate::time::Certainty;

use super::emergency::part;
use super::instance::{Duty, Status, Subject};
use super::rule::RuleCode;
use super::scene::{Fact, InForce, Scene};

/// The guards as they bear on each application of the case.
pub(super) fn guards(scene: &Scene<'_>) -> Vec<Duty> {
    let mut duties = Vec::new();
    let mut applications = 0;
    for fact in &scene.facts {
        let CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(application)) =
            fact.event
        else {
            continue;
        };
        let guard = Guard { scene, application: fact };
        match part(application) {
            Some(ApplicationPart::Part4) => {
                applications += 1;
                duties.extend(guard.judge());
            }
            Some(ApplicationPart::Part5 | ApplicationPart::Other) => {}
            None => {
                applications += 1;
                let why = "under which part the application is, is not recorded";
                let status = match guard.in_force(fact) {
                    InForce::No => (Status::NotEngaged, "not yet in force"),
                    InForce::Yes | InForce::NotCertain => (Status::NotCertain, why),
                };
                duties.push(
                    guard.duty(RuleCode::FgdmOffer, Subject::Case).stands(status.0, status.1),
                );
            }
        }
    }
    if applications == 0 {
        let duty = Duty::untimed(RuleCode::FgdmOffer, None, Subject::Case);
        duties.push(duty.stands(Status::NotEngaged, "no application under Part 4"));
    }
    duties
}

/// How something compares with the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    Certainly,
    Perhaps,
}

struct Guard<'g, 's> {
    scene: &'g Scene<'s>,
    application: &'g Fact<'s>,
}

/// An offer that was made before the application, or may have been.
#[derive(Clone, Copy)]
struct Offer<'s> {
    id: EntryId,
    offered: &'s FgdmOffered,
    before: Before,
}

impl<'s> Guard<'_, 's> {
    fn duty(&self, rule: RuleCode, subject: Subject) -> Duty {
        Duty {
            counted_from: Some(self.application.at),
            ..Duty::untimed(rule, Some(self.application.id), subject)
        }
    }

    fn in_force(&self, fact: &Fact<'_>) -> InForce {
        self.scene.in_force(LegalBasis::FamilyGroupDecisionMaking, fact.at)
    }

    fn judge(&self) -> Vec<Duty> {
        let offer = || self.duty(RuleCode::FgdmOffer, Subject::Case);
        if !self.application.certain {
            let why = "not certain whether the application had been issued by then";
            return vec![offer().stands(Status::NotCertain, why)];
        }
        match self.in_force(self.application) {
            InForce::No => return vec![offer().stands(Status::NotEngaged, "not yet in force")],
            InForce::NotCertain => {
                let why = "not certain whether it was in force when the application was issued";
                return vec![offer().stands(Status::NotCertain, why)];
            }
            InForce::Yes => {}
        }
        let mut duties = self.offers_made();
        duties.extend(self.meetings());
        duties.extend(self.letters());
        duties
    }

    /// What of the FGDM chapter came before the application, or may have, about the same children.
    fn earlier(
        &self,
        than: &Fact<'_>,
    ) -> impl Iterator<Item = (&Fact<'s>, &'s FgdmEvent, Before)> + '_ {
        let than = than.at;
        self.scene.facts.iter().filter_map(move |fact| {
            let CaseEvent::Fgdm(event) = fact.event else { return None };
            let before = match fact.at.before(than) {
                Certainty::Yes => Before::Certainly,
                Certainty::NotCertain => Before::Perhaps,
                Certainty::No => return None,
            };
            fact.overlaps(self.application).then_some((fact, event, before))
        })
    }

    fn offers(&self) -> Vec<Offer<'s>> {
        self.earlier(self.application)
            .filter_map(|(fact, event, before)| {
                let FgdmEvent::FgdmOffered(offered) = event else { return None };
                Some(Offer { id: fact.id, offered, before })
            })
            .collect()
    }

    /// The decision not to offer, in the child's best interests.
    fn not_offered(&self, than: &Fact<'_>, person: Option<PersonId>) -> Option<(EntryId, String)> {
        self.earlier(than).find_map(|(fact, event, before)| {
            let FgdmEvent::FgdmNotOffered(it) = event else { return None };
            let about = fact.entry.about();
            let to_them = about.is_empty() || person.is_none_or(|person| about.contains(&person));
            let excepted = it.exception == FgdmException::BestInterests;
            (excepted && to_them && before == Before::Certainly)
                .then(|| (fact.id, because(it.grounds.rationale.value())))
        })
    }

    /// Parents and holders of parental responsibility, and whoever was offered a meeting as one.
    fn eligible(&self, offers: &[Offer<'_>]) -> BTreeSet<PersonId> {
        let children = self.application.children;
        self.scene
            .sources
            .responsible
            .iter()
            .filter(|one| children.is_empty() || children.contains(&one.child))
            .filter(|one| one.at(self.application.at))
            .map(|one| one.person)
            .chain(offers.iter().map(|offer| offer.offered.to))
            .collect()
    }

    fn offers_made(&self) -> Vec<Duty> {
        let offers = self.offers();
        let eligible = self.eligible(&offers);
        if eligible.is_empty() {
            let duty = self.duty(RuleCode::FgdmOffer, Subject::Case);
            return vec![match self.not_offered(self.application, None) {
                Some((entry, why)) => Duty {
                    answered_by: Some(entry),
                    ..duty.stands(Status::Excused, why)
                },
                None => duty.stands(
                    Status::Breached,
                    "no offer is recorded, and nobody is recorded as a parent or as holding parental responsibility",
                ),
            }];
        }
        eligible.into_iter().map(|person| self.offer_to(person, &offers)).collect()
    }

    fn offer_to(&self, person: PersonId, offers: &[Offer<'_>]) -> Duty {
        let duty = self.duty(RuleCode::FgdmOffer, Subject::Person(person));
        let statutory = |offer: &&Offer<'_>| {
            offer.offered.statutory != Recorded::Recorded(Statutory::Voluntary)
        };
        let certain = |offer: &&Offer<'_>| offer.before == Before::Certainly;
        let own: Vec<_> = offers.iter().filter(|offer| offer.offered.to == person).collect();
        if let Some(offer) = own.iter().copied().filter(statutory).find(certain) {
            return Duty { status: Status::Met, ..self.answered(duty, offer.id) };
        }
        if let Some((entry, why)) = self.not_offered(self.application, Some(person)) {
            return self.answered(duty, entry).stands(Status::Excused, why);
        }
        if let Some(offer) = own.first() {
            let why = match offer.before {
                Before::Certainly => "an offer is recorded, as made outside the statute",
                Before::Perhaps => "not certain whether the offer was made before the application",
            };
            return self.answered(duty, offer.id).stands(Status::NotCertain, why);
        }
        if offers.iter().filter(statutory).any(|offer| offer.before == Before::Certainly) {
            let why = "no offer to this person is recorded; one to another parent or holder is";
            return duty.stands(Status::NotCertain, why);
        }
        duty.stands(Status::Breached, "no offer is recorded before the application")
    }

    /// Whether somebody to whom the offer was made accepted it and had not taken that back.
    fn meetings(&self) -> Vec<Duty> {
        let offers = self.offers();
        let accepted: Vec<_> = self
            .eligible(&offers)
            .into_iter()
            .filter_map(|person| Some((person, self.acceptance(person, &offers)?)))
            .collect();
        if accepted.is_empty() {
            let why = "nobody to whom the offer was made had accepted it";
            return vec![
                self.duty(RuleCode::FgdmMeeting, Subject::Case).stands(Status::NotEngaged, why),
            ];
        }
        accepted.into_iter().map(|(person, before)| self.meeting(person, before)).collect()
    }

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
        let duty = self.duty(RuleCode::FgdmMeeting, Subject::Person(person));
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

    fn letters(&self) -> Vec<Duty> {
        self.scene
            .facts
            .iter()
            .filter_map(|fact| {
                let CaseEvent::Proceedings(ProceedingsEvent::LetterBeforeProceedingsSent(letter)) =
                    fact.event
                else {
                    return None;
                };
                let earlier = self.application.at.before(fact.at) != Certainty::Yes;
                (earlier && fact.overlaps(self.application)).then(|| self.letter(fact, letter))
            })
            .collect()
    }

    fn letter(&self, fact: &Fact<'s>, letter: &LetterBeforeProceedingsSent) -> Duty {
        let duty = self.duty(RuleCode::FgdmLetter, Subject::Case);
        let duty = self.answered(duty, fact.id);
        match self.in_force(fact) {
            InForce::No => {
                return duty
                    .stands(Status::NotEngaged, "not yet in force when the letter was sent");
            }
            InForce::NotCertain => {
                let why = "not certain whether it was in force when the letter was sent";
                return duty.stands(Status::NotCertain, why);
            }
            InForce::Yes => {}
        }
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

    fn answered(&self, duty: Duty, by: EntryId) -> Duty {
        let answered = self.scene.fact(by).map(|fact| fact.at);
        Duty { answered_by: Some(by), answered, ..duty }
    }
}

fn because(rationale: Option<&crate::text::Text>) -> String {
    let why = rationale.map_or_else(|| "no rationale recorded".to_owned(), ToString::to_string);
    format!("not in the child's best interests: {why}")
}
