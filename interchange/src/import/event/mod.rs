//! What each kind of row becomes: the event of its own type, with what the row says and no more.

mod conference;
mod decision;
mod family;
mod information;
mod meeting;
mod process;
mod sight;

use candour_domain::case::CaseEvent;
use candour_domain::case::conference::ConferenceKind;
use candour_domain::code::from_code;
use candour_domain::identifier::{AgencyId, ChildId, EntryId, PersonId};
use candour_domain::meeting::{Grounds, Reliance};
use candour_domain::party::{Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Recorded};
use candour_domain::text::Text;
use serde::de::DeserializeOwned;

use super::caution::{Caution, Warning};
use super::cell::shown;
use super::column::Column;
use super::directory::Directory;
use super::fault::{Fault, Problem};
use super::kind::Kind;
use super::known::Who;
use super::link::{Linked, Links};
use super::name::fold;
use super::row::{Row, Told};

/// Makes the event of one row.
pub(crate) struct Builder<'a> {
    pub(crate) links: &'a Links<'a>,
    pub(crate) linked: &'a Linked,
    pub(crate) warnings: Vec<Warning>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(links: &'a Links<'a>, linked: &'a Linked) -> Self {
        Self { links, linked, warnings: Vec::new() }
    }

    pub(crate) fn row(&self) -> &'a Row {
        &self.linked.row
    }

    pub(crate) fn directory(&self) -> &'a Directory<'a> {
        self.links.directory
    }

    /// The row's own event.
    pub(crate) fn event(&mut self) -> Result<CaseEvent, Problem> {
        Ok(match self.row().kind {
            Kind::Concern => self.concern(),
            Kind::Contact => self.contact(),
            Kind::ContactDecision => self.contact_decision(),
            Kind::ReferralDecision => self.referral_decision(),
            Kind::ThresholdDecision => self.threshold_decision(),
            Kind::PartnerDecision => self.partner_decision()?,
            Kind::Observation => self.observation(),
            Kind::InformationRequested => self.requested()?,
            Kind::NothingKnown => self.nothing_known()?,
            Kind::InformationRefused => self.refused_to_answer()?,
            Kind::Disclosure => self.disclosure()?,
            Kind::InformationReceived => self.received()?,
            Kind::InformationFiled => self.filed()?,
            Kind::Visit => self.visit()?,
            Kind::ParentSeen => self.parent_seen()?,
            Kind::ChildsWords => self.childs_words()?,
            Kind::StrategyDiscussion => self.strategy_discussion(),
            Kind::InitialConference => self.conference(ConferenceKind::Initial)?,
            Kind::ReviewConference => self.conference(ConferenceKind::Review)?,
            Kind::CoreGroup => self.core_group(),
            Kind::PlanReview => self.plan_review()?,
            Kind::FgdmOffered => self.fgdm_offered()?,
            Kind::FgdmInvited => self.fgdm_invited()?,
            Kind::FgdmAnswer => self.fgdm_answer()?,
            Kind::FgdmHeld => self.fgdm_held(),
            Kind::EarlyHelpStarted => self.early_help(),
            Kind::AssessmentStarted => self.assessment_started()?,
            Kind::AssessmentAuthorised => self.assessment_authorised(),
            Kind::EnquiryStarted => self.enquiry_started()?,
            Kind::MedicalExamination => self.medical_examination()?,
            Kind::EnquiryConcluded => self.enquiry_concluded(),
            Kind::PreProceedings => self.pre_proceedings(),
            Kind::LetterBeforeProceedings => self.letter()?,
            Kind::CourtApplication => self.court_application(),
            Kind::PoliceProtection => self.police_protection()?,
            Kind::Supervision => self.supervision()?,
            Kind::Oversight => self.oversight(),
            Kind::Challenge => self.challenge()?,
            Kind::ChallengeAnswered => self.challenge_answered()?,
        })
    }

    pub(crate) fn warn(&mut self, caution: Caution) {
        self.warnings.push(Warning { place: self.row().at.place(), caution });
    }

    pub(crate) fn refuse(&self, column: Column, fault: Fault) -> Problem {
        self.row().at.problem(column, fault)
    }

    /// The words of the event, with those of the response where it has no field of its own.
    fn words(&mut self) -> Text {
        let event = &self.row().event;
        match &self.row().action {
            None => Text::new(event),
            Some(action) => {
                self.warn(Caution::ResponseInWords);
                Text::new(format!("{event}\n\nResponse: {action}"))
            }
        }
    }

    fn account(&mut self) -> Recorded<Text> {
        Recorded::Recorded(self.words())
    }

    /// The words of the event, and of the decision where it has no other field.
    fn account_with_decision(&mut self) -> Recorded<Text> {
        let words = self.words();
        match (&self.row().decision, words.words()) {
            (Some(decision), Some(words)) => {
                Recorded::Recorded(Text::new(format!("{words}\n\nDecision: {decision}")))
            }
            (Some(_) | None, _) => Recorded::Recorded(words),
        }
    }

    fn rationale(&self) -> Recorded<Text> {
        self.row().rationale.as_deref().map(Text::new).into()
    }

    fn antecedent(&self) -> Antecedent {
        self.linked.antecedent.unwrap_or(Antecedent::NotInThisLedger)
    }

    /// What the row follows, where it has no place for anything else that it names.
    fn only_antecedent(&self) -> Result<Antecedent, Problem> {
        if self.linked.other_items().is_empty() {
            return Ok(self.antecedent());
        }
        Err(self
            .wanted(Column::Considered, "nothing in considered but the one row that it follows"))
    }

    fn items(&self) -> Vec<EntryId> {
        self.linked.items()
    }

    fn grounds(&self) -> Grounds {
        let relied_on = self.row().relied_on.iter();
        Grounds {
            considered: self.items(),
            relied_on: relied_on.map(|words| Reliance::Statement(Text::new(words))).collect(),
            rationale: self.rationale(),
        }
    }

    /// The decision in the row's own words.
    fn as_written(&self) -> Recorded<Text> {
        self.row().decision.as_deref().map(Text::new).into()
    }

    /// The decision as the mapping file has it.
    fn decision_words(&self) -> Option<&'a str> {
        let words = self.row().decision.as_deref()?;
        Some(self.directory().mapping().decision(words))
    }

    /// The decision by its official code or its usual words; what is neither is not recorded.
    fn coded<T: DeserializeOwned + Clone>(
        &mut self,
        set: &'static str,
        words: &[(&str, T)],
    ) -> Recorded<T> {
        let Some(given) = self.decision_words() else { return Recorded::NotRecorded };
        let wanted = fold(given);
        let by_words = words.iter().find(|(known, _)| *known == wanted).map(|(_, it)| it.clone());
        match from_code(given).or(by_words) {
            Some(found) => Recorded::Recorded(found),
            None => self.no_code(set),
        }
    }

    fn no_code<T>(&mut self, set: &'static str) -> Recorded<T> {
        let given = self.row().decision.as_deref().map(shown).unwrap_or_default();
        self.warn(Caution::NoCode { given, set });
        Recorded::NotRecorded
    }

    /// The children whom the row concerns.
    pub(crate) fn children(&self) -> Vec<ChildId> {
        let row = self.row();
        let names = row.children.iter();
        names.filter_map(|name| self.directory().child_of(&row.case_ref, name)).collect()
    }

    /// The adults whom the row concerns.
    pub(crate) fn persons(&self) -> Vec<PersonId> {
        let row = self.row();
        let names = row.persons.iter();
        names.filter_map(|name| self.directory().person_of(&row.case_ref, name)).collect()
    }

    fn one_child(&self) -> Result<ChildId, Problem> {
        match self.children().as_slice() {
            [child] => Ok(*child),
            _ => Err(self.wanted(Column::Children, "exactly one child")),
        }
    }

    fn one_person(&self) -> Result<PersonId, Problem> {
        match self.persons().as_slice() {
            [person] => Ok(*person),
            _ => Err(self.wanted(Column::Persons, "exactly one adult")),
        }
    }

    fn wanted(&self, column: Column, wanted: &'static str) -> Problem {
        self.refuse(column, Fault::Wanted { kind: self.row().kind, wanted })
    }

    pub(crate) fn agency_named(&self, name: &str) -> AgencyId {
        self.directory().agency(name).map_or(self.linked.agency, |agency| agency.id)
    }

    /// Who speaks: somebody of the case, a practitioner of the row's agency, or whoever the row
    /// describes.
    pub(crate) fn speaker(&self, name: &str) -> Speaker {
        const PROTECTED: &str = "(identity protected)";
        let row = self.row();
        let plain = fold(name);
        if let Some(described) = plain.strip_suffix(PROTECTED) {
            let kept = name.get(..described.trim_end().len()).unwrap_or(name);
            return Speaker::Protected(Text::new(kept));
        }
        if plain == "anonymous" {
            return Speaker::Anonymous;
        }
        match self.directory().who(&row.case_ref, name) {
            Some(Who::Child(id)) => Speaker::Child(id),
            Some(Who::Person(id)) => Speaker::Person(id),
            None => match self.directory().practitioner(self.linked.agency, name) {
                Some(id) => Speaker::Practitioner(id),
                None => Speaker::Described(Text::new(name)),
            },
        }
    }

    /// Who was told: a practitioner whom some row names as working there, otherwise a unit.
    pub(crate) fn recipient(&mut self, told: &Told) -> Recipient {
        let agency = self.agency_named(&told.agency);
        let Some(name) = &told.person else { return Recipient::Agency(agency) };
        if let Some(practitioner) = self.directory().practitioner(agency, name) {
            return Recipient::Practitioner { practitioner, agency };
        }
        self.warn(Caution::Unit { name: name.clone(), agency: told.agency.clone() });
        Recipient::Unit { agency, unit: Text::new(name) }
    }
}
