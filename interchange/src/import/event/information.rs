//! Rows of information: what was observed, asked, passed on, received and filed.

use candour_domain::case::CaseEvent;
use candour_domain::case::information::{
    DisclosureRead, DisclosureReceived, Holding, InformationDisclosed, InformationEvent,
    InformationRefused, InformationRequested, ItemShared, NotSharedGround, NothingKnownReplied,
    ObservationRecorded, Reader,
};
use candour_domain::party::Recipient;
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;
use candour_domain::time::Certainty::Yes;

use super::Builder;
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::kind::Kind;
use crate::import::row::Told;

impl Builder<'_> {
    pub(super) fn observation(&mut self) -> CaseEvent {
        CaseEvent::Information(InformationEvent::ObservationRecorded(ObservationRecorded {
            account: Text::new(&self.row().event),
            response: self.row().action.as_deref().map(Text::new).into(),
        }))
    }

    pub(super) fn requested(&mut self) -> Result<CaseEvent, Problem> {
        let [told] = self.row().told.as_slice() else {
            return Err(self.wanted(Column::ToldAgency, "the one agency that was asked"));
        };
        for (column, given) in [
            (Column::ToldOn, told.on.is_some()),
            (Column::ReceivedOn, told.received.is_some()),
            (Column::ReadOn, told.read.is_some()),
            (Column::Extent, told.extent.is_some()),
        ] {
            if given {
                return Err(self.refuse(column, Fault::NoPlace { kind: self.row().kind }));
            }
        }
        Ok(CaseEvent::Information(InformationEvent::InformationRequested(InformationRequested {
            of: self.recipient(told),
            question: self.words(),
            due: None,
            channel: Recorded::NotRecorded,
        })))
    }

    pub(super) fn nothing_known(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Information(InformationEvent::NothingKnownReplied(NothingKnownReplied {
            request: self.only_antecedent()?,
            searched: self.account(),
        })))
    }

    pub(super) fn refused_to_answer(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Information(InformationEvent::InformationRefused(InformationRefused {
            request: self.only_antecedent()?,
            ground: NotSharedGround::NotRecorded,
            reason: self.account(),
        })))
    }

    pub(super) fn disclosure(&mut self) -> Result<CaseEvent, Problem> {
        let told = self.row().told.first();
        let told = told.ok_or_else(|| self.refuse(Column::ToldAgency, Fault::EmptyCell))?;
        if self.row().considered.is_empty() {
            return Err(self.refuse(Column::Considered, Fault::EmptyCell));
        }
        let day = self.row().occurred.interval();
        let told_on = told.on.map(|on| on.interval());
        if told_on.is_some_and(|on| on.before(day) == Yes || day.before(on) == Yes) {
            return Err(self.wanted(Column::ToldOn, "in told_on the day on which it happened"));
        }
        Ok(CaseEvent::Information(self.disclosed(told)))
    }

    pub(super) fn received(&mut self) -> Result<CaseEvent, Problem> {
        let items = self.received_items()?;
        Ok(CaseEvent::Information(InformationEvent::DisclosureRead(DisclosureRead {
            disclosure: self.antecedent(),
            items,
            reader: self.author_as_reader(),
            account: self.account(),
        })))
    }

    pub(super) fn filed(&mut self) -> Result<CaseEvent, Problem> {
        let items = self.received_items()?;
        Ok(CaseEvent::Information(InformationEvent::DisclosureReceived(DisclosureReceived {
            disclosure: self.antecedent(),
            items,
            by: Recipient::Agency(self.linked.agency),
            how: Recorded::Recorded(Holding::Filed),
            account: self.account(),
        })))
    }

    fn received_items(&self) -> Result<Vec<ItemShared>, Problem> {
        if self.row().considered.is_empty() {
            return Err(self.refuse(Column::Considered, Fault::EmptyCell));
        }
        let items = match self.linked.other_items() {
            items if items.is_empty() => self.links.told_by(self.antecedent()),
            items => items,
        };
        Ok(items
            .into_iter()
            .map(|item| ItemShared { item, extent: Recorded::NotRecorded })
            .collect())
    }

    fn author_as_reader(&self) -> Reader {
        let author = self.row().author.as_deref();
        let agency = self.linked.agency;
        match author.and_then(|name| self.directory().practitioner(agency, name)) {
            Some(practitioner) => Reader::Named(Recipient::Practitioner { practitioner, agency }),
            None => Reader::NotNamed(agency),
        }
    }

    /// What is told to one agency: what the row names where it only passes on, otherwise itself.
    pub(crate) fn shared(&self, told: &Told) -> Vec<ItemShared> {
        let items =
            if self.row().kind.only_passes_on() { self.items() } else { vec![self.linked.entry()] };
        let extent = Recorded::from(told.extent);
        items.into_iter().map(|item| ItemShared { item, extent }).collect()
    }

    /// The telling of one agency. Only a row that is itself the telling has words for it.
    pub(crate) fn disclosed(&mut self, told: &Told) -> InformationEvent {
        let is_the_row = self.row().kind == Kind::Disclosure;
        let said = if is_the_row { self.account() } else { Recorded::NotRecorded };
        InformationEvent::InformationDisclosed(InformationDisclosed {
            items: self.shared(told),
            to: self.recipient(told),
            channel: Recorded::NotRecorded,
            said,
            purpose: Recorded::NotRecorded,
            request: None,
        })
    }
}
