//! The request that corrects what was recorded of a row to what it says now. The first wording stays;
//! what cannot be replaced - who, from what source - is not touched.

use candour_commands::{Action, Request};
use candour_domain::case::CaseEvent;
use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::envelope::{Entered, Envelope, Source};
use candour_domain::event::Event;
use candour_domain::identifier::EntryId;
use candour_domain::identity::IdentityEvent;
use candour_domain::text::Text;
use candour_domain::time::When;

use super::compare::{ByRequest, Difference};
use super::id::Ids;
use super::plan::{Planned, Settings, What, envelope};

/// The request that corrects what was recorded to what the row says now.
pub(crate) fn corrected(
    planned: &Planned,
    difference: &Difference,
    entries: &ByRequest<'_>,
    settings: &Settings<'_>,
) -> Planned {
    let request = &planned.request;
    let mut content = Vec::new();
    let mut actions = Vec::new();
    for index in &difference.correctable {
        let Some(action) = usize::try_from(*index).ok().and_then(|at| request.actions.get(at))
        else {
            continue;
        };
        let entry = request.entry(*index);
        let held = entries.get(&request.id).into_iter().flatten();
        let before = held.map(|held| held.entry).find(|held| held.id == entry);
        let occurred = match (planned.what, before) {
            (What::Listed, Some(before))
                if action.envelope.occurred == When::Day(settings.imported_on) =>
            {
                before.envelope.occurred
            }
            (What::Listed | What::Row | What::Named, _) => action.envelope.occurred,
        };
        let replacement = Replacement {
            event: Box::new(action.proposed.clone()),
            occurred,
            known: action.envelope.known,
            children: action.envelope.children.clone(),
            about: action.envelope.about.clone(),
            status: action.envelope.status,
            evidence: action.envelope.evidence.clone(),
        };
        content.extend(serde_json::to_vec(&replacement).unwrap_or_default());
        let reason = Text::new("the row was changed in its file after it was imported");
        let event = RecordEvent::EntryCorrected(EntryCorrected { entry, replacement, reason });
        actions.push(Action {
            envelope: correcting(action, entry, settings),
            proposed: in_stream_of(&action.proposed, event),
        });
    }
    let ids = Ids(settings.keys);
    let id = ids.correction(request.id, difference.latest.uuid(), &content);
    Planned { request: Request { id, actions, ..request.clone() }, ..planned.clone() }
}

/// The correction is the row's author's, who made it in the file: the operator only carries it here,
/// and knows nothing by that.
fn correcting(action: &Action, entry: EntryId, settings: &Settings<'_>) -> Envelope {
    let mut import = action.envelope.source.import.clone();
    if let Some(import) = &mut import {
        import.entered = Entered::NotStated;
    }
    Envelope {
        source: Source { import, ..Source::default() },
        children: action.envelope.children.clone(),
        about: action.envelope.about.clone(),
        causation: Some(entry),
        ..envelope(action.envelope.by.clone(), When::Day(settings.imported_on))
    }
}

/// An event of the chapter `record` in the stream of another event.
fn in_stream_of(other: &Event, event: RecordEvent) -> Event {
    match other {
        Event::Identity(_) => Event::Identity(IdentityEvent::Record(event)),
        Event::Case(_)
        | Event::Agency(_)
        | Event::Practitioner(_)
        | Event::Team(_)
        | Event::Ledger(_) => Event::Case(CaseEvent::Record(event)),
    }
}
