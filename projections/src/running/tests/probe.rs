//! A model for tests alone, which looks at everything that a model may look at: groups of every kind,
//! withdrawn entries, the rules adopted, the kinds of agencies, and the streams of a case's children.

use candour_domain::case::CaseEvent;
use candour_domain::case::opening::OpeningEvent;
use candour_domain::effective::Effective;
use candour_domain::entry::{Entry, StreamId};
use candour_domain::event::Event;
use candour_domain::identity::IdentityEvent;

use super::super::model::{Group, Model, Scene};
use super::super::models;
use super::super::table::{Cell, Kind, Row, Table, column};

/// A version of the model.
pub(super) struct Probe(pub(super) u32);

pub(super) static PROBED: Table = table("probed", "what_was_probed");
/// What later versions have.
static PROBED_ANEW: Table = table("probed_anew", "what_was_probed_anew");

const fn table(name: &'static str, view: &'static str) -> Table {
    let about = "What a group of entries came to.";
    Table { name, view, about, columns: COLUMNS, packed: None, indexes: &[&["probed", "entries"]] }
}

const COLUMNS: &[super::super::table::Column] = &[
    column("probed", Kind::Code, "Which group."),
    column("whose", Kind::Identity, "Whose stream, or whom it was about."),
    column("entries", Kind::Number, "How many entries bear on it."),
    column("around", Kind::Text, "What was seen around."),
    column("last_entry", Kind::Entry, "The last of them."),
];

impl Model for Probe {
    fn name(&self) -> &'static str {
        "probe"
    }

    fn version(&self) -> u32 {
        self.0
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&PROBED, &PROBED_ANEW];
        if self.0 < 3 { &TABLES[..1] } else { &TABLES[1..] }
    }

    fn keeps_withdrawn(&self) -> bool {
        self.0.is_multiple_of(2)
    }

    fn looks_around(&self) -> bool {
        true
    }

    fn beside(&self, entry: &Entry, streams: &mut Vec<StreamId>) {
        streams.extend(joined(entry));
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        groups.push(Group::Stream);
        groups.extend(entry.children().iter().map(|child| Group::Child(*child)));
        groups.push(Group::Kind(u8::from(entry.event().record().is_some())));
        // Twice, as a model may.
        groups.push(Group::Stream);
    }

    fn rows(
        &self,
        group: Group,
        entries: &[Effective<'_>],
        scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let Some(last) = entries.last() else { return };
        let own = Cell::Identity(last.entry.stream);
        let (probed, whose) = match group {
            Group::Stream => ("stream", own),
            Group::Entry(_) => ("entry", own),
            Group::Child(child) => ("child", Cell::Identity(StreamId::Child(child))),
            Group::Kind(_) => ("kind", own),
        };
        let withdrawn = entries.iter().filter(|entry| !entry.stands()).count();
        let kinds: Vec<_> = entries
            .iter()
            .map(|entry| scene.context.kinds(scene.position).get(&entry.entry.agency))
            .collect();
        let rules: Vec<_> =
            scene.rules().iter().map(|rules| rules.book.rules().due_soon_days).collect();
        let names: Vec<_> = scene.beside.iter().filter_map(name).collect();
        let around = format!("{withdrawn} {kinds:?} {rules:?} {names:?}");
        for number in 0..entries.len().min(2) {
            rows.push(Row {
                table: self.tables()[0],
                entry: entries[number].entry.position,
                true_from: entries[number].occurred().interval().latest(),
                true_until: (number > 0).then(|| last.occurred().interval().latest()),
                cells: vec![
                    Cell::Code(probed),
                    whose.clone(),
                    Cell::Number(i64::try_from(entries.len()).unwrap()),
                    Cell::Text(around.clone()),
                    Cell::or_nothing(scene.place(last.id()), Cell::Entry),
                ],
            });
        }
    }
}

fn joined(entry: &Entry) -> Option<StreamId> {
    if let Event::Case(CaseEvent::Opening(OpeningEvent::ChildJoinedCase(it))) = &entry.event {
        return Some(StreamId::Child(it.child));
    }
    None
}

fn name(entry: &Effective<'_>) -> Option<String> {
    let Event::Identity(event) = entry.event() else { return None };
    if let IdentityEvent::DetailsAmended(it) = event {
        return Some(format!("{} {}", it.name.as_ref()?, entry.stands()));
    }
    None
}

/// All models that there are, and the probe.
pub(super) fn with_probe(probe: &'static Probe) -> &'static [&'static dyn Model] {
    let mut all: Vec<&'static dyn Model> = models::all().to_vec();
    all.push(probe);
    Vec::leak(all)
}
