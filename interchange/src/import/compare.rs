//! What was recorded of a row before, beside what it says now. The name of the file and the number
//! of the row are no part of its content: a row that moved has not changed.

use std::collections::{BTreeMap, BTreeSet};

use candour_commands::{Action, Request};
use candour_domain::case::CaseEvent;
use candour_domain::case::information::InformationEvent;
use candour_domain::effective::{Effective, OnRecord, effective};
use candour_domain::entry::Entry;
use candour_domain::envelope::Source;
use candour_domain::event::Event;
use candour_domain::identifier::{EntryId, RequestId};
use serde_json::Value;

use super::plan::{Planned, What};

/// How a planned request stands to what the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stands {
    /// It was never recorded.
    New,
    /// It was, with this content; so many entries.
    Same(usize),
    /// It was, with other content.
    Changed(Difference),
}

/// How a request differs from what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The entry of the row itself.
    pub(crate) entry: EntryId,
    /// The actions that can be corrected: the places in the request.
    pub(crate) correctable: Vec<u32>,
    /// What differs and can be corrected, by columns.
    pub(crate) columns: Vec<String>,
    /// What differs and cannot.
    pub(crate) by_hand: Vec<String>,
    /// The latest entry that says how it stands now.
    pub(crate) latest: EntryId,
}

/// The entries of a stream as they stand, by the request that recorded them.
pub(crate) type ByRequest<'a> = BTreeMap<RequestId, Vec<Effective<'a>>>;

/// The entries of a stream as they stand, by the request that recorded them.
pub(crate) fn by_request(stream: &[Entry]) -> ByRequest<'_> {
    let mut all = ByRequest::new();
    for entry in effective(stream, OnRecord::ALL) {
        all.entry(entry.entry.request).or_default().push(entry);
    }
    all
}

/// Compares a planned request with the entries of its stream.
pub(crate) fn stands(planned: &Planned, held: &ByRequest<'_>) -> Stands {
    let request = &planned.request;
    let Some(now) = held.get(&request.id) else { return Stands::New };
    if planned.what == What::Named {
        return Stands::Same(now.len());
    }
    let same_shape = same_shape(request, now);
    let mut difference = Difference {
        entry: request.entry(0),
        correctable: Vec::new(),
        columns: Vec::new(),
        by_hand: Vec::new(),
        latest: latest(request, now),
    };
    let compared = if same_shape { request.actions.as_slice() } else { &request.actions[..1] };
    for (index, action) in (0..).zip(compared) {
        let Some(recorded) = now.iter().find(|it| it.id() == request.entry(index)) else {
            continue;
        };
        difference.add(index, action, recorded, planned.what);
    }
    if !same_shape && planned.what == What::Row {
        difference.by_hand.extend(steps_that_differ(request, now));
    }
    tidy(&mut difference.columns);
    tidy(&mut difference.by_hand);
    if difference.columns.is_empty() && difference.by_hand.is_empty() {
        return Stands::Same(now.len());
    }
    Stands::Changed(difference)
}

fn tidy(columns: &mut Vec<String>) {
    columns.sort_unstable();
    columns.dedup();
}

fn latest(request: &Request, now: &[Effective<'_>]) -> EntryId {
    use candour_domain::effective::Standing;
    let last = now.iter().map(|it| match it.standing {
        Standing::AsRecorded => it.entry,
        Standing::Corrected { by, .. } | Standing::Withdrawn { by, .. } => by,
    });
    last.max_by_key(|entry| entry.position).map_or(request.entry(0), |entry| entry.id)
}

/// Whether each action has an entry of the same type in its place, and there is none beside.
fn same_shape(request: &Request, now: &[Effective<'_>]) -> bool {
    now.len() == request.actions.len()
        && (0..).zip(&request.actions).all(|(index, action)| {
            let recorded = now.iter().find(|it| it.id() == request.entry(index));
            recorded.is_some_and(|it| type_of(it.event()) == type_of(&action.proposed))
        })
}

impl Difference {
    fn add(&mut self, index: u32, action: &Action, recorded: &Effective<'_>, what: What) {
        let mut columns = BTreeSet::new();
        let (planned, held) = (&action.envelope, &recorded.entry.envelope);
        if what == What::Row && planned.occurred != recorded.occurred() {
            columns.insert(column_of_time(&action.proposed));
        }
        if planned.children != recorded.children() {
            columns.insert("children".to_owned());
        }
        if planned.about != recorded.about() {
            columns.insert("persons".to_owned());
        }
        let type_differs = type_of(&action.proposed) != type_of(recorded.event());
        if !recorded.stands() {
            self.by_hand.push("the entry is withdrawn".to_owned());
            return;
        }
        if type_differs {
            self.by_hand.push("kind".to_owned());
            return;
        }
        columns.extend(fields(&action.proposed, recorded.event()));
        if !columns.is_empty() {
            self.correctable.push(index);
            self.columns.extend(columns);
        }
        if planned.by != held.by {
            self.by_hand.push(column_of_actor(&type_of(&action.proposed), index).to_owned());
        }
        self.by_hand.extend(sources(&planned.source, &held.source));
    }
}

/// The column that says who did what the action at `index` says.
fn column_of_actor(event: &str, index: u32) -> &'static str {
    match event {
        "StatementAttached" => "note_by",
        "DisclosureReceived" | "DisclosureRead" if index > 0 => "told_person",
        _ => "author",
    }
}

fn sources(planned: &Source, held: &Source) -> Vec<String> {
    let mut columns = Vec::new();
    if planned.origin != held.origin {
        columns.push("said_by".to_owned());
    }
    if planned.document != held.document {
        columns.push("document".to_owned());
    }
    let entered = |source: &Source| source.import.as_ref().map(|import| import.entered);
    if entered(planned) != entered(held) {
        columns.push("entered_on".to_owned());
    }
    columns
}

/// An event as its type's name and its fields.
fn parts(event: &Event) -> (String, Value) {
    let mut name = String::new();
    let mut value = serde_json::to_value(event).unwrap_or(Value::Null);
    while let Value::Object(fields) = &value {
        let only = fields.iter().next().filter(|(key, _)| {
            fields.len() == 1 && key.starts_with(|first: char| first.is_ascii_uppercase())
        });
        let Some((key, inner)) = only else { break };
        name.clone_from(key);
        value = inner.clone();
    }
    (name, value)
}

fn type_of(event: &Event) -> String {
    parts(event).0
}

/// The columns whose content differs between two events of one type.
fn fields(one: &Event, other: &Event) -> Vec<String> {
    let ((name, one), (_, other)) = (parts(one), parts(other));
    let (Value::Object(one), Value::Object(other)) = (&one, &other) else {
        return if one == other { Vec::new() } else { vec!["event".to_owned()] };
    };
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let mut columns = Vec::new();
    for key in keys {
        match (one.get(key), other.get(key)) {
            (Some(Value::Object(one)), Some(Value::Object(other)))
                if matches!(key.as_str(), "grounds" | "meeting") =>
            {
                let inner: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
                let differ = inner.into_iter().filter(|key| one.get(*key) != other.get(*key));
                columns.extend(differ.map(|key| column(&name, key)));
            }
            (one, other) if one != other => columns.push(column(&name, key)),
            (_, _) => {}
        }
    }
    columns
}

/// The column from which a field of an event is read.
fn column(event: &str, field: &str) -> String {
    match (event, field) {
        ("StatementAttached", "statement") => "note",
        ("StatementAttached", "by") => "note_by",
        ("NotSharedDecided", "with") => "not_shared_with",
        ("NotSharedDecided", "reason" | "ground") => "not_shared_reason",
        ("InformationDisclosed" | "DisclosureReceived" | "DisclosureRead", "items") => {
            "considered or extent"
        }
        (_, "account" | "words" | "said" | "question" | "searched" | "findings") => "event",
        (_, "response") => "action",
        (_, "considered" | "received" | "table" | "items") => "considered",
        (_, "attendance" | "present" | "contributed" | "of") => "attended",
        (_, "sights") => "seen",
        (_, "decision" | "outcome" | "outcomes" | "as_written" | "order_sought") => "decision",
        (_, "contact" | "discussion" | "disclosure" | "offer" | "plan" | "request") => {
            "what it follows"
        }
        ("DisclosureReceived", "by") | (_, "to" | "reader") => "told_person",
        (_, "raised_by") => "said_by",
        (_, "child") => "children",
        (_, "who" | "by" | "parent") => "persons",
        (_, field) => field,
    }
    .to_owned()
}

fn column_of_time(event: &Event) -> String {
    let Event::Case(CaseEvent::Information(event)) = event else { return "date".to_owned() };
    match event {
        InformationEvent::InformationDisclosed(_) => "told_on",
        InformationEvent::DisclosureReceived(_) => "received_on",
        InformationEvent::DisclosureRead(_) => "read_on",
        InformationEvent::ObservationRecorded(_)
        | InformationEvent::AccountWeighed(_)
        | InformationEvent::InformationRequested(_)
        | InformationEvent::InformationSupplied(_)
        | InformationEvent::NothingKnownReplied(_)
        | InformationEvent::InformationRefused(_)
        | InformationEvent::DisclosureOpened(_)
        | InformationEvent::ReceivedByUnintended(_)
        | InformationEvent::NotSharedDecided(_)
        | InformationEvent::OnwardSharingRestricted(_)
        | InformationEvent::BeliefRecorded(_)
        | InformationEvent::AccountsDiffer(_)
        | InformationEvent::KnowledgeDisputed(_) => "date",
    }
    .to_owned()
}

/// The columns from which steps come that are new or gone.
fn steps_that_differ(request: &Request, now: &[Effective<'_>]) -> Vec<String> {
    let count = |names: &[String], wanted: &str| {
        names.iter().filter(|name| name.as_str() == wanted).count()
    };
    let planned: Vec<String> =
        request.actions.iter().skip(1).map(|action| type_of(&action.proposed)).collect();
    let recorded: Vec<String> =
        now.iter().filter(|it| it.id() != request.entry(0)).map(|it| type_of(it.event())).collect();
    [
        ("InformationDisclosed", "told_agency"),
        ("DisclosureReceived", "received_on"),
        ("DisclosureRead", "read_on"),
        ("NotSharedDecided", "not_shared_with"),
        ("StatementAttached", "note"),
    ]
    .into_iter()
    .filter(|(name, _)| count(&planned, name) != count(&recorded, name))
    .map(|(_, column)| column.to_owned())
    .collect()
}
