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
//! - `an_offer_counts_for_the_children_that_its_entry_names`: and so do what excuses it, an
//!   acceptance, a meeting and a letter. An entry that names no child counts for all.
//! - `an_application_that_names_no_child_is_judged_for_all_in_the_case`: each for itself.
//! - `not_offering_in_the_best_interests_of_the_child_excuses_the_offer_alone`: and no other reason
//!   does.
//! - `not_holding_in_the_best_interests_of_the_child_excuses_the_meeting_alone`: and no other
//!   reason does.
//! - `only_acceptance_by_somebody_to_whom_it_was_offered_obliges_the_meeting`: an acceptance by the
//!   family network obliges nothing, and nor does one that was taken back.
//! - `the_letter_contains_the_offer_or_the_offer_was_excused`: judged for each letter that came
//!   before.

mod letter;
mod meeting;

use std::collections::BTreeSet;

use crate::basis::LegalBasis;
use crate::case::CaseEvent;
use crate::case::fgdm::{FgdmEvent, FgdmException, FgdmOffered, Statutory};
use crate::case::proceedings::{ApplicationPart, ProceedingsEvent};
use crate::identifier::{ChildId, EntryId, PersonId};
use crate::recorded::Recorded;
use crate::time::Certainty;

use super::emergency::part;
use super::instance::{Duty, Status, Subject};
use super::judged::Instance;
use super::rule::RuleCode;
use super::scene::{Fact, InForce, Scene};
use letter::letters;
use meeting::meetings;

/// The guards as they bear on each application of the case.
pub(super) fn guards<'a>(scene: &Scene<'a>) -> Vec<Instance<'a>> {
    let mut duties = Vec::new();
    let mut applications = 0;
    for fact in &scene.facts {
        let CaseEvent::Proceedings(ProceedingsEvent::CourtApplicationIssued(application)) =
            fact.event
        else {
            continue;
        };
        let part = part(application);
        match part {
            Some(ApplicationPart::Part4) | None => {
                applications += 1;
                let judged = judge(&each_child(scene, fact), fact, part);
                duties.extend(judged.into_iter().map(Instance::Settled));
            }
            Some(ApplicationPart::Part5 | ApplicationPart::Other) => {}
        }
    }
    if applications == 0 {
        let duty = Duty::untimed(RuleCode::FgdmOffer, None, Subject::Case);
        let why = "no application under Part 4";
        duties.push(Instance::Settled(duty.stands(Status::NotEngaged, why)));
    }
    duties
}

/// The guards of an application, for each child that it is about. One that names no child is about
/// all of the case; where the case names none either, they are judged for the case.
fn each_child<'g, 's>(scene: &'g Scene<'s>, application: &'g Fact<'s>) -> Vec<Guard<'g, 's>> {
    let children = if application.children.is_empty() {
        scene.children_by(application.at)
    } else {
        application.children.iter().copied().collect()
    };
    let of = |child| Guard { scene, application, child };
    if children.is_empty() {
        return vec![of(None)];
    }
    children.into_iter().map(Some).map(of).collect()
}

/// What the guards say of an application that is, or may be, under Part 4.
fn judge(
    guards: &[Guard<'_, '_>],
    application: &Fact<'_>,
    part: Option<ApplicationPart>,
) -> Vec<Duty> {
    let Some(any) = guards.first() else { return Vec::new() };
    let not_certain = |why: &str| {
        guards
            .iter()
            .map(|guard| {
                let duty = guard.duty(RuleCode::FgdmOffer, guard.subject());
                duty.stands(Status::NotCertain, why)
            })
            .collect()
    };
    if part.is_some() && !application.certain {
        return not_certain("not certain whether the application had been issued by then");
    }
    match (any.in_force(application), part) {
        (InForce::No, _) => {
            let duty = any.duty(RuleCode::FgdmOffer, Subject::Case);
            vec![duty.stands(Status::NotEngaged, "not yet in force")]
        }
        (_, None) => not_certain("under which part the application is, is not recorded"),
        (InForce::NotCertain, Some(_)) => {
            not_certain("not certain whether it was in force when the application was issued")
        }
        (InForce::Yes, Some(_)) => {
            let mut duties: Vec<_> = guards.iter().flat_map(Guard::offers_made).collect();
            duties.extend(meetings(guards));
            duties.extend(letters(guards));
            duties
        }
    }
}

/// How something compares with the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    Certainly,
    Perhaps,
}

/// The guards of an application as they bear on one child.
struct Guard<'g, 's> {
    scene: &'g Scene<'s>,
    application: &'g Fact<'s>,
    /// None where the case names no child.
    child: Option<ChildId>,
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

    /// A duty owed to somebody for this child.
    fn duty_to(&self, rule: RuleCode, person: PersonId) -> Duty {
        self.duty(rule, Subject::Person { person, child: self.child })
    }

    fn subject(&self) -> Subject {
        self.child.map_or(Subject::Case, Subject::Child)
    }

    /// Whether an entry is about this child; one that names none is about all.
    fn bears(&self, fact: &Fact<'_>) -> bool {
        self.child.is_none_or(|child| fact.concerns(child))
    }

    fn in_force(&self, fact: &Fact<'_>) -> InForce {
        self.scene.in_force(LegalBasis::FamilyGroupDecisionMaking, fact.at)
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
            self.bears(fact).then_some((fact, event, before))
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
        self.scene
            .sources
            .responsible
            .iter()
            .filter(|one| self.child.is_none_or(|child| child == one.child))
            .filter(|one| one.at(self.application.at))
            .map(|one| one.person)
            .chain(offers.iter().map(|offer| offer.offered.to))
            .collect()
    }

    fn offers_made(&self) -> Vec<Duty> {
        let offers = self.offers();
        let eligible = self.eligible(&offers);
        if eligible.is_empty() {
            let duty = self.duty(RuleCode::FgdmOffer, self.subject());
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
        let duty = self.duty_to(RuleCode::FgdmOffer, person);
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

    fn answered(&self, duty: Duty, by: EntryId) -> Duty {
        let answered = self.scene.fact(by).map(|fact| fact.at);
        Duty { answered_by: Some(by), answered, ..duty }
    }
}

fn because(rationale: Option<&crate::text::Text>) -> String {
    let why = rationale.map_or_else(|| "no rationale recorded".to_owned(), ToString::to_string);
    format!("not in the child's best interests: {why}")
}
