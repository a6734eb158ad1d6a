//! What follows from a row, each as an entry of its own that the row caused: that others were told,
//! that it arrived and was read there, that it was decided not to share it, and later remarks.
//!
//! A step has no entry date of its own: its source says the row's, as the row's.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::{
    DisclosureRead, DisclosureReceived, Holding, InformationEvent, NotSharedDecided,
    NotSharedGround, Reader,
};
use candour_domain::case::record::{RecordEvent, StatementAttached, StatementKind};
use candour_domain::identifier::{AgencyId, EntryId};
use candour_domain::party::{Actor, Recipient, Speaker};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::When;

use super::event::Builder;
use super::kind::Kind;
use super::name::fold;
use super::row::{Note, Row, Told};

/// A step: when it was so, who did it, what happened.
pub(crate) struct Step {
    pub(crate) occurred: When,
    pub(crate) by: Actor,
    pub(crate) event: CaseEvent,
}

/// The grounds for not sharing that are known by an exact wording, as it is compared. That sharing
/// would be more detrimental to the child is not among them: it is no ground before the law is in
/// force.
pub(crate) const GROUNDS: &[(&str, NotSharedGround)] = &[
    ("not thought relevant", NotSharedGround::NotThoughtRelevant),
    ("would not help the recipient's function", NotSharedGround::WouldNotHelpFunction),
    ("legal bar", NotSharedGround::LegalBar),
    ("risk to an adult", NotSharedGround::RiskToAdult),
    ("agreement refused", NotSharedGround::AgreementRefused),
];

/// Whether the row itself is the first telling, or the asking.
fn tells_itself(row: &Row) -> bool {
    matches!(row.kind, Kind::Disclosure | Kind::InformationRequested)
}

/// The places in the row's request of the tellings, one for each agency told.
pub(crate) fn told_at(row: &Row) -> Vec<u32> {
    let mut next = 1;
    let mut places = Vec::new();
    for (at, told) in row.told.iter().enumerate() {
        if at == 0 && tells_itself(row) {
            places.push(0);
        } else {
            places.push(next);
            next += 1;
        }
        next += u32::from(told.received.is_some()) + u32::from(told.read.is_some());
    }
    places
}

impl Builder<'_> {
    /// What follows from the row, in the order of its columns.
    pub(crate) fn steps(&mut self) -> Vec<Step> {
        let row = self.row();
        let mut steps = Vec::new();
        for (at, (told, index)) in row.told.iter().zip(told_at(row)).enumerate() {
            if !(at == 0 && tells_itself(row)) {
                let event = CaseEvent::Information(self.disclosed(told));
                let occurred = told.on.unwrap_or(row.occurred);
                steps.push(Step { occurred, by: self.author(), event });
            }
            let disclosure = Antecedent::Named(EntryId::of_request(self.linked.request, index));
            steps.extend(self.arrived(told, disclosure));
        }
        for name in &row.not_shared {
            steps.push(self.not_shared(name));
        }
        if let Some(note) = &row.note {
            steps.push(self.note(note));
        }
        steps
    }

    /// Who wrote the row.
    pub(crate) fn author(&self) -> Actor {
        let row = self.row();
        let agency = self.linked.agency;
        let author = row.author.as_deref();
        Actor {
            practitioner: author
                .and_then(|name| self.directory().practitioner(agency, name))
                .into(),
            post: row.post.clone().into(),
            unit: Recorded::NotRecorded,
            agency,
        }
    }

    fn arrived(&mut self, told: &Told, disclosure: Antecedent) -> Vec<Step> {
        if told.received.is_none() && told.read.is_none() {
            return Vec::new();
        }
        let warnings = self.warnings.len();
        let to = self.recipient(told);
        // The telling has warned of a unit already.
        self.warnings.truncate(warnings);
        let items = self.shared(told);
        let agency = to.agency().unwrap_or(self.linked.agency);
        let mut steps = Vec::new();
        if let Some(occurred) = told.received {
            let event = InformationEvent::DisclosureReceived(DisclosureReceived {
                disclosure,
                items: items.clone(),
                by: to.clone(),
                how: Recorded::Recorded(Holding::Arrived),
                account: Recorded::NotRecorded,
            });
            let event = CaseEvent::Information(event);
            steps.push(Step { occurred, by: receiver(&to, agency), event });
        }
        if let Some(occurred) = told.read {
            let reader = match &to {
                Recipient::Practitioner { .. } => Reader::Named(to.clone()),
                Recipient::Unit { .. }
                | Recipient::Agency(_)
                | Recipient::Team(_)
                | Recipient::Person(_)
                | Recipient::Child(_) => Reader::NotNamed(agency),
            };
            let event = InformationEvent::DisclosureRead(DisclosureRead {
                disclosure,
                items,
                reader,
                account: Recorded::NotRecorded,
            });
            let event = CaseEvent::Information(event);
            steps.push(Step { occurred, by: receiver(&to, agency), event });
        }
        steps
    }

    fn not_shared(&self, with: &str) -> Step {
        let row = self.row();
        let reason = row.not_shared_reason.as_deref();
        let items =
            if row.kind.only_passes_on() { self.linked.items() } else { vec![self.linked.entry()] };
        let event = InformationEvent::NotSharedDecided(NotSharedDecided {
            items,
            with: Recipient::Agency(self.agency_named(with)),
            ground: reason.map_or(NotSharedGround::NotRecorded, ground),
            reason: reason.map(Text::new).into(),
            review: None,
        });
        Step { occurred: row.occurred, by: self.author(), event: CaseEvent::Information(event) }
    }

    fn note(&self, note: &Note) -> Step {
        let name = note.by.as_deref();
        let speaker = name.map(|name| match self.directory().agency(name) {
            Some(_) => Speaker::Described(Text::new(name)),
            None => self.speaker(name),
        });
        let agency = name.and_then(|name| self.directory().agency(name)).map(|agency| agency.id);
        let by = match (&speaker, agency) {
            (Some(Speaker::Practitioner(id)), None) => actor(self.linked.agency, Some(*id)),
            (_, agency) => actor(agency.unwrap_or(self.linked.agency), None),
        };
        let event = RecordEvent::StatementAttached(StatementAttached {
            entry: self.linked.entry(),
            by: speaker.into(),
            kind: StatementKind::LaterNote,
            statement: Text::new(&note.words),
        });
        Step { occurred: note.on, by, event: CaseEvent::Record(event) }
    }
}

fn ground(reason: &str) -> NotSharedGround {
    let wanted = fold(reason);
    let known = GROUNDS.iter().find(|(words, _)| *words == wanted);
    known.map_or(NotSharedGround::NotRecorded, |(_, ground)| ground.clone())
}

fn actor(
    agency: AgencyId,
    practitioner: Option<candour_domain::identifier::PractitionerId>,
) -> Actor {
    Actor {
        practitioner: practitioner.into(),
        post: Recorded::NotRecorded,
        unit: Recorded::NotRecorded,
        agency,
    }
}

/// Whoever received: the practitioner or unit that was told, for their agency.
fn receiver(to: &Recipient, agency: AgencyId) -> Actor {
    match to {
        Recipient::Practitioner { practitioner, .. } => actor(agency, Some(*practitioner)),
        Recipient::Unit { unit, .. } => {
            let unit = unit.words().and_then(|words| Label::parse(words).ok());
            Actor { unit: unit.into(), ..actor(agency, None) }
        }
        Recipient::Agency(_) | Recipient::Team(_) | Recipient::Person(_) | Recipient::Child(_) => {
            actor(agency, None)
        }
    }
}
