//! What a row answers, reviews or ends: a row that it names, or the only one that it can be. Where
//! it could be several, or none, that is said and never guessed.

use std::collections::{BTreeMap, BTreeSet};

use candour_domain::identifier::{AgencyId, EntryId, PersonId};
use candour_domain::landmark::Landmark;
use candour_domain::recorded::Antecedent;
use candour_domain::time::When;

use super::{Linked, Links};
use crate::import::caution::{Caution, Warning};
use crate::import::kind::Kind;
use crate::import::known::{Did, Who};
use crate::import::name::fold;
use crate::import::step::told_at;

/// The landmark that a row of a kind leaves.
pub(crate) fn landmark(kind: Kind) -> Option<Landmark> {
    match kind {
        Kind::Concern => Some(Landmark::Concern),
        Kind::Contact => Some(Landmark::Contact),
        Kind::ReferralDecision => Some(Landmark::Referral),
        Kind::InformationRequested => Some(Landmark::Request),
        Kind::Disclosure => Some(Landmark::Disclosure),
        Kind::EarlyHelpStarted => Some(Landmark::EarlyHelp),
        Kind::AssessmentStarted => Some(Landmark::Assessment),
        Kind::StrategyDiscussion => Some(Landmark::StrategyDiscussion),
        Kind::ThresholdDecision => Some(Landmark::Threshold),
        Kind::EnquiryStarted => Some(Landmark::Enquiry),
        Kind::InitialConference | Kind::ReviewConference => Some(Landmark::Conference),
        Kind::FgdmOffered => Some(Landmark::Offer),
        Kind::FgdmInvited => Some(Landmark::NetworkInvitation),
        Kind::FgdmHeld => Some(Landmark::FgdmMeeting),
        Kind::PreProceedings => Some(Landmark::PreProceedings),
        Kind::LetterBeforeProceedings => Some(Landmark::Letter),
        Kind::CourtApplication => Some(Landmark::Application),
        Kind::PoliceProtection => Some(Landmark::PoliceProtection),
        Kind::Challenge => Some(Landmark::Challenge),
        Kind::ContactDecision
        | Kind::Observation
        | Kind::NothingKnown
        | Kind::InformationRefused
        | Kind::InformationReceived
        | Kind::InformationFiled
        | Kind::Visit
        | Kind::ParentSeen
        | Kind::ChildsWords
        | Kind::AssessmentAuthorised
        | Kind::PartnerDecision
        | Kind::MedicalExamination
        | Kind::EnquiryConcluded
        | Kind::CoreGroup
        | Kind::PlanReview
        | Kind::FgdmAnswer
        | Kind::Supervision
        | Kind::Oversight
        | Kind::ChallengeAnswered => None,
    }
}

/// What a row of a kind answers, reviews or ends, where it does.
pub(crate) fn follows(kind: Kind) -> Option<&'static [Landmark]> {
    match kind {
        Kind::ContactDecision | Kind::ReferralDecision => {
            Some(&[Landmark::Contact, Landmark::Concern])
        }
        Kind::NothingKnown | Kind::InformationRefused => Some(&[Landmark::Request]),
        Kind::InformationReceived | Kind::InformationFiled => {
            Some(&[Landmark::Disclosure, Landmark::Supply])
        }
        Kind::AssessmentStarted => {
            Some(&[Landmark::Referral, Landmark::Contact, Landmark::Concern])
        }
        Kind::AssessmentAuthorised => Some(&[Landmark::Assessment]),
        Kind::ThresholdDecision => Some(&[Landmark::StrategyDiscussion]),
        Kind::EnquiryStarted => Some(&[
            Landmark::Threshold,
            Landmark::StrategyDiscussion,
            Landmark::PoliceProtection,
            Landmark::EmergencyOrder,
        ]),
        Kind::MedicalExamination | Kind::EnquiryConcluded => Some(&[Landmark::Enquiry]),
        Kind::CoreGroup | Kind::PlanReview => Some(&[Landmark::Plan, Landmark::Conference]),
        Kind::FgdmAnswer | Kind::FgdmHeld => Some(&[Landmark::Offer, Landmark::NetworkInvitation]),
        Kind::LetterBeforeProceedings => Some(&[Landmark::PreProceedings]),
        Kind::ChallengeAnswered => Some(&[Landmark::Challenge]),
        Kind::Concern
        | Kind::Contact
        | Kind::Observation
        | Kind::InformationRequested
        | Kind::Disclosure
        | Kind::Visit
        | Kind::ParentSeen
        | Kind::ChildsWords
        | Kind::EarlyHelpStarted
        | Kind::StrategyDiscussion
        | Kind::PartnerDecision
        | Kind::InitialConference
        | Kind::ReviewConference
        | Kind::FgdmOffered
        | Kind::FgdmInvited
        | Kind::PreProceedings
        | Kind::CourtApplication
        | Kind::PoliceProtection
        | Kind::Supervision
        | Kind::Oversight
        | Kind::Challenge => None,
    }
}

impl Links<'_> {
    /// Finds what each row answers, reviews or ends.
    pub(crate) fn follow(&mut self) {
        let mut turns: Vec<usize> = (0..self.rows.len()).collect();
        turns.sort_by_cached_key(|at| {
            (self.rows[*at].row.occurred.interval().earliest(), self.turn(*at))
        });
        let candidates = self.unnamed_candidates();
        for at in turns {
            let Some(wanted) = follows(self.rows[at].row.kind) else { continue };
            let named: Vec<Found> = self.rows[at]
                .considered
                .iter()
                .filter(|named| named.landmark.is_some_and(|mark| wanted.contains(&mark)))
                .map(|named| Found { entry: named.entry, row: named.row })
                .collect();
            let found = if named.is_empty() { self.unnamed(at, &candidates) } else { named };
            let antecedent = match found.as_slice() {
                [one] => {
                    if let Some(row) = one.row
                        && !self.reaches(row, at)
                    {
                        self.rows[at].after.insert(row);
                    }
                    Antecedent::Named(one.entry)
                }
                several => {
                    let caution = caution(wanted, several.len());
                    let place = self.rows[at].row.at.place();
                    self.warnings.push(Warning { place, caution });
                    Antecedent::NotInThisLedger
                }
            };
            self.rows[at].antecedent = Some(antecedent);
        }
    }

    /// What a row follows without naming it: the only disclosure of what it received to its agency,
    /// or the only offer outstanding to whoever answers. Anything else it has to name.
    fn unnamed(&self, at: usize, candidates: &Candidates) -> Vec<Found> {
        let row = &self.rows[at];
        let receives = matches!(row.row.kind, Kind::InformationReceived | Kind::InformationFiled);
        let answers = row.row.kind == Kind::FgdmAnswer;
        let found = match self.answerer(row).filter(|_| answers) {
            Some(who) => self.offers(row, who, &candidates.family),
            None if receives => self.disclosures(row, &candidates.tellings),
            None => Vec::new(),
        };
        found.into_iter().filter(|found| found.row.is_none_or(|of| !self.reaches(of, at))).collect()
    }

    /// Who answers: whoever says it, or else the only adult whom the row concerns.
    pub(crate) fn answerer(&self, linked: &Linked) -> Option<PersonId> {
        let row = &linked.row;
        let said = row.said_by.as_ref().and_then(|name| self.directory.who(&row.case_ref, name));
        match (said, row.persons.as_slice()) {
            (Some(Who::Person(id)), _) => Some(id),
            (None, [only]) => self.directory.person_of(&row.case_ref, only),
            (Some(Who::Child(_)) | None, _) => None,
        }
    }

    /// Every telling and every row of a family meeting, found once for all rows that may follow one.
    fn unnamed_candidates(&self) -> Candidates {
        let mut all = Candidates::default();
        for (at, row) in self.rows.iter().enumerate() {
            if matches!(row.row.kind, Kind::FgdmOffered | Kind::FgdmInvited | Kind::FgdmAnswer) {
                all.family.push(at);
            }
            let passes_on = row.row.kind.only_passes_on();
            let items = || if passes_on { row.items() } else { vec![row.entry()] };
            for (told, index) in row.row.told.iter().zip(told_at(&row.row)) {
                let Some(to) = self.directory.agency(&told.agency) else { continue };
                let entry = EntryId::of_request(row.request, index);
                all.tell(to.id, &items(), Found { entry, row: Some(at) });
            }
        }
        for held in self.known.held.values().flatten() {
            if let Did::Told { items, to } = &held.did {
                all.tell(*to, items, Found { entry: held.entry, row: None });
            }
        }
        all
    }

    /// The tellings of all that a row received, to its agency.
    fn disclosures(&self, row: &Linked, tellings: &Tellings) -> Vec<Found> {
        let mut found: Option<BTreeMap<EntryId, Found>> = None;
        for item in row.items() {
            let of_item = tellings.get(&(row.agency, item)).into_iter().flatten();
            let soon = |told: &&Found| told.row.is_none_or(|of| !later(&self.rows[of], row));
            let of_item = of_item.filter(soon).map(|told| (told.entry, *told));
            found = Some(match found {
                None => {
                    // A row among the files comes before the same entry as the ledger holds it.
                    let mut first = BTreeMap::new();
                    for (entry, told) in of_item {
                        first.entry(entry).or_insert(told);
                    }
                    first
                }
                Some(mut all) => {
                    let told: BTreeSet<EntryId> = of_item.map(|(entry, _)| entry).collect();
                    all.retain(|entry, _| told.contains(entry));
                    all
                }
            });
        }
        found.into_iter().flatten().map(|(_, told)| told).collect()
    }

    /// The offers and invitations to a person that are outstanding when a row answers; where none
    /// is, all that were made to them by then.
    fn offers(&self, row: &Linked, who: PersonId, family: &[usize]) -> Vec<Found> {
        let mut made = BTreeMap::new();
        let mut closed = BTreeSet::new();
        for at in family.iter().copied() {
            let other = &self.rows[at];
            if other.case != row.case {
                continue;
            }
            let asks = matches!(other.row.kind, Kind::FgdmOffered | Kind::FgdmInvited);
            let asked = asks
                && other
                    .row
                    .persons
                    .iter()
                    .any(|name| self.directory.person_of(&other.row.case_ref, name) == Some(who));
            if asked && !later(other, row) {
                made.insert(other.entry(), Found { entry: other.entry(), row: Some(at) });
            }
            if let Some(Antecedent::Named(offer)) = other.antecedent
                && self.closes(other)
                && before(other.row.occurred, row.row.occurred)
            {
                closed.insert(offer);
            }
        }
        for held in self.held(row.case) {
            match held.did {
                Did::Asked(person) if person == who => {
                    let entry = held.entry;
                    made.entry(entry).or_insert(Found { entry, row: None });
                }
                Did::Answered(offer)
                    if before(held.occurred, row.row.occurred) && held.entry != row.entry() =>
                {
                    closed.insert(offer);
                }
                Did::Asked(_) | Did::Answered(_) | Did::Told { .. } | Did::Other => {}
            }
        }
        let open: Vec<Found> =
            made.values().filter(|found| !closed.contains(&found.entry)).copied().collect();
        if open.is_empty() { made.into_values().collect() } else { open }
    }

    /// What a disclosure told.
    pub(crate) fn told_by(&self, disclosure: Antecedent) -> Vec<EntryId> {
        let Some(entry) = disclosure.entry() else { return Vec::new() };
        if let Some(row) = self.rows.iter().find(|row| row.entry() == entry) {
            return row.items();
        }
        let held = self.known.held.values().flatten().find(|held| held.entry == entry);
        match held.map(|held| &held.did) {
            Some(Did::Told { items, .. }) => items.clone(),
            Some(Did::Asked(_) | Did::Answered(_) | Did::Other) | None => Vec::new(),
        }
    }

    /// Whether an answer ends the offer that it answers.
    fn closes(&self, answer: &Linked) -> bool {
        let decision = answer.row.decision.as_deref();
        let decision = decision.map(|words| fold(self.directory.mapping().decision(words)));
        matches!(decision.as_deref(), Some("accepted" | "declined"))
    }
}

/// What was told to an agency, by item.
type Tellings = BTreeMap<(AgencyId, EntryId), Vec<Found>>;

/// What rows may follow without naming it.
#[derive(Default)]
struct Candidates {
    tellings: Tellings,
    /// Rows of offers, invitations and answers.
    family: Vec<usize>,
}

impl Candidates {
    fn tell(&mut self, to: AgencyId, items: &[EntryId], telling: Found) {
        for item in items {
            self.tellings.entry((to, *item)).or_default().push(telling);
        }
    }
}

/// An entry that a row follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    entry: EntryId,
    row: Option<usize>,
}

fn later(one: &Linked, other: &Linked) -> bool {
    one.row.occurred.interval().earliest() >= other.row.occurred.interval().latest()
}

fn before(one: When, other: When) -> bool {
    one.interval().earliest() < other.interval().earliest()
}

fn caution(wanted: &[Landmark], found: usize) -> Caution {
    let names: Vec<String> = wanted.iter().map(Landmark::to_string).collect();
    let wanted = names.join(" or ");
    match found {
        0 => Caution::NoAntecedent { wanted },
        found => Caution::SeveralAntecedents { wanted, found },
    }
}
