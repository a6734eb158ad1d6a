//! A form that is filled in, as the request that it comes to; or what is wrong with it, at its fields.

use std::collections::BTreeMap;

use candour_commands::{Action, Circumstances, RecordError, Recorder, Refusal, Request};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::RequestId;
use candour_domain::party::Actor;
use candour_domain::reference::Reference;
use candour_web::form::{Amiss, Asked, Kind, Listed, asked};

use super::forms::Recordable;
use super::forms::shared::envelope;
use super::known::Known;
use super::reading::Reading;
use crate::drafts::Draft;

/// A form that is filled in.
pub(super) struct Filled {
    /// What its times and days were read as.
    pub(super) read_as: BTreeMap<String, String>,
    /// The request that it comes to, or what is wrong.
    pub(super) request: Result<Request, Vec<Amiss>>,
}

/// Reads what was answered.
pub(super) fn filled(of: Recordable, draft: &Draft, known: &Known, by: &Actor) -> Filled {
    let answers = &draft.answers;
    let all = asked(of.form, answers, &known.choices);
    let mut reading = Reading::of(answers, known);
    let event = (of.read)(&mut reading);
    let envelope = envelope(&mut reading, by.clone());
    let Reading { amiss, read_as, .. } = reading;
    let missing = all.iter().filter_map(|it| it.missing(answers)).collect();
    let amiss = in_order(missing, amiss, &all);
    let request = match (event, envelope) {
        (Some(event), Some(envelope)) if amiss.is_empty() => Ok(Request {
            id: RequestId::new(draft.id),
            author: draft.writer,
            agency: by.agency,
            stream: StreamId::Case(draft.case),
            actions: vec![Action { envelope, proposed: Event::Case(event) }],
        }),
        (Some(_) | None, Some(_) | None) => Err(amiss),
    };
    Filled { read_as, request }
}

/// What is wrong in the order of the questions, once at each field.
fn in_order(missing: Vec<Amiss>, unread: Vec<Amiss>, all: &[Asked<'_>]) -> Vec<Amiss> {
    let fields: Vec<String> = all.iter().flat_map(Asked::fields).collect();
    let place = |it: &Amiss| fields.iter().position(|field| *field == it.field);
    let mut amiss = missing;
    for it in unread {
        if !amiss.iter().any(|other| other.field == it.field) {
            amiss.push(it);
        }
    }
    amiss.sort_by_key(|it| place(it).unwrap_or(usize::MAX));
    amiss
}

/// Why a request would be refused, at its field; nothing where it would not be.
pub(super) async fn refused(
    recorder: &Recorder,
    request: &Request,
    now: Circumstances,
    all: &[Asked<'_>],
    draft: &Draft,
) -> Result<Option<Amiss>, RecordError> {
    match recorder.check(request, now).await {
        Ok(_) => Ok(None),
        Err(RecordError::Refused(refusal)) => Ok(Some(at_field(&refusal, all, draft))),
        Err(failed) => Err(failed),
    }
}

/// A refusal at the field that it is about.
pub(super) fn at_field(refusal: &Refusal, all: &[Asked<'_>], draft: &Draft) -> Amiss {
    let named = |field: &str| {
        let own = |it: &&Asked<'_>| it.question.name == field || it.field == field;
        all.iter().find(own).and_then(|it| it.fields().into_iter().next())
    };
    let holding = |value: &str| {
        let mut fields = draft.answers.fields();
        fields.find(|(_, all)| all.iter().any(|it| it == value)).map(|(field, _)| field.to_owned())
    };
    let followed = || {
        let follows = |it: &&Asked<'_>| match it.question.kind {
            Kind::Listed(Listed::Followed(_)) => it.answered(&draft.answers),
            Kind::Listed(_)
            | Kind::Words
            | Kind::Line
            | Kind::Day
            | Kind::When
            | Kind::OneOf(_)
            | Kind::AnyOf(_)
            | Kind::Several(_) => false,
        };
        all.iter().find(follows).map(|it| it.field.clone())
    };
    let field = match refusal {
        Refusal::EndsBeforeItBegins { field, .. }
        | Refusal::BeyondAllRecords { field, .. }
        | Refusal::InTheFuture { field, .. } => named(field),
        Refusal::Unknown { what, .. } => holding(&identifier(*what)),
        Refusal::UnknownEntry { entry, .. } | Refusal::OtherKind { entry, .. } => {
            holding(&entry.to_string()).or_else(followed)
        }
        Refusal::NothingProposed
        | Refusal::TooLarge { .. }
        | Refusal::RequestDiffers { .. }
        | Refusal::AuthorUnknown { .. }
        | Refusal::AgencyUnknown { .. }
        | Refusal::NoSuchStream { .. }
        | Refusal::OtherLedger { .. }
        | Refusal::WrongStream { .. }
        | Refusal::OtherType { .. }
        | Refusal::OwnRelative { .. }
        | Refusal::SameCase { .. } => None,
    };
    Amiss { field: field.unwrap_or_default(), why: refusal.to_string() }
}

/// The identifier in a reference, as it is sent.
fn identifier(what: Reference) -> String {
    match what {
        Reference::Case(id) => id.to_string(),
        Reference::Child(id) => id.to_string(),
        Reference::Person(id) => id.to_string(),
        Reference::Agency(id) => id.to_string(),
        Reference::Practitioner(id) => id.to_string(),
        Reference::Team(id) => id.to_string(),
        Reference::Entry(id) => id.to_string(),
    }
}
