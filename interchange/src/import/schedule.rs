//! Which requests of an import can be recorded side by side: those of different streams, unless one names
//! what another brings into being. What it comes to is what recording them one after another comes to.
//!
//! # Rules
//! - `requests_of_one_stream_keep_their_order`.
//! - `what_a_request_names_is_recorded_before_it`: where it stands before it in the plan.
//! - `a_small_import_is_recorded_in_the_order_of_its_plan`.
//! - `what_stands_later_in_the_plan_is_recorded_later_than_what_names_it`: so that naming it too early is
//!   refused as it would be one by one.

use std::collections::{BTreeMap, BTreeSet};

use candour_commands::Request;
use candour_domain::entry::StreamId;
use candour_domain::reference::{Reference, references};

/// Up to how many requests an import is recorded in the order of its plan, so that small ledgers are
/// told in the order in which they are written; it saves little to do otherwise.
const IN_ORDER_REQUESTS_MAX: usize = 256;
/// How many requests of a stream are recorded before it is said how far the import has come.
const GROUP_REQUESTS_MAX: usize = 500;

/// The requests of one stream that are recorded in turn, by their places in the work.
pub(super) type Group = Vec<usize>;

/// The work in steps: the groups of a step are recorded side by side, in the order in which they begin,
/// the steps one after another. A small import is recorded in the order of its plan.
pub(super) fn steps<'a>(requests: impl Iterator<Item = &'a Request> + Clone) -> Vec<Vec<Group>> {
    if requests.clone().count() <= IN_ORDER_REQUESTS_MAX {
        one_after_another(requests)
    } else {
        side_by_side(requests)
    }
}

/// Each run of requests of one stream is a step.
fn one_after_another<'a>(requests: impl Iterator<Item = &'a Request>) -> Vec<Vec<Group>> {
    let mut steps: Vec<Vec<Group>> = Vec::new();
    let mut before = None;
    for (place, request) in requests.enumerate() {
        match steps.last_mut().and_then(|groups| groups.last_mut()) {
            Some(group) if before == Some(request.stream) => group.push(place),
            Some(_) | None => steps.push(vec![vec![place]]),
        }
        before = Some(request.stream);
    }
    steps
}

/// Each request comes in the first step in which it can.
fn side_by_side<'a>(requests: impl Iterator<Item = &'a Request> + Clone) -> Vec<Vec<Group>> {
    let written: BTreeSet<StreamId> = requests.clone().map(|request| request.stream).collect();
    let mut streams: BTreeMap<StreamId, Standing> = BTreeMap::new();
    let mut steps: Vec<BTreeMap<StreamId, Group>> = Vec::new();
    for (place, request) in requests.enumerate() {
        let own = streams.entry(request.stream).or_default();
        let mut step = own.last.unwrap_or(own.named_until);
        let named = named_by(request, &written);
        for stream in &named {
            if let Some(first) = streams.entry(*stream).or_default().first {
                step = step.max(first + 1);
            }
        }
        let full = |groups: &BTreeMap<StreamId, Group>| {
            groups.get(&request.stream).is_some_and(|group| group.len() >= GROUP_REQUESTS_MAX)
        };
        step += usize::from(steps.get(step).is_some_and(full));
        for stream in named {
            let there = streams.entry(stream).or_default();
            if there.first.is_none() {
                there.named_until = there.named_until.max(step + 1);
            }
        }
        let own = streams.entry(request.stream).or_default();
        own.first.get_or_insert(step);
        own.last = Some(step);
        if steps.len() <= step {
            steps.resize_with(step + 1, BTreeMap::new);
        }
        steps[step].entry(request.stream).or_default().push(place);
    }
    let in_order = |groups: BTreeMap<StreamId, Group>| {
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_unstable();
        groups
    };
    steps.into_iter().map(in_order).collect()
}

/// Where a stream stands in the steps so far.
#[derive(Default)]
struct Standing {
    /// The step of its first request, which brings it into being if nothing has.
    first: Option<usize>,
    last: Option<usize>,
    /// The first step after all that named it before it came.
    named_until: usize,
}

/// The other streams of the work that a request names.
fn named_by(request: &Request, written: &BTreeSet<StreamId>) -> BTreeSet<StreamId> {
    let mut named =
        BTreeSet::from([StreamId::Practitioner(request.author), StreamId::Agency(request.agency)]);
    for action in &request.actions {
        let found = [references(&action.envelope), references(&action.proposed)];
        named.extend(found.into_iter().flatten().filter_map(stream_of));
    }
    named.retain(|stream| *stream != request.stream && written.contains(stream));
    named
}

fn stream_of(reference: Reference) -> Option<StreamId> {
    match reference {
        Reference::Case(id) => Some(StreamId::Case(id)),
        Reference::Child(id) => Some(StreamId::Child(id)),
        Reference::Person(id) => Some(StreamId::Person(id)),
        Reference::Agency(id) => Some(StreamId::Agency(id)),
        Reference::Practitioner(id) => Some(StreamId::Practitioner(id)),
        Reference::Team(id) => Some(StreamId::Team(id)),
        Reference::Entry(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::plan;
    use crate::import::tests::bench::{ashdown, settings};
    use crate::import::{Known, Planned};

    fn work() -> Vec<Planned> {
        settings(|settings| plan(&ashdown(), &Known::nothing(), settings).requests)
    }

    fn in_steps(work: &[Planned]) -> Vec<Vec<Group>> {
        side_by_side(work.iter().map(|planned| &planned.request))
    }

    /// The step of each request, by its place.
    fn step_of(steps: &[Vec<Group>]) -> BTreeMap<usize, usize> {
        let places = steps
            .iter()
            .enumerate()
            .flat_map(|(step, groups)| groups.iter().flatten().map(move |place| (*place, step)));
        places.collect()
    }

    #[test]
    fn requests_of_one_stream_keep_their_order() {
        let work = work();
        let steps = in_steps(&work);
        let mut recorded: BTreeMap<StreamId, Vec<usize>> = BTreeMap::new();
        for group in steps.iter().flatten() {
            recorded.entry(work[group[0]].request.stream).or_default().extend(group);
        }
        let mut planned: BTreeMap<StreamId, Vec<usize>> = BTreeMap::new();
        for (place, one) in work.iter().enumerate() {
            planned.entry(one.request.stream).or_default().push(place);
        }
        assert_eq!(recorded, planned);
        assert!(steps.len() < 12, "{} steps", steps.len());
    }

    #[test]
    fn a_small_import_is_recorded_in_the_order_of_its_plan() {
        let work = work();
        let steps = steps(work.iter().map(|planned| &planned.request));
        let places: Vec<usize> = steps.iter().flatten().flatten().copied().collect();
        assert_eq!(places, (0..work.len()).collect::<Vec<_>>());
        for groups in &steps {
            let streams: Vec<BTreeSet<StreamId>> = groups
                .iter()
                .map(|group| group.iter().map(|place| work[*place].request.stream).collect())
                .collect();
            assert_eq!(streams.iter().map(BTreeSet::len).collect::<Vec<_>>(), [1]);
        }
    }

    #[test]
    fn what_a_request_names_is_recorded_before_it() {
        let work = work();
        let step_of = step_of(&in_steps(&work));
        let written: BTreeSet<StreamId> = work.iter().map(|it| it.request.stream).collect();
        let mut checked = 0;
        for (place, one) in work.iter().enumerate() {
            for named in named_by(&one.request, &written) {
                let first = work.iter().position(|it| it.request.stream == named).unwrap();
                assert!(first > place || step_of[&first] < step_of[&place]);
                checked += 1;
            }
        }
        assert!(checked > 100);
    }

    #[test]
    fn what_stands_later_in_the_plan_is_recorded_later_than_what_names_it() {
        let mut work = work();
        work.reverse();
        let step_of = step_of(&in_steps(&work));
        let written: BTreeSet<StreamId> = work.iter().map(|it| it.request.stream).collect();
        for (place, one) in work.iter().enumerate() {
            for named in named_by(&one.request, &written) {
                let first = work.iter().position(|it| it.request.stream == named).unwrap();
                let (before, after) = (place.min(first), place.max(first));
                assert!(step_of[&before] < step_of[&after]);
            }
        }
    }
}
