//! What was asked of others and answered, and what was decided not to be shared.

use std::collections::BTreeMap;

use candour_domain::effective::Effective;
use candour_domain::identifier::AgencyId;
use candour_domain::time::{Certainty, Interval};

use super::item::answered_request;
use super::places::{Place, Places};
use super::reading::Passing;

/// A decision of one agency not to share an item with another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Withheld {
    pub(super) with: Option<AgencyId>,
    pub(super) by: AgencyId,
    pub(super) time: Interval,
    pub(super) via: Place,
}

/// A request for information, and what has answered it.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) entry: Place,
    pub(super) of: Option<AgencyId>,
    pub(super) by: AgencyId,
    pub(super) time: Interval,
    pub(super) answers: Vec<(Place, Interval)>,
}

/// The requests of a case, in ledger order.
#[derive(Debug, Default)]
pub(super) struct Requests {
    all: Vec<Request>,
    by_entry: BTreeMap<Place, usize>,
    /// By who asked whom.
    between: BTreeMap<(AgencyId, AgencyId), Vec<usize>>,
}

impl Requests {
    /// Takes in a request.
    pub(super) fn ask(&mut self, request: Request) {
        let at = self.all.len();
        self.by_entry.insert(request.entry, at);
        if let Some(of) = request.of {
            self.between.entry((request.by, of)).or_default().push(at);
        }
        self.all.push(request);
    }

    /// Takes in what answers one.
    pub(super) fn answer(&mut self, request: Place, by: Place, time: Interval) {
        let asked = self.by_entry.get(&request).and_then(|at| self.all.get_mut(*at));
        if let Some(asked) = asked {
            asked.answers.push((by, time));
        }
    }

    /// The first request of one agency to another that may have been before a time.
    pub(super) fn first_before(
        &self,
        (by, of): (AgencyId, AgencyId),
        time: Interval,
    ) -> Option<&Request> {
        let asked = self.between.get(&(by, of))?.iter().filter_map(|at| self.all.get(*at));
        asked.into_iter().find(|it| it.time.before(time) != Certainty::No)
    }

    /// The first request that has no answer, by who asked whom.
    pub(super) fn unanswered(&self) -> BTreeMap<(AgencyId, AgencyId), Place> {
        let mut unanswered = BTreeMap::new();
        for (between, asked) in &self.between {
            let asked = asked.iter().filter_map(|at| self.all.get(*at));
            let first = asked.into_iter().find(|it| it.answers.is_empty());
            unanswered.extend(first.map(|it| (*between, it.entry)));
        }
        unanswered
    }
}

/// What was asked, answered and decided not to be shared.
#[derive(Debug, Default)]
pub(super) struct Exchanged {
    /// Decisions not to share, by the item that was not shared.
    pub(super) withheld: BTreeMap<Place, Vec<Withheld>>,
    pub(super) requests: Requests,
}

impl Exchanged {
    /// Keeps what an entry says of decisions not to share, requests and their answers.
    pub(super) fn note(
        &mut self,
        entry: &Effective<'_>,
        via: Place,
        passing: &Passing<'_>,
        places: &Places,
    ) {
        let by = entry.entry.envelope.by.agency;
        let time = || entry.occurred().interval();
        let answered = match passing {
            Passing::NotShared { items, with } => {
                let withheld = Withheld { with: with.agency(), by, time: time(), via };
                for item in *items {
                    self.withheld.entry(places.place(*item)).or_default().push(withheld);
                }
                None
            }
            Passing::Asked { of } => {
                let (of, answers) = (of.agency(), Vec::new());
                self.requests.ask(Request { entry: via, of, by, time: time(), answers });
                None
            }
            Passing::Answered { request } => request.entry(),
            Passing::Sent { .. } => answered_request(entry.event()),
            Passing::Nothing
            | Passing::Received { .. }
            | Passing::Opened { .. }
            | Passing::Read { .. }
            | Passing::Unintended { .. }
            | Passing::HandedOver { .. } => None,
        };
        if let Some(request) = answered.and_then(|request| places.find(request)) {
            self.requests.answer(request, via, time());
        }
    }
}
